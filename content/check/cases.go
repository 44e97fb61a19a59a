package check

import (
	"fmt"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// ruleTests runs the cases a rule must decide as its author wrote.
func ruleTests(j *judge) {
	j.eachRule(func(r *content.Rule) {
		for i := range r.Tests {
			t := &r.Tests[i]
			if wrong := j.tryTest(r, t); wrong != "" {
				j.add(r, "quy tắc %q, ca thử %q: %s: sửa quy tắc hoặc sửa ca thử", r.ID, t.Name, wrong)
			}
		}
	})
}

// tryTest says what comes out otherwise than the test wants, or "".
func (j *judge) tryTest(r *content.Rule, t *content.RuleTest) string {
	for _, q := range sortedKeys(t.Given) {
		if !hasOption(r, q, t.Given[q]) {
			return fmt.Sprintf("quy tắc không hỏi câu %q có lựa chọn %q", q, t.Given[q])
		}
	}
	c := j.caseOf(t)
	res := r.Compiled.Evaluate(c)
	switch {
	case res.Verdict != t.Verdict:
		return fmt.Sprintf("kết quả là %q, ca thử ghi %q", res.Verdict, t.Verdict)
	case t.Unmet != nil && !sameSet(t.Unmet, res.Unmet):
		return fmt.Sprintf("unmet là %s, ca thử ghi %s", list(res.Unmet), list(t.Unmet))
	case t.Unknown != nil && !sameSet(t.Unknown, res.Unknown):
		return fmt.Sprintf("unknown là %s, ca thử ghi %s", list(res.Unknown), list(t.Unknown))
	case t.Gate != res.Gate:
		return fmt.Sprintf("chốt là %q, ca thử ghi %q", res.Gate, t.Gate)
	}
	if t.MaxAsked != nil {
		if n := longest(r, c); n > *t.MaxAsked {
			return fmt.Sprintf("còn có thể hỏi %d câu, ca thử chỉ cho %d", n, *t.MaxAsked)
		}
	}
	return ""
}

func (j *judge) caseOf(t *content.RuleTest) eligibility.Case {
	answers := map[string]string{}
	for q, key := range t.Given {
		answers[q] = key
	}
	return eligibility.Case{Answers: answers, On: t.AsOf.Date, Commune: t.Commune, Tables: j.lib}
}

// longest is the most questions that can follow.
func longest(r *content.Rule, c eligibility.Case) (most int) {
	id, open := r.Compiled.Next(c)
	if !open {
		return 0
	}
	for _, o := range optionsOf(r, id) {
		c.Answers[id] = o.Key
		most = max(most, 1+longest(r, c))
	}
	delete(c.Answers, id)
	return most
}

// testedCriteria looks whether the tests of a rule see every criterion met,
// unmet and unknown, as far as it can be.
func testedCriteria(j *judge) {
	j.eachRule(func(r *content.Rule) {
		if len(r.Tests) == 0 {
			j.add(r, "quy tắc %q không có ca thử: viết \"tests:\" cho các trường hợp phải xét được", r.ID)
			return
		}
		seen := map[string]bool{}
		for i := range r.Tests {
			for _, s := range r.Compiled.Evaluate(j.caseOf(&r.Tests[i])).Steps {
				if s.Asked || s.Truth != eligibility.Unknown {
					seen[s.ID+" "+s.Truth.String()] = true
				}
			}
		}
		each(r.Criteria, func(c *content.Criterion) {
			for _, truth := range possible(j, c) {
				if !seen[c.ID+" "+truth.String()] {
					j.add(r, "quy tắc %q: chưa có ca thử nào mà điều kiện %q là %s: thêm một ca", r.ID, c.ID, truthWords[truth])
				}
			}
		})
	})
}

// truthWords are the truths as the file names them.
var truthWords = map[eligibility.Truth]string{
	eligibility.Met: "đạt (met)", eligibility.Unmet: "không đạt (unmet)", eligibility.Unknown: "chưa rõ (unknown)",
}

// possible is the truths an answer can give to a criterion that reads one.
func possible(j *judge, c *content.Criterion) (out []eligibility.Truth) {
	q := j.lib.Questions[c.Question]
	if q == nil {
		return nil
	}
	if len(c.Met) > 0 {
		out = append(out, eligibility.Met)
	}
	if len(c.Unmet) > 0 {
		out = append(out, eligibility.Unmet)
	}
	if len(q.Options) > len(c.Met)+len(c.Unmet) {
		out = append(out, eligibility.Unknown)
	}
	return out
}

func hasOption(r *content.Rule, question, key string) bool {
	return slices.ContainsFunc(optionsOf(r, question), func(o eligibility.Option) bool { return o.Key == key })
}

func sameSet(a, b []string) bool { return slices.Equal(inOrder(a), inOrder(b)) }

func inOrder(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

func list(s []string) string { return "[" + strings.Join(inOrder(s), " ") + "]" }
