package bot

import (
	"slices"
	"time"

	"tinban/locales"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// cancel takes a notice back: at once while nobody has got it, and asked about
// first when it is leaving, because that cannot be undone.
func (d *desk) cancel(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	switch {
	case !ok:
	case n.State == notice.Cancelled:
		d.answer(&reply{body: d.say(locales.DeskEndedBefore, locales.Vars{"Code": n.Code}), choices: d.next(n)})
	case n.Out() && n.State != notice.Done:
		r := &reply{body: d.say(locales.DeskSure, locales.Vars{"Code": n.Code, "N": d.handed(n)})}
		if slices.Contains(leaving, n.State) {
			r.choices = append(r.choices, choice{string(notice.AskPause) + ":" + id, d.say(locales.NoticeDoPause, nil)})
		}
		r.choices = append(r.choices, choice{"dend:" + id, d.say(locales.DeskEnd, nil)})
		d.answer(r)
	default:
		d.end(id)
	}
}

func (d *desk) end(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if !ok {
		return
	}
	said := locales.DeskDropped
	vars := locales.Vars{"Code": n.Code}
	if n.Out() {
		said, vars["N"] = locales.DeskEnded, d.handed(n)
	}
	d.step(n, d.bot.cfg.Notices.Cancel, said, vars)
}

// step takes a step that needs no words, and says so.
func (d *desk) step(n notice.Notice, do func(store.Reader, staff.Actor, notice.ID, time.Time) (notice.Step, store.Changes, error), said locales.ID, vars locales.Vars) {
	step, set, err := do(d.snap.Records, d.who.Actor(), n.ID, d.snap.Now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.answer(&reply{body: d.say(said, vars), choices: d.next(step.Notice), stays: true})
	}
}

func (d *desk) pause(id string) {
	if n, ok := d.open(id, staff.WriteNotice); ok {
		d.step(n, d.bot.cfg.Notices.Pause, locales.DeskPaused, locales.Vars{"Code": n.Code, "N": d.handed(n)})
	}
}

func (d *desk) resume(id string) {
	if n, ok := d.open(id, staff.WriteNotice); ok {
		d.step(n, d.bot.cfg.Notices.Resume, locales.DeskResumed, locales.Vars{"Code": n.Code})
	}
}

func (d *desk) retry(id string) {
	if n, ok := d.open(id, staff.WriteNotice); ok {
		d.step(n, d.bot.cfg.Notices.Retry, locales.DeskRetried, locales.Vars{"Code": n.Code})
	}
}

// askFix asks for a correction. What has not left yet is held back from now
// on: whoever presses this has seen that it is wrong.
func (d *desk) askFix(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if !ok {
		return
	}
	if !n.Out() {
		d.ready(n) // refuses: it can be changed, nobody has it
		return
	}
	said := d.say(locales.DeskAskFix, locales.Vars{"Code": n.Code})
	if slices.Contains(leaving, n.State) {
		step, set, err := d.bot.cfg.Notices.Pause(d.snap.Records, d.who.Actor(), n.ID, d.snap.Now)
		if _, ok := d.done(step, set, err, &n); !ok {
			return
		}
		said = join("\n", d.say(locales.DeskHeldBack, locales.Vars{"Code": n.Code}), said)
	}
	d.await(awaitFix, deskState{Notice: n.ID}, &reply{body: said})
}

// correct makes a draft of the correction; it goes the way of every notice.
func (d *desk) correct(typed string) {
	if !d.fits(typed) {
		return
	}
	n, ok := d.open(string(d.st.Desk.Notice), staff.WriteNotice)
	if !ok {
		return
	}
	now := d.snap.Now
	step, set, err := d.bot.cfg.Notices.Correct(d.snap.Records, d.who.Actor(), n.ID, typed, "", notice.Seed(d.who.ID, typed, now), now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.preview(step.Notice)
	}
}

func (d *desk) askNight(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if ok && d.ready(n, editable...) {
		d.await(awaitNight, deskState{Notice: n.ID, Version: n.Version}, &reply{body: d.say(locales.DeskAskNight, nil)})
	}
}

// atNight notes why a correction does not wait for the morning.
func (d *desk) atNight(reason string) {
	s := *d.st.Desk
	n, ok := d.open(string(s.Notice), staff.WriteNotice)
	if !ok {
		return
	}
	c := n.Content
	c.Reason = reason
	step, set, err := d.bot.cfg.Notices.Edit(d.snap.Records, d.who.Actor(), n.ID, s.Version, c, d.snap.Now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.preview(step.Notice)
	}
}

// askRemark shows an emergency to whoever reviews it.
func (d *desk) askRemark(id string) {
	n, ok := d.open(id, staff.ReviewEmergency)
	if !ok {
		return
	}
	if !d.mayReview(n) { // the board says why not
		_, _, err := d.bot.cfg.Notices.Review(d.snap.Records, d.who.Actor(), n.ID, "-", d.snap.Now)
		d.refused(err, &n)
		return
	}
	d.await(awaitRemark, deskState{Notice: n.ID}, &reply{body: d.say(locales.DeskReview, locales.Vars{
		"Code": n.Code, "Name": d.nameOf(n.Author), "Reason": n.Reason, "Text": n.Text,
	})})
}

func (d *desk) review(remark string) {
	n, ok := d.open(string(d.st.Desk.Notice), staff.ReadNotices)
	if !ok {
		return
	}
	step, set, err := d.bot.cfg.Notices.Review(d.snap.Records, d.who.Actor(), n.ID, remark, d.snap.Now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.answer(&reply{body: d.say(locales.DeskReviewed, locales.Vars{"Code": n.Code}), choices: d.next(step.Notice)})
	}
}
