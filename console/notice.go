package console

import (
	"crypto/rand"
	"errors"
	"strconv"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// noticePage is one notice, from its draft to its report.
type noticePage struct {
	notice.Notice
	StateWords string
	Forms      []communeForms
	Checks     []check
	Count      *notice.Audience // counted, when it was asked for
	Counting   bool             // that goes on
	Excluded   []counted
	Takes      time.Duration
	Leaves     time.Time
	Soon       bool // a few minutes after it is approved
	Hash       string
	Progress   notice.Progress
	Failures   []counted
	Percent    int
	Left       time.Duration // of the countdown
	Moving     bool          // the page looks again by itself
	Author     string
	Approver   string
	MayWrite   bool
	MayApprove bool   // who looks, now
	NotNow     string // … and why not, if they might another time
	MayReturn  bool
	MayReview  bool // it is an emergency that waits for it
	HasPhone   bool // who looks can be sent a test
	Original   *notice.Notice
	Fixes      []notice.Notice
	Key        string // of the form for a correction
	Wrong      string
}

// counted is a number with what it counts.
type counted struct {
	N     int
	Words string
}

func (q *request) notice() (answer, error) { return q.noticeWith(noticePage{}, "") }

// noticeProgress is the part of the page that moves.
func (q *request) noticeProgress() (answer, error) { return q.noticeWith(noticePage{}, "moving") }

// noticeAudience counts who gets it, which takes long for a large commune.
func (q *request) noticeAudience() (answer, error) {
	n, err := q.readNotice()
	if err != nil {
		return answer{}, err
	}
	a, ok, err := q.audienceOf(n)
	if err != nil {
		return answer{}, err
	}
	part := ""
	if q.r.Header.Get("HX-Request") != "" {
		part = "audience"
	}
	if !ok {
		return q.noticeWith(noticePage{Counting: true}, part)
	}
	return q.noticeWith(noticePage{Count: &a}, part)
}

// readNotice is the notice of the path, if the actor may see it.
func (q *request) readNotice() (notice.Notice, error) { return q.noticeCalled(q.r.PathValue("id")) }

func (q *request) noticeCalled(id string) (n notice.Notice, err error) {
	err = q.view(func(r store.Reader) error {
		if n, err = notice.Get(r, notice.ID(id)); err != nil {
			return err
		}
		return staff.May(q.actor(), staff.ReadNotices, n.Communes...)
	})
	return n, err
}

func (q *request) noticeWith(p noticePage, part string) (answer, error) {
	n, err := q.readNotice()
	if err != nil {
		return answer{}, err
	}
	p.Notice = n
	if err := q.view(func(r store.Reader) error { return q.loadNotice(r, &p) }); err != nil {
		return answer{}, err
	}
	a := show("tin-mot", locales.TitleNotice, p)
	a.part = part
	if p.Wrong != "" {
		a.status = unprocessable
	}
	return a, nil
}

func (q *request) loadNotice(r store.Reader, p *noticePage) (err error) {
	board := q.c.cfg.Board
	for _, c := range p.Communes {
		p.Forms = append(p.Forms, q.formsIn(p.Notice, c))
	}
	empty := notice.Audience{}
	shown := &empty
	if p.Count != nil {
		shown = p.Count
	}
	preview, err := board.Preview(r, p.Notice, *shown, q.now)
	if err != nil {
		return err
	}
	p.Leaves, p.Soon, p.Hash, p.Takes = preview.Leaves, preview.Soon, preview.Hash, preview.Takes.Round(time.Minute)
	for _, k := range preview.Checks {
		if p.Count != nil || k.Text != locales.NoticeNobody { // nobody has counted yet
			p.Checks = append(p.Checks, q.check(k))
		}
	}
	if p.Progress, err = board.Progress(r, p.ID); err != nil {
		return err
	}
	q.describeNotice(p)
	p.Author, p.Approver = nameOf(r, p.Notice.Author), nameOf(r, p.Notice.Approver)
	if err := q.related(r, p); err != nil {
		return err
	}
	return q.rights(r, p)
}

// related finds what the notice corrects, and what corrects it.
func (q *request) related(r store.Reader, p *noticePage) (err error) {
	if p.Fixes, err = notice.Corrections(r, p.ID); err != nil || p.Corrects == "" {
		return err
	}
	old, err := notice.Get(r, p.Corrects)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	p.Original = &old
	return err
}

// rights says what who looks may do about it now.
func (q *request) rights(r store.Reader, p *noticePage) error {
	p.MayWrite = staff.May(q.actor(), staff.WriteNotice, p.Communes...) == nil
	wrote := p.Notice.Author == q.account.ID
	p.MayReview = p.Kind == notice.Emergency && p.Reviewed.IsZero() && !wrote && staff.May(q.actor(), staff.ReviewEmergency, p.Communes...) == nil
	p.HasPhone, p.Key = q.account.Contact != "", rand.Text()
	if p.State != notice.Submitted {
		return nil
	}
	err := q.c.cfg.Board.MayApprove(r, q.actor(), p.Notice, q.now)
	var no *msg.Refusal
	if err != nil && !errors.As(err, &no) {
		return err
	}
	leads := staff.May(q.actor(), staff.ApproveNotice, p.Communes...) == nil
	p.MayApprove, p.MayReturn = err == nil, err == nil && leads
	if leads || no != nil && no.Code == string(locales.NoticeCoolOff) {
		p.NotNow, _ = q.refusal(err)
	}
	return nil
}

func (q *request) describeNotice(p *noticePage) {
	p.StateWords = q.say(notice.StateName(p.State), nil)
	if p.State == notice.Tested && p.Onscreen {
		p.StateWords = q.say(locales.ReadOnPage, nil)
	}
	if p.Why != "" {
		p.StateWords += ": " + q.say(notice.WhyName(p.Why), nil)
	}
	for _, f := range p.Progress.Failures {
		p.Failures = append(p.Failures, counted{f.N, q.say(f.Text, nil)})
	}
	excluded := p.Notice.Excluded
	if p.Count != nil {
		excluded = p.Count.Excluded
	}
	for _, why := range notice.Whys {
		if n := excluded[why]; n > 0 {
			p.Excluded = append(p.Excluded, counted{n, q.say(notice.WhyName(why), nil)})
		}
	}
	if done := p.Progress.Chat + p.Progress.SMS + p.Progress.Failed; p.Progress.Chosen > 0 {
		p.Percent = 100 * done / p.Progress.Chosen
	}
	if p.State == notice.Counting {
		p.Left = max(p.Start.Sub(q.now).Round(time.Second), 0)
	}
	p.Moving = p.Live() || p.Progress.Waiting > 0
}

// Ends reports whether nothing more becomes of it: its words may be used again.
func (p noticePage) Ends() bool { return p.State == notice.Done || p.State == notice.Cancelled }

// Draft reports whether only its writers have it.
func (p noticePage) Draft() bool {
	return p.State == notice.Drafted || p.State == notice.Tested || p.State == notice.Returned
}

// Agreed reports whether it leaves by itself.
func (p noticePage) Agreed() bool { return p.State == notice.Approved || p.State == notice.Counting }

func nameOf(r store.Reader, id staff.ID) string {
	a, err := staff.Get(r, id)
	if err != nil {
		return string(id)
	}
	return a.Name
}

func (q *request) editNotice() (answer, error) {
	n, err := q.readNotice()
	if err != nil {
		return answer{}, err
	}
	c := asTyped(n.Content)
	p := q.composePage(c, composePage{ID: string(n.ID), Version: n.Version})
	q.formsOf(&p, n, c)
	return show("tin-soan", locales.TitleEditNotice, p), nil
}

// noticeDo is one of the things to do with a notice, and what is said then.
type noticeDo struct {
	said locales.ID
	do   func(q *request, r store.Reader, id notice.ID, count notice.Audience) (notice.Step, store.Changes, error)
}

// plain is a step that needs nothing but the notice.
func plain(step func(*notice.Board, store.Reader, staff.Actor, notice.ID, time.Time) (notice.Step, store.Changes, error)) func(*request, store.Reader, notice.ID, notice.Audience) (notice.Step, store.Changes, error) {
	return func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		return step(q.c.cfg.Board, r, q.actor(), id, q.now)
	}
}

