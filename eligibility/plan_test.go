package eligibility

import (
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// follow answers every question with its first option and lists what is asked.
func follow(r *Rule, c Case) (order []string) {
	for {
		id, ok := r.Next(c)
		if !ok || len(order) > len(r.Questions) {
			return order
		}
		order = append(order, id)
		given := answers{}
		for k, v := range c.Answers {
			given[k] = v
		}
		for _, q := range r.Questions {
			if q.ID == id {
				given[id] = q.Options[0].Key
			}
		}
		c.Answers = given
	}
}

func TestHousingOrder(t *testing.T) {
	last := func(ids ...string) func(*Rule) {
		return func(r *Rule) {
			for _, q := range r.Questions {
				for _, id := range ids {
					q.Last = q.Last || q.ID == id
				}
			}
		}
	}
	tests := []struct {
		name     string
		change   func(*Rule)
		on       Date
		commune  string
		order    []string
		expected float64
	}{
		{"fewest questions", nil, during, "", keys("class", "help", "since", "xa"), 2.55753},
		{"the commune is known", nil, during, "a-luoi-1", keys("class", "help", "since"), 2.157},
		{"capped: a no can still come", nil, later, "", keys("class", "help", "since", "xa"), 2.55753},
		{"ended", nil, after, "", nil, 0},
		{"pinned", func(r *Rule) { r.PinFirst = keys("since", "help") }, during, "", keys("since", "help", "class", "xa"), 2.80673},
		{"never kept, so last", last("class"), during, "", keys("help", "since", "xa", "class"), 2.993914},
		{"two last ones", last("class", "help"), during, "", keys("since", "xa", "class", "help"), 3.054395},
		{"a costly question waits", func(r *Rule) { r.Questions[1].Cost = 3 }, during, "", keys("help", "since", "class", "xa"), 2.79673},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := housing()
			if tt.change != nil {
				tt.change(r)
			}
			c := Case{On: tt.on, Commune: tt.commune, Tables: onList()}
			if diff := cmp.Diff(tt.order, follow(r, c)); diff != "" {
				t.Error(diff)
			}
			if got := r.Expected(c); math.Abs(got-tt.expected) > 1e-6 {
				t.Errorf("expects %v questions, want %v", got, tt.expected)
			}
		})
	}
}

func TestOverseasOrder(t *testing.T) {
	half := map[string]Truth{"in": Met, "out": Unmet}
	most := map[string]Truth{"in": Met, "on": Met, "at": Met, "out": Unmet}
	tests := []struct {
		name   string
		tables Tables
		first  string
	}{
		{"half the communes are redirected", area(half, "in", "out"), "xa"},
		{"most are", area(most, "in", "on", "at", "out"), "xa"},
		{"nobody filled the table", area(nil, "in", "out"), "wants"},
		{"no commune is known", area(half), "wants"},
		{"the tables cannot list communes", table{by: map[string]map[string]Truth{"minority_area": half}}, "xa"},
		{"no tables", nil, "wants"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if q, ok := overseas().Next(Case{On: during, Tables: tt.tables}); q != tt.first || !ok {
				t.Errorf("asks %q first, want %q", q, tt.first)
			}
		})
	}
}

// TestCommuneOnlyForAGate: no criterion reads the commune; it is asked while it
// can redirect, and not when the table cannot tell.
func TestCommuneOnlyForAGate(t *testing.T) {
	rule := func() *Rule {
		r := overseas()
		r.Criteria = r.Criteria.All[1]
		return r
	}
	r := rule()
	if errs := r.Validate(); errs != nil {
		t.Fatal(errs)
	}
	filled := Case{On: during, Answers: answers{"wants": "yes"}, Tables: area(map[string]Truth{"in": Met}, "in", "out")}
	if q, ok := r.Next(filled); q != "xa" || !ok {
		t.Errorf("asks %q, want the commune", q)
	}
	unfilled := filled
	unfilled.Tables = area(nil, "in", "out")
	if res := r.Evaluate(unfilled); res.Verdict != NeedInfo || res.Open {
		t.Errorf("got %s open=%t, want a need_info that stays", res.Verdict, res.Open)
	}
	if q, ok := r.Next(unfilled); ok {
		t.Errorf("asks %q, though the table says nothing", q)
	}
}

