package bolt

import (
	"bytes"
	"context"

	"tinban/store"
)

// Forget implements store.Keeper.
func (s *Store) Forget(ctx context.Context, id store.ContactID) error {
	return s.do(ctx, forget{id})
}

type forget struct{ id store.ContactID }

func (f forget) apply(t *txn) error { return t.forget(f.id) }

// forget deletes all that lies under an id and what points there. A kind of
// record that has an entry elsewhere says here how to find it.
func (t *txn) forget(id store.ContactID) error {
	if len(id) != idLen {
		return nil
	}
	keys, records, err := t.unlink(id)
	if err != nil {
		return err
	}
	for _, n := range records {
		if err := t.drop(n); err != nil {
			return err
		}
	}
	for _, k := range keys {
		if err := t.del(inContacts, k); err != nil {
			return err
		}
	}
	return nil
}

// unlink deletes the entries in other buckets that belong to what lies under a
// contact; it returns the keys of that, and the records the contact owns.
func (t *txn) unlink(id store.ContactID) (keys [][]byte, records []store.Name, err error) {
	err = t.scan(inContacts, []byte(id), func(k, v []byte) (bool, error) {
		keys = append(keys, bytes.Clone(k))
		name := k[idLen+1:]
		switch k[idLen] {
		case kindAddress:
			return true, t.unlinkAddress(id, v)
		case kindOut:
			return true, t.abandon(id, name, v)
		case kindSettled:
			return true, t.unlinkSettled(id, name, v)
		case kindRecord:
			records = append(records, nameIn(name))
		}
		return true, nil
	})
	return keys, records, err
}

// unlinkAddress leaves an address alone that has become another contact's:
// somebody who wrote again after being forgotten.
func (t *txn) unlinkAddress(id store.ContactID, address []byte) error {
	if string(t.get(inAddresses, address)) != string(id) {
		return nil
	}
	return t.del(inAddresses, address)
}

// abandon gives up a message that waits.
func (t *txn) abandon(id store.ContactID, key, v []byte) error {
	if err := t.unlinkOut(id, key, v); err != nil {
		return err
	}
	o, err := readOutbound(string(key), v[dueLen:])
	if err != nil {
		return err
	}
	return t.leaveGroup(id, o)
}

// unlinkOut leaves a claim alone that is another contact's.
func (t *txn) unlinkOut(id store.ContactID, key, v []byte) error {
	if len(v) < dueLen {
		return errDamaged
	}
	if err := t.del(inDue, v[:dueLen]); err != nil {
		return err
	}
	claim := t.get(inClaimed, key)
	if len(claim) < 8+idLen || string(claim[8:8+idLen]) != string(id) {
		return nil
	}
	return t.del(inClaimed, key)
}

func (t *txn) unlinkSettled(id store.ContactID, key, v []byte) error {
	was, err := readSettled(v)
	if err != nil {
		return err
	}
	if err := t.unlinkGroup(was.group, id, string(key)); err != nil {
		return err
	}
	if was.ref == "" {
		return nil
	}
	ref := t.s.hash(was.route, was.ref)
	return t.del(inSent, ref[:])
}
