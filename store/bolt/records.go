package bolt

import (
	"bytes"
	"context"
	"slices"
	"time"

	"tinban/store"
)

// pageSize is how many events are read at a time, so that a slow reader holds
// up nobody and may write.
const pageSize = 256

// Events implements store.Records. Events that are written meanwhile may or
// may not come.
func (s *Store) Events(ctx context.Context, since time.Time, yield func(store.Event) bool) error {
	from := timed(nil, since, 0)
	for {
		page, next, err := s.eventPage(ctx, from)
		if err != nil {
			return err
		}
		for _, e := range page {
			if !yield(e) {
				return nil
			}
		}
		if next == nil {
			return nil
		}
		from = next
	}
}

// eventPage reads events from a key on, and the key after them if there is one.
func (s *Store) eventPage(ctx context.Context, from []byte) (page []store.Event, next []byte, err error) {
	err = s.view(ctx, func(t *txn) error {
		c := t.in(inEvents).Cursor()
		for k, v := c.Seek(from); k != nil; k, v = c.Next() {
			if len(page) == pageSize {
				next = bytes.Clone(k)
				return nil
			}
			e, err := readEvent(v)
			if err != nil {
				return err
			}
			page = append(page, e)
		}
		return nil
	})
	return page, next, err
}

// Transcript implements store.Records.
func (s *Store) Transcript(ctx context.Context, id store.ContactID) (all []store.Line, err error) {
	if len(id) != idLen {
		return nil, ctx.Err()
	}
	err = s.view(ctx, func(t *txn) error {
		return t.scan(inContacts, own(nil, id, kindLines), func(_, v []byte) (bool, error) {
			lines, err := readLines(v)
			all = append(all, lines...)
			return true, err
		})
	})
	slices.SortStableFunc(all, func(a, b store.Line) int { return a.At.Compare(b.At) })
	return all, err
}
