package sms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/msg"
)

// What no error, no answer of ours and no panic may show.
const (
	phone    = "+84912345678"
	saying   = "Bà con hỏi vay vốn Nhật"
	password = "S3cretWordOfTheGateway"
	public   = "https://tinban.example.vn"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// leaks fails when an error, or anything it wraps, says what it may not.
func leaks(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, said := range []string{e.Error(), fmt.Sprintf("%+v", e), fmt.Sprintf("%#v", e)} {
			for _, secret := range []string{phone, phone[1:], phone[3:], saying, "vay v", password} {
				if strings.Contains(said, secret) {
					t.Errorf("an error says %q: %s", secret, said)
				}
			}
		}
	}
}

// box is a Sink and Receipts that keep what they got, each ref once.
type box struct {
	mu       sync.Mutex
	in       []msg.Inbound
	refs     map[string]bool
	receipts []msg.Receipt
	err      error
}

func (b *box) Receive(_ context.Context, in msg.Inbound) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return b.err
	}
	if b.refs == nil {
		b.refs = map[string]bool{}
	}
	if !b.refs[in.Ref] {
		b.refs[in.Ref] = true
		b.in = append(b.in, in)
	}
	return nil
}

func (b *box) Receipt(_ context.Context, r msg.Receipt) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.receipts = append(b.receipts, r)
	}
	return b.err
}

func (b *box) empty() bool { return len(b.in)+len(b.receipts) == 0 }

func house(b *box) House {
	return House{Sink: b, Receipts: b, Now: func() time.Time { return noon }, Client: &http.Client{Timeout: 5 * time.Second}, Public: public}
}

// reply is what a provider answers.
type reply struct {
	status int
	body   string
	wait   string // Retry-After
	to     string // Location
	hang   bool   // takes it, and never answers
	cut    bool   // begins an answer, and hangs up
}

const page = "<html><body><h1>502 Bad Gateway</h1></body></html>"

// far is the provider's side: it answers in turn, the last answer for good,
// and remembers what it was asked.
type far struct {
	*httptest.Server
	mu      sync.Mutex
	got     []*http.Request
	bodies  []string
	answers []reply
	stop    chan struct{}
}

func newFar(t *testing.T, answers ...reply) *far {
	f := &far{answers: answers, stop: make(chan struct{})}
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		close(f.stop)
		f.Close()
	})
	return f
}

func (f *far) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	f.got, f.bodies = append(f.got, r), append(f.bodies, string(body))
	a := f.answers[min(len(f.got), len(f.answers))-1]
	f.mu.Unlock()
	if a.hang {
		select {
		case <-f.stop:
		case <-r.Context().Done():
		}
		return
	}
	if a.wait != "" {
		w.Header().Set("Retry-After", a.wait)
	}
	if a.to != "" {
		w.Header().Set("Location", a.to)
	}
	if a.cut {
		w.Header().Set("Content-Length", "1000")
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func (f *far) asked() []*http.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.got
}

// subject is one gateway under the rules all gateways keep.
type subject struct {
	make func(url string, h House) Gateway
	took reply // a yes; %s is where the key goes
	// text is a callback that brings a message; receipt one that says how far
	// ours got. Both are authentic.
	text    func(ref, from, text string) *http.Request
	receipt func(ref string, s msg.Status) *http.Request
	extra   func() *http.Request // with fields nobody knows
	// bad are callbacks that are refused with the status, by what is wrong
	// with them; unsigned are those nobody vouches for.
	bad      map[string]func() (*http.Request, int)
	unsigned map[string]func() *http.Request
	big      func() *http.Request
}

func (s subject) serve(h House, reqs ...*http.Request) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	s.make("http://127.0.0.1:1", h).Mount(mux)
	var w *httptest.ResponseRecorder
	for _, r := range reqs {
		w = httptest.NewRecorder()
		mux.ServeHTTP(w, r)
	}
	return w
}

func (s subject) test(t *testing.T) {
	t.Run("inbound", s.testInbound)
	t.Run("refused", s.testRefused)
	t.Run("receipts", s.testReceipts)
	t.Run("outgoing", s.testFaults)
}

