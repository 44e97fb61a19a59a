package outbox

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/store"
)

var twoWay = msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay}

// The other gateway has it once the first has failed twice, or asked for quiet
// longer than a resident should wait.
func TestFailover(t *testing.T) {
	down := func() error { return &msg.SendError{Kind: msg.Transient, Code: "503"} }
	for name, tc := range map[string]struct {
		words []error // what g says
		other msg.Caps
		to    msg.Address
		want  []string // what the other gateway gets
	}{
		"down twice":               {[]error{down(), down(), down()}, twoWay, "sms:+84900000001", []string{"k"}},
		"down once":                {[]error{down()}, twoWay, "sms:+84900000001", nil},
		"throttled for long":       {[]error{&msg.SendError{Kind: msg.Throttled, RetryAfter: time.Minute}}, twoWay, "sms:+84900000001", []string{"k"}},
		"perhaps sent":             {[]error{&msg.SendError{Kind: msg.Ambiguous}}, twoWay, "sms:+84900000001", nil},
		"refused":                  {[]error{&msg.SendError{Kind: msg.Rejected}}, twoWay, "sms:+84900000001", nil},
		"a name cannot answer":     {[]error{down(), down()}, msg.Caps{Kind: msg.SMS, Limit: 2, Class: msg.Brandname}, "sms:+84900000001", nil},
		"templates only":           {[]error{down(), down()}, msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, Templates: true}, "sms:+84900000001", nil},
		"too little room":          {[]error{down(), down()}, msg.Caps{Kind: msg.SMS, Limit: 1, Receives: true, Class: msg.TwoWay}, "sms:+84900000001", nil},
		"nobody reads there":       {[]error{down(), down()}, msg.Caps{Kind: msg.SMS, Limit: 2, Class: msg.TwoWay}, "sms:+84900000001", nil},
		"a chat belongs to itself": {[]error{down(), down()}, twoWay, "telegram:7", nil},
	} {
		t.Run(name, func(t *testing.T) {
			g, h := &gateway{caps: twoWay, words: tc.words}, &gateway{caps: tc.other}
			tuned(t, g, Config{Routes: map[string]Sender{"h": h}}, func(b *bench) {
				b.store.add(store.Delivery{Contact: "c", Outbound: msg.Outbound{Key: "k", Route: "g", Lane: msg.Reply, To: tc.to}})
				b.outbox.Wake()
				b.after(2 * time.Minute)
				if diff := cmp.Diff(tc.want, h.keys()); diff != "" {
					t.Errorf("the other gateway got (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// Of several the one that works is chosen, then the cheaper one.
func TestFailoverChooses(t *testing.T) {
	down := &msg.SendError{Kind: msg.Transient}
	dear, cheap := twoWay, twoWay
	dear.PricePerPart, cheap.PricePerPart = 900, 300
	g := &gateway{caps: twoWay, words: []error{down, down}}
	h, i := &gateway{caps: dear}, &gateway{caps: cheap}
	tuned(t, g, Config{Routes: map[string]Sender{"h": h, "i": i}}, func(b *bench) {
		b.put("k")
		b.after(time.Minute)
		if len(h.keys()) != 0 || len(i.keys()) != 1 {
			t.Errorf("the dear one got %v, the cheap one %v", h.keys(), i.keys())
		}
		if up := b.outbox.Up(); up["g"] || !up["h"] || !up["i"] {
			t.Errorf("up: %v", up)
		}
		b.counted(map[Outcome]int{Retried: 1, Moved: 1, Sent: 1})
	})
}

// A route that is no longer set up does not take its messages along.
func TestOrphansFindAnotherRoute(t *testing.T) {
	g := &gateway{caps: twoWay, words: []error{errors.New("unused")}}
	g.words = nil
	running(t, g, func(b *bench) {
		b.store.add(store.Delivery{Contact: "c", Outbound: msg.Outbound{Key: "k", Route: "gone", Lane: msg.Reply, To: "sms:+84900000001"}})
		b.store.add(store.Delivery{Contact: "d", Outbound: msg.Outbound{Key: "chat", Route: "gone", Lane: msg.Reply, To: "telegram:7"}})
		b.outbox.Wake()
		b.after(time.Minute)
		b.outcome("k", sent("k"))
		b.outcome("chat", failed("no_route"))
	})
}

// Two gateways that are both down do not hand a message to each other without
// a pause.
func TestBothDown(t *testing.T) {
	var words []error
	for range 100 {
		words = append(words, &msg.SendError{Kind: msg.Transient})
	}
	g, h := &gateway{caps: twoWay, words: words}, &gateway{caps: twoWay, words: words}
	tuned(t, g, Config{Routes: map[string]Sender{"h": h}}, func(b *bench) {
		b.put("k")
		b.after(time.Minute)
		if n := len(g.keys()) + len(h.keys()); n < 4 || n > 12 {
			t.Errorf("%d calls in a minute", n)
		}
	})
}
