package bot

import (
	"tinban/content"
	"tinban/locales"
)

// What a resident can do with a question besides answering it: ask why, go
// back, change an answer, begin again.

// why says why the question under way is asked, and how to find out.
func (t *turn) why() bool {
	if !t.running() {
		t.menu(locales.NothingAsked)
		return true
	}
	q := t.lib.Questions[t.st.Check.Asking]
	why := t.words(content.Words{Long: q.Why}).Text
	help := t.words(content.Words{Long: q.UnknownHelp}).Text
	t.askOn(join(" ", why, help))
	t.outcome.Kind = "why"
	return true
}

// back takes the last answer back and asks again.
func (t *turn) back() bool {
	c := t.st.Check
	if c == nil || len(c.Order) == 0 {
		t.answerOrAskOn("back", t.say(locales.NothingBefore, nil))
		return true
	}
	return t.redo(c.Order[len(c.Order)-1])
}

// redo asks one question again and keeps the other answers.
func (t *turn) redo(question string) bool {
	c := t.st.Check
	if c == nil || t.lost() || t.lib.Questions[question] == nil {
		return false
	}
	c.forget(question)
	if t.lib.Questions[question].Kind == "commune" {
		t.st.Commune = ""
	}
	c.Asking = question
	return t.askOn("")
}

// edit lists what was answered, to change one of them.
func (t *turn) edit() bool {
	c := t.st.Check
	if c == nil || len(c.Order) == 0 {
		t.answerOrAskOn("edit", t.say(locales.NothingBefore, nil))
		return true
	}
	r := &reply{body: t.say(locales.EditWhich, nil)}
	for _, id := range c.Order {
		if q := t.lib.Questions[id]; q != nil {
			r.choices = append(r.choices, choice{"redo:" + id, t.answerGiven(q)})
		}
	}
	r.choices = append(r.choices, choice{"keep", t.say(locales.KeepAnswers, nil)})
	r.must = len(r.choices)
	t.answerWith("edit", r)
	return true
}

// keep leaves the answers as they are: back to the question under way, or to
// what they came to.
func (t *turn) keep() bool {
	if t.running() {
		return t.askOn("")
	}
	return t.askNext("")
}

// answerGiven is the answer given to a question, in words.
func (t *turn) answerGiven(q *content.Question) string {
	if q.Kind == "commune" && t.st.Commune != "" {
		return t.lib.Commune(t.st.Commune).Name
	}
	for _, o := range q.Options {
		if o.Key == t.st.Check.Answers[q.ID] {
			return t.words(content.Words{Long: o.Label}).Text
		}
	}
	return q.ID
}

func (t *turn) restart() bool {
	switch c := t.st.Check; {
	case c == nil:
		return false
	case c.All:
		return t.startSurvey()
	default:
		return t.startCheck(c.Programme)
	}
}
