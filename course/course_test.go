package course

import (
	"errors"
	"testing"
	"time"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

func (f *room) edit(actor staff.Actor, c Course, version int, p Plan) error {
	return f.do(func(r store.Reader) (store.Changes, error) {
		_, changes, err := Edit(r, actor, c.ID, version, p, f.now)
		return changes, err
	})
}

// A course is called by its name and commune, with a number when that is taken.
func TestCourseIDs(t *testing.T) {
	f := newRoom(t)
	for _, want := range []string{"nuoi-bo-lon-ga-a-luoi-3", "nuoi-bo-lon-ga-a-luoi-3-2", "nuoi-bo-lon-ga-a-luoi-3-3"} {
		if c := f.open(plan(2)); c.ID != want {
			t.Errorf("%s, want %s", c.ID, want)
		}
	}
	p := plan(2)
	p.Short, p.Communes = "Làm chổi đót", []string{"a-luoi-1", "a-luoi-2"}
	if c := f.open(p); c.ID != "lam-choi-dot" || c.Trade != "nuoi-bo-lon" {
		t.Errorf("%s, trade %s", c.ID, c.Trade)
	}
}

func TestPlansAreChecked(t *testing.T) {
	f := newRoom(t)
	for want, change := range map[locales.ID]func(*Plan){
		locales.CourseBadName:   func(p *Plan) { p.Name = " " },
		locales.CourseBadShort:  func(p *Plan) { p.Short = "" }, // the name is too long for a button
		locales.CourseBadSeats:  func(p *Plan) { p.Seats = 0 },
		locales.CourseNoCommune: func(p *Plan) { p.Communes = nil },
		locales.CourseBadDays:   func(p *Plan) { p.Opens = p.Starts.Add(time.Hour) },
	} {
		p := plan(3)
		change(&p)
		f.refused(f.do(func(r store.Reader) (store.Changes, error) {
			_, changes, err := New(r, trainer, p, f.now)
			return changes, err
		}), want)
	}
}

// Only staff whose communes are all of the course's may change it, the second
// of two editors is told, and nobody loses a seat to an edit.
func TestEdit(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(3))
	f.join(c.ID, "Kăn Thị Hoa")
	f.join(c.ID, "Hồ Văn Năm")
	p := c.Plan
	p.Seats = 2
	f.refused(f.edit(viewer, c, c.Version, p), staff.RefusedRole)
	p.Trade = "cắt tóc"
	both := p
	both.Communes = []string{"a-luoi-3", "a-luoi-4"}
	f.refused(f.edit(officer, c, c.Version, both), staff.RefusedCommune)
	f.ok(f.edit(officer, c, c.Version, p))
	f.refused(f.edit(trainer, c, c.Version, p), locales.CourseChanged)
	p.Trade = "toc-mong"
	f.ok(f.edit(trainer, c, c.Version+1, p))
	if got := f.course(c.ID); got.Trade != "toc-mong" || got.Version != c.Version+2 {
		t.Errorf("%+v", got)
	}
	p.Seats = 1
	f.refused(f.edit(trainer, c, c.Version+2, p), locales.CourseFewSeats)
}

// What is open is open to its communes, between its days.
func TestOpenIn(t *testing.T) {
	f := newRoom(t)
	p := plan(2)
	p.Opens, p.Closes = today.AddDate(0, 0, 1), today.AddDate(0, 0, 5)
	c := f.open(p)
	for day, want := range map[int]int{0: 0, 1: 1, 4: 1, 5: 0} {
		f.ok(f.store.View(t.Context(), func(r store.Reader) error {
			here, err := OpenIn(r, "a-luoi-3", today.AddDate(0, 0, day))
			if err != nil {
				return err
			}
			there, err := OpenIn(r, "a-luoi-1", today.AddDate(0, 0, day))
			if len(here) != want || len(there) != 0 {
				t.Errorf("day %d: %d here, %d there", day, len(here), len(there))
			}
			return err
		}))
	}
	_, err := f.register(entry(c.ID, f.phone(), "Kăn Thị Hoa", 2001, "x"))
	f.refused(err, locales.CourseNotOpen)
}

// Seats go to the first, then people wait in their order, though a seat is free
// for a moment.
func TestSeatsAndLine(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(2))
	first, second, third := f.join(c.ID, "A"), f.join(c.ID, "B"), f.join(c.ID, "C")
	if first.Status != Interested || second.Status != Interested || third.Status != Waiting || third.Rank != 1 {
		t.Fatalf("%+v %+v %+v", first, second, third)
	}
	f.ok(f.answer(Withdraw, first.Registration))
	fourth := f.join(c.ID, "D")
	if fourth.Rank != 2 {
		t.Errorf("somebody new goes before somebody who waits: %+v", fourth)
	}
	said := f.errand()
	if got := f.is(third.Code); got.Status != Interested || len(said) != 1 || said[0] != "move "+third.Code+" 10/06 09:00" {
		t.Errorf("%s, %v", got.Status, said)
	}
	if got := f.is(fourth.Code); got.Status != Waiting {
		t.Errorf("%s", got.Status)
	}
}

