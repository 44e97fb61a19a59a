package sms

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/msg"
)

func TestTwilioSends(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*TwilioConfig, *msg.Outbound)
		want   url.Values
	}{
		"a number": {func(*TwilioConfig, *msg.Outbound) {}, url.Values{"From": {"+15005550006"}, "ValidityPeriod": {"3600"}}},
		"a name": {func(c *TwilioConfig, o *msg.Outbound) { c.From, o.Expires = "TINBAN", time.Time{} },
			url.Values{"From": {"TINBAN"}}},
		"a service": {func(c *TwilioConfig, o *msg.Outbound) {
			c.From, c.Service, o.Expires = "", "MG1", noon.Add(99*time.Hour)
		},
			url.Values{"MessagingServiceSid": {"MG1"}, "ValidityPeriod": {"36000"}}},
		"late": {func(_ *TwilioConfig, o *msg.Outbound) { o.Expires = noon.Add(-time.Minute) },
			url.Values{"From": {"+15005550006"}, "ValidityPeriod": {"1"}}},
	} {
		f := newFar(t, reply{status: 201, body: `{"sid":"SM77","status":"queued","num_segments":"0"}`})
		cfg, out := twilioConfig(f.URL), answerOf()
		c.change(&cfg, &out)
		ref, err := NewTwilio(cfg, house(&box{})).Send(t.Context(), out)
		if err != nil || ref != "SM77" {
			t.Errorf("%s: %q, %v", name, ref, err)
			continue
		}
		r := f.asked()[0]
		user, pass, _ := r.BasicAuth()
		if user != account || pass != password || r.Method != http.MethodPost || r.URL.Path != "/2010-04-01/Accounts/"+account+"/Messages.json" {
			t.Errorf("%s: %s %s as %q", name, r.Method, r.URL, user)
		}
		maps.Copy(c.want, url.Values{"To": {phone}, "Body": {saying}, "StatusCallback": {atStatus}})
		if got, _ := url.ParseQuery(f.bodies[0]); got.Encode() != c.want.Encode() {
			t.Errorf("%s: asked %v, not %v", name, got, c.want)
		}
	}
}

// Twilio's codes, by what can be done about them.
func TestTwilioCodes(t *testing.T) {
	for _, c := range []struct {
		status, code int
		kind         msg.FailureKind
		wait         time.Duration
	}{
		{400, 21610, msg.Gone, 0},
		{400, 21211, msg.Rejected, 0}, {400, 21614, msg.Rejected, 0}, {400, 21635, msg.Rejected, 0}, {400, 21604, msg.Rejected, 0},
		{400, 30005, msg.Rejected, 0}, {400, 30006, msg.Rejected, 0}, {400, 30004, msg.Rejected, 0}, {400, 30007, msg.Rejected, 0},
		{400, 21617, msg.Rejected, 0}, {400, 21619, msg.Rejected, 0}, {400, 1001, msg.Rejected, 0},
		{401, 20003, msg.Transient, setupWait}, {400, 21408, msg.Transient, setupWait}, {400, 21603, msg.Transient, setupWait},
		{400, 21606, msg.Transient, setupWait}, {400, 21612, msg.Transient, setupWait}, {400, 21608, msg.Transient, setupWait},
		{400, 30002, msg.Transient, setupWait}, {400, 30010, msg.Transient, setupWait},
		{429, 20429, msg.Throttled, time.Second}, {429, 9999, msg.Throttled, time.Second},
		{400, 30001, msg.Transient, 0}, {400, 21611, msg.Transient, 0}, {400, 30003, msg.Transient, 0}, {400, 30008, msg.Transient, 0},
		{400, 30410, msg.Transient, 0}, {400, 63017, msg.Transient, 0}, {400, 63018, msg.Transient, 0},
		{400, 63038, msg.Throttled, dayWait}, {500, 20500, msg.Transient, 0}, {404, 20404, msg.Transient, 0},
	} {
		f := newFar(t, reply{status: c.status, body: fmt.Sprintf(`{"code":%d,"status":%d,"message":"%s: %s","more_info":"x"}`, c.code, c.status, phone, saying)})
		sends(t, twilioAt(f.URL, house(&box{})), msg.SendError{Kind: c.kind, RetryAfter: c.wait, Code: fmt.Sprint(c.code)})
	}
	f := newFar(t, reply{status: 429, wait: "9", body: `{"code":20429}`})
	sends(t, twilioAt(f.URL, house(&box{})), msg.SendError{Kind: msg.Throttled, RetryAfter: 9 * time.Second, Code: "20429"})
	f = newFar(t, reply{status: 400, body: `{}`})
	sends(t, twilioAt(f.URL, house(&box{})), msg.SendError{Kind: msg.Rejected, Code: "http_400"})
	for _, body := range []string{page, `{}`, `null`, ``, `{"sid":null}`, `{"sid":`} {
		f := newFar(t, reply{status: 201, body: body})
		sends(t, twilioAt(f.URL, house(&box{})), msg.SendError{Kind: msg.Ambiguous, Code: "unreadable"})
	}
	// The library refuses these itself, and calls nobody.
	f = newFar(t, twilioSubject.took)
	cfg := twilioConfig(f.URL)
	cfg.Token = "with a blank"
	sends(t, NewTwilio(cfg, house(&box{})), msg.SendError{Kind: msg.Transient, RetryAfter: setupWait, Code: "21224"})
	if err := NewTwilio(cfg, house(&box{})).Test(t.Context()); err == nil || !strings.Contains(err.Error(), "letters") || len(f.asked()) > 0 {
		t.Errorf("%v", err)
	}
}

