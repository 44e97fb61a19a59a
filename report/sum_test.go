package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
)

func TestSum(t *testing.T) {
	days := []Day{
		{On: "2026-06-10", Failed: map[string]int{"dien_ho": 2}, Counts: []Count{
			{Channel: msg.SMS, Commune: "a-luoi-3", Label: "housing.amount", Outcome: "answer", N: 3},
			{Channel: msg.SMS, Commune: "a-luoi-3", Label: "housing.amount", Outcome: "verdict", Verdict: "unlikely", N: 2},
			{Channel: msg.SMS, Commune: "a-luoi-3", Outcome: "menu", N: 9},
		}},
		{On: "2026-06-11", Counts: []Count{
			{Channel: msg.Chat, Label: "loan.amount", Outcome: "unknown", N: 4},
			{Channel: msg.Chat, Label: "loan.amount", Outcome: "handover", N: 1},
			{Channel: msg.Chat, Commune: "a-luoi-4", Label: "loan.amount", Outcome: "ask_back", N: 100},
		}},
	}
	got := Sum(days, func(commune string) bool { return commune != "a-luoi-4" })
	want := Numbers{
		Days: 2, Messages: 19, Questions: 9, Answered: 3, Unknown: 4, Checks: 2, HandedOver: 1,
		ByChannel: []Named{{"sms", 14}, {"chat", 5}},
		ByLabel:   []Named{{"housing.amount", 5}, {"loan.amount", 4}},
		ByCommune: []Named{{"a-luoi-3", 5}, {"", 4}},
		Open:      []Named{{"loan.amount", 4}},
		Verdicts:  []Named{{"unlikely", 2}},
		Failed:    []Named{{"dien_ho", 2}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
