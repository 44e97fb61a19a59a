package sms

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"tinban/msg"
)

func kannelAt(url string, h House) Gateway {
	return NewKannel(KannelConfig{
		Name: "gw", URL: url, User: "tinban", Password: password, From: "8049", Secret: password + "/é%", Back: "http://127.0.0.1:8080",
		Caps: msg.Caps{Class: msg.TwoWay, Receives: true},
	}, h)
}

// kannelCall is what smsbox calls.
func kannelCall(path string, q url.Values) *http.Request {
	if !q.Has("secret") {
		q.Set("secret", password+"/é%")
	}
	return get("/gateways/gw/" + path + "?" + q.Encode())
}

func kannelText16(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u >> 8))
		b.WriteByte(byte(u))
	}
	return b.String()
}

var kannelSubject = subject{
	make: kannelAt,
	took: reply{status: 202, body: "0: Accepted for delivery"},
	text: func(ref, from, text string) *http.Request {
		return kannelCall("in", url.Values{"id": {ref}, "from": {from}, "to": {"8049"}, "text": {text}, "charset": {"UTF-8"}, "coding": {"0"}})
	},
	receipt: func(ref string, s msg.Status) *http.Request {
		code := map[msg.Status]string{msg.Sent: "8", msg.Delivered: "1", msg.Failed: "2"}[s]
		return kannelCall("receipt", url.Values{"key": {ref}, "status": {code}})
	},
	extra: func() *http.Request {
		return kannelCall("in", url.Values{"id": {"x"}, "from": {phone}, "text": {"1"}, "smsc": {"op"}, "new": {"field"}})
	},
	bad: map[string]func() (*http.Request, int){
		"half a query": func() (*http.Request, int) {
			return get("/gateways/gw/in?secret=" + url.QueryEscape(password+"/é%") + "&id=1&from=0912345678&text=%C4%9"), 400
		},
		"no id":     func() (*http.Request, int) { return kannelCall("in", url.Values{"from": {phone}, "text": {"1"}}), 400 },
		"no sender": func() (*http.Request, int) { return kannelCall("in", url.Values{"id": {"1"}, "from": {" "}}), 400 },
		"a long query": func() (*http.Request, int) {
			return kannelCall("in", url.Values{"id": {"1"}, "text": {strings.Repeat("x", 100_000)}}), 413
		},
		"a post": func() (*http.Request, int) { return post("/gateways/gw/in", "text/plain", nil), 405 },
	},
	unsigned: map[string]func() *http.Request{
		"no secret": func() *http.Request { return get("/gateways/gw/in?id=1&from=0912345678&text=1") },
		"empty secret": func() *http.Request {
			return kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "secret": {""}})
		},
		"wrong secret": func() *http.Request {
			return kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "secret": {password}})
		},
		"wrong secret on a receipt": func() *http.Request {
			return kannelCall("receipt", url.Values{"key": {"k-1"}, "status": {"1"}, "secret": {"x"}})
		},
		"right secret behind a wrong one": func() *http.Request {
			return kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "secret": {"x", password + "/é%"}})
		},
	},
	big: func() *http.Request {
		r := kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "text": {"1"}})
		r.ContentLength = 10 << 20
		return r
	},
}

func TestKannel(t *testing.T) { kannelSubject.test(t) }

func TestKannelSends(t *testing.T) {
	for text, coding := range map[string]string{saying: "2", "Ba con hoi vay von? [1] ~ €": "0", "à è é ì ò ù É": "0", "1 👍": "2"} {
		f := newFar(t, reply{status: 202, body: "0: Accepted for delivery"})
		out := answerOf()
		out.Text, out.Key = text, "r/ä%d+k"
		ref, err := kannelAt(f.URL+"/", house(&box{})).Send(t.Context(), out)
		if err != nil || ref != out.Key {
			t.Fatalf("%q, %v", ref, err)
		}
		r := f.asked()[0]
		q := r.URL.Query()
		for field, want := range map[string]string{
			"username": "tinban", "password": password, "from": "8049", "to": phone, "text": text, "charset": "UTF-8", "coding": coding, "dlr-mask": "27",
		} {
			if q.Get(field) != want {
				t.Errorf("%s is %q, not %q", field, q.Get(field), want)
			}
		}
		if r.Method != http.MethodGet || r.URL.Path != "/cgi-bin/sendsms" {
			t.Errorf("%s %s", r.Method, r.URL.Path)
		}
		// smsbox makes of %% a % and of %d the state; no other letter may follow one.
		back := strings.NewReplacer("%%", "%", "%d", "1").Replace(q.Get("dlr-url"))
		if strings.Contains(strings.NewReplacer("%%", "", "%d", "").Replace(q.Get("dlr-url")), "%") {
			t.Errorf("smsbox would fill something else into %s", q.Get("dlr-url"))
		}
		path, ok := strings.CutPrefix(back, "http://127.0.0.1:8080")
		b := &box{}
		if w := kannelSubject.serve(house(b), get(path)); !ok || w.Code != 200 || len(b.receipts) != 1 || b.receipts[0].Ref != out.Key {
			t.Errorf("the receipt at %s: %d, %v", back, w.Code, b.receipts)
		}
	}
}

