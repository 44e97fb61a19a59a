package console

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"tinban/person"
	"tinban/report"
	"tinban/store"
)

// census is how many take news where. Counting reads every subscriber, which
// no page waits for: it is done beside, at most every censusEvery, and pages
// show what was counted last.
type census struct {
	mu      sync.Mutex
	by      map[string]communeCount
	at      time.Time // when it was counted; zero is never
	running bool
	renew   bool // something was entered since
}

// censusEvery is how long what was counted is shown.
const censusEvery = 5 * time.Minute

// communeCount is what takes news in one commune.
type communeCount struct {
	People, SMS, Chat    int
	Stopped, Unreachable int // of them: get nothing all the same
	Topics               map[person.Topic]int
}

func (n *communeCount) add(more communeCount) {
	n.People += more.People
	n.SMS += more.SMS
	n.Chat += more.Chat
	n.Stopped += more.Stopped
	n.Unreachable += more.Unreachable
	if n.Topics == nil {
		n.Topics = map[person.Topic]int{}
	}
	for t, k := range more.Topics {
		n.Topics[t] += k
	}
}

// stale has the next visitor find new numbers soon.
func (c *census) stale() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renew = true
}

// look is what was counted last; begin is true for one caller that shall count
// anew.
func (c *census) look(now time.Time) (by map[string]communeCount, at time.Time, begin bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.renew || now.Sub(c.at) > censusEvery; old && !c.running {
		c.running, c.renew, begin = true, false, true
	}
	return c.by, c.at, begin
}

func (c *census) found(by map[string]communeCount, at time.Time, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running = false
	if err == nil {
		c.by, c.at = by, at
	}
}

// censusPage is how many subscribers one look at the store takes.
const censusPage = 1000

// takeCensus counts, page by page.
func (c *Console) takeCensus(ctx context.Context) error {
	at := c.cfg.Now()
	by := map[string]communeCount{}
	var err error
	for _, commune := range c.library().Communes(dateIn(at, c.cfg.Zone)) {
		var n communeCount
		for after, more := "", true; more && err == nil; {
			more = false
			err = c.cfg.Store.View(ctx, func(r store.Reader) error {
				var bad error
				looked := 0
				found := person.Subscribers(r, commune, after, func(place string, s person.Subscriber) bool {
					after, looked = place, looked+1
					bad = n.count(r, s)
					more = looked == censusPage
					return bad == nil && !more
				})
				return errors.Join(found, bad)
			})
		}
		by[commune] = n
	}
	c.counts.found(by, at, err)
	return err
}

func (n *communeCount) count(r store.Reader, s person.Subscriber) error {
	one := communeCount{People: 1, Topics: map[person.Topic]int{}}
	for _, t := range s.Topics {
		one.Topics[t]++
	}
	if s.Chat {
		one.Chat = 1
	} else {
		one.SMS = 1
	}
	contact, _, err := r.Contact(s.Contact)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	case contact.NewsStopped:
		one.Stopped = 1
	case contact.Unreachable:
		one.Unreachable = 1
	}
	n.add(one)
	return nil
}

// shownCensus is what an actor sees of it.
type shownCensus struct {
	At       time.Time
	Lines    []censusLine
	Sum      communeCount
	Topics   []bar
	OptedOut int // messages of the last 30 days that ended news
}

type censusLine struct {
	Commune string
	communeCount
}

// census is what was counted of the actor's communes; ok is false when nothing
// was counted yet.
func (q *request) census() (s shownCensus, ok bool) {
	by, at, begin := q.c.counts.look(q.now)
	if begin {
		go q.c.countBeside()
	}
	if at.IsZero() {
		return s, false
	}
	s.At = at
	for _, id := range q.todaysCommunes() {
		if n := by[id]; q.sees(id) {
			s.Lines = append(s.Lines, censusLine{id, n})
			s.Sum.add(n)
		}
	}
	for _, t := range person.Topics {
		s.Topics = append(s.Topics, bar{q.topicName(t), s.Sum.Topics[t]})
	}
	s.OptedOut = q.optedOut()
	return s, true
}

func (c *Console) countBeside() {
	if err := c.takeCensus(context.Background()); err != nil && !errors.Is(err, store.ErrClosed) {
		c.cfg.Log.Error("who takes news could not be counted; trying again at the next visit", "err", err)
	}
}

// optedOut counts the days' events, not people: who has gone is known to
// nobody.
func (q *request) optedOut() (n int) {
	to := q.now.In(q.c.cfg.Zone)
	err := q.view(func(r store.Reader) error {
		days, err := report.Days(r, to.AddDate(0, 0, -29).Format(time.DateOnly), to.Format(time.DateOnly))
		for _, c := range slices.Concat(countsOf(days)...) {
			if c.Outcome == "opt_out" && q.sees(c.Commune) {
				n += c.N
			}
		}
		return err
	})
	if err != nil {
		q.c.cfg.Log.Error("how many stopped could not be read", "err", err)
	}
	return n
}

func countsOf(days []report.Day) (all [][]report.Count) {
	for _, d := range days {
		all = append(all, d.Counts)
	}
	return all
}
