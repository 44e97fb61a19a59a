package outbox

import (
	"math/rand/v2"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// route is a gateway with its pace and what is in hand for it.
type route struct {
	*pace
	name   string
	sender Sender
	caps   msg.Caps
	alone  bool // there is no other: it may have all the slots

	mu     sync.Mutex
	inARow int          // calls that failed since one got through
	hand   [hastes]int  // claimed and not settled
	full   [hastes]bool // its lane was told that it takes no more
}

func newRoute(name string, s Sender, alone bool) *route {
	r := &route{name: name, sender: s, caps: s.Caps(), alone: alone}
	r.pace = newPace(r.caps.Rate)
	return r
}

// most is how many messages of a lane a gateway may have in hand: one that
// does not answer must not take all slots with it.
func (r *route) most(l *lane) int {
	if r.alone {
		return l.share
	}
	return max(l.share/2, 1)
}

// room is how many more of a lane may be claimed, and when to look again where
// that is a matter of time.
func (r *route) room(l *lane, at time.Time) (n int, again time.Duration) {
	n, again = r.pace.room(l.haste, at)
	r.mu.Lock()
	defer r.mu.Unlock()
	free := r.most(l) - r.hand[l.haste]
	if free < n {
		n = free
		r.full[l.haste] = true
	}
	return max(n, 0), again
}

// begin counts a message that was claimed.
func (r *route) begin(d *claimed) {
	r.claimed(d.lane.haste, 1)
	d.ahead = true
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hand[d.lane.haste]++
}

// turned says that a message's turn has come, or will not.
func (r *route) turned(d *claimed) {
	if d.ahead {
		d.ahead = false
		r.claimed(d.lane.haste, -1)
	}
}

// end counts a message that is settled, and calls for more once there is room
// for a handful again.
func (r *route) end(d *claimed) {
	r.turned(d)
	r.mu.Lock()
	defer r.mu.Unlock()
	h := d.lane.haste
	r.hand[h]--
	if r.full[h] && r.hand[h] <= r.most(d.lane)*3/4 {
		r.full[h] = false
		ring(d.lane.wake)
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