// shop is a Twilio that keeps messages and lists them, newest first, in pages.
type shop struct {
	*httptest.Server
	mu    sync.Mutex
	list  []string
	asked []url.Values
	lose  bool // takes what is posted, and says nothing
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodPost {
		sid := fmt.Sprintf("SM%d", len(s.list)+1)
		s.list = append([]string{listed(sid, noon, "outbound-api", "+15005550006", r.FormValue("To"), r.FormValue("Body"))}, s.list...)
		if s.lose {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(201)
		fmt.Fprintf(w, `{"sid":%q}`, sid)
		return
	}
	s.asked = append(s.asked, r.URL.Query())
	var from int
	fmt.Sscan(r.URL.Query().Get("Page"), &from)
	next := "null"
	to := min(from+2, len(s.list))
	if to < len(s.list) {
		next = fmt.Sprintf(`"/2010-04-01/Accounts/%s/Messages.json?Page=%d"`, account, to)
	}
	fmt.Fprintf(w, `{"messages":[%s],"next_page_uri":%s}`, strings.Join(s.list[from:to], ","), next)
}

func listed(sid string, at time.Time, direction, from, to, text string, more ...string) string {
	return fmt.Sprintf(`{"sid":%q,"date_created":%q,"direction":%q,"from":%q,"to":%q,"body":%q%s}`, sid, at.Format(time.RFC1123Z), direction, from, to, text, strings.Join(more, ""))
}

func newShop(t *testing.T, list ...string) *shop {
	s := &shop{list: list}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// What Twilio took before its answer was lost is found in its list, and not
// mistaken for the same answer given a moment before.
func TestTwilioLookup(t *testing.T) {
	s := newShop(t)
	g := NewTwilio(twilioConfig(s.URL), house(&box{}))
	first, second := answerOf(), answerOf()
	first.Key, second.Key = "k-0", "k-1"
	if ref, err := g.Send(t.Context(), first); err != nil || ref != "SM1" {
		t.Fatalf("%q, %v", ref, err)
	}
	if ref, found, err := g.Lookup(t.Context(), second); err != nil || found {
		t.Errorf("never sent, yet found as %q: %v", ref, err)
	}
	s.lose = true
	sends(t, g, msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"})
	for range 2 { // a lookup that could not be recorded is made again
		if ref, found, err := g.Lookup(t.Context(), second); err != nil || !found || ref != "SM2" {
			t.Errorf("%q, %v, %v", ref, found, err)
		}
	}
	if got := s.asked[0].Get("To"); got != phone {
		t.Errorf("looked for messages to %q", got)
	}

	for name, there := range map[string]string{
		"an old one":           listed("SM9", noon.Add(-2*time.Hour), "outbound-api", "x", phone, saying),
		"another text":         listed("SM9", noon, "outbound-api", "x", phone, "1"),
		"what the other wrote": listed("SM9", noon, "inbound", phone, "x", saying),
		"without a date":       `{"sid":"SM9","body":"` + saying + `"}`,
	} {
		if ref, found, err := NewTwilio(twilioConfig(newShop(t, there).URL), house(&box{})).Lookup(t.Context(), second); err != nil || found {
			t.Errorf("%s was found as %q: %v", name, ref, err)
		}
	}
	for _, answer := range []reply{{status: 500, body: page}, {status: 302, to: "http://127.0.0.1:1"}, {status: 401, body: `{"code":20003}`}, {status: 200, body: page}} {
		_, found, err := NewTwilio(twilioConfig(newFar(t, answer).URL), house(&box{})).Lookup(t.Context(), second)
		var why *msg.SendError
		if found || !errors.As(err, &why) {
			t.Errorf("%v: %v, %v", answer, found, err)
		}
		leaks(t, err)
	}
}

// Old sids are forgotten: the list of the known does not grow for ever.
func TestTwilioForgets(t *testing.T) {
	var k known
	for i := range 10_000 {
		k.claim(fmt.Sprint(i), "k", noon.Add(time.Duration(i)*time.Second))
	}
	if len(k.sids) > 2*3600+1000 {
		t.Errorf("%d are kept", len(k.sids))
	}
}

// Twilio calls once and gives up; what came while nobody listened is fetched,
// oldest first, page by page, and what is known is refused by its ref.
func TestTwilioCatchUp(t *testing.T) {
	s := newShop(t,
		listed("SM6", noon.Add(-time.Minute), "inbound", phone, "+15005550006", "", `,"num_media":"1"`),
		listed("SM5", noon.Add(-2*time.Minute), "inbound", phone, "+15005550006", "ba"),
		listed("SM4", noon.Add(-3*time.Minute), "outbound-api", "+15005550006", phone, "an answer"),
		listed("SM3", noon.Add(-4*time.Minute), "inbound", "8049", "+15005550006", "hai"),
		`{"sid":"SM2","direction":"inbound","from":"","body":"from nobody"}`,
		`{"sid":"SM1","direction":"inbound","from":"`+phone+`","body":"without a date"}`,
	)
	b := &box{}
	g := NewTwilio(twilioConfig(s.URL), house(b))
	twilioSubject.serve(house(b), twilioSubject.text("SM3", "8049", "hai"))
	for range 2 {
		if err := g.CatchUp(t.Context(), noon.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	var refs []string
	for _, in := range b.in {
		refs = append(refs, in.Ref)
		if in.At.IsZero() || in.Gateway != "gw" || in.Text != valid(in.Text) {
			t.Errorf("%+v", in)
		}
	}
	if want := []string{"SM3", "SM1", "SM5", "SM6"}; !slices.Equal(refs, want) {
		t.Errorf("stored %v, not %v", refs, want)
	}
	if last := b.in[len(b.in)-1]; last.Kind != msg.Media || !last.At.Equal(noon.Add(-time.Minute)) {
		t.Errorf("%+v", last)
	}
	if q := s.asked[0]; q.Get("To") != "+15005550006" || q.Get("DateSent>") != "2026-11-28T11:00:00Z" {
		t.Errorf("asked %v", q)
	}

	b.err = errors.New("closed")
	if err := g.CatchUp(t.Context(), noon); err == nil {
		t.Error("what could not be stored counts as fetched")
	}
	cfg := twilioConfig("")
	for _, answer := range []reply{{status: 500}, {status: 302, body: `{"messages":[]}`}} {
		cfg.URL = newFar(t, answer).URL
		if err := NewTwilio(cfg, house(b)).CatchUp(t.Context(), noon); err == nil {
			t.Errorf("Twilio answered %d, and nobody said so", answer.status)
		}
	}
	cfg.Caps.Receives, cfg.URL = false, "http://127.0.0.1:1"
	if err := NewTwilio(cfg, house(b)).CatchUp(t.Context(), noon); err != nil {
		t.Errorf("a name receives nothing: %v", err)
	}
}

func TestTwilioTest(t *testing.T) {
	active := reply{status: 200, body: `{"sid":"AC1","status":"active"}`}
	number := func(sms string) reply {
		return reply{status: 200, body: `{"incoming_phone_numbers":[{"phone_number":"+15005550006","sms_url":"` + sms + `"}]}`}
	}
	for _, c := range []struct {
		answers []reply
		from    string
		want    string
	}{
		{[]reply{active, number(atIn)}, "+15005550006", ""},
		{[]reply{active, number(atIn + "#rc=5&rp=all")}, "+15005550006", ""},
		{[]reply{active, number("https://demo.twilio.com/welcome")}, "+15005550006", atIn},
		{[]reply{active, {status: 200, body: `{"incoming_phone_numbers":[]}`}}, "+15005550006", "no such number"},
		{[]reply{active, {status: 500, body: page}}, "+15005550006", "try again"},
		{[]reply{active}, "TINBAN", ""},
		{[]reply{{status: 200, body: `{"status":"suspended"}`}}, "TINBAN", "suspended"},
		{[]reply{{status: 401, body: `{"code":20003}`}}, "TINBAN", "token"},
		{[]reply{{status: 404, body: `{"code":20404}`}}, "TINBAN", "no such account"},
		{[]reply{{status: 200, body: page}}, "TINBAN", "api.twilio.com"},
	} {
		f := newFar(t, c.answers...)
		cfg := twilioConfig(f.URL)
		cfg.From = c.from
		err := NewTwilio(cfg, house(&box{})).Test(t.Context())
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.answers, err)
		}
		leaks(t, err)
	}
}
