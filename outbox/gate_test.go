package outbox

import (
	"sync"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

// doorman is a Gate that a test opens and shuts.
type doorman struct {
	mu    sync.Mutex
	shut  map[string]bool
	drop  map[string]bool
	asked int
}

func (d *doorman) gate(group string) (send, drop bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	return !d.shut[group], d.drop[group]
}

func (d *doorman) set(shut, drop map[string]bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut, d.drop = shut, drop
}

// A group that is held holds up no other and costs nothing; let go it goes on
// at once, in its order.
func TestGateHoldsAGroup(t *testing.T) {
	door := &doorman{shut: map[string]bool{"news": true}}
	g := &gateway{caps: msg.Caps{Rate: 10}}
	tuned(t, g, Config{Gate: door.gate}, func(b *bench) {
		b.news(5000, "g")
		b.lane("other", msg.Broadcast, func(o *msg.Outbound) { o.Group = "class" })
		b.lane("none", msg.Broadcast)
		b.after(10 * time.Second)
		if n := len(g.seen()); n != 2 {
			b.Errorf("%d sent while the group is held, want the other two", n)
		}
		shelved := b.count.of(Shelved)
		b.after(10 * time.Minute)
		if n := b.count.of(Shelved); n != shelved || n > 100 {
			b.Errorf("%d went back and forth at first, %d in ten minutes", shelved, n)
		}
		if e := b.store.waiting("news-g-0"); e == nil || e.Tries != 0 || e.Doubtful {
			b.Errorf("it waits as %+v", e)
		}
		door.set(nil, nil)
		b.after(6 * time.Second)
		if n := len(g.seen()); n < 50 {
			b.Errorf("%d sent in six seconds", n)
		}
		inOrder(b, g.keys()[2:])
	})
}

// What is not wanted any more fails, all of it at once, and takes no turns.
func TestGateDropsAGroup(t *testing.T) {
	door := &doorman{drop: map[string]bool{"news": true}}
	l := &looker{gateway: gateway{caps: msg.Caps{Rate: 1}}, got: map[string]bool{"doubt": true}}
	tuned(t, l, Config{Gate: door.gate}, func(b *bench) {
		b.news(2000, "g")
		b.store.add(
			store.Delivery{Contact: "d", Doubtful: true, Tries: 1, Outbound: msg.Outbound{Key: "doubt", Route: "g", Lane: msg.Broadcast, Group: "news"}},
			store.Delivery{Contact: "e", Doubtful: true, Tries: 1, Outbound: msg.Outbound{Key: "no doubt", Route: "g", Lane: msg.Broadcast, Group: "news"}},
		)
		b.put("reply")
		b.after(2 * time.Second)
		b.outcome("news-g-0", failed("cancelled"))
		b.outcome("news-g-1999", failed("cancelled"))
		b.outcome("doubt", sent("doubt"))
		b.outcome("no doubt", failed("cancelled"))
		if n, _ := b.store.Waiting(b.Context()); n != 0 || len(l.seen()) != 1 {
			b.Errorf("%d wait, %d calls", n, len(l.seen()))
		}
		if b.log.Len() > 0 {
			b.Errorf("the log is full of it: %.200s", b.log)
		}
	})
}

// What may have been sent and cannot be looked up is not said to be withdrawn.
func TestGateDropsDoubt(t *testing.T) {
	door := &doorman{drop: map[string]bool{"news": true}}
	g := &gateway{}
	tuned(t, g, Config{Gate: door.gate}, func(b *bench) {
		b.store.add(store.Delivery{Doubtful: true, Tries: 1, Outbound: msg.Outbound{Key: "k", Route: "g", Lane: msg.Broadcast, Group: "news"}})
		b.put()
		b.outcome("k", failed("unsure"))
		if len(g.seen()) != 0 {
			b.Error("it was sent")
		}
	})
}

// The gate is asked again when a message's turn has come.
func TestGateShutsWhileItWaits(t *testing.T) {
	door := &doorman{}
	g := &gateway{caps: msg.Caps{Rate: 4}}
	tuned(t, g, Config{Gate: door.gate}, func(b *bench) {
		b.news(20, "g")
		b.after(300 * time.Millisecond)
		door.set(map[string]bool{"news": true}, nil)
		b.after(10 * time.Second)
		if n := len(g.seen()); n != 2 {
			b.Errorf("%d sent, want the 2 whose turn had come", n)
		}
	})
}
