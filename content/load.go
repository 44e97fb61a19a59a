package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"tinban/eligibility"
)

// Problem is one thing wrong in a content folder: where, what, and what to do.
type Problem struct {
	File string
	Line int
	Text string
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// Problems is everything wrong, in file order. It is the error of Load.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// place is where a record stands in its file.
type place struct {
	file string
	line int
}

// Library is a content folder, loaded and linked.
type Library struct {
	Facts     map[string][]*Fact // versions of one id, oldest first
	Documents map[string]*Document
	Offices   map[string]*Office
	Tables    map[string]*Table
	Names     map[string]*Name
	Notes     map[string]*Note
	Labels    []*Label
	Groups    []*Group
	Survey    []string             // whole messages that ask "what is there for us?", plain
	Answers   map[string][]*Answer // versions of one id, oldest first
	Questions map[string]*Question
	Rules     map[string][]*Rule // versions of one programme, oldest first

	fsys         fs.FS
	lang         string // empty is the language the content is written in
	translations map[string]*translation
	inLang       map[string]*Library
	labels       map[string]*Label
	communes     map[string]*Commune
	problems     Problems
}

// The kinds of file, as their "schema:" line names them.
type file struct {
	Schema    string      `yaml:"schema"`
	Lang      string      `yaml:"lang"` // a file of translations
	Facts     []*Fact     `yaml:"facts"`
	Documents []*Document `yaml:"documents"`
	Offices   []*Office   `yaml:"offices"`
	Communes  []*Commune  `yaml:"communes"`
	Tables    []*Table    `yaml:"tables"`
	Names     []*Name     `yaml:"names"`
	Notes     []*Note     `yaml:"notes"`
	Labels    []*Label    `yaml:"labels"`
	Groups    []*Group    `yaml:"groups"`
	Survey    []string    `yaml:"survey"`
	Answers   []*Answer   `yaml:"answers"`
	Questions []*Question `yaml:"questions"`
	Rules     []*Rule     `yaml:"rules"`
}

const schema = "tinban/1"

// Load reads every YAML file of a content folder but its examples. The error
// is a Problems with everything that is structurally wrong; what the figures
// and texts are worth is for package check to say.
func Load(fsys fs.FS) (*Library, error) {
	l := &Library{
		Facts: map[string][]*Fact{}, Documents: map[string]*Document{}, Offices: map[string]*Office{},
		Tables: map[string]*Table{}, Names: map[string]*Name{},
		Notes: map[string]*Note{}, Answers: map[string][]*Answer{}, Questions: map[string]*Question{},
		Rules: map[string][]*Rule{}, labels: map[string]*Label{}, communes: map[string]*Commune{}, fsys: fsys,
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (name == examplesDir || name == evalDir) {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".yaml" {
			return nil
		}
		return l.read(name)
	})
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	l.sortVersions()
	l.link()
	l.translate()
	if len(l.problems) > 0 {
		sort.SliceStable(l.problems, func(i, j int) bool { return l.problems[i].File < l.problems[j].File })
		return nil, l.problems
	}
	if len(l.Labels) == 0 || len(l.Answers) == 0 {
		return nil, errors.New("content: the folder holds no labels or no answers; give the folder that has labels.yaml and answers/")
	}
	return l, nil
}

func (l *Library) read(name string) error {
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return err
	}
	var f file
	tree, err := parser.ParseBytes(data, 0)
	if err == nil && len(tree.Docs) > 0 && tree.Docs[0].Body != nil {
		err = yaml.NodeToValue(tree.Docs[0].Body, &f, yaml.Strict())
	}
	if err != nil {
		l.problems = append(l.problems, syntaxProblem(name, err))
		return nil
	}
	if f.Schema != schema {
		l.report(place{name, 1}, "schema is %q, want %q: add the line \"schema: %s\"", f.Schema, schema, schema)
	}
	if f.Lang != "" {
		l.takeTranslation(&f, lines{file: name, tree: tree})
		return nil
	}
	l.take(&f, lines{file: name, tree: tree})
	return nil
}

