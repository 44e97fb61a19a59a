package sms

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/sms/smstest"
)

const peers = "../peers"

// startPrism serves a specification: calls that do not keep to it are refused.
func startPrism(t *testing.T, spec string) string {
	t.Helper()
	port := smstest.FreePort(t)
	prism := filepath.Join(smstest.Packages(), "@stoplight/prism-cli/dist/index.js")
	return smstest.Serve(t, port, "node", prism, "mock", "--errors", "--host", "127.0.0.1", "--port", fmt.Sprint(port), spec)
}

// prefers asks Prism for one of the answers in the specification.
type prefers string

func (p prefers) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Prefer", string(p))
	return http.DefaultTransport.RoundTrip(r)
}

func prefer(answer string) House {
	h := house(&box{})
	h.Client = &http.Client{Transport: prefers(answer), Timeout: smstest.Patient}
	return h
}

func refusedBy(t *testing.T, what string, err error, kind msg.FailureKind) {
	t.Helper()
	var why *msg.SendError
	if !errors.As(err, &why) || why.Kind != kind {
		t.Errorf("%s: %v, not %s", what, err, kind)
	}
	leaks(t, err)
}

// Every call to Twilio keeps to Twilio's own specification.
func TestTwilioSpecification(t *testing.T) {
	smstest.Needs(t, "node", "@stoplight/prism-cli", "@twilio/cli-core")
	spec := filepath.Join(t.TempDir(), "twilio.json")
	cut := exec.Command("node", peers+"/cut-twilio.js", spec)
	cut.Env = append(os.Environ(), "NODE_PATH="+smstest.Packages())
	if out, err := cut.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	at := startPrism(t, spec)
	for what, change := range map[string]func(*TwilioConfig){
		"from a number":  func(*TwilioConfig) {},
		"from a name":    func(c *TwilioConfig) { c.From = "TINBAN" },
		"from a service": func(c *TwilioConfig) { c.From, c.Service = "", "MG00000000000000000000000000000001" },
	} {
		cfg := twilioConfig(at)
		change(&cfg)
		g := NewTwilio(cfg, house(&box{}))
		if ref, err := g.Send(t.Context(), answerOf()); err != nil || !strings.HasPrefix(ref, "SM") || len(ref) != 34 {
			t.Errorf("%s: %q, %v", what, ref, err)
		}
		if _, _, err := g.Lookup(t.Context(), answerOf()); err != nil {
			t.Errorf("%s: looked up: %v", what, err)
		}
		if err := g.CatchUp(t.Context(), noon.Add(-time.Hour)); err != nil {
			t.Errorf("%s: caught up: %v", what, err)
		}
	}
	named := twilioConfig(at)
	named.From = "TINBAN"
	if err := NewTwilio(named, house(&box{})).Test(t.Context()); err != nil {
		t.Error(err)
	}
	// The number in the specification's example calls somebody else.
	if err := twilioAt(at, house(&box{})).Test(t.Context()); err == nil || strings.Contains(err.Error(), "try again") {
		t.Errorf("the number of the example: %v", err)
	}

	for what, change := range map[string]func(*TwilioConfig, *House){
		"a malformed service": func(c *TwilioConfig, _ *House) { c.Service = "MG1" },
		"a malformed account": func(c *TwilioConfig, _ *House) { c.Account = "AC1" },
		"a callback nowhere":  func(_ *TwilioConfig, h *House) { h.Public = "not a uri" },
	} {
		cfg, h := twilioConfig(at), house(&box{})
		change(&cfg, &h)
		_, err := NewTwilio(cfg, h).Send(t.Context(), answerOf())
		refusedBy(t, what, err, msg.Rejected)
	}
	cfg := twilioConfig(at)
	cfg.Token = ""
	_, err := NewTwilio(cfg, house(&box{})).Send(t.Context(), answerOf())
	refusedBy(t, "no token", err, msg.Transient)
}

// Every call to the phone keeps to what SMSGate documents.
func TestSMSGateSpecification(t *testing.T) {
	smstest.Needs(t, "node", "@stoplight/prism-cli")
	at := startPrism(t, peers+"/smsgate.yaml")
	sim := func(url, user string, h House) *SMSGate {
		return NewSMSGate(SMSGateConfig{Name: "sim", URL: url, User: user, Password: password, Key: password}, h)
	}
	out := answerOf()
	out.Key = "k-0123456789abcdef" // as the example answers
	g := sim(at, "sms", house(&box{}))
	if ref, err := g.Send(t.Context(), out); err != nil || ref != out.Key {
		t.Errorf("%q, %v", ref, err)
	}
	if ref, found, err := g.Lookup(t.Context(), out); err != nil || !found || ref != out.Key {
		t.Errorf("%q, %v, %v", ref, found, err)
	}
	if err := g.Test(t.Context()); err != nil {
		t.Error(err)
	}
	elsewhere := house(&box{})
	elsewhere.Public = "https://other.example.vn"
	if err := sim(at, "sms", elsewhere).Test(t.Context()); err == nil || !strings.Contains(err.Error(), "sms:received") {
		t.Errorf("told somebody else: %v", err)
	}

	if ref, err := sim(at, "sms", prefer("code=409")).Send(t.Context(), out); err != nil || ref != out.Key {
		t.Errorf("sent twice: %q, %v", ref, err)
	}
	if ref, found, err := sim(at, "sms", prefer("code=404")).Lookup(t.Context(), out); err != nil || found {
		t.Errorf("never sent: %q, %v, %v", ref, found, err)
	}
	_, err := sim(at, "sms", prefer("code=503")).Send(t.Context(), out)
	refusedBy(t, "a full queue", err, msg.Transient)
	_, err = sim(at, "sms", prefer("code=401")).Send(t.Context(), out)
	refusedBy(t, "a wrong password", err, msg.Transient)
	for what, change := range map[string]func(*msg.Outbound){
		"no text":    func(o *msg.Outbound) { o.Text = "" },
		"no number":  func(o *msg.Outbound) { o.To = "" },
		"a long key": func(o *msg.Outbound) { o.Key = strings.Repeat("k", 37) },
	} {
		wrong := out
		change(&wrong)
		_, err := g.Send(t.Context(), wrong)
		refusedBy(t, what, err, msg.Rejected)
	}
}
