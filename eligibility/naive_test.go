package eligibility

import (
	"math"
	"slices"
)

// naive is the reference the engine is held against. It shares no code with
// it: it walks the criteria as written, goes through every combination of
// answers one by one, and takes each definition at its word. A position numbers
// one combination; the commune question has one answer for each commune.
type naive struct {
	r        *Rule
	on       Date
	tables   table
	choices  [][]choice // by question; the first is "not asked"
	places   []int      // what one step in each question adds to a position
	size     int
	memo     []float64
	verdicts []Verdict
	stopped  []bool
}

// choice is one thing a question can be answered with.
type choice struct {
	key, commune string
	prior        float64
}

func newNaive(r *Rule, on Date, tables table) *naive {
	n := &naive{r: r, on: on, tables: tables, size: 1}
	for _, q := range r.Questions {
		list := []choice{{}}
		for _, o := range q.Options {
			if q.Kind != KindCommune || o.Key != Inside {
				list = append(list, choice{key: o.Key, prior: o.Prior})
				continue
			}
			for _, id := range tables.communes {
				list = append(list, choice{key: Inside, commune: id, prior: o.Prior / float64(len(tables.communes))})
			}
		}
		n.choices = append(n.choices, list)
		n.places = append(n.places, n.size)
		n.size *= len(list)
	}
	for at := range n.size {
		n.verdicts = append(n.verdicts, n.judge(at))
		n.stopped = append(n.stopped, n.stops(at))
		n.memo = append(n.memo, -1)
	}
	return n
}

// digit is what question q is answered with at a position.
func (n *naive) digit(at, q int) int { return at / n.places[q] % len(n.choices[q]) }

func (n *naive) caseAt(at int) Case {
	c := Case{Answers: map[string]string{}, On: n.on, Tables: listed{n.tables}}
	for q := range n.choices {
		if d := n.digit(at, q); d > 0 {
			c.Answers[n.r.Questions[q].ID] = n.choices[q][d].key
			c.Commune += n.choices[q][d].commune
		}
	}
	return c
}

// truth is Kleene's, over the criteria as the author wrote them.
func (n *naive) truth(c *Criterion, given map[string]string) Truth {
	var met, unmet int
	count := func(list []*Criterion) {
		for _, k := range list {
			switch n.truth(k, given) {
			case Met:
				met++
			case Unmet:
				unmet++
			}
		}
	}
	switch {
	case c.When != nil:
		return n.read(c.When, given[c.When.Question])
	case c.Not != nil:
		return map[Truth]Truth{Met: Unmet, Unmet: Met}[n.truth(c.Not, given)]
	case c.All != nil:
		if count(c.All); unmet > 0 {
			return Unmet
		} else if met == len(c.All) {
			return Met
		}
	default:
		if count(c.Any); met > 0 {
			return Met
		} else if unmet == len(c.Any) {
			return Unmet
		}
	}
	return Unknown
}

func (n *naive) read(w *When, key string) Truth {
	for _, q := range n.r.Questions {
		for _, o := range q.Options {
			if q.ID != w.Question || o.Key != key || o.Unknown {
				continue
			}
			if slices.Contains(w.Met, key) {
				return Met
			} else if slices.Contains(w.Unmet, key) {
				return Unmet
			}
		}
	}
	return Unknown
}

// strength ranks what gates do: 0 nothing, 1 cap, 2 redirect, 3 end.
func strength(e Effect) int {
	if e.Verdict == Ended {
		return 3
	} else if e.Redirect != "" {
		return 2
	}
	return 1
}

// gatesDo is the strongest effect for a commune, and the strongest among the
// gates whose value is known.
func (n *naive) gatesDo(commune string) (all, known int) {
	for _, g := range n.r.Gates {
		var value Truth
		switch {
		case g.Table != "":
			value = n.tables.Lookup(g.Table, commune, n.on)
			if !g.Equals {
				value = map[Truth]Truth{Met: Unmet, Unmet: Met}[value]
			}
		case n.on != Date{}:
			value = Unmet
			if n.on.String() >= g.From.String() && n.on.String() <= g.To.String() {
				value = Met
			}
		}
		switch value {
		case Unmet:
			all, known = max(all, strength(g.OnFail)), max(known, strength(g.OnFail))
		case Unknown:
			all = max(all, strength(g.OnUnknown))
			if g.Table == "" {
				known = max(known, strength(g.OnUnknown))
			}
		}
	}
	return all, known
}

