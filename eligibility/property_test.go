package eligibility

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// mostPositions keeps a random rule small enough to go through it whole.
const mostPositions = 400

// drawQuestion gives options whose priors sum to 1.
func drawQuestion(t *rapid.T, i, most int) *Question {
	q := &Question{ID: fmt.Sprint("q", i)}
	sizes := rapid.SliceOfN(rapid.IntRange(0, 9), 2, most).Draw(t, "priors")
	total := 1.0
	for _, s := range sizes {
		total += float64(s)
	}
	for o, s := range sizes {
		if o == 0 {
			s++
		}
		q.Options = append(q.Options, Option{Key: fmt.Sprint("o", o), Prior: float64(s) / total})
	}
	q.Options[len(sizes)-1].Unknown = rapid.Bool().Draw(t, "unknown")
	q.Cost = rapid.SampledFrom([]float64{0, 1, 1, 0.5, 2}).Draw(t, "cost")
	q.Last = rapid.IntRange(0, 4).Draw(t, "last") == 0
	return q
}

// drawCriterion gives a tree over the questions; a question may occur often.
func drawCriterion(t *rapid.T, qs []*Question, depth int, count *int) *Criterion {
	c := &Criterion{}
	shape := rapid.SampledFrom([]string{"all", "any", "all", "not", "leaf", "leaf"}).Draw(t, "shape")
	if depth == 0 {
		shape = "leaf"
	}
	var kids []*Criterion
	if shape == "all" || shape == "any" {
		for range rapid.IntRange(1, 4).Draw(t, "kids") {
			kids = append(kids, drawCriterion(t, qs, depth-1, count))
		}
	}
	switch shape {
	case "all":
		c.All = kids
	case "any":
		c.Any = kids
	case "not":
		c.Not = drawCriterion(t, qs, depth-1, count)
	default:
		*count++
		c.ID = fmt.Sprint("c", *count)
		c.When = drawWhen(t, rapid.SampledFrom(qs).Draw(t, "question"))
	}
	return c
}

func drawWhen(t *rapid.T, q *Question) *When {
	w := &When{Question: q.ID}
	for _, o := range q.Options {
		switch rapid.IntRange(0, 4).Draw(t, "truth") {
		case 0, 1:
			w.Met = append(w.Met, o.Key)
		case 2, 3:
			w.Unmet = append(w.Unmet, o.Key)
		}
	}
	return w
}

func drawEffect(t *rapid.T) Effect {
	return rapid.SampledFrom([]Effect{
		{Cap: NeedInfo}, {Cap: NeedInfo}, {Redirect: "other"}, {Verdict: Ended}, {},
	}).Draw(t, "effect")
}

func drawGates(t *rapid.T) (gates []*Gate) {
	for i := range rapid.IntRange(0, 3).Draw(t, "gates") {
		g := &Gate{ID: fmt.Sprint("g", i), OnFail: drawEffect(t), OnUnknown: drawEffect(t)}
		if i == 0 {
			g.From, g.To = day(2022, 1, 1), day(2025, 12, 31)
		} else {
			g.Table, g.Equals = fmt.Sprint("t", i), rapid.Bool().Draw(t, "equals")
		}
		gates = append(gates, g)
	}
	return gates
}

// drawTable fills tables for three communes; one may hold for all alike.
func drawTable(t *rapid.T) table {
	truths := rapid.SampledFrom([]Truth{Met, Unmet, Unknown})
	out := table{
		communes: keys("x", "y", "z"),
		all:      map[string]Truth{}, by: map[string]map[string]Truth{},
	}
	for _, name := range keys("t1", "t2") {
		if rapid.IntRange(0, 3).Draw(t, "alike") == 0 {
			out.all[name] = truths.Draw(t, "value")
			continue
		}
		out.by[name] = map[string]Truth{}
		for _, id := range out.communes {
			out.by[name][id] = truths.Draw(t, "value")
		}
	}
	return out
}

