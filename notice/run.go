package notice

import (
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Why a notice stands still, or ended early.
const (
	ByHand     Why = "hand"       // somebody paused it
	Complaints Why = "complaints" // several of those who got it wrote that it is wrong
	Failing    Why = "failing"    // it hardly reaches anybody
	Changed    Why = "changed"    // what would go out is no longer what was agreed to
	Correcting Why = "correcting" // it is being corrected
	Over       Why = "over"       // what it speaks of is over
	Gone       Why = "gone"       // its commune no longer exists
)

// Cancel ends it for good. Before anything was queued that undoes it; after,
// what still waits is not sent.
func (b *Board) Cancel(r store.Reader, actor staff.Actor, id ID, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if x.in(Done, Cancelled) == nil {
		return Step{}, store.Changes{}, refuse(locales.NoticeEnded, locales.Vars{"Code": x.n.Code})
	}
	x.n.State, x.n.Ended = Cancelled, now
	text := locales.NoticeTellUndone
	if x.n.Out() {
		text = locales.NoticeTellCancelled
	}
	if x.n.Approver != "" {
		x.step.tell(x.n, text, true, x.vars(), x.asks(), x.n.Author, x.n.Approver)
	}
	return x.close(didCancel, "")
}

// asks is what can still be done about it.
func (c *change) asks() []Ask {
	if c.n.Out() {
		return []Ask{AskCorrect, AskReport}
	}
	return nil
}

// running are the states in which messages leave or are about to.
var running = []State{First, Held, Sending}

// Pause stops it where it is: what waits keeps waiting.
func (b *Board) Pause(r store.Reader, actor staff.Actor, id ID, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(running...); err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.State, x.n.Why = Paused, ByHand
	x.step.tell(x.n, locales.NoticeTellPaused, true, x.vars(), []Ask{AskResume, AskCancel, AskCorrect}, x.n.Author, x.n.Approver)
	return x.close(didPause, "")
}

// Resume lets it go on to everybody: whoever resumes has looked at what the
// first few said, and is asked about it if it goes wrong again.
func (b *Board) Resume(r store.Reader, actor staff.Actor, id ID, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Paused); err != nil {
		return Step{}, store.Changes{}, err
	}
	if x.n.Hash != b.hash(x.n) {
		return Step{}, store.Changes{}, refuse(locales.NoticeNotThisText, locales.Vars{"Code": x.n.Code})
	}
	x.n.State, x.n.Why, x.n.Resumed = Sending, "", now
	x.step.tell(x.n, locales.NoticeTellResumed, true, x.vars(), []Ask{AskPause, AskCancel}, x.n.Author, x.n.Approver)
	return x.close(didResume, "")
}