// TestUnknownTableThatEnds: an author may end where the table says nothing, but
// not before the commune was asked.
func TestUnknownTableThatEnds(t *testing.T) {
	r := overseas()
	r.Gates[1].OnUnknown = Effect{Verdict: Ended}
	some := area(map[string]Truth{"out": Unmet}, "out", "blank")
	if res := r.Evaluate(Case{On: during, Tables: some}); res.Verdict != NeedInfo || !res.Open {
		t.Errorf("before the commune: %s open=%t, want an open need_info", res.Verdict, res.Open)
	}
	if res := r.Evaluate(Case{On: during, Commune: "blank", Tables: some}); res.Verdict != Ended {
		t.Errorf("commune without a value: %s, want ended", res.Verdict)
	}
	none := area(nil, "out", "blank")
	if res := r.Evaluate(Case{On: during, Tables: none}); res.Verdict != Ended || res.Open {
		t.Errorf("nothing filled: %s open=%t, want ended at once", res.Verdict, res.Open)
	}
}

// TestSureGateDoesNotWait: one gate redirects whatever the commune is, so that
// another one that waits for the commune has no say.
func TestSureGateDoesNotWait(t *testing.T) {
	r := overseas()
	r.Gates = append(r.Gates, &Gate{ID: "moved", Table: "district", Equals: true, OnFail: Effect{Redirect: "new"}})
	r.Gates[1].OnUnknown = Effect{Verdict: Ended}
	c := Case{On: later, Tables: listed{table{district: during, communes: keys("out", "blank")}}}
	if res := r.Evaluate(c); res.Verdict != Redirect || res.Redirect != "new" || res.Open {
		t.Errorf("got %s to %q open=%t", res.Verdict, res.Redirect, res.Open)
	}
	if q, ok := r.Next(c); ok {
		t.Errorf("asks %q", q)
	}
}

// TestProspectsAreForgotten: tables that change all the time must not grow the
// plan without end, nor change what it says.
func TestProspectsAreForgotten(t *testing.T) {
	r := overseas()
	for n := 1; n < 4*prospectLimit; n++ {
		by, ids := map[string]Truth{}, []string{}
		for i := range n {
			ids = append(ids, fmt.Sprint(i))
			by[ids[i]] = Unmet
		}
		by["0"] = Met
		got := r.Expected(Case{On: during, Tables: area(by, ids...)})
		share := 1 / float64(n)
		communeFirst := 1 + 0.97*(1-share)
		wantsFirst := 1.9
		if want := min(communeFirst, wantsFirst); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%d communes: expects %v, want %v", n, got, want)
		}
	}
	if n := len(r.plan.prospects); n > prospectLimit {
		t.Errorf("%d prospects kept", n)
	}
}

// conjunction is n questions of three options or more, all of which must be met;
// o0 meets, o1 fails.
func conjunction(n, options int) *Rule {
	r := &Rule{ID: "conjunction", StopOnFirstNo: true, Criteria: &Criterion{}}
	for i := range n {
		q := &Question{ID: fmt.Sprint("q", i)}
		no := 0.05 + 0.8*float64((i*7)%n)/float64(n)
		for o := range options {
			q.Options = append(q.Options, Option{Key: fmt.Sprint("o", o), Prior: (1 - no) / float64(options-1)})
		}
		q.Options[1].Prior = no
		q.Options[options-1].Unknown = true
		r.Questions = append(r.Questions, q)
		met := keys("o0")
		for _, o := range q.Options[2 : options-1] {
			met = append(met, o.Key)
		}
		r.Criteria.All = append(r.Criteria.All, leaf(fmt.Sprint("c", i), q.ID, met, keys("o1")))
	}
	return r
}

