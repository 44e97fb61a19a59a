package check

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tinban/content"
	"tinban/eligibility"
)

// exhaustive is how many combinations of answers are gone through one by one;
// rapid tries rules of any size beside that.
const exhaustive = 200_000

// today is the day the content was written for.
var today = eligibility.Date{Year: 2026, Month: 11, Day: 25}

// shipped is the library as it is shipped, loaded once. Nothing here changes it.
var shipped = sync.OnceValues(func() (*content.Library, error) { return content.Load(content.Embedded()) })

func realLibrary(t testing.TB) *content.Library {
	t.Helper()
	lib, err := shipped()
	if err != nil {
		t.Fatalf("the library does not load:\n%v", err)
	}
	return lib
}

func rulesOf(lib *content.Library) (out []*content.Rule) {
	for _, id := range slices.Sorted(maps.Keys(lib.Rules)) {
		out = append(out, lib.Rules[id]...)
	}
	return out
}

// tablesOf are the tables a rule is tried with; without a gate that reads one
// there is nothing to fill.
func tablesOf(lib *content.Library, r *content.Rule) map[string]eligibility.Tables {
	if !readsTable(r) {
		return map[string]eligibility.Tables{"as they are": lib}
	}
	return map[string]eligibility.Tables{
		"as they are": lib, "filled with yes": filled{lib, lib, eligibility.Met}, "filled with no": filled{lib, lib, eligibility.Unmet},
	}
}

// edgeDays is every day on which a rule may change its mind, with the day
// before and the day after.
func edgeDays(lib *content.Library, r *content.Rule) []eligibility.Date {
	days := map[eligibility.Date]bool{today: true}
	mark := func(d eligibility.Date) {
		if !d.IsZero() {
			days[shift(d, -1)], days[d], days[shift(d, 1)] = true, true, true
		}
	}
	mark(r.From.Date)
	mark(r.To.Date)
	mark(afterMonths(r.Reviewed.On.Date, r.ReviewMonths+1))
	for _, g := range r.Gates {
		mark(g.From.Date)
		mark(g.To.Date)
		if t := lib.Tables[g.Table]; t != nil {
			for _, row := range t.Rows {
				mark(row.From.Date)
				mark(row.To.Date)
			}
		}
	}
	return slices.SortedFunc(maps.Keys(days), compareDays)
}

// communeKinds is a commune not known, one of each generation, and one that
// does not exist.
func communeKinds(lib *content.Library) []string {
	kinds := map[int]string{}
	for _, n := range lib.PlaceNames() {
		after := 0
		for id := n.ID; lib.Commune(id).Successor != ""; id = lib.Commune(id).Successor {
			after++
		}
		kinds[after] = n.ID
	}
	return append(slices.Sorted(maps.Values(kinds)), "", "khong-co-xa-nay")
}

// said collects which words a rule owes to somebody on a day.
type said map[saidOn]bool

type saidOn struct {
	what, id string // verdict, unmet, unknown or gate
	on       eligibility.Date
}

func TestEveryAnswerToEveryRule(t *testing.T) {
	lib := realLibrary(t)
	kinds := communeKinds(lib)
	for _, r := range rulesOf(lib) {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			p, owed, cases := newPlain(lib, r), said{}, 0
			if p.size > exhaustive {
				t.Logf("%d combinations of answers: left to rapid", p.size)
				return
			}
			for name, tables := range tablesOf(lib, r) {
				for _, on := range edgeDays(lib, r) {
					for _, commune := range kinds {
						s := &sweep{t: t, p: p, w: world{on, tables}, commune: commune, owed: owed, name: name}
						s.run()
						cases += p.size
					}
				}
			}
			sayable(t, lib, r, owed)
			t.Logf("%d combinations of answers, %d cases, %d texts", p.size, cases, len(owed))
		})
	}
}

// sweep goes through every combination of answers on one day, for one commune
// and one filling of the tables.
type sweep struct {
	t        *testing.T
	p        *plainRule
	w        world
	commune  string
	name     string
	owed     said
	verdicts []eligibility.Verdict
	longest  []int
}

