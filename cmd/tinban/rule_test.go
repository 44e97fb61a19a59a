package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tinban/content"
	"tinban/eligibility"
)

var update = flag.Bool("update", false, "write what the commands print into the golden files; read the difference before keeping it")

// printed runs a command in-process and returns what it printed.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	w := world{func(string) string { return "" }, strings.NewReader(""), &out, &errOut}
	if code := run(t.Context(), append([]string{"tinban"}, args...), w); code != exitFine {
		t.Fatalf("%v: exit %d: %s", args, code, errOut.String())
	}
	return out.String()
}

func TestRuleShow(t *testing.T) {
	for name, args := range map[string][]string{
		"rule-nha-o-da5": {"nha-o-da5", "--as-of", "2024-05-15"},
		"rule-vay-von":   {"vay-von", "--as-of", "2026-11-25"},
	} {
		t.Run(name, func(t *testing.T) {
			got := printed(t, append([]string{"rule", "show"}, args...)...)
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("other than %s (-file +now); if it is meant, run this test with -update:\n%s", path, diff)
			}
		})
	}
}

// everySheet calls f for every rule there is, on its last day or today, and
// on the day a district stopped being poor if it held then.
func everySheet(t *testing.T, f func(*testing.T, *sheet)) {
	t.Helper()
	library, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, versions := range library.Rules {
		for _, r := range versions {
			for _, day := range []eligibility.Date{{Year: 2024, Month: 7, Day: 22}, {Year: 2026, Month: 11, Day: 25}} {
				s, err := newSheet(library, r.ID, day)
				if err != nil {
					t.Fatal(err)
				}
				t.Run(r.ID+" "+day.String(), func(t *testing.T) { f(t, s) })
			}
		}
	}
}

func TestEveryRulePrints(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet) {
		var out bytes.Buffer
		if err := s.print(&out); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > columns {
				t.Errorf("%d characters: %s", n, line)
			}
			if strings.ContainsAny(line, "{}") || strings.Contains(line, "%!") {
				t.Errorf("not filled in: %s", line)
			}
		}
		for _, c := range s.rule.Criteria {
			if !strings.Contains(out.String(), "["+c.ID+"]") {
				t.Errorf("criterion %s is not there", c.ID)
			}
		}
	})
}

// Whoever answers every question gets the verdict the steps lead to: no step
// is skipped that could have changed it, no two answers are taken as one that
// the rule tells apart.
func TestStepsAgreeWithTheEngine(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet) {
		root := s.steps()
		root.inOrder()
		communes := s.lib.Communes(s.shown)
		rapid.Check(t, func(t *rapid.T) {
			c := eligibility.Case{Answers: map[string]string{}, On: s.shown, Tables: s.lib}
			said := map[string]string{}
			for _, q := range s.rule.Compiled.Questions {
				i := rapid.IntRange(0, len(q.Options)-1).Draw(t, q.ID)
				option := s.lib.Questions[q.ID].Options[i]
				said[q.ID] = s.label(option)
				if q.Kind == eligibility.KindCommune && option.Key == eligibility.Inside {
					c.Commune = rapid.SampledFrom(communes).Draw(t, "commune")
					said[q.ID] += ": " + s.lib.Commune(c.Commune).Name
				} else {
					c.Answers[q.ID] = option.Key
				}
			}
			got, want := follow(t, root, said), s.rule.Compiled.Evaluate(c)
			if got.verdict != want.Verdict || got.redirect != want.Redirect {
				t.Fatalf("%v leads to %s %s, the engine says %s %s", said, got.verdict, got.redirect, want.Verdict, want.Redirect)
			}
		})
	})
}

// follow goes where the answers lead. A commune is "inside: name"; the step
// names it only where communes differ.
func follow(t *rapid.T, s *step, said map[string]string) *step {
	for s.question != nil {
		answer := said[s.question.ID]
		i := slices.IndexFunc(s.branches, func(b branch) bool {
			return slices.ContainsFunc(b.answers, func(a string) bool { return sameAnswer(a, answer) })
		})
		if i < 0 {
			t.Fatalf("step %d does not know the answer %q", s.number, answer)
		}
		if to := s.branches[i].to; to.question != nil && to.number <= s.number {
			t.Fatalf("step %d leads back to step %d", s.number, to.number)
		}
		s = s.branches[i].to
	}
	return s
}

func sameAnswer(shown, said string) bool {
	label, name, place := strings.Cut(said, ": ")
	_, names, split := strings.Cut(shown, ": ")
	if !place || !split {
		return shown == label
	}
	return slices.Contains(strings.Split(names, ", "), name)
}

