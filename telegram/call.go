package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

const (
	callTimeout = 20 * time.Second
	maxAnswer   = 16 << 20 // a hundred updates are far below
)

// exchange is one call on the wire. The library forgets the status of an
// answer that is not JSON, and knows no contexts; this stands in its way.
type exchange struct {
	ctx    context.Context
	client tgbotapi.HTTPClient
	status int
	wait   time.Duration
	body   []byte
	asked  atomic.Bool // a connection was looked for,
	got    atomic.Bool // and found
}

// Do implements tgbotapi.HTTPClient.
func (x *exchange) Do(req *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { x.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { x.got.Store(true) },
	}
	res, err := x.client.Do(req.WithContext(httptrace.WithClientTrace(x.ctx, trace)))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	x.status, x.wait = res.StatusCode, retryAfter(res.Header)
	x.body, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	res.Body = io.NopCloser(bytes.NewReader(x.body))
	return res, err
}

func retryAfter(h http.Header) time.Duration {
	s, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return seconds(s)
}

// seconds is a wait as Telegram names it; more than a day is a mistake.
func seconds(s int) time.Duration {
	return time.Duration(min(max(s, 0), 24*60*60)) * time.Second
}

// call makes one call and returns its result, still encoded.
func (c *Channel) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, *refusal) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return c.patientCall(ctx, method, params)
}

// patientCall is a call for which the caller sets the time.
func (c *Channel) patientCall(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, *refusal) {
	x := &exchange{ctx: ctx, client: c.bot.Client}
	bot := c.bot // a copy, so that each call has its own context
	bot.Client = x
	said, err := bot.MakeRequest(method, params)
	if err == nil {
		c.denied.Store(false)
		return said.Result, nil
	}
	why := x.judge(err)
	switch {
	case why.Kind == msg.Throttled:
		chat, now := "", c.cfg.Now()
		if why.Narrow {
			chat = params["chat_id"]
		}
		why.Narrow = c.calm.hush(chat, now, now.Add(why.RetryAfter))
	case why.Code == "token" && c.denied.CompareAndSwap(false, true):
		c.cfg.Log.Error("telegram: the token is refused; compare it with BotFather's, and start again with the right one", "route", c.cfg.Name)
	}
	return nil, why
}

// courtesy makes a call that only makes things nicer: it waits for nothing,
// and is left out when there are many, or when Telegram asked for quiet.
func (c *Channel) courtesy(method string, params tgbotapi.Params) {
	if c.calm.anywhere(c.cfg.Now()) {
		return
	}
	select {
	case c.spare <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-c.spare }()
		_, _ = c.call(context.Background(), method, params)
	}()
}
