package outbox

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"tinban/msg"
	"tinban/store"
)

// news stores n broadcasts to as many contacts and lets the outbox find them.
func (b *bench) news(n int, route string) {
	ds := make([]store.Delivery, n)
	for i := range ds {
		k := fmt.Sprintf("news-%s-%d", route, i)
		ds[i] = store.Delivery{Contact: store.ContactID(k), Outbound: msg.Outbound{Key: k, Route: route, Lane: msg.Broadcast, Group: "news"}}
	}
	b.store.add(ds...)
	b.outbox.Wake()
	synctest.Wait()
}

// lane stores one message of a lane to a contact of its own.
func (b *bench) lane(key string, lane msg.Lane, change ...func(*msg.Outbound)) {
	out := msg.Outbound{Key: key, Route: "g", Lane: lane}
	for _, c := range change {
		c(&out)
	}
	b.store.add(store.Delivery{Contact: store.ContactID(key), Outbound: out})
	b.outbox.Wake()
	synctest.Wait()
}

func (b *bench) claims() int {
	b.store.mu.Lock()
	defer b.store.mu.Unlock()
	return b.store.claims
}

// when says how long after the beginning a message was sent.
func when(b *bench, g *gateway, key string) time.Duration {
	b.Helper()
	calls := g.seen()
	i := slices.IndexFunc(calls, func(c call) bool { return c.key == key })
	if i < 0 {
		b.Fatalf("%s was not sent", key)
	}
	return calls[i].at
}

// inOrder: news went out as they came, but for the few that stood at the
// gateway together.
func inOrder(b *bench, keys []string) {
	b.Helper()
	at := make([]int, len(keys))
	for i, k := range keys {
		if _, err := fmt.Sscanf(k, "news-g-%d", &at[i]); err != nil {
			b.Fatalf("%s among the news", k)
		}
	}
	first := slices.Min(at)
	for i, n := range at {
		if d := n - first - i; d < -6 || d > 6 {
			b.Errorf("number %d was %s", i, keys[i])
		}
	}
}

// A reply and a personal notice overtake ten thousand broadcasts on a slow
// route, and what waits costs next to nothing.
func TestOvertakesTenThousandBroadcasts(t *testing.T) {
	g := &gateway{caps: msg.Caps{Rate: 1}, takes: 300 * time.Millisecond}
	running(t, g, func(b *bench) {
		b.news(10_000, "g")
		b.after(10*time.Second + 700*time.Millisecond) // the next one stands at the gateway
		asked := time.Since(g.start)
		b.lane("notice", msg.Notice)
		b.put("reply")
		b.after(10 * time.Second)
		if d := when(b, g, "reply") - asked; d > 300*time.Millisecond {
			b.Errorf("the reply waited %v", d)
		}
		if d := when(b, g, "notice") - asked; d > 1300*time.Millisecond {
			b.Errorf("the notice waited %v", d)
		}
		if n := b.store.inHand(); n > 2 {
			b.Errorf("%d are claimed for a turn a second", n)
		}
		before := b.claims()
		b.after(100 * time.Second)
		if n := b.claims() - before; n > 500 {
			b.Errorf("%d claims in 100 seconds for a message a second", n)
		}
		if n := len(g.seen()); n < 118 || n > 122 {
			b.Errorf("%d sent in two minutes", n)
		}
		if n := b.count.of(Shelved); n != 0 {
			b.Errorf("%d went back and forth", n)
		}
	})
}

// Where turns are rare a reply borrows its own from the broadcasts, and they
// pay it back.
func TestRareTurnsAreLentToReplies(t *testing.T) {
	g := &gateway{caps: msg.Caps{Rate: 1. / 60}}
	running(t, g, func(b *bench) {
		b.news(100, "g")
		b.after(10*time.Minute + 5*time.Second) // 11 went
		asked := time.Since(g.start)
		b.put("first", "second")
		b.after(49 * time.Minute)
		if d := when(b, g, "first") - asked; d != 0 {
			b.Errorf("the first reply waited %v", d)
		}
		if d := when(b, g, "second") - asked; d != time.Minute {
			b.Errorf("the second reply waited %v", d)
		}
		if n := len(g.seen()); n < 59 || n > 61 {
			b.Errorf("%d sent in an hour at one a minute", n)
		}
	})
}

// Broadcasts to a gateway that does not answer leave slots for replies to it
// and to others, and for broadcasts elsewhere.
func TestSlotsAreLeftForOthers(t *testing.T) {
	dead, alive := &gateway{takes: time.Hour}, &gateway{takes: time.Second}
	tuned(t, dead, Config{Routes: map[string]Sender{"h": alive}, Parallel: 16, Drain: time.Minute, Poll: time.Hour}, func(b *bench) {
		b.news(100, "g")
		b.news(20, "h")
		b.after(time.Second)
		if n := len(dead.seen()); n != 5 {
			b.Errorf("%d broadcasts at a gateway that may have 5 of 16", n)
		}
		b.put("reply")
		b.after(9 * time.Second)
		when(b, dead, "reply")
		if n := len(alive.keys()); n != 20 {
			b.Errorf("%d of 20 broadcasts went elsewhere", n)
		}
		var keys []string
		for i := range 30 {
			keys = append(keys, fmt.Sprint("r", i))
		}
		b.put(keys...)
		b.lane("elsewhere", msg.Reply, func(o *msg.Outbound) { o.Route = "h" })
		when(b, alive, "elsewhere")
	})
}

