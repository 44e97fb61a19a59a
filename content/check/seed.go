package check

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"

	"tinban/content"
)

// FaultKind is what became of the faults of one kind.
type FaultKind struct {
	Kind            string
	Seeded, Refused int
	Missed          []string // what was not refused
}

// SeedFaults spoils a content folder n times, each time in one place of a copy,
// and counts by kind how often that is refused. The places are drawn in an
// order that is the same every time. What is wrong with the folder already
// does not count.
func SeedFaults(fsys fs.FS, n int) ([]FaultKind, error) {
	g, err := newGarden(fsys)
	if err != nil {
		return nil, err
	}
	kinds := map[string]*FaultKind{}
	for _, s := range g.draw(n) {
		k := kinds[s.kind]
		if k == nil {
			k = &FaultKind{Kind: s.kind}
			kinds[s.kind] = k
		}
		k.Seeded++
		refused, err := g.refuses(s)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s, %s: %w", s.kind, s.what, err)
		case refused:
			k.Refused++
		default:
			k.Missed = append(k.Missed, s.what)
		}
	}
	out := make([]FaultKind, 0, len(kinds))
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, *kinds[kind])
	}
	return out, nil
}

// seed is one fault: what it does to a copy of one record. A record that comes
// to nil is taken away.
type seed struct {
	kind, what string
	at         int // number of the record
	spoil      func(n node) node
	example    *content.Example // or a line that is added to the examples
}

// garden is a folder in which faults are seeded.
type garden struct {
	files    []content.File // one for each record
	records  []*record      // nil where a file is none
	shelf    content.Shelf
	lib      *content.Library // with no fault in it
	examples []content.Example
	known    map[focus]map[string]bool // what is wrong without a fault, by focus
	seeds    map[string][]seed
}

func newGarden(fsys fs.FS) (*garden, error) {
	g := &garden{known: map[focus]map[string]bool{}, seeds: map[string][]seed{}}
	whole, err := content.Load(fsys) // what is wrong with it is told with its place
	if err != nil {
		return nil, err
	}
	if g.examples, err = whole.Examples(); err != nil {
		return nil, err
	}
	if err := readRecords(fsys, g.take); err != nil {
		return nil, err
	}
	if g.lib, err = g.shelf.LoadFiles(g.files); err != nil {
		return nil, err
	}
	g.plant()
	return g, nil
}

// take makes a file of each record of a tree, and one of what is left.
func (g *garden) take(tree node, _ string) error {
	lang, _ := tree["lang"].(string)
	for _, list := range sortedKeys(tree) {
		records := nodes(tree[list])
		if len(records) == 0 {
			continue
		}
		delete(tree, list)
		for _, n := range records {
			r, err := newRecord(lang, list, n)
			if err != nil {
				return err
			}
			g.add(r)
		}
	}
	rest := &record{lang: lang, list: "rest"}
	err := rest.writeTree(tree)
	g.add(rest)
	return err
}

func (g *garden) add(r *record) {
	g.files = append(g.files, r.asFile(len(g.files)))
	g.records = append(g.records, r)
}

