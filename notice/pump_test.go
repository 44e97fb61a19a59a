package notice

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// At most a thousand wait, and a page more: the rest can still be taken back.
func TestTheQueueIsBounded(t *testing.T) {
	v := newVillage(t)
	v.who(2500, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	n = v.until(n.ID, Sending)
	for range 30 {
		v.pump(n.ID)
	}
	sum := v.progress(n.ID)
	if sum.Waiting <= fullQueue || sum.Waiting > fullQueue+Page {
		t.Fatalf("%d wait", sum.Waiting)
	}
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Pause(r, lan, n.ID, v.clock) })
	at := len(v.sent)
	v.clock = v.clock.Add(time.Second)
	n = v.wait(n.ID, 5*time.Minute)
	if n.State != Paused || len(v.sent) != at {
		t.Fatalf("paused: %s, %d more sent", n.State, len(v.sent)-at)
	}
	step := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, binh, n.ID, v.clock) })
	if to := tellsTo(step, locales.NoticeTellResumed); !slices.Equal(to, []staff.ID{"binh", "lan"}) {
		t.Errorf("told of going on: %v", to)
	}
	v.until(n.ID, Done)
	if len(v.sent) != 2500 || len(v.took) != 2500 {
		t.Errorf("%d messages to %d people", len(v.sent), len(v.took))
	}
}

// What is cancelled on its way reaches nobody else.
func TestCancelOnTheWay(t *testing.T) {
	v := newVillage(t)
	v.who(300, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	v.until(n.ID, Held)
	v.clock = v.clock.Add(3 * time.Minute)
	v.pump(n.ID)
	step := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) })
	if len(tellsTo(step, locales.NoticeTellCancelled)) != 2 {
		t.Errorf("told: %v", step.Tell)
	}
	v.clock = v.clock.Add(time.Minute)
	v.deliver()
	p := v.progress(n.ID)
	if len(v.sent) != 20 || p.Failed == 0 || p.Failures[0].Text != locales.NoticeFailCancelled {
		t.Errorf("%d sent, %+v", len(v.sent), p)
	}
}

func (v *village) complain(id store.ContactID) (steps []Step) {
	v.Helper()
	v.must(v.store.Update(v.Context(), func(r store.Reader) (c store.Changes, err error) {
		steps, c, err = v.Complain(r, id, v.clock)
		return c, err
	}))
	return steps
}

// Two different people of the first few who write that it is wrong stop it.
func TestComplaints(t *testing.T) {
	v := newVillage(t)
	people := v.who(100, hongThuong, true, person.Meetings)
	stranger := v.who(1, nextDoor, true, person.Meetings)[0]
	n := v.approved(aMeeting())
	n = v.until(n.ID, Held)
	slices.Sort(people)
	got, later := people[:20], people[20:]

	if steps := v.complain(stranger); len(steps) != 0 {
		t.Error("somebody who did not get it is heard")
	}
	if steps := v.complain(later[0]); len(steps) != 0 {
		t.Error("somebody who has not got it yet is heard")
	}
	for range 3 {
		if steps := v.complain(got[3]); len(steps) != 1 || steps[0].Notice.State != Held {
			t.Fatalf("one person, however often: %+v", steps)
		}
	}
	steps := v.complain(got[7])
	if len(steps) != 1 || steps[0].Notice.State != Paused || steps[0].Notice.Why != Complaints {
		t.Fatalf("a second: %+v", steps)
	}
	if to := tellsTo(steps[0], locales.NoticeTellSelfPaused); !slices.Equal(to, []staff.ID{"binh", "lan"}) {
		t.Errorf("told: %v", to)
	}
	if n = v.wait(n.ID, 10*time.Minute); n.State != Paused || len(v.sent) != 20 {
		t.Fatalf("afterwards: %s, %d sent", n.State, len(v.sent))
	}
	// Whoever lets it go on has heard those two: it takes two more.
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, lan, n.ID, v.clock) })
	v.clock = v.clock.Add(time.Second)
	v.complain(got[9])
	if n = v.get(n.ID); n.State != Sending {
		t.Fatalf("after one more: %s", n.State)
	}
	v.complain(got[11])
	if n = v.get(n.ID); n.State != Paused {
		t.Errorf("after two more: %s", n.State)
	}
	if p := v.progress(n.ID); p.Wrong != 4 {
		t.Errorf("%d are said to have complained", p.Wrong)
	}
	// Whoever is forgotten leaves nothing.
	v.must(v.store.Forget(t.Context(), got[3]))
	if p := v.progress(n.ID); p.Wrong != 3 {
		t.Errorf("%d after one was forgotten", p.Wrong)
	}
}

