package bolt

import (
	"context"
	"errors"
	"fmt"

	"tinban/msg"
	"tinban/store"
)

// Update implements store.Shelves. As with a message, the decision is made
// here, beside all others; the writer only sees that it still holds, and makes
// it again where it does not.
func (s *Store) Update(ctx context.Context, decide func(store.Reader) (store.Changes, error)) error {
	u := &updating{decide: decide}
	if err := u.foresee(ctx, s); err != nil {
		return err
	}
	return s.do(ctx, u)
}

type updating struct {
	decide  func(store.Reader) (store.Changes, error)
	guessed store.Changes
	seen    seen // what it rests on
}

// foresee decides on what is stored now.
func (u *updating) foresee(ctx context.Context, s *Store) error {
	u.seen.shelved = s.published.Load() // before reading: a change between counts as one after
	return s.view(ctx, func(t *txn) (err error) {
		defer recovered(&err)
		u.guessed, err = u.on(&reading{t: t, seen: &u.seen})
		return err
	})
}

func (u *updating) on(r *reading) (store.Changes, error) {
	defer r.end()
	return u.decide(r)
}

func (u *updating) apply(t *txn) error {
	c := u.guessed
	if !u.seen.holds(t) {
		var err error
		if c, err = u.on(&reading{t: t}); err != nil {
			return err
		}
	}
	return t.shelve(c)
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
	if err := t.owned(c.Put); err != nil {
		return err
	}
	now := party{now: t.s.now()}
	for _, e := range c.Events {
		if err := t.record(&now, e); err != nil {
			return err
		}
	}
	return nil
}

// owned refuses records of contacts that are not, or are no more: nothing
// would ever forget them.
func (t *txn) owned(put []store.Record) error {
	for _, r := range put {
		if r.Owner == "" {
			continue
		}
		t.key = own(t.key, r.Owner, kindContact)
		if t.get(inContacts, t.key) == nil {
			return fmt.Errorf("store: the owner of a record of %s is no contact: %w", r.Shelf, store.ErrNotFound)
		}
	}
	return nil
}

// changeOther applies a write set to a contact named by its id.
func (t *txn) changeOther(f store.ForContact) error {
	within := f.Set.Changes
	if len(within.Put)+len(within.Drop)+len(within.Contacts)+len(within.Events) > 0 {
		return errors.New("store: changes within changes")
	}
	p, err := t.load(f.ID, t.s.now())
	if errors.Is(err, store.ErrNotFound) && f.Address != "" {
		p, err = t.newcomer(f)
	}
	if err != nil {
		return err
	}
	if !p.isNew && (f.Address != "" || f.Set.Forget) {
		p.address = msg.Address(t.get(inContacts, own(nil, f.ID, kindAddress)))
	}
	if f.Address != "" && f.Address != p.address {
		return store.ErrTaken
	}
	return t.change(&p, f.Set)
}

// newcomer is a contact that did not write first: somebody entered it.
func (t *txn) newcomer(f store.ForContact) (party, error) {
	if len(f.ID) != idLen || len(f.Address) > maxAddress {
		return party{}, errors.New("store: the id or the address of a new contact is out of bounds")
	}
	if t.get(inAddresses, []byte(f.Address)) != nil || t.get(inContacts, own(nil, f.ID, kindAddress)) != nil {
		return party{}, store.ErrTaken
	}
	return party{id: f.ID, address: f.Address, isNew: true, contact: store.Contact{ID: f.ID}, now: t.s.now()}, nil
}
