package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tinban/msg"
	"tinban/store"
)

var inboxTests = map[string]func(*fixture){
	"a new address is new once, and then has an id":   newOnce,
	"a known ref changes nothing, even 20 at a time":  knownRef,
	"a ref belongs to its gateway":                    refOfGateway,
	"a ref is forgotten after its time":               refExpires,
	"what must be there is asked for":                 incomplete,
	"a write set comes back whole":                    wholeWriteSet,
	"a write set that cannot be kept leaves nothing":  nothingHalfDone,
	"an error of decide costs its message only":       decideFails,
	"a panic of decide costs its message only":        decidePanics,
	"messages are decided one after the other":        oneAfterTheOther,
	"the route is that of the last message":           lastRoute,
	"a contact is kept but for what the store sets":   contactKept,
	"a session ends when it says, or when it is told": sessionEnds,
	"what decide holds on to is its own":              ownMemory,
	"a caller who has gone changes nothing":           callerGone,
	"many writers at once each get their own":         manyWriters,
}

func newOnce(f *fixture) {
	first := f.tell(ann, store.WriteSet{})
	first.Records = nil
	id := first.Contact.ID
	f.equal("first message", first, store.Snapshot{New: true, Now: f.clock.time(), Contact: store.Contact{ID: id, Route: gate}})
	second := f.look(ann)
	if second.New || id == "" || second.Contact.ID != id {
		f.Fatalf("the second message: New %v, id %q, at first %q", second.New, second.Contact.ID, id)
	}
	f.tell(binh, store.WriteSet{})
	if f.id(binh) == second.Contact.ID {
		f.Fatal("two addresses share an id")
	}
	f.equal("id after a restart", func() store.ContactID { f.reopen(); return f.id(ann) }(), second.Contact.ID)
}

func knownRef(f *fixture) {
	in := f.inbound(ann)
	var decided, fresh atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			isNew, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
				decided.Add(1)
				return store.WriteSet{Out: reply("once"), Events: []store.Event{{Label: "once"}}}, nil
			})
			if err != nil {
				f.Error(err)
			}
			if isNew {
				fresh.Add(1)
			}
		})
	}
	wg.Wait()
	f.equal("fresh", fresh.Load(), int32(1))
	if decided.Load() < 1 {
		f.Fatal("nothing was decided")
	}
	f.reopen()
	isNew, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
		f.Error("a known ref was decided after a restart")
		return store.WriteSet{}, nil
	})
	f.ok(err)
	f.equal("fresh after a restart", isNew, false)
	f.equal("claimed", f.claimKeys(10), []string{"once"})
	f.equal("events", f.events(time.Time{}), []string{"once"})
}

func refOfGateway(f *fixture) {
	in := f.inbound(ann)
	for _, g := range []string{"one", "two", "on"} {
		in.Gateway = g
		isNew, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
		f.ok(err)
		f.equal("fresh by "+g, isNew, true)
	}
}

func refExpires(f *fixture) {
	in := f.inbound(ann)
	take := func() bool {
		isNew, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
		f.ok(err)
		return isNew
	}
	f.equal("at first", take(), true)
	f.clock.pass(store.KeepRefs - time.Second)
	f.equal("just before its time", take(), false)
	f.clock.pass(2 * time.Second)
	f.equal("after its time", take(), true)
}

func incomplete(f *fixture) {
	never := func(store.Snapshot) (store.WriteSet, error) {
		f.Error("it was decided")
		return store.WriteSet{}, nil
	}
	for what, in := range map[string]msg.Inbound{
		"no ref":    {Gateway: gate, From: ann},
		"no sender": {Gateway: gate, Ref: "r"},
	} {
		if _, err := f.store.Receive(f.Context(), in, never); err == nil {
			f.Errorf("a message with %s was taken", what)
		}
	}
}

