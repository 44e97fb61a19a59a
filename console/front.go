package console

import (
	"errors"
	"strings"
	"time"

	"tinban/locales"
	"tinban/notice"
	"tinban/store"
)

// frontPage is what anybody may read, without an account.
type frontPage struct {
	SMS, Telegram string
	News          []newsLine
	Code          string
	Found         *notice.Notice
	Fixes         []notice.Notice
	Unknown       bool
	TooOften      bool
}

// newsLine is a notice that has left, and what corrects it.
type newsLine struct {
	notice.Notice
	Fixes []notice.Notice
}

const (
	newsShown = 5
	newsAge   = 60 * 24 * time.Hour
)

func (q *request) front() (answer, error) { return q.frontWith(frontPage{}) }

func (q *request) frontWith(p frontPage) (answer, error) {
	p.SMS, p.Telegram = q.c.cfg.SMS, q.c.cfg.Telegram
	err := q.view(func(r store.Reader) error {
		all, err := notice.Recent(r, "", 4*newsShown)
		for _, n := range all {
			if err != nil {
				break
			}
			if n.State == notice.Done && q.now.Sub(n.Begun) < newsAge && len(p.News) < newsShown {
				line := newsLine{Notice: n}
				_, line.Fixes, err = notice.Genuine(r, n.Code)
				p.News = append(p.News, line)
			}
		}
		return err
	})
	return show("dau", locales.TitleFront, p), err
}

// checkCode says whether a notice is genuine.
func (q *request) checkCode() (answer, error) {
	p := frontPage{Code: strings.TrimSpace(q.r.PostFormValue("ma"))}
	if !q.c.limit.allow(q.r) {
		p.TooOften = true
		return q.frontWith(p)
	}
	if !notice.IsCode(p.Code) {
		p.Unknown = true
		return q.frontWith(p)
	}
	err := q.view(func(r store.Reader) error {
		n, fixes, err := notice.Genuine(r, p.Code)
		if errors.Is(err, store.ErrNotFound) {
			p.Unknown = true
			return nil
		}
		p.Found, p.Fixes = &n, fixes
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return q.frontWith(p)
}

// privacyPage is what is kept, in plain words.
func (q *request) privacy() (answer, error) { return show("rieng-tu", locales.TitlePrivacy, nil), nil }
