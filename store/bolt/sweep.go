package bolt

import (
	"bytes"
	"context"
	"time"

	"tinban/store"
)

// keepEarly is how long a receipt may come before its message is settled.
const keepEarly = time.Hour

const (
	sweepLook = 2000 // records one step reads
	sweepGone = 200  // records one step may delete
)

// Sweep implements store.Keeper: refs, transcripts, settled messages and
// samples that are too old, sessions and records that have expired. It looks
// on the side and deletes in the queue, a little at a time, so that messages
// pass in between.
func (s *Store) Sweep(ctx context.Context, now time.Time) (n int, err error) {
	for _, b := range []bucket{inRefs, inContacts, inSamples, inSent, inExpiring} {
		for from := []byte{}; from != nil; {
			step := &sweep{in: b, now: now}
			if from, err = s.look(ctx, step, from); err != nil {
				return n, err
			}
			if len(step.keys) == 0 {
				continue
			}
			if err = s.do(ctx, step); err != nil {
				return n, err
			}
			n += step.gone
		}
	}
	return n, nil
}

type sweep struct {
	in   bucket
	now  time.Time
	keys [][]byte
	gone int
}

// look collects what to delete from a key on, and returns where to go on.
func (s *Store) look(ctx context.Context, step *sweep, from []byte) (next []byte, err error) {
	err = s.view(ctx, func(t *txn) error {
		c := t.in(step.in).Cursor()
		seen := 0
		for k, v := c.Seek(from); k != nil; k, v = c.Next() {
			if seen == sweepLook || len(step.keys) == sweepGone {
				next = bytes.Clone(k)
				return nil
			}
			seen++
			old, err := step.old(t, k, v)
			if err != nil {
				return err
			}
			if old {
				step.keys = append(step.keys, bytes.Clone(k))
			} else if step.in == inExpiring {
				return nil // those behind it are younger
			}
		}
		return nil
	})
	return next, err
}

// old says whether a record has been kept long enough.
func (s *sweep) old(t *txn, k, v []byte) (bool, error) {
	switch s.in {
	case inRefs:
		return s.now.Sub(timeOfKey(v)) >= store.KeepRefs, nil
	case inSent:
		was, early := readEarly(v)
		return early && s.now.Sub(was.at) > keepEarly, nil
	case inSamples:
		return s.now.Sub(timeOfKey(k)) > store.KeepSamples, nil
	case inExpiring:
		return s.now.After(timeOfKey(k)), nil
	}
	switch k[idLen] {
	case kindLines:
		return s.now.Sub(timeOfKey(k[idLen+1:])) > store.KeepTranscript, nil
	case kindSettled:
		was, err := readSettled(v)
		return s.now.Sub(was.at) > store.KeepSent, err
	case kindContact:
		c, sess, err := readContact("", v)
		if err != nil || len(sess.State) > 0 {
			return s.now.After(sess.Expires), err
		}
		return s.idle(t, k[:idLen], c)
	}
	return false, nil
}

// idle: a contact who only asked something, long ago.
func (s *sweep) idle(t *txn, id []byte, c store.Contact) (yes bool, err error) {
	if c.HourStart.IsZero() || s.now.Sub(c.HourStart) <= store.KeepContact || c.NewsStopped {
		return false, nil
	}
	yes = true
	err = t.scan(inContacts, id, func(k, _ []byte) (bool, error) {
		yes = k[idLen] == kindAddress || k[idLen] == kindContact
		return yes, nil
	})
	return yes, err
}

// apply deletes what is still old: a message may have come in between.
func (s *sweep) apply(t *txn) error {
	s.gone = 0
	for _, k := range s.keys {
		v := t.get(s.in, k)
		if v == nil {
			continue
		}
		old, err := s.old(t, k, v)
		if err != nil {
			return err
		}
		if !old {
			continue
		}
		if err := s.delete(t, k, v); err != nil {
			return err
		}
		s.gone++
	}
	return nil
}

func (s *sweep) delete(t *txn, k, v []byte) error {
	switch s.in {
	case inExpiring:
		if err := t.drop(nameIn(k[8:])); err != nil {
			return err
		}
	case inContacts:
		switch k[idLen] {
		case kindContact:
			c, sess, err := readContact(store.ContactID(k[:idLen]), v)
			if err != nil {
				return err
			}
			if len(sess.State) == 0 {
				return t.forget(store.ContactID(k[:idLen]))
			}
			return t.put(s.in, k, t.keep(putContact(t.fresh(), c, store.Session{})))
		case kindSettled:
			if err := t.unlinkSettled(store.ContactID(k[:idLen]), k[idLen+1:], v); err != nil {
				return err
			}
		}
	}
	return t.del(s.in, k)
}
