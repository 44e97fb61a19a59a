package bot

import (
	"cmp"
	"strconv"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
	"tinban/ticket"
)

// Fill gives the answer to the question that a check could not know: the key
// of an option, or its number. When nothing is missing any more the check is
// made again, as the rules are today, and the resident gets what it comes to.
func (d Tickets) Fill(code ticket.Code, option string) (Told, store.Changes, error) {
	tk, err := d.work.Show(code)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	question, key, err := d.bot.filling(tk, option)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	tk, c, err := d.work.Fill(code, question, key)
	if err != nil {
		return Told{}, store.Changes{}, err
	}
	if len(tk.Check.Left()) > 0 {
		return Told{Tickets: []ticket.Ticket{tk}}, c, nil
	}
	told, err := d.inform(&c, []ticket.Ticket{tk}, func(t *turn, tk ticket.Ticket) { t.showFilled(tk) })
	return told, c, err
}

// PreviewFill is what Fill would come to. Nothing is changed by it.
func (d Tickets) PreviewFill(code ticket.Code, option string) (Told, error) {
	told, _, err := d.Fill(code, option)
	return told, err
}

// filling is the question that is open on a ticket and the option meant.
func (b *Bot) filling(tk ticket.Ticket, option string) (question, key string, err error) {
	question, _, options := b.TicketAsks(tk)
	if question == "" {
		return "", "", &msg.Refusal{Code: string(locales.TicketNotMissing), Vars: locales.Vars{"Code": string(tk.Code)}}
	}
	if b.cfg.Knowledge().Library.RuleOn(tk.Check.Programme, b.asOf(b.cfg.Now())) == nil {
		return "", "", &msg.Refusal{Code: string(locales.TicketGone), Vars: locales.Vars{"Code": string(tk.Code)}}
	}
	var names []string
	for i, o := range options {
		if o.Key == option || strconv.Itoa(i+1) == option {
			return question, o.Key, nil
		}
		names = append(names, o.Key+" ("+o.Label+")")
	}
	return "", "", &msg.Refusal{Code: string(locales.TicketNoOption), Vars: locales.Vars{"Options": strings.Join(names, ", ")}}
}

// showFilled says what an officer found out and what the check comes to with
// it. By SMS the result comes first: what does not fit stands under TIEP.
func (t *turn) showFilled(tk ticket.Ticket) {
	rule := t.lib.RuleOn(tk.Check.Programme, t.on)
	if rule == nil {
		t.showAnswer(tk, ticket.Said{Text: t.filledLines(tk)})
		return
	}
	verdict, source := t.verdictOf(rule, tk)
	body := t.say(locales.TicketFilled, locales.Vars{"Lines": t.filledLines(tk), "Verdict": verdict})
	if rule.ID != tk.Check.Rule {
		body = join(" ", t.say(locales.TicketRuleNew, nil), body)
	}
	t.showResult(tk, body, source)
}

// filledLines are the questions an officer was asked, each with the answer. A
// condition in place of its question could be read as its opposite: "no debt:
// yes".
func (t *turn) filledLines(tk ticket.Ticket) string {
	var lines []string
	for _, id := range tk.Check.Missing {
		if fact := t.fact(id, tk.Check.Filled[id]); fact != "" {
			lines = append(lines, fact)
		}
	}
	return strings.Join(lines, t.gap())
}

// fact is a question with one of its answers, in words; empty when there is no
// such answer any more.
func (t *turn) fact(question, option string) string {
	q := t.lib.Questions[question]
	if q == nil {
		return ""
	}
	for _, o := range q.Options {
		if o.Key == option {
			answer := strings.TrimRight(t.words(content.Words{Long: o.Label}).Text, ".")
			return join(" ", t.words(content.Words{Long: q.Ask, Short: q.Short}).Text, answer+".")
		}
	}
	return ""
}

