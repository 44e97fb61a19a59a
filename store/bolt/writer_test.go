package bolt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tinban/msg"
	"tinban/store"
)

func inbound(ref string) msg.Inbound {
	return msg.Inbound{Gateway: "g", From: "sms:1", Ref: ref}
}

func nothing(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil }

// half writes, then fails as it was told.
type half struct{ fail func() error }

func (h half) apply(t *txn) error {
	if err := t.put(inEvents, []byte("half-done-event-key"), putEvent(nil, store.Event{Label: "half"})); err != nil {
		return err
	}
	return h.fail()
}

// TestHalfDoneIsUndone: one that fails after its first write is taken out and
// the others of its group are stored all the same.
func TestHalfDoneIsUndone(t *testing.T) {
	boom := errors.New("boom")
	for name, fail := range map[string]func() error{
		"error": func() error { return boom },
		"panic": func() error { panic(boom) },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, tempFile(t))
			group := grouped(t, s, func(i int) op {
				if i%3 == 1 {
					return half{fail}
				}
				return &receive{in: inbound(fmt.Sprint(i)), ref: s.hash("g", fmt.Sprint(i)), decide: func(store.Snapshot) (store.WriteSet, error) {
					return store.WriteSet{Out: []msg.Outbound{{Key: fmt.Sprint(i)}}}, nil
				}}
			})
			for i, err := range group {
				if (err != nil) != (i%3 == 1) {
					t.Errorf("%d: %v", i, err)
				}
			}
			if n, err := s.Waiting(t.Context()); n != 6 || err != nil {
				t.Errorf("%d of 6 good ones were stored, %v", n, err)
			}
			if err := s.Events(t.Context(), time.Time{}, func(store.Event) bool { t.Error("half of it was stored"); return true }); err != nil {
				t.Fatal(err)
			}
			if err := s.Ready(t.Context()); err != nil {
				t.Errorf("not ready after one bad message: %v", err)
			}
		})
	}
}

// grouped has nine ops committed in one group and returns what each came to.
func grouped(t *testing.T, s *Store, op func(i int) op) []error {
	t.Helper()
	release := hold(t.Context(), s)
	results := make([]chan error, 9)
	for i := range results {
		j := &job{op: op(i), done: make(chan error, 1)}
		results[i] = j.done
		if err := s.queue.push(j); err != nil {
			t.Fatal(err)
		}
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, len(results))
	for i, r := range results {
		errs[i] = <-r
	}
	return errs
}

// busy keeps the writer busy until it is released.
type busy struct{ began, end chan struct{} }

func (b busy) apply(t *txn) error {
	close(b.began)
	<-b.end
	return t.put(inMeta, []byte("busy"), nil)
}

func hold(ctx context.Context, s *Store) (release func() error) {
	b := busy{make(chan struct{}), make(chan struct{})}
	done := make(chan error, 1)
	go func() { done <- s.do(ctx, b) }()
	<-b.began
	return func() error {
		close(b.end)
		return <-done
	}
}

// TestCallerLeaves: one whose turn has not come is withdrawn at once, one that
// is being stored waits for the outcome.
func TestCallerLeaves(t *testing.T) {
	path := tempFile(t)
	synctest.Test(t, func(t *testing.T) {
		s := open(t, path)
		ctx, leave := context.WithCancel(t.Context())
		release := hold(ctx, s)
		left := make(chan error, 1)
		go func() {
			_, err := s.Receive(ctx, inbound("left"), nothing)
			left <- err
		}()
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("the one in the queue got %v", err)
		}
		if err := release(); err != nil {
			t.Errorf("the one that was being stored got %v", err)
		}
		if fresh, err := s.Receive(t.Context(), inbound("left"), nothing); err != nil || !fresh {
			t.Errorf("the withdrawn ref: fresh %v, %v", fresh, err)
		}
	})
}