// worded is a step that needs a word about it, from a field of the form.
func worded(field string, step func(*notice.Board, store.Reader, staff.Actor, notice.ID, string, time.Time) (notice.Step, store.Changes, error)) func(*request, store.Reader, notice.ID, notice.Audience) (notice.Step, store.Changes, error) {
	return func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		return step(q.c.cfg.Board, r, q.actor(), id, q.r.PostFormValue(field), q.now)
	}
}

// noticeSteps are they, by their place in the path.
var noticeSteps = map[string]noticeDo{
	"thu": {locales.SaidTested, func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		return q.c.cfg.Bot.TestNotice(r, q.actor(), id)
	}},
	submitStep: {locales.SaidSubmitted, func(q *request, r store.Reader, id notice.ID, count notice.Audience) (notice.Step, store.Changes, error) {
		return q.c.cfg.Board.Submit(r, q.actor(), id, count, q.now)
	}},
	"duyet": {locales.SaidApproved, func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		return q.c.cfg.Board.Approve(r, q.actor(), id, notice.Agreement{Code: q.r.PostFormValue("ma"), Hash: q.r.PostFormValue("dau")}, q.now)
	}},
	"doc": {locales.SaidRead, func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		if q.r.PostFormValue("da_doc") == "" {
			return notice.Step{}, store.Changes{}, &msg.Refusal{Code: string(locales.ReadFirst)}
		}
		return q.c.cfg.Board.Read(r, q.actor(), id, q.r.PostFormValue("dau"), q.now)
	}},
	"dinh-chinh": {locales.SaidSaved, func(q *request, r store.Reader, id notice.ID, _ notice.Audience) (notice.Step, store.Changes, error) {
		text, reason := q.r.PostFormValue("loi"), q.r.PostFormValue("ly_do")
		return q.once(r, []string{string(id), text, reason}, func(seed string) (notice.Step, store.Changes, error) {
			return q.c.cfg.Board.Correct(r, q.actor(), id, text, reason, seed, q.now)
		})
	}},
	"tra-lai":   {locales.SaidReturned, worded("ly_do", (*notice.Board).Return)},
	"xem-lai":   {locales.SaidSaved, worded("loi", (*notice.Board).Review)},
	"tam-ngung": {locales.SaidSaved, plain((*notice.Board).Pause)},
	"gui-tiep":  {locales.SaidSaved, plain((*notice.Board).Resume)},
	"gui-lai":   {locales.SaidSaved, plain((*notice.Board).Retry)},
	"huy":       {locales.SaidCancelled, plain((*notice.Board).Cancel)},
}

// submitStep needs to know to how many.
const submitStep = "gui-duyet"

func (q *request) stepNotice() (answer, error) {
	step, ok := noticeSteps[q.r.PathValue("buoc")]
	if !ok {
		return answer{}, store.ErrNotFound
	}
	n, err := q.readNotice()
	var count notice.Audience
	if err == nil && q.r.PathValue("buoc") == submitStep {
		count, err = q.c.cfg.Board.CountAll(q.ctx(), q.c.cfg.Store, n, q.now)
	}
	if err != nil {
		return answer{}, err
	}
	done, err := q.noticeStep(func(r store.Reader) (notice.Step, store.Changes, error) { return step.do(q, r, n.ID, count) })
	if words, refused := q.refusal(err); refused {
		return q.noticeWith(noticePage{Wrong: words}, "")
	}
	if err != nil {
		return answer{}, err
	}
	said := step.said
	if done.Notice.State == notice.Approved { // not at once, but when its time comes
		said = locales.SaidWaits
	}
	return q.done("/tin/"+string(done.Notice.ID), said)
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // what is no number is none
	return n
}
