package eligibility

import (
	"math"
	"slices"
)

// priorSlack is how far the priors of a question may be from summing to 1.
const priorSlack = 0.005

func (v *validator) question(q *Question) {
	if q == nil {
		v.add(PartQuestion, "", "it is empty; fill it or take it out")
		return
	}
	if q.ID == "" {
		v.add(PartQuestion, "", "it has no id; give it one")
	} else if v.questions[q.ID] != nil {
		v.add(PartQuestion, q.ID, "it is listed twice; list it once")
	}
	v.questions[q.ID] = q
	if math.IsNaN(q.Cost) || math.IsInf(q.Cost, 0) || q.Cost < 0 {
		v.add(PartQuestion, q.ID, "its cost is %v; use a number above 0, or leave it out for 1", q.Cost)
	}
	if len(q.Options) < 2 {
		v.add(PartQuestion, q.ID, "it has %d options; a question needs two", len(q.Options))
	}
	v.options(q)
	v.kind(q)
}

func (v *validator) options(q *Question) {
	sum, seen := 0.0, map[string]bool{}
	for _, o := range q.Options {
		if o.Key == "" {
			v.add(PartQuestion, q.ID, "an option has no key; give it one")
		} else if seen[o.Key] {
			v.add(PartQuestion, q.ID, "two options have the key %q; rename one", o.Key)
		}
		seen[o.Key] = true
		if math.IsNaN(o.Prior) || o.Prior < 0 || o.Prior > 1 {
			v.add(PartQuestion, q.ID, "the prior of %q is %v; use a number from 0 to 1", o.Key, o.Prior)
		}
		sum += o.Prior
	}
	if math.IsNaN(sum) || math.Abs(sum-1) > priorSlack {
		v.add(PartQuestion, q.ID, "its priors sum to %.3g; make them sum to 1", sum)
	}
}

func (v *validator) kind(q *Question) {
	switch q.Kind {
	case "", KindChoice:
		return
	case KindCommune:
	default:
		v.add(PartQuestion, q.ID, "its kind is %q; use %q or %q", q.Kind, KindChoice, KindCommune)
		return
	}
	for _, key := range []string{Inside, Outside} {
		if !hasOption(q, key) {
			v.add(PartQuestion, q.ID, "a commune question needs the option %q; add it", key)
		}
	}
	for _, o := range q.Options {
		if o.Unknown == (o.Key == Inside || o.Key == Outside) {
			v.add(PartQuestion, q.ID, "a commune question has %q, %q and at most options that mean unknown; look at %q", Inside, Outside, o.Key)
		}
	}
	for id, other := range v.questions {
		if other.Kind == KindCommune && id != q.ID {
			v.add(PartQuestion, q.ID, "the rule has another commune question, %q; keep one", id)
		}
	}
}

func hasOption(q *Question, key string) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Key == key })
}

// criterion checks c and what is below it.
func (v *validator) criterion(c *Criterion, depth int) {
	if c == nil {
		v.add(PartCriterion, "", "it is empty; fill it or take it out")
		return
	}
	v.nodes++
	if v.nodes == maxNodes+1 {
		v.add(PartRule, v.rule.ID, "it has more than %d criteria; split it", maxNodes)
	}
	if depth > maxDepth || v.nodes > maxNodes {
		if depth > maxDepth {
			v.add(PartCriterion, c.ID, "it is nested deeper than %d; does it contain itself?", maxDepth)
		}
		return
	}
	if n := shapes(c); n != 1 {
		v.add(PartCriterion, c.ID, "it has %d of when, all, any and not; give it exactly one", n)
	}
	if c.When != nil {
		v.leaf(c.ID, c.When)
	}
	for _, kid := range slices.Concat(c.All, c.Any) {
		v.criterion(kid, depth+1)
	}
	if c.Not != nil {
		v.criterion(c.Not, depth+1)
	}
}

func (v *validator) leaf(id string, w *When) {
	if id == "" {
		v.add(PartCriterion, "", "the one that reads %q has no id; give it one", w.Question)
	} else if slices.Contains(v.leaves, id) {
		v.add(PartCriterion, id, "this id is taken; choose another")
	}
	v.leaves = append(v.leaves, id)
	v.used[w.Question] = true
	q := v.questions[w.Question]
	if q == nil {
		v.add(PartCriterion, id, "it reads the question %q, which the rule does not have; add it or correct the name", w.Question)
		return
	}
	if len(w.Met) == 0 && len(w.Unmet) == 0 {
		v.add(PartCriterion, id, "no answer meets or fails it; list options under met or unmet")
	}
	v.list(id, q, w.Met, nil)
	v.list(id, q, w.Unmet, w.Met)
}

// list checks one list of options; other is the list they must not be in too.
func (v *validator) list(id string, q *Question, keys, other []string) {
	for i, key := range keys {
		at := slices.IndexFunc(q.Options, func(o Option) bool { return o.Key == key })
		switch {
		case at < 0:
			v.add(PartCriterion, id, "%q is not an option of %s; correct the key", key, q.ID)
		case q.Options[at].Unknown:
			v.add(PartCriterion, id, "%q means unknown and decides nothing; take it out", key)
		case slices.Contains(keys[:i], key):
			v.add(PartCriterion, id, "%q is listed twice; list it once", key)
		case slices.Contains(other, key):
			v.add(PartCriterion, id, "%q is under met and under unmet; choose one", key)
		}
	}
}
