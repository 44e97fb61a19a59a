package storetest

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

var outboxTests = map[string]func(*fixture){
	"replies go before notices, the oldest first":     claimOrder,
	"at most n, and each to one caller":               claimOnce,
	"a lease is longer than nothing":                  claimLease,
	"a lease that ends brings it back doubtful":       leaseEnds,
	"a claim of a dead process comes back at once":    claimOfTheDead,
	"past its expiry it fails, and is not handed out": expires,
	"sent is sent": sentIsSent,
	"to try again keeps text, tries and order":           retries,
	"another route may try next":                         otherRoute,
	"the oldest that waits, lane by lane":                oldestWaits,
	"what was sent is summed by month and route":         spentByMonth,
	"what was not begun is no try":                       untried,
	"doubt is carried over only when it is said":         doubtCarried,
	"a late word on a lapsed claim still counts":         lateWord,
	"an unknown key is ignored":                          unknownKey,
	"a key is one message":                               sameKey,
	"gone marks the contact":                             goneMarks,
	"receipts rank, in any order and however often":      receiptsRank,
	"a receipt may come before its message is settled":   receiptFirst,
	"a receipt nobody waits for changes nothing":         receiptUnknown,
	"everything waiting survives a restart in its order": waitingSurvives,
}

func claimOrder(f *fixture) {
	f.tell(ann, store.WriteSet{Out: append(notice("n1", "n2"), reply("r1", "r2")...)})
	f.tell(binh, store.WriteSet{Out: reply("r3")})
	f.clock.pass(time.Second)
	f.tell(ann, store.WriteSet{Out: append(notice("n3"), reply("r4")...)})
	f.equal("order", f.claimKeys(4), []string{"r1", "r2", "r3", "r4"})
	f.equal("order of the rest", f.claimKeys(9), []string{"n1", "n2", "n3"})
	f.waiting(7)
}

func claimOnce(f *fixture) {
	var keys []string
	for i := range 30 {
		keys = append(keys, fmt.Sprintf("k%02d", i))
	}
	f.tell(ann, store.WriteSet{Out: reply(keys...)})
	f.equal("none asked for", len(f.claim(0)), 0)
	var mu sync.Mutex
	var got []string
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			ds, err := f.store.Claim(f.Context(), f.clock.time(), lease, 4, nil)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || len(ds) > 4 {
				f.Errorf("%d claimed of at most 4: %v", len(ds), err)
			}
			for _, d := range ds {
				got = append(got, d.Key)
			}
		})
	}
	wg.Wait()
	slices.Sort(got)
	f.equal("claimed by all", got, keys)
}

func claimLease(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	if _, err := f.store.Claim(f.Context(), f.clock.time(), 0, 1, nil); err == nil {
		f.Fatal("a claim without a lease was given")
	}
	f.equal("claimed", f.claimKeys(1), []string{"k"})
}

func leaseEnds(f *fixture) {
	f.tell(ann, store.WriteSet{Out: append(notice("n"), reply("r")...)})
	f.claim(2)
	f.tell(ann, store.WriteSet{Out: reply("later")})
	f.clock.pass(lease - time.Second)
	f.equal("within the lease", f.claimKeys(9), []string{"later"})
	f.clock.pass(2 * time.Second)
	got := f.claim(9)
	if len(got) != 2 {
		f.Fatalf("%d came back, want 2", len(got))
	}
	for i, key := range []string{"r", "n"} {
		d := got[i]
		if d.Key != key || !d.Doubtful || d.Tries != 1 || d.To != ann || d.Text != "reply "+key {
			f.Errorf("number %d came back as %s, doubtful %v, %d tries", i, d.Key, d.Doubtful, d.Tries)
		}
	}
	f.waiting(3)
}

func claimOfTheDead(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k", "untouched")})
	f.claim(1)
	f.reopen()
	got := f.claim(9)
	if len(got) != 2 || got[0].Key != "k" || !got[0].Doubtful || got[0].Tries != 1 || got[1].Doubtful {
		f.Fatalf("after a restart: %v", got)
	}
}

func otherRoute(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	first := f.claim(1)[0]
	f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time(), Route: "elsewhere"})
	got := f.claim(1)[0]
	want := first
	want.Route, want.Tries = "elsewhere", 1
	f.equal("on the other route", got, want)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	id := f.id(ann)
	f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: "elsewhere", Ref: "g", Status: msg.Delivered, At: f.clock.time()}))
	f.outcome(id, "k", msg.Delivered)
}