// A phone is shared: several people, each once, not without end.
func TestSeveralOnOnePhone(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(30))
	who := f.phone()
	for i := range mostOfContact {
		_, err := f.register(entry(c.ID, who, "Hồ Văn Năm", 1980+i, string(rune('a'+i))))
		f.ok(err)
	}
	_, err := f.register(entry(c.ID, who, "ho van  nam", 1980, "z"))
	f.refused(err, locales.CourseTwice)
	_, err = f.register(entry(c.ID, who, "Kăn Thị Hoa", 1990, "z"))
	f.refused(err, locales.CourseMany)
	other := f.join(c.ID, "HO VAN NAM") // born in 1995, on another phone
	rows := f.rows(c.ID)
	alike := 0
	for _, row := range rows {
		if row.Alike {
			alike++
		}
	}
	if other.Status != Interested || alike != 0 {
		t.Errorf("%s, %d alike", other.Status, alike)
	}
	_, err = f.register(entry(c.ID, f.phone(), "Ho Van Nam", 1981, "y"))
	f.ok(err)
	if rows = f.rows(c.ID); !rows[1].Alike || !rows[len(rows)-1].Alike || rows[0].Alike {
		t.Error("the same name and year on two phones is not marked")
	}
}

// Under 16 nobody is written down, under 18 nobody without a guardian.
func TestAges(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(30))
	for year, want := range map[int]locales.ID{
		2011: locales.CourseTooYoung, 2010: locales.CourseNeedGuardian, 2009: locales.CourseNeedGuardian, 2008: "", 1900: locales.CourseNeedYear,
	} {
		_, err := f.register(entry(c.ID, f.phone(), "Hồ Thị La", year, "x"))
		if want == "" {
			f.ok(err)
			continue
		}
		f.refused(err, want)
	}
	e := entry(c.ID, f.phone(), "Hồ Thị La", 2009, "g")
	e.Person.Guardian = "Kăn Thị Hoa"
	_, err := f.register(e)
	f.ok(err)
	for year, want := range map[int]int{2011: 0, 2010: 16, 2009: 0, 2008: 18, 2007: 0} {
		if got := Unsure(year, today); got != want {
			t.Errorf("born in %d: asks for %d, want %d", year, got, want)
		}
	}
	for year, want := range map[int]string{2011: "", 2010: "16-24", 2002: "16-24", 2001: "25-34", 1991: "35-49", 1976: "50+", 0: ""} {
		if got := Band(year, today); got != want {
			t.Errorf("born in %d: %q, want %q", year, got, want)
		}
	}
}

// A name goes after twelve months, and with XOA at once; the seat is free.
func TestForgotten(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(1))
	first, second := f.join(c.ID, "Kăn Thị Hoa"), f.join(c.ID, "Hồ Văn Năm")
	if want := today.AddDate(1, 0, 0); !f.is(first.Code).Expires.Equal(want) {
		t.Errorf("kept until %v", first.Expires)
	}
	f.ok(f.store.Forget(t.Context(), first.Contact))
	f.errand()
	if got := f.is(second.Code); got.Status != Interested {
		t.Errorf("the seat of who was forgotten: %s", got.Status)
	}
	f.ok(f.store.View(t.Context(), func(r store.Reader) error {
		if _, err := person.Get(r, first.Person); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the name is still there: %v", err)
		}
		return nil
	}))
	f.now = today.AddDate(1, 0, 1)
	if _, err := f.store.Sweep(t.Context(), f.now); err != nil {
		t.Fatal(err)
	}
	if rows := f.rows(c.ID); len(rows) != 0 {
		t.Errorf("%d rows after a year", len(rows))
	}
}

func TestAssist(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(1))
	assist := func(actor staff.Actor, consent person.Consent) error {
		e := entry(c.ID, "", "Kê Sửu", 1973, "seed")
		e.Person.Consent = consent
		return f.do(func(r store.Reader) (store.Changes, error) {
			_, changes, err := Assist(r, actor, e, f.now)
			return changes, err
		})
	}
	f.refused(assist(officer, person.Consent{How: "sms"}), locales.CourseNoWitness)
	f.refused(assist(viewer, person.Consent{How: "spoken", Witness: "xem"}), staff.RefusedRole)
	f.ok(assist(officer, person.Consent{How: "spoken", Witness: "lan"}))
	row := f.rows(c.ID)[0]
	if !row.Paper() || row.Channel != "spoken" || row.Who.Consent.Witness != "lan" || row.Who.Consent.Version != locales.CourseConsentVersion {
		t.Errorf("%+v", row)
	}
	other := f.join(c.ID, "Hồ Văn Năm")
	f.invite(c.ID)
	if said := f.errand(); len(said) != 0 {
		t.Errorf("told by message: %v", said)
	}
	if g := f.is(row.Code); g.Status != Invited || !g.Deadline.Equal(c.Starts.Add(-lastInvite)) {
		t.Errorf("%s until %v", g.Status, g.Deadline)
	}
	erase := func(actor staff.Actor, code string) error {
		return f.do(func(r store.Reader) (store.Changes, error) { return Erase(r, actor, code, "xin xóa", f.now) })
	}
	f.refused(erase(trainer, row.Code), staff.RefusedRole)
	f.refused(erase(officer, other.Code), locales.CourseHasPhone)
	f.ok(erase(officer, row.Code))
	f.ok(f.store.View(t.Context(), func(r store.Reader) error {
		if _, err := person.Get(r, row.Who.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the name is still there: %v", err)
		}
		return nil
	}))
	f.errand()
	if got := f.is(other.Code); got.Status != Invited || len(f.rows(c.ID)) != 1 {
		t.Errorf("the seat of who was deleted: %s", got.Status)
	}
}
