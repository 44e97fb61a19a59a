package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Settle implements store.Outbox.
func (s *Store) Settle(ctx context.Context, done []store.Settlement) error {
	if len(done) == 0 {
		return ctx.Err()
	}
	return s.do(ctx, settle{done: done, now: s.now()})
}

type settle struct {
	done []store.Settlement
	now  time.Time
}

func (s settle) apply(t *txn) error {
	for _, d := range s.done {
		if err := s.one(t, d); err != nil {
			return err
		}
	}
	return nil
}

func (s settle) one(t *txn, d store.Settlement) error {
	v := t.get(inClaimed, []byte(d.Key))
	if v == nil {
		return nil // unknown, or settled by somebody else
	}
	if len(v) < 8+idLen {
		return errDamaged
	}
	id := store.ContactID(v[8 : 8+idLen])
	r := reader{rest: v[8+idLen:]}
	st := r.state()
	if d.Gone {
		if err := t.unreachable(id); err != nil {
			return err
		}
	}
	if d.Status == "" {
		st.doubtful = d.Doubtful
		if d.Untried && st.tries > 0 {
			st.tries--
		}
		return t.postpone(id, d, st)
	}
	t.key = ownNamed(t.key, id, kindOut, d.Key)
	v = t.get(inContacts, t.key)
	if len(v) < dueLen {
		return errDamaged
	}
	o, err := readOutbound(d.Key, v[dueLen:])
	if err != nil {
		return err
	}
	if d.Status == msg.Sent {
		if err := t.spend(s.now, o, d.Cost); err != nil {
			return err
		}
	}
	return t.settle(id, o, settled{status: d.Status, at: s.now, route: o.Route, ref: d.Ref, code: d.Code, cost: d.Cost})
}

// spend adds a message to what its route took this month.
func (t *txn) spend(now time.Time, o msg.Outbound, cost int) error {
	t.key = append(monthKey(now), o.Route...)
	var sum store.Spent
	if v := t.get(inSpent, t.key); v != nil {
		var err error
		if sum, err = readSpent(v); err != nil {
			return err
		}
	}
	sum.Messages++
	sum.Parts += o.Parts
	sum.Cost += max(cost, 0)
	return t.put(inSpent, t.key, t.keep(putSpent(t.fresh(), sum)))
}

// monthKey is year and month, by the clock of who asks.
func monthKey(at time.Time) []byte {
	return []byte{byte(at.Year() >> 8), byte(at.Year()), byte(at.Month())}
}

// Spent implements store.Outbox.
func (s *Store) Spent(ctx context.Context, month time.Time) (map[string]store.Spent, error) {
	sums := map[string]store.Spent{}
	prefix := monthKey(month)
	err := s.view(ctx, func(t *txn) error {
		return t.scan(inSpent, prefix, func(k, v []byte) (bool, error) {
			sum, err := readSpent(v)
			sums[string(k[len(prefix):])] = sum
			return true, err
		})
	})
	return sums, err
}

// postpone lets a message wait again.
func (t *txn) postpone(id store.ContactID, d store.Settlement, st state) error {
	t.key = ownNamed(t.key, id, kindOut, d.Key)
	was := t.get(inContacts, t.key)
	if len(was) < dueLen {
		return errDamaged
	}
	at, seq := timeOfKey(was[trackLen:]), binary.BigEndian.Uint64(was[trackLen+8:])
	if !d.RetryAt.IsZero() {
		var err error
		at = d.RetryAt
		if seq, err = t.seq(); err != nil {
			return err
		}
	}
	v := append(timed(append(t.fresh(), was[:trackLen]...), at, seq), was[dueLen:]...)
	if d.Route != "" {
		o, err := readOutbound(d.Key, was[dueLen:])
		if err != nil {
			return err
		}
		before := asWaiting(o)
		o.Route = d.Route
		t.becomes(id, d.Key, before, asWaiting(o))
		v = putOutbound(dueKey(t.fresh(), o, at, seq), o)
	}
	v = t.keep(v)
	if err := t.put(inContacts, t.key, v); err != nil {
		return err
	}
	if err := t.del(inClaimed, []byte(d.Key)); err != nil {
		return err
	}
	return t.await(v[:dueLen], id, st, d.Key)
}

