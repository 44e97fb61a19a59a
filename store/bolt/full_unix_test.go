//go:build unix

package bolt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"tinban/msg"
	"tinban/store"
)

func init() { tasks["full"] = full }

// TestDiskFull runs in a process of its own, since the limit that stands for
// a full disk is a process's.
func TestDiskFull(t *testing.T) {
	if err := child(t, "full", tempFile(t)).Run(); err != nil {
		t.Fatal(err)
	}
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
