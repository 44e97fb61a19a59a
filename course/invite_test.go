package course

import (
	"errors"
	"slices"
	"testing"
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

func at(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour, minute, 0, 0, Zone) }

// Who does not answer is reminded, then the next is invited, until the course
// is full.
func TestInvitedRemindedExpiredNext(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(2))
	a, b, w := f.join(c.ID, "A"), f.join(c.ID, "B"), f.join(c.ID, "C")
	if got := f.invite(c.ID); len(got) != 2 {
		t.Fatalf("%d invited", len(got))
	}
	want := []string{"invite " + a.Code + " 10/06 09:00", "invite " + b.Code + " 10/06 09:00"}
	if said := f.errand(); !slices.Equal(said, want) {
		t.Errorf("%v", said)
	}
	f.ok(f.answer(Accept, a.Registration))
	f.now = at(11, 8, 59)
	if said := f.errand(); len(said) != 0 {
		t.Errorf("too early: %v", said)
	}
	f.now = at(11, 9, 0)
	if said := f.errand(); !slices.Equal(said, []string{"remind " + b.Code + " 11/06 09:00"}) {
		t.Errorf("%v", said)
	}
	f.now = at(12, 9, 0)
	want = []string{"expire " + b.Code + " 12/06 09:00", "invite " + w.Code + " 12/06 09:00"}
	if said := f.errand(); !slices.Equal(said, want) {
		t.Errorf("%v", said)
	}
	if g := f.is(w.Code); g.Status != Invited || !g.Deadline.Equal(at(14, 9, 0)) {
		t.Errorf("%s until %v", g.Status, g.Deadline)
	}
	f.ok(f.answer(Accept, w.Registration))
	err := f.answer(Accept, b.Registration)
	f.refused(err, locales.CourseTooLate)
	f.now = at(29, 8, 0)
	want = []string{"start " + a.Code + " 29/06 08:00", "start " + w.Code + " 29/06 08:00"}
	if said := f.errand(); !slices.Equal(said, want) {
		t.Errorf("%v", said)
	}
	if said := f.errand(); len(said) != 0 {
		t.Errorf("said twice: %v", said)
	}
}

// At night nobody is told anything, and the time to answer begins in the
// morning.
func TestInvitedAtNight(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(1))
	a, w := f.join(c.ID, "A"), f.join(c.ID, "B")
	f.invite(c.ID)
	f.errand()
	f.now = at(10, 22, 30)
	f.ok(f.answer(Decline, a.Registration))
	if said := f.errand(); !slices.Equal(said, []string{"invite " + w.Code + " 11/06 07:00"}) {
		t.Errorf("%v", said)
	}
	if g := f.is(w.Code); !g.Deadline.Equal(at(13, 7, 0)) {
		t.Errorf("until %v", g.Deadline)
	}
}

// From a day before the first lesson on, seats are not given away by
// themselves.
func TestCutOff(t *testing.T) {
	for _, tt := range []struct {
		now  time.Time
		want Status
	}{{at(30, 6, 59), Waiting}, {at(29, 19, 0), Invited}, {at(29, 20, 0), Waiting}} {
		f := newRoom(t)
		c := f.open(plan(1))
		a, w := f.join(c.ID, "A"), f.join(c.ID, "B")
		f.invite(c.ID)
		f.errand()
		f.ok(f.answer(Accept, a.Registration))
		f.now = tt.now
		f.ok(f.answer(Withdraw, a.Registration))
		f.errand()
		if g := f.is(w.Code); g.Status != tt.want {
			t.Errorf("at %v: %s, want %s", tt.now, g.Status, tt.want)
		} else if tt.want == Invited && g.Deadline.After(c.Starts) {
			t.Errorf("may answer until %v", g.Deadline)
		}
	}
}

// Only the phone that registered may answer.
func TestOnlyTheirOwn(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(1))
	a := f.join(c.ID, "A")
	stranger := a.Registration
	stranger.Contact = f.phone()
	for _, do := range []func(store.Reader, store.ContactID, string, time.Time) (Registration, store.Changes, error){Accept, Decline, Withdraw} {
		if err := f.answer(do, stranger); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a stranger answers: %v", err)
		}
	}
	f.refused(f.answer(Accept, a.Registration), locales.CourseNotInvited)
}

// Who comes back goes to the end of the line.
func TestRejoin(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(1))
	a, b := f.join(c.ID, "A"), f.join(c.ID, "B")
	f.ok(f.answer(Withdraw, a.Registration))
	f.errand()
	var p Place
	f.ok(f.do(func(r store.Reader) (changes store.Changes, err error) {
		p, changes, err = Rejoin(r, a.Contact, a.Code, f.now)
		return changes, err
	}))
	if p.Status != Waiting || p.Rank != 1 || p.Order != 3 || f.is(b.Code).Status != Interested {
		t.Errorf("%+v", p)
	}
}

// Staff invite from the line only while there are seats, and a list that comes
// back is taken whole or not at all.
func TestStaffKeepToSeats(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(2))
	a, b, w := f.join(c.ID, "A"), f.join(c.ID, "B"), f.join(c.ID, "C")
	f.refused(f.do(func(r store.Reader) (store.Changes, error) {
		_, changes, err := Invite(r, trainer, c.ID, []string{w.Code}, 0, f.now)
		return changes, err
	}), locales.CourseNoSeat)
	set := func(actor staff.Actor, list ...Setting) error {
		return f.do(func(r store.Reader) (store.Changes, error) {
			_, changes, err := SetStatuses(r, actor, list, f.now)
			return changes, err
		})
	}
	f.refused(set(viewer, Setting{a.Code, Learning, ""}), staff.RefusedRole)
	f.refused(set(officer, Setting{a.Code, Accepted, ""}, Setting{w.Code, Accepted, ""}), locales.CourseNoSeat)
	if f.is(a.Code).Status != Interested {
		t.Error("half of a refused list was taken")
	}
	f.ok(set(officer, Setting{a.Code, Withdrawn, "đi làm xa"}, Setting{w.Code, Invited, ""}, Setting{b.Code, "", "gọi rồi"}))
	if f.is(a.Code).Note != "đi làm xa" || f.is(w.Code).Status != Invited || f.is(b.Code).Status != Interested {
		t.Error("the list was not taken")
	}
	if said := f.errand(); !slices.Equal(said, []string{"invite " + w.Code + " 10/06 09:00"}) {
		t.Errorf("%v", said)
	}
}

// A new day or place is told to who accepted, and who is invited is invited
// anew.
func TestChangeIsTold(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(2))
	a, b := f.join(c.ID, "A"), f.join(c.ID, "B")
	f.invite(c.ID)
	f.errand()
	f.ok(f.answer(Accept, a.Registration))
	p := c.Plan
	p.Starts = p.Starts.AddDate(0, 0, 7)
	f.ok(f.edit(trainer, c, c.Version, p))
	if said := f.errand(); !slices.Equal(said, []string{"change " + a.Code + " 10/06 09:00", "invite " + b.Code + " 10/06 09:00"}) {
		t.Errorf("%v", said)
	}
	f.ok(f.answer(Accept, b.Registration))
	f.now = p.Starts.AddDate(0, 0, -2).Add(time.Hour)
	if said := f.errand(); len(said) != 2 {
		t.Errorf("%v", said)
	}
}
