package course

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// keepMonths is how long a name is kept, as the words say.
const keepMonths = 12

// Bounds of what is kept of a person.
const (
	maxPersonName = 60
	maxVillage    = 40
	maxNote       = 200
	// mostOfContact is how many people one phone may put down for one course: a
	// household, and not a joker.
	mostOfContact = 10
)

// Entry is somebody who wants to be on a list.
type Entry struct {
	Course string
	// Seed makes the ids: the gateway and ref of the message, or something drawn
	// at random by whoever calls from elsewhere.
	Seed    string
	Person  person.Person // with an ID: somebody already known; else name, year, village …
	Channel string
}

// Place is where somebody stands after they registered.
type Place struct {
	Registration
	Rank int // among those who wait; 0 has a seat
}

// Register puts a name on a list: a seat while there is one and nobody waits,
// else the end of the waiting list.
func Register(r store.Reader, e Entry, now time.Time) (p Place, changes store.Changes, err error) {
	c, err := Get(r, e.Course)
	if err != nil {
		return p, changes, err
	}
	who, err := e.who(r, now)
	if err != nil {
		return p, changes, err
	}
	if err := mayJoin(r, c, who, now); err != nil {
		return p, changes, err
	}
	return join(r, c, e, who, now)
}

// Assist is Register for somebody who has no phone: an officer, or a village
// head who sits with one, writes it down. Who heard them agree is kept.
func Assist(r store.Reader, actor staff.Actor, e Entry, now time.Time) (p Place, changes store.Changes, err error) {
	c, err := Get(r, e.Course)
	if err != nil {
		return p, changes, err
	}
	if err := staff.May(actor, staff.ManagePeople, e.Person.Commune); err != nil {
		return p, changes, err
	}
	if how := e.Person.Consent.How; how != "paper" && how != "spoken" || e.Person.Consent.Witness == "" {
		return p, changes, refuse(locales.CourseNoWitness, nil)
	}
	e.Person.Contact, e.Channel = "", e.Person.Consent.How
	who, err := e.who(r, now)
	if err != nil {
		return p, changes, err
	}
	if err := mayJoin(r, c, who, now); err != nil {
		return p, changes, err
	}
	if p, changes, err = join(r, c, e, who, now); err != nil {
		return p, changes, err
	}
	return p, changes, logged(r, &changes, actor, "course.register", p.Code, now)
}

// who is the person as they are kept: the one already known, for longer, or a
// new one.
func (e Entry) who(r store.Reader, now time.Time) (person.Person, error) {
	p := e.Person
	if p.ID != "" {
		known, err := person.Get(r, p.ID)
		if err != nil {
			return p, err
		}
		if known.Contact != p.Contact || known.Consent.Version != locales.CourseConsentVersion {
			return p, store.ErrNotFound
		}
		p = known
	} else {
		sum := sha256.Sum256([]byte("person\x00" + e.Seed))
		p.ID = person.ID("p" + hex.EncodeToString(sum[:10]))
		p.Consent.Version, p.Consent.At = locales.CourseConsentVersion, now
	}
	p.Name, p.Village, p.Guardian = clip(line(p.Name), maxPersonName), clip(line(p.Village), maxVillage), clip(line(p.Guardian), maxPersonName)
	p.Expires = now.AddDate(0, keepMonths, 0)
	return p, complete(p, now)
}

func clip(s string, most int) string {
	if utf8.RuneCountInString(s) > most {
		return strings.TrimSpace(string([]rune(s)[:most]))
	}
	return s
}

// complete refuses somebody about whom something is missing, or who may not be
// written down.
func complete(p person.Person, now time.Time) error {
	switch {
	case p.Name == "":
		return refuse(locales.CourseNeedName, nil)
	case !likelyYear(p.Year, now):
		return refuse(locales.CourseNeedYear, nil)
	case Young(p.Year, now):
		return refuse(locales.CourseTooYoung, map[string]any{"N": p.Year})
	case Guarded(p.Year, now) && p.Guardian == "":
		return refuse(locales.CourseNeedGuardian, nil)
	}
	return nil
}

// mayJoin refuses a second time for the same person, and too many of one
// phone.
func mayJoin(r store.Reader, c Course, who person.Person, now time.Time) error {
	if !c.Takes(now) {
		return refuse(locales.CourseNotOpen, map[string]any{"Title": c.Called()})
	}
	if who.Contact == "" {
		return nil
	}
	mine, err := Here(r, c.ID, who.Contact)
	if err != nil {
		return err
	}
	for _, g := range mine {
		p, err := person.Get(r, g.Person)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if sameName(p, who) {
			return refuse(locales.CourseTwice, map[string]any{"Code": g.Code})
		}
	}
	if len(mine) >= mostOfContact {
		return refuse(locales.CourseMany, map[string]any{"Max": mostOfContact})
	}
	return nil
}

// sameName: it may be two people, so it is asked, or shown to staff.
func sameName(a, b person.Person) bool {
	return a.ID == b.ID || a.Year == b.Year && plain(a.Name) == plain(b.Name)
}

// Here lists those of a contact who still want, or have, a seat in a course.
func Here(r store.Reader, course string, id store.ContactID) ([]Registration, error) {
	all, err := Of(r, id)
	return slices.DeleteFunc(all, func(g Registration) bool { return g.Course != course || !g.Status.Active() }), err
}

// join is the decision that may be made once only for a seat.
func join(r store.Reader, c Course, e Entry, who person.Person, now time.Time) (p Place, changes store.Changes, err error) {
	code, err := newCode(r, e.Seed)
	if err != nil {
		return p, changes, err
	}
	g := Registration{
		Code: code, Contact: who.Contact, Course: c.ID, Person: who.ID, Since: now, At: now,
		Channel: e.Channel, Commune: who.Commune, Expires: who.Expires,
	}
	if p, err = stand(r, &c, g); err != nil {
		return p, changes, err
	}
	rec, err := who.Record()
	if err != nil {
		return p, changes, err
	}
	changes.Put = append(changes.Put, rec)
	return p, changes, queued(&changes, c, p.Registration)
}

// stand gives a registration its order, and a seat or a place behind those who
// wait.
func stand(r store.Reader, c *Course, g Registration) (p Place, err error) {
	_, rank, err := Room(r, *c)
	if err != nil {
		return p, err
	}
	c.Last++
	g.Order, g.Status = c.Last, Waiting
	if rank == 0 {
		g.Status = Interested
	}
	return Place{g, rank}, nil
}

// queued writes a registration and the course whose order it took.
func queued(changes *store.Changes, c Course, g Registration) error {
	rec, err := c.record()
	if err != nil {
		return err
	}
	changes.Put = append(changes.Put, rec)
	return keep(changes, g)
}

// logged adds what staff did to a registration.
func logged(r store.Reader, changes *store.Changes, actor staff.Actor, did, code string, now time.Time) error {
	return staff.Log(r, changes, staff.Entry{At: now, By: actor.ID, Did: did, On: "registration/" + code})
}
