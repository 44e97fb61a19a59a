package person_test

import (
	"testing"

	"tinban/person"
	"tinban/store"
)

// A list held against what is known says what entering it would do, before
// and after it is done.
func TestHold(t *testing.T) {
	w := newRoom(t)
	w.takes(w.writes("sms:+84912000001"), "a-luoi-5", person.Loans)
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Mark("sms:+84912000003", w.clock) })
	sheet := read(t, list(4)+"12,"+fine)
	hold := func() (p person.Preview) {
		w.sees(func(r store.Reader) (err error) {
			p, err = person.Hold(r, w.marks, sheet)
			return err
		})
		return p
	}
	p := hold()
	if p.Rows() != 5 || len(p.Fresh) != 2 || p.Taken() != 1 || len(p.Wrong) != 2 || p.Wrong[0].Line != 4 || p.Wrong[1].Line != 6 || p.Done() || p.Begun() {
		t.Errorf("before: %+v", p)
	}
	w.imports(sheet, 2, 1)
	if p = hold(); p.Done() || !p.Begun() {
		t.Errorf("half way: done %v, begun %v", p.Done(), p.Begun())
	}
	w.imports(sheet, 10, 5)
	if p = hold(); !p.Done() || p.Begun() || len(p.Fresh) != 0 || p.Taken() != 3 {
		t.Errorf("at the end: %+v", p)
	}
}

// One household is entered as a list's row is: who takes news keeps what they
// chose, who wants none is refused, and nobody agreed without a witness.
func TestEnterOne(t *testing.T) {
	w := newRoom(t)
	agreed := person.Consent{Version: "news-1", At: w.clock, How: "spoken", Witness: "lan"}
	enter := func(e person.Entry) (taken bool, err error) {
		id := store.NewContactID()
		err = w.db.Update(t.Context(), func(r store.Reader) (c store.Changes, err error) {
			_, taken, c, err = person.EnterOne(r, w.marks, e, id, "sms", w.clock)
			return c, err
		})
		return taken, err
	}
	e := person.Entry{Address: "sms:+84912000001", Commune: "a-luoi-3", Topics: []person.Topic{person.Loans}, Consent: agreed}
	if taken, err := enter(e); taken || err != nil || len(w.subscribed("a-luoi-3")) != 1 {
		t.Fatalf("taken %v: %v", taken, err)
	}
	e.Topics = person.Topics
	if taken, err := enter(e); !taken || err != nil {
		t.Errorf("again: taken %v: %v", taken, err)
	}
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Mark("sms:+84912000003", w.clock) })
	e.Address = "sms:+84912000003"
	if _, err := enter(e); refusal(err) != person.RefusedMarked {
		t.Errorf("who wants none: %v", err)
	}
	e.Address, e.Topics = "sms:+84912000004", nil
	if _, err := enter(e); refusal(err) != person.RefusedTopic {
		t.Errorf("no topic: %v", err)
	}
	e.Topics, e.Consent.Witness = person.Topics, ""
	if _, err := enter(e); refusal(err) != person.RefusedConsent {
		t.Errorf("no witness: %v", err)
	}
}
