package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// Order is who wants a list, of what, and what for. Its methods read and decide
// and write nothing; a Book's Log must be applied before the list is handed
// out.
type Order struct {
	By       staff.Actor
	Name     string // of the account
	At       time.Time
	Purpose  Purpose
	Communes []string // ids; none is all that are theirs
	Statuses []course.Status
	Phones   bool

	// Called is a commune's name, Say how a status is called.
	Called func(commune string) string
	Say    *locales.Localizer
}

// Log is the export's entry in the log of staff: ids, how many, what for.
func (b Book) Log(r store.Reader) (c store.Changes, err error) { return c, staff.Log(r, &c, b.entry) }

func (o Order) entry(on string, rows int) staff.Entry {
	to := fmt.Sprintf("%d rows", rows)
	if o.Phones {
		to += ", numbers"
	}
	return staff.Entry{At: o.At, By: o.By.ID, Did: string(staff.ExportList), On: on, To: to, Reason: o.Purpose.Reason()}
}

// may asks for every right a list needs, of the communes that were chosen.
func (o Order) may(do ...staff.Action) error {
	if o.Purpose.Code == "" {
		return refused(locales.ReportPurpose, "Name", purposeLabels())
	}
	for _, a := range append(do, staff.ExportList) {
		if err := staff.May(o.By, a, o.Communes...); err != nil {
			return err
		}
	}
	return nil
}

// takes reports whether what belongs to a commune is in the list: of those
// chosen, or of all that are the actor's.
func (o Order) takes(commune string) bool {
	if len(o.Communes) > 0 {
		return slices.Contains(o.Communes, commune)
	}
	return commune == "" || staff.May(o.By, staff.ExportList, commune) == nil
}

// export is what all lists say of themselves.
func (o Order) export(title string, statuses ...string) Export {
	e := Export{Title: title, By: string(o.By.ID), Name: o.Name, At: o.At, Purpose: o.Purpose, Phones: o.Phones}
	var filter []string
	communes := o.Communes
	if len(communes) == 0 {
		communes = o.By.Communes
	}
	var names []string
	for _, id := range communes {
		names = append(names, o.Called(id))
	}
	if len(names) > 0 {
		filter = append(filter, "xã "+strings.Join(names, ", "))
	}
	if len(names) == 1 {
		e.Place = names[0]
	}
	if len(statuses) > 0 {
		filter = append(filter, "tình trạng "+strings.Join(statuses, ", "))
	}
	e.Filter = strings.Join(filter, "; ")
	return e
}
