package outbox

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tinban/msg"
	"tinban/store"
)

// overRate slides windows over the calls. In a second fit as many as the rate
// says, rounded up; in longer windows one more than the rate, for both ends
// count, and one that a reply has borrowed where turns are rare.
func overRate(calls []call, rate float64) string {
	for _, window := range []time.Duration{time.Second, 10 * time.Second, 10 * time.Minute} {
		most := int(math.Ceil(rate))
		if window > time.Second {
			most = int(rate*window.Seconds()) + 2
		}
		first := 0
		for i := range calls {
			for calls[i].at-calls[first].at >= window {
				first++
			}
			if n := i - first + 1; n > most {
				return fmt.Sprintf("%d calls within %v from %v on, at %v a second", n, window, calls[first].at, rate)
			}
		}
	}
	return ""
}

// TestNeverAboveTheRate over random schedules: messages of all lanes come in
// heaps and alone, calls take their time and fail, the gateway asks for quiet.
func TestNeverAboveTheRate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.SampledFrom([]float64{0.05, 0.3, 0.9, 1, 1.5, 7, 30, 30.5}).Draw(rt, "rate")
		g := &gateway{caps: msg.Caps{Rate: rate}, takes: time.Duration(rapid.IntRange(0, 900).Draw(rt, "takes")) * time.Millisecond}
		for range rapid.IntRange(0, 30).Draw(rt, "words") {
			g.words = append(g.words, rapid.SampledFrom([]error{
				nil, nil, &msg.SendError{Kind: msg.Transient}, &msg.SendError{Kind: msg.Throttled, RetryAfter: time.Second},
				&msg.SendError{Kind: msg.Throttled, RetryAfter: 7 * time.Second}, &msg.SendError{Kind: msg.Throttled, RetryAfter: time.Second, Narrow: true},
			}).Draw(rt, "word"))
		}
		type heap struct {
			after time.Duration
			lane  msg.Lane
			n     int
		}
		heaps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) heap {
			return heap{
				after: time.Duration(rapid.IntRange(0, 3000).Draw(rt, "after")) * time.Millisecond,
				lane:  rapid.SampledFrom([]msg.Lane{msg.Reply, msg.Notice, msg.Broadcast}).Draw(rt, "lane"),
				n:     rapid.IntRange(1, int(min(60, 8+10*rate))).Draw(rt, "n"),
			}
		}), 1, 12).Draw(rt, "heaps")
		total, left := 0, 0
		tuned(t, g, Config{Poll: 20 * time.Second}, func(b *bench) {
			for i, h := range heaps {
				b.after(h.after)
				for j := range h.n {
					k := fmt.Sprintf("%d-%d", i, j)
					b.store.add(store.Delivery{Contact: store.ContactID(fmt.Sprint(j % 40)), Outbound: msg.Outbound{Key: k, Route: "g", Lane: h.lane}})
				}
				total += h.n
				b.outbox.Wake()
			}
			for hours := 0; hours == 0 || left > 0 && hours < 24; hours++ {
				b.after(time.Hour)
				left, _ = b.store.Waiting(b.Context())
			}
		})
		if left > 0 {
			rt.Fatalf("%d of %d still wait", left, total)
		}
		if says := overRate(g.seen(), rate); says != "" {
			rt.Fatal(says)
		}
	})
}

// TestTheWholeRateIsUsed by broadcasts, whatever a call takes.
func TestTheWholeRateIsUsed(t *testing.T) {
	for _, rate := range []float64{0.5, 1, 25, 30} {
		for _, takes := range []time.Duration{0, 700 * time.Millisecond} {
			t.Run(fmt.Sprintf("%v a second, calls of %v", rate, takes), func(t *testing.T) {
				g := &gateway{caps: msg.Caps{Rate: rate}, takes: takes}
				running(t, g, func(b *bench) {
					b.news(2000, "g")
					b.after(60 * time.Second)
					if n := len(g.seen()); float64(n) < 0.99*60*rate {
						b.Errorf("%d in a minute", n)
					}
					tooFast(b.T, g.seen(), rate)
				})
			})
		}
	}
}