// lower writes the first letter small, for the middle of a sentence.
func lower(s string) string {
	r := []rune(s)
	if len(r) > 1 && r[1] >= 'a' { // not a name in capitals
		return strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return s
}

// verdictOf makes the check again with what is known now.
func (t *turn) verdictOf(rule *content.Rule, tk ticket.Ticket) (words, source string) {
	with := *t // the answers serve these words and are not put into the dialogue
	with.st.Check = &check{Programme: rule.Programme, Rule: rule.ID, Answers: tk.Check.All(), Done: true}
	with.st.Commune = tk.Check.Commune
	if !holds(rule, t.on) {
		said := with.words(rule.Verdicts[eligibility.Ended])
		return said.Text, with.sourceLine(basis(rule), rule.Reviewed, eligibility.Date{})
	}
	res := rule.Compiled.Evaluate(with.facts())
	t.outcome.Verdict, t.outcome.Failed = res.Verdict, with.written(rule, res.Unmet)
	said := []content.Rendered{
		with.words(rule.Verdicts[res.Verdict]), with.reasons(rule, res), with.resultWords(rule, res), with.nextStep(rule, res),
	}
	caveat := false
	for _, s := range said {
		words, caveat = join(t.gap(), words, s.Text), caveat || s.Caveat
	}
	if !t.sms() {
		words = join("\n", words, with.trace(rule, res))
	}
	if caveat {
		words = join(t.gap(), words, with.note("caveat"))
	}
	until := rule.To.Date
	if t.sms() {
		until = eligibility.Date{}
	}
	return words, with.sourceLine(basis(rule), rule.Reviewed, until)
}

// TicketVerdict is what a check comes to with what has been filled in, in one
// line for staff; empty while something is missing.
func (b *Bot) TicketVerdict(tk ticket.Ticket) string {
	if tk.Check == nil || len(tk.Check.Left()) > 0 {
		return ""
	}
	t := b.aside(store.Empty{}, msg.Caps{Kind: msg.SMS})
	rule := t.lib.RuleOn(tk.Check.Programme, t.on)
	if rule == nil {
		return ""
	}
	words, _ := t.verdictOf(rule, tk)
	return words
}

// Slip is a check as officers look at it.
type Slip struct {
	Title  string   // the programme
	Lines  []string // its conditions, each with a mark, with what was filled in
	Filled []Filled
	Left   int // how many questions are still to be filled in
}

// Filled is one answer that an officer filled in.
type Filled struct{ Question, Fact string }

// TicketSlip is a ticket's check as it stands today; false when the ticket has
// none, or its programme is gone.
func (b *Bot) TicketSlip(tk ticket.Ticket) (s Slip, ok bool) {
	if tk.Check == nil {
		return s, false
	}
	t := b.aside(store.Empty{}, msg.Caps{})
	rule := t.lib.RuleOn(tk.Check.Programme, t.on)
	if rule == nil {
		return s, false
	}
	t.st.Check = &check{Programme: rule.Programme, Rule: rule.ID, Answers: tk.Check.All(), Done: true}
	t.st.Commune = tk.Check.Commune
	s = Slip{Title: rule.Title, Left: len(tk.Check.Left())}
	s.Lines = strings.Split(t.trace(rule, rule.Compiled.Evaluate(t.facts())), "\n")
	for _, id := range tk.Check.Missing {
		if fact := t.fact(id, tk.Check.Filled[id]); fact != "" {
			s.Filled = append(s.Filled, Filled{id, fact})
		}
	}
	return s, true
}

// TicketSaid is one thing said on a ticket, in words: what was filled in is
// kept by keys.
func (b *Bot) TicketSaid(tk ticket.Ticket, said ticket.Said) string {
	question, option, filled := strings.Cut(said.Text, "=")
	if tk.Check == nil || said.What != ticket.Answer || !filled {
		return said.Text
	}
	return cmp.Or(b.aside(store.Empty{}, msg.Caps{}).fact(question, option), said.Text)
}
