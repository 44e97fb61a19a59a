package notice

import (
	"context"
	"sync"
	"time"

	"tinban/store"
)

// glance is how long the gate trusts what it has read.
const glance = time.Second

// Gate tells the outbox, message by message, whether a notice may go on. It
// reads each notice at most once a second, so that a pause takes effect within
// that time wherever it came from: the terminal, a page, or residents who wrote
// that it is wrong.
type Gate struct {
	shelves store.Shelves
	now     func() time.Time

	mu   sync.Mutex
	read map[string]sign
}

type sign struct {
	at         time.Time
	send, drop bool
}

// NewGate returns a gate over what is kept in shelves.
func NewGate(shelves store.Shelves, now func() time.Time) *Gate {
	return &Gate{shelves: shelves, now: now, read: map[string]sign{}}
}

// Ask says of a message of a group whether it may be sent, and if not, whether
// it never will be. What cannot be read is held back: late is better than
// wrong.
func (g *Gate) Ask(group string) (send, drop bool) {
	now := g.now()
	g.mu.Lock()
	s, ok := g.read[group]
	g.mu.Unlock()
	if age := now.Sub(s.at); ok && age >= 0 && age < glance {
		return s.send, s.drop
	}
	state := State("")
	err := g.shelves.View(context.Background(), func(r store.Reader) error {
		n, err := Get(r, ID(group))
		state = n.State
		return notThere(err)
	})
	if err != nil {
		return false, false
	}
	s = sign{now, state != Paused && state != Cancelled, state == Cancelled}
	g.mu.Lock()
	defer g.mu.Unlock()
	for other, was := range g.read { // nobody asks about these any more
		if now.Sub(was.at) > time.Minute {
			delete(g.read, other)
		}
	}
	g.read[group] = s
	return s.send, s.drop
}
