package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// Tickets is what a member of staff does with tickets at one moment, from the
// terminal, the pages or Telegram alike: each step decides what changes and
// what residents are told of it.
type Tickets struct {
	bot  *Bot
	work ticket.Work
}

// Told is what a step came to.
type Told struct {
	Tickets []ticket.Ticket
	Reached int      // residents who will get it
	Lost    int      // residents nobody can reach: they blocked us, or are gone
	Parts   int      // SMS the longest of the messages takes
	Shown   []string // what they get, each text once
}

// Tickets begins the work of an actor.
func (b *Bot) Tickets(r store.Reader, by staff.Actor) Tickets {
	return Tickets{b, ticket.Work{Read: r, By: by, At: b.cfg.Now(), Days: b.cfg.Days}}
}

// Work is the steps that nobody is told of: to take a ticket, to put several
// together, to see a number.
func (d Tickets) Work() ticket.Work { return d.work }

// answerLife is how long an officer's words are worth sending.
const answerLife = 72 * time.Hour

// Answer answers a ticket and those put together with it: everybody who asked
// gets it in their own channel.
func (d Tickets) Answer(code ticket.Code, reply ticket.Reply) (Told, store.Changes, error) {
	list, c, err := d.work.Answer(code, reply)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	told, err := d.inform(&c, list, func(t *turn, tk ticket.Ticket) { t.showAnswer(tk, *tk.Last(ticket.Answer)) })
	return told, c, err
}

// Preview is what an answer would be, with what should be looked at first.
// Nothing is changed by it.
func (d Tickets) Preview(code ticket.Code, reply ticket.Reply) (Told, []*msg.Refusal, error) {
	list, c, err := d.work.Answer(code, reply)
	if err != nil {
		return Told{}, nil, err
	}
	told, err := d.inform(&c, list, func(t *turn, tk ticket.Ticket) { t.showAnswer(tk, *tk.Last(ticket.Answer)) })
	return told, d.judge(list[0], reply), err
}

// judge looks at an answer as ticket.Judge does, and at its length by SMS: one
// who writes by SMS may be in any group.
func (d Tickets) judge(tk ticket.Ticket, reply ticket.Reply) []*msg.Refusal {
	warnings := ticket.Judge(reply.Text, d.bot.known)
	t := d.bot.aside(d.work.Read, msg.Caps{Kind: msg.SMS})
	t.showAnswer(tk, ticket.Said{Text: strings.TrimSpace(reply.Text), Source: strings.TrimSpace(reply.Source)})
	r := t.reply
	if !text.Fits(t.heading(), r.body, t.smsTail(len(r.choices), false), maxParts, false) {
		warnings = append(warnings, &msg.Refusal{Code: string(locales.TicketParts), Vars: locales.Vars{"Max": maxParts}})
	}
	return warnings
}

// known reports whether a phone number stands in the library.
func (b *Bot) known(number string) bool {
	on := b.asOf(b.cfg.Now())
	for _, versions := range b.cfg.Knowledge().Library.Facts {
		for _, f := range versions {
			if f.Holds(on) && holdsNumber(f, number) {
				return true
			}
		}
	}
	return false
}

func holdsNumber(f *content.Fact, number string) bool {
	for _, v := range f.Values {
		if strings.NewReplacer(" ", "", ".", "", "-", "").Replace(v) == number {
			return true
		}
	}
	return false
}

// AskBack asks the resident for more.
func (d Tickets) AskBack(code ticket.Code, question string) (Told, store.Changes, error) {
	return d.step(func() (ticket.Ticket, store.Changes, error) { return d.work.AskBack(code, question) },
		func(t *turn, tk ticket.Ticket) { t.showAskBack(tk) })
}

// Refuse ends a ticket that is not for this service, politely.
func (d Tickets) Refuse(code ticket.Code) (Told, store.Changes, error) {
	return d.step(func() (ticket.Ticket, store.Changes, error) { return d.work.Refuse(code) }, func(t *turn, tk ticket.Ticket) {
		t.besides("ticket_scope", t.say(locales.TicketScope, locales.Vars{"Code": string(tk.Code), "Office": t.officeOf(tk.Label, tk.Commune)}))
	})
}

