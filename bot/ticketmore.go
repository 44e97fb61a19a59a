package bot

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/ticket"
)

// Somebody who has just asked an officer goes on writing: what is no command
// and gets no answer may be more on that.

const (
	moreWithin = 15 * time.Minute
	moreWords  = 4 // fewer are an answer, or a word about something else
)

// moreHeard offers to add a text to the ticket made a few minutes ago, where
// nothing else would surely be made of it.
func (t *turn) moreHeard() bool {
	tk, ok := t.justFiled()
	if !ok || !t.undecided() { // hardly anybody has just asked, and the text is dear to judge
		return false
	}
	if asked, _, _ := strings.Cut(tk.Text, "\n"); plain(asked) == t.command0() {
		t.showWaiting([]ticket.Ticket{tk}, nil) // it is that very question
		return true
	}
	if d := t.reading.Decide(); d.Kind == understand.AskBack && !t.running() {
		t.question()
		t.reply.choices = append([]choice{{"tadd:yes", t.say(locales.TicketMoreYes, locales.Vars{"Code": string(tk.Code)})}}, t.reply.choices...)
		t.reply.must++
		t.st.Menu = append([]string{"tadd:yes"}, t.st.Menu...)
		t.tickets().About, t.tickets().Text = tk.Code, clip(t.reading.Typed)
		return true
	}
	t.askMoreOr(tk.Code)
	return true
}

// askMoreOr asks whether a text is more on a ticket.
func (t *turn) askMoreOr(code ticket.Code) {
	t.answerWith("ticket_or", &reply{body: t.say(locales.TicketMoreOr, locales.Vars{"Code": string(code)}), must: 2, choices: []choice{
		{"tadd:yes", t.say(locales.TicketMoreYes, locales.Vars{"Code": string(code)})}, {"tadd:no", t.say(locales.TicketMoreNo, nil)},
	}})
	t.tickets().About, t.tickets().Text, t.st.Pending = code, clip(t.reading.Typed), ""
}

// justFiled is the ticket made, or written to, a few minutes ago, that waits.
func (t *turn) justFiled() (ticket.Ticket, bool) {
	for _, tk := range t.ownTickets() {
		last := tk.Asked
		if said := tk.Last(ticket.Added); said != nil {
			last = said.At
		}
		if tk.Waits() && t.snap.Now.Sub(last) <= moreWithin {
			return tk, true
		}
	}
	return ticket.Ticket{}, false
}

// toOfficer is said to an officer, whatever it is about.
var toOfficer = regexp.MustCompile(`\b(?:xin|nho|moi|mong|nhan|de nghi) (?:cac |anh |chi )?can bo\b`)

// undecided: no other step of the conversation makes anything sure of the text,
// or it speaks to an officer.
func (t *turn) undecided() bool {
	if !t.typedText() || t.st.Pending != "" || len(strings.Fields(t.reading.Plain)) < moreWords ||
		strings.Trim(t.reading.Plain, " 0123456789") == "" || t.lib.UrgentOn(t.reading.Typed, t.on) != nil {
		return false
	}
	d := t.reading.Decide()
	if d.Kind == understand.Answer && d.Labels[0] != outOfScope && !toOfficer.MatchString(t.reading.Plain) {
		return false
	}
	return !t.fixed() && !t.answersCheck()
}

// fixed: the whole text has a meaning of its own.
func (t *turn) fixed() bool {
	plain0 := t.command0()
	for _, k := range talks {
		if _, ok := k.commands[plain0]; ok {
			return true
		}
	}
	is := func(w string) bool { return plain(w) == plain0 }
	if slices.ContainsFunc(t.lib.Survey, is) {
		return true
	}
	for _, g := range t.lib.Groups {
		if slices.ContainsFunc(g.Words, is) {
			return true
		}
	}
	found := t.know.Places.Find(t.reading.Typed)
	return len(found) > 0 && found[0].Exact && wholly(t.reading.Plain, found[0].Text)
}

// answersCheck: the text answers the question of the check that is under way.
func (t *turn) answersCheck() bool {
	if !t.running() {
		return false
	}
	q := t.lib.Questions[t.st.Check.Asking]
	if q == nil {
		return true // the check sees to it
	}
	if q.Kind == "commune" {
		return len(t.know.Places.Find(t.reading.Typed)) > 0
	}
	_, sure := understand.Choose(t.reading.Typed, t.options(q))
	return sure
}
