package sms

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"tinban/msg"
)

// names holds an answer against the id it must carry: a hotspot's page is an
// answer too.
func (a answer) names(id string) error {
	var m struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(a.body, &m); err != nil || m.ID != id {
		return unreadable()
	}
	return nil
}

// page reports whether somebody in between answered, with a page.
func (a answer) page() bool { return bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("<")) }

// signedWithin is how old a signed webhook may be: later it is a replay.
// The phone repeats a webhook for two days and signs it anew each time.
const signedWithin = 5 * time.Minute

// Mount implements Gateway.
func (g *SMSGate) Mount(mux *http.ServeMux) {
	mount(mux, http.MethodPost, g.cfg.Name, "webhook", g.webhook)
}

// gateEvent is one webhook of the phone. Newer apps say sender, older ones
// phoneNumber.
type gateEvent struct {
	ID      string `json:"id"`
	Event   string `json:"event"`
	Payload struct {
		MessageID   string `json:"messageId"`
		Message     string `json:"message"`
		Sender      string `json:"sender"`
		Recipient   string `json:"recipient"`
		PhoneNumber string `json:"phoneNumber"`
		ReceivedAt  string `json:"receivedAt"`
	} `json:"payload"`
}

const (
	gateReceived = "sms:received"
	gatePicture  = "mms:received"
)

var gateStatus = map[string]msg.Status{"sms:sent": msg.Sent, "sms:delivered": msg.Delivered, "sms:failed": msg.Failed}

// webhook takes a signed event. The id of the event tells messages apart: the
// phone's messageId of what came in is made of the text, and two people may
// send the same one. Who hides their number cannot be answered.
func (g *SMSGate) webhook(w http.ResponseWriter, r *http.Request) {
	raw, ok := body(w, r)
	if !ok {
		return
	}
	if !g.signed(r.Header, raw) {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	var e gateEvent
	var odd *json.UnmarshalTypeError // a field that changed its type costs that field, not the message
	if err := json.Unmarshal(raw, &e); err != nil && !errors.As(err, &odd) || e.ID == "" {
		http.Error(w, "not an event", http.StatusBadRequest)
		return
	}
	if status, known := gateStatus[e.Event]; known {
		g.house.settle(w, r, msg.Receipt{Route: g.cfg.Name, Ref: e.Payload.MessageID, Status: status})
		return
	}
	in := msg.Inbound{
		Gateway: g.cfg.Name, Kind: msg.Text, Ref: e.ID, From: Sender(cmp.Or(e.Payload.Sender, e.Payload.PhoneNumber)), To: e.Payload.Recipient, Text: e.Payload.Message,
	}
	in.At, _ = time.Parse(time.RFC3339, e.Payload.ReceivedAt)
	if e.Event == gatePicture {
		in.Kind = msg.Media
	} else if e.Event != gateReceived {
		return
	}
	if in.From.Bare() != "" {
		g.house.take(w, r, in)
	}
}

// signed holds the signature against the body and its time. Without a key
// nothing is believed.
func (g *SMSGate) signed(h http.Header, raw []byte) bool {
	stamp := h.Get("X-Timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || g.house.Now().Sub(time.Unix(at, 0)).Abs() > signedWithin {
		return false
	}
	given, err := hex.DecodeString(h.Get("X-Signature"))
	mac := hmac.New(sha256.New, []byte(g.cfg.Key))
	mac.Write(raw)
	mac.Write([]byte(stamp))
	return g.cfg.Key != "" && err == nil && hmac.Equal(given, mac.Sum(nil))
}
