package notice

import (
	"slices"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// Who has no phone linked here reads every form on a page: of this very text,
// and the log says how it was read.
func TestReadOnAPage(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.draft(aMeeting())
	read := func(hash string) decide {
		return func(r store.Reader) (Step, store.Changes, error) { return v.Read(r, lan, n.ID, hash, v.clock) }
	}
	v.refused("another text", locales.NoticeNotThisText, read("x"))
	step := v.take(read(v.hash(n)))
	if n = step.Notice; n.State != Tested || !n.Onscreen {
		t.Fatalf("read: %s, on a page %v", n.State, n.Onscreen)
	}
	if did := v.logged(n.ID); !slices.Contains(did, "lan notice.read") || slices.Contains(did, "lan notice.test") {
		t.Errorf("the log says %v", did)
	}
	v.take(v.submit(lan, n.ID))
	c := n.Content
	c.Text += " Có nước uống."
	edited := v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Edit(r, lan, n.ID, n.Version, c, v.clock)
	}).Notice
	if edited.Onscreen {
		t.Error("another text counts as read")
	}
	v.refused("another text", locales.NoticeUntested, v.submit(lan, n.ID))
	v.linked(lan.ID)
	v.refused("with a phone linked", locales.NoticeUntested, read(v.hash(edited)))
}

// linked gives one of staff a chat of their own.
func (v *village) linked(id staff.ID) {
	v.Helper()
	var code string
	contact := store.NewContactID()
	v.must(v.store.Update(v.Context(), func(r store.Reader) (c store.Changes, err error) {
		code, c, err = staff.Invite(r, staff.Step{By: staff.Operator, At: v.clock}, id, staff.ForLink, staff.Seed{1})
		c.Contacts = []store.ForContact{{ID: contact, Address: msg.Address("telegram:1"), Set: store.WriteSet{Contact: &store.Contact{Route: "telegram"}}}}
		return c, err
	}))
	v.must(v.store.Update(v.Context(), func(r store.Reader) (store.Changes, error) {
		_, no, c, err := staff.Link(r, contact, code, v.clock)
		if no != nil {
			v.Fatal(no)
		}
		return c, err
	}))
}

// What a seed has made is found by it, by whoever made it.
func TestSown(t *testing.T) {
	v := newVillage(t)
	n := v.draft(aMeeting())
	seed := Seed(lan.ID, meetingText, v.clock)
	for _, c := range []struct {
		by   staff.ID
		seed string
		ok   bool
	}{{lan.ID, seed, true}, {binh.ID, seed, false}, {lan.ID, seed + "x", false}} {
		v.must(v.store.View(v.Context(), func(r store.Reader) error {
			got, ok, err := Sown(r, c.by, c.seed)
			if ok != c.ok || ok && got.ID != n.ID {
				t.Errorf("%s: %v, %s", c.by, ok, got.ID)
			}
			return err
		}))
	}
}

// A time that is past is refused in words, whichever way it comes.
func TestPastTimeIsRefused(t *testing.T) {
	v := newVillage(t)
	c := aMeeting()
	c.At = v.clock.Add(-time.Hour)
	v.refused("a draft", locales.NoticePastTime, func(r store.Reader) (Step, store.Changes, error) {
		return v.Draft(r, lan, c, "s", v.clock)
	})
	n := v.draft(aMeeting())
	v.refused("an edit", locales.NoticePastTime, func(r store.Reader) (Step, store.Changes, error) {
		return v.Edit(r, lan, n.ID, n.Version, c, v.clock)
	})
}

// The time that is shown is the one it leaves at, and does not creep on; what
// is cancelled leaves never, and nothing is said of it any more.
func TestLeavesWhenItSays(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	shown := func(n Notice) (p Preview) {
		v.must(v.store.View(v.Context(), func(r store.Reader) (err error) {
			p, err = v.Preview(r, n, Audience{People: 3}, v.clock)
			return err
		}))
		return p
	}
	n := v.approved(aMeeting())
	at := v.clock.Add(undoFor)
	v.clock = v.clock.Add(time.Minute)
	if p := shown(n); !p.Leaves.Equal(at) {
		t.Errorf("counting: %s, want %s", p.Leaves, at)
	}
	v.clock = time.Date(2026, 6, 10, 22, 0, 0, 0, Hue)
	if p := shown(v.draft(aMeeting())); len(p.Checks) == 0 {
		t.Error("at night nothing is said of the morning")
	}
	n = v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) }).Notice
	if p := shown(n); !p.Leaves.IsZero() || len(p.Checks) > 0 {
		t.Errorf("cancelled: %s, %v", p.Leaves, p.Checks)
	}
}
