package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// far is the other side of three providers at once: what they took, and a fault
// they have for now.
type far struct {
	mu    sync.Mutex
	took  map[string][]string // texts by recipient
	ids   map[string]bool     // SMSGate's
	made  []map[string]string // Twilio's list
	fault string              // "", "down", "swallow", "reset", "throttle"
}

func (f *far) set(fault string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// ServeHTTP implements the few calls the gateways make.
func (f *far) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	fault := f.fault
	if fault == "down" || fault == "throttle" {
		f.mu.Unlock()
		if fault == "throttle" {
			w.Header().Set("Retry-After", "1")
			http.Error(w, `{"code":20429,"message":"slow down","status":429}`, http.StatusTooManyRequests)
			return
		}
		http.Error(w, "<html>maintenance</html>", http.StatusServiceUnavailable)
		return
	}
	status, answer := f.take(r, raw)
	f.mu.Unlock()
	switch {
	case fault == "swallow" && r.Method != http.MethodGet || fault == "swallow" && strings.Contains(r.URL.Path, "sendsms"):
		<-r.Context().Done() // taken, and never said so
	case fault == "reset" && (r.Method != http.MethodGet || strings.Contains(r.URL.Path, "sendsms")):
		panic(http.ErrAbortHandler)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, answer)
	}
}

func (f *far) take(r *http.Request, raw []byte) (int, string) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/sendsms"):
		q := r.URL.Query()
		f.took[q.Get("to")] = append(f.took[q.Get("to")], q.Get("text"))
		return http.StatusAccepted, "0: Accepted for delivery"
	case r.URL.Path == "/messages" && r.Method == http.MethodPost:
		var m struct {
			ID           string
			PhoneNumbers []string
			TextMessage  struct{ Text string }
		}
		if err := json.Unmarshal(raw, &m); err != nil {
			return http.StatusBadRequest, "{}"
		}
		if f.ids[m.ID] {
			return http.StatusConflict, "{}"
		}
		f.ids[m.ID] = true
		f.took[m.PhoneNumbers[0]] = append(f.took[m.PhoneNumbers[0]], m.TextMessage.Text)
		return http.StatusAccepted, fmt.Sprintf(`{"id":%q,"state":"Pending"}`, m.ID)
	case strings.HasPrefix(r.URL.Path, "/messages/"):
		if id := strings.TrimPrefix(r.URL.Path, "/messages/"); f.ids[id] {
			return http.StatusOK, fmt.Sprintf(`{"id":%q,"state":"Sent"}`, id)
		}
		return http.StatusNotFound, "{}"
	case strings.HasSuffix(r.URL.Path, "/Messages.json") && r.Method == http.MethodPost:
		form, _ := url.ParseQuery(string(raw))
		m := map[string]string{"sid": fmt.Sprintf("SM%032d", len(f.made)), "to": form.Get("To"), "body": form.Get("Body"), "direction": "outbound-api",
			"date_created": time.Now().UTC().Format(time.RFC1123Z), "status": "queued"}
		f.made = append(f.made, m)
		f.took[form.Get("To")] = append(f.took[form.Get("To")], form.Get("Body"))
		out, _ := json.Marshal(m)
		return http.StatusCreated, string(out)
	case strings.HasSuffix(r.URL.Path, "/Messages.json"):
		list := []map[string]string{}
		for _, m := range f.made {
			if m["to"] == r.URL.Query().Get("To") {
				list = append(list, m)
			}
		}
		out, _ := json.Marshal(map[string]any{"messages": list, "page_size": 50})
		return http.StatusOK, string(out)
	}
	return http.StatusNotFound, "{}"
}

// arrived counts recipients that got nothing, and messages too many.
func (f *far) arrived(people []string) (lost, doubled int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range people {
		switch n := len(f.took[p]); {
		case n == 0:
			lost++
		case n > 1:
			doubled += n - 1
		}
	}
	return lost, doubled
}

const outageKey = "0123456789abcdef"

// outageConfig is a service with one gateway of each type, all at one far side.
func outageConfig(dir, far string) config {
	cfg := defaults()
	cfg.Addr, cfg.Data, cfg.Public, cfg.CallWithin = "127.0.0.1:0", dir, benchPublic, 300*time.Millisecond
	cfg.Gateways = []gatewayConfig{
		{Name: "kannel", Type: "kannel", URL: far, User: "u", Password: "p", From: "8079", Secret: outageKey},
		{Name: "smsgate", Type: "smsgate", URL: far, User: "u", Password: "p", Key: outageKey},
		{Name: "twilio", Type: "twilio", URL: far, Account: "AC1", Token: benchToken, From: "+84900000000"},
	}
	return cfg
}

// send is an inbound message as the gateway's provider would hand it over.
func handOver(t *testing.T, base, gateway, ref, from, text string) int {
	t.Helper()
	var req *http.Request
	var err error
	switch gateway {
	case "kannel":
		q := url.Values{"id": {ref}, "from": {from}, "to": {"8079"}, "text": {text}, "secret": {outageKey}}
		req, err = http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/gateways/kannel/in?"+q.Encode(), nil)
	case "smsgate":
		body, _ := json.Marshal(map[string]any{"id": ref, "event": "sms:received", "payload": map[string]any{"message": text, "phoneNumber": from}})
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		mac := hmac.New(sha256.New, []byte(outageKey))
		mac.Write(body)
		mac.Write([]byte(stamp))
		req, err = http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/gateways/smsgate/webhook", bytes.NewReader(body))
		if err == nil {
			req.Header.Set("X-Timestamp", stamp)
			req.Header.Set("X-Signature", hex.EncodeToString(mac.Sum(nil)))
		}
	case "twilio":
		form := url.Values{"MessageSid": {ref}, "From": {from}, "To": {"+84900000000"}, "Body": {text}, "NumMedia": {"0"}}
		req, err = http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/gateways/twilio/in", strings.NewReader(form.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("X-Twilio-Signature", signForm(benchPublic+"/gateways/twilio/in", form))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// startServing runs a service with the channels of its configuration.
func startServing(t *testing.T, cfg config) (s *service, base string) {
	t.Helper()
	s, err := newServing(cfg, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s, running(t, s)
}

// running runs a service until the test ends, and returns where it serves.
func running(t *testing.T, s *service) (base string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.run(ctx, func() { close(started) }) }()
	select {
	case <-started:
	case err := <-ended:
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); <-ended })
	return "http://" + s.listener.Addr().String()
}

