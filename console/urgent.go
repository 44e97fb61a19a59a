package console

import (
	"errors"

	"tinban/locales"
	"tinban/notice"
	"tinban/store"
)

// urgentPage is an emergency before it leaves: what phones get, letter by
// letter, how many and for how much.
type urgentPage struct {
	notice.Notice
	Forms  []communeForms
	Checks []check
	Count  notice.Audience
	Typed  notice.Content
	Key    string
}

// errUnseen says that who sends an emergency has not seen it as it would go
// out.
var errUnseen = errors.New("console: an emergency that was not shown as it is")

// sendUrgent sends an emergency that was shown before, letter by letter; else
// nothing is done, and the step holds what is to be shown.
func (q *request) sendUrgent(r store.Reader, c notice.Content, seed string) (notice.Step, store.Changes, error) {
	step, set, err := q.c.cfg.Board.Emergency(r, q.actor(), c, seed, q.now)
	if err == nil && q.r.PostFormValue("dau") != step.Notice.Hash {
		return step, store.Changes{}, errUnseen
	}
	return step, set, err
}

// confirmUrgent asks once more before everybody gets it.
func (q *request) confirmUrgent(n notice.Notice, typed notice.Content) (answer, error) {
	board := q.c.cfg.Board
	p := urgentPage{Notice: n, Typed: typed, Key: q.r.PostFormValue("phieu")}
	count, err := board.CountAll(q.ctx(), q.c.cfg.Store, n, q.now)
	if err != nil {
		return answer{}, err
	}
	p.Count = count
	err = q.view(func(r store.Reader) error {
		list, err := board.Checks(r, n, &count, q.now)
		for _, k := range list {
			p.Checks = append(p.Checks, q.check(k))
		}
		return err
	})
	for _, c := range n.Communes {
		p.Forms = append(p.Forms, q.formsIn(n, c))
	}
	return show("tin-khan", locales.TitleUrgent, p), err
}