func (s *sweep) run() {
	s.t.Helper()
	s.verdicts, s.longest = make([]eligibility.Verdict, s.p.size), make([]int, s.p.size)
	v := s.p.view(s.w, s.commune)
	for at := s.p.size - 1; at >= 0; at-- { // more answers come first
		c := s.caseAt(at)
		got, want := s.p.rule.Compiled.Evaluate(c), v.decide(at)
		if wrong := differs(got, want); wrong != "" {
			s.t.Fatalf("%s: %s", s.where(at), wrong)
		}
		s.verdicts[at] = got.Verdict
		s.ask(at, c, got)
		if s.w.tables == eligibility.Tables(s.p.lib) {
			s.owe(got) // tables nobody has filled owe no words yet
		}
	}
	verdict := func(at int) eligibility.Verdict { return s.verdicts[at] }
	for at := range s.p.size {
		if wrong := s.p.turns(at, s.commune, verdict); wrong != "" {
			s.t.Fatalf("%s: %s", s.where(at), wrong)
		}
	}
}

func (s *sweep) caseAt(at int) eligibility.Case {
	return eligibility.Case{Answers: s.p.answers(at), On: s.w.on, Commune: s.commune, Tables: s.w.tables}
}

func (s *sweep) where(at int) string {
	return fmt.Sprintf("%s, commune %q, tables %s, %v", s.w.on, s.commune, s.name, s.p.answers(at))
}

// differs holds a result against the rule as written, and against what every
// verdict has to name.
func differs(got eligibility.Result, want outcome) string {
	if have := (outcome{got.Verdict, got.Gate, got.Redirect, got.Unmet, got.Unknown}); !have.is(want) {
		return "not what the rule says; -want +got\n" + cmp.Diff(want, have)
	}
	named := false
	switch got.Verdict {
	case eligibility.Likely:
		named = len(got.Unmet) == 0 && len(got.Unknown) == 0 && got.Gate == ""
	case eligibility.NeedInfo:
		named = len(got.Unmet) == 0 && (len(got.Unknown) > 0 || got.Gate != "")
	case eligibility.Unlikely:
		named = len(got.Unmet) > 0 && got.Gate == ""
	case eligibility.Redirect:
		named = got.Gate != "" && got.Redirect != "" && !got.Open
	case eligibility.Ended:
		named = got.Gate != "" && !got.Open
	}
	if !named {
		return fmt.Sprintf("the verdict does not name its reasons: %+v", got)
	}
	return ""
}

// ask follows Next and counts the most questions that come.
func (s *sweep) ask(at int, c eligibility.Case, res eligibility.Result) {
	id, ok := s.p.rule.Compiled.Next(c)
	if ok != res.Open {
		s.t.Fatalf("%s: open is %v, and a question to ask is %v", s.where(at), res.Open, ok)
	}
	if !ok {
		return
	}
	q := slices.IndexFunc(s.p.questions, func(q *content.Question) bool { return q.ID == id })
	if q < 0 || s.p.digit(at, q) != 0 || (q == s.p.commune && s.commune != "") {
		s.t.Fatalf("%s: asks %q, which it does not have or knows already", s.where(at), id)
	}
	for d := range s.p.questions[q].Options {
		s.longest[at] = max(s.longest[at], 1+s.longest[at+(d+1)*s.p.places[q]])
	}
	if most := s.p.rule.MaxQuestions; s.longest[at] > most || most == 0 {
		s.t.Fatalf("%s: %d questions can follow, %d are announced", s.where(at), s.longest[at], most)
	}
}

// turns looks at every way to go on from a position: a likely that rests on
// something not known, and an unlikely that another answer would turn.
func (p *plainRule) turns(at int, commune string, verdict func(int) eligibility.Verdict) string {
	now := verdict(at)
	for q, question := range p.questions {
		d := p.digit(at, q)
		unknown := d == 0 || question.Options[d-1].Unknown
		if q == p.commune && (commune != "" || readsTable(p.rule)) {
			continue // a gate reads it, or it is known already
		}
		for o := range question.Options {
			then := verdict(at + (o+1-d)*p.places[q])
			switch {
			case now == eligibility.Likely && unknown && then != eligibility.Likely:
				return fmt.Sprintf("likely although %q is not known: with %q it is %s", question.ID, question.Options[o].Key, then)
			case now == eligibility.Unlikely && d == 0 && then != eligibility.Unlikely:
				return fmt.Sprintf("unlikely, and with %q = %q it is %s", question.ID, question.Options[o].Key, then)
			}
		}
	}
	return ""
}

func readsTable(r *content.Rule) bool {
	return slices.ContainsFunc(r.Gates, func(g content.Gate) bool { return g.Table != "" })
}

