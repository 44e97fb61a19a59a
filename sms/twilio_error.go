package sms

import (
	"errors"
	"slices"
	"strconv"
	"time"

	twilio "github.com/twilio/twilio-go/client"

	"tinban/msg"
)

// Twilio's codes by what can be done about them. It asks not to rely on codes
// alone: what is not listed is judged by its status. 21222 and 21224 are the
// library's own, of an account or a token it will not even send.
var (
	twilioGone   = []int{21610}
	twilioRefuse = []int{21211, 21614, 21635, 30005, 30006, 21604, 30004, 30007, 21617, 21619}
	twilioSetup  = []int{20003, 21222, 21224, 21408, 21603, 21606, 21612, 21608, 30002, 30010}
	twilioLater  = []int{30001, 21611, 30003, 30008, 30410, 63017, 63018}
	twilioDayCap = []int{63038}
)

// What a mistake in the set-up, and a daily limit, are waited for.
const (
	setupWait = 10 * time.Minute
	dayWait   = 6 * time.Hour
)

// twilioError judges a call that failed. The library's own words are left
// behind: they hold the number.
func twilioError(err error, w *wire) *msg.SendError {
	var why *msg.SendError
	if errors.As(w.failed, &why) {
		return why
	}
	var rest *twilio.TwilioRestError
	if errors.As(err, &rest) && rest.Code != 0 {
		return twilioCode(rest.Code, w.answer)
	}
	if w.answer.status == 0 {
		return &msg.SendError{Kind: msg.Transient, RetryAfter: setupWait, Code: "not_called"} // the library or the url would not
	}
	if w.answer.status >= 300 {
		return w.answer.refused()
	}
	return unreadable()
}

func twilioCode(n int, said answer) *msg.SendError {
	code, wait := strconv.Itoa(n), said.wait
	kind := msg.Transient
	switch has := func(codes []int) bool { return slices.Contains(codes, n) }; {
	case has(twilioGone):
		kind = msg.Gone
	case has(twilioRefuse):
		kind = msg.Rejected
	case has(twilioSetup):
		wait = setupWait
	case has(twilioDayCap):
		kind, wait = msg.Throttled, dayWait
	case n == 20429:
		kind, wait = msg.Throttled, max(wait, time.Second)
	case !has(twilioLater):
		why := said.refused()
		kind, wait = why.Kind, why.RetryAfter
	}
	return &msg.SendError{Kind: kind, RetryAfter: wait, Code: code}
}