// When everything has gone out nothing can be stopped: who wrote it and who
// agreed hear, once, and who complained is counted.
func TestComplaintsAfterwards(t *testing.T) {
	v := newVillage(t)
	got := v.who(30, hongThuong, true, person.Meetings)
	stranger := v.who(1, nextDoor, true, person.Meetings)[0]
	n := v.until(v.approved(aMeeting()).ID, Done)
	v.clock = v.clock.Add(24 * time.Hour)
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		for id, since := range map[store.ContactID]time.Time{got[0]: v.clock.Add(-time.Hour), stranger: v.clock.Add(-48 * time.Hour)} {
			if had, err := Had(r, id, since); err != nil || len(had) != 0 {
				t.Errorf("%s had %d, %v", id, len(had), err)
			}
		}
		had, err := Had(r, got[0], v.clock.Add(-48*time.Hour))
		if len(had) != 1 || had[0].ID != n.ID {
			t.Errorf("had %+v", had)
		}
		return err
	}))
	var keys []string
	for _, id := range got[:3] {
		if steps := v.complain(id); len(steps) != 0 {
			t.Errorf("it is taken for one that goes out: %+v", steps)
		}
		step := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.ComplainOf(r, n, id, v.clock) })
		if to := tellsTo(step, locales.NoticeTellWrong); !slices.Equal(to, []staff.ID{"binh", "lan"}) || step.Notice.State != Done {
			t.Errorf("told: %v, %s", to, step.Notice.State)
		}
		keys = append(keys, step.Tell[0].Key)
	}
	if keys = slices.Compact(keys); len(keys) != 1 {
		t.Errorf("told %d times", len(keys))
	}
	if p := v.progress(n.ID); p.Wrong != 3 {
		t.Errorf("%d are said to have complained", p.Wrong)
	}
}

// Of thousands somebody always errs: there it takes a share of them.
func TestComplaintsAmongMany(t *testing.T) {
	for reached, want := range map[int]int{0: 2, 20: 2, 200: 2, 201: 3, 1000: 10, 100000: 1000} {
		if got := suspicious(reached); got != want {
			t.Errorf("of %d: %d, want %d", reached, got, want)
		}
	}
}

func TestCodeOfWhoGotIt(t *testing.T) {
	v := newVillage(t)
	people := v.who(40, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	v.until(n.ID, Held)
	slices.Sort(people)
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		for i, id := range people {
			if got, err := Got(r, n.ID, id); err != nil || got != (i < 20) {
				t.Errorf("%d: %v, %v", i, got, err)
			}
		}
		got, err := Got(r, n.ID, "")
		if got {
			t.Error("nobody got it")
		}
		return err
	}))
}

// A gateway that takes nothing costs the first few, not everybody.
func TestFailing(t *testing.T) {
	v := newVillage(t)
	v.who(200, hongThuong, false, person.Meetings)
	v.fails = func(store.Delivery) string { return "30007" }
	n := v.approved(aMeeting())
	n = v.until(n.ID, Paused)
	if n.Why != Failing || v.progress(n.ID).Failed != 20 {
		t.Errorf("paused because of %q, %d failed", n.Why, v.progress(n.ID).Failed)
	}
	v.fails = nil
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, lan, n.ID, v.clock) })
	v.until(n.ID, Done)
	if len(v.sent) != 180 {
		t.Fatalf("%d sent", len(v.sent))
	}
	// The rest are tried again, and nobody twice.
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, lan, n.ID, v.clock) })
	v.clock = v.clock.Add(time.Minute)
	v.until(n.ID, Done)
	if len(v.sent) != 200 || len(v.took) != 200 {
		t.Errorf("after the retry: %d messages to %d people", len(v.sent), len(v.took))
	}
	v.refused("with nothing left to retry", locales.NoticeNoneFailed, func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, lan, n.ID, v.clock) })
}