// syntaxProblem turns the decoder's error into one line with its place.
func syntaxProblem(name string, err error) Problem {
	p := Problem{File: name, Line: 1, Text: err.Error()}
	if day := (dayError{}); errors.As(err, &day) {
		p.Line = day.line
	}
	var syn yaml.Error
	if errors.As(err, &syn) {
		p.Text = syn.GetMessage()
		if tok := syn.GetToken(); tok != nil {
			p.Line = tok.Position.Line
		}
	}
	p.Text += "; see docs/content.md for the fields of a record"
	return p
}

// lines finds the line on which an entry of a list begins.
type lines struct {
	file string
	tree *ast.File
}

func (s lines) of(list string, i int) place {
	at := place{s.file, 1}
	p, err := yaml.PathString(fmt.Sprintf("$.%s[%d]", list, i))
	if err != nil {
		return at
	}
	node, err := p.FilterFile(s.tree)
	if err == nil && node != nil {
		at.line = node.GetToken().Position.Line
		if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
			at.line = m.Values[0].GetToken().Position.Line
		}
	}
	return at
}

func (l *Library) report(at place, format string, args ...any) {
	l.problems = append(l.problems, Problem{at.file, at.line, fmt.Sprintf(format, args...)})
}

// take moves the records of one file into the library.
func (l *Library) take(f *file, s lines) {
	for i, r := range f.Facts {
		r.at = s.of("facts", i)
		l.Facts[r.ID] = append(l.Facts[r.ID], r)
	}
	for i, r := range f.Documents {
		r.at = s.of("documents", i)
		put(l, l.Documents, r.ID, r, r.at)
	}
	for i, r := range f.Offices {
		r.at = s.of("offices", i)
		put(l, l.Offices, r.ID, r, r.at)
	}
	for i, r := range f.Communes {
		r.at = s.of("communes", i)
		put(l, l.communes, r.ID, r, r.at)
	}
	for i, r := range f.Tables {
		r.at = s.of("tables", i)
		put(l, l.Tables, r.ID, r, r.at)
	}
	for i, r := range f.Names {
		r.at = s.of("names", i)
		put(l, l.Names, r.ID, r, r.at)
	}
	for i, r := range f.Notes {
		r.at = s.of("notes", i)
		put(l, l.Notes, r.ID, r, r.at)
	}
	l.takeConversation(f, s)
}

func (l *Library) takeConversation(f *file, s lines) {
	for i, r := range f.Labels {
		r.at = s.of("labels", i)
		put(l, l.labels, r.ID, r, r.at)
		l.Labels = append(l.Labels, r)
	}
	for i, r := range f.Groups {
		r.at = s.of("groups", i)
		l.Groups = append(l.Groups, r)
	}
	l.Survey = append(l.Survey, f.Survey...)
	for i, r := range f.Answers {
		r.at = s.of("answers", i)
		l.Answers[r.ID] = append(l.Answers[r.ID], r)
	}
	for i, r := range f.Questions {
		r.at = s.of("questions", i)
		put(l, l.Questions, r.ID, r, r.at)
	}
	for i, r := range f.Rules {
		r.at = s.of("rules", i)
		l.Rules[r.Programme] = append(l.Rules[r.Programme], r)
	}
}

func put[T any](l *Library, m map[string]T, id string, r T, at place) {
	if id == "" {
		l.report(at, "the record has no id: give it one")
		return
	}
	if _, twice := m[id]; twice {
		l.report(at, "id %q is used twice: rename one", id)
	}
	m[id] = r
}

func (l *Library) sortVersions() {
	for _, v := range l.Facts {
		sort.SliceStable(v, func(i, j int) bool { return v[i].From.Before(v[j].From.Date) })
	}
	for _, v := range l.Answers {
		sort.SliceStable(v, func(i, j int) bool { return v[i].From.Before(v[j].From.Date) })
	}
	for _, v := range l.Rules {
		sort.SliceStable(v, func(i, j int) bool { return v[i].From.Before(v[j].From.Date) })
	}
	sort.SliceStable(l.Groups, func(i, j int) bool { return l.Groups[i].Menu < l.Groups[j].Menu })
}

// overlap reports whether two versions of one id hold on the same day.
func overlap(a, b Period) bool {
	return a.Holds(b.From.Date) || b.Holds(a.From.Date) || (a.From.IsZero() && b.From.IsZero())
}

// Compile-time proof that a Library can be the engine's tables.
var _ eligibility.Tables = (*Library)(nil)