// drawRule gives a rule of any shape the engine must bear, with its world.
func drawRule(t *rapid.T) *naive {
	r := &Rule{ID: "random", Gates: drawGates(t), StopOnFirstNo: rapid.Bool().Draw(t, "stop")}
	size := 1
	if rapid.Bool().Draw(t, "commune") {
		q := communeQuestion()
		q.Cost = rapid.SampledFrom([]float64{1, 0.5, 3}).Draw(t, "cost")
		r.Questions = append(r.Questions, q)
		size = 5
	}
	for i := range 4 {
		q := drawQuestion(t, i, 4)
		if size *= len(q.Options) + 1; size > mostPositions {
			break
		}
		r.Questions = append(r.Questions, q)
	}
	count := 0
	r.Criteria = drawCriterion(t, r.Questions, 3, &count)
	if rapid.Bool().Draw(t, "pin") {
		pinned := rapid.SampledFrom(r.Questions).Draw(t, "pinned")
		pinned.Last = false
		r.PinFirst = keys(pinned.ID)
	}
	on := rapid.SampledFrom([]Date{during, during, during, after, {}}).Draw(t, "on")
	return newNaive(r, on, drawTable(t))
}

// TestEngineIsTheReference compares verdict, open, the cost of the question
// asked and the expected number with the reference, in every position.
func TestEngineIsTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawRule(t)
		for at := range n.size {
			c := n.caseAt(at)
			got := n.r.Evaluate(c)
			if got.Verdict != n.verdicts[at] {
				t.Fatalf("%v: %s, the reference says %s", c.Answers, got.Verdict, n.verdicts[at])
			}
			// Positions behind a stop are not on the way of any check.
			allowed := n.allowed(at)
			if got.Open != (len(allowed) > 0) {
				t.Fatalf("%v: open is %t, the reference would ask %v", c.Answers, got.Open, allowed)
			}
			checkNext(t, n, at, allowed)
		}
	})
}

func checkNext(t *rapid.T, n *naive, at int, allowed []int) {
	c := n.caseAt(at)
	id, ok := n.r.Next(c)
	if !ok {
		if len(allowed) > 0 {
			t.Fatalf("%v: asks nothing, the reference asks one of %v", c.Answers, allowed)
		}
		return
	}
	q := slices.IndexFunc(n.r.Questions, func(q *Question) bool { return q.ID == id })
	if !slices.Contains(allowed, q) {
		t.Fatalf("%v: asks %s, allowed are %v", c.Answers, id, allowed)
	}
	if chosen, best := n.costOf(at, q), n.cost(at); chosen > best*1.000001 {
		t.Fatalf("%v: %s costs %v on average, the best %v", c.Answers, id, chosen, best)
	}
	mean, most := n.asked(at)
	if e := n.r.Expected(c); math.Abs(e-mean) > 1e-9 {
		t.Fatalf("%v: expects %v questions, following Next takes %v", c.Answers, e, mean)
	}
	if most > len(n.r.Questions) {
		t.Fatalf("%v: %d questions in a row", c.Answers, most)
	}
}

// holds checks in every position what no rule may break.
func holds(t rapid.TB, n *naive) {
	for at := range n.size {
		c := n.caseAt(at)
		res := n.r.Evaluate(c)
		switch res.Verdict {
		case Likely:
			likelyIsSound(t, n, at, res)
		case Unlikely:
			unlikelyStays(t, n, at)
		}
		reasonsAreNamed(t, c, res)
	}
}

// likelyIsSound: all criteria are met, and no unknown was taken for a yes. The
// verdict would be the same, whatever the unknown answers turned out to be.
func likelyIsSound(t rapid.TB, n *naive, at int, res Result) {
	if n.truth(n.r.Criteria, n.caseAt(at).Answers) != Met || res.Gate != "" || len(res.Unknown)+len(res.Unmet) > 0 {
		t.Fatalf("%v: likely with %+v", n.caseAt(at).Answers, res)
	}
	for q, list := range n.choices {
		d := n.digit(at, q)
		if !n.saysNothing(q, d) || n.r.Questions[q].Kind == KindCommune {
			continue
		}
		for other := range list {
			c := n.caseAt(at + (other-d)*n.places[q])
			if v := n.r.Evaluate(c).Verdict; v != Likely {
				t.Fatalf("%v: %s, so the unknown answer before counted as a yes", c.Answers, v)
			}
		}
	}
}

