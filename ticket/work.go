package ticket

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// takenFor is how long somebody who took a ticket has it to themselves.
const takenFor = 2 * time.Hour

// Work is what a member of staff does with tickets at one moment. Each step
// asks staff.May, is logged, and returns what changes.
type Work struct {
	Read store.Reader
	By   staff.Actor
	At   time.Time
	Days Calendar
}

// Reply is an officer's answer. Source is where it is written; without one it
// is shown as the officer's own word, and Own must say so.
type Reply struct {
	Text   string
	Source string
	Own    bool
}

// Show returns one ticket to read.
func (w Work) Show(code Code) (Ticket, error) {
	t, err := Get(w.Read, code)
	if errors.Is(err, store.ErrNotFound) {
		return t, refuse(locales.TicketNone, locales.Vars{"Code": string(code)})
	}
	if err != nil {
		return t, err
	}
	return t, see(w.By, t)
}

// open returns a ticket to work on.
func (w Work) open(code Code) (Ticket, error) {
	t, err := w.Show(code)
	if err != nil {
		return t, err
	}
	if err := staff.May(w.By, staff.AnswerTicket, t.communes()...); err != nil {
		return t, err
	}
	if !t.Live() {
		return t, refuse(locales.TicketDone, locales.Vars{"Code": string(code), "Name": w.answerer(t)})
	}
	return t, w.free(t)
}

// free refuses what a colleague is writing the answer to.
func (w Work) free(t Ticket) error {
	if t.State != Taken || t.Taker == w.By.ID || w.At.Sub(t.TakenAt) >= takenFor {
		return nil
	}
	return refuse(locales.TicketTaken, locales.Vars{"Code": string(t.Code), "Name": w.name(t.Taker)})
}

// answerer is who answered last, by name.
func (w Work) answerer(t Ticket) string {
	for i := len(t.Said) - 1; i >= 0; i-- {
		if t.Said[i].By != "" {
			return w.name(t.Said[i].By)
		}
	}
	return ""
}

func (w Work) name(id staff.ID) string {
	if a, err := staff.Get(w.Read, id); err == nil {
		return a.Name
	}
	return string(id)
}

func refuse(id locales.ID, vars locales.Vars) error {
	return &msg.Refusal{Code: string(id), Vars: vars}
}

// Take says that the actor is writing the answer.
func (w Work) Take(code Code) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	t.State, t.Taker, t.TakenAt = Taken, w.By.ID, w.At
	return w.keep("take", t)
}

// keep writes tickets that were changed, and the step into the log.
func (w Work) keep(did string, t Ticket) (Ticket, store.Changes, error) {
	c, err := w.keepAll(did, []Ticket{t})
	return t, c, err
}

func (w Work) keepAll(did string, list []Ticket) (c store.Changes, err error) {
	var entries []staff.Entry
	for _, t := range list {
		if err := put(&c, t); err != nil {
			return c, err
		}
		entries = append(entries, staff.Entry{At: w.At, By: w.By.ID, Did: "ticket." + did, On: "ticket/" + string(t.Code)})
	}
	return c, staff.Log(w.Read, &c, entries...)
}

// event counts what became of a ticket, without saying whose it is.
func (w Work) event(t Ticket, outcome string) store.Event {
	return store.Event{At: w.At, Channel: t.Channel, Commune: t.Commune, Label: t.Label, Outcome: outcome}
}

// says adds what the actor said.
func (w Work) says(t *Ticket, what What, text, source string) {
	t.Said = append(slices.Clone(t.Said), Said{At: w.At, By: w.By.ID, What: what, Text: text, Source: source})
}

// Answer answers a ticket and all those put together with it. The tickets
// that come back are those whose owners are to be told.
func (w Work) Answer(code Code, reply Reply) ([]Ticket, store.Changes, error) {
	reply.Text, reply.Source = strings.TrimSpace(reply.Text), strings.TrimSpace(reply.Source)
	if reply.Text == "" {
		return nil, store.Changes{}, refuse(locales.TicketNoText, nil)
	}
	if reply.Source == "" && !reply.Own {
		return nil, store.Changes{}, refuse(locales.TicketNoSource, nil)
	}
	list, err := w.together(code)
	if err != nil {
		return nil, store.Changes{}, err
	}
	for i := range list {
		w.says(&list[i], Answer, reply.Text, reply.Source)
		list[i].ends(Answered, w.At)
	}
	c, err := w.keepAll("answer", list)
	for _, t := range list {
		c.Events = append(c.Events, w.event(t, "ticket_answered"))
	}
	return list, c, err
}

