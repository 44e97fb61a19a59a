package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

var shelfTests = map[string]func(*fixture){
	"a record comes back as it was put":                recordBack,
	"a shelf is its own":                               shelfOfItsOwn,
	"put replaces all of it, drop leaves nothing":      putAndDrop,
	"found in the order of keys, then of ids":          foundInOrder,
	"a record is found once for each of its keys":      foundByEach,
	"a record is not found by what it was once":        foundNoMore,
	"a list is read page by page, while it changes":    foundByPages,
	"a contact's own are its own":                      ownRecords,
	"what is out of bounds is refused, and all of it":  recordBounds,
	"an owner must be a contact":                       ownerIsContact,
	"update is whole or nothing":                       updateWhole,
	"an error of decide is returned as it is":          updateFails,
	"a reader sees what was, not what is to be":        readsBefore,
	"a reader has ended with its call":                 readerEnds,
	"what a reader gave may be kept":                   readerGives,
	"a hundred at once lose no update":                 noLostUpdate,
	"a hundred messages at once lose no update":        noLostMessage,
	"a list that grew is read again":                   readAgain,
	"what a message changes of records is one with it": changesOfMessage,
	"another contact gets what it is given":            otherContact,
	"a contact somebody enters":                        entered,
	"an address belongs to one contact":                addressTaken,
	"one who is no contact gets nothing":               noContact,
	"changes within changes are refused":               changesWithin,
	"records go with their owner":                      recordsForgotten,
	"none is left behind by one who is forgotten":      lastRecords,
	"records expire, and only then":                    recordsExpire,
}

// shelf is where this suite keeps its records.
const shelf store.Shelf = "letter"

func letter(id string, keys ...string) store.Record {
	return store.Record{Name: store.Name{Shelf: shelf, ID: id}, Body: []byte("body of " + id), Keys: keys}
}

// put stores records.
func (f *fixture) put(records ...store.Record) {
	f.Helper()
	f.ok(f.change(store.Changes{Put: records}))
}

func (f *fixture) change(c store.Changes) error {
	return f.store.Update(f.Context(), func(store.Reader) (store.Changes, error) { return c, nil })
}

// read calls a Reader's methods.
func (f *fixture) read(look func(store.Reader) error) {
	f.Helper()
	f.ok(f.store.View(f.Context(), look))
}

