// Package storetest is the one suite every store must pass. What it does not
// ask, no caller may rely on; what a caller relies on belongs here first. It
// is ordinary code, not a _test file, so that each store's tests can run it.
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, storetest.Harness{Open: …, Records: …, Outcome: …})
//	}
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/store"
)

// Harness is what the suite needs of a store under test.
type Harness struct {
	// Open opens the store that lives in dir, an empty folder at first. After
	// a Close it is called again with the same dir, to find what was stored.
	// The store takes now for its clock.
	Open func(t *testing.T, dir string, now func() time.Time) store.Store
	// Records returns all keys and values as they are kept, but for the index
	// that leads from an address to its contact and back: nothing else may
	// hold an address.
	Records func(t *testing.T, s store.Store) (records, contactIndex [][]byte)
	// Outcome returns the status of a contact's settled message, or "" while
	// it waits or when it is not known.
	Outcome func(t *testing.T, s store.Store, id store.ContactID, key string) msg.Status
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	for _, group := range []struct {
		name  string
		tests map[string]func(*fixture)
	}{
		{"Inbox", inboxTests}, {"Outbox", outboxTests}, {"Room", roomTests},
		{"Shelves", shelfTests}, {"Update", updateTests}, {"Others", otherTests}, {"Groups", groupTests}, {"Compact", compactTests},
		{"Records", recordTests}, {"Keeper", keeperTests}, {"Life", lifeTests},
	} {
		for name, test := range group.tests {
			t.Run(group.name+"/"+name, func(t *testing.T) { test(start(t, h)) })
		}
	}
}

// The people of the suite. Their numbers and words are looked for afterwards.
const (
	ann  msg.Address = "sms:+84900000001"
	binh msg.Address = "sms:+84900000002"
	gate             = "simulator-sms"
)

var errPeek = errors.New("only looking")

// fixture is one open store, its clock and its folder.
type fixture struct {
	*testing.T
	h     Harness
	store store.Store
	dir   string
	clock clock
	refs  int
}

// clock stands still until it is told to go on.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func start(t *testing.T, h Harness) *fixture {
	f := &fixture{T: t, h: h, dir: t.TempDir()}
	f.clock.now = time.Date(2026, 11, 25, 8, 0, 0, 0, time.FixedZone("Asia/Ho_Chi_Minh", 7*3600))
	f.store = h.Open(t, f.dir, f.clock.time)
	t.Cleanup(func() { _ = f.store.Close() })
	return f
}

// reopen is what a restart does.
func (f *fixture) reopen() {
	f.Helper()
	f.ok(f.store.Close())
	f.store = f.h.Open(f.T, f.dir, f.clock.time)
}

func (f *fixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) is(got, want error) {
	f.Helper()
	if !errors.Is(got, want) {
		f.Fatalf("got error %v, want %v", got, want)
	}
}

func (f *fixture) equal(what string, got, want any) {
	f.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		f.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func (f *fixture) inbound(from msg.Address) msg.Inbound {
	f.refs++
	return msg.Inbound{Gateway: gate, From: from, Ref: fmt.Sprintf("ref-%d", f.refs), Kind: msg.Text, At: f.clock.time()}
}

// tell takes in a new message that has the given effect, and returns what was
// known when it was decided.
func (f *fixture) tell(from msg.Address, ws store.WriteSet) (known store.Snapshot) {
	f.Helper()
	fresh, err := f.store.Receive(f.Context(), f.inbound(from), func(s store.Snapshot) (store.WriteSet, error) {
		known = s
		return ws, nil
	})
	f.ok(err)
	if !fresh {
		f.Fatal("a new ref was taken for a known one")
	}
	return known
}

// look returns what is known of an address without changing it.
func (f *fixture) look(from msg.Address) (known store.Snapshot) {
	f.Helper()
	_, err := f.store.Receive(f.Context(), f.inbound(from), func(s store.Snapshot) (store.WriteSet, error) {
		known = s
		return store.WriteSet{}, errPeek
	})
	f.is(err, errPeek)
	return known
}

func (f *fixture) id(from msg.Address) store.ContactID {
	f.Helper()
	id := f.look(from).Contact.ID
	if id == "" {
		f.Fatal("the contact has no id")
	}
	return id
}

const lease = time.Minute

// claim hands out at most n messages.
func (f *fixture) claim(n int) []store.Delivery {
	f.Helper()
	got, err := f.store.Claim(f.Context(), f.clock.time(), lease, n, nil)
	f.ok(err)
	return got
}

func (f *fixture) claimKeys(n int) (keys []string) {
	f.Helper()
	for _, d := range f.claim(n) {
		keys = append(keys, d.Key)
	}
	return keys
}

func (f *fixture) settle(done ...store.Settlement) {
	f.Helper()
	f.ok(f.store.Settle(f.Context(), done))
}

func (f *fixture) waiting(want int) {
	f.Helper()
	n, err := f.store.Waiting(f.Context())
	f.ok(err)
	f.equal("messages waiting", n, want)
}

func (f *fixture) outcome(id store.ContactID, key string, want msg.Status) {
	f.Helper()
	f.equal("outcome of "+key, f.h.Outcome(f.T, f.store, id, key), want)
}

func (f *fixture) events(since time.Time) (labels []string) {
	f.Helper()
	f.ok(f.store.Events(f.Context(), since, func(e store.Event) bool {
		labels = append(labels, e.Label)
		return true
	}))
	return labels
}

func (f *fixture) transcript(id store.ContactID) (texts []string) {
	f.Helper()
	lines, err := f.store.Transcript(f.Context(), id)
	f.ok(err)
	for _, l := range lines {
		texts = append(texts, l.Text)
	}
	return texts
}

func reply(keys ...string) (out []msg.Outbound) {
	for _, k := range keys {
		out = append(out, msg.Outbound{Key: k, Route: gate, Lane: msg.Reply, Text: "reply " + k})
	}
	return out
}

func notice(keys ...string) []msg.Outbound {
	out := reply(keys...)
	for i := range out {
		out[i].Lane = msg.Notice
	}
	return out
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
