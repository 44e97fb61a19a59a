package console

import (
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// logPage is who did what, newest first.
type logPage struct {
	By, On, Since string
	Entries       []staff.Entry
	More          string // where the next page begins
	Names         map[staff.ID]string
	Checked       bool
	Found         staff.Found
}

func (q *request) log() (answer, error) {
	in := q.r.URL.Query()
	p := logPage{By: in.Get("ai"), On: in.Get("viec"), Since: in.Get("tu"), Names: map[staff.ID]string{}, Checked: in.Get("kiem") != ""}
	f := staff.Filter{By: staff.ID(p.By), On: p.On}
	if at, err := time.ParseInLocation(time.DateOnly, p.Since, q.c.cfg.Zone); err == nil {
		f.Since = at
	}
	err := q.view(func(r store.Reader) (err error) {
		if p.Entries, p.More, err = staff.Entries(r, q.actor(), f, in.Get("sau"), pageSize); err != nil {
			return err
		}
		if p.Checked {
			if p.Found, err = staff.Verify(r, nil, nil); err != nil {
				return err
			}
		}
		all, err := staff.All(r)
		for _, a := range all {
			p.Names[a.ID] = a.Name
		}
		return err
	})
	return show("nhat-ky", locales.NavLog, p), err
}

// Who is the name of who did something.
func (p logPage) Who(id staff.ID) string {
	if name := p.Names[id]; name != "" {
		return name
	}
	return string(id)
}
