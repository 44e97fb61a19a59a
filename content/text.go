package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tinban/eligibility"
)

// View is for whom and when a text is made.
type View struct {
	On      eligibility.Date
	Commune string // id, or empty when not known
	Short   bool   // names in their short form
}

// Rendered is a text with its references filled in.
type Rendered struct {
	Text    string
	Caveat  bool     // it says something that must be asked again
	Sources []Source // of the facts it says, in order, each once
}

// refPattern matches one reference: {LOAN-01.nam}, {past:HOU-05.moi},
// {doc:kh171}, {office:xa-kinh-te}, {name:da5}, {xa}.
var refPattern = regexp.MustCompile(`\{([^{}]*)\}`)

// References lists what a text refers to, as written between the braces.
func References(text string) []string {
	var refs []string
	for _, m := range refPattern.FindAllStringSubmatch(text, -1) {
		refs = append(refs, m[1])
	}
	return refs
}

// WithoutReferences blanks out the references, leaving what was typed.
func WithoutReferences(text string) string { return refPattern.ReplaceAllString(text, " ") }

// Render fills the references of a text as they stand on the view's day. It
// fails on a reference that does not exist, is not in force that day, or may
// not be said.
func (l *Library) Render(text string, v View) (Rendered, error) {
	var out Rendered
	var firstErr error
	out.Text = refPattern.ReplaceAllStringFunc(text, func(ref string) string {
		s, err := l.resolve(ref[1:len(ref)-1], v, &out)
		if err != nil && firstErr == nil {
			firstErr = err
		}
		return s
	})
	out.Text = strings.TrimSpace(out.Text)
	return out, firstErr
}

func (l *Library) resolve(ref string, v View, out *Rendered) (string, error) {
	kind, id, found := strings.Cut(ref, ":")
	if !found {
		kind, id = "fact", ref
	}
	switch {
	case ref == "xa":
		return l.CommuneName(v.Commune, v.On), nil
	case kind == "doc":
		return l.document(id, v)
	case kind == "office":
		return l.OfficeName(id, v)
	case kind == "name":
		return l.name(id, v)
	case kind == "fact" || kind == "past" || kind == "next":
		return l.factValue(kind, id, v, out)
	}
	return "", fmt.Errorf("reference {%s} is of no known kind: write {FACT.key}, {past:FACT.key}, {next:FACT.key}, {doc:id}, {office:id}, {name:id} or {xa}", ref)
}

func (l *Library) document(id string, v View) (string, error) {
	d := l.Documents[id]
	if d == nil {
		return "", fmt.Errorf("there is no document %q: correct the id or add it to documents.yaml", id)
	}
	if v.Short {
		return d.Short, nil
	}
	return d.Name, nil
}

func (l *Library) name(id string, v View) (string, error) {
	n := l.Names[id]
	if n == nil {
		return "", fmt.Errorf("there is no name %q: correct the id or add it to names.yaml", id)
	}
	if v.Short && n.Short != "" {
		return n.Short, nil
	}
	return n.Long, nil
}

func (l *Library) factValue(when, ref string, v View, out *Rendered) (string, error) {
	id, key, ok := strings.Cut(ref, ".")
	if !ok {
		return "", fmt.Errorf("reference {%s} names no value: write {%s.key}", ref, ref)
	}
	f := l.factAt(when, id, v.On)
	if f == nil {
		return "", fmt.Errorf("fact %q has no version for this on %s: date the text, or refer to it as {past:…} or {next:…}", id, v.On)
	}
	if f.Use != Say && f.Use != SayCaveat {
		return "", fmt.Errorf("fact %q may not be said (use: %s): say that no figure is known and who knows", id, f.Use)
	}
	value, ok := f.Value(key)
	if !ok {
		return "", fmt.Errorf("fact %q has no value %q: correct the key or add the value", id, key)
	}
	out.Caveat = out.Caveat || f.Use == SayCaveat
	if src := (Source{f.Doc, f.Section}); f.Doc != "" && !slices.Contains(out.Sources, src) {
		out.Sources = append(out.Sources, src)
	}
	return value, nil
}

// Fact returns the version of a fact in force on a day, or nil.
func (l *Library) Fact(id string, on eligibility.Date) *Fact { return l.factAt("fact", id, on) }

func (l *Library) factAt(when, id string, on eligibility.Date) *Fact {
	versions := l.Facts[id]
	for i := len(versions) - 1; i >= 0; i-- {
		f := versions[i]
		switch {
		case when == "fact" && f.Holds(on):
			return f
		case when == "past" && !f.To.IsZero() && f.To.Before(on):
			return f
		case when == "next" && f.From.After(on):
			return f
		}
	}
	return nil
}

// communeWords are the words around a commune's name, by language.
var communeWords = map[string]struct{ known, unknown string }{
	"":   {"xã %s", "xã"},
	"en": {"%s commune", "the commune"},
}

// CommuneName is the commune's name on a day with its kind, or just its kind
// when it is not known.
func (l *Library) CommuneName(id string, on eligibility.Date) string {
	words := communeWords[l.lang]
	c := l.CommuneOn(id, on)
	if c == nil {
		return words.unknown
	}
	if l.lang == "" && strings.HasPrefix(c.Name, "Thị trấn") {
		return strings.ToLower(c.Name[:1]) + c.Name[1:]
	}
	return fmt.Sprintf(words.known, c.Name)
}

// OfficeName is what an office, or whoever followed it, is called on a day.
func (l *Library) OfficeName(id string, v View) (string, error) {
	o := l.OfficeOn(id, v.On)
	if o == nil {
		return "", fmt.Errorf("office %q has nobody in office on %s: date its successor", id, v.On)
	}
	name := o.Name
	if v.Short && o.Short != "" {
		name = o.Short
	}
	return strings.ReplaceAll(name, "{xa}", l.CommuneName(v.Commune, v.On)), nil
}
