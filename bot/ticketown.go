package bot

import (
	"regexp"
	"slices"
	"strings"

	"tinban/locales"
	"tinban/sms/text"
	"tinban/ticket"
)

// What a resident asks about a ticket of theirs without its code: how far it is.

const (
	ownLead  = `(?:(?:da|thua|a|oi|cho hoi|cho toi hoi|toi hoi|xin hoi|hoi|can bo oi|the|vay|ma|con|xem|kiem tra|tra cuu|cho xem|toi muon xem|muon xem) )*`
	ownEnd   = `(?: (?:vay|the|a|ha|nhi|nhe|rua|ri|roi|can bo|can bo oi|voi|da))*`
	ownThing = `(?:(?:ma |cai )?phieu(?: (?:hoi|nay|do|ay|kia|toi|cua toi|cua em|cua con|cua minh|cua nha toi|toi gui|toi da gui|toi hoi|da gui|hom qua|hom truoc|hom kia|vua roi|truoc))*|` +
		`(?:cau hoi|cau|viec|dieu|yeu cau)(?: (?:hom qua|hom truoc|vua roi|truoc))? (?:cua toi|cua em|cua con|toi hoi|toi da hoi|toi gui|toi da gui|da gui|da hoi|hom qua|hom truoc|gui can bo)(?: (?:hom qua|hom truoc|hom kia|vua roi|truoc|can bo|cho can bo))*)`
	ownHow = `(?:(?:thi|da|duoc|bay gio|hien nay|den nay|co) )*(?:the nao|sao|ra sao|den dau|toi dau|o dau|xong chua|co ket qua chua|ket qua(?: the nao| sao| chua)?|` +
		`xu ly chua|giai quyet chua|xem chua|gui chua|(?:duoc )?(?:ai |can bo )?tra loi chua|bao gio (?:co )?(?:ket qua|tra loi)|khi nao (?:co )?(?:ket qua|tra loi))`
	ownWho    = `(?:ai|can bo|can bo xa|xa|nguoi nao|ben do)`
	ownAnswer = `(?:cau )?(?:tra loi|hoi am|phan hoi|ket qua)(?: (?:cho )?(?:toi|em|con|minh|nha toi))?`
)

// ownForms are messages that ask how far one's own ticket is. The first speaks
// of a ticket by its name.
var ownForms = []*regexp.Regexp{
	regexp.MustCompile(`^` + ownLead + ownThing + ` ` + ownHow + ownEnd + `$`),
	regexp.MustCompile(`^` + ownLead + `(?:phieu (?:cua toi|toi|cua em|cua nha toi)|quen ma phieu|toi quen ma phieu|mat ma phieu|ma phieu cua toi|phieu cua toi la gi)(?: (?:la gi|la bao nhieu|dau))?` + ownEnd + `$`),
	// "da co ai tra loi chua", "can bo tra loi chua"
	regexp.MustCompile(`^` + ownLead + `(?:(?:da|co|van) )*(?:` + ownWho + ` )?(?:(?:da|co) )*` + ownAnswer + `(?: gi)? (?:chua|chua vay)` + ownEnd + `$`),
	// "sao chua tra loi", "cho mai chua thay ai tra loi"
	regexp.MustCompile(`^` + ownLead + `(?:(?:sao|vi sao|tai sao|cho|doi|mai|lau|qua|the|ma|van|den nay|bay gio|hai ngay|ba ngay|mot tuan|` + ownWho + `) )*` +
		`(?:chua|khong|ko|k)(?: (?:thay|co|duoc|` + ownWho + `))* ` + ownAnswer + `(?: gi| het)?` + ownEnd + `$`),
	// "bao gio can bo tra loi"
	regexp.MustCompile(`^` + ownLead + `(?:bao gio|khi nao|luc nao|may gio|hom nao|bao lau)(?: (?:thi|nua|moi|co|duoc|` + ownWho + `))* ` + ownAnswer + ownEnd + `$`),
}

