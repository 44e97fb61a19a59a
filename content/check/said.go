package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// references renders every text on every day it may be said, in both forms.
// Only the first day that fails is told.
func references(j *judge) {
	for _, s := range j.texts {
		if err := j.firstFailure(s); err != nil {
			j.add(s.at, "%s: %v", s.of, err)
		}
	}
}

func (j *judge) firstFailure(s saying) error {
	if !strings.Contains(s.text, "{") {
		return nil
	}
	for _, day := range s.days {
		for _, v := range j.views(s, day) {
			if _, err := j.lib.Render(s.text, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// saidFacts holds every fact that a text says to what a said fact needs: a
// source that can be shown, and enough support.
func saidFacts(j *judge) {
	said := map[string]bool{}
	for _, s := range j.texts {
		for _, ref := range content.References(s.text) {
			if id, ok := factOf(ref); ok {
				said[id] = true
			}
		}
	}
	j.eachFact(func(f *content.Fact) {
		if !said[f.ID] || (f.Use != content.Say && f.Use != content.SayCaveat) {
			return
		}
		if f.Doc == "" || f.Section == "" {
			j.add(f, "fact %q is said and names no document or section: give \"doc:\" and \"section:\"", f.ID)
		}
		if f.Confidence == content.Low {
			j.add(f, "fact %q is said with low confidence: find a better source, or say that no figure is known", f.ID)
		}
	})
}

// factOf is the fact a reference names, if it names one.
func factOf(ref string) (id string, ok bool) {
	kind, rest, found := strings.Cut(ref, ":")
	if !found {
		rest = ref
	} else if kind != "past" && kind != "next" {
		return "", false
	}
	id, _, ok = strings.Cut(rest, ".")
	return id, ok
}

// derivedFigures looks whether what a figure was computed from exists, and
// whether the sum is shown.
func derivedFigures(j *judge) {
	j.eachFact(func(f *content.Fact) {
		for _, key := range slices.Sorted(maps.Keys(f.Derived)) {
			d := f.Derived[key]
			if len(d.From) == 0 || d.How == "" {
				j.add(f, "fact %q, derived %q does not say how it was computed: give \"from:\" and \"how:\"", f.ID, key)
			}
			for _, ref := range d.From {
				if !j.exists(ref) {
					j.add(f, "fact %q, derived %q is computed from %q, which does not exist: correct the reference", f.ID, key, ref)
				}
			}
		}
	})
}

func (j *judge) exists(ref string) bool {
	id, key, _ := strings.Cut(ref, ".")
	return slices.ContainsFunc(j.lib.Facts[id], func(f *content.Fact) bool { _, ok := f.Value(key); return ok })
}

// halls looks whether the address of each commune can be said.
func halls(j *judge) {
	for _, id := range j.communes()[1:] {
		c := j.lib.Commune(id)
		if c.Hall == "" {
			continue
		}
		s := saying{text: "{" + c.Hall + "}", long: true, days: j.within(c.Period)}
		if err := j.firstFailure(s); err != nil {
			j.add(c, "commune %q, hall: %v", id, err)
		}
	}
}

// offices looks whether somebody is in the office people are sent to, on every
// day they are sent.
func offices(j *judge) {
	sent := func(at placed, of, office string, days []eligibility.Date) {
		if office == "" {
			return
		}
		if err := j.firstFailure(saying{text: "{office:" + office + "}", long: true, days: days}); err != nil {
			j.add(at, "%s: %v", of, err)
		}
	}
	j.eachAnswer(func(a *content.Answer) {
		sent(a, fmt.Sprintf("answer %q", a.ID), a.Office, j.within(a.Period))
	})
	j.eachRule(func(r *content.Rule) {
		sent(r, fmt.Sprintf("rule %q", r.ID), r.Office, j.within(r.Period))
	})
}
