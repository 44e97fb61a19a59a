package content

import (
	"maps"
	"slices"

	"tinban/eligibility"
)

// A translation is a file with "lang:". Its records repeat the id (and, where
// there are versions, the "from:") of the record they translate and give its
// texts only; figures, days, conditions and references stay where they are.
type translation struct {
	facts     map[version]*Fact
	documents map[string]*Document
	offices   map[string]*Office
	names     map[string]*Name
	notes     map[string]*Note
	labels    map[string]*Label
	groups    map[string]*Group
	needs     map[string]*Need
	answers   map[version]*Answer
	questions map[string]*Question
	rules     map[version]*Rule
}

// version names one dated version of a record.
type version struct {
	id   string
	from eligibility.Date
}

func (l *Library) takeTranslation(f *file, s lines) {
	if l.translations == nil {
		l.translations = map[string]*translation{}
	}
	t := l.translations[f.Lang]
	if t == nil {
		t = &translation{map[version]*Fact{}, map[string]*Document{}, map[string]*Office{}, map[string]*Name{}, map[string]*Note{},
			map[string]*Label{}, map[string]*Group{}, map[string]*Need{}, map[version]*Answer{}, map[string]*Question{}, map[version]*Rule{}}
		l.translations[f.Lang] = t
	}
	for i, r := range f.Facts {
		r.at = s.of("facts", i)
		t.facts[version{r.ID, r.From.Date}] = r
	}
	for i, r := range f.Documents {
		r.at = s.of("documents", i)
		put(l, t.documents, r.ID, r, r.at)
	}
	for i, r := range f.Offices {
		r.at = s.of("offices", i)
		put(l, t.offices, r.ID, r, r.at)
	}
	for i, r := range f.Names {
		r.at = s.of("names", i)
		put(l, t.names, r.ID, r, r.at)
	}
	for i, r := range f.Notes {
		r.at = s.of("notes", i)
		put(l, t.notes, r.ID, r, r.at)
	}
	for i, r := range f.Labels {
		r.at = s.of("labels", i)
		put(l, t.labels, r.ID, r, r.at)
	}
	for i, r := range f.Groups {
		r.at = s.of("groups", i)
		put(l, t.groups, r.ID, r, r.at)
	}
	for i, r := range f.Needs {
		r.at = s.of("needs", i)
		put(l, t.needs, r.ID, r, r.at)
	}
	for i, r := range f.Answers {
		r.at = s.of("answers", i)
		t.answers[version{r.ID, r.From.Date}] = r
	}
	for i, r := range f.Questions {
		r.at = s.of("questions", i)
		put(l, t.questions, r.ID, r, r.at)
	}
	for i, r := range f.Rules {
		r.at = s.of("rules", i)
		t.rules[version{r.ID, r.From.Date}] = r
	}
}

// Languages lists the languages the content is translated into.
func (l *Library) Languages() []string { return slices.Sorted(maps.Keys(l.inLang)) }

// In returns the library in another language, or the library itself for its
// own and for one it is not translated into. What has no translation keeps
// its own text.
func (l *Library) In(lang string) *Library {
	if other := l.inLang[lang]; other != nil {
		return other
	}
	return l
}

// Lang is the language of this library's texts; empty is the one the content
// is written in.
func (l *Library) Lang() string { return l.lang }

// translate makes a library of every language, and reports translations of
// records there are not.
func (l *Library) translate() {
	l.inLang = map[string]*Library{}
	for lang, t := range l.translations {
		if _, ok := communeWords[lang]; !ok {
			l.report(place{lang, 1}, "dịch vụ không nói tiếng %q: chọn thứ tiếng đã có", lang)
			continue
		}
		other := *l
		other.lang = lang
		other.Facts = l.versionsOf(lang, t)
		other.Documents = texts(l, l.Documents, t.documents, mergeDocument)
		other.Offices = texts(l, l.Offices, t.offices, mergeOffice)
		other.Names = texts(l, l.Names, t.names, mergeName)
		other.Notes = texts(l, l.Notes, t.notes, mergeNote)
		other.labels = texts(l, l.labels, t.labels, mergeLabel)
		other.Questions = texts(l, l.Questions, t.questions, mergeQuestion)
		other.Labels = other.translatedLabels(l)
		other.Groups = l.translatedGroups(t)
		other.Needs = l.translatedNeeds(t)
		other.Answers = answersIn(l, t)
		other.Rules = rulesIn(l, t)
		l.inLang[lang] = &other
	}
}

