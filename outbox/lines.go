package outbox

import (
	"slices"
	"sync"
	"time"

	"tinban/store"
)

// claimed is a Delivery that this process has in hand.
type claimed struct {
	store.Delivery
	lane   *lane
	route  *route    // nil where nobody has set it up
	lapses time.Time // its lease; the lines' own
	ahead  bool      // its turn is to come
	aside  time.Time // the month whose budget has its cost set aside; zero is none
}

// line is what is in hand for one contact.
type line struct {
	waits  []*claimed    // the most hasty first, then as they came
	better chan struct{} // somebody more hasty than the one at the gateway joined
	at     haste         // of the one at the gateway
}

// lines keeps the messages to one contact apart and in order, while those to
// other contacts overtake. Only an answer overtakes within a line.
type lines struct {
	mu    sync.Mutex
	of    map[store.ContactID]*line
	hands map[string]*claimed           // everything in hand, by key
	past  [hastes]map[string]*claimed   // settled since their lane's last claim began
	quiet map[store.ContactID]time.Time // their channel wants quiet until then
}

func newLines() lines {
	return lines{of: map[store.ContactID]*line{}, hands: map[string]*claimed{}, quiet: map[store.ContactID]time.Time{}}
}

// claim says that a lane is about to claim. What is settled from now on may
// still be handed out by that very claim.
func (l *lines) claim(h haste) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.past[h] = map[string]*claimed{}
}

// again says that d is handed out although was is, or a moment ago was, in
// hand: the store's clock has jumped past its lease.
func again(d, was *claimed) bool { return was != nil && d.Doubtful && d.Tries > was.Tries }

// join takes d in hand. fresh is false when it is there already: then only its
// lease is made longer. first says that nobody looks after its line.
func (l *lines) join(d *claimed) (fresh, first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if was := l.hands[d.Key]; again(d, was) {
		was.lapses = d.lapses
		return false, false
	}
	if again(d, l.past[d.lane.haste][d.Key]) {
		return false, false
	}
	l.hands[d.Key] = d
	ln := l.of[d.Contact]
	if ln == nil {
		ln = &line{better: make(chan struct{}, 1), at: hastes}
		l.of[d.Contact] = ln
		first = true
	}
	ln.add(d)
	if d.lane.haste < ln.at {
		ring(ln.better)
	}
	return true, first
}

func (ln *line) add(d *claimed) {
	i := slices.IndexFunc(ln.waits, func(x *claimed) bool { return x.lane.haste > d.lane.haste })
	if i < 0 {
		i = len(ln.waits)
	}
	ln.waits = slices.Insert(ln.waits, i, d)
}

// next takes the first out of a line; it is nil when nobody is left. better
// tells when somebody more hasty joins.
func (l *lines) next(id store.ContactID) (d *claimed, better <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ln := l.of[id]
	if len(ln.waits) == 0 {
		delete(l.of, id)
		return nil, nil
	}
	take(ln.better)
	d, ln.waits = ln.waits[0], ln.waits[1:]
	ln.at = d.lane.haste
	return d, ln.better
}

// back puts one that lets somebody go first in front of its equals.
func (l *lines) back(d *claimed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ln := l.of[d.Contact]
	i := slices.IndexFunc(ln.waits, func(x *claimed) bool { return x.lane.haste >= d.lane.haste })
	if i < 0 {
		i = len(ln.waits)
	}
	ln.waits = slices.Insert(ln.waits, i, d)
}

// lasts says whether d's lease is good until then.
func (l *lines) lasts(d *claimed, then time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return then.Before(d.lapses)
}

// drop lets go of d, settled or not.
func (l *lines) drop(d *claimed, settled bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hands[d.Key] == d {
		delete(l.hands, d.Key)
	}
	if settled {
		l.past[d.lane.haste][d.Key] = d
	}
}

// hush keeps one contact quiet, and forgets those whose time is over.
func (l *lines) hush(id store.ContactID, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := time.Now()
	for id, t := range l.quiet {
		if !t.After(at) {
			delete(l.quiet, id)
		}
	}
	l.quiet[id] = latest(l.quiet[id], until)
}

// hushed is how long a contact still wants quiet.
func (l *lines) hushed(id store.ContactID) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	until, ok := l.quiet[id]
	if !ok {
		return 0
	}
	return max(time.Until(until), 0)
}
