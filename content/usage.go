package content

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"tinban/eligibility"
)

// Rests is one record that rests on a fact or cites a document.
type Rests struct {
	Kind Kind
	ID   string
	From eligibility.Date
}

// Figure is one figure a record says, with the fact behind it.
type Figure struct {
	Ref   string // as written between the braces
	Value string
	Fact  *Fact
}

// factOfRef splits {past:LOAN-01.nam} into when, fact and key.
func factOfRef(ref string) (when, id, key string, ok bool) {
	when, rest, found := strings.Cut(ref, ":")
	if !found {
		when, rest = "fact", ref
	}
	if when != "fact" && when != "past" && when != "next" {
		return "", "", "", false
	}
	id, key, ok = strings.Cut(rest, ".")
	return when, id, key, ok
}

// Texts are all texts of a version, in reading order.
func (a *Answer) Texts() []string { return []string{a.Title, a.Long, a.Short, a.Loud} }

// Texts are all texts of a version, in reading order.
func (r *Rule) Texts() []string {
	var out []string
	say := func(ws ...Words) {
		for _, w := range ws {
			out = append(out, w.Long, w.Short)
		}
	}
	out = append(out, r.Title)
	eachCriterion(r.Criteria, func(c *Criterion) {
		out = append(out, c.Label)
		say(c.SayUnmet, c.SayUnknown)
	})
	for _, g := range r.Gates {
		say(g.Say)
	}
	say(r.Benefit)
	for _, v := range slices.Sorted(maps.Keys(r.Verdicts)) {
		say(r.Verdicts[v])
	}
	for _, o := range r.Results {
		say(o.Words)
	}
	say(r.NotAsked...)
	say(r.NextStep)
	return out
}

func eachCriterion(cs []Criterion, visit func(*Criterion)) {
	for i := range cs {
		visit(&cs[i])
		eachCriterion(cs[i].All, visit)
		eachCriterion(cs[i].Any, visit)
		if cs[i].Not != nil {
			eachCriterion([]Criterion{*cs[i].Not}, visit)
		}
	}
}

// Figures lists what texts say on a day, each reference once, with the version
// of the fact it comes from.
func (l *Library) Figures(texts []string, on eligibility.Date) (out []Figure) {
	seen := map[string]bool{}
	for _, text := range texts {
		for _, ref := range References(text) {
			when, id, key, ok := factOfRef(ref)
			if !ok || seen[ref] {
				continue
			}
			seen[ref] = true
			if f := l.factAt(when, id, on); f != nil {
				value, _ := f.Value(key)
				out = append(out, Figure{ref, value, f})
			}
		}
	}
	return out
}

// RestingOn lists the answers and rules that say a fact or judge by it.
func (l *Library) RestingOn(fact string) []Rests {
	return l.resting(func(texts []string, facts []string, _ []Source) bool {
		return slices.Contains(facts, fact) || slices.ContainsFunc(texts, func(t string) bool { return saysFact(t, fact) })
	})
}

// Citing lists the answers and rules that name a document as their own source
// or in a text.
func (l *Library) Citing(doc string) []Rests {
	return l.resting(func(texts []string, _ []string, sources []Source) bool {
		return slices.ContainsFunc(sources, func(s Source) bool { return s.Doc == doc }) ||
			slices.ContainsFunc(texts, func(t string) bool { return slices.Contains(References(t), "doc:"+doc) })
	})
}

func saysFact(text, fact string) bool {
	return slices.ContainsFunc(References(text), func(ref string) bool {
		_, id, _, ok := factOfRef(ref)
		return ok && id == fact
	})
}

// resting lists the versions whose texts, facts and sources a question is
// true of.
func (l *Library) resting(is func(texts, facts []string, sources []Source) bool) (out []Rests) {
	for _, versions := range l.Answers {
		for _, a := range versions {
			if is(a.Texts(), nil, a.Sources) {
				out = append(out, Rests{KindAnswer, a.ID, a.From.Date})
			}
		}
	}
	for _, versions := range l.Rules {
		for _, r := range versions {
			if is(r.Texts(), r.restsOn(), r.Sources()) {
				out = append(out, Rests{KindRule, r.ID, r.From.Date})
			}
		}
	}
	slices.SortFunc(out, func(a, b Rests) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), byDay(a.From, b.From))
	})
	return out
}

func (r *Rule) restsOn() (ids []string) {
	eachCriterion(r.Criteria, func(c *Criterion) { ids = append(ids, c.Facts...) })
	return ids
}

// Sources are the documents a rule's criteria and gates rest on, each once.
func (r *Rule) Sources() (out []Source) {
	add := func(ss []Source) {
		for _, s := range ss {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	eachCriterion(r.Criteria, func(c *Criterion) { add(c.Basis) })
	for _, g := range r.Gates {
		add(g.Basis)
	}
	return out
}
