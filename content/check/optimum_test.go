package check

import (
	"math"
	"slices"
	"testing"

	"tinban/content"
	"tinban/eligibility"
)

// searchable is how many states an exhaustive search may have.
const searchable = 200_000

// slack is how far from the best order of questions the engine may be.
const slack = 1.01

// naive searches for the best order of questions by going through every
// answer to every question in every state. Verdicts come from the rule as
// written; nothing is shared with the engine but the case it is given.
type naive struct {
	p       *plainRule
	w       world
	unasked *view
	fares   []*view   // one for each way a commune can fare
	shares  []float64 // how many communes fare so
	states  map[state]*fate
}

// state is a position, and how the commune of a household fares: -1 while it is
// not known.
type state struct{ at, fare int }

// fate is what can come of a state.
type fate struct {
	verdict eligibility.Verdict
	certain bool    // no further answer changes the verdict
	matters uint64  // the questions whose answer can still change it
	best    float64 // least expected cost, in the order the author allows
	free    float64 // least expected cost, in any order
	engine  float64 // expected cost of asking as the engine does
	asked   float64 // expected number of questions asked so
	longest int
}

func newNaive(p *plainRule, w world) *naive {
	n := &naive{p: p, w: w, unasked: p.view(w, ""), states: map[state]*fate{}}
	communes := p.lib.Communes(w.on)
	if p.commune < 0 || !readsTable(p.rule) {
		communes = []string{""}
	}
	for _, id := range communes {
		v := p.view(w, id)
		i := slices.IndexFunc(n.fares, func(o *view) bool { return o.known == v.known })
		if i < 0 {
			i = len(n.fares)
			n.fares, n.shares = append(n.fares, v), append(n.shares, 0)
		}
		n.shares[i] += 1 / float64(len(communes))
	}
	return n
}

// chance is one answer to a question.
type chance struct {
	share float64
	to    state
}

// chances lists what a question can be answered with; a commune named in
// answer may fare in several ways.
func (n *naive) chances(s state, q int) (out []chance) {
	for o, option := range n.p.questions[q].Options {
		to := state{s.at + (o+1)*n.p.places[q], s.fare}
		if q != n.p.commune || option.Key != eligibility.Inside {
			out = append(out, chance{option.Prior, to})
			continue
		}
		for fare, share := range n.shares {
			out = append(out, chance{option.Prior * share, state{to.at, fare}})
		}
	}
	return out
}

// case is what the engine is given in a state.
func (n *naive) caseIn(s state) eligibility.Case {
	c := eligibility.Case{Answers: n.p.answers(s.at), On: n.w.on, Tables: n.w.tables}
	if s.fare >= 0 {
		c.Commune = n.fares[s.fare].commune
	}
	return c
}

func (n *naive) verdict(s state) eligibility.Verdict {
	if s.fare >= 0 {
		return n.fares[s.fare].decide(s.at).Verdict
	}
	return n.unasked.decide(s.at).Verdict
}

// weight is the cost of a question.
func (n *naive) weight(q int) float64 {
	if cost := n.p.questions[q].Cost; cost > 0 {
		return cost
	}
	return 1
}

func (n *naive) fate(s state) *fate {
	if f := n.states[s]; f != nil {
		return f
	}
	f := &fate{verdict: n.verdict(s), certain: true}
	n.states[s] = f
	var best, free [64]float64
	for q := range n.p.questions {
		if n.p.digit(s.at, q) != 0 {
			continue
		}
		best[q], free[q] = n.weight(q), n.weight(q)
		for _, c := range n.chances(s, q) {
			then := n.fate(c.to)
			best[q] += c.share * then.best
			free[q] += c.share * then.free
			f.matters |= then.matters
			f.certain = f.certain && then.certain && then.verdict == f.verdict
			if then.verdict != f.verdict {
				f.matters |= 1 << q
			}
		}
	}
	if f.verdict == eligibility.Unlikely { // a no is final
		f.certain, f.matters = true, 0
	}
	n.choose(s, f, best, free)
	n.follow(s, f)
	return f
}

