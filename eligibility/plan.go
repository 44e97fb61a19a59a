package eligibility

import (
	"slices"
	"sync"
)

// The exact search is left to the conjunction rule beyond so many questions, or
// once it has met so many states (a second or less of work, done once).
const (
	exactQuestions = 16
	searchLimit    = 1 << 16
)

// prospectLimit is how many prospects are kept apart before all is forgotten
// and worked out anew; tables change rarely, so this is never reached in peace.
const prospectLimit = 64

// state is what matters of a check in progress: what is left of the formula,
// what its root has come to, and what the gates do (free, capped, or ways+i
// for a commune not known yet whose prospect is the i-th).
type state struct {
	left uint64
	root outcome
	gate int
}

// entry is what is known about a state.
type entry struct {
	cost    float64 // V: expected cost from here
	count   float64 // expected number of questions from here
	matters uint64  // the questions that can still change the verdict
	likely  bool    // there are answers that lead to likely
	ask     int     // the question to ask now, or -1
	longest int     // the most questions that can follow
}

// branch is one thing an answer can lead to: a final verdict of a gate, or a
// further state.
type branch struct {
	weight float64
	final  Verdict
	next   state
}

// plan remembers, for one rule, the best question in every state met so far.
type plan struct {
	*formula
	rule  *Rule
	gates []*Gate
	pin   []int
	last  uint64

	mu        sync.RWMutex
	memo      map[state]entry
	prospects []prospect
	rough     bool // the exact search was too large
}

// prepared compiles the rule once; nil for a rule that cannot be used.
func (r *Rule) prepared() *plan {
	r.once.Do(func() {
		f := newFormula(r)
		if f == nil {
			return
		}
		p := &plan{formula: f, rule: r, gates: r.allGates(), memo: map[state]entry{}}
		p.rough = len(r.Questions) > exactQuestions
		for i, q := range r.Questions {
			if q.Last {
				p.last |= 1 << i
			}
		}
		for _, id := range r.PinFirst {
			for i, q := range r.Questions {
				if q.ID == id {
					p.pin = append(p.pin, i)
				}
			}
		}
		r.plan = p
	})
	return r.plan
}

// Next is the question to ask now. ok is false when no answer can change the
// verdict any more.
func (r *Rule) Next(c Case) (question string, ok bool) {
	p := r.prepared()
	if p == nil {
		return "", false
	}
	g, commune := p.read(&c)
	if e := p.look(&c, &g, commune); e.ask >= 0 {
		return p.asks[e.ask].ID, true
	}
	return "", false
}

// Expected is how many questions are still to come, on average, if Next is
// followed.
func (r *Rule) Expected(c Case) float64 {
	p := r.prepared()
	if p == nil {
		return 0
	}
	g, commune := p.read(&c)
	return p.look(&c, &g, commune).count
}

// look finds or works out the entry for a case.
func (p *plan) look(c *Case, g *given, commune string) entry {
	now, ahead := p.stance(c, g, commune)
	return p.at(g, now, ahead)
}

// at is the entry for these answers under this ruling of the gates.
func (p *plan) at(g *given, now ruling, ahead *prospect) entry {
	if now.way.final() {
		return entry{ask: -1}
	}
	root, left := p.settle(0, p.whole(), g)
	s := state{left: left, root: root, gate: int(now.way)}
	p.mu.RLock()
	ready := ahead == nil
	if !ready {
		s.gate, ready = p.known(*ahead)
	}
	e, ok := p.memo[s]
	p.mu.RUnlock()
	if ready && ok {
		return e
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if ahead != nil {
		s.gate = p.register(*ahead)
	}
	return p.work(s)
}

// known is the gate value of a prospect registered before.
func (p *plan) known(ahead prospect) (gate int, ok bool) {
	i := slices.Index(p.prospects, ahead)
	return int(ways) + i, i >= 0
}

// register gives a prospect its gate value.
func (p *plan) register(ahead prospect) int {
	if gate, ok := p.known(ahead); ok {
		return gate
	}
	if len(p.prospects) == prospectLimit {
		p.prospects = nil
		clear(p.memo)
	}
	p.prospects = append(p.prospects, ahead)
	return int(ways) + len(p.prospects) - 1
}

// work solves s, exactly if that is not too large.
func (p *plan) work(s state) entry {
	if !p.rough {
		if e, ok := p.solve(s); ok {
			return e
		}
		p.rough = true
		clear(p.memo)
	}
	return p.follow(s)
}
