package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tinban/msg"
	"tinban/store"
)

// Bounds of a record's names: a key of bbolt holds all of them together.
const (
	maxShelf = 40
	maxID    = 120
	maxFind  = 160
)

// recordKey is shelf ⋅ 0 ⋅ id.
func recordKey(b []byte, shelf store.Shelf, id string) []byte {
	return append(append(append(b[:0], shelf...), 0), id...)
}

// foundKey is shelf ⋅ 0 ⋅ key ⋅ 0 ⋅ id.
func foundKey(b []byte, n store.Name, key string) []byte {
	b = append(recordKey(b, n.Shelf, key), 0)
	return append(b, n.ID...)
}

// ownedKey is ID ⋅ 'r' ⋅ shelf ⋅ 0 ⋅ id.
func ownedKey(b []byte, owner store.ContactID, n store.Name) []byte {
	b = append(own(b, owner, kindRecord), n.Shelf...)
	return append(append(b, 0), n.ID...)
}

// View implements store.Shelves.
func (s *Store) View(ctx context.Context, read func(store.Reader) error) error {
	return s.view(ctx, func(t *txn) error { return read(reading{t: t}) })
}

// Update implements store.Shelves.
func (s *Store) Update(ctx context.Context, decide func(store.Reader) (store.Changes, error)) error {
	return s.do(ctx, updating{decide})
}

type updating struct {
	decide func(store.Reader) (store.Changes, error)
}

func (u updating) apply(t *txn) error {
	c, err := u.decide(reading{t: t})
	if err != nil {
		return err
	}
	return t.shelve(c)
}

// look is what a decision rests on beside its contact.
type look int

const (
	atNothing look = iota
	atRecords
	atOthers // contacts and messages: their changes are not counted
)

// reading is a store.Reader on a transaction. looked, when given, is told what
// was read.
type reading struct {
	t      *txn
	looked *look
}

func (r reading) note(at look) {
	if r.looked != nil {
		*r.looked = max(*r.looked, at)
	}
}

// Get implements store.Reader.
func (r reading) Get(shelf store.Shelf, id string) (store.Record, error) {
	r.note(atRecords)
	return r.t.fetch(store.Name{Shelf: shelf, ID: id})
}

// fetch reads one record.
func (t *txn) fetch(n store.Name) (store.Record, error) {
	v := t.get(inRecords, recordKey(nil, n.Shelf, n.ID))
	if v == nil {
		return store.Record{}, store.ErrNotFound
	}
	return readRecord(n, v)
}

// Find implements store.Reader.
func (r reading) Find(shelf store.Shelf, prefix, after string, yield func(string, store.Record) bool) error {
	r.note(atRecords)
	base := recordKey(nil, shelf, prefix)
	skip := len(shelf) + 1
	from := base
	if after != "" {
		from = append(recordKey(nil, shelf, after), 0) // the next key there can be
	}
	c := r.t.in(inFound).Cursor()
	for k, _ := c.Seek(from); k != nil && bytes.HasPrefix(k, base); k, _ = c.Next() {
		place := string(k[skip:])
		cut := strings.LastIndexByte(place, 0)
		if cut < 0 {
			return errDamaged
		}
		rec, err := r.t.fetch(store.Name{Shelf: shelf, ID: place[cut+1:]})
		if err != nil {
			return err
		}
		if !yield(place, rec) {
			return nil
		}
	}
	return nil
}

// Own implements store.Reader.
func (r reading) Own(shelf store.Shelf, owner store.ContactID) (list []store.Record, err error) {
	r.note(atRecords)
	prefix := ownedKey(nil, owner, store.Name{Shelf: shelf})
	err = r.t.scan(inContacts, prefix, func(k, _ []byte) (bool, error) {
		rec, err := r.t.fetch(store.Name{Shelf: shelf, ID: string(k[len(prefix):])})
		list = append(list, rec)
		return err == nil, err
	})
	return list, err
}

// Contact implements store.Reader.
func (r reading) Contact(id store.ContactID) (store.Contact, store.Session, error) {
	r.note(atOthers)
	p, err := r.t.load(id, r.t.s.now())
	return p.contact, p.session, err
}

