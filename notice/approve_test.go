package notice

import (
	"slices"
	"testing"
	"time"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// Whoever wrote a text does not approve it while anybody else could.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Draft(r, binh, aMeeting(), "s", v.clock)
	}).Notice
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, binh, n.ID, v.clock) })
	step := v.take(v.submit(binh, n.ID))
	if to := tellsTo(step, locales.NoticeTellAlone); !slices.Equal(to, []staff.ID{"binh"}) {
		t.Fatalf("told that nobody else can: %v", to)
	}
	minh := staff.Actor{ID: "minh", Role: staff.Leader, Communes: []string{hongThuong}}
	v.appoint(minh)
	v.clock = v.clock.Add(time.Hour)
	v.refused("its author", locales.NoticeOwnText, v.approve(binh, n))
	v.refused("an officer", staff.RefusedRole, v.approve(lan, n))
	v.refused("another commune's leader", staff.RefusedCommune, v.approve(trang, n))
	v.disable(minh.ID)
	v.refused("a leader who lost the role", staff.RefusedRole, v.approve(staff.Actor{}, n))
	v.take(v.approve(binh, n)) // alone again
}

// Where nobody else may approve, the author may, after a time to think.
func TestCoolingOff(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	v.disable(binh.ID)
	n := v.submitted(aMeeting())
	v.clock = v.clock.Add(14 * time.Minute)
	v.refused("a minute early", locales.NoticeCoolOff, v.approve(lan, n))
	v.clock = v.clock.Add(time.Minute)
	if n = v.take(v.approve(lan, n)).Notice; n.State != Counting || n.Approver != lan.ID {
		t.Errorf("after it: %s by %s", n.State, n.Approver)
	}
	v.CoolOff = time.Hour
	other := v.submitted(Content{Communes: []string{hongThuong}, Topic: person.Meetings, Text: "14h Chủ nhật 14/6 họp phụ nữ tại hội trường."})
	v.clock = v.clock.Add(20 * time.Minute)
	v.refused("as it is configured", locales.NoticeCoolOff, v.approve(lan, other))
}

// An editor is a writer too: of two who wrote, neither approves.
func TestTheEditorDoesNotApprove(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	minh := staff.Actor{ID: "minh", Role: staff.Leader, Communes: []string{hongThuong}}
	v.appoint(minh)
	n := v.tested(aMeeting())
	c := n.Content
	c.Text += " Có nước uống."
	v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Edit(r, minh, n.ID, n.Version, c, v.clock)
	})
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, minh, n.ID, v.clock) })
	step := v.take(v.submit(minh, n.ID))
	if to := tellsTo(step, locales.NoticeTellApprove); !slices.Equal(to, []staff.ID{"binh"}) {
		t.Errorf("asked to approve: %v", to)
	}
	v.refused("its editor", locales.NoticeOwnText, v.approve(minh, n))
	v.take(v.approve(binh, n))
}

func TestReturn(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.submitted(aMeeting())
	ret := func(why string) decide {
		return func(r store.Reader) (Step, store.Changes, error) { return v.Return(r, binh, n.ID, why, v.clock) }
	}
	v.refused("without a reason", locales.NoticeNoReason, ret("  "))
	step := v.take(ret("ghi rõ ai cần đến"))
	if step.Notice.State != Returned || step.Notice.Remark != "ghi rõ ai cần đến" || !slices.Equal(tellsTo(step, locales.NoticeTellReturned), []staff.ID{"lan"}) {
		t.Errorf("returned: %+v", step)
	}
	v.refused("submitted as it was", locales.NoticeUntested, v.submit(lan, n.ID))
}

func TestUndo(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	v.wait(n.ID, 4*time.Minute)
	step := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) })
	if to := tellsTo(step, locales.NoticeTellUndone); !slices.Equal(to, []staff.ID{"binh", "lan"}) {
		t.Errorf("told of the undoing: %v", to)
	}
	if n = v.wait(n.ID, 30*time.Minute); n.State != Cancelled || len(v.sent) != 0 {
		t.Errorf("after undoing: %s, %d sent", n.State, len(v.sent))
	}
	v.refused("undone twice", locales.NoticeEnded, func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) })
}

// In the evening it waits for seven o'clock, and can be undone all night.
func TestQuietHours(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	v.clock = time.Date(2026, 6, 10, 19, 57, 0, 0, Hue)
	n := v.submitted(aMeeting())
	var noted bool
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		list, err := v.Checks(r, n, nil, v.clock)
		for _, c := range list {
			noted = noted || c.Text == locales.NoticeAtSeven
		}
		return err
	}))
	if !noted {
		t.Error("nobody is told that it waits for the morning")
	}
	n = v.take(v.approve(binh, n)).Notice
	seven := time.Date(2026, 6, 11, 7, 0, 0, 0, Hue)
	if n.State != Approved || !n.Start.Equal(seven) {
		t.Fatalf("%s, starts %v", n.State, n.Start)
	}
	if n = v.wait(n.ID, seven.Sub(v.clock)-time.Minute); n.Out() {
		t.Fatal("it left at night")
	}
	if n = v.wait(n.ID, time.Minute); n.State != First {
		t.Errorf("at seven it is %s", n.State)
	}
}

