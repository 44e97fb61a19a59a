package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"tinban/store"
)

var _ store.Compacter = (*Store)(nil)

const (
	// chunkSize is how much one transaction of a compaction copies: it is in
	// memory at once, and a file that must be mapped anew waits for it.
	chunkSize = 1 << 20
	// fillPercent leaves some room in each page, so that the first messages
	// after a compaction do not split every page they touch.
	fillPercent = 0.9
	// A compaction catches up with the writer in at most maxRounds, until no
	// more than fewKeys were left to do: the rest is done while it waits.
	maxRounds = 12
	fewKeys   = 500
	// maxTouched bounds what is kept in mind of the changes meanwhile: some
	// 100 MB at the worst.
	maxTouched = 1 << 20
)

// Compact implements store.Compacter. The file is copied into one beside it in
// small steps, from what is stored at that moment, while the writer goes on
// and notes which keys it touches. Those are copied once more, and again what
// was touched meanwhile, until little is left. That little the writer does
// itself, between two transactions, and the new file takes the old one's name.
// Who reads from the old one may end; it is gone from the disk when they have.
//
// What was deleted before the call is not in the new file, not even as a
// remnant in an unused page.
func (s *Store) Compact(ctx context.Context) (before, after int64, err error) {
	select {
	case s.compacts <- struct{}{}:
		defer func() { <-s.compacts }()
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	if before, err = s.size(ctx); err != nil {
		return 0, 0, err
	}
	c := compaction{s: s}
	if err := c.run(ctx); err != nil {
		return 0, 0, fmt.Errorf("store: not compacted: %w", err)
	}
	after, err = s.size(context.WithoutCancel(ctx))
	return before, after, err
}

// size is how much of the file is in use, unused pages among it included.
func (s *Store) size(ctx context.Context) (n int64, err error) {
	err = s.view(ctx, func(t *txn) error { n = t.tx.Size(); return nil })
	return n, err
}

// beside is where a compaction writes, in the same folder so that a rename
// takes it to its place.
func beside(path string) string { return path + ".compact" }

// removeBeside removes what a compaction left that was killed. Only the owner
// of the file may call it.
func removeBeside(path string) error {
	if err := os.Remove(beside(path)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

type compaction struct {
	s       *Store
	to      *bbolt.DB
	unsaved int // bytes since the last sync
	swapped bool
}

func (c *compaction) run(ctx context.Context) (err error) {
	if err := c.begin(); err != nil {
		return err
	}
	defer func() {
		if !c.swapped {
			err = errors.Join(err, c.abandon(ctx))
		}
	}()
	if err := c.s.between(ctx, func() error { c.s.touched = touched{}; return nil }); err != nil {
		return err
	}
	for b := range buckets {
		if err := c.copyBucket(ctx, b); err != nil {
			return err
		}
	}
	left := fewKeys + 1
	for round := 0; left > fewKeys && round < maxRounds; round++ {
		if left, err = c.catchUp(ctx); err != nil {
			return err
		}
	}
	return c.s.between(ctx, c.swap)
}

// begin makes the file beside, with empty buckets and the old one's mode.
func (c *compaction) begin() error {
	if err := removeBeside(c.s.path); err != nil {
		return err
	}
	info, err := os.Stat(c.s.path)
	if err != nil {
		return err
	}
	if c.to, err = openFile(beside(c.s.path)); err != nil {
		return err
	}
	c.to.NoSync = true // until it is to be kept
	err = c.to.Update(func(tx *bbolt.Tx) error {
		for _, name := range bucketNames {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, os.Chmod(beside(c.s.path), info.Mode().Perm())); err != nil {
		return errors.Join(err, c.discard())
	}
	return nil
}

// abandon leaves everything as it was.
func (c *compaction) abandon(ctx context.Context) error {
	err := c.s.between(context.WithoutCancel(ctx), func() error { c.s.touched = nil; return nil })
	if errors.Is(err, store.ErrClosed) {
		err = nil // nobody writes any more
	}
	return errors.Join(err, c.discard())
}

func (c *compaction) discard() error {
	return errors.Join(c.to.Close(), removeBeside(c.s.path))
}

// copyBucket copies a bucket in chunks. What changes behind its back is
// touched, and so copied again. It rests as long as it works, so that it never
// takes more than half of a slow disk.
func (c *compaction) copyBucket(ctx context.Context, b bucket) (err error) {
	for from := []byte{}; from != nil; {
		start := time.Now()
		if from, err = c.chunk(ctx, b, from); err != nil {
			return err
		}
		if err := c.save(); err != nil {
			return err
		}
		if from != nil {
			rest(ctx, time.Since(start))
		}
	}
	return nil
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// chunk copies some of a bucket from a key on, and returns where to go on.
func (c *compaction) chunk(ctx context.Context, b bucket, from []byte) (next []byte, err error) {
	size := 0
	err = c.step(ctx, func(t *txn, tx *bbolt.Tx) error {
		to := tx.Bucket(bucketNames[b])
		to.FillPercent = fillPercent
		cur := t.in(b).Cursor()
		for k, v := cur.Seek(from); k != nil; k, v = cur.Next() {
			if size >= chunkSize {
				next = bytes.Clone(k)
				return nil
			}
			size += len(k) + len(v)
			if err := to.Put(k, v); err != nil {
				return err
			}
		}
		return nil
	})
	c.unsaved += size
	return next, err
}

// step reads from the one file and writes to the other. Values are not copied
// on the way, so what is read stays open until what is written is committed.
func (c *compaction) step(ctx context.Context, f func(t *txn, to *bbolt.Tx) error) error {
	return c.s.view(ctx, func(t *txn) error {
		return c.to.Update(func(to *bbolt.Tx) error { return f(t, to) })
	})
}

// saveEvery bounds how much has to reach the disk at once: a commit of the
// writer would have to wait for it.
const saveEvery = 4 << 20

func (c *compaction) save() error {
	if c.unsaved < saveEvery {
		return nil
	}
	c.unsaved = 0
	return c.to.Sync()
}
