package content

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

const (
	examplesDir = "examples"
	evalDir     = "eval"
	modelFile   = "model.bin"
)

//go:embed *.yaml facts answers rules examples en model.bin library.pack eval/compose.yaml eval/calibration.jsonl
var embedded embed.FS

// Embedded is the content folder built into the program.
func Embedded() fs.FS { return embedded }

// Model returns the trained model that lies in a content folder, or nil when
// there is none.
func Model(fsys fs.FS) ([]byte, error) {
	b, err := fs.ReadFile(fsys, modelFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

type exampleFile struct {
	Schema   string   `yaml:"schema"`
	Label    string   `yaml:"label"`
	Examples []string `yaml:"examples"`
	Groups   []struct {
		Kind     string   `yaml:"kind"`
		Examples []string `yaml:"examples"`
	} `yaml:"groups"`
	Near []struct {
		Text  string `yaml:"text"`
		Label string `yaml:"label"`
	} `yaml:"near"`
}

// Examples reads the lines that teach the reader: the examples in file order,
// then what the answers say they are asked by. They are read only to train or
// to check, never at an ordinary start.
func Examples(fsys fs.FS) ([]Example, error) {
	l, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	return l.Examples()
}

// Examples reads the lines that teach the reader beside a library that is
// loaded.
func (l *Library) Examples() ([]Example, error) {
	out, err := exampleFiles(l.fsys)
	if err != nil {
		return nil, err
	}
	return append(out, l.asks()...), nil
}

// asks lists the questions of all answers, each once.
func (l *Library) asks() (out []Example) {
	for _, id := range slices.Sorted(maps.Keys(l.Answers)) {
		seen := map[string]bool{}
		for _, a := range l.Answers[id] {
			for _, q := range a.Asks {
				if q = strings.TrimSpace(q); q != "" && !seen[q] {
					seen[q] = true
					out = append(out, Example{a.Label(), q})
				}
			}
		}
	}
	return out
}

func exampleFiles(fsys fs.FS) ([]Example, error) {
	names, err := fs.Glob(fsys, path.Join(examplesDir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	read, errs := make([][]Example, len(names)), make([]error, len(names))
	atOnce(len(names), func(i int) { read[i], errs[i] = readExamples(fsys, names[i]) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(read...), nil
}

func readExamples(fsys fs.FS, name string) ([]Example, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	var f exampleFile
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return nil, Problems{syntaxProblem(name, err)}
	}
	if f.Label+".yaml" != path.Base(name) {
		return nil, Problems{{name, 1, fmt.Sprintf("label là %q: đổi tên tệp thành %s.yaml, hoặc sửa label", f.Label, f.Label)}}
	}
	var out []Example
	add := func(label string, texts ...string) {
		for _, t := range texts {
			if t = strings.TrimSpace(t); t != "" {
				out = append(out, Example{label, t})
			}
		}
	}
	add(f.Label, f.Examples...)
	for _, g := range f.Groups {
		add(f.Label, g.Examples...)
	}
	for _, n := range f.Near {
		add(n.Label, n.Text)
	}
	return out, nil
}
