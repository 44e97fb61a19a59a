package bot

import (
	"errors"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
)

// test sends the very forms to whoever tests, above the answer.
func (d *desk) test(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if !ok {
		return
	}
	step, set, err := d.bot.TestNotice(d.snap.Records, d.who.Actor(), n.ID)
	if _, ok := d.done(step, set, err, &n); ok {
		d.answer(&reply{body: d.say(locales.DeskTested, nil), choices: d.next(step.Notice)})
	}
}

func (d *desk) askTime(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if ok && d.ready(n, editable...) {
		d.await(awaitTime, deskState{Notice: n.ID, Version: n.Version}, &reply{body: d.say(locales.DeskAskTime, nil)})
	}
}

func (d *desk) timeTyped(typed string) {
	s := *d.st.Desk
	at, ok := when(typed, d.snap.Now)
	if !ok {
		d.await(awaitTime, s, &reply{body: d.say(locales.DeskBadTime, nil)})
		return
	}
	d.schedule(s, at)
}

// setTime takes a time that was offered.
func (d *desk) setTime(arg string) {
	id, stamp, _ := strings.Cut(arg, "=")
	n, ok := d.open(id, staff.WriteNotice)
	at, err := time.ParseInLocation(offeredTime, stamp, notice.Hue)
	if ok && err == nil {
		d.schedule(deskState{Notice: n.ID, Version: n.Version}, at)
	}
}

// offeredTime is how a button keeps a time.
const offeredTime = "200601021504"

// schedule says when a notice leaves. A time in the quiet hours is refused
// with the morning after it to choose.
func (d *desk) schedule(s deskState, at time.Time) {
	n, ok := d.open(string(s.Notice), staff.WriteNotice)
	if !ok {
		return
	}
	step, set, err := d.bot.cfg.Notices.Schedule(d.snap.Records, d.who.Actor(), n.ID, s.Version, at, d.snap.Now)
	var no *msg.Refusal
	if errors.As(err, &no) && (no.Code == string(locales.NoticeQuietTime) || no.Code == string(locales.NoticePastTime)) {
		r := &reply{body: d.say(locales.ID(no.Code), no.Vars)}
		if awake := notice.Awake(at); awake.After(d.snap.Now) {
			r.choices = []choice{{"dwhen:" + string(n.ID) + "=" + awake.Format(offeredTime), d.clock(awake)}}
		}
		d.await(awaitTime, s, r)
		return
	}
	if _, ok := d.done(step, set, err, &n); !ok {
		return
	}
	n = step.Notice
	said := d.say(locales.DeskTimed, locales.Vars{"Code": n.Code, "Time": d.clock(n.At)})
	if n.At.IsZero() {
		said = d.say(locales.DeskSoon, locales.Vars{"Code": n.Code, "N": d.undoMinutes(n)})
	}
	d.answer(&reply{body: join("\n", said, d.checkWords(step.Checks)), choices: d.next(n)})
}

// undoMinutes is how long a notice without a time waits once it is approved.
func (d *desk) undoMinutes(n notice.Notice) int {
	p, err := d.bot.cfg.Notices.Preview(d.snap.Records, n, notice.Audience{}, d.snap.Now)
	if err != nil {
		panic(err) // as take does
	}
	return int(p.Leaves.Sub(d.snap.Now).Minutes())
}

// submit asks the others for approval. An audience too large to be counted
// here is counted by the pages where money is limited: what is not counted may
// cost anything.
func (d *desk) submit(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if !ok {
		return
	}
	a, all := d.count(n)
	if !all && d.bot.cfg.Notices.Budget > 0 {
		d.answer(&reply{body: d.say(locales.DeskTooMany, nil)})
		return
	}
	step, set, err := d.bot.cfg.Notices.Submit(d.snap.Records, d.who.Actor(), n.ID, a, d.snap.Now)
	if err == nil && !all {
		for _, x := range step.Tell {
			x.Vars["N"], x.Vars["Cost"] = d.figure(a.People, false), d.figure(a.Cost(), false)
		}
	}
	alone, ok := d.done(step, set, err, &n)
	switch {
	case !ok:
	case alone != nil:
		d.answer(d.told(alone))
	default:
		d.answer(&reply{body: d.submittedWords(step.Notice), choices: d.next(step.Notice)})
	}
}

