package ticket

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

const shelf store.Shelf = "ticket"

// How long a ticket is kept: after its answer, after staff asked back, and
// when nobody ever answered.
const (
	keepAnswered = 30 * 24 * time.Hour
	keepAsked    = 30 * 24 * time.Hour
	keepOpen     = 180 * 24 * time.Hour
)

// Kind is what a ticket is about.
type Kind string

// The kinds.
const (
	Question  Kind = "question"  // in the resident's own words
	Unknown   Kind = "unknown"   // what an eligibility check could not know
	Callback  Kind = "callback"  // a wish to be called
	Complaint Kind = "complaint" // an answer of the service was not to the question
)

// State is how far a ticket is.
type State string

// The states.
const (
	Open       State = "open"
	Taken      State = "taken"     // somebody is writing the answer
	AskedBack  State = "asked"     // it waits for the resident
	Forwarded  State = "forwarded" // another office was asked; it is still due
	Answered   State = "answered"
	OutOfScope State = "out_of_scope"
	Closed     State = "closed" // the resident said that it is clear
)

// What was said on a ticket.
type What string

// The things said.
const (
	Answer  What = "answer"
	AskBack What = "ask"     // staff want to know more
	Added   What = "more"    // the resident says more, or that it is not clear
	Forward What = "forward" // to another office, with the reason
	Scope   What = "scope"   // this is not for us
)

// Said is one thing said on a ticket.
type Said struct {
	At     time.Time `json:"at"`
	By     staff.ID  `json:"by,omitempty"` // empty is the resident
	What   What      `json:"what"`
	Text   string    `json:"text,omitempty"`
	Source string    `json:"source,omitempty"` // empty is the officer's own word
	Lost   bool      `json:"lost,omitempty"`   // nobody could be reached
}

// Check is an eligibility check that needs an officer: the answers that may be
// kept, and the questions whose answer is missing.
type Check struct {
	Programme string            `json:"programme"`
	Rule      string            `json:"rule"` // the version it was made with
	Commune   string            `json:"commune,omitempty"`
	Answers   map[string]string `json:"answers"`
	Missing   []string          `json:"missing"`
	Filled    map[string]string `json:"filled,omitempty"` // by officers
}

// Left lists the questions an officer is still asked.
func (c *Check) Left() []string {
	return slices.DeleteFunc(slices.Clone(c.Missing), func(q string) bool { return c.Filled[q] != "" })
}

// All is the resident's answers with the officers'.
func (c *Check) All() map[string]string {
	all := maps.Clone(c.Answers)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, c.Filled)
	return all
}

// Ticket is one question that a person answers.
type Ticket struct {
	Code    Code            `json:"-"`
	Owner   store.ContactID `json:"-"`
	Kind    Kind            `json:"kind"`
	Commune string          `json:"commune,omitempty"` // of today; empty is everybody's
	Label   string          `json:"label,omitempty"`   // the nearest topic
	Text    string          `json:"text"`
	Normal  string          `json:"normal,omitempty"` // the question as the reader reads it
	Channel msg.ChannelKind `json:"channel"`
	Phone   string          `json:"phone,omitempty"` // to call, where it is not the address
	Check   *Check          `json:"check,omitempty"`
	Asked   time.Time       `json:"asked"`
	Due     time.Time       `json:"due,omitzero"` // zero: no day was promised
	State   State           `json:"state"`
	Urgent  bool            `json:"urgent,omitempty"`
	Taker   staff.ID        `json:"taker,omitempty"`
	TakenAt time.Time       `json:"taken,omitzero"`
	Office  string          `json:"office,omitempty"` // where it was forwarded
	Head    Code            `json:"head,omitempty"`   // is answered with this one
	Said    []Said          `json:"said,omitempty"`
	Ended   time.Time       `json:"ended,omitzero"`
	Stage   Stage           `json:"stage,omitempty"` // what is done next without anybody writing
	Next    time.Time       `json:"next,omitzero"`   // when
	Late    bool            `json:"late,omitempty"`  // it was overdue once
}

// Waits reports whether somebody of staff must still do something.
func (t Ticket) Waits() bool { return t.State == Open || t.State == Taken || t.State == Forwarded }

// Live reports whether it can still be answered.
func (t Ticket) Live() bool { return t.Waits() || t.State == AskedBack }

// Overdue reports whether it should have been answered.
func (t Ticket) Overdue(now time.Time) bool {
	return t.Waits() && !t.Due.IsZero() && now.After(t.Due)
}

// Last is the last thing of a sort that was said, or nil.
func (t Ticket) Last(what What) *Said {
	for i := len(t.Said) - 1; i >= 0; i-- {
		if t.Said[i].What == what {
			return &t.Said[i]
		}
	}
	return nil
}

// keyTime is a moment as a key orders it.
func keyTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") }

// record is how a ticket is kept.
func (t Ticket) record() (store.Record, error) {
	b, err := json.Marshal(t)
	keys := []string{"asked/" + keyTime(t.Asked)}
	if t.Live() {
		keys = append(keys, "live/"+t.Commune+"/"+keyTime(t.Due))
	}
	if t.Head != "" {
		keys = append(keys, "head/"+string(t.Head)+"/")
	}
	if !t.Next.IsZero() {
		keys = append(keys, "due/"+keyTime(t.Next))
	}
	return store.Record{
		Name: store.Name{Shelf: shelf, ID: string(t.Code)}, Owner: t.Owner, Body: b, Keys: keys, Expires: t.expires(),
	}, err
}

func (t Ticket) expires() time.Time {
	switch {
	case !t.Ended.IsZero():
		return t.Ended.Add(keepAnswered)
	case t.State == AskedBack && len(t.Said) > 0:
		return t.Said[len(t.Said)-1].At.Add(keepAsked)
	}
	return t.Asked.Add(keepOpen)
}

// put adds a ticket to what changes.
func put(c *store.Changes, t Ticket) error {
	rec, err := t.record()
	c.Put = append(c.Put, rec)
	return err
}

func decode(rec store.Record) (t Ticket, err error) {
	err = json.Unmarshal(rec.Body, &t)
	t.Code, t.Owner = Code(rec.ID), rec.Owner
	return t, err
}

// Get returns store.ErrNotFound for a ticket there is not: it never was, was
// kept long enough, or went with the one who asked.
func Get(r store.Reader, code Code) (Ticket, error) {
	rec, err := r.Get(shelf, string(code))
	if err != nil {
		return Ticket{}, err
	}
	return decode(rec)
}

// Of lists a contact's tickets, the newest first.
func Of(r store.Reader, owner store.ContactID) (list []Ticket, err error) {
	if owner == "" {
		return nil, nil
	}
	recs, err := r.Own(shelf, owner)
	for _, rec := range recs {
		t, bad := decode(rec)
		list, err = append(list, t), errors.Join(err, bad)
	}
	slices.SortStableFunc(list, func(a, b Ticket) int { return b.Asked.Compare(a.Asked) })
	return list, err
}

// Each calls yield for every ticket there is, the oldest first, until it
// returns false.
func Each(r store.Reader, yield func(Ticket) bool) error { return find(r, "asked/", yield) }

func find(r store.Reader, prefix string, yield func(Ticket) bool) error {
	var bad error
	err := r.Find(shelf, prefix, "", func(_ string, rec store.Record) bool {
		t, err := decode(rec)
		if bad = err; err != nil {
			return false
		}
		return yield(t)
	})
	return errors.Join(err, bad)
}
