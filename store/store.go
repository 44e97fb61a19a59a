// Package store names what Tin Bản remembers and the small interfaces by
// which each room reaches it. A store pages and records; it never judges:
// what to remember is decided by a pure function that the store runs inside
// its transaction. What the suite in storetest does not ask of a store, no
// caller may rely on.
//
// An address sits in the contact index only. Every other record names a
// ContactID, so that forgetting a contact is a matter of ids.
package store

import (
	"context"
	"errors"
	"io"
	"time"

	"tinban/msg"
)

// How long things are kept.
const (
	KeepRefs       = 90 * 24 * time.Hour // to recognise a repeated message
	KeepTranscript = 30 * 24 * time.Hour // to answer a question about an answer
	KeepSent       = 30 * 24 * time.Hour // settled messages, to match receipts
	KeepSamples    = 365 * 24 * time.Hour
	KeepContact    = 365 * 24 * time.Hour // since the last message, of whom nothing else is kept
)

// ErrNotFound is returned when a record is asked for by an id that has none.
var ErrNotFound = errors.New("store: no such record")

// ErrClosed is returned by every call after Close has begun.
var ErrClosed = errors.New("store: closed")

// ContactID is an opaque id of one address. It is drawn at random: it cannot
// be computed from the address.
type ContactID string

// Contact is one address: it owns a session, a choice of marks, an opt-out.
type Contact struct {
	ID          ContactID // set by the store
	Route       string    // gateway of its last message: answers go back there
	Commune     string    // id of the commune it named, if any
	Marks       bool      // SMS with marks (CO DAU)
	Lang        string    // language it chose; empty is the service's own
	NewsStopped bool      // no notices (HUY)
	Unreachable bool      // its channel says it takes nothing
	HourStart   time.Time // the hour in which HourCount messages came
	HourCount   int
	Created     time.Time // set by the store
	Seen        time.Time // last message; set by the store
}

// Session is what a dialogue has so far. State belongs to the bot; the store
// never looks inside.
type Session struct {
	State   []byte
	Updated time.Time
	Expires time.Time // past this the store gives it back no more
}

// Snapshot is what is known when a message is decided.
type Snapshot struct {
	Contact Contact // zero but for the ID it will have and the Route when the address is new
	New     bool    // first message of this address
	Session Session // zero when there is none or it has expired
	Now     time.Time
	// Records reads what rooms keep, during the decision only.
	Records Reader
}

// Direction tells a resident's line from ours in a transcript.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Line is one message of a transcript, kept for KeepTranscript.
type Line struct {
	At   time.Time
	Dir  Direction
	Text string
}

// Event is one person-free line for reports: nothing in it names or numbers
// anybody.
type Event struct {
	At      time.Time
	Channel msg.ChannelKind
	Commune string
	Label   string   // what was asked
	Outcome string   // answer, ask_back, unknown, check, menu, handover, …
	Verdict string   // of a finished check
	Failed  []string // criteria that were not met
}

// Sample is a question that had no answer, given by the one who asked so that
// the next one gets one. Whoever writes it has taken out what could tell a
// person; it belongs to nobody, so nothing leads back to a contact.
type Sample struct {
	At    time.Time
	Label string // what it was taken for
	Text  string
}

// WriteSet is everything one decision changes. The store applies it whole or
// not at all.
type WriteSet struct {
	Contact *Contact       // nil: unchanged. ID, Created and Seen are ignored
	Session *Session       // nil: unchanged; an empty State forgets it
	Out     []msg.Outbound // To is filled in by the store; Key must be set
	Lines   []Line
	Events  []Event
	Samples []Sample
	Forget  bool    // everything about this contact goes; Out is still sent
	Changes Changes // of records, and of other contacts
}

// Decide turns what is known into what changes. It must be pure: a store may
// run it more than once, or run it and throw the result away.
type Decide func(Snapshot) (WriteSet, error)

// Inbox takes what came in: one durable transaction a message.
type Inbox interface {
	// Receive refuses a (Gateway, Ref) it has seen in the last KeepRefs: then
	// fresh is false, decide is not called and nothing changes. Otherwise it
	// loads the contact and session, calls decide and applies its write set.
	// When Receive returns nil, all of it is on disk. An error or a panic of
	// decide costs this message only.
	Receive(ctx context.Context, in msg.Inbound, decide Decide) (fresh bool, err error)
}

