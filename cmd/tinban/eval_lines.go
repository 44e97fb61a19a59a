package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/goccy/go-yaml"

	"tinban/bot/understand"
)

// What training reads beside the examples; a folder may lack either.
const (
	composeFile = "eval/compose.yaml"
	trialsFile  = "eval/calibration.jsonl"
)

// furtherLines are the composed lines of a content folder and those the reader is
// tried on before it learns them.
func furtherLines(fsys fs.FS) ([]understand.Example, error) {
	out, err := composedLines(fsys)
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(fsys, trialsFile)
	if err != nil {
		return out, unlessMissing(err)
	}
	trials, err := parseEval(trialsFile, bytes.NewReader(data))
	for _, t := range trials {
		out = append(out, understand.Example{Label: t.Label, Text: t.Text, Trial: true})
	}
	return out, err
}

func composedLines(fsys fs.FS) ([]understand.Example, error) {
	data, err := fs.ReadFile(fsys, composeFile)
	if err != nil {
		return nil, unlessMissing(err)
	}
	var plan understand.Plan
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&plan); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", composeFile, err)
	}
	lines, err := plan.Compose()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", composeFile, err)
	}
	return lines, nil
}

func unlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// printLines writes what training reads; comparing approaches begins with it.
func printLines(out io.Writer, dir string) error {
	fsys, err := folder(dir)
	if err != nil {
		return err
	}
	lines, err := readExamples(fsys)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return err
		}
	}
	return nil
}
