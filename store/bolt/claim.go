package bolt

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
)

// waiting is a message on the list of those due.
type waiting struct {
	due     [dueLen]byte
	id      store.ContactID
	state   state
	key     string
	claimed bool // its lease ended
}

func (w waiting) track() track { return track(w.due[:]) }

// byUrgency orders across queues: replies first, then the oldest.
func byUrgency(a, b waiting) int {
	return cmp.Or(cmp.Compare(a.due[0], b.due[0]), slices.Compare(a.due[trackLen:], b.due[trackLen:]))
}

// Claim implements store.Outbox.
func (s *Store) Claim(ctx context.Context, now time.Time, lease time.Duration, n int, room store.Room) ([]store.Delivery, error) {
	if lease <= 0 {
		return nil, errors.New("store: a lease must be longer than nothing")
	}
	c := &claim{now: now, lease: lease, n: n, room: room}
	if err := s.do(ctx, c); err != nil {
		return nil, err
	}
	return c.got, nil
}

type claim struct {
	now   time.Time
	lease time.Duration
	n     int
	room  store.Room
	share map[track]string // whose room a queue takes
	left  map[string]int   // how much of it there is left
	got   []store.Delivery
}

// maxExpired bounds how many expired messages one claim settles.
const maxExpired = 1000

func (c *claim) apply(t *txn) error {
	c.got, c.share, c.left = nil, map[track]string{}, map[string]int{}
	for expired := 0; len(c.got) < c.n && expired < maxExpired; {
		next, err := c.next(t)
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
	if c.left[c.share[w.track()]] <= 0 || !w.claimed && t.get(inClaimed, []byte(w.key)) != nil {
		return nil
	}
	o, err := t.outbound(w.id, w.key)
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
	c.left[c.share[w.track()]]--
	return t.lease(w, c.now.Add(c.lease))
}

// outbound reads a message that waits.
func (t *txn) outbound(id store.ContactID, key string) (msg.Outbound, error) {
	t.key = ownNamed(t.key, id, kindOut, key)
	v := t.get(inContacts, t.key)
	if len(v) < dueLen {
		return msg.Outbound{}, errDamaged
	}
	return readOutbound(key, v[dueLen:])
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

// next lists messages to hand out now, the most urgent first.
func (c *claim) next(t *txn) ([]waiting, error) {
	list, err := c.lapsed(t)
	if err == nil {
		list, err = c.due(t, list)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, byUrgency)
	return list[:min(c.n-len(c.got), len(list))], nil
}

// due adds the messages whose time has come. What stands behind the first of a
// queue without room is never looked at.
func (c *claim) due(t *txn, list []waiting) ([]waiting, error) {
	cur := t.in(inDue).Cursor()
	for k, v := cur.First(); k != nil; {
		first, err := readWaiting(k, v)
		if err != nil {
			return nil, err
		}
		if c.isDue(first) {
			if list, err = c.line(t, cur, first, list); err != nil {
				return nil, err
			}
		}
		k, v = cur.Seek(first.track().past())
	}
	return list, nil
}

// line adds as many of a queue as there is room for, from w on, where the
// cursor stands.
func (c *claim) line(t *txn, cur *bbolt.Cursor, w waiting, list []waiting) ([]waiting, error) {
	q := w.track()
	n, err := c.may(t, w)
	for err == nil && n > 0 && c.isDue(w) {
		if t.get(inClaimed, []byte(w.key)) == nil { // else another contact's of the same key is being sent
			list = append(list, w)
			n--
		}
		k, v := cur.Next()
		if k == nil || track(k) != q {
			break
		}
		w, err = readWaiting(k, v)
	}
	return list, err
}

func (c *claim) isDue(w waiting) bool {
	return binary.BigEndian.Uint64(w.due[trackLen:]) <= keyTime(c.now)
}

// may says for how many of a message's queue there is room left.
func (c *claim) may(t *txn, w waiting) (int, error) {
	if share, asked := c.share[w.track()]; asked {
		return c.left[share], nil
	}
	share, n := "", c.n
	if c.room != nil {
		o, err := t.outbound(w.id, w.key)
		if err != nil {
			return 0, err
		}
		share, n = c.room(store.Queue{Lane: o.Lane, Route: o.Route, Group: o.Group, Anytime: o.Anytime})
	}
	c.share[w.track()] = share
	if left, begun := c.left[share]; begun {
		return left, nil
	}
	c.left[share] = min(n, c.n)
	return c.left[share], nil
}

func readWaiting(k, v []byte) (waiting, error) {
	if len(k) != dueLen || len(v) < idLen {
		return waiting{}, errDamaged
	}
	w := waiting{due: [dueLen]byte(k), id: store.ContactID(v[:idLen])}
	r := reader{rest: v[idLen:]}
	w.state, w.key = r.state(), string(r.rest)
	return w, r.err()
}

// lapsed lists the messages whose claim ended without a word and for whose
// queue there is room.
func (c *claim) lapsed(t *txn) (list []waiting, err error) {
	limit := keyTime(c.now)
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
		o := t.get(inContacts, ownNamed(nil, w.id, kindOut, w.key))
		if r.err() != nil || len(o) < dueLen {
			return false, errDamaged
		}
		w.due = [dueLen]byte(o)
		n, err := c.may(t, w)
		if n > 0 {
			list = append(list, w)
		}
		return true, err
	})
	return list, err
}
