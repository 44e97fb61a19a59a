package sms

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tinban/msg"
)

func smsgateAt(url string, h House) Gateway {
	return NewSMSGate(SMSGateConfig{Name: "gw", URL: url, User: "sms", Password: password, Key: password}, h)
}

// gateSigned is what the phone posts, signed at a time with a key.
func gateSigned(body string, at time.Time, key string) *http.Request {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body + stamp))
	r := post("/gateways/gw/webhook", "application/json", []byte(body))
	r.Header.Set("X-Timestamp", stamp)
	r.Header.Set("X-Signature", hex.EncodeToString(mac.Sum(nil)))
	return r
}

func gatePosts(body string) *http.Request { return gateSigned(body, noon, password) }

func gateIn(ref, from, text string) string {
	quoted, _ := json.Marshal(text)
	if text != valid(text) { // Marshal would mend it
		quoted = []byte(`"` + text + `"`)
	}
	return fmt.Sprintf(`{"deviceId":"d1","event":"sms:received","id":%q,"payload":{"messageId":"made-of-the-text","message":%s,
		"sender":%q,"recipient":null,"phoneNumber":%q,"simNumber":1,"receivedAt":"2026-11-28T18:59:58.000+07:00"},"webhookId":"w1"}`, ref, quoted, from, from)
}

var smsgateSubject = subject{
	make: smsgateAt,
	took: reply{status: 202, body: `{"id":"k-1","state":"Pending","recipients":[]}`},
	text: func(ref, from, text string) *http.Request { return gatePosts(gateIn(ref, from, text)) },
	receipt: func(ref string, s msg.Status) *http.Request {
		return gatePosts(fmt.Sprintf(`{"event":"sms:%s","id":"e1","payload":{"messageId":%q,"recipient":"+84912345678","partsCount":2,"reason":"x"}}`, s, ref))
	},
	extra: func() *http.Request {
		return gatePosts(`{"event":"sms:received","id":"x","new":[1],"payload":{"sender":"0912345678","message":"1","later":{"a":1},"recipient":5,"receivedAt":17}}`)
	},
	bad: map[string]func() (*http.Request, int){
		"half a JSON": func() (*http.Request, int) {
			return gatePosts(`{"event":"sms:received","id":"x","payload":{"sender":"09`), 400
		},
		"nothing": func() (*http.Request, int) { return gatePosts(""), 400 },
		"a list":  func() (*http.Request, int) { return gatePosts("[]"), 400 },
		"no id": func() (*http.Request, int) {
			return gatePosts(`{"event":"sms:received","payload":{"sender":"0912345678"}}`), 400
		},
		"hidden sender": func() (*http.Request, int) {
			return gatePosts(`{"event":"sms:received","id":"x","payload":{"message":"1"}}`), 200
		},
		"a ping": func() (*http.Request, int) {
			return gatePosts(`{"event":"system:ping","id":"x","payload":{"health":{"status":"pass"}}}`), 200
		},
		"a part later heard of": func() (*http.Request, int) { return gatePosts(`{"event":"sms:queued","id":"x","payload":{}}`), 200 },
	},
	unsigned: map[string]func() *http.Request{
		"no signature": func() *http.Request {
			return post("/gateways/gw/webhook", "application/json", []byte(gateIn("1", phone, "1")))
		},
		"another key": func() *http.Request { return gateSigned(gateIn("1", phone, "1"), noon, "other") },
		"no key":      func() *http.Request { return gateSigned(gateIn("1", phone, "1"), noon, "") },
		"a replay":    func() *http.Request { return gateSigned(gateIn("1", phone, "1"), noon.Add(-6*time.Minute), password) },
		"from ahead":  func() *http.Request { return gateSigned(gateIn("1", phone, "1"), noon.Add(6*time.Minute), password) },
		"another body": func() *http.Request {
			r := gateSigned(gateIn("1", phone, "1"), noon, password)
			changed := post("/gateways/gw/webhook", "application/json", []byte(gateIn("1", phone, "2")))
			changed.Header = r.Header
			return changed
		},
		"another time": func() *http.Request {
			r := gateSigned(gateIn("1", phone, "1"), noon, password)
			r.Header.Set("X-Timestamp", strconv.FormatInt(noon.Unix()+1, 10))
			return r
		},
		"a time that is none": func() *http.Request {
			r := gateSigned(gateIn("1", phone, "1"), noon, password)
			r.Header.Set("X-Timestamp", "noon")
			return r
		},
	},
	big: func() *http.Request { return gatePosts(strings.Repeat("x", 10<<20)) },
}

