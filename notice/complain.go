package notice

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// What residents say to a notice is kept under their own contact, so that it
// goes when they do.
const (
	complaintShelf store.Shelf = "complaint"
	comingShelf    store.Shelf = "coming"
)

const (
	keepComplaint = 48 * time.Hour
	keepComing    = 60 * 24 * time.Hour
)

// suspicious is how many must say that it is wrong. The first few are few; of
// thousands somebody always errs, so there a share of them counts.
func suspicious(reached int) int { return max(2, (reached+99)/100) }

// Got reports whether a contact is among those a notice was queued for.
func Got(r store.Reader, id ID, who store.ContactID) (bool, error) {
	if who == "" {
		return false, nil
	}
	// The page begins behind the contact's own beginning: at most the
	// neighbours that differ in the last letter come before it.
	const neighbours = 32
	list, err := r.Group(string(id), who[:len(who)-1], neighbours)
	return slices.ContainsFunc(list, func(to store.Recipient) bool { return to.Contact == who }), err
}

// Complain notes that somebody wrote that a notice is wrong. Those they got
// and that still go out are meant; one that several complain of pauses itself.
// No steps: they got none of them.
func (b *Board) Complain(r store.Reader, who store.ContactID, now time.Time) (steps []Step, set store.Changes, err error) {
	ids, err := Running(r)
	if err != nil {
		return nil, set, err
	}
	for _, id := range ids {
		n, err := Get(r, id)
		if err != nil {
			return nil, set, err
		}
		if !slices.Contains(running, n.State) {
			continue
		}
		if got, err := Got(r, id, who); err != nil || !got {
			if err != nil {
				return nil, set, err
			}
			continue
		}
		step, more, err := b.complained(r, n, who, now, &set)
		if err != nil {
			return nil, set, err
		}
		set.Add(more)
		steps = append(steps, step)
	}
	return steps, set, nil
}

// mostLooked is how many notices are looked at to find those somebody had.
const mostLooked = 50

// Had lists the notices that were sent to a contact since then, the newest
// first.
func Had(r store.Reader, who store.ContactID, since time.Time) (list []Notice, err error) {
	all, err := Recent(r, "", mostLooked)
	for _, n := range all {
		if err != nil {
			return nil, err
		}
		if !n.Out() || n.Begun.Before(since) {
			continue
		}
		var got bool
		if got, err = Got(r, n.ID, who); got {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b Notice) int { return b.Begun.Compare(a.Begun) })
	return list, err
}

// ComplainOf notes that somebody who got a notice wrote that it is wrong. One
// that still goes out may pause itself; of another, who wrote it and who
// agreed hear once.
func (b *Board) ComplainOf(r store.Reader, n Notice, who store.ContactID, now time.Time) (Step, store.Changes, error) {
	var set store.Changes
	if slices.Contains(running, n.State) {
		step, more, err := b.complained(r, n, who, now, &set)
		set.Add(more)
		return step, set, err
	}
	set.Put = []store.Record{complaint(n, who, now)}
	step := Step{Notice: n}
	step.tell(n, locales.NoticeTellWrong, false, b.vars(r, n, n.Author), []Ask{AskCorrect, AskReport}, n.Author, n.Approver)
	return step, set, nil
}

// complaint is how it is kept that somebody wrote that a notice is wrong.
func complaint(n Notice, who store.ContactID, now time.Time) store.Record {
	return store.Record{
		Name: store.Name{Shelf: complaintShelf, ID: string(n.ID) + "/" + string(who)}, Owner: who,
		Body: []byte(stamp(now)), Keys: []string{"notice/" + string(n.ID) + "/"}, Expires: now.Add(keepComplaint),
	}
}

// complained notes one complaint about one notice. so is what has been decided
// of the others before.
func (b *Board) complained(r store.Reader, n Notice, who store.ContactID, now time.Time, so *store.Changes) (Step, store.Changes, error) {
	var set store.Changes
	set.Put = []store.Record{complaint(n, who, now)}
	others, err := complainers(r, n, who)
	if err != nil || others+1 < suspicious(n.people()) {
		return Step{Notice: n}, set, err
	}
	p := &pump{change: change{Board: b, r: r, actor: staff.Actor{ID: service}, now: now, n: n}}
	p.pause(Complaints)
	if err := staff.Log(r, so, staff.Entry{At: now, By: service, Did: string(didPause), On: "notice/" + string(n.ID), Reason: string(Complaints)}); err != nil {
		return Step{}, set, err
	}
	p.step.Notice = p.n
	return p.step, set, p.n.keep(&set)
}

// complainers counts those who complained since it was last resumed, but for
// one.
func complainers(r store.Reader, n Notice, but store.ContactID) (sum int, err error) {
	err = r.Find(complaintShelf, "notice/"+string(n.ID)+"/", "", func(_ string, rec store.Record) bool {
		if rec.Owner != but && string(rec.Body) >= stamp(n.Resumed) {
			sum++
		}
		return true
	})
	return sum, err
}

// Come notes that somebody means to come; said twice it counts once. Nobody
// sees who: only how many.
func Come(r store.Reader, id ID, who store.ContactID, now time.Time) (Notice, store.Changes, error) {
	n, err := Get(r, id)
	if err != nil {
		return n, store.Changes{}, err
	}
	if !n.Out() {
		return n, store.Changes{}, store.ErrNotFound
	}
	if !n.Until.IsZero() && now.After(n.Until) {
		return n, store.Changes{}, refuse(locales.NoticeOverNow, nil)
	}
	rec := store.Record{
		Name: store.Name{Shelf: comingShelf, ID: string(id) + "/" + string(who)}, Owner: who,
		Keys: []string{"notice/" + string(id) + "/"}, Expires: now.Add(keepComing),
	}
	return n, store.Changes{Put: []store.Record{rec}}, nil
}

// Said lists the codes of notices that somebody said they come to, and of
// those they said are wrong.
func Said(r store.Reader, who store.ContactID) (coming, wrong []string, err error) {
	for shelf, list := range map[store.Shelf]*[]string{comingShelf: &coming, complaintShelf: &wrong} {
		recs, bad := r.Own(shelf, who)
		err = errors.Join(err, bad)
		for _, rec := range recs {
			id, _, _ := strings.Cut(rec.ID, "/")
			n, bad := Get(r, ID(id))
			if err = errors.Join(err, notThere(bad)); bad == nil {
				*list = append(*list, n.Code)
			}
		}
	}
	return coming, wrong, err
}

// counted records of a shelf are about a notice.
func counted(r store.Reader, shelf store.Shelf, id ID) (sum int, err error) {
	err = r.Find(shelf, "notice/"+string(id)+"/", "", func(string, store.Record) bool {
		sum++
		return true
	})
	return sum, err
}

// notThere turns "no such record" into nothing found.
func notThere(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
