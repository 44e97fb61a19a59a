package telegram

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

// tokenWait is how long to leave a refused token alone: an officer has to put
// it right.
const tokenWait = 10 * time.Minute

// refusal is why a call came to nothing. It holds nothing of what was asked
// or answered: a URL of Telegram carries the token.
type refusal struct {
	msg.SendError
	status  int
	movedTo int64 // the group is now this supergroup
}

// babble is an answer that Telegram would not give.
func babble() *refusal {
	return &refusal{SendError: msg.SendError{Kind: msg.Transient, Code: "not_telegram"}}
}

// judge says what an error means, without its words.
func (x *exchange) judge(err error) *refusal {
	var told *tgbotapi.Error
	switch {
	case x.status == 0:
		return x.unreached(err)
	case errors.As(err, &told) && told.Code != 0:
		return judged(told, x.wait)
	case x.status == http.StatusTooManyRequests:
		return x.refuse(msg.Throttled, "http_429", max(x.wait, time.Second))
	case x.status == http.StatusBadGateway || x.status == http.StatusGatewayTimeout:
		// Who stands in between does not know whether it was taken.
		return x.refuse(msg.Ambiguous, "http_"+strconv.Itoa(x.status), x.wait)
	case x.status >= http.StatusInternalServerError:
		return x.refuse(msg.Transient, "http_"+strconv.Itoa(x.status), x.wait)
	case x.status != http.StatusOK || bytes.HasPrefix(bytes.TrimSpace(x.body), []byte("<")):
		// A page of a network that does not let Telegram through.
		return x.refuse(msg.Transient, "not_telegram", max(x.wait, time.Minute))
	}
	return x.refuse(msg.Ambiguous, "cut_off", 0)
}

func (x *exchange) refuse(kind msg.FailureKind, code string, wait time.Duration) *refusal {
	return &refusal{SendError: msg.SendError{Kind: kind, Code: code, RetryAfter: wait}, status: x.status}
}

// unreached tells a call that never left from one whose end is not known.
func (x *exchange) unreached(err error) *refusal {
	var op *net.OpError
	var dns *net.DNSError
	dial := errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
	if dial || x.asked.Load() && !x.got.Load() {
		return x.refuse(msg.Transient, "unreachable", 0)
	}
	return x.refuse(msg.Ambiguous, "no_answer", 0)
}

// unchanged is what is said of a change that was made before.
const unchanged = "unchanged"

// reasons are Telegram's words for a chat that takes nothing any more, and
// for what else is worth a code of its own.
var reasons = []struct {
	words, code string
	kind        msg.FailureKind
}{
	{"bot was blocked", "blocked", msg.Gone},
	{"user is deactivated", "deactivated", msg.Gone},
	{"can't initiate", "never_wrote", msg.Gone},
	{"bot was kicked", "kicked", msg.Gone},
	{"bot is not a member", "kicked", msg.Gone},
	{"chat not found", "no_chat", msg.Rejected},
	{"message is too long", "too_long", msg.Rejected},
	{"can't parse entities", "entities", msg.Rejected},
	{"not enough rights", "rights", msg.Rejected},
	{"message is not modified", unchanged, msg.Rejected},
}

// judged is the meaning of what Telegram itself said.
func judged(told *tgbotapi.Error, header time.Duration) *refusal {
	why := &refusal{status: told.Code, movedTo: told.MigrateToChatID}
	said := strings.ToLower(told.Message)
	why.Kind, why.Code = msg.Rejected, "http_"+strconv.Itoa(told.Code)
	switch {
	case told.Code == http.StatusTooManyRequests:
		why.Kind, why.RetryAfter = msg.Throttled, max(seconds(told.RetryAfter), header, time.Second)
		why.Narrow = true // perhaps: see calm
		return why
	case told.Code == http.StatusUnauthorized || told.Code == http.StatusNotFound:
		why.Kind, why.Code, why.RetryAfter = msg.Transient, "token", tokenWait
		return why
	case told.Code == http.StatusBadGateway || told.Code == http.StatusGatewayTimeout:
		why.Kind, why.RetryAfter = msg.Ambiguous, header
		return why
	case told.Code >= 500 || told.Code < 400:
		why.Kind, why.RetryAfter = msg.Transient, header
		return why
	case told.Code == http.StatusConflict:
		why.Kind = msg.Transient
		if strings.Contains(said, "webhook") {
			why.Code = "webhook"
		}
		return why
	}
	for _, r := range reasons {
		if strings.Contains(said, r.words) {
			why.Kind, why.Code = r.kind, r.code
			break
		}
	}
	return why
}
