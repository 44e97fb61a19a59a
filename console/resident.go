package console

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"tinban/course"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// residentPage is what is kept of one number.
type residentPage struct {
	Number, Reason string // as typed; a number stands in no address
	Whole          bool   // whole numbers were asked for
	Asked          bool
	Known          bool
	Masked         string
	Seen           time.Time
	Communes       []string
	Others         []string // communes of somebody else that keep the rest
	Elsewhere      bool     // nothing of it is theirs
	Kept           []string
	Stopped        bool
	Unreachable    bool
	People         []residentLine
	MayNumber      bool
	MayDelete      bool
	Sure           bool // the second step of deleting
	Deleted        bool
	Marked         bool
	Wrong          string
}

// residentLine is one person of a phone.
type residentLine struct {
	Name, Village string
	Year          int
	Phone         string
	Expires       time.Time
}

func (q *request) residentForm() (answer, error) { return q.residentWith(residentPage{}) }

func (q *request) residentWith(p residentPage) (answer, error) {
	p.MayNumber = staff.May(q.actor(), staff.ShowNumber) == nil
	p.MayDelete = staff.May(q.actor(), staff.DeletePerson) == nil
	a := show("du-lieu", locales.NavResident, p)
	if p.Wrong != "" {
		a.status = unprocessable
	}
	if p.Elsewhere {
		a.status = http.StatusForbidden
	}
	return a, nil
}

// findResident finds whose a number is. Where only some of what is kept is of
// the actor's communes, p.Others are the rest; it refuses only what is none of
// theirs.
func (q *request) findResident(r store.Reader, p *residentPage, do staff.Action) (who Resident, err error) {
	p.Communes, p.Others = nil, nil
	who, err = q.c.cfg.Residents.Find(r, q.actor(), do, p.Number)
	var no *msg.Refusal
	if !errors.As(err, &no) || no.Code != staff.RefusedCommune {
		p.Communes = who.Communes
		return who, err
	}
	for _, c := range who.Communes {
		if q.sees(c) {
			p.Communes = append(p.Communes, c)
		} else {
			p.Others = append(p.Others, c)
		}
	}
	if p.Elsewhere = len(p.Communes) == 0; p.Elsewhere {
		return who, refuse(locales.ResidentElsewhere, locales.Vars{"Name": q.named(p.Others)})
	}
	return who, nil
}

// named lists communes by name.
func (q *request) named(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, q.communeName(id))
	}
	return strings.Join(names, ", ")
}

// typedResident is who is asked about, and why.
func (q *request) typedResident() (p residentPage) {
	p.Number, p.Reason = strings.TrimSpace(q.r.PostFormValue("so")), strings.TrimSpace(q.r.PostFormValue("ly_do"))
	p.Whole = q.r.PostFormValue("ca_so") != ""
	if p.Number == "" || p.Reason == "" {
		p.Wrong = q.say(locales.ResidentNeeds, nil)
	}
	return p
}

// residentFound shows what is kept of a number; that it was shown is logged.
func (q *request) residentFound() (answer, error) {
	p := q.typedResident()
	if p.Wrong != "" {
		return q.residentWith(p)
	}
	do := staff.ShowPerson
	if p.Whole {
		do = staff.ShowNumber
	}
	err := q.update(func(r store.Reader) (c store.Changes, err error) {
		p.Kept, p.People = nil, nil
		who, err := q.findResident(r, &p, do)
		if err != nil || !who.Known {
			p.Asked = err == nil
			return c, err
		}
		if err := q.describe(r, &p, who); err != nil {
			return c, err
		}
		return c, staff.Log(r, &c, staff.Entry{At: q.now, By: q.account.ID, Did: string(do), On: "contact/" + string(who.Contact.ID), Reason: p.Reason})
	})
	if words, refused := q.refusal(noNumber(err)); refused {
		p.Wrong, p.Asked = words, false
		return q.residentWith(p)
	}
	if err != nil {
		return answer{}, err
	}
	return q.residentWith(p)
}

// noNumber: what is neither a number nor anybody's id was mistyped.
func noNumber(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return &msg.Refusal{Code: person.RefusedNumber}
	}
	return err
}

func (q *request) describe(r store.Reader, p *residentPage, who Resident) (err error) {
	p.Asked, p.Known, p.Masked = true, true, maskedNumber(who.Address, p.Whole)
	if len(p.Others) == 0 {
		p.Seen, p.Stopped, p.Unreachable = who.Contact.Seen, who.Contact.NewsStopped, who.Contact.Unreachable
		p.Kept, err = q.c.cfg.Bot.Kept(r, who.Contact.ID, q.lang)
	} else {
		p.Kept, err = q.registered(r, who.Contact.ID)
	}
	if err != nil {
		return err
	}
	people, err := person.Of(r, who.Contact.ID)
	for _, x := range people {
		if !q.sees(x.Commune) {
			continue
		}
		l := residentLine{Name: x.Name, Village: x.Village, Year: x.Year, Expires: x.Expires}
		if x.Phone != "" {
			l.Phone = maskedNumber(msg.Address("sms:"+x.Phone), p.Whole)
		}
		p.People = append(p.People, l)
	}
	return err
}

// registered are the registrations of a phone that are of the actor's communes.
func (q *request) registered(r store.Reader, id store.ContactID) (lines []string, err error) {
	list, err := course.Of(r, id)
	for _, g := range list {
		if !q.sees(g.Commune) {
			continue
		}
		c, bad := course.Get(r, g.Course)
		if bad != nil {
			return nil, errors.Join(err, bad)
		}
		status := report.Label(report.Statuses(q.c.cfg.Say.In(q.lang)), string(g.Status))
		lines = append(lines, q.say(locales.ResidentCourse, locales.Vars{"Title": c.Name, "Code": g.Code, "Now": status}))
	}
	return lines, err
}

// maskedNumber shows the ends of a number, or all of it to who asked for that.
func maskedNumber(a msg.Address, whole bool) string {
	s := a.Bare()
	if rest, ok := strings.CutPrefix(s, "+84"); ok {
		s = "0" + rest
	}
	if whole || len(s) < 7 {
		return s
	}
	return s[:3] + "…" + s[len(s)-3:]
}

// deleteResident asks once more, and then deletes everything.
func (q *request) deleteResident() (answer, error) {
	p := q.typedResident()
	if p.Wrong != "" {
		return q.residentWith(p)
	}
	p.Sure = q.r.PostFormValue("chac") == ""
	err := q.update(func(r store.Reader) (c store.Changes, err error) {
		who, err := q.findResident(r, &p, staff.DeletePerson)
		if err != nil || !who.Known {
			p.Asked, p.Sure = err == nil, false
			return c, err
		}
		p.Masked = maskedNumber(who.Address, false)
		if p.Sure {
			return c, nil
		}
		p.Deleted = true
		if len(p.Others) > 0 {
			return course.EraseOf(r, q.actor(), who.Contact.ID, p.Reason, q.now)
		}
		p.Marked, c, err = q.c.cfg.Residents.Forget(r, q.actor(), who, p.Reason)
		return c, err
	})
	if words, refused := q.refusal(noNumber(err)); refused {
		p.Wrong, p.Sure = words, false
		return q.residentWith(p)
	}
	if err != nil {
		return answer{}, err
	}
	if p.Deleted {
		q.c.counts.stale()
		p.Number, p.Reason = "", ""
	}
	return q.residentWith(p)
}

func dateIn(t time.Time, zone *time.Location) eligibility.Date {
	return eligibility.FromTime(t.In(zone))
}

func (q *request) topicName(t person.Topic) string { return q.say(locales.ID("topic_"+string(t)), nil) }
