package eligibility

import (
	"math"
	"math/bits"
)

// tie is how much cheaper a question must be to come before an earlier one:
// less is rounding, and the order must not hang on that.
const tie = 1e-9

// verdict is what the check comes to if it stops here.
func (s state) verdict() Verdict {
	switch {
	case s.root == unmet:
		return Unlikely
	case s.root == met && s.gate == int(free):
		return Likely
	}
	return NeedInfo
}

// waits reports whether the gates wait for the commune.
func (s state) waits() bool { return s.gate >= int(ways) }

// candidates is the set of questions something still reads.
func (p *plan) candidates(s state) uint64 {
	if s.root == unmet && p.rule.StopOnFirstNo {
		return 0
	}
	set := p.openQuestions(s.left)
	if s.waits() {
		set |= 1 << p.commune
	}
	return set
}

// branches is what the answers to q lead to.
func (p *plan) branches(s state, q int) (out []branch) {
	g := nothingGiven()
	for class, weight := range p.asks[q].weight {
		g[q] = class
		next := s
		if s.root == open {
			next.root, next.left = p.settle(0, s.left, &g)
		}
		if q == p.commune && s.waits() {
			out = p.through(out, next, class, weight)
		} else {
			out = append(out, branch{weight: weight, next: next})
		}
	}
	return out
}

// through appends what the gates make of an answer to the commune question.
func (p *plan) through(out []branch, next state, class int, weight float64) []branch {
	ahead := p.prospects[next.gate-int(ways)]
	if !p.asks[p.commune].isInside(class) {
		return append(out, next.pass(ahead.rest, weight))
	}
	for w := range ways {
		if share := ahead.share[w]; share > 0 {
			out = append(out, next.pass(w, weight*share))
		}
	}
	return out
}

func (s state) pass(w way, weight float64) branch {
	if w.final() {
		return branch{weight: weight, final: w.verdict()}
	}
	s.gate = int(w)
	return branch{weight: weight, next: s}
}

// outlook sums up what asking one question leads to.
type outlook struct {
	cost, count float64
	longest     int
}

func (o *outlook) add(weight float64, e entry) {
	o.cost += weight * e.cost
	o.count += weight * e.count
	o.longest = max(o.longest, e.longest+1)
}

// solve is the exact search; ok is false if it grew too large.
func (p *plan) solve(s state) (e entry, ok bool) {
	if e, ok = p.memo[s]; ok {
		return e, true
	}
	if len(p.memo) >= searchLimit {
		return entry{ask: -1}, false
	}
	e = entry{ask: -1, likely: s.verdict() == Likely}
	var looks [maxNodes]outlook
	for set := p.candidates(s); set != 0; set &= set - 1 {
		q := bits.TrailingZeros64(set)
		if looks[q], ok = p.explore(&e, s, q); !ok {
			return entry{ask: -1}, false
		}
	}
	p.choose(&e, &looks)
	p.memo[s] = e
	return e, true
}

// explore follows every answer to q and notes in e what it can change.
func (p *plan) explore(e *entry, s state, q int) (look outlook, ok bool) {
	look = outlook{cost: p.asks[q].cost, count: 1}
	for _, b := range p.branches(s, q) {
		var then entry
		verdict := b.final
		if verdict == "" {
			if then, ok = p.solve(b.next); !ok {
				return look, false
			}
			verdict = b.next.verdict()
		}
		look.add(b.weight, then)
		e.likely = e.likely || then.likely
		e.matters |= then.matters
		if verdict != s.verdict() {
			e.matters |= 1 << q
		}
	}
	return look, true
}

// choose takes the cheapest of the questions that may be asked now.
func (p *plan) choose(e *entry, looks *[maxNodes]outlook) {
	best := math.Inf(1)
	for set := p.allowed(e.matters); set != 0; set &= set - 1 {
		q := bits.TrailingZeros64(set)
		if looks[q].cost < best-tie {
			best = looks[q].cost
			e.ask, e.cost, e.count, e.longest = q, looks[q].cost, looks[q].count, looks[q].longest
		}
	}
}

// allowed narrows the questions that matter to those the author lets come now.
func (p *plan) allowed(matters uint64) uint64 {
	for _, q := range p.pin {
		if matters&(1<<q) != 0 {
			return 1 << q
		}
	}
	if others := matters &^ p.last; others != 0 {
		return others
	}
	return matters
}
