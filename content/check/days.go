package check

import (
	"maps"
	"slices"
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
