package console

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// noticesPage is the last notices.
type noticesPage struct {
	Query  string
	States []option
	Lines  []noticeLine
	All    int
	May    bool // write one
}

// noticeLine is one of them: who answers for it, and what became of it.
type noticeLine struct {
	notice.Progress
	Author, Approver string
}

// Handed is how many it was handed over to.
func (l noticeLine) Handed() int { return l.Chat + l.SMS }

// listed is how many of a commune's notices a list shows.
const listed = 40

func (q *request) notices() (answer, error) {
	asked := q.r.URL.Query()
	p := noticesPage{Query: asked.Get("q"), May: staff.May(q.actor(), staff.WriteNotice) == nil}
	state := notice.State(asked.Get("trang_thai"))
	for _, s := range notice.States {
		p.States = append(p.States, option{string(s), q.say(locales.ID("tin_state_"+string(s)), nil), s == state})
	}
	err := q.view(func(r store.Reader) error {
		all, err := q.recent(r)
		p.All = len(all)
		for _, n := range all {
			if err != nil {
				break
			}
			if (state == "" || n.State == state) && matches(p.Query, n.Text, n.Code) {
				err = q.addLine(r, &p, n)
			}
		}
		return err
	})
	return show("tin", locales.NavNotices, p), err
}

func (q *request) addLine(r store.Reader, p *noticesPage, n notice.Notice) (err error) {
	l := noticeLine{Progress: notice.Progress{Notice: n}, Author: nameOf(r, n.Author), Approver: nameOf(r, n.Approver)}
	if n.Out() {
		l.Progress, err = q.c.cfg.Board.Handed(r, n)
	}
	p.Lines = append(p.Lines, l)
	return err
}

