package person

import (
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Preview is a list held against what is known: what entering it would do.
type Preview struct {
	Sheet
	Fresh []Entry  // who would be entered
	Wrong []Fault  // of all rows, in their order: those who want no news are among them
	SoFar Imported // what was entered of it before
}

// Hold holds a list against what is known.
func Hold(r store.Reader, m *Marker, sheet Sheet) (p Preview, err error) {
	p.Sheet = sheet
	if p.SoFar, err = ImportedSoFar(r, sheet.Ref); err != nil {
		return p, err
	}
	var marked []Fault
	p.Fresh, marked, err = Fresh(r, m, sheet.Entries)
	p.Wrong = slices.Concat(sheet.Faults, marked)
	slices.SortStableFunc(p.Wrong, func(a, b Fault) int { return a.Line - b.Line })
	return p, err
}

// Rows is how many rows the list has.
func (p Preview) Rows() int { return len(p.Entries) + len(p.Faults) }

// Taken is how many of its people take news already.
func (p Preview) Taken() int {
	return len(p.Entries) - len(p.Fresh) - (len(p.Wrong) - len(p.Faults))
}

// Done reports whether it was entered before, to its end.
func (p Preview) Done() bool {
	n := len(p.Entries)
	return p.SoFar.Line > 0 && n > 0 && p.SoFar.Line >= p.Entries[n-1].Line
}

// Begun reports whether it was entered in part.
func (p Preview) Begun() bool { return p.SoFar.Line > 0 && !p.Done() }

// EnterOne makes one household take news that agreed aloud or on paper. taken
// is true, and nothing changes, when it takes news already, as it chose
// itself. id is new, drawn before; contact is whose the address is then.
func EnterOne(r store.Reader, m *Marker, e Entry, id store.ContactID, route string, now time.Time) (contact store.ContactID, taken bool, c store.Changes, err error) {
	if e.Consent.Witness == "" || e.Consent.At.After(now) {
		return "", false, c, &msg.Refusal{Code: RefusedConsent}
	}
	if len(e.Topics) == 0 {
		return "", false, c, &msg.Refusal{Code: RefusedTopic}
	}
	known, refused, err := e.known(r, m)
	switch {
	case err != nil || known:
		return "", known, c, err
	case refused:
		return "", false, c, &msg.Refusal{Code: RefusedMarked}
	}
	if has, err := r.Lookup(e.Address); err == nil {
		id = has
	}
	c, err = e.enter(r, id, route)
	return id, false, c, err
}