// gates is what the gates do at a position. While the commune can be asked and
// that can change what they do, what is not sure is a cap.
func (n *naive) gates(at int) int {
	c := n.caseAt(at)
	all, known := n.gatesDo(c.Commune)
	for q := range n.choices {
		if n.r.Questions[q].Kind != KindCommune || n.digit(at, q) > 0 {
			continue
		}
		if known > 1 {
			return known
		}
		for _, id := range n.tables.communes {
			if then, _ := n.gatesDo(id); then != all {
				return min(1, all)
			}
		}
	}
	return all
}

func (n *naive) judge(at int) Verdict {
	does := n.gates(at)
	truth := n.truth(n.r.Criteria, n.caseAt(at).Answers)
	switch {
	case does == 3:
		return Ended
	case does == 2:
		return Redirect
	case truth == Unmet:
		return Unlikely
	case truth == Met && does == 0:
		return Likely
	}
	return NeedInfo
}

// stops reports that nothing more is asked, whatever could still change.
func (n *naive) stops(at int) bool {
	v := n.judge(at)
	return v == Ended || v == Redirect || v == Unlikely && n.r.StopOnFirstNo
}

// extends reports whether position to holds every answer of position from.
func (n *naive) extends(from, to int) bool {
	for q := range n.choices {
		if d := n.digit(from, q); d > 0 && d != n.digit(to, q) {
			return false
		}
	}
	return true
}

// matters is the definition, word for word: the questions that, after some
// course of further answers, change the verdict.
func (n *naive) matters(at int) map[int]bool {
	set := map[int]bool{}
	for to := range n.size {
		if n.stopped[to] || !n.extends(at, to) {
			continue
		}
		for q := range n.choices {
			for d := 1; d < len(n.choices[q]); d++ {
				if n.digit(to, q) == 0 && n.verdicts[to+d*n.places[q]] != n.verdicts[to] {
					set[q] = true
				}
			}
		}
	}
	return set
}

// allowed is what the author lets be asked now.
func (n *naive) allowed(at int) (list []int) {
	set := n.matters(at)
	for _, id := range n.r.PinFirst {
		for q := range set {
			if n.r.Questions[q].ID == id {
				return []int{q}
			}
		}
	}
	for _, last := range []bool{false, true} {
		for q := range set {
			if n.r.Questions[q].Last == last {
				list = append(list, q)
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// cost is the least expected cost from a position.
func (n *naive) cost(at int) float64 {
	if n.memo[at] < 0 {
		best := math.Inf(1)
		for _, q := range n.allowed(at) {
			best = min(best, n.costOf(at, q))
		}
		if math.IsInf(best, 1) {
			best = 0
		}
		n.memo[at] = best
	}
	return n.memo[at]
}

// costOf is the least expected cost if q is asked first.
func (n *naive) costOf(at, q int) float64 {
	sum := n.r.Questions[q].Cost
	if sum == 0 {
		sum = 1
	}
	for d := 1; d < len(n.choices[q]); d++ {
		sum += n.choices[q][d].prior * n.cost(at+d*n.places[q])
	}
	return sum
}

// asked follows Next from a position through every answer: how many questions
// that takes on average, and at most.
func (n *naive) asked(at int) (mean float64, most int) {
	id, ok := n.r.Next(n.caseAt(at))
	if !ok {
		return 0, 0
	}
	q := slices.IndexFunc(n.r.Questions, func(q *Question) bool { return q.ID == id })
	for d := 1; d < len(n.choices[q]); d++ {
		m, deep := n.asked(at + d*n.places[q])
		mean += n.choices[q][d].prior * m
		most = max(most, deep)
	}
	return mean + 1, most + 1
}
