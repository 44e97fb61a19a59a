package outbox

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Notices stop where the budget ends, replies do not; what was spent before a
// restart counts, and a new month begins anew.
func TestBudget(t *testing.T) {
	priced := twoWay
	priced.PricePerPart = 300
	g := &gateway{caps: priced}
	tuned(t, g, Config{Budget: 1000, Poll: time.Hour}, func(b *bench) {
		b.store.mu.Lock()
		b.store.spent = store.Spent{Cost: 300}
		b.store.mu.Unlock()
		put := func(key string, lane msg.Lane, parts int) {
			b.store.add(store.Delivery{Contact: store.ContactID(key), Outbound: msg.Outbound{Key: key, Route: "g", Lane: lane, To: "sms:+84900000001", Parts: parts}})
			b.outbox.Wake()
			b.after(time.Second)
		}
		put("first", msg.Notice, 1) // 600 of 1000
		put("too dear", msg.Notice, 2)
		put("fits", msg.Notice, 1) // 900
		put("answer", msg.Reply, 2)
		put("after", msg.Notice, 1)
		paid := sent("first")
		paid.Cost = 300
		b.outcome("first", paid)
		b.outcome("too dear", failed("budget"))
		b.outcome("after", failed("budget"))
		answer := sent("answer")
		answer.Cost = 600
		b.outcome("answer", answer)
		if b.count.parts != 4 || b.count.cost != 1200 {
			t.Errorf("counted %d parts, %d đồng", b.count.parts, b.count.cost)
		}
		b.after(32 * 24 * time.Hour)
		put("next month", msg.Notice, 1)
		next := sent("next month")
		next.Cost = 300
		b.outcome("next month", next)
	})
}

// Broadcasts stop at the budget to the đồng, however many are sent at once;
// what was set aside for one that failed is there for another.
func TestBudgetOfBroadcasts(t *testing.T) {
	priced := twoWay
	priced.PricePerPart = 300
	g := &gateway{caps: priced, takes: time.Second, words: []error{&msg.SendError{Kind: msg.Rejected, Code: "no"}}}
	tuned(t, g, Config{Budget: 3100}, func(b *bench) {
		var ds []store.Delivery
		for i := range 12 {
			k := fmt.Sprint(i)
			ds = append(ds, store.Delivery{Contact: store.ContactID(k), Outbound: msg.Outbound{Key: k, Route: "g", Lane: msg.Broadcast, Parts: 1}})
		}
		b.store.add(ds[:10]...)
		b.outbox.Wake()
		b.after(2 * time.Second)
		b.store.add(ds[10:]...)
		b.outbox.Wake()
		b.after(2 * time.Second)
		sent, failed := 0, 0
		for i := range 12 {
			switch s := b.store.outcome(fmt.Sprint(i)); {
			case s.Status == msg.Sent:
				sent++
			case s.Code == "budget":
				failed++
			}
		}
		if sent != 10 || failed != 1 || b.count.cost != 3000 {
			t.Errorf("%d sent for %d đồng, %d over the budget", sent, b.count.cost, failed)
		}
		if n := strings.Count(b.log.String(), "budget is used up"); n != 1 {
			t.Errorf("it is said %d times", n)
		}
	})
}

// A route that takes templates only is given nothing else.
func TestTemplatesRefuseFreeText(t *testing.T) {
	only := twoWay
	only.Templates = true
	g, h := &gateway{caps: only}, &gateway{caps: twoWay}
	tuned(t, g, Config{Routes: map[string]Sender{"h": h}}, func(b *bench) {
		b.put("k")
		b.after(time.Second)
		if len(g.keys()) != 0 || len(h.keys()) != 1 {
			t.Errorf("the route with templates got %v, the other %v", g.keys(), h.keys())
		}
	})
	alone := &gateway{caps: only}
	running(t, alone, func(b *bench) {
		b.put("k")
		b.outcome("k", failed("templates_only"))
	})
}
