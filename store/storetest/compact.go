package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

var compactTests = map[string]func(*fixture){
	"everything is there afterwards":          compactKeeps,
	"what is stored meanwhile is there, too":  compactUnderLoad,
	"readers of before and copies go on":      compactAndRead,
	"a caller who leaves changes nothing":     compactLeft,
	"several at once, one after the other":    compactOften,
	"closing ends it, and the store is whole": compactClosed,
}

// all is everything that is kept, in one order.
func (f *fixture) all() (all []string) {
	f.Helper()
	records, index := f.h.Records(f.T, f.store)
	for _, r := range slices.Concat(records, index) {
		all = append(all, string(r))
	}
	slices.Sort(all)
	return all
}

func (f *fixture) compact() {
	f.Helper()
	before, after, err := f.store.Compact(f.Context())
	f.ok(err)
	if before <= 0 || after <= 0 {
		f.Errorf("%d bytes became %d", before, after)
	}
}

func compactKeeps(f *fixture) {
	f.tellAll()
	var c store.Changes
	for i := range 300 {
		r := letter(fmt.Sprint(i), "k", "l")
		r.Owner, r.Expires, r.Body = f.id(ann), f.clock.time().Add(time.Hour), bytes.Repeat([]byte{'x'}, i*40)
		c.Put = append(c.Put, r)
	}
	f.ok(f.change(c))
	f.ok(f.change(store.Changes{Drop: []store.Name{c.Put[299].Name, c.Put[0].Name, c.Put[150].Name}, Put: c.Put[100:200]}))
	f.cast("news", 20)
	want := f.all()
	before, after, err := f.store.Compact(f.Context())
	f.ok(err)
	if after >= before {
		f.Errorf("%d bytes became %d", before, after)
	}
	f.equal("everything", f.all(), want)
	f.tell(ann, store.WriteSet{Out: reply("after")}) // what it counts by goes on, too
	f.reopen()
	f.equal("claimed", f.claimKeys(4), []string{"claimed", "waits", "after", "waits too"})
	f.compact()
}

// compactUnderLoad changes and deletes all over, and compares with what a
// reader of the changes must find.
func compactUnderLoad(f *fixture) {
	const writers = 8
	stop := make(chan struct{})
	var stored [writers][]string
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				id := fmt.Sprintf("%d/%d", w, i)
				c := store.Changes{Put: []store.Record{letter(id, "k/"+id), letter(fmt.Sprint("last/", w), "last/"+id)}}
				if i%3 == 2 {
					c.Drop = []store.Name{{Shelf: shelf, ID: stored[w][len(stored[w])-1]}}
					stored[w] = stored[w][:len(stored[w])-1]
				}
				in := msg.Inbound{Gateway: gate, From: msg.Address("sms:" + id), Ref: id}
				_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
					return store.WriteSet{Out: reply(id), Changes: c}, nil
				})
				if err != nil {
					f.Error(err)
					return
				}
				stored[w] = append(stored[w], id)
			}
		})
	}
	for range 5 {
		f.compact()
	}
	close(stop)
	wg.Wait()
	before := f.all()
	f.compact()
	f.equal("everything", f.all(), before)
	f.reopen()
	var want []string
	for w := range stored {
		want = append(want, stored[w]...)
	}
	got := f.find("k/")
	slices.Sort(want)
	slices.Sort(got)
	f.equal("records", got, want)
	f.equal("last ones", len(f.find("last/")), writers)
}

func compactAndRead(f *fixture) {
	for i := range 100 {
		f.put(letter(fmt.Sprint(i), "k"))
	}
	f.read(func(r store.Reader) error {
		n := 0
		return r.Find(shelf, "k", "", func(_ string, rec store.Record) bool {
			if n++; n == 50 {
				f.compact()
				f.ok(f.change(store.Changes{Drop: []store.Name{{Shelf: shelf, ID: "99"}}}))
				f.equal("seen by others", len(f.find("k")), 99)
			}
			f.equal("seen by one who began before", string(rec.Body), "body of "+rec.ID)
			return true
		})
	})
	var copied bytes.Buffer
	w := writerFunc(func(p []byte) (int, error) {
		if copied.Len() == 0 {
			f.compact()
			f.put(letter("later"))
		}
		return copied.Write(p)
	})
	f.ok(f.store.Copy(f.Context(), w))
	if copied.Len() == 0 {
		f.Error("an empty copy")
	}
	f.equal("afterwards", f.get(shelf, "later"), "body of later")
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(p []byte) (int, error) { return w(p) }

func compactLeft(f *fixture) {
	f.tellAll()
	want := f.all()
	_, _, err := f.store.Compact(canceled())
	f.is(err, context.Canceled)
	f.equal("everything", f.all(), want)
	f.compact()
}

func compactOften(f *fixture) {
	f.tellAll()
	want := f.all()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, _, err := f.store.Compact(f.Context()); err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.equal("everything", f.all(), want)
}

func compactClosed(f *fixture) {
	for i := range 200 {
		f.put(letter(fmt.Sprint(i), "k"))
	}
	want := f.all()
	var wg sync.WaitGroup
	closing := f.store // reopen puts another in its place
	for range 3 {
		wg.Go(func() {
			for {
				if _, _, err := closing.Compact(f.Context()); err != nil {
					if !errors.Is(err, store.ErrClosed) {
						f.Error(err)
					}
					return
				}
			}
		})
	}
	f.reopen()
	wg.Wait()
	f.equal("everything", f.all(), want)
}
