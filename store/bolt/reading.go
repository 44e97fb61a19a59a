package bolt

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"tinban/msg"
	"tinban/store"
)

// View implements store.Shelves.
func (s *Store) View(ctx context.Context, read func(store.Reader) error) error {
	return s.view(ctx, func(t *txn) error {
		r := &reading{t: t}
		defer r.end()
		return read(r)
	})
}

// reading is a store.Reader on a transaction. What it reads is noted in seen,
// when there is one.
type reading struct {
	t    *txn // nil once it has ended
	seen *seen
}

var _ store.Reader = (*reading)(nil)

// errEnded is for who kept a Reader: its transaction may be another's by now.
var errEnded = errors.New("store: a Reader was used after its call had ended")

func (r *reading) end() { r.t = nil }

func (r *reading) get(b bucket, key []byte) []byte {
	v := r.t.get(b, key)
	r.seen.got(b, key, v)
	return v
}

// scan calls f for each key with a prefix, from a key on, until f returns
// false.
func (r *reading) scan(b bucket, from, prefix []byte, f func(k, v []byte) (bool, error)) error {
	seen := r.seen.begin(b, from, prefix)
	c := r.t.in(b).Cursor()
	for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		seen.add(k, v)
		if more, err := f(k, v); err != nil || !more {
			return err
		}
	}
	seen.toTheEnd()
	return nil
}

// Get implements store.Reader.
func (r *reading) Get(shelf store.Shelf, id string) (store.Record, error) {
	if r.t == nil {
		return store.Record{}, errEnded
	}
	n := store.Name{Shelf: shelf, ID: id}
	v := r.get(inRecords, recordKey(n.Shelf, n.ID))
	if v == nil {
		return store.Record{}, store.ErrNotFound
	}
	return readRecord(n, v)
}

// Find implements store.Reader.
func (r *reading) Find(shelf store.Shelf, prefix, after string, yield func(string, store.Record) bool) error {
	if r.t == nil {
		return errEnded
	}
	base := recordKey(shelf, prefix)
	from := base
	if next := append(recordKey(shelf, after), 0); after != "" && bytes.Compare(next, base) > 0 {
		from = next // the first key there can be behind that place
	}
	return r.scan(inFound, from, base, func(k, _ []byte) (bool, error) {
		place := string(k[len(shelf)+1:])
		cut := strings.LastIndexByte(place, 0)
		if cut < 0 {
			return false, errDamaged
		}
		rec, err := r.Get(shelf, place[cut+1:])
		return err == nil && yield(place, rec), damaged(err)
	})
}

// damaged is for a record that must be there: something leads to it.
func damaged(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return errDamaged
	}
	return err
}

// Own implements store.Reader.
func (r *reading) Own(shelf store.Shelf, owner store.ContactID) (list []store.Record, err error) {
	if r.t == nil {
		return nil, errEnded
	}
	if len(owner) != idLen {
		return nil, nil
	}
	prefix := ownedKey(owner, store.Name{Shelf: shelf})
	err = r.scan(inContacts, prefix, prefix, func(k, _ []byte) (bool, error) {
		rec, err := r.Get(shelf, string(k[len(prefix):]))
		list = append(list, rec)
		return err == nil, damaged(err)
	})
	return list, err
}

// Contact implements store.Reader.
func (r *reading) Contact(id store.ContactID) (store.Contact, store.Session, error) {
	if r.t == nil {
		return store.Contact{}, store.Session{}, errEnded
	}
	p, err := loaded(id, r.get(inContacts, own(nil, id, kindContact)), r.t.s.now())
	return p.contact, p.session, err
}

// Address implements store.Reader. A contact that was forgotten has none, even
// while a last message to it waits.
func (r *reading) Address(id store.ContactID) (msg.Address, error) {
	if r.t == nil {
		return "", errEnded
	}
	v := r.get(inContacts, own(nil, id, kindAddress))
	if v == nil || r.get(inContacts, own(nil, id, kindContact)) == nil {
		return "", store.ErrNotFound
	}
	return msg.Address(v), nil
}

// Lookup implements store.Reader.
func (r *reading) Lookup(a msg.Address) (store.ContactID, error) {
	if r.t == nil {
		return "", errEnded
	}
	v := r.get(inAddresses, []byte(a))
	if v == nil {
		return "", store.ErrNotFound
	}
	return store.ContactID(v), nil
}
