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
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(Drafted, Tested, Returned); err != nil {
		return Step{}, store.Changes{}, err
	}
	x.n.State, x.n.Tested = Tested, b.hash(x.n)
	x.n.Tries++
	return x.close(didTest, "")
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
	x.n.State, x.n.Remark, x.n.Tested = Returned, reason, ""
	x.step.tell(x.n, locales.NoticeTellReturned, x.n.anytime(), x.vars(), nil, x.n.writers()...)
	return x.close(didReturn, reason)
}