// get returns a record's body, or "" when there is none.
func (f *fixture) get(shelf store.Shelf, id string) (body string) {
	f.Helper()
	f.read(func(r store.Reader) error {
		rec, err := r.Get(shelf, id)
		body = string(rec.Body)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return body
}

// find returns the ids of what is found, in the order it was.
func (f *fixture) find(prefix string) (ids []string) {
	f.Helper()
	f.read(func(r store.Reader) error {
		return r.Find(shelf, prefix, "", func(_ string, rec store.Record) bool {
			ids = append(ids, rec.ID)
			return true
		})
	})
	return ids
}

func (f *fixture) own(of store.ContactID) (ids []string) {
	f.Helper()
	f.read(func(r store.Reader) error {
		list, err := r.Own(shelf, of)
		for _, rec := range list {
			ids = append(ids, rec.ID)
		}
		return err
	})
	return ids
}

func recordBack(f *fixture) {
	f.tell(ann, store.WriteSet{})
	full := store.Record{Name: store.Name{Shelf: shelf, ID: "một"}, Owner: f.id(ann), Body: []byte{0, 1, 0xff},
		Keys: []string{"a/b", "", "Đ"}, Expires: f.clock.time().Add(time.Hour)}
	bare := store.Record{Name: store.Name{Shelf: shelf, ID: strings.Repeat("x", 120)}}
	f.put(full, bare)
	f.reopen()
	f.read(func(r store.Reader) error {
		got, err := r.Get(shelf, full.ID)
		f.ok(err)
		f.equal("with everything", got, full)
		got, err = r.Get(shelf, bare.ID)
		f.ok(err)
		f.equal("with nothing", got, bare)
		_, err = r.Get(shelf, "none")
		f.is(err, store.ErrNotFound)
		_, err = r.Get("none", full.ID)
		f.is(err, store.ErrNotFound)
		return nil
	})
}

// shelfOfItsOwn: names that begin alike are not taken for each other.
func shelfOfItsOwn(f *fixture) {
	f.tell(ann, store.WriteSet{})
	id := f.id(ann)
	for _, s := range []store.Shelf{"letter", "letters", "lette"} {
		f.put(store.Record{Name: store.Name{Shelf: s, ID: "r"}, Owner: id, Body: []byte(s), Keys: []string{"k"}})
	}
	f.equal("got", f.get("letters", "r"), "letters")
	f.equal("found", f.find(""), []string{"r"})
	f.equal("owned", f.own(id), []string{"r"})
	f.ok(f.change(store.Changes{Drop: []store.Name{{Shelf: "letters", ID: "r"}}}))
	f.equal("after another's was dropped", f.get(shelf, "r"), "letter")
}

func putAndDrop(f *fixture) {
	f.tell(ann, store.WriteSet{})
	was := letter("r", "old")
	was.Owner, was.Expires, was.Body = f.id(ann), f.clock.time().Add(time.Minute), []byte(secret)
	f.put(was, letter("stays", "old"))
	f.put(letter("r", "new"))
	f.equal("records of what it was", f.holds(true, secret), 0)
	f.equal("owned", f.own(f.id(ann)), []string(nil))
	f.equal("found by its old key", f.find("old"), []string{"stays"})
	f.equal("found by its new key", f.find("new"), []string{"r"})
	f.clock.pass(time.Hour)
	f.sweep(0)

	f.ok(f.change(store.Changes{Drop: []store.Name{was.Name, {Shelf: shelf, ID: "never was"}}}))
	f.equal("got", f.get(shelf, "r"), "")
	f.equal("found", f.find(""), []string{"stays"})
	f.ok(f.change(store.Changes{Drop: []store.Name{was.Name}, Put: []store.Record{letter("r")}}))
	f.equal("dropped and put at once", f.get(shelf, "r"), "body of r")
}

func foundInOrder(f *fixture) {
	f.put(letter("b", "day/2"), letter("z", "day/1"), letter("a", "day/2"), letter("y", "day/10"), letter("x", "days"),
		letter("w", "day"), letter("v", "day/2\x01"), letter("u", "night"), letter("t"))
	f.equal("of a prefix", f.find("day/"), []string{"z", "y", "a", "b", "v"})
	f.equal("of one key and what begins with it", f.find("day/2"), []string{"a", "b", "v"})
	f.equal("of none", f.find("dawn"), []string(nil))
	f.equal("all that have keys", f.find(""), []string{"w", "z", "y", "a", "b", "v", "x", "u"})
}

func foundByEach(f *fixture) {
	f.put(letter("r", "k/1", "k/3", "other", "k/1"), letter("s", "k/2"))
	f.equal("found", f.find("k/"), []string{"r", "s", "r"})
}

func foundNoMore(f *fixture) {
	f.put(letter("r", "state/waits", "code/7"))
	f.put(letter("r", "state/done", "code/7"))
	f.equal("waiting", f.find("state/waits"), []string(nil))
	f.equal("done", f.find("state/done"), []string{"r"})
	f.equal("by its code", f.find("code/7"), []string{"r"})
	f.put(letter("r"))
	f.equal("by anything", f.find(""), []string(nil))
}

func foundByPages(f *fixture) {
	var all []string
	for i := range 25 {
		id := fmt.Sprintf("%02d", i)
		f.put(letter(id, "k"))
		all = append(all, id)
	}
	f.put(letter("before", "j"), letter("after", "l"))
	var got []string
	place := ""
	for page := 0; ; page++ {
		n := 0
		f.read(func(r store.Reader) error {
			return r.Find(shelf, "k", place, func(p string, rec store.Record) bool {
				got, place = append(got, rec.ID), p
				n++
				return n < 10
			})
		})
		if n == 0 {
			break
		}
		if page == 0 { // behind it, the one it stands on, and before it
			f.ok(f.change(store.Changes{Drop: []store.Name{{Shelf: shelf, ID: "00"}, {Shelf: shelf, ID: "09"}, {Shelf: shelf, ID: "20"}}}))
		}
	}
	f.equal("by pages", got, append(all[:20:20], all[21:]...))

	f.read(func(r store.Reader) error {
		first := ""
		err := r.Find(shelf, "k", "a place before all of these", func(_ string, rec store.Record) bool { first = rec.ID; return false })
		f.equal("from a place before", first, "01")
		return err
	})
	f.read(func(r store.Reader) error {
		return r.Find(shelf, "k", "l", func(_ string, rec store.Record) bool {
			f.Errorf("%s was found from a place behind all", rec.ID)
			return true
		})
	})
}

func ownRecords(f *fixture) {
	f.tell(ann, store.WriteSet{})
	f.tell(binh, store.WriteSet{})
	a, b := f.id(ann), f.id(binh)
	r := letter("r")
	r.Owner = a
	s := letter("s")
	s.Owner = a
	f.put(s, r, letter("nobody's"))
	f.equal("ann's", f.own(a), []string{"r", "s"})
	r.Owner = b
	f.put(r)
	f.equal("ann's after one was given away", f.own(a), []string{"s"})
	f.equal("binh's", f.own(b), []string{"r"})
	f.equal("of nobody", f.own(""), []string(nil))
	f.equal("of who is not", f.own("l"), []string(nil))
}

func recordBounds(f *fixture) {
	long := func(n int) string { return strings.Repeat("x", n) }
	for what, r := range map[string]store.Record{
		"no shelf":           {Name: store.Name{ID: "r"}},
		"no id":              {Name: store.Name{Shelf: shelf}},
		"a long shelf":       {Name: store.Name{Shelf: store.Shelf(long(41)), ID: "r"}},
		"a long id":          {Name: store.Name{Shelf: shelf, ID: long(121)}},
		"a zero in the id":   {Name: store.Name{Shelf: shelf, ID: "a\x00b"}},
		"a zero in a shelf":  {Name: store.Name{Shelf: "a\x00b", ID: "r"}},
		"a long key":         letter("r", long(161)),
		"a zero in a key":    letter("r", "good", "a\x00b"),
		"a key without end":  letter("r", long(1<<17)),
		"an owner of no use": {Name: store.Name{Shelf: shelf, ID: "r"}, Owner: "me"},
	} {
		set := store.Changes{Put: []store.Record{letter("good", "good"), r}, Events: []store.Event{{Label: "half"}}}
		if err := f.change(set); err == nil {
			f.Errorf("%s was taken", what)
		}
		if _, err := f.store.Receive(f.Context(), f.inbound(ann), func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Out: reply("half"), Changes: set}, nil
		}); err == nil {
			f.Errorf("%s was taken with a message", what)
		}
	}
	for what, o := range map[string]msg.Outbound{
		"a long group":        {Key: "k", Group: long(121)},
		"a zero in the group": {Key: "k", Group: "a\x00b"},
	} {
		if _, err := f.store.Receive(f.Context(), f.inbound(ann), func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Out: []msg.Outbound{o}}, nil
		}); err == nil {
			f.Errorf("%s was taken", what)
		}
	}
	f.equal("found", f.find(""), []string(nil))
	f.equal("events", len(f.events(time.Time{})), 0)
	f.waiting(0)
	f.equal("ann is still new", f.look(ann).New, true)
	f.put(letter(long(120), long(160)))
	f.equal("as long as may be", len(f.find(long(160))), 1)
}

