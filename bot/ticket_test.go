package bot_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// filed is the ticket that a decision makes.
func filed(t *testing.T, d bot.Decision) (tk ticket.Ticket, body string) {
	t.Helper()
	for _, rec := range d.Changes.Put {
		if rec.Shelf == "ticket" {
			if err := json.Unmarshal(rec.Body, &tk); err != nil {
				t.Fatal(err)
			}
			return tk, string(rec.Body)
		}
	}
	t.Fatal("no ticket was made")
	return tk, ""
}

// What may not be written is in no ticket, and no officer is asked for it: a
// check that hangs on it goes to them in words.
func TestUnwrittenAnswersReachNoTicket(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2026-11-28"), route: "chat", now: start}
	d.send(msg.Inbound{Kind: msg.Choice, Choice: "check:viec-lam"})
	out := bot.Decision{}
	for _, opt := range []string{"can_viec=gan", "dien_ho=khong", "nhom_viec=khong_ro", "dan_toc_viec=kinh"} {
		out = d.send(msg.Inbound{Kind: msg.Choice, Choice: "opt:" + opt})
	}
	if out.Outcome.Verdict != eligibility.NeedInfo {
		t.Fatalf("the verdict is %q: this test looks in the wrong place", out.Outcome.Verdict)
	}
	d.send(msg.Inbound{Kind: msg.Choice, Choice: "tcheck"})
	tk, body := filed(t, d.send(msg.Inbound{Kind: msg.Choice, Choice: "thome:a-luoi-3"}))
	if tk.Kind != ticket.Question || tk.Commune != "a-luoi-3" || tk.Check != nil {
		t.Errorf("it is a %s of %q: %+v", tk.Kind, tk.Commune, tk.Check)
	}
	for _, secret := range []string{"dan_toc", "kinh", "thiểu số"} {
		if strings.Contains(body, secret) {
			t.Errorf("the ticket holds %q: %s", secret, body)
		}
	}
}

// desk is a bot on a real store with officers.
type desk struct {
	*testing.T
	bot   *bot.Bot
	store *bolt.Store
	n     int
}

func newDesk(t *testing.T, asOf string) *desk {
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return start }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	know := knowledge(t)
	cfg := bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: s, Say: say, Now: func() time.Time { return start },
		Caps: func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
	}
	if cfg.AsOf, err = eligibility.ParseDate(asOf); err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, bot: bot.New(cfg), store: s}
	for _, id := range []staff.ID{"an", "binh"} {
		d.update(func(r store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(r, staff.Step{By: staff.Operator, At: start, Today: []string{"a-luoi-3"}}, id,
				staff.Terms{Name: "Cán bộ " + string(id), Role: staff.Officer, Communes: []string{"a-luoi-3"}})
			return c, err
		})
	}
	return d
}

func (d *desk) update(do func(store.Reader) (store.Changes, error)) {
	d.Helper()
	if err := d.store.Update(d.Context(), do); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) as(id staff.ID, do func(bot.Tickets) (store.Changes, error)) error {
	return d.store.Update(d.Context(), func(r store.Reader) (store.Changes, error) {
		a, err := staff.Get(r, id)
		if err != nil {
			return store.Changes{}, err
		}
		return do(d.bot.Tickets(r, a.Actor()))
	})
}

// ask files something for somebody who writes by SMS.
func (d *desk) ask(a ticket.Ask) (code ticket.Code) {
	d.Helper()
	d.n++
	in := msg.Inbound{Gateway: "sms", From: "sms:+84912345678", Ref: string(rune('a' + d.n)), Kind: msg.Text, Text: "0"}
	if err := d.bot.Receive(d.Context(), in); err != nil {
		d.Fatal(err)
	}
	d.update(func(r store.Reader) (c store.Changes, err error) {
		if a.Contact, err = r.Lookup(in.From); err != nil {
			return c, err
		}
		a.Commune, a.Channel, a.Promise = "a-luoi-3", msg.SMS, true
		tk, _, c, err := ticket.File(r, a, in.Ref, ticket.Calendar{}, start)
		code = tk.Code
		return c, err
	})
	return code
}