// A gateway that may have half the slots goes on as they come free, without
// waiting for the next look.
func TestHalfTheSlotsAreUsedAgainAtOnce(t *testing.T) {
	g := &gateway{takes: time.Second}
	tuned(t, g, Config{Routes: map[string]Sender{"h": &gateway{}}, Parallel: 16, Poll: time.Hour}, func(b *bench) {
		b.news(20, "g")
		b.after(4 * time.Second)
		g.mu.Lock()
		peak := g.peak
		g.mu.Unlock()
		if n := len(g.seen()); n != 20 || peak != 5 {
			b.Errorf("%d of 20 in four seconds, %d at a time", n, peak)
		}
	})
}

// All the broadcasts' slots are in use and still replies go out, one after the
// other.
func TestBroadcastsDoNotTakeEverySlot(t *testing.T) {
	g := &gateway{takes: 10 * time.Second}
	tuned(t, g, Config{Parallel: 16, Drain: time.Minute}, func(b *bench) {
		b.news(1000, "g")
		b.after(time.Second)
		if n := len(g.seen()); n != 10 {
			b.Errorf("%d broadcasts at the same time, want 10 of 16", n)
		}
		for i := range 4 {
			b.lane(fmt.Sprint("n", i), msg.Notice)
		}
		b.lane("n too many", msg.Notice)
		b.put("a", "b")
		if n := len(g.seen()); n != 16 {
			b.Errorf("%d at the same time, want all 16", n)
		}
		when(b, g, "a")
		when(b, g, "b")
	})
}

// To one contact messages go one after the other; an answer goes before the
// news that stand in line, and before those that wait at the gateway.
func TestAnAnswerOvertakesWithinItsLine(t *testing.T) {
	g := &gateway{caps: msg.Caps{Rate: 2}, takes: 200 * time.Millisecond}
	running(t, g, func(b *bench) {
		b.put("takes the turn")
		for i := range 3 {
			b.store.add(store.Delivery{Contact: "ann", Outbound: msg.Outbound{Key: fmt.Sprint("news", i), Route: "g", Lane: msg.Broadcast}})
		}
		b.outbox.Wake()
		b.after(100 * time.Millisecond)
		b.store.add(store.Delivery{Contact: "ann", Outbound: msg.Outbound{Key: "answer", Route: "g", Lane: msg.Reply}})
		b.outbox.Wake()
		b.after(10 * time.Second)
		if got := g.keys(); !slices.Equal(got, []string{"takes the turn", "answer", "news0", "news1", "news2"}) {
			b.Errorf("sent in the order %v", got)
		}
	})
}

// A route that asked for quiet while messages stood there gives them back to
// their old places.
func TestQuietSendsBackWhoStandsThere(t *testing.T) {
	g := &gateway{caps: msg.Caps{Rate: 10}, takes: 150 * time.Millisecond,
		words: []error{&msg.SendError{Kind: msg.Throttled, RetryAfter: time.Minute}}}
	running(t, g, func(b *bench) {
		b.news(50, "g")
		b.after(200 * time.Millisecond)
		sent := len(g.seen())
		b.after(58 * time.Second)
		if n := len(g.seen()); n != sent || n > 3 {
			b.Errorf("%d calls, then %d while quiet was asked for", sent, n)
		}
		if n := b.store.inHand(); n > 0 {
			b.Errorf("%d still stand there", n)
		}
		called := g.keys() // which of those that stood there came first is for the scheduler
		for i := range 50 {
			k := fmt.Sprint("news-g-", i)
			if e := b.store.waiting(k); !slices.Contains(called, k) && (e == nil || e.Tries != 0 || e.Doubtful || !e.due.Equal(g.start)) {
				b.Errorf("%s waits as %+v", k, e)
			}
		}
		b.after(10 * time.Second)
		if n := len(g.seen()); n != 51 {
			b.Errorf("%d calls in the end", n)
		}
	})
}

// One address that wants quiet holds up nobody else.
func TestThrottledAddress(t *testing.T) {
	g := &gateway{words: []error{&msg.SendError{Kind: msg.Throttled, RetryAfter: 20 * time.Second, Narrow: true}}}
	running(t, g, func(b *bench) {
		for _, k := range []string{"ann 1", "ann 2", "ann 3"} {
			b.store.add(store.Delivery{Contact: "ann", Outbound: msg.Outbound{Key: k, Route: "g", Lane: msg.Reply}})
		}
		b.put()
		b.put("binh")
		b.after(19 * time.Second)
		b.lane("cuc", msg.Broadcast)
		if got := g.keys(); len(got) != 3 || !slices.Contains(got, "binh") || !slices.Contains(got, "cuc") {
			b.Errorf("sent %v", got)
		}
		if up := b.outbox.Up(); !up["g"] {
			b.Error("the gateway is said to be down")
		}
		b.after(2 * time.Second)
		if got := g.keys()[3:]; !slices.Equal(got, []string{"ann 1", "ann 2", "ann 3"}) {
			b.Errorf("afterwards %v", got)
		}
	})
}
