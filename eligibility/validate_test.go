package eligibility

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestValidateAcceptsTheExamples(t *testing.T) {
	for _, r := range []*Rule{housing(), overseas()} {
		if errs := r.Validate(); errs != nil {
			t.Errorf("%s: %v", r.ID, errs)
		}
	}
}

// mistake is a change to a good rule and the beginning of what is said about it.
type mistake struct {
	name   string
	change func(*Rule)
	want   string
}

func yesNo(id string) *Question {
	return &Question{ID: id, Options: []Option{{Key: "yes", Prior: 0.5}, {Key: "no", Prior: 0.5}}}
}

func when(r *Rule, i int) *When { return r.Criteria.All[i].When }

var badRules = []mistake{
	{"rule without an id", func(r *Rule) { r.ID = "" }, "rule: it has no id"},
	{"dates swapped", func(r *Rule) { r.ValidFrom, r.ValidTo = r.ValidTo, r.ValidFrom }, "rule housing: it ends on 2022-09-08, before"},
	{"limit below zero", func(r *Rule) { r.MaxQuestions = -1 }, "rule housing: the most questions allowed is -1"},
	{"more questions than allowed", func(r *Rule) { r.MaxQuestions = 3 }, "rule housing: a check can take 4 questions, and 3 are allowed"},
	{"no way to likely", func(r *Rule) { when(r, 3).Met = nil }, `rule housing: no answers lead to "likely"`},
	{"pins what it does not have", func(r *Rule) { r.PinFirst = keys("age") }, `rule housing: it pins the question "age", which it does not have`},
	{"pins what comes last", func(r *Rule) { r.PinFirst = keys("help"); r.Questions[3].Last = true }, `rule housing: it pins the question "help", which is to be asked last`},
	{"pins twice", func(r *Rule) { r.PinFirst = keys("help", "help") }, `rule housing: it pins the question "help" twice`},
}

var badGates = []mistake{
	{"gate missing", func(r *Rule) { r.Gates[0] = nil }, "gate: it is empty"},
	{"gate without an id", func(r *Rule) { r.Gates[0].ID = "" }, "gate: it has no id"},
	{"gate id taken", func(r *Rule) { r.Gates[0].ID = "on_list" }, "gate on_list: this id is taken"},
	{"gate id reserved", func(r *Rule) { r.Gates[0].ID = ValidityGate }, "gate validity: this id is taken"},
	{"gate with both", func(r *Rule) { r.Gates[0].Table = "x" }, "gate window: it has a date window and a table"},
	{"gate with neither", func(r *Rule) { r.Gates[1].Table = "" }, "gate on_list: it has neither"},
	{"gate window swapped", func(r *Rule) { r.Gates[0].From = day(2026, 1, 1) }, "gate window: its window ends on 2025-12-31, before"},
	{"gate does nothing", func(r *Rule) { r.Gates[0].OnFail = Effect{} }, "gate window: nothing happens when it fails"},
	{"gate decides too much", func(r *Rule) { r.Gates[0].OnFail.Verdict = Likely }, `gate window: when it fails the verdict is "likely"`},
	{"gate caps at likely", func(r *Rule) { r.Gates[1].OnFail.Cap = Likely }, `gate on_list: when it fails it caps at "likely"`},
	{"gate redirects nowhere", func(r *Rule) { r.Gates[1].OnUnknown.Verdict = Redirect }, "gate on_list: when it is unknown it redirects nowhere"},
	{"gate ends and redirects", func(r *Rule) { r.Gates[0].OnFail.Redirect = "x" }, "gate window: when it fails it does two things"},
	{"gate caps and redirects", func(r *Rule) { r.Gates[1].OnFail.Redirect = "x" }, "gate on_list: when it fails it does two things"},
}

