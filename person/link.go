package person

import (
	"encoding/json"
	"errors"
	"time"

	"tinban/msg"
	"tinban/store"
)

const linkShelf store.Shelf = "link"

// Link says that two contacts are one person's: a phone and a Telegram
// account. It is kept once on each side, and goes with either.
type Link struct {
	Contact store.ContactID `json:"-"`
	Other   store.ContactID `json:"other"`
	Consent Consent         `json:"consent"`
}

func (l Link) record() (store.Record, error) {
	b, err := json.Marshal(l)
	return store.Record{Name: linkName(l.Contact), Owner: l.Contact, Body: b}, err
}

func linkName(id store.ContactID) store.Name { return store.Name{Shelf: linkShelf, ID: string(id)} }

// LinkOf returns store.ErrNotFound for a contact that is not linked.
func LinkOf(r store.Reader, id store.ContactID) (l Link, err error) {
	rec, err := r.Get(linkShelf, string(id))
	if err != nil {
		return l, err
	}
	err = json.Unmarshal(rec.Body, &l)
	l.Contact = id
	return l, err
}

func linkIf(r store.Reader, id store.ContactID) (l Link, ok bool, err error) {
	l, err = LinkOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return l, false, nil
	}
	return l, err == nil, err
}

// Join links two contacts whose owner has proved that both are theirs. What
// either was linked to before is let go.
func Join(r store.Reader, a, b store.ContactID, agreed Consent) (c store.Changes, err error) {
	for _, id := range []store.ContactID{a, b} {
		old, err := Unlink(r, id)
		if err != nil {
			return c, err
		}
		c.Add(old)
	}
	for _, l := range []Link{{a, b, agreed}, {b, a, agreed}} {
		rec, err := l.record()
		if err != nil {
			return c, err
		}
		c.Put = append(c.Put, rec)
		if err := noteLink(r, &c, l.Contact, l.Other); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Unlink lets the other contact go; there need be none.
func Unlink(r store.Reader, id store.ContactID) (c store.Changes, err error) {
	linked, err := letGo(r, &c, id)
	if linked && err == nil {
		err = noteLink(r, &c, id, "")
	}
	return c, err
}

// End ends what a contact takes and lets its other contact go: whoever has
// the number now may be somebody else.
func End(r store.Reader, id store.ContactID) (store.Changes, error) {
	_, _, c, err := Unsubscribe(r, id)
	if err != nil {
		return c, err
	}
	_, err = letGo(r, &c, id)
	return c, err
}

// letGo drops both sides of a link, and notes it on the other side.
func letGo(r store.Reader, c *store.Changes, id store.ContactID) (linked bool, err error) {
	l, ok, err := linkIf(r, id)
	if !ok {
		return false, err
	}
	c.Drop = append(c.Drop, linkName(id), linkName(l.Other))
	return true, noteLink(r, c, l.Other, "")
}

// noteLink repeats a link in what the contact takes, where an audience is read.
func noteLink(r store.Reader, c *store.Changes, id, other store.ContactID) error {
	s, ok, err := subscriberIf(r, id)
	if !ok {
		return err
	}
	s.Linked = other
	rec, err := s.Record()
	c.Put = append(c.Put, rec)
	return err
}

// Forgetting is what changes elsewhere when a contact is forgotten: the other
// side of its link, and a mark where they had news or had stopped them, so
// that they are not entered again. marked reports whether there is one.
func (m *Marker) Forgetting(r store.Reader, contact store.Contact, a msg.Address, now time.Time) (c store.Changes, marked bool, err error) {
	_, taken, err := subscriberIf(r, contact.ID)
	if err != nil {
		return c, false, err
	}
	if _, err := letGo(r, &c, contact.ID); err != nil {
		return c, false, err
	}
	if m == nil || !taken && !contact.NewsStopped {
		return c, false, nil
	}
	more, err := m.Mark(a, now)
	c.Add(more)
	return c, true, err
}
