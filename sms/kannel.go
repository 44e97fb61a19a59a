package sms

import (
	"bytes"
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf16"

	"tinban/msg"
	"tinban/sms/text"
)

// Kannel is an operator's SMPP link with Kannel in front of it: one HTTP call
// to its smsbox a message, and two paths that smsbox calls. It splits long
// texts itself. Kannel knows no keys, so a call whose end is not known may
// have been taken.
type Kannel struct {
	cfg   KannelConfig
	house House
}

// KannelConfig is one smsbox.
type KannelConfig struct {
	Name     string
	URL      string // of smsbox: "http://127.0.0.1:13013"
	User     string
	Password string
	From     string // our number or name, as the operator knows it
	// Back is where smsbox reaches this service; Public if empty. Give the
	// address inside the machine, so that nobody else sees the Secret.
	Back string
	// Secret is what smsbox shows when it calls: part of get-url and dlr-url.
	Secret string
	Caps   msg.Caps // Class, Rate and PricePerPart are the operator's
}

// NewKannel makes the gateway; it calls nothing.
func NewKannel(cfg KannelConfig, house House) *Kannel {
	cfg.Caps.Kind, cfg.Caps.Receipts = msg.SMS, msg.HandsetReceipt
	cfg.Back = strings.TrimSuffix(cmp.Or(cfg.Back, house.Public), "/")
	return &Kannel{cfg, house}
}

// Name implements Gateway.
func (k *Kannel) Name() string { return k.cfg.Name }

// Caps implements Gateway.
func (k *Kannel) Caps() msg.Caps { return k.cfg.Caps }

// Send implements Gateway. Kannel names no message, so the key is the ref: it
// travels in the address that smsbox calls with each receipt.
func (k *Kannel) Send(ctx context.Context, out msg.Outbound) (string, error) {
	form := url.Values{
		"username": {k.cfg.User}, "password": {k.cfg.Password}, "from": {k.cfg.From}, "to": {out.To.Bare()},
		"text": {out.Text}, "charset": {"UTF-8"}, "coding": {"0"}, "dlr-mask": {"27"}, "dlr-url": {k.receiptURL(out.Key)},
	}
	if encoding, _ := text.Units(out.Text); encoding == text.UCS2 {
		form.Set("coding", "2")
	}
	said, err := k.ask(ctx, "/cgi-bin/sendsms", form)
	if err != nil {
		return "", err
	}
	if said.status == http.StatusAccepted {
		return out.Key, nil
	}
	return "", said.refused()
}

// receiptURL is what smsbox calls; it fills in %d with how far the message
// got. It would fill in other letters behind a % too, so ours are doubled.
func (k *Kannel) receiptURL(key string) string {
	q := url.Values{"key": {key}, "secret": {k.cfg.Secret}}
	return k.cfg.Back + "/gateways/" + k.cfg.Name + "/receipt?" + strings.ReplaceAll(q.Encode(), "%", "%%") + "&status=%d"
}

func (k *Kannel) ask(ctx context.Context, path string, form url.Values) (answer, error) {
	req, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(k.cfg.URL, "/")+path+"?"+form.Encode(), nil) //nolint:gosec // the address is the configuration's
	if err != nil {
		return answer{}, &msg.SendError{Kind: msg.Rejected, Code: "url"}
	}
	return call(ctx, k.house.Client, req)
}

// Mount implements Gateway.
func (k *Kannel) Mount(mux *http.ServeMux) {
	mount(mux, http.MethodGet, k.cfg.Name, "in", k.guarded(k.inbound))
	mount(mux, http.MethodGet, k.cfg.Name, "receipt", k.guarded(k.receipt))
}

// guarded lets only smsbox in. A gateway without a secret lets nobody in.
func (k *Kannel) guarded(next func(http.ResponseWriter, *http.Request, url.Values)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.RawQuery) > maxCallback || r.ContentLength > maxCallback {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		q, err := url.ParseQuery(r.URL.RawQuery)
		if k.cfg.Secret == "" || subtle.ConstantTimeCompare([]byte(q.Get("secret")), []byte(k.cfg.Secret)) != 1 {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		if err != nil { // half of it would be a text that nobody wrote
			http.Error(w, "not a query", http.StatusBadRequest)
			return
		}
		next(w, r, q)
	}
}

// inbound is a message; Kannel has joined its parts.
func (k *Kannel) inbound(w http.ResponseWriter, r *http.Request, q url.Values) {
	from := Sender(q.Get("from"))
	if q.Get("id") == "" || from.Bare() == "" {
		http.Error(w, "id and from are missing: write get-url as docs/configuration.md has it", http.StatusBadRequest)
		return
	}
	k.house.take(w, r, msg.Inbound{
		Gateway: k.cfg.Name, Kind: msg.Text, Ref: q.Get("id"), From: from, To: q.Get("to"), Text: kannelText(q.Get("text"), q.Get("charset")),
	})
}

// kannelText reads what Kannel passes on of a text with marks: it is recoded
// where smsbox has mo-recode, and as it came from the operator where it has not.
func kannelText(text, charset string) string {
	if !strings.HasPrefix(charset, "UTF-16") && charset != "UCS-2" {
		return text
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
	}
	return string(utf16.Decode(units))
}

// How far Kannel says a message got; "buffered" and "submitted" are only on
// the way.
var kannelStatus = map[string]msg.Status{"1": msg.Delivered, "2": msg.Failed, "8": msg.Sent, "16": msg.Failed}

func (k *Kannel) receipt(w http.ResponseWriter, r *http.Request, q url.Values) {
	if status, known := kannelStatus[q.Get("status")]; known {
		k.house.settle(w, r, msg.Receipt{Route: k.cfg.Name, Ref: q.Get("key"), Status: status})
	}
}

// Test implements Gateway: smsbox refuses an empty recipient only after it has
// looked at the name and password.
func (k *Kannel) Test(ctx context.Context) error {
	said, err := k.ask(ctx, "/cgi-bin/sendsms", url.Values{"username": {k.cfg.User}, "password": {k.cfg.Password}, "to": {""}, "text": {""}})
	var why *msg.SendError
	switch {
	case errors.As(err, &why):
		return fmt.Errorf("smsbox cannot be reached at the url given (%s): is Kannel running, and is sendsms-port the one in url?", why.Code)
	case said.status == http.StatusForbidden || said.status == http.StatusUnauthorized:
		return errors.New("smsbox refuses the user or the password: compare with the sendsms-user group of kannel.conf")
	case said.status != http.StatusBadRequest || !bytes.Contains(said.body, []byte("receiver")):
		return errors.New("something answers there, but not smsbox: give the sendsms-port, 13013 by default, not the admin-port")
	}
	return nil
}