// recent are the last notices of what an actor may see, newest first.
func (q *request) recent(r store.Reader) (list []notice.Notice, err error) {
	communes := q.actor().Communes
	if q.actor().Everywhere() {
		communes = []string{""}
	}
	for _, c := range communes {
		some, err := notice.Recent(r, c, listed)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	slices.SortFunc(list, func(a, b notice.Notice) int { return b.Created.Compare(a.Created) })
	list = slices.CompactFunc(list, func(a, b notice.Notice) bool { return a.ID == b.ID })
	return list, err
}

// composePage is a notice that is being written.
type composePage struct {
	ID        string // empty for a new one
	Version   int
	Key       string // of this form: sent twice it makes one notice
	Communes  []option
	Topics    []option
	Templates []option
	Text      string
	Filled    notice.Filled
	At        string
	Reason    string
	Forms     []communeForms
	Checks    []check
	Wrong     string
	Urgent    bool
}

// ByTemplate and ByHand say which of the two ways to write are shown open.
func (p composePage) ByTemplate() bool { return p.Filled != (notice.Filled{}) }

// ByHand is the other way; both are, when both were filled in.
func (p composePage) ByHand() bool { return p.Text != "" || !p.ByTemplate() }

// communeForms is what phones of one commune get.
type communeForms struct {
	Commune string
	notice.Forms
	SMS   string
	Parts int
}

// check is one thing to look at, in words.
type check struct {
	Severity notice.Severity
	Words    string
}

func (q *request) composePage(c notice.Content, p composePage) composePage {
	communes := c.Communes
	if len(communes) == 0 {
		communes = q.actor().Communes
	}
	for _, o := range q.communeOptions(communes) {
		if q.actor().Everywhere() || contains(q.actor().Communes, o.Value) {
			p.Communes = append(p.Communes, o)
		}
	}
	for _, t := range person.Topics {
		p.Topics = append(p.Topics, option{string(t), q.say(locales.ID("topic_"+string(t)), nil), t == c.Topic})
	}
	if c.Filled != nil {
		p.Filled = *c.Filled
	}
	for _, t := range notice.Templates {
		p.Templates = append(p.Templates, option{string(t), q.say(locales.ID("template_"+string(t)), nil), t == p.Filled.Template})
	}
	p.Text, p.Reason = c.Text, c.Reason
	if p.Key == "" {
		p.Key = rand.Text()
	}
	if !c.At.IsZero() {
		p.At = c.At.In(q.c.cfg.Zone).Format(inputTime)
	}
	return p
}

// inputTime is how a browser writes a moment.
const inputTime = "2006-01-02T15:04"

// newNotice is an empty form, one with a template chosen, or one with the words
// of a notice there was.
func (q *request) newNotice() (answer, error) {
	asked := q.r.URL.Query()
	c := notice.Content{Topic: person.Meetings}
	if t := notice.Template(asked.Get("mau")); t != "" {
		c.Filled = &notice.Filled{Template: t}
	}
	if id := asked.Get("tu"); id != "" {
		old, err := q.noticeCalled(id)
		if err != nil {
			return answer{}, err
		}
		c = reused(old.Content, q.now)
	}
	p := q.composePage(c, composePage{Urgent: asked.Get("khan") != ""})
	q.formsOf(&p, newForm, c)
	return show("tin-soan", locales.TitleNewNotice, p), nil
}

// newForm is what a notice looks like that has no code yet.
var newForm = notice.Notice{Code: "0000"}

// asTyped is what an officer gave: the words of a template are not typed.
func asTyped(c notice.Content) notice.Content {
	if c.Filled != nil {
		c.Text = ""
	}
	return c
}

// reused is a content to begin anew with: for an hour that is not over.
func reused(c notice.Content, now time.Time) notice.Content {
	if c.At.Before(now) {
		c.At = time.Time{}
	}
	return asTyped(c)
}

// filledIn are the fields of a template as they were typed, chosen or not.
func filledIn(f url.Values) notice.Filled {
	return notice.Filled{Template: notice.Template(f.Get("mau")), Time: f.Get("gio"), Day: f.Get("ngay"), Place: f.Get("noi"), About: f.Get("viec")}
}

// typedContent is the form as it was typed. What cannot be meant is refused,
// and still there to be shown again.
func (q *request) typedContent() (c notice.Content, err error) {
	_ = q.r.ParseForm() // a form that cannot be read is empty, and refused as such
	f := q.r.PostForm
	c = notice.Content{Communes: f["xa"], Topic: person.Topic(f.Get("chu_de")), Text: strings.TrimSpace(f.Get("loi")), Reason: f.Get("ly_do")}
	if q.urgent() {
		c.Kind = notice.Emergency
	}
	filled := filledIn(f)
	switch {
	case filled.Template != "" && c.Text != "":
		err = &msg.Refusal{Code: string(locales.TemplateAndText)}
	case filled.Template == "" && filled != (notice.Filled{}) && c.Text == "":
		err = &msg.Refusal{Code: string(locales.TemplateNotChosen)}
	}
	if filled.Template != "" {
		c.Filled = &filled
	}
	if typed := f.Get("luc"); typed != "" {
		at, bad := time.ParseInLocation(inputTime, typed, q.c.cfg.Zone)
		if bad != nil && err == nil {
			err = &msg.Refusal{Code: string(locales.NoSuchMoment), Vars: locales.Vars{"Said": typed}}
		}
		c.At = at
	}
	return c, err
}

func (q *request) urgent() bool { return q.r.PostFormValue("khan") != "" }

// typedPage is the form again, as it was typed, with what is wrong with it.
func (q *request) typedPage(c notice.Content, id, wrong string) (answer, error) {
	base := newForm
	if id != "" {
		n, err := q.noticeCalled(id)
		if err != nil {
			return answer{}, err
		}
		base = n
	}
	f := q.r.PostForm
	p := q.composePage(c, composePage{ID: id, Version: number(f.Get("ban")), Key: f.Get("phieu"), Urgent: q.urgent()})
	p.Filled, p.At = filledIn(f), f.Get("luc")
	if wrong == "" || c.Filled == nil || c.Text == "" { // else it is not known what is meant
		q.formsOf(&p, base, c)
	}
	if wrong != "" {
		p.Wrong = wrong
	}
	title := locales.TitleNewNotice
	if id != "" {
		title = locales.TitleEditNotice
	}
	return show("tin-soan", title, p), nil
}

// previewNotice shows every form of what is being written.
func (q *request) previewNotice() (answer, error) {
	c, err := q.typedContent()
	wrong, _ := q.refusal(err)
	a, err := q.typedPage(c, q.r.PostFormValue("id"), wrong)
	if q.r.Header.Get("HX-Request") != "" {
		a.part = "forms"
	}
	return a, err
}

// formsOf shows a content as the notice it is, or is to become, would go out.
func (q *request) formsOf(p *composePage, n notice.Notice, c notice.Content) {
	board := q.c.cfg.Board
	if n.Corrects != "" { // to those who got the other one, whatever is typed
		c.Communes, c.Topic, c.Kind = n.Communes, n.Topic, n.Kind
	}
	if c.Filled != nil && c.Filled.About+c.Filled.Day+c.Filled.Place+c.Filled.Time != "" {
		text, err := board.Fill(*c.Filled)
		if words, refused := q.refusal(err); refused {
			p.Wrong = words
			return
		}
		c.Text = text
	}
	if n.Content = c; c.Text == "" {
		return
	}
	for _, commune := range c.Communes {
		p.Forms = append(p.Forms, q.formsIn(n, commune))
	}
	for _, k := range board.TextChecks(n, q.now) {
		p.Checks = append(p.Checks, q.check(k))
	}
}

func (q *request) formsIn(n notice.Notice, commune string) communeForms {
	f := communeForms{Commune: commune, Forms: q.c.cfg.Board.Forms(n, commune)}
	f.SMS = f.TwoWay
	if q.c.cfg.Board.Named() {
		f.SMS = f.Brandname
	}
	f.Parts = notice.Parts(f.SMS)
	return f
}

func (q *request) check(k notice.Check) check { return check{k.Severity, q.say(k.Text, k.Vars)} }

// saveNotice makes a draft, changes one, or sends an emergency.
func (q *request) saveNotice() (answer, error) {
	c, err := q.typedContent()
	id, said := q.r.PathValue("id"), locales.SaidSaved
	if q.urgent() {
		said = locales.SaidUrgent
	}
	var step notice.Step
	if err == nil {
		step, err = q.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) { return q.save(r, notice.ID(id), c) })
	}
	if errors.Is(err, errUnseen) {
		return q.confirmUrgent(step.Notice, c)
	}
	if words, refused := q.refusal(err); refused {
		a, err := q.typedPage(c, id, words)
		a.status = unprocessable
		return a, err
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/tin/"+string(step.Notice.ID), said)
}

