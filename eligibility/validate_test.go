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
	{"rule without an id", func(r *Rule) { r.ID = "" }, "quy tắc: không có mã"},
	{"dates swapped", func(r *Rule) { r.ValidFrom, r.ValidTo = r.ValidTo, r.ValidFrom }, "quy tắc housing: hết ngày 2022-09-08, trước"},
	{"limit below zero", func(r *Rule) { r.MaxQuestions = -1 }, "quy tắc housing: số câu nhiều nhất là -1"},
	{"more questions than allowed", func(r *Rule) { r.MaxQuestions = 3 }, "quy tắc housing: có thể phải hỏi 4 câu mà chỉ được 3"},
	{"no way to likely", func(r *Rule) { when(r, 3).Met = nil }, `quy tắc housing: trả lời thế nào cũng không ra "likely"`},
	{"pins what it does not have", func(r *Rule) { r.PinFirst = keys("age") }, `quy tắc housing: pin_first có câu hỏi "age" mà quy tắc không hỏi`},
	{"pins what comes last", func(r *Rule) { r.PinFirst = keys("help"); r.Questions[3].Last = true }, `quy tắc housing: pin_first có câu hỏi "help" là câu phải hỏi cuối`},
	{"pins twice", func(r *Rule) { r.PinFirst = keys("help", "help") }, `quy tắc housing: pin_first ghi câu hỏi "help" hai lần: bỏ một`},
}

var badGates = []mistake{
	{"gate missing", func(r *Rule) { r.Gates[0] = nil }, "chốt: để trống"},
	{"gate without an id", func(r *Rule) { r.Gates[0].ID = "" }, "chốt: không có mã"},
	{"gate id taken", func(r *Rule) { r.Gates[0].ID = "on_list" }, "chốt on_list: mã này đã có"},
	{"gate id reserved", func(r *Rule) { r.Gates[0].ID = ValidityGate }, "chốt validity: mã này đã có"},
	{"gate with both", func(r *Rule) { r.Gates[0].Table = "x" }, "chốt window: vừa có ngày vừa có bảng"},
	{"gate with neither", func(r *Rule) { r.Gates[1].Table = "" }, "chốt on_list: không có ngày cũng không có bảng"},
	{"gate window swapped", func(r *Rule) { r.Gates[0].From = day(2026, 1, 1) }, "chốt window: hết ngày 2025-12-31, trước"},
	{"gate does nothing", func(r *Rule) { r.Gates[0].OnFail = Effect{} }, "chốt window: không qua được thì không có gì"},
	{"gate decides too much", func(r *Rule) { r.Gates[0].OnFail.Verdict = Likely }, `chốt window: on_fail: kết quả là "likely"`},
	{"gate caps at likely", func(r *Rule) { r.Gates[1].OnFail.Cap = Likely }, `chốt on_list: on_fail: cap là "likely"`},
	{"gate redirects nowhere", func(r *Rule) { r.Gates[1].OnUnknown.Verdict = Redirect }, "chốt on_list: on_unknown: không rõ chuyển đi đâu"},
	{"gate ends and redirects", func(r *Rule) { r.Gates[0].OnFail.Redirect = "x" }, "chốt window: on_fail: làm hai việc"},
	{"gate caps and redirects", func(r *Rule) { r.Gates[1].OnFail.Redirect = "x" }, "chốt on_list: on_fail: làm hai việc"},
}

