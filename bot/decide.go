package bot

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// Decision is what to store and, for tools that show it, what it was.
type Decision struct {
	store.WriteSet
	Outcome Outcome
	Shaped  []Shaped
}

// The kinds of Outcome that tools tell apart.
const (
	KindAnswer  = "answer"
	KindAskBack = "ask_back"
	KindUnknown = "unknown"
)

// Outcome says what a message was taken for.
type Outcome struct {
	Label   string // what was asked; empty when it was not a question
	Answer  string // the record that answered it
	Kind    string // answer, ask_back, unknown, or a step of a dialogue
	Choices []Offer
	Sources []content.Source
	Verdict eligibility.Verdict
	Failed  []string
}

// Offer is one label offered to choose from.
type Offer struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Limits on one address: auto-responders cost money.
const (
	hourlyLimit = 20
	// patientLimit is for what cannot wait an hour: see patient.
	patientLimit = 60
	// deskLimit is for staff at work: what is wrong must be stopped at once.
	deskLimit = 300
	// limitTold is added to an hour's count once the limit was told of.
	limitTold = 1000
	maxStored = 1000 // longest text kept in a transcript or a question, in runes
)

// turn is the work on one message.
type turn struct {
	bot     *Bot
	know    *Knowledge
	lib     *content.Library
	snap    store.Snapshot
	in      msg.Inbound
	reading understand.Reading
	parts   []understand.Reading // the questions of a message that holds several
	caps    msg.Caps
	on      eligibility.Date

	contact store.Contact
	st      state
	resumed bool   // the dialogue was left long ago
	unkept  bool   // what came in is not for a transcript
	last    string // key of the message whose buttons this reply takes over
	long    bool   // the long form is made for TIEP on an SMS
	reply   *reply
	notice  string // said before the reply
	outcome Outcome
	set     store.WriteSet
}

func (b *Bot) decide(know *Knowledge, snap store.Snapshot, in msg.Inbound, r understand.Reading, parts []understand.Reading) Decision {
	caps, _ := b.cfg.Caps(in.Gateway)
	if snap.Records == nil {
		snap.Records = store.Empty{}
	}
	t := &turn{
		bot: b, know: know, lib: know.Library.In(snap.Contact.Lang), snap: snap, in: in, reading: r, parts: parts, caps: caps,
		on: b.asOf(snap.Now), contact: snap.Contact, st: load(snap.Session),
	}
	t.contact.Route, t.last = in.Gateway, t.st.Last
	t.resumed = len(snap.Session.State) > 0 && snap.Now.Sub(snap.Session.Updated) > resumeAfter
	if !t.silent() {
		t.run()
	}
	return t.finish()
}

// resumeAfter is the pause after which a dialogue says what it was about.
const resumeAfter = 30 * time.Minute

// silent handles what gets no reply at all.
func (t *turn) silent() bool {
	switch t.in.Kind {
	case msg.Blocked, msg.Unblocked:
		t.contact.Unreachable = t.in.Kind == msg.Blocked
		t.outcome.Kind = string(t.in.Kind)
		return true
	}
	t.contact.Unreachable = false
	return t.limited()
}

// limited counts the messages of this hour. The one over the limit gets a
// notice, the rest silence: two machines answering each other must stop.
func (t *turn) limited() bool {
	if t.snap.Now.Sub(t.contact.HourStart) >= time.Hour {
		t.contact.HourStart, t.contact.HourCount = t.snap.Now, 0
	}
	t.contact.HourCount++
	most := hourlyLimit
	switch {
	case t.staffing():
		most = deskLimit
	case t.patient():
		most = patientLimit
	}
	if t.contact.HourCount%limitTold <= most {
		return false
	}
	t.outcome.Kind = "limited"
	if t.in.Kind == msg.Text && t.isOptOut(t.command0()) {
		t.stopAll() // without a word, but it counts
	}
	if t.contact.HourCount < limitTold {
		t.contact.HourCount += limitTold
		t.reply = &reply{body: t.say(locales.Limited, nil)}
	}
	return true
}

