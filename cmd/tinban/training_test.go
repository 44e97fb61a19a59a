package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/msg"
	"tinban/simulator"
	"tinban/staff"
	"tinban/store"
)

// provider is a Kannel and a Telegram that note who was written to.
type provider struct {
	mu   sync.Mutex
	sent []string // bodies and queries of what was to be sent
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	switch {
	case strings.HasSuffix(r.URL.Path, "getUpdates"):
		select { // as Telegram does, it lets the caller wait
		case <-r.Context().Done():
		case <-time.After(200 * time.Millisecond):
		}
		fmt.Fprint(w, `{"ok":true,"result":[]}`)
	case strings.HasSuffix(r.URL.Path, "getMe"):
		fmt.Fprint(w, `{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"x","username":"tinban_bot"}}`)
	case strings.Contains(r.URL.Path, "sendMessage"), strings.Contains(r.URL.Path, "sendsms"):
		p.mu.Lock()
		p.sent = append(p.sent, r.URL.RawQuery+string(body))
		p.mu.Unlock()
		if strings.Contains(r.URL.Path, "sendsms") {
			w.WriteHeader(http.StatusAccepted)
			fmt.Fprint(w, "0: Accepted for delivery")
			return
		}
		fmt.Fprint(w, `{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}`)
	default:
		fmt.Fprint(w, `{"ok":true,"result":true}`)
	}
}

func (p *provider) calls() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent
}

const trainingConfig = `public: https://tinban.example.vn
training: %v
telegram: {token: '1:abc', url: '%[2]s'}
gateways: [{name: kannel, type: kannel, url: '%[2]s', user: u, password: p, from: "8049", secret: s}]
`

// trained lets residents and an officer write to a service with gateways.
func trained(t *testing.T, on bool) (s *service, p *provider) {
	t.Helper()
	p = &provider{}
	far := httptest.NewServer(p)
	t.Cleanup(far.Close)
	s, _ = startServing(t, configured(t, fmt.Sprintf(trainingConfig, on, far.URL)))
	var code string
	for _, decide := range []func(store.Reader) (store.Changes, error){
		func(r store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(r, staff.Step{By: staff.Operator, At: now()}, "lan", staff.Terms{Name: "Lan", Role: staff.Officer, Everywhere: true})
			return c, err
		},
		func(r store.Reader) (c store.Changes, err error) {
			code, c, err = staff.Invite(r, staff.Step{By: staff.Operator, At: now()}, "lan", staff.ForLink, staff.Seed{1})
			return c, err
		},
	} {
		if err := s.store.Update(t.Context(), decide); err != nil {
			t.Fatal(err)
		}
	}
	for i, in := range []msg.Inbound{
		{Gateway: "kannel", From: "sms:+84912345678", Text: "NHA"},
		{Gateway: telegramRoute, From: "telegram:5550123", Text: "vay vốn"},
		{Gateway: telegramRoute, From: "telegram:5550900", Text: "/ghep " + staff.ShowCode(code)},
	} {
		in.Kind, in.Ref, in.At = msg.Text, fmt.Sprint(i), now()
		if err := s.bot.Receive(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	settled(t, s)
	return s, p
}

// In training no gateway is called but for staff, and all is settled as sent;
// without it the same messages reach everybody.
func TestTrainingReachesStaffOnly(t *testing.T) {
	_, p := trained(t, true)
	if calls := p.calls(); len(calls) != 1 || !strings.Contains(calls[0], "5550900") {
		t.Errorf("in training the gateways were called for %q", calls)
	}
	_, p = trained(t, false)
	if calls := p.calls(); len(calls) != 3 {
		t.Errorf("without training the gateways were called %d times, want 3", len(calls))
	}
}

// An account that was switched off is nobody of staff; the settled message is
// marked, and the phones of the page are reached all the same.
func TestTrainingSettlesWithAMark(t *testing.T) {
	s, p := trained(t, true)
	before := len(p.calls())
	if err := s.store.Update(t.Context(), func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Disable(r, staff.Step{By: staff.Operator, At: now()}, "lan")
		return c, err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.channels {
		if strings.HasPrefix(c.name, "sim-") {
			continue
		}
		to := msg.Address("telegram:5550900")
		if c.name == "kannel" {
			to = "sms:+84912345678"
		}
		ref, err := c.sender.Send(t.Context(), msg.Outbound{Key: "k", Route: c.name, To: to, Text: "thử"})
		if err != nil || !strings.HasPrefix(ref, "training-") {
			t.Errorf("%s: ref %q: %v", c.name, ref, err)
		}
	}
	if len(p.calls()) != before {
		t.Error("a gateway was called for who is no longer staff")
	}
	if s.phones == nil {
		t.Error("in training there are no phones to try it with")
	}
}

// The phones stand apart from the gateways, so that nothing of a resident
// moves to them, and are for who has signed in.
func TestTryPhones(t *testing.T) {
	sim := simulator.New(simulator.Config{})
	for _, c := range tryChannels(sim) {
		if caps := c.sender.Caps(); caps.Class != msg.Trial || caps.PricePerPart != 0 {
			t.Errorf("%s is %+v", c.name, caps)
		}
	}
	s := newSampleTown(t, now())
	s.phones = sim
	pages, _, err := s.openConsole(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.mountTry(pages)
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/thu/", nil))
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/vao") {
		t.Errorf("a stranger gets %d %s", w.Code, w.Header().Get("Location"))
	}
	w = httptest.NewRecorder()
	s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/thu/send", bytes.NewReader(nil)))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger's message gets %d", w.Code)
	}
}

func TestReachIsChecked(t *testing.T) {
	for _, c := range []reachConfig{{SMS: "gọi 0912"}, {Telegram: "https://t.me/x"}} {
		if len(c.validate()) != 1 {
			t.Errorf("%+v passes", c)
		}
	}
	cfg := configured(t, "notices: {number: 0912 345 678}\nreach: {telegram: '@tinban_bot'}\n")
	if cfg.Reach.SMS != "0912 345 678" || cfg.Reach.Telegram != "tinban_bot" {
		t.Errorf("reach is %+v", cfg.Reach)
	}
}
