package check

import (
	"fmt"
	"maps"
	"slices"

	"tinban/content"
	"tinban/eligibility"
)

// saying is one text, where it stands, and when it may be said.
type saying struct {
	at          placed
	of          string // `answer "loan.interest", short`
	text        string
	long, short bool // the forms it is said in
	days        []eligibility.Date
	typed       string // what of the text was written by hand
}

// views are the ways a text is rendered on a day: each form, with no commune
// known and with the one whose name is longest.
func (j *judge) views(s saying, day eligibility.Date) []content.View {
	var out []content.View
	for _, commune := range []string{"", j.longestCommune(day)} {
		if s.long {
			out = append(out, content.View{On: day, Commune: commune})
		}
		if s.short {
			out = append(out, content.View{On: day, Commune: commune, Short: true})
		}
	}
	return out
}

// longestCommune is the id of the commune whose name that day is longest.
func (j *judge) longestCommune(day eligibility.Date) string {
	longest, known := j.longest[day]
	if known {
		return longest
	}
	size := 0
	for _, n := range j.lib.PlaceNames() {
		if l := len([]rune(j.lib.CommuneName(n.ID, day))); l > size {
			longest, size = n.ID, l
		}
	}
	j.longest[day] = longest
	return longest
}

// collector gathers the texts of a library.
type collector struct {
	j   *judge
	out []saying
}

// collect lists every text of ours that a resident may read.
func collect(j *judge) []saying {
	c := &collector{j: j}
	c.registers()
	for _, id := range slices.Sorted(maps.Keys(j.lib.Answers)) {
		for _, a := range j.lib.Answers[id] {
			c.answer(a)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Questions)) {
		c.question(j.lib.Questions[id])
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Rules)) {
		for _, r := range j.lib.Rules[id] {
			c.rule(r)
		}
	}
	return c.out
}

func (c *collector) add(s saying) {
	if s.text != "" {
		s.typed = typed(s.text)
		c.out = append(c.out, s)
	}
}

// both adds a text said in both forms, words one with a form for each.
func (c *collector) both(at placed, of, text string, days []eligibility.Date) {
	c.add(saying{at: at, of: of, text: text, long: true, short: true, days: days})
}

func (c *collector) words(at placed, of string, w content.Words, days []eligibility.Date) {
	c.add(saying{at: at, of: of + ", bản dài", text: w.Long, long: true, days: days})
	c.add(saying{at: at, of: of + ", bản ngắn", text: w.Short, short: true, days: days})
}

func (c *collector) registers() {
	lib := c.j.lib
	for _, id := range slices.Sorted(maps.Keys(lib.Offices)) {
		o := lib.Offices[id]
		c.words(o, fmt.Sprintf("cơ quan %q", id), content.Words{Long: o.Name, Short: o.Short}, c.j.within(o.Period))
	}
	for _, id := range slices.Sorted(maps.Keys(lib.Notes)) {
		n := lib.Notes[id]
		c.words(n, fmt.Sprintf("lời nhắc %q", id), content.Words{Long: n.Long, Short: n.Short}, c.noteDays(id))
	}
	for _, l := range lib.Labels {
		c.both(l, fmt.Sprintf("nhãn %q, tiêu đề", l.ID), l.Title, c.j.always())
	}
	for _, n := range lib.Needs {
		c.both(n, fmt.Sprintf("need %q, title", n.ID), n.Title, c.j.always())
	}
	for _, g := range lib.Groups {
		c.both(g, fmt.Sprintf("nhóm %q, tiêu đề", g.ID), g.Title, c.j.always())
	}
}

// noteDays is when the records that use a note may say it. One that none uses
// yet may be used by any.
func (c *collector) noteDays(id string) (days []eligibility.Date) {
	for _, versions := range c.j.lib.Answers {
		for _, a := range versions {
			if slices.Contains(a.Notes, id) {
				days = append(days, c.j.within(a.Period)...)
			}
		}
	}
	for _, versions := range c.j.lib.Rules {
		for _, r := range versions {
			if slices.Contains(r.Notes, id) {
				days = append(days, c.j.within(r.Period)...)
				days = append(days, c.j.afterwards(r)...)
			}
		}
	}
	if len(days) == 0 || id == caveatNote {
		return c.j.always()
	}
	slices.SortFunc(days, compareDays)
	return slices.Compact(days)
}

