package main

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"tinban/console"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/sms"
	"tinban/sms/text"
	"tinban/staff"
	"tinban/store"
)

// registry is what staff do with people by their numbers, at the terminal and
// on the pages: it joins the room of persons with the rules of numbers and the
// names of communes.
type registry struct {
	s     *service
	route string // which gateway writes to who has not written yet
}

var _ console.Residents = registry{}

// errStrange keeps people from being entered while nobody can tell who asked
// not to be.
var errStrange = errors.New("the do-not-send marks are of another key and cannot be read; bring back mark.key first")

// ReadList implements console.Residents.
func (p registry) ReadList(r store.Reader, by staff.Actor, list []byte) (l person.Preview, err error) {
	if err := staff.May(by, staff.ImportContacts); err != nil {
		return l, err
	}
	sheet, err := person.ReadImport(bytes.NewReader(list), p.importRules(r, by))
	if err != nil {
		return l, err
	}
	return person.Hold(r, p.s.marks, sheet)
}

func (p registry) importRules(r store.Reader, by staff.Actor) person.ImportRules {
	known, places := map[string]bool{}, map[string]place{} // a list names few, many times
	return person.ImportRules{
		Number: sms.Number, Plain: plainWords, Version: locales.NewsConsentVersion, Now: p.s.cfg.now(),
		Commune: func(name string) (today, named string, ok bool) {
			at, asked := places[name]
			if !asked {
				at = p.s.placeCalled(name)
				places[name] = at
			}
			return at.today, at.named, at.named != ""
		},
		Theirs: func(commune string) error {
			if staff.May(by, staff.ImportContacts, commune) == nil {
				return nil
			}
			name := p.s.know.Load().Library.CommuneName(commune, eligibility.FromTime(p.s.cfg.now()))
			return &msg.Refusal{Code: person.RefusedCommune, Vars: map[string]any{"Name": name}}
		},
		Staff: func(id string) bool {
			if _, asked := known[id]; !asked {
				_, err := staff.Get(r, staff.ID(id))
				known[id] = err == nil
			}
			return known[id]
		},
	}
}

// plainWords is a text in lower case, without marks or signs.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text.Strip(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// EnterList implements console.Residents. A kill between two pages loses
// nothing: the same list goes on where it stopped.
func (p registry) EnterList(ctx context.Context, by func(store.Reader) (staff.Actor, error), l person.Preview) (all person.Imported, err error) {
	if p.s.strange {
		return all, errStrange
	}
	for {
		done, more, err := p.enterPage(ctx, by, l)
		if err != nil {
			return all, err
		}
		all.Line, all.New, all.Faults = done.Line, done.New, append(all.Faults, done.Faults...)
		if !more {
			return all, nil
		}
	}
}

// enterPage enters one page, and logs the first.
func (p registry) enterPage(ctx context.Context, who func(store.Reader) (staff.Actor, error), l person.Preview) (done person.Imported, more bool, err error) {
	ids := make([]store.ContactID, person.ImportPage)
	for i := range ids {
		ids[i] = store.NewContactID()
	}
	err = p.s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
		by, err := who(r)
		if err == nil {
			err = staff.May(by, staff.ImportContacts, l.Communes()...)
		}
		if err != nil {
			return c, err
		}
		before, err := person.ImportedSoFar(r, l.Ref)
		if err != nil {
			return c, err
		}
		if done, c, err = person.Import(r, p.s.marks, l.Ref, p.writes(), l.Entries, ids, p.s.cfg.now()); err != nil {
			return c, err
		}
		if more = done.Line > before.Line; !more {
			done.Faults = nil
		}
		if before.Line > 0 || !more {
			return c, nil
		}
		return c, staff.Log(r, &c, staff.Entry{At: p.s.cfg.now(), By: by.ID, Did: string(staff.ImportContacts), On: "import/" + l.Ref})
	})
	return done, more, err
}

func (p registry) writes() string {
	if p.route != "" {
		return p.route
	}
	return p.s.smsRoute()
}