// asksOwn reports whether a message asks how far one's own ticket is, and
// whether it speaks of a ticket by name.
func asksOwn(plain string) (asks, named bool) {
	asks = slices.ContainsFunc(ownForms, func(f *regexp.Regexp) bool { return f.MatchString(plain) })
	return asks, asks && slices.Contains(strings.Fields(plain), "phieu")
}

// ownAsked shows the tickets of somebody who asks how far theirs is: those that
// wait, else the one answered last. Who has none, and does not speak of one,
// asks something else.
func (t *turn) ownAsked() bool {
	asks, named := asksOwn(t.command0())
	if !asks {
		return false
	}
	list := t.ownTickets()
	live, done := slices.DeleteFunc(slices.Clone(list), func(tk ticket.Ticket) bool { return !tk.Live() }),
		slices.DeleteFunc(slices.Clone(list), func(tk ticket.Ticket) bool { return tk.Live() })
	switch {
	case len(live) == 1 && live[0].State == ticket.AskedBack:
		t.showAskBack(live[0])
	case len(live) > 0:
		t.showWaiting(live, done)
	case len(done) > 0:
		slices.SortStableFunc(done, func(a, b ticket.Ticket) int { return b.Ended.Compare(a.Ended) })
		t.ticketIs(done[0])
	case named:
		t.answerOrAskOn("ticket", t.say(locales.TicketNoneOwn, nil))
	default:
		return false
	}
	return true
}

// ownTickets are the contact's, the newest first.
func (t *turn) ownTickets() []ticket.Ticket {
	list, err := ticket.Of(t.snap.Records, t.contact.ID)
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	return list
}

// How many of each kind one message names.
const (
	waitingShown  = 3
	answeredShown = 3
)

// showWaiting says of tickets what was asked and until when the answer comes,
// and offers to write more. Answered ones are named.
func (t *turn) showWaiting(live, done []ticket.Ticket) {
	r := &reply{}
	for _, tk := range live[:min(waitingShown, len(live))] {
		r.body = join("\n", r.body, t.say(locales.TicketWaiting, locales.Vars{
			"Code": string(tk.Code), "Asked": t.asked(tk), "Who": t.who(tk.Commune), "Due": t.dueWords(tk.Due),
		}))
		r.choices = append(r.choices, choice{"tmore:" + string(tk.Code), t.say(locales.TicketMoreYes, locales.Vars{"Code": string(tk.Code)})})
	}
	if more := len(live) - waitingShown; more > 0 {
		r.body = join("\n", r.body, t.say(locales.TicketStaffMore, locales.Vars{"N": more}))
	}
	var codes []string
	for _, tk := range done[:min(answeredShown, len(done))] {
		codes = append(codes, string(tk.Code))
	}
	if len(codes) > 0 {
		r.body = join("\n", r.body, t.say(locales.TicketAnsweredToo, locales.Vars{"Codes": strings.Join(codes, ", ")}))
	}
	if t.running() {
		t.answerOrAskOn("ticket", join(" ", r.body, t.say(locales.TicketMoreHow, locales.Vars{"Code": string(live[0].Code)})))
		return
	}
	r.must = len(r.choices)
	t.answerWith("ticket", r)
}

// longestAsked is how much of a question is shown again, in runes.
const longestAsked = 48

// asked is a ticket's question in short, as it was typed. What a check found
// out, and on a phone that others read what says how poor a household is, is
// not repeated.
func (t *turn) asked(tk ticket.Ticket) string {
	if tk.Kind == ticket.Callback {
		return t.say(locales.TicketCallAsked, nil)
	}
	words, _, _ := strings.Cut(tk.Text, "\n")
	if tk.Normal == "" || t.shared() && strings.Contains(strings.ToLower(text.Strip(words)), "ngheo") {
		return ""
	}
	fields, short := strings.Fields(words), ""
	for i, w := range fields {
		if len([]rune(short+" "+w)) > longestAsked {
			return short + "..."
		}
		if short += w; i < len(fields)-1 {
			short += " "
		}
	}
	return short
}
