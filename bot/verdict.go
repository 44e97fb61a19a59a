package bot

import (
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
)

// verdict says what a finished check came to: the verdict, each condition
// with its mark, why, where to go, and where it is written.
func (t *turn) verdict(before string) bool {
	rule := t.rule()
	res := rule.Compiled.Evaluate(t.facts())
	t.st.Check.Done, t.st.Check.Asking = true, ""
	t.outcome.Verdict, t.outcome.Failed = res.Verdict, t.written(rule, res.Unmet)
	t.outcome.Sources = basis(rule)
	t.st.Asked = "" // "9" now hands over the check
	if res.Verdict == eligibility.Ended {
		t.ended(rule)
		return true
	}
	until := rule.To.Date
	if t.sms() {
		until = eligibility.Date{} // the next step needs the room more
	}
	r := &reply{head: rule.Title, tail: t.sourceLine(t.outcome.Sources, rule.Reviewed, until)}
	if t.sms() {
		t.verdictSMS(r, rule, res)
	} else {
		r.body = join("\n\n", before, t.verdictLong(rule, res))
	}
	t.afterVerdict(r, rule, res)
	t.answerWith("verdict", r)
	return true
}

// unwritten: a condition whose answer may not be written, and so may not be
// read off a reply, a transcript or a count either.
func (t *turn) unwritten(c *content.Criterion) bool {
	q := t.lib.Questions[c.Question]
	return q != nil && q.Keep == content.KeepNone
}

// written are the conditions that may be named.
func (t *turn) written(rule *content.Rule, ids []string) []string {
	leaves := map[string]*content.Criterion{}
	collect(rule.Criteria, leaves)
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		c := leaves[id]
		return c != nil && t.unwritten(c)
	})
}

// dropUnkept takes out of the dialogue, before it is stored, the answers that
// may not be written. They have decided what they could.
func (t *turn) dropUnkept() {
	c := t.st.Check
	if c == nil {
		return
	}
	done := c.Done
	for _, id := range slices.Clone(c.Order) {
		if q := t.lib.Questions[id]; q != nil && q.Keep == content.KeepNone {
			c.forget(id)
		}
	}
	c.Done = done
}

// verdictSMS puts the verdict and its reason first and the rest under TIEP.
func (t *turn) verdictSMS(r *reply, rule *content.Rule, res eligibility.Result) {
	head := t.words(rule.Verdicts[res.Verdict])
	reason := t.reasons(rule, res)
	result := t.resultWords(rule, res)
	step := t.nextStep(rule, res)
	r.body = join(" ", head.Text, reason.Text, result.Text, step.Text, t.notes(rule))
	if head.Caveat || reason.Caveat || result.Caveat || step.Caveat {
		r.body = join(" ", r.body, t.note("caveat"))
	}
	long := *t
	long.caps.Kind, long.long = "", true // the longer form, which the route then strips
	r.rest = long.verdictLong(rule, res)
}

func (t *turn) verdictLong(rule *content.Rule, res eligibility.Result) string {
	head := t.words(rule.Verdicts[res.Verdict])
	reason := t.reasons(rule, res)
	result := t.resultWords(rule, res)
	benefit := content.Rendered{}
	if res.Verdict == eligibility.Likely || res.Verdict == eligibility.NeedInfo {
		benefit = t.words(rule.Benefit)
	}
	step := t.nextStep(rule, res)
	text := join("\n\n", head.Text, t.trace(rule, res), reason.Text, result.Text, benefit.Text, t.notAsked(rule, res),
		join("\n", step.Text, t.whereTo(rule.Office)), t.notes(rule))
	if head.Caveat || reason.Caveat || result.Caveat || benefit.Caveat || step.Caveat {
		text = join("\n\n", text, t.note("caveat"))
	}
	return text
}

// nextStep is what to do with a good or an open result; after an unlikely one
// it would only cost a walk.
func (t *turn) nextStep(rule *content.Rule, res eligibility.Result) content.Rendered {
	if res.Verdict != eligibility.Likely && res.Verdict != eligibility.NeedInfo {
		return content.Rendered{}
	}
	return t.words(rule.NextStep)
}

// trace lists each condition with a mark: met, not met, not clear, not asked.
func (t *turn) trace(rule *content.Rule, res eligibility.Result) string {
	leaves := map[string]*content.Criterion{}
	collect(rule.Criteria, leaves)
	var lines []string
	for _, s := range res.Steps {
		c := leaves[s.ID]
		if c == nil || t.unwritten(c) || (s.Truth == eligibility.Unknown && !s.Asked && res.Verdict == eligibility.Unlikely) {
			continue
		}
		mark := map[eligibility.Truth]string{eligibility.Met: "✓", eligibility.Unmet: "✗", eligibility.Unknown: "?"}[s.Truth]
		lines = append(lines, mark+" "+t.words(content.Words{Long: c.Label}).Text+t.basisOf(c))
	}
	return strings.Join(lines, "\n")
}

