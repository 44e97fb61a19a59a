package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tinban/msg"
	"tinban/store"
)

// bench is a running outbox with one route "g" in a bubble of fake time.
type bench struct {
	*testing.T
	outbox *Outbox
	store  *memory
	count  *tally
	log    *bytes.Buffer
	stop   context.CancelFunc
	ended  chan error
}

// running runs test beside an outbox that sends by s.
func running(t *testing.T, s Sender, test func(*bench)) {
	t.Helper()
	tuned(t, s, Config{}, test)
}

func tuned(t *testing.T, s Sender, cfg Config, test func(*bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{T: t, store: &memory{settled: map[string]store.Settlement{}}, count: &tally{n: map[Outcome]int{}}, log: &bytes.Buffer{}}
		switch g := s.(type) {
		case *gateway:
			g.start = time.Now()
		case *looker:
			g.start = time.Now()
		}
		routes := map[string]Sender{"g": s}
		maps.Copy(routes, cfg.Routes)
		cfg.Store, cfg.Routes, cfg.Metrics, b.store.now = b.store, routes, b.count, cfg.Now
		cfg.Logger = slog.New(slog.NewTextHandler(b.log, nil))
		var err error
		if b.outbox, err = New(cfg); err != nil {
			t.Fatal(err)
		}
		var ctx context.Context
		ctx, b.stop = context.WithCancel(t.Context())
		b.ended = make(chan error, 1)
		go func() { b.ended <- b.outbox.Run(ctx) }()
		synctest.Wait()
		test(b)
		b.stop()
		if err := <-b.ended; err != nil {
			t.Errorf("it ended with %v", err)
		}
	})
}

// put stores replies to different contacts and wakes the outbox.
func (b *bench) put(keys ...string) {
	for _, k := range keys {
		b.store.add(store.Delivery{Contact: store.ContactID(k), Outbound: msg.Outbound{Key: k, Route: "g", Lane: msg.Reply, To: "sms:+84900000001", Text: "what ann asked"}})
	}
	b.outbox.Wake()
	synctest.Wait()
}

// after lets time pass, then whatever that set off.
func (b *bench) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (b *bench) outcome(key string, want store.Settlement) {
	b.Helper()
	want.Key = key
	if diff := cmp.Diff(want, b.store.outcome(key)); diff != "" {
		b.Errorf("outcome of %s (-want +got):\n%s", key, diff)
	}
}

func (b *bench) counted(want map[Outcome]int) {
	b.Helper()
	b.count.mu.Lock()
	defer b.count.mu.Unlock()
	if diff := cmp.Diff(want, b.count.n); diff != "" {
		b.Errorf("counted (-want +got):\n%s", diff)
	}
}

func sent(key string) store.Settlement { return store.Settlement{Status: msg.Sent, Ref: "ref-" + key} }

func failed(code string) store.Settlement { return store.Settlement{Status: msg.Failed, Code: code} }

func TestSendsWhenWokenAndWhenNot(t *testing.T) {
	g := &gateway{}
	running(t, g, func(b *bench) {
		b.put("woken")
		b.outcome("woken", sent("woken"))
		b.store.add(store.Delivery{Outbound: msg.Outbound{Key: "polled", Route: "g", Lane: msg.Notice}})
		b.after(time.Second)
		b.outcome("polled", sent("polled"))
		if d := cmp.Diff([]call{{"woken", 0}, {"polled", time.Second}}, g.seen(), cmp.AllowUnexported(call{})); d != "" {
			b.Error(d)
		}
		b.counted(map[Outcome]int{Sent: 2})
	})
}

// TestVerdicts: what a gateway's word on the first try leads to.
func TestVerdicts(t *testing.T) {
	for name, tc := range map[string]struct {
		word    error
		settled store.Settlement
		again   [2]time.Duration // next try between
		doubt   bool
	}{
		"transient": {word: &msg.SendError{Kind: msg.Transient}, again: [2]time.Duration{500 * time.Millisecond, time.Second}},
		"throttled": {word: &msg.SendError{Kind: msg.Throttled, RetryAfter: time.Minute}, again: [2]time.Duration{time.Minute, time.Minute}},
		"unsure":    {word: &msg.SendError{Kind: msg.Ambiguous}, again: [2]time.Duration{500 * time.Millisecond, time.Second}, doubt: true},
		"any error": {word: errors.New("dial +84900000001"), again: [2]time.Duration{500 * time.Millisecond, time.Second}, doubt: true},
		"rejected":  {word: &msg.SendError{Kind: msg.Rejected, Code: "21610"}, settled: failed("21610")},
		"no code":   {word: fmt.Errorf("wrapped: %w", &msg.SendError{Kind: msg.Rejected}), settled: failed("rejected")},
		"gone":      {word: &msg.SendError{Kind: msg.Gone, Code: "403"}, settled: store.Settlement{Status: msg.Failed, Code: "403", Gone: true}},
		"panic":     {word: burst{}, settled: failed("panic")},
	} {
		t.Run(name, func(t *testing.T) {
			running(t, &gateway{words: []error{tc.word}}, func(b *bench) {
				now := time.Now()
				b.put("k")
				if tc.settled.Status != "" {
					b.outcome("k", tc.settled)
				} else if e := b.store.waiting("k"); e == nil || e.Doubtful != tc.doubt ||
					e.due.Before(now.Add(tc.again[0])) || e.due.After(now.Add(tc.again[1])) {
					b.Errorf("it waits as %+v", e)
				}
				b.put("next")
				b.after(2 * time.Minute)
				b.outcome("next", sent("next"))
				b.stop() // so that nobody is writing the log
				synctest.Wait()
				for _, secret := range []string{"ann", "8490"} {
					if strings.Contains(b.log.String(), secret) {
						b.Errorf("the log tells: %s", b.log)
					}
				}
			})
		})
	}
}

