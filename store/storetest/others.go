package storetest

import (
	"errors"
	"fmt"
	"time"

	"tinban/store"
)

var otherTests = map[string]func(*fixture){
	"another contact gets what it is given":       otherContact,
	"a contact somebody enters":                   entered,
	"an address belongs to one contact":           addressTaken,
	"one who is no contact gets nothing":          noContact,
	"changes within changes are refused":          changesWithin,
	"records go with their owner":                 recordsForgotten,
	"none is left behind by one who is forgotten": lastRecords,
	"records expire, and only then":               recordsExpire,
}

func otherContact(f *fixture) {
	sess := store.Session{State: []byte("s"), Expires: f.clock.time().Add(time.Hour)}
	f.tell(ann, store.WriteSet{Contact: &store.Contact{Commune: "a"}, Session: &sess})
	before := f.look(ann)
	id := before.Contact.ID
	f.clock.pass(time.Minute)
	line := store.Line{At: f.clock.time(), Dir: store.Out, Text: "news"}
	f.tell(binh, store.WriteSet{Changes: store.Changes{Contacts: []store.ForContact{
		{ID: id, Set: store.WriteSet{Out: notice("k"), Lines: []store.Line{line}, Events: []store.Event{{Label: "told"}}}},
		{ID: id, Set: store.WriteSet{Out: notice("l")}},
	}}})
	got := f.claim(9)
	if len(got) != 2 || got[0].To != ann || got[0].Contact != id || got[1].To != ann {
		f.Fatalf("claimed %v", got)
	}
	after := f.look(ann)
	f.equal("contact", after.Contact, before.Contact)
	f.equal("session", after.Session, before.Session)
	f.equal("transcript", f.transcript(id), []string{"news"})

	f.ok(f.change(store.Changes{Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{
		Contact: &store.Contact{Commune: "b", NewsStopped: true}, Session: &store.Session{},
	}}}}))
	after = f.look(ann)
	want := before.Contact
	want.Commune, want.NewsStopped = "b", true
	f.equal("changed contact", after.Contact, want)
	f.equal("changed session", after.Session, store.Session{})
	f.read(func(r store.Reader) error {
		c, s, err := r.Contact(id)
		f.equal("as a reader sees it", []any{c, s}, []any{after.Contact, after.Session})
		return err
	})
	f.ok(f.change(store.Changes{Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{Forget: true}}}}))
	f.equal("new again", f.look(ann).New, true)
}

func entered(f *fixture) {
	id := store.NewContactID()
	f.ok(f.change(store.Changes{Contacts: []store.ForContact{
		{ID: id, Address: ann, Set: store.WriteSet{Contact: &store.Contact{Route: gate, Commune: "a"}, Out: notice("k")}},
	}}))
	f.reopen()
	created := f.clock.time()
	f.read(func(r store.Reader) error {
		found, err := r.Lookup(ann)
		f.ok(err)
		f.equal("found by its address", found, id)
		a, err := r.Address(id)
		f.equal("address", a, ann)
		return err
	})
	got := f.claim(9)
	if len(got) != 1 || got[0].To != ann || got[0].Contact != id {
		f.Fatalf("claimed %v", got)
	}
	f.clock.pass(time.Minute)
	known := f.tell(ann, store.WriteSet{})
	f.equal("is known when it writes", known.Contact, store.Contact{ID: id, Route: gate, Commune: "a", Created: created})
	f.ok(f.change(store.Changes{Contacts: []store.ForContact{{ID: id, Address: ann, Set: store.WriteSet{Out: notice("l")}}}}))
	f.waiting(2)
	f.ok(f.store.Forget(f.Context(), id))
	f.equal("records that tell of it", f.holds(true, ann.Bare(), string(id)), 0)
}

func addressTaken(f *fixture) {
	f.tell(ann, store.WriteSet{})
	f.tell(binh, store.WriteSet{})
	f.tell("sms:3", store.WriteSet{Forget: true, Out: reply("bye")})
	third := f.claim(1)[0].Contact
	for what, c := range map[string]store.ForContact{
		"a new id for a known address": {ID: store.NewContactID(), Address: ann},
		"another's address":            {ID: f.id(binh), Address: ann},
		"a second address":             {ID: f.id(ann), Address: "sms:9"},
		"the id of a forgotten one":    {ID: third, Address: "sms:9"},
	} {
		c.Set.Out = notice("never")
		if err := f.change(store.Changes{Contacts: []store.ForContact{c}}); !errors.Is(err, store.ErrTaken) {
			f.Errorf("%s: %v", what, err)
		}
	}
	twice := []store.ForContact{{ID: store.NewContactID(), Address: "sms:9"}, {ID: store.NewContactID(), Address: "sms:9"}}
	f.is(f.change(store.Changes{Contacts: twice}), store.ErrTaken)
	f.waiting(1)
	f.equal("nobody has it", f.look("sms:9").New, true)
}

