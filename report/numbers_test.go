package report

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/store"
	"tinban/store/bolt"
)

var hue = time.FixedZone("+07", 7*60*60)

// happen stores events at a moment, through the door every message takes.
func happen(t *testing.T, s *bolt.Store, at time.Time, ref string, events ...store.Event) {
	t.Helper()
	for i := range events {
		events[i].At = at
	}
	_, err := s.Receive(t.Context(), msg.Inbound{Gateway: "x", Ref: ref, From: "sms:+84912000111"}, func(store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{Events: events}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoll(t *testing.T) {
	now := time.Date(2026, 6, 10, 23, 50, 0, 0, hue)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	asked := store.Event{Channel: msg.SMS, Commune: "a-luoi-3", Label: "housing", Outcome: "answer"}
	happen(t, s, now, "1", asked)
	happen(t, s, now.Add(2*time.Minute), "2", asked, store.Event{Outcome: "check", Verdict: "unlikely", Failed: []string{"dien_ho", "dien_ho2"}})
	happen(t, s, now.Add(20*time.Minute), "3", asked) // the next day

	roll := func(at time.Time) {
		t.Helper()
		for more := true; more; {
			if more, err = Roll(t.Context(), s, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	read := func() (list []Day) {
		t.Helper()
		err := s.View(t.Context(), func(r store.Reader) (err error) {
			list, err = Days(r, "2026-06-01", "2026-06-30")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	roll(now.Add(2 * time.Minute)) // the second is too young to count
	one := Count{Channel: msg.SMS, Commune: "a-luoi-3", Label: "housing", Outcome: "answer", N: 1}
	if diff := cmp.Diff([]Day{{On: "2026-06-10", Counts: []Count{one}}}, read()); diff != "" {
		t.Fatalf("first run (-want +got):\n%s", diff)
	}
	two := one
	two.N = 2
	want := []Day{
		{On: "2026-06-10", Counts: []Count{{Outcome: "check", Verdict: "unlikely", N: 1}, two}, Failed: map[string]int{"dien_ho": 1, "dien_ho2": 1}},
		{On: "2026-06-11", Counts: []Count{one}},
	}
	for range 3 { // a run that finds nothing new changes nothing
		roll(now.Add(time.Hour))
		if diff := cmp.Diff(want, read()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// More events than one run counts, many at the same moment: none is lost and
// none counted twice.
func TestRollInPieces(t *testing.T) {
	now := time.Date(2026, 6, 10, 9, 0, 0, 0, hue)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	const total = 2*rollMost + 777
	for i, left := 0, total; left > 0; i++ {
		events := make([]store.Event, min(left, 7001))
		left -= len(events)
		happen(t, s, now.Add(time.Duration(i)*300*time.Millisecond), fmt.Sprint(i), events...)
	}
	runs := 0
	for more := true; more; runs++ {
		if more, err = Roll(t.Context(), s, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	got := 0
	err = s.View(t.Context(), func(r store.Reader) error {
		days, err := Days(r, "2026-06-10", "2026-06-10")
		for _, d := range days {
			for _, c := range d.Counts {
				got += c.N
			}
		}
		return err
	})
	if err != nil || got != total || runs < 2 {
		t.Errorf("%d of %d events counted in %d runs, %v", got, total, runs, err)
	}
}
