package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"tinban/msg"
	"tinban/outbox"
)

// asked is one question of a resident, on its way to the answer.
type asked struct {
	seed  uint64 // decides what its gateway does, alike in every phase
	tries int
	taken int       // how often the gateway took the answer
	at    time.Time // when it did first
	done  chan struct{}
}

// asking is the residents, and what their gateways know.
type asking struct {
	mu    sync.Mutex
	by    map[string]*asked // by the key of the answer
	rough bool
	began time.Time // of the phase
	lasts time.Duration
}

// lively is a gateway as one meets it: it takes its time, and errs.
type lively struct {
	caps   msg.Caps
	median time.Duration
	*asking
}

func (g *lively) Caps() msg.Caps { return g.caps }

// newLively is Telegram and an SMS centre: what they allow, and about what a
// call to them takes.
func newLively(a *asking) map[string]outbox.Sender {
	return map[string]outbox.Sender{
		chatRoute: &lively{caps: msg.Caps{Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Class: msg.TwoWay, Rate: 25}, median: 180 * time.Millisecond, asking: a},
		smsRoute:  &lively{caps: msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, Rate: 10, PricePerPart: pricePerPart}, median: 350 * time.Millisecond, asking: a},
	}
}

// call notes a try, and draws what becomes of it.
func (a *asking) call(key string) (x *asked, draw *rand.Rand, down bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	gone := time.Since(a.began)
	down = a.rough && gone > a.lasts*3/10 && gone < a.lasts*4/10
	x = a.by[key]
	if x == nil { // the notice's
		return nil, rand.New(rand.NewPCG(rand.Uint64(), 0)), down //nolint:gosec // a gateway's moods are no secret
	}
	x.tries++
	return x, rand.New(rand.NewPCG(x.seed, uint64(x.tries))), down //nolint:gosec // as above
}

func (g *lively) Send(ctx context.Context, out msg.Outbound) (string, error) {
	x, draw, down := g.call(out.Key)
	takes := time.Duration(float64(g.median) * math.Exp(draw.NormFloat64()/2))
	if !nap(ctx, takes) {
		return "", &msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}
	}
	err := g.mood(draw.Float64(), down)
	if x != nil && (err == nil || err.Kind == msg.Ambiguous) { // an answer that was lost does not mean the message was
		g.take(x)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprint("ref-", out.Key), nil
}

// mood is one call in five hundred that fails, and in a rough phase every
// trouble there is: limits of the gateway and of one address, answers that are
// lost, an outage.
func (g *lively) mood(luck float64, down bool) *msg.SendError {
	scale := 1.0
	if g.rough {
		scale = 30
	}
	for _, m := range []struct {
		share float64
		err   msg.SendError
		rough bool
	}{
		{0.0013, msg.SendError{Kind: msg.Transient, Code: "503"}, false},
		{0.0007, msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}, false},
		{0.0010, msg.SendError{Kind: msg.Throttled, Code: "429", RetryAfter: 2 * time.Second, Narrow: true}, true},
		{0.0003, msg.SendError{Kind: msg.Throttled, Code: "429", RetryAfter: time.Second}, true},
	} {
		if m.rough && !g.rough {
			continue
		}
		if luck -= m.share * scale; luck < 0 {
			return &m.err
		}
	}
	if down {
		return &msg.SendError{Kind: msg.Transient, Code: "unreachable"}
	}
	return nil
}

func (a *asking) take(x *asked) {
	a.mu.Lock()
	defer a.mu.Unlock()
	x.taken++
	if x.taken == 1 {
		x.at = time.Now()
		close(x.done)
	}
}

// counted is who got no answer, and who may have got one twice.
func (a *asking) counted() (missed, twice int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, x := range a.by {
		if x.taken == 0 {
			missed++
		}
		twice += max(x.taken-1, 0)
	}
	return missed, twice
}
