package report

import (
	"tinban/course"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// Back is a list that came back, held against what is kept now. It takes as
// much right as changing each status by hand.
func (o Order) Back(r store.Reader, id string, rows []Row) (p Preview, err error) {
	if err := staff.May(o.By, staff.ManagePeople); err != nil {
		return p, err
	}
	people, err := o.people(r, id)
	if err != nil {
		return p, err
	}
	var now []Current
	for _, g := range people {
		now = append(now, Current{g.Code, g.Status, g.Note})
	}
	return Plan(now, Statuses(o.Say), rows), nil
}

// Apply does what came back asks for: all of it, or nothing and why.
func (o Order) Apply(r store.Reader, id string, rows []Row) (p Preview, c store.Changes, err error) {
	if p, err = o.Back(r, id, rows); err != nil {
		return p, c, err
	}
	if n := len(p.Problems); n > 0 {
		return p, c, refused(locales.ReportHasProblems, "N", n)
	}
	var settings []course.Setting
	for _, change := range p.Changes {
		s := course.Setting{Code: change.Code, Note: change.Note}
		if change.To != change.From {
			s.Status = course.Status(change.To)
		}
		settings = append(settings, s)
	}
	_, c, err = course.SetStatuses(r, o.By, settings, o.At)
	return p, c, err
}