// A retry is for those it did not reach and can reach.
func TestRetry(t *testing.T) {
	v := newVillage(t)
	people := v.who(60, hongThuong, false, person.Meetings)
	codes := map[store.ContactID]string{people[0]: "21211", people[1]: "expired", people[2]: "30007", people[3]: "30007", people[4]: "30007"}
	v.fails = func(d store.Delivery) string { return codes[d.Contact] }
	n := v.approved(aMeeting())
	v.until(n.ID, Done)
	v.fails = nil
	v.change(people[3], func(c *store.Contact) { c.NewsStopped = true }, nil)
	v.change(people[4], func(c *store.Contact) { c.Unreachable = true }, nil)
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, lan, n.ID, v.clock) })
	v.until(n.ID, Done)
	for i, want := range []int{0, 1, 1, 0, 0, 1} {
		if got := v.took[people[i]]; got != want {
			t.Errorf("person %d has %d, want %d", i, got, want)
		}
	}
	p := v.progress(n.ID)
	if p.SMS != 57 || p.Failed != 3 || p.Chosen != 60 {
		t.Errorf("the report: %+v", p)
	}
	v.clock = time.Date(2026, 6, 13, 8, 1, 0, 0, Hue)
	v.refused("after the meeting", locales.NoticeTooLate, func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, lan, n.ID, v.clock) })
}

// What it speaks of is over before all have it: the rest are spared.
func TestOverOnTheWay(t *testing.T) {
	v := newVillage(t)
	v.who(1500, hongThuong, true, person.Meetings)
	v.clock = time.Date(2026, 6, 13, 7, 40, 0, 0, Hue)
	n := v.approved(aMeeting())
	n = v.until(n.ID, Sending)
	for n.State == Sending {
		v.clock = v.clock.Add(30 * time.Minute)
		n = v.pump(n.ID).Notice
		v.deliver()
	}
	if n.State != Done || n.Why != Over || len(v.sent) != 20 {
		t.Errorf("%s because of %q, %d sent", n.State, n.Why, len(v.sent))
	}
}

// Several communes: each reads of its own, and the money is parted.
func TestTwoCommunes(t *testing.T) {
	v := newVillage(t)
	both := staff.Actor{ID: "hoa", Role: staff.Officer, Communes: []string{hongThuong, nextDoor}}
	chief := staff.Actor{ID: "chief", Role: staff.Leader}
	v.appoint(both)
	v.appoint(chief)
	v.who(30, hongThuong, false, person.Loans)
	v.who(10, nextDoor, false, person.Loans)
	c := Content{Communes: []string{nextDoor, hongThuong}, Topic: person.Loans, Text: "Ngân hàng về xã sáng thứ Hai 15/6, nhận đơn vay vốn tại hội trường."}
	n := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Draft(r, both, c, "s", v.clock) }).Notice
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, both, n.ID, v.clock) })
	step := v.take(v.submit(both, n.ID))
	if to := tellsTo(step, locales.NoticeTellApprove); !slices.Equal(to, []staff.ID{"chief"}) {
		t.Errorf("asked to approve: %v: whoever has one of two communes may not", to)
	}
	v.refused("the leader of one", staff.RefusedCommune, v.approve(binh, n))
	v.take(v.approve(chief, n))
	v.until(n.ID, Done)
	heads := map[string]int{}
	for _, o := range v.sent {
		head, _, _ := strings.Cut(o.Text, ":")
		heads[head]++
	}
	if heads["Xa A Luoi 3"] != 30 || heads["Xa A Luoi 4"] != 10 || len(heads) != 2 {
		t.Errorf("they read %v", heads)
	}
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		for commune, want := range map[string]int{hongThuong: 30 * 350, nextDoor: 10 * 350} {
			if got, err := v.Spent(r, commune, v.clock); err != nil || got != want {
				t.Errorf("%s spent %d, %v, want %d", commune, got, err, want)
			}
		}
		return nil
	}))
}

func TestBudget(t *testing.T) {
	v := newVillage(t)
	v.who(30, hongThuong, false, person.Meetings)
	v.who(30, hongThuong, false, person.Courses)
	v.Budget = 45 * 350
	n := v.approved(aMeeting())
	v.until(n.ID, Done)
	course := Content{Communes: []string{hongThuong}, Topic: person.Courses, Text: "Lớp dệt zèng mở tại xã từ thứ Hai 15/6."}
	over := v.tested(course)
	v.refused("30 more of 15", locales.NoticeOverBudget, v.submit(lan, over.ID))
	// The month after there is money again.
	v.clock = time.Date(2026, 7, 1, 9, 0, 0, 0, Hue)
	course.Text = "Lớp dệt zèng mở tại xã từ thứ Hai 13/7."
	v.submitted(course)
}

