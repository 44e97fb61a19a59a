package content

import (
	"sort"
	"time"

	"tinban/eligibility"
)

// link resolves every id a record refers to and compiles the rules. What does
// not resolve is a problem of the record that names it.
func (l *Library) link() {
	for _, v := range l.Facts {
		for i, f := range v {
			l.linkFact(f)
			if i > 0 && overlap(v[i-1].Period, f.Period) {
				l.report(f.at, "dữ kiện %q có hai bản cùng hiệu lực một ngày: ghi ngày hết \"to:\" cho bản trước", f.ID)
			}
		}
	}
	for _, o := range l.Offices {
		l.need(o.at, "cơ quan", o.Successor, has(l.Offices))
		l.needFact(o.at, o.Fact)
		if !o.To.IsZero() && o.Successor == "" {
			l.report(o.at, "cơ quan %q đã hết mà không ghi nơi nào thay: thêm \"successor:\"", o.ID)
		}
	}
	l.linkCommunes()
	l.linkLabels()
	l.linkAnswers()
	l.linkChoice()
	for _, v := range l.Rules {
		for i, r := range v {
			l.linkRule(r)
			if i > 0 && overlap(v[i-1].Period, r.Period) {
				l.report(r.at, "chương trình %q có hai bản cùng hiệu lực một ngày: ghi ngày hết \"to:\" cho bản trước", r.Programme)
			}
		}
	}
}

func has[T any](m map[string]T) func(string) bool {
	return func(id string) bool { _, ok := m[id]; return ok }
}

// need reports an id that is given but does not exist.
func (l *Library) need(at place, kind, id string, exists func(string) bool) {
	if id != "" && !exists(id) {
		l.report(at, "không có %s %q: sửa mã, hoặc thêm %s ấy", kind, id, kind)
	}
}

func (l *Library) needFact(at place, id string) { l.need(at, "dữ kiện", id, has(l.Facts)) }

func (l *Library) needSources(at place, ss []Source) {
	for _, s := range ss {
		l.need(at, "văn bản", s.Doc, has(l.Documents))
		if s.Doc == "" || s.Section == "" {
			l.report(at, "nguồn thiếu văn bản hoặc điều mục: ghi cả \"doc:\" và \"section:\"")
		}
	}
}

func (l *Library) linkFact(f *Fact) {
	if f.ID == "" {
		l.report(f.at, "dữ kiện không có mã: ghi \"id:\"")
	}
	l.need(f.at, "văn bản", f.Doc, has(l.Documents))
	switch f.Use {
	case Say, SayCaveat, Internal, NeverSay, Unverified:
	default:
		l.report(f.at, "dữ kiện %q: use là %q: chỉ ghi say, caveat, internal, never hoặc unverified", f.ID, f.Use)
	}
	switch f.Confidence {
	case High, Medium, Low:
	default:
		l.report(f.at, "dữ kiện %q: confidence là %q: chỉ ghi high, medium hoặc low", f.ID, f.Confidence)
	}
}

func (l *Library) linkCommunes() {
	for _, c := range l.communes {
		l.need(c.at, "xã", c.Successor, has(l.communes))
		l.needFact(c.at, c.Fact)
		if !c.To.IsZero() && c.Successor == "" {
			l.report(c.at, "xã %q đã hết mà không ghi xã nào thay: thêm \"successor:\"", c.ID)
		}
	}
	for _, t := range l.Tables {
		for _, r := range t.Rows {
			l.need(t.at, "xã", r.Commune, has(l.communes))
			l.needFact(t.at, r.Fact)
		}
	}
}

func (l *Library) linkLabels() {
	groups := map[string]bool{}
	for _, g := range l.Groups {
		groups[g.ID] = true
		l.need(g.at, "nhãn", g.Main, has(l.labels))
		l.need(g.at, "chương trình", g.Check, has(l.Rules))
	}
	for _, n := range l.Needs {
		for _, g := range n.Groups {
			l.need(n.at, "nhóm", g, func(id string) bool { return groups[id] })
		}
	}
	for _, v := range l.Rules {
		for _, r := range v {
			l.need(r.at, "nhóm", r.Group, func(id string) bool { return groups[id] })
		}
	}
	for _, u := range l.Urgent {
		l.need(u.at, "câu trả lời", u.Answer, has(l.Answers))
	}
	for _, lb := range l.Labels {
		l.need(lb.at, "nhóm", lb.Group, func(id string) bool { return groups[id] })
		l.need(lb.at, "cơ quan", lb.Ask, has(l.Offices))
	}
}

func (l *Library) linkAnswers() {
	for _, v := range l.Answers {
		for i, a := range v {
			if _, ok := l.labels[a.Label()]; !ok {
				l.report(a.at, "câu trả lời %q không thuộc nhãn nào: mã phải bắt đầu bằng một nhãn trong labels.yaml", a.ID)
			}
			if i > 0 && overlap(v[i-1].Period, a.Period) {
				l.report(a.at, "câu trả lời %q có hai bản cùng hiệu lực một ngày: ghi ngày hết \"to:\" cho bản trước", a.ID)
			}
			l.need(a.at, "cơ quan", a.Office, has(l.Offices))
			l.needSources(a.at, a.Sources)
			l.needAll(a.at, "chương trình", a.Check, has(l.Rules))
			l.needAll(a.at, "nhãn hoặc câu trả lời", a.See, func(id string) bool { return has(l.labels)(id) || has(l.Answers)(id) })
			l.needAll(a.at, "lời nhắc", a.Notes, has(l.Notes))
		}
	}
}