func (c *collector) answer(a *content.Answer) {
	of, days := fmt.Sprintf("câu trả lời %q", a.ID), c.j.within(a.Period)
	c.both(a, of+", tiêu đề", a.Title, days)
	c.words(a, of, content.Words{Long: a.Long, Short: a.Short}, days)
	c.add(saying{at: a, of: of + ", bản loa", text: a.Loud, long: true, days: days})
}

func (c *collector) question(q *content.Question) {
	of, days := fmt.Sprintf("câu hỏi %q", q.ID), c.j.askedOn(q.ID)
	c.words(q, of, content.Words{Long: q.Ask, Short: q.Short}, days)
	c.both(q, of+", why", q.Why, days)
	c.both(q, of+", unknown_help", q.UnknownHelp, days)
	for _, o := range q.Options {
		c.both(q, fmt.Sprintf("%s, lựa chọn %q", of, o.Key), o.Label, days)
	}
}

// askedOn is the days on which a rule asks a question.
func (j *judge) askedOn(id string) (days []eligibility.Date) {
	for _, versions := range j.lib.Rules {
		for _, r := range versions {
			for _, q := range r.Compiled.Questions {
				if q.ID == id {
					days = append(days, j.within(r.Period)...)
				}
			}
		}
	}
	slices.SortFunc(days, compareDays)
	return slices.Compact(days)
}

func (c *collector) rule(r *content.Rule) {
	of, days := fmt.Sprintf("quy tắc %q", r.ID), c.j.within(r.Period)
	c.both(r, of+", tiêu đề", r.Title, append(slices.Clone(days), c.j.afterwards(r)...))
	c.words(r, of+", benefit", r.Benefit, days)
	c.words(r, of+", next_step", r.NextStep, days)
	for _, v := range slices.Sorted(maps.Keys(r.Verdicts)) {
		on := days
		if v == eligibility.Ended {
			on = c.j.afterwards(r)
		}
		c.words(r, fmt.Sprintf("%s, kết quả %q", of, v), r.Verdicts[v], on)
	}
	for i, o := range r.Results {
		c.words(r, fmt.Sprintf("%s, câu thêm %d", of, i+1), o.Words, days)
	}
	for i, w := range r.NotAsked {
		c.words(r, fmt.Sprintf("%s, not_asked %d", of, i+1), w, days)
	}
	for _, g := range r.Gates {
		c.words(r, fmt.Sprintf("%s, chốt %q", of, g.ID), g.Say, c.j.shutOn(r, g))
	}
	each(r.Criteria, func(cr *content.Criterion) {
		name := fmt.Sprintf("%s, điều kiện %q", of, cr.ID)
		c.both(r, name+", label", cr.Label, days)
		c.words(r, name+", say_unmet", cr.SayUnmet, days)
		c.words(r, name+", say_unknown", cr.SayUnknown, days)
	})
}

// shutOn is the days of a rule on which a gate does not let everybody through,
// so that its words are said.
func (j *judge) shutOn(r *content.Rule, g content.Gate) (days []eligibility.Date) {
	for _, day := range j.within(r.Period) {
		if g.Table == "" {
			if !g.Holds(day) {
				days = append(days, day)
			}
			continue
		}
		want := eligibility.Unmet
		if g.Equals {
			want = eligibility.Met
		}
		if slices.ContainsFunc(j.communes(), func(id string) bool { return j.lib.Lookup(g.Table, id, day) != want }) {
			days = append(days, day)
		}
	}
	return days
}

// communes is every commune id, and "" for a commune not known.
func (j *judge) communes() []string {
	ids := []string{""}
	for _, n := range j.lib.PlaceNames() {
		if ids[len(ids)-1] != n.ID {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

// each visits a criterion, then those below it.
func each(cs []content.Criterion, visit func(*content.Criterion)) {
	for i := range cs {
		c := &cs[i]
		visit(c)
		each(c.All, visit)
		each(c.Any, visit)
		if c.Not != nil {
			each([]content.Criterion{*c.Not}, visit)
		}
	}
}
