package course

import (
	"errors"
	"time"

	"tinban/store"
)

// Say is what a step tells somebody.
type Say struct {
	Course Course
	Registration
	What Todo      // which words
	At   time.Time // not before this
}

// Due does what is due by now, for at most n registrations: it returns whom to
// tell what, and what changes. Somebody without a phone is told by hand.
func Due(r store.Reader, now time.Time, n int) (say []Say, changes store.Changes, err error) {
	var due []Registration
	err = eachOf(r, "due/", func(g Registration) bool {
		if g.Due.After(now) {
			return false
		}
		due = append(due, g)
		return len(due) < n
	})
	for _, g := range due {
		c, bad := Get(r, g.Course)
		if bad != nil {
			return nil, changes, errors.Join(err, bad)
		}
		next, what := g.step(c, now)
		err = errors.Join(err, keep(&changes, next))
		if what != "" && !g.Paper() {
			say = append(say, Say{c, next, what, Daylight(now)})
		}
	}
	return say, changes, err
}

// step does what there is to do and says what comes next.
func (g Registration) step(c Course, now time.Time) (next Registration, say Todo) {
	do := g.Todo
	if do == ToRemind && !now.Before(g.Deadline) {
		do = ToExpire // nobody was here to remind them in time
	}
	g.Todo, g.Due = "", time.Time{}
	switch do {
	case ToInvite:
		return g.invited(c, now), do
	case ToRemind:
		return g.next(ToExpire, g.Deadline), do
	case ToExpire:
		until := g.Deadline
		g = g.to(Expired, now)
		g.Deadline = until // said once more: it was until then
		return g, do
	case ToChange:
		return g.accepted(c, now), do
	}
	return g, do
}

// invited sets the deadline. It counts from when they can read of it. Somebody
// without a phone hears of it on foot: their seat is kept as long as it can be.
func (g Registration) invited(c Course, now time.Time) Registration {
	told := Daylight(now)
	if g.Paper() {
		if c.Starts.IsZero() {
			return g
		}
		g.Deadline = c.Starts.Add(-lastInvite)
		if g.Deadline.Before(now) {
			g.Deadline = c.Starts
		}
		return g.next(ToExpire, g.Deadline)
	}
	g.Deadline = c.deadline(told)
	if at := g.Deadline.Add(-remindBefore); at.After(told) {
		return g.next(ToRemind, at)
	}
	return g.next(ToExpire, g.Deadline)
}

// Fill offers free seats to those who wait, in their order: an invitation once
// staff invite, else a seat on the list. It moves at most n people.
func Fill(r store.Reader, now time.Time, n int) (moved []Registration, changes store.Changes, err error) {
	var open []Course
	if err := each(r, "fill", func(c Course) bool {
		if c.offers(now) {
			open = append(open, c)
		}
		return true
	}); err != nil {
		return nil, changes, err
	}
	for _, c := range open {
		next, err := nextOf(r, c, n-len(moved))
		if err != nil {
			return nil, changes, err
		}
		for _, g := range next {
			moved = append(moved, g.offered(c, now))
		}
	}
	return moved, changes, keep(&changes, moved...)
}

func (g Registration) offered(c Course, now time.Time) Registration {
	if c.Inviting {
		return g.invite(now)
	}
	return g.to(Interested, now).next(ToMove, now)
}

// nextOf is who gets the free seats of a course.
func nextOf(r store.Reader, c Course, most int) (list []Registration, err error) {
	if before, err := waiting(r, c.ID); err != nil || before == 0 {
		return nil, err // seats need no counting
	}
	taken, err := Taken(r, c.ID)
	if err != nil {
		return nil, err
	}
	most = min(most, c.Seats-taken)
	err = eachOf(r, "in/"+c.ID+"/wait/", func(g Registration) bool {
		if len(list) < most {
			list = append(list, g)
		}
		return len(list) < most
	})
	return list, err
}

// tellOfChange lets those who were invited or have accepted know that day or
// place is another one.
func tellOfChange(r store.Reader, changes *store.Changes, was, is Course, now time.Time) error {
	if was.Starts.Equal(is.Starts) && was.Place == is.Place {
		return nil
	}
	list, err := List(r, is.ID)
	for _, g := range list {
		switch {
		case g.Status == Invited:
			g = g.invite(now)
		case g.Status == Accepted && !g.Paper():
			g = g.next(ToChange, now)
		default:
			continue
		}
		err = errors.Join(err, keep(changes, g))
	}
	return err
}
