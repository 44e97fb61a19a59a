package storetest

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

var lifeTests = map[string]func(*fixture){
	"it is ready":                                   ready,
	"after close every call says so":                closedCalls,
	"close stores what was taken, and no more":      closeDrains,
	"a call whose caller has gone is not made":      goneCalls,
	"all of it at once, under one roof, in harmony": allAtOnce,
}

func ready(f *fixture) {
	f.ok(f.store.Ready(f.Context()))
	f.is(f.store.Ready(canceled()), canceled().Err())
}

// calls are all of a store's.
func (f *fixture) calls() map[string]error {
	ctx, s, now := f.Context(), f.store, f.clock.time()
	errs := map[string]error{
		"Forget":  s.Forget(ctx, "nobody"),
		"Ready":   s.Ready(ctx),
		"Copy":    s.Copy(ctx, io.Discard),
		"View":    s.View(ctx, func(store.Reader) error { return nil }),
		"Update":  s.Update(ctx, func(store.Reader) (store.Changes, error) { return store.Changes{}, nil }),
		"Receipt": s.Receipt(ctx, msg.Receipt{Route: gate, Ref: "g"}),
		"Settle":  s.Settle(ctx, []store.Settlement{{Key: "k"}}),
		"Events":  s.Events(ctx, now, func(store.Event) bool { return true }),
	}
	_, errs["Receive"] = s.Receive(ctx, f.inbound(ann), func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
	_, errs["Claim"] = s.Claim(ctx, now, lease, 1, nil)
	_, errs["Waiting"] = s.Waiting(ctx)
	_, errs["Transcript"] = s.Transcript(ctx, "a contact of 16.")
	_, errs["Sweep"] = s.Sweep(ctx, now)
	_, _, errs["Compact"] = s.Compact(ctx)
	errs["Samples"] = s.Samples(ctx, now, func(store.Sample) bool { return true })
	_, errs["Oldest"] = s.Oldest(ctx, msg.Reply)
	_, errs["Spent"] = s.Spent(ctx, now)
	return errs
}

func closedCalls(f *fixture) {
	f.ok(f.store.Close())
	for name, err := range f.calls() {
		if err == nil {
			f.Errorf("%s answers after Close", name)
			continue
		}
		f.is(err, store.ErrClosed)
	}
	f.is(f.store.Close(), store.ErrClosed)
	f.store = f.h.Open(f.T, f.dir, f.clock.time)
}

func closeDrains(f *fixture) {
	var mu sync.Mutex
	var stored []string
	var wg sync.WaitGroup
	closing := f.store // reopen puts another in its place
	for i := range 100 {
		in := f.inbound(ann)
		wg.Go(func() {
			_, err := closing.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
				return store.WriteSet{Out: reply(fmt.Sprint(i))}, nil
			})
			if err == nil {
				mu.Lock()
				stored = append(stored, in.Ref)
				mu.Unlock()
				return
			}
			if !errors.Is(err, store.ErrClosed) {
				f.Error(err)
			}
		})
	}
	f.reopen()
	wg.Wait()
	f.waiting(len(stored))
}

func goneCalls(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	ctx := canceled()
	_, err := f.store.Claim(ctx, f.clock.time(), lease, 1, nil)
	f.is(err, ctx.Err())
	f.is(f.store.Forget(ctx, f.id(ann)), ctx.Err())
	f.is(f.store.Events(ctx, time.Time{}, func(store.Event) bool { return true }), ctx.Err())
	_, err = f.store.Waiting(ctx)
	f.is(err, ctx.Err())
	f.equal("claimed", f.claimKeys(9), []string{"k"})
}

// allAtOnce runs writers, senders, readers and a sweeper against each other;
// in the end every message has been sent once.
func allAtOnce(f *fixture) {
	const messages = 200
	ins := make([]msg.Inbound, messages)
	for i := range ins {
		ins[i] = f.inbound(msg.Address(fmt.Sprintf("sms:%d", i%7)))
	}
	sent := map[string]int{}
	var mu sync.Mutex
	var writers, others sync.WaitGroup
	for i, in := range ins {
		writers.Go(func() {
			_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
				return store.WriteSet{Out: reply(fmt.Sprint(i)), Events: []store.Event{{}}, Lines: []store.Line{{At: f.clock.time()}}}, nil
			})
			if err != nil {
				f.Error(err)
			}
		})
	}
	total := func() int { mu.Lock(); defer mu.Unlock(); return len(sent) }
	for range 3 {
		others.Go(func() {
			for total() < messages && !f.Failed() {
				ds, err := f.store.Claim(f.Context(), f.clock.time(), lease, 10, nil)
				if err != nil {
					f.Error(err)
				}
				for _, d := range ds {
					mu.Lock()
					sent[d.Key]++
					mu.Unlock()
					if err := f.store.Settle(f.Context(), []store.Settlement{{Key: d.Key, Status: msg.Sent, Ref: "g" + d.Key}}); err != nil {
						f.Error(err)
					}
				}
			}
		})
	}
	others.Go(func() {
		for total() < messages && !f.Failed() {
			if _, err := f.store.Sweep(f.Context(), f.clock.time()); err != nil {
				f.Error(err)
			}
			if err := f.store.Events(f.Context(), time.Time{}, func(store.Event) bool { return true }); err != nil {
				f.Error(err)
			}
		}
	})
	writers.Wait()
	others.Wait()
	for k, n := range sent {
		if n != 1 {
			f.Errorf("%s was handed out %d times", k, n)
		}
	}
	f.waiting(0)
}
