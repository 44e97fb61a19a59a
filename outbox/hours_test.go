package outbox

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"tinban/msg"
)

var hue = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

var night = Night(20*time.Hour, 7*time.Hour, hue)

// wall is a clock that can be put forward and back.
type wall struct{ off atomic.Int64 }

func (w *wall) now() time.Time { return time.Now().Add(time.Duration(w.off.Load())).In(hue) }

func (w *wall) jump(d time.Duration) { w.off.Add(int64(d)) }

// set puts it to a time of a day in March.
func (w *wall) set(day, h, m, s int) {
	w.jump(time.Date(2027, 3, day, h, m, s, 0, hue).Sub(w.now()))
}

func TestNight(t *testing.T) {
	noon := Night(11*time.Hour+30*time.Minute, 13*time.Hour, hue)
	for clock, want := range map[string][2]bool{
		"19:59:59": {false, false}, "20:00:00": {true, false}, "23:59:59": {true, false}, "00:00:00": {true, false},
		"06:59:59": {true, false}, "07:00:00": {false, false}, "11:29:59": {false, false}, "11:30:00": {false, true},
		"12:59:59": {false, true}, "13:00:00": {false, false},
	} {
		at, err := time.ParseInLocation(time.TimeOnly, clock, hue)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]bool{night(at.UTC()), noon(at.UTC())}; got != want {
			t.Errorf("%s: at night, at noon %v, want %v", clock, got, want)
		}
	}
}

func TestHoursAtTheirBorders(t *testing.T) {
	for _, tc := range []struct {
		h, m, s int
		goes    bool
	}{{19, 59, 59, true}, {20, 0, 0, false}, {6, 59, 59, false}, {7, 0, 0, true}} {
		t.Run(fmt.Sprintf("%02d:%02d:%02d", tc.h, tc.m, tc.s), func(t *testing.T) {
			g, w := &gateway{}, &wall{}
			tuned(t, g, Config{Quiet: night, Now: w.now}, func(b *bench) {
				w.set(1, tc.h, tc.m, tc.s)
				b.lane("notice", msg.Notice)
				b.lane("news", msg.Broadcast)
				b.lane("flood", msg.Broadcast, func(o *msg.Outbound) { o.Anytime = true })
				b.lane("urgent", msg.Notice, func(o *msg.Outbound) { o.Anytime = true })
				b.put("reply")
				want := []string{"flood", "urgent", "reply"}
				if tc.goes {
					want = append([]string{"notice", "news"}, want...)
				}
				if got := g.keys(); !slices.Equal(got, want) {
					b.Errorf("sent %v, want %v", got, want)
				}
				b.after(2 * time.Second) // at 20:00:01 and at 07:00:01 what was held stays held, or goes
				if n := len(g.keys()); n != 5 && (tc.goes || tc.h == 6) {
					b.Errorf("%d sent", n)
				}
			})
		})
	}
}

// In the morning what waited goes out in its order and at its pace, the
// personal notices first; at 20:00 what stands at the gateway goes back.
func TestMorning(t *testing.T) {
	g, w := &gateway{caps: msg.Caps{Rate: 2}}, &wall{}
	tuned(t, g, Config{Quiet: night, Now: w.now}, func(b *bench) {
		w.set(1, 19, 59, 58)
		b.news(20, "g")
		b.after(2*time.Second + 50*time.Millisecond)
		evening := len(g.keys())
		if evening != 4 {
			b.Errorf("%d sent in the last two seconds of the day", evening)
		}
		b.lane("notice", msg.Notice)
		claims := b.claims()
		b.after(time.Hour)
		if n := b.claims() - claims; n > 3*3600+10 || b.count.of(Shelved) > 2 {
			b.Errorf("%d claims and %d put back in an hour of the night", n, b.count.of(Shelved))
		}
		b.put("reply")
		when(b, g, "reply")
		w.set(2, 6, 59, 59)
		b.after(500 * time.Millisecond)
		if n := len(g.keys()); n != evening+1 {
			b.Errorf("%d sent before 07:00", n-evening-1)
		}
		b.after(20 * time.Second)
		calls := g.seen()[evening+1:]
		keys := g.keys()[evening+1:]
		at := slices.Index(keys, "notice")
		if len(keys) != 17 || at < 0 || at > 1 { // the lanes wake at the same moment
			b.Fatalf("in the morning %v", keys)
		}
		inOrder(b, slices.Delete(keys, at, at+1))
		for i := 1; i < len(calls); i++ {
			if d := calls[i].at - calls[i-1].at; d < 500*time.Millisecond {
				b.Errorf("two within %v", d)
			}
		}
	})
}

// A clock that jumps by hours loses nothing, doubles nothing and lets nothing
// out faster: leases are good by the clock that only goes forward.
func TestClockJumps(t *testing.T) {
	for name, jumps := range map[string][]time.Duration{
		"forward":                {5 * time.Hour},
		"back":                   {-5 * time.Hour},
		"forward and back":       {9 * time.Hour, -9 * time.Hour},
		"back and forward":       {-9 * time.Hour, 9 * time.Hour},
		"to and fro":             {3 * time.Hour, -7 * time.Hour, 26 * time.Hour, -22 * time.Hour},
		"minutes, over a lease":  {5 * time.Minute, 5 * time.Minute, -9 * time.Minute},
		"into the night and out": {10 * time.Hour, -10 * time.Hour, 10 * time.Hour, 14 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			g, w := &gateway{caps: msg.Caps{Rate: 5}, takes: 3 * time.Second}, &wall{}
			tuned(t, g, Config{Quiet: night, Now: w.now}, func(b *bench) {
				w.set(10, 12, 0, 0)
				b.news(100, "g")
				for i, d := range jumps {
					b.after(2*time.Second + 100*time.Millisecond)
					b.put(fmt.Sprint("before ", i))
					w.jump(d)
					b.put(fmt.Sprint("after ", i))
				}
				b.after(10 * time.Second)
				for i := range jumps { // an answer to who writes now goes now, whatever the clock was
					when(b, g, fmt.Sprint("after ", i))
				}
				w.set(12, 12, 0, 0) // the clock is right again
				b.after(2 * time.Minute)
				seen := map[string]int{}
				for _, k := range g.keys() {
					seen[k]++
				}
				for k, n := range seen {
					if n > 1 {
						b.Errorf("%s was sent %d times", k, n)
					}
				}
				if want := 100 + 2*len(jumps); len(seen) != want {
					b.Errorf("%d of %d were sent", len(seen), want)
				}
				tooFast(b.T, g.seen(), 5)
			})
		})
	}
}

// tooFast says where more went within a second, or within ten, than the rate
// allows.
func tooFast(t *testing.T, calls []call, rate float64) {
	t.Helper()
	if says := overRate(calls, rate); says != "" {
		t.Error(says)
	}
}