// The states of Kannel's manual; what is only on the way changes nothing.
func TestKannelStates(t *testing.T) {
	for code, want := range map[string]msg.Status{"1": msg.Delivered, "2": msg.Failed, "8": msg.Sent, "16": msg.Failed, "4": "", "32": "", "": "", "%d": "", "huh": ""} {
		b := &box{}
		w := kannelSubject.serve(house(b), kannelCall("receipt", url.Values{"key": {"k-1"}, "status": {code}}))
		switch {
		case w.Code != 200 || want == "" && !b.empty():
			t.Errorf("%q: %d, %v", code, w.Code, b.receipts)
		case want != "" && (len(b.receipts) != 1 || b.receipts[0].Status != want):
			t.Errorf("%q: %v", code, b.receipts)
		}
	}
}

// A smsbox without mo-recode passes a text with marks on as it came.
func TestKannelCharsets(t *testing.T) {
	for _, text := range []string{saying, "Đ", "Ġ một 👍\nhai"} {
		b := &box{}
		kannelSubject.serve(house(b), kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "text": {kannelText16(text)}, "charset": {"UTF-16BE"}, "coding": {"2"}}))
		if len(b.in) != 1 || b.in[0].Text != text {
			t.Errorf("%q came as %+q", text, b.in)
		}
	}
	if got := kannelText("\x00a\x00", "UTF-16BE"); got != "a" {
		t.Errorf("half a letter: %q", got)
	}
}

func TestKannelTest(t *testing.T) {
	for answer, want := range map[reply]string{
		{status: 400, body: "Empty receiver number not allowed, rejected"}: "",
		{status: 403, body: "Authorization failed for sendsms"}:            "user or the password",
		{status: 400, body: page}:                                          "not smsbox",
		{status: 202, body: "0: Accepted"}:                                 "not smsbox",
	} {
		err := kannelAt(newFar(t, answer).URL, house(&box{})).Test(t.Context())
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", answer, err)
		}
	}
}

// Without a secret nobody is let in, not even with an empty one.
func TestKannelWithoutSecret(t *testing.T) {
	b := &box{}
	s := kannelSubject
	s.make = func(url string, h House) Gateway { return NewKannel(KannelConfig{Name: "gw", URL: url}, h) }
	if w := s.serve(house(b), kannelCall("in", url.Values{"id": {"1"}, "from": {phone}, "secret": {""}})); w.Code != 403 || !b.empty() {
		t.Errorf("%d", w.Code)
	}
}

func FuzzKannelCallback(f *testing.F) {
	good := "id=1&from=0912345678&text=1&secret=" + url.QueryEscape(password+"/é%")
	for _, seed := range []string{good, good + "&charset=UTF-16BE", "key=k&status=1&" + good, "id=%zz", "", "secret=x;y", good + "&text=\x00%"} {
		f.Add("in", seed, true)
		f.Add("receipt", seed, false)
	}
	f.Fuzz(func(t *testing.T, path, query string, known bool) {
		if path != "in" {
			path = "receipt"
		}
		b := &box{}
		r := get("/gateways/gw/" + path)
		r.URL.RawQuery = query
		if known {
			r.URL.RawQuery += "&secret=" + url.QueryEscape(password+"/é%")
		}
		w := kannelSubject.serve(house(b), r)
		fuzzed(t, w.Code, b)
		q, _ := url.ParseQuery(r.URL.RawQuery)
		if !b.empty() && q.Get("secret") != password+"/é%" {
			t.Errorf("stored for whoever asks: %q", r.URL.RawQuery)
		}
		b.err = errors.New("closed")
		if w := kannelSubject.serve(house(b), r); w.Code >= 500 && w.Code != 503 {
			t.Errorf("%d", w.Code)
		}
	})
}
