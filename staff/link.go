package staff

import (
	"encoding/json"
	"errors"
	"time"

	"tinban/msg"
	"tinban/store"
)

// tries counts the wrong codes of a contact. It goes a day after the first.
type tries struct {
	Wrong int `json:"wrong"`
}

// triesOf counts the wrong codes of a contact in this day.
func triesOf(r store.Reader, contact store.ContactID, now time.Time) (t tries, rec store.Record, err error) {
	name := store.Name{Shelf: codeShelf, ID: "tries/" + string(contact)}
	rec, err = r.Get(name.Shelf, name.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !now.Before(rec.Expires) {
		return t, store.Record{Name: name, Owner: contact, Expires: now.Add(24 * time.Hour)}, nil
	}
	if err == nil {
		err = json.Unmarshal(rec.Body, &t)
	}
	return t, rec, err
}

// Link links a chat contact to the account whose code it typed. One contact is
// linked to one account and the other way round: what was linked before is so
// no more, and is told nothing. What it refuses is to be kept all the same: a
// wrong code counts.
func Link(r store.Reader, contact store.ContactID, typed string, now time.Time) (a Account, no *msg.Refusal, c store.Changes, err error) {
	no = &msg.Refusal{Code: RefusedCode}
	t, counted, err := triesOf(r, contact, now)
	if err != nil || t.Wrong >= maxWrong {
		return a, no, c, err
	}
	a, used, err := byCode(r, typed, now)
	if err != nil {
		return a, no, c, err
	}
	if used.ID == "" {
		t.Wrong++
		counted.Body, err = json.Marshal(t)
		c.Put = append(c.Put, counted)
		return a, no, c, err
	}
	c.Drop = append(c.Drop, used, counted.Name)
	if err := unlink(r, &c, contact, a.ID, now); err != nil {
		return a, no, c, err
	}
	a.Contact = contact
	rec, err := a.record()
	if err != nil {
		return a, no, c, err
	}
	c.Put = append(c.Put, rec)
	err = Log(r, &c, Entry{At: now, By: a.ID, Did: "staff.link", On: "staff/" + string(a.ID)})
	return a, nil, c, err
}

// byCode is the account in use that a code to link is for, and the code's
// record; an empty name when there is none.
func byCode(r store.Reader, typed string, now time.Time) (a Account, used store.Name, err error) {
	code, ok := ReadCode(typed)
	if !ok || code == "" {
		return a, used, nil
	}
	var rec store.Record
	err = r.Find(codeShelf, string(ForLink)+"/"+hashCode(code), "", func(_ string, found store.Record) bool {
		rec = found
		return false
	})
	if err != nil || rec.ID == "" || !now.Before(rec.Expires) {
		return a, used, err
	}
	var k kept
	if err := json.Unmarshal(rec.Body, &k); err != nil {
		return a, used, err
	}
	a, err = Get(r, k.Account)
	if err != nil || a.Disabled {
		return a, used, err
	}
	return a, rec.Name, nil
}

// unlink takes a contact from every other account.
func unlink(r store.Reader, c *store.Changes, contact store.ContactID, but ID, now time.Time) error {
	var others []Account
	err := each(r, "contact/"+string(contact)+"/", func(a Account) bool {
		if a.ID != but {
			others = append(others, a)
		}
		return true
	})
	for _, a := range others {
		a.Contact = ""
		rec, bad := a.record()
		err = errors.Join(err, bad)
		c.Put = append(c.Put, rec)
		err = errors.Join(err, Log(r, c, Entry{At: now, By: but, Did: "staff.unlink", On: "staff/" + string(a.ID)}))
	}
	return err
}
