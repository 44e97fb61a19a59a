package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"tinban/bot"
	"tinban/content"
	"tinban/eligibility"
	"tinban/msg"
	"tinban/store"
)

// What is asked, and of whom: three by chat to one by SMS.
const (
	chatRoute, smsRoute = "chat", "sms"
	askedPerSecond      = 16
)

// loadTown is a whole service with its residents.
type loadTown struct {
	*asking
	s      *service
	v      *village
	texts  []string
	people int
	phase  int
}

func (l *load) replies(ctx context.Context) (all []figure, err error) {
	lasts, people := 30*time.Second, 20_000
	if l.quick {
		lasts, people = 8*time.Second, 6000
	}
	t, stop, err := l.newTown(ctx, people)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var without, with []float64
	for round := range 2 {
		l.say("%d residents a second ask, %v without a notice and %v during one (%d of 2)", askedPerSecond, lasts, lasts, round+1)
		for _, news := range []bool{false, true} {
			took, err := t.measure(ctx, lasts, news, false)
			if err != nil {
				return nil, err
			}
			if news {
				with = append(with, took...)
			} else {
				without = append(without, took...)
			}
		}
	}
	l.say("the same while the gateways fail, throttle and go down")
	rough, err := t.measure(ctx, lasts, true, true)
	if err != nil {
		return nil, err
	}
	a, b := percentile(without, 99), percentile(with, 99)
	how := fmt.Sprintf("%d answers each; half of them within %.0f and %.0f ms", len(without), median(without), median(with))
	missed, twice := t.counted()
	return []figure{
		{Name: "reply p99 without a notice", Value: math.Round(a), Unit: "ms", Shown: true, Note: how},
		{Name: "reply p99 during a notice", Value: math.Round(b), Unit: "ms", Shown: true, Note: how},
		{Name: "reply p99: during to without", Value: math.Round(100*b/a) / 100, Bound: 1.3, AtMost: true, Note: "A/B/A/B, the same questions and calls"},
		{Name: "reply p99 with failing gateways", Value: math.Round(percentile(rough, 99)), Unit: "ms", Shown: true,
			Note: fmt.Sprintf("%v of them down; %d of all answers may have come twice", lasts/10, twice)},
		{Name: "questions without an answer", Value: float64(missed), AtMost: true, Note: fmt.Sprintf("of %d asked", len(t.by))},
	}, nil
}

// newTown makes a service as serve does, with these gateways and a store of
// people who take news; stop ends it.
func (l *load) newTown(ctx context.Context, people int) (t *loadTown, stop func() error, err error) {
	lines, err := content.Examples(content.Embedded())
	if err != nil {
		return nil, nil, err
	}
	t = &loadTown{asking: &asking{by: map[string]*asked{}}, people: people}
	for _, x := range lines {
		t.texts = append(t.texts, x.Text)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(t.texts), func(i, j int) { t.texts[i], t.texts[j] = t.texts[j], t.texts[i] }) //nolint:gosec // an order, no secret
	cfg := defaults()
	cfg.now, cfg.Data = workday(time.Now()), filepath.Join(l.dir, "town")
	gateways := newLively(t.asking)
	var channels []channel
	for _, name := range sortedKeys(gateways) {
		channels = append(channels, channel{name, gateways[name]})
	}
	if t.s, err = newService(cfg, eligibility.Date{}, slog.New(slog.DiscardHandler), channels...); err != nil {
		return nil, nil, err
	}
	if t.v, err = villageIn(t.s.store, cfg.now, gateways); err == nil {
		err = t.v.settle(ctx, people)
	}
	if err != nil {
		return nil, nil, errors.Join(err, t.s.store.Close())
	}
	run, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- t.s.outbox.Run(run) }()
	return t, func() error {
		cancel()
		return errors.Join(<-ended, t.s.store.Close(), os.RemoveAll(cfg.Data))
	}, nil
}

