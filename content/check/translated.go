package check

import (
	"fmt"
	"slices"
	"strings"

	"tinban/content"
)

// inLanguage is the judgements that make sense in any language.
var inLanguage = []func(*judge){
	typedDigits, references, longSentences, titles, options, answerBudget, verdictBudget, questionBudget,
}

// translations holds every language of a library against the language it is
// written in: nothing is left out, no other figure is said, and what is said
// keeps to the same bounds.
func translations(j *judge) {
	for _, lang := range j.lib.Languages() {
		t := newTranslated(j, lang)
		t.complete()
		t.sameReferences()
		t.leftBehind()
		t.registers()
		t.figures()
		t.judged()
	}
}

// translated is a library in another language beside its own.
type translated struct {
	own, to *judge
	lang    string
	pairs   []pair
}

// pair is one text in both languages.
type pair struct{ own, to saying }

func (p pair) changed() bool { return p.own.text != p.to.text }

func newTranslated(j *judge, lang string) *translated {
	t := &translated{own: j, lang: lang, to: &judge{lib: j.lib.In(lang), edges: j.edges, longest: j.longest, walked: j.walked, turns: j.turns}}
	other := map[string]saying{}
	for _, s := range collect(t.to) {
		other[s.key()] = s
	}
	for _, s := range j.texts {
		if to, said := other[s.key()]; said { // what is read aloud is Vietnamese only
			t.pairs = append(t.pairs, pair{s, to})
		}
	}
	return t
}

// key names a text apart from the other versions of its record.
func (s saying) key() string {
	switch r := s.at.(type) {
	case *content.Answer:
		return s.of + r.From.String()
	case *content.Rule:
		return s.of + r.From.String()
	}
	return s.of
}

// complete finds what must be translated and is not. Answers outside the
// topics of the menu may stay as they are, but none is translated by half.
func (t *translated) complete() {
	topics := map[string]bool{}
	for _, g := range t.own.lib.Groups {
		topics[g.ID] = g.Menu > 0
	}
	for _, p := range t.pairs {
		if a, ok := p.own.at.(*content.Answer); ok && !topics[t.own.lib.Label(a.Label()).Group] && !moved(p) {
			continue
		}
		if untouched(p.own.text, p.to.text) {
			t.own.add(p.own.at, "%s chưa dịch sang %q: viết trong %s/", p.own.of, t.lang, t.lang)
		}
	}
}

// moved reports whether the record of a text has a translation.
func moved(p pair) bool { return placeOf(p.own.at) != placeOf(p.to.at) }

func placeOf(at placed) string {
	file, line := at.Place()
	return fmt.Sprint(file, line)
}

// sameReferences: a translation says the facts of the original, no more and no
// less. This is what keeps it from saying another figure.
func (t *translated) sameReferences() {
	for _, p := range t.pairs {
		own, to := factReferences(p.own.text), factReferences(p.to.text)
		if out := without(own, to); len(out) > 0 {
			t.own.add(p.to.at, "%s bỏ sót %s, mà bản tiếng Việt có nói: viết cho giống", p.to.of, strings.Join(out, ", "))
		}
		if out := without(to, own); len(out) > 0 {
			t.own.add(p.to.at, "%s nói %s, mà bản tiếng Việt không nói: viết cho giống", p.to.of, strings.Join(out, ", "))
		}
	}
}

func factReferences(s string) []string {
	var out []string
	for _, ref := range content.References(s) {
		if _, ok := factOf(ref); ok {
			out = append(out, "{"+ref+"}")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// leftBehind finds words of the original in a text that was translated, and
// figures that were typed out in words.
func (t *translated) leftBehind() {
	for _, p := range t.pairs {
		if !p.changed() {
			continue
		}
		plain := typed(p.to.text)
		if w := markedWord(plain); w != "" {
			t.own.add(p.to.at, "%s còn chữ %q chưa dịch: dịch nốt", p.to.of, w)
		}
		if f := tongues[t.lang].figureInWords(plain); f != "" {
			t.own.add(p.to.at, "%s: con số %q viết bằng chữ: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}", p.to.of, f)
		}
	}
}

// judged passes what is translated through the judgements of any language.
func (t *translated) judged() {
	j := *t.to
	for _, p := range t.pairs {
		if p.changed() {
			j.texts = append(j.texts, p.to)
		}
	}
	j.lib = t.onlyTranslated()
	for _, judgement := range inLanguage {
		judgement(&j)
	}
	t.own.found = append(t.own.found, j.found...)
}

// onlyTranslated leaves out the answers and rules that have no translation:
// in a foreign layout they would be measured wrongly, and complete has told of
// those that should have one.
func (t *translated) onlyTranslated() *content.Library {
	lib := *t.to.lib
	lib.Answers, lib.Rules = map[string][]*content.Answer{}, map[string][]*content.Rule{}
	for id, versions := range t.to.lib.Answers {
		for i, a := range versions {
			if placeOf(a) != placeOf(t.own.lib.Answers[id][i]) {
				lib.Answers[id] = append(lib.Answers[id], a)
			}
		}
	}
	for id, versions := range t.to.lib.Rules {
		for i, r := range versions {
			if placeOf(r) != placeOf(t.own.lib.Rules[id][i]) {
				lib.Rules[id] = append(lib.Rules[id], r)
			}
		}
	}
	return &lib
}
