package console

import (
	"errors"
	"strings"
	"time"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
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
	return a, nil
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
		who, err := q.c.cfg.Residents.Find(r, q.actor(), do, p.Number)
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
	p.Asked, p.Known, p.Seen, p.Communes = true, true, who.Contact.Seen, who.Communes
	p.Stopped, p.Unreachable = who.Contact.NewsStopped, who.Contact.Unreachable
	p.Masked = maskedNumber(who.Address, p.Whole)
	if p.Kept, err = q.c.cfg.Bot.Kept(r, who.Contact.ID, q.lang); err != nil {
		return err
	}
	people, err := person.Of(r, who.Contact.ID)
	for _, x := range people {
		l := residentLine{Name: x.Name, Village: x.Village, Year: x.Year, Expires: x.Expires}
		if x.Phone != "" {
			l.Phone = maskedNumber(msg.Address("sms:"+x.Phone), p.Whole)
		}
		p.People = append(p.People, l)
	}
	return err
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
		who, err := q.c.cfg.Residents.Find(r, q.actor(), staff.DeletePerson, p.Number)
		if err != nil || !who.Known {
			p.Asked, p.Sure = err == nil, false
			return c, err
		}
		p.Masked = maskedNumber(who.Address, false)
		if p.Sure {
			return c, nil
		}
		p.Deleted = true
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