func (l *Library) needAll(at place, kind string, ids []string, exists func(string) bool) {
	for _, id := range ids {
		l.need(at, kind, id, exists)
	}
}

func (l *Library) linkRule(r *Rule) {
	l.need(r.at, "cơ quan", r.Office, has(l.Offices))
	l.needAll(r.at, "lời nhắc", r.Notes, has(l.Notes))
	l.needAll(r.at, "chương trình", r.Replaced.Programmes, has(l.Rules))
	l.needAll(r.at, "nhãn", r.Replaced.Labels, has(l.labels))
	for _, g := range r.Gates {
		l.need(r.at, "bảng", g.Table, has(l.Tables))
		l.needSources(r.at, g.Basis)
	}
	asked := map[string]bool{}
	l.linkCriteria(r, r.Criteria, asked)
	for _, o := range r.Results {
		l.need(r.at, "câu hỏi", o.Question, has(l.Questions))
	}
	r.Compiled = l.compile(r, asked)
	for _, err := range r.Compiled.Validate() {
		l.report(r.at, "quy tắc %q: %v", r.ID, err)
	}
}

func (l *Library) linkCriteria(r *Rule, cs []Criterion, asked map[string]bool) {
	for i := range cs {
		c := &cs[i]
		l.needSources(r.at, c.Basis)
		l.needAll(r.at, "dữ kiện", c.Facts, has(l.Facts))
		if c.Question != "" {
			l.need(r.at, "câu hỏi", c.Question, has(l.Questions))
			asked[c.Question] = true
		}
		l.linkCriteria(r, c.Any, asked)
		l.linkCriteria(r, c.All, asked)
		if c.Not != nil {
			l.linkCriteria(r, []Criterion{*c.Not}, asked)
		}
	}
}

// compile makes the engine's form of a rule.
func (l *Library) compile(r *Rule, asked map[string]bool) *eligibility.Rule {
	e := &eligibility.Rule{
		ID: r.ID, Programme: r.Programme, ValidFrom: r.From.Date, ValidTo: r.To.Date,
		Criteria: &eligibility.Criterion{ID: r.ID, All: criteria(r.Criteria)},
		PinFirst: r.PinFirst, MaxQuestions: r.MaxQuestions, StopOnFirstNo: true,
	}
	if r.ReviewMonths > 0 {
		e.Gates = append(e.Gates, reviewGate(r))
	}
	for _, g := range r.Gates {
		e.Gates = append(e.Gates, &eligibility.Gate{
			ID: g.ID, From: g.From.Date, To: g.To.Date, Table: g.Table, Equals: g.Equals,
			OnFail: eligibility.Effect(g.OnFail), OnUnknown: eligibility.Effect(g.OnUnknown),
		})
	}
	ids := make([]string, 0, len(asked))
	for id := range asked {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		if q := l.Questions[id]; q != nil {
			e.Questions = append(e.Questions, engineQuestion(q))
		}
	}
	return e
}

// ReviewGate is the gate that every rule has without writing it: somebody has
// looked at the rule lately. The engine adds the rule's period by itself.
const ReviewGate = "review"

// reviewGate lowers a likely once a rule's review is a month overdue: a rule
// nobody has looked at must not raise hopes.
func reviewGate(r *Rule) *eligibility.Gate {
	on := time.Date(r.Reviewed.On.Year, r.Reviewed.On.Month, r.Reviewed.On.Day, 0, 0, 0, 0, time.UTC)
	return &eligibility.Gate{
		ID: ReviewGate, To: eligibility.FromTime(on.AddDate(0, r.ReviewMonths+1, 0)),
		OnFail: eligibility.Effect{Cap: eligibility.NeedInfo},
	}
}

func criteria(cs []Criterion) []*eligibility.Criterion {
	out := make([]*eligibility.Criterion, 0, len(cs))
	for i := range cs {
		out = append(out, criterion(&cs[i]))
	}
	return out
}

func criterion(c *Criterion) *eligibility.Criterion {
	e := &eligibility.Criterion{ID: c.ID}
	if c.Question != "" {
		e.When = &eligibility.When{Question: c.Question, Met: c.Met, Unmet: c.Unmet}
	}
	if len(c.All) > 0 {
		e.All = criteria(c.All)
	}
	if len(c.Any) > 0 {
		e.Any = criteria(c.Any)
	}
	if c.Not != nil {
		e.Not = criterion(c.Not)
	}
	return e
}

func engineQuestion(q *Question) *eligibility.Question {
	e := &eligibility.Question{ID: q.ID, Cost: q.Cost, Last: q.Keep == KeepNone, Kind: q.Kind}
	for _, o := range q.Options {
		e.Options = append(e.Options, eligibility.Option{Key: o.Key, Prior: o.Prior, Unknown: o.Unknown})
	}
	return e
}
