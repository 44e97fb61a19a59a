package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Receive implements store.Inbox. The decision is made here, beside all
// others, on what is stored so far; the writer, who works alone, only sees
// that it still holds. If another message of the contact came first, it is
// made again inside the transaction.
func (s *Store) Receive(ctx context.Context, in msg.Inbound, decide store.Decide) (fresh bool, err error) {
	if in.Ref == "" || in.From == "" {
		return false, errors.New("store: an inbound message needs a ref and a sender")
	}
	r := &receive{in: in, ref: s.hash(in.Gateway, in.Ref), decide: decide}
	known, err := r.foresee(ctx, s)
	if known || err != nil {
		return false, err
	}
	err = s.do(ctx, r)
	return r.fresh && err == nil, err
}

type receive struct {
	in      msg.Inbound
	ref     [hashLen]byte
	decide  store.Decide
	guess   party          // as it was when ws was decided
	guessed store.WriteSet // what was decided then
	seen    seen           // what else it rests on
	fresh   bool
}

// known says whether the message has been stored before.
func (r *receive) known(t *txn, now time.Time) bool {
	seen := t.get(inRefs, r.ref[:])
	return seen != nil && now.Sub(timeOfKey(seen)) < store.KeepRefs
}

// foresee decides on what is stored now.
func (r *receive) foresee(ctx context.Context, s *Store) (known bool, err error) {
	now := s.now()
	r.seen.shelved = s.published.Load() // before reading: a change between counts as one after
	err = s.view(ctx, func(t *txn) error {
		if known = r.known(t, now); known {
			return nil
		}
		p, err := t.lookup(r.in.From, now)
		p.stored = bytes.Clone(p.stored)
		p.contact.Route = r.in.Gateway
		r.guess = p
		if err != nil {
			return err
		}
		return r.guessOn(t)
	})
	return known, err
}

// guessOn decides on what a transaction shows.
func (r *receive) guessOn(t *txn) (err error) {
	defer recovered(&err)
	records := &reading{t: t, seen: &r.seen}
	defer records.end()
	r.guessed, err = r.decide(r.guess.snapshot(records))
	return err
}

func (r *receive) apply(t *txn) error {
	now := t.s.now()
	r.fresh = false
	if r.known(t, now) {
		return nil
	}
	p, ws, err := r.decided(t, now)
	if err != nil {
		return err
	}
	p.contact.Seen, p.wrote = p.now, true
	if err := t.change(&p, ws); err != nil {
		return err
	}
	r.fresh = true
	seen := binary.BigEndian.AppendUint64(t.fresh(), keyTime(now))
	return t.put(inRefs, r.ref[:], t.keep(seen))
}

// decided returns the decision made beside, or a new one when what it rests
// on has changed.
func (r *receive) decided(t *txn, now time.Time) (party, store.WriteSet, error) {
	t.key = append(t.key[:0], r.in.From...)
	id := t.get(inAddresses, t.key)
	foreseen := string(id) == string(r.guess.id)
	if id == nil {
		foreseen = r.guess.isNew
	}
	if foreseen {
		t.key = own(t.key, r.guess.id, kindContact)
		if bytes.Equal(t.get(inContacts, t.key), r.guess.stored) && r.seen.holds(t) {
			return r.guess, r.guessed, nil
		}
	}
	p, err := t.lookup(r.in.From, now)
	if err != nil {
		return p, store.WriteSet{}, err
	}
	p.contact.Route = r.in.Gateway
	records := &reading{t: t}
	defer records.end()
	ws, err := r.decide(p.snapshot(records))
	return p, ws, err
}

// party is the contact a transaction is about.
type party struct {
	id      store.ContactID
	address msg.Address
	isNew   bool
	wrote   bool // its message is why: when it was seen and its route change
	contact store.Contact
	session store.Session
	now     time.Time
	stored  []byte // the contact's record, nil for a new one
}

// lookup finds the contact of an address, or draws a new id for it.
func (t *txn) lookup(address msg.Address, now time.Time) (party, error) {
	t.key = append(t.key[:0], address...)
	id := t.get(inAddresses, t.key)
	if id == nil {
		id := store.NewContactID()
		return party{id: id, address: address, isNew: true, contact: store.Contact{ID: id}, now: now}, nil
	}
	p, err := t.load(store.ContactID(id), now)
	p.address = address
	return p, err
}

// load reads a contact by id.
func (t *txn) load(id store.ContactID, now time.Time) (party, error) {
	t.key = own(t.key, id, kindContact)
	return loaded(id, t.get(inContacts, t.key), now)
}

// loaded reads a contact's record.
func loaded(id store.ContactID, v []byte, now time.Time) (party, error) {
	if v == nil {
		return party{}, store.ErrNotFound
	}
	c, sess, err := readContact(id, v)
	if now.After(sess.Expires) {
		sess = store.Session{}
	}
	return party{id: id, contact: c, session: sess, now: now, stored: v}, err
}

func (p *party) snapshot(records store.Reader) store.Snapshot {
	return store.Snapshot{
		Contact: p.contact, New: p.isNew, Session: p.session, Now: p.now, Records: records,
	}
}
