package course

import (
	"errors"
	"slices"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Hours and days of invitations.
const (
	morning, evening = 7, 20              // personal notices wait for daylight
	remindBefore     = 24 * time.Hour     // the deadline
	lastInvite       = 24 * time.Hour     // before lessons: later, nobody is invited by itself
	startReminder    = 2 * 24 * time.Hour // before lessons
)

// Daylight is now, or the next morning when it is night.
func Daylight(now time.Time) time.Time {
	local := now.In(Zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), morning, 0, 0, 0, Zone)
	switch h := local.Hour(); {
	case h < morning:
		return today
	case h >= evening:
		return today.AddDate(0, 0, 1)
	}
	return now
}

// deadline is until when an invitation told at a moment waits: never beyond
// the first lesson.
func (c Course) deadline(told time.Time) time.Time {
	within := c.Within
	if within <= 0 {
		within = AnswerWithin
	}
	end := told.Add(within + time.Hour - 1).Truncate(time.Hour) // a whole hour, which can be said
	if c.Starts.After(told) && end.After(c.Starts) {
		return c.Starts
	}
	return end
}

// offers reports whether a seat that becomes free is still given away by
// itself.
func (c Course) offers(now time.Time) bool {
	if c.State != Open && c.State != Closed {
		return false
	}
	return c.Starts.IsZero() || Daylight(now).Before(c.Starts.Add(-lastInvite))
}

// Invite invites those of a course who are Interested, or the given codes,
// who may also come from the waiting list as long as there are seats. Whoever
// was invited before, or has accepted, is left as they are. They are told by
// the next errand; those without a phone are for a paper.
func Invite(r store.Reader, actor staff.Actor, id string, codes []string, within time.Duration, now time.Time) (invited []Registration, changes store.Changes, err error) {
	c, err := Get(r, id)
	if err != nil {
		return nil, changes, err
	}
	if err := mayInvite(actor, c); err != nil {
		return nil, changes, err
	}
	chosen, err := chosenOf(r, c, codes)
	if err != nil {
		return nil, changes, err
	}
	if within > 0 {
		c.Within = within
	}
	if invited, err = seated(r, c, chosen, now); err != nil {
		return nil, changes, err
	}
	c.Inviting = true
	changes, err = c.changed(r, actor, "invite", now)
	return invited, changes, errors.Join(err, keep(&changes, invited...))
}

func mayInvite(actor staff.Actor, c Course) error {
	if err := staff.May(actor, staff.ManagePeople, c.Communes...); err != nil {
		return err
	}
	if c.Starts.IsZero() {
		return refuse(locales.CourseNoStart, nil)
	}
	return nil
}

// chosenOf is who is to be invited.
func chosenOf(r store.Reader, c Course, codes []string) (list []Registration, err error) {
	if len(codes) == 0 {
		list, err = List(r, c.ID)
		return slices.DeleteFunc(list, func(g Registration) bool { return g.Status != Interested }), err
	}
	for _, code := range codes {
		g, err := Registered(r, code)
		if errors.Is(err, store.ErrNotFound) || err == nil && g.Course != c.ID {
			return nil, refuse(locales.CourseNoCode, map[string]any{"Code": code})
		}
		if err != nil {
			return nil, err
		}
		if g.Status == Interested || !g.Status.holds() {
			list = append(list, g)
		}
	}
	return list, nil
}

// seated invites each, if there is a seat for all of them.
func seated(r store.Reader, c Course, list []Registration, now time.Time) ([]Registration, error) {
	taken, err := Taken(r, c.ID)
	if err != nil {
		return nil, err
	}
	for i, g := range list {
		if !g.Status.holds() {
			taken++
		}
		list[i] = g.invite(now)
	}
	if taken > c.Seats {
		return nil, refuse(locales.CourseNoSeat, map[string]any{"Max": c.Seats})
	}
	return list, nil
}

func (g Registration) invite(now time.Time) Registration {
	return g.to(Invited, now).next(ToInvite, now)
}

