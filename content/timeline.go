package content

import (
	"cmp"
	"slices"
	"time"

	"tinban/eligibility"
)

// Kind is a sort of dated record.
type Kind string

// The kinds of record that stand on the timeline.
const (
	KindAnswer  Kind = "answer"
	KindRule    Kind = "rule"
	KindFact    Kind = "fact"
	KindOffice  Kind = "office"
	KindCommune Kind = "commune"
)

// Dated is one version of a record on the one timeline: when it holds, what
// follows it, and by when somebody should look at it again.
type Dated struct {
	Kind  Kind
	ID    string
	Title string
	Period
	Successor string // id of what follows; empty when nothing is known
	Reviewed  Review
	Due       eligibility.Date // last day of its review; zero when it has none
}

// Overdue reports whether a record that is still of use was not looked at in
// time.
func (d Dated) Overdue(on eligibility.Date) bool {
	return !d.Due.IsZero() && d.Due.Before(on) && (d.To.IsZero() || !d.To.Before(on))
}

// Timeline lists every dated version, by kind, then id, then first day.
func (l *Library) Timeline() []Dated {
	var out []Dated
	for _, versions := range l.Answers {
		for i, a := range versions {
			out = append(out, Dated{KindAnswer, a.ID, a.Title, a.Period, next(versions, i), a.Reviewed, due(a.Reviewed, a.ReviewMonths)})
		}
	}
	for _, versions := range l.Rules {
		for i, r := range versions {
			d := Dated{KindRule, r.ID, r.Title, r.Period, "", r.Reviewed, due(r.Reviewed, r.ReviewMonths)}
			if i+1 < len(versions) {
				d.Successor = versions[i+1].ID
			} else if len(r.Replaced.Programmes) > 0 && !r.To.IsZero() {
				d.Successor = r.Replaced.Programmes[0]
			}
			out = append(out, d)
		}
	}
	for _, versions := range l.Facts {
		for i, f := range versions {
			out = append(out, Dated{KindFact, f.ID, f.Statement, f.Period, next(versions, i), f.Reviewed, eligibility.Date{}})
		}
	}
	for _, o := range l.Offices {
		out = append(out, Dated{Kind: KindOffice, ID: o.ID, Title: o.Name, Period: o.Period, Successor: o.Successor})
	}
	for _, c := range l.communes {
		out = append(out, Dated{Kind: KindCommune, ID: c.ID, Title: c.Name, Period: c.Period, Successor: c.Successor})
	}
	slices.SortFunc(out, func(a, b Dated) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), byDay(a.From.Date, b.From.Date))
	})
	return out
}

// next names the version that follows the i-th, if there is one: it has the
// same id.
func next[T interface{ named() string }](versions []T, i int) string {
	if i+1 < len(versions) {
		return versions[i+1].named()
	}
	return ""
}

func (a *Answer) named() string { return a.ID }
func (f *Fact) named() string   { return f.ID }

// due is the last day of a review that holds so many months.
func due(r Review, months int) eligibility.Date {
	if months <= 0 || r.On.IsZero() {
		return eligibility.Date{}
	}
	return eligibility.FromTime(time.Date(r.On.Year, r.On.Month, r.On.Day, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0))
}

func byDay(a, b eligibility.Date) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

// Changes lists the days on which something dated begins or has just ended,
// each once, in order: between two of them nothing here changes.
func (l *Library) Changes() []eligibility.Date {
	var days []eligibility.Date
	for _, d := range l.Timeline() {
		if !d.From.IsZero() {
			days = append(days, d.From.Date)
		}
		if !d.To.IsZero() {
			days = append(days, dayAfter(d.To.Date))
		}
	}
	for _, t := range l.Tables {
		for _, r := range t.Rows {
			if !r.From.IsZero() {
				days = append(days, r.From.Date)
			}
			if !r.To.IsZero() {
				days = append(days, dayAfter(r.To.Date))
			}
		}
	}
	slices.SortFunc(days, byDay)
	return slices.Compact(days)
}

func dayAfter(d eligibility.Date) eligibility.Date {
	return eligibility.FromTime(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC))
}