var badQuestions = []mistake{
	{"question missing", func(r *Rule) { r.Questions[1] = nil }, "question: it is empty"},
	{"question without an id", func(r *Rule) { r.Questions[1].ID = "" }, "question: it has no id"},
	{"question twice", func(r *Rule) { r.Questions = append(r.Questions, yesNo("help")) }, "question help: it is listed twice"},
	{"question nobody reads", func(r *Rule) { r.Questions = append(r.Questions, yesNo("age")) }, "question age: no criterion reads it"},
	{"commune nobody reads", func(r *Rule) { r.Criteria.All, r.Gates = r.Criteria.All[1:], r.Gates[:1] }, "question xa: no criterion reads it"},
	{"question with one option", func(r *Rule) { r.Questions[3].Options = r.Questions[3].Options[:1] }, "question help: it has 1 options"},
	{"option without a key", func(r *Rule) { r.Questions[3].Options[2].Key = "" }, "question help: an option has no key"},
	{"option twice", func(r *Rule) { r.Questions[3].Options[2].Key = "no" }, `question help: two options have the key "no"`},
	{"prior out of range", func(r *Rule) { r.Questions[3].Options[0].Prior = -0.1 }, `question help: the prior of "no" is -0.1`},
	{"prior not a number", func(r *Rule) { r.Questions[3].Options[0].Prior = math.NaN() }, `question help: the prior of "no" is NaN`},
	{"priors do not sum to 1", func(r *Rule) { r.Questions[3].Options[0].Prior = 0.5 }, "question help: its priors sum to 0.88"},
	{"cost below zero", func(r *Rule) { r.Questions[3].Cost = -1 }, "question help: its cost is -1"},
	{"kind", func(r *Rule) { r.Questions[3].Kind = "date" }, `question help: its kind is "date"`},
	{"commune without inside", func(r *Rule) { r.Questions[0].Options[0].Key = "in" }, `question xa: a commune question needs the option "trong"`},
	{"commune option beside", func(r *Rule) {
		r.Questions[0].Options = append(r.Questions[0].Options, Option{Key: "near"})
	}, `question xa: a commune question has "trong", "ngoai" and at most`},
	{"inside means unknown", func(r *Rule) { r.Questions[0].Options[0].Unknown = true }, `question xa: a commune question has "trong", "ngoai" and at most`},
	{"two communes", func(r *Rule) {
		q := communeQuestion()
		q.ID = "work"
		r.Questions = append(r.Questions, q)
	}, `question work: the rule has another commune question, "xa"`},
	{"too many questions", func(r *Rule) {
		for range maxNodes {
			r.Questions = append(r.Questions, yesNo("more"))
		}
	}, "rule housing: it has 68 questions"},
}

var badCriteria = []mistake{
	{"criterion missing", func(r *Rule) { r.Criteria = nil }, "criterion: it is empty"},
	{"criterion below missing", func(r *Rule) { r.Criteria.All[0] = nil }, "criterion: it is empty"},
	{"criterion of no shape", func(r *Rule) { r.Criteria.All[0].When = nil }, "criterion lives_here: it has 0 of when"},
	{"criterion of two shapes", func(r *Rule) { r.Criteria.Not = leaf("x", "help", keys("no"), nil) }, "criterion: it has 2 of when"},
	{"criterion without an id", func(r *Rule) { r.Criteria.All[0].ID = "" }, `criterion: the one that reads "xa" has no id`},
	{"criterion twice", func(r *Rule) { r.Criteria.All[0].ID = "poor" }, "criterion poor: this id is taken"},
	{"criterion contains itself", func(r *Rule) { r.Criteria.All[0] = r.Criteria }, "criterion: it is nested deeper than 32"},
	{"too many criteria", func(r *Rule) {
		for range maxNodes {
			r.Criteria.All = append(r.Criteria.All, leaf("more", "help", keys("no"), nil))
		}
	}, "rule housing: it has more than 64 criteria"},
	{"reads an unknown question", func(r *Rule) { when(r, 3).Question = "hlep" }, `criterion no_help: it reads the question "hlep"`},
	{"decides nothing", func(r *Rule) { when(r, 3).Met, when(r, 3).Unmet = nil, nil }, "criterion no_help: no answer meets or fails it"},
	{"unknown option", func(r *Rule) { when(r, 3).Unmet = keys("stat") }, `criterion no_help: "stat" is not an option of help`},
	{"unknown made a no", func(r *Rule) { when(r, 3).Unmet = keys("state", "dunno") }, `criterion no_help: "dunno" means unknown`},
	{"unknown made a yes", func(r *Rule) { when(r, 3).Met = keys("no", "dunno") }, `criterion no_help: "dunno" means unknown`},
	{"option listed twice", func(r *Rule) { when(r, 3).Met = keys("no", "no") }, `criterion no_help: "no" is listed twice`},
	{"option in both lists", func(r *Rule) { when(r, 3).Met = keys("no", "state") }, `criterion no_help: "state" is under met and under unmet`},
	{"question that changes nothing", func(r *Rule) {
		r.Criteria.All[2] = &Criterion{Any: []*Criterion{
			leaf("poor_again", "class", keys("poor", "near"), keys("left", "none")), r.Criteria.All[2],
		}}
	}, "question since: no answer to it ever changes the verdict"},
}

