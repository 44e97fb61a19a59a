package bolt

import (
	"errors"
	"slices"
	"strings"

	"tinban/store"
)

// Bounds of a record's names: a key of bbolt holds all of them together.
const (
	maxShelf   = 40
	maxID      = 120
	maxFind    = 160
	maxAddress = 120
)

// recordKey is shelf ⋅ 0 ⋅ id.
func recordKey(shelf store.Shelf, id string) []byte {
	return append(append([]byte(shelf), 0), id...)
}

// foundKey is shelf ⋅ 0 ⋅ key ⋅ 0 ⋅ id.
func foundKey(n store.Name, key string) []byte {
	return append(append(recordKey(n.Shelf, key), 0), n.ID...)
}

// ownedKey is ID ⋅ 'r' ⋅ shelf ⋅ 0 ⋅ id.
func ownedKey(owner store.ContactID, n store.Name) []byte {
	return append(own(nil, owner, kindRecord), recordKey(n.Shelf, n.ID)...)
}

// expiringKey is time ⋅ shelf ⋅ 0 ⋅ id.
func expiringKey(r store.Record) []byte {
	return append(timed(nil, r.Expires, 0)[:8], recordKey(r.Shelf, r.ID)...)
}

// nameIn takes back the name from shelf ⋅ 0 ⋅ id.
func nameIn(key []byte) store.Name {
	shelf, id, _ := strings.Cut(string(key), "\x00")
	return store.Name{Shelf: store.Shelf(shelf), ID: id}
}

func validRecord(r store.Record) error {
	if r.Shelf == "" || len(r.Shelf) > maxShelf || r.ID == "" || len(r.ID) > maxID || strings.ContainsRune(string(r.Shelf)+r.ID, 0) {
		return errors.New("store: a record needs a shelf and an id within their bounds")
	}
	if r.Owner != "" && len(r.Owner) != idLen {
		return errors.New("store: the owner of a record is no contact's id")
	}
	for _, k := range r.Keys {
		if len(k) > maxFind || strings.ContainsRune(k, 0) {
			return errors.New("store: a key of a record is out of bounds")
		}
	}
	return nil
}

// putRecord writes a record and what leads to it.
func (t *txn) putRecord(r store.Record) error {
	if err := validRecord(r); err != nil {
		return err
	}
	if err := t.drop(r.Name); err != nil {
		return err
	}
	t.s.shelved++
	key := recordKey(r.Shelf, r.ID)
	if err := t.put(inRecords, key, t.keep(putRecord(t.fresh(), r))); err != nil {
		return err
	}
	for _, k := range r.Keys {
		if err := t.put(inFound, foundKey(r.Name, k), nil); err != nil {
			return err
		}
	}
	if r.Owner != "" {
		if err := t.put(inContacts, ownedKey(r.Owner, r.Name), nil); err != nil {
			return err
		}
	}
	if r.Expires.IsZero() {
		return nil
	}
	return t.put(inExpiring, expiringKey(r), nil)
}

// drop deletes a record, if there is one, and what leads to it.
func (t *txn) drop(n store.Name) error {
	was, err := t.fetch(n)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	t.s.shelved++
	for _, k := range was.Keys {
		if err := t.del(inFound, foundKey(n, k)); err != nil {
			return err
		}
	}
	if was.Owner != "" {
		if err := t.del(inContacts, ownedKey(was.Owner, n)); err != nil {
			return err
		}
	}
	if !was.Expires.IsZero() {
		if err := t.del(inExpiring, expiringKey(was)); err != nil {
			return err
		}
	}
	return t.del(inRecords, recordKey(n.Shelf, n.ID))
}

// fetch reads one record.
func (t *txn) fetch(n store.Name) (store.Record, error) {
	v := t.get(inRecords, recordKey(n.Shelf, n.ID))
	if v == nil {
		return store.Record{}, store.ErrNotFound
	}
	return readRecord(n, v)
}

func putRecord(b []byte, r store.Record) []byte {
	b = putText(b, r.Owner)
	b = putTime(b, r.Expires)
	b = putUint(b, uint64(len(r.Keys)))
	for _, k := range r.Keys {
		b = putText(b, k)
	}
	return putText(b, r.Body)
}

func readRecord(n store.Name, v []byte) (store.Record, error) {
	r := reader{rest: v}
	rec := store.Record{Name: n, Owner: store.ContactID(r.text()), Expires: r.time()}
	for range r.count() {
		rec.Keys = append(rec.Keys, r.text())
	}
	if body := r.bytes(); len(body) > 0 { // readers may keep it: a copy
		rec.Body = slices.Clone(body)
	}
	return rec, r.err()
}
