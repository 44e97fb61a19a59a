package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

func TestNightDue(t *testing.T) {
	w := newTown(t)
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, hue)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	due := func(s string, want bool) {
		t.Helper()
		got, err := w.s.nightDue(t.Context(), at(s))
		if err != nil || got != want {
			t.Errorf("%s: due %v, want %v (%v)", s, got, want, err)
		}
	}
	due("2026-06-10 09:00", false) // a new store is in no hurry
	due("2026-06-11 02:29", false)
	due("2026-06-11 02:30", true)
	if err := w.s.nightDone(t.Context(), at("2026-06-11 02:30")); err != nil {
		t.Fatal(err)
	}
	due("2026-06-11 02:31", false)
	due("2026-06-12 02:29", false)
	due("2026-06-12 04:59", true)
	due("2026-06-12 05:00", false) // missed once: people write by day
	due("2026-06-13 09:00", true)  // missed twice: better now than never
	due("2026-06-13 01:00", false)
}

// A list that was entered on one day is not asked on one day.
func TestFewAreAskedANight(t *testing.T) {
	w := newTown(t)
	for from := 0; from < askedANight+30; from += 100 {
		err := w.s.store.Update(t.Context(), func(r store.Reader) (c store.Changes, err error) {
			for i := from; i < min(from+100, askedANight+30); i++ {
				id := store.NewContactID()
				more, err := person.Subscribe(r, person.Subscriber{Contact: id, Commune: "a-luoi-3", Topics: person.Topics, Consent: person.Consent{At: w.clock}})
				if err != nil {
					return c, err
				}
				c.Add(more)
				c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: phoneAt(i), Set: store.WriteSet{Contact: &store.Contact{Route: townSMS}}})
			}
			return c, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.clock = time.Date(2026, 12, 8, nightHour, nightMinute, 0, 0, hue)
	for night, want := range []int{askedANight, 30, 0} {
		w.minute()
		w.clock = w.clock.Add(6 * time.Hour)
		if got := strings.Count(w.sent(), "→"); got != want {
			t.Errorf("night %d: %d are asked, want %d", night+1, got, want)
		}
		w.clock = w.clock.Add(18 * time.Hour)
	}
}

func phoneAt(i int) (a msg.Address) {
	return msg.Address("sms:+84912" + string([]byte{'0' + byte(i/100000%10), '0' + byte(i/10000%10), '0' + byte(i/1000%10), '0' + byte(i/100%10), '0' + byte(i/10%10), '0' + byte(i%10)}))
}

func TestMarkKey(t *testing.T) {
	dir := t.TempDir()
	cfg := config{Data: dir}
	first, err := openMarks(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, markKeyFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v %v", info, err)
	}
	mark := func(m *person.Marker) string {
		c, err := m.Mark("sms:+84912000001", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return c.Put[0].ID
	}
	again, err := openMarks(cfg)
	if err != nil || mark(first) != mark(again) {
		t.Errorf("the second start has another key (%v)", err)
	}
	cfg.Keys.Mark = strings.Repeat("k", minMarkKey)
	if other, err := openMarks(cfg); err != nil || mark(other) == mark(first) {
		t.Errorf("the configured key is not taken (%v)", err)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
	cfg.Keys.Mark = ""
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openMarks(cfg); err == nil {
		t.Error("half a key is taken for one")
	}
}

// Marks of another key are told of, and nobody is imported past them.
func TestStrangeMarks(t *testing.T) {
	w := newOffice(t)
	m, err := person.NewMarker([]byte(strings.Repeat("x", minMarkKey)))
	if err != nil {
		t.Fatal(err)
	}
	w.s.marks = m
	if err := w.s.probeMarks(t.Context()); err != nil || !w.s.strange {
		t.Fatalf("strange %v, %v", w.s.strange, err)
	}
	list := listHeading + "0912000001,A Lưới 3,tất cả,giấy 1/6/2026 lan\n"
	said := w.types("person import - --as lan", list)
	w.says(said, "bring back mark.key")
	w.says(w.types("person import - --as lan --apply "+strings.Fields(said[strings.Index(said, "--apply ")+8:])[0], list), "✗")
}
