package bot

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
	"tinban/ticket"
)

// draft is what is about to be handed to a person.
type draft struct {
	Kind  ticket.Kind   `json:"k"`
	Label string        `json:"l,omitempty"`
	Text  string        `json:"t"`
	Asked string        `json:"q,omitempty"` // the resident's own words in it
	Phone string        `json:"p,omitempty"`
	Check *ticket.Check `json:"c,omitempty"`
}

// handOver gives the last question, or an unclear check, to a person. With
// nothing to hand over, or in the middle of a check, it asks for the question
// first.
func (t *turn) handOver() {
	if t.running() && t.st.Asked == "" {
		t.askWords()
		return
	}
	d := t.draft()
	if d == nil {
		t.st = state{Commune: t.st.Commune, Pending: pendingQuestion}
		t.answerWith("handover", &reply{body: t.say(locales.AskQuestion, nil), choices: []choice{t.callChoice()}})
		return
	}
	t.handIn(*d)
}

// draft is what there is to hand over: the question asked last, else the check.
func (t *turn) draft() *draft {
	d := draft{Kind: ticket.Question, Label: t.st.Label}
	if t.smallTalk(t.know.Reader.Read(t.st.Asked)) == "" {
		d.Text, d.Asked = t.st.Asked, t.st.Asked
	}
	if s := t.st.Ticket; s != nil && s.Wrong != "" && s.Wrong == mark(t.st.Asked) {
		d.Kind = ticket.Complaint
	}
	if d.Asked == "" {
		d.Text = t.slip()
		if d.Check = t.openCheck(); d.Check != nil {
			d.Kind = ticket.Unknown
		}
	}
	if d.Text == "" {
		return nil
	}
	return &d
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

// openCheck is a finished check that an officer can complete: only the answers
// that nobody knew are missing. Where an answer may not be written down the
// officer could complete nothing, and is asked in words.
func (t *turn) openCheck() *ticket.Check {
	rule := t.rule()
	if rule == nil || !t.st.Check.Done {
		return nil
	}
	res := rule.Compiled.Evaluate(t.facts())
	if res.Verdict != eligibility.NeedInfo || len(res.Unknown) == 0 {
		return nil
	}
	leaves := map[string]*content.Criterion{}
	collect(rule.Criteria, leaves)
	c := &ticket.Check{Programme: rule.Programme, Rule: rule.ID, Commune: t.st.Commune, Answers: t.kept()}
	for _, id := range res.Unknown {
		leaf := leaves[id]
		if leaf == nil || t.unwritten(leaf) || t.lib.Questions[leaf.Question] == nil || t.lib.Questions[leaf.Question].Kind == eligibility.KindCommune {
			return nil
		}
		if !slices.Contains(c.Missing, leaf.Question) {
			c.Missing = append(c.Missing, leaf.Question)
			delete(c.Answers, leaf.Question)
		}
	}
	return c
}

// kept are the answers of the check that may be written down.
func (t *turn) kept() map[string]string {
	answers := maps.Clone(t.st.Check.Answers)
	maps.DeleteFunc(answers, func(id, _ string) bool {
		q := t.lib.Questions[id]
		return q == nil || q.Keep == content.KeepNone
	})
	return answers
}

// handInCheck sends the check just finished, by its button.
func (t *turn) handInCheck() bool {
	if t.rule() == nil || !t.st.Check.Done {
		return false
	}
	t.st.Asked = ""
	t.handOver()
	return true
}

// handIn sends a draft to the officers of the commune, which is asked for once
// when nobody knows it.
func (t *turn) handIn(d draft) {
	commune, known := t.livesIn()
	if !known {
		t.askHome(d, "")
		return
	}
	t.file(d, commune)
}

// file makes the ticket and says what will become of it.
func (t *turn) file(d draft, commune string) {
	ask := ticket.Ask{
		Kind: d.Kind, Contact: t.contact.ID, Commune: commune, Label: d.Label, Text: clip(d.Text), Channel: t.caps.Kind,
		Phone: d.Phone, Check: d.Check, Promise: t.staffed(commune),
	}
	if d.Asked != "" {
		ask.Normal = clip(t.know.Reader.Read(d.Asked).Normal)
	}
	t.st.Pending, t.tickets().Draft = "", nil
	tk, fresh, changes, err := ticket.File(t.snap.Records, ask, t.in.Gateway+"\x00"+t.in.Ref, t.bot.cfg.Days, t.snap.Now)
	var no *msg.Refusal
	if errors.As(err, &no) {
		t.answerOrAskOn("handover", t.say(locales.ID(no.Code), no.Vars))
		return
	}
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	t.set.Changes.Add(changes)
	if !fresh {
		t.answerOrAskOn("handover", t.say(locales.TicketAlready, locales.Vars{"Code": string(tk.Code), "Due": t.dueWords(tk.Due)}))
		return
	}
	t.answerOrAskOn("handover", t.filed(tk))
	if !t.running() && d.Asked != "" {
		t.offerSample(d.Asked)
	}
}

// filed says who answers a new ticket, by when and where. What nobody is there
// to keep is not promised.
func (t *turn) filed(tk ticket.Ticket) string {
	vars := locales.Vars{
		"Code": string(tk.Code), "Who": t.who(tk.Commune), "Due": t.dueWords(tk.Due), "Office": t.officeOf(tk.Label, tk.Commune),
		"Number": cmp.Or(shownNumber(tk.Phone), t.say(locales.TicketOwnNumber, nil)),
	}
	switch {
	case tk.Kind == ticket.Callback && tk.Due.IsZero():
		return t.say(locales.TicketCallNoted, vars)
	case tk.Kind == ticket.Callback:
		return t.say(locales.TicketCallSent, vars)
	case tk.Due.IsZero():
		return t.say(locales.HandedOver, vars)
	case tk.Kind == ticket.Unknown:
		return t.say(locales.TicketSentCheck, vars)
	}
	return t.say(locales.TicketSent, vars)
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

// pending takes a text that was asked for.
func (t *turn) pending() bool {
	switch t.st.Pending {
	case pendingQuestion:
		if t.reading.Digits != nil || t.in.Kind != msg.Text {
			t.st.Pending = ""
			return false
		}
		switch t.smallTalk(t.reading) {
		case "greeting":
			t.handOver() // the question is still to come
			return true
		case "thanks", "goodbye", "help_menu":
			t.st.Pending = ""
			return false
		}
		t.st.Label = ""
		if len(t.reading.Ranked) > 0 && t.lib.Label(t.reading.Ranked[0].Label) != nil && !t.lib.Label(t.reading.Ranked[0].Label).Service {
			t.st.Label = t.reading.Ranked[0].Label
		}
		t.noticePlace()
		t.st.Pending, t.st.Asked = "", clip(t.reading.Typed)
		t.handIn(draft{Kind: ticket.Question, Label: t.st.Label, Text: t.st.Asked, Asked: t.st.Asked})
		return true
	case pendingForget:
		t.st.Pending = ""
		return slices.Contains(keepWords, t.command0()) && t.act("home")
	case pendingNeeds:
		t.st.Pending = ""
		return t.needsTyped()
	}
	return false
}

// keepWords say no to deleting everything. Yes takes its digit.
var keepWords = []string{"thoi", "thoi giu lai", "giu lai", "khong", "khong xoa", "thoi khong xoa", "thoi khong", "huy bo", "khong xoa nua"}

// smallTalk is the label of a text that is surely no question; "" for any other.
func (t *turn) smallTalk(r understand.Reading) string {
	if d := r.Decide(); d.Kind == understand.Answer && harmless[d.Labels[0]] {
		return d.Labels[0]
	}
	return ""
}

// shownNumber is a phone number with its middle hidden.
func shownNumber(number string) string {
	number = strings.Replace(number, "+84", "0", 1)
	if len(number) < 6 {
		return ""
	}
	return number[:3] + "..." + number[len(number)-3:]
}