// The length that is printed is the length of the steps that are printed.
func TestStepsAreAsLongAsSaid(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet) {
		want := s.rule.Compiled.Expected(eligibility.Case{On: s.shown, Tables: s.lib})
		if got := s.meanLength(s.steps()); math.Abs(got-want) > 1e-6 {
			t.Errorf("the steps take %f questions, the engine says %f", got, want)
		}
	})
}

func (s *sheet) meanLength(st *step) float64 {
	if st.question == nil {
		return 0
	}
	total, sum := 0.0, 0.0
	for _, b := range st.branches {
		for _, a := range b.answers {
			w := s.weight(st.question, a)
			total += w
			sum += w * s.meanLength(b.to)
		}
	}
	return 1 + sum/total
}

func (s *sheet) weight(q *content.Question, answer string) float64 {
	label, names, split := strings.Cut(answer, ": ")
	for _, o := range q.Options {
		switch {
		case s.label(o) == answer:
			return o.Prior
		case split && s.label(o) == label:
			return o.Prior * float64(len(strings.Split(names, ", "))) / float64(len(s.lib.Communes(s.shown)))
		}
	}
	panic(fmt.Sprintf("%q is no answer to %s", answer, q.ID))
}

// Gates by commune part the answer to the commune question.
func TestStepsByCommune(t *testing.T) {
	folder := t.TempDir()
	writeFile(t, folder, "all.yaml", byCommune)
	library, err := content.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSheet(library, "p", eligibility.Date{Year: 2026, Month: 11, Day: 25})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := s.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Trong: Một, Hai → (+) có khả năng", "Trong: Ba → (>) xem chương trình khác: q",
		"Trong: Bốn → (?) cần hỏi thêm", "Ngoài → (-) có thể chưa thuộc diện",
		"qua ở Một, Hai", "không qua ở Ba", "chưa biết ở Bốn",
		"đạt khi một trong các điều sau đạt", "đạt khi điều sau không đạt",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const byCommune = `
schema: tinban/1
groups:
  - {id: g, title: "Nhóm", menu: 1, main: l}
labels:
  - {id: l, group: g, title: "Nhãn"}
answers:
  - {id: l, title: "Nhãn", from: 2026-01-01, long: "Một.", short: "Một.", reviewed: {by: "a", on: 2026-11-25}, review_months: 6}
documents:
  - {id: d, name: "Quyết định", short: "QĐ", in_hand: true}
communes:
  - {id: c1, name: "Một", from: 2020}
  - {id: c2, name: "Hai", from: 2020}
  - {id: c3, name: "Ba", from: 2020}
  - {id: c4, name: "Bốn", from: 2020}
tables:
  - id: bang
    rows:
      - {commune: c1, value: true}
      - {commune: c2, value: true}
      - {commune: c3, value: false}
questions:
  - id: noi
    kind: commune
    ask: "Ở đâu?"
    short: "Ở đâu?"
    keep: contact
    options: [{key: trong, label: "Trong", prior: 0.9}, {key: ngoai, label: "Ngoài", prior: 0.1}]
rules:
  - id: p1
    programme: p
    title: "Thử"
    from: 2026-01-01
    max_questions: 1
    gates:
      - {id: cua, table: bang, equals: true, on_fail: {redirect: q}, on_unknown: {cap: need_info}, basis: [{doc: d, section: "1"}]}
    criteria:
      - id: hai_duong
        label: "Một trong hai"
        any:
          - {id: o_trong, label: "Ở trong", question: noi, met: [trong], unmet: [ngoai]}
          - {id: khong_ngoai, label: "Không ở ngoài", not: {id: o_ngoai, label: "Ở ngoài", question: noi, met: [ngoai], unmet: [trong]}}
    verdicts:
      likely: {long: "Có khả năng.", short: "Có khả năng."}
  - id: q1
    programme: q
    title: "Khác"
    from: 2026-01-01
    max_questions: 1
    criteria:
      - {id: o_trong, label: "Ở trong", question: noi, met: [trong], unmet: [ngoai]}
    verdicts:
      likely: {long: "Có khả năng.", short: "Có khả năng."}
`

func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zđạ]{1,12} ){0,30}`).Draw(t, "text")
		width := rapid.IntRange(12, 60).Draw(t, "width")
		lines := fold(text, width)
		if got := strings.Fields(strings.Join(lines, " ")); !slices.Equal(got, strings.Fields(text)) {
			t.Fatalf("words were lost: %q", got)
		}
		for i, line := range lines {
			if utf8.RuneCountInString(line) > width {
				t.Fatalf("line %d is too long: %q", i, line)
			}
			if i > 0 && utf8.RuneCountInString(lines[i-1]+" "+strings.Fields(line)[0]) <= width {
				t.Fatalf("line %d was broken too early: %q %q", i, lines[i-1], line)
			}
		}
	})
}