func TestUnknownRoute(t *testing.T) {
	running(t, &gateway{}, func(b *bench) {
		b.store.add(store.Delivery{Outbound: msg.Outbound{Key: "k", Route: "nowhere", Lane: msg.Reply}})
		b.put()
		b.outcome("k", failed("no_route"))
	})
}

func TestRetriesBackOffUntilItExpires(t *testing.T) {
	words := make([]error, 50)
	for i := range words {
		words[i] = &msg.SendError{Kind: msg.Transient, Code: "busy"}
	}
	g := &gateway{words: words}
	running(t, g, func(b *bench) {
		b.store.add(store.Delivery{Outbound: msg.Outbound{Key: "k", Route: "g", Lane: msg.Reply, Expires: time.Now().Add(time.Hour)}})
		b.after(time.Hour)
		b.outcome("k", failed("busy"))
		calls := g.seen()
		for i := 1; i < len(calls); i++ {
			gap, d := calls[i].at-calls[i-1].at, min(time.Second<<(i-1), 10*time.Minute)
			if gap < d/2 || gap > d+time.Second { // it is looked for once a second
				b.Errorf("try %d came %v after the one before", i+1, gap)
			}
		}
		if n := len(calls); n < 12 || n > 25 {
			b.Errorf("%d tries in an hour", n)
		}
	})
}

func TestWithoutExpiryItEndsToo(t *testing.T) {
	words := make([]error, 2*maxTries)
	for i := range words {
		words[i] = &msg.SendError{Kind: msg.Transient, Code: "busy"}
	}
	tuned(t, &gateway{words: words}, Config{Poll: 10 * time.Second}, func(b *bench) {
		b.put("k")
		b.after(12 * time.Hour)
		if b.store.waiting("k") == nil {
			b.Error("it was given up within half a day")
		}
		b.after(24 * time.Hour)
		b.outcome("k", failed("busy"))
	})
}

func TestThrottlingKeepsTheWholeRouteQuiet(t *testing.T) {
	g := &gateway{words: []error{&msg.SendError{Kind: msg.Throttled, RetryAfter: 30 * time.Second}}}
	running(t, g, func(b *bench) {
		b.put("first")
		b.put("second", "third")
		b.after(29 * time.Second)
		if n := len(g.seen()); n != 1 {
			b.Errorf("%d calls while quiet was asked for", n)
		}
		b.after(3 * time.Second)
		for _, k := range []string{"first", "second", "third"} {
			b.outcome(k, sent(k))
		}
		b.counted(map[Outcome]int{Sent: 3, Retried: 1}) // the others are not even claimed
	})
}

func TestPace(t *testing.T) {
	for rate, allowance := range map[float64]time.Duration{20: 0, 1: time.Second, 0.2: time.Second} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			g := &gateway{caps: msg.Caps{Rate: rate}}
			running(t, g, func(b *bench) {
				var keys []string
				for i := range 40 {
					keys = append(keys, fmt.Sprint(i))
				}
				b.put(keys...)
				gap := time.Duration(float64(time.Second) / rate)
				b.after(45*gap + 5*time.Second)
				calls := g.seen()
				if len(calls) != 40 {
					b.Fatalf("%d of 40 sent after %v", len(calls), time.Since(g.start))
				}
				for i := 1; i < 40; i++ {
					if d := calls[i].at - calls[i-1].at; d < gap-time.Millisecond || d > gap+allowance {
						b.Errorf("number %d came %v after the one before, want %v", i, d, gap)
					}
				}
				if n := b.count.of(Shelved); n > 45 {
					b.Errorf("40 messages were shelved %d times", n)
				}
			})
		})
	}
}

// TestReplyOvertakesNotices on a slow route, by more than the pace it has.
func TestReplyOvertakesNotices(t *testing.T) {
	g := &gateway{caps: msg.Caps{Rate: 1}}
	running(t, g, func(b *bench) {
		for i := range 100 {
			k := fmt.Sprint("n", i)
			b.store.add(store.Delivery{Contact: store.ContactID(k), Outbound: msg.Outbound{Key: k, Route: "g", Lane: msg.Notice}})
		}
		b.after(10 * time.Second)
		before := len(g.seen())
		b.put("reply")
		b.after(4 * time.Second)
		b.outcome("reply", sent("reply"))
		if n := len(g.seen()) - before; n > 5 {
			b.Errorf("%d messages in four seconds", n)
		}
	})
}

