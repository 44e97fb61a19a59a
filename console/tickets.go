package console

import (
	"slices"
	"strings"

	"tinban/bot"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// ticketsPage is what waits for a person.
type ticketsPage struct {
	Query string
	Show  string // which of them: all, mine, late, checks
	Lines []ticketLine
	All   int
	More  int
}

// ticketLine is one question of the list.
type ticketLine struct {
	ticket.Line
	Topic string
	Late  bool
	Same  int // others that are answered with it or ask alike
}

// The ways to look at the list.
var ticketViews = []string{"", "cua-toi", "qua-han", "phieu"}

func (q *request) tickets() (answer, error) {
	p := ticketsPage{Query: q.r.URL.Query().Get("q"), Show: q.r.URL.Query().Get("xem")}
	var all []ticket.Line
	err := q.view(func(r store.Reader) (err error) {
		all, err = ticket.List(r, q.actor(), q.now)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	lib := q.c.library()
	for _, l := range all {
		line := ticketLine{Line: l, Topic: q.labelTitle(lib, l.Label), Late: l.Overdue(q.now), Same: len(l.With) + len(l.Alike)}
		if q.shows(p.Show, line) && matches(p.Query, l.Text, string(l.Code), line.Topic, q.communeName(l.Commune)) {
			p.Lines = append(p.Lines, line)
		}
	}
	p.All = len(all)
	p.More = max(len(p.Lines)-pageSize, 0)
	p.Lines = p.Lines[:min(len(p.Lines), pageSize)]
	return show("hoi", locales.NavTickets, p), nil
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

// ticketPage is one question with all that helps to answer it.
type ticketPage struct {
	ticket.Ticket
	Topic   string
	Late    bool
	Lines   []store.Line
	Alike   []ticket.Ticket
	With    []ticket.Code
	Asks    string // what an officer fills in on a check
	Options []option
	Nearest []nearest
	Reply   ticket.Reply
	Told    *bot.Told
	Warned  []string
	Wrong   string
	Number  string
	May     bool   // answer it
	Other   string // somebody else is writing the answer
}

// nearest is an answer of the library that may serve again.
type nearest struct{ Title, Text string }

func (q *request) code() ticket.Code {
	code, _ := ticket.ParseCode(q.r.PathValue("code"))
	return code
}

func (q *request) ticket() (answer, error) { return q.ticketWith(ticketPage{}) }

// ticketWith shows a question, with what was just typed or found.
func (q *request) ticketWith(p ticketPage) (answer, error) {
	err := q.view(func(r store.Reader) error { return q.loadTicket(r, &p) })
	if err != nil {
		return answer{}, err
	}
	if p.Lines, err = q.c.cfg.Store.Transcript(q.ctx(), p.Owner); err != nil {
		return answer{}, err
	}
	p.Lines = p.Lines[max(len(p.Lines)-12, 0):]
	a := show("hoi-mot", locales.TitleTicket, p)
	if p.Wrong != "" {
		a.status = unprocessable
	}
	return a, nil
}

func (q *request) loadTicket(r store.Reader, p *ticketPage) (err error) {
	work := q.c.cfg.Bot.Tickets(r, q.actor()).Work()
	if p.Ticket, err = work.Show(q.code()); err != nil {
		return err
	}
	if p.Alike, err = ticket.Alike(r, q.actor(), p.Ticket); err != nil {
		return err
	}
	list, err := ticket.List(r, q.actor(), q.now)
	for _, l := range list {
		if l.Code == p.Code {
			p.With = l.With
		}
	}
	p.Topic, p.Late = q.labelTitle(q.c.library(), p.Label), p.Overdue(q.now)
	if p.Taker != "" && p.Taker != q.account.ID && p.State == ticket.Taken {
		p.Other = string(p.Taker)
	}
	p.May = staff.May(q.actor(), staff.AnswerTicket) == nil
	q.fillable(p)
	q.near(p)
	return err
}

// fillable is the one answer a check could not know.
func (q *request) fillable(p *ticketPage) {
	_, ask, options := q.c.cfg.Bot.TicketAsks(p.Ticket)
	p.Asks = ask
	for _, o := range options {
		if !o.Unknown {
			p.Options = append(p.Options, option{Value: o.Key, Label: o.Label})
		}
	}
}

// near are answers to the same topic, to be used again.
func (q *request) near(p *ticketPage) {
	lib, on := q.c.library(), eligibility.FromTime(q.now.In(q.c.cfg.Zone))
	for _, a := range lib.Variants(p.Label, on) {
		said, err := lib.Render(a.Long, content.View{On: on, Commune: p.Commune})
		if err == nil && len(p.Nearest) < 3 {
			p.Nearest = append(p.Nearest, nearest{a.Title, said.Text})
		}
	}
}

// work runs one step on the question and tells the outbox.
func (q *request) work(do func(bot.Tickets, ticket.Code) (store.Changes, error)) error {
	return q.update(func(r store.Reader) (store.Changes, error) {
		return do(q.c.cfg.Bot.Tickets(r, q.actor()), q.code())
	})
}

// typedReply is the answer as it was typed.
func (q *request) typedReply() ticket.Reply {
	return ticket.Reply{Text: q.r.PostFormValue("tra_loi"), Source: q.r.PostFormValue("nguon"), Own: q.r.PostFormValue("y_kien") != ""}
}

// previewTicket shows what residents would get; with htmx only that part.
func (q *request) previewTicket() (answer, error) {
	p := ticketPage{Reply: q.typedReply()}
	err := q.preview(&p)
	words, refused := q.refusal(err)
	if refused && !p.Reply.Own && strings.TrimSpace(p.Reply.Source) == "" {
		p.Reply.Own = true // to see the text before the source is looked up
		err = q.preview(&p)
		p.Reply.Own = false
		if _, again := q.refusal(err); !again {
			p.Warned = append(p.Warned, words)
			words = ""
		}
	}
	if err != nil && words == "" {
		return answer{}, err
	}
	p.Wrong = words
	a, err := q.ticketWith(p)
	if q.r.Header.Get("HX-Request") != "" {
		a.part, a.status = "preview", 0
	}
	return a, err
}

func (q *request) preview(p *ticketPage) error {
	return q.work(func(t bot.Tickets, code ticket.Code) (store.Changes, error) {
		told, warnings, err := t.Preview(code, p.Reply)
		p.Told, p.Warned = &told, nil
		for _, w := range warnings {
			p.Warned = append(p.Warned, q.c.cfg.Say.In(q.lang).Refusal(w))
		}
		return store.Changes{}, err
	})
}

// answerTicket sends the answer; what should be looked at again is shown
// first, and sent when it is sent a second time.
func (q *request) answerTicket() (answer, error) {
	p := ticketPage{Reply: q.typedReply()}
	err := q.preview(&p)
	if err == nil && (len(p.Warned) == 0 || q.r.PostFormValue("van_gui") != "") {
		err = q.work(func(t bot.Tickets, code ticket.Code) (store.Changes, error) {
			_, c, err := t.Answer(code, p.Reply)
			return c, err
		})
		if err == nil {
			return q.done("/hoi", locales.SaidAnswered)
		}
	}
	words, refused := q.refusal(err)
	if err != nil && !refused {
		return answer{}, err
	}
	if p.Wrong = words; words == "" {
		p.Wrong = q.say(locales.PageLookAgain, nil)
	}
	return q.ticketWith(p)
}

// stepTicket is one of the other things to do with a question.
func (q *request) stepTicket() (answer, error) {
	text, why := q.r.PostFormValue("loi"), q.r.PostFormValue("ly_do")
	p := ticketPage{}
	said := locales.SaidSaved
	err := q.work(func(t bot.Tickets, code ticket.Code) (c store.Changes, err error) {
		switch q.r.PathValue("buoc") {
		case "nhan":
			_, c, err = t.Work().Take(code)
		case "dien":
			_, c, err = t.Fill(code, q.r.PostFormValue("chon"))
			said = locales.SaidFilled
		case "hoi-lai":
			_, c, err = t.AskBack(code, text)
			said = locales.SaidAsked
		case "chuyen":
			_, c, err = t.Forward(code, text, why)
			said = locales.SaidForwarded
		case "ngoai":
			_, c, err = t.Refuse(code)
			said = locales.SaidAnswered
		case "gap":
			_, c, err = t.Hurry(code)
			said = locales.SaidHurried
		case "gom":
			_, c, err = t.Work().Group(code, q.chosenCodes()...)
		case "so":
			p.Number, c, err = t.Number(code, why)
		default:
			err = store.ErrNotFound
		}
		return c, err
	})
	words, refused := q.refusal(err)
	switch {
	case refused:
		p.Wrong = words
		return q.ticketWith(p)
	case err != nil:
		return answer{}, err
	case p.Number != "":
		return q.ticketWith(p)
	}
	return q.done("/hoi/"+string(q.code()), said)
}

func (q *request) chosenCodes() (codes []ticket.Code) {
	_ = q.r.ParseForm() // a form that cannot be read chooses nothing
	for _, typed := range q.r.PostForm["phieu"] {
		if c, ok := ticket.ParseCode(typed); ok && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}
