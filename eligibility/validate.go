package eligibility

import (
	"fmt"
	"slices"
)

// The parts of a rule a Problem can lie in.
const (
	PartRule      = "rule"
	PartGate      = "gate"
	PartCriterion = "criterion"
	PartQuestion  = "question"
)

// Problem is one mistake in a rule. Part and ID say where, so that whoever read
// the rule from a file can point to the line.
type Problem struct {
	Part, ID, Text string
}

// Error writes the problem as a sentence.
func (p Problem) Error() string {
	if p.ID == "" {
		return p.Part + ": " + p.Text
	}
	return p.Part + " " + p.ID + ": " + p.Text
}

// Validate finds the mistakes in the structure of a rule; each error is a
// Problem. It also does the planner's first search, so that a rule which has
// been validated answers its first Next quickly.
func (r *Rule) Validate() []error {
	v := &validator{rule: r, questions: map[string]*Question{}, used: map[string]bool{}}
	v.rules()
	for _, q := range r.Questions {
		v.question(q)
	}
	v.gates()
	v.criterion(r.Criteria, 0)
	v.pins()
	v.unused()
	if len(v.found) == 0 {
		v.searched()
	}
	return v.found
}

type validator struct {
	rule      *Rule
	questions map[string]*Question
	used      map[string]bool
	leaves    []string
	nodes     int
	found     []error
}

func (v *validator) add(part, id, format string, args ...any) {
	v.found = append(v.found, Problem{Part: part, ID: id, Text: fmt.Sprintf(format, args...)})
}

func (v *validator) rules() {
	r := v.rule
	if r.ID == "" {
		v.add(PartRule, "", "it has no id; give it one")
	}
	if !r.ValidTo.IsZero() && r.ValidTo.Before(r.ValidFrom) {
		v.add(PartRule, r.ID, "it ends on %s, before it begins on %s; swap the two dates", r.ValidTo, r.ValidFrom)
	}
	if r.MaxQuestions < 0 {
		v.add(PartRule, r.ID, "the most questions allowed is %d; use 0 for no limit", r.MaxQuestions)
	}
	if len(r.Questions) > maxNodes {
		v.add(PartRule, r.ID, "it has %d questions; %d is the most", len(r.Questions), maxNodes)
	}
}

func (v *validator) gates() {
	seen := map[string]bool{ValidityGate: true}
	for _, g := range v.rule.Gates {
		if g == nil {
			v.add(PartGate, "", "it is empty; fill it or take it out")
			continue
		}
		if g.ID == "" {
			v.add(PartGate, "", "it has no id; give it one")
		} else if seen[g.ID] {
			v.add(PartGate, g.ID, "this id is taken; choose another")
		}
		seen[g.ID] = true
		v.gate(g)
	}
}

func (v *validator) gate(g *Gate) {
	window := !g.From.IsZero() || !g.To.IsZero()
	switch {
	case window && g.Table != "":
		v.add(PartGate, g.ID, "it has a date window and a table; make two gates of it")
	case !window && g.Table == "":
		v.add(PartGate, g.ID, "it has neither a date window nor a table; give it one")
	case !g.To.IsZero() && g.To.Before(g.From):
		v.add(PartGate, g.ID, "its window ends on %s, before it begins on %s; swap the two dates", g.To, g.From)
	}
	if g.OnFail == (Effect{}) {
		v.add(PartGate, g.ID, "nothing happens when it fails; let it end, redirect or cap")
	}
	v.effect(g, "fails", g.OnFail)
	v.effect(g, "is unknown", g.OnUnknown)
}

func (v *validator) effect(g *Gate, when string, e Effect) {
	switch e.Verdict {
	case "", Ended, Redirect:
	default:
		v.add(PartGate, g.ID, "when it %s the verdict is %q; a gate can only end or redirect", when, e.Verdict)
	}
	if e.Cap != "" && e.Cap != NeedInfo {
		v.add(PartGate, g.ID, "when it %s it caps at %q; the only cap is %q", when, e.Cap, NeedInfo)
	}
	if e.Verdict == Redirect && e.Redirect == "" {
		v.add(PartGate, g.ID, "when it %s it redirects nowhere; name the programme", when)
	}
	if e.Verdict == Ended && e.Redirect != "" || e.Cap != "" && e.way() != capped {
		v.add(PartGate, g.ID, "when it %s it does two things; choose one of end, redirect and cap", when)
	}
}

func (v *validator) pins() {
	for i, id := range v.rule.PinFirst {
		q := v.questions[id]
		switch {
		case q == nil:
			v.add(PartRule, v.rule.ID, "it pins the question %q, which it does not have; add it or unpin it", id)
		case q.Last:
			v.add(PartRule, v.rule.ID, "it pins the question %q, which is to be asked last; choose one", id)
		case slices.Contains(v.rule.PinFirst[:i], id):
			v.add(PartRule, v.rule.ID, "it pins the question %q twice", id)
		}
	}
}

// unused finds questions nobody reads. A commune question may be there for the
// gates alone.
func (v *validator) unused() {
	byTable := slices.ContainsFunc(v.rule.Gates, func(g *Gate) bool { return g != nil && g.Table != "" })
	for _, q := range v.rule.Questions {
		if q != nil && !v.used[q.ID] && (q.Kind != KindCommune || !byTable) {
			v.add(PartQuestion, q.ID, "no criterion reads it; take it out of this rule")
		}
	}
}

// searched asks the planner what only a search can know.
func (v *validator) searched() {
	r, p := v.rule, v.rule.prepared()
	g := nothingGiven()
	first := p.at(&g, ruling{}, nil)
	if !first.likely {
		v.add(PartRule, r.ID, "no answers lead to %q; look for a criterion that nothing can meet", Likely)
	}
	v.idle(first.matters)
	longest := first.longest
	if _, waiting := p.split(&Case{Tables: unfilled{}}); len(waiting) > 0 && p.commune >= 0 {
		var ahead prospect
		ahead.rest = capped
		ahead.guess(free, waiting)
		longest = max(longest, p.at(&g, ruling{way: capped}, &ahead).longest)
	}
	if r.MaxQuestions > 0 && longest > r.MaxQuestions {
		v.add(PartRule, r.ID, "a check can take %d questions, and %d are allowed; drop a question or raise the limit", longest, r.MaxQuestions)
	}
}

// idle finds questions that are read, and yet can never change the verdict.
func (v *validator) idle(matters uint64) {
	for i, q := range v.rule.Questions {
		if matters&(1<<i) == 0 && v.used[q.ID] {
			v.add(PartQuestion, q.ID, "no answer to it ever changes the verdict; look at the criteria that read it")
		}
	}
}

// unfilled is a table nobody has filled.
type unfilled struct{}

func (unfilled) Lookup(string, string, Date) Truth { return Unknown }