// ownerIsContact: a record of a contact that is not would never be forgotten.
func ownerIsContact(f *fixture) {
	f.tell(ann, store.WriteSet{})
	gone := f.id(ann)
	f.ok(f.store.Forget(f.Context(), gone))
	r := letter("r")
	r.Owner = gone
	f.is(f.change(store.Changes{Put: []store.Record{r}}), store.ErrNotFound)
	f.equal("kept", f.get(shelf, "r"), "")
	r.Owner = store.NewContactID()
	f.ok(f.change(store.Changes{Put: []store.Record{r}, Contacts: []store.ForContact{{ID: r.Owner, Address: ann}}}))
	f.equal("of one who was entered with it", f.own(r.Owner), []string{"r"})
	first := letter("first")
	_, err := f.store.Receive(f.Context(), f.inbound(binh), func(s store.Snapshot) (store.WriteSet, error) {
		first.Owner = s.Contact.ID
		return store.WriteSet{Changes: store.Changes{Put: []store.Record{first}}}, nil
	})
	f.ok(err)
	f.equal("of one who writes for the first time", f.own(f.id(binh)), []string{"first"})
}

func updateWhole(f *fixture) {
	f.put(letter("old", "k"))
	f.tell(ann, store.WriteSet{})
	bad := store.Changes{
		Put: []store.Record{letter("half", "k")}, Drop: []store.Name{{Shelf: shelf, ID: "old"}}, Events: []store.Event{{Label: "half"}},
		Contacts: []store.ForContact{{ID: f.id(ann), Set: store.WriteSet{Out: reply("half")}}, {ID: "nobody"}},
	}
	f.is(f.change(bad), store.ErrNotFound)
	f.equal("found", f.find(""), []string{"old"})
	f.equal("events", len(f.events(time.Time{})), 0)
	f.waiting(0)
	bad.Contacts = bad.Contacts[:1]
	f.ok(f.change(bad))
	f.reopen()
	f.equal("found", f.find(""), []string{"half"})
	f.equal("events", f.events(time.Time{}), []string{"half"})
	f.waiting(1)
	f.is(f.store.Update(canceled(), func(store.Reader) (store.Changes, error) { return store.Changes{}, nil }), canceled().Err())
	f.is(f.store.View(canceled(), func(store.Reader) error { return nil }), canceled().Err())
}

