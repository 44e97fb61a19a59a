package console

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
	"tinban/staff"
)

const unprocessable = http.StatusUnprocessableEntity

// refusal is why something was not done, in words; ok is false for any other
// error, and for none.
func (q *request) refusal(err error) (words string, ok bool) {
	var no *msg.Refusal
	if !errors.As(err, &no) || notTheirs(no) {
		return "", false
	}
	return q.c.cfg.Say.In(q.lang).Refusal(no), true
}

// notTheirs: it is not that something was typed wrong, but not theirs to do.
func notTheirs(no *msg.Refusal) bool {
	return no.Code == staff.RefusedRole || no.Code == staff.RefusedCommune
}

// matches finds what somebody typed, with marks or without, in any of the
// fields. Nothing typed finds all.
func matches(typed string, fields ...string) bool {
	for _, word := range strings.Fields(folded(typed)) {
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(folded(f), word) }) {
			return false
		}
	}
	return true
}

func folded(s string) string { return strings.ToLower(text.Strip(s)) }

func contains[T comparable](list []T, x T) bool { return slices.Contains(list, x) }

func (q *request) communeName(id string) string {
	return q.c.library().CommuneName(id, eligibility.FromTime(q.now.In(q.c.cfg.Zone)))
}

// pageSize is how many lines a list shows.
const pageSize = 50

// lasting is a duration as people say it.
func lasting(say *locales.Localizer, d time.Duration) string {
	if d < time.Minute {
		return say.Say(locales.Seconds, locales.Vars{"N": int(d.Seconds())})
	}
	if d < 2*time.Hour {
		return say.Say(locales.Minutes, locales.Vars{"N": int(d.Round(time.Minute).Minutes())})
	}
	return say.Say(locales.Hours, locales.Vars{"N": int(d.Round(time.Hour).Hours())})
}
