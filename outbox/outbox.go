// Package outbox sends what has been decided. Deciding and sending are apart
// so that a gateway that is slow, down or unsure costs no resident an answer:
// what waits is in the store, under a key chosen before the first try, and
// this package alone knows how often, how fast and for how long to try.
//
// A message goes claim → gate, hours and pace → send → settle. Replies,
// personal notices and broadcasts have a loop and a share of the calls each,
// and at a gateway the most hasty has the next turn: a broadcast delays no
// answer. What has no turn soon is not claimed: it waits at no cost.
// What ends without a word, by a
// crash or a lost connection, comes back doubtful: it is looked up where the
// gateway allows it, sent again under the same key where the gateway knows
// keys, and else sent once more and counted.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Sender is one gateway, as the outbox needs it.
type Sender interface {
	// Caps is asked once, when the outbox is made.
	Caps() msg.Caps
	// Send makes one call to the gateway and returns the gateway's ref. Its
	// errors are *msg.SendError; any other is taken for msg.Ambiguous. It
	// keeps to ctx and may be called by several goroutines.
	Send(ctx context.Context, out msg.Outbound) (ref string, err error)
}

// Looker is a Sender whose gateway can be asked what it got.
type Looker interface {
	// Lookup says whether the gateway has this message: by its key where the
	// gateway keeps keys, else by whom it was for and what it said.
	Lookup(ctx context.Context, out msg.Outbound) (ref string, found bool, err error)
}

// Outcome is what Metrics count.
type Outcome string

// The outcomes of taking a message in hand.
const (
	Sent         Outcome = "sent"
	Failed       Outcome = "failed"
	Retried      Outcome = "retried"       // the gateway did not take it now
	Shelved      Outcome = "shelved"       // its route is busy: later, untried
	Moved        Outcome = "moved"         // another gateway tries next
	ResentUnsure Outcome = "resent_unsure" // may arrive twice
)

// Metrics counts outcomes by route. A route nobody has set up counts as
// "unknown".
type Metrics interface {
	Count(what Outcome, route string)
	// Paid counts what was sent: SMS parts, and what they cost in đồng.
	Paid(route string, parts, cost int)
}

// Config is what an Outbox needs; Store and Routes must be given.
type Config struct {
	Store   store.Outbox
	Routes  map[string]Sender
	Now     func() time.Time // time.Now
	Logger  *slog.Logger     // discards
	Metrics Metrics          // counts nothing
	Budget  int              // đồng a month, beyond which only replies are sent; 0 is no limit

	// Quiet says when all but replies wait, and what goes at any time; nil is
	// never. Night makes one.
	Quiet func(time.Time) bool
	// Gate says of a group whether its messages may go now, or, with drop, that
	// they are not wanted any more; nil sends all. It is asked before each
	// message, and once a second for a group that waits.
	Gate func(group string) (send, drop bool)

	Parallel    int           // calls at the same time; 64
	SendTimeout time.Duration // of one call; 30 s
	Lease       time.Duration // longer than SendTimeout by far; 2 min
	Poll        time.Duration // how often to look without a Wake; 1 s
	Drain       time.Duration // how long to finish what is being sent; 10 s
}

// Outbox sends what a store.Outbox holds.
type Outbox struct {
	cfg    Config
	routes map[string]*route
	slots  chan struct{} // one token for each call that may be made
	lanes  [hastes]*lane
	lines  lines
	purse  purse
	sends  sync.WaitGroup
}

// New checks the configuration and fills in what is not given.
func New(cfg Config) (*Outbox, error) {
	if cfg.Store == nil {
		return nil, errors.New("outbox: a store is needed")
	}
	cfg = cfg.withDefaults()
	if cfg.Lease < 2*cfg.SendTimeout {
		return nil, fmt.Errorf("outbox: a lease of %v is too short for calls of up to %v: make it at least twice as long", cfg.Lease, cfg.SendTimeout)
	}
	o := &Outbox{
		cfg:    cfg,
		routes: make(map[string]*route, len(cfg.Routes)),
		slots:  make(chan struct{}, cfg.Parallel),
		lanes:  lanesOf(cfg.Parallel),
		lines:  newLines(),
	}
	fill(o.slots)
	for name, s := range cfg.Routes {
		o.routes[name] = newRoute(name, s, len(cfg.Routes) == 1)
	}
	return o, nil
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = uncounted{}
	}
	if c.Parallel <= 0 {
		c.Parallel = 64
	}
	for d, given := range map[*time.Duration]time.Duration{
		&c.SendTimeout: 30 * time.Second,
		&c.Lease:       2 * time.Minute,
		&c.Poll:        time.Second,
		&c.Drain:       10 * time.Second,
	} {
		if *d <= 0 {
			*d = given
		}
	}
	return c
}

type uncounted struct{}

func (uncounted) Count(Outcome, string) {}

func (uncounted) Paid(string, int, int) {}

// Wake makes Run look at once: something has just been stored.
func (o *Outbox) Wake() {
	for _, l := range o.lanes {
		ring(l.wake)
	}
}

// Receipt passes a gateway's later word on to the store.
func (o *Outbox) Receipt(ctx context.Context, r msg.Receipt) error {
	return o.cfg.Store.Receipt(ctx, r)
}

// Run sends until ctx ends, then finishes what is being sent. It returns nil
// when all of that was settled in time; what was not comes back doubtful.
func (o *Outbox) Run(ctx context.Context) error {
	calls, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	stop, end := context.WithCancel(ctx)
	defer end()
	var loops sync.WaitGroup
	var closed [hastes]error
	for h, l := range o.lanes {
		loops.Go(func() {
			defer end() // one that cannot go on takes the others along
			closed[h] = o.serve(stop, calls, l)
		})
	}
	loops.Wait()
	return errors.Join(errors.Join(closed[:]...), o.drain(abandon))
}

// settleGrace is left for settling once calls have been abandoned.
const settleGrace = 5 * time.Second

// drain waits for what is being sent; at the deadline it abandons the calls.
func (o *Outbox) drain(abandon context.CancelFunc) error {
	finished := make(chan struct{})
	go func() {
		o.sends.Wait()
		close(finished)
	}()
	deadline := time.NewTimer(o.cfg.Drain)
	defer deadline.Stop()
	select {
	case <-finished:
		return nil
	case <-deadline.C:
	}
	abandon()
	grace := time.NewTimer(settleGrace)
	defer grace.Stop()
	select {
	case <-finished:
		return fmt.Errorf("outbox: calls were cut off after %v; they will be looked up or sent again", o.cfg.Drain)
	case <-grace.C:
		return fmt.Errorf("outbox: a gateway did not let go of a call %v after the deadline", settleGrace)
	}
}