func updateFails(f *fixture) {
	err := f.store.Update(f.Context(), func(store.Reader) (store.Changes, error) {
		return store.Changes{Put: []store.Record{letter("half")}}, errPeek
	})
	if err != errPeek { //nolint:errorlint // exactly this one
		f.Fatalf("it became %v", err)
	}
	if err := f.store.View(f.Context(), func(store.Reader) error { return errPeek }); err != errPeek { //nolint:errorlint // exactly this one
		f.Fatalf("it became %v", err)
	}
	err = f.store.Update(f.Context(), func(store.Reader) (store.Changes, error) { panic(secret) })
	if err == nil || strings.Contains(err.Error(), secret) {
		f.Fatalf("a panic became %v", err)
	}
	f.equal("kept", f.get(shelf, "half"), "")
	f.put(letter("next"))
}

func readsBefore(f *fixture) {
	f.put(letter("r", "k"))
	f.ok(f.store.Update(f.Context(), func(r store.Reader) (c store.Changes, err error) {
		c.Put = append(c.Put, letter("new", "k"))
		c.Drop = append(c.Drop, store.Name{Shelf: shelf, ID: "r"})
		_, err = r.Get(shelf, "new")
		f.is(err, store.ErrNotFound)
		_, err = r.Get(shelf, "r")
		return c, err
	}))
	f.equal("found", f.find(""), []string{"new"})
}

func readerEnds(f *fixture) {
	f.put(letter("r", "k"))
	var kept []store.Reader
	f.read(func(r store.Reader) error { kept = append(kept, r); return nil })
	f.ok(f.store.Update(f.Context(), func(r store.Reader) (store.Changes, error) {
		kept = append(kept, r)
		return store.Changes{}, nil
	}))
	kept = append(kept, f.tell(ann, store.WriteSet{}).Records)
	for i, r := range kept {
		_, errGet := r.Get(shelf, "r")
		errFind := r.Find(shelf, "", "", func(string, store.Record) bool { return true })
		_, errOwn := r.Own(shelf, "nobody")
		_, _, errContact := r.Contact("nobody")
		_, errAddress := r.Address("nobody")
		_, errLookup := r.Lookup(ann)
		_, errTally := r.Tally("g")
		_, errGroup := r.Group("g", "", 1)
		for j, err := range []error{errGet, errFind, errOwn, errContact, errAddress, errLookup, errTally, errGroup} {
			if err == nil || errors.Is(err, store.ErrNotFound) {
				f.Errorf("reader %d answers call %d after its time: %v", i, j, err)
			}
		}
	}
}

func readerGives(f *fixture) {
	f.put(letter("r", "key"))
	var got store.Record
	f.read(func(r store.Reader) (err error) { got, err = r.Get(shelf, "r"); return err })
	got.Body[0] = 'X'
	f.equal("stored", f.get(shelf, "r"), "body of r")
	for i := range 50 {
		f.put(letter("r", fmt.Sprint(i)))
	}
	f.equal("kept", string(got.Body[1:])+got.Keys[0]+got.ID, "ody of rkeyr")
}

// count adds one to the number that a record holds.
func count(r store.Reader) (c store.Changes, err error) {
	n := 0
	switch rec, err := r.Get(shelf, "count"); {
	case err == nil:
		n = len(rec.Body)
	case !errors.Is(err, store.ErrNotFound):
		return c, err
	}
	c.Put = []store.Record{{Name: store.Name{Shelf: shelf, ID: "count"}, Body: make([]byte, n+1)}}
	return c, nil
}

func noLostUpdate(f *fixture) {
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if err := f.store.Update(f.Context(), count); err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.equal("count", len(f.get(shelf, "count")), 100)
}