func TestValidateFinds(t *testing.T) {
	for _, tt := range slices.Concat(badRules, badGates, badQuestions, badCriteria) {
		t.Run(tt.name, func(t *testing.T) {
			r := housing()
			tt.change(r)
			var found []string
			for _, err := range r.Validate() {
				found = append(found, err.Error())
				if strings.HasPrefix(err.Error(), tt.want) {
					return
				}
			}
			t.Errorf("want %q, found:\n%s", tt.want, strings.Join(found, "\n"))
		})
	}
}

// TestLimitCountsTheCommune: the commune asked for a gate counts too.
func TestLimitCountsTheCommune(t *testing.T) {
	r := overseas()
	r.Criteria, r.MaxQuestions = r.Criteria.All[1], 1
	errs := r.Validate()
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "can take 2 questions") {
		t.Errorf("found %v", errs)
	}
}

// TestValidRulesWork: what Validate lets pass can be likely, asks no question in
// vain and keeps its limit.
func TestValidRulesWork(t *testing.T) {
	valid := 0
	rapid.Check(t, func(t *rapid.T) {
		n := drawRule(t)
		tidy(n.r)
		n.r.MaxQuestions = rapid.IntRange(1, 5).Draw(t, "most")
		errs := n.r.Validate()
		for _, err := range errs {
			if p := (Problem{}); !errors.As(err, &p) {
				t.Fatalf("%v is no Problem", err)
			}
		}
		if errs != nil {
			return
		}
		valid++
		n = newNaive(n.r, n.on, n.tables)
		if _, most := n.asked(0); most > n.r.MaxQuestions {
			t.Fatalf("%d questions in a row, %d allowed", most, n.r.MaxQuestions)
		}
		n = newNaive(&Rule{Questions: n.r.Questions, Criteria: n.r.Criteria, StopOnFirstNo: true}, during, n.tables)
		if !slices.Contains(n.verdicts, Likely) {
			t.Fatal("it can never be likely")
		}
		for q := range n.r.Questions {
			if !n.matters(0)[q] && n.r.Questions[q].Kind != KindCommune {
				t.Fatalf("%s can never matter", n.r.Questions[q].ID)
			}
		}
	})
	if valid == 0 {
		t.Error("no random rule was valid")
	}
}

// tidy takes the commonest mistakes out of a random rule.
func tidy(r *Rule) {
	read := map[string]bool{}
	var walk func(c *Criterion)
	walk = func(c *Criterion) {
		for _, k := range slices.Concat(c.All, c.Any) {
			walk(k)
		}
		if c.Not != nil {
			walk(c.Not)
		}
		if c.When != nil {
			read[c.When.Question] = true
			for _, q := range r.Questions {
				for _, o := range q.Options {
					if q.ID == c.When.Question && o.Unknown {
						drop := func(key string) bool { return key == o.Key }
						c.When.Met, c.When.Unmet = slices.DeleteFunc(c.When.Met, drop), slices.DeleteFunc(c.When.Unmet, drop)
					}
				}
			}
		}
	}
	walk(r.Criteria)
	r.Questions = slices.DeleteFunc(r.Questions, func(q *Question) bool { return !read[q.ID] })
	r.PinFirst = slices.DeleteFunc(r.PinFirst, func(id string) bool { return !read[id] })
	for _, g := range r.Gates {
		if g.OnFail == (Effect{}) {
			g.OnFail.Cap = NeedInfo
		}
	}
}
