package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/urfave/cli/v3"

	"tinban/content"
	"tinban/store"
)

// sample is one line of an export: an officer corrects the label, and the line
// can be added to the examples. It is a line of "tinban eval" as well.
type sample struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Label string `json:"label"`
}

// samplesCommand turns the questions people gave us into examples.
func samplesCommand(w world) *cli.Command {
	return &cli.Command{
		Name: "samples", Usage: "questions without an answer that people let us keep: export, label, add to the examples",
		Action: func(context.Context, *cli.Command) error {
			return usagef("samples export, or samples add? \"tinban samples --help\" shows both")
		},
		Commands: []*cli.Command{
			{Name: "export", Usage: "prints them as JSON lines with the label each was taken for",
				Flags: []cli.Flag{&cli.StringFlag{Name: "data", Value: "data", Usage: "data `DIR` of the running service"}},
				Action: func(ctx context.Context, cmd *cli.Command) error {
					return askService(ctx, cmd.String("data"), http.MethodGet, "/samples", "", w.out)
				}},
			{Name: "add", Usage: "adds labelled lines to the examples of a content folder", ArgsUsage: "DIR FILE.jsonl",
				Action: func(_ context.Context, cmd *cli.Command) error {
					if cmd.Args().Len() != 2 {
						return usagef("add which lines to which folder? tinban samples add content lines.jsonl")
					}
					return addSamples(w, cmd.Args().Get(0), cmd.Args().Get(1))
				}},
		},
	}
}

func (s *service) listSamples(w http.ResponseWriter, r *http.Request) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	n := 0
	err := s.store.Samples(r.Context(), time.Time{}, func(x store.Sample) bool {
		n++
		return enc.Encode(sample{fmt.Sprintf("s%04d", n), x.Text, x.Label}) == nil
	})
	if err != nil {
		s.log.Warn("the samples were not all read", "err", err)
	}
}

// addSamples sorts the lines by label and appends them, all or none.
func addSamples(w world, dir, file string) error {
	lines, err := readSamples(file)
	if err != nil {
		return err
	}
	library, err := content.Load(os.DirFS(dir))
	if err != nil {
		return err
	}
	known, err := content.Examples(os.DirFS(dir))
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, e := range known {
		have[strings.ToLower(e.Text)] = true
	}
	fresh := map[string][]string{}
	for i, l := range lines {
		if library.Label(l.Label) == nil {
			return fmt.Errorf("line %d has the label %q, which labels.yaml does not have: correct it; nothing was added", i+1, l.Label)
		}
		if !have[strings.ToLower(l.Text)] {
			have[strings.ToLower(l.Text)] = true
			fresh[l.Label] = append(fresh[l.Label], l.Text)
		}
	}
	return appendExamples(w, dir, fresh)
}

func readSamples(file string) ([]sample, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, usagef("the lines %q cannot be read; \"tinban samples export\" makes them", file)
	}
	defer f.Close()
	var out []sample
	in := bufio.NewScanner(f)
	for in.Scan() {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var s sample
		if err := json.Unmarshal(in.Bytes(), &s); err != nil || s.Text == "" || s.Label == "" {
			return nil, fmt.Errorf("line %d is not {\"text\": …, \"label\": …}: correct it; nothing was added", len(out)+1)
		}
		out = append(out, s)
	}
	return out, in.Err()
}

// collected heads the lines that came from residents, in a label's file.
const collected = "  - kind: collected\n    examples:\n"

// appendExamples adds a group at the end of each label's file. The files are
// written as they lie, so that what staff wrote beside the lines stays.
func appendExamples(w world, dir string, fresh map[string][]string) error {
	added := 0
	for label, texts := range fresh {
		path := filepath.Join(dir, "examples", label+".yaml")
		old, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			old, err = fmt.Appendf(nil, "schema: examples/1\nlabel: %s\ngroups:\n", label), nil
		}
		if err != nil {
			return err
		}
		grown, err := grow(string(old), texts)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(path, []byte(grown), 0o644); err != nil { //nolint:gosec // examples are public
			return err
		}
		added += len(texts)
	}
	fmt.Fprintf(w.out, "%d lines added under %d labels; now run \"tinban train %s\" and \"tinban check %s\"\n", added, len(fresh), dir, dir)
	return nil
}

// grow puts lines into the "collected" group of an examples file.
func grow(file string, texts []string) (string, error) {
	var lines strings.Builder
	for _, text := range texts {
		quoted, err := yaml.MarshalWithOptions(text, yaml.JSON())
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&lines, "      - %s", quoted)
	}
	if before, after, ok := strings.Cut(file, collected); ok {
		return before + collected + lines.String() + after, nil
	}
	rows := strings.Split(file, "\n")
	at := slices.Index(rows, "groups:")
	if at < 0 {
		return strings.TrimRight(file, "\n") + "\n\ngroups:\n" + collected + lines.String(), nil
	}
	return strings.Join(rows[:at+1], "\n") + "\n" + collected + lines.String() + strings.Join(rows[at+1:], "\n"), nil
}
