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

var updateTests = map[string]func(*fixture){
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
