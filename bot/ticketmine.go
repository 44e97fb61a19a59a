package bot

import (
	"strings"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/msg"
	"tinban/ticket"
)

// What a resident does with their own ticket: says that it is clear, asks on,
// answers what an officer asked, looks how far it is.

// codeHeard takes a message that begins with a code: alone it asks how far the
// ticket is, with words it adds them.
func (t *turn) codeHeard() bool {
	first, rest, _ := strings.Cut(t.reading.Typed, " ")
	code, ok := ticket.ParseCode(strings.Trim(first, ":.,"))
	if !ok {
		return false
	}
	tk, mine := t.mine(code)
	switch {
	case !mine:
		t.answerOrAskOn("ticket", t.say(locales.TicketNotYours, locales.Vars{"Code": string(code)}))
	case strings.TrimSpace(rest) == "":
		t.ticketIs(tk)
	default:
		t.add(code, rest)
	}
	return true
}

// mine is the contact's own ticket of a code.
func (t *turn) mine(code ticket.Code) (ticket.Ticket, bool) {
	tk, err := ticket.Own(t.snap.Records, t.contact.ID, code)
	if err != nil && !ticket.None(err) {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	return tk, err == nil
}

// ticketIs says how far a ticket is; what was said last is said again.
func (t *turn) ticketIs(tk ticket.Ticket) {
	answer := tk.Last(ticket.Answer)
	switch {
	case tk.State == ticket.AskedBack:
		t.showAskBack(tk)
	case tk.Waits() || answer == nil && tk.State != ticket.OutOfScope:
		t.showWaiting([]ticket.Ticket{tk}, nil)
	case tk.State == ticket.OutOfScope:
		t.answerOrAskOn("ticket", t.say(locales.TicketOver, locales.Vars{"Code": string(tk.Code), "Office": t.officeOf(tk.Label, tk.Commune)}))
	case tk.Kind == ticket.Unknown && len(tk.Check.Filled) > 0:
		t.showFilled(tk)
	default:
		t.showAnswer(tk, *answer)
	}
}

// showAnswer says an officer's answer: whose it is and where it is written,
// and asks whether it is clear.
func (t *turn) showAnswer(tk ticket.Ticket, said ticket.Said) {
	source := t.say(locales.TicketOwnWord, locales.Vars{"Who": t.who(tk.Commune)})
	if said.Source != "" {
		source = t.say(locales.TicketSource, locales.Vars{"Source": said.Source})
	}
	t.showResult(tk, said.Text, source)
}

// showResult says what a ticket came to. While a check is under way digits go
// on answering that, so the code is the way back.
func (t *turn) showResult(tk ticket.Ticket, body, source string) {
	head := t.say(locales.TicketAnswerHead, locales.Vars{"Code": string(tk.Code), "Who": t.who(tk.Commune)})
	r := &reply{head: head, body: body}
	if t.running() {
		r.tail = join(" ", source, t.say(locales.TicketClearText, locales.Vars{"Code": string(tk.Code)}))
		menu := t.st.Menu
		t.answerWith("ticket_answer", r)
		t.st.Menu = menu
		return
	}
	r.tail = join(" ", source, t.say(locales.TicketClearAsk, nil))
	r.choices = []choice{
		{"tclear:" + string(tk.Code), t.say(locales.TicketClearYes, nil)}, {"tmore:" + string(tk.Code), t.say(locales.TicketClearNo, nil)},
	}
	r.must = len(r.choices)
	t.answerWith("ticket_answer", r)
}

// showAskBack says what an officer wants to know; the next text answers it.
func (t *turn) showAskBack(tk ticket.Ticket) {
	said := tk.Last(ticket.AskBack)
	if said == nil {
		return
	}
	r := &reply{
		head: t.say(locales.TicketAskHead, locales.Vars{"Code": string(tk.Code), "Who": t.who(tk.Commune)}),
		body: said.Text, tail: t.say(locales.TicketAskFoot, nil),
	}
	if t.running() {
		r.tail = t.say(locales.TicketClearText, locales.Vars{"Code": string(tk.Code)})
	}
	t.answerWith("ticket_ask", r)
	t.st.Pending, t.tickets().About = pendingMore, tk.Code
}

func (t *turn) clear(code string) bool {
	tk, changes, err := ticket.Clear(t.snap.Records, t.contact.ID, ticket.Code(code), t.snap.Now)
	if err != nil && !ticket.None(err) {
		panic(err) // as in mine
	}
	if err != nil {
		return false
	}
	t.set.Changes.Add(changes)
	t.outcome.Label = tk.Label
	t.answerWith("ticket_clear", &reply{body: t.say(locales.TicketThanks, nil)})
	return true
}

func (t *turn) unclear(code string) bool {
	tk, mine := t.mine(ticket.Code(code))
	if !mine {
		return false
	}
	asks := locales.TicketMoreAsk
	if tk.Waits() {
		asks = locales.TicketLineAsk
	}
	t.answerWith("ticket_unclear", &reply{body: t.say(asks, locales.Vars{"Code": code})})
	t.st.Pending, t.tickets().About = pendingMore, ticket.Code(code)
	return true
}

// moreTyped takes the text that was asked for; a plain question about
// something we know may be another one, so that is asked.
func (t *turn) moreTyped() bool {
	s := t.st.Ticket
	if s == nil || s.About == "" || !t.typedText() {
		return false
	}
	if _, code := ticket.ParseCode(strings.Fields(t.reading.Typed)[0]); code {
		return false
	}
	code := s.About
	if t.another() {
		t.askMoreOr(code)
		return true
	}
	t.add(code, t.reading.Typed)
	return true
}

// another: the text is surely a question of its own, or small talk.
func (t *turn) another() bool {
	d := t.reading.Decide()
	return d.Kind == understand.Answer && d.Labels[0] != outOfScope && len(strings.Fields(t.reading.Plain)) >= 3 && t.lib.Label(d.Labels[0]) != nil
}

// topicAsked: the text is surely a question about a topic.
func (t *turn) topicAsked() bool {
	return t.another() && !t.lib.Label(t.reading.Decide().Labels[0]).Service
}

// addOr goes on with a text that was more on a ticket, or something else.
func (t *turn) addOr(which string) bool {
	s := t.st.Ticket
	if s == nil || s.Text == "" {
		return false
	}
	typed := s.Text
	s.Text = ""
	if which == "yes" {
		t.add(s.About, typed)
		return true
	}
	s.About = ""
	t.in.Kind, t.reading = msg.Text, t.know.Reader.Read(typed)
	return t.inCheck() || t.question()
}

// add writes more to a ticket. One that was answered is open again.
func (t *turn) add(code ticket.Code, text string) {
	tk, mine := t.mine(code)
	if !mine {
		t.menu(locales.OldButton)
		return
	}
	more := ticket.More{Contact: t.contact.ID, Text: clip(text), Promise: t.staffed(tk.Commune)}
	tk, changes, err := ticket.Say(t.snap.Records, code, more, t.bot.cfg.Days, t.snap.Now)
	if err != nil {
		panic(err) // as in mine
	}
	t.set.Changes.Add(changes)
	t.st.Pending, t.tickets().About = "", ""
	t.outcome.Label = tk.Label
	t.answerOrAskOn("ticket_more", t.say(locales.TicketMoreSent, locales.Vars{"Code": string(code), "Due": t.dueWords(tk.Due)}))
}
