package bot

import (
	"cmp"
	"strings"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// handOver gives the last question, or an unclear check, to a person. With
// nothing to hand over it asks for the question first.
func (t *turn) handOver() {
	text := t.st.Asked
	if slip := t.slip(); slip != "" {
		text = join("\n", text, slip)
	}
	if text == "" {
		t.st = state{Commune: t.st.Commune, Pending: pendingQuestion}
		t.answerWith("handover", &reply{body: t.say(locales.AskQuestion, nil)})
		return
	}
	t.send(text)
}

// slip is a check that needs an officer, with what is clear and what is not.
func (t *turn) slip() string {
	rule := t.rule()
	if rule == nil {
		return "" // several programmes at once: each has its own slip
	}
	res := rule.Compiled.Evaluate(t.facts())
	return t.say(locales.Slip, locales.Vars{"Title": rule.Title, "Trace": t.trace(rule, res)})
}

func (t *turn) send(text string) {
	t.set.Question = &store.Question{
		At: t.snap.Now, Channel: t.caps.Kind, Commune: t.st.Commune, Label: t.st.Label, Text: clip(text),
	}
	asked := t.st.Asked
	t.st.Asked, t.st.Pending = "", ""
	t.answerOrAskOn("handover", t.say(locales.HandedOver, locales.Vars{
		"Code": string(t.snap.NextQuestion), "Office": t.askOffice(),
	}))
	if !t.running() && t.slip() == "" {
		t.offerSample(cmp.Or(asked, text))
	}
}

// offerSample asks whether a question nobody could answer may be kept, without
// what could tell who asked, so that the next one who asks gets an answer.
func (t *turn) offerSample(text string) {
	give := choice{"give", t.say(locales.GiveSample, nil)}
	t.reply.choices = append(t.reply.choices, give)
	t.st.Menu = []string{give.action} // digits now mean what is shown last
	t.st.Sample = text
}

// give keeps the question.
func (t *turn) give() {
	if t.st.Sample == "" {
		t.menu(locales.OldButton)
		return
	}
	var places []string
	for _, n := range t.lib.PlaceNames() {
		places = append(places, n.Text)
	}
	t.set.Samples = []store.Sample{{At: t.snap.Now, Label: t.st.Label, Text: understand.Anonymise(t.st.Sample, places)}}
	t.st.Sample = ""
	t.answerWith("sample", &reply{body: t.say(locales.SampleGiven, nil)})
}

// askOffice is where to go meanwhile: the office of the topic, else the
// commune's.
func (t *turn) askOffice() string {
	v := t.view()
	if lb := t.lib.Label(t.st.Label); lb != nil && lb.Ask != "" {
		if name, err := t.lib.OfficeName(lb.Ask, v); err == nil {
			return name
		}
	}
	return t.say(locales.CommuneOffice, locales.Vars{"Commune": t.lib.CommuneName(t.st.Commune, t.on)})
}

// pending takes a text that was asked for.
func (t *turn) pending() bool {
	switch t.st.Pending {
	case pendingQuestion:
		if t.reading.Digits != nil || t.in.Kind != msg.Text {
			t.st.Pending = ""
			return false
		}
		t.st.Label = ""
		if len(t.reading.Ranked) > 0 && t.lib.Label(t.reading.Ranked[0].Label) != nil && !t.lib.Label(t.reading.Ranked[0].Label).Service {
			t.st.Label = t.reading.Ranked[0].Label
		}
		t.noticePlace()
		t.send(t.reading.Typed)
		return true
	case pendingForget:
		t.st.Pending = ""
	case pendingNeeds:
		t.st.Pending = ""
		return t.reading.Digits != nil && t.needs()
	}
	return false
}

// AnswerQuestion shapes an officer's answer for the one who asked. Text goes
// out as it was typed, under the code of the question.
func (b *Bot) AnswerQuestion(q store.Question, c store.Contact, answer string) (store.WriteSet, error) {
	caps, _ := b.cfg.Caps(c.Route)
	t := &turn{
		bot: b, know: b.cfg.Knowledge(), caps: caps, contact: c,
		in:   msg.Inbound{Gateway: c.Route, Ref: "answer:" + string(q.ID)},
		snap: store.Snapshot{Contact: c, Now: b.cfg.Now()},
	}
	t.lib = t.know.Library.In(c.Lang)
	t.reply = &reply{head: t.say(locales.AnswerHead, locales.Vars{"Code": string(q.ID)}), body: strings.TrimSpace(answer)}
	shaped := t.shape()
	set := store.WriteSet{}
	for _, s := range shaped {
		set.Out = append(set.Out, s.Outbound)
		set.Lines = append(set.Lines, store.Line{At: t.snap.Now, Dir: store.Out, Text: s.Outbound.Text})
	}
	return set, nil
}
