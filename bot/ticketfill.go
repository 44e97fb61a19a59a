package bot

import (
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
// it.
func (t *turn) showFilled(tk ticket.Ticket) {
	rule := t.lib.RuleOn(tk.Check.Programme, t.on)
	if rule == nil {
		t.showAnswer(tk, ticket.Said{Text: t.filledLines(nil, tk)})
		return
	}
	verdict, source := t.verdictOf(rule, tk)
	body := t.say(locales.TicketFilled, locales.Vars{"Lines": t.filledLines(rule, tk), "Verdict": verdict})
	if rule.ID != tk.Check.Rule {
		body = join(" ", t.say(locales.TicketRuleNew, nil), body)
	}
	t.showResult(tk, body, source)
}

// filledLines are the officer's answers beside the conditions they are about.
func (t *turn) filledLines(rule *content.Rule, tk ticket.Ticket) string {
	var lines []string
	for _, id := range tk.Check.Missing {
		q := t.lib.Questions[id]
		if q == nil {
			continue
		}
		for _, o := range q.Options {
			if o.Key == tk.Check.Filled[id] {
				lines = append(lines, t.conditionOf(rule, q)+" "+lower(t.words(content.Words{Long: o.Label}).Text))
			}
		}
	}
	return strings.Join(lines, t.listGap())
}

// conditionOf is what a question is asked for, as it stands before its answer:
// the condition, where today's figures can say it, else the question.
func (t *turn) conditionOf(rule *content.Rule, q *content.Question) string {
	if rule != nil {
		leaves := map[string]*content.Criterion{}
		collect(rule.Criteria, leaves)
		for _, s := range rule.Compiled.Evaluate(eligibility.Case{On: t.on}).Steps {
			if c := leaves[s.ID]; c != nil && c.Question == q.ID {
				if label := t.words(content.Words{Long: c.Label}).Text; label != "" {
					return label + ":"
				}
			}
		}
	}
	return t.words(content.Words{Long: q.Ask, Short: q.Short}).Text
}

func (t *turn) listGap() string {
	if t.sms() {
		return "; "
	}
	return "\n"
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