func wholeWriteSet(f *fixture) {
	now := f.clock.time()
	c := store.Contact{Route: gate, Commune: "a-luoi-1", Marks: true, Lang: "en", NewsStopped: true, HourStart: now, HourCount: 7}
	out := msg.Outbound{Key: "k", Route: gate, Lane: msg.Reply, Text: "chào", Choices: []msg.Button{{Key: "a", Label: "Có"}, {Key: "b", Label: "Không"}},
		Replaces: "before", AskContact: true, InPlace: true, Expires: now.Add(time.Hour)}
	ev := store.Event{At: now, Channel: msg.SMS, Commune: "a-luoi-1", Label: "l", Outcome: "check", Verdict: "likely", Failed: []string{"x", "y"}}
	lines := []store.Line{{At: now, Dir: store.In, Text: "1"}, {At: now, Dir: store.Out, Text: "chào"}}
	sess := store.Session{State: []byte{0, 1, 2}, Updated: now, Expires: now.Add(time.Hour)}
	f.tell(ann, store.WriteSet{Contact: &c, Session: &sess, Out: []msg.Outbound{out}, Lines: lines, Events: []store.Event{ev}})
	f.reopen()

	known := f.look(ann)
	c.ID, c.Created, c.Seen = known.Contact.ID, now, now
	f.equal("contact", known.Contact, c)
	f.equal("session", known.Session, sess)
	out.To = ann
	f.equal("outbound", f.claim(9), []store.Delivery{{Outbound: out, Contact: c.ID}})
	got, err := f.store.Transcript(f.Context(), c.ID)
	f.ok(err)
	f.equal("transcript", got, lines)
	f.ok(f.store.Events(f.Context(), now, func(e store.Event) bool { f.equal("event", e, ev); return true }))
	f.equal("events", f.events(now), []string{"l"})
}

func nothingHalfDone(f *fixture) {
	in := f.inbound(ann)
	for what, key := range map[string]string{"without a key": "", "with an endless key": strings.Repeat("k", 1<<17)} {
		_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Out: append(reply("good"), reply(key)...), Events: []store.Event{{Label: "half"}},
				Session: &store.Session{State: []byte("half"), Expires: f.clock.time().Add(time.Hour)}}, nil
		})
		if err == nil {
			f.Fatalf("an outbound %s was taken", what)
		}
	}
	f.waiting(0)
	after := f.look(ann)
	after.Records = nil
	f.equal("known afterwards", after, store.Snapshot{New: true, Now: f.clock.time(), Contact: store.Contact{ID: after.Contact.ID, Route: gate}})
	f.equal("events", len(f.events(time.Time{})), 0)
	isNew, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
	f.ok(err)
	f.equal("the same ref is fresh again", isNew, true)
}

func decideFails(f *fixture) {
	f.spoils(func() error { return errPeek }, func(err error) { f.is(err, errPeek) })
}

func decidePanics(f *fixture) {
	f.spoils(func() error { panic("bình's secret") }, func(err error) {
		if err == nil || strings.Contains(err.Error(), "secret") {
			f.Errorf("a panic became %v", err)
		}
	})
}