// basisOf is where a condition is written. An SMS has no room for it: there
// the source line names the documents.
func (t *turn) basisOf(c *content.Criterion) string {
	if t.sms() || t.long {
		return ""
	}
	var parts []string
	for _, s := range c.Basis {
		if d := t.lib.Documents[s.Doc]; d != nil {
			parts = append(parts, join(", ", d.Short, s.Section))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

func collect(cs []content.Criterion, into map[string]*content.Criterion) {
	for i := range cs {
		c := &cs[i]
		into[c.ID] = c
		collect(c.All, into)
		collect(c.Any, into)
		if c.Not != nil {
			collect([]content.Criterion{*c.Not}, into)
		}
	}
}

// reasons says why not, and what is not clear yet and how to find out.
func (t *turn) reasons(rule *content.Rule, res eligibility.Result) content.Rendered {
	leaves := map[string]*content.Criterion{}
	collect(rule.Criteria, leaves)
	var out content.Rendered
	add := func(w content.Words) {
		said := t.words(w)
		out.Text = join(t.gap(), out.Text, said.Text)
		out.Caveat = out.Caveat || said.Caveat
	}
	for _, id := range t.written(rule, res.Unmet) {
		if c := leaves[id]; c != nil {
			add(c.SayUnmet)
		}
	}
	if res.Verdict != eligibility.Unlikely {
		for _, id := range t.written(rule, res.Unknown) {
			if c := leaves[id]; c != nil {
				add(c.SayUnknown)
			}
		}
		for _, g := range rule.Gates {
			if g.ID == res.Gate {
				add(g.Say)
			}
		}
		if res.Gate == content.ReviewGate {
			out.Text = join(t.gap(), out.Text, t.say(locales.ReviewOverdue, nil))
		}
	}
	return out
}

func (t *turn) gap() string {
	if t.sms() {
		return " "
	}
	return "\n"
}

// resultWords adds what an answer means for the result: which kind of loan.
func (t *turn) resultWords(rule *content.Rule, res eligibility.Result) content.Rendered {
	var out content.Rendered
	if res.Verdict != eligibility.Likely && res.Verdict != eligibility.NeedInfo {
		return out
	}
	for _, o := range rule.Results {
		if slices.Contains(o.Options, t.st.Check.Answers[o.Question]) {
			said := t.words(o.Words)
			out.Text = join(t.gap(), out.Text, said.Text)
			out.Caveat = out.Caveat || said.Caveat
		}
	}
	return out
}

func (t *turn) notAsked(rule *content.Rule, res eligibility.Result) string {
	if res.Verdict == eligibility.Unlikely {
		return ""
	}
	var parts []string
	for _, w := range rule.NotAsked {
		parts = append(parts, t.words(w).Text)
	}
	return strings.Join(parts, t.gap())
}

func (t *turn) notes(rule *content.Rule) string {
	var parts []string
	for _, id := range rule.Notes {
		parts = append(parts, t.note(id))
	}
	return strings.Join(parts, " ")
}

func basis(rule *content.Rule) []content.Source {
	var out []content.Source
	for _, c := range rule.Criteria {
		for _, s := range c.Basis {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// afterVerdict offers what can be done next.
func (t *turn) afterVerdict(r *reply, rule *content.Rule, res eligibility.Result) {
	if res.Verdict != eligibility.Likely {
		r.choices = append(r.choices, choice{"edit", t.say(locales.EditAnswers, nil)})
	}
	if res.Verdict == eligibility.Unlikely || res.Verdict == eligibility.Redirect {
		t.offerReplacements(r, rule)
	}
	if res.Verdict == eligibility.NeedInfo {
		t.offerCheck(r)
	}
	if t.sms() {
		r.person = true
		return
	}
	if res.Verdict == eligibility.Likely {
		r.buttons = append(r.buttons, choice{"edit", t.say(locales.EditAnswers, nil)}, t.callChoice())
	}
	r.buttons = append(r.buttons, t.person(), t.home())
}

func (t *turn) offerReplacements(r *reply, rule *content.Rule) {
	for _, p := range rule.Replaced.Programmes {
		if next := t.lib.RuleOn(p, t.on); next != nil && next.Holds(t.on) && p != rule.Programme {
			r.choices = append(r.choices, choice{"check:" + p, t.say(locales.CheckMine, locales.Vars{"Title": next.Title})})
		}
	}
	for _, id := range rule.Replaced.Labels {
		if a := t.lib.AnswerOn(id, t.on); a != nil {
			r.choices = append(r.choices, choice{"ask:" + id, a.Title})
		}
	}
}

// ended says first that the programme is closed, then what there is instead.
// Nothing is asked: nobody should answer five questions to learn that.
func (t *turn) ended(rule *content.Rule) {
	said := t.words(rule.Verdicts[eligibility.Ended])
	r := &reply{head: rule.Title, body: t.withNotes(said, rule.Notes), tail: t.sourceLine(basis(rule), rule.Reviewed, eligibility.Date{})}
	if !t.sms() {
		r.body = join("\n\n", r.body, t.whereTo(rule.Office))
	}
	t.st.Check = nil
	t.offerReplacements(r, rule)
	r.choices = append(r.choices, choice{"newsnew:" + rule.Group, t.say(locales.NewsOfNew, nil)}, choice{"old:" + rule.Programme, t.say(locales.OldConditions, nil)})
	r.buttons = []choice{t.person(), t.home()}
	t.answerWith("ended", r)
}

// oldConditions shows what a closed programme asked for, as it stood on its
// last day.
func (t *turn) oldConditions(programme string) bool {
	rule := t.lib.RuleOn(programme, t.on)
	if rule == nil || rule.Holds(t.on) {
		return rule != nil && t.startCheck(programme)
	}
	v := t.view()
	v.On = rule.To.Date
	lines := []string{t.say(locales.OldWere, locales.Vars{"Until": vnDay(rule.To.Date)})}
	for _, c := range rule.Criteria {
		lines = append(lines, "- "+t.wordsAs(content.Words{Long: c.Label}, v).Text)
	}
	benefit := t.wordsAs(rule.Benefit, v)
	r := &reply{head: rule.Title, body: join("\n", strings.Join(lines, "\n"), benefit.Text),
		tail: t.sourceLine(basis(rule), rule.Reviewed, rule.To.Date)}
	t.offerReplacements(r, rule)
	r.buttons = []choice{t.person(), t.home()}
	t.answerWith("old_conditions", r)
	return true
}
