package course

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

const registrationShelf store.Shelf = "registration"

// Status is what became of a registration.
type Status string

// The statuses.
const (
	Interested Status = "interested" // within the first seats; nothing is promised
	Waiting    Status = "waiting"    // behind them, in the order of coming
	Invited    Status = "invited"
	Accepted   Status = "accepted"
	Declined   Status = "declined"
	Expired    Status = "expired" // did not answer in time
	Learning   Status = "learning"
	Finished   Status = "finished"
	Left       Status = "left" // began, and did not finish
	Withdrawn  Status = "withdrawn"
)

// Statuses lists them, in the order of a registration's life.
var Statuses = []Status{Interested, Waiting, Invited, Accepted, Declined, Expired, Learning, Finished, Left, Withdrawn}

// Text is the status in words.
func (s Status) Text() locales.ID { return locales.ID("course_is_" + string(s)) }

// holds: the status takes a seat.
func (s Status) holds() bool {
	switch s {
	case Interested, Invited, Accepted, Learning, Finished:
		return true
	}
	return false
}

// Active reports whether somebody still wants, or has, a seat.
func (s Status) Active() bool { return s.holds() || s == Waiting }

// Todo is what happens to a registration next, by itself.
type Todo string

// What there is to do.
const (
	ToInvite Todo = "invite" // tell them that they are invited
	ToRemind Todo = "remind" // of the deadline
	ToExpire Todo = "expire" // give the seat to the next
	ToMove   Todo = "move"   // tell them that they wait no longer
	ToStart  Todo = "start"  // remind them that it begins
	ToChange Todo = "change" // tell them that day or place changed
)

// Registration is one person's name on the list of one course.
type Registration struct {
	Code     string          `json:"-"`
	Contact  store.ContactID `json:"-"` // whose phone; empty for somebody without one
	Course   string          `json:"course"`
	Person   person.ID       `json:"person"`
	Order    int             `json:"order"` // of coming
	Status   Status          `json:"status"`
	Since    time.Time       `json:"since"`
	At       time.Time       `json:"at"`      // when they put their name down
	Channel  string          `json:"channel"` // how: "sms", "chat", "paper" or "spoken"
	Commune  string          `json:"commune"`
	Note     string          `json:"note,omitempty"` // of staff
	Deadline time.Time       `json:"deadline,omitzero"`
	Todo     Todo            `json:"todo,omitempty"`
	Due      time.Time       `json:"due,omitzero"`
	Expires  time.Time       `json:"expires"` // with the person
}

// Paper reports whether what there is to say must be carried to them.
func (g Registration) Paper() bool { return g.Contact == "" }

func (g Registration) record() (store.Record, error) {
	b, err := json.Marshal(g)
	in := "in/" + g.Course
	keys := []string{in + "/all/" + orderKey(g.Order)}
	switch {
	case g.Status.holds():
		keys = append(keys, in+"/seat/"+orderKey(g.Order))
	case g.Status == Waiting:
		keys = append(keys, in+"/wait/"+orderKey(g.Order))
	}
	if g.Todo != "" {
		keys = append(keys, dueKey(g.Due))
	}
	return store.Record{
		Name: store.Name{Shelf: registrationShelf, ID: g.Code}, Owner: g.Contact, Body: b, Keys: keys, Expires: g.Expires,
	}, err
}

func orderKey(n int) string { return fmt.Sprintf("%07d", n) }

func dueKey(at time.Time) string { return "due/" + at.UTC().Format("2006-01-02T15:04:05") }

// keep adds registrations to what changes.
func keep(changes *store.Changes, list ...Registration) error {
	for _, g := range list {
		rec, err := g.record()
		if err != nil {
			return err
		}
		changes.Put = append(changes.Put, rec)
	}
	return nil
}

// to moves it to another status. What there was to do is not to be done any
// more.
func (g Registration) to(s Status, now time.Time) Registration {
	g.Status, g.Since = s, now
	g.Todo, g.Due, g.Deadline = "", time.Time{}, time.Time{}
	return g
}

// next sets what happens by itself, and when.
func (g Registration) next(do Todo, at time.Time) Registration {
	g.Todo, g.Due = do, at
	return g
}

