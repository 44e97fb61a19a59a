package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tinban/msg"
)

// SMSGate is an ordinary SIM in an Android phone that runs SMSGate: what a
// resident pays is a normal SMS, and the number is one that can be called. It
// takes our own id for a message, so that sending twice is sending once.
type SMSGate struct { //nolint:revive // the product is named so
	cfg   SMSGateConfig
	house House
}

// SMSGateConfig is one phone.
type SMSGateConfig struct { //nolint:revive // the same
	Name     string
	URL      string // of the phone or its server, up to "/messages"
	User     string
	Password string
	Key      string // with which the phone signs its webhooks
	Caps     msg.Caps
}

// NewSMSGate makes the gateway; it calls nothing.
func NewSMSGate(cfg SMSGateConfig, house House) *SMSGate {
	cfg.Caps.Kind, cfg.Caps.Receives, cfg.Caps.Class = msg.SMS, true, msg.TwoWay
	cfg.Caps.Receipts, cfg.Caps.Idempotent = msg.HandsetReceipt, true
	cfg.URL = strings.TrimSuffix(cfg.URL, "/")
	return &SMSGate{cfg, house}
}

// Name implements Gateway.
func (g *SMSGate) Name() string { return g.cfg.Name }

// Caps implements Gateway.
func (g *SMSGate) Caps() msg.Caps { return g.cfg.Caps }

// gateMessage is what the phone is asked to send.
type gateMessage struct {
	ID           string    `json:"id"`
	TextMessage  gateText  `json:"textMessage"`
	PhoneNumbers []string  `json:"phoneNumbers"`
	Report       bool      `json:"withDeliveryReport"`
	ValidUntil   time.Time `json:"validUntil,omitzero"`
}

type gateText struct {
	Text string `json:"text"`
}

// Send implements Gateway. The key is the phone's id of the message; that it
// has it already (409) is as good as having taken it now. The phone does not
// judge the number: it knows fewer than the operator does.
func (g *SMSGate) Send(ctx context.Context, out msg.Outbound) (string, error) {
	said, err := g.ask(ctx, http.MethodPost, "/messages?skipPhoneValidation=true", gateMessage{
		ID: out.Key, TextMessage: gateText{out.Text}, PhoneNumbers: []string{out.To.Bare()}, Report: true, ValidUntil: out.Expires.UTC().Truncate(time.Second),
	})
	switch {
	case err != nil:
		return "", err
	case said.status == http.StatusConflict:
		return out.Key, nil
	case said.status < 300:
		return out.Key, said.names(out.Key)
	}
	return "", said.refused()
}

// Lookup implements outbox.Looker.
func (g *SMSGate) Lookup(ctx context.Context, out msg.Outbound) (string, bool, error) {
	said, err := g.ask(ctx, http.MethodGet, "/messages/"+url.PathEscape(out.Key), nil)
	switch {
	case err != nil:
		return "", false, err
	case said.status < 300:
		err := said.names(out.Key)
		return out.Key, err == nil, err
	case said.status == http.StatusNotFound && !said.page():
		return "", false, nil
	}
	return "", false, said.refused()
}

func (g *SMSGate) ask(ctx context.Context, method, path string, body any) (answer, error) {
	var payload bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&payload).Encode(body); err != nil {
			return answer{}, &msg.SendError{Kind: msg.Rejected, Code: "json"}
		}
	}
	req, err := http.NewRequest(method, g.cfg.URL+path, &payload)
	if err != nil {
		return answer{}, &msg.SendError{Kind: msg.Rejected, Code: "url"}
	}
	req.SetBasicAuth(g.cfg.User, g.cfg.Password)
	req.Header.Set("Content-Type", "application/json")
	return call(ctx, g.house.Client, req)
}

// Test implements Gateway: the phone lists its webhooks, one an event, and ours
// must be among them.
func (g *SMSGate) Test(ctx context.Context) error {
	said, err := g.ask(ctx, http.MethodGet, "/webhooks", nil)
	var why *msg.SendError
	var hooks []struct{ URL, Event string }
	switch {
	case errors.As(err, &why):
		return fmt.Errorf("the phone cannot be reached at the url given (%s): is it on, on the network, and SMSGate started?", why.Code)
	case said.status == http.StatusUnauthorized || said.status == http.StatusForbidden:
		return errors.New("the phone refuses the user or the password: they are shown on SMSGate's first page")
	case said.status != http.StatusOK || json.Unmarshal(said.body, &hooks) != nil:
		return fmt.Errorf("what answers at the url (%d) does not list webhooks: give the url up to, not with, /messages", said.status)
	}
	ours := g.house.Public + "/gateways/" + g.cfg.Name + "/webhook"
	missing := append(slices.Sorted(maps.Keys(gateStatus)), gateReceived)
	for _, h := range hooks {
		if h.URL == ours {
			missing = slices.DeleteFunc(missing, func(event string) bool { return event == h.Event })
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the phone does not tell us of %s: register a webhook for each to %s", strings.Join(missing, ", "), ours)
	}
	return nil
}