func oldestWaits(f *fixture) {
	oldest := func(lane msg.Lane, want time.Time) {
		f.Helper()
		got, err := f.store.Oldest(f.Context(), lane)
		f.ok(err)
		if !got.Equal(want) {
			f.Errorf("%s: %v, want %v", lane, got, want)
		}
	}
	oldest(msg.Reply, time.Time{})
	t0 := f.clock.time()
	f.tell(ann, store.WriteSet{Out: notice("n1")})
	f.clock.pass(time.Minute)
	f.tell(ann, store.WriteSet{Out: append(notice("n2"), reply("r")...)})
	oldest(msg.Notice, t0)
	oldest(msg.Reply, t0.Add(time.Minute))
	f.claim(2)
	oldest(msg.Reply, time.Time{})
	oldest(msg.Notice, t0.Add(time.Minute))
}

func spentByMonth(f *fixture) {
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{
		{Key: "a", Route: "sim", Lane: msg.Reply, Parts: 2}, {Key: "b", Route: "sim", Lane: msg.Reply, Parts: 1},
		{Key: "c", Route: "op", Lane: msg.Reply, Parts: 1}, {Key: "failed", Route: "sim", Lane: msg.Reply, Parts: 9},
	}})
	f.claim(4)
	f.settle(store.Settlement{Key: "a", Status: msg.Sent, Cost: 700}, store.Settlement{Key: "b", Status: msg.Sent, Cost: 350},
		store.Settlement{Key: "c", Status: msg.Sent, Cost: 100}, store.Settlement{Key: "failed", Status: msg.Failed})
	this := f.clock.time()
	f.clock.pass(20 * 24 * time.Hour)
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{{Key: "d", Route: "sim", Lane: msg.Reply, Parts: 1}}})
	f.claim(1)
	f.settle(store.Settlement{Key: "d", Status: msg.Sent, Cost: 350})
	f.reopen()
	spent := func(month time.Time) map[string]store.Spent {
		sums, err := f.store.Spent(f.Context(), month)
		f.ok(err)
		return sums
	}
	f.equal("this month", spent(this), map[string]store.Spent{"sim": {Messages: 2, Parts: 3, Cost: 1050}, "op": {Messages: 1, Parts: 1, Cost: 100}})
	f.equal("the next", spent(f.clock.time()), map[string]store.Spent{"sim": {Messages: 1, Parts: 1, Cost: 350}})
	f.equal("a month before", spent(this.AddDate(0, -1, 0)), map[string]store.Spent{})
}

func untried(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	for range 3 {
		f.equal("tries", f.claim(1)[0].Tries, 0)
		f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time(), Untried: true})
	}
	f.claim(1)
	f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time()})
	f.equal("tries", f.claim(1)[0].Tries, 1)
}

func expires(f *fixture) {
	out := reply("late", "good", "claimed")
	out[0].Expires = f.clock.time().Add(time.Minute)
	out[2].Expires = out[0].Expires
	f.tell(ann, store.WriteSet{Out: out[:2]})
	id := f.id(ann)
	f.clock.pass(time.Minute + time.Second)
	f.equal("claimed", f.claimKeys(1), []string{"good"})
	f.outcome(id, "late", msg.Failed)
	f.waiting(1)

	out[2].Expires = f.clock.time().Add(lease / 2)
	f.tell(ann, store.WriteSet{Out: out[2:]})
	f.equal("claimed in time", f.claimKeys(9), []string{"claimed"})
	f.clock.pass(lease + time.Second)
	f.equal("too late by the second claim", f.claimKeys(9), []string{"good"})
	f.outcome(id, "claimed", msg.Failed)
}

func sentIsSent(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k", "bad")})
	id := f.id(ann)
	f.claim(2)
	f.outcome(id, "k", "")
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g1"}, store.Settlement{Key: "bad", Status: msg.Failed, Code: "30003"})
	f.waiting(0)
	f.clock.pass(2 * lease)
	f.equal("claimed again", f.claimKeys(9), []string(nil))
	f.reopen()
	f.outcome(id, "k", msg.Sent)
	f.outcome(id, "bad", msg.Failed)
	f.equal("claimed after a restart", f.claimKeys(9), []string(nil))
}