// EnterHousehold implements console.Residents.
func (p registry) EnterHousehold(r store.Reader, by staff.Actor, h console.Household, id store.ContactID) (taken bool, c store.Changes, err error) {
	if p.s.strange {
		return false, c, errStrange
	}
	if err := staff.May(by, staff.ImportContacts, h.Commune); err != nil {
		return false, c, err
	}
	if _, ok := p.s.communeOfToday(h.Commune); !ok {
		return false, c, &msg.Refusal{Code: person.RefusedPlace}
	}
	a, err := sms.Number(h.Number)
	if err != nil {
		return false, c, &msg.Refusal{Code: person.RefusedNumber}
	}
	how := h.How
	if how != "paper" {
		how = "spoken"
	}
	now := p.s.cfg.now()
	who, taken, c, err := person.EnterOne(r, p.s.marks, person.Entry{
		Address: a, Commune: h.Commune, Topics: h.Topics,
		Consent: person.Consent{Version: locales.NewsConsentVersion, At: now, How: how, Witness: h.Witness},
	}, id, p.writes(), now)
	if err != nil || taken {
		return taken, c, err
	}
	return false, c, staff.Log(r, &c, staff.Entry{At: now, By: by.ID, Did: string(staff.ImportContacts), On: "contact/" + string(who)})
}

// Find implements console.Residents; number may be a contact's id as well.
func (p registry) Find(r store.Reader, by staff.Actor, do staff.Action, number string) (f console.Resident, err error) {
	if err := staff.May(by, do); err != nil {
		return f, err
	}
	id := store.ContactID(number)
	if a, bad := sms.Number(number); bad == nil {
		f.Address = a
		if id, err = r.Lookup(a); errors.Is(err, store.ErrNotFound) {
			return f, nil
		}
	} else {
		f.Address, err = r.Address(id)
	}
	if err != nil {
		return f, err
	}
	if f.Contact, _, err = r.Contact(id); err != nil {
		return f, err
	}
	f.Known = true
	if f.Communes, err = communesOf(r, f.Contact); err != nil {
		return f, err
	}
	return f, staff.May(by, do, f.Communes...)
}

// communesOf are those somebody's data belong to.
func communesOf(r store.Reader, c store.Contact) (list []string, err error) {
	add := func(id string) {
		if id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	add(c.Commune)
	s, err := person.SubscriberOf(r, c.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	add(s.Commune)
	people, err := person.Of(r, c.ID)
	for _, p := range people {
		add(p.Commune)
	}
	return list, err
}

// Forget implements console.Residents.
func (p registry) Forget(r store.Reader, by staff.Actor, who console.Resident, reason string) (marked bool, c store.Changes, err error) {
	if c, marked, err = p.forgetting(r, who, false); err != nil || !who.Known && !marked {
		return marked, c, err
	}
	return marked, c, p.log(r, &c, by, staff.DeletePerson, who, reason)
}

// forgetting is everything that goes, and the mark that stays.
func (p registry) forgetting(r store.Reader, f console.Resident, always bool) (c store.Changes, marked bool, err error) {
	now := p.s.cfg.now()
	if f.Known {
		if c, marked, err = p.s.marks.Forgetting(r, f.Contact, f.Address, now); err != nil {
			return c, false, err
		}
		c.Contacts = append(c.Contacts, store.ForContact{ID: f.Contact.ID, Set: store.WriteSet{Forget: true}})
	}
	if marked || !always || f.Address == "" {
		return c, marked, nil
	}
	more, err := p.s.marks.Mark(f.Address, now)
	c.Add(more)
	return c, true, err
}

func (p registry) log(r store.Reader, c *store.Changes, by staff.Actor, did staff.Action, f console.Resident, reason string) error {
	return staff.Log(r, c, staff.Entry{At: p.s.cfg.now(), By: by.ID, Did: string(did), On: "contact/" + string(f.Contact.ID), Reason: reason})
}
