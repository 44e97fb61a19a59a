package outbox

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"
)

const (
	// lead is how far ahead of their turns messages are claimed: far enough
	// that no turn is missed while a claim is written, and no further, because
	// what is claimed holds a slot.
	lead = 500 * time.Millisecond
	// patience is how long a gateway may ask for quiet before those who stand
	// there already go back to the store.
	patience = 2 * time.Second
	// slow is a gap from which on an answer borrows its turn: a SIM that sends
	// one message in two minutes must not let a resident wait for the news.
	slow = time.Second
)

// many is room without a bound.
const many = math.MaxInt32

// word is what somebody who waits for a turn is told.
type word int

const (
	granted word = iota // it is your turn
	later               // the gateway wants quiet, or we stop
	yielded             // somebody of the same contact comes first
)

// waiter stands at a gateway until its turn comes.
type waiter struct {
	haste haste
	since time.Time
	told  chan word
}

// pace gives out the turns of a gateway: one every gap, to the most hasty who
// stands there, and in no second more than fit one. Its clock is the one that
// only goes forward: the wall's may jump.
type pace struct {
	mu    sync.Mutex
	gap   time.Duration     // 0: as fast as it goes
	next  time.Time         // before which there is no turn,
	reply time.Time         // and none for a reply, where turns are rare
	held  time.Time         // the gateway asked for quiet until then
	last  []time.Time       // the turns of the last second, as a ring …
	at    int               // … whose oldest is here
	waits [hastes][]*waiter // in the order they came
	ahead [hastes]int       // claimed, and their turn is to come
	timer *time.Timer       // of the next turn
}

func newPace(rate float64) *pace {
	p := &pace{}
	if rate > 0 {
		p.gap = time.Duration(float64(time.Second) / rate)
		p.last = make([]time.Time, int(math.Ceil(rate)))
	}
	return p
}

// turn waits for a turn. Who is told later, or has yielded, has not had one.
func (p *pace) turn(stop context.Context, h haste, better <-chan struct{}) word {
	if stop.Err() != nil {
		return later
	}
	w := &waiter{haste: h, since: time.Now(), told: make(chan word, 1)}
	p.mu.Lock()
	p.waits[h] = append(p.waits[h], w)
	p.serve()
	p.mu.Unlock()
	out := later
	select {
	case told := <-w.told:
		return told
	case <-stop.Done():
	case <-better:
		out = yielded
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case told := <-w.told: // it was on its way
		return told
	default:
	}
	p.waits[h] = slices.DeleteFunc(p.waits[h], func(x *waiter) bool { return x == w })
	p.serve()
	return out
}

// serve gives every turn that has come, and sets the timer for the next.
func (p *pace) serve() {
	if p.timer != nil {
		p.timer.Stop()
	}
	at := time.Now()
	if p.held.Sub(at) > patience {
		p.clear()
		return
	}
	for w := p.first(); w != nil; w = p.first() {
		if d := p.when(w.haste).Sub(at); d > 0 {
			p.timer = time.AfterFunc(d, func() {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.serve()
			})
			return
		}
		p.waits[w.haste] = p.waits[w.haste][1:]
		p.take(w, at)
		w.told <- granted
	}
}

// clear sends everybody back.
func (p *pace) clear() {
	for h, line := range p.waits {
		for _, w := range line {
			w.told <- later
		}
		p.waits[h] = nil
	}
}

func (p *pace) first() *waiter {
	for _, line := range p.waits {
		if len(line) > 0 {
			return line[0]
		}
	}
	return nil
}

func (p *pace) borrows(h haste) bool { return h == hasteReply && p.gap > slow }

// turns is when the next turn for somebody comes by the pace alone.
func (p *pace) turns(h haste) time.Time {
	if p.borrows(h) {
		return p.reply
	}
	return p.next
}

// when is the same, with all that may put it off.
func (p *pace) when(h haste) time.Time {
	t := latest(p.turns(h), p.held)
	if len(p.last) > 0 {
		t = latest(t, p.last[p.at].Add(time.Second))
	}
	return t
}

// take books a turn that is taken now. It counts from when it was due, so that
// a late timer does not slow the pace; but who came later than that, or waited
// longer than a gap, brings no turn along.
func (p *pace) take(w *waiter, at time.Time) {
	if p.gap == 0 {
		return
	}
	p.last[p.at] = at
	p.at = (p.at + 1) % len(p.last)
	due := latest(p.turns(w.haste), w.since, at.Add(-p.gap))
	if !p.borrows(w.haste) {
		p.next = due.Add(p.gap)
		return
	}
	p.reply = due.Add(p.gap)
	p.next = latest(p.next, at).Add(p.gap) // the others pay it back
}

// hold keeps the gateway quiet.
func (p *pace) hold(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = latest(p.held, until)
	p.serve()
}

func (p *pace) quiet(at time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held.After(at)
}

// room is how many more may be claimed now, and in how long there may be room
// for a handful again; 0 where that is not a matter of time.
func (p *pace) room(h haste, at time.Time) (n int, again time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held.After(at) {
		return 0, p.held.Sub(at)
	}
	if p.gap == 0 {
		return many, 0
	}
	before := 0
	for _, n := range p.ahead[:h+1] {
		before += n
	}
	from := latest(p.turns(h), at)
	if p.borrows(h) {
		before = p.ahead[h]
	}
	if end := at.Add(lead); !from.After(end) {
		n = max(0, int(end.Sub(from)/p.gap)+1-before)
	}
	handful := max(1, int(lead/p.gap/2))
	again = from.Add(time.Duration(before+n+handful-1) * p.gap).Add(-lead).Sub(at)
	return n, max(again, time.Millisecond)
}

// claimed counts those whose turn is to come.
func (p *pace) claimed(h haste, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ahead[h] += n
}

func latest(ts ...time.Time) time.Time {
	return slices.MaxFunc(ts, time.Time.Compare)
}
