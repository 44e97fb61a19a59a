package notice

import (
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

func refuse(id locales.ID, vars locales.Vars) error {
	return &msg.Refusal{Code: string(id), Vars: vars}
}

// change is one step of one of staff on one notice.
type change struct {
	*Board
	r     store.Reader
	actor staff.Actor
	now   time.Time
	n     Notice
	step  Step
	set   store.Changes
}

// opened loads a notice for a step that needs a right to it.
func (b *Board) opened(r store.Reader, actor staff.Actor, do staff.Action, id ID, now time.Time) (*change, error) {
	n, err := Get(r, id)
	if err != nil {
		return nil, err
	}
	if err := staff.May(actor, do, n.Communes...); err != nil {
		return nil, err
	}
	return &change{Board: b, r: r, actor: actor, now: now, n: n}, nil
}

// close writes what a step changed, and that it was taken.
func (c *change) close(did staff.Action, reason string) (Step, store.Changes, error) {
	err := staff.Log(c.r, &c.set, staff.Entry{At: c.now, By: c.actor.ID, Did: string(did), On: "notice/" + string(c.n.ID), Reason: reason})
	if err == nil {
		err = c.n.keep(&c.set)
	}
	c.step.Notice = c.n
	return c.step, c.set, err
}

// in refuses a step that the notice's state does not allow.
func (c *change) in(states ...State) error {
	if slices.Contains(states, c.n.State) {
		return nil
	}
	return refuse(locales.NoticeWrongState, locales.Vars{"Code": c.n.Code, "Now": c.Say.Say(stateNames[c.n.State], nil)})
}

var stateNames = map[State]locales.ID{
	Drafted: locales.NoticeIsDraft, Tested: locales.NoticeIsTested, Submitted: locales.NoticeIsSubmitted,
	Approved: locales.NoticeIsApproved, Counting: locales.NoticeIsCounting, First: locales.NoticeIsFirst,
	Held: locales.NoticeIsHeld, Sending: locales.NoticeIsSending, Done: locales.NoticeIsDone,
	Returned: locales.NoticeIsReturned, Paused: locales.NoticeIsPaused, Cancelled: locales.NoticeIsCancelled,
}

// StateName is what a state is called to staff.
func StateName(s State) locales.ID { return stateNames[s] }

// The steps the log names beside the actions of staff.
const (
	didDraft   staff.Action = "notice.draft"
	didEdit    staff.Action = "notice.edit"
	didTest    staff.Action = "notice.test"
	didRead    staff.Action = "notice.read"
	didSubmit  staff.Action = "notice.submit"
	didReturn  staff.Action = "notice.return"
	didCancel  staff.Action = "notice.cancel"
	didPause   staff.Action = "notice.pause"
	didResume  staff.Action = "notice.resume"
	didCorrect staff.Action = "notice.correct"
	didRetry   staff.Action = "notice.retry"
	didBegin   staff.Action = "notice.begin"
	didEnd     staff.Action = "notice.end"
)

// prepared checks what an officer gave, and makes the text of a template.
func (b *Board) prepared(c Content, now time.Time) (Content, error) {
	if len(c.Communes) == 0 {
		return c, refuse(locales.NoticeWhere, nil)
	}
	for _, id := range c.Communes {
		if _, ok := b.Commune(id); !ok {
			return c, refuse(locales.NoticeNoCommune, locales.Vars{"Name": id})
		}
	}
	c.Communes = slices.Compact(slices.Sorted(slices.Values(c.Communes)))
	if c.Filled != nil {
		text, err := b.Fill(*c.Filled)
		if err != nil {
			return c, err
		}
		c.Text = text
	}
	if c.Text = closed(tidy(c.Text)); c.Text == "" {
		return c, refuse(locales.NoticeEmpty, nil)
	}
	if c.Topic != "" && !slices.Contains(person.Topics, c.Topic) || c.Topic == "" && c.Kind != Emergency && c.Kind != Correction {
		return c, refuse(locales.NoticeNoTopic, locales.Vars{"Name": string(c.Topic)})
	}
	if c.Kind == "" {
		c.Kind = kindOf(c.Topic)
	}
	if c.At.IsZero() {
		return c, nil
	}
	if c.At.Before(now) {
		return c, refuse(locales.NoticePastTime, locales.Vars{"Time": clock(c.At)})
	}
	c.At = c.At.In(Hue).Truncate(time.Minute)
	return c, nil
}

// kindOf is what a notice of a topic mostly is.
func kindOf(t person.Topic) Kind {
	switch t {
	case person.Meetings:
		return Meeting
	case person.Courses:
		return Course
	}
	return Other
}

// newNotice is a notice nobody has seen yet. Its id and code come from the
// seed, so that deciding twice is deciding once.
func (b *Board) newNotice(r store.Reader, actor staff.Actor, c Content, seed string, now time.Time) (n Notice, err error) {
	if c, err = b.prepared(c, now); err != nil {
		return n, err
	}
	n = Notice{Content: c, State: Drafted, Version: 1, Author: actor.ID, Editor: actor.ID, Created: now, Edited: now, Until: until(c, now)}
	if n.ID, err = freeID(r, seed); err != nil {
		return n, err
	}
	n.Code, err = freeCode(r, seed)
	return n, err
}

// Draft begins a notice. seed is the caller's, and the same whenever this
// decision is run again; Seed makes one.
func (b *Board) Draft(r store.Reader, actor staff.Actor, c Content, seed string, now time.Time) (Step, store.Changes, error) {
	if err := staff.May(actor, staff.WriteNotice, c.Communes...); err != nil {
		return Step{}, store.Changes{}, err
	}
	if c.Kind == Emergency || c.Kind == Correction {
		return Step{}, store.Changes{}, refuse(locales.NoticeOtherWay, nil)
	}
	n, err := b.newNotice(r, actor, c, seed, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	x := &change{Board: b, r: r, actor: actor, now: now, n: n}
	if x.step.Checks, err = b.Checks(r, n, nil, now); err != nil {
		return Step{}, store.Changes{}, err
	}
	return x.close(didDraft, "")
}

// Seed is a seed for a notice that somebody writes at a moment.
func Seed(by staff.ID, text string, now time.Time) string {
	return strings.Join([]string{string(by), text, stamp(now)}, "\x00")
}

// editable are the states in which the text may change: nothing waits to be
// sent.
var editable = []State{Drafted, Tested, Submitted, Approved, Counting, Returned}

// Edit changes what goes out. seen is the version the editor had before them:
// when somebody else changed it meanwhile it is refused, the refusal says who,
// and it carries what was typed, so that nothing is lost. Whatever was tested
// or approved was another text.
func (b *Board) Edit(r store.Reader, actor staff.Actor, id ID, seen int, c Content, now time.Time) (Step, store.Changes, error) {
	x, err := b.opened(r, actor, staff.WriteNotice, id, now)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	if err := x.in(editable...); err != nil {
		return Step{}, store.Changes{}, err
	}
	if x.n.Corrects != "" { // to those who got the other one, whatever is typed
		c.Communes, c.Topic, c.Kind = x.n.Communes, x.n.Topic, Correction
	}
	if err := staff.May(actor, staff.WriteNotice, c.Communes...); err != nil {
		return Step{}, store.Changes{}, err
	}
	if c, err = b.prepared(c, now); err != nil {
		return Step{}, store.Changes{}, err
	}
	if seen != x.n.Version {
		return Step{}, store.Changes{}, x.changedMeanwhile(c)
	}
	read, onscreen := x.n.Tested == b.hash(x.n) && x.n.readsAs(c), x.n.Onscreen
	x.n.Content, x.n.Until = c, until(c, now)
	x.redraft()
	if read { // another hour: the words are those that were read on a phone
		x.n.State, x.n.Tested, x.n.Onscreen = Tested, b.hash(x.n), onscreen
	}
	if x.step.Checks, err = b.Checks(r, x.n, nil, now); err != nil {
		return Step{}, store.Changes{}, err
	}
	return x.close(didEdit, "")
}

// readsAs reports whether every phone would show the same.
func (n Notice) readsAs(c Content) bool {
	return n.Text == c.Text && n.Kind == c.Kind && n.Topic == c.Topic && slices.Equal(n.Communes, c.Communes)
}

func (c *change) changedMeanwhile(typed Content) error {
	return refuse(locales.NoticeChanged, locales.Vars{
		"Name": c.name(c.n.Editor), "Time": clock(c.n.Edited), "Now": c.n.Text, "Text": typed.Text,
	})
}

// redraft makes a draft of it again: nothing that was agreed to holds.
func (c *change) redraft() {
	if c.n.Approver != "" {
		c.step.tell(c.n, locales.NoticeTellEdited, false, c.vars(), nil, c.n.Approver)
	}
	c.n.Version++
	c.n.Editor, c.n.Edited, c.n.State = c.actor.ID, c.now, Drafted
	c.n.Tested, c.n.Hash, c.n.Approver, c.n.Remark, c.n.Why = "", "", "", "", ""
	c.n.Onscreen = false
	c.n.Approved, c.n.Submitted, c.n.Start, c.n.Seen = time.Time{}, time.Time{}, time.Time{}, time.Time{}
}

// Schedule changes when it leaves; zero is as soon as may be. It is an edit:
// whoever approved it approved a time. A time in the quiet hours is refused,
// and the refusal offers the morning after.
func (b *Board) Schedule(r store.Reader, actor staff.Actor, id ID, seen int, at time.Time, now time.Time) (Step, store.Changes, error) {
	n, err := Get(r, id)
	if err != nil {
		return Step{}, store.Changes{}, err
	}
	switch c := n.Content; {
	case !at.Before(now) && Quiet(at) && !n.anytime():
		return Step{}, store.Changes{}, refuse(locales.NoticeQuietTime, locales.Vars{"Time": clock(at), "Now": clock(Awake(at))})
	default:
		c.At = at
		return b.Edit(r, actor, id, seen, c, now)
	}
}

// leaves is when it left or leaves; of one that nobody has agreed to, when it
// would if they did now. Zero is never.
func (b *Board) leaves(n Notice, now time.Time) time.Time {
	switch {
	case n.Out():
		return n.Begun
	case n.State == Cancelled:
		return time.Time{}
	case n.State == Approved || n.State == Counting:
		return n.Start
	}
	return b.start(n, now)
}

// start is when it may leave at the earliest.
func (b *Board) start(n Notice, now time.Time) time.Time {
	at := laterOf(n.At, now.Add(b.undo()))
	if !n.anytime() {
		at = Awake(at)
	}
	return at
}

// timed sets when it leaves, counted from now.
func (n *Notice) timed(b *Board, now time.Time) {
	n.Start, n.State = b.start(*n, now), Approved
	if n.Start.Equal(now.Add(b.undo())) {
		n.State = Counting
	}
}

// name is what one of staff is called to the others.
func (c *change) name(id staff.ID) string { return nameOf(c.r, id) }

func nameOf(r store.Reader, id staff.ID) string {
	if a, err := staff.Get(r, id); err == nil && a.Name != "" {
		return a.Name
	}
	return string(id)
}

// vars are the fields of what staff are told about a notice.
func (c *change) vars() locales.Vars {
	return c.Board.vars(c.r, c.n, c.actor.ID)
}

func (b *Board) vars(r store.Reader, n Notice, by staff.ID) locales.Vars {
	var names []string
	for _, id := range n.Communes {
		if name, ok := b.Commune(id); ok {
			names = append(names, name)
		}
	}
	return locales.Vars{
		"Code": n.Code, "Text": n.Text, "Name": nameOf(r, by), "Commune": strings.Join(names, ", "),
		"Time": clock(n.Start), "Reason": strings.TrimRight(n.Remark, "."), "Old": n.Corrected,
	}
}
