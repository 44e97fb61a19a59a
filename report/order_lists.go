package report

import (
	"cmp"
	"errors"
	"slices"
	"unicode"
	"unicode/utf8"

	"tinban/course"
	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// Course is the list of a course's people.
func (o Order) Course(r store.Reader, id string) (b Book, err error) {
	if err := o.may(o.rights()...); err != nil {
		return b, err
	}
	c, err := course.Get(r, id)
	if err != nil {
		return b, err
	}
	people, err := o.people(r, id)
	if err != nil {
		return b, err
	}
	var chosen []string
	for _, s := range o.Statuses {
		chosen = append(chosen, o.Say.Say(s.Text(), nil))
	}
	e := o.export(c.Called(), chosen...)
	if e.Place == "" && len(c.Communes) == 1 {
		e.Place = o.Called(c.Communes[0])
	}
	b, err = Course(e, Statuses(o.Say), people)
	b.entry = o.entry("course/"+id, b.Rows)
	return b, err
}

// rights are what a list with names takes.
func (o Order) rights() []staff.Action {
	if o.Phones {
		return []staff.Action{staff.ManagePeople, staff.ShowNumber}
	}
	return []staff.Action{staff.ManagePeople}
}

// Statuses are what a registration can be, in the words of lists and pages.
func Statuses(say *locales.Localizer) (list []Status) {
	for _, s := range course.Statuses {
		list = append(list, Status{Code: string(s), Label: capital(say.Say(s.Text(), nil))})
	}
	return list
}

// capital begins a cell as a sentence does.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func (o Order) people(r store.Reader, id string) (list []Person, err error) {
	rows, err := course.People(r, id)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if !o.takes(row.Commune) || len(o.Statuses) > 0 && !slices.Contains(o.Statuses, row.Status) {
			continue
		}
		p := Person{
			Code: row.Code, Name: row.Who.Name, Year: row.Who.Year, Sex: row.Who.Sex,
			Village: row.Who.Village, Commune: o.Called(row.Commune), Channel: row.Channel, Status: string(row.Status), Note: row.Note, At: row.At,
		}
		if o.Phones {
			if p.Phone, err = phoneOf(r, row.Who); err != nil {
				return nil, err
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// phoneOf is the number to call somebody at: the one they gave, the phone they
// write from, or the phone linked to their chat. There may be none.
func phoneOf(r store.Reader, p person.Person) (string, error) {
	if p.Phone != "" || p.Contact == "" {
		return p.Phone, nil
	}
	number, err := numberOf(r, p.Contact)
	if err != nil || number != "" {
		return number, err
	}
	l, err := person.LinkOf(r, p.Contact)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return numberOf(r, l.Other)
}

func numberOf(r store.Reader, id store.ContactID) (string, error) {
	a, err := r.Address(id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil || a.Scheme() != smsScheme:
		return "", err
	}
	return a.Bare(), nil
}

const smsScheme = "sms"

// Demand is the list of trades people want to learn.
func (o Order) Demand(r store.Reader) (b Book, err error) {
	if err := o.may(staff.ReadCourses); err != nil {
		return b, err
	}
	cells, err := course.Demand(r)
	if err != nil {
		return b, err
	}
	var wishes []Demand
	for _, c := range cells {
		if o.takes(c.Commune) {
			_, known := course.TradeName(c.Trade)
			wishes = append(wishes, Demand{Trade: c.Title, Free: !known, Commune: o.named(c.Commune), Band: c.Band, Sex: c.Sex, N: c.N})
		}
	}
	b, err = Demands(o.export(""), wishes)
	b.entry = o.entry("demand", b.Rows)
	return b, err
}

func (o Order) named(commune string) string {
	if commune == "" {
		return ""
	}
	return o.Called(commune)
}

// Tickets is the list of questions that people answer. What the answers of an
// eligibility check were is not in it.
func (o Order) Tickets(r store.Reader) (b Book, err error) {
	if err := o.may(staff.ReadTickets); err != nil {
		return b, err
	}
	var list []Ticket
	err = ticket.Each(r, func(t ticket.Ticket) bool {
		if o.takes(t.Commune) {
			list = append(list, o.ticket(t))
		}
		return len(list) <= MaxRows
	})
	if err != nil {
		return b, err
	}
	b, err = Tickets(o.export(""), list)
	b.entry = o.entry("ticket", b.Rows)
	return b, err
}

func (o Order) ticket(t ticket.Ticket) Ticket {
	k := Ticket{
		Code: string(t.Code), At: t.Asked, Commune: o.named(t.Commune), Channel: string(t.Channel), Kind: string(t.Kind),
		Text: t.Text, With: string(t.Head), State: string(t.State), Due: t.Due,
	}
	if said := cmp.Or(t.Last(ticket.Answer), t.Last(ticket.Scope)); said != nil {
		k.Answered, k.Answer, k.Source = said.At, said.Text, said.Source
	}
	if t.Check != nil && k.Answer != "" {
		k.Answer = "Đã điền vào phiếu" // what was filled in is about one household
	}
	return k
}