// notices are what waits to be sent to somebody who did not just write.
func (d *desk) notices() (texts []string) {
	d.Helper()
	due, err := d.store.Claim(d.Context(), start, time.Minute, 100, nil)
	if err != nil {
		d.Fatal(err)
	}
	for _, o := range due {
		if o.Lane == msg.Notice {
			texts = append(texts, o.Text)
		}
	}
	return texts
}

// A check is made again by the rules of the day it is filled in, and says when
// they are others than those it was made by.
func TestFilledByTheRulesOfToday(t *testing.T) {
	for rule, says := range map[string]bool{"nha-thien-tai-nd335": false, "nha-thien-tai-nd20": true} {
		d := newDesk(t, "2026-11-25")
		code := d.ask(ticket.Ask{Kind: ticket.Unknown, Text: "phiếu", Check: &ticket.Check{
			Programme: "nha-thien-tai", Rule: rule, Commune: "a-luoi-3",
			Answers: map[string]string{"nha_hu": "mat_nha", "ho_thien_tai": "ngheo", "xa": "trong"}, Missing: []string{"nguyen_nhan"},
		}})
		if err := d.as("an", func(w bot.Tickets) (store.Changes, error) { _, c, err := w.Fill(code, "thien_tai"); return c, err }); err != nil {
			t.Fatal(err)
		}
		got := strings.Join(d.notices(), "|")
		if strings.Contains(got, "theo quy dinh moi") != says || !strings.Contains(got, "Ket qua: Nha minh co kha nang") {
			t.Errorf("made by %s: %q", rule, got)
		}
	}
}

// Two officers answer at the same moment: one answer goes out.
func TestOneAnswerGoesOut(t *testing.T) {
	d := newDesk(t, "2026-11-25")
	code := d.ask(ticket.Ask{Kind: ticket.Question, Text: "hỏi", Normal: "hỏi"})
	var won atomic.Int32
	var wg sync.WaitGroup
	for _, id := range []staff.ID{"an", "binh"} {
		wg.Go(func() {
			err := d.as(id, func(w bot.Tickets) (store.Changes, error) {
				_, c, err := w.Answer(code, ticket.Reply{Text: "Của " + string(id), Own: true})
				return c, err
			})
			if err == nil {
				won.Add(1)
			} else if no := new(msg.Refusal); !asRefusal(err, &no) || !strings.HasPrefix(no.Vars["Name"].(string), "Cán bộ") {
				t.Errorf("the other got %v", err)
			}
		})
	}
	wg.Wait()
	if got := d.notices(); won.Load() != 1 || len(got) != 1 {
		t.Errorf("%d answers taken, %d sent", won.Load(), len(got))
	}
}

func asRefusal(err error, no **msg.Refusal) bool {
	r, ok := err.(*msg.Refusal) //nolint:errorlint // as it was returned
	*no = r
	return ok
}

// What is too long for two SMS is said before it goes, whoever asked.
func TestLongAnswersAreNoticed(t *testing.T) {
	d := newDesk(t, "2026-11-25")
	code := d.ask(ticket.Ask{Kind: ticket.Question, Text: "hỏi", Normal: "hỏi"})
	for text, want := range map[string]int{
		"Mời bà con đến xã.": 0,
		strings.Repeat("Mời bà con đến Ủy ban xã gặp cán bộ. ", 10): 1,
	} {
		if err := d.as("an", func(w bot.Tickets) (store.Changes, error) {
			_, warnings, err := w.Preview(code, ticket.Reply{Text: text, Own: true})
			if len(warnings) != want {
				t.Errorf("%d warnings about %q, want %d", len(warnings), text, want)
			}
			return store.Changes{}, err
		}); err != nil {
			t.Fatal(err)
		}
	}
}
