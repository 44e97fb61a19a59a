package ticket

import (
	"time"

	"tinban/staff"
	"tinban/store"
)

// HeldUntil is how long a ticket is kept for who took it, or zero when anybody
// may work on it.
func (t Ticket) HeldUntil(now time.Time) time.Time {
	if until := t.TakenAt.Add(takenFor); t.State == Taken && now.Before(until) {
		return until
	}
	return time.Time{}
}

// HeldFrom reports whether a ticket is kept from somebody by a colleague.
func (t Ticket) HeldFrom(who staff.ID, now time.Time) bool {
	return t.Taker != who && !t.HeldUntil(now).IsZero()
}

// GiveBack lets a ticket go that the actor took: anybody may answer it again.
func (w Work) GiveBack(code Code) (Ticket, store.Changes, error) {
	t, err := w.open(code)
	if err != nil {
		return t, store.Changes{}, err
	}
	if t.Taker == w.By.ID {
		t.freed()
	}
	return w.keep("give_back", t)
}

// freed is a ticket as it was before somebody took it.
func (t *Ticket) freed() {
	t.State, t.Taker, t.TakenAt = Open, "", time.Time{}
	if t.Office != "" {
		t.State = Forwarded
	}
}
