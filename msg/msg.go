// Package msg holds the few words every room shares: who wrote, what came
// in, what goes out, and what a gateway can do. It has no behaviour beyond
// keeping an address out of logs; everything that decides lives elsewhere.
package msg

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Address is one place a message can come from or go to, as "scheme:rest":
// "sms:+84912345678", "telegram:5550123". It is personal data: printing or
// logging it shows only the scheme and the last two characters.
type Address string

// Scheme is the part before the colon.
func (a Address) Scheme() string {
	scheme, _, _ := strings.Cut(string(a), ":")
	return scheme
}

// Bare is the part after the colon, as the gateway wants it.
func (a Address) Bare() string {
	_, rest, _ := strings.Cut(string(a), ":")
	return rest
}

func (a Address) masked() string {
	rest := a.Bare()
	if len(rest) > 4 {
		return a.Scheme() + ":…" + rest[len(rest)-2:]
	}
	return a.Scheme() + ":…"
}

// String implements fmt.Stringer with the masked form; use string(a) where
// the real address is needed.
func (a Address) String() string { return a.masked() }

// GoString keeps %#v from showing the address.
func (a Address) GoString() string { return a.masked() }

// LogValue implements slog.LogValuer with the masked form.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.masked()) }

// Kind says what an Inbound is.
type Kind string

// The kinds of Inbound.
const (
	Text      Kind = "text"      // somebody typed
	Choice    Kind = "choice"    // somebody pressed a button of ours
	Contact   Kind = "contact"   // somebody shared their own number
	Started   Kind = "started"   // first contact, before any text
	Blocked   Kind = "blocked"   // the address no longer takes messages
	Unblocked Kind = "unblocked" // it does again
	Media     Kind = "media"     // sticker, voice, photo, file: never kept
)

// Inbound is one message from outside. (Gateway, Ref) is unique for ever.
type Inbound struct {
	Gateway string    // name of the route it came by
	From    Address   // who wrote
	To      string    // our number or account, as the gateway names it
	Chat    string    // conversation, where a gateway has groups
	Ref     string    // the gateway's own id of this message
	Kind    Kind      // what it is
	Text    string    // what was typed; for Media the caption
	Choice  string    // key of the pressed button
	At      time.Time // when the gateway took it
}

// Button is one choice offered under a message. Key comes back as
// Inbound.Choice and is at most 64 bytes; Label is at most 40 letters.
type Button struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// Lane orders what waits to be sent: a broadcast never delays an answer.
type Lane string

// The lanes, most urgent first.
const (
	Reply     Lane = "reply"     // to what somebody just wrote
	Notice    Lane = "notice"    // to one person: an officer's answer, a place in a course
	Broadcast Lane = "broadcast" // programme news to many
)

// Outbound is one gateway call and will have one gateway ref. Text is final:
// what is stored is what is sent, so that a preview, an approval and a retry
// are the same text.
type Outbound struct {
	Key        string // chosen before the first try; the same on every retry
	Route      string // which gateway sends it
	To         Address
	Lane       Lane
	Text       string
	Parts      int // SMS it takes; 0 on a chat
	Choices    []Button
	Replaces   string    // Key of the message whose buttons this one takes over,
	InPlace    bool      // and whose place, where a chat can change what it shows
	AskContact bool      // offer to share the own number
	Expires    time.Time // not worth sending after this
	Due        time.Time // not sent before this; zero is now
	Group      string    // what it is counted with: the id of a notice
	Anytime    bool      // not held back by the quiet hours: an emergency
}

// ChannelKind separates what a phone shows: bare text, or text with buttons.
type ChannelKind string

// The channel kinds.
const (
	SMS  ChannelKind = "sms"
	Chat ChannelKind = "chat"
)

// Class says who a gateway's messages seem to come from; failover stays
// within one class.
type Class string

// The sender classes.
const (
	TwoWay    Class = "twoway"    // an ordinary number that can be answered
	Brandname Class = "brandname" // a name; nobody can answer it
	Trial     Class = "trial"     // a phone drawn on a page: what is for it goes nowhere else, and nothing else goes to it
)

// Receipts says how far a gateway can follow a message.
type Receipts string

// How far receipts reach.
const (
	NoReceipts      Receipts = "none"
	OperatorReceipt Receipts = "operator" // the operator took it
	HandsetReceipt  Receipts = "handset"  // the phone got it
)

// Caps is what a gateway can do. Everything keys on Caps, never on a name.
type Caps struct {
	Kind         ChannelKind
	Limit        int      // longest text: characters on chat, parts on SMS
	Buttons      bool     // can show Choices
	Receives     bool     // can be answered
	Class        Class    // who it seems to come from
	Templates    bool     // refuses free text
	Receipts     Receipts // how far it reports
	Rate         float64  // messages a second it takes; 0 is no limit
	Idempotent   bool     // the same Key is delivered once
	PricePerPart int      // đồng a part; 0 is free
}

// Sink takes what came in. A nil error means stored: only then may a gateway
// acknowledge. A repeated (Gateway, Ref) is a success that changes nothing.
type Sink interface {
	Receive(ctx context.Context, in Inbound) error
}

// Status is how far an Outbound got. Later ones outrank earlier ones.
type Status string

// The statuses, in order of rank.
const (
	Sent      Status = "sent"      // the gateway took it
	Delivered Status = "delivered" // the receipt says it arrived
	Failed    Status = "failed"    // it will not arrive
)

// Receipt is a gateway's later word on an Outbound.
type Receipt struct {
	Route  string
	Ref    string // the gateway's ref, as Send returned it
	Status Status
	At     time.Time
}

// FailureKind is what the outbox must know about a failed send.
type FailureKind string

// The kinds of failure.
const (
	Transient FailureKind = "transient" // try again later
	Throttled FailureKind = "throttled" // try again after RetryAfter
	Rejected  FailureKind = "rejected"  // this message will never be taken
	Gone      FailureKind = "gone"      // this address takes nothing any more
	Ambiguous FailureKind = "ambiguous" // may have been sent: look it up first
)

// SendError is why a gateway did not send. It is made in one place a gateway
// and never carries an address, a text or a token.
type SendError struct {
	Kind       FailureKind
	RetryAfter time.Duration
	Code       string
	Narrow     bool // Throttled: this address only, not the whole gateway
}

func (e *SendError) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("send: %s", e.Kind)
	}
	return fmt.Sprintf("send: %s (%s)", e.Kind, e.Code)
}

// Refusal is why something was not done, in words for people: Code is the ID
// of a text of the service, and Vars fill its fields.
type Refusal struct {
	Code string
	Vars map[string]any
}

func (r *Refusal) Error() string { return "refused: " + r.Code }
