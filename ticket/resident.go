package ticket

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tinban/store"
)

// Own returns a contact's ticket, or store.ErrNotFound: whose another one is
// is nobody's business.
func Own(r store.Reader, owner store.ContactID, code Code) (Ticket, error) {
	t, err := Get(r, code)
	if err == nil && (owner == "" || t.Owner != owner) {
		return Ticket{}, store.ErrNotFound
	}
	return t, err
}

// Clear notes that the answer was clear.
func Clear(r store.Reader, owner store.ContactID, code Code, now time.Time) (Ticket, store.Changes, error) {
	t, err := Own(r, owner, code)
	if err != nil || t.State != Answered {
		return t, store.Changes{}, err
	}
	t.State = Closed
	c := store.Changes{Events: []store.Event{{At: now, Channel: t.Channel, Commune: t.Commune, Label: t.Label, Outcome: "ticket_clear"}}}
	return t, c, put(&c, t)
}

// More is what a resident says about a ticket of theirs.
type More struct {
	Contact store.ContactID
	Text    string
	Promise bool // as in Ask
}

// Say adds what the resident says: an answer to what staff asked, what is not
// clear about theirs, or more to the question. A ticket that was answered is
// open again and, where somebody is there to answer it, due anew.
func Say(r store.Reader, code Code, more More, days Calendar, now time.Time) (Ticket, store.Changes, error) {
	t, err := Own(r, more.Contact, code)
	if err != nil {
		return t, store.Changes{}, err
	}
	again := !t.Waits()
	t.Said = append(slices.Clone(t.Said), Said{At: now, What: Added, Text: hideNumbers(strings.TrimSpace(more.Text))})
	if again {
		t.State, t.Ended, t.Late, t.Head = Open, time.Time{}, false, ""
		t.Due = time.Time{}
		if more.Promise {
			t.opens(days, now)
		}
	}
	var c store.Changes
	if again && t.Last(Answer) != nil {
		c.Events = append(c.Events, store.Event{At: now, Channel: t.Channel, Commune: t.Commune, Label: t.Label, Outcome: "ticket_unclear"})
	}
	return t, c, put(&c, t)
}

// Live lists a contact's tickets that wait for an answer.
func Live(r store.Reader, owner store.ContactID) ([]Ticket, error) {
	all, err := Of(r, owner)
	return slices.DeleteFunc(all, func(t Ticket) bool { return !t.Live() }), err
}

// None reports whether an error says that there is no such ticket.
func None(err error) bool { return errors.Is(err, store.ErrNotFound) }
