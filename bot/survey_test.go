package bot_test

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"tinban/content"
	"tinban/eligibility"
	"tinban/msg"
)

// choices lists every choice of one to most of n.
func choices(n, most int) (out [][]int) {
	for mask := 1; mask < 1<<n; mask++ {
		if bits.OnesCount(uint(mask)) > most {
			continue
		}
		var chosen []int
		for i := range n {
			if mask>>i&1 == 1 {
				chosen = append(chosen, i)
			}
		}
		out = append(out, chosen)
	}
	return out
}

// openByNeed is the rules of a day by need, and the needs that have any.
func openByNeed(l *content.Library, on eligibility.Date) (byNeed [][]*eligibility.Rule, all int) {
	for _, n := range l.Needs {
		var rules []*eligibility.Rule
		for _, programme := range slices.Sorted(maps.Keys(l.Rules)) {
			if r := l.RuleOn(programme, on); r != nil && r.Holds(on) && slices.Contains(n.Groups, r.Group) {
				rules = append(rules, r.Compiled)
			}
		}
		if all += len(rules); len(rules) > 0 {
			byNeed = append(byNeed, rules)
		}
	}
	return byNeed, all
}

// Nobody answers twenty questions to learn what there is for them: with the
// question what is needed, a household with one or two needs answers at most
// six on average, and never more than it was told.
func TestSurveyIsShort(t *testing.T) {
	l := knowledge(t).Library
	t.Parallel()
	for day, most := range map[string]int{"2024-05-15": 1, "2026-11-25": 2} {
		on, err := eligibility.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		byNeed, all := openByNeed(l, on)
		sum, n := 0.0, 0
		for _, chosen := range choices(len(byNeed), most) {
			s := eligibility.Survey{Max: 8}
			for _, i := range chosen {
				s.Rules = append(s.Rules, byNeed[i]...)
			}
			sum += 1 + s.Expected(eligibility.Case{On: on, Tables: l})
			n++
		}
		t.Logf("%s: %d programmes under %d needs, %.2f questions on average over %d choices of at most %d needs", day, all, len(byNeed), sum/float64(n), n, most)
		if mean := sum / float64(n); mean > 6 {
			t.Errorf("%s: %.2f questions on average, want at most 6", day, mean)
		}
	}
}

// An answer to a question that keeps nothing is in no session, transcript or
// question handed over.
func TestKeepNoneIsNeverWritten(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2026-11-25"), route: "chat", now: start}
	asked := false
	d.send(msg.Inbound{Kind: msg.Choice, Choice: "check:di-nuoc-ngoai"})
	for range 12 {
		out := d.send(msg.Inbound{Kind: msg.Text, Text: answerFor(d)})
		asked = asked || strings.Contains(string(d.session.State), `"q":"dan_toc"`)
		if strings.Contains(string(d.session.State), `"dan_toc":"`) {
			t.Fatalf("the session holds %s", d.session.State)
		}
		for _, l := range out.Lines {
			if strings.Contains(l.Text, "Tà Ôi") || (asked && out.Outcome.Kind == "verdict" && strings.Contains(l.Text, "dân tộc")) {
				t.Errorf("the transcript holds %q", l.Text)
			}
		}
		for _, e := range out.Events {
			if slices.Contains(e.Failed, "dan_toc") {
				t.Errorf("the event holds %v", e.Failed)
			}
		}
		if out.Outcome.Kind == "verdict" {
			break
		}
	}
	if !asked {
		t.Fatalf("the question was never asked: %s", d.session.State)
	}
}

// answerFor answers what is asked so that only the last question can help.
func answerFor(d *dialogue) string {
	state := string(d.session.State)
	for question, answer := range map[string]string{
		"dan_toc": "tôi là người Tà Ôi", "dien_ho": "Không có tên",
	} {
		if strings.Contains(state, `"q":"`+question+`"`) {
			return answer
		}
	}
	if strings.Contains(state, `"q":"nhom`) {
		return "5"
	}
	return "1"
}

// The result by SMS names every programme, page by page, in both languages.
func TestSurveyListsEveryProgramme(t *testing.T) {
	on, err := eligibility.ParseDate("2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	byNeed, all := openByNeed(knowledge(t).Library, on)
	for _, first := range []string{"TIENG VIET", "ENGLISH"} {
		d := &dialogue{bot: newBot(t, "2026-11-25"), route: "sms", now: start}
		d.send(msg.Inbound{Kind: msg.Text, Text: first})
		d.send(msg.Inbound{Kind: msg.Choice, Choice: "survey"})
		out := d.send(msg.Inbound{Kind: msg.Text, Text: fmt.Sprint(len(byNeed) + 1)})
		for range 12 {
			if out.Outcome.Kind == "survey" {
				break
			}
			out = d.send(msg.Inbound{Kind: msg.Text, Text: "1"})
		}
		listed := 0
		for range 4 {
			said := out.Shaped[0].Outbound.Text
			listed += strings.Count(said, ".(")
			if strings.Contains(said, "9.(") || listed >= all {
				break
			}
			out = d.send(msg.Inbound{Kind: msg.Text, Text: "9"})
		}
		if listed != all {
			t.Errorf("%s: %d programmes, %d listed, the last: %q", first, all, listed, out.Shaped[0].Outbound.Text)
		}
	}
}

// A page of the result goes out whole: neither what the marks mean nor the list
// is cut.
func TestSurveyResultIsNotCut(t *testing.T) {
	for _, first := range []string{"TIENG VIET", "ENGLISH"} {
		d := &dialogue{bot: newBot(t, "2026-11-28"), route: "sms", now: start}
		d.send(msg.Inbound{Kind: msg.Text, Text: first})
		d.send(msg.Inbound{Kind: msg.Choice, Choice: "survey"})
		d.send(msg.Inbound{Kind: msg.Text, Text: "9"})
		d.send(msg.Inbound{Kind: msg.Text, Text: "5 1 2 1"})
		out := d.send(msg.Inbound{Kind: msg.Text, Text: "5 1 1 2"})
		for pages := 0; out.Outcome.Kind == "survey"; pages++ {
			s := out.Shaped[0]
			if strings.Contains(s.Outbound.Text, "TIEP") || !strings.Contains(s.Outbound.Text, "(-) ") && !strings.Contains(s.Outbound.Text, "(?) ") {
				t.Errorf("%s: cut, or the marks are not explained: %q", first, s.Outbound.Text)
			}
			labels := strings.Fields(s.Outbound.Text)
			if last := labels[len(labels)-1]; pages > 4 || last != "nua" && last != "programmes" {
				break
			}
			more := s.Outbound.Text[strings.LastIndex(s.Outbound.Text, ".")-1:]
			out = d.send(msg.Inbound{Kind: msg.Text, Text: more[:1]})
		}
		if out.Outcome.Kind != "survey" {
			t.Errorf("%s: no result but %s", first, out.Outcome.Kind)
		}
	}
}