// noLostMessage counts messages of many addresses, while others come that
// change nothing, and records that nobody counts.
func noLostMessage(f *fixture) {
	var wg sync.WaitGroup
	for i := range 300 {
		in := f.inbound(msg.Address(fmt.Sprint("sms:", i%50)))
		wg.Go(func() {
			_, err := f.store.Receive(f.Context(), in, func(s store.Snapshot) (ws store.WriteSet, err error) {
				switch i % 3 {
				case 0:
					ws.Changes, err = count(s.Records)
				case 1:
					ws.Changes.Put = []store.Record{letter(fmt.Sprint(i), "k")}
				}
				return ws, err
			})
			if err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.equal("count", len(f.get(shelf, "count")), 100)
	f.equal("others", len(f.find("k")), 100)
}

// readAgain: each takes the next free seat of thirty, by looking at a list, a
// tally, a contact …; none is given twice.
func readAgain(f *fixture) {
	f.tell(ann, store.WriteSet{})
	id := f.id(ann)
	message := func(n int) store.Changes {
		return store.Changes{Contacts: []store.ForContact{{ID: store.NewContactID(), Address: msg.Address(fmt.Sprint("sms:", n)),
			Set: store.WriteSet{Out: []msg.Outbound{broadcast("news", fmt.Sprint(n))}}}}}
	}
	f.seats("list", func(r store.Reader) (n int, err error) {
		err = r.Find(shelf, "seat/", "", func(string, store.Record) bool { n++; return true })
		return n, err
	}, func(n int) store.Changes {
		return store.Changes{Put: []store.Record{letter(fmt.Sprint(n), "seat/")}}
	})
	f.seats("own", func(r store.Reader) (int, error) {
		list, err := r.Own("seat", id)
		return len(list), err
	}, func(n int) store.Changes {
		return store.Changes{Put: []store.Record{{Name: store.Name{Shelf: "seat", ID: fmt.Sprint(n)}, Owner: id}}}
	})
	f.seats("tally", func(r store.Reader) (int, error) {
		t, err := r.Tally("news")
		return t.Waiting, err
	}, message)
	f.seats("group", func(r store.Reader) (int, error) {
		list, err := r.Group("news", "", 100)
		return len(list) - 30, err
	}, func(n int) store.Changes { return message(n + 30) })
	f.seats("contact", func(r store.Reader) (int, error) {
		c, _, err := r.Contact(id)
		return c.HourCount, err
	}, func(n int) store.Changes {
		return store.Changes{Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{Contact: &store.Contact{HourCount: n + 1}}}}}
	})
	f.seats("address", func(r store.Reader) (int, error) {
		for n := 0; ; n++ {
			if _, err := r.Lookup(msg.Address(fmt.Sprint("seat:", n))); errors.Is(err, store.ErrNotFound) {
				return n, nil
			} else if err != nil {
				return n, err
			}
		}
	}, func(n int) store.Changes {
		return store.Changes{Contacts: []store.ForContact{{ID: store.NewContactID(), Address: msg.Address(fmt.Sprint("seat:", n))}}}
	})
}

// seats has sixty take a seat at once, the first of them before the others.
func (f *fixture) seats(how string, taken func(store.Reader) (int, error), take func(n int) store.Changes) {
	f.Helper()
	var mu sync.Mutex
	given := map[int]int{}
	one := func() {
		var seat int
		err := f.store.Update(f.Context(), func(r store.Reader) (_ store.Changes, err error) {
			if seat, err = taken(r); err != nil || seat >= 30 {
				return store.Changes{}, errors.Join(err, errPeek)
			}
			return take(seat), nil
		})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			given[seat]++
		} else if !errors.Is(err, errPeek) {
			f.Error(err)
		}
	}
	one()
	var wg sync.WaitGroup
	for range 59 {
		wg.Go(one)
	}
	wg.Wait()
	want := map[int]int{}
	for seat := range 30 {
		want[seat] = 1
	}
	f.equal(how, given, want)
}

func changesOfMessage(f *fixture) {
	f.put(letter("old"))
	in := f.inbound(ann)
	for range 2 { // the second time the ref is known
		_, err := f.store.Receive(f.Context(), in, func(s store.Snapshot) (ws store.WriteSet, err error) {
			ws.Changes, err = count(s.Records)
			ws.Changes.Drop = []store.Name{{Shelf: shelf, ID: "old"}}
			ws.Changes.Events = []store.Event{{Label: "counted"}}
			ws.Events = []store.Event{{Label: "told"}}
			return ws, err
		})
		f.ok(err)
	}
	f.reopen()
	f.equal("count", len(f.get(shelf, "count")), 1)
	f.equal("dropped", f.get(shelf, "old"), "")
	f.equal("events", f.events(time.Time{}), []string{"told", "counted"})
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
