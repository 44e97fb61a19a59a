package bot

import (
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/ticket"
)

// Where a ticket goes: the commune is asked for once, and may be left out.

// askHome asks for the commune whose officers shall answer; the draft waits.
func (t *turn) askHome(d draft, before string) {
	r := &reply{body: join(" ", before, t.say(locales.TicketPlace, nil)), choices: t.homes()}
	r.must = len(r.choices)
	t.answerWith("handover", r)
	t.tickets().Draft, t.st.Pending, t.st.Rest = &d, pendingHome, ""
}

// homes are the communes of today where they are few, and none of them.
func (t *turn) homes() (list []choice) {
	if today := t.lib.Communes(t.on); len(today) <= mostPlaces {
		for _, id := range today {
			list = append(list, choice{"thome:" + id, t.lib.Commune(id).Name})
		}
	}
	return append(list, choice{"thome:", t.say(locales.TicketSkip, nil)})
}

// homeIs sends the draft to a commune's officers, or to all of them.
func (t *turn) homeIs(id string) bool {
	s := t.st.Ticket
	if s == nil || s.Draft == nil || id != "" && t.lib.Commune(id) == nil {
		return false
	}
	commune := ""
	if c := t.lib.CommuneOn(id, t.on); c != nil {
		t.st.Commune, commune = id, c.ID
	}
	d := *s.Draft
	s.Draft, s.Tries, t.st.Menu = nil, 0, nil
	t.file(d, commune)
	return true
}

func (t *turn) homeAgain() bool {
	if t.st.Ticket == nil || t.st.Ticket.Draft == nil {
		return false
	}
	t.askHome(*t.st.Ticket.Draft, "")
	return true
}

// longestName is the longest text that may be a commune's name misspelt.
const longestName = 4

// homeTyped reads a commune's name. What is none is asked again once: a
// question is answered before, and a text that nobody can place is more on
// what is to be sent. After that the question goes to everybody rather than
// nowhere, and a longer text is read for itself.
func (t *turn) homeTyped() bool {
	s := t.st.Ticket
	if s == nil || s.Draft == nil || !t.typedText() {
		return false
	}
	found := slices.DeleteFunc(places(t.know.Places.Find(t.reading.Typed)), func(f understand.Found) bool { return f.Unnumbered })
	switch {
	case len(found) > 0 && found[0].Exact:
		return t.homeIs(found[0].ID)
	case t.topicAsked():
		return t.insteadOfHome(s)
	case len(found) > 0:
		t.answerWith("handover", &reply{
			body: t.say(locales.IsItPlace, locales.Vars{"Name": found[0].Text}), must: 2,
			choices: []choice{{"thome:" + found[0].ID, t.say(locales.Yes, nil)}, {"tnohome", t.say(locales.AnotherPlace, nil)}},
		})
		return true
	case len(strings.Fields(t.reading.Plain)) > longestName:
		return t.insteadOfHome(s)
	case s.Tries > 0 || slices.Contains([]string{"bo qua", "khong", "thoi", "gui luon", "cu gui"}, t.command0()):
		return t.homeIs("")
	}
	s.Tries++
	said := t.say(locales.TicketPlaceAgain, nil)
	if t.smallTalk(t.reading) != "" {
		said = ""
	}
	t.askHome(*s.Draft, said)
	return true
}

// insteadOfHome takes a question, or more words, where a commune was asked for.
func (t *turn) insteadOfHome(s *ticketState) bool {
	asks := t.topicAsked()
	if s.Tries > 0 || asks && t.running() {
		t.homeIs("")
		t.notice, t.reply, t.st.Menu = t.sentBefore(), nil, nil
		return false
	}
	s.Tries++
	if asks {
		return t.answerFirst(*s.Draft)
	}
	s.Draft.Text = join("\n", s.Draft.Text, t.reading.Typed)
	t.askHome(*s.Draft, t.say(locales.TicketPlaceAdded, nil))
	return true
}

// answerFirst answers a question asked instead of a commune's name, and asks
// for the commune behind it: the draft still waits.
func (t *turn) answerFirst(d draft) bool {
	t.question()
	r, homes := t.reply, t.homes()
	asks := t.say(locales.TicketPlaceStill, nil)
	if t.sms() {
		r.foot, r.rest, r.person = asks+" "+numberedInline(homes), "", false
	} else {
		r.body = join("\n\n", r.body, asks)
	}
	r.choices, r.must, r.buttons = nil, 0, homes
	t.st.Menu, t.st.Offer, t.st.Pending = nil, nil, pendingHome // TIEP keeps the digits
	for _, c := range homes {
		t.st.Menu = append(t.st.Menu, c.action)
	}
	t.tickets().Draft = &d
	return true
}

// sentBefore names the ticket just made, before the reply to something else.
func (t *turn) sentBefore() string {
	for _, rec := range t.set.Changes.Put {
		if code, ok := ticket.ParseCode(rec.ID); ok {
			return t.say(locales.TicketSentBefore, locales.Vars{"Code": string(code)})
		}
	}
	return ""
}

// offerCheck offers to send a check that came to no result: its own choice on
// every channel, first, because it is what there is to do.
func (t *turn) offerCheck(r *reply) {
	label := t.say(locales.TicketSendCheck, nil)
	r.choices = append([]choice{{"tcheck", label}}, r.choices...)
	r.must = max(r.must, 1)
	if t.sms() {
		return
	}
	commune, _ := t.livesIn()
	r.tail = join("\n\n", r.tail, t.say(locales.TicketAskCheck, locales.Vars{"Who": t.who(commune)}))
}

// complain notes that the answer to the last question was not to it: handed
// over now, it is a complaint.
func (t *turn) complain() { t.tickets().Wrong = mark(t.st.Asked) }

// ticketsShown is what is kept of this contact's tickets.
func (t *turn) ticketsShown() (lines []string) {
	list, err := ticket.Of(t.snap.Records, t.contact.ID)
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	for _, tk := range list {
		lines = append(lines, t.say(locales.TicketShows, locales.Vars{"Code": string(tk.Code), "Day": t.day(tk.Asked), "Live": tk.Live()}))
	}
	return lines
}