// together is a ticket with the others that one answer is for. All of them
// must be the actor's to answer.
func (w Work) together(code Code) ([]Ticket, error) {
	t, err := w.open(code)
	if err != nil {
		return nil, err
	}
	list, err := members(w.Read, t)
	if err != nil {
		return nil, err
	}
	for _, m := range list[1:] {
		if _, err := w.open(m.Code); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (t *Ticket) ends(as State, at time.Time) {
	t.State, t.Ended, t.Taker, t.TakenAt = as, at, "", time.Time{}
	t.rests()
}

// AskBack asks the resident for more; until they write nothing is due.
func (w Work) AskBack(code Code, question string) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if question = strings.TrimSpace(question); question == "" {
		return t, store.Changes{}, refuse(locales.TicketNoText, nil)
	}
	w.says(&t, AskBack, question, "")
	t.State, t.Taker, t.TakenAt, t.Head = AskedBack, "", time.Time{}, ""
	t.rests()
	return w.keep("ask", t)
}

// Move is where a ticket goes: to the officers of another commune, or to an
// office that is asked.
type Move struct {
	Commune string
	Office  string
	Reason  string
}

// Forward moves a ticket; its time begins anew, and the resident is told.
func (w Work) Forward(code Code, to Move) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if strings.TrimSpace(to.Reason) == "" {
		return t, store.Changes{}, refuse(locales.TicketNoReason, nil)
	}
	w.says(&t, Forward, strings.TrimSpace(to.Reason), "")
	t.Taker, t.TakenAt, t.Head = "", time.Time{}, ""
	t.State, t.Office = Forwarded, to.Office
	if to.Commune != "" {
		t.State, t.Commune = Open, to.Commune
	}
	t.opens(w.Days, w.At)
	return w.keep("forward", t)
}

// Refuse ends a ticket about something that is not for this service.
func (w Work) Refuse(code Code) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	w.says(&t, Scope, "", "")
	t.ends(OutOfScope, w.At)
	t, c, err := w.keep("out_of_scope", t)
	c.Events = append(c.Events, w.event(t, "ticket_out_of_scope"))
	return t, c, err
}

// Hurry marks a ticket that cannot wait: a leader is told at once.
func (w Work) Hurry(code Code) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	t.Urgent = true
	return w.keep("urgent", t)
}

// Group puts tickets under one, to be answered once for all.
func (w Work) Group(head Code, others ...Code) ([]Ticket, store.Changes, error) {
	t, err := w.open(head)
	if err != nil {
		return nil, store.Changes{}, err
	}
	list := []Ticket{t}
	for _, code := range others {
		o, err := w.open(code)
		if err != nil {
			return nil, store.Changes{}, err
		}
		if o.Code == t.Code || !o.groupable() || !t.groupable() {
			return nil, store.Changes{}, refuse(locales.TicketAlone, locales.Vars{"Code": string(code)})
		}
		o.Head = t.Code
		list = append(list, o)
	}
	list[0].Head = "" // it leads now
	c, err := w.keepAll("group", list)
	return list, c, err
}

// Fill gives the answer to a question that a check could not know. When none
// is missing any more the ticket is answered.
func (w Work) Fill(code Code, question, option string) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if t.Check == nil || !slices.Contains(t.Check.Left(), question) {
		return t, store.Changes{}, refuse(locales.TicketNotMissing, locales.Vars{"Code": string(code)})
	}
	check := *t.Check
	check.Filled = map[string]string{}
	for q, o := range t.Check.Filled {
		check.Filled[q] = o
	}
	check.Filled[question] = option
	t.Check = &check
	w.says(&t, Answer, question+"="+option, "")
	did := "fill"
	if len(check.Left()) == 0 {
		t.ends(Answered, w.At)
	}
	t, c, err := w.keep(did, t)
	if t.State == Answered {
		c.Events = append(c.Events, w.event(t, "ticket_answered"))
	}
	return t, c, err
}

// Number logs that the actor saw the whole number of who asked, and why.
func (w Work) Number(code Code, reason string) (Ticket, store.Changes, error) {
	t, err := w.Show(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if err := staff.May(w.By, staff.ShowNumber, t.communes()...); err != nil {
		return t, store.Changes{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return t, store.Changes{}, refuse(locales.TicketNoReason, nil)
	}
	var c store.Changes
	err = staff.Log(w.Read, &c, staff.Entry{
		At: w.At, By: w.By.ID, Did: string(staff.ShowNumber), On: "ticket/" + string(code), Reason: strings.TrimSpace(reason),
	})
	return t, c, err
}

// Lost notes on tickets that what was said last could not be sent.
func Lost(c *store.Changes, codes ...Code) error {
	for i, rec := range c.Put {
		if rec.Shelf != shelf || !slices.Contains(codes, Code(rec.ID)) {
			continue
		}
		t, err := decode(rec)
		if err != nil || len(t.Said) == 0 {
			return err
		}
		t.Said[len(t.Said)-1].Lost = true
		if c.Put[i], err = t.record(); err != nil {
			return err
		}
	}
	return nil
}