// Delivery is an Outbound that somebody has claimed in order to send it.
type Delivery struct {
	msg.Outbound
	Contact ContactID
	Tries   int // sends begun before this one
	// Doubtful: an earlier claim ended without a word, so this may have been
	// sent. Look it up, where the gateway allows, before sending again.
	Doubtful bool
}

// Settlement is what became of a claimed Delivery.
type Settlement struct {
	Key     string
	Status  msg.Status // Sent, Failed, or empty to try again at RetryAt
	Ref     string     // the gateway's ref, when sent
	Code    string     // why not, in the gateway's code
	RetryAt time.Time  // zero: when it was due before, in its old place
	Cost    int        // đồng, when sent
	// Route, when given, is the gateway that tries next.
	Route string
	// Untried: the send was not begun, so it does not count as a try.
	Untried bool
	// Doubtful carries "may have been sent" over to the next claim.
	Doubtful bool
	Gone     bool // the address takes nothing any more: mark the contact
}

// Spent is what a route took in a month.
type Spent struct {
	Messages, Parts, Cost int
}

// Queue is what waits for one gateway in one lane and belongs together.
type Queue struct {
	Lane    msg.Lane
	Route   string
	Group   string
	Anytime bool
}

// Room says how many messages of a queue may be handed out in one claim: n of
// all queues together that are given the same share. It is asked about queues
// in which a message is due, inside a transaction: it must not wait, call the
// store, or mind being asked twice.
type Room func(Queue) (share string, n int)

// Outbox holds what waits to be sent.
type Outbox interface {
	// Claim hands out at most n messages that are due, replies before notices
	// before broadcasts and the oldest first, each to one caller only until the
	// lease ends; of the queues as many as room says, nil being no bound.
	// What there is no room for costs nothing, however much it is.
	// A message past its Expires is not handed out but settled as Failed with
	// code "expired". A claim whose lease ended, or whose process died, comes
	// back Doubtful.
	Claim(ctx context.Context, now time.Time, lease time.Duration, n int, room Room) ([]Delivery, error)
	// Settle records outcomes; an unknown key is ignored.
	Settle(ctx context.Context, done []Settlement) error
	// Receipt ranks a gateway's later word: it never goes backwards, and one
	// that is repeated changes nothing. One that comes before its message is
	// settled counts once it is; one that nobody waits for changes nothing.
	Receipt(ctx context.Context, r msg.Receipt) error
	// Waiting counts what has not been settled, in these lanes or in all.
	Waiting(ctx context.Context, lanes ...msg.Lane) (int, error)
	// Oldest is since when the message that waits longest in a lane is due;
	// zero when none waits.
	Oldest(ctx context.Context, lane msg.Lane) (time.Time, error)
	// Spent sums what was sent in the month of a day, by route.
	Spent(ctx context.Context, month time.Time) (map[string]Spent, error)
}

// Records is read by reports and by "XEM".
type Records interface {
	// Events calls yield for each event from at or after since, oldest first,
	// until it returns false.
	Events(ctx context.Context, since time.Time, yield func(Event) bool) error
	// Samples calls yield for each sample from at or after since, oldest first,
	// until it returns false.
	Samples(ctx context.Context, since time.Time, yield func(Sample) bool) error
	// Transcript returns a contact's lines, oldest first.
	Transcript(ctx context.Context, id ContactID) ([]Line, error)
}

// Keeper deletes what must not be kept.
type Keeper interface {
	// Forget removes everything about a contact at once: address, session,
	// transcript, records, waiting messages. Events name nobody and stay.
	Forget(ctx context.Context, id ContactID) error
	// Sweep removes what is older than it may be kept, in steps short enough
	// not to hold up a message, and returns how many records went. Whoever has
	// not written for KeepContact, owns no record and has stopped no news is
	// forgotten.
	Sweep(ctx context.Context, now time.Time) (int, error)
}

// Compacter gives back the room of what was deleted, and its remnants.
type Compacter interface {
	// Compact rewrites the store while it is in use, so that nothing of what
	// was deleted before the call is left in it, and says how many bytes it
	// took before and takes after. It needs room for a second copy; when it
	// fails the store is as it was. One call at a time: others wait.
	Compact(ctx context.Context) (before, after int64, err error)
}

// Store is all of it, as cmd/tinban opens it.
type Store interface {
	Inbox
	Outbox
	Records
	Keeper
	Shelves
	Compacter
	// Copy writes all of it to w, as it is at one moment, while it is in use.
	Copy(ctx context.Context, w io.Writer) error
	// Ready fails when a message could not be stored now.
	Ready(ctx context.Context) error
	Close() error
}