// settle ends a message's wait for good. Of a forgotten contact nothing is
// noted, and with its last message its address goes.
func (t *txn) settle(id store.ContactID, o msg.Outbound, s settled) error {
	key := o.Key
	s.group, s.parts = o.Group, o.Parts
	t.key = ownNamed(t.key, id, kindOut, key)
	if err := t.unlinkOut(id, []byte(key), t.get(inContacts, t.key)); err != nil {
		return err
	}
	if err := t.del(inContacts, t.key); err != nil {
		return err
	}
	t.key = own(t.key, id, kindContact)
	if t.get(inContacts, t.key) == nil {
		return t.dropAddress(id)
	}
	if s.ref != "" {
		ref := t.s.hash(s.route, s.ref)
		if was, early := readEarly(t.get(inSent, ref[:])); early && statusRank(was.status) > statusRank(s.status) {
			s.status, s.at = was.status, was.at
		}
		v := append(append(t.fresh(), id...), key...)
		if err := t.put(inSent, ref[:], t.keep(v)); err != nil {
			return err
		}
	}
	t.becomes(id, key, asWaiting(o), s.counts())
	t.key = ownNamed(t.key, id, kindSettled, key)
	return t.put(inContacts, t.key, t.keep(putSettled(t.fresh(), s)))
}

// dropAddress forgets the address of a forgotten contact once nothing waits.
func (t *txn) dropAddress(id store.ContactID) error {
	waits := false
	err := t.scan(inContacts, own(nil, id, kindOut), func(_, _ []byte) (bool, error) {
		waits = true
		return false, nil
	})
	if err != nil || waits {
		return err
	}
	return t.del(inContacts, own(nil, id, kindAddress))
}

// unreachable marks a contact, unless it has been forgotten.
func (t *txn) unreachable(id store.ContactID) error {
	t.key = own(t.key, id, kindContact)
	v := t.get(inContacts, t.key)
	if v == nil {
		return nil
	}
	c, sess, err := readContact(id, v)
	if err != nil {
		return err
	}
	c.Unreachable = true
	return t.put(inContacts, t.key, t.keep(putContact(t.fresh(), c, sess)))
}

// Receipt implements store.Outbox.
func (s *Store) Receipt(ctx context.Context, r msg.Receipt) error {
	return s.do(ctx, receipt{r, s.hash(r.Route, r.Ref)})
}

type receipt struct {
	msg.Receipt
	hash [hashLen]byte
}

// statusRank follows the order of msg.Status; what is no status ranks lowest.
func statusRank(s msg.Status) int {
	switch s {
	case msg.Sent:
		return 1
	case msg.Delivered:
		return 2
	case msg.Failed:
		return 3
	}
	return 0
}

func (r receipt) apply(t *txn) error {
	v := bytes.Clone(t.get(inSent, r.hash[:]))
	if was, early := readEarly(v); early || v == nil {
		return t.early(r, was)
	}
	if len(v) < idLen {
		return nil
	}
	id, key := store.ContactID(v[:idLen]), string(v[idLen:])
	t.key = ownNamed(t.key, id, kindSettled, key)
	v = t.get(inContacts, t.key)
	if v == nil {
		return nil
	}
	was, err := readSettled(v)
	if err != nil || statusRank(r.Status) <= statusRank(was.status) {
		return err
	}
	before := was.counts()
	was.status, was.at = r.Status, r.At
	t.becomes(id, key, before, was.counts())
	return t.put(inContacts, t.key, t.keep(putSettled(t.fresh(), was)))
}

// earlyMark begins a receipt that came before its message was settled: a
// gateway on the same machine is faster than our own commit. No ContactID
// begins so.
const earlyMark = 0

// early keeps a receipt until its message is settled, or until it is swept.
func (t *txn) early(r receipt, was settled) error {
	if statusRank(r.Status) <= statusRank(was.status) {
		return nil
	}
	v := putSettled(append(t.fresh(), earlyMark), settled{status: r.Status, at: r.At})
	return t.put(inSent, r.hash[:], t.keep(v))
}

func readEarly(v []byte) (s settled, ok bool) {
	if len(v) == 0 || v[0] != earlyMark {
		return settled{}, false
	}
	s, err := readSettled(v[1:])
	return s, err == nil
}

// Outcome says what became of a contact's message; ErrNotFound while it waits
// and once it is older than KeepSent.
func (s *Store) Outcome(ctx context.Context, id store.ContactID, key string) (status msg.Status, ref, code string, err error) {
	err = s.view(ctx, func(t *txn) error {
		v := t.get(inContacts, ownNamed(nil, id, kindSettled, key))
		if v == nil {
			return store.ErrNotFound
		}
		was, err := readSettled(v)
		status, ref, code = was.status, was.ref, was.code
		return err
	})
	return status, ref, code, err
}