// texts copies a register with the texts of its translations.
func texts[T any](l *Library, own, to map[string]*T, merge func(own, to *T)) map[string]*T {
	out := make(map[string]*T, len(own))
	for id, r := range own {
		c := *r
		if tr := to[id]; tr != nil {
			merge(&c, tr)
		}
		out[id] = &c
	}
	for id, tr := range to {
		if _, ok := own[id]; !ok {
			l.report(placeOf(tr), "bản dịch này dịch %q, mà không có mục ấy: sửa mã", id)
		}
	}
	return out
}

func placeOf(record any) place {
	if r, ok := record.(interface{ Place() (string, int) }); ok {
		file, line := r.Place()
		return place{file, line}
	}
	return place{}
}

// or keeps the own text where a translation gives none.
func or(own *string, to string) {
	if to != "" {
		*own = to
	}
}

func mergeDocument(own, to *Document) {
	or(&own.Name, to.Name)
	or(&own.Short, to.Short)
	own.at = to.at
}
func mergeOffice(own, to *Office) { or(&own.Name, to.Name); or(&own.Short, to.Short); own.at = to.at }
func mergeName(own, to *Name)     { or(&own.Long, to.Long); own.Short = to.Short; own.at = to.at }
func mergeNote(own, to *Note)     { or(&own.Long, to.Long); or(&own.Short, to.Short); own.at = to.at }
func mergeLabel(own, to *Label)   { or(&own.Title, to.Title); own.at = to.at }

func mergeQuestion(own, to *Question) {
	or(&own.Ask, to.Ask)
	or(&own.Short, to.Short)
	or(&own.Why, to.Why)
	or(&own.UnknownHelp, to.UnknownHelp)
	own.at = to.at
	own.Options = slices.Clone(own.Options)
	for i := range own.Options {
		for _, o := range to.Options {
			if o.Key == own.Options[i].Key {
				or(&own.Options[i].Label, o.Label)
				own.Options[i].Words = append(slices.Clone(own.Options[i].Words), o.Words...)
			}
		}
	}
}

func (l *Library) translatedLabels(own *Library) []*Label {
	out := make([]*Label, len(own.Labels))
	for i, lb := range own.Labels {
		out[i] = l.labels[lb.ID]
	}
	return out
}

func (l *Library) translatedGroups(t *translation) []*Group {
	out := make([]*Group, len(l.Groups))
	for i, g := range l.Groups {
		c := *g
		if tr := t.groups[g.ID]; tr != nil {
			or(&c.Title, tr.Title)
			c.at = tr.at
		}
		out[i] = &c
	}
	return out
}

func (l *Library) translatedNeeds(t *translation) []*Need {
	out := make([]*Need, len(l.Needs))
	for i, n := range l.Needs {
		c := *n
		if tr := t.needs[n.ID]; tr != nil {
			or(&c.Title, tr.Title)
			c.at = tr.at
		}
		out[i] = &c
	}
	return out
}

func answersIn(l *Library, t *translation) map[string][]*Answer {
	out := map[string][]*Answer{}
	for id, versions := range l.Answers {
		for _, a := range versions {
			c := *a
			c.Loud = "" // the village loudspeaker speaks the language of the content
			if tr := t.answers[version{id, a.From.Date}]; tr != nil {
				or(&c.Title, tr.Title)
				or(&c.Long, tr.Long)
				or(&c.Short, tr.Short)
				c.at = tr.at
			}
			out[id] = append(out[id], &c)
		}
	}
	for v, tr := range t.answers {
		if !slices.ContainsFunc(l.Answers[v.id], func(a *Answer) bool { return a.From.Date == v.from }) {
			l.report(tr.at, "bản dịch này dịch câu trả lời %q từ %s, mà không có bản ấy: sửa mã hoặc \"from:\"", v.id, v.from)
		}
	}
	return out
}