// draw picks n seeds, as many of each kind as there are, and the places of a
// kind in no order.
func (g *garden) draw(n int) (out []seed) {
	dice := rand.New(rand.NewPCG(171, 2022)) //nolint:gosec // faults are drawn alike every time, no secrets
	kinds := sortedKeys(g.seeds)
	for _, kind := range kinds {
		s := g.seeds[kind]
		dice.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	}
	for round := 0; len(out) < n; round++ {
		before := len(out)
		for _, kind := range kinds {
			if round < len(g.seeds[kind]) && len(out) < n {
				out = append(out, g.seeds[kind][round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

// focus is the part of a library that a fault is most likely to be seen in,
// and the judgements that look there. The zero focus is all of both.
type focus struct{ part, id string }

// The parts. A label and a programme are named by their ids.
const (
	partLabel        = "label"
	partProgramme    = "programme"
	partRegisters    = "registers"
	partTranslations = "translations"
	partReader       = "reader"
)

// refuses reports whether a fault is found. It looks near the fault first,
// because that is quick, and at everything only if nothing was found there.
func (g *garden) refuses(s seed) (bool, error) {
	if s.example != nil {
		return g.finds(g.lib, focus{part: partReader}, append(slices.Clone(g.examples), *s.example)), nil
	}
	own := g.records[s.at]
	spoilt := &record{lang: own.lang, list: own.list, node: s.spoil(copyOf(own.node).(node))}
	files := slices.Clone(g.files)
	if spoilt.node == nil {
		files = slices.Delete(files, s.at, s.at+1)
	} else {
		if err := spoilt.write(); err != nil {
			return false, err
		}
		files[s.at] = spoilt.asFile(s.at)
	}
	lib, err := g.shelf.LoadFiles(files)
	if problems := (content.Problems{}); errors.As(err, &problems) {
		return true, nil
	} else if err != nil {
		return false, err
	}
	for _, f := range []focus{own.focus(), {}} {
		if g.finds(lib, f, g.examples) {
			return true, nil
		}
	}
	return false, nil
}

func (r *record) focus() focus {
	id, _ := r.node["id"].(string)
	programme, _ := r.node["programme"].(string)
	switch {
	case r.lang != "":
		return focus{part: partTranslations}
	case r.list == "answers":
		return focus{partLabel, (&content.Answer{ID: id}).Label()}
	case r.list == "rules":
		return focus{partProgramme, programme}
	}
	return focus{part: partRegisters}
}

// finds looks for anything that is wrong and was not before.
func (g *garden) finds(lib *content.Library, f focus, examples []content.Example) bool {
	if g.known[f] == nil {
		known := map[string]bool{}
		g.judged(g.lib, f, g.examples, func(text string) bool { known[text] = true; return false })
		g.known[f] = known
	}
	return g.judged(lib, f, examples, func(text string) bool { return !g.known[f][text] })
}

// judged runs the judgements of a focus until one says what is wanted.
func (g *garden) judged(lib *content.Library, f focus, examples []content.Example, wanted func(text string) bool) bool {
	j := newJudge(f.of(lib), examples)
	j.texts = collect(j)
	for _, judgement := range f.judgements() {
		before := len(j.found)
		judgement(j)
		if slices.ContainsFunc(j.found[before:], func(p content.Problem) bool { return wanted(p.Text) }) {
			return true
		}
	}
	return false
}

// judgements are those of a focus. The examples and the translations come
// last: they are slow, and no record alone can be held against them.
func (f focus) judgements() []func(*judge) {
	near := len(judgements) - 2
	switch f.part {
	case "":
		return slices.Concat(judgements...)
	case partTranslations:
		return judgements[near+1]
	case partReader:
		return judgements[near]
	}
	return slices.Concat(judgements[:near]...)
}

// of is a library with the records of a focus.
func (f focus) of(lib *content.Library) *content.Library {
	if f.part == "" || f.part == partTranslations || f.part == partReader {
		return lib
	}
	part := *lib
	part.Answers, part.Rules = map[string][]*content.Answer{}, map[string][]*content.Rule{}
	for id, versions := range lib.Answers {
		if f.part == partLabel && versions[0].Label() == f.id {
			part.Answers[id] = versions
		}
	}
	if versions := lib.Rules[f.id]; f.part == partProgramme && len(versions) > 0 {
		part.Rules[f.id] = versions
	}
	return &part
}

// Total adds the kinds up.
func Total(kinds []FaultKind) (sum FaultKind) {
	for _, k := range kinds {
		sum.Seeded += k.Seeded
		sum.Refused += k.Refused
		for _, what := range k.Missed {
			sum.Missed = append(sum.Missed, k.Kind+": "+what)
		}
	}
	slices.SortFunc(sum.Missed, cmp.Compare)
	return sum
}