// Forward moves a ticket to another commune's officers, or says which office
// is asked: to is the id, or the name, of one of them.
func (d Tickets) Forward(code ticket.Code, to, reason string) (Told, store.Changes, error) {
	t := d.bot.aside(d.work.Read, msg.Caps{})
	move, ok := t.moveTo(to)
	if !ok {
		return Told{}, store.Changes{}, &msg.Refusal{Code: string(locales.TicketNoPlace), Vars: locales.Vars{"Name": to}}
	}
	move.Reason = reason
	return d.step(func() (ticket.Ticket, store.Changes, error) { return d.work.Forward(code, move) }, func(t *turn, tk ticket.Ticket) {
		t.besides("ticket_forward", t.say(locales.TicketForwarded, locales.Vars{
			"Code": string(tk.Code), "To": t.movedTo(tk), "Reason": strings.TrimRight(tk.Last(ticket.Forward).Text, "."), "Due": t.dueWords(tk.Due),
		}))
	})
}

// moveTo finds a commune or an office.
func (t *turn) moveTo(to string) (ticket.Move, bool) {
	if found := places(t.know.Places.Find(to)); len(found) > 0 && found[0].Exact {
		to = found[0].ID
	}
	if c := t.lib.CommuneOn(to, t.on); c != nil {
		return ticket.Move{Commune: c.ID}, true
	}
	return ticket.Move{Office: to}, t.lib.OfficeOn(to, t.on) != nil
}

func (t *turn) movedTo(tk ticket.Ticket) string {
	v := t.view()
	v.Commune = tk.Commune
	if name, err := t.lib.OfficeName(tk.Office, v); err == nil {
		return name
	}
	return t.who(tk.Commune)
}

// Hurry marks a ticket that cannot wait, and tells the leaders now, whatever
// the hour.
func (d Tickets) Hurry(code ticket.Code) (Told, store.Changes, error) {
	tk, c, err := d.work.Hurry(code)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	leaders, err := linked(d.work.Read, staff.Leader, tk.Commune)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	told := Told{Tickets: []ticket.Ticket{tk}}
	for _, a := range leaders {
		key := ReplyKey("ticket_urgent", fmt.Sprint(a.ID, tk.Code, tk.Asked.UnixNano()))
		f, err := d.bot.tell(d.work.Read, telling{to: a.Contact, key: key, lane: msg.Notice}, func(t *turn) {
			t.besides("ticket_staff", join("\n", t.say(locales.TicketStaffUrgent, locales.Vars{"Code": string(tk.Code), "Name": d.name()}), t.staffLine(tk)))
		})
		if err != nil {
			return told, c, err
		}
		for i := range f.Set.Out {
			f.Set.Out[i].Anytime = true
		}
		told.Reached++
		c.Contacts = append(c.Contacts, f)
	}
	return told, c, nil
}

func (d Tickets) name() string { return d.NameOf(d.work.By.ID) }

// NameOf is a member of staff's name, or the id of an account that is gone.
func (d Tickets) NameOf(id staff.ID) string {
	if a, err := staff.Get(d.work.Read, id); err == nil {
		return a.Name
	}
	return string(id)
}

// step is one step on one ticket of which the resident is told.
func (d Tickets) step(do func() (ticket.Ticket, store.Changes, error), say func(*turn, ticket.Ticket)) (Told, store.Changes, error) {
	tk, c, err := do()
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	told, err := d.inform(&c, []ticket.Ticket{tk}, say)
	return told, c, err
}

// inform tells the owners of tickets what happened to theirs. Who cannot be
// reached is counted, and noted on the ticket.
func (d Tickets) inform(c *store.Changes, list []ticket.Ticket, say func(*turn, ticket.Ticket)) (told Told, err error) {
	told.Tickets = list
	var lost []ticket.Code
	for _, tk := range list {
		f, reached, err := d.bot.tellOwner(d.work.Read, tk, say)
		if err != nil {
			return told, err
		}
		if !reached {
			lost = append(lost, tk.Code)
			continue
		}
		c.Contacts = append(c.Contacts, f)
		told.Reached++
		for _, o := range f.Set.Out {
			told.Parts = max(told.Parts, o.Parts)
			if !slices.Contains(told.Shown, o.Text) {
				told.Shown = append(told.Shown, o.Text)
			}
		}
	}
	told.Lost = len(lost)
	return told, ticket.Lost(c, lost...)
}

