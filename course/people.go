package course

import (
	"errors"
	"slices"
	"time"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// Row is a line of a course's list, for staff.
type Row struct {
	Registration
	Who  person.Person
	Rank int // among those who wait; 0 for everybody else
	// Alike: another phone put down the same name and year. It may be one
	// person twice, or two people: staff ask.
	Alike bool
}

// People is the list of a course, in the order of coming. Who reads it must
// have been asked for staff.ManagePeople.
func People(r store.Reader, id string) (rows []Row, err error) {
	if _, err := Get(r, id); err != nil {
		return nil, err
	}
	list, err := List(r, id)
	if err != nil {
		return nil, err
	}
	rank := 0
	for _, g := range list {
		row := Row{Registration: g}
		row.Who, err = person.Get(r, g.Person)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if g.Status == Waiting {
			rank++
			row.Rank = rank
		}
		rows = append(rows, row)
	}
	markAlike(rows)
	return rows, nil
}

// markAlike finds the same name and year under different phones.
func markAlike(rows []Row) {
	type key struct {
		name string
		year int
	}
	seen := map[key][]int{}
	for i, row := range rows {
		if row.Status.Active() {
			k := key{plain(row.Who.Name), row.Who.Year}
			seen[k] = append(seen[k], i)
		}
	}
	for _, at := range seen {
		for _, i := range at {
			rows[i].Alike = len(at) > 1
		}
	}
}

// Erase deletes somebody without a phone, who cannot send XOA: name and
// registration. Somebody with one is deleted by it, with all that is kept.
func Erase(r store.Reader, actor staff.Actor, code, reason string, now time.Time) (changes store.Changes, err error) {
	g, err := Registered(r, code)
	if err != nil {
		return changes, err
	}
	if err := staff.May(actor, staff.DeletePerson, g.Commune); err != nil {
		return changes, err
	}
	if !g.Paper() {
		return changes, refuse(locales.CourseHasPhone, map[string]any{"Code": code})
	}
	p, err := person.Get(r, g.Person)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return changes, err
	}
	if err == nil {
		rec, err := p.Record()
		if err != nil {
			return changes, err
		}
		changes.Drop = append(changes.Drop, rec.Name)
	}
	changes.Drop = append(changes.Drop, store.Name{Shelf: registrationShelf, ID: code})
	return changes, staff.Log(r, &changes, staff.Entry{At: now, By: actor.ID, Did: string(staff.DeletePerson), On: "registration/" + code, Reason: reason})
}

// Setting is what staff make of one registration.
type Setting struct {
	Code   string
	Status Status // empty leaves it
	Note   string
}

// SetStatus changes the status and the note of a registration.
func SetStatus(r store.Reader, actor staff.Actor, code string, status Status, note string, now time.Time) (Registration, store.Changes, error) {
	list, changes, err := SetStatuses(r, actor, []Setting{{code, status, note}}, now)
	if err != nil {
		return Registration{}, changes, err
	}
	return list[0], changes, nil
}

// SetStatuses does it for several, all or none: a list that comes back from
// Excel. Nobody gets a seat there is not.
func SetStatuses(r store.Reader, actor staff.Actor, settings []Setting, now time.Time) (list []Registration, changes store.Changes, err error) {
	seats := seating{r: r, taken: map[string]int{}, courses: map[string]Course{}, begun: map[string]bool{}}
	var steps []staff.Entry
	for _, s := range settings {
		g, err := seats.set(actor, s, now)
		if err != nil {
			return nil, changes, err
		}
		list = append(list, g)
		steps = append(steps, staff.Entry{At: now, By: actor.ID, Did: "course.status", On: "registration/" + g.Code, To: string(g.Status)})
	}
	if err := seats.full(); err != nil {
		return nil, changes, err
	}
	return list, changes, errors.Join(seats.begin(&changes), keep(&changes, list...), staff.Log(r, &changes, steps...))
}

// seating counts seats over several changes.
type seating struct {
	r       store.Reader
	taken   map[string]int
	courses map[string]Course
	begun   map[string]bool // somebody is invited: from now on seats are offered
}

func (s *seating) course(id string) (c Course, err error) {
	if c, ok := s.courses[id]; ok {
		return c, nil
	}
	if c, err = Get(s.r, id); err != nil {
		return c, err
	}
	s.courses[id] = c
	s.taken[id], err = Taken(s.r, id)
	return c, err
}

func (s *seating) set(actor staff.Actor, to Setting, now time.Time) (g Registration, err error) {
	g, err = Registered(s.r, to.Code)
	if errors.Is(err, store.ErrNotFound) {
		return g, refuse(locales.CourseNoCode, map[string]any{"Code": to.Code})
	}
	if err != nil {
		return g, err
	}
	if err := staff.May(actor, staff.ManagePeople, g.Commune); err != nil {
		return g, err
	}
	c, err := s.course(g.Course)
	if err != nil {
		return g, err
	}
	g.Note = clip(line(to.Note), maxNote)
	if to.Status == "" || to.Status == g.Status {
		return g, nil
	}
	if !slices.Contains(Statuses, to.Status) {
		return g, refuse(locales.CourseBadStatus, nil)
	}
	return s.move(c, g, to.Status, now)
}

func (s *seating) move(c Course, g Registration, to Status, now time.Time) (Registration, error) {
	if g.Status.holds() {
		s.taken[c.ID]--
	}
	if to.holds() {
		s.taken[c.ID]++
	}
	switch to {
	case Invited:
		if c.Starts.IsZero() {
			return g, refuse(locales.CourseNoStart, nil)
		}
		s.begun[c.ID] = !c.Inviting
		return g.invite(now), nil
	case Accepted:
		return g.accepted(c, now), nil
	}
	return g.to(to, now), nil
}

// full refuses more people than seats.
func (s *seating) full() error {
	for id, n := range s.taken {
		if c := s.courses[id]; n > c.Seats {
			return refuse(locales.CourseNoSeat, map[string]any{"Max": c.Seats})
		}
	}
	return nil
}

// begin writes the courses that now invite.
func (s *seating) begin(changes *store.Changes) error {
	for id, first := range s.begun {
		if !first {
			continue
		}
		c := s.courses[id]
		c.Inviting = true
		rec, err := c.record()
		if err != nil {
			return err
		}
		changes.Put = append(changes.Put, rec)
	}
	return nil
}
