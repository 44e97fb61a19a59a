package outbox

import (
	"context"
	"errors"
	"time"

	"tinban/msg"
	"tinban/store"
)

// haste orders the lanes, the most urgent first.
type haste int

const (
	hasteReply haste = iota
	hasteNotice
	hasteBroadcast
	hastes
)

func hasteOf(l msg.Lane) haste {
	switch l {
	case msg.Reply:
		return hasteReply
	case msg.Broadcast:
		return hasteBroadcast
	}
	return hasteNotice
}

// lane looks after the messages of one haste. Each has a loop of its own, so
// that no reply waits while broadcasts are claimed, and a share of the slots:
// what the others may not take is left for replies.
type lane struct {
	haste haste
	share int
	free  chan struct{} // one token for each call it may still make
	wake  chan struct{}
	met   map[string]bool // groups with messages that are due; the loop's own
}

func newLane(h haste, share int) *lane {
	l := &lane{haste: h, share: max(share, 1), wake: make(chan struct{}, 1)}
	l.free = make(chan struct{}, l.share)
	fill(l.free)
	return l
}

// lanesOf shares the slots out: broadcasts get five eighths, personal notices a
// quarter, replies all that nobody holds, and at least an eighth.
func lanesOf(slots int) [hastes]*lane {
	return [hastes]*lane{
		hasteReply:     newLane(hasteReply, slots),
		hasteNotice:    newLane(hasteNotice, slots/4),
		hasteBroadcast: newLane(hasteBroadcast, slots*5/8),
	}
}

func fill(tokens chan struct{}) {
	for range cap(tokens) {
		tokens <- struct{}{}
	}
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// serve claims and sends until stop ends or the store is closed.
func (o *Outbox) serve(stop, calls context.Context, l *lane) error {
	for {
		look, err := o.round(stop, calls, l)
		switch {
		case stop.Err() != nil:
			return nil
		case errors.Is(err, store.ErrClosed):
			return err
		case err != nil:
			o.cfg.Logger.Error("outbox: nothing could be claimed", "error", err)
		}
		t := time.NewTimer(look)
		select {
		case <-stop.Done():
		case <-l.wake:
		case <-t.C:
		}
		t.Stop()
	}
}

// round claims as many as there are slots and room for and starts sending
// them. look is when there may be more.
func (o *Outbox) round(stop, calls context.Context, l *lane) (look time.Duration, err error) {
	n := o.acquire(stop, l)
	if n == 0 {
		return 0, nil
	}
	s := o.survey(l)
	o.lines.claim(l.haste)
	got, err := o.cfg.Store.Claim(stop, s.wall, o.cfg.Lease, n, s.room)
	o.release(l, n-len(got))
	l.met = s.met
	for _, d := range got {
		o.start(stop, calls, &claimed{Delivery: d, lane: l, lapses: s.at.Add(o.cfg.Lease)})
	}
	if len(got) == n {
		return 0, err
	}
	return s.look, err
}

// acquire waits for a slot and takes all that are free.
func (o *Outbox) acquire(stop context.Context, l *lane) (n int) {
	for _, tokens := range []chan struct{}{l.free, o.slots} {
		select {
		case <-tokens:
		case <-stop.Done():
			return 0 // for good: nobody needs the one that may have been taken
		}
	}
	for n = 1; take(l.free); n++ {
		if !take(o.slots) {
			l.free <- struct{}{}
			break
		}
	}
	return n
}

func take(tokens chan struct{}) bool {
	select {
	case <-tokens:
		return true
	default:
		return false
	}
}

func (o *Outbox) release(l *lane, n int) {
	for range n {
		o.slots <- struct{}{}
		l.free <- struct{}{}
	}
}

// gate is whether a group's messages may go.
type gate int

const (
	open gate = iota
	shut
	dropped
)

func (o *Outbox) gate(group string) gate {
	if group == "" || o.cfg.Gate == nil {
		return open
	}
	send, drop := o.cfg.Gate(group)
	switch {
	case drop:
		return dropped
	case send:
		return open
	}
	return shut
}

// survey is what one claim rests on.
type survey struct {
	o     *Outbox
	lane  *lane
	wall  time.Time // for what is due
	at    time.Time // for the pace
	night bool
	gates map[string]gate // of the groups met before: a claim must not wait for them
	met   map[string]bool
	look  time.Duration
}

func (o *Outbox) survey(l *lane) *survey {
	wall := o.cfg.Now()
	s := &survey{
		o: o, lane: l, wall: wall, at: time.Now(), night: o.night(wall), look: o.cfg.Poll,
		gates: make(map[string]gate, len(l.met)), met: map[string]bool{},
	}
	for group := range l.met {
		s.gates[group] = o.gate(group)
	}
	return s
}

// room is a store.Room. A group that was not met before has room: each message
// is looked at once more before it goes.
func (s *survey) room(q store.Queue) (share string, n int) {
	if hasteOf(q.Lane) != s.lane.haste {
		return "other lanes", 0
	}
	s.met[q.Group] = true
	r, known := s.o.routes[q.Route]
	switch {
	case s.gates[q.Group] == dropped:
		return "dropped", many
	case s.gates[q.Group] == shut, s.night && nightly(q.Lane, q.Anytime):
		return "shut", 0
	case !known:
		return "unknown", many
	}
	n, again := r.room(s.lane, s.at)
	if again > 0 {
		s.look = min(s.look, again)
	}
	return "route " + q.Route, n
}
