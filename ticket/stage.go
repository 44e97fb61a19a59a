package ticket

import (
	"strings"
	"time"

	"tinban/store"
)

// Stage is what is done next with a ticket without anybody writing.
type Stage string

// The stages, in their order.
const (
	Announce Stage = "announce" // its officers are told that there is one
	Remind   Stage = "remind"   // and that it is due
	Escalate Stage = "escalate" // it is late: a leader is told, and who asked
)

// opens begins the time in which a ticket must be answered.
func (t *Ticket) opens(days Calendar, now time.Time) {
	t.Due = days.Due(now)
	t.Stage, t.Next = Announce, days.Working(now)
	if t.Urgent {
		t.Next = now
	}
}

// rests ends it: nothing more is due.
func (t *Ticket) rests() { t.Stage, t.Next = "", time.Time{} }

// passes goes on to the next stage.
func (t *Ticket) passes(days Calendar, now time.Time) {
	switch t.Stage {
	case Announce:
		t.Stage, t.Next = Remind, days.Remind(t.Due)
		if !t.Next.After(now) {
			t.Stage, t.Next = Escalate, days.late(t.Due)
		}
	case Remind:
		t.Stage, t.Next = Escalate, days.late(t.Due)
	case Escalate:
		t.Late = true
		t.rests()
	}
}

// Due returns at most n tickets with which something is to be done by now,
// each with the stage that is due, and what changes once it is done.
func Due(r store.Reader, days Calendar, now time.Time, n int) (due []Ticket, c store.Changes, err error) {
	var bad error
	err = r.Find(shelf, "due/", "", func(place string, rec store.Record) bool {
		at, _, _ := strings.Cut(place, "\x00")
		if at > "due/"+keyTime(now) || len(due) == n {
			return false
		}
		var t Ticket
		if t, bad = decode(rec); bad != nil {
			return false
		}
		due = append(due, t)
		t.passes(days, now)
		bad = put(&c, t)
		return bad == nil
	})
	if err == nil {
		err = bad
	}
	return due, c, err
}
