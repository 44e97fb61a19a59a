package eligibility

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

type answers = map[string]string

func TestHousing(t *testing.T) {
	tests := []struct {
		name           string
		on             Date
		answers        answers
		commune        string
		verdict        Verdict
		open           bool
		gate           string
		unmet, unknown []string
	}{
		{"poor, long on their own, no help yet", during, answers{"xa": Inside, "class": "poor", "since": "old", "help": "no"}, "", Likely, false, "", nil, nil},
		{"near-poor counts too", during, answers{"xa": Inside, "class": "near", "since": "old", "help": "no"}, "", Likely, false, "", nil, nil},
		{"a commune known from before is an answer", during, answers{"class": "near", "since": "old", "help": "no"}, "a-luoi-1", Likely, false, "", nil, nil},
		{"living elsewhere wins over a commune known from before", during, answers{"xa": Outside}, "a-luoi-1", Unlikely, false, "", keys("lives_here"), nil},
		{"one no is enough", during, answers{"xa": Inside, "class": "left"}, "", Unlikely, false, "", keys("poor"), nil},
		{"every no is named", during, answers{"class": "left", "help": "state"}, "", Unlikely, false, "", keys("poor", "no_help"), nil},
		{"charity is for an officer", during, answers{"xa": Inside, "class": "poor", "since": "old", "help": "charity"}, "", NeedInfo, false, "", nil, keys("no_help")},
		{"the year in doubt is for an officer", during, answers{"xa": Inside, "class": "poor", "since": "edge", "help": "no"}, "", NeedInfo, false, "", nil, keys("own_home")},
		{"do not know is not no", during, answers{"xa": Inside, "class": "dunno", "since": "old", "help": "no"}, "", NeedInfo, false, "", nil, keys("poor")},
		{"do not know leaves the rest worth asking", during, answers{"class": "dunno"}, "", NeedInfo, true, "", nil, keys("lives_here", "poor", "own_home", "no_help")},
		{"one no beats every unknown", during, answers{"xa": Inside, "class": "dunno", "since": "shared", "help": "dunno"}, "", Unlikely, false, "", keys("own_home"), nil},
		{"off the list: never likely", later, answers{"xa": Inside, "class": "poor", "since": "old", "help": "no"}, "", NeedInfo, false, "on_list", nil, nil},
		{"off the list: a no stays a no", later, answers{"help": "state"}, "", Unlikely, false, "", keys("no_help"), nil},
		{"ended, whatever is answered", after, answers{"class": "poor"}, "", Ended, false, "window", nil, nil},
		{"nothing answered", during, nil, "", NeedInfo, true, "", nil, keys("lives_here", "poor", "own_home", "no_help")},
		{"an answer the question no longer has is no answer", during, answers{"class": "rich"}, "", NeedInfo, true, "", nil, keys("lives_here", "poor", "own_home", "no_help")},
		{"no date: a window that cannot be read caps", Date{}, answers{"xa": Inside, "class": "poor", "since": "old", "help": "no"}, "", NeedInfo, false, "window", nil, nil},
	}
	r := housing()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := r.Evaluate(Case{Answers: tt.answers, On: tt.on, Commune: tt.commune, Tables: onList()})
			if len(got.Steps) != 4 {
				t.Errorf("%d steps, want one for each of the 4 leaves", len(got.Steps))
			}
			got.Steps = nil
			want := Result{Verdict: tt.verdict, Open: tt.open, Gate: tt.gate, Unmet: tt.unmet, Unknown: tt.unknown}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStepsTellAskedFromUnknown(t *testing.T) {
	got := housing().Evaluate(Case{
		Answers: answers{"class": "dunno", "help": "no"}, Commune: "a-luoi-2", On: during, Tables: onList(),
	})
	want := []Step{
		{ID: "lives_here", Truth: Met, Question: "xa", Answer: Inside, Asked: true},
		{ID: "poor", Truth: Unknown, Question: "class", Answer: "dunno", Asked: true},
		{ID: "own_home", Truth: Unknown, Question: "since"},
		{ID: "no_help", Truth: Met, Question: "help", Answer: "no", Asked: true},
	}
	if diff := cmp.Diff(want, got.Steps); diff != "" {
		t.Error(diff)
	}
}

func TestOverseas(t *testing.T) {
	filled := area(map[string]Truth{"in": Met, "out": Unmet}, "in", "out", "blank")
	unfilled := area(nil, "in", "out", "blank")
	both := answers{"xa": Inside, "wants": "yes"}
	tests := []struct {
		name    string
		answers answers
		commune string
		tables  Tables
		verdict Verdict
		open    bool
		gate    string
	}{
		{"commune of the other programme", both, "in", filled, Redirect, false, "other_area"},
		{"redirected before any other question", nil, "in", filled, Redirect, false, "other_area"},
		{"a redirect beats a no", answers{"wants": "no"}, "in", filled, Redirect, false, "other_area"},
		{"commune of this programme", both, "out", filled, Likely, false, ""},
		{"nobody filled in this commune", both, "blank", filled, NeedInfo, false, "other_area"},
		{"inside, but no id of a commune", both, "", filled, NeedInfo, false, "other_area"},
		{"commune not asked yet", answers{"wants": "yes"}, "", filled, NeedInfo, true, "other_area"},
		{"a no is final before the commune is known", answers{"wants": "no"}, "", filled, Unlikely, false, ""},
		{"living elsewhere reads no commune", answers{"xa": Outside}, "in", filled, Unlikely, false, ""},
		{"table not filled: never likely", both, "out", unfilled, NeedInfo, false, "other_area"},
		{"table not filled: a no can still come", nil, "out", unfilled, NeedInfo, true, "other_area"},
		{"no tables at all", both, "out", nil, NeedInfo, false, "other_area"},
		{"one value for every commune needs no commune", both, "", table{all: map[string]Truth{"minority_area": Unmet}}, Likely, false, ""},
	}
	r := overseas()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Case{Answers: tt.answers, On: during, Commune: tt.commune, Tables: tt.tables}
			got := r.Evaluate(c)
			if got.Verdict != tt.verdict || got.Open != tt.open || got.Gate != tt.gate {
				t.Errorf("got %s open=%t gate=%q, want %s open=%t gate=%q",
					got.Verdict, got.Open, got.Gate, tt.verdict, tt.open, tt.gate)
			}
			if want := map[bool]string{true: "minority"}[got.Verdict == Redirect]; got.Redirect != want {
				t.Errorf("redirects to %q, want %q", got.Redirect, want)
			}
			if _, ok := r.Next(c); ok != tt.open {
				t.Errorf("Next has a question: %t, want %t", ok, tt.open)
			}
		})
	}
}

