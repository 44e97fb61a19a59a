package bot

import (
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// An emergency goes out on one person's word, so the word is asked for three
// times: the reason, the text, and the code under what people will get.

func (d *desk) askUrgentWhy(commune string) {
	if d.may(staff.SendEmergency, commune) {
		d.await(awaitUrgentWhy, deskState{Commune: commune}, &reply{body: d.say(locales.DeskUrgentWhy, locales.Vars{"Commune": d.called(commune)})})
	}
}

func (d *desk) urgentWhy(reason string) {
	s := *d.st.Desk
	if reason == "" {
		d.askUrgentWhy(s.Commune)
		return
	}
	if d.fits(reason) {
		s.Reason = reason
		d.await(awaitUrgentText, s, &reply{body: d.say(locales.DeskUrgentText, nil)})
	}
}

// freshFor is how long an emergency may wait for its code.
const freshFor = 15 * time.Minute

// urgent decides on the emergency the desk holds. The same one has the same
// code each time: nothing is changed before the changes are taken.
func (d *desk) urgent(s deskState) (notice.Step, store.Changes, error) {
	c := notice.Content{Communes: []string{s.Commune}, Text: s.Text, Reason: s.Reason}
	return d.bot.cfg.Notices.Emergency(d.snap.Records, d.who.Actor(), c, notice.Seed(d.who.ID, s.Text, s.At), d.snap.Now)
}

// urgentText shows what people will get. What is wrong with it is said, and
// the text is waited for again.
func (d *desk) urgentText(typed string) {
	if !d.fits(typed) {
		return
	}
	s := *d.st.Desk
	s.Text, s.At, s.Wrong = typed, d.snap.Now, 0
	step, _, err := d.urgent(s)
	if d.refused(err, nil) {
		if staff.May(d.who.Actor(), staff.SendEmergency, s.Commune) == nil {
			s.Await = awaitUrgentText
			d.st.Desk = &s
		}
		return
	}
	n := step.Notice
	a, all := d.count(n)
	p := notice.Preview{Notice: n, Audience: a, Takes: d.bot.cfg.Notices.Takes(n, a)}
	d.await(awaitUrgentCode, s, &reply{
		head: d.say(locales.DeskPreview, locales.Vars{"Code": n.Code}),
		body: join("\n\n", d.formWords(n), d.audienceWords(p, all), d.checkWords(step.Checks), d.say(locales.DeskUrgentCode, nil)),
	})
}

// urgentSend sends it when the code fits. One that has waited too long is
// shown again.
func (d *desk) urgentSend(typed string) {
	s := *d.st.Desk
	if d.snap.Now.Sub(s.At) > freshFor {
		d.urgentText(s.Text)
		return
	}
	step, set, err := d.urgent(s)
	if err == nil && !slices.Contains(strings.Fields(typed), step.Notice.Code) && code(typed) != step.Notice.Code {
		at := s.At
		d.wrongCode(s, awaitUrgentCode, &reply{body: d.say(locales.DeskUrgentOver, nil)})
		if d.st.Desk != nil {
			d.st.Desk.At = at // it is a part of what the code comes from
		}
		return
	}
	if _, ok := d.done(step, set, err, nil); ok {
		d.answer(&reply{body: d.say(locales.DeskUrgentSent, locales.Vars{"Code": step.Notice.Code}), choices: d.next(step.Notice), stays: true})
	}
}
