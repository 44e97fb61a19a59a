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

// Events implements store.Records. It reads page by page, so that yield may
// write and a long report does not keep the file from growing.
func (s *Store) Events(ctx context.Context, since time.Time, yield func(store.Event) bool) error {
	return eachTimed(ctx, s, inEvents, since, readEvent, yield)
}

// Samples implements store.Records.
func (s *Store) Samples(ctx context.Context, since time.Time, yield func(store.Sample) bool) error {
	return eachTimed(ctx, s, inSamples, since, readSample, yield)
}

func eachTimed[T any](ctx context.Context, s *Store, b bucket, since time.Time, read func([]byte) (T, error), yield func(T) bool) error {
	from := timed(nil, since, 0)
	for from != nil {
		page, next, err := timedPage(ctx, s, b, from, read)
		if err != nil {
			return err
		}
		for _, r := range page {
			if !yield(r) {
				return nil
			}
		}
		from = next
	}
	return nil
}

// timedPage reads records from a key on, and the key after them if there is
// one.
func timedPage[T any](ctx context.Context, s *Store, b bucket, from []byte, read func([]byte) (T, error)) (page []T, next []byte, err error) {
	err = s.view(ctx, func(t *txn) error {
		c := t.in(b).Cursor()
		for k, v := c.Seek(from); k != nil; k, v = c.Next() {
			if len(page) == pageSize {
				next = bytes.Clone(k)
				return nil
			}
			r, err := read(v)
			if err != nil {
				return err
			}
			page = append(page, r)
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
