package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
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

// inCheck takes words as an answer to the question under way. What is not an
// option but a real question is answered, and the check goes on.
func (t *turn) inCheck() bool {
	if !t.running() || t.in.Kind != msg.Text || t.reading.Digits != nil {
		return false
	}
	if t.lost() {
		return t.ruleChanged()
	}
	q := t.lib.Questions[t.st.Check.Asking]
	if t.confirmed() || t.answered(q) || t.numbered(q) {
		return true
	}
	if understand.Leaves(t.reading.Typed) {
		return t.leave()
	}
	if t.asksSomething() {
		return t.question()
	}
	if t.smallTalk(t.reading) != "" {
		return t.askOn("") // who says thanks is not told that it was not understood
	}
	return t.askOn(t.misread(q))
}

// confirmed takes a yes or no to "is it this commune?".
func (t *turn) confirmed() bool {
	if !t.confirming() {
		return false
	}
	yes, sure := t.yesNo()
	if yes && sure {
		return t.act(t.st.Menu[0])
	}
	return sure && t.act("noplace")
}

// answered takes the words of an option, or the name of a place.
func (t *turn) answered(q *content.Question) bool {
	key, sure := understand.Choose(t.reading.Typed, t.options(q))
	if q.Kind == "commune" {
		return sure && key == outside && t.act("outside") || t.placeAnswer()
	}
	return sure && t.option(q.ID+"="+key)
}

// numbered takes "số 1" or "hai"; of "1 và 3" it asks back which.
func (t *turn) numbered(q *content.Question) bool {
	ns, several := understand.Picks(t.reading.Typed, "")
	if several {
		return t.askOn(t.whichOf(q, ns))
	}
	t.reading.Digits = ns
	return t.digits()
}

// whichOf asks which one of the choices of a question is meant.
func (t *turn) whichOf(q *content.Question, ns []int) string {
	var names []string
	for _, n := range ns {
		if t.sms() || q.Kind == "commune" || n < 1 || n > len(q.Options) {
			names = append(names, strconv.Itoa(n))
		} else {
			names = append(names, "“"+t.words(content.Words{Long: q.Options[n-1].Label}).Text+"”")
		}
	}
	return t.say(locales.WhichOf, locales.Vars{"List": strings.Join(names, t.say(locales.Or, nil))})
}

// misread says why words were not taken for an answer, as far as it is known:
// they fit several options, or are a yes that does not say to what.
func (t *turn) misread(q *content.Question) string {
	if q.Kind == "commune" {
		if _, sure := understand.Choose(t.reading.Typed, notKnown); sure {
			return t.say(locales.PlaceHelp, nil)
		}
		return t.say(locales.PlaceAgain, nil)
	}
	if met := understand.Met(t.reading.Typed, t.options(q)); len(met) > 1 {
		var ns []int
		for i, o := range q.Options {
			if slices.Contains(met, o.Key) {
				ns = append(ns, i+1)
			}
		}
		return t.whichOf(q, ns)
	}
	if _, sure := understand.Choose(t.reading.Typed, mereYes); sure {
		return t.say(locales.WhichKind, nil)
	}
	return t.say(locales.NotAnOption, nil)
}

// mereYes are the yeses that do not say to which of several options.
var mereYes = []understand.Option{{Key: "yes", Words: []string{"có", "rồi", "phải", "ừ", "vâng", "có tên", "có trong danh sách", "có bị", "bị rồi"}}}

// notKnown are the ways to say that one does not know.
var notKnown = []understand.Option{{Key: "unknown", Words: []string{"không biết", "không rõ", "không nhớ", "chưa biết", "chưa rõ", "quên", "chịu"}}}

// leave ends the questions of somebody who wants no more of them, and offers to
// begin again. The answers go, as they do by "0".
func (t *turn) leave() bool {
	again := choice{"survey", t.say(locales.SurveyTitle, nil)}
	if r := t.rule(); r != nil {
		again = choice{"check:" + r.Programme, t.say(locales.CheckMine, locales.Vars{"Title": r.Title})}
	}
	t.st = state{Commune: t.st.Commune}
	t.answerWith("left", &reply{body: t.say(locales.StoppedCheck, nil), choices: []choice{again, t.home()}, must: 2})
	return true
}

func (t *turn) options(q *content.Question) []understand.Option {
	var out []understand.Option
	for _, o := range q.Options {
		label := t.words(content.Words{Long: o.Label}).Text
		out = append(out, understand.Option{Key: o.Key, Words: append([]string{label}, o.Words...)})
	}
	return out
}

// asksSomething: the text is long enough to be a question of its own, and is
// surely one of ours.
func (t *turn) asksSomething() bool {
	d := t.reading.Decide()
	return d.Kind == understand.Answer && d.Labels[0] != "out_of_scope" && len(strings.Fields(t.reading.Plain)) >= 3
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
