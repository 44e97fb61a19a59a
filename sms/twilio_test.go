package sms

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tinban/msg"
)

const account = "AC00000000000000000000000000000001"

func twilioConfig(url string) TwilioConfig {
	return TwilioConfig{Name: "gw", URL: url, Account: account, Token: password, From: "+15005550006", Caps: msg.Caps{Class: msg.TwoWay, Receives: true}}
}

func twilioAt(url string, h House) Gateway { return NewTwilio(twilioConfig(url), h) }

// twilioSign is Twilio's signature as its documentation describes it, written
// apart from the library that checks it.
func twilioSign(token, url string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(url))
	for _, key := range slices.Sorted(maps.Keys(form)) {
		mac.Write([]byte(key + form.Get(key)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// twilioPosts is a callback, signed over the address given.
func twilioPosts(path, over string, form url.Values) *http.Request {
	r := post("/gateways/gw/"+path, "application/x-www-form-urlencoded", []byte(form.Encode()))
	r.Header.Set("X-Twilio-Signature", twilioSign(password, over, form))
	return r
}

const (
	atIn     = public + "/gateways/gw/in"
	atStatus = public + "/gateways/gw/status"
)

// twilioForm is the form every incoming message brings.
func twilioForm(sid, from, text string, more ...string) url.Values {
	form := url.Values{
		"ToCountry": {"US"}, "ToState": {""}, "ToCity": {""}, "ToZip": {""}, "FromCountry": {"VN"}, "FromState": {""}, "FromCity": {""}, "FromZip": {""},
		"SmsMessageSid": {sid}, "SmsSid": {sid}, "MessageSid": {sid}, "SmsStatus": {"received"}, "NumMedia": {"0"}, "NumSegments": {"1"},
		"Body": {text}, "From": {from}, "To": {"+15005550006"}, "AccountSid": {account}, "ApiVersion": {"2010-04-01"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func twilioStatusForm(sid, status string, more ...string) url.Values {
	form := url.Values{
		"SmsSid": {sid}, "SmsStatus": {status}, "MessageStatus": {status}, "To": {phone}, "MessageSid": {sid}, "AccountSid": {account},
		"From": {"+15005550006"}, "ApiVersion": {"2010-04-01"}, "RawDlrDoneDate": {"2611281200"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

var twilioSubject = subject{
	make: twilioAt,
	took: reply{status: 201, body: `{"sid":"SM1","status":"queued"}`},
	text: func(ref, from, text string) *http.Request {
		return twilioPosts("in", atIn, twilioForm(ref, from, text))
	},
	receipt: func(ref string, s msg.Status) *http.Request {
		return twilioPosts("status", atStatus, twilioStatusForm(ref, string(s)))
	},
	extra: func() *http.Request {
		return twilioPosts("in", atIn, twilioForm("x", phone, "1", "ButtonText", "ok", "MessagingServiceSid", "MG1", "ChannelMetadata", `{"a":1}`))
	},
	bad: map[string]func() (*http.Request, int){
		"an empty form": func() (*http.Request, int) { return twilioPosts("in", atIn, url.Values{}), 400 },
		"no sender":     func() (*http.Request, int) { return twilioPosts("in", atIn, twilioForm("SM1", " ", "1")), 400 },
		"half a form": func() (*http.Request, int) {
			return post("/gateways/gw/in", "application/x-www-form-urlencoded", []byte("MessageSid=SM1&From=%2B8491&Body=%C4%9")), 400
		},
		"a key twice": func() (*http.Request, int) {
			r := twilioPosts("in", atIn, twilioForm("SM1", phone, "1"))
			twice := post("/gateways/gw/in", "application/x-www-form-urlencoded", []byte(twilioForm("SM1", phone, "1").Encode()+"&Body=9"))
			twice.Header = r.Header
			return twice, 400
		},
		"an empty status": func() (*http.Request, int) { return twilioPosts("status", atStatus, url.Values{}), 200 },
		"a state of tomorrow": func() (*http.Request, int) {
			return twilioPosts("status", atStatus, twilioStatusForm("SM1", "huh")), 200
		},
		"a get": func() (*http.Request, int) { return get("/gateways/gw/in"), 405 },
	},
	unsigned: map[string]func() *http.Request{
		"no signature": func() *http.Request {
			return post("/gateways/gw/in", "application/x-www-form-urlencoded", []byte(twilioForm("SM1", phone, "1").Encode()))
		},
		"no signature on a status": func() *http.Request {
			return post("/gateways/gw/status", "application/x-www-form-urlencoded", []byte(twilioStatusForm("SM1", "sent").Encode()))
		},
		"signed for the path inside": func() *http.Request {
			return twilioPosts("in", "http://inside:8080/gateways/gw/in", twilioForm("SM1", phone, "1"))
		},
		"signed over http": func() *http.Request {
			return twilioPosts("in", strings.Replace(atIn, "https", "http", 1), twilioForm("SM1", phone, "1"))
		},
		"signed for another path":  func() *http.Request { return twilioPosts("in", atStatus, twilioForm("SM1", phone, "1")) },
		"signed with a slash":      func() *http.Request { return twilioPosts("in", atIn+"/", twilioForm("SM1", phone, "1")) },
		"signed without the query": func() *http.Request { return twilioPosts("in?a=1", atIn, twilioForm("SM1", phone, "1")) },
		"another text": func() *http.Request {
			r := twilioPosts("in", atIn, twilioForm("SM1", phone, "1"))
			r.Header.Set("X-Twilio-Signature", twilioSign(password, atIn, twilioForm("SM1", phone, "2")))
			return r
		},
		"another token": func() *http.Request {
			r := twilioPosts("in", atIn, twilioForm("SM1", phone, "1"))
			r.Header.Set("X-Twilio-Signature", twilioSign("other", atIn, twilioForm("SM1", phone, "1")))
			return r
		},
	},
	big: func() *http.Request {
		return twilioPosts("in", atIn, twilioForm("SM1", phone, strings.Repeat("x", 10<<20)))
	},
}

func TestTwilio(t *testing.T) { twilioSubject.test(t) }

// The shape of the example in Twilio's documentation: fields sorted by name,
// name and value one behind the other, behind the address with its query.
func TestTwilioSignature(t *testing.T) {
	form := url.Values{"To": {"+18005551212"}, "From": {"+12349013030"}, "Digits": {"1234"}, "CallSid": {"CA123"}, "Caller": {"+12349013030"}}
	mac := hmac.New(sha1.New, []byte("12345"))
	mac.Write([]byte("https://example.com/myapp?foo=1&bar=2CallSidCA123Caller+12349013030Digits1234From+12349013030To+18005551212"))
	if want := base64.StdEncoding.EncodeToString(mac.Sum(nil)); twilioSign("12345", "https://example.com/myapp?foo=1&bar=2", form) != want {
		t.Error("the test signs otherwise than the documentation")
	}
}

// A proxy in front changes scheme, host, port and path; what is signed is the
// address the world calls, to the letter.
func TestTwilioBehindProxy(t *testing.T) {
	for _, c := range []struct {
		public, path, over string
		want               int
	}{
		{"https://tinban.example.vn", "in", "https://tinban.example.vn/gateways/gw/in", 200},
		{"https://tinban.example.vn", "in", "https://tinban.example.vn:443/gateways/gw/in", 200},
		{"https://tinban.example.vn:8443", "in", "https://tinban.example.vn:8443/gateways/gw/in", 200},
		{"https://example.vn/tinban", "in", "https://example.vn/tinban/gateways/gw/in", 200},
		{"https://tinban.example.vn", "in?a=1&b=%2B+x", "https://tinban.example.vn/gateways/gw/in?a=1&b=%2B+x", 200},
		{"https://tinban.example.vn", "in?b=2&a=1", "https://tinban.example.vn/gateways/gw/in?a=1&b=2", 403},
		{"https://tinban.example.vn", "in", "https://TINBAN.example.vn/gateways/gw/in", 403},
		{"http://10.0.0.1:8080", "in", "http://10.0.0.1:8080/gateways/gw/in", 200},
	} {
		h := house(&box{})
		h.Public = c.public
		if w := twilioSubject.serve(h, twilioPosts(c.path, c.over, twilioForm("SM1", phone, "1"))); w.Code != c.want {
			t.Errorf("signed over %s: %d", c.over, w.Code)
		}
	}
}

func TestTwilioReads(t *testing.T) {
	long := strings.Repeat("QWJj", 20) // looks like base64, and is what somebody wrote
	for name, c := range map[string]struct {
		form url.Values
		kind msg.Kind
		text string
	}{
		"plus and blanks": {twilioForm("SM1", phone, "1+1 = 2 & %2B"), msg.Text, "1+1 = 2 & %2B"},
		"no text":         {twilioForm("SM1", phone, ""), msg.Text, ""},
		"like base64":     {twilioForm("SM1", phone, long), msg.Text, long},
		"two pictures":    {twilioForm("SM1", phone, "", "NumMedia", "2", "MediaUrl0", "https://x/0", "MediaUrl1", "https://x/1"), msg.Media, ""},
		"with words":      {twilioForm("SM1", phone, saying, "NumMedia", "2", "MediaUrl0", "https://x/0"), msg.Text, saying},
		"stopped":         {twilioForm("SM1", phone, "STOP", "OptOutType", "STOP"), msg.Blocked, "STOP"},
		"started":         {twilioForm("SM1", phone, "START", "OptOutType", "START"), msg.Unblocked, "START"},
		"asked for help":  {twilioForm("SM1", phone, "HELP", "OptOutType", "HELP"), msg.Text, "HELP"},
		"a short code":    {twilioForm("SM1", phone, "1", "To", "894736", "MessagingServiceSid", "MG1"), msg.Text, "1"},
	} {
		b := &box{}
		w := twilioSubject.serve(house(b), twilioPosts("in", atIn, c.form))
		if w.Code != 200 || w.Body.String() != "<Response/>" || w.Header().Get("Content-Type") != "text/xml" {
			t.Errorf("%s: %d %q", name, w.Code, w.Body)
		}
		if len(b.in) != 1 || b.in[0].Kind != c.kind || b.in[0].Text != c.text || b.in[0].To != c.form.Get("To") || b.in[0].Ref != "SM1" {
			t.Errorf("%s: %+v", name, b.in)
		}
	}
}

// Every state the specification lists.
func TestTwilioStates(t *testing.T) {
	states := map[string]msg.Status{
		"accepted": "", "scheduled": "", "queued": "", "sending": "", "receiving": "", "received": "", "sent": msg.Sent, "delivered": msg.Delivered,
		"read": msg.Delivered, "partially_delivered": msg.Delivered, "undelivered": msg.Failed, "failed": msg.Failed, "canceled": msg.Failed,
	}
	for first, one := range states {
		for second, two := range states {
			b := &box{}
			w := twilioSubject.serve(house(b), twilioPosts("status", atStatus, twilioStatusForm("SM1", first, "MessagingServiceSid", "MG1")),
				twilioPosts("status", atStatus, twilioStatusForm("SM1", second)))
			var want []msg.Status
			for _, s := range []msg.Status{one, two} {
				if s != "" {
					want = append(want, s)
				}
			}
			var got []msg.Status
			for _, r := range b.receipts {
				got = append(got, r.Status)
			}
			if w.Code != 200 || !slices.Equal(got, want) || len(b.in) > 0 {
				t.Errorf("%s, %s: %d, %v", first, second, w.Code, got)
			}
		}
	}
}

// A number that told Twilio to stop takes nothing any more, whoever asks.
func TestTwilioStopped(t *testing.T) {
	b := &box{}
	form := twilioStatusForm("SM1", "failed", "ErrorCode", "21610")
	if w := twilioSubject.serve(house(b), twilioPosts("status", atStatus, form), twilioPosts("status", atStatus, form)); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
	if len(b.in) != 1 || b.in[0].Kind != msg.Blocked || b.in[0].Ref == "SM1" || b.in[0].From != "sms:"+phone || len(b.receipts) != 2 || b.receipts[0].Status != msg.Failed {
		t.Errorf("%+v, %+v", b.in, b.receipts)
	}
	b = &box{err: errors.New("closed")}
	if w := twilioSubject.serve(house(b), twilioPosts("status", atStatus, form)); w.Code != 503 {
		t.Errorf("not stored: %d", w.Code)
	}
	b = &box{}
	twilioSubject.serve(house(b), twilioPosts("status", atStatus, twilioStatusForm("SM1", "failed", "ErrorCode", "63018")))
	if len(b.in) != 0 || len(b.receipts) != 1 {
		t.Errorf("another code: %+v", b.in)
	}
}

// Without a token everybody could sign.
func TestTwilioWithoutToken(t *testing.T) {
	b := &box{}
	s := twilioSubject
	s.make = func(url string, h House) Gateway { return NewTwilio(TwilioConfig{Name: "gw", URL: url}, h) }
	r := twilioPosts("in", atIn, twilioForm("SM1", phone, "1"))
	r.Header.Set("X-Twilio-Signature", twilioSign("", atIn, twilioForm("SM1", phone, "1")))
	if w := s.serve(house(b), r); w.Code != 403 || !b.empty() {
		t.Errorf("%d", w.Code)
	}
}

func FuzzTwilioCallback(f *testing.F) {
	for _, seed := range []string{
		twilioForm("SM1", phone, saying).Encode(), twilioForm("", "", "", "OptOutType", "STOP").Encode(), twilioStatusForm("SM1", "failed", "ErrorCode", "21610").Encode(),
		"MessageSid=SM1&From=x&NumMedia=99999999999999999999", "a=1&a=2", "%zz", "", "MessageSid=%00&From=%ff&Body=%ff",
	} {
		f.Add("in", seed, password)
		f.Add("status", seed, "")
	}
	f.Fuzz(func(t *testing.T, path, body, token string) {
		if path != "in" {
			path = "status"
		}
		r := func() *http.Request {
			form, _ := url.ParseQuery(body)
			r := post("/gateways/gw/"+path, "application/x-www-form-urlencoded", []byte(body))
			r.Header.Set("X-Twilio-Signature", twilioSign(token, public+"/gateways/gw/"+path, form))
			return r
		}
		b := &box{}
		w := twilioSubject.serve(house(b), r())
		fuzzed(t, w.Code, b)
		if !b.empty() && token != password {
			t.Errorf("stored for whoever asks: %q", body)
		}
		b.err = errors.New("closed")
		if w := twilioSubject.serve(house(b), r()); w.Code >= 500 && w.Code != 503 {
			t.Errorf("%d", w.Code)
		}
	})
}
