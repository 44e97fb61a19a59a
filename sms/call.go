package sms

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"tinban/msg"
)

// maxAnswer bounds what is read of a provider's answer.
const maxAnswer = 4 << 20

// answer is what a provider said to one call.
type answer struct {
	status int
	header http.Header
	body   []byte
	wait   time.Duration // Retry-After, if it named one
}

// call makes one call. Its error is a *msg.SendError and holds neither the
// address called nor anything of the request: URLs carry numbers and keys.
// Nor does it follow a redirect: the request would go on to a stranger.
func call(ctx context.Context, client *http.Client, req *http.Request) (answer, error) {
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { left.Store(true) }})
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := own.Do(req.WithContext(ctx)) //nolint:gosec // the address is the configuration's
	if err != nil {
		return answer{}, unanswered(left.Load())
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return answer{}, &msg.SendError{Kind: msg.Ambiguous, Code: "cut_off"}
	}
	return answer{res.StatusCode, res.Header, body, retryAfter(res.Header)}, nil
}

// unanswered tells a call that never left from one whose end is not known.
// What left is what had a connection to leave by: no name, no route, a
// certificate that is wrong and a phone that is off all come before that.
func unanswered(left bool) *msg.SendError {
	if left {
		return &msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}
	}
	return &msg.SendError{Kind: msg.Transient, Code: "unreachable"}
}

// retryAfter reads the header in seconds; a date is not worth the trouble.
func retryAfter(h http.Header) time.Duration {
	s, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || s < 0 {
		return 0
	}
	return time.Duration(min(s, 3600)) * time.Second
}

// refused judges an answer by its status alone, for what a provider does not
// explain in its own codes. A proxy in between that gave up waiting does not
// know whether the message went out.
func (a answer) refused() *msg.SendError {
	code := "http_" + strconv.Itoa(a.status)
	switch a.status {
	case http.StatusTooManyRequests:
		return &msg.SendError{Kind: msg.Throttled, RetryAfter: max(a.wait, time.Second), Code: code}
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return &msg.SendError{Kind: msg.Ambiguous, RetryAfter: a.wait, Code: code}
	case http.StatusBadRequest, http.StatusNotAcceptable, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return &msg.SendError{Kind: msg.Rejected, Code: code}
	}
	// A proxy's page, a redirect, a refused password: what is wrong with the
	// set-up is put right by an officer, not by giving a resident's answer up.
	return &msg.SendError{Kind: msg.Transient, RetryAfter: a.wait, Code: code}
}

// unreadable is an answer that says yes in no words of the provider's: a page
// that asks for a login, a proxy's. The message may have been taken.
func unreadable() *msg.SendError { return &msg.SendError{Kind: msg.Ambiguous, Code: "unreadable"} }
