package understand

import (
	"slices"
	"testing"
)

func TestDecide(t *testing.T) {
	tests := []struct {
		name   string
		ranked []Meaning
		kind   Kind
		labels []string
	}{
		{"nothing", nil, Unknown, nil},
		{"sure", []Meaning{{"a", 0.97}, {"b", 0.02}}, Answer, []string{"a"}},
		{"two", []Meaning{{"a", 0.55}, {"b", 0.42}, {"c", 0.01}}, AskBack, []string{"a", "b"}},
		{"three", []Meaning{{"a", 0.4}, {"b", 0.3}, {"c", 0.2}, {"d", 0.1}}, AskBack, []string{"a", "b", "c"}},
		{"outside", []Meaning{{OutOfScope, 0.95}, {"a", 0.03}, {"b", 0.01}}, Unknown, []string{"a", "b"}},
		{"perhaps outside", []Meaning{{"a", 0.6}, {OutOfScope, 0.3}, {"b", 0.1}}, AskBack, []string{"a", "b"}},
		{"only outside", []Meaning{{OutOfScope, 1}}, Unknown, nil},
		{"anything", []Meaning{{"a", 0.06}, {"b", 0.05}, {"c", 0.05}, {"d", 0.05}, {"e", 0.05}}, Unknown, []string{"a", "b", "c"}},
	}
	for _, test := range tests {
		d := Reading{Ranked: test.ranked}.Decide()
		if d.Kind != test.kind || !slices.Equal(d.Labels, test.labels) {
			t.Errorf("%s: %v, want %s %v", test.name, d, test.kind, test.labels)
		}
	}
}

// The blend must find weights that make the right labels likely, and no surer
// than they are: here the linear part is right three times in four.
func TestBlendIsCalibrated(t *testing.T) {
	var trials []trial
	for i := range 400 {
		tr := trial{weight: 1, evidence: []evidence{{linear: 3}, {linear: -3}}}
		if i%4 == 0 {
			tr.label = 1
		}
		trials = append(trials, tr)
	}
	b := fitBlend(trials)
	if p := b.chances(trials[0])[0]; p < 0.73 || p > 0.77 {
		t.Errorf("says %.3f for what is right three times in four", p)
	}
}