// TestDecidedAgainWhenOvertaken: a decision made beside holds only if the
// contact has not changed until it is stored.
func TestDecidedAgainWhenOvertaken(t *testing.T) {
	path := tempFile(t)
	synctest.Test(t, func(t *testing.T) {
		s := open(t, path)
		for round, known := range []string{"", "second", "second"} { // first as a stranger
			release := hold(t.Context(), s)
			var decided [2][]string // the state each was decided on
			var done sync.WaitGroup
			for i, state := range []string{"first", "second"} {
				done.Go(func() {
					_, err := s.Receive(t.Context(), inbound(fmt.Sprint(round, state)), func(snap store.Snapshot) (store.WriteSet, error) {
						decided[i] = append(decided[i], string(snap.Session.State))
						return store.WriteSet{Session: &store.Session{State: []byte(state), Expires: snap.Now.Add(time.Hour)}}, nil
					})
					if err != nil {
						t.Error(err)
					}
				})
				synctest.Wait()
			}
			if err := release(); err != nil {
				t.Error(err)
			}
			done.Wait()
			same(t, fmt.Sprint("round ", round), decided, [2][]string{{known}, {known, "first"}})
		}
	})
}

func TestPanicShowsNoText(t *testing.T) {
	s := open(t, tempFile(t))
	for _, value := range []any{"what ann wrote", errors.New("what ann wrote")} {
		_, err := s.Receive(t.Context(), inbound("x"), func(store.Snapshot) (store.WriteSet, error) { panic(value) })
		var p *PanicError
		if !errors.As(err, &p) || p.Value != value || !strings.Contains(string(p.Stack), "TestPanicShowsNoText") {
			t.Fatalf("got %v", err)
		}
		if strings.Contains(err.Error()+string(p.Stack), "ann") {
			t.Errorf("the panic's words are shown: %v", err)
		}
	}
	_, err := s.Receive(t.Context(), inbound("x"), func(store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{Out: make([]msg.Outbound, 1)[len(s.secret):]}, nil
	})
	if err == nil || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("a mistake of ours reads %v", err)
	}
}

// TestTwoContactsOneKey: keys should differ, but where they do not, each
// contact's message goes out, one after the other.
func TestTwoContactsOneKey(t *testing.T) {
	s, ctx := open(t, tempFile(t)), t.Context()
	for _, who := range []msg.Address{"sms:1", "sms:2"} {
		_, err := s.Receive(ctx, msg.Inbound{Gateway: "g", From: who, Ref: string(who)}, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Out: []msg.Outbound{{Key: "k", Route: "g", Lane: msg.Reply}}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range []msg.Address{"sms:1", "sms:2"} {
		got, err := s.Claim(ctx, time.Now(), time.Minute, 9, nil)
		if err != nil || len(got) != 1 || got[0].To != who {
			t.Fatalf("for %q: %d claimed, %v", string(who), len(got), err)
		}
		if err := s.Settle(ctx, []store.Settlement{{Key: "k", Status: msg.Sent, Ref: string(who)}}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestForgettingOneKeepsTheOthersClaim when both have a message of one key.
func TestForgettingOneKeepsTheOthersClaim(t *testing.T) {
	s, ctx := open(t, tempFile(t)), t.Context()
	for _, who := range []msg.Address{"sms:1", "sms:2"} {
		_, err := s.Receive(ctx, msg.Inbound{Gateway: "g", From: who, Ref: string(who)}, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Out: []msg.Outbound{{Key: "k", Route: "g", Lane: msg.Reply}}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var second store.ContactID
	_, err := s.Receive(ctx, msg.Inbound{Gateway: "g", From: "sms:2", Ref: "look"}, func(snap store.Snapshot) (store.WriteSet, error) {
		second = snap.Contact.ID
		return store.WriteSet{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Claim(ctx, time.Now(), time.Minute, 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(ctx, second); err != nil {
		t.Fatal(err)
	}
	later, err := s.Claim(ctx, time.Now().Add(time.Hour), time.Minute, 9, nil)
	if err != nil || len(later) != 1 || later[0].To != "sms:1" || !later[0].Doubtful {
		t.Errorf("%d claimed an hour later, %v", len(later), err)
	}
}