// saysNothing: not asked, or the resident does not know.
func (n *naive) saysNothing(q, d int) bool {
	return d == 0 || slices.ContainsFunc(n.r.Questions[q].Options, func(o Option) bool {
		return o.Unknown && o.Key == n.choices[q][d].key
	})
}

// unlikelyStays: one more answer never turns it, except for a commune that a
// gate reads.
func unlikelyStays(t rapid.TB, n *naive, at int) {
	for q, list := range n.choices {
		for d := 1; d < len(list) && n.digit(at, q) == 0; d++ {
			c := n.caseAt(at + d*n.places[q])
			v := n.r.Evaluate(c).Verdict
			byGate := n.r.Questions[q].Kind == KindCommune && (v == Redirect || v == Ended)
			if v != Unlikely && !byGate {
				t.Fatalf("%v: %s, unlikely before", c.Answers, v)
			}
		}
	}
}

func reasonsAreNamed(t rapid.TB, c Case, res Result) {
	named := map[Verdict]bool{
		Likely:   res.Gate == "" && len(res.Unmet)+len(res.Unknown) == 0,
		NeedInfo: len(res.Unknown) > 0 && len(res.Unmet) == 0 || res.Gate != "",
		Unlikely: len(res.Unmet) > 0 && len(res.Unknown) == 0 && res.Gate == "",
		Redirect: res.Gate != "" && res.Redirect != "" && !res.Open,
		Ended:    res.Gate != "" && res.Redirect == "" && !res.Open,
	}
	if !named[res.Verdict] {
		t.Fatalf("%v: reasons do not fit %+v", c.Answers, res)
	}
	steps := map[string]Step{}
	for _, s := range res.Steps {
		steps[s.ID] = s
		if s.Asked != (s.Answer != "") || s.Truth != Unknown && !s.Asked {
			t.Fatalf("%v: step %+v", c.Answers, s)
		}
	}
	for truth, ids := range map[Truth][]string{Unmet: res.Unmet, Unknown: res.Unknown} {
		for _, id := range ids {
			if s, ok := steps[id]; !ok || s.Truth != truth {
				t.Fatalf("%v: %s is named %s, its step is %+v", c.Answers, id, truth, s)
			}
		}
	}
}

func TestNoRuleContradictsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, drawRule(t)) })
}

// TestExamplesHold goes through every answer of the two real shapes, on each
// side of every date that matters.
func TestExamplesHold(t *testing.T) {
	minority := map[string]map[string]Truth{"minority_area": {"x": Met, "y": Unmet}}
	world := table{district: day(2024, 7, 21), by: minority, communes: keys("x", "y", "z")}
	for _, build := range []func() *Rule{housing, overseas} {
		for _, on := range []Date{day(2022, 9, 7), during, later, day(2025, 12, 31), after} {
			r := build()
			if errs := r.Validate(); errs != nil {
				t.Fatal(errs)
			}
			t.Run(r.ID+" "+on.String(), func(t *testing.T) {
				n := newNaive(r, on, world)
				holds(t, n)
				if _, most := n.asked(0); most > r.MaxQuestions {
					t.Errorf("%d questions in a row, %d allowed", most, r.MaxQuestions)
				}
			})
		}
	}
}

// TestOptimalAtFullSize compares with a plain search over answers where the
// reference is too slow: up to 7 questions, 5 options each.
func TestOptimalAtFullSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Rule{ID: "random", StopOnFirstNo: true}
		for i := range rapid.IntRange(4, 7).Draw(t, "questions") {
			q := drawQuestion(t, i, 5)
			q.Last = false
			r.Questions = append(r.Questions, q)
		}
		count := 0
		r.Criteria = &Criterion{All: []*Criterion{
			drawCriterion(t, r.Questions, 2, &count), drawCriterion(t, r.Questions, 3, &count),
		}}
		start := time.Now()
		plain := plainSearch(r)
		p := r.prepared()
		g := nothingGiven()
		got := p.at(&g, ruling{}, nil)
		if p.rough || math.Abs(got.cost-plain) > 0.000001*(1+plain) {
			t.Fatalf("costs %v, the plain search %v (rough: %t, %v)", got.cost, plain, p.rough, time.Since(start))
		}
	})
}