func TestNobody(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Courses)
	v.refused("an empty audience", locales.NoticeNobody, v.submit(lan, v.tested(aMeeting()).ID))
}

// It is interrupted anywhere, again and again, and the store is opened anew:
// nobody is missed, and nobody gets two.
func TestInterrupted(t *testing.T) {
	const all = 10_000
	v := newVillage(t)
	v.who(all, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	v.until(n.ID, Sending)
	dice := rand.New(rand.NewPCG(1, 2))
	for n.State != Done {
		for range 1 + dice.IntN(8) {
			ctx, cancel := context.WithCancel(t.Context())
			if dice.IntN(3) == 0 {
				cancel()
			}
			err := v.store.Update(ctx, func(r store.Reader) (store.Changes, error) {
				step, c, err := v.Pump(r, n.ID, v.clock, 1+dice.IntN(2*Page))
				if dice.IntN(4) == 0 {
					cancel() // in the middle of a page
				}
				if dice.IntN(8) == 0 {
					return c, errors.New("the power fails")
				}
				n = step.Notice
				return c, err
			})
			cancel()
			if err != nil {
				n = v.get(n.ID)
			}
		}
		if dice.IntN(4) == 0 {
			v.must(v.store.Close())
			v.open()
		}
		if dice.IntN(2) == 0 {
			v.deliver()
		}
	}
	if len(v.took) != all || len(v.sent) != all {
		t.Fatalf("%d messages to %d people of %d", len(v.sent), len(v.took), all)
	}
	keys := map[string]bool{}
	for _, o := range v.sent {
		keys[o.Key] = true
	}
	if len(keys) != all {
		t.Errorf("%d keys", len(keys))
	}
	if p := v.progress(n.ID); p.Chosen != all || p.Chat != all || p.Notice.people() != all {
		t.Errorf("the report: %+v", p)
	}
}

// The gate lets go, holds back and drops, within a second of a change.
func TestGate(t *testing.T) {
	v := newVillage(t)
	v.who(30, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	v.until(n.ID, Held)
	g := NewGate(v.store, func() time.Time { return v.clock })
	ask := func(what string, send, drop bool) {
		t.Helper()
		if s, d := g.Ask(string(n.ID)); s != send || d != drop {
			t.Errorf("%s: send %v, drop %v", what, s, d)
		}
	}
	ask("running", true, false)
	v.clock = v.clock.Add(-time.Hour)
	ask("still running when the clock was set back", true, false)
	v.clock = v.clock.Add(-time.Hour)
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Pause(r, lan, n.ID, v.clock) })
	ask("paused after the clock was set back", false, false)
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, lan, n.ID, v.clock) })
	ask("resumed within the second", false, false)
	v.clock = v.clock.Add(time.Second)
	ask("resumed", true, false)
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) })
	v.clock = v.clock.Add(time.Second)
	ask("cancelled", false, true)
	if s, d := g.Ask("what is no notice"); !s || d {
		t.Errorf("another group: send %v, drop %v", s, d)
	}
	for i := range 100 {
		v.clock = v.clock.Add(time.Hour)
		g.Ask(fmt.Sprint(i))
	}
	if len(g.read) > 2 {
		t.Errorf("the gate remembers %d groups", len(g.read))
	}
	v.must(v.store.Close())
	v.clock = v.clock.Add(time.Hour)
	if s, d := g.Ask(string(n.ID)); s || d {
		t.Errorf("when nothing can be read: send %v, drop %v", s, d)
	}
	v.open()
}

// Messages carry what the outbox needs to keep a broadcast in its place.
func TestOutbound(t *testing.T) {
	v := newVillage(t)
	v.who(1, hongThuong, true, person.Courses)
	c := Content{Communes: []string{hongThuong}, Topic: person.Courses, Text: "Nhà mình nào cần giống lúa thì hỏi cán bộ xã."}
	n := v.approved(c)
	v.until(n.ID, Held)
	o := v.sent[0]
	if o.Lane != msg.Broadcast || !o.Expires.Equal(n.Start.Add(shelfLife)) || o.Anytime || len(o.Choices) != 2 {
		t.Errorf("%+v", o)
	}
}
