package bot

import (
	"slices"
	"strconv"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/locales"
	"tinban/msg"
)

// What a reply in words to the question of a check means: an option, a number,
// the end of it, a question of its own, or nothing sure.

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
