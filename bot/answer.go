package bot

import (
	"fmt"
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
)

const outOfScope = "out_of_scope"

// harmless are the labels whose answer is the menu or a kind word: asking back
// would cost more than a wrong guess.
var harmless = map[string]bool{"greeting": true, "thanks": true, "goodbye": true, "help_menu": true}

// question is a free text: answer it, ask back, or say that it is not known.
func (t *turn) question() bool {
	t.st.Asked = clip(t.reading.Typed)
	t.noticePlace()
	d := t.reading.Decide()
	labels := slices.DeleteFunc(slices.Clone(d.Labels), func(id string) bool {
		return t.lib.Label(id) == nil || (id == outOfScope && d.Kind != understand.Answer)
	})
	t.st.Others = nil
	for _, m := range t.reading.Ranked {
		if lb := t.lib.Label(m.Label); lb != nil && !lb.Service {
			t.st.Others = append(t.st.Others, m.Label)
		}
	}
	switch {
	case len(labels) > 0 && (d.Kind == understand.Answer || d.Kind == understand.AskBack && harmless[labels[0]]):
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

// answerLabel answers a label: the service's own, or a record's.
func (t *turn) answerLabel(id string) {
	t.st.Label = id
	t.outcome.Label = id
	switch id {
	case "greeting":
		t.menu(locales.Welcome)
	case "help_menu":
		t.menu(locales.Menu)
	case "thanks":
		t.answerWith(KindAnswer, &reply{body: t.say(locales.Thanks, nil)})
	case "goodbye":
		t.answerWith(KindAnswer, &reply{body: t.say(locales.Goodbye, nil)})
	case "human_agent":
		t.st.Asked = ""
		t.handOver()
	case "unsubscribe":
		t.askStop()
	case outOfScope:
		t.unknown(nil)
		return
	default:
		if !t.answer(id) {
			t.unanswered(id)
		}
		return
	}
	t.outcome.Kind = KindAnswer
}

// askStop: a sentence about stopping is not the command; one more digit is
// cheaper than news lost by mistake.
func (t *turn) askStop() {
	t.answerWith(KindAnswer, &reply{body: t.say(locales.AskStop, nil), must: 2,
		choices: []choice{{"stop", t.say(locales.DungStop, nil)}, {"home", t.say(locales.DungOther, nil)}}})
}

// answer gives the record that answers a label on this day; false when there
// is none.
func (t *turn) answer(id string) bool {
	a := t.lib.AnswerOn(id, t.on)
	if a == nil {
		return t.lib.Label(id) != nil && t.unanswered(id)
	}
	said, err := t.lib.Render(t.pick(a), t.view())
	if err != nil {
		return t.unanswered(id)
	}
	t.outcome.Label = a.Label()
	t.outcome.Sources = append(said.Sources, a.Sources...)
	t.st.Label = a.Label()
	r := &reply{head: a.Title, body: t.withNotes(said, a.Notes), tail: t.sourceLine(t.outcome.Sources, a.Reviewed, a.To.Date)}
	if t.sms() {
		r.rest = t.longForm(a)
	} else {
		r.body = join("\n\n", r.body, t.whereTo(a.Office))
	}
	r.choices, r.person = t.following(a), true
	r.buttons = []choice{{"notthis", t.say(locales.NotThis, nil)}, t.person()}
	t.inCheckToo(r)
	t.answerWith(KindAnswer, r)
	t.keepCheckMenu()
	t.st.Offer = nil
	for _, c := range r.choices {
		t.st.Offer = append(t.st.Offer, c.action)
	}
	return true
}

// offered are the choices of the last answer again, for a first SMS that had
// no room for them. Inside a check its options are what counts.
func (t *turn) offered() (out []choice) {
	if t.running() {
		return nil
	}
	for _, action := range t.st.Offer {
		verb, arg, _ := strings.Cut(action, ":")
		if r := t.lib.RuleOn(arg, t.on); verb == "check" && r != nil {
			out = append(out, choice{action, t.say(locales.CheckMine, locales.Vars{"Title": r.Title})})
		}
		if a := t.lib.AnswerOn(arg, t.on); verb == "ask" && a != nil {
			out = append(out, choice{action, a.Title})
		}
	}
	return out
}

func (t *turn) pick(a *content.Answer) string {
	if t.sms() {
		return a.Short
	}
	return a.Long
}

// longForm is what TIEP shows after the short text.
func (t *turn) longForm(a *content.Answer) string {
	v := t.view()
	v.Short = false
	said, err := t.lib.Render(a.Long, v)
	if err != nil {
		return ""
	}
	return join("\n", said.Text, t.whereTo(a.Office))
}

// withNotes adds the shared sentences: warnings first named by the record,
// then once "ask again" if something needs it.
func (t *turn) withNotes(said content.Rendered, notes []string) string {
	parts := []string{said.Text}
	for _, id := range notes {
		parts = append(parts, t.note(id))
	}
	if said.Caveat {
		parts = append(parts, t.note("caveat"))
	}
	if t.sms() {
		return join(" ", parts...)
	}
	return join("\n\n", parts...)
}

func (t *turn) whereTo(office string) string {
	if office == "" {
		return ""
	}
	v := t.view()
	v.Short = false
	name, err := t.lib.OfficeName(office, v)
	if err != nil {
		return ""
	}
	return t.say(locales.WhereTo, locales.Vars{"Office": name})
}

// sourceLine says where it is written, when it was last held against that,
// and until when it holds.
func (t *turn) sourceLine(sources []content.Source, review content.Review, until eligibility.Date) string {
	limit := 4
	if t.sms() {
		limit = 2
	}
	var names []string
	sections := map[string][]string{}
	for _, s := range sources {
		d := t.lib.Documents[s.Doc]
		if d == nil {
			continue
		}
		if !slices.Contains(names, d.Short) {
			names = append(names, d.Short)
		}
		if !slices.Contains(sections[d.Short], s.Section) {
			sections[d.Short] = append(sections[d.Short], s.Section)
		}
	}
	if len(names) == 0 {
		return ""
	}
	names = names[:min(limit, len(names))]
	if !t.sms() {
		for i, name := range names {
			names[i] = join(", ", append([]string{name}, sections[name]...)...)
		}
	}
	vars := locales.Vars{"Docs": strings.Join(names, "; "), "Day": vnDay(review.On.Date), "Until": vnDay(until)}
	return t.say(locales.Source, vars)
}

// vnDay writes a day as people read it; an open day is empty.
func vnDay(d eligibility.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day, int(d.Month), d.Year)
}

// following is what one can do after an answer: check, then near questions.
func (t *turn) following(a *content.Answer) []choice {
	var out []choice
	for _, programme := range a.Check {
		if r := t.lib.RuleOn(programme, t.on); r != nil && r.Holds(t.on) {
			out = append(out, choice{"check:" + programme, t.say(locales.CheckMine, locales.Vars{"Title": r.Title})})
		}
	}
	if len(out) == 1 {
		out[0].label = t.say(locales.CheckMineOnly, nil)
	}
	for _, id := range a.See {
		if see := t.lib.AnswerOn(id, t.on); see != nil {
			out = append(out, choice{"ask:" + id, see.Title})
		}
	}
	return out
}

// unanswered names a topic that was understood but that nothing is written
// about, and who knows.
func (t *turn) unanswered(id string) bool {
	lb := t.lib.Label(id)
	t.outcome.Label, t.st.Label = id, id
	r := &reply{
		head: lb.Title,
		body: join(" ", t.say(locales.Unanswered, nil), t.whereTo(lb.Ask)),
	}
	t.offerPerson(r)
	t.inCheckToo(r)
	t.answerWith(KindUnknown, r)
	t.keepCheckMenu()
	return true
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
	r.choices = append(r.choices, choice{"ask:" + id, title})
	t.outcome.Choices = append(t.outcome.Choices, Offer{id, title})
}

// unknown says so, offers the nearest topics and a person.
func (t *turn) unknown(nearest []string) {
	id := locales.Unknown
	if foreign(t.reading.Typed) {
		id = locales.UnknownForeign
	}
	r := &reply{body: t.say(id, nil)}
	for _, near := range nearest {
		if lb := t.lib.Label(near); lb != nil && !lb.Service {
			t.offer(r, near)
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
			r.choices = append(r.choices, choice{"ask:" + id, t.lib.Label(id).Title})
		}
	}
	t.offerPerson(r)
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