// measure lets residents ask for a while and says how long each waited until
// its gateway had taken the answer, in milliseconds.
func (t *loadTown) measure(ctx context.Context, lasts time.Duration, news, rough bool) (took []float64, err error) {
	end := func() error { return nil }
	if news {
		if end, err = t.inform(ctx); err != nil {
			return nil, err
		}
	}
	t.mu.Lock()
	t.rough, t.began, t.lasts = rough, time.Now(), lasts
	t.mu.Unlock()
	t.phase++
	list := make([]*asked, int(lasts.Seconds()*askedPerSecond))
	took, failed := make([]float64, len(list)), make([]error, len(list))
	draw := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // when they ask, the same in each phase
	at := time.Duration(0)
	var all sync.WaitGroup
	for i := range list {
		at += time.Duration(draw.ExpFloat64() / askedPerSecond * float64(time.Second))
		when := t.began.Add(at)
		all.Go(func() {
			if nap(ctx, time.Until(when)) {
				took[i], failed[i] = t.ask(ctx, i)
			}
		})
	}
	all.Wait()
	return took, errors.Join(append(failed, ctx.Err(), end())...)
}

// answerWithin is how long an answer may take before it counts as missed.
const answerWithin = time.Minute

// ask is one resident's question, and the wait for its answer.
func (t *loadTown) ask(ctx context.Context, i int) (ms float64, err error) {
	n := t.phase*len(t.texts) + i
	resident, route := 2*(n%(t.people/2)), chatRoute
	if i%4 == 3 {
		resident, route = resident+1, smsRoute
	}
	kind := t.s.channels[slices.IndexFunc(t.s.channels, func(c channel) bool { return c.name == route })].sender.Caps().Kind
	ref := fmt.Sprintf("load-%d-%d", t.phase, i)
	x := &asked{seed: uint64(i), done: make(chan struct{})}
	t.mu.Lock()
	t.by[bot.ReplyKey(route, ref)] = x
	t.mu.Unlock()
	began := time.Now()
	err = t.s.bot.Receive(ctx, msg.Inbound{
		Gateway: route, From: residentAddress(resident, kind), Ref: ref, Kind: msg.Text, Text: t.texts[i%len(t.texts)], At: t.v.now(),
	})
	if err != nil {
		return 0, err
	}
	late := time.NewTimer(answerWithin)
	defer late.Stop()
	select {
	case <-x.done:
		t.mu.Lock()
		defer t.mu.Unlock()
		return float64(x.at.Sub(began).Microseconds()) / 1000, nil
	case <-late.C:
	case <-ctx.Done():
	}
	return float64(answerWithin.Milliseconds()), ctx.Err()
}

// inform begins a notice to everybody; end cancels it and waits until nothing
// of it is left.
func (t *loadTown) inform(ctx context.Context) (end func() error, err error) {
	if err := t.v.agree(ctx); err != nil {
		return nil, err
	}
	run, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- t.v.pumpAnd(run, 100*time.Millisecond, t.s.outbox.Wake) }()
	first := func() bool { n, err := t.s.store.Waiting(ctx, msg.Broadcast); return err == nil && n > loadFew }
	for deadline := time.Now().Add(answerWithin); !first(); {
		if time.Now().After(deadline) || !nap(ctx, 10*time.Millisecond) {
			cancel()
			return nil, errors.Join(errors.New("the notice did not begin"), <-ended)
		}
	}
	return func() error {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			return errors.Join(errors.New("the notice ended before its time: it needs more people"), err)
		}
		err := t.s.store.Update(ctx, func(r store.Reader) (store.Changes, error) {
			_, set, err := t.v.board.Cancel(r, loadWriter, t.v.id, t.v.now())
			return set, err
		})
		for n := 1; n > 0 && err == nil && nap(ctx, 10*time.Millisecond); {
			n, err = t.s.store.Waiting(ctx, msg.Broadcast)
		}
		return errors.Join(err, ctx.Err())
	}, nil
}

// percentile is the value that p percent do not exceed.
func percentile(all []float64, p int) float64 {
	s := slices.Sorted(slices.Values(all))
	return s[min(len(s)*p/100, len(s)-1)]
}
