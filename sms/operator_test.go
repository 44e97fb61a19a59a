package sms

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tinban/msg"
	"tinban/sms/text"
)

// kannelConf is the configuration in docs/configuration.md, with our ports and
// passwords: what is written there is what is tried here.
func kannelConf(t *testing.T, put ...string) string {
	t.Helper()
	page, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, conf, found := strings.Cut(string(page), "```kannel\n")
	conf, _, closed := strings.Cut(conf, "```")
	if !found || !closed {
		t.Fatal("docs/configuration.md holds no kannel.conf")
	}
	var lines []string
	for line := range strings.Lines(conf) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "log-") {
			lines = append(lines, line)
		}
	}
	conf = strings.Join(lines, "\n") + "\n"
	for i := 0; i+1 < len(put); i += 2 {
		if !strings.Contains(conf, put[i]) {
			t.Fatalf("kannel.conf in docs/configuration.md has no %q", put[i])
		}
		conf = strings.ReplaceAll(conf, put[i], put[i+1])
	}
	return conf
}

// operatorPassword is as long as SMPP lets it be.
const operatorPassword = "eight888"

// smsc is the operator, driven by lines and told of in lines.
type smsc struct {
	in   io.Writer
	mu   sync.Mutex
	told []told
}

type told struct {
	Event, From, To, Text string
	Port, Coding, Status  int
	Parts                 []string
}

func startSMSC(t *testing.T) *smsc {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	s := &smsc{in: inW}
	start(t, inR, outW, "node", peers+"/smsc.js", "tinban", operatorPassword)
	t.Cleanup(func() { inW.Close(); outW.Close() })
	go func() {
		for lines := bufio.NewScanner(outR); lines.Scan(); {
			var e told
			if json.Unmarshal(lines.Bytes(), &e) == nil {
				s.mu.Lock()
				s.told = append(s.told, e)
				s.mu.Unlock()
			}
		}
	}()
	return s
}

func (s *smsc) all(event string) (out []told) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.told {
		if e.Event == event {
			out = append(out, e)
		}
	}
	return out
}

func (s *smsc) say(t *testing.T, from string, order []int, parts ...string) {
	t.Helper()
	line, _ := json.Marshal(map[string]any{"from": from, "to": "8049", "parts": parts, "order": order})
	if _, err := s.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
}

// answerer is a Sink that answers the way the service does: what is to be
// said is sent through the gateway after the message has been stored.
type answerer struct {
	box
	gateway *Kannel
	answers map[string]string
	shut    bool // the store is closed: nothing is taken
	refused int
}

func (a *answerer) Receive(ctx context.Context, in msg.Inbound) error {
	a.mu.Lock()
	if a.shut {
		a.refused++
		a.mu.Unlock()
		return errors.New("closed")
	}
	known := a.refs[in.Ref]
	a.mu.Unlock()
	if err := a.box.Receive(ctx, in); err != nil || known {
		return err
	}
	go func() {
		_, _ = a.gateway.Send(context.WithoutCancel(ctx), msg.Outbound{Key: "r/" + in.Ref, To: in.From, Text: a.answers[in.Text]})
	}()
	return nil
}

func (a *answerer) status(ref string) (out []msg.Status) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, r := range a.receipts {
		if r.Ref == ref {
			out = append(out, r.Status)
		}
	}
	return out
}

func (a *answerer) stored() []msg.Inbound {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]msg.Inbound(nil), a.in...)
}

// startKannel puts Kannel between the operator and a service that answers.
func startKannel(t *testing.T, answers map[string]string) (*smsc, *answerer) {
	t.Helper()
	needs(t, "node", "bearerbox", "smsbox", "smpp")
	operator := startSMSC(t)
	eventually(t, "the operator listens", func() bool { return len(operator.all("listening")) == 1 })

	a := &answerer{answers: answers}
	mux := http.NewServeMux()
	ours := httptest.NewServer(mux)
	t.Cleanup(ours.Close)
	admin, inner, send := freePort(t), freePort(t), freePort(t)
	h := house(&a.box)
	h.Sink, h.Client.Timeout = a, patient
	a.gateway = NewKannel(KannelConfig{
		Name: "kannel", URL: fmt.Sprintf("http://127.0.0.1:%d", send), User: "tinban", Password: password, From: "8049", Secret: password, Back: ours.URL,
	}, h)
	a.gateway.Mount(mux)

	conf := filepath.Join(t.TempDir(), "kannel.conf")
	text := kannelConf(t, "13000", fmt.Sprint(admin), "13001", fmt.Sprint(inner), "13013", fmt.Sprint(send),
		"smsc.operator.example", "127.0.0.1", "port = 2775", fmt.Sprintf("port = %d", operator.all("listening")[0].Port), "EIGHT888", operatorPassword,
		"CHANGE-PASSWORD", password, "CHANGE-SECRET", password, "http://127.0.0.1:8080", ours.URL, "/var/spool/kannel", t.TempDir(),
		"reconnect-delay = 10", "reconnect-delay = 1", "http-queue-delay = 10", "http-queue-delay = 1")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, nil, nil, "bearerbox", "-v", "1", conf)
	eventually(t, "bearerbox listens", func() bool { return listens(inner) })
	start(t, nil, nil, "smsbox", "-v", "1", conf)
	eventually(t, "smsbox is ready", func() bool { return a.gateway.Test(t.Context()) == nil && len(operator.all("bound")) == 1 })
	return operator, a
}

