package notice

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

const shelf store.Shelf = "notice"

// Keep is how long a notice can be asked for by its code.
const Keep = 400 * 24 * time.Hour

// ID names a notice: short, drawn from what it is made of.
type ID string

// Kind is what a notice is for.
type Kind string

// The kinds.
const (
	Meeting    Kind = "meeting"    // people are asked to come somewhere
	Course     Kind = "course"     // a class opens
	Other      Kind = "other"      // anything else
	Emergency  Kind = "emergency"  // leaves at once, reviewed afterwards
	Correction Kind = "correction" // to those who got another one
)

// State is how far a notice is.
type State string

// The states, in the order of a life without trouble.
const (
	Drafted   State = "draft"
	Tested    State = "tested"    // its author has read it on their own phone
	Submitted State = "submitted" // somebody else must agree
	Approved  State = "approved"  // waits for its time
	Counting  State = "counting"  // a few minutes to undo; nothing waits to be sent
	First     State = "first"     // to a few
	Held      State = "held"      // those few have it: is anything wrong?
	Sending   State = "sending"   // to everybody else
	Done      State = "done"

	Returned  State = "returned" // not agreed to, with a reason
	Paused    State = "paused"
	Cancelled State = "cancelled"
)

// States lists them, in the order they are told.
var States = []State{Drafted, Tested, Submitted, Returned, Approved, Counting, First, Held, Sending, Paused, Done, Cancelled}

// live are the states that time moves.
var live = []State{Approved, Counting, First, Held, Sending}

// Content is what goes out and to whom, as an officer gave it.
type Content struct {
	Communes []string     `json:"communes"`        // ids of today's communes
	Topic    person.Topic `json:"topic,omitempty"` // empty is everybody: an emergency
	Kind     Kind         `json:"kind"`
	Text     string       `json:"text"`             // one text, with marks; every form is made from it
	Filled   *Filled      `json:"filled,omitempty"` // the template it came from
	At       time.Time    `json:"at,omitzero"`      // when to send; zero is as soon as may be
	Reason   string       `json:"reason,omitempty"` // why it does not wait for the morning
}

// Notice is one message to many.
type Notice struct {
	ID   ID     `json:"-"`
	Code string `json:"code"` // four digits under every form of it
	Content
	Corrects  ID        `json:"corrects,omitempty"`
	Corrected string    `json:"corrected,omitempty"` // the code of that one
	Until     time.Time `json:"until,omitzero"`      // of no use after this: what it speaks of is over

	State   State     `json:"state"`
	Version int       `json:"version"` // grows with each edit
	Author  staff.ID  `json:"author"`
	Editor  staff.ID  `json:"editor"` // of this version
	Created time.Time `json:"created"`
	Edited  time.Time `json:"edited"`

	Tested    string    `json:"tested,omitempty"`   // the hash somebody has read on their phone
	Onscreen  bool      `json:"onscreen,omitempty"` // … or on a page, for want of a phone linked here
	Submitted time.Time `json:"submitted,omitzero"`
	Approver  staff.ID  `json:"approver,omitempty"`
	Approved  time.Time `json:"approved,omitzero"`
	Hash      string    `json:"hash,omitempty"` // what was agreed to
	Start     time.Time `json:"start,omitzero"` // nothing waits to be sent before this
	Seen      time.Time `json:"seen,omitzero"`  // when waiting was last looked at
	Begun     time.Time `json:"begun,omitzero"` // when the first message was queued
	Held      time.Time `json:"held,omitzero"`  // since when the first few have it
	Resumed   time.Time `json:"resumed,omitzero"`
	Ended     time.Time `json:"ended,omitzero"`
	Why       Why       `json:"why,omitempty"`    // it is paused, or ended early
	Remark    string    `json:"remark,omitempty"` // of whoever returned, paused or reviewed it

	Reviewer staff.ID  `json:"reviewer,omitempty"` // of an emergency
	Reviewed time.Time `json:"reviewed,omitzero"`
	Review   time.Time `json:"review,omitzero"` // when it should have been

	Cursor   Cursor         `json:"cursor,omitzero"`
	Round    int            `json:"round,omitempty"` // grows with each retry
	Queued   map[string]int `json:"queued,omitempty"`
	Excluded map[Why]int    `json:"excluded,omitempty"`
	Tries    int            `json:"tries,omitempty"` // tests, so that each has a key
}

// Cursor is how far an audience has been read.
type Cursor struct {
	Commune int    `json:"c,omitempty"` // which of them
	After   string `json:"a,omitempty"`
	End     bool   `json:"e,omitempty"`
}

// people is how many it was queued for.
func (n Notice) people() (sum int) {
	for _, q := range n.Queued {
		sum += q
	}
	return sum
}

// Live reports whether time moves it.
func (n Notice) Live() bool { return slices.Contains(live, n.State) }

// Out reports whether anybody can have got it.
func (n Notice) Out() bool { return !n.Begun.IsZero() }

