package eligibility

import "math"

// plainSearch is the least expected cost of a rule without gates, by going
// through every set of answers; options that all criteria read alike are taken
// together, or the larger rules would take minutes.
func plainSearch(r *Rule) float64 {
	n := &naive{r: r}
	s := &plain{naive: n, size: 1}
	for _, q := range r.Questions {
		s.places = append(s.places, s.size)
		s.groups = append(s.groups, s.group(q))
		s.size *= len(s.groups[len(s.groups)-1]) + 1
	}
	s.value = make([]float64, s.size)
	s.truths = make([]Truth, s.size)
	s.same = make([]bool, s.size)
	for at := s.size - 1; at >= 0; at-- { // more answers come first
		s.fill(at)
	}
	return s.value[0]
}

type plain struct {
	*naive
	groups [][]choice
	places []int
	size   int
	value  []float64
	truths []Truth
	same   []bool // no answer changes the verdict
}

// group takes the options of q together by what the leaves make of them.
func (s *plain) group(q *Question) (out []choice) {
	at := map[string]int{}
	for _, o := range q.Options {
		sign := s.sign(s.r.Criteria, q.ID, o.Key)
		if i, ok := at[sign]; ok {
			out[i].prior += o.Prior
			continue
		}
		at[sign] = len(out)
		out = append(out, choice{key: o.Key, prior: o.Prior})
	}
	return out
}

func (s *plain) sign(c *Criterion, question, key string) (sign string) {
	if c.When != nil && c.When.Question == question {
		return s.read(c.When, key).String() + " "
	}
	for _, k := range append(append([]*Criterion{}, c.All...), c.Any...) {
		sign += s.sign(k, question, key)
	}
	if c.Not != nil {
		sign += s.sign(c.Not, question, key)
	}
	return sign
}

func (s *plain) fill(at int) {
	given := map[string]string{}
	var free []int
	for q, group := range s.groups {
		if d := at / s.places[q] % (len(group) + 1); d > 0 {
			given[s.r.Questions[q].ID] = group[d-1].key
		} else {
			free = append(free, q)
		}
	}
	s.truths[at] = s.truth(s.r.Criteria, given)
	s.same[at] = true
	best := math.Inf(1)
	for _, q := range free {
		cost := max(s.r.Questions[q].Cost, 0)
		if cost == 0 {
			cost = 1
		}
		for d, c := range s.groups[q] {
			then := at + (d+1)*s.places[q]
			cost += c.prior * s.value[then]
			s.same[at] = s.same[at] && s.same[then] && s.truths[then] == s.truths[at]
		}
		best = min(best, cost)
	}
	if !s.same[at] {
		s.value[at] = best
	}
}