// Registered returns store.ErrNotFound for a code nobody has.
func Registered(r store.Reader, code string) (Registration, error) {
	rec, err := r.Get(registrationShelf, code)
	if err != nil {
		return Registration{}, err
	}
	return registration(rec)
}

func registration(rec store.Record) (g Registration, err error) {
	err = json.Unmarshal(rec.Body, &g)
	g.Code, g.Contact = rec.ID, rec.Owner
	return g, err
}

// eachOf calls yield for the registrations under a key, from the lowest on.
func eachOf(r store.Reader, key string, yield func(Registration) (more bool)) error {
	var bad error
	err := r.Find(registrationShelf, key, "", func(_ string, rec store.Record) bool {
		g, err := registration(rec)
		if bad = err; err != nil {
			return false
		}
		return yield(g)
	})
	return errors.Join(err, bad)
}

// List is the registrations of a course, in the order of coming.
func List(r store.Reader, course string) (list []Registration, err error) {
	err = eachOf(r, "in/"+course+"/all/", func(g Registration) bool {
		list = append(list, g)
		return true
	})
	return list, err
}

// Of lists the registrations of a contact, the oldest first.
func Of(r store.Reader, id store.ContactID) (list []Registration, err error) {
	recs, err := r.Own(registrationShelf, id)
	for _, rec := range recs {
		g, bad := registration(rec)
		list, err = append(list, g), errors.Join(err, bad)
	}
	sortByTime(list)
	return list, err
}

// EraseOf deletes the people of a phone who live in an actor's communes, with
// their registrations. What other communes keep of the phone stays.
func EraseOf(r store.Reader, actor staff.Actor, id store.ContactID, reason string, now time.Time) (changes store.Changes, err error) {
	if err := staff.May(actor, staff.DeletePerson); err != nil {
		return changes, err
	}
	people, err := person.Of(r, id)
	if err != nil {
		return changes, err
	}
	gone := map[person.ID]bool{}
	for _, p := range people {
		if p.Commune != "" && staff.May(actor, staff.DeletePerson, p.Commune) != nil {
			continue
		}
		rec, err := p.Record()
		if err != nil {
			return changes, err
		}
		gone[p.ID], changes.Drop = true, append(changes.Drop, rec.Name)
	}
	list, err := Of(r, id)
	for _, g := range list {
		if gone[g.Person] {
			changes.Drop = append(changes.Drop, store.Name{Shelf: registrationShelf, ID: g.Code})
		}
	}
	entry := staff.Entry{At: now, By: actor.ID, Did: string(staff.DeletePerson), On: "contact/" + string(id), Reason: reason}
	return changes, errors.Join(err, staff.Log(r, &changes, entry))
}

// Taken counts the seats that somebody holds.
func Taken(r store.Reader, course string) (int, error) { return count(r, "in/"+course+"/seat/") }

// waiting counts those who wait.
func waiting(r store.Reader, course string) (int, error) { return count(r, "in/"+course+"/wait/") }

func count(r store.Reader, key string) (n int, err error) {
	err = r.Find(registrationShelf, key, "", func(string, store.Record) bool {
		n++
		return true
	})
	return n, err
}

// Room is how many people are on a list, and the place in line of whoever comes
// next; 0 when there is a seat.
func Room(r store.Reader, c Course) (people, next int, err error) {
	taken, err := Taken(r, c.ID)
	if err != nil {
		return 0, 0, err
	}
	before, err := waiting(r, c.ID)
	if taken < c.Seats && before == 0 {
		return taken, 0, err
	}
	return taken + before, before + 1, err
}

// Rank is the place of somebody who waits, from 1; 0 for everybody else.
func Rank(r store.Reader, g Registration) (n int, err error) {
	if g.Status != Waiting {
		return 0, nil
	}
	err = eachOf(r, "in/"+g.Course+"/wait/", func(o Registration) bool {
		n++
		return o.Order < g.Order
	})
	return n, err
}

func sortByTime(list []Registration) {
	slices.SortFunc(list, func(a, b Registration) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Code, b.Code)) })
}
