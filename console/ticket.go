package console

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"tinban/bot"
	"tinban/content"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// ticketPage is one question with all that helps to answer it.
type ticketPage struct {
	ticket.Ticket
	Topic   string
	Age     string
	Late    bool
	Slip    *bot.Slip // of a check
	History []saidLine
	Lines   []store.Line
	Alike   []ticket.Ticket
	With    []ticket.Ticket // answered together with it
	Asks    string          // what an officer fills in on a check
	Options []option
	Nearest []nearest
	Sources []option // the documents of the library
	Offices []option
	Places  []option // the other communes
	Sent    string   // the office it was forwarded to
	Reply   ticket.Reply
	Told    *bot.Told
	Warned  []string
	Wrong   string
	May     bool      // work on it
	Mine    bool      // who looks took it
	Other   string    // somebody else is writing the answer
	Until   time.Time // … and has it to themselves until
	Call    bool      // there is a number to call

	// What one of the other steps came to, beside what is still being typed.
	Step       string
	StepWrong  string
	To, Why    string
	Chosen     string // the option that was shown
	StepTold   *bot.Told
	Facts      []bot.Filled // what it was filled in with
	Note       string
	Dial, Read string // a number to call
}

// saidLine is one thing said, in words.
type saidLine struct {
	ticket.Said
	Who string
}

// nearest is an answer of the library that may serve again.
type nearest struct{ Title, Text, Source string }

func (q *request) code() ticket.Code {
	code, _ := ticket.ParseCode(q.r.PathValue("code"))
	return code
}

func (q *request) ticket() (answer, error) { return q.ticketWith(ticketPage{}) }

// Of the conversation, what was said within a day before the question and
// since, the last lines: a phone may be shared, and older talk is nobody's
// business here.
const (
	talkBefore = 24 * time.Hour
	talkLines  = 12
)

// ticketWith shows a question, with what was just typed or found.
func (q *request) ticketWith(p ticketPage) (answer, error) {
	err := q.view(func(r store.Reader) error { return q.loadTicket(r, &p) })
	if err != nil {
		return answer{}, err
	}
	lines, err := q.c.cfg.Store.Transcript(q.ctx(), p.Owner)
	if err != nil {
		return answer{}, err
	}
	lines = slices.DeleteFunc(lines, func(l store.Line) bool { return l.At.Before(p.Asked.Add(-talkBefore)) })
	p.Lines = lines[max(len(lines)-talkLines, 0):]
	a := show("hoi-mot", locales.TitleTicket, p)
	if p.Wrong != "" || p.StepWrong != "" {
		a.status = unprocessable
	}
	return a, nil
}

func (q *request) loadTicket(r store.Reader, p *ticketPage) (err error) {
	tickets := q.c.cfg.Bot.Tickets(r, q.actor())
	if p.Ticket, err = tickets.Work().Show(q.code()); err != nil {
		return err
	}
	if p.With, err = ticket.With(r, q.actor(), p.Ticket); err != nil {
		return err
	}
	if p.Alike, err = ticket.Alike(r, q.actor(), p.Ticket); err != nil {
		return err
	}
	p.Alike = slices.DeleteFunc(p.Alike, func(t ticket.Ticket) bool {
		return slices.ContainsFunc(p.With, func(w ticket.Ticket) bool { return w.Code == t.Code })
	})
	p.Topic, p.Late, p.Age = q.labelTitle(q.c.library(), p.Label), p.Overdue(q.now), q.age(p.Asked)
	for _, s := range p.Said {
		s.Text = q.c.cfg.Bot.TicketSaid(p.Ticket, s)
		p.History = append(p.History, saidLine{s, q.nameOf(r, s.By)})
	}
	if slip, ok := q.c.cfg.Bot.TicketSlip(p.Ticket); ok {
		p.Slip = &slip
	}
	p.Until = p.HeldUntil(q.now)
	if p.HeldFrom(q.account.ID, q.now) {
		p.Other = tickets.NameOf(p.Taker)
	}
	p.Mine = p.Taker == q.account.ID && !p.Until.IsZero()
	p.May = p.Live() && p.Other == "" && staff.May(q.actor(), staff.AnswerTicket) == nil
	p.Call = p.Phone != "" || p.Channel != "chat"
	q.fillable(p)
	q.near(p)
	q.elsewhere(p)
	return nil
}

// fillable is the one answer a check could not know.
func (q *request) fillable(p *ticketPage) {
	_, ask, options := q.c.cfg.Bot.TicketAsks(p.Ticket)
	p.Asks = ask
	for _, o := range options {
		if !o.Unknown {
			p.Options = append(p.Options, option{Value: o.Key, Label: o.Label, On: o.Key == p.Chosen})
		}
	}
}

// near are answers to the same topic, to be used again, and the documents a
// source may name.
func (q *request) near(p *ticketPage) {
	lib, on := q.c.library(), q.on()
	for _, a := range lib.Variants(p.Label, on) {
		said, err := lib.Render(a.Long, content.View{On: on, Commune: p.Commune})
		if err == nil && len(p.Nearest) < 3 {
			p.Nearest = append(p.Nearest, nearest{a.Title, said.Text, sourceOf(lib, a.Sources)})
		}
	}
	for _, d := range lib.Documents {
		p.Sources = append(p.Sources, option{Value: cmp.Or(d.Short, d.Name), Label: d.Name})
	}
	slices.SortFunc(p.Sources, func(a, b option) int { return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Label, b.Label)) })
}

// sourceOf is where an answer of the library is written, as an officer would
// write it.
func sourceOf(lib *content.Library, sources []content.Source) string {
	for _, s := range sources {
		if d := lib.Documents[s.Doc]; d != nil {
			return strings.TrimSuffix(cmp.Or(d.Short, d.Name)+", "+s.Section, ", ")
		}
	}
	return ""
}

// elsewhere is where a question may be forwarded: the other communes, and the
// offices there are today.
func (q *request) elsewhere(p *ticketPage) {
	lib, on := q.c.library(), q.on()
	for _, id := range lib.Communes(on) {
		if id != p.Commune {
			p.Places = append(p.Places, option{Value: id, Label: q.communeName(id), On: id == p.To})
		}
	}
	view := content.View{On: on, Commune: p.Commune}
	for _, id := range slices.Sorted(maps.Keys(lib.Offices)) {
		if name, err := lib.OfficeName(id, view); err == nil && lib.OfficeOn(id, on).ID == id {
			p.Offices = append(p.Offices, option{Value: id, Label: name, On: id == p.To})
		}
	}
	slices.SortStableFunc(p.Offices, func(a, b option) int { return cmp.Compare(folded(a.Label), folded(b.Label)) })
	if p.Office != "" {
		p.Sent, _ = lib.OfficeName(p.Office, view) // an office without a name is not shown
	}
}
