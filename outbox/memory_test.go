package outbox

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"tinban/msg"
	"tinban/store"
)

// memory is a store.Outbox as the contract words it and no more, so that
// these tests need no file.
type memory struct {
	mu       sync.Mutex
	waits    []*entry
	settled  map[string]store.Settlement
	receipts []msg.Receipt
	spent    store.Spent
	claimErr error // given once
	settling error // given until it is taken away
	claims   int
	now      func() time.Time
}

type entry struct {
	store.Delivery
	due, lapses time.Time // lapses is zero while unclaimed
}

func (m *memory) add(ds ...store.Delivery) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range ds {
		m.waits = append(m.waits, &entry{Delivery: d, due: m.time()})
	}
}

// time is the wall's, where a test moves it.
func (m *memory) time() time.Time {
	if m.now != nil {
		return m.now()
	}
	return time.Now()
}

func (m *memory) Claim(ctx context.Context, now time.Time, lease time.Duration, n int, room store.Room) (got []store.Delivery, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err, m.claimErr = m.claimErr, nil; err != nil {
		return nil, err
	}
	m.claims++
	asked, left := map[store.Queue]string{}, map[string]int{}
	for _, lane := range []msg.Lane{msg.Reply, msg.Notice, msg.Broadcast} {
		for _, e := range m.waits {
			if len(got) == n || e.Lane != lane || e.due.After(now) || e.lapses.After(now) {
				continue
			}
			q := store.Queue{Lane: e.Lane, Route: e.Route, Group: e.Group, Anytime: e.Anytime}
			share, met := asked[q]
			if !met {
				var most int
				share, most = room(q)
				asked[q] = share
				if _, begun := left[share]; !begun {
					left[share] = most
				}
			}
			if left[share] <= 0 {
				continue
			}
			left[share]--
			e.Doubtful = e.Doubtful || !e.lapses.IsZero()
			e.lapses = now.Add(lease)
			got = append(got, e.Delivery)
			e.Tries++
		}
	}
	return got, ctx.Err()
}

func (m *memory) Settle(_ context.Context, done []store.Settlement) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settling != nil {
		return m.settling
	}
	for _, s := range done {
		i := slices.IndexFunc(m.waits, func(e *entry) bool { return e.Key == s.Key })
		if i < 0 {
			continue
		}
		if s.Status == "" {
			e := m.waits[i]
			e.lapses, e.Doubtful = time.Time{}, s.Doubtful
			if !s.RetryAt.IsZero() {
				e.due = s.RetryAt
			}
			e.Route = cmp.Or(s.Route, e.Route)
			if s.Untried {
				e.Tries--
			}
			continue
		}
		m.waits = slices.Delete(m.waits, i, i+1)
		m.settled[s.Key] = s
	}
	return nil
}

func (m *memory) Receipt(_ context.Context, r msg.Receipt) error {
	m.receipts = append(m.receipts, r)
	return nil
}

func (m *memory) Oldest(context.Context, msg.Lane) (time.Time, error) { return time.Time{}, nil }

func (m *memory) Spent(context.Context, time.Time) (map[string]store.Spent, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return map[string]store.Spent{"g": m.spent}, nil
}

func (m *memory) Waiting(context.Context, ...msg.Lane) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.waits), nil
}

// inHand counts what is claimed.
func (m *memory) inHand() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.waits {
		if !e.lapses.IsZero() {
			n++
		}
	}
	return n
}

func (m *memory) outcome(key string) store.Settlement {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settled[key]
}

func (m *memory) waiting(key string) *entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.waits {
		if e.Key == key {
			return &entry{Delivery: e.Delivery, due: e.due, lapses: e.lapses}
		}
	}
	return nil
}

// call is one Send a gateway saw.
type call struct {
	key string
	at  time.Duration // since the test began
}

// gateway answers each Send with the next of its words, then with success.
type gateway struct {
	caps  msg.Caps
	takes time.Duration // a call
	words []error

	mu    sync.Mutex
	start time.Time
	calls []call
	peak  int // calls at the same time
	now   int
}

func (g *gateway) Caps() msg.Caps { return g.caps }

func (g *gateway) Send(ctx context.Context, out msg.Outbound) (string, error) {
	g.mu.Lock()
	g.calls = append(g.calls, call{out.Key, time.Since(g.start)})
	var err error
	if len(g.words) > 0 {
		err, g.words = g.words[0], g.words[1:]
	}
	g.now++
	g.peak = max(g.peak, g.now)
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.now--
		g.mu.Unlock()
	}()
	if !pause(ctx, g.takes) {
		return "", ctx.Err()
	}
	if p, ok := err.(interface{ panics() }); ok {
		p.panics()
	}
	return "ref-" + out.Key, err
}

// seen returns the calls so far.
func (g *gateway) seen() []call {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.calls)
}

func (g *gateway) keys() (keys []string) {
	for _, c := range g.seen() {
		keys = append(keys, c.key)
	}
	return keys
}

// looker is a gateway that knows what it has got.
type looker struct {
	gateway
	got     map[string]bool
	failing []error
	looked  int
}

func (l *looker) Lookup(_ context.Context, out msg.Outbound) (string, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looked++
	if len(l.failing) > 0 {
		err := l.failing[0]
		l.failing = l.failing[1:]
		return "", false, err
	}
	return "ref-" + out.Key, l.got[out.Key], nil
}

func (l *looker) looks() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.looked
}

// burst is an error that panics with somebody's words.
type burst struct{ error }

func (burst) panics() { panic("what ann wrote") }

// tally is Metrics of one route.
type tally struct {
	mu          sync.Mutex
	n           map[Outcome]int
	parts, cost int
}

func (t *tally) Count(what Outcome, _ string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[what]++
}

func (t *tally) Paid(_ string, parts, cost int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parts, t.cost = t.parts+parts, t.cost+cost
}

func (t *tally) of(what Outcome) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n[what]
}
