package eligibility

import (
	"slices"
	"testing"
)

// twoProgrammes share the question about the household's class.
func twoProgrammes() Survey {
	class := &Question{ID: "class", Options: []Option{{Key: "poor", Prior: 0.5}, {Key: "none", Prior: 0.5}}}
	age := &Question{ID: "age", Options: []Option{{Key: "adult", Prior: 0.8}, {Key: "child", Prior: 0.2}}}
	origin := &Question{ID: "origin", Last: true, Options: []Option{{Key: "minority", Prior: 0.8}, {Key: "other", Prior: 0.2}}}
	return Survey{Rules: []*Rule{
		{ID: "loan", StopOnFirstNo: true, Questions: []*Question{class, age},
			Criteria: &Criterion{All: []*Criterion{leaf("l1", "class", keys("poor"), keys("none")), leaf("l2", "age", keys("adult"), keys("child"))}}},
		{ID: "abroad", StopOnFirstNo: true, Questions: []*Question{class, age, origin},
			Criteria: &Criterion{All: []*Criterion{
				leaf("a1", "age", keys("adult"), keys("child")),
				{Any: []*Criterion{leaf("a2", "class", keys("poor"), keys("none")), leaf("a3", "origin", keys("minority"), keys("other"))}},
			}}},
	}}
}

// walk answers a survey and returns what was asked.
func walk(s Survey, answer map[string]string) (asked []string) {
	c := Case{On: during}
	for {
		q, ok := s.Next(c)
		if !ok {
			return asked
		}
		asked = append(asked, q)
		if answer[q] == "" {
			return asked // a question the case has no answer to: the test will say so
		}
		c = c.with(q, answer[q])
	}
}

func TestSurveyAsksSharedQuestionsOnce(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer map[string]string
		asked  []string
	}{
		{"poor adult: nothing about origin", map[string]string{"class": "poor", "age": "adult"}, []string{"age", "class"}},
		{"a child: origin cannot help", map[string]string{"age": "child", "class": "none"}, []string{"age", "class"}},
		{"origin comes last", map[string]string{"class": "none", "age": "adult", "origin": "minority"}, []string{"age", "class", "origin"}},
	} {
		asked := walk(twoProgrammes(), tc.answer)
		sorted := slices.Clone(asked)
		slices.Sort(sorted)
		want := slices.Clone(tc.asked)
		slices.Sort(want)
		if !slices.Equal(sorted, want) {
			t.Errorf("%s: asked %v, want %v", tc.name, asked, tc.asked)
		}
		if i := slices.Index(asked, "origin"); i >= 0 && i != len(asked)-1 {
			t.Errorf("%s: origin is not last in %v", tc.name, asked)
		}
	}
}

// Whatever is answered, a finished survey leaves no verdict open, and never
// asks more than Max.
func TestSurveySettlesEverything(t *testing.T) {
	s := twoProgrammes()
	var visit func(c Case, depth int)
	visit = func(c Case, depth int) {
		id, ok := s.Next(c)
		if !ok {
			for _, r := range s.Rules {
				if r.Evaluate(c).Open {
					t.Errorf("%s is open after %v", r.ID, c.Answers)
				}
			}
			return
		}
		if depth > 3 {
			t.Fatalf("asks %s after %v", id, c.Answers)
		}
		for _, o := range s.question(id).Options {
			visit(c.with(id, o.Key), depth+1)
		}
	}
	visit(Case{On: during}, 1)
	s.Max = 1
	if asked := walk(s, map[string]string{"class": "none", "age": "adult"}); len(asked) != 1 {
		t.Errorf("with Max 1 asked %v", asked)
	}
}

// Expected is the mean over all households of what is asked.
func TestSurveyExpected(t *testing.T) {
	s := twoProgrammes()
	mean := 0.0
	for _, class := range s.question("class").Options {
		for _, age := range s.question("age").Options {
			asked := walk(s, map[string]string{"class": class.Key, "age": age.Key, "origin": "minority"})
			mean += class.Prior * age.Prior * float64(len(asked))
		}
	}
	if got := s.Expected(Case{On: during}); got < mean-1e-9 || got > mean+1e-9 {
		t.Errorf("Expected = %v, mean %v", got, mean)
	}
}
