package check

import (
	"fmt"
	"maps"
	"slices"

	"tinban/content"
	"tinban/eligibility"
)

// The two ways in which a mutant can be no fault.
const (
	equivalent = "equivalent"
	marksOnly  = "marks only"
)

// sameRule proves a mutant equivalent: the same verdict, reasons, next question
// and words for every combination of answers, on every day that is an edge of
// either and on which either answers, whatever staff may enter where a table is
// empty. If only the mark of a condition differs, it says so: such a mark stands
// beside a verdict that other conditions have decided.
func sameRule(whole, spoilt *content.Library, r *content.Rule) string {
	a, b := newListener(whole, r), newListener(spoilt, r)
	p := newPlain(whole, a.rule)
	if p.size > exhaustive {
		return ""
	}
	days := slices.Concat(edgeDays(whole, a.rule), edgeDays(spoilt, b.rule))
	slices.SortFunc(days, compareDays)
	found := equivalent
	for _, on := range slices.Compact(days) {
		if a.answers(on) != b.answers(on) {
			return ""
		}
		if !a.answers(on) {
			continue
		}
		for _, commune := range communesHeard(whole, a.rule) {
			for _, cells := range fillings(a.rule) {
				a.tables, b.tables = filled{whole, whole, cells}, filled{spoilt, whole, cells}
				switch sameCases(a, b, p, content.View{On: on, Commune: commune}) {
				case "":
					return ""
				case marksOnly:
					found = marksOnly
				}
			}
		}
	}
	return found
}

// fillings is what staff may yet enter where a table says nothing.
func fillings(r *content.Rule) []eligibility.Truth {
	if readsTable(r) {
		return truths
	}
	return []eligibility.Truth{eligibility.Unknown}
}

// sameCases compares what two rules come to; words too, unless all they can
// say is the same.
func sameCases(a, b *listener, p *plainRule, v content.View) string {
	found, sameWords := equivalent, a.everything(v) == b.everything(v)
	for at := range p.size {
		c := eligibility.Case{Answers: p.answers(at), On: v.On, Commune: v.Commune}
		x, y := a.decide(c), b.decide(c)
		switch {
		case x.next != y.next || !sameResult(x.Result, y.Result):
			return ""
		case !sameWords && a.hears(c, x.Result) != b.hears(c, y.Result):
			return ""
		case !slices.Equal(x.Steps, y.Steps):
			found = marksOnly
		}
	}
	return found
}

func sameResult(x, y eligibility.Result) bool {
	return x.Verdict == y.Verdict && x.Gate == y.Gate && x.Redirect == y.Redirect && x.Open == y.Open &&
		slices.Equal(x.Unmet, y.Unmet) && slices.Equal(x.Unknown, y.Unknown)
}

// communesHeard is the communes a rule may tell apart.
func communesHeard(lib *content.Library, r *content.Rule) []string {
	if !readsTable(r) && newPlain(lib, r).commune < 0 {
		return []string{""}
	}
	return communeKinds(lib)
}

// listener is a household that writes down all a rule tells it.
type listener struct {
	lib    *content.Library
	rule   *content.Rule
	tables eligibility.Tables
	said   map[spoken]string
}

type spoken struct {
	words content.Words
	view  content.View
}

func newListener(lib *content.Library, r *content.Rule) *listener {
	l := &listener{lib: lib, said: map[spoken]string{}}
	for _, v := range lib.Rules[r.Programme] {
		if v.ID == r.ID {
			l.rule = v
		}
	}
	return l
}

// answers reports whether this version is the one that speaks that day.
func (l *listener) answers(on eligibility.Date) bool {
	return l.lib.RuleOn(l.rule.Programme, on) == l.rule
}

// decision is a result with the question that follows it.
type decision struct {
	eligibility.Result
	next string
}

func (l *listener) decide(c eligibility.Case) decision {
	c.Tables = l.tables
	next, _ := l.rule.Compiled.Next(c)
	return decision{l.rule.Compiled.Evaluate(c), next}
}

// everything is all a rule can say, with what it is said for.
func (l *listener) everything(v content.View) (out string) {
	words := wordsOf(l.rule)
	for _, of := range slices.Sorted(maps.Keys(words)) {
		out += of + l.say(words[of], v)
	}
	for _, o := range l.rule.Results {
		out += fmt.Sprint(o.Question, o.Options)
	}
	each(l.rule.Criteria, func(c *content.Criterion) { out += l.say(content.Words{Long: c.Label}, v) })
	return out
}

// hears is everything a household is told with a result.
func (l *listener) hears(c eligibility.Case, res eligibility.Result) (out string) {
	r := l.rule
	words := []content.Words{r.Verdicts[res.Verdict], r.Benefit, r.NextStep, wordsFor(r, "gate", res.Gate)}
	for _, id := range res.Unmet {
		words = append(words, wordsFor(r, "unmet", id))
	}
	for _, id := range res.Unknown {
		words = append(words, wordsFor(r, "unknown", id))
	}
	for _, o := range r.Results {
		if slices.Contains(o.Options, c.Answers[o.Question]) {
			words = append(words, o.Words)
		}
	}
	words = append(words, r.NotAsked...)
	each(r.Criteria, func(cr *content.Criterion) { words = append(words, content.Words{Long: cr.Label}) })
	for _, w := range words {
		out += l.say(w, content.View{On: c.On, Commune: c.Commune})
	}
	return out
}

// say renders words once and remembers them.
func (l *listener) say(w content.Words, v content.View) string {
	key := spoken{w, v}
	said, known := l.said[key]
	if !known {
		long, err := l.lib.Render(w.Long, v)
		v.Short = true
		short, err2 := l.lib.Render(w.Short, v)
		said = fmt.Sprint("|", long.Text, long.Caveat, err == nil, "|", short.Text, short.Caveat, err2 == nil)
		l.said[key] = said
	}
	return said
}
