package bot

import (
	"fmt"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
)

// running: a check is waiting for an answer.
func (t *turn) running() bool {
	return t.st.Check != nil && !t.st.Check.Done && t.st.Check.Asking != ""
}

// rule is the version of the running check's programme that holds today, or
// nil when there is none: the programme is gone, its rule changed, or the
// check is of all programmes.
func (t *turn) rule() *content.Rule {
	c := t.st.Check
	if c == nil || c.All {
		return nil
	}
	r := t.lib.RuleOn(c.Programme, t.on)
	if r == nil || r.ID != c.Rule {
		return nil
	}
	return r
}

// rules are those the running check is about. None means it cannot go on.
func (t *turn) rules() []*content.Rule {
	if c := t.st.Check; c != nil && c.All {
		return t.neededRules()
	}
	if r := t.rule(); r != nil {
		return []*content.Rule{r}
	}
	return nil
}

func (t *turn) lost() bool { return len(t.rules()) == 0 }

// next is the question worth asking now, if there is one.
func (t *turn) next() (question string, ok bool) {
	if t.st.Check.All {
		return t.survey().Next(t.facts())
	}
	return t.rule().Compiled.Next(t.facts())
}

// checkTitle names what is being checked.
func (t *turn) checkTitle() string {
	if r := t.rule(); r != nil {
		return r.Title
	}
	return t.say(locales.SurveyTitle, nil)
}

// facts is the engine's case: what has been answered so far.
func (t *turn) facts() eligibility.Case {
	c := eligibility.Case{On: t.on, Tables: t.lib, Commune: t.st.Commune}
	if t.st.Check != nil {
		c.Answers = t.st.Check.Answers
	}
	return c
}

// startCheck begins a programme's check, or says that it has ended.
func (t *turn) startCheck(programme string) bool {
	r := t.lib.RuleOn(programme, t.on)
	if r == nil {
		return false
	}
	t.st = state{Commune: t.st.Commune, Check: &check{Programme: programme, Rule: r.ID}}
	t.outcome.Label = t.labelOf(programme)
	t.st.Label = t.outcome.Label
	if _, open := r.Compiled.Next(t.facts()); !open {
		return t.verdict("")
	}
	return t.askNext(t.say(locales.CheckIntro, locales.Vars{"Title": r.Title, "Max": r.MaxQuestions}))
}

// labelOf is the label of the topic a programme belongs to.
func (t *turn) labelOf(programme string) string {
	r := t.lib.RuleOn(programme, t.on)
	if r == nil {
		return ""
	}
	if g := t.lib.Group(r.Group); g != nil {
		return g.Main
	}
	return ""
}

// askNext asks what is still worth asking, or says what it came to.
func (t *turn) askNext(before string) bool {
	if t.lost() {
		return t.ruleChanged()
	}
	id, open := t.next()
	switch {
	case open:
		t.st.Check.Asking = id
		return t.askOn(before)
	case t.st.Check.All:
		return t.surveyResult()
	}
	return t.verdict(before)
}

// ruleChanged restarts a check whose rule is not the one it began with.
func (t *turn) ruleChanged() bool {
	c := t.st.Check
	r := t.lib.RuleOn(c.Programme, t.on)
	if r == nil {
		t.menu(locales.RuleGone)
		return true
	}
	t.st.Check = &check{Programme: c.Programme, Rule: r.ID}
	return t.askNext(t.say(locales.RuleChanged, nil))
}

// askOn asks the question under way (again), with something said before it.
func (t *turn) askOn(before string) bool {
	if t.lost() {
		return t.ruleChanged()
	}
	r := t.questionReply()
	r.body = join("\n", before, t.resumeLine(), r.body)
	t.answerWith("check", r)
	return true
}

// answerOrAskOn says something short, then the question under way if there
// is one.
func (t *turn) answerOrAskOn(kind, said string) {
	if t.running() {
		t.askOn(said)
		t.outcome.Kind = kind
		return
	}
	menu, rest := t.st.Menu, t.st.Rest
	t.answerWith(kind, &reply{body: said})
	t.st.Menu, t.st.Rest = menu, rest
}