func TestSMSGate(t *testing.T) { smsgateSubject.test(t) }

func TestSMSGateReads(t *testing.T) {
	for body, want := range map[string]msg.Inbound{
		// An app of before February 2026.
		`{"event":"sms:received","id":"e1","payload":{"messageId":"m","message":"1","phoneNumber":"0912345678","receivedAt":"2026-11-28T18:59:58.000+07:00"}}`: {
			Ref: "e1", From: "sms:" + phone, Kind: msg.Text, Text: "1", At: noon.Add(-2 * time.Second),
		},
		// One that no longer says phoneNumber.
		`{"event":"sms:received","id":"e2","payload":{"message":"2","sender":"+84912345678","recipient":"+84900000001","receivedAt":""}}`: {
			Ref: "e2", From: "sms:" + phone, To: "+84900000001", Kind: msg.Text, Text: "2", At: noon,
		},
		`{"event":"mms:received","id":"e3","payload":{"sender":"+84912345678","subject":null,"size":12000,"receivedAt":"2026-11-28T12:00:00Z"}}`: {
			Ref: "e3", From: "sms:" + phone, Kind: msg.Media, At: noon,
		},
	} {
		b := &box{}
		if w := smsgateSubject.serve(house(b), gatePosts(body)); w.Code != 200 || len(b.in) != 1 {
			t.Errorf("%d, %d stored", w.Code, len(b.in))
			continue
		}
		got := b.in[0]
		if !got.At.Equal(want.At) {
			t.Errorf("at %v, not %v", got.At, want.At)
		}
		if want.Gateway, got.At = "gw", want.At; got != want {
			t.Errorf("%+v, not %+v", got, want)
		}
	}
	// Two people may write the same: the phone's messageId is the same then.
	b := &box{}
	smsgateSubject.serve(house(b), smsgateSubject.text("e1", phone, "1"), smsgateSubject.text("e2", "0912345679", "1"))
	if len(b.in) != 2 {
		t.Errorf("of two that wrote the same %d were stored", len(b.in))
	}
}

func TestSMSGateSends(t *testing.T) {
	f := newFar(t, smsgateSubject.took)
	out := answerOf()
	out.Expires = noon.Add(time.Hour + 123456789)
	if ref, err := smsgateAt(f.URL+"/", house(&box{})).Send(t.Context(), out); err != nil || ref != "k-1" {
		t.Fatalf("%q, %v", ref, err)
	}
	r := f.asked()[0]
	if user, pass, _ := r.BasicAuth(); user != "sms" || pass != password || r.URL.Path != "/messages" || r.URL.Query().Get("skipPhoneValidation") != "true" {
		t.Errorf("%s as %q", r.URL, user)
	}
	const want = `{"id":"k-1","textMessage":{"text":"` + saying + `"},"phoneNumbers":["` + phone + `"],"withDeliveryReport":true,"validUntil":"2026-11-28T13:00:00Z"}`
	if got := strings.TrimSpace(f.bodies[0]); got != want {
		t.Errorf("asked %s\nnot   %s", got, want)
	}
	out.Expires = time.Time{}
	if _, err := smsgateAt(f.URL, house(&box{})).Send(t.Context(), out); err != nil || strings.Contains(f.bodies[1], "validUntil") {
		t.Errorf("%v: %s", err, f.bodies[1])
	}
}

func TestSMSGateAnswers(t *testing.T) {
	unsure := msg.SendError{Kind: msg.Ambiguous, Code: "unreadable"}
	for name, c := range map[string]struct {
		answer reply
		want   *msg.SendError
	}{
		"had it already":       {reply{status: 409, body: `{"message":"exists"}`}, nil},
		"a cloud server":       {reply{status: 201, body: `{"id":"k-1","state":"Pending"}`}, nil},
		"a hotspot's page":     {reply{status: 200, body: page}, &unsure},
		"no body":              {reply{status: 202}, &unsure},
		"another message's id": {reply{status: 202, body: `{"id":"k-2","state":"Pending"}`}, &unsure},
		"the queue is full":    {reply{status: 503, body: `{"message":"full"}`}, &msg.SendError{Kind: msg.Transient, Code: "http_503"}},
		"refused":              {reply{status: 400, body: `{"message":"bad ` + phone + `"}`}, &msg.SendError{Kind: msg.Rejected, Code: "http_400"}},
	} {
		g := smsgateAt(newFar(t, c.answer).URL, house(&box{}))
		if c.want != nil {
			sends(t, g, *c.want)
		} else if ref, err := g.Send(t.Context(), answerOf()); err != nil || ref != "k-1" {
			t.Errorf("%s: %q, %v", name, ref, err)
		}
	}
}

