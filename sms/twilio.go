package sms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	twilio "github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"tinban/msg"
)

// Twilio is the international provider the owner named. It sends to Vietnam
// under a registered name and receives nothing from there; elsewhere it does
// both. It knows no keys: a call whose end is not known is looked up.
type Twilio struct {
	cfg    TwilioConfig
	house  House
	signed twilio.RequestValidator
	known  known
}

// TwilioConfig is one account with one sender.
type TwilioConfig struct {
	Name    string
	URL     string // of the API where it is not Twilio's own, for tests
	Account string // AC…
	Token   string // signs the calls both ways
	From    string // a number or a registered name; empty with Service
	Service string // MG…, a messaging service that chooses the sender
	Caps    msg.Caps
}

// NewTwilio makes the gateway; it calls nothing.
func NewTwilio(cfg TwilioConfig, house House) *Twilio {
	cfg.Caps.Kind, cfg.Caps.Receipts = msg.SMS, msg.OperatorReceipt
	return &Twilio{cfg: cfg, house: house, signed: twilio.NewRequestValidator(cfg.Token)}
}

// Name implements Gateway.
func (t *Twilio) Name() string { return t.cfg.Name }

// Caps implements Gateway.
func (t *Twilio) Caps() msg.Caps { return t.cfg.Caps }

// longestValidity is the longest Twilio keeps a message waiting, in seconds.
const longestValidity = 36000

// Send implements Gateway.
func (t *Twilio) Send(ctx context.Context, out msg.Outbound) (string, error) {
	p := &api.CreateMessageParams{}
	p.SetTo(out.To.Bare()).SetBody(out.Text).SetStatusCallback(t.house.Public + "/gateways/" + t.cfg.Name + "/status")
	if t.cfg.Service != "" {
		p.SetMessagingServiceSid(t.cfg.Service)
	} else {
		p.SetFrom(t.cfg.From)
	}
	if left := int(out.Expires.Sub(t.house.Now()).Seconds()); !out.Expires.IsZero() {
		p.SetValidityPeriod(min(max(left, 1), longestValidity))
	}
	service, wire := t.service(ctx)
	made, err := service.CreateMessage(p)
	if err != nil {
		return "", twilioError(err, wire)
	}
	if word(made.Sid) == "" {
		return "", twilioError(nil, wire)
	}
	t.known.claim(*made.Sid, out.Key, t.house.Now())
	return *made.Sid, nil
}

// lookback is how far back a message of doubtful fate is looked for.
const lookback = time.Hour

// Lookup implements outbox.Looker: the newest messages to the same number are
// searched for the same text. One that a call of ours was told the sid of is
// another message: people ask the same thing twice.
func (t *Twilio) Lookup(ctx context.Context, out msg.Outbound) (string, bool, error) {
	p := &api.ListMessageParams{}
	p.SetTo(out.To.Bare()).SetPageSize(50).SetLimit(50)
	service, wire := t.service(ctx)
	list, err := service.ListMessage(p)
	if err != nil || wire.answer.status >= 300 {
		return "", false, twilioError(err, wire)
	}
	now := t.house.Now()
	for _, m := range list {
		made, err := time.Parse(time.RFC1123Z, word(m.DateCreated))
		if err != nil || now.Sub(made) > lookback || word(m.Direction) == "inbound" || strings.TrimSpace(word(m.Body)) != strings.TrimSpace(out.Text) {
			continue
		}
		if t.known.claim(word(m.Sid), out.Key, now) {
			return word(m.Sid), true, nil
		}
	}
	return "", false, nil
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Mount implements Gateway.
func (t *Twilio) Mount(mux *http.ServeMux) {
	mount(mux, http.MethodPost, t.cfg.Name, "in", t.believed(t.inbound))
	mount(mux, http.MethodPost, t.cfg.Name, "status", t.believed(t.status))
}

// believed lets in what Twilio signed, over the address the world calls, which
// is not the one a proxy calls here. A key given twice is refused: only the
// first is covered by the signature.
func (t *Twilio) believed(next func(http.ResponseWriter, *http.Request, url.Values)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, ok := body(w, r)
		if !ok {
			return
		}
		form, err := url.ParseQuery(string(raw))
		fields := make(map[string]string, len(form))
		for key, values := range form {
			if len(values) > 1 {
				err = errors.New("twice")
			}
			fields[key] = values[0]
		}
		if err != nil {
			http.Error(w, "not a form", http.StatusBadRequest)
			return
		}
		if t.cfg.Token == "" || !t.signed.Validate(t.house.Public+r.RequestURI, fields, r.Header.Get("X-Twilio-Signature")) {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		next(w, r, form)
	}
}

// inbound takes a message. The answer goes out by the API, never in the
// response: so there is one way out for all gateways.
func (t *Twilio) inbound(w http.ResponseWriter, r *http.Request, form url.Values) {
	media, _ := strconv.Atoi(form.Get("NumMedia"))
	in := t.message(form.Get("MessageSid"), form.Get("From"), form.Get("To"), form.Get("Body"), media)
	if in.Ref == "" || in.From.Bare() == "" {
		http.Error(w, "MessageSid or From is missing", http.StatusBadRequest)
		return
	}
	switch form.Get("OptOutType") {
	case "STOP":
		in.Kind = msg.Blocked
	case "START":
		in.Kind = msg.Unblocked
	}
	if t.house.take(w, r, in) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, "<Response/>")
	}
}

var twilioStatus = map[string]msg.Status{
	"sent": msg.Sent, "delivered": msg.Delivered, "read": msg.Delivered, "partially_delivered": msg.Delivered,
	"undelivered": msg.Failed, "failed": msg.Failed, "canceled": msg.Failed,
}

// optedOut is the code of a number that sent STOP to Twilio itself.
const optedOut = "21610"

// status ranks a callback; what is only on the way changes nothing.
func (t *Twilio) status(w http.ResponseWriter, r *http.Request, form url.Values) {
	sid := cmp.Or(form.Get("MessageSid"), form.Get("SmsSid"))
	if sid == "" {
		return
	}
	if to := Sender(form.Get("To")); form.Get("ErrorCode") == optedOut && to.Bare() != "" {
		if !t.house.take(w, r, msg.Inbound{Gateway: t.cfg.Name, Kind: msg.Blocked, Ref: "stop:" + sid, From: to}) {
			return
		}
	}
	if status, known := twilioStatus[form.Get("MessageStatus")]; known {
		t.house.settle(w, r, msg.Receipt{Route: t.cfg.Name, Ref: sid, Status: status})
	}
}
