package bot

import (
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/ticket"
)

// A wish to be called back. By SMS the number is the one that writes and is
// copied nowhere; on a chat it is asked for, for this and nothing else.

// callWords begin a message that asks for a call.
var callWords = []string{
	"goi lai", "goi cho toi", "goi cho em", "goi dien cho toi", "goi toi", "nho goi lai", "xin goi lai", "nho goi cho", "xin goi cho",
	"nho can bo goi", "can bo goi", "xin can bo goi", "muon can bo goi", "toi muon can bo goi", "nho xa goi", "yeu cau goi lai",
	"lam on goi lai", "hay goi lai",
}

// mostCallWords is the longest message that is only that.
const mostCallWords = 10

func (t *turn) callHeard() bool {
	if t.running() || len(strings.Fields(t.reading.Plain)) > mostCallWords {
		return false
	}
	for _, w := range callWords {
		if t.command0() == w || strings.HasPrefix(t.command0(), w+" ") {
			return t.callMe()
		}
	}
	return false
}

func (t *turn) callChoice() choice { return choice{"tcall", t.say(locales.TicketCallMe, nil)} }

// callMe files a call, or asks for the number first.
func (t *turn) callMe() bool {
	d := draft{Kind: ticket.Callback, Label: t.st.Label, Text: join("\n", t.say(locales.TicketCallText, nil), t.st.Asked)}
	if t.sms() {
		t.handIn(d)
		return true
	}
	t.askNumber(d, t.say(locales.TicketCallNumber, nil))
	return true
}

func (t *turn) askNumber(d draft, said string) {
	t.answerWith("callback", &reply{
		body: said, askNumber: true,
		choices: []choice{{"tnocall", t.say(locales.TicketCallNo, nil)}},
	})
	t.tickets().Draft, t.st.Pending = &d, pendingCall
}

func (t *turn) noCall() bool {
	t.menu(locales.Menu)
	return true
}

// numberTyped takes a number, typed or shared. It is kept in the ticket only.
func (t *turn) numberTyped() bool {
	s := t.st.Ticket
	if s == nil || s.Draft == nil || t.bot.cfg.Number == nil {
		return false
	}
	number, err := t.bot.cfg.Number(t.in.Text)
	switch {
	case err == nil:
		t.unkept = true
		d := *s.Draft
		s.Draft, t.st.Pending, d.Phone = nil, "", number.Bare()
		t.handIn(d)
		return true
	case t.in.Kind == msg.Text && strings.Trim(t.reading.Plain, " 0123456789") == "" && len(t.reading.Plain) > 3:
		t.unkept = true
		t.askNumber(*s.Draft, t.say(locales.TicketCallBad, nil))
		return true
	}
	t.st.Pending, s.Draft = "", nil // something else was said: the call is not asked for any more
	return false
}
