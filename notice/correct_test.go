package notice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tinban/locales"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

const fixText = "họp dân đổi sang 14h Chủ nhật 14/6, vẫn ở nhà văn hóa thôn Căn Sâm."

func (v *village) fix(n Notice, reason string) Notice {
	v.Helper()
	fix := v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Correct(r, lan, n.ID, fixText, reason, Seed(lan.ID, fixText, v.clock), v.clock)
	}).Notice
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, fix.ID, v.clock) })
	fix = v.take(v.submit(lan, fix.ID)).Notice
	return v.take(v.approve(binh, fix)).Notice
}

// A correction goes to exactly those who got the wrong one: caps, topics and
// communes do not matter any more; who stopped is left alone.
func TestCorrection(t *testing.T) {
	v := newVillage(t)
	people := v.who(60, hongThuong, false, person.Meetings)
	v.who(5, hongThuong, false, person.Courses)
	failed := people[11]
	v.fails = func(d store.Delivery) string {
		if d.Contact == failed {
			return "21211"
		}
		return ""
	}
	n := v.approved(aMeeting())
	n = v.until(n.ID, Done)
	late := v.who(5, hongThuong, false, person.Meetings)
	got := v.took
	v.took, v.sent, v.fails = map[store.ContactID]int{}, nil, nil
	v.change(people[1], func(c *store.Contact) { c.NewsStopped = true }, nil)
	v.change(people[2], nil, func(s *person.Subscriber) { s.Topics = []person.Topic{person.Loans} })
	v.change(people[3], nil, func(s *person.Subscriber) { s.Commune = nextDoor })

	fix := v.fix(n, "")
	if fix.Kind != Correction || fix.Corrects != n.ID || fix.Corrected != n.Code || fix.Code == n.Code {
		t.Fatalf("%+v", fix)
	}
	v.until(fix.ID, Done)
	for id := range got {
		want := 1
		if id == people[1] {
			want = 0
		}
		if v.took[id] != want {
			t.Errorf("somebody who got it has %d corrections, want %d", v.took[id], want)
		}
	}
	if len(v.took) != 58 || v.took[failed] != 0 || v.took[late[0]] != 0 {
		t.Errorf("%d got the correction", len(v.took))
	}
	for _, o := range v.sent {
		if !strings.HasPrefix(o.Text, "Xa A Luoi 3 DINH CHINH tin ma "+n.Code+": ") {
			t.Fatalf("they read %q", o.Text)
		}
	}
	// It is not counted among what they take.
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		s, err := person.SubscriberOf(r, people[0])
		if len(s.Sent) != 1 {
			t.Errorf("%d broadcasts are counted", len(s.Sent))
		}
		return err
	}))
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		was, fixes, err := Genuine(r, n.Code)
		if was.ID != n.ID || len(fixes) != 1 || fixes[0].ID != fix.ID {
			t.Errorf("who asks about the code learns of %v, %v", was.ID, fixes)
		}
		return err
	}))
}

