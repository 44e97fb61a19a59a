package bot

import (
	"fmt"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// ticketsAtOnce bounds one errand.
const ticketsAtOnce = 100

// ticketErrand does what is due: officers are told of new tickets and reminded
// of those due, leaders told of late ones, and who asked is told once that it
// is late. Staff get one message for all of it, in working hours.
func ticketErrand(b *Bot, r store.Reader, now time.Time) (store.Changes, error) {
	due, c, err := ticket.Due(r, b.cfg.Days, now, ticketsAtOnce)
	if err != nil || len(due) == 0 {
		return store.Changes{}, err
	}
	round := round{bot: b, read: r, now: now, told: map[staff.ID]*digest{}}
	for _, tk := range due {
		if err := round.add(&c, tk); err != nil {
			return store.Changes{}, err
		}
	}
	return c, round.send(&c)
}

// round is one errand's messages to staff, one a person.
type round struct {
	bot   *Bot
	read  store.Reader
	now   time.Time
	told  map[staff.ID]*digest
	order []staff.ID
}

// digest is what one member of staff is told.
type digest struct {
	account staff.Account
	parts   map[locales.ID][]ticket.Ticket
}

// digestOrder is what comes first.
var digestOrder = []locales.ID{locales.TicketStaffLeader, locales.TicketStaffLate, locales.TicketStaffRemind, locales.TicketStaffNew}

func (r *round) add(c *store.Changes, tk ticket.Ticket) error {
	officers, leaders, err := r.staffOf(tk)
	if err != nil {
		return err
	}
	switch tk.Stage {
	case ticket.Announce:
		r.note(officers, locales.TicketStaffNew, tk)
	case ticket.Remind:
		r.note(officers, locales.TicketStaffRemind, tk)
	case ticket.Escalate:
		r.note(officers, locales.TicketStaffLate, tk)
		r.note(leaders, locales.TicketStaffLeader, tk)
		c.Events = append(c.Events, store.Event{At: r.now, Channel: tk.Channel, Commune: tk.Commune, Label: tk.Label, Outcome: "ticket_late"})
		return r.apologise(c, tk, len(leaders) > 0)
	}
	return nil
}

// staffOf are those who answer a ticket and can be written to, and their
// leaders. Where no officer can be, the leaders stand in.
func (r *round) staffOf(tk ticket.Ticket) (officers, leaders []staff.Account, err error) {
	for _, role := range []staff.Role{staff.Officer, staff.Training} {
		list, err := linked(r.read, role, tk.Commune)
		if err != nil {
			return nil, nil, err
		}
		officers = append(officers, list...)
	}
	leaders, err = linked(r.read, staff.Leader, tk.Commune)
	if len(officers) == 0 && tk.Stage != ticket.Escalate {
		officers = leaders
	}
	return officers, leaders, err
}

func (r *round) note(accounts []staff.Account, what locales.ID, tk ticket.Ticket) {
	for _, a := range accounts {
		d := r.told[a.ID]
		if d == nil {
			d = &digest{account: a, parts: map[locales.ID][]ticket.Ticket{}}
			r.told[a.ID] = d
			r.order = append(r.order, a.ID)
		}
		d.parts[what] = append(d.parts[what], tk)
	}
}

// apologise tells who asked that the answer is late.
func (r *round) apologise(c *store.Changes, tk ticket.Ticket, told bool) error {
	tk.Late = true // a message of its own, however often the ticket comes back
	f, reached, err := r.bot.tellOwner(r.read, tk, func(t *turn, tk ticket.Ticket) {
		t.besides("ticket_late", t.say(locales.TicketLate, locales.Vars{
			"Code": string(tk.Code), "Told": told, "Office": t.officeOf(tk.Label, tk.Commune),
		}))
	})
	if reached {
		c.Contacts = append(c.Contacts, f)
	}
	return err
}

// send makes one message of each digest.
func (r *round) send(c *store.Changes) error {
	for _, id := range r.order {
		d := r.told[id]
		what := telling{to: d.account.Contact, key: d.key(), lane: msg.Notice, due: r.bot.cfg.Days.Working(r.now)}
		f, err := r.bot.tell(r.read, what, func(t *turn) { t.besides("ticket_staff", d.words(t)) })
		if ticket.None(err) {
			continue // their account is linked to a contact that was forgotten
		}
		if err != nil {
			return err
		}
		for i := range f.Set.Out {
			f.Set.Out[i].Expires = what.due.Add(answerLife)
		}
		c.Contacts = append(c.Contacts, f)
	}
	return nil
}

// key is the same for the same digest, and another when a ticket comes again.
func (d *digest) key() string {
	var b strings.Builder
	for _, what := range digestOrder {
		for _, tk := range d.parts[what] {
			fmt.Fprint(&b, what, tk.Code, tk.Next.UnixNano(), " ")
		}
	}
	return ReplyKey("ticket_staff", string(d.account.ID)+"\x00"+b.String())
}

// mostLines bounds each part of a digest.
const mostLines = 8

func (d *digest) words(t *turn) string {
	var parts []string
	for _, what := range digestOrder {
		list := d.parts[what]
		if len(list) == 0 {
			continue
		}
		lines := []string{t.say(what, locales.Vars{"N": len(list)})}
		for _, tk := range list[:min(mostLines, len(list))] {
			lines = append(lines, t.staffLine(tk))
		}
		if more := len(list) - mostLines; more > 0 {
			lines = append(lines, t.say(locales.TicketStaffMore, locales.Vars{"N": more}))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(append(parts, t.say(locales.TicketStaffHow, nil)), "\n\n")
}
