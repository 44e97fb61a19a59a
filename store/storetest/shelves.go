package storetest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"tinban/msg"
	"tinban/store"
)

var shelfTests = map[string]func(*fixture){
	"a record comes back as it was put":               recordBack,
	"a shelf is its own":                              shelfOfItsOwn,
	"put replaces all of it, drop leaves nothing":     putAndDrop,
	"found in the order of keys, then of ids":         foundInOrder,
	"a record is found once for each of its keys":     foundByEach,
	"a record is not found by what it was once":       foundNoMore,
	"a list is read page by page, while it changes":   foundByPages,
	"a contact's own are its own":                     ownRecords,
	"what is out of bounds is refused, and all of it": recordBounds,
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
