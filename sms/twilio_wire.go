package sms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	twilio "github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"tinban/msg"
)

// wire carries one call of the library: with the caller's context, to another
// host where one is given, remembering what the library throws away.
type wire struct {
	ctx    context.Context
	client *http.Client
	host   string
	answer answer
	failed error // no answer came: a *msg.SendError
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(w.ctx)
	if w.host != "" {
		to, err := url.Parse(w.host)
		if err != nil {
			return nil, err
		}
		req.URL.Scheme, req.URL.Host, req.Host = to.Scheme, to.Host, to.Host
	}
	if w.answer, w.failed = call(w.ctx, w.client, req); w.failed != nil {
		return nil, w.failed
	}
	return &http.Response{StatusCode: w.answer.status, Header: w.answer.header, Body: io.NopCloser(bytes.NewReader(w.answer.body)), Request: req}, nil
}

// service is the library's client for one call: it knows no context and keeps
// no headers, so its transport does.
func (t *Twilio) service(ctx context.Context) (*api.ApiService, *wire) {
	w := &wire{ctx: ctx, client: t.house.Client, host: t.cfg.URL}
	c := &twilio.Client{
		Credentials: twilio.NewCredentials(t.cfg.Account, t.cfg.Token),
		HTTPClient:  &http.Client{Transport: w, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	c.SetAccountSid(t.cfg.Account)
	return api.NewApiService(twilio.NewRequestHandler(c)), w
}

// known are the sids of messages whose fate is known, by the key of the
// message, for as long as Lookup looks back.
type known struct {
	mu      sync.Mutex
	sids    map[string]claim
	sweepAt int // how many there are when old ones are thrown out
}

type claim struct {
	key string
	at  time.Time
}

// claim gives a sid to a message, and says whether it is not another's.
func (k *known) claim(sid, key string, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if had, old := k.sids[sid]; old {
		return had.key == key
	}
	if k.sids == nil {
		k.sids = make(map[string]claim)
	}
	if len(k.sids) >= k.sweepAt {
		maps.DeleteFunc(k.sids, func(_ string, c claim) bool { return now.Sub(c.at) > lookback })
		k.sweepAt = 2*len(k.sids) + 1000
	}
	k.sids[sid] = claim{key, now}
	return true
}

// mostMissed bounds what is fetched at once: a list that never ends would keep
// the service from its work.
const mostMissed = 20_000

// CatchUp implements Catcher: Twilio calls once and gives up, so what came
// while nobody listened is fetched.
func (t *Twilio) CatchUp(ctx context.Context, since time.Time) error {
	if !t.cfg.Caps.Receives {
		return nil
	}
	p := &api.ListMessageParams{}
	p.SetTo(t.cfg.From).SetDateSentAfter(since.UTC()).SetPageSize(500).SetLimit(mostMissed)
	service, w := t.service(ctx)
	list, err := service.ListMessage(p)
	if err != nil || w.answer.status >= 300 {
		return twilioError(err, w)
	}
	slices.Reverse(list) // oldest first
	for _, m := range list {
		if word(m.Direction) != "inbound" {
			continue
		}
		media, _ := strconv.Atoi(word(m.NumMedia))
		in := t.message(word(m.Sid), word(m.From), word(m.To), word(m.Body), media)
		if in.At, err = time.Parse(time.RFC1123Z, word(m.DateCreated)); err != nil {
			in.At = t.house.Now()
		}
		if in.Ref == "" || in.From.Bare() == "" {
			continue
		}
		if err := t.house.Sink.Receive(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

// message is what came in, by a callback or out of the list. A picture is
// told apart only when nothing was written under it.
func (t *Twilio) message(sid, from, to, text string, media int) msg.Inbound {
	in := msg.Inbound{Gateway: t.cfg.Name, Kind: msg.Text, Ref: sid, From: Sender(from), To: to, Text: valid(text)}
	if media > 0 && text == "" {
		in.Kind = msg.Media
	}
	return in
}

// Test implements Gateway: the account says how it is, and the number that it
// calls us.
func (t *Twilio) Test(ctx context.Context) error {
	service, w := t.service(ctx)
	account, err := service.FetchAccount(t.cfg.Account)
	switch {
	case err == nil && w.answer.status < 300 && word(account.Status) == "active":
		return t.testNumber(ctx)
	case err == nil && w.answer.status < 300 && word(account.Status) != "":
		return fmt.Errorf("the account is %s: see the notices in Twilio's console", word(account.Status))
	case w.answer.status == http.StatusUnauthorized:
		return errors.New("Twilio refuses the account or the token: copy both from the first page of its console")
	case w.answer.status == http.StatusNotFound:
		return errors.New("there is no such account: it begins with AC and has 34 letters")
	case w.answer.status == 0 && w.failed == nil:
		return errors.New("the account or the token has letters that do not belong there: copy both from the first page of Twilio's console")
	}
	return fmt.Errorf("Twilio cannot be reached (%s): is the network open to api.twilio.com?", twilioError(err, w).Code)
}

// testNumber looks where messages to our number go. A name has no number, and
// with a messaging service they go where that is told.
func (t *Twilio) testNumber(ctx context.Context) error {
	if !t.cfg.Caps.Receives || !strings.HasPrefix(t.cfg.From, "+") || t.cfg.Service != "" {
		return nil
	}
	p := &api.ListIncomingPhoneNumberParams{}
	p.SetPhoneNumber(t.cfg.From).SetLimit(1)
	service, w := t.service(ctx)
	numbers, err := service.ListIncomingPhoneNumber(p)
	calls := func() string { // without what tells Twilio how long to try
		url, _, _ := strings.Cut(word(numbers[0].SmsUrl), "#")
		return url
	}
	ours := t.house.Public + "/gateways/" + t.cfg.Name + "/in"
	switch {
	case err != nil:
		return fmt.Errorf("Twilio does not list the account's numbers (%s): try again", twilioError(err, w).Code)
	case len(numbers) == 0:
		return errors.New("the account has no such number as from: it is listed under Phone Numbers in Twilio's console, and begins with +")
	case calls() != ours:
		return fmt.Errorf("the number does not call us: in Twilio's console, under the number, set \"A message comes in\" to %s by HTTP POST", ours)
	}
	return nil
}
