package understand

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
)

const ownExamples = "testdata/examples.txt"

// readExamples reads "== label" lines, each followed by its examples, or JSON lines
// in the shape of Example.
func readExamples(name string) ([]Example, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var examples []Example
	if strings.HasSuffix(name, ".jsonl") {
		err := eachJSON(b, func(e Example) { examples = append(examples, e) })
		return examples, err
	}
	label := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if l, ok := strings.CutPrefix(line, "== "); ok {
			label = l
		} else if line != "" && line[0] != '#' {
			examples = append(examples, Example{Label: label, Text: line})
		}
	}
	return examples, nil
}

// question is one held-out line.
type question struct {
	Text   string   `json:"text"`
	Label  string   `json:"label"`
	AlsoOK []string `json:"also_ok"`
}

func readQuestions(name string) (out []question, err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	err = eachJSON(b, func(q question) { out = append(out, q) })
	return out, err
}

func eachJSON[T any](b []byte, take func(T)) error {
	for dec := json.NewDecoder(bytes.NewReader(b)); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			return err
		}
		take(v)
	}
	return nil
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

// tried is the model of the examples when it is tried on the same lines before it
// learns them: it may be surer than the folds allow.
var tried = sync.OnceValues(func() (*Model, error) {
	examples, err := readExamples(ownExamples)
	for _, e := range examples {
		e.Trial = true
		examples = append(examples, e)
	}
	if err != nil {
		return nil, err
	}
	return Train(examples)
})

func triedModel(t testing.TB) *Model {
	t.Helper()
	m, err := tried()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
