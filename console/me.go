package console

import (
	"crypto/rand"
	"errors"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// mePage is one's own account.
type mePage struct {
	Account  staff.Account
	Sessions []staff.Session
	This     string
	Key      string // the secret of the second step, to be typed into an app
	QR       string // the same as a picture: a data address
	Wrong    string
}

func (q *request) me() (answer, error) { return q.mine("", mePage{}) }

func (q *request) mine(wrong string, p mePage) (answer, error) {
	p.Account, p.This, p.Wrong = q.account, q.session.ID, wrong
	err := q.view(func(r store.Reader) (err error) {
		p.Sessions, err = staff.Sessions(r, q.account.ID, q.now)
		return err
	})
	a := show("toi", locales.TitleMe, p)
	if wrong != "" {
		a.status = unprocessable
	}
	return a, err
}

// changePassword asks for the old one first, and ends every session.
func (q *request) changePassword() (answer, error) {
	if q.r.PostFormValue("moi") != q.r.PostFormValue("lan_hai") {
		return q.mine(q.say(locales.PasswordsDiffer, nil), mePage{})
	}
	t, err := q.compared(q.account.ID, q.r.PostFormValue("cu"))
	if err != nil {
		return answer{}, err
	}
	hashed, err := q.hashed(q.account, q.r.PostFormValue("moi"))
	if words, ok := q.refusal(err); ok {
		return q.mine(words, mePage{})
	}
	if err != nil {
		return answer{}, err
	}
	err = q.decided(func(r store.Reader) (*msg.Refusal, store.Changes, error) {
		return staff.SetPassword(r, t, hashed, q.now)
	})
	if words, ok := q.refusal(ownPassword(err)); ok {
		return q.mine(words, mePage{})
	}
	if err != nil {
		return answer{}, err
	}
	if err := q.open(q.account.ID); err != nil {
		return answer{}, err
	}
	return q.done("/toi", locales.SaidPassword)
}

// ownPassword says of a wrong password on one's own page which one is meant:
// nobody is signing in there.
func ownPassword(err error) error {
	var no *msg.Refusal
	if errors.As(err, &no) && no.Code == string(locales.SignInWrong) {
		return &msg.Refusal{Code: string(locales.MeOldWrong)}
	}
	return err
}

// decided makes a change that is kept even when it refuses: a wrong try counts.
func (q *request) decided(decide func(store.Reader) (*msg.Refusal, store.Changes, error)) error {
	var no *msg.Refusal
	err := q.update(func(r store.Reader) (c store.Changes, err error) {
		no, c, err = decide(r)
		return c, err
	})
	if err == nil && no != nil {
		return no
	}
	return err
}

// beginStep shows the secret of a second step.
func (q *request) beginStep() (answer, error) {
	t, err := q.compared(q.account.ID, q.r.PostFormValue("cu"))
	if err != nil {
		return answer{}, err
	}
	seed, err := staff.NewSeed(rand.Reader)
	if err != nil {
		return answer{}, err
	}
	var url string
	err = q.decided(func(r store.Reader) (no *msg.Refusal, c store.Changes, err error) {
		url, no, c, err = staff.BeginTOTP(r, t, seed, q.now)
		return no, c, err
	})
	if words, ok := q.refusal(ownPassword(err)); ok {
		return q.mine(words, mePage{})
	}
	if err != nil {
		return answer{}, err
	}
	_, key, _ := strings.Cut(url, "secret=")
	key, _, _ = strings.Cut(key, "&")
	picture, err := qrAddress(url)
	if err != nil {
		return answer{}, err
	}
	return q.mine("", mePage{Key: key, QR: picture})
}

func (q *request) confirmStep() (answer, error) {
	err := q.decided(func(r store.Reader) (*msg.Refusal, store.Changes, error) {
		return staff.ConfirmTOTP(r, q.account.ID, strings.TrimSpace(q.r.PostFormValue("ma")), q.now)
	})
	var no *msg.Refusal
	if errors.As(err, &no) {
		return q.mine(q.c.cfg.Say.In(q.lang).Refusal(no), mePage{})
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/toi", locales.SaidStep)
}
