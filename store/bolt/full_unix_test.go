//go:build unix

package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tinban/msg"
	"tinban/store"
)

func init() { tasks["full"], tasks["full-compact"] = full, fullCompact }

// TestDiskFull runs in processes of its own, since the limit that stands for
// a full disk is a process's.
func TestDiskFull(t *testing.T) {
	for _, task := range []string{"full", "full-compact"} {
		if err := child(t, task, tempFile(t)).Run(); err != nil {
			t.Errorf("%s: %v", task, err)
		}
	}
}

// fullCompact has no room for a second copy: the first is untouched, and
// nothing is left of the other.
func fullCompact(path string) (err error) {
	s, err := Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ctx := context.Background()
	var c store.Changes
	for i := range 40 {
		c.Put = append(c.Put, store.Record{Name: store.Name{Shelf: "x", ID: fmt.Sprint(i)}, Body: make([]byte, 1<<20), Keys: []string{"k"}})
	}
	if err := s.Update(ctx, func(store.Reader) (store.Changes, error) { return c, nil }); err != nil {
		return err
	}
	if err := limit(24 << 20); err != nil { // in the middle of the copy
		return err
	}
	if _, _, err := s.Compact(ctx); err == nil || !strings.Contains(err.Error(), "store: not compacted: ") {
		return fmt.Errorf("compacting on a full disk: %w", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		return fmt.Errorf("%d files are left: %w", len(left), err)
	}
	if err := limit(1 << 40); err != nil {
		return err
	}
	if _, err := s.Receive(ctx, fullInbound(1), fullDecide(1)); err != nil {
		return fmt.Errorf("the next message: %w", err)
	}
	if _, _, err := s.Compact(ctx); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	n := 0
	err = s.View(ctx, func(r store.Reader) error {
		return r.Find("x", "k", "", func(string, store.Record) bool { n++; return true })
	})
	if err != nil || n != len(c.Put) {
		return fmt.Errorf("%d of %d records are there: %w", n, len(c.Put), err)
	}
	return nil
}

// full fills the disk, finds that nothing is half done, and recovers.
func full(path string) (err error) {
	s, err := Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	stored, err := fill(s)
	if err == nil {
		return errors.New("the disk was never full")
	}
	if !strings.Contains(err.Error(), "store: not stored: ") {
		return fmt.Errorf("a full disk reads: %w", err)
	}
	if err := s.Ready(context.Background()); err == nil {
		return errors.New("ready on a full disk")
	}
	if n, err := s.Waiting(context.Background()); err != nil || n != stored {
		return fmt.Errorf("%d wait of %d that were stored: %w", n, stored, err)
	}
	if err := limit(1 << 40); err != nil {
		return err
	}
	if err := s.Ready(context.Background()); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	fresh, err := s.Receive(context.Background(), fullInbound(stored), fullDecide(stored))
	if err != nil || !fresh {
		return fmt.Errorf("the message that did not fit: fresh %v, %w", fresh, err)
	}
	return nil
}

// fill stores messages until that fails.
func fill(s *Store) (stored int, err error) {
	if err := limit(256 << 10); err != nil {
		return 0, err
	}
	for ; stored < 200; stored++ {
		if _, err := s.Receive(context.Background(), fullInbound(stored), fullDecide(stored)); err != nil {
			return stored, err
		}
	}
	return stored, nil
}

func limit(size uint64) error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
		return err
	}
	l.Cur = min(size, l.Max)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l)
}

func fullInbound(i int) msg.Inbound {
	return msg.Inbound{Gateway: "g", From: "sms:1", Ref: fmt.Sprint(i)}
}

func fullDecide(i int) store.Decide {
	return func(store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{Out: []msg.Outbound{{Key: fmt.Sprint(i), Text: strings.Repeat("x", 8000)}}}, nil
	}
}