// choose takes the cheapest question, once among all and once among those the
// author lets come now.
func (n *naive) choose(s state, f *fate, best, free [64]float64) {
	if f.certain {
		return
	}
	f.best, f.free = math.Inf(1), math.Inf(1)
	for q := range n.p.questions {
		if n.p.digit(s.at, q) == 0 {
			f.free = min(f.free, free[q])
		}
		if n.allowed(f.matters)&(1<<q) != 0 {
			f.best = min(f.best, best[q])
		}
	}
}

// allowed is the author's wish: pinned questions first, and what is never kept
// only when nothing else matters.
func (n *naive) allowed(matters uint64) uint64 {
	var kept uint64
	for q, question := range n.p.questions {
		if question.Keep != content.KeepNone {
			kept |= 1 << q
		}
	}
	for _, id := range n.p.rule.PinFirst {
		for q, question := range n.p.questions {
			if question.ID == id && matters&(1<<q) != 0 {
				return 1 << q
			}
		}
	}
	if matters&kept != 0 {
		return matters & kept
	}
	return matters
}

// follow asks as the engine does.
func (n *naive) follow(s state, f *fate) {
	id, ok := n.p.rule.Compiled.Next(n.caseIn(s))
	if !ok {
		return
	}
	q := slices.IndexFunc(n.p.questions, func(q *content.Question) bool { return q.ID == id })
	f.engine, f.asked = n.weight(q), 1
	for _, c := range n.chances(s, q) {
		then := n.fate(c.to)
		f.engine += c.share * then.engine
		f.asked += c.share * then.asked
		f.longest = max(f.longest, 1+then.longest)
	}
}

// TestQuestionsAreAskedInTheBestOrder holds the order the engine asks in
// against the best there is, from every state of every rule.
func TestQuestionsAreAskedInTheBestOrder(t *testing.T) {
	lib := realLibrary(t)
	for _, r := range rulesOf(lib) {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			p := newPlain(lib, r)
			if p.size > searchable {
				t.Logf("%d combinations of answers: too many for an exhaustive search", p.size)
				return
			}
			for name, tables := range tablesOf(lib, r) {
				for _, on := range distinctDays(p, tables) {
					n := newNaive(p, world{on, tables})
					first := n.fate(state{0, -1})
					n.compare(t, name)
					t.Logf("%s, tables %s: %.3f questions, best %.3f, in any order %.3f, at most %d of %d (%d states)",
						on, name, first.asked, first.best, first.free, first.longest, r.MaxQuestions, len(n.states))
				}
			}
		})
	}
}

// distinctDays is one day for each way the gates can stand.
func distinctDays(p *plainRule, tables eligibility.Tables) (out []eligibility.Date) {
	var seen []string
	for _, on := range edgeDays(p.lib, p.rule) {
		n, sign := newNaive(p, world{on, tables}), ""
		for i, v := range n.fares {
			sign += v.known.sign(n.shares[i])
		}
		sign += n.unasked.unasked.sign(1) + n.unasked.outside.sign(1)
		if !slices.Contains(seen, sign) {
			seen, out = append(seen, sign), append(out, on)
		}
	}
	return out
}

func (n *naive) compare(t *testing.T, tables string) {
	t.Helper()
	for s, f := range n.states {
		c := n.caseIn(s)
		expected := n.p.rule.Compiled.Expected(c)
		switch _, asks := n.p.rule.Compiled.Next(c); {
		case asks == f.certain:
			t.Fatalf("%s, tables %s, %v: certain is %v, and a question is asked: %v", n.w.on, tables, c.Answers, f.certain, asks)
		case f.engine > f.best*slack+1e-9 || f.engine < f.best-1e-9:
			t.Fatalf("%s, tables %s, %v: costs %v, the best is %v", n.w.on, tables, c.Answers, f.engine, f.best)
		case math.Abs(f.asked-expected) > 1e-6:
			t.Fatalf("%s, tables %s, %v: %v questions come, the engine expects %v", n.w.on, tables, c.Answers, f.asked, expected)
		case f.longest > n.p.rule.MaxQuestions:
			t.Fatalf("%s, tables %s, %v: %d questions can come, %d are announced", n.w.on, tables, c.Answers, f.longest, n.p.rule.MaxQuestions)
		}
	}
}
