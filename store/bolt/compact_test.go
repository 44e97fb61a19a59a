package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

func init() { tasks["compact"] = loadAndCompact }

// personal is what must not stay of somebody who is forgotten: number, name,
// village, what was typed, asked and answered.
var personal = []string{"84912345678", "Hồ Thị Nghìn", "A Ka Đớt", "nhà tôi bị tốc mái", "bao giờ có lớp", "tháng sau nhé", "0987000111"}

// tellPersonal stores them in every kind of record there is.
func tellPersonal(t *testing.T, s *Store) store.ContactID {
	t.Helper()
	ctx, now := t.Context(), s.now()
	var id store.ContactID
	in := msg.Inbound{Gateway: "g", From: "sms:+84912345678", Ref: "+84912345678/1", Kind: msg.Text, Text: personal[3]}
	_, err := s.Receive(ctx, in, func(snap store.Snapshot) (store.WriteSet, error) {
		id = snap.Contact.ID
		out := func(key string) msg.Outbound {
			return msg.Outbound{Key: key, Route: "g", Lane: msg.Reply, Text: personal[1] + personal[3], Group: "news"}
		}
		return store.WriteSet{
			Contact: &store.Contact{Route: "g", Commune: personal[2]},
			Session: &store.Session{State: []byte(personal[1]), Expires: now.Add(time.Hour)},
			Out:     []msg.Outbound{out("sent"), out("claimed"), out("waits")},
			Lines:   []store.Line{{At: now, Dir: store.In, Text: personal[3]}},
			Changes: store.Changes{Put: []store.Record{{Name: store.Name{Shelf: "person", ID: string(id)}, Owner: id, Keys: []string{"commune/a"},
				Body: []byte(strings.Join(personal, ",")), Expires: now.Add(time.Hour)}}},
		}, nil
	})
	_, errClaim := s.Claim(ctx, now, time.Minute, 2, nil)
	errSettle := s.Settle(ctx, []store.Settlement{{Key: "sent", Status: msg.Sent, Ref: "+84912345678/2"}})
	if err := errors.Join(err, errClaim, errSettle); err != nil {
		t.Fatal(err)
	}
	return id
}

// found lists which words a file holds anywhere, in use or not.
func found(t *testing.T, path string, words ...string) (list []string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(raw, []byte(w)) {
			list = append(list, w)
		}
	}
	return list
}

// TestForgottenToTheLastByte looks into the file itself.
func TestForgottenToTheLastByte(t *testing.T) {
	path := tempFile(t)
	s, ctx := open(t, path), t.Context()
	id := tellPersonal(t, s)
	words := append([]string{string(id)}, personal...)
	for i := range 50 { // others live on the same pages
		in := msg.Inbound{Gateway: "g", From: msg.Address(fmt.Sprint("sms:+8490000000", i)), Ref: fmt.Sprint(i)}
		if _, err := s.Receive(ctx, in, fullDecide(i)); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "before", found(t, path, words...), words)
	if err := s.Forget(ctx, id); err != nil {
		t.Fatal(err)
	}
	if len(found(t, path, words...)) == 0 {
		t.Fatal("forgotten before the file was compacted: this test looks in the wrong place")
	}
	before, after, err := s.Compact(ctx)
	if err != nil || after >= before {
		t.Fatalf("%d bytes became %d: %v", before, after, err)
	}
	same(t, "after", found(t, path, words...), []string(nil))
	same(t, "the folder", folder(t, path), []string{filepath.Base(path)})
	if n, err := s.Waiting(ctx); n != 50 || err != nil {
		t.Errorf("%d of 50 others' messages wait, %v", n, err)
	}
}

// folder lists what lies in a file's folder.
func folder(t *testing.T, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestCompactKeepsModeAndLink: the file may be lent to a group, and lie
// elsewhere than the data folder says.
func TestCompactKeepsModeAndLink(t *testing.T) {
	path, link := tempFile(t), filepath.Join(t.TempDir(), "link.db")
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(path, 0o640), os.Symlink(path, link)); err != nil {
		t.Fatal(err)
	}
	s := open(t, link)
	if _, _, err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v, %v", info.Mode(), err)
	}
}

// TestCompactedIsStillOurs: the lock goes with the file.
func TestCompactedIsStillOurs(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	for range 2 {
		if _, _, err := s.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "another tinban") {
			t.Errorf("opened twice: %v", err)
		}
	}
	if _, _, err := s.Compact(t.Context()); err != nil {
		t.Errorf("after somebody tried to open it: %v", err)
	}
}

// TestOpenWhileItIsSwapped: who waits for the old file must not take it for
// the store once it is let go.
func TestOpenWhileItIsSwapped(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	started, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer started.Close()
	if _, _, err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if is, err := started.Stat(); err != nil || os.SameFile(was, is) {
		t.Fatalf("the file was not swapped: %v", err)
	}
	if err := inPlace(started, path); err == nil {
		t.Error("a file that has been swapped out passes for the store")
	}
}

