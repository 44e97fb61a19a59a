package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
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
	v := dueKey(t.fresh(), o.Lane, due, seq)
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

// waiting is a message on the list of those due.
type waiting struct {
	due     [dueLen]byte
	id      store.ContactID
	state   state
	key     string
	claimed bool // its lease ended
}

// Claim implements store.Outbox.
func (s *Store) Claim(ctx context.Context, now time.Time, lease time.Duration, n int) ([]store.Delivery, error) {
	if lease <= 0 {
		return nil, errors.New("store: a lease must be longer than nothing")
	}
	c := &claim{now: now, lease: lease, n: n}
	if err := s.do(ctx, c); err != nil {
		return nil, err
	}
	return c.got, nil
}

type claim struct {
	now   time.Time
	lease time.Duration
	n     int
	got   []store.Delivery
}

// maxExpired bounds how many expired messages one claim settles.
const maxExpired = 1000

func (c *claim) apply(t *txn) error {
	c.got = nil
	for expired := 0; len(c.got) < c.n && expired < maxExpired; {
		next, err := t.next(c.now, c.n-len(c.got))
		if err != nil || len(next) == 0 {
			return err
		}
		for _, w := range next {
			if err := c.take(t, w, &expired); err != nil {
				return err
			}
		}
	}
	return nil
}

// take claims one message, or settles it when it is too late for it. One
// whose key another contact's message has, claimed just before, waits for that.
func (c *claim) take(t *txn, w waiting, expired *int) error {
	if !w.claimed && t.get(inClaimed, []byte(w.key)) != nil {
		return nil
	}
	t.key = ownNamed(t.key, w.id, kindOut, w.key)
	v := t.get(inContacts, t.key)
	if len(v) < dueLen {
		return errDamaged
	}
	o, err := readOutbound(w.key, v[dueLen:])
	if err != nil {
		return err
	}
	if !o.Expires.IsZero() && c.now.After(o.Expires) {
		*expired++
		return t.settle(w.id, o, settled{status: msg.Failed, at: c.now, route: o.Route, code: "expired"})
	}
	t.key = own(t.key, w.id, kindAddress)
	o.To = msg.Address(t.get(inContacts, t.key))
	c.got = append(c.got, store.Delivery{Outbound: o, Contact: w.id, Tries: int(w.state.tries), Doubtful: w.state.doubtful})
	return t.lease(w, c.now.Add(c.lease))
}

// lease takes a message off the due list until it is settled or lapses. The
// mark "may have been sent" stays, in case the claim ends without a word.
func (t *txn) lease(w waiting, end time.Time) error {
	w.state.tries++
	if !w.claimed {
		if err := t.del(inDue, w.due[:]); err != nil {
			return err
		}
	}
	v := binary.BigEndian.AppendUint64(t.fresh(), keyTime(end))
	v = putState(append(v, w.id...), w.state)
	return t.put(inClaimed, []byte(w.key), t.keep(v))
}

// next lists at most n messages to hand out now, the most urgent first.
func (t *txn) next(now time.Time, n int) ([]waiting, error) {
	list, err := t.lapsed(now)
	if err != nil {
		return nil, err
	}
	for _, rank := range []byte{rankReply, rankNotice, rankBroadcast} {
		if list, err = t.due(list, rank, now, n); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b waiting) int { return bytes.Compare(a.due[:], b.due[:]) })
	return list[:min(n, len(list))], nil
}

// due adds at most n messages of a lane whose time has come.
func (t *txn) due(list []waiting, rank byte, now time.Time, n int) ([]waiting, error) {
	limit := keyTime(now)
	err := t.scan(inDue, []byte{rank}, func(k, v []byte) (bool, error) {
		if n == 0 || binary.BigEndian.Uint64(k[1:]) > limit {
			return false, nil
		}
		if len(v) < idLen {
			return false, errDamaged
		}
		w := waiting{due: [dueLen]byte(k), id: store.ContactID(v[:idLen])}
		r := reader{rest: v[idLen:]}
		w.state, w.key = r.state(), string(r.rest)
		if t.get(inClaimed, r.rest) == nil { // else another contact's of the same key is being sent
			list = append(list, w)
			n--
		}
		return true, r.err()
	})
	return list, err
}

// lapsed lists the messages whose claim ended without a word.
func (t *txn) lapsed(now time.Time) (list []waiting, err error) {
	limit := keyTime(now)
	err = t.scan(inClaimed, nil, func(k, v []byte) (bool, error) {
		if len(v) < 8+idLen {
			return false, errDamaged
		}
		if binary.BigEndian.Uint64(v) > limit {
			return true, nil
		}
		w := waiting{id: store.ContactID(v[8 : 8+idLen]), key: string(k), claimed: true}
		r := reader{rest: v[8+idLen:]}
		w.state = r.state()
		w.state.doubtful = true
		t.key = ownNamed(t.key, w.id, kindOut, w.key)
		o := t.get(inContacts, t.key)
		if len(o) < dueLen {
			return false, errDamaged
		}
		w.due = [dueLen]byte(o)
		list = append(list, w)
		return true, r.err()
	})
	return list, err
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
func (s *Store) Waiting(ctx context.Context) (n int, err error) {
	err = s.view(ctx, func(t *txn) error {
		n = t.in(inDue).Stats().KeyN + t.in(inClaimed).Stats().KeyN
		return nil
	})
	return n, err
}