// spoils lets every second of many messages fail and looks at the others.
func (f *fixture) spoils(fail func() error, judge func(error)) {
	var wg sync.WaitGroup
	for i := range 20 {
		in := f.inbound(msg.Address(fmt.Sprintf("sms:%d", i)))
		wg.Go(func() {
			_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
				var err error
				if i%2 == 1 {
					err = fail()
				}
				return store.WriteSet{Out: reply(fmt.Sprint(i))}, err
			})
			if i%2 == 1 {
				judge(err)
			} else if err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.waiting(10)
}

func oneAfterTheOther(f *fixture) {
	var wg sync.WaitGroup
	for range 50 {
		in := f.inbound(ann)
		wg.Go(func() {
			_, err := f.store.Receive(f.Context(), in, func(s store.Snapshot) (store.WriteSet, error) {
				c := s.Contact
				c.HourCount++
				return store.WriteSet{Contact: &c}, nil
			})
			if err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.equal("count", f.look(ann).Contact.HourCount, 50)
}

func lastRoute(f *fixture) {
	f.tell(ann, store.WriteSet{})
	in := f.inbound(ann)
	in.Gateway = "other"
	var deciding string
	_, err := f.store.Receive(f.Context(), in, func(s store.Snapshot) (store.WriteSet, error) {
		deciding = s.Contact.Route
		return store.WriteSet{Contact: &store.Contact{Marks: true}}, nil
	})
	f.ok(err)
	f.equal("route when deciding", deciding, "other")
	f.read(func(r store.Reader) error {
		id, err := r.Lookup(ann)
		f.ok(err)
		c, _, err := r.Contact(id)
		f.equal("route afterwards", c.Route, "other")
		return err
	})
}

func contactKept(f *fixture) {
	created := f.clock.time()
	f.tell(ann, store.WriteSet{Contact: &store.Contact{Commune: "a", ID: "forged", Created: time.Unix(1, 0), Seen: time.Unix(1, 0)}})
	f.clock.pass(time.Hour)
	f.tell(ann, store.WriteSet{})
	seen := f.clock.time()
	f.clock.pass(time.Hour)
	got := f.look(ann).Contact
	if got.ID == "forged" {
		f.Fatal("the id was not set by the store")
	}
	f.equal("contact", got, store.Contact{ID: got.ID, Route: gate, Commune: "a", Created: created, Seen: seen})
}

func sessionEnds(f *fixture) {
	sess := store.Session{State: []byte("x"), Updated: f.clock.time(), Expires: f.clock.time().Add(48 * time.Hour)}
	f.tell(ann, store.WriteSet{Session: &sess})
	f.clock.pass(48*time.Hour - time.Second)
	f.tell(ann, store.WriteSet{}) // nil leaves it as it is
	f.equal("just before", f.look(ann).Session, sess)
	f.clock.pass(2 * time.Second)
	f.equal("after", f.look(ann).Session, store.Session{})

	sess.Expires = f.clock.time().Add(time.Hour)
	f.tell(ann, store.WriteSet{Session: &sess})
	f.tell(ann, store.WriteSet{Session: &store.Session{}})
	f.equal("told to go", f.look(ann).Session, store.Session{})
}

func ownMemory(f *fixture) {
	state := []byte("kept")
	f.tell(ann, store.WriteSet{Session: &store.Session{State: state, Expires: f.clock.time().Add(time.Hour)}})
	state[0] = 'X'
	held := f.look(ann).Session.State
	held[0] = 'Y'
	f.equal("state", string(f.look(ann).Session.State), "kept")
}

func callerGone(f *fixture) {
	_, err := f.store.Receive(canceled(), f.inbound(ann), func(store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{Out: reply("k")}, nil
	})
	f.is(err, context.Canceled)
	f.waiting(0)

	// One who leaves while waiting hears of it, or it is stored: not both.
	var stored atomic.Int32
	var wg sync.WaitGroup
	for i := range 64 {
		ctx, leave := context.WithCancel(f.Context())
		in := f.inbound(ann)
		wg.Go(func() {
			_, err := f.store.Receive(ctx, in, func(store.Snapshot) (store.WriteSet, error) {
				return store.WriteSet{Out: reply(fmt.Sprint(i))}, nil
			})
			switch {
			case err == nil:
				stored.Add(1)
			case !errors.Is(err, context.Canceled):
				f.Error(err)
			}
		})
		wg.Go(leave)
	}
	wg.Wait()
	f.waiting(int(stored.Load()))
}

func manyWriters(f *fixture) {
	var wg sync.WaitGroup
	for i := range 100 {
		in := f.inbound(msg.Address(fmt.Sprintf("sms:%d", i%10)))
		wg.Go(func() {
			_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
				return store.WriteSet{Out: reply(fmt.Sprint(i)), Events: []store.Event{{Label: fmt.Sprint(i)}}}, nil
			})
			if err != nil {
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.waiting(100)
	f.equal("events", len(f.events(time.Time{})), 100)
}
