package outbox

import (
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tinban/msg"
	"tinban/store"
)

// patience is how long a claimed message may wait for its turn on a route.
// Longer would keep slots from other routes and outlast the lease: then the
// message goes back to the store until its turn comes.
const patience = 2 * time.Second

// route is a gateway and its pace.
type route struct {
	name   string
	sender Sender
	caps   msg.Caps
	gap    time.Duration // between two messages

	mu      sync.Mutex
	limiter *rate.Limiter // nil: as fast as it goes
	held    time.Time     // the gateway asked for quiet until then
	shelf   time.Time     // when the next message that has to go back is due
	inARow  int           // calls that failed since one got through
}

func newRoute(name string, s Sender) *route {
	r := &route{name: name, sender: s, caps: s.Caps()}
	if r.caps.Rate > 0 {
		r.limiter = rate.NewLimiter(rate.Limit(r.caps.Rate), 1)
		r.gap = time.Duration(float64(time.Second) / r.caps.Rate)
	}
	return r
}

// reserve gives a message its turn after wait, or, when that is too far off,
// says when it should come back.
func (r *route) reserve(now time.Time) (wait time.Duration, later time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held.After(now) {
		return 0, r.shelve(r.held)
	}
	if r.limiter == nil {
		return 0, time.Time{}
	}
	turn := r.limiter.ReserveN(now, 1)
	wait = turn.DelayFrom(now)
	if wait <= patience {
		return wait, time.Time{}
	}
	turn.CancelAt(now)
	return 0, r.shelve(now.Add(wait))
}

// shelve spaces those who come back, so that each is claimed once more and
// not over and over.
func (r *route) shelve(at time.Time) time.Time {
	if r.shelf.Before(at) {
		r.shelf = at
	}
	at = r.shelf
	r.shelf = at.Add(r.gap)
	return at
}

// hold keeps a route quiet.
func (r *route) hold(until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if until.After(r.held) {
		r.held = until
	}
}

const (
	firstBackOff = time.Second
	maxBackOff   = 10 * time.Minute
	// maxTries ends what has no date of expiry, after about a day.
	maxTries = 150
)

// backOff doubles with each try, and differs by up to half from message to
// message, so that they do not all come back in the same moment.
func backOff(tries int) time.Duration {
	d := maxBackOff
	if tries < 10 {
		d = min(firstBackOff<<tries, maxBackOff)
	}
	return d/2 + rand.N(d/2) //nolint:gosec // jitter keeps retries apart, it is no secret
}

func tooLate(d store.Delivery, at time.Time) bool {
	if d.Expires.IsZero() {
		return d.Tries+1 >= maxTries
	}
	return at.After(d.Expires)
}