// Address implements store.Reader.
func (r reading) Address(id store.ContactID) (msg.Address, error) {
	r.note(atOthers)
	v := r.t.get(inContacts, own(nil, id, kindAddress))
	if v == nil {
		return "", store.ErrNotFound
	}
	return msg.Address(v), nil
}

// Lookup implements store.Reader.
func (r reading) Lookup(a msg.Address) (store.ContactID, error) {
	r.note(atOthers)
	v := r.t.get(inAddresses, []byte(a))
	if v == nil {
		return "", store.ErrNotFound
	}
	return store.ContactID(v), nil
}

// shelve applies changes.
func (t *txn) shelve(c store.Changes) error {
	for _, n := range c.Drop {
		if err := t.drop(n); err != nil {
			return err
		}
	}
	for _, rec := range c.Put {
		if err := t.putRecord(rec); err != nil {
			return err
		}
	}
	for _, f := range c.Contacts {
		if err := t.changeOther(f); err != nil {
			return err
		}
	}
	now := party{now: t.s.now()}
	for _, e := range c.Events {
		if err := t.record(&now, e); err != nil {
			return err
		}
	}
	return nil
}

// changeOther applies a write set to a contact named by its id.
func (t *txn) changeOther(f store.ForContact) error {
	if len(f.Set.Changes.Put)+len(f.Set.Changes.Drop)+len(f.Set.Changes.Contacts)+len(f.Set.Changes.Events) > 0 {
		return errors.New("store: changes within changes")
	}
	p, err := t.load(f.ID, t.s.now())
	switch {
	case errors.Is(err, store.ErrNotFound) && f.Address != "":
		if p, err = t.newcomer(f); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		p.address = msg.Address(bytes.Clone(t.get(inContacts, own(nil, f.ID, kindAddress))))
	}
	return t.change(&p, f.Set)
}

// newcomer is a contact that did not write first: somebody entered it.
func (t *txn) newcomer(f store.ForContact) (party, error) {
	if len(f.ID) != idLen {
		return party{}, fmt.Errorf("store: a contact's id has %d letters", idLen)
	}
	if t.get(inAddresses, []byte(f.Address)) != nil {
		return party{}, store.ErrTaken
	}
	return party{id: f.ID, address: f.Address, isNew: true, now: t.s.now(), question: t.newQuestionID()}, nil
}

func validRecord(r store.Record) error {
	if r.Shelf == "" || len(r.Shelf) > maxShelf || r.ID == "" || len(r.ID) > maxID || strings.ContainsRune(string(r.Shelf)+r.ID, 0) {
		return errors.New("store: a record needs a shelf and an id within their bounds")
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
	key := recordKey(nil, r.Shelf, r.ID)
	if err := t.put(inRecords, key, t.keep(putRecord(t.fresh(), r))); err != nil {
		return err
	}
	for _, k := range r.Keys {
		if err := t.put(inFound, foundKey(nil, r.Name, k), nil); err != nil {
			return err
		}
	}
	if r.Owner != "" {
		if err := t.put(inContacts, ownedKey(nil, r.Owner, r.Name), nil); err != nil {
			return err
		}
	}
	if r.Expires.IsZero() {
		return nil
	}
	return t.put(inExpiring, expiringKey(r), nil)
}

// expiringKey is time ⋅ shelf ⋅ 0 ⋅ id.
func expiringKey(r store.Record) []byte {
	return append(timed(nil, r.Expires, 0)[:8], recordKey(nil, r.Shelf, r.ID)...)
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
		if err := t.del(inFound, foundKey(nil, n, k)); err != nil {
			return err
		}
	}
	if was.Owner != "" {
		if err := t.del(inContacts, ownedKey(nil, was.Owner, n)); err != nil {
			return err
		}
	}
	if !was.Expires.IsZero() {
		if err := t.del(inExpiring, expiringKey(was)); err != nil {
			return err
		}
	}
	return t.del(inRecords, recordKey(nil, n.Shelf, n.ID))
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
	rec.Body = slices.Clone(r.bytes())
	return rec, r.err()
}

// Tally implements store.Reader.
func (r reading) Tally(group string) (store.Tally, error) {
	r.note(atOthers)
	return r.t.tally(group)
}

// Group implements store.Reader.
func (r reading) Group(group string, after store.ContactID, n int) ([]store.Recipient, error) {
	r.note(atOthers)
	return r.t.group(group, after, n)
}
