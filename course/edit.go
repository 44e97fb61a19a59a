package course

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Bounds of a plan. A name is cut on a button at forty letters, so a longer
// course has a short name beside.
const (
	maxName  = 80
	maxShort = 30
	maxWords = 60 // of a length and a place
	maxSeats = 500
	maxSlug  = 40
)

// AnswerWithin is how long an invitation waits where the plan says nothing.
const AnswerWithin = 48 * time.Hour

func refuse(id locales.ID, vars map[string]any) error {
	return &msg.Refusal{Code: string(id), Vars: vars}
}

// check holds a plan against its bounds.
func (p Plan) check() error {
	letters := utf8.RuneCountInString
	switch {
	case strings.TrimSpace(p.Name) == "" || letters(p.Name) > maxName:
		return refuse(locales.CourseBadName, map[string]any{"Max": maxName})
	case letters(p.Short) > maxShort || p.Short == "" && letters(p.Name) > maxShort:
		return refuse(locales.CourseBadShort, map[string]any{"Max": maxShort})
	case letters(p.Length) > maxWords || letters(p.Place) > maxWords:
		return refuse(locales.CourseBadWords, map[string]any{"Max": maxWords})
	case p.Seats < 1 || p.Seats > maxSeats:
		return refuse(locales.CourseBadSeats, map[string]any{"Max": maxSeats})
	case len(p.Communes) == 0:
		return refuse(locales.CourseNoCommune, nil)
	case !p.Closes.IsZero() && !p.Opens.Before(p.Closes), !p.Starts.IsZero() && p.Starts.Before(p.Opens):
		return refuse(locales.CourseBadDays, nil)
	}
	return nil
}

// tidy fills in what may be left open.
func (p Plan) tidy() Plan {
	p.Name, p.Short, p.Place, p.Length = line(p.Name), line(p.Short), line(p.Place), line(p.Length)
	if p.Trade = cmp.Or(p.Trade, p.Name); !knownTrade(p.Trade) {
		p.Trade = TradeOf(p.Trade).ID
	}
	if p.Within <= 0 {
		p.Within = AnswerWithin
	}
	return p
}

// line is a text on one line, without blanks around.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// New writes down a course as a draft.
func New(r store.Reader, actor staff.Actor, p Plan, now time.Time) (c Course, changes store.Changes, err error) {
	p = p.tidy()
	if err := p.check(); err != nil {
		return c, changes, err
	}
	if err := staff.May(actor, staff.EditCourse, p.Communes...); err != nil {
		return c, changes, err
	}
	id, err := freeID(r, p)
	if err != nil {
		return c, changes, err
	}
	c = Course{ID: id, Plan: p, State: Draft, Version: 1}
	changes, err = c.changed(r, actor, "new", now)
	return c, changes, err
}

// freeID is what a course is called in commands and links: its name, and its
// commune where it has one only, with a number when that is taken.
func freeID(r store.Reader, p Plan) (string, error) {
	id := slug(p.called())
	if len(p.Communes) == 1 {
		id = slug(p.called(), p.Communes[0])
	}
	for n := 1; ; n++ {
		try := id
		if n > 1 {
			try = fmt.Sprintf("%s-%d", id, n)
		}
		if _, err := r.Get(courseShelf, try); errors.Is(err, store.ErrNotFound) {
			return try, nil
		} else if err != nil {
			return "", err
		}
	}
}

func (p Plan) called() string { return cmp.Or(p.Short, p.Name) }

// slug writes words as small letters with dashes between. The first gives way
// when all is too long.
func slug(words string, more ...string) string {
	tail := ""
	for _, w := range more {
		tail += "-" + strings.ReplaceAll(plain(w), " ", "-")
	}
	head := strings.ReplaceAll(plain(words), " ", "-")
	if room := maxSlug - len(tail); len(head) > room {
		head = strings.TrimRight(head[:max(room, 1)], "-")
	}
	return cmp.Or(head, "lop") + tail
}

// Edit changes the plan of a course. version is the one the editor saw: who
// comes second sees what the first wrote before writing over it.
func Edit(r store.Reader, actor staff.Actor, id string, version int, p Plan, now time.Time) (c Course, changes store.Changes, err error) {
	was, err := Get(r, id)
	if err != nil {
		return c, changes, err
	}
	p = p.tidy()
	if err := mayEdit(r, actor, was, version, p); err != nil {
		return c, changes, err
	}
	c = was
	c.Plan, c.Version = p, was.Version+1
	changes, err = c.changed(r, actor, "edit", now)
	if err != nil {
		return c, changes, err
	}
	return c, changes, tellOfChange(r, &changes, was, c, now)
}

func mayEdit(r store.Reader, actor staff.Actor, was Course, version int, p Plan) error {
	if err := staff.May(actor, staff.EditCourse, slices.Concat(was.Communes, p.Communes)...); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	if version != was.Version {
		return refuse(locales.CourseChanged, map[string]any{"N": was.Version})
	}
	taken, err := Taken(r, was.ID)
	if err == nil && p.Seats < taken {
		err = refuse(locales.CourseFewSeats, map[string]any{"N": taken, "Max": p.Seats})
	}
	return err
}

// Set opens, closes or ends a course.
func Set(r store.Reader, actor staff.Actor, id string, to State, now time.Time) (c Course, changes store.Changes, err error) {
	c, err = Get(r, id)
	if err != nil {
		return c, changes, err
	}
	if err := staff.May(actor, staff.EditCourse, c.Communes...); err != nil {
		return c, changes, err
	}
	if to == Open && c.State == Draft {
		c.Telling = true
	}
	switch to {
	case Open, Closed, Done:
		c.State = to
	default:
		return c, changes, refuse(locales.CourseBadState, nil)
	}
	changes, err = c.changed(r, actor, string(to), now)
	return c, changes, err
}

// changed writes a course and who did what to it.
func (c Course) changed(r store.Reader, actor staff.Actor, did string, now time.Time) (changes store.Changes, err error) {
	rec, err := c.record()
	if err != nil {
		return changes, err
	}
	changes.Put = append(changes.Put, rec)
	return changes, staff.Log(r, &changes, staff.Entry{At: now, By: actor.ID, Did: "course." + did, On: "course/" + c.ID})
}
