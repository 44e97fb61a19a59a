package notice

import (
	"errors"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Page is how many contacts one Pump reads.
const Page = 200

const (
	// unseen is how long waiting may go unwatched. A service that was down, or
	// a clock that was set, gave nobody the time to undo: the wait begins anew.
	unseen = 3 * time.Minute
	// notedEvery is how often waiting is written down.
	notedEvery = time.Minute
	// firstWait is how long the first few may take when some of them have it.
	firstWait = 30 * time.Minute
	// airWait is how long a correction waits for the wrong one to come down.
	airWait = 10 * time.Minute
	// enoughFailed before it is looked at whether it reaches anybody.
	enoughFailed = 10
)

// Pump moves a notice by one step: it begins, queues one page of its audience,
// holds, or ends. It is called again at once when the step says More, and
// every second or minute otherwise. Everything it queues has its key, and the
// cursor moves in the same changes, so that a page is queued once however
// often it is interrupted.
func (b *Board) Pump(r store.Reader, id ID, now time.Time, page int) (Step, store.Changes, error) {
	n, err := Get(r, id)
	if err != nil || !n.Live() {
		return Step{Notice: n}, store.Changes{}, err
	}
	p := &pump{change: change{Board: b, r: r, actor: staff.Actor{ID: service}, now: now, n: n}, page: page}
	switch n.State {
	case Approved, Counting:
		err = p.begin()
	case First:
		err = p.few()
	case Held:
		err = p.holdOn()
	case Sending:
		err = p.send()
	}
	if err != nil || !p.moved {
		return Step{Notice: n}, store.Changes{}, err
	}
	if p.did != "" {
		return p.close(p.did, string(p.n.Why))
	}
	err = p.n.keep(&p.set)
	p.step.Notice = p.n
	return p.step, p.set, err
}

type pump struct {
	change
	page  int
	moved bool         // something changed
	did   staff.Action // to be logged
}

// becomes moves it to another state.
func (p *pump) becomes(s State) { p.n.State, p.moved = s, true }

// asleep: nobody is disturbed now.
func (p *pump) asleep() bool { return !p.n.anytime() && Quiet(p.now) }

// watched reports whether the wait since from has been seen to pass, and notes
// that it is being seen.
func (p *pump) watched() bool {
	gap := p.now.Sub(p.n.Seen)
	if gap < 0 || gap > unseen {
		p.n.Seen, p.moved = p.now, true
		return false
	}
	if gap >= notedEvery {
		p.n.Seen, p.moved = p.now, true
	}
	return true
}

// begin starts it when its time has come and it still is what was agreed to.
func (p *pump) begin() error {
	if !p.watched() {
		p.n.timed(p.Board, p.now)
		return nil
	}
	if p.now.Before(p.n.Start) || p.asleep() {
		return nil
	}
	if why := p.unfit(); why != "" {
		p.n.Why, p.n.Tested = why, ""
		p.becomes(Returned)
		p.step.tell(p.n, locales.NoticeTellUnfit, true, p.reasoned(), nil, p.n.Author, p.n.Approver)
		p.did = didReturn
		return nil
	}
	if down, err := p.takeDown(); err != nil || !down {
		return err
	}
	p.n.Begun, p.did = p.now, didBegin
	p.becomes(First)
	return p.few()
}

// unfit says why it may not leave after all.
func (p *pump) unfit() Why {
	for _, c := range p.n.Communes {
		if _, ok := p.Commune(c); !ok {
			return Gone
		}
	}
	switch {
	case p.n.Hash != p.hash(p.n):
		return Changed
	case !p.n.Until.IsZero() && p.now.After(p.n.Until):
		return Over
	}
	return ""
}

var whyNames = map[Why]locales.ID{
	ByHand: locales.NoticeWhyHand, Complaints: locales.NoticeWhyComplaints, Failing: locales.NoticeWhyFailing,
	Changed: locales.NoticeWhyChanged, Correcting: locales.NoticeWhyCorrecting, Over: locales.NoticeWhyOver, Gone: locales.NoticeWhyGone,
	Stopped: locales.NoticeWhyStopped, Unreachable: locales.NoticeWhyUnreachable, Today: locales.NoticeWhyToday,
	Month: locales.NoticeWhyMonth, Marked: locales.NoticeWhyMarked, Linked: locales.NoticeWhyLinked, NoRoute: locales.NoticeWhyNoRoute,
}

// WhyName says a reason to staff.
func WhyName(w Why) locales.ID { return whyNames[w] }

func (p *pump) reasoned() locales.Vars {
	vars := p.Board.vars(p.r, p.n, p.n.Author)
	vars["Reason"] = p.Say.Say(whyNames[p.n.Why], nil)
	return vars
}

// takeDown ends the notice that this one corrects, and waits until nothing of
// it is in the air: only then is it known whom it got out to.
func (p *pump) takeDown() (down bool, err error) {
	if p.n.Corrects == "" {
		return true, nil
	}
	wrong, err := Get(p.r, p.n.Corrects)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if wrong.State != Done && wrong.State != Cancelled {
		wrong.State, wrong.Why, wrong.Ended, p.moved = Cancelled, Correcting, p.now, true
		return false, wrong.keep(&p.set)
	}
	sum, err := p.r.Tally(string(wrong.ID))
	return sum.Waiting == 0 || p.now.Sub(p.n.Start) > airWait, err
}

// few queues the first of them, and waits until they have it.
func (p *pump) few() error {
	if p.asleep() {
		return nil
	}
	if left := p.Board.few() - p.n.people(); left > 0 && !p.n.Cursor.End {
		err := p.queue(min(left, p.page))
		p.step.More = !p.n.Cursor.End && p.n.people() < p.Board.few()
		return err
	}
	sum, err := p.r.Tally(string(p.n.ID))
	if err != nil {
		return err
	}
	out, failed := fates(sum)
	late := out > 0 && p.now.Sub(p.n.Begun) > firstWait
	switch {
	case sum.Waiting > 0 && !late:
	case failing(out, failed):
		p.pause(Failing)
	default:
		p.n.Held, p.n.Seen = p.now, p.now
		p.becomes(Held)
	}
	return nil
}

// failing: most of what was tried reached nobody.
func failing(out, failed int) bool { return failed > out && failed >= enoughFailed }

func fates(sum store.Tally) (out, failed int) {
	for _, row := range sum.Rows {
		switch {
		case row.Status != msg.Failed:
			out += row.Messages
		case !withdrawn(row.Code):
			failed += row.Messages
		}
	}
	return out, failed
}

// holdOn lets the first few speak up.
func (p *pump) holdOn() error {
	if !p.watched() {
		p.n.Held = p.now
		return nil
	}
	if p.now.Sub(p.n.Held) < p.hold() || p.asleep() {
		return nil
	}
	p.becomes(Sending)
	return p.send()
}

// send queues the next page, unless enough waits already.
func (p *pump) send() error {
	if p.asleep() {
		return nil
	}
	if why := p.unfit(); why == Over && !p.n.Cursor.End {
		p.n.Why, p.n.Cursor.End, p.moved = why, true, true
	} else if why != "" && why != Over {
		p.pause(why)
		return nil
	}
	sum, err := p.r.Tally(string(p.n.ID))
	if err != nil {
		return err
	}
	out, failed := fates(sum)
	switch {
	case p.n.Cursor.End && sum.Waiting == 0:
		p.end(out, failed)
	case p.n.Cursor.End:
	case p.n.Resumed.IsZero() && failing(out, failed):
		p.pause(Failing)
	case sum.Waiting > fullQueue:
	default:
		err = p.queue(p.page)
		p.step.More = !p.n.Cursor.End
	}
	return err
}

func (p *pump) end(out, failed int) {
	p.n.Ended, p.did = p.now, didEnd
	vars := p.Board.vars(p.r, p.n, p.n.Author)
	vars["N"], vars["Max"] = out, out+failed
	p.becomes(Done)
	p.step.tell(p.n, locales.NoticeTellDone, false, vars, []Ask{AskReport, AskCorrect}, p.n.Author, p.n.Approver)
}

// pause is the notice's own.
func (p *pump) pause(why Why) {
	p.n.Why, p.did = why, didPause
	p.becomes(Paused)
	p.step.tell(p.n, locales.NoticeTellSelfPaused, true, p.reasoned(), []Ask{AskResume, AskCancel, AskCorrect}, p.n.Author, p.n.Approver)
}

// queue reads the next contacts and queues those who get it.
func (p *pump) queue(look int) error {
	list, next, err := p.candidates(p.r, p.n, p.n.Cursor, look, p.now)
	if err != nil {
		return err
	}
	forms := map[string]Forms{}
	for _, c := range list {
		if c.why != "" {
			p.exclude(c.why)
			continue
		}
		f, ok := forms[c.commune]
		if !ok {
			f = p.Forms(p.n, c.commune)
			forms[c.commune] = f
		}
		if err := p.put(c, f); err != nil {
			return err
		}
	}
	p.n.Cursor, p.moved = next, true
	return nil
}

func (p *pump) exclude(why Why) {
	if p.n.Round > 0 {
		return // counted the first time
	}
	if p.n.Excluded == nil {
		p.n.Excluded = map[Why]int{}
	}
	p.n.Excluded[why]++
}

// put queues one message, and notes that its contact had it.
func (p *pump) put(c candidate, f Forms) error {
	body, buttons, parts := f.form(c.by)
	out := msg.Outbound{
		Key: deliveryKey(p.n, c.id), Route: c.by.Name, Lane: msg.Broadcast, Text: body, Choices: buttons, Parts: parts,
		Expires: p.expires(), Group: string(p.n.ID), Anytime: p.n.anytime(),
	}
	p.set.Contacts = append(p.set.Contacts, store.ForContact{ID: c.id, Set: store.WriteSet{Out: []msg.Outbound{out}}})
	if p.n.Round == 0 {
		if p.n.Queued == nil {
			p.n.Queued = map[string]int{}
		}
		p.n.Queued[c.commune]++
	}
	if p.n.uncapped() || p.n.Round > 0 {
		return nil
	}
	c.sub.Sent = sentNow(c.sub.Sent, p.now)
	rec, err := c.sub.Record()
	p.set.Put = append(p.set.Put, rec)
	return err
}

// expires is when a message is not worth sending any more.
func (p *pump) expires() time.Time {
	if p.n.Until.IsZero() {
		return p.now.Add(shelfLife)
	}
	return p.n.Until
}