// tangle reads every question in several groups; it resists the exact search
// when it is large.
func tangle(n, options int) *Rule {
	r := conjunction(n, options)
	root := &Criterion{}
	for i := range n {
		at := func(k int) *Criterion {
			c := *r.Criteria.All[(i+k)%n]
			c.ID = fmt.Sprint(c.ID, "_", i)
			return &c
		}
		root.All = append(root.All, &Criterion{Any: []*Criterion{at(0), at(1), at(3)}})
	}
	r.Criteria = root
	r.ID = "tangle"
	return r
}

// TestConjunctionRule: where the exact search is replaced, a conjunction is
// asked in the same order and expects the same number.
func TestConjunctionRule(t *testing.T) {
	exact, rough := conjunction(8, 4), conjunction(8, 4)
	rough.prepared().rough = true
	if diff := cmp.Diff(follow(exact, Case{}), follow(rough, Case{})); diff != "" {
		t.Error(diff)
	}
	if e, r := exact.Expected(Case{}), rough.Expected(Case{}); math.Abs(e-r) > 1e-9 {
		t.Errorf("exact expects %v, the conjunction rule %v", e, r)
	}
}

// TestSearchGivesUp: a rule just beyond the limit switches on the way.
func TestSearchGivesUp(t *testing.T) {
	r := conjunction(exactQuestions, 3)
	if n := len(follow(r, Case{})); n == 0 || !r.plan.rough {
		t.Errorf("asked %d questions, rough: %t", n, r.plan.rough)
	}
	rough := conjunction(exactQuestions, 3)
	rough.prepared().rough = true
	if got, want := r.Expected(Case{}), rough.Expected(Case{}); got != want {
		t.Errorf("expects %v after the search, %v without it", got, want)
	}
}

func TestRoughHeedsTheAuthor(t *testing.T) {
	r := conjunction(6, 3)
	r.prepared().rough = true
	plain := follow(r, Case{})
	r = conjunction(6, 3)
	r.PinFirst = keys(plain[5])
	for _, q := range r.Questions {
		q.Last = q.ID == plain[0]
	}
	r.prepared().rough = true
	want := keys(plain[5], plain[1], plain[2], plain[3], plain[4], plain[0])
	if diff := cmp.Diff(want, follow(r, Case{})); diff != "" {
		t.Error(diff)
	}
}

// TestEqualsKeepTheirOrder: of equally good questions the first is asked first.
func TestEqualsKeepTheirOrder(t *testing.T) {
	r := conjunction(3, 3)
	for _, q := range r.Questions {
		q.Options = r.Questions[0].Options
	}
	for want, given := range map[string]answers{"q0": nil, "q1": {"q0": "o0"}, "q2": {"q0": "o0", "q1": "o0"}} {
		if q, _ := r.Next(Case{Answers: given}); q != want {
			t.Errorf("asks %s, want %s", q, want)
		}
	}
}

func TestPriorsNeedNotSum(t *testing.T) {
	counts, none := housing(), housing()
	for i := range counts.Questions {
		for o := range counts.Questions[i].Options {
			counts.Questions[i].Options[o].Prior *= 200
			none.Questions[i].Options[o].Prior = 0
		}
	}
	c := Case{On: during, Tables: onList()}
	if got := counts.Expected(c); math.Abs(got-2.55753) > 1e-6 {
		t.Errorf("counts in place of shares: expects %v", got)
	}
	// Every option alike: xa 1/2, class and since 2/5, help 1/4 can stop it.
	if got, want := none.Expected(c), 1+0.5+0.5*0.6+0.5*0.6*0.6; math.Abs(got-want) > 1e-9 {
		t.Errorf("no priors: expects %v, want %v", got, want)
	}
}