// What began in the evening stops at eight and goes on in the morning.
func TestTheNightStopsIt(t *testing.T) {
	v := newVillage(t)
	v.who(900, hongThuong, true, person.Meetings)
	v.clock = time.Date(2026, 6, 10, 19, 45, 0, 0, Hue)
	n := v.approved(aMeeting())
	v.wait(n.ID, 6*time.Minute)
	v.clock = time.Date(2026, 6, 10, 20, 0, 0, 0, Hue)
	before := len(v.sent)
	n = v.wait(n.ID, 10*time.Hour)
	if n.State == Done || len(v.sent) != before || before == 0 {
		t.Fatalf("at night: %s, %d sent, %d before", n.State, len(v.sent), before)
	}
	if n = v.until(n.ID, Done); len(v.sent) != 900 {
		t.Errorf("in the morning: %s, %d sent", n.State, len(v.sent))
	}
}

func TestSchedule(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.draft(aMeeting())
	at := func(when time.Time) decide {
		return func(r store.Reader) (Step, store.Changes, error) {
			return v.Schedule(r, lan, n.ID, v.get(n.ID).Version, when, v.clock)
		}
	}
	v.refused("in the past", locales.NoticePastTime, at(v.clock.Add(-time.Minute)))
	v.refused("at night", locales.NoticeQuietTime, at(time.Date(2026, 6, 11, 21, 0, 0, 0, Hue)))
	when := time.Date(2026, 6, 11, 17, 30, 0, 0, Hue)
	n = v.take(at(when)).Notice
	n = v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, n.ID, v.clock) }).Notice
	n = v.take(v.submit(lan, n.ID)).Notice
	if n = v.take(v.approve(binh, n)).Notice; n.State != Approved || !n.Start.Equal(when) {
		t.Fatalf("%s, starts %v", n.State, n.Start)
	}
	if n = v.wait(n.ID, when.Sub(v.clock)-time.Minute); n.Out() {
		t.Fatal("it left early")
	}
	if n = v.wait(n.ID, time.Minute); n.State != First {
		t.Errorf("at its time it is %s", n.State)
	}
	late := v.draft(Content{Communes: []string{hongThuong}, Topic: person.Meetings, Text: "8h thứ Sáu 12/6 họp dân tại hội trường."})
	v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Schedule(r, lan, late.ID, 1, time.Date(2026, 6, 12, 9, 0, 0, 0, Hue), v.clock)
	})
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, late.ID, v.clock) })
	v.refused("after what it calls to", locales.NoticeTooLate, v.submit(lan, late.ID))
}

// The time to undo, and the time to complain, count only while the service
// sees them pass: not while it is down, nor when the clock is set.
func TestWaitingIsSeen(t *testing.T) {
	for name, jump := range map[string]time.Duration{"down for an hour": time.Hour, "set back": -2 * time.Hour, "set ahead": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			v := newVillage(t)
			v.who(25, hongThuong, true, person.Meetings)
			v.clock = time.Date(2026, 6, 10, 13, 0, 0, 0, Hue)
			n := v.approved(aMeeting())
			v.wait(n.ID, 2*time.Minute)
			v.clock = v.clock.Add(jump)
			if n = v.wait(n.ID, 4*time.Minute); n.Out() {
				t.Fatal("it left with nobody given the time to undo it")
			}
			if n = v.wait(n.ID, 2*time.Minute); !n.Out() {
				t.Fatal("it did not leave")
			}
			n = v.until(n.ID, Held)
			v.clock = v.clock.Add(jump)
			if n = v.wait(n.ID, 2*time.Minute); n.State != Held {
				t.Fatalf("it is %s with nobody given the time to complain", n.State)
			}
			v.until(n.ID, Done)
		})
	}
}

// What was agreed to is what leaves, or nothing.
func TestUnfit(t *testing.T) {
	for why, change := range map[Why]func(*village){
		Changed: func(v *village) { v.Brand, v.Number = "ALUOI", "0912 000 172" },
		Gone:    func(v *village) { v.Commune = func(string) (string, bool) { return "", false } },
	} {
		v := newVillage(t)
		v.who(3, hongThuong, false, person.Meetings)
		v.Routes = append(v.Routes, v.Routes[1])
		n := v.approved(aMeeting())
		change(v)
		v.clock = v.clock.Add(time.Minute)
		var step Step
		for range 8 {
			if step = v.pump(n.ID); step.Notice.State == Returned {
				break
			}
			v.clock = v.clock.Add(time.Minute)
		}
		if step.Notice.Why != why || !slices.Equal(tellsTo(step, locales.NoticeTellUnfit), []staff.ID{"binh", "lan"}) {
			t.Errorf("%s: %s because of %q, told %v", why, step.Notice.State, step.Notice.Why, step.Tell)
		}
	}
	// A meeting that is over while the service was down calls nobody any more.
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	v.clock = time.Date(2026, 6, 13, 9, 0, 0, 0, Hue)
	if n = v.wait(n.ID, 10*time.Minute); n.State != Returned || n.Why != Over || len(v.sent) != 0 {
		t.Errorf("after the meeting: %s because of %q, %d sent", n.State, n.Why, len(v.sent))
	}
}
