package notice

import (
	"slices"
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// Test marks that an officer gets the very thing on their own phone. The
// caller sends them Forms; what is tested is this hash and no other.
func (b *Board) Test(r store.Reader, actor staff.Actor, id ID, now time.Time) (Step, store.Changes, error) {
	x, err := b.openedToTest(r, actor, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.State, x.n.Tested, x.n.Onscreen = Tested, b.hash(x.n), false
	x.n.Tries++
	return x.close(didTest, "")
}

// Read is the test of an officer who has no phone linked here: they have read
// every form letter by letter where hash was shown to them. Whoever can be sent
// the thing itself reads it there. It is kept, and logged, as what it is.
func (b *Board) Read(r store.Reader, actor staff.Actor, id ID, hash string, now time.Time) (Step, store.Changes, error) {
	x, err := b.openedToTest(r, actor, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	who, err := staff.Get(r, actor.ID)
	switch {
	case err != nil:
		return Step{}, store.Changes{}, err
	case who.Contact != "":
		return Step{}, store.Changes{}, refuse(locales.NoticeUntested, locales.Vars{"Code": x.n.Code})
	case hash != b.hash(x.n):
		return Step{}, store.Changes{}, refuse(locales.NoticeNotThisText, locales.Vars{"Code": x.n.Code})
	}
	x.n.State, x.n.Tested, x.n.Onscreen = Tested, hash, true
	return x.close(didRead, "")
}

func (b *Board) openedToTest(r store.Reader, actor staff.Actor, id ID, now time.Time) (*change, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err == nil {
		err = x.in(Drafted, Tested, Returned)
	}
	return x, err
}

// Submit asks another person to agree. a is its audience, counted just before
// by Count or CountAll.
func (b *Board) Submit(r store.Reader, actor staff.Actor, id ID, a Audience, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Drafted, Tested, Returned); err != nil {
		return Step{}, store.Changes{}, err
	}
	if x.n.Tested != b.hash(x.n) {
		return Step{}, store.Changes{}, refuse(locales.NoticeUntested, locales.Vars{"Code": x.n.Code})
	}
	if x.step.Checks, err = b.Checks(r, x.n, &a, now); err == nil {
		err = Worst(x.step.Checks)
	}
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.State, x.n.Submitted, x.n.Remark = Submitted, now, ""
	who, err := x.approvers()
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	vars := x.vars()
	vars["N"], vars["Cost"], vars["Time"] = a.People, Money(a.Cost()), clock(b.start(x.n, now))
	x.step.tell(x.n, locales.NoticeTellApprove, x.n.anytime(), vars, []Ask{AskApprove, AskReturn}, who...)
	if len(who) == 0 {
		vars["Time"] = clock(now.Add(b.coolOff()))
		x.step.tell(x.n, locales.NoticeTellAlone, x.n.anytime(), vars, []Ask{AskApprove, AskCancel}, x.n.Author)
	}
	return x.close(didSubmit, "")
}

// writers are those whose own text it is.
func (n Notice) writers() []staff.ID { return []staff.ID{n.Author, n.Editor} }

// approvers are those who may agree and did not write it.
func (c *change) approvers() (list []staff.ID, err error) {
	all, err := staff.WhoMay(c.r, staff.ApproveNotice, c.n.Communes...)
	for _, a := range all {
		if !slices.Contains(c.n.writers(), a.ID) {
			list = append(list, a.ID)
		}
	}
	return list, err
}

// Agreement is what somebody who approves has before them.
type Agreement struct {
	Code string // typed from the notice, to be sure it is this one
	Hash string // of the Preview they were shown; empty when it was shown just now
}

// Approve agrees to a text that somebody else wrote. From here a few minutes
// run in which nothing is queued.
func (b *Board) Approve(r store.Reader, actor staff.Actor, id ID, what Agreement, now time.Time) (Step, store.Changes, error) {
	n, err := Get(r, id)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x := &change{Board: b, r: r, actor: actor, now: now, n: n}
	if err := x.mayApprove(); err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Submitted); err != nil {
		return Step{}, store.Changes{}, err
	}
	hash := b.hash(n)
	switch {
	case what.Code != n.Code:
		return Step{}, store.Changes{}, refuse(locales.NoticeWrongCode, nil)
	case what.Hash != "" && what.Hash != hash || n.Tested != hash:
		return Step{}, store.Changes{}, refuse(locales.NoticeNotThisText, locales.Vars{"Code": n.Code})
	}
	if err := Worst(append(b.timing(n, now), days(n.Content, now)...)); err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.Approver, x.n.Approved, x.n.Hash, x.n.Seen = actor.ID, now, hash, now
	x.n.timed(b, now)
	x.step.tell(x.n, locales.NoticeTellCounting, true, x.vars(), []Ask{AskCancel}, x.n.Author, actor.ID)
	reason := ""
	if slices.Contains(n.writers(), actor.ID) {
		reason = "nobody else may approve here"
	}
	return x.close(staff.ApproveNotice, reason)
}

// MayApprove says why one of staff may not agree to a notice now; nil is that
// they may.
func (b *Board) MayApprove(r store.Reader, actor staff.Actor, n Notice, now time.Time) error {
	return (&change{Board: b, r: r, actor: actor, now: now, n: n}).mayApprove()
}

// mayApprove: somebody else's text, or one's own where nobody else could agree
// to it, after a time to think.
func (c *change) mayApprove() error {
	if !slices.Contains(c.n.writers(), c.actor.ID) {
		return staff.May(c.actor, staff.ApproveNotice, c.n.Communes...)
	}
	if err := staff.May(c.actor, staff.WriteNotice, c.n.Communes...); err != nil {
		return err
	}
	others, err := c.approvers()
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return refuse(locales.NoticeOwnText, locales.Vars{"Name": c.name(others[0])})
	}
	if ripe := c.n.Submitted.Add(c.coolOff()); c.n.State == Submitted && c.now.Before(ripe) {
		return refuse(locales.NoticeCoolOff, locales.Vars{"Time": clock(ripe)})
	}
	return nil
}

// Return sends it back to its author, with a reason.
func (b *Board) Return(r store.Reader, actor staff.Actor, id ID, reason string, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.ApproveNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Submitted); err != nil {
		return Step{}, store.Changes{}, err
	}
	if reason = tidy(reason); reason == "" {
		return Step{}, store.Changes{}, refuse(locales.NoticeNoReason, nil)
	}
	x.n.State, x.n.Remark, x.n.Tested, x.n.Onscreen = Returned, reason, "", false
	x.step.tell(x.n, locales.NoticeTellReturned, x.n.anytime(), x.vars(), nil, x.n.writers()...)
	return x.close(didReturn, reason)
}
