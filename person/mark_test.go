package person_test

import (
	"bytes"
	"strings"
	"testing"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

func (w *room) marked(m *person.Marker, a msg.Address) (yes bool) {
	w.Helper()
	w.sees(func(r store.Reader) (err error) {
		yes, err = m.Marked(r, a)
		return err
	})
	return yes
}

func TestMarks(t *testing.T) {
	w := newRoom(t)
	a, other := msg.Address("sms:+84912000001"), msg.Address("sms:+84912000002")
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Mark(a, w.clock) })
	if !w.marked(w.marks, a) || w.marked(w.marks, other) {
		t.Error("the mark is not of that address alone")
	}
	if w.marked(marker(t, "another key of the same good length!"), a) {
		t.Error("whoever has another key reads the mark")
	}
	w.does(func(store.Reader) (store.Changes, error) { return w.marks.Lift(a), nil })
	if w.marked(w.marks, a) {
		t.Error("the mark is still there")
	}
}

// Nothing in a mark is of the address: not its digits, not the day it came.
func TestMarkHoldsNothing(t *testing.T) {
	c, err := newRoom(t).marks.Mark("sms:+84912000001", start)
	if err != nil || len(c.Put) != 1 {
		t.Fatal(c, err)
	}
	rec := c.Put[0]
	if rec.Owner != "" || len(rec.Keys) > 0 || strings.Contains(rec.ID, "912000001") || bytes.Contains(rec.Body, []byte("912")) || len(rec.ID) != 64 {
		t.Errorf("the mark is %+v", rec)
	}
}

func TestMarkerWithoutKey(t *testing.T) {
	if _, err := person.NewMarker(make([]byte, 31)); err == nil {
		t.Error("a short key is taken")
	}
	w := newRoom(t)
	var none *person.Marker
	c, err := none.Mark("sms:+84912000001", start)
	if err != nil || len(c.Put)+len(none.Lift("sms:+84912000001").Drop) > 0 || w.marked(none, "sms:+84912000001") {
		t.Error("no Marker marks something")
	}
}

func TestProbe(t *testing.T) {
	w := newRoom(t)
	probe := func(m *person.Marker) (strange bool) {
		w.does(func(r store.Reader) (c store.Changes, err error) {
			strange, c, err = m.Probe(r)
			return c, err
		})
		return strange
	}
	other := marker(t, "another key of the same good length!")
	for i, m := range []*person.Marker{w.marks, w.marks, other, w.marks} {
		if got := probe(m); got != (m == other) {
			t.Errorf("probe %d: strange %v", i+1, got)
		}
	}
}

// Whoever had news, or had stopped them, leaves a mark; somebody who only
// asked a question leaves nothing.
func TestForgettingMarks(t *testing.T) {
	for name, c := range map[string]struct {
		takes, stopped, want bool
	}{"had news": {true, false, true}, "stopped": {false, true, true}, "only asked": {false, false, false}} {
		w := newRoom(t)
		a := msg.Address("sms:+84912000001")
		id := w.writes(a)
		if c.takes {
			w.takes(id, "a-luoi-3", person.Meetings)
		}
		w.does(func(r store.Reader) (store.Changes, error) {
			changes, marked, err := w.marks.Forgetting(r, store.Contact{ID: id, NewsStopped: c.stopped}, a, w.clock)
			if marked != c.want {
				t.Errorf("%s: marked %v", name, marked)
			}
			return changes, err
		})
		if w.marked(w.marks, a) != c.want {
			t.Errorf("%s: the mark is not as it was said", name)
		}
	}
}