// submittedWords say who may approve, and whether anybody of them is told here.
func (d *desk) submittedWords(n notice.Notice) string {
	var names []string
	here := false
	for _, a := range d.approvers(n) {
		names = append(names, a.Name)
		here = here || a.Contact != ""
	}
	said := d.say(locales.DeskSubmitted, locales.Vars{"Code": n.Code, "List": strings.Join(names, ", ")})
	if !here {
		said = join("\n", said, d.say(locales.DeskNobodyHere, nil))
	}
	return said
}

// askCode shows what is to be approved, as it is now, and asks for its code:
// an approval is no slip of a thumb. Whoever could not approve it is told so
// before they type anything.
func (d *desk) askCode(id string) {
	n, ok := d.open(id, staff.ReadNotices)
	if !ok {
		return
	}
	_, _, err := d.bot.cfg.Notices.Approve(d.snap.Records, d.who.Actor(), n.ID, notice.Agreement{Code: n.Code}, d.snap.Now)
	if d.refused(err, &n) {
		return
	}
	p, err := d.bot.cfg.Notices.Preview(d.snap.Records, n, notice.Audience{}, d.snap.Now)
	if err != nil {
		panic(err) // as take does
	}
	d.await(awaitCode, deskState{Notice: n.ID, Hash: p.Hash}, &reply{
		body: join("\n\n", d.formWords(n), d.say(locales.DeskAskCode, nil)),
	})
}

// mostWrong is how often a code may be wrong.
const mostWrong = 3

// code is the digits of what was typed: "4821", "mã 4821".
func code(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
}

func (d *desk) approve(typed string) {
	s := *d.st.Desk
	n, ok := d.open(string(s.Notice), staff.ReadNotices)
	if !ok {
		return
	}
	what := notice.Agreement{Code: code(typed), Hash: s.Hash}
	step, set, err := d.bot.cfg.Notices.Approve(d.snap.Records, d.who.Actor(), n.ID, what, d.snap.Now)
	var no *msg.Refusal
	if errors.As(err, &no) && no.Code == string(locales.NoticeWrongCode) {
		d.wrongCode(s, awaitCode, &reply{body: d.say(locales.DeskCodeOver, nil), choices: d.next(n)})
		return
	}
	if counting, ok := d.done(step, set, err, &n); ok {
		d.answer(d.told(counting))
	}
}

// wrongCode asks again, and ends with what over says.
func (d *desk) wrongCode(s deskState, await string, over *reply) {
	if s.Wrong++; s.Wrong >= mostWrong {
		d.answer(over)
		return
	}
	d.await(await, s, &reply{body: d.say(locales.DeskWrongCode, locales.Vars{"N": mostWrong - s.Wrong})})
}

func (d *desk) askWhy(id string) {
	n, ok := d.open(id, staff.ApproveNotice)
	if ok && d.ready(n, notice.Submitted) {
		d.await(awaitWhy, deskState{Notice: n.ID}, &reply{body: d.say(locales.DeskAskWhy, locales.Vars{"Code": n.Code, "Name": d.nameOf(n.Editor)})})
	}
}

// nameOf is what one of staff is called to the others.
func (d *desk) nameOf(id staff.ID) string {
	if a, err := staff.Get(d.snap.Records, id); err == nil && a.Name != "" {
		return a.Name
	}
	return string(id)
}

func (d *desk) giveBack(reason string) {
	n, ok := d.open(string(d.st.Desk.Notice), staff.ReadNotices)
	if !ok {
		return
	}
	step, set, err := d.bot.cfg.Notices.Return(d.snap.Records, d.who.Actor(), n.ID, reason, d.snap.Now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.answer(&reply{body: d.say(locales.DeskReturned, locales.Vars{"Code": n.Code, "Name": d.nameOf(n.Editor)})})
	}
}