// Correct begins a correction of a notice that has left: to exactly those its
// message got out to, or may still. The wrong one stands still from now on,
// and ends when the correction leaves. A reason lets it go out at night.
func (b *Board) Correct(r store.Reader, actor staff.Actor, id ID, text, reason, seed string, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if !x.n.Out() {
		return Step{}, store.Changes{}, refuse(locales.NoticeNothingOut, locales.Vars{"Code": x.n.Code})
	}
	fix, err := b.newNotice(r, actor, Content{Communes: x.n.Communes, Topic: x.n.Topic, Kind: Correction, Text: text, Reason: tidy(reason)}, seed, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	fix.Corrects, fix.Corrected = x.n.ID, x.n.Code
	if slices.Contains(running, x.n.State) {
		wrong := x.n
		wrong.State, wrong.Why = Paused, Correcting
		if err := wrong.keep(&x.set); err != nil {
			return Step{}, store.Changes{}, err
		}
	}
	x.n = fix
	if x.step.Checks, err = b.Checks(r, fix, nil, now); err != nil {
		return Step{}, store.Changes{}, err
	}
	return x.close(didCorrect, "")
}

// reviewWithin is how soon somebody else looks at an emergency.
const reviewWithin = 24 * time.Hour

// Emergency sends at once, to everybody in one commune, on one person's word.
// It needs a reason, and another looks at it within a day.
func (b *Board) Emergency(r store.Reader, actor staff.Actor, c Content, seed string, now time.Time) (Step, store.Changes, error) {
	c.Kind, c.Topic, c.At, c.Reason = Emergency, "", time.Time{}, tidy(c.Reason)
	if len(c.Communes) != 1 {
		return Step{}, store.Changes{}, refuse(locales.NoticeOneCommune, nil)
	}
	if err := staff.May(actor, staff.SendEmergency, c.Communes...); err != nil {
		return Step{}, store.Changes{}, err
	}
	if c.Reason == "" {
		return Step{}, store.Changes{}, refuse(locales.NoticeNoReason, nil)
	}
	n, err := b.newNotice(r, actor, c, seed, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x := &change{Board: b, r: r, actor: actor, now: now, n: n}
	if x.step.Checks, err = b.Checks(r, n, nil, now); err == nil {
		err = Worst(x.step.Checks)
	}
	if err == nil {
		err = b.somebody(r, n, now)
	}
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.State, x.n.Approved, x.n.Start, x.n.Begun = Sending, now, now, now
	x.n.Review, x.n.Hash = now.Add(reviewWithin), b.hash(n)
	who, err := x.reviewers()
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	vars := x.vars()
	vars["Reason"] = strings.TrimRight(n.Reason, ".")
	x.step.tell(x.n, locales.NoticeTellEmergency, true, vars, []Ask{AskReview, AskCancel, AskCorrect}, who...)
	return x.close(staff.SendEmergency, n.Reason)
}

// somebody refuses an audience with nobody in it. It reads no further than the
// first who gets it.
func (b *Board) somebody(r store.Reader, n Notice, now time.Time) error {
	for at := (Cursor{}); !at.End; {
		list, next, err := b.candidates(r, n, at, countPage, now)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(c candidate) bool { return c.why == "" }) {
			return nil
		}
		at = next
	}
	return refuse(locales.NoticeNobody, nil)
}

// reviewers are those who look at an emergency somebody else sent.
func (c *change) reviewers() (list []staff.ID, err error) {
	all, err := staff.WhoMay(c.r, staff.ReviewEmergency, c.n.Communes...)
	for _, a := range all {
		if a.ID != c.n.Author {
			list = append(list, a.ID)
		}
	}
	return list, err
}

// Review is another person's word on an emergency: whether it was one.
func (b *Board) Review(r store.Reader, actor staff.Actor, id ID, remark string, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.ReviewEmergency, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	switch remark = tidy(remark); {
	case x.n.Kind != Emergency || !x.n.Reviewed.IsZero():
		return Step{}, store.Changes{}, refuse(locales.NoticeNoReview, locales.Vars{"Code": x.n.Code})
	case actor.ID == x.n.Author:
		return Step{}, store.Changes{}, refuse(locales.NoticeOwnReview, nil)
	case remark == "":
		return Step{}, store.Changes{}, refuse(locales.NoticeNoReason, nil)
	}
	x.n.Reviewer, x.n.Reviewed, x.n.Remark = actor.ID, now, remark
	x.step.tell(x.n, locales.NoticeTellReviewed, false, x.vars(), nil, x.n.Author)
	return x.close(staff.ReviewEmergency, remark)
}

// Unreviewed lists the emergencies nobody has looked at, the most pressing
// first.
func Unreviewed(r store.Reader) (list []Notice, err error) {
	err = each(r, "review/", func(n Notice) bool {
		list = append(list, n)
		return true
	})
	return list, err
}

// remindedPerRun bounds how many are told of in one run.
const remindedPerRun = 20

// Remind tells those who may of emergencies that nobody has looked at in time,
// every day anew.
func (b *Board) Remind(r store.Reader, now time.Time) (step Step, set store.Changes, err error) {
	list, err := Unreviewed(r)
	for i, n := range list {
		if err != nil || i == remindedPerRun || n.Review.After(now) {
			break
		}
		x := &change{Board: b, r: r, now: now, n: n}
		var who []staff.ID
		if who, err = x.reviewers(); err != nil {
			break
		}
		step.tell(n, locales.NoticeTellOverdue, false, b.vars(r, n, n.Author), []Ask{AskReview}, append(who, n.Author)...)
		x.n.Review = now.Add(reviewWithin)
		err = x.n.keep(&set)
	}
	return step, set, err
}

// Retry sends again to those it did not reach. The text is the one that was
// approved.
func (b *Board) Retry(r store.Reader, actor staff.Actor, id ID, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Done); err != nil {
		return Step{}, store.Changes{}, err
	}
	switch sum, err := r.Tally(string(id)); {
	case err != nil:
		return Step{}, store.Changes{}, err
	case !x.n.Until.IsZero() && now.After(x.n.Until):
		return Step{}, store.Changes{}, refuse(locales.NoticeTooLate, locales.Vars{"Time": clock(now), "Until": clock(x.n.Until)})
	case !slices.ContainsFunc(sum.Rows, func(row store.TallyRow) bool { return row.Status == msg.Failed && worthRetry(row.Code) }):
		return Step{}, store.Changes{}, refuse(locales.NoticeNoneFailed, locales.Vars{"Code": x.n.Code})
	case x.n.Hash != b.hash(x.n):
		return Step{}, store.Changes{}, refuse(locales.NoticeNotThisText, locales.Vars{"Code": x.n.Code})
	}
	x.n.State, x.n.Cursor, x.n.Ended, x.n.Resumed = Sending, Cursor{}, time.Time{}, now
	x.n.Round++
	return x.close(didRetry, "")
}