// mine is a registration, if it is of the contact who names it.
func mine(r store.Reader, who store.ContactID, code string) (g Registration, c Course, err error) {
	g, err = Registered(r, code)
	if err == nil && (g.Contact != who || who == "") {
		err = store.ErrNotFound
	}
	if err != nil {
		return g, c, err
	}
	c, err = Get(r, g.Course)
	return g, c, err
}

// Accept takes a seat that was offered. After the deadline it is still theirs
// as long as nobody else has it or waits for it.
func Accept(r store.Reader, who store.ContactID, code string, now time.Time) (g Registration, changes store.Changes, err error) {
	g, c, err := mine(r, who, code)
	if err != nil {
		return g, changes, err
	}
	switch g.Status {
	case Accepted, Learning, Finished:
		return g, changes, nil
	case Invited:
	case Expired:
		if err := stillFree(r, c, now); err != nil {
			return g, changes, err
		}
	default:
		return g, changes, refuse(locales.CourseNotInvited, map[string]any{"Code": code})
	}
	g = g.accepted(c, now)
	return g, changes, keep(&changes, g)
}

func (g Registration) accepted(c Course, now time.Time) Registration {
	g = g.to(Accepted, now)
	if at := c.reminder(); at.After(now) && !g.Paper() {
		g = g.next(ToStart, at)
	}
	return g
}

// reminder is when those who accepted are reminded of the first lesson; zero
// when it is not known.
func (c Course) reminder() time.Time {
	if c.Starts.IsZero() {
		return time.Time{}
	}
	day := c.Starts.Add(-startReminder).In(Zone)
	return time.Date(day.Year(), day.Month(), day.Day(), morning+1, 0, 0, 0, Zone)
}

func stillFree(r store.Reader, c Course, now time.Time) error {
	_, next, err := Room(r, c)
	if err != nil {
		return err
	}
	if next > 0 || !c.Starts.IsZero() && now.After(c.Starts) {
		return refuse(locales.CourseTooLate, map[string]any{"Title": c.Called()})
	}
	return nil
}

// Decline gives back a seat, or a place in line.
func Decline(r store.Reader, who store.ContactID, code string, now time.Time) (Registration, store.Changes, error) {
	return giveBack(r, who, code, Declined, now)
}

// Withdraw takes a name off the list.
func Withdraw(r store.Reader, who store.ContactID, code string, now time.Time) (Registration, store.Changes, error) {
	return giveBack(r, who, code, Withdrawn, now)
}

func giveBack(r store.Reader, who store.ContactID, code string, s Status, now time.Time) (g Registration, changes store.Changes, err error) {
	g, _, err = mine(r, who, code)
	if err != nil {
		return g, changes, err
	}
	switch g.Status {
	case Declined, Withdrawn, Expired:
		return g, changes, nil
	case Learning, Finished, Left:
		return g, changes, refuse(locales.CourseBegun, map[string]any{"Code": code})
	}
	g = g.to(s, now)
	return g, changes, keep(&changes, g)
}

// Rejoin puts somebody who gave back their seat, or did not answer, at the end
// of the line.
func Rejoin(r store.Reader, who store.ContactID, code string, now time.Time) (p Place, changes store.Changes, err error) {
	g, c, err := mine(r, who, code)
	if err != nil {
		return p, changes, err
	}
	if g.Status.Active() {
		rank, err := Rank(r, g)
		return Place{g, rank}, changes, err
	}
	if !c.Takes(now) {
		return p, changes, refuse(locales.CourseNotOpen, map[string]any{"Title": c.Called()})
	}
	if p, err = stand(r, &c, g.to(Waiting, now)); err != nil {
		return p, changes, err
	}
	return p, changes, queued(&changes, c, p.Registration)
}

// IsRefused reports whether an error is a refusal in these words.
func IsRefused(err error, id locales.ID) bool {
	var no *msg.Refusal
	return errors.As(err, &no) && no.Code == string(id)
}
