package console

import (
	"slices"
	"strconv"
	"strings"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
	"tinban/ticket"
)

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
	if err := q.reuse(&p); err != nil {
		return answer{}, err
	}
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

// reuse adds the answer of the library that was chosen to what is being
// written, with its source where none is written yet.
func (q *request) reuse(p *ticketPage) error {
	i, err := strconv.Atoi(q.r.PostFormValue("dung"))
	if err != nil {
		return nil //nolint:nilerr // none was chosen
	}
	found := ticketPage{}
	if err := q.view(func(r store.Reader) error { return q.loadTicket(r, &found) }); err != nil {
		return err
	}
	if i < 0 || i >= len(found.Nearest) {
		return store.ErrNotFound
	}
	n := found.Nearest[i]
	p.Reply.Text = strings.TrimSpace(p.Reply.Text + "\n" + n.Text)
	if strings.TrimSpace(p.Reply.Source) == "" {
		p.Reply.Source = n.Source
	}
	return nil
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

// step is one of the other things to do with a question. It returns what is
// said after it; "" shows the page again, with what it put there beside what
// is still being typed.
type step func(*request, *ticketPage, bot.Tickets, ticket.Code) (locales.ID, store.Changes, error)

// steps are all of them, by their place in the path.
var steps = map[string]step{
	"nhan": func(q *request, p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Work().Take(code)
		p.Note = q.say(locales.SaidHeld, nil)
		return "", c, err
	},
	"nhuong": func(_ *request, _ *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Work().GiveBack(code)
		return locales.SaidGivenBack, c, err
	},
	"dien": (*request).fill,
	"dien-lai": func(q *request, _ *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Work().Unfill(code, q.r.PostFormValue("cau"))
		return locales.SaidSaved, c, err
	},
	"hoi-lai": func(_ *request, p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.AskBack(code, p.To)
		return locales.SaidAsked, c, err
	},
	"chuyen": func(_ *request, p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Forward(code, p.To, p.Why)
		return locales.SaidForwarded, c, err
	},
	"ngoai": (*request).outOfScope,
	"gap": func(_ *request, _ *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Hurry(code)
		return locales.SaidHurried, c, err
	},
	"gom":  (*request).group,
	"tach": (*request).part,
	"so": func(_ *request, p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		number, c, err := t.Number(code, p.Why)
		p.Dial, p.Read = inThrees(number)
		return "", c, err
	},
	"goi-xong": func(q *request, _ *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Work().Called(code, q.c.cfg.Say.In(locales.Own).Say(locales.CalledWords, nil))
		return locales.SaidCalled, c, err
	},
	"khong-nghe": func(_ *request, _ *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
		_, c, err := t.Work().NotReached(code)
		return locales.SaidMissed, c, err
	},
}

// stepTicket does one of the other steps.
func (q *request) stepTicket() (answer, error) {
	p := ticketPage{Step: q.r.PathValue("buoc"), Reply: q.typedReply(), To: q.r.PostFormValue("loi"), Why: q.r.PostFormValue("ly_do")}
	do, ok := steps[p.Step]
	if !ok {
		return answer{}, store.ErrNotFound
	}
	var said locales.ID
	err := q.work(func(t bot.Tickets, code ticket.Code) (c store.Changes, err error) {
		said, c, err = do(q, &p, t, code)
		return c, err
	})
	words, refused := q.refusal(err)
	switch {
	case refused:
		p.StepWrong = words
		return q.ticketWith(p)
	case err != nil:
		return answer{}, err
	case said == "":
		return q.ticketWith(p)
	case p.Step == "chuyen" && q.c.library().Commune(p.To) != nil:
		return goTo("/hoi?chuyen=" + p.To), nil // it is another commune's now: the list says where it went
	}
	return q.done("/hoi/"+string(q.code()), said)
}

// fill takes the answer to what a check could not know. The last one is shown
// as the resident will get it, and sent when that is pressed.
func (q *request) fill(p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
	p.Chosen = q.r.PostFormValue("chon")
	told, c, err := t.Fill(code, p.Chosen)
	switch {
	case err != nil:
		return "", store.Changes{}, err
	case len(told.Tickets[0].Check.Left()) > 0:
		return locales.SaidKept, c, nil
	case q.r.PostFormValue("gui") == p.Chosen:
		return locales.SaidFilled, c, nil
	}
	p.StepTold = &told
	if slip, ok := q.c.cfg.Bot.TicketSlip(told.Tickets[0]); ok {
		p.Facts = slip.Filled
	}
	return "", store.Changes{}, nil
}

// outOfScope shows the refusal first.
func (q *request) outOfScope(p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
	told, c, err := t.Refuse(code)
	if err == nil && q.r.PostFormValue("gui") == "" {
		p.StepTold = &told
		return "", store.Changes{}, nil
	}
	return locales.SaidAnswered, c, err
}

// group puts the chosen questions under this one.
func (q *request) group(p *ticketPage, t bot.Tickets, code ticket.Code) (locales.ID, store.Changes, error) {
	chosen := q.chosenCodes()
	_, c, err := t.Work().Group(code, chosen...)
	if p.Note = q.say(locales.SaidGrouped, locales.Vars{"N": len(chosen), "List": namedCodes(chosen)}); len(chosen) == 0 {
		return "", store.Changes{}, &msg.Refusal{Code: string(locales.NoneChosen)}
	}
	return "", c, err
}

// part takes the chosen questions out of the group.
func (q *request) part(p *ticketPage, t bot.Tickets, _ ticket.Code) (locales.ID, store.Changes, error) {
	chosen := q.chosenCodes()
	c, err := t.Work().Part(chosen...)
	p.Note = q.say(locales.SaidParted, locales.Vars{"List": namedCodes(chosen)})
	return "", c, err
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

func namedCodes(codes []ticket.Code) string {
	var names []string
	for _, c := range codes {
		names = append(names, string(c))
	}
	return strings.Join(names, ", ")
}

// inThrees is a number as it is dialled at home, and as it is read: in threes.
func inThrees(number string) (dial, read string) {
	if rest, ok := strings.CutPrefix(number, "+84"); ok {
		number = "0" + rest
	}
	if len(number) != 10 {
		return number, number
	}
	return number, number[:4] + " " + number[4:7] + " " + number[7:]
}
