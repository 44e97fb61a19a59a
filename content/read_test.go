package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A shelf sees every change of a folder, and leaves the libraries it gave
// before as they were.
func TestShelfSeesWhatChanged(t *testing.T) {
	var s Shelf
	load := func(fsys fstest.MapFS) *Library {
		t.Helper()
		l, err := s.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	first := load(folder("", "", ""))
	changed := load(folder("questions.yaml", "Có không?", "Có hay không?"))
	if a, b := first.Questions["q"].Ask, changed.Questions["q"].Ask; a != "Có không?" || b != "Có hay không?" {
		t.Errorf("asked %q, then %q", a, b)
	}
	if first.Rules["p"][0] == changed.Rules["p"][0] {
		t.Error("two libraries share a rule, which each compiles for itself")
	}
	if _, err := s.Load(folder("rules.yaml", "met: [co]", "met: [maybe]")); err == nil {
		t.Error("a rule that became wrong loads")
	}
	fewer := folder("", "", "")
	delete(fewer, "en/rules.yaml")
	if l := load(fewer); len(l.Languages()) != 0 {
		t.Errorf("a file that is gone is still there: %v", l.Languages())
	}
	if l := load(folder("", "", "")); l.In("en").Rules["p"][0].Title != "Loan" {
		t.Error("a file that came back is not there")
	}
}

// Everything wrong is told, in the order of the files and lines, however many
// processors read them.
func TestProblemsComeInOrder(t *testing.T) {
	fsys := folder("answers.yaml", "office: old", "office: none")
	fsys["facts.yaml"].Data = []byte(strings.Replace(sound["facts.yaml"], "use: say", "use: shout", 1))
	fsys["a.yaml"] = &fstest.MapFile{Data: []byte("schema: tinban/1\nnotes: [")}
	for range 20 {
		_, err := Load(fsys)
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 3 || !strings.HasPrefix(lines[0], "a.yaml:") || !strings.HasPrefix(lines[1], "answers.yaml:3: ") || !strings.HasPrefix(lines[2], "facts.yaml:3: ") {
			t.Fatalf("problems:\n%v", err)
		}
	}
}

func TestReferences(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"không có":           "",
		"{a} và {past:b.c}.": "a past:b.c",
		"{a}{b}":             "a b",
		"mở { không đóng":    "",
		"{{a}} {b{c}":        "a c",
		"} {a":               "",
	} {
		got := strings.Join(References(text), " ")
		if got != want {
			t.Errorf("%q refers to %q, want %q", text, got, want)
		}
	}
	if got := ReplaceReferences("{a}b{c} {d", "-"); got != "-b- {d" {
		t.Errorf("got %q", got)
	}
	if got := WithoutReferences("{a}"); got != " " {
		t.Errorf("got %q", got)
	}
}
