package check

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"tinban/content"
)

// What the mutants are held to.
const (
	fewestMutants = 200
	caughtShare   = 0.99
)

// register is the records of the library by list, as they are written.
type register map[string][]*record

// readRegister takes every record that may have a part in a rule. Translations
// have none.
func readRegister(t *testing.T) register {
	t.Helper()
	all := register{}
	err := readRecords(content.Embedded(), func(tree node, _ string) error {
		if tree["lang"] != nil {
			return nil
		}
		return all.add(tree)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (all register) add(tree node) error {
	for list, records := range tree {
		for _, n := range nodes(records) {
			r, err := newRecord("", list, n)
			if err != nil {
				return err
			}
			all[list] = append(all[list], r)
		}
	}
	return nil
}

// spoilable is a copy whose rules, questions and tables can be spoilt.
func (all register) spoilable() register {
	out := maps.Clone(all)
	for _, list := range []string{"rules", "questions", "tables"} {
		out[list] = nil
		for _, r := range all[list] {
			out[list] = append(out[list], &record{list: list, node: copyOf(r.node).(node)})
		}
	}
	return out
}

// keep goes back to the records that were not spoilt: their text is written.
func (all register) keep(from register) {
	for _, list := range []string{"rules", "questions", "tables"} {
		for i, r := range from[list] {
			if reflect.DeepEqual(all[list][i].node, r.node) {
				all[list][i] = r
			}
		}
	}
}

func (all register) nodes(list string) (out []node) {
	for _, r := range all[list] {
		out = append(out, r.node)
	}
	return out
}

// word is anything that could be an id.
var word = regexp.MustCompile(`[\pL\pN_]+(?:-[\pL\pN_]+)*`)

// around is the smallest library a programme can stand in: everything it
// names, whatever that names, a commune of each generation, and one answer,
// since no library is without.
func (all register) around(programme string) (register, error) {
	label := all["labels"][0].name()
	out, named, taken := register{}, map[string]bool{programme: true, caveatNote: true, "huong-lam": true, label: true}, map[*record]bool{}
	err := out.add(node{"answers": []any{node{"id": label, "title": "Hỏi xã", "long": "Xin hỏi xã.", "short": "Xin hỏi xã.", "loud": "Xin hỏi xã.",
		"reviewed": node{"by": "biên tập", "on": "2026-11-25"}, "review_months": 6}}})
	for before := -1; before < len(taken); {
		before = len(taken)
		for _, list := range []string{"rules", "questions", "facts", "documents", "offices", "communes", "tables", "names", "notes", "labels"} {
			for _, r := range all[list] {
				if !named[r.name()] || taken[r] {
					continue
				}
				taken[r] = true
				lone := copyOf(r.node).(node)
				for _, away := range []string{"replaced", "group", "ask"} {
					if _, text := lone[away].(string); text && list == "questions" {
						continue // there "ask" is the question itself
					}
					delete(lone, away)
				}
				err = errors.Join(err, out.add(node{list: []any{lone}}))
				b, wrong := json.Marshal(lone)
				err = errors.Join(err, wrong)
				for _, w := range word.FindAllString(string(b), -1) {
					named[w] = true
				}
			}
		}
	}
	return out, err
}

// name is what others call a record by: rules go by their programme.
func (r *record) name() string {
	if programme, ok := r.node["programme"].(string); ok {
		return programme
	}
	id, _ := r.node["id"].(string)
	return id
}

// load reads the records as any library; the shelf remembers those that were
// not spoilt.
func (all register) load(shelf *content.Shelf) (*content.Library, error) {
	var files []content.File
	for _, list := range slices.Sorted(maps.Keys(all)) {
		for i, r := range all[list] {
			if r.text == nil {
				if err := r.write(); err != nil {
					return nil, err
				}
			}
			files = append(files, r.asFile(i))
		}
	}
	return shelf.LoadFiles(files)
}

// mutant is one spoilt rule, in its library.
type mutant struct {
	kind, what string
	records    register
}

// mutants spoils one rule in every way the surgeon knows.
func (all register) mutants(lib *content.Library, r *content.Rule) (out []mutant) {
	for pick := 0; ; pick++ {
		m := all.spoilable()
		s := &surgeon{lib: lib, programme: r.Programme, questions: m.nodes("questions"), tables: m.nodes("tables"), pick: pick}
		i := slices.IndexFunc(m["rules"], func(n *record) bool { return n.node["id"] == r.ID })
		s.spoil(m["rules"][i].node)
		if s.kind == "" {
			return out
		}
		m.keep(all)
		out = append(out, mutant{s.kind, r.ID + ": " + s.what, m})
	}
}

// notARule is no mutant: a record that nobody could have written.
const notARule = "not a rule"

// caught says what finds a mutant, or "". The tests of the rules come first:
// they are the quickest.
func (m *mutant) caught(shelf *content.Shelf) (by string, lib *content.Library) {
	lib, err := m.records.load(shelf)
	if err != nil && strings.Contains(err.Error(), "có trong docs/content.md") {
		return notARule, nil
	}
	if err != nil {
		return "load", nil
	}
	j := &judge{lib: lib}
	for _, r := range rulesOf(lib) {
		for i := range r.Tests {
			if j.tryTest(r, &r.Tests[i]) != "" {
				return "its tests", lib
			}
		}
	}
	if len(Run(lib, nil)) > 0 {
		return "check", lib
	}
	if wrongOnceFilled(lib) != "" {
		return "filled tables", lib
	}
	return "", lib
}

// tally counts, by kind, what became of the mutants.
type tally struct {
	sync.Mutex
	total map[string]int
	by    map[string]map[string]int
	alive []string
	same  map[string][]string // by the way they are the same
}

func (c *tally) note(m *mutant, by string) {
	c.Lock()
	defer c.Unlock()
	c.total[m.kind]++
	if c.by[m.kind] == nil {
		c.by[m.kind] = map[string]int{}
	}
	c.by[m.kind][by]++
	switch by {
	case "":
		c.alive = append(c.alive, m.kind+": "+m.what)
	case equivalent, marksOnly:
		c.same[by] = append(c.same[by], m.kind+": "+m.what)
	}
}

// TestMutationOfTheRules spoils the rules as they are shipped, one fault at a
// time, and counts how many faults go unseen.
func TestMutationOfTheRules(t *testing.T) {
	lib, all := realLibrary(t), readRegister(t)
	c := &tally{total: map[string]int{}, by: map[string]map[string]int{}, same: map[string][]string{}}
	t.Run("rules", func(t *testing.T) {
		for _, r := range rulesOf(lib) {
			t.Run(r.ID, func(t *testing.T) {
				t.Parallel()
				around, err := all.around(r.Programme)
				if err != nil {
					t.Fatal(err)
				}
				shelf := new(content.Shelf)
				whole, err := around.load(shelf)
				if err != nil {
					t.Fatalf("the rule does not stand alone: %v", err)
				}
				if found := Run(whole, nil); len(found) > 0 {
					t.Fatalf("the rule is not sound before it is spoilt: %v", found)
				}
				for _, m := range around.mutants(lib, r) {
					by, spoilt := m.caught(shelf)
					if by == "" {
						by = sameRule(whole, spoilt, r)
					}
					if by == notARule {
						t.Errorf("%s: the surgeon wrote what is no rule", m.what)
					}
					c.note(&m, by)
				}
			})
		}
	})
	c.report(t)
}

func (c *tally) report(t *testing.T) {
	t.Helper()
	total, found := 0, 0
	for _, kind := range slices.Sorted(maps.Keys(c.total)) {
		by := c.by[kind]
		n := c.total[kind] - by[equivalent] - by[marksOnly]
		t.Logf("%-32s %3d/%3d caught: load %d, its tests %d, check %d, filled tables %d; not counted: equivalent %d, marks only %d",
			kind, n-by[""], n, by["load"], by["its tests"], by["check"], by["filled tables"], by[equivalent], by[marksOnly])
		total, found = total+n, found+n-by[""]
	}
	t.Logf("%-32s %3d/%3d caught (%.2f %%); not counted: equivalent %d, marks only %d",
		"all", found, total, 100*float64(found)/float64(total), len(c.same[equivalent]), len(c.same[marksOnly]))
	for _, way := range []string{equivalent, marksOnly} {
		t.Logf("%s, so not counted:\n%s", way, inLines(c.same[way]))
	}
	t.Logf("alive:\n%s", inLines(c.alive))
	if total < fewestMutants || float64(found) < caughtShare*float64(total) {
		t.Errorf("%d of %d mutants caught, want a share of %v and at least %d; for each one alive write a rule test", found, total, caughtShare, fewestMutants)
	}
}

func inLines(what []string) string { return strings.Join(inOrder(what), "\n") }