// A notice that is being sent stands still as soon as somebody begins to
// correct it, and ends when the correction leaves. What is in the air when
// that happens counts as out.
func TestCorrectionOnTheWay(t *testing.T) {
	v := newVillage(t)
	v.who(700, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	v.until(n.ID, Held)
	v.clock = v.clock.Add(3 * time.Minute)
	v.pump(n.ID) // everybody's waits; 20 have it
	fix := v.fix(n, "")
	if got := v.get(n.ID); got.State != Paused || got.Why != Correcting {
		t.Fatalf("the wrong one is %s because of %q", got.State, got.Why)
	}
	v.until(fix.ID, Done)
	if got := v.get(n.ID); got.State != Cancelled {
		t.Errorf("the wrong one is %s", got.State)
	}
	for id, got := range v.took {
		if got != 2 {
			t.Errorf("%s has %d", id, got)
		}
	}
	if len(v.took) != 20 {
		t.Errorf("%d got both", len(v.took))
	}
}

// A correction waits until nothing of the wrong one is in the air, because
// only then is it known who got that; but not for ever.
func TestCorrectionWaitsForTheAir(t *testing.T) {
	for name, settled := range map[string]bool{"settled": true, "stuck": false} {
		t.Run(name, func(t *testing.T) {
			v := newVillage(t)
			v.who(100, hongThuong, true, person.Meetings)
			n := v.approved(aMeeting())
			v.until(n.ID, Held)
			v.clock = v.clock.Add(3 * time.Minute)
			v.pump(n.ID)
			if v.progress(n.ID).Waiting != 80 {
				t.Fatalf("%d wait", v.progress(n.ID).Waiting)
			}
			fix := v.fix(n, "")
			see := func(d time.Duration) bool { // as the service does, with a gateway that is silent
				for end := v.clock.Add(d); v.clock.Before(end); {
					v.clock = v.clock.Add(time.Minute)
					fix = v.pump(fix.ID).Notice
				}
				return fix.Out()
			}
			if see(10 * time.Minute) {
				t.Fatal("it left with eighty of the wrong one in the air")
			}
			if settled {
				v.deliver()
				if !see(time.Minute) || v.progress(n.ID).Failed != 80 {
					t.Errorf("it did not leave with nothing in the air: %+v", v.progress(n.ID))
				}
				return
			}
			if !see(10 * time.Minute) {
				t.Error("it waits for ever")
			}
		})
	}
}

// Only with a reason at night, and never later than in the morning.
func TestCorrectionAtNight(t *testing.T) {
	for reason, anytime := range map[string]bool{"": false, "họp lúc 6h sáng mai": true} {
		v := newVillage(t)
		v.who(3, hongThuong, false, person.Meetings)
		n := v.approved(aMeeting())
		n = v.until(n.ID, Done)
		v.sent = nil
		v.clock = time.Date(2026, 6, 10, 22, 0, 0, 0, Hue)
		fix := v.fix(n, reason)
		if fix = v.wait(fix.ID, time.Hour); fix.Out() != anytime {
			t.Errorf("reason %q: out is %v", reason, fix.Out())
		}
		if anytime && (len(v.sent) == 0 || !v.sent[0].Anytime) {
			t.Error("the outbox would hold it back")
		}
	}
}

func TestCorrectRefused(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	v.refused("before anybody has it", locales.NoticeNothingOut, func(r store.Reader) (Step, store.Changes, error) {
		return v.Correct(r, lan, n.ID, fixText, "", "s", v.clock)
	})
	v.refused("as an ordinary draft", locales.NoticeOtherWay, func(r store.Reader) (Step, store.Changes, error) {
		return v.Draft(r, lan, Content{Communes: []string{hongThuong}, Kind: Correction, Text: fixText}, "s", v.clock)
	})
	// To whom it goes cannot be edited.
	n = v.until(n.ID, Done)
	fix := v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Correct(r, lan, n.ID, fixText, "", "s", v.clock)
	}).Notice
	c := fix.Content
	c.Kind, c.Communes, c.Topic, c.Text = Other, []string{nextDoor}, person.Loans, "họp dân đổi sang 15h Chủ nhật 14/6 tại hội trường"
	fix = v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Edit(r, lan, fix.ID, 1, c, v.clock) }).Notice
	if fix.Kind != Correction || !slices.Equal(fix.Communes, []string{hongThuong}) || fix.Topic != person.Meetings {
		t.Errorf("edited into %+v", fix.Content)
	}
}

func flood() Content {
	return Content{Communes: []string{hongThuong}, Text: "Nước sông lên nhanh. Bà con ở gần sông lên trường học ngay.", Reason: "lũ lên nhanh"}
}

func (v *village) emergency(by staff.Actor, c Content) decide {
	return func(r store.Reader) (Step, store.Changes, error) {
		return v.Emergency(r, by, c, Seed(by.ID, c.Text, v.clock), v.clock)
	}
}