func retries(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.claim(1)
	f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time().Add(time.Hour), Code: "busy"})
	f.waiting(1)
	f.clock.pass(time.Hour - time.Second)
	f.equal("too early", f.claimKeys(9), []string(nil))
	f.tell(ann, store.WriteSet{Out: reply("older")})
	f.clock.pass(2 * time.Second)
	got := f.claim(9)
	if len(got) != 2 || got[0].Key != "older" || got[1].Key != "k" {
		f.Fatalf("claimed %v", got)
	}
	d := got[1]
	f.equal("tries", d.Tries, 1)
	f.equal("doubtful", d.Doubtful, false)
	f.equal("message", d.Outbound, func() msg.Outbound { o := reply("k")[0]; o.To = ann; return o }())
}

func doubtCarried(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	for i, doubtful := range []bool{true, true, false} {
		f.claim(1)
		f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time(), Doubtful: doubtful})
		f.reopen()
		got := f.claim(1)
		if len(got) != 1 || got[0].Doubtful != doubtful || got[0].Tries != 2*i+1 {
			f.Fatalf("round %d: %+v", i, got)
		}
		f.settle(store.Settlement{Key: "k", RetryAt: f.clock.time(), Doubtful: got[0].Doubtful})
	}
}

func lateWord(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.claim(1)
	f.clock.pass(2 * lease)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	f.equal("claimed", f.claimKeys(9), []string(nil))
	f.waiting(0)
}

func unknownKey(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.claim(1)
	f.settle(store.Settlement{Key: "nobody", Status: msg.Sent}, store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	f.settle(store.Settlement{Key: "k", Status: msg.Failed}, store.Settlement{Key: "k", RetryAt: f.clock.time()})
	f.outcome(f.id(ann), "k", msg.Sent)
	f.waiting(0)
	f.settle()
}

func sameKey(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k", "k")})
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.equal("claimed", f.claimKeys(9), []string{"k"})
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.waiting(0)
}

func goneMarks(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k"), Contact: &store.Contact{Commune: "a"}})
	f.claim(1)
	f.settle(store.Settlement{Key: "k", Status: msg.Failed, Gone: true})
	got := f.look(ann).Contact
	if !got.Unreachable || got.Commune != "a" {
		f.Fatalf("unreachable %v, commune %q", got.Unreachable, got.Commune)
	}
}

func receiptsRank(f *fixture) {
	for i, tc := range []struct {
		words []msg.Status
		want  msg.Status
	}{
		{[]msg.Status{msg.Delivered}, msg.Delivered},
		{[]msg.Status{msg.Delivered, msg.Sent, msg.Delivered}, msg.Delivered},
		{[]msg.Status{msg.Sent, msg.Sent}, msg.Sent},
		{[]msg.Status{msg.Failed, msg.Delivered, msg.Sent}, msg.Failed},
		{[]msg.Status{"read", ""}, msg.Sent},
	} {
		key := strconv.Itoa(i)
		f.tell(ann, store.WriteSet{Out: reply(key)})
		f.claim(1)
		f.settle(store.Settlement{Key: key, Status: msg.Sent, Ref: "ref" + key})
		for _, w := range tc.words {
			f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: "ref" + key, Status: w, At: f.clock.time()}))
		}
		f.outcome(f.id(ann), key, tc.want)
	}
}

func receiptFirst(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k", "l")})
	f.claim(2)
	now := f.clock.time()
	for _, s := range []msg.Status{msg.Delivered, msg.Sent} { // out of order, too
		f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: "g", Status: s, At: now}))
	}
	f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: "h", Status: msg.Delivered, At: now}))
	f.reopen()
	f.claim(2)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	f.outcome(f.id(ann), "k", msg.Delivered)
	f.clock.pass(2 * time.Hour)
	_, err := f.store.Sweep(f.Context(), f.clock.time())
	f.ok(err)
	f.claim(1)
	f.settle(store.Settlement{Key: "l", Status: msg.Sent, Ref: "h"})
	f.outcome(f.id(ann), "l", msg.Sent)
}

func receiptUnknown(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("k")})
	f.claim(1)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	for _, r := range []msg.Receipt{{Route: "other", Ref: "g", Status: msg.Failed}, {Route: gate, Ref: "h", Status: msg.Failed}, {}} {
		f.ok(f.store.Receipt(f.Context(), r))
	}
	f.outcome(f.id(ann), "k", msg.Sent)
}

func waitingSurvives(f *fixture) {
	f.tell(ann, store.WriteSet{Out: append(notice("n"), reply("a", "b")...)})
	f.reopen()
	f.tell(ann, store.WriteSet{Out: reply("c")}) // at the very same time
	f.waiting(4)
	f.equal("order", f.claimKeys(9), []string{"a", "b", "c", "n"})
}