func TestLargeRule(t *testing.T) {
	r := conjunction(40, 4)
	if errs := r.Validate(); errs != nil {
		t.Fatal(errs)
	}
	if !r.plan.rough {
		t.Error("40 questions were searched exactly")
	}
	order := follow(r, Case{})
	if len(order) != 40 {
		t.Errorf("asked %d questions of 40", len(order))
	}
	sum, goes := 0.0, 1.0
	for _, id := range order {
		sum += goes
		for _, q := range r.Questions {
			if q.ID == id {
				goes *= 1 - q.Options[1].Prior
			}
		}
	}
	if got := r.Expected(Case{}); math.Abs(got-sum) > 1e-9 {
		t.Errorf("expects %v questions, it takes %v", got, sum)
	}
}

// TestRoughNeverAsksInVain follows a large tangled rule to its end: it must not
// ask for what an answered way out has made pointless.
func TestRoughNeverAsksInVain(t *testing.T) {
	r := tangle(15, 3)
	r.prepared().rough = true
	order := follow(r, Case{})
	if len(order) == 0 || len(order) > 10 {
		t.Errorf("asked %v", order)
	}
	given := answers{}
	for _, id := range order {
		given[id] = "o0"
	}
	if res := r.Evaluate(Case{Answers: given}); res.Verdict != Likely || res.Open {
		t.Errorf("came to %s open=%t", res.Verdict, res.Open)
	}
}

// TestRoughIsBounded: even a rule made to be hard takes no more than its share
// of memory.
func TestRoughIsBounded(t *testing.T) {
	r := conjunction(21, 4)
	single := r.Criteria.All
	r.Criteria = &Criterion{}
	for i := range single {
		r.Criteria.All = append(r.Criteria.All, &Criterion{Any: []*Criterion{single[i], single[(i+5)%21]}})
	}
	if n := r.Expected(Case{}); n < 1 || n > 21 {
		t.Errorf("expects %v questions", n)
	}
	if n := len(r.plan.memo); n > searchLimit+maxNodes {
		t.Errorf("keeps %d states", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	shared, half := overseas(), area(map[string]Truth{"in": Met, "out": Unmet}, "in", "out")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			c := Case{On: during, Tables: half}
			if i%2 == 0 {
				c.Answers = answers{"wants": "yes"}
			}
			for range 100 {
				if q, ok := shared.Next(c); q != "xa" || !ok {
					t.Errorf("asks %q", q)
				}
				shared.Evaluate(c)
			}
		})
	}
	wg.Wait()
}

func BenchmarkEvaluate(b *testing.B) {
	r := housing()
	c := Case{On: during, Tables: onList(), Answers: answers{"class": "poor", "help": "no"}}
	b.ReportAllocs()
	for b.Loop() {
		r.Evaluate(c)
	}
}

func BenchmarkNext(b *testing.B) {
	tests := []struct {
		name string
		rule func() *Rule
		c    Case
	}{
		{"housing", housing, Case{On: during, Tables: onList(), Answers: answers{"class": "poor"}}},
		{"overseas", overseas, Case{On: during, Tables: area(map[string]Truth{"in": Met}, "in", "out")}},
		{"8x6", func() *Rule { return conjunction(8, 6) }, Case{}},
		{"8x6tangled", func() *Rule { return tangle(8, 6) }, Case{}},
		{"12x6", func() *Rule { return conjunction(12, 6) }, Case{}},
		{"40x4rough", func() *Rule { return conjunction(40, 4) }, Case{}},
	}
	for _, tt := range tests {
		b.Run("cold/"+tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tt.rule().Next(tt.c)
			}
		})
		b.Run("warm/"+tt.name, func(b *testing.B) {
			r := tt.rule()
			r.Next(tt.c)
			b.ReportAllocs()
			for b.Loop() {
				r.Next(tt.c)
			}
			b.ReportMetric(float64(len(r.plan.memo)), "states")
		})
	}
}
