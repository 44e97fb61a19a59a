package console

import (
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// noticesPage is the last notices.
type noticesPage struct {
	Query string
	Lines []notice.Notice
	All   int
	May   bool // write one
	Names map[staff.ID]string
}

// listed is how many of a commune's notices a list shows.
const listed = 40

func (q *request) notices() (answer, error) {
	p := noticesPage{Query: q.r.URL.Query().Get("q"), May: staff.May(q.actor(), staff.WriteNotice) == nil}
	err := q.view(func(r store.Reader) error {
		all, err := q.recent(r)
		p.All = len(all)
		for _, n := range all {
			if matches(p.Query, n.Text, n.Code) {
				p.Lines = append(p.Lines, n)
			}
		}
		return err
	})
	return show("tin", locales.NavNotices, p), err
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
	Kind      string
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
	if !c.At.IsZero() {
		p.At = c.At.In(q.c.cfg.Zone).Format(inputTime)
	}
	return p
}

// inputTime is how a browser writes a moment.
const inputTime = "2006-01-02T15:04"

func (q *request) newNotice() (answer, error) {
	c := notice.Content{Topic: person.Meetings}
	if t := notice.Template(q.r.URL.Query().Get("mau")); t != "" {
		c.Filled = &notice.Filled{Template: t}
	}
	return show("tin-soan", locales.TitleNewNotice, q.composePage(c, composePage{Urgent: q.r.URL.Query().Get("khan") != ""})), nil
}

// typedContent is the form as it was typed.
func (q *request) typedContent() (c notice.Content) {
	_ = q.r.ParseForm() // a form that cannot be read is empty, and refused as such
	f := q.r.PostForm
	c = notice.Content{Communes: f["xa"], Topic: person.Topic(f.Get("chu_de")), Text: strings.TrimSpace(f.Get("loi")), Reason: f.Get("ly_do")}
	if t := f.Get("mau"); t != "" {
		c.Filled = &notice.Filled{Template: notice.Template(t), Time: f.Get("gio"), Day: f.Get("ngay"), Place: f.Get("noi"), About: f.Get("viec")}
		c.Text = ""
	}
	if at, err := time.ParseInLocation(inputTime, f.Get("luc"), q.c.cfg.Zone); err == nil {
		c.At = at
	}
	return c
}

// previewNotice shows every form of what is being written.
func (q *request) previewNotice() (answer, error) {
	c := q.typedContent()
	p := q.composePage(c, composePage{ID: q.r.PostFormValue("id"), Version: number(q.r.PostFormValue("ban"))})
	q.formsOf(&p, c)
	a := show("tin-soan", locales.TitleNewNotice, p)
	if q.r.Header.Get("HX-Request") != "" {
		a.part = "forms"
	}
	return a, nil
}

func (q *request) formsOf(p *composePage, c notice.Content) {
	board := q.c.cfg.Board
	if c.Filled != nil {
		text, err := board.Fill(*c.Filled)
		if words, refused := q.refusal(err); refused {
			p.Wrong = words
			return
		}
		c.Text = text
	}
	n := notice.Notice{Code: "0000", Content: c}
	if c.Text == "" {
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
	c := q.typedContent()
	id, board := notice.ID(q.r.PathValue("id")), q.c.cfg.Board
	urgent := q.r.PostFormValue("khan") != ""
	step, err := q.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) {
		switch {
		case urgent:
			return board.Emergency(r, q.actor(), c, notice.Seed(q.account.ID, c.Text, q.now), q.now)
		case id == "":
			return board.Draft(r, q.actor(), c, notice.Seed(q.account.ID, c.Text, q.now), q.now)
		}
		return board.Edit(r, q.actor(), id, number(q.r.PostFormValue("ban")), c, q.now)
	})
	if words, refused := q.refusal(err); refused {
		p := q.composePage(c, composePage{ID: string(id), Version: number(q.r.PostFormValue("ban")), Urgent: urgent})
		q.formsOf(&p, c)
		p.Wrong = words
		return answer{page: "tin-soan", title: locales.TitleNewNotice, data: p, status: unprocessable}, nil
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/tin/"+string(step.Notice.ID), locales.SaidSaved)
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