// owe notes the words a result needs.
func (s *sweep) owe(res eligibility.Result) {
	s.owed[saidOn{"verdict", string(res.Verdict), s.w.on}] = true
	for _, id := range res.Unmet {
		s.owed[saidOn{"unmet", id, s.w.on}] = true
	}
	for _, id := range res.Unknown {
		s.owed[saidOn{"unknown", id, s.w.on}] = true
	}
	// The service has words of its own for these two.
	if res.Gate != "" && res.Gate != eligibility.ValidityGate && res.Gate != content.ReviewGate {
		s.owed[saidOn{"gate", res.Gate, s.w.on}] = true
	}
}

// sayable renders what is owed, on the days the rule is the one that answers.
func sayable(t *testing.T, lib *content.Library, r *content.Rule, owed said) {
	t.Helper()
	for o := range owed {
		if lib.RuleOn(r.Programme, o.on) != r {
			continue
		}
		words := wordsFor(r, o.what, o.id)
		for _, v := range []content.View{{On: o.on}, {On: o.on, Commune: "a-luoi-4"}} {
			long, err := lib.Render(words.Long, v)
			v.Short = true
			short, err2 := lib.Render(words.Short, v)
			if err != nil || err2 != nil || long.Text == "" || short.Text == "" {
				t.Errorf("%s: there are no words for %s %q (%v, %v)", o.on, o.what, o.id, err, err2)
			}
		}
	}
}

func wordsFor(r *content.Rule, what, id string) (words content.Words) {
	if what == "verdict" {
		return r.Verdicts[eligibility.Verdict(id)]
	}
	for _, g := range r.Gates {
		if what == "gate" && g.ID == id {
			return g.Say
		}
	}
	each(r.Criteria, func(c *content.Criterion) {
		switch {
		case c.ID == id && what == "unmet":
			words = c.SayUnmet
		case c.ID == id && what == "unknown":
			words = c.SayUnknown
		}
	})
	return words
}

// drawn are tables filled at random, commune by commune.
type drawn struct {
	*content.Library
	cells map[string]eligibility.Truth
}

func (d drawn) Lookup(table, commune string, on eligibility.Date) eligibility.Truth {
	if commune == "" {
		return d.Library.Lookup(table, commune, on)
	}
	return d.cells[table+" "+commune]
}

// TestAnyDayAnyTable tries rules of every size on days and tables nobody
// thought of, and walks each check to its end.
func TestAnyDayAnyTable(t *testing.T) {
	lib := realLibrary(t)
	for _, r := range rulesOf(lib) {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			p, kinds := newPlain(lib, r), communeKinds(lib)
			rapid.Check(t, func(rt *rapid.T) {
				on := shift(r.From.Date, rapid.IntRange(-400, 2500).Draw(rt, "days after it begins"))
				tables := drawTables(rt, lib, r, on)
				v := p.view(world{on, tables}, rapid.SampledFrom(kinds).Draw(rt, "commune"))
				p.walk(rt, v, on, tables)
			})
		})
	}
}

func drawTables(rt *rapid.T, lib *content.Library, r *content.Rule, on eligibility.Date) drawn {
	tables := drawn{lib, map[string]eligibility.Truth{}}
	for _, g := range r.Gates {
		for _, id := range append(lib.Communes(on), communeKinds(lib)...) {
			key := g.Table + " " + id
			tables.cells[key] = rapid.SampledFrom(truths).Draw(rt, key)
		}
	}
	return tables
}

var truths = []eligibility.Truth{eligibility.Met, eligibility.Unmet, eligibility.Unknown}

// walk begins with any answers and follows Next to the end.
func (p *plainRule) walk(rt *rapid.T, v *view, on eligibility.Date, tables eligibility.Tables) {
	verdict := func(at int) eligibility.Verdict { return v.decide(at).Verdict }
	at := rapid.IntRange(0, p.size-1).Draw(rt, "answers")
	for asked := 0; ; asked++ {
		c := eligibility.Case{Answers: p.answers(at), On: on, Commune: v.commune, Tables: tables}
		got := p.rule.Compiled.Evaluate(c)
		if wrong := differs(got, v.decide(at)); wrong != "" {
			rt.Fatal(wrong)
		}
		if wrong := p.turns(at, v.commune, verdict); wrong != "" {
			rt.Fatal(wrong)
		}
		id, ok := p.rule.Compiled.Next(c)
		if ok != got.Open || asked > p.rule.MaxQuestions {
			rt.Fatalf("question %d of %d, open is %v, next is %q", asked, p.rule.MaxQuestions, got.Open, id)
		}
		if !ok {
			return
		}
		q := slices.IndexFunc(p.questions, func(q *content.Question) bool { return q.ID == id })
		at += rapid.IntRange(1, len(p.questions[q].Options)).Draw(rt, id) * p.places[q]
	}
}
