package eligibility

import (
	"math"
	"math/bits"
)

// follow stands in for solve where the exact search is too large: it asks by
// the conjunction rule and weighs only what that leads to. Every question that
// something still reads counts as one that matters.
func (p *plan) follow(s state) entry {
	if e, ok := p.memo[s]; ok {
		return e
	}
	e := entry{ask: -1, likely: s.verdict() == Likely, matters: p.candidates(s)}
	q := p.likeliestToStop(s, p.allowed(e.matters))
	if q < 0 {
		return e
	}
	e.ask = q
	if len(p.memo) >= searchLimit {
		return p.bound(e)
	}
	look := outlook{cost: p.asks[q].cost, count: 1}
	for _, b := range p.branches(s, q) {
		var then entry
		if b.final == "" {
			then = p.follow(b.next)
		}
		look.add(b.weight, then)
		e.likely = e.likely || then.likely
	}
	e.cost, e.count, e.longest = look.cost, look.count, look.longest
	p.memo[s] = e
	return e
}

// bound fills e as if every question left had to be asked.
func (p *plan) bound(e entry) entry {
	for set := e.matters; set != 0; set &= set - 1 {
		e.cost += p.asks[bits.TrailingZeros64(set)].cost
	}
	e.longest = bits.OnesCount64(e.matters)
	e.count = float64(e.longest)
	return e
}

// likeliestToStop is the question of the set with the smallest cost/P(stops),
// or -1 for an empty set. Where none can stop the check at once, the one most
// likely to decide its criterion comes first.
func (p *plan) likeliestToStop(s state, set uint64) (best int) {
	best = -1
	lowest := math.Inf(1)
	for ; set != 0; set &= set - 1 {
		q := bits.TrailingZeros64(set)
		stops, shrinks := p.stops(s, q)
		ratio := p.asks[q].cost / (stops + shrinks*tie + tie*tie)
		if ratio < lowest*(1-tie) {
			best, lowest = q, ratio
		}
	}
	return best
}

// stops is how likely an answer to q ends the check, and how likely it at least
// decides more than the criteria that read q.
func (p *plan) stops(s state, q int) (stops, shrinks float64) {
	for _, b := range p.branches(s, q) {
		switch {
		case b.final != "" || p.candidates(b.next) == 0:
			stops += b.weight
		case bits.OnesCount64(p.candidates(b.next)) < bits.OnesCount64(p.candidates(s))-1:
			shrinks += b.weight
		}
	}
	return stops, shrinks
}
