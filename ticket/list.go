package ticket

import (
	"cmp"
	"slices"
	"time"

	"tinban/staff"
	"tinban/store"
)

// mostListed bounds what one list shows.
const mostListed = 500

// Line is one ticket of a list.
type Line struct {
	Ticket
	With  []Code // are answered with it
	Alike []Code // seem to ask the same: to be put together
}

// List is what an actor may see of what is live: what is urgent, then what is
// late, then what most people ask, then what is due first. Tickets that are
// answered with another one are under that one.
func List(r store.Reader, by staff.Actor, now time.Time) ([]Line, error) {
	if err := staff.May(by, staff.ReadTickets); err != nil {
		return nil, err
	}
	var all []Ticket
	err := find(r, "live/", func(t Ticket) bool {
		if see(by, t) == nil {
			all = append(all, t)
		}
		return len(all) < mostListed
	})
	lines := group(all)
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(last(a.Urgent, b.Urgent), last(a.Waits(), b.Waits()), last(a.Overdue(now), b.Overdue(now)),
			cmp.Compare(len(b.With)+len(b.Alike), len(a.With)+len(a.Alike)), a.Due.Compare(b.Due), cmp.Compare(a.Code, b.Code))
	})
	return lines, err
}

// last orders what is so before what is not.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// group puts tickets under the one they are answered with, and says which
// others are alike.
func group(all []Ticket) (lines []Line) {
	heads := map[Code]int{}
	for _, t := range all {
		if t.Head == "" {
			heads[t.Code] = len(lines)
			lines = append(lines, Line{Ticket: t})
		}
	}
	for _, t := range all {
		if t.Head == "" {
			continue
		}
		if i, ok := heads[t.Head]; ok {
			lines[i].With = append(lines[i].With, t.Code)
			continue
		}
		lines = append(lines, Line{Ticket: t}) // the other is not live any more
	}
	words := make([][]string, len(lines))
	for i, l := range lines {
		words[i] = wordsOf(l.Normal)
	}
	for i := range lines {
		for j := range lines {
			a, b := &lines[i], &lines[j]
			if i != j && a.near(b.Ticket) && likeness(words[i], words[j]) >= alikeEnough {
				a.Alike = append(a.Alike, b.Code)
			}
		}
	}
	return lines
}

// Alike lists the live tickets that seem to ask what one asks, of those an
// actor may see.
func Alike(r store.Reader, by staff.Actor, t Ticket) (list []Ticket, err error) {
	err = find(r, "live/", func(o Ticket) bool {
		if t.asksLike(o) && o.Head != t.Code && see(by, o) == nil {
			list = append(list, o)
		}
		return len(list) < mostListed
	})
	return list, err
}

// see says whether an actor may read a ticket.
func see(by staff.Actor, t Ticket) error { return staff.May(by, staff.ReadTickets, t.communes()...) }

// communes a ticket belongs to: none is everybody's.
func (t Ticket) communes() []string {
	if t.Commune == "" {
		return nil
	}
	return []string{t.Commune}
}
