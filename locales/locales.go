// Package locales holds what the service itself says: greetings, prompts,
// headings, error sentences. What it says about a programme is content, not
// here. The catalogue is complete or it does not load: every ID has a text in
// every language, and every text has an ID.
//
// Tone, for whoever writes here: "bà con", one idea a sentence, a next step
// at the end, no word a second-language speaker would not know, and no word
// whose form without marks is "dung". A text that must be shorter by SMS has
// a second ID ending in ".sms".
package locales

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"tinban/msg"
)

//go:embed *.yaml
var files embed.FS

// Vars fills the {{.Fields}} of a text.
type Vars map[string]any

// Own is the language the service speaks when nobody chose another.
const Own = "vi"

// Catalogue speaks every language there is.
type Catalogue map[string]*Localizer

// Load reads every language. It fails when one of them is not complete.
func Load() (Catalogue, error) {
	names, err := fs.Glob(files, "active.*.yaml")
	if err != nil {
		return nil, err
	}
	c := Catalogue{}
	for _, name := range names {
		lang := strings.TrimSuffix(strings.TrimPrefix(name, "active."), ".yaml")
		if c[lang], err = New(lang); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// In returns a language, or the service's own for one there is not.
func (c Catalogue) In(lang string) *Localizer {
	if l := c[lang]; l != nil {
		return l
	}
	return c[Own]
}

// Localizer speaks one language.
type Localizer struct {
	to    *i18n.Localizer
	has   map[ID]bool
	fixed map[ID]string // texts without fields, which are most of what is said
}

// New returns the localizer of a language, such as "vi". It fails when a text
// is missing, left over, or does not parse.
func New(lang string) (*Localizer, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("locales: language %q: %w", lang, err)
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	names, err := fs.Glob(files, "*."+lang+".yaml")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("locales: no texts in %q; a language is its *.%s.yaml files", lang, lang)
	}
	l := &Localizer{to: i18n.NewLocalizer(bundle, lang), has: map[ID]bool{}, fixed: map[ID]string{}}
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(files, name)
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		if err := l.take(file.Messages); err != nil {
			return nil, fmt.Errorf("locales: %s: %w", name, err)
		}
	}
	return l, l.complete()
}

// take notes which texts there are.
func (l *Localizer) take(messages []*i18n.Message) error {
	for _, m := range messages {
		if l.has[ID(m.ID)] {
			return fmt.Errorf("%q has a text already", m.ID)
		}
		l.has[ID(m.ID)] = true
		if !strings.Contains(m.Other, "{{") {
			l.fixed[ID(m.ID)] = m.Other
		}
	}
	return nil
}

// complete checks the catalogue against the list of IDs.
func (l *Localizer) complete() error {
	var errs []error
	known := map[ID]bool{}
	for _, id := range IDs {
		known[id] = true
		if !l.has[id] {
			errs = append(errs, fmt.Errorf("locales: no text for %q", id))
			continue
		}
		if _, err := l.to.Localize(&i18n.LocalizeConfig{MessageID: string(id), TemplateData: Vars{}}); err != nil {
			errs = append(errs, fmt.Errorf("locales: text of %q: %w", id, err))
		}
	}
	for id := range l.has {
		if !known[id] {
			errs = append(errs, fmt.Errorf("locales: text %q has no ID", id))
		}
	}
	sort.Slice(errs, func(i, j int) bool { return errs[i].Error() < errs[j].Error() })
	return errors.Join(errs...)
}

// Say returns the text of an ID with its fields filled in.
func (l *Localizer) Say(id ID, vars Vars) string {
	if s, ok := l.fixed[id]; ok {
		return s
	}
	if vars == nil {
		vars = Vars{}
	}
	s, err := l.to.Localize(&i18n.LocalizeConfig{MessageID: string(id), TemplateData: vars})
	if err != nil {
		// New has rendered every text, so only a caller's bug comes here; the
		// ID on a screen is better than a lost message.
		return string(id)
	}
	return s
}

// Refusal says why something was not done.
func (l *Localizer) Refusal(r *msg.Refusal) string { return l.Say(ID(r.Code), r.Vars) }

// SaySMS is Say with the shorter text, where the ID has one.
func (l *Localizer) SaySMS(id ID, vars Vars) string {
	if short := id + ".sms"; l.has[short] {
		return l.Say(short, vars)
	}
	return l.Say(id, vars)
}
