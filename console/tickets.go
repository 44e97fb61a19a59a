package console

import (
	"slices"
	"time"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// ticketsPage is what waits for a person, or what was answered.
type ticketsPage struct {
	Query    string
	Show     string // which of them: one of ticketViews
	Lines    []ticketLine
	All      int
	More     int
	Moved    string // the commune a question was just forwarded to
	MayTake  bool
	Purposes []option
}

// ticketLine is one question of the list, with those that ask the same.
type ticketLine struct {
	ticket.Line
	Title  string
	Topic  string
	Late   bool
	Age    string
	Holder string // who is writing the answer
	People int    // who asked this: the ones below, and who is answered with it
	Below  []ticketLine
	Last   ticket.Said // of what was answered: the answer
	By     string      // whose
	Word   string      // what the resident said to it
}

// viewDone shows what was answered; the others are of what waits.
const viewDone = "da-tra-loi"

// The ways to look at the list.
var ticketViews = []string{"", "cua-toi", "qua-han", "phieu", viewDone}

func (q *request) tickets() (answer, error) {
	get := q.r.URL.Query().Get
	p := ticketsPage{Query: get("q"), Show: get("xem"), MayTake: staff.May(q.actor(), staff.ExportList) == nil, Purposes: ticketPurposes()}
	if c := q.c.library().CommuneOn(get("chuyen"), q.on()); c != nil {
		p.Moved = q.communeName(c.ID)
	}
	err := q.view(func(r store.Reader) error {
		if p.Show == viewDone {
			return q.doneTickets(r, &p)
		}
		return q.waitingTickets(r, &p)
	})
	if err != nil {
		return answer{}, err
	}
	p.More = max(len(p.Lines)-pageSize, 0)
	p.Lines = p.Lines[:min(len(p.Lines), pageSize)]
	return show("hoi", locales.NavTickets, p), nil
}

// ticketPurposes are what a list of questions is wanted for.
func ticketPurposes() []option {
	return slices.DeleteFunc(purposes(), func(o option) bool { return !slices.Contains([]string{"answer", "sum", report.Other}, o.Value) })
}

// on is the day as content counts it.
func (q *request) on() eligibility.Date { return eligibility.FromTime(q.now.In(q.c.cfg.Zone)) }

// waitingTickets lists what waits, one row for all that ask the same.
func (q *request) waitingTickets(r store.Reader, p *ticketsPage) error {
	all, err := ticket.List(r, q.actor(), q.now)
	p.All = len(all)
	for _, l := range all {
		line := q.ticketLine(r, l)
		if !q.shows(p.Show, line) || !q.found(p.Query, line) {
			continue
		}
		if !under(p.Lines, line) {
			p.Lines = append(p.Lines, line)
		}
	}
	return err
}

// under puts a line below the first one that asks the same.
func under(lines []ticketLine, line ticketLine) bool {
	for i := range lines {
		if slices.Contains(lines[i].Alike, line.Code) {
			lines[i].Below = append(lines[i].Below, line)
			lines[i].People += line.People
			return true
		}
	}
	return false
}

func (q *request) ticketLine(r store.Reader, l ticket.Line) ticketLine {
	line := ticketLine{
		Line: l, Title: q.ticketTitle(l.Ticket), Topic: q.labelTitle(q.c.library(), l.Label), Late: l.Overdue(q.now),
		Age: q.age(l.Asked), People: 1 + len(l.With),
	}
	if !l.HeldUntil(q.now).IsZero() {
		line.Holder = q.nameOf(r, l.Taker)
	}
	return line
}

// doneTickets lists what was answered, with what the resident said to it.
func (q *request) doneTickets(r store.Reader, p *ticketsPage) error {
	all, err := ticket.Done(r, q.actor(), q.now)
	p.All = len(all)
	for _, tk := range all {
		line := q.ticketLine(r, ticket.Line{Ticket: tk})
		line.Word = residentsWord(tk)
		if said := tk.Last(ticket.Answer); said != nil {
			line.Last, line.By = *said, q.nameOf(r, said.By)
			line.Last.Text = q.c.cfg.Bot.TicketSaid(tk, *said)
		}
		if q.found(p.Query, line) {
			p.Lines = append(p.Lines, line)
		}
	}
	return err
}

// residentsWord is what became of an answer: the end of a text's id.
func residentsWord(tk ticket.Ticket) string {
	switch {
	case tk.Live():
		return "unclear"
	case tk.State == ticket.Closed:
		return "clear"
	case tk.State == ticket.OutOfScope:
		return "scope"
	}
	return "none"
}

// found finds what was typed in a question, or in its answer.
func (q *request) found(typed string, l ticketLine) bool {
	return matches(typed, l.Text, l.Title, string(l.Code), l.Topic, q.communeName(l.Commune), l.Last.Text)
}

// ticketTitle is a question in a line: of a check the programme, for its text
// is what was answered already.
func (q *request) ticketTitle(tk ticket.Ticket) string {
	if slip, ok := q.c.cfg.Bot.TicketSlip(tk); ok {
		return q.say(locales.SlipTitle, locales.Vars{"Title": slip.Title})
	}
	return tk.Text
}

// age is how long ago something was, as people say it.
func (q *request) age(at time.Time) string {
	d := q.now.Sub(at)
	if days := int(d.Hours() / 24); days >= 2 {
		return q.say(locales.Days, locales.Vars{"N": days})
	}
	return lasting(q.c.cfg.Say.In(q.lang), max(d, time.Minute))
}

// nameOf is a member of staff's name; "" is nobody.
func (q *request) nameOf(r store.Reader, id staff.ID) string {
	if id == "" {
		return ""
	}
	return q.c.cfg.Bot.Tickets(r, q.actor()).NameOf(id)
}

func (q *request) shows(view string, l ticketLine) bool {
	switch view {
	case "cua-toi":
		return l.Taker == q.account.ID
	case "qua-han":
		return l.Late || l.Urgent
	case "phieu":
		return l.Kind == ticket.Unknown
	}
	return true
}

// Views are the ways to look at the list.
func (ticketsPage) Views() []string { return ticketViews }

// Done: these were answered.
func (p ticketsPage) Done() bool { return p.Show == viewDone }