func (s subject) testInbound(t *testing.T) {
	b := &box{}
	if w := s.serve(house(b), s.text("ref-1", phone, saying)); w.Code != http.StatusOK || len(b.in) != 1 {
		t.Fatalf("a good message: %d %q, %d stored", w.Code, w.Body, len(b.in))
	}
	in := b.in[0]
	if in.Gateway != "gw" || in.Ref != "ref-1" || in.From != "sms:"+phone || in.Text != saying || in.Kind != msg.Text || in.At.IsZero() {
		t.Errorf("stored %+v (text %q, from %s)", in, in.Text, string(in.From))
	}

	b = &box{}
	mux := http.NewServeMux()
	s.make("http://127.0.0.1:1", house(b)).Mount(mux)
	var all sync.WaitGroup
	for range 20 {
		r := s.text("ref-1", phone, saying)
		all.Go(func() {
			w := httptest.NewRecorder()
			if mux.ServeHTTP(w, r); w.Code != http.StatusOK {
				t.Errorf("a copy: %d", w.Code)
			}
		})
	}
	if all.Wait(); len(b.in) != 1 {
		t.Errorf("of 20 copies at once %d were stored", len(b.in))
	}

	b = &box{}
	if w := s.serve(house(b), s.text("ref-2", phone, "vay\xff v\xc3"), s.extra()); w.Code != http.StatusOK || len(b.in) != 2 {
		t.Fatalf("broken bytes, unknown fields: %d, %d stored", w.Code, len(b.in))
	}
	if b.in[0].Text != "vay\ufffd v\ufffd" {
		t.Errorf("broken bytes became %q", b.in[0].Text)
	}
	for from, want := range map[string]msg.Address{"8049": "sms:8049", "VIETTEL": "sms:VIETTEL", "84521123456": "sms:+84521123456", "01694567890": "sms:+84394567890"} {
		b = &box{}
		if s.serve(house(b), s.text("ref-3", from, "1")); len(b.in) != 1 || b.in[0].From != want {
			t.Errorf("from %q: %d stored, not from %q", from, len(b.in), string(want))
		}
	}

	b = &box{err: errors.New("closed")}
	if w := s.serve(house(b), s.text("ref-1", phone, saying)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("not stored: %d", w.Code)
	} else if strings.Contains(w.Body.String(), "closed") {
		t.Error("the cause was told to the provider")
	}
}

func (s subject) testRefused(t *testing.T) {
	for name, make := range s.unsigned {
		b := &box{}
		if w := s.serve(house(b), make()); w.Code != http.StatusForbidden || !b.empty() {
			t.Errorf("%s: %d, stored %v", name, w.Code, b.in)
		}
	}
	for name, make := range s.bad {
		b := &box{}
		r, want := make()
		if w := s.serve(house(b), r); w.Code != want || !b.empty() {
			t.Errorf("%s: %d instead of %d, stored %v", name, w.Code, want, b.in)
		}
	}
	b := &box{}
	if w := s.serve(house(b), s.big()); w.Code != http.StatusRequestEntityTooLarge || !b.empty() {
		t.Errorf("10 MB: %d", w.Code)
	}
}

func (s subject) testReceipts(t *testing.T) {
	all := []msg.Status{msg.Sent, msg.Delivered, msg.Failed}
	for _, first := range all {
		for _, second := range all {
			b := &box{}
			w := s.serve(house(b), s.receipt("k-1", first), s.receipt("k-1", second))
			if w.Code >= 300 || len(b.receipts) != 2 || b.receipts[0].Status != first || b.receipts[1].Status != second {
				t.Errorf("%s, %s: %d, %v", first, second, w.Code, b.receipts)
			}
			for _, r := range b.receipts {
				if r.Route != "gw" || r.Ref != "k-1" || r.At.IsZero() {
					t.Errorf("receipt %+v", r)
				}
			}
		}
	}
	b := &box{}
	if w := s.serve(house(b), s.receipt("", msg.Delivered)); w.Code >= 300 || !b.empty() {
		t.Errorf("a receipt for nothing: %d", w.Code)
	}
	b.err = errors.New("closed")
	if w := s.serve(house(b), s.receipt("k-1", msg.Sent)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a receipt that was not stored: %d", w.Code)
	}
}

func answerOf() msg.Outbound {
	return msg.Outbound{Key: "k-1", Route: "gw", To: "sms:" + phone, Lane: msg.Reply, Text: saying, Expires: noon.Add(time.Hour)}
}

// sends makes one call and holds the error against what it must be.
func sends(t *testing.T, g Gateway, want msg.SendError) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if want.Code != "no_answer" {
		ctx = t.Context()
	}
	_, err := g.Send(ctx, answerOf())
	var why *msg.SendError
	if !errors.As(err, &why) || *why != want {
		t.Errorf("%v (%+v), want %v", err, why, want)
	}
	leaks(t, err)
}

