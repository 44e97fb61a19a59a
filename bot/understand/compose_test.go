package understand

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompose(t *testing.T) {
	plan := Plan{
		Aspects: map[string][]string{"who": {"ai được {}", "điều kiện {}"}, "how": {"cách {}"}},
		Topics: []PlanTopic{
			{Label: "a", How: []string{"who"}, About: []string{"vay"}, Lines: 2},
			{Label: "b", How: []string{"who", "how"}, About: []string{"học", "làm"}, Lines: 2},
		},
	}
	got, err := plan.Compose()
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{Label: "a", Text: "ai được vay"}, {Label: "a", Text: "điều kiện vay"},
		{Label: "b", Text: "ai được học"}, {Label: "b", Text: "cách học"},
		{Label: "b", Text: "điều kiện làm"}, {Label: "b", Text: "cách làm"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, topic := range map[string]PlanTopic{
		"no label":  {How: []string{"who"}, About: []string{"x"}},
		"no aspect": {Label: "a", How: []string{"when"}, About: []string{"x"}},
		"no topic":  {Label: "a", How: []string{"who"}},
	} {
		if _, err := (Plan{Aspects: plan.Aspects, Topics: []PlanTopic{topic}}).Compose(); err == nil {
			t.Errorf("%s: should be refused", name)
		}
	}
}
