package check

import (
	"fmt"
	"time"

	"tinban/content"
	"tinban/eligibility"
)

// reviews looks whether somebody has held each record against its source.
func reviews(j *judge) {
	reviewed := func(at placed, of string, r content.Review) {
		if r.By == "" || r.On.IsZero() {
			j.add(at, "%s has not been reviewed: add \"reviewed: {by: …, on: …}\"", of)
		}
	}
	j.eachFact(func(f *content.Fact) { reviewed(f, fmt.Sprintf("fact %q", f.ID), f.Reviewed) })
	j.eachAnswer(func(a *content.Answer) { reviewed(a, fmt.Sprintf("answer %q", a.ID), a.Reviewed) })
	j.eachRule(func(r *content.Rule) {
		reviewed(r, fmt.Sprintf("rule %q", r.ID), r.Reviewed)
		if r.ReviewMonths <= 0 {
			j.add(r, "rule %q does not say how long its review holds: add \"review_months:\"", r.ID)
		}
	})
}

// stamps finds facts that were changed after somebody approved them.
func stamps(j *judge) {
	j.eachFact(func(f *content.Fact) {
		if f.Hash != "" && f.Hash != f.Stamp() {
			j.add(f, "fact %q was changed since it was approved: hold it against its source, then run tinban facts approve %s", f.ID, f.ID)
		}
	})
}

// Overdue lists what should have been looked at again by a day. It is apart
// from Run because it changes from day to day without a change in the content.
func Overdue(l *content.Library, on eligibility.Date) content.Problems {
	j := &judge{lib: l}
	due := func(at placed, of string, p content.Period, r content.Review, months int) {
		if months <= 0 || r.On.IsZero() || (!p.To.IsZero() && p.To.Before(on)) {
			return
		}
		if day := afterMonths(r.On.Date, months); day.Before(on) {
			j.add(at, "%s should have been reviewed by %s: hold it against its source and write the new date", of, day)
		}
	}
	j.eachAnswer(func(a *content.Answer) {
		due(a, fmt.Sprintf("answer %q", a.ID), a.Period, a.Reviewed, a.ReviewMonths)
	})
	j.eachRule(func(r *content.Rule) {
		due(r, fmt.Sprintf("rule %q", r.ID), r.Period, r.Reviewed, r.ReviewMonths)
	})
	return sorted(j.found)
}

func afterMonths(d eligibility.Date, months int) eligibility.Date {
	return eligibility.FromTime(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0))
}
