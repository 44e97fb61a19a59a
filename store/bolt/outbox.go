package bolt

import (
	"bytes"
	"context"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

// enqueue lets a message wait. One whose key the contact already has, waiting
// or settled, is the same message and changes nothing.
func (t *txn) enqueue(p *party, o msg.Outbound) error {
	t.key = ownNamed(t.key, p.id, kindSettled, o.Key)
	if t.get(inContacts, t.key) != nil {
		return nil
	}
	t.key = ownNamed(t.key, p.id, kindOut, o.Key)
	if t.get(inContacts, t.key) != nil {
		return nil
	}
	seq, err := t.seq()
	if err != nil {
		return err
	}
	if err := t.joinGroup(p.id, o); err != nil {
		return err
	}
	due := p.now
	if o.Due.After(due) {
		due = o.Due
	}
	v := dueKey(t.fresh(), o, due, seq)
	v = t.keep(putOutbound(v, o))
	if err := t.put(inContacts, t.key, v); err != nil {
		return err
	}
	return t.await(v[:dueLen], p.id, state{}, o.Key)
}

// await enters a message among those that are due.
func (t *txn) await(due []byte, id store.ContactID, st state, key string) error {
	v := append(putState(append(t.fresh(), id...), st), key...)
	return t.put(inDue, due, t.keep(v))
}

// lapseAll ends every lease: whoever held one is no more.
func (t *txn) lapseAll() error {
	var keys, values [][]byte
	err := t.scan(inClaimed, nil, func(k, v []byte) (bool, error) {
		if len(v) < 8+idLen {
			return false, errDamaged
		}
		keys = append(keys, bytes.Clone(k))
		values = append(values, append(make([]byte, 8), v[8:]...))
		return true, nil
	})
	for i, k := range keys {
		if err := t.put(inClaimed, k, values[i]); err != nil {
			return err
		}
	}
	return err
}

// Waiting implements store.Outbox.
func (s *Store) Waiting(ctx context.Context, lanes ...msg.Lane) (n int, err error) {
	err = s.view(ctx, func(t *txn) error {
		if len(lanes) == 0 {
			n = t.in(inDue).Stats().KeyN + t.in(inClaimed).Stats().KeyN
			return nil
		}
		for _, l := range lanes {
			m, err := t.waitingIn(l)
			if err != nil {
				return err
			}
			n += m
		}
		return nil
	})
	return n, err
}

func (t *txn) waitingIn(lane msg.Lane) (n int, err error) {
	for _, rank := range ranksOf(lane) {
		err = t.scan(inDue, []byte{rank}, func(_, _ []byte) (bool, error) {
			n++
			return true, nil
		})
		if err != nil {
			return n, err
		}
	}
	err = t.scan(inClaimed, nil, func(k, v []byte) (bool, error) {
		if len(v) < 8+idLen {
			return false, errDamaged
		}
		o := t.get(inContacts, ownNamed(nil, store.ContactID(v[8:8+idLen]), kindOut, string(k)))
		if len(o) < dueLen {
			return false, errDamaged
		}
		if slices.Contains(ranksOf(lane), o[0]) {
			n++
		}
		return true, nil
	})
	return n, err
}

// Oldest implements store.Outbox.
func (s *Store) Oldest(ctx context.Context, lane msg.Lane) (oldest time.Time, err error) {
	err = s.view(ctx, func(t *txn) error {
		for _, rank := range ranksOf(lane) {
			c := t.in(inDue).Cursor()
			for k, _ := c.Seek([]byte{rank}); len(k) == dueLen && k[0] == rank; k, _ = c.Seek(track(k).past()) {
				if at := timeOfKey(k[trackLen:]); oldest.IsZero() || at.Before(oldest) {
					oldest = at
				}
			}
		}
		return nil
	})
	return oldest, err
}