// testFaults holds what can go wrong on the way to any provider.
func (s subject) testFaults(t *testing.T) {
	trap := newFar(t, s.took)
	for name, c := range map[string]struct {
		answer reply
		want   msg.SendError
	}{
		"taken, no answer":     {reply{hang: true}, msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}},
		"taken, half answer":   {reply{status: s.took.status, body: s.took.body, cut: true}, msg.SendError{Kind: msg.Ambiguous, Code: "cut_off"}},
		"429":                  {reply{status: 429, wait: "7"}, msg.SendError{Kind: msg.Throttled, RetryAfter: 7 * time.Second, Code: "http_429"}},
		"429 without a time":   {reply{status: 429, body: page}, msg.SendError{Kind: msg.Throttled, RetryAfter: time.Second, Code: "http_429"}},
		"429 for a year":       {reply{status: 429, wait: "31536000"}, msg.SendError{Kind: msg.Throttled, RetryAfter: time.Hour, Code: "http_429"}},
		"429 for ever":         {reply{status: 429, wait: "9223372036854775807"}, msg.SendError{Kind: msg.Throttled, RetryAfter: time.Hour, Code: "http_429"}},
		"500":                  {reply{status: 500, body: page}, msg.SendError{Kind: msg.Transient, Code: "http_500"}},
		"503":                  {reply{status: 503, wait: "30"}, msg.SendError{Kind: msg.Transient, RetryAfter: 30 * time.Second, Code: "http_503"}},
		"502 of a proxy":       {reply{status: 502, body: page}, msg.SendError{Kind: msg.Ambiguous, Code: "http_502"}},
		"504 of a proxy":       {reply{status: 504, body: page}, msg.SendError{Kind: msg.Ambiguous, Code: "http_504"}},
		"401":                  {reply{status: 401}, msg.SendError{Kind: msg.Transient, Code: "http_401"}},
		"403":                  {reply{status: 403, body: page}, msg.SendError{Kind: msg.Transient, Code: "http_403"}},
		"404":                  {reply{status: 404, body: page}, msg.SendError{Kind: msg.Transient, Code: "http_404"}},
		"408":                  {reply{status: 408, body: page}, msg.SendError{Kind: msg.Transient, Code: "http_408"}},
		"400":                  {reply{status: 400, body: "no"}, msg.SendError{Kind: msg.Rejected, Code: "http_400"}},
		"a hotspot's redirect": {reply{status: 302, to: trap.URL + "/login"}, msg.SendError{Kind: msg.Transient, Code: "http_302"}},
		"a lasting redirect":   {reply{status: 307, to: trap.URL + "/login"}, msg.SendError{Kind: msg.Transient, Code: "http_307"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFar(t, c.answer)
			sends(t, s.make(f.URL, house(&box{})), c.want)
			if n := len(f.asked()); n != 1 {
				t.Errorf("called %d times", n)
			}
		})
	}
	if len(trap.asked()) > 0 {
		t.Error("a redirect was followed: the request went to a stranger")
	}

	gone := newFar(t, s.took)
	gone.Close()
	away := msg.SendError{Kind: msg.Transient, Code: "unreachable"}
	sends(t, s.make(gone.URL, house(&box{})), away)
	plain := newFar(t, s.took)
	sends(t, s.make(strings.Replace(plain.URL, "http:", "https:", 1), house(&box{})), away)
	sends(t, s.make("http://no.such.host.invalid", house(&box{})), away)

	huge := newFar(t, reply{status: 500, body: strings.Repeat("<b>", 4<<20)})
	sends(t, s.make(huge.URL, house(&box{})), msg.SendError{Kind: msg.Transient, Code: "http_500"})
	s.testTest(t, gone.URL)
}

// testTest: what "channel test" says is for people, and tells no secret.
func (s subject) testTest(t *testing.T, gone string) {
	for name, url := range map[string]string{
		"unreachable": gone, "refused": newFar(t, reply{status: 401}).URL, "forbidden": newFar(t, reply{status: 403}).URL,
		"not there": newFar(t, reply{status: 404, body: page}).URL, "a page": newFar(t, reply{status: 200, body: page}).URL,
		"moved": newFar(t, reply{status: 302, to: gone}).URL, "broken": newFar(t, reply{status: 500, body: page}).URL,
	} {
		err := s.make(url, house(&box{})).Test(t.Context())
		if err == nil || len(strings.Fields(err.Error())) < 8 {
			t.Errorf("%s: %v", name, err)
		}
		leaks(t, err)
	}
}

func post(path, contentType string, body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://inside:8080"+path, bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	// As a server gives it: the path alone.
	r.RequestURI = path
	return r
}

func get(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "http://inside:8080"+path, nil)
	r.RequestURI = path
	return r
}

// fuzzed holds what is true of every callback, whatever it was.
func fuzzed(t *testing.T, code int, b *box) {
	t.Helper()
	if code >= 500 {
		t.Errorf("%d although everything could be stored", code)
	}
	if code >= 400 && !b.empty() {
		t.Errorf("%d, and yet something was stored", code)
	}
	for _, in := range b.in {
		if in.Ref == "" || in.From.Bare() == "" || in.Text != valid(in.Text) || in.At.IsZero() {
			t.Errorf("stored %+v", in)
		}
	}
	for _, r := range b.receipts {
		if r.Ref == "" || r.Status == "" {
			t.Errorf("settled %+v", r)
		}
	}
}
