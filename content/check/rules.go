package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// walk is what a rule can come to, whatever is answered on whatever day.
type walk struct {
	verdicts       map[eligibility.Verdict]bool
	unmet, unknown map[string]bool
	gates          map[string]bool
}

// walked follows the questions of a rule as a resident would meet them.
func (j *judge) walk(r *content.Rule) *walk {
	if w := j.walked[r]; w != nil {
		return w
	}
	w := &walk{map[eligibility.Verdict]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	j.walked[r] = w
	tried := map[string]bool{}
	for _, day := range j.within(r.Period) {
		stands := j.standings(r, day)
		for _, commune := range sortedKeys(stands.of) {
			if key := stands.all + "/" + stands.of[commune]; !tried[key] {
				tried[key] = true
				w.follow(r, eligibility.Case{On: day, Commune: commune, Tables: j.lib, Answers: map[string]string{}})
			}
		}
	}
	if len(j.afterwards(r)) > 0 {
		w.verdicts[eligibility.Ended] = true
	}
	return w
}

// standings is how the gates of a rule stand on a day: for each commune, and
// for all together. Where they stand alike, a rule comes to the same.
type standings struct {
	of  map[string]string
	all string
}

func (j *judge) standings(r *content.Rule, day eligibility.Date) standings {
	out := standings{of: map[string]string{}}
	for _, commune := range j.communesFor(r) {
		var b strings.Builder
		for _, g := range r.Compiled.Gates {
			if g.Table == "" {
				fmt.Fprintf(&b, "%t ", day.Between(g.From, g.To))
			} else {
				fmt.Fprintf(&b, "%d ", j.lib.Lookup(g.Table, commune, day))
			}
		}
		out.of[commune] = b.String()
	}
	all := slices.Sorted(maps.Values(out.of))
	out.all = out.of[""] + "/" + strings.Join(slices.Compact(all), "/")
	return out
}

// communesFor is the communes a rule can tell apart: with no table, none.
func (j *judge) communesFor(r *content.Rule) []string {
	if slices.ContainsFunc(r.Gates, func(g content.Gate) bool { return g.Table != "" }) {
		return j.communes()
	}
	return []string{""}
}

func (w *walk) follow(r *content.Rule, c eligibility.Case) {
	id, open := r.Compiled.Next(c)
	if !open {
		w.note(r.Compiled.Evaluate(c))
		return
	}
	for _, o := range optionsOf(r, id) {
		c.Answers[id] = o.Key
		w.follow(r, c)
	}
	delete(c.Answers, id)
}

// note remembers the verdict and the criteria whose words are then said.
func (w *walk) note(res eligibility.Result) {
	w.verdicts[res.Verdict] = true
	w.gates[res.Gate] = true
	for _, id := range res.Unmet {
		w.unmet[id] = true
	}
	if res.Verdict != eligibility.Unlikely {
		for _, id := range res.Unknown {
			w.unknown[id] = true
		}
	}
}

func optionsOf(r *content.Rule, question string) []eligibility.Option {
	for _, q := range r.Compiled.Questions {
		if q.ID == question {
			return q.Options
		}
	}
	return nil
}

// grounds looks whether every criterion says what it rests on.
func grounds(j *judge) {
	j.eachRule(func(r *content.Rule) {
		each(r.Criteria, func(c *content.Criterion) {
			of := fmt.Sprintf("quy tắc %q, điều kiện %q", r.ID, c.ID)
			if c.Label == "" {
				j.add(r, "%s không có label: viết vài chữ nói điều kiện này đòi gì", of)
			}
			if len(c.Basis) == 0 {
				j.add(r, "%s không ghi văn bản nào: thêm \"basis:\"", of)
			}
			if c.Question != "" && len(c.Facts) == 0 {
				j.add(r, "%s không dựa vào dữ kiện nào: thêm \"facts:\"", of)
			}
		})
		for _, g := range r.Gates {
			if len(g.Basis) == 0 {
				j.add(r, "quy tắc %q, chốt %q không ghi văn bản nào: thêm \"basis:\"", r.ID, g.ID)
			}
		}
	})
}

// ruleFacts finds criteria that rest on a fact of another time, or on one
// nobody has verified.
func ruleFacts(j *judge) {
	j.eachRule(func(r *content.Rule) {
		days := j.within(r.Period)
		each(r.Criteria, func(c *content.Criterion) {
			for _, id := range c.Facts {
				i := slices.IndexFunc(days, func(d eligibility.Date) bool { return j.lib.Fact(id, d) == nil })
				if i >= 0 {
					j.add(r, "quy tắc %q, điều kiện %q: dữ kiện %q không có hiệu lực ngày %s: ghi dữ kiện của lúc ấy, hoặc cho quy tắc hết hạn", r.ID, c.ID, id, days[i])
					continue
				}
				if f := j.lib.Fact(id, days[0]); f.Use == content.NeverSay || f.Use == content.Unverified || f.Confidence == content.Low {
					j.add(r, "quy tắc %q, điều kiện %q: dữ kiện %q không đủ chắc để xét (use: %s, confidence: %s): tìm dữ kiện chắc hơn", r.ID, c.ID, id, f.Use, f.Confidence)
				}
			}
		})
	})
}

// verdictWords holds the words of the verdicts against those that can come out.
func verdictWords(j *judge) {
	j.eachRule(func(r *content.Rule) {
		w := j.walk(r)
		for _, v := range slices.Sorted(maps.Keys(w.verdicts)) {
			if r.Verdicts[v] == (content.Words{}) {
				j.add(r, "quy tắc %q có thể ra kết quả %q mà chưa có lời: viết vào \"verdicts:\"", r.ID, v)
			}
		}
		for _, v := range slices.Sorted(maps.Keys(r.Verdicts)) {
			if !w.verdicts[v] {
				j.add(r, "quy tắc %q không bao giờ ra kết quả %q: xem lại các điều kiện và chốt, hoặc bỏ lời ấy", r.ID, v)
			}
		}
	})
}

// reasons looks whether a "no" and a "not clear" say why.
func reasons(j *judge) {
	j.eachRule(func(r *content.Rule) {
		w := j.walk(r)
		each(r.Criteria, func(c *content.Criterion) {
			of := fmt.Sprintf("quy tắc %q, điều kiện %q", r.ID, c.ID)
			if w.unmet[c.ID] && c.SayUnmet == (content.Words{}) {
				j.add(r, "%s có thể không đạt mà không nói vì sao: thêm \"say_unmet:\"", of)
			}
			if w.unknown[c.ID] && c.SayUnknown == (content.Words{}) {
				j.add(r, "%s có thể chưa rõ mà không nói phải làm gì: thêm \"say_unknown:\"", of)
			}
		})
		for _, g := range r.Gates {
			if w.gates[g.ID] && g.Say == (content.Words{}) {
				j.add(r, "quy tắc %q, chốt %q có thể quyết định mà không nói vì sao: thêm \"say:\"", r.ID, g.ID)
			}
		}
	})
}