func TestNoIsFinalOnlyIfTheAuthorSaysSo(t *testing.T) {
	r := overseas()
	r.StopOnFirstNo = false
	c := Case{Answers: answers{"wants": "no"}, On: during, Tables: area(map[string]Truth{"in": Met}, "in", "out")}
	if got := r.Evaluate(c); got.Verdict != Unlikely || !got.Open {
		t.Errorf("got %s open=%t, want an unlikely that the commune may still redirect", got.Verdict, got.Open)
	}
	if q, _ := r.Next(c); q != "xa" {
		t.Errorf("asks %q, want the commune", q)
	}
}

func TestGatePrecedence(t *testing.T) {
	fails := func(id string, e Effect) *Gate { return &Gate{ID: id, Table: id, Equals: true, OnFail: e} }
	end, go1, go2 := Effect{Verdict: Ended}, Effect{Redirect: "one"}, Effect{Verdict: Redirect, Redirect: "two"}
	limit := Effect{Cap: NeedInfo}
	tests := []struct {
		name  string
		gates []*Gate
		want  Result
	}{
		{"an ending beats a redirect", []*Gate{fails("a", go1), fails("b", end)}, Result{Verdict: Ended, Gate: "b"}},
		{"a redirect beats a cap", []*Gate{fails("a", limit), fails("b", go2)}, Result{Verdict: Redirect, Gate: "b", Redirect: "two"}},
		{"of equals the first", []*Gate{fails("a", go1), fails("b", go2)}, Result{Verdict: Redirect, Gate: "a", Redirect: "one"}},
		{"an effect left empty caps", []*Gate{fails("a", Effect{})}, Result{Verdict: NeedInfo, Gate: "a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := housing()
			r.Gates = tt.gates
			all := map[string]Truth{"a": Unmet, "b": Unmet}
			got := r.Evaluate(Case{
				Answers: answers{"xa": Inside, "class": "poor", "since": "old", "help": "no"},
				On:      during, Tables: table{all: all},
			})
			got.Steps = nil
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValidityEndsWithoutAGate(t *testing.T) {
	r := housing()
	r.Gates = nil
	got := r.Evaluate(Case{On: after})
	if got.Verdict != Ended || got.Gate != ValidityGate || got.Open {
		t.Errorf("got %s gate=%q open=%t, want ended by the rule's own dates", got.Verdict, got.Gate, got.Open)
	}
	if got = r.Evaluate(Case{On: day(2022, 9, 7)}); got.Verdict != Ended {
		t.Errorf("the day before it begins: %s, want ended", got.Verdict)
	}
	if got = r.Evaluate(Case{On: day(2025, 12, 31)}); got.Verdict != NeedInfo {
		t.Errorf("its last day: %s, want need_info", got.Verdict)
	}
}

// TestGroups checks any and not, and which leaves carry the verdict.
func TestGroups(t *testing.T) {
	r := &Rule{
		ID: "groups",
		Criteria: &Criterion{All: []*Criterion{
			{Any: []*Criterion{
				leaf("a", "a", keys("y"), keys("n")),
				{All: []*Criterion{leaf("b", "b", keys("y"), keys("n")), leaf("c", "c", keys("y"), keys("n"))}},
			}},
			{Not: &Criterion{Any: []*Criterion{leaf("d", "d", keys("y"), keys("n")), leaf("e", "e", keys("y"), keys("n"))}}},
		}},
	}
	for _, id := range keys("a", "b", "c", "d", "e") {
		r.Questions = append(r.Questions, &Question{ID: id, Options: []Option{
			{Key: "y", Prior: 0.5}, {Key: "n", Prior: 0.4}, {Key: "dunno", Prior: 0.1, Unknown: true},
		}})
	}
	if errs := r.Validate(); errs != nil {
		t.Fatal(errs)
	}
	tests := []struct {
		name           string
		given          string // answers to a to e; '-' not asked, '?' do not know
		verdict        Verdict
		open           bool
		unmet, unknown []string
	}{
		{"one way is enough", "y--nn", Likely, false, nil, nil},
		{"the other way too", "nyynn", Likely, false, nil, nil},
		{"a met below a not is the reason", "y--y-", Unlikely, false, keys("d"), nil},
		{"both ways fail", "nyn--", Unlikely, false, keys("a", "c"), nil},
		{"what a decided branch lacks is no reason", "yn-n?", NeedInfo, false, nil, keys("e")},
		{"an unknown way out", "n?ynn", NeedInfo, false, nil, keys("b")},
		{"a way is still to be asked", "n-ynn", NeedInfo, true, nil, keys("b")},
		{"unknown either way, but a no can come", "?---n", NeedInfo, true, nil, keys("a", "b", "c", "d")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			given := answers{}
			for i, a := range tt.given {
				if key := map[rune]string{'y': "y", 'n': "n", '?': "dunno"}[a]; key != "" {
					given[r.Questions[i].ID] = key
				}
			}
			got := r.Evaluate(Case{Answers: given})
			got.Steps = nil
			want := Result{Verdict: tt.verdict, Open: tt.open, Unmet: tt.unmet, Unknown: tt.unknown}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnusableRuleDecidesNothing(t *testing.T) {
	broken := map[string]*Rule{
		"no criteria":      {ID: "x"},
		"unknown question": {ID: "x", Criteria: leaf("a", "a", keys("y"), nil)},
		"two shapes":       {ID: "x", Criteria: &Criterion{When: &When{}, Not: &Criterion{}}},
		"nil question":     {ID: "x", Questions: []*Question{nil}},
	}
	loop := &Criterion{}
	loop.Not = loop
	broken["contains itself"] = &Rule{ID: "x", Criteria: loop}
	for name, r := range broken {
		t.Run(name, func(t *testing.T) {
			if got := r.Evaluate(Case{}); got.Verdict != NeedInfo || got.Open {
				t.Errorf("got %s open=%t", got.Verdict, got.Open)
			}
			if q, ok := r.Next(Case{}); ok {
				t.Errorf("asks %q", q)
			}
			if n := r.Expected(Case{}); n != 0 {
				t.Errorf("expects %v questions", n)
			}
			if len(r.Validate()) == 0 {
				t.Error("Validate finds nothing")
			}
		})
	}
}

func TestTruthWords(t *testing.T) {
	for truth, want := range map[Truth]string{Unknown: "unknown", Met: "met", Unmet: "unmet"} {
		if truth.String() != want {
			t.Errorf("%d is %q, want %q", truth, truth, want)
		}
	}
}
