package bot_test

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"tinban/eligibility"
	"tinban/msg"
)

// needs lists every choice of one to most programmes.
func needs(rules []*eligibility.Rule, most int) (out [][]*eligibility.Rule) {
	for mask := 1; mask < 1<<len(rules); mask++ {
		if n := bits.OnesCount(uint(mask)); n > most {
			continue
		}
		var chosen []*eligibility.Rule
		for i, r := range rules {
			if mask>>i&1 == 1 {
				chosen = append(chosen, r)
			}
		}
		out = append(out, chosen)
	}
	return out
}

// Nobody answers twenty questions to learn what there is for them: with the
// question what is needed, a household that needs one to three things answers
// at most six on average.
func TestSurveyIsShort(t *testing.T) {
	l := knowledge(t).Library
	for _, day := range []string{"2024-05-15", "2026-11-25"} {
		on, err := eligibility.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		var rules []*eligibility.Rule
		for _, programme := range slices.Sorted(maps.Keys(l.Rules)) {
			if r := l.RuleOn(programme, on); r != nil && r.Holds(on) {
				rules = append(rules, r.Compiled)
			}
		}
		sum, n := 0.0, 0
		for _, chosen := range needs(rules, 3) {
			s := eligibility.Survey{Rules: chosen, Max: 8}
			sum += 1 + s.Expected(eligibility.Case{On: on, Tables: l})
			n++
		}
		t.Logf("%s: %d programmes, %.2f questions on average over %d choices of one to three needs", day, len(rules), sum/float64(n), n)
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

// The result by SMS lists every programme there is, in both languages.
func TestSurveyListsEveryProgramme(t *testing.T) {
	on, err := eligibility.ParseDate("2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for programme := range knowledge(t).Library.Rules {
		if r := knowledge(t).Library.RuleOn(programme, on); r != nil && r.Holds(on) {
			n++
		}
	}
	for _, first := range []string{"TIENG VIET", "ENGLISH"} {
		d := &dialogue{bot: newBot(t, "2026-11-25"), route: "sms", now: start}
		d.send(msg.Inbound{Kind: msg.Text, Text: first})
		d.send(msg.Inbound{Kind: msg.Choice, Choice: "survey"})
		out := d.send(msg.Inbound{Kind: msg.Text, Text: fmt.Sprint(n)})
		for range 12 {
			if out.Outcome.Kind == "survey" {
				break
			}
			out = d.send(msg.Inbound{Kind: msg.Text, Text: "1"})
		}
		if got := out.Shaped[0].Outbound.Text; !strings.Contains(got, fmt.Sprintf("%d.(", n)) {
			t.Errorf("%s: %d programmes, the list ends before: %q", first, n, got)
		}
	}
}