// tellOwner shapes a message about a ticket for who asked. It is counted under
// the ticket, so that staff see whether it was taken.
func (b *Bot) tellOwner(r store.Reader, tk ticket.Ticket, say func(*turn, ticket.Ticket)) (f store.ForContact, reached bool, err error) {
	contact, _, err := r.Contact(tk.Owner)
	if errors.Is(err, store.ErrNotFound) || err == nil && contact.Unreachable {
		return f, false, nil
	}
	if err != nil {
		return f, false, err
	}
	what := telling{to: tk.Owner, key: ReplyKey("ticket", fmt.Sprint(tk.Code, tk.Asked.UnixNano(), len(tk.Said), tk.Late)), lane: msg.Notice}
	f, err = b.tell(r, what, func(t *turn) { say(t, tk) })
	for i := range f.Set.Out {
		f.Set.Out[i].Group = TicketGroup(tk.Code)
		f.Set.Out[i].Expires = b.cfg.Now().Add(answerLife)
	}
	return f, err == nil, err
}

// TicketGroup is what the messages about a ticket are counted under.
func TicketGroup(code ticket.Code) string { return "ticket/" + string(code) }

// besides says one thing beside what is under way: the choices shown before stay.
func (t *turn) besides(kind, body string) {
	menu, rest := t.st.Menu, t.st.Rest
	t.answerWith(kind, &reply{body: body})
	t.st.Menu, t.st.Rest = menu, rest
}

// aside is a turn that only shapes words: nobody wrote, nothing is kept.
func (b *Bot) aside(r store.Reader, caps msg.Caps) *turn {
	now := b.cfg.Now()
	t := &turn{
		bot: b, know: b.cfg.Knowledge(), caps: caps, on: b.asOf(now),
		snap: store.Snapshot{Now: now, Records: r},
	}
	t.lib = t.know.Library
	return t
}

// linked are the accounts of a role that answer for a commune and can be
// written to.
func linked(r store.Reader, role staff.Role, commune string) ([]staff.Account, error) {
	list, err := staff.WhoMay(r, staff.AnswerTicket, communes(commune)...)
	return slices.DeleteFunc(list, func(a staff.Account) bool { return a.Contact == "" || a.Role != role }), err
}

// staffLine is a ticket in one line: nothing of what was asked, for it stands
// on a phone.
func (t *turn) staffLine(tk ticket.Ticket) string {
	commune, topic := t.say(locales.TicketStaffShared, nil), t.say(locales.TicketStaffNoTopic, nil)
	if tk.Commune != "" {
		commune = t.lib.CommuneName(tk.Commune, t.on)
	}
	if lb := t.lib.Label(tk.Label); lb != nil && lb.Title != "" {
		topic = lb.Title
	}
	if tk.Kind == ticket.Callback {
		topic = t.say(locales.TicketCallMe, nil)
	}
	return t.say(locales.TicketStaffLine, locales.Vars{
		"Code": string(tk.Code), "Commune": commune, "Topic": topic, "Due": t.dueWords(tk.Due),
	})
}

// TicketLine is a ticket in one line, in the service's own language.
func (b *Bot) TicketLine(tk ticket.Ticket) string {
	return b.aside(store.Empty{}, msg.Caps{}).staffLine(tk)
}

// TicketAsks lists what an officer fills in on a check: the question, and the
// options by key.
func (b *Bot) TicketAsks(tk ticket.Ticket) (question, ask string, options []content.Option) {
	if tk.Check == nil || len(tk.Check.Left()) == 0 {
		return "", "", nil
	}
	t := b.aside(store.Empty{}, msg.Caps{})
	q := t.lib.Questions[tk.Check.Left()[0]]
	if q == nil {
		return "", "", nil
	}
	for _, o := range q.Options {
		o.Label = t.words(content.Words{Long: o.Label}).Text
		options = append(options, o)
	}
	return q.ID, t.words(content.Words{Long: q.Ask}).Text, options
}

// holds reports whether a programme's rule is in force.
func holds(r *content.Rule, on eligibility.Date) bool { return r != nil && r.Holds(on) }

// Number is the whole number of who asked, to call them; why is logged.
func (d Tickets) Number(code ticket.Code, reason string) (string, store.Changes, error) {
	tk, c, err := d.work.Number(code, reason)
	if err != nil || tk.Phone != "" {
		return tk.Phone, c, err
	}
	a, err := d.work.Read.Address(tk.Owner)
	return a.Bare(), c, err
}