// settled waits until nothing is on its way.
func settled(t *testing.T, s *service) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if n, err := s.store.Waiting(t.Context()); err == nil && n == 0 {
			return
		}
	}
	t.Fatal("messages still wait after three minutes")
}

// TestOutages breaks each provider in each way while residents write, mends it,
// and counts. What a provider without keys took and never acknowledged is sent
// once more: those in flight, no others.
func TestOutages(t *testing.T) {
	const people = 12
	for _, gateway := range []string{"kannel", "smsgate", "twilio"} {
		for _, fault := range []string{"down", "throttle", "swallow", "reset"} {
			t.Run(gateway+"/"+fault, func(t *testing.T) {
				t.Parallel()
				other := &far{took: map[string][]string{}, ids: map[string]bool{}}
				srv := httptest.NewServer(other)
				t.Cleanup(srv.Close)
				cfg := outageConfig(t.TempDir(), srv.URL)
				for i := range cfg.Gateways { // each alone: failover is tried elsewhere
					if cfg.Gateways[i].Name == gateway {
						cfg.Gateways = cfg.Gateways[i : i+1]
						break
					}
				}
				s, base := startServing(t, cfg)
				other.set(fault)
				var numbers []string
				for i := range people {
					number := fmt.Sprintf("+8491000%04d", i)
					numbers = append(numbers, number)
					if status := handOver(t, base, gateway, fmt.Sprintf("SM%d", i), number, "MENU"); status != http.StatusOK {
						t.Fatalf("answered %d: a provider that is down must not keep messages out", status)
					}
				}
				time.Sleep(time.Second) // the fault lasts a few tries
				other.set("")
				settled(t, s)
				lost, doubled := other.arrived(numbers)
				t.Logf("%-8s %-9s %d questions, %d lost, %d answers twice", gateway, fault, people, lost, doubled)
				if lost != 0 {
					t.Errorf("%d answers were lost", lost)
				}
				if most := map[bool]int{true: people}[gateway == "kannel" && (fault == "swallow" || fault == "reset")]; doubled > most {
					t.Errorf("%d answers came twice, at most %d can be explained", doubled, most)
				}
			})
		}
	}
}

// One gateway is down: its residents are answered by another of its class, and
// the service stays ready.
func TestAnotherGatewayAnswers(t *testing.T) {
	broken, whole := &far{fault: "down"}, &far{took: map[string][]string{}, ids: map[string]bool{}}
	bad, good := httptest.NewServer(broken), httptest.NewServer(whole)
	t.Cleanup(bad.Close)
	t.Cleanup(good.Close)
	cfg := outageConfig(t.TempDir(), good.URL)
	cfg.Gateways[1].URL = bad.URL // smsgate
	s, base := startServing(t, cfg)
	if status := handOver(t, base, "smsgate", "e1", "0912345678", "MENU"); status != http.StatusOK {
		t.Fatal(status)
	}
	settled(t, s)
	if lost, doubled := whole.arrived([]string{"+84912345678"}); lost+doubled != 0 {
		t.Errorf("%d lost, %d doubled", lost, doubled)
	}
	res, err := http.Get(base + "/readyz") //nolint:noctx // a test
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("ready: %v, %v", res, err)
	}
	res.Body.Close()
	if up := s.outbox.Up(); up["smsgate"] {
		t.Error("the gateway that is down counts as up")
	}
}

// The same message twenty times at once is one message; after the store has
// closed a provider is told to come again.
func TestRepeatedAndClosed(t *testing.T) {
	other := &far{took: map[string][]string{}, ids: map[string]bool{}}
	srv := httptest.NewServer(other)
	t.Cleanup(srv.Close)
	s, base := startServing(t, outageConfig(t.TempDir(), srv.URL))
	for _, gateway := range []string{"kannel", "smsgate", "twilio"} {
		number := map[string]string{"kannel": "+84910000001", "smsgate": "+84910000002", "twilio": "+84910000003"}[gateway]
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if status := handOver(t, base, gateway, "same-"+gateway, number, "MENU"); status != http.StatusOK {
					t.Errorf("%s answered %d", gateway, status)
				}
			})
		}
		wg.Wait()
		settled(t, s)
		if lost, doubled := other.arrived([]string{number}); lost+doubled != 0 {
			t.Errorf("%s: %d lost, %d doubled", gateway, lost, doubled)
		}
	}
	// A service whose store has closed stops listening too; its handlers are
	// asked where they can still be reached.
	late := httptest.NewServer(s.mux)
	t.Cleanup(late.Close)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, gateway := range []string{"kannel", "smsgate", "twilio"} {
		if status := handOver(t, late.URL, gateway, "late-"+gateway, "+84910000001", "MENU"); status != http.StatusServiceUnavailable {
			t.Errorf("%s: a closed store answers %d", gateway, status)
		}
	}
}