// What the phone took before its answer was lost is found by our own id.
func TestSMSGateLookup(t *testing.T) {
	for name, c := range map[string]struct {
		answer reply
		found  bool
		kind   msg.FailureKind
	}{
		"there":            {reply{status: 200, body: `{"id":"k-1","state":"Sent"}`}, true, ""},
		"not there":        {reply{status: 404}, false, ""},
		"not there, JSON":  {reply{status: 404, body: `{"message":"no"}`}, false, ""},
		"a proxy's 404":    {reply{status: 404, body: page}, false, msg.Transient},
		"a hotspot's page": {reply{status: 200, body: page}, false, msg.Ambiguous},
		"refused":          {reply{status: 401}, false, msg.Transient},
		"broken":           {reply{status: 500, body: `{"message":"x"}`}, false, msg.Transient},
	} {
		f := newFar(t, reply{hang: true}, c.answer)
		g := NewSMSGate(SMSGateConfig{Name: "gw", URL: f.URL, User: "sms", Password: password, Key: password}, house(&box{}))
		sends(t, g, msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"})
		ref, found, err := g.Lookup(t.Context(), answerOf())
		var why *msg.SendError
		if found != c.found || found && ref != "k-1" || (err != nil) != (c.kind != "") || errors.As(err, &why) && why.Kind != c.kind {
			t.Errorf("%s: %q, %v, %v", name, ref, found, err)
		}
		if path := f.asked()[1].URL.Path; path != "/messages/k-1" {
			t.Errorf("asked %s", path)
		}
		leaks(t, err)
	}
}

func TestSMSGateTest(t *testing.T) {
	hooks := func(events ...string) reply {
		var list []string
		for _, e := range events {
			list = append(list, fmt.Sprintf(`{"id":"1","deviceId":null,"url":"https:\/\/tinban.example.vn\/gateways\/gw\/webhook","event":%q}`, e))
		}
		return reply{status: 200, body: "[" + strings.Join(list, ",") + "]"}
	}
	for _, c := range []struct {
		answer reply
		want   string
	}{
		{hooks("sms:received", "sms:sent", "sms:delivered", "sms:failed", "system:ping"), ""},
		{hooks("sms:received"), "sms:delivered, sms:failed, sms:sent"},
		{hooks(), "sms:received"},
		{reply{status: 200, body: `[{"url":"https://other.vn/gateways/gw/webhook","event":"sms:received"}]`}, "sms:received"},
		{reply{status: 401}, "user or the password"},
		{reply{status: 404, body: page}, "/messages"},
		{reply{status: 200, body: page}, "/messages"},
	} {
		err := smsgateAt(newFar(t, c.answer).URL, house(&box{})).Test(t.Context())
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.answer, err)
		}
		leaks(t, err)
	}
}

// Without a key everybody could sign.
func TestSMSGateWithoutKey(t *testing.T) {
	b := &box{}
	s := smsgateSubject
	s.make = func(url string, h House) Gateway { return NewSMSGate(SMSGateConfig{Name: "gw", URL: url}, h) }
	if w := s.serve(house(b), gateSigned(gateIn("1", phone, "1"), noon, "")); w.Code != 403 || !b.empty() {
		t.Errorf("%d", w.Code)
	}
}

func FuzzSMSGateWebhook(f *testing.F) {
	for _, seed := range []string{
		gateIn("e1", phone, saying), gateIn("", "", ""), `{"event":"sms:sent","id":"1","payload":{"messageId":"k-1"}}`, `{"event":"mms:received","id":"1","payload":null}`,
		`{"id":1}`, "[", "", `{"event":"sms:received","id":"e","payload":{"sender":"\u0000"}}`, "\xff",
	} {
		f.Add(seed, password, int64(0))
		f.Add(seed, "", int64(400))
	}
	f.Fuzz(func(t *testing.T, body, key string, late int64) {
		b := &box{}
		r := func() *http.Request { return gateSigned(body, time.Unix(noon.Unix()+late, 0), key) }
		w := smsgateSubject.serve(house(b), r())
		fuzzed(t, w.Code, b)
		if !b.empty() && (key != password || late > 300 || late < -300) {
			t.Errorf("stored for whoever asks: %q", body)
		}
		b.err = errors.New("closed")
		if w := smsgateSubject.serve(house(b), r()); w.Code >= 500 && w.Code != 503 {
			t.Errorf("%d", w.Code)
		}
	})
}