func TestParallelIsBoundedAndAContactsMessagesKeepTheirOrder(t *testing.T) {
	g := &gateway{takes: time.Second}
	tuned(t, g, Config{Parallel: 4}, func(b *bench) {
		for i := range 4 {
			b.store.add(store.Delivery{Contact: "same", Outbound: msg.Outbound{Key: fmt.Sprint("s", i), Route: "g", Lane: msg.Reply}})
		}
		b.put("a", "b", "c", "d", "e", "f", "g", "h")
		b.after(20 * time.Second)
		g.mu.Lock()
		peak := g.peak
		g.mu.Unlock()
		if peak > 4 || peak < 2 || len(g.seen()) != 12 {
			b.Errorf("%d calls, %d at the same time", len(g.seen()), peak)
		}
		var same []string
		for _, k := range g.keys() {
			if k[0] == 's' {
				same = append(same, k)
			}
		}
		if diff := cmp.Diff([]string{"s0", "s1", "s2", "s3"}, same); diff != "" {
			b.Error(diff)
		}
	})
}

// TestDoubt: what happens to a message that may have been sent.
func TestDoubt(t *testing.T) {
	unsure := &msg.SendError{Kind: msg.Ambiguous, Code: "timeout"}
	for name, tc := range map[string]struct {
		sender  Sender
		sends   int
		looks   int
		settled store.Settlement
		resent  int
	}{
		"found":                 {sender: &looker{got: map[string]bool{"k": true}}, looks: 1, settled: sent("k")},
		"not found":             {sender: &looker{}, looks: 1, sends: 1, settled: sent("k")},
		"looked up later":       {sender: &looker{failing: []error{unsure, errors.New("x")}}, looks: 3, sends: 1, settled: sent("k")},
		"cannot be looked up":   {sender: &looker{failing: []error{burst{}, &msg.SendError{Kind: msg.Rejected}}}, looks: 2, settled: failed("rejected")},
		"found the second time": {sender: &looker{gateway: gateway{words: []error{unsure, unsure}}}, looks: 3, sends: 3, settled: sent("k")},
		"the same key is safe":  {sender: &gateway{caps: msg.Caps{Idempotent: true}, words: []error{unsure, unsure}}, sends: 3, settled: sent("k")},
		"sent once more":        {sender: &gateway{}, sends: 1, settled: sent("k"), resent: 1},
		"and never again":       {sender: &gateway{words: []error{unsure, unsure}}, sends: 1, settled: failed("unsure"), resent: 1},
	} {
		t.Run(name, func(t *testing.T) {
			running(t, tc.sender, func(b *bench) {
				b.store.add(store.Delivery{Outbound: msg.Outbound{Key: "k", Route: "g", Lane: msg.Reply}, Tries: 1, Doubtful: true})
				b.put()
				b.after(time.Minute)
				b.outcome("k", tc.settled)
				sends, looks := 0, 0
				switch g := tc.sender.(type) {
				case *gateway:
					sends = len(g.seen())
				case *looker:
					sends, looks = len(g.seen()), g.looks()
				}
				if sends != tc.sends || looks != tc.looks || b.count.of(ResentUnsure) != tc.resent {
					b.Errorf("%d sends, %d lookups, %d resent unsure", sends, looks, b.count.of(ResentUnsure))
				}
			})
		})
	}
}

// TestLineThatOutlastsItsLease hands back what would not end in time, so that
// nothing is sent by two claims at once.
func TestLineThatOutlastsItsLease(t *testing.T) {
	g := &gateway{takes: 25 * time.Second}
	running(t, g, func(b *bench) {
		for i := range 8 {
			b.store.add(store.Delivery{Contact: "same", Outbound: msg.Outbound{Key: fmt.Sprint(i), Route: "g", Lane: msg.Reply}})
		}
		b.after(10 * time.Minute)
		seen := map[string]bool{}
		for _, k := range g.keys() {
			if seen[k] {
				b.Errorf("%s was sent twice", k)
			}
			seen[k] = true
		}
		if len(seen) != 8 {
			b.Errorf("%d of 8 were sent", len(seen))
		}
	})
}

func TestReceiptIsPassedOn(t *testing.T) {
	m := &memory{}
	o, err := New(Config{Store: m})
	if err != nil {
		t.Fatal(err)
	}
	r := msg.Receipt{Route: "g", Ref: "r", Status: msg.Delivered}
	if err := o.Receipt(t.Context(), r); err != nil || len(m.receipts) != 1 || m.receipts[0] != r {
		t.Errorf("%v, %v", m.receipts, err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	for says, cfg := range map[string]Config{
		"a store is needed": {},
		"make it at least":  {Store: &memory{}, Lease: time.Minute, SendTimeout: 40 * time.Second},
	} {
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

func TestBackOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tries := rapid.IntRange(0, 1000).Draw(t, "tries")
		d := backOff(tries)
		most := maxBackOff
		if tries < 10 {
			most = time.Second << tries
		}
		if d < most/2 || d > most {
			t.Fatalf("%v after %d tries", d, tries)
		}
	})
}
