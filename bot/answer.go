package bot

import (
	"fmt"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
)

// Labels that are more than a topic here.
const (
	outOfScope  = "out_of_scope"
	placesLabel = "contact_office"
)

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
		if a := t.meant(id); !t.coursesInstead(a) && !t.tell(a) {
			t.unanswered(id)
		}
		return
	}
	t.outcome.Kind = KindAnswer
}

// meant is the answer of a label that fits the question as it was asked. A
// commune named in a question about places is answered by its own record.
func (t *turn) meant(label string) *content.Answer {
	a := t.lib.Choose(label, t.st.Asked, t.on)
	if a == nil || strings.Contains(a.ID, "/") {
		return a
	}
	if label == placesLabel && t.st.Place != "" {
		if place := t.lib.AnswerOn(placesLabel+"/xa-"+t.st.Place, t.on); place != nil {
			return place
		}
	}
	return t.lib.Choose(label, t.reading.Normal, t.on)
}

// askStop: a sentence about stopping is not the command; one more digit is
// cheaper than news lost by mistake.
func (t *turn) askStop() {
	t.answerWith(KindAnswer, &reply{body: t.say(locales.AskStop, nil), must: 2,
		choices: []choice{{"stop", t.say(locales.DungStop, nil)}, {"home", t.say(locales.DungOther, nil)}}})
}

// answer gives the record of an id on this day; a label without one is named,
// with who knows.
func (t *turn) answer(id string) bool {
	return t.tell(t.lib.AnswerOn(id, t.on)) || t.lib.Label(id) != nil && t.unanswered(id)
}

// tell says an answer; false when there is none to say.
func (t *turn) tell(a *content.Answer) bool {
	if a == nil {
		return false
	}
	said, err := t.lib.Render(t.pick(a), t.view())
	if err != nil {
		return t.unanswered(a.Label())
	}
	t.outcome.Label, t.outcome.Answer = a.Label(), a.ID
	t.outcome.Sources = t.sourcesOf(a, said)
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

// sourcesOf is where an answer comes from: the facts it says, then its own
// sources. One that only says who knows rests on what makes that office the
// right one.
func (t *turn) sourcesOf(a *content.Answer, said content.Rendered) []content.Source {
	sources := append(said.Sources, a.Sources...)
	if o := t.lib.OfficeOn(a.Office, t.on); len(sources) == 0 && o != nil {
		for _, f := range t.lib.Facts[o.Fact] {
			return []content.Source{{Doc: f.Doc, Section: f.Section}}
		}
	}
	return sources
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
		out = append(out, t.courseOffer(action)...)
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
	if said.Caveat && !slices.Contains(notes, "caveat") {
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
	return t.withCourses(a, out)
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
