package bot

import (
	"cmp"
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/locales"
	"tinban/msg"
)

// harmless are the labels whose answer is the menu or a kind word: asking back
// would cost more than a wrong guess, unless it is hardly more than a guess.
var harmless = map[string]bool{"greeting": true, "thanks": true, "goodbye": true, "help_menu": true}

// likelyEnough is how likely a harmless label must be to be answered in doubt.
const likelyEnough = 0.7

// question is a free text: answer it, ask back, or say that it is not known.
// Of several in one message the first is answered and the others are offered.
func (t *turn) question() bool {
	if len(t.parts) > 1 {
		t.reading = t.parts[0]
		defer t.offerOthers(t.parts[1:])
	}
	t.st.Asked = clip(t.reading.Typed)
	t.noticePlace()
	d := t.reading.Decide()
	labels := slices.DeleteFunc(slices.Clone(d.Labels), func(id string) bool {
		return t.lib.Label(id) == nil || (id == outOfScope && d.Kind != understand.Answer)
	})
	t.st.Others = t.topics()
	sure := d.Kind == understand.Answer
	if d.Kind == understand.AskBack && len(labels) > 0 {
		sure = harmless[labels[0]] && t.reading.Ranked[0].P >= likelyEnough
	}
	switch {
	case sure && len(labels) > 0:
		t.answerLabel(labels[0])
	case d.Kind == understand.AskBack && len(labels) > 0:
		t.askBack(labels)
	case len(t.reading.Ranked) > 0 && t.reading.Ranked[0].Label == outOfScope:
		t.unknown(nil) // nothing of ours is near: naming topics would mislead
	default:
		t.unknown(labels)
	}
	return true
}

// topics are the likeliest labels that are about a programme.
func (t *turn) topics() (ids []string) {
	for _, m := range t.reading.Ranked {
		if lb := t.lib.Label(m.Label); lb != nil && !lb.Service {
			ids = append(ids, m.Label)
		}
	}
	return ids
}

// urgent answers somebody in danger before anything else, and keeps a check
// that is under way.
func (t *turn) urgent() bool {
	if t.in.Kind != msg.Text {
		return false
	}
	a := t.lib.UrgentOn(t.reading.Typed, t.on)
	if a == nil {
		return false
	}
	t.st.Asked = clip(t.reading.Typed)
	t.outcome.Kind = KindAnswer
	return t.tell(a)
}

// offerOthers puts the answers to the other questions of a message before what
// else the reply offers, and leaves them out never.
func (t *turn) offerOthers(parts []understand.Reading) {
	var others []choice
	for _, p := range parts {
		if len(p.Ranked) == 0 {
			continue
		}
		if a := t.lib.Choose(p.Ranked[0].Label, p.Typed, t.on); a != nil {
			others = append(others, choice{"ask:" + a.ID, t.say(locales.OtherQuestion, locales.Vars{"Title": a.Title})})
		}
	}
	if t.reply == nil || len(others) == 0 {
		return
	}
	t.reply.choices = append(others, t.reply.choices...)
	t.reply.must = max(t.reply.must, 0) + len(others)
	t.setMenu(t.reply.choices)
}

// askBack offers two or three meanings.
func (t *turn) askBack(labels []string) {
	r := &reply{body: t.say(locales.AskBack, nil)}
	for _, id := range labels {
		t.offer(r, id)
	}
	r.choices = append(r.choices, choice{"again", t.say(locales.NoneOfThese, nil)})
	r.must = len(r.choices)
	t.outcome.Label = labels[0]
	t.st.Label = labels[0]
	t.answerWith(KindAskBack, r)
}

func (t *turn) offer(r *reply, id string) {
	title := t.lib.Label(id).Title
	r.choices = append(r.choices, choice{"mean:" + id, title})
	t.outcome.Choices = append(t.outcome.Choices, Offer{id, title})
}

// unknown says so, offers the nearest topics and a person.
func (t *turn) unknown(nearest []string) {
	id := locales.Unknown
	if foreign(t.reading.Typed) {
		id = locales.UnknownForeign
	}
	r := &reply{body: t.say(id, nil)}
	t.st.Label = "" // not that of a question before
	for _, near := range nearest {
		if lb := t.lib.Label(near); lb != nil && !lb.Service {
			t.offer(r, near)
			t.st.Label = cmp.Or(t.st.Label, near)
		}
	}
	if len(r.choices) > 0 {
		r.body = join(" ", r.body, t.say(locales.Nearest, nil))
	}
	if t.outcome.Label == "" {
		t.outcome.Label = outOfScope
	}
	t.offerPerson(r)
	t.answerWith(KindUnknown, r)
}

// offerPerson tells how to send the question to an officer.
func (t *turn) offerPerson(r *reply) {
	if t.sms() {
		r.foot = t.say(locales.SendToPerson, nil)
		return
	}
	r.buttons = append(r.buttons, t.person(), t.home())
}

// notThis: the answer was not to what was asked.
func (t *turn) notThis() {
	r := &reply{body: t.say(locales.SorryNotThis, nil)}
	for _, id := range t.st.Others {
		if id != t.st.Label && len(r.choices) < 3 {
			r.choices = append(r.choices, choice{"mean:" + id, t.lib.Label(id).Title})
		}
	}
	t.offerPerson(r)
	t.complain()
	asked, others := t.st.Asked, t.st.Others
	t.answerWith("not_this", r)
	t.st.Asked, t.st.Others = asked, others
}

// Words that only an English sentence has several of.
var englishWords = []string{"the", "is", "are", "how", "what", "where", "can", "you", "help", "loan", "house", "work", "my", "to", "for", "do", "please", "i"}

// foreign guesses whether a text is in English: the reply then says in
// English, too, what this is.
func foreign(typed string) bool {
	n := 0
	for _, w := range strings.Fields(strings.ToLower(typed)) {
		if slices.Contains(englishWords, strings.Trim(w, ".,?!'")) {
			n++
		}
	}
	return n >= 3
}
