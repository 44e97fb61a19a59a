package ticket

import (
	"regexp"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// mostLive is how many tickets of one contact may wait at a time.
const mostLive = 8

// Ask is what a resident hands over.
type Ask struct {
	Kind    Kind
	Contact store.ContactID
	Commune string // of today; empty when it is not known
	Label   string
	Text    string
	Normal  string
	Channel msg.ChannelKind
	Phone   string
	Check   *Check
	Promise bool // somebody is there to answer, so a day is named
}

// File makes a ticket of what is asked, under a code that follows from the
// seed. What the contact has already handed over is not filed again: then
// fresh is false and the ticket is the one there is.
func File(r store.Reader, a Ask, seed string, days Calendar, now time.Time) (t Ticket, fresh bool, c store.Changes, err error) {
	own, err := Of(r, a.Contact)
	if err != nil {
		return t, false, c, err
	}
	live := 0
	for _, was := range own {
		if !was.Live() {
			continue
		}
		if was.same(a) {
			return was, false, c, nil
		}
		live++
	}
	if live >= mostLive {
		return t, false, c, &msg.Refusal{Code: string(locales.TicketTooMany), Vars: locales.Vars{"N": live}}
	}
	t = a.ticket(days, now)
	if t.Code, err = newCode(r, seed); err != nil {
		return t, false, c, err
	}
	return t, true, c, put(&c, t)
}

// ticket is what is asked, from now on.
func (a Ask) ticket(days Calendar, now time.Time) Ticket {
	t := Ticket{
		Owner: a.Contact, Kind: a.Kind, Commune: a.Commune, Label: a.Label, Text: hideNumbers(a.Text), Normal: hideNumbers(a.Normal),
		Channel: a.Channel, Phone: a.Phone, Check: a.Check, Asked: now, State: Open,
	}
	if a.Promise {
		t.opens(days, now)
	}
	return t
}

// same: it asks what this ticket asks already.
func (t Ticket) same(a Ask) bool {
	if t.Kind != a.Kind {
		return false
	}
	switch a.Kind {
	case Unknown:
		return t.Check != nil && a.Check != nil && t.Check.Programme == a.Check.Programme
	case Callback:
		return true
	}
	normal := strings.Join(wordsOf(hideNumbers(a.Normal)), " ")
	return normal != "" && normal == strings.Join(wordsOf(t.Normal), " ") || t.Text == hideNumbers(a.Text)
}

// papers are numbers of identity papers: nine or twelve digits. A phone
// number has ten.
var papers = regexp.MustCompile(`\b([0-9]{12}|[0-9]{9})\b`)

// hideNumbers takes numbers of papers out of a text: nobody needs them here.
func hideNumbers(text string) string { return papers.ReplaceAllString(text, "…") }