var badQuestions = []mistake{
	{"question missing", func(r *Rule) { r.Questions[1] = nil }, "câu hỏi: để trống"},
	{"question without an id", func(r *Rule) { r.Questions[1].ID = "" }, "câu hỏi: không có mã"},
	{"question twice", func(r *Rule) { r.Questions = append(r.Questions, yesNo("help")) }, "câu hỏi help: ghi hai lần"},
	{"question nobody reads", func(r *Rule) { r.Questions = append(r.Questions, yesNo("age")) }, "câu hỏi age: không điều kiện nào cần câu này"},
	{"commune nobody reads", func(r *Rule) { r.Criteria.All, r.Gates = r.Criteria.All[1:], r.Gates[:1] }, "câu hỏi xa: không điều kiện nào cần câu này"},
	{"question with one option", func(r *Rule) { r.Questions[3].Options = r.Questions[3].Options[:1] }, "câu hỏi help: có 1 lựa chọn"},
	{"option without a key", func(r *Rule) { r.Questions[3].Options[2].Key = "" }, "câu hỏi help: có lựa chọn không có key"},
	{"option twice", func(r *Rule) { r.Questions[3].Options[2].Key = "no" }, `câu hỏi help: hai lựa chọn cùng key "no"`},
	{"prior out of range", func(r *Rule) { r.Questions[3].Options[0].Prior = -0.1 }, `câu hỏi help: prior của "no" là -0.1`},
	{"prior not a number", func(r *Rule) { r.Questions[3].Options[0].Prior = math.NaN() }, `câu hỏi help: prior của "no" là NaN`},
	{"priors do not sum to 1", func(r *Rule) { r.Questions[3].Options[0].Prior = 0.5 }, "câu hỏi help: các prior cộng lại là 0.88"},
	{"cost below zero", func(r *Rule) { r.Questions[3].Cost = -1 }, "câu hỏi help: cost là -1"},
	{"kind", func(r *Rule) { r.Questions[3].Kind = "date" }, `câu hỏi help: kind là "date"`},
	{"commune without inside", func(r *Rule) { r.Questions[0].Options[0].Key = "in" }, `câu hỏi xa: câu hỏi về xã cần lựa chọn "trong"`},
	{"commune option beside", func(r *Rule) {
		r.Questions[0].Options = append(r.Questions[0].Options, Option{Key: "near"})
	}, `câu hỏi xa: câu hỏi về xã chỉ có "trong", "ngoai" và`},
	{"inside means unknown", func(r *Rule) { r.Questions[0].Options[0].Unknown = true }, `câu hỏi xa: câu hỏi về xã chỉ có "trong", "ngoai" và`},
	{"two communes", func(r *Rule) {
		q := communeQuestion()
		q.ID = "work"
		r.Questions = append(r.Questions, q)
	}, `câu hỏi work: quy tắc còn câu hỏi về xã khác là "xa"`},
	{"too many questions", func(r *Rule) {
		for range maxNodes {
			r.Questions = append(r.Questions, yesNo("more"))
		}
	}, "quy tắc housing: có 68 câu hỏi"},
}

var badCriteria = []mistake{
	{"criterion missing", func(r *Rule) { r.Criteria = nil }, "điều kiện: để trống"},
	{"criterion below missing", func(r *Rule) { r.Criteria.All[0] = nil }, "điều kiện: để trống"},
	{"criterion of no shape", func(r *Rule) { r.Criteria.All[0].When = nil }, "điều kiện lives_here: có 0 trong các mục"},
	{"criterion of two shapes", func(r *Rule) { r.Criteria.Not = leaf("x", "help", keys("no"), nil) }, "điều kiện: có 2 trong các mục"},
	{"criterion without an id", func(r *Rule) { r.Criteria.All[0].ID = "" }, `điều kiện: điều kiện cần câu hỏi "xa" không có mã`},
	{"criterion twice", func(r *Rule) { r.Criteria.All[0].ID = "poor" }, "điều kiện poor: mã này đã có"},
	{"criterion contains itself", func(r *Rule) { r.Criteria.All[0] = r.Criteria }, "điều kiện: lồng nhau sâu hơn 32"},
	{"too many criteria", func(r *Rule) {
		for range maxNodes {
			r.Criteria.All = append(r.Criteria.All, leaf("more", "help", keys("no"), nil))
		}
	}, "quy tắc housing: có hơn 64 điều kiện"},
	{"reads an unknown question", func(r *Rule) { when(r, 3).Question = "hlep" }, `điều kiện no_help: cần câu hỏi "hlep"`},
	{"decides nothing", func(r *Rule) { when(r, 3).Met, when(r, 3).Unmet = nil, nil }, "điều kiện no_help: không lựa chọn nào làm nó đạt"},
	{"unknown option", func(r *Rule) { when(r, 3).Unmet = keys("stat") }, `điều kiện no_help: "stat" không phải lựa chọn của help`},
	{"unknown made a no", func(r *Rule) { when(r, 3).Unmet = keys("state", "dunno") }, `điều kiện no_help: "dunno" nghĩa là chưa rõ`},
	{"unknown made a yes", func(r *Rule) { when(r, 3).Met = keys("no", "dunno") }, `điều kiện no_help: "dunno" nghĩa là chưa rõ`},
	{"option listed twice", func(r *Rule) { when(r, 3).Met = keys("no", "no") }, `điều kiện no_help: "no" ghi hai lần`},
	{"option in both lists", func(r *Rule) { when(r, 3).Met = keys("no", "state") }, `điều kiện no_help: "state" nằm ở cả met và unmet`},
	{"question that changes nothing", func(r *Rule) {
		r.Criteria.All[2] = &Criterion{Any: []*Criterion{
			leaf("poor_again", "class", keys("poor", "near"), keys("left", "none")), r.Criteria.All[2],
		}}
	}, "câu hỏi since: trả lời thế nào kết quả cũng không đổi"},
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
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "có thể phải hỏi 2 câu") {
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
