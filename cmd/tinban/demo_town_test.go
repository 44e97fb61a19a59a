package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tinban/course"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/report"
	"tinban/simulator"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// newSampleTown is a service on the sample town's store, at a moment.
func newSampleTown(t *testing.T, at time.Time) *service {
	t.Helper()
	cfg := defaults()
	cfg.Data, cfg.now = t.TempDir(), func() time.Time { return at }
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	town := newVillagers(simulator.New(simulator.Config{}), nil)
	if err := fillTown(t.Context(), cfg, log, town.channels()); err != nil {
		t.Fatal(err)
	}
	s, err := newService(cfg, today(), log, town.channels()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.shutdown(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// The sample town has what a first visitor looks for, whatever the day.
func TestSampleTown(t *testing.T) {
	for name, at := range map[string]time.Time{
		"a Tuesday noon":     time.Date(2026, 11, 24, 12, 0, 0, 0, hue),
		"a Saturday, late":   time.Date(2026, 11, 28, 23, 50, 0, 0, hue),
		"after the new year": time.Date(2027, 2, 13, 0, 10, 0, 0, hue),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSampleTown(t, at)
			// What staff are told in the morning may wait.
			if n, err := s.store.Waiting(t.Context(), msg.Reply, msg.Broadcast); n != 0 || err != nil {
				t.Errorf("%d messages wait: %v", n, err)
			}
			err := s.store.View(t.Context(), func(r store.Reader) error {
				townTakesNews(t, s, r)
				townAsks(t, r, at)
				townLearns(t, r)
				townIsTold(t, r)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func townTakesNews(t *testing.T, s *service, r store.Reader) {
	people, chats := 0, 0
	for _, id := range s.know.Load().Library.Communes(today()) {
		here := 0
		err := person.Subscribers(r, id, "", func(_ string, sub person.Subscriber) bool {
			if here++; sub.Chat {
				chats++
			}
			a, err := r.Address(sub.Contact)
			if err != nil || !isSample(a) {
				t.Errorf("somebody has an address that may be real: %v %v", a, err)
			}
			return true
		})
		if people += here; err != nil || here < 5 {
			t.Errorf("%d take the news of %s: %v", here, id, err)
		}
	}
	if people < 110 || people > 125 || chats < 30 {
		t.Errorf("%d people take news, %d on the chat", people, chats)
	}
}

func townAsks(t *testing.T, r store.Reader, at time.Time) {
	list, err := ticket.List(r, staff.Operator, at)
	if err != nil {
		t.Fatal(err)
	}
	late, alike, kinds := 0, 0, map[ticket.Kind]int{}
	for _, l := range list {
		kinds[l.Kind]++
		if l.Overdue(at) {
			late++
		}
		if len(l.Alike) > 0 {
			alike++
		}
	}
	if len(list) != 12 || late == 0 || alike < 4 || kinds[ticket.Unknown] != 1 || kinds[ticket.Callback] != 1 {
		t.Errorf("%d questions wait, %d late, %d alike, %v", len(list), late, alike, kinds)
	}
	days, err := report.Days(r, at.AddDate(0, 0, -25).Format(time.DateOnly), at.Format(time.DateOnly))
	n := report.Sum(days, func(string) bool { return true })
	if err != nil || len(days) < 14 || n.Questions < 40 || n.Answered < 20 {
		t.Errorf("%d days, %d questions, %d answered: %v", len(days), n.Questions, n.Answered, err)
	}
}

func townLearns(t *testing.T, r store.Reader) {
	all, err := course.All(r)
	if err != nil {
		t.Fatal(err)
	}
	states := map[course.State]int{}
	waiting := 0
	for _, c := range all {
		shown, err := course.Shown(r, c)
		if err != nil {
			t.Fatal(err)
		}
		states[shown]++
		rows, err := course.People(r, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.Rank > 0 {
				waiting++
			}
		}
	}
	if len(all) != 4 || states[course.Draft] != 1 || states[course.Open] != 1 || states[course.Full] != 1 || states[course.Done] != 1 || waiting != 5 {
		t.Errorf("courses: %v, %d wait", states, waiting)
	}
	if cells, err := course.Demand(r); err != nil || len(cells) < 6 {
		t.Errorf("%d cells of demand: %v", len(cells), err)
	}
}

func townIsTold(t *testing.T, r store.Reader) {
	all, err := notice.Recent(r, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	states := map[notice.State]int{}
	corrections := 0
	for _, n := range all {
		states[n.State]++
		if n.Corrects != "" {
			corrections++
		}
		if n.State != notice.Done {
			continue
		}
		sum, err := r.Tally(string(n.ID))
		if err != nil || len(sum.Rows) == 0 || sum.Waiting > 0 {
			t.Errorf("notice %s came to %+v: %v", n.Code, sum, err)
		}
	}
	if states[notice.Done] != 3 || states[notice.Submitted] != 1 || states[notice.Drafted] != 1 || corrections != 1 {
		t.Errorf("notices: %v, %d corrections", states, corrections)
	}
}

// What goes to a sample phone is taken, and said to have arrived; what goes to
// nobody is refused as ever.
func TestSamplePhones(t *testing.T) {
	var heard []msg.Receipt
	v := newVillagers(simulator.New(simulator.Config{}), func(_ context.Context, r msg.Receipt) error {
		heard = append(heard, r)
		return nil
	})
	phone := v.channels()[0].sender
	ref, err := phone.Send(t.Context(), msg.Outbound{Key: "k", To: sampleOnSMS("7"), Text: "chao"})
	if err != nil || ref == "" {
		t.Fatalf("ref %q: %v", ref, err)
	}
	if again, _ := phone.Send(t.Context(), msg.Outbound{Key: "k", To: sampleOnSMS("7"), Text: "chao"}); again != ref {
		t.Error("one message has two refs")
	}
	if _, err := phone.Send(t.Context(), msg.Outbound{Key: "k", To: "sms:+84912345678", Text: "chao"}); err == nil {
		t.Error("a number nobody made up was taken")
	}
	if due := v.arrived(now()); len(due) != 0 {
		t.Errorf("%v arrived before its time", due)
	}
	if due := v.arrived(now().Add(time.Minute)); len(due) != 2 || due[0].Ref != ref || due[0].Status == "" {
		t.Errorf("arrived: %+v", due)
	}
	if due := v.arrived(now().Add(time.Minute)); len(due) != 0 {
		t.Errorf("%v arrived twice", due)
	}
}

// The start says who can sign in, and each of them can; a store that was there
// is left as it is; --empty begins with nobody.
func TestDemoBegins(t *testing.T) {
	data := t.TempDir()
	for _, again := range []bool{false, true} {
		d := startDemo(t, "--data", data)
		for _, a := range sampleStaff {
			if !strings.Contains(d.said(), string(a.id)) {
				t.Errorf("again %v: %s is not named:\n%s", again, a.id, d.said())
			}
		}
		if to := signsIn(t, d.url, "lan", samplePassword); !strings.HasPrefix(to, "/viec") {
			t.Errorf("again %v: lan signs in and gets to %q", again, to)
		}
		if to := signsIn(t, d.url, "lan", "sai mat khau"); to != "" {
			t.Errorf("a wrong password gets to %q", to)
		}
		d.stop()
	}
	d := startDemo(t, "--empty")
	if !strings.Contains(d.said(), "/bat-dau") || strings.Contains(d.said(), samplePassword) {
		t.Errorf("an empty demo says\n%s", d.said())
	}
}

// signsIn tries an account, and returns where it is sent; nowhere when it is
// refused.
func signsIn(t *testing.T, base, name, password string) string {
	t.Helper()
	body := strings.NewReader(url.Values{"ten": {name}, "mat_khau": {password}}.Encode())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/vao", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.Header.Get("Location")
}