// patient: a check is long, danger does not wait, and who wants to be left
// alone or forgotten must see that it was done.
func (t *turn) patient() bool {
	return t.running() && t.reading.Digits != nil || t.signingUp() || t.lib.UrgentOn(t.reading.Typed, t.on) != nil ||
		t.in.Kind == msg.Text && (t.isOptOut(t.command0()) || slices.Contains(eraseWords, t.command0())) || t.st.Pending == pendingForget
}

// run is the order in which a message is looked at. Opting out comes first,
// whatever is going on.
func (t *turn) run() {
	steps := []func() bool{
		t.desk, t.optOut, t.media, t.button, t.awaited, t.heard, t.opened, t.started, t.empty, t.onlyNumber, t.command, t.roomCommand,
		t.urgent, t.pending, t.inCheck, t.digits, t.keyword, t.place, t.question,
	}
	for _, step := range steps {
		if step() {
			return
		}
	}
}

// say returns a text of the service in the channel's length.
func (t *turn) say(id locales.ID, vars locales.Vars) string {
	if t.caps.Kind == msg.SMS {
		return t.bot.cfg.Say.In(t.contact.Lang).SaySMS(id, vars)
	}
	return t.bot.cfg.Say.In(t.contact.Lang).Say(id, vars)
}

func (t *turn) sms() bool { return t.caps.Kind == msg.SMS }

// view is for whom content is rendered, in the channel's length.
func (t *turn) view() content.View {
	return content.View{On: t.on, Commune: t.st.Commune, Short: t.sms()}
}

// words picks the channel's length and fills in the references.
func (t *turn) words(w content.Words) content.Rendered {
	return t.wordsAs(w, t.view())
}

func (t *turn) wordsAs(w content.Words, v content.View) content.Rendered {
	text := w.Long
	if v.Short && w.Short != "" {
		text = w.Short
	}
	// check has rendered every text on every day it holds; on a day it does
	// not, nothing is said rather than something false.
	r, err := t.lib.Render(text, v)
	if err != nil {
		return content.Rendered{}
	}
	return r
}

// note is a sentence that answers share.
func (t *turn) note(id string) string {
	n := t.lib.Notes[id]
	if n == nil {
		return ""
	}
	return t.words(content.Words{Long: n.Long, Short: n.Short}).Text
}

// finish turns the decision into a write set with final texts.
func (t *turn) finish() Decision {
	d := Decision{}
	if t.reply != nil {
		d.Shaped = t.shape()
	}
	t.dropUnkept()
	if !t.set.Forget {
		t.set.Contact = &t.contact
		t.set.Session = t.st.save(t.snap.Now)
	}
	for _, s := range d.Shaped {
		t.set.Out = append(t.set.Out, s.Outbound)
	}
	t.transcript(d.Shaped)
	t.set.Events = append(t.set.Events, store.Event{
		At: t.snap.Now, Channel: t.caps.Kind, Commune: t.asksFrom(), Label: t.outcome.Label,
		Outcome: t.outcome.Kind, Verdict: string(t.outcome.Verdict), Failed: t.outcome.Failed,
	})
	d.WriteSet, d.Outcome = t.set, t.outcome
	return d
}

// asksFrom is the commune of today a message counts for: the one the dialogue
// is about, else the one this contact is known in.
func (t *turn) asksFrom() string {
	if now := t.communeNow(cmp.Or(t.st.Commune, t.contact.Commune)); now != nil {
		return now.ID
	}
	return ""
}

// transcript keeps both sides, but never what came as media or in answer to a
// question that keeps nothing.
func (t *turn) transcript(out []Shaped) {
	if t.set.Forget {
		return
	}
	if t.in.Kind == msg.Text && !t.unkept && !t.keepsNothing() {
		t.set.Lines = append(t.set.Lines, store.Line{At: t.snap.Now, Dir: store.In, Text: clip(t.in.Text)})
	}
	for _, s := range out {
		t.set.Lines = append(t.set.Lines, store.Line{At: t.snap.Now, Dir: store.Out, Text: s.Outbound.Text})
	}
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "")
	if r := []rune(s); len(r) > maxStored {
		return string(r[:maxStored])
	}
	return s
}
