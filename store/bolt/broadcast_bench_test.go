package bolt

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
)

// pageOf is how many recipients a notice reaches in one transaction.
const pageOf = 200

// benchAudience opens a store with so many contacts.
func benchAudience(b *testing.B, contacts int) (*Store, []store.ContactID) {
	b.Helper()
	s := benchStore(b)
	ids := make([]store.ContactID, contacts)
	for page := range slices.Chunk(ids, pageOf) {
		var c store.Changes
		for i := range page {
			page[i] = store.NewContactID()
			c.Contacts = append(c.Contacts, store.ForContact{ID: page[i], Address: msg.Address("sms:" + page[i]),
				Set: store.WriteSet{Contact: &store.Contact{Route: "simulator-sms", Commune: "a-luoi-3"}}})
		}
		if err := s.Update(b.Context(), func(store.Reader) (store.Changes, error) { return c, nil }); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(ids)
	return s, ids
}

// benchPage is what a notice changes for its n-th page of recipients, in the
// order of ids, as an audience is read.
func benchPage(ids []store.ContactID, n int) (c store.Changes) {
	from := n * pageOf % len(ids)
	group := fmt.Sprint("notice-", n*pageOf/len(ids)) // the next one, when all have it
	for i, id := range ids[from : from+pageOf] {
		o := benchOut(n*pageOf+i, time.Now())
		o.Lane, o.Group, o.Parts, o.Key = msg.Broadcast, group, 2, group+"/"+string(id)
		c.Contacts = append(c.Contacts, store.ForContact{ID: id, Set: store.WriteSet{Out: []msg.Outbound{o}}})
	}
	return c
}

const benchCallers = 4

// BenchmarkBroadcast enqueues a notice, a page of recipients in each Update.
func BenchmarkBroadcast(b *testing.B) {
	for _, callers := range []int{1, benchCallers} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			s, ids := benchAudience(b, 20_000)
			measurePages(b, callers, func(i int) error { return sendPage(b, s, ids, i) })
		})
	}
}

func sendPage(b *testing.B, s *Store, ids []store.ContactID, i int) error {
	b.Helper()
	return s.Update(b.Context(), func(store.Reader) (store.Changes, error) { return benchPage(ids, i), nil })
}

func measurePages(b *testing.B, callers int, call func(i int) error) {
	b.Helper()
	measure(b, callers, call)
	b.ReportMetric(float64(b.N*pageOf)/b.Elapsed().Seconds(), "recipients/s")
	b.ReportMetric(0, "msgs/s")
}

// BenchmarkBareBroadcast puts the same keys and values by bbolt's own Batch,
// which commits as soon as all callers are there.
func BenchmarkBareBroadcast(b *testing.B) {
	for _, callers := range []int{1, benchCallers} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			s, ids := benchAudience(b, 20_000)
			pages := make([]bare, b.N)
			for i := range pages {
				pages[i] = rowsOf(b, s, func() error { return sendPage(b, s, ids, i) })
			}
			for i := range pages {
				undo(b, s, pages[i])
			}
			s.db().MaxBatchSize = callers
			measurePages(b, callers, func(i int) error {
				return s.db().Batch(func(tx *bbolt.Tx) error {
					var t txn
					t.begin(s, tx)
					return pages[i].apply(&t)
				})
			})
		})
	}
}

// rowsOf returns the keys and values that a call puts.
func rowsOf(b *testing.B, s *Store, call func() error) (rows bare) {
	b.Helper()
	var done touched
	begin := s.between(b.Context(), func() error { s.touched = touched{}; return nil })
	called := call()
	end := s.between(b.Context(), func() error { done, s.touched = s.touched, nil; return nil })
	if err := errors.Join(begin, called, end); err != nil {
		b.Fatal(err)
	}
	err := s.view(b.Context(), func(t *txn) error {
		for p := range done {
			rows = append(rows, row{p.in, []byte(p.key), slices.Clone(t.get(p.in, []byte(p.key)))})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.in, b.in), bytes.Compare(a.key, b.key)) })
	return rows
}

func undo(b *testing.B, s *Store, rows bare) {
	b.Helper()
	err := s.db().Update(func(tx *bbolt.Tx) error {
		var t txn
		t.begin(s, tx)
		for _, r := range rows {
			if err := t.del(r.in, r.key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