// A resident's question travels operator → Kannel → us, and our answer back,
// part by part: with marks and without, however the parts came in.
func TestKannelAndOperator(t *testing.T) {
	const asked = "Nhà tôi hộ nghèo, muốn vay vốn đi xuất khẩu lao động Nhật Bản thì được vay  bao nhiêu\nvà làm giấy tờ ở đâu? #1 & 100%"
	marked := strings.Repeat("Bà con được vay tối đa 100 triệu đồng, đem sổ hộ khẩu đến xã. ", 4)
	bare := strings.Repeat("[1] Ba con duoc vay toi da 100 trieu dong {~ 5%}, den xa hoi @ can bo. ", 5)
	operator, a := startKannel(t, map[string]string{asked: marked, "1": bare})

	runes := []rune(asked)
	operator.say(t, "84912345678", []int{1, 0}, string(runes[:60]), string(runes[60:]))
	eventually(t, "the answer with marks", func() bool { return len(operator.all("message")) == 1 })
	operator.say(t, "0912345678", nil, "1")
	eventually(t, "the answer without", func() bool { return len(operator.all("message")) == 2 })

	in := a.stored()
	if len(in) != 2 || in[0].Text != asked || in[1].Text != "1" || in[0].Ref == in[1].Ref {
		t.Fatalf("stored %+v", in)
	}
	for i, want := range []string{marked, bare} {
		if in[i].From != "sms:"+phone || in[i].To != "8049" {
			t.Errorf("from %q to %q", string(in[i].From), in[i].To)
		}
		got, counted := operator.all("message")[i], text.Split(want)
		if got.Text != want || got.To != phone[1:] || got.From != "8049" {
			t.Errorf("the operator got %q", got.Text)
		}
		if len(got.Parts) != len(counted.Parts) || (got.Coding == 8) != (counted.Encoding == text.UCS2) {
			t.Errorf("%d parts in coding %d; we counted %d in %s", len(got.Parts), got.Coding, len(counted.Parts), counted.Encoding)
		}
		ref := "r/" + in[i].Ref
		eventually(t, "the receipt", func() bool { s := a.status(ref); return len(s) > 0 && s[len(s)-1] == msg.Delivered })
	}
	if n := len(operator.all("message")); n != 2 {
		t.Errorf("%d messages went out; Kannel answers by itself", n)
	}
}

// While the store is closed Kannel keeps a message and brings it again; the
// resident hears nothing of it.
func TestKannelRepeats(t *testing.T) {
	operator, a := startKannel(t, map[string]string{"Chào": "Chao ba con"})
	a.mu.Lock()
	a.shut = true
	a.mu.Unlock()
	operator.say(t, "84912345678", nil, "Chào")
	eventually(t, "Kannel tries twice", func() bool { a.mu.Lock(); defer a.mu.Unlock(); return a.refused >= 2 })
	a.mu.Lock()
	a.shut = false
	a.mu.Unlock()
	eventually(t, "the answer", func() bool { return len(operator.all("message")) > 0 })
	if in, out := a.stored(), operator.all("message"); len(in) != 1 || len(out) != 1 || out[0].Text != "Chao ba con" {
		t.Errorf("stored %d, sent %+v", len(in), out)
	}
}

// What the operator refuses, or never delivers, is heard of.
func TestKannelReceipts(t *testing.T) {
	_, a := startKannel(t, nil)
	for to, want := range map[string]msg.Status{phone: msg.Delivered, "+84912345600": msg.Failed, "+84912345699": msg.Failed} {
		out := msg.Outbound{Key: "k/é%d %A " + to[9:], To: msg.Address("sms:" + to), Text: "Chao"}
		if ref, err := a.gateway.Send(t.Context(), out); err != nil || ref != out.Key {
			t.Fatalf("%q, %v", ref, err)
		}
		eventually(t, "the last receipt", func() bool { s := a.status(out.Key); return len(s) > 0 && s[len(s)-1] == want })
	}
	_, err := a.gateway.Send(t.Context(), msg.Outbound{Key: "k", To: "sms:VIETTEL", Text: "Chao"})
	refusedBy(t, "to a name", err, msg.Rejected)
	wrong := a.gateway.cfg
	wrong.Password = "wrong"
	_, err = NewKannel(wrong, a.gateway.house).Send(t.Context(), answerOf())
	refusedBy(t, "a wrong password", err, msg.Transient)
	if err := NewKannel(wrong, a.gateway.house).Test(t.Context()); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("the test of a wrong password: %v", err)
	}
}
