package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// compareEvals says what changed between two reports that "eval --json" wrote.
func compareEvals(out io.Writer, names []string) error {
	if len(names) != 2 {
		return usagef("eval --compare takes two files that \"tinban eval --json\" wrote: the old one, the new one")
	}
	old, err := readReport(names[0])
	if err != nil {
		return err
	}
	next, err := readReport(names[1])
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(next.Files)) {
		if was := old.Files[name]; was != nil {
			fmt.Fprintf(out, "%s\n", name)
			compareFile(out, was, next.Files[name])
		}
	}
	return nil
}

func readReport(name string) (*evalReport, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: give a file that \"tinban eval --json\" wrote", name)
	}
	var r evalReport
	if err := json.Unmarshal(data, &r); err != nil || len(r.Files) == 0 {
		return nil, fmt.Errorf("%s is no output of \"tinban eval --json\"", name)
	}
	return &r, nil
}

// compareFile prints every line that got better or worse, then the sums by label.
func compareFile(out io.Writer, old, next *fileCounts) {
	was := map[string]lineResult{}
	for _, l := range old.Lines {
		was[l.ID] = l
	}
	type change struct{ better, worse int }
	labels := map[string]*change{}
	total := change{}
	for _, l := range next.Lines {
		before, known := was[l.ID]
		if !known || before.worth() == l.worth() {
			continue
		}
		if labels[l.Label] == nil {
			labels[l.Label] = &change{}
		}
		word := "worse "
		if l.worth() > before.worth() {
			word = "better"
			labels[l.Label].better++
			total.better++
		} else {
			labels[l.Label].worse++
			total.worse++
		}
		fmt.Fprintf(out, "  %s %-10s %-28s %s → %s\n", word, l.ID, l.Label, before, l)
	}
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(out, "  %-28s better %3d  worse %3d\n", label, labels[label].better, labels[label].worse)
	}
	fmt.Fprintf(out, "  %-28s better %3d  worse %3d\n", "all", total.better, total.worse)
}

// worth orders what can become of a line, for whoever asked.
func (l lineResult) worth() int {
	switch {
	case l.Fine:
		return 4
	case l.Offered:
		return 3
	case l.Kind == "ask_back":
		return 2
	case l.Kind == "unknown":
		return 1
	}
	return 0
}

func (l lineResult) String() string {
	word := map[int]string{4: "right", 3: "offered", 2: "asked back", 1: "unknown", 0: "wrong"}[l.worth()]
	if l.worth() != 4 && l.Got != l.Label {
		return fmt.Sprintf("%s (%s)", word, l.Got)
	}
	return word
}
