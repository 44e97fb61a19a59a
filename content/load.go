package content

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"

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
	Needs     []*Need              // what the survey asks about, in order
	Urgent    []*Urgent            // in the order they are looked for
	Survey    []string             // whole messages that ask "what is there for us?", plain
	Answers   map[string][]*Answer // versions of one id, oldest first
	Questions map[string]*Question
	Rules     map[string][]*Rule // versions of one programme, oldest first

	fsys         fs.FS
	lang         string // empty is the language the content is written in
	translations map[string]*translation
	inLang       map[string]*Library
	labels       map[string]*Label
	choosers     map[string]func() *chooser // by label
	alarms       []alarm
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
	Needs     []*Need     `yaml:"needs"`
	Urgent    []*Urgent   `yaml:"urgent"`
	Survey    []string    `yaml:"survey"`
	Answers   []*Answer   `yaml:"answers"`
	Questions []*Question `yaml:"questions"`
	Rules     []*Rule     `yaml:"rules"`
}

const schema = "tinban/1"

// Load reads every YAML file of a content folder but its examples. The error
// is a Problems with everything that is structurally wrong; what the figures
// and texts are worth is for package check to say.
func Load(fsys fs.FS) (*Library, error) { return new(Shelf).Load(fsys) }

// assemble makes a library of the files of a folder.
func assemble(fsys fs.FS, files []*reading) (*Library, error) {
	l := &Library{
		Facts: map[string][]*Fact{}, Documents: map[string]*Document{}, Offices: map[string]*Office{},
		Tables: map[string]*Table{}, Names: map[string]*Name{},
		Notes: map[string]*Note{}, Answers: map[string][]*Answer{}, Questions: map[string]*Question{},
		Rules: map[string][]*Rule{}, labels: map[string]*Label{}, communes: map[string]*Commune{}, fsys: fsys,
	}
	for _, r := range files {
		l.takeReading(r)
	}
	l.sortVersions()
	l.link()
	l.translate()
	if len(l.problems) > 0 {
		slices.SortStableFunc(l.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
		return nil, l.problems
	}
	if len(l.Labels) == 0 || len(l.Answers) == 0 {
		return nil, errors.New("thư mục không có nhãn hoặc không có câu trả lời: chọn thư mục có labels.yaml và answers/")
	}
	return l, nil
}

// takeReading moves what a file holds into the library.
func (l *Library) takeReading(r *reading) {
	switch {
	case r.wrong != nil:
		l.problems = append(l.problems, *r.wrong)
		return
	case r.file.Schema != schema:
		l.report(place{r.name, 1}, "schema là %q, phải là %q: ghi dòng \"schema: %s\" ở đầu tệp", r.file.Schema, schema, schema)
	}
	if r.file.Lang != "" {
		l.takeTranslation(&r.file, r.lines)
		return
	}
	l.take(&r.file, r.lines)
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
	for i, r := range f.Needs {
		r.at = s.of("needs", i)
		l.Needs = append(l.Needs, r)
	}
	for i, r := range f.Urgent {
		r.at = s.of("urgent", i)
		l.Urgent = append(l.Urgent, r)
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
		own := *r // it is compiled for this library
		r = &own
		r.at = s.of("rules", i)
		l.Rules[r.Programme] = append(l.Rules[r.Programme], r)
	}
}

func put[T any](l *Library, m map[string]T, id string, r T, at place) {
	if id == "" {
		l.report(at, "mục này không có mã: ghi \"id:\"")
		return
	}
	if _, twice := m[id]; twice {
		l.report(at, "mã %q ghi hai lần: đổi tên một mục", id)
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