// TestLeftoverIsRemoved at the next start, and never while its owner is at it.
func TestLeftoverIsRemoved(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	if err := os.WriteFile(beside(path), []byte("half a copy"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Fatal("opened twice")
	}
	same(t, "while it is in use", len(folder(t, path)), 2)
	if _, _, err := s.Compact(t.Context()); err != nil {
		t.Errorf("with a leftover: %v", err)
	}
	same(t, "after a compaction", len(folder(t, path)), 1)
	if err := errors.Join(s.Close(), os.WriteFile(beside(path), []byte("half a copy"), 0o600)); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	same(t, "after a start", len(folder(t, path)), 1)
}

// TestCompactFails where it cannot write: the store goes on as it was.
func TestCompactFails(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	if err := os.MkdirAll(filepath.Join(beside(path), "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Compact(t.Context()); err == nil || !strings.Contains(err.Error(), "store: not compacted: ") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Receive(t.Context(), inbound("x"), nothing); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(beside(path)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Compact(t.Context()); err != nil {
		t.Errorf("at the second try: %v", err)
	}
}

// TestCompactGivesUp when more changes than it may keep in mind.
func TestCompactGivesUp(t *testing.T) {
	noted := touched{}
	for i := range maxTouched {
		noted[place{inRecords, fmt.Sprint(i)}] = struct{}{}
	}
	if noted = noted.with(inRecords, []byte("one more")); noted != nil {
		t.Fatalf("%d changes are kept in mind", len(noted))
	}
	s := open(t, tempFile(t))
	c := compaction{s: s}
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.catchUp(t.Context()); err == nil || !strings.Contains(err.Error(), "too busy") {
		t.Errorf("it goes on without knowing what changed: %v", err)
	}
	if err := c.discard(); err != nil {
		t.Fatal(err)
	}
}

// TestCompactStops when its caller leaves in the middle: nothing is left.
func TestCompactStops(t *testing.T) {
	path := tempFile(t)
	s := open(t, path)
	ctx, leave := context.WithCancel(t.Context())
	c := compaction{s: s}
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	if err := s.between(ctx, func() error { s.touched = touched{}; return nil }); err != nil {
		t.Fatal(err)
	}
	leave()
	if err := c.copyBucket(ctx, inContacts); !errors.Is(err, context.Canceled) {
		t.Errorf("it goes on: %v", err)
	}
	if err := c.abandon(ctx); err != nil {
		t.Fatal(err)
	}
	same(t, "the folder", folder(t, path), []string{filepath.Base(path)})
	if err := s.between(t.Context(), func() error {
		if s.touched != nil {
			t.Error("changes are still noted")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// loadAndCompact is load while the file is compacted over and over.
func loadAndCompact(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	go func() { failed <- loadStore(s) }()
	go func() {
		for {
			if _, _, err := s.Compact(context.Background()); err != nil {
				failed <- err
			}
		}
	}()
	return <-failed
}

// TestKillWhileCompacting is TestKill with a file that is being swapped.
func TestKillWhileCompacting(t *testing.T) {
	path := tempFile(t)
	acknowledged, settled := map[string]bool{}, map[string]bool{}
	leftovers := 0
	for range 20 {
		for _, line := range killed(t, "compact", path) {
			what, id, _ := strings.Cut(line, " ")
			map[string]map[string]bool{"ref": acknowledged, "key": settled}[what][id] = true
		}
		leftovers += len(folder(t, path)) - 1
		checkKilled(t, path, acknowledged, settled)
		same(t, "the folder", folder(t, path), []string{filepath.Base(path)})
	}
	t.Logf("%d messages acknowledged, %d settled, %d of 20 kills within a compaction", len(acknowledged), len(settled), leftovers)
	if leftovers == 0 {
		t.Error("it was never killed within a compaction")
	}
}

// TestCatchUp: whatever was changed behind a copy's back is in it at last.
func TestCatchUp(t *testing.T) {
	s := open(t, tempFile(t))
	ctx := t.Context()
	put := func(from, n, size int) {
		t.Helper()
		for i := from; i < from+n; i += 50 {
			if err := s.Update(ctx, func(store.Reader) (c store.Changes, err error) {
				for j := i; j < min(i+50, from+n); j++ {
					c.Put = append(c.Put, store.Record{Name: store.Name{Shelf: "x", ID: fmt.Sprint(j)}, Body: bytes.Repeat([]byte{byte(rand.N(250))}, size), Keys: []string{fmt.Sprint(size)}})
				}
				return c, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(0, 5000, 1000) // more than one chunk
	c := compaction{s: s}
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	if err := s.between(ctx, func() error { s.touched = touched{}; return nil }); err != nil {
		t.Fatal(err)
	}
	for b := range buckets {
		from, err := c.chunk(ctx, b, []byte{})
		put(100*int(b), 90, 100+int(b)) // in what is copied, and in what is not yet
		for err == nil && from != nil {
			from, err = c.chunk(ctx, b, from)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		put(300, 1000, 1500)
		if _, err := c.catchUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
	put(200, 200, 7)
	want, _ := dump(t, s)
	if err := s.between(ctx, c.swap); err != nil {
		t.Fatal(err)
	}
	got, _ := dump(t, s)
	if len(got) != len(want) {
		t.Fatalf("%d of %d keys are there", len(got), len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Fatalf("%q became %q", want[i][:20], got[i][:20])
		}
	}
}
