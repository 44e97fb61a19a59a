package console

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tinban/notice"
)

// audiences are counts of who gets a notice, which take long in a large place:
// they go on beside the page that asked, and are shown for a while.
type audiences struct {
	mu sync.Mutex
	by map[string]*audience
}

// audience is one count. What it came to may be read once done is closed.
type audience struct {
	begun time.Time
	done  chan struct{}
	count notice.Audience
	err   error
}

const (
	// audienceKept is how long a count is shown before it is made anew.
	audienceKept = time.Minute
	// audienceWait is how long a page waits for one: a commune of some hundred
	// houses is counted by then.
	audienceWait = 20 * time.Millisecond
)

// of finds the count of a notice, or begins it.
func (a *audiences) of(key string, now time.Time, count func() (notice.Audience, error)) *audience {
	a.mu.Lock()
	defer a.mu.Unlock()
	for k, old := range a.by {
		if now.Sub(old.begun) > audienceKept && old.ended() {
			delete(a.by, k)
		}
	}
	if known := a.by[key]; known != nil {
		return known
	}
	if a.by == nil {
		a.by = map[string]*audience{}
	}
	fresh := &audience{begun: now, done: make(chan struct{})}
	a.by[key] = fresh
	go func() {
		fresh.count, fresh.err = count()
		close(fresh.done)
	}()
	return fresh
}

func (a *audience) ended() bool {
	select {
	case <-a.done:
		return true
	default:
		return false
	}
}

// soon is what it came to, if that is known soon.
func (a *audience) soon() (count notice.Audience, ok bool, err error) {
	t := time.NewTimer(audienceWait)
	defer t.Stop()
	select {
	case <-a.done:
		return a.count, true, a.err
	case <-t.C:
		return count, false, nil
	}
}

// audienceOf counts who gets a notice; ok is false while that goes on.
func (q *request) audienceOf(n notice.Notice) (count notice.Audience, ok bool, err error) {
	return q.c.audiences.of(fmt.Sprint(n.ID, "/", n.Version), q.now, func() (notice.Audience, error) {
		return q.c.cfg.Board.CountAll(context.Background(), q.c.cfg.Store, n, q.now)
	}).soon()
}
