package person_test

import (
	"testing"
	"time"

	"tinban/person"
	"tinban/store"
)

const day = 24 * time.Hour

// review does the night's work and returns what was asked.
func (w *room) review() (asked []person.Question) {
	w.Helper()
	w.does(func(r store.Reader) (c store.Changes, err error) {
		asked = nil
		due, err := person.Due(r, w.clock, 100)
		if err != nil {
			return c, err
		}
		for _, s := range due {
			ask, more, err := person.Review(r, s, w.clock)
			if err != nil {
				return c, err
			}
			c.Add(more)
			asked = append(asked, ask)
		}
		return c, nil
	})
	return asked
}

func (w *room) same(what string, got []person.Question, want ...person.Question) {
	w.Helper()
	if len(got) != len(want) {
		w.Fatalf("%s: %q, want %q", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			w.Errorf("%s: %q, want %q", what, got, want)
		}
	}
}

func TestSilenceIsAskedOnceAndEnds(t *testing.T) {
	w := newRoom(t)
	id, other := w.writes("sms:+84912000001"), w.writes("telegram:1")
	w.takes(id, "a-luoi-3", person.Meetings)
	w.join(other, id)
	w.clock = start.Add(179 * day)
	w.same("after 179 days", w.review())
	w.clock = start.Add(180 * day)
	w.same("after 180 days", w.review(), person.AskInUse)
	w.same("the same night again", w.review())
	w.clock = w.clock.Add(13 * day)
	w.same("before the two weeks are over", w.review())
	w.equal("meanwhile", w.subscribed("a-luoi-3"), []store.ContactID{id})
	w.clock = w.clock.Add(day)
	w.same("after two weeks", w.review(), person.NoQuestion)
	w.equal("without an answer", w.subscribed("a-luoi-3"), nil)
	if w.other(other) != "" {
		t.Error("a number that may be a stranger's is still linked")
	}
}

func TestWhoWritesIsNotAsked(t *testing.T) {
	w := newRoom(t)
	id := w.writes("sms:+84912000001")
	w.takes(id, "a-luoi-3", person.Meetings)
	w.clock = start.Add(100 * day)
	w.writes("sms:+84912000001")
	w.clock = start.Add(180 * day)
	w.same("80 days after they wrote", w.review(), person.NoQuestion)
	w.clock = start.Add(280 * day)
	w.same("180 days after they wrote", w.review(), person.AskInUse)
	w.clock = w.clock.Add(day)
	w.writes("sms:+84912000001")
	w.clock = w.clock.Add(14 * day)
	w.same("they wrote something else instead", w.review(), person.NoQuestion)
	w.equal("and go on", w.subscribed("a-luoi-3"), []store.ContactID{id})
	if s := w.subscriber(id); !s.Asked.IsZero() {
		t.Error("the question still waits")
	}
}

// A yes holds two years, however often somebody writes; only a yes renews it.
func TestConsentIsAskedAgain(t *testing.T) {
	w := newRoom(t)
	id, silent := w.writes("sms:+84912000001"), w.writes("sms:+84912000002")
	w.takes(id, "a-luoi-3", person.Meetings)
	w.takes(silent, "a-luoi-3", person.Meetings)
	for range 7 {
		w.clock = w.clock.Add(100 * day)
		w.writes("sms:+84912000001")
		w.writes("sms:+84912000002")
		w.review()
	}
	w.clock = start.AddDate(2, 0, 0).Add(day)
	w.writes("sms:+84912000001")
	w.writes("sms:+84912000002")
	w.same("after two years", w.review(), person.AskAgain, person.AskAgain)
	s := w.subscriber(id)
	if s.Waits() != person.AskAgain {
		t.Fatalf("%+v waits for %q", s, s.Waits())
	}
	yes := person.Consent{Version: "v2", At: w.clock, How: "sms"}
	w.does(func(store.Reader) (store.Changes, error) { return person.StillTheirs(s, yes) })
	if s := w.subscriber(id); s.Consent.Version != "v2" || s.Waits() != person.NoQuestion {
		t.Errorf("after a yes: %+v", s)
	}
	w.clock = w.clock.Add(14 * day)
	w.writes("sms:+84912000002")
	w.review()
	w.equal("who said yes again", w.subscribed("a-luoi-3"), []store.ContactID{id})
}

// A yes to "is it still yours?" is none to more than was asked.
func TestStillTheirsIsNoNewConsent(t *testing.T) {
	w := newRoom(t)
	id := w.writes("sms:+84912000001")
	w.takes(id, "a-luoi-3", person.Meetings)
	w.clock = start.Add(180 * day)
	w.review()
	w.does(func(store.Reader) (store.Changes, error) {
		return person.StillTheirs(w.subscriber(id), person.Consent{Version: "v2", At: w.clock})
	})
	if s := w.subscriber(id); s.Consent.Version != "v" || !s.Asked.IsZero() {
		t.Errorf("%+v", s)
	}
	w.clock = w.clock.Add(179 * day)
	w.same("179 days after the answer", w.review())
}

func TestNobodyIsAskedInVain(t *testing.T) {
	for name, change := range map[string]func(*store.Contact){
		"stopped": func(c *store.Contact) { c.NewsStopped = true }, "blocked": func(c *store.Contact) { c.Unreachable = true },
	} {
		w := newRoom(t)
		w.takes(w.writes("sms:+84912000001", change), "a-luoi-3", person.Meetings)
		w.clock = start.Add(180 * day)
		w.same(name, w.review(), person.NoQuestion)
		w.equal(name, w.subscribed("a-luoi-3"), nil)
	}
}

func TestDueIsAPage(t *testing.T) {
	w := newRoom(t)
	for i := range 5 {
		w.takes(w.writes(phoneOf(i)), "a-luoi-3", person.Meetings)
	}
	w.clock = start.Add(180 * day)
	w.sees(func(r store.Reader) error {
		list, err := person.Due(r, w.clock, 3)
		if len(list) != 3 {
			t.Errorf("a page of 3 has %d", len(list))
		}
		return err
	})
}
