package understand

import (
	"os"
	"strings"
	"sync"
	"testing"
)

const ownExamples = "testdata/examples.txt"

// readExamples reads "== label" lines, each followed by its examples.
func readExamples(name string) ([]Example, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var examples []Example
	label := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if l, ok := strings.CutPrefix(line, "== "); ok {
			label = l
		} else if line != "" && line[0] != '#' {
			examples = append(examples, Example{label, line})
		}
	}
	return examples, nil
}

var trained = sync.OnceValues(func() (*Model, error) {
	examples, err := readExamples(ownExamples)
	if err != nil {
		return nil, err
	}
	return Train(examples)
})

func model(t testing.TB) *Model {
	t.Helper()
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func examples(t testing.TB) []Example {
	t.Helper()
	list, err := readExamples(ownExamples)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
