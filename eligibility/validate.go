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

// partWords is how the parts are called by those who write rules.
var partWords = map[string]string{PartRule: "quy tắc", PartGate: "chốt", PartCriterion: "điều kiện", PartQuestion: "câu hỏi"}

// Problem is one mistake in a rule. Part and ID say where, so that whoever read
// the rule from a file can point to the line.
type Problem struct {
	Part, ID, Text string
}

// Error writes the problem as a sentence.
func (p Problem) Error() string {
	if p.ID == "" {
		return partWords[p.Part] + ": " + p.Text
	}
	return partWords[p.Part] + " " + p.ID + ": " + p.Text
}

// Validate finds the mistakes in the structure of a rule; each error is a
// Problem, in the words of those who write rules: Vietnamese. It also does the planner's first search, so that a rule which has
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
		v.add(PartRule, "", "không có mã: ghi mã")
	}
	if !r.ValidTo.IsZero() && r.ValidTo.Before(r.ValidFrom) {
		v.add(PartRule, r.ID, "hết ngày %s, trước cả ngày bắt đầu %s: đổi chỗ hai ngày", r.ValidTo, r.ValidFrom)
	}
	if r.MaxQuestions < 0 {
		v.add(PartRule, r.ID, "số câu nhiều nhất là %d: ghi 0 nếu không hạn chế", r.MaxQuestions)
	}
	if len(r.Questions) > maxNodes {
		v.add(PartRule, r.ID, "có %d câu hỏi, nhiều nhất %d: bỏ bớt", len(r.Questions), maxNodes)
	}
}

func (v *validator) gates() {
	seen := map[string]bool{ValidityGate: true}
	for _, g := range v.rule.Gates {
		if g == nil {
			v.add(PartGate, "", "để trống: viết vào hoặc bỏ đi")
			continue
		}
		if g.ID == "" {
			v.add(PartGate, "", "không có mã: ghi mã")
		} else if seen[g.ID] {
			v.add(PartGate, g.ID, "mã này đã có: chọn mã khác")
		}
		seen[g.ID] = true
		v.gate(g)
	}
}

func (v *validator) gate(g *Gate) {
	window := !g.From.IsZero() || !g.To.IsZero()
	switch {
	case window && g.Table != "":
		v.add(PartGate, g.ID, "vừa có ngày vừa có bảng: tách thành hai chốt")
	case !window && g.Table == "":
		v.add(PartGate, g.ID, "không có ngày cũng không có bảng: ghi một trong hai")
	case !g.To.IsZero() && g.To.Before(g.From):
		v.add(PartGate, g.ID, "hết ngày %s, trước cả ngày bắt đầu %s: đổi chỗ hai ngày", g.To, g.From)
	}
	if g.OnFail == (Effect{}) {
		v.add(PartGate, g.ID, "không qua được thì không có gì xảy ra: ghi on_fail là verdict, redirect hoặc cap")
	}
	v.effect(g, "on_fail", g.OnFail)
	v.effect(g, "on_unknown", g.OnUnknown)
}

func (v *validator) effect(g *Gate, when string, e Effect) {
	switch e.Verdict {
	case "", Ended, Redirect:
	default:
		v.add(PartGate, g.ID, "%s: kết quả là %q: chốt chỉ được ghi ended hoặc redirect", when, e.Verdict)
	}
	if e.Cap != "" && e.Cap != NeedInfo {
		v.add(PartGate, g.ID, "%s: cap là %q: cap chỉ được là %q", when, e.Cap, NeedInfo)
	}
	if e.Verdict == Redirect && e.Redirect == "" {
		v.add(PartGate, g.ID, "%s: không rõ chuyển đi đâu: ghi tên chương trình", when)
	}
	if e.Verdict == Ended && e.Redirect != "" || e.Cap != "" && e.way() != capped {
		v.add(PartGate, g.ID, "%s: làm hai việc: chọn một trong ended, redirect, cap", when)
	}
}

func (v *validator) pins() {
	for i, id := range v.rule.PinFirst {
		q := v.questions[id]
		switch {
		case q == nil:
			v.add(PartRule, v.rule.ID, "pin_first có câu hỏi %q mà quy tắc không hỏi: thêm câu hỏi hoặc bỏ khỏi pin_first", id)
		case q.Last:
			v.add(PartRule, v.rule.ID, "pin_first có câu hỏi %q là câu phải hỏi cuối: chọn một", id)
		case slices.Contains(v.rule.PinFirst[:i], id):
			v.add(PartRule, v.rule.ID, "pin_first ghi câu hỏi %q hai lần: bỏ một", id)
		}
	}
}

// unused finds questions nobody reads. A commune question may be there for the
// gates alone.
func (v *validator) unused() {
	byTable := slices.ContainsFunc(v.rule.Gates, func(g *Gate) bool { return g != nil && g.Table != "" })
	for _, q := range v.rule.Questions {
		if q != nil && !v.used[q.ID] && (q.Kind != KindCommune || !byTable) {
			v.add(PartQuestion, q.ID, "không điều kiện nào cần câu này: bỏ khỏi quy tắc")
		}
	}
}

// searched asks the planner what only a search can know.
func (v *validator) searched() {
	r, p := v.rule, v.rule.prepared()
	g := nothingGiven()
	first := p.at(&g, ruling{}, nil)
	if !first.likely {
		v.add(PartRule, r.ID, "trả lời thế nào cũng không ra %q: tìm điều kiện không ai đạt được", Likely)
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
		v.add(PartRule, r.ID, "có thể phải hỏi %d câu mà chỉ được %d: bỏ một câu hoặc tăng max_questions", longest, r.MaxQuestions)
	}
}

// idle finds questions that are read, and yet can never change the verdict.
func (v *validator) idle(matters uint64) {
	for i, q := range v.rule.Questions {
		if matters&(1<<i) == 0 && v.used[q.ID] {
			v.add(PartQuestion, q.ID, "trả lời thế nào kết quả cũng không đổi: xem lại điều kiện cần câu này")
		}
	}
}

// unfilled is a table nobody has filled.
type unfilled struct{}

func (unfilled) Lookup(string, string, Date) Truth { return Unknown }
