package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tinban/content"
	"tinban/eligibility"
)

// sheet is one rule as it stands on a day.
type sheet struct {
	lib   *content.Library
	rule  *content.Rule
	day   eligibility.Date
	shown eligibility.Date // the day itself, or the nearest on which the rule holds
	told  map[string]bool  // facts printed in full already
	err   error            // the first text that could not be written
}

func newSheet(l *content.Library, id string, day eligibility.Date) (*sheet, error) {
	r, err := findRule(l, id, day)
	if err != nil {
		return nil, err
	}
	s := &sheet{lib: l, rule: r, day: day, shown: day, told: map[string]bool{}}
	switch {
	case !r.To.IsZero() && r.To.Before(day):
		s.shown = r.To.Date
	case r.From.After(day):
		s.shown = r.From.Date
	}
	return s, nil
}

// say fills in a text as it stands on a day, and keeps the first error.
func (s *sheet) say(text string, on eligibility.Date) string {
	r, err := s.lib.Render(text, content.View{On: on})
	if err != nil && s.err == nil {
		s.err = fmt.Errorf("rule %s cannot be written as of %s: %w", s.rule.ID, on, err)
	}
	return strings.Join(strings.Fields(r.Text), " ")
}

func (s *sheet) label(o content.Option) string { return s.say(o.Label, s.shown) }

// The words for verdicts are those a resident reads; the marks are those of
// the overview, so that colour is never alone.
var verdictWords = map[eligibility.Verdict]string{
	eligibility.Likely:   "(+) có khả năng",
	eligibility.NeedInfo: "(?) cần hỏi thêm",
	eligibility.Unlikely: "(-) có thể chưa thuộc diện",
	eligibility.Redirect: "(>) xem chương trình khác",
	eligibility.Ended:    "(x) đã hết",
}

func (s *sheet) print(out io.Writer) error {
	t := &twig{text: fmt.Sprintf("%s (chương trình %s, bản %s)", s.rule.Title, s.rule.Programme, s.rule.ID)}
	s.addHead(t)
	s.addGates(t.add("Xét trước, tính từ ngày và xã, không hỏi ai"))
	criteria := t.add("Điều kiện: phải đạt tất cả")
	for i := range s.rule.Criteria {
		s.addCriterion(criteria, &s.rule.Criteria[i])
	}
	s.addSteps(t)
	s.addVerdicts(t.add("Lời trả lời"))
	if s.err != nil {
		return s.err
	}
	t.print(out, "", "")
	return nil
}

func (s *sheet) addHead(t *twig) {
	t.add("Xem như ngày %s: %s", vnDay(s.day), s.standing())
	t.add("Thời gian: %s", period(s.rule.Period))
	if s.rule.Office != "" {
		on := s.day
		if s.shown.After(on) {
			on = s.shown // before a rule begins, its office may not exist yet
		}
		t.add("Nơi phụ trách ngày %s: %s", vnDay(on), s.say("{office:"+s.rule.Office+"}", on))
	}
	if s.rule.Benefit.Long != "" {
		t.add("Được gì: %s", s.say(s.rule.Benefit.Long, s.shown))
	}
}

func (s *sheet) standing() string {
	text := standing(s.rule.Period, s.day)
	switch {
	case s.shown.Before(s.day):
		return text + "; bên dưới là ngày cuối, " + vnDay(s.shown)
	case s.shown.After(s.day):
		return text + "; bên dưới là ngày đầu, " + vnDay(s.shown)
	}
	return text
}

func (s *sheet) sources(list []content.Source) string {
	var out []string
	for _, b := range list {
		out = append(out, s.lib.Documents[b.Doc].Short+", "+b.Section)
	}
	return strings.Join(out, "; ")
}

func (s *sheet) addCriterion(t *twig, c *content.Criterion) {
	kid := t.add("%s [%s]", s.say(c.Label, s.shown), c.ID)
	if q := s.lib.Questions[c.Question]; q != nil {
		s.addLeaf(kid, c, q)
	}
	if len(c.Basis) > 0 {
		kid.add("căn cứ: %s", s.sources(c.Basis))
	}
	s.addFacts(kid, c.Facts)
	s.addGroup(kid, "đạt khi một trong các điều sau đạt", c.Any)
	s.addGroup(kid, "đạt khi tất cả các điều sau đạt", c.All)
	if c.Not != nil {
		s.addGroup(kid, "đạt khi điều sau không đạt", []content.Criterion{*c.Not})
	}
}