// anytime: it does not wait for the morning.
func (n Notice) anytime() bool {
	return n.Kind == Emergency || n.Kind == Correction && n.Reason != ""
}

// uncapped: it does not count among the few a person takes.
func (n Notice) uncapped() bool { return n.Kind == Emergency || n.Kind == Correction }

// newest sorts times backwards, so that a list begins with the last.
func newest(at time.Time) string { return fmt.Sprintf("%019d", math.MaxInt64-at.UnixNano()) }

// record is how a notice is kept, and what it is found under.
func (n Notice) record() (store.Record, error) {
	b, err := json.Marshal(n)
	keys := []string{"code/" + n.Code, "all/" + newest(n.Created)}
	for _, c := range n.Communes {
		keys = append(keys, "commune/"+c+"/"+newest(n.Created))
		if n.State == Submitted {
			keys = append(keys, "submitted/"+c+"/")
		}
	}
	if n.Live() {
		keys = append(keys, "live/")
	}
	if n.Corrects != "" {
		keys = append(keys, "corrects/"+string(n.Corrects)+"/")
	}
	if n.Kind == Emergency && n.Reviewed.IsZero() {
		keys = append(keys, "review/"+stamp(n.Review))
	}
	return store.Record{
		Name: store.Name{Shelf: shelf, ID: string(n.ID)}, Body: b, Keys: keys, Expires: n.Created.Add(Keep),
	}, err
}

func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") }

func (n Notice) keep(c *store.Changes) error {
	rec, err := n.record()
	c.Put = append(c.Put, rec)
	return err
}

func decode(rec store.Record) (n Notice, err error) {
	err = json.Unmarshal(rec.Body, &n)
	n.ID = ID(rec.ID)
	return n, err
}

// Sown is the notice that somebody has made from a seed; ok is false when they
// have not. A form that comes in twice finds the first one by it.
func Sown(r store.Reader, by staff.ID, seed string) (n Notice, ok bool, err error) {
	n, err = Get(r, idOf(seed, 0))
	if err != nil {
		return Notice{}, false, notThere(err)
	}
	return n, n.Author == by, nil
}

// Get returns store.ErrNotFound for a notice there is not.
func Get(r store.Reader, id ID) (Notice, error) {
	rec, err := r.Get(shelf, string(id))
	if err != nil {
		return Notice{}, err
	}
	return decode(rec)
}

// ByCode returns store.ErrNotFound for a code nothing of the last 400 days
// has.
func ByCode(r store.Reader, code string) (n Notice, err error) {
	found := false
	err = each(r, "code/"+code, func(x Notice) bool {
		n, found = x, x.Code == code
		return !found
	})
	if err == nil && !found {
		err = store.ErrNotFound
	}
	return n, err
}

// Named finds a notice by its id or its code.
func Named(r store.Reader, name string) (Notice, error) {
	n, err := ByCode(r, name)
	if errors.Is(err, store.ErrNotFound) {
		return Get(r, ID(name))
	}
	return n, err
}

// Genuine is what somebody who asks about a code may know: a notice that has
// left, and what corrects it. A draft is nobody's news.
func Genuine(r store.Reader, code string) (n Notice, corrections []Notice, err error) {
	n, err = ByCode(r, code)
	if err == nil && !n.Out() {
		err = store.ErrNotFound
	}
	if err != nil {
		return Notice{}, nil, err
	}
	corrections, err = Corrections(r, n.ID)
	return n, slices.DeleteFunc(corrections, func(x Notice) bool { return !x.Out() }), err
}

// Corrections are those of a notice, drafts included.
func Corrections(r store.Reader, id ID) (list []Notice, err error) {
	err = each(r, "corrects/"+string(id)+"/", func(x Notice) bool {
		list = append(list, x)
		return true
	})
	return list, err
}

// Recent lists the last notices of a commune, or of all when it is empty, the
// newest first.
func Recent(r store.Reader, commune string, most int) (list []Notice, err error) {
	prefix := "all/"
	if commune != "" {
		prefix = "commune/" + commune + "/"
	}
	if most <= 0 {
		return nil, nil
	}
	err = each(r, prefix, func(n Notice) bool {
		list = append(list, n)
		return len(list) < most
	})
	return list, err
}

// Running lists what time moves.
func Running(r store.Reader) (ids []ID, err error) {
	err = each(r, "live/", func(n Notice) bool {
		ids = append(ids, n.ID)
		return true
	})
	return ids, err
}

// Undecided lists what a commune's leader has to decide on.
func Undecided(r store.Reader, commune string) (list []Notice, err error) {
	err = each(r, "submitted/"+commune+"/", func(n Notice) bool {
		list = append(list, n)
		return true
	})
	return list, err
}

func each(r store.Reader, prefix string, yield func(Notice) bool) error {
	var bad error
	err := r.Find(shelf, prefix, "", func(_ string, rec store.Record) bool {
		var n Notice
		if n, bad = decode(rec); bad != nil {
			return false
		}
		return yield(n)
	})
	return errors.Join(err, bad)
}
