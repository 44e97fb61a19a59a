package check

import (
	"fmt"
	"strings"

	"tinban/content"
)

// fileOf stands for the file of a label's examples; the lines themselves do
// not know where they were.
type fileOf string

// Place is the top of the file.
func (f fileOf) Place() (string, int) { return fmt.Sprintf("examples/%s.yaml", string(f)), 1 }

// exampleLines finds lines that teach nothing.
func exampleLines(j *judge) {
	for _, e := range j.examples {
		at := fileOf(e.Label)
		switch {
		case e.Label == "":
			j.add(fileOf("?"), "the example %q has no label: give it one", e.Text)
		case j.lib.Label(e.Label) == nil:
			j.add(at, "the example %q has the label %q, which does not exist: correct it or add the label", e.Text, e.Label)
		case strings.TrimSpace(e.Text) == "":
			j.add(at, "an example is empty: take it out")
		}
	}
}

// exampleTwice finds lines that teach two things at once.
func exampleTwice(j *judge) {
	first := map[string]content.Example{}
	for _, e := range j.examples {
		key := plain(e.Text)
		if other, twice := first[key]; twice && other.Label != e.Label && key != "" {
			j.add(fileOf(e.Label), "the example %q is also under %q: keep it under one label", e.Text, other.Label)
			continue
		}
		first[key] = e
	}
}

// plain is a line without case, punctuation and spare blanks. Marks stay: they
// can tell two meanings apart.
func plain(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \t\n.,!?;:\"'()", r) })
	return strings.Join(words, " ")
}