func (s *sheet) addGroup(t *twig, words string, parts []content.Criterion) {
	if len(parts) == 0 {
		return
	}
	kid := t.add("%s", words)
	for i := range parts {
		s.addCriterion(kid, &parts[i])
	}
}

func (s *sheet) addLeaf(t *twig, c *content.Criterion, q *content.Question) {
	t.add("hỏi: %s [%s]", s.say(q.Ask, s.shown), q.ID)
	by := map[eligibility.Truth][]string{}
	for _, o := range q.Options {
		truth := eligibility.Unknown
		switch {
		case o.Unknown:
		case slices.Contains(c.Unmet, o.Key):
			truth = eligibility.Unmet
		case slices.Contains(c.Met, o.Key):
			truth = eligibility.Met
		}
		by[truth] = append(by[truth], fmt.Sprintf("%s (%s)", s.label(o), percent(o.Prior)))
	}
	for _, row := range []struct {
		truth eligibility.Truth
		words string
	}{{eligibility.Met, "đạt"}, {eligibility.Unmet, "không đạt"}, {eligibility.Unknown, "để ngỏ"}} {
		if len(by[row.truth]) > 0 {
			t.add("%s: %s", row.words, strings.Join(by[row.truth], "; "))
		}
	}
}

func (s *sheet) addFacts(t *twig, ids []string) {
	for _, id := range ids {
		switch f := s.lib.Fact(id, s.shown); {
		case f == nil:
			t.add("dựa trên %s: ngày %s không có bản nào", id, vnDay(s.shown))
		case s.told[id]:
			t.add("dựa trên %s, đã ghi ở trên", id)
		default:
			s.told[id] = true
			t.add("dựa trên %s: %s", id, f.Statement)
		}
	}
}

func (s *sheet) addVerdicts(t *twig) {
	for _, v := range []eligibility.Verdict{
		eligibility.Likely, eligibility.NeedInfo, eligibility.Unlikely, eligibility.Redirect, eligibility.Ended,
	} {
		words, ok := s.rule.Verdicts[v]
		if !ok {
			continue
		}
		kid := t.add("%s: %s", verdictWords[v], s.say(words.Long, s.saidOn(v)))
		if v == eligibility.Likely || (v == eligibility.NeedInfo && s.rule.Verdicts[eligibility.Likely].Long == "") {
			s.addResults(kid)
		}
	}
	if s.rule.NextStep.Long != "" {
		t.add("Làm gì tiếp: %s", s.say(s.rule.NextStep.Long, s.shown))
	}
}

// addResults shows what an answer adds to a good result.
func (s *sheet) addResults(t *twig) {
	for _, r := range s.rule.Results {
		var labels []string
		if q := s.lib.Questions[r.Question]; q != nil {
			for _, o := range q.Options {
				if slices.Contains(r.Options, o.Key) {
					labels = append(labels, s.label(o))
				}
			}
		}
		t.add("thêm khi trả lời %q: %s", strings.Join(labels, "; "), s.say(r.Long, s.shown))
	}
}

// saidOn is a day on which a verdict is said: "ended" only after the end.
func (s *sheet) saidOn(v eligibility.Verdict) eligibility.Date {
	end := s.rule.To.Date
	switch {
	case v != eligibility.Ended || end.IsZero():
		return s.shown
	case end.Before(s.day):
		return s.day
	}
	return eligibility.FromTime(time.Date(end.Year, end.Month, end.Day+1, 0, 0, 0, 0, time.UTC))
}

func percent(share float64) string { return decimal(share*100, 1) + "%" }

// decimal writes a number as people here do, without idle zeros.
func decimal(x float64, places int) string {
	pow := math.Pow10(places)
	return strings.Replace(strconv.FormatFloat(math.Round(x*pow)/pow, 'f', -1, 64), ".", ",", 1)
}