// resumeLine says what the dialogue was about, when it was left long ago.
func (t *turn) resumeLine() string {
	if !t.resumed {
		return ""
	}
	t.resumed = false
	return t.say(locales.Resume, locales.Vars{"Title": t.checkTitle()})
}

// questionReply is the question under way with its options.
func (t *turn) questionReply() *reply {
	c := t.st.Check
	q := t.lib.Questions[c.Asking]
	r := &reply{body: t.say(locales.CheckQuestion, locales.Vars{
		"N": t.questionNumber(), "Ask": t.words(content.Words{Long: q.Ask, Short: q.Short}).Text,
	})}
	if q.Kind == "commune" {
		t.placeChoices(r)
	} else {
		for _, o := range q.Options {
			r.choices = append(r.choices, choice{"opt:" + q.ID + "=" + o.Key, t.words(content.Words{Long: o.Label}).Text})
		}
	}
	r.must = len(r.choices)
	r.buttons = []choice{{"why", t.say(locales.WhyAsk, nil)}}
	if len(c.Order) > 0 {
		r.buttons = append(r.buttons, choice{"back", t.say(locales.Back, nil)})
	}
	r.buttons = append(r.buttons, t.home())
	return r
}

func (t *turn) questionNumber() int {
	n := 1
	for _, q := range t.st.Check.Order {
		if q != t.st.Check.Asking {
			n++
		}
	}
	return n
}

// actInCheck runs the actions that only mean something during a check.
func (t *turn) actInCheck(verb, arg string) bool {
	if t.st.Check == nil {
		return false
	}
	switch verb {
	case "opt":
		return t.option(arg)
	case "place":
		return t.placeIs(arg)
	case "noplace":
		return t.askOn(t.say(locales.PlaceAgain, nil))
	case "outside":
		t.st.Check.answer(t.communeQuestion(), outside)
		return t.askNext("")
	case "why":
		return t.why()
	case "back":
		return t.back()
	case "edit":
		return t.edit()
	case "keep":
		return t.keep()
	case "redo":
		return t.redo(arg)
	case "resume":
		return t.askOn("")
	}
	return false
}

// option takes "question=key"; a stale button of an earlier question changes
// that answer.
func (t *turn) option(arg string) bool {
	question, key, _ := strings.Cut(arg, "=")
	q := t.lib.Questions[question]
	if q == nil || t.lost() {
		return false
	}
	for _, o := range q.Options {
		if o.Key == key {
			t.st.Check.Done = false
			t.st.Check.answer(question, key)
			return t.askNext("")
		}
	}
	return false
}

// inCheckToo puts the question under way behind an answer given in between.
// An SMS has room for its options only.
func (t *turn) inCheckToo(r *reply) {
	if !t.running() || t.lost() {
		return
	}
	q := t.questionReply()
	again := t.say(locales.BackToCheck, locales.Vars{"N": t.questionNumber()})
	if t.sms() {
		r.foot, r.rest, r.person = again+" "+numberedInline(q.choices), "", false
	} else {
		r.body = join("\n\n", r.body, again+" "+q.body)
	}
	r.choices, r.must = nil, 0
	r.buttons = append(q.choices, q.buttons...)
}

// keepCheckMenu makes digits answer the question under way again.
func (t *turn) keepCheckMenu() {
	if t.running() && !t.lost() {
		t.setMenu(t.questionReply().choices)
	}
}

func numberedInline(cs []choice) string {
	var parts []string
	for i, c := range cs {
		parts = append(parts, fmt.Sprintf("%d.%s", i+1, c.label))
	}
	return strings.Join(parts, " ")
}

// keepsNothing: the question under way must not be written down, and so
// neither may the words that answer it.
func (t *turn) keepsNothing() bool {
	before := load(t.snap.Session)
	if before.Check == nil {
		return false
	}
	q := t.lib.Questions[before.Check.Asking]
	return q != nil && q.Keep == content.KeepNone
}
