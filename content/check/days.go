package check

import (
	"maps"
	"slices"
	"strings"
	"time"

	"tinban/content"
	"tinban/eligibility"
)

// edgesOf lists the days on which anything a text may name begins, ends or has
// just ended. Between two of them nothing changes, so they and the ends of a
// record are all the days a text has to be tried on.
func edgesOf(l *content.Library) []eligibility.Date {
	days := map[eligibility.Date]bool{}
	mark := func(p content.Period) {
		if !p.From.IsZero() {
			days[p.From.Date] = true
		}
		if !p.To.IsZero() {
			days[p.To.Date] = true
			days[shift(p.To.Date, 1)] = true
		}
	}
	for _, versions := range l.Facts {
		for _, f := range versions {
			mark(f.Period)
		}
	}
	for _, o := range l.Offices {
		mark(o.Period)
	}
	for _, t := range l.Tables {
		for _, r := range t.Rows {
			mark(r.Period)
		}
	}
	for _, n := range l.PlaceNames() {
		mark(l.Commune(n.ID).Period)
	}
	for _, versions := range l.Rules {
		for _, r := range versions {
			mark(r.Period)
		}
	}
	return slices.SortedFunc(maps.Keys(days), compareDays)
}

// within lists the edges of a period with its own two ends. An open end is
// tried on the far side of every edge.
func (j *judge) within(p content.Period) []eligibility.Date {
	first, last := p.From.Date, p.To.Date
	if len(j.edges) > 0 && first.IsZero() {
		first = shift(j.edges[0], -1)
	}
	if len(j.edges) > 0 && last.IsZero() {
		last = later(shift(j.edges[len(j.edges)-1], 1), first)
	}
	days := []eligibility.Date{first}
	for _, e := range j.edges {
		if e.After(first) && e.Before(last) {
			days = append(days, e)
		}
	}
	if last.After(first) {
		days = append(days, last)
	}
	return days
}

// changing lists, of some days in order, the first and those by which
// something that the texts name has begun or ended: in between they read the
// same.
func (j *judge) changing(days []eligibility.Date, texts ...string) (out []eligibility.Date) {
	var turns []eligibility.Date
	for _, text := range texts {
		for _, ref := range content.References(text) {
			turns = append(turns, j.turnsOf(ref)...)
		}
	}
	for i, day := range days {
		turned := func(e eligibility.Date) bool { return e.After(days[i-1]) && !e.After(day) }
		if i == 0 || slices.ContainsFunc(turns, turned) {
			out = append(out, day)
		}
	}
	return out
}

// turnsOf is the days on which what a reference names begins, ends or has just
// ended.
func (j *judge) turnsOf(ref string) []eligibility.Date {
	if turns, known := j.turns[ref]; known {
		return turns
	}
	var turns []eligibility.Date
	mark := func(p content.Period) { turns = append(turns, p.From.Date, p.To.Date, shift(p.To.Date, 1)) }
	kind, id, _ := strings.Cut(ref, ":")
	if fact, ok := factOf(ref); ok {
		for _, f := range j.lib.Facts[fact] {
			mark(f.Period)
		}
	}
	if ref == "xa" {
		for _, n := range j.lib.PlaceNames() {
			mark(j.lib.Commune(n.ID).Period)
		}
	}
	for o := j.lib.Offices[id]; kind == "office" && o != nil; o = j.lib.Offices[o.Successor] {
		mark(o.Period)
		for _, inner := range append(content.References(o.Name), content.References(o.Short)...) {
			turns = append(turns, j.turnsOf(inner)...)
		}
		if len(turns) > maxTurns { // offices that follow one another in a ring
			break
		}
	}
	slices.SortFunc(turns, compareDays)
	j.turns[ref] = slices.Compact(turns)
	return j.turns[ref]
}

// maxTurns is more days than any reference has.
const maxTurns = 10_000

// always is every edge, for texts that any record may use.
func (j *judge) always() []eligibility.Date { return j.within(content.Period{}) }

// afterwards is the days on which a rule answers only "ended": after its last
// day, until another version begins.
func (j *judge) afterwards(r *content.Rule) []eligibility.Date {
	if r.To.IsZero() {
		return nil
	}
	p := content.Period{From: content.Since{Date: shift(r.To.Date, 1)}}
	return slices.DeleteFunc(j.within(p), func(d eligibility.Date) bool { return j.lib.RuleOn(r.Programme, d) != r })
}

func shift(d eligibility.Date, days int) eligibility.Date {
	return eligibility.FromTime(time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC))
}

func later(a, b eligibility.Date) eligibility.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func compareDays(a, b eligibility.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}