// An emergency leaves at once, at night, to everybody in the commune, and
// somebody else is told and reviews it.
func TestEmergency(t *testing.T) {
	v := newVillage(t)
	people := v.who(300, hongThuong, false, person.Loans)
	v.who(5, nextDoor, false, person.Meetings)
	v.change(people[0], nil, func(s *person.Subscriber) { s.Sent = []time.Time{v.clock} })
	v.change(people[1], func(c *store.Contact) { c.NewsStopped = true }, nil)
	v.clock = time.Date(2026, 6, 10, 23, 0, 0, 0, Hue)
	step := v.take(v.emergency(lan, flood()))
	n := step.Notice
	if n.State != Sending || n.Author != lan.ID || n.Approver != "" {
		t.Fatalf("%+v", n)
	}
	if to := tellsTo(step, locales.NoticeTellEmergency); !slices.Equal(to, []staff.ID{"binh"}) || !step.Tell[0].Urgent {
		t.Errorf("told: %+v", step.Tell)
	}
	v.pump(n.ID)
	v.deliver()
	if len(v.sent) != 299 || !v.sent[0].Anytime || v.took[people[0]] != 1 {
		t.Errorf("%d sent at once", len(v.sent))
	}
	if did := v.logged(n.ID); !slices.Contains(did, "lan "+string(staff.SendEmergency)) {
		t.Errorf("the log: %v", did)
	}

	unreviewed := func() int {
		var list []Notice
		v.must(v.store.View(t.Context(), func(r store.Reader) (err error) { list, err = Unreviewed(r); return err }))
		return len(list)
	}
	remind := func() Step {
		return v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Remind(r, v.clock) })
	}
	if unreviewed() != 1 || len(remind().Tell) != 0 {
		t.Error("it is overdue before a day is over")
	}
	v.clock = v.clock.Add(24 * time.Hour)
	if to := tellsTo(remind(), locales.NoticeTellOverdue); !slices.Equal(to, []staff.ID{"binh", "lan"}) {
		t.Errorf("told that it is overdue: %v", to)
	}
	if len(remind().Tell) != 0 {
		t.Error("told twice in a minute")
	}
	v.clock = v.clock.Add(24 * time.Hour)
	if len(remind().Tell) != 2 {
		t.Error("not told again the day after")
	}
	review := func(by staff.Actor, remark string) decide {
		return func(r store.Reader) (Step, store.Changes, error) { return v.Review(r, by, n.ID, remark, v.clock) }
	}
	lead := lan
	lead.Role = staff.Leader
	v.refused("by whoever sent it", locales.NoticeOwnReview, review(lead, "gửi phải lúc"))
	v.refused("without a word", locales.NoticeNoReason, review(binh, ""))
	step = v.take(review(binh, "gửi kịp thời"))
	if step.Notice.Reviewer != binh.ID || unreviewed() != 0 || len(tellsTo(step, locales.NoticeTellReviewed)) != 1 {
		t.Errorf("reviewed: %+v", step)
	}
	v.refused("twice", locales.NoticeNoReview, review(binh, "gửi kịp thời"))
}

func TestEmergencyRefused(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	change := func(f func(*Content)) Content { c := flood(); f(&c); return c }
	v.refused("without a reason", locales.NoticeNoReason, v.emergency(lan, change(func(c *Content) { c.Reason = " " })))
	v.refused("next door", staff.RefusedCommune, v.emergency(lan, change(func(c *Content) { c.Communes = []string{nextDoor} })))
	v.refused("to two communes", locales.NoticeOneCommune, v.emergency(staff.Actor{ID: "x", Role: staff.Leader}, change(func(c *Content) { c.Communes = []string{hongThuong, nextDoor} })))
	v.refused("to nobody", locales.NoticeNobody, v.emergency(trang, change(func(c *Content) { c.Communes = []string{nextDoor} })))
	v.refused("on a day there is not", locales.NoticeNoSuchDay, v.emergency(lan, change(func(c *Content) { c.Text += " Học sinh nghỉ ngày 31/6." })))
	v.Budget = 1
	v.take(v.emergency(lan, flood())) // money does not stop it
}