func (q *request) save(r store.Reader, id notice.ID, c notice.Content) (notice.Step, store.Changes, error) {
	board := q.c.cfg.Board
	if id != "" {
		return board.Edit(r, q.actor(), id, number(q.r.PostFormValue("ban")), c, q.now)
	}
	return q.once(r, c, func(seed string) (notice.Step, store.Changes, error) {
		if q.urgent() {
			return q.sendUrgent(r, c, seed)
		}
		return board.Draft(r, q.actor(), c, seed, q.now)
	})
}

// once makes a notice, unless this very form has made it already: a form that
// is sent twice leads to the first. The same form with other words in it is
// another.
func (q *request) once(r store.Reader, typed any, sow func(seed string) (notice.Step, store.Changes, error)) (notice.Step, store.Changes, error) {
	words, _ := json.Marshal(typed) // strings and times: cannot fail
	key := cmp.Or(q.r.PostFormValue("phieu"), q.now.Format(time.RFC3339Nano))
	seed := strings.Join([]string{string(q.account.ID), key, string(words)}, "\x00")
	n, sown, err := notice.Sown(r, q.account.ID, seed)
	if err != nil || sown {
		return notice.Step{Notice: n}, store.Changes{}, err
	}
	return sow(seed)
}

// noticeStep takes a step of a notice and tells staff of it.
func (q *request) noticeStep(do func(store.Reader) (notice.Step, store.Changes, error)) (step notice.Step, err error) {
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		if step, c, err = do(r); err != nil {
			return c, err
		}
		tells, err := q.c.cfg.Bot.TellStaff(r, step.Tell, "")
		c.Add(tells)
		return c, err
	})
	return step, err
}
