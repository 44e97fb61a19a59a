package bot

import (
	"errors"
	"strconv"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// What officers do with tickets from their own Telegram account. Everybody
// else's messages are read as usual.

// ticketDesk is the answer an officer is writing.
type ticketDesk struct {
	Code   ticket.Code `json:"c"`
	Text   string      `json:"t,omitempty"`
	Source string      `json:"s,omitempty"`
}

// deskLines is how many tickets one message lists.
const deskLines = 8

// officer reports whether the contact is a member of staff's own account.
func (t *turn) officer() bool {
	_, ok := t.account()
	return ok
}

func (t *turn) account() (staff.Account, bool) {
	if t.contact.ID == "" {
		return staff.Account{}, false
	}
	a, ok, err := staff.ByContact(t.snap.Records, t.contact.ID)
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	return a, ok
}

// ownWork is the work of the officer who writes.
func (t *turn) ownWork() Tickets {
	a, _ := t.account()
	return t.bot.Tickets(t.snap.Records, a.Actor())
}

// deskHears takes an officer's commands: "/cauhoi", "/phieu A5126",
// "/nhan A5126", "/tra A5126 Mời bà con đến xã."
func (t *turn) deskHears() bool {
	words := strings.Fields(t.reading.Plain)
	if len(words) == 0 {
		return false
	}
	code := ticket.Code("")
	if len(words) > 1 {
		code, _ = ticket.ParseCode(words[1])
	}
	switch {
	case t.command0() == "cauhoi" || t.command0() == "cau hoi":
		return t.deskOpen()
	case code == "" || !t.officer():
		return false
	case words[0] == "phieu":
		return t.deskShow(string(code))
	case words[0] == "nhan":
		return t.deskTake(string(code))
	case words[0] == "tra":
		typed := strings.Fields(t.reading.Typed)
		return t.deskDraft(code, strings.Join(typed[min(2, len(typed)):], " "))
	}
	return false
}

// deskOpen lists what waits, for an officer.
func (t *turn) deskOpen() bool {
	if !t.officer() {
		return false
	}
	t.deskList()
	return true
}

// deskList lists what waits in the officer's communes.
func (t *turn) deskList() {
	lines, err := ticket.List(t.snap.Records, t.ownWork().work.By, t.snap.Now)
	if t.deskRefused(err) {
		return
	}
	if len(lines) == 0 {
		t.answerWith("ticket_desk", &reply{body: t.say(locales.TicketStaffNone, nil)})
		return
	}
	said := []string{t.say(locales.TicketStaffOpen, locales.Vars{"N": len(lines)})}
	r := &reply{}
	for _, l := range lines[:min(deskLines, len(lines))] {
		said = append(said, t.deskLine(l))
		r.choices = append(r.choices, choice{"tsee:" + string(l.Code), string(l.Code)})
	}
	if more := len(lines) - deskLines; more > 0 {
		said = append(said, t.say(locales.TicketStaffMore, locales.Vars{"N": more}))
	}
	r.body = strings.Join(said, "\n")
	t.answerWith("ticket_desk", r)
}

func (t *turn) deskLine(l ticket.Line) string {
	line := t.staffLine(l.Ticket)
	if l.Urgent {
		line += " - " + t.say(locales.TicketStaffUrgent1, nil)
	}
	if l.Overdue(t.snap.Now) {
		line += " - " + t.say(locales.TicketStaffLate1, nil)
	}
	if n := len(l.With) + len(l.Alike); n > 0 {
		line += " - " + t.say(locales.TicketStaffAlike, locales.Vars{"N": n + 1})
	}
	return line
}

// deskShow shows one ticket with what can be done about it.
func (t *turn) deskShow(code string) bool {
	if !t.officer() {
		return false
	}
	tk, err := t.ownWork().work.Show(ticket.Code(code))
	if t.deskRefused(err) {
		return true
	}
	said := []string{t.staffLine(tk), t.say(locales.TicketStaffAsks, locales.Vars{"Text": tk.Text})}
	for _, s := range tk.Said {
		if s.By == "" {
			said = append(said, "> "+s.Text)
		} else if s.Text != "" {
			said = append(said, t.ownWork().NameOf(s.By)+": "+t.bot.TicketSaid(tk, s))
		}
	}
	r := &reply{}
	if _, ask, options := t.bot.TicketAsks(tk); ask != "" && tk.Live() {
		said = append(said, t.say(locales.TicketStaffMissing, locales.Vars{"Ask": ask}))
		for _, o := range options {
			r.choices = append(r.choices, choice{"tfill:" + code + "=" + o.Key, o.Label})
		}
	}
	if tk.Kind == ticket.Callback {
		said = append(said, t.say(locales.TicketStaffCall, locales.Vars{"Code": code}))
	}
	if tk.Live() {
		r.choices = append(r.choices, choice{"ttake:" + code, t.say(locales.TicketStaffReply, nil)},
			choice{"tback:" + code, t.say(locales.TicketStaffBack, nil)}, choice{"tscope:" + code, t.say(locales.TicketStaffScope, nil)})
	}
	r.body = strings.Join(said, "\n\n")
	t.answerWith("ticket_desk", r)
	return true
}

// deskTake takes a ticket; the next text is its answer.
func (t *turn) deskTake(code string) bool {
	if !t.officer() {
		return false
	}
	_, changes, err := t.ownWork().work.Take(ticket.Code(code))
	if t.deskRefused(err) {
		return true
	}
	t.set.Changes.Add(changes)
	a, _ := t.account()
	t.deskAwaits(pendingReply, ticketDesk{Code: ticket.Code(code)}, t.say(locales.TicketStaffTaken, locales.Vars{"Code": code, "Name": a.Name}))
	return true
}

// deskAwaits waits for a text of the officer.
func (t *turn) deskAwaits(pending string, d ticketDesk, said string) {
	t.answerWith("ticket_desk", &reply{body: said})
	t.st.Pending, t.tickets().Desk = pending, &d
}

func (t *turn) deskAskBack(code string) bool {
	if !t.officer() {
		return false
	}
	t.deskAwaits(pendingBack, ticketDesk{Code: ticket.Code(code)}, t.say(locales.TicketStaffAskBack, nil))
	return true
}

func (t *turn) deskScope(code string) bool {
	return t.officer() && t.deskDid(code, func(d Tickets) (Told, store.Changes, error) { return d.Refuse(ticket.Code(code)) })
}

// deskFill takes an option for what a check could not know. The one that ends
// the check is shown first as the resident will get it.
func (t *turn) deskFill(arg string) bool {
	code, option, _ := strings.Cut(arg, "=")
	option, send := strings.CutSuffix(option, fillSends)
	if !t.officer() {
		return false
	}
	told, changes, err := t.ownWork().Fill(ticket.Code(code), option)
	switch {
	case t.deskRefused(err):
		return true
	case len(told.Tickets[0].Check.Left()) > 0:
		t.set.Changes.Add(changes)
		t.deskFillNext(told.Tickets[0])
	case !send:
		t.deskFillPreview(code, option, told)
	default:
		t.set.Changes.Add(changes)
		verdict := t.say(locales.TicketStaffFilled, locales.Vars{"Verdict": t.bot.TicketVerdict(told.Tickets[0])})
		t.answerWith("ticket_desk", &reply{body: join("\n", verdict, t.lostWords(told))})
	}
	return true
}

// fillSends ends the option of a button that sends what was shown.
const fillSends = "=send"

// deskFillPreview shows what the resident will get.
func (t *turn) deskFillPreview(code, option string, told Told) {
	shown := t.say(locales.TicketStaffPreview, locales.Vars{"N": told.Reached, "Shown": strings.Join(told.Shown, "\n\n")})
	t.answerWith("ticket_desk", &reply{body: join("\n", shown, t.lostWords(told)), choices: []choice{
		{"tfill:" + code + "=" + option + fillSends, t.say(locales.FillSend, nil)}, {"tsee:" + code, t.say(locales.FillAgain, nil)},
	}})
}

// deskFillNext says how much more is missing; the button shows the ticket again.
func (t *turn) deskFillNext(tk ticket.Ticket) {
	code := string(tk.Code)
	t.answerWith("ticket_desk", &reply{
		body:    join(" ", t.say(locales.TicketStaffKept, locales.Vars{"Code": code}), t.say(locales.FillLeft, locales.Vars{"N": len(tk.Check.Left())})),
		choices: []choice{{"tsee:" + code, code}},
	})
}

// deskBack sends what the officer asks back.
func (t *turn) deskBack() bool {
	d := t.deskWriting()
	if d == nil {
		return false
	}
	return t.deskDid(string(d.Code), func(w Tickets) (Told, store.Changes, error) { return w.AskBack(d.Code, t.reading.Typed) })
}

// deskWriting is what the officer is writing, when this is a text for it.
func (t *turn) deskWriting() *ticketDesk {
	if s := t.st.Ticket; s != nil && s.Desk != nil && t.typedText() && t.officer() {
		return s.Desk
	}
	return nil
}

// deskReply takes the answer to the ticket that was taken.
func (t *turn) deskReply() bool {
	d := t.deskWriting()
	return d != nil && !t.deskHears() && t.deskDraft(d.Code, t.reading.Typed) || d != nil && t.reply != nil
}

// deskDraft shows an answer as residents will get it, with what should be
// looked at again, before it goes.
func (t *turn) deskDraft(code ticket.Code, typed string) bool {
	if strings.TrimSpace(typed) == "" {
		return t.deskTake(string(code))
	}
	t.st.Pending = ""
	t.tickets().Desk = &ticketDesk{Code: code, Text: clip(typed)}
	return t.deskPreview()
}

func (t *turn) deskPreview() bool {
	d := t.st.Ticket.Desk
	told, warnings, err := t.ownWork().Preview(d.Code, ticket.Reply{Text: d.Text, Source: d.Source, Own: d.Source == ""})
	if t.deskRefused(err) {
		return true
	}
	said := []string{t.say(locales.TicketStaffPreview, locales.Vars{"N": told.Reached, "Shown": strings.Join(told.Shown, "\n\n")}), t.lostWords(told)}
	for _, w := range warnings {
		said = append(said, "(!) "+t.say(locales.ID(w.Code), w.Vars))
	}
	code := string(d.Code)
	send := choice{"tsend:" + code, t.say(locales.TicketStaffSend, nil)}
	if d.Source != "" {
		send.label = t.say(locales.TicketStaffSendSource, locales.Vars{"Source": shorten(d.Source)})
	}
	t.answerWith("ticket_desk", &reply{body: join("\n", said...), choices: []choice{
		send, {"tsource:" + code, t.say(locales.TicketStaffSource, nil)}, {"tedit:" + code, t.say(locales.TicketStaffEdit, nil)},
	}})
	return true
}

// shorten fits a source onto a button.
func shorten(s string) string {
	if r := []rune(s); len(r) > 24 {
		return string(r[:23]) + "…"
	}
	return s
}

// deskSend sends the answer that was shown.
func (t *turn) deskSend(code string) bool {
	s := t.st.Ticket
	if s == nil || s.Desk == nil || s.Desk.Text == "" || string(s.Desk.Code) != code || !t.officer() {
		return false
	}
	d := *s.Desk
	return t.deskDid(code, func(w Tickets) (Told, store.Changes, error) {
		return w.Answer(d.Code, ticket.Reply{Text: d.Text, Source: d.Source, Own: d.Source == ""})
	})
}

func (t *turn) deskSource(code string) bool {
	s := t.st.Ticket
	if s == nil || s.Desk == nil || string(s.Desk.Code) != code || !t.officer() {
		return false
	}
	t.deskAwaits(pendingSource, *s.Desk, t.say(locales.TicketStaffWhich, nil))
	return true
}

// longestSource is the longest source a reply has room for, in runes.
const longestSource = 80

func (t *turn) deskSourceTyped() bool {
	d := t.deskWriting()
	if d == nil {
		return false
	}
	r := []rune(strings.TrimSpace(t.reading.Typed))
	t.st.Pending, d.Source = "", string(r[:min(longestSource, len(r))])
	return t.deskPreview()
}

func (t *turn) deskEdit(code string) bool {
	if !t.officer() {
		return false
	}
	t.deskAwaits(pendingReply, ticketDesk{Code: ticket.Code(code)}, t.say(locales.TicketStaffWrite, locales.Vars{"Code": code}))
	return true
}

// deskDid does a step and says how many will hear of it.
func (t *turn) deskDid(code string, do func(Tickets) (Told, store.Changes, error)) bool {
	told, changes, err := do(t.ownWork())
	if t.deskRefused(err) {
		return true
	}
	t.set.Changes.Add(changes)
	t.st.Pending, t.tickets().Desk = "", nil
	said := t.say(locales.TicketStaffDone, locales.Vars{"Code": code, "N": strconv.Itoa(told.Reached)})
	t.answerWith("ticket_desk", &reply{body: join("\n", said, t.lostWords(told)), choices: []choice{{"tlist", t.say(locales.TicketStaffNext, nil)}}})
	return true
}

func (t *turn) lostWords(told Told) string {
	if told.Lost == 0 {
		return ""
	}
	return t.say(locales.TicketStaffLost, locales.Vars{"N": told.Lost})
}

// deskRefused says why a step was not done.
func (t *turn) deskRefused(err error) bool {
	var no *msg.Refusal
	switch {
	case err == nil:
		return false
	case errors.As(err, &no):
		t.answerWith("ticket_desk", &reply{body: t.say(locales.ID(no.Code), no.Vars)})
		return true
	}
	panic(err) // the store cannot be read: the message is not taken, and comes again
}
