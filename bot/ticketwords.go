package bot

import (
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/ticket"
)

// What is asked of an officer in the middle of a check.

// askWords asks what an officer shall be asked in the middle of a check. The
// answers so far go with it; without words they can go alone.
func (t *turn) askWords() {
	slip := t.slipSoFar()
	r := &reply{body: t.say(locales.TicketWords, locales.Vars{"Slip": slip != ""})}
	if slip != "" {
		r.choices = append(r.choices, choice{"tslip", t.say(locales.TicketWordsNone, nil)})
	}
	r.choices = append(r.choices, choice{"tresume", t.say(locales.TicketWordsBack, nil)})
	r.must = len(r.choices)
	t.answerWith("handover", r)
	t.st.Pending, t.tickets().Asks = pendingWords, t.st.Check.Asking
}

// wordsTyped hands over what was typed. An answer to the check's question, a
// command or a digit is none of it.
func (t *turn) wordsTyped() bool {
	t.st.Pending = ""
	if t.in.Kind != msg.Text || !t.typedText() || !t.running() || t.tickets().Asks != t.st.Check.Asking ||
		len(strings.Fields(t.reading.Plain)) < moreWords && t.answersCheck() {
		return false
	}
	switch t.smallTalk(t.reading) {
	case "greeting":
		t.askWords()
		return true
	case "thanks", "goodbye":
		return t.askOn("")
	}
	typed := clip(t.reading.Typed)
	t.handIn(draft{Kind: ticket.Question, Label: t.st.Label, Text: join("\n", typed, t.slipSoFar()), Asked: typed})
	return true
}

// noWords hands over the answers so far.
func (t *turn) noWords() bool {
	if !t.running() {
		return false
	}
	slip := t.slipSoFar()
	if slip == "" {
		return false
	}
	t.st.Pending = ""
	t.handIn(draft{Kind: ticket.Question, Label: t.st.Label, Text: slip})
	return true
}

// slipSoFar is the check's slip once something was answered.
func (t *turn) slipSoFar() string {
	if len(t.st.Check.Answers) == 0 {
		return ""
	}
	return t.slip()
}

// resumeCheck goes back to the check.
func (t *turn) resumeCheck() bool {
	t.st.Pending = ""
	return t.running() && t.askOn("")
}
