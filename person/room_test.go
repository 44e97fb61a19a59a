package person_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
	"tinban/store/bolt"
)

var start = time.Date(2026, 6, 10, 9, 0, 0, 0, time.FixedZone("+07", 7*3600))

// room is a store with people in it, and a clock.
type room struct {
	*testing.T
	db    *bolt.Store
	clock time.Time
	marks *person.Marker
	n     int
}

func newRoom(t *testing.T) *room {
	w := &room{T: t, clock: start}
	db, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return w.clock }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.ok(db.Close()) })
	w.db, w.marks = db, marker(t, "a key that is long enough to be one")
	return w
}

func marker(t *testing.T, key string) *person.Marker {
	t.Helper()
	m, err := person.NewMarker([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *room) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// writes makes somebody write, and returns who they are.
func (w *room) writes(a msg.Address, change ...func(*store.Contact)) (id store.ContactID) {
	w.Helper()
	w.n++
	_, err := w.db.Receive(w.Context(), msg.Inbound{Gateway: "g", From: a, Ref: string(a) + time.Duration(w.n).String(), At: w.clock},
		func(s store.Snapshot) (store.WriteSet, error) {
			for _, do := range change {
				do(&s.Contact)
			}
			return store.WriteSet{Contact: &s.Contact}, nil
		})
	w.ok(err)
	w.ok(w.db.View(w.Context(), func(r store.Reader) (err error) {
		id, err = r.Lookup(a)
		return err
	}))
	return id
}

// does applies what a function of the room decides.
func (w *room) does(decide func(r store.Reader) (store.Changes, error)) {
	w.Helper()
	w.ok(w.db.Update(w.Context(), decide))
}

func (w *room) sees(look func(r store.Reader) error) {
	w.Helper()
	w.ok(w.db.View(w.Context(), look))
}

// takes makes a contact take news.
func (w *room) takes(id store.ContactID, commune string, topics ...person.Topic) person.Subscriber {
	w.Helper()
	s := person.Subscriber{Contact: id, Commune: commune, Topics: topics, Consent: person.Consent{Version: "v", At: w.clock, How: "sms"}}
	w.does(func(r store.Reader) (store.Changes, error) { return person.Subscribe(r, s) })
	return w.subscriber(id)
}

func (w *room) subscriber(id store.ContactID) (s person.Subscriber) {
	w.Helper()
	w.sees(func(r store.Reader) (err error) {
		s, err = person.SubscriberOf(r, id)
		return err
	})
	return s
}

// subscribed lists who takes the news of a commune.
func (w *room) subscribed(commune string) (ids []store.ContactID) {
	w.Helper()
	w.sees(func(r store.Reader) error {
		return person.Subscribers(r, commune, "", func(_ string, s person.Subscriber) bool {
			ids = append(ids, s.Contact)
			return true
		})
	})
	return ids
}

func (w *room) equal(what string, got, want []store.ContactID) {
	w.Helper()
	if !slices.Equal(got, want) {
		w.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestSubscribing(t *testing.T) {
	w := newRoom(t)
	id := w.writes("sms:+84912000001")
	w.takes(id, "a-luoi-3", person.Meetings, person.Loans)
	w.equal("commune 3", w.subscribed("a-luoi-3"), []store.ContactID{id})

	s := w.subscriber(id)
	s.Sent = []time.Time{w.clock}
	w.does(func(store.Reader) (store.Changes, error) {
		rec, err := s.Record()
		return store.Changes{Put: []store.Record{rec}}, err
	})
	moved := w.takes(id, "a-luoi-5", person.Meetings)
	w.equal("commune 3 after moving", w.subscribed("a-luoi-3"), nil)
	w.equal("commune 5 after moving", w.subscribed("a-luoi-5"), []store.ContactID{id})
	if len(moved.Sent) != 1 || moved.Takes(person.Loans) {
		t.Errorf("after moving: %+v; what was sent still counts, what was not chosen is gone", moved)
	}
	w.does(func(r store.Reader) (store.Changes, error) { return person.Without(r, moved, person.Meetings) })
	w.equal("without the last topic", w.subscribed("a-luoi-5"), nil)
	w.does(func(r store.Reader) (store.Changes, error) {
		_, taken, c, err := person.Unsubscribe(r, id)
		if taken || len(c.Drop) > 0 {
			t.Errorf("there is something left to stop: %v", c)
		}
		return c, err
	})
}

func TestSubscriptionGoesWithItsContact(t *testing.T) {
	w := newRoom(t)
	id := w.writes("sms:+84912000001")
	w.takes(id, "a-luoi-3", person.Meetings)
	w.ok(w.db.Forget(t.Context(), id))
	w.equal("after forgetting", w.subscribed("a-luoi-3"), nil)
}

func TestMasked(t *testing.T) {
	for name, want := range map[string]string{
		"Kăn Thị Hoa": "K.. T.. Hoa", "Hồ  Nam": "H.. Nam", "Hoa": "H..", "Đ": "Đ..", "": "", " Ðặng Ý ": "Ð.. Ý",
	} {
		if got := person.Masked(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func refusal(err error) string {
	var no *msg.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}