func noContact(f *fixture) {
	f.tell(ann, store.WriteSet{})
	gone := f.id(ann)
	f.tell(ann, store.WriteSet{Forget: true, Out: reply("bye")})
	for _, id := range []store.ContactID{"", "nobody", store.NewContactID(), gone} {
		f.is(f.change(store.Changes{Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{Out: notice("k")}}}}), store.ErrNotFound)
		f.read(func(r store.Reader) error {
			_, _, err := r.Contact(id)
			f.is(err, store.ErrNotFound)
			_, err = r.Address(id)
			f.is(err, store.ErrNotFound)
			return nil
		})
	}
	f.read(func(r store.Reader) error {
		_, err := r.Lookup("sms:9")
		f.is(err, store.ErrNotFound)
		return nil
	})
	if err := f.change(store.Changes{Contacts: []store.ForContact{{ID: "short", Address: "sms:9"}}}); err == nil {
		f.Error("a contact with an id of five letters was made")
	}
	f.waiting(1)
}

func changesWithin(f *fixture) {
	f.tell(ann, store.WriteSet{})
	id := f.id(ann)
	for what, within := range map[string]store.Changes{
		"a record":  {Put: []store.Record{letter("r")}},
		"a drop":    {Drop: []store.Name{{Shelf: shelf, ID: "r"}}},
		"a contact": {Contacts: []store.ForContact{{ID: id}}},
		"an event":  {Events: []store.Event{{Label: "x"}}},
	} {
		err := f.change(store.Changes{
			Put: []store.Record{letter("half")}, Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{Changes: within, Out: notice("k")}}},
		})
		if err == nil {
			f.Errorf("%s within the changes of a contact was taken", what)
		}
	}
	f.equal("kept", f.get(shelf, "half"), "")
	f.waiting(0)
}

func recordsForgotten(f *fixture) {
	f.tell(ann, store.WriteSet{})
	f.tell(binh, store.WriteSet{})
	id := f.id(ann)
	r := letter("of-"+string(id), "k/1", "k/2")
	r.Owner, r.Body, r.Expires = id, []byte(secret), f.clock.time().Add(time.Hour)
	s := r
	s.Shelf, s.ID = "other", "s-"+secret
	b := letter("binh's", "k/1")
	b.Owner = f.id(binh)
	f.put(r, s, b)
	if f.holds(false, secret) == 0 {
		f.Fatal("the secret is nowhere: this suite looks in the wrong place")
	}
	f.ok(f.store.Forget(f.Context(), id))
	f.gone(id)
	f.equal("found", f.find(""), []string{"binh's"})
	f.clock.pass(2 * time.Hour)
	f.sweep(0)
}

// lastRecords: what a room keeps of one who is forgotten in the same message
// goes, too.
func lastRecords(f *fixture) {
	f.tell(ann, store.WriteSet{})
	id := f.id(ann)
	r := letter("r", "k")
	r.Owner, r.Body = id, []byte(secret)
	f.put(r)
	r.ID = "s"
	f.tell(ann, store.WriteSet{Forget: true, Changes: store.Changes{Put: []store.Record{r, letter("nobody's", "k")}}})
	f.gone(id)
	f.equal("found", f.find(""), []string{"nobody's"})
}

func recordsExpire(f *fixture) {
	now := f.clock.time()
	f.tell(ann, store.WriteSet{})
	at := func(id string, d time.Duration) store.Record {
		r := letter(id, "k")
		r.Owner, r.Expires, r.Body = f.id(ann), now.Add(d), []byte(id+secret)
		return r
	}
	f.put(at("a", time.Hour), at("b", 2*time.Hour), at("kept longer", time.Hour), at("for ever", time.Hour), letter("always", "k"))
	f.put(at("kept longer", 3*time.Hour))
	forever := at("for ever", 0)
	forever.Expires = time.Time{}
	f.put(forever)
	f.clock.pass(time.Hour)
	f.sweep(0)
	f.clock.pass(time.Second)
	f.equal("until it is swept", len(f.find("k")), 5)
	f.sweep(1)
	f.equal("found", f.find("k"), []string{"always", "b", "for ever", "kept longer"})
	f.equal("owned", f.own(f.id(ann)), []string{"b", "for ever", "kept longer"})
	f.equal("records of the first", f.holds(true, "a"+secret), 0)
	f.clock.pass(2 * time.Hour)
	f.sweep(2)
	f.sweep(0)
	f.equal("found in the end", f.find("k"), []string{"always", "for ever"})

	var many []store.Record
	for i := range 1000 {
		r := letter(fmt.Sprint(i), "many")
		r.Expires = f.clock.time()
		many = append(many, r)
	}
	f.put(many...)
	f.clock.pass(time.Second)
	f.sweep(1000)
	f.equal("found of many", f.find("many"), []string(nil))
}
