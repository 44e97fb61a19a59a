package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/course"
	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

func (w *room) apply(o Order, rows []Row) (p Preview, err error) {
	err = w.update(func(r store.Reader) (c store.Changes, err error) {
		p, c, err = o.Apply(r, w.course, rows)
		return c, err
	})
	return p, err
}

func (w *room) registration(code string) (g course.Registration) {
	w.Helper()
	if err := w.view(func(r store.Reader) (err error) {
		g, err = course.Registered(r, code)
		return err
	}); err != nil {
		w.Fatal(err)
	}
	return g
}

// A list goes out, is changed, comes back, and is applied whole or not at all.
func TestAListComesBack(t *testing.T) {
	w := newRoom(t)
	a := w.joins(w.contact("sms:+84912000001"), "A", "a-luoi-3", "")
	b := w.joins(w.contact("sms:+84912000002"), "B", "a-luoi-3", "")
	far := w.joins(w.contact("sms:+84912000003"), "C", "a-luoi-4", "")
	book, err := w.list(w.order(trainer))
	if err != nil {
		t.Fatal(err)
	}
	say := w.order(trainer).Say
	word := func(s course.Status) string { return say.Say(s.Text(), nil) }
	// without sex and phone the status is in column I, the note in J
	rows := readBack(t, edited(t, xlsxOf(t, book), set("I2", word(course.Accepted), "J2", "=hẹn  gặp", "I3", word(course.Declined))))

	if _, err := w.apply(w.order(officer), rows); code(err) != string(locales.ReportHasProblems) {
		t.Errorf("an officer of one commune applies rows of another: %v", err)
	}
	if _, err := w.apply(w.order(staff.Actor{ID: "x", Role: staff.Viewer}), rows); code(err) != staff.RefusedRole {
		t.Errorf("a viewer applies a list: %v", err)
	}
	p, err := w.apply(w.order(trainer), rows)
	want := []Change{{2, a, "interested", "accepted", "=hẹn gặp", true}, {3, b, "interested", "declined", "", false}}
	if diff := cmp.Diff(Preview{Changes: want, Same: 1}, p); diff != "" || err != nil {
		t.Fatalf("%v, -want +got\n%s", err, diff)
	}
	if g := w.registration(a); g.Status != course.Accepted || g.Note != "=hẹn gặp" {
		t.Errorf("%+v", g)
	}
	if p, err := w.apply(w.order(trainer), rows); err != nil || len(p.Changes) != 0 || p.Same != 3 {
		t.Errorf("the same list again: %+v, %v", p, err)
	}
	rows = readBack(t, edited(t, xlsxOf(t, book), set("I2", word(course.Withdrawn), "I4", word(course.Declined))))
	if p, err := w.apply(w.order(trainer), rows); code(err) != string(locales.ReportHasProblems) || len(p.Changes) != 1 || p.Problems[0].Trouble != Conflict {
		t.Errorf("an old list: %+v, %v", p, err)
	}
	if w.registration(a).Status != course.Accepted || w.registration(far).Status != course.Waiting {
		t.Error("half of a list was applied")
	}
}

// A list that was taken just after inviting comes back: that the invitation
// left meanwhile is no change of somebody else's.
func TestAListComesBackAfterTheInvitation(t *testing.T) {
	w := newRoom(t)
	a := w.joins(w.contact("sms:+84912000001"), "A", "a-luoi-3", "")
	if err := w.update(func(r store.Reader) (c store.Changes, err error) {
		_, c, err = course.Invite(r, trainer, w.course, []string{a}, 0, w.now)
		return c, err
	}); err != nil {
		t.Fatal(err)
	}
	book, err := w.list(w.order(trainer))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.update(func(r store.Reader) (c store.Changes, err error) {
		_, c, err = course.Due(r, w.now, 10)
		return c, err
	}); err != nil {
		t.Fatal(err)
	}
	if w.registration(a).Deadline.IsZero() {
		t.Fatal("the invitation did not leave: this tries nothing")
	}
	rows := readBack(t, edited(t, xlsxOf(t, book), set("I2", "nhận chỗ")))
	if p, err := w.apply(w.order(trainer), rows); err != nil || len(p.Changes) != 1 || w.registration(a).Status != course.Accepted {
		t.Errorf("%+v, %v", p, err)
	}
}

// More seats than there are is refused by the room that knows, and nothing is
// done.
func TestAListThatGivesTooManySeats(t *testing.T) {
	w := newRoom(t)
	a := w.joins(w.contact("sms:+84912000001"), "A", "a-luoi-3", "")
	w.joins(w.contact("sms:+84912000002"), "B", "a-luoi-3", "")
	w.joins(w.contact("sms:+84912000003"), "C", "a-luoi-3", "")
	book, err := w.list(w.order(trainer))
	if err != nil {
		t.Fatal(err)
	}
	accepted := w.order(trainer).Say.Say(course.Accepted.Text(), nil)
	rows := readBack(t, edited(t, xlsxOf(t, book), set("I2", accepted, "I3", accepted, "I4", accepted)))
	if _, err := w.apply(w.order(trainer), rows); code(err) != string(locales.CourseNoSeat) {
		t.Errorf("%v", err)
	}
	if w.registration(a).Status != course.Interested {
		t.Error("half of a list was applied")
	}
}
