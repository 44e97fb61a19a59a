package bot

import (
	"regexp"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/ticket"
)

// A wish to be called back. By SMS the number is the one that writes and is
// copied nowhere; on a chat it is asked for, for this and nothing else.

// callWish is a message that is wholly a wish to be called: who shall call,
// whom, when and at which number. "goi" is also how people write "send", so
// that what is to be sent, asked or called makes it another message.
var callWish = regexp.MustCompile(`^` + callLead + `(?:` +
	callWho + `goi (?:dien (?:thoai )?)?lai\b(?: cho)?(?: ` + callMe + `)?` + // "goi lai", "goi lai cho toi"
	`|` + callWho + `goi dien(?: thoai)?(?: cho)? ` + callMe + // "goi dien cho toi"
	`|` + callWho + `goi(?: cho)? ` + callMe + // "goi cho toi"
	`|(?:nho|xin) (?:` + callers + ` )?goi(?: dien(?: thoai)?)?(?: cho)?` + // "nho can bo goi"
	`|` + callers + ` goi(?: dien(?: thoai)?)?` + // "can bo goi"
	`)` + callTail + `$`)

const (
	callers  = `(?:(?:can bo|nhan vien|nguoi|ai do|uy ban|ubnd)(?: (?:xa|nao do|cua xa))?|xa)`
	callMe   = `(?:(?:toi|em|con|chau|minh|me|ba con|nha toi|nha minh|gia dinh toi|so nay)\b)`
	callWho  = `(?:(?:nho|xin|nho xin) )?(?:` + callers + ` )?(?:(?:hay|vui long|lam on|giup) )?`
	callLead = `(?:(?:da|a|alo|chao can bo|thua can bo|can bo oi|xin|lam on|vui long|yeu cau|de nghi|mong|hay|muon|can|duoc|` +
		`(?:toi|em|con|chau|minh) (?:muon|can|mong|xin|nho|yeu cau|de nghi)) )*`
	callTail = `(?: (?:` + callTime + `|` + callNumber + `|` + callPlease + `))*`
	callTime = `(?:vao |khoang |truoc |sau |tu )?(?:luc )?(?:\d{1,2} ?(?:h|gio)(?: ?\d{1,2}(?: phut)?)?(?: ruoi)?|(?:buoi )?(?:sang|trua|chieu|toi)(?: (?:nay|mai|mot|kia))?|` +
		`(?:hom|ngay) (?:nay|mai|mot|kia)|mai|mot|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)(?: (?:nay|tuan sau|toi))?|tuan (?:nay|sau)|` +
		`bay gio|luc nay|ngay|lien|gap|som|sau|khi (?:nao )?(?:ranh|tien|duoc)|luc (?:nao )?(?:ranh|tien|nao cung duoc)|cang som cang tot)`
	callNumber = `(?:(?:vao|qua|theo|o) )?(?:(?:so(?: dien thoai| may)?|sdt|dt) )?(?:nay|\+?\d[\d ]{5,}\d)`
	callPlease = `(?:nhe|nha|nghe|a|oi|di|voi|giup|giup toi|cho toi|duoc khong|duoc ko|dc khong|xin cam on|cam on|can bo|can bo oi|ba con)`
)

func (t *turn) callHeard() bool {
	return !t.running() && callWish.MatchString(t.command0()) && t.callMe()
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
