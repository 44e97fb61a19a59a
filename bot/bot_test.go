package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// The twenty-first message of an hour gets one notice, the rest silence, and
// the next hour is answered again.
func TestHourlyLimit(t *testing.T) {
	d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
	for i := 1; i <= 25; i++ {
		out := d.send(msg.Inbound{Kind: msg.Text, Text: "0"})
		switch {
		case i <= 20 && out.Outcome.Kind != "menu":
			t.Errorf("message %d: %s", i, out.Outcome.Kind)
		case i == 21 && (len(out.Shaped) != 1 || !strings.Contains(out.Shaped[0].Outbound.Text, "sau mot gio")):
			t.Errorf("message 21 gets no notice: %+v", out.Shaped)
		case i > 21 && (len(out.Shaped) != 0 || out.Outcome.Kind != "limited"):
			t.Errorf("message %d is answered: %+v", i, out.Shaped)
		}
	}
	d.now = d.now.Add(time.Hour)
	if out := d.send(msg.Inbound{Kind: msg.Text, Text: "0"}); len(out.Shaped) != 1 || out.Outcome.Kind != "menu" {
		t.Errorf("an hour later: %s", out.Outcome.Kind)
	}
}

// Beyond the limit whoever wants to be left alone, or forgotten, sees that it
// was done, and danger is answered; a machine that goes on hears nothing, and
// its HUY still counts.
func TestWhatDoesNotWaitForTheNextHour(t *testing.T) {
	tired := func() *dialogue {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
		for range 22 {
			d.send(msg.Inbound{Kind: msg.Text, Text: "0"})
		}
		return d
	}
	for name, c := range map[string]struct {
		typed []string
		want  string
	}{
		"news":   {[]string{"HUY"}, "Da ngung gui tin"},
		"erase":  {[]string{"xoa het di", "1"}, "Da xoa"},
		"danger": {[]string{"chong danh toi, cuu voi"}, "cong an xa"},
	} {
		d, out := tired(), bot.Decision{}
		for _, typed := range c.typed {
			out = d.send(msg.Inbound{Kind: msg.Text, Text: typed})
		}
		if len(out.Shaped) == 0 || !strings.Contains(out.Shaped[0].Outbound.Text, c.want) {
			t.Errorf("%s: %+v, want %q", name, out.Shaped, c.want)
		}
	}
	d := tired()
	for range 60 {
		d.send(msg.Inbound{Kind: msg.Text, Text: "0"})
	}
	if out := d.send(msg.Inbound{Kind: msg.Text, Text: "HUY"}); len(out.Shaped) != 0 || !out.Contact.NewsStopped {
		t.Errorf("%d replies, stopped %v", len(out.Shaped), out.Contact.NewsStopped)
	}
}

// A question counts for the commune of today that its asker is known in.
func TestQuestionsCountForACommune(t *testing.T) {
	for known, want := range map[string]string{"": "", "a-luoi-3": "a-luoi-3", "hong-thuong": "a-luoi-3"} {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start, contact: store.Contact{Commune: known}}
		if out := d.send(msg.Inbound{Kind: msg.Text, Text: "lai vay ho ngheo"}); out.Events[0].Commune != want {
			t.Errorf("known in %q, it counts for %q, want %q", known, out.Events[0].Commune, want)
		}
	}
}

// A nod is a yes where one was asked for, and else no question. What was shown
// can still be chosen.
func TestNods(t *testing.T) {
	for typed, want := range map[string]string{"ok": "Khong co gi", "Vâng ạ": "Khong co gi", "đúng rồi": "Khong co gi", "đừng": "Ba con muon:", "dung": "khong co dau"} {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
		d.send(msg.Inbound{Kind: msg.Text, Text: "MENU"})
		if out := d.send(msg.Inbound{Kind: msg.Text, Text: typed}); !strings.Contains(out.Shaped[0].Outbound.Text, want) {
			t.Errorf("%q: %s", typed, out.Shaped[0].Outbound.Text)
		}
		if out := d.send(msg.Inbound{Kind: msg.Text, Text: "4"}); want == "Khong co gi" && out.Outcome.Kind == "unknown" {
			t.Errorf("after %q the menu is gone: %s", typed, out.Shaped[0].Outbound.Text)
		}
	}
}

// Deleting takes its digit; a no in words keeps all and says so.
func TestKeptAfterAll(t *testing.T) {
	for _, typed := range []string{"thoi", "khong xoa", "Thôi, giữ lại"} {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
		d.send(msg.Inbound{Kind: msg.Text, Text: "XOA"})
		if out := d.send(msg.Inbound{Kind: msg.Text, Text: typed}); out.Forget || out.Outcome.Kind != "menu" {
			t.Errorf("%q: %s %s", typed, out.Outcome.Kind, out.Shaped[0].Outbound.Text)
		}
	}
}

// A mistake is not a commune.
func TestNhamIsNoPlace(t *testing.T) {
	for typed, want := range map[string]bool{"nham": false, "nhầm": false, "Nhâm": true, "xa nham": true} {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
		out := d.send(msg.Inbound{Kind: msg.Text, Text: typed})
		if got := strings.Contains(out.Shaped[0].Outbound.Text, "nay thuoc xa"); got != want {
			t.Errorf("%q taken for a place: %v, want %v: %s", typed, got, want, out.Shaped[0].Outbound.Text)
		}
	}
}

// A blocked chat gets no reply and is marked; unblocking marks it back.
func TestBlockedAndBack(t *testing.T) {
	d := &dialogue{bot: newBot(t, ""), route: "chat", now: start}
	for kind, want := range map[msg.Kind]bool{msg.Blocked: true, msg.Unblocked: false} {
		out := d.send(msg.Inbound{Kind: kind})
		if len(out.Shaped) != 0 || out.Contact.Unreachable != want {
			t.Errorf("%s: %d replies, unreachable %v", kind, len(out.Shaped), out.Contact.Unreachable)
		}
	}
}

// After 48 hours the answers of a check are gone.
func TestCheckExpires(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2024-05-15"), route: "sms", now: start}
	d.send(msg.Inbound{Kind: msg.Text, Text: "NHA"})
	d.send(msg.Inbound{Kind: msg.Text, Text: "1"})
	if left := d.session.Expires.Sub(d.now); left != 48*time.Hour {
		t.Errorf("the session is kept for %v", left)
	}
	d.now = d.now.Add(48*time.Hour + time.Second)
	if out := d.send(msg.Inbound{Kind: msg.Text, Text: "1"}); strings.Contains(out.Shaped[0].Outbound.Text, "Cau") {
		t.Errorf("the check goes on: %s", out.Shaped[0].Outbound.Text)
	}
}

// A number nobody asked for stays out of the transcript; what is written is
// what was typed and what was said.
func TestTranscript(t *testing.T) {
	d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
	out := d.send(msg.Inbound{Kind: msg.Text, Text: "lai vay ho ngheo"})
	if len(out.Lines) != 2 || out.Lines[0].Text != "lai vay ho ngheo" || out.Lines[1].Text != out.Shaped[0].Outbound.Text {
		t.Errorf("lines: %+v", out.Lines)
	}
	for _, in := range []msg.Inbound{{Kind: msg.Text, Text: "0912 345 678"}, {Kind: msg.Media, Text: "ảnh"}} {
		for _, l := range d.send(in).Lines {
			if l.Dir == store.In {
				t.Errorf("kept %q", l.Text)
			}
		}
	}
}

// An event names nobody.
func TestEventsNameNobody(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2024-05-15"), route: "sms", now: start}
	for _, typed := range []string{"NHA", "3"} {
		out := d.send(msg.Inbound{Kind: msg.Text, Text: typed, From: "sms:+84912345678"})
		if len(out.Events) != 1 {
			t.Fatalf("%d events", len(out.Events))
		}
		e := out.Events[0]
		if typed == "3" && (e.Outcome != "verdict" || e.Verdict != "unlikely" || fmt.Sprint(e.Failed) != "[ho_ngheo]") {
			t.Errorf("event %+v", e)
		}
		if strings.Contains(fmt.Sprintf("%+v", e), "912345678") {
			t.Errorf("event %+v", e)
		}
	}
}

// inbox is a store that takes one message, or fails.
type inbox struct {
	err   error
	known bool
	set   store.WriteSet
}

func (s *inbox) Receive(_ context.Context, _ msg.Inbound, decide store.Decide) (bool, error) {
	if s.err != nil || s.known {
		return false, s.err
	}
	var err error
	s.set, err = decide(store.Snapshot{New: true, Now: start})
	return true, err
}

type counts map[string]int

func (c counts) Inbound(outcome string) { c[outcome]++ }

// Receive acknowledges what is stored, and only that.
func TestReceive(t *testing.T) {
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	know := knowledge(t)
	count, woken := counts{}, 0
	box := &inbox{}
	b := bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: box, Say: say, Count: count,
		Caps: func(string) (msg.Caps, bool) { return caps["sms"], true },
		Wake: func() { woken++ },
	})
	in := msg.Inbound{Gateway: "sms", Ref: "1", From: "sms:+84912345678", Kind: msg.Text, Text: "0"}
	if err := b.Receive(t.Context(), in); err != nil || len(box.set.Out) != 1 || woken != 1 || count["menu"] != 1 {
		t.Errorf("first: %v, %d replies, woken %d, %v", err, len(box.set.Out), woken, count)
	}
	if got := box.set.Out[0].Key; got != bot.ReplyKey("sms", "1") {
		t.Errorf("key %s", got)
	}
	box.known = true
	if err := b.Receive(t.Context(), in); err != nil || count["repeated"] != 1 {
		t.Errorf("repeated: %v, %v", err, count)
	}
	box.err = errors.New("disk full")
	if err := b.Receive(t.Context(), in); !errors.Is(err, box.err) || woken != 2 {
		t.Errorf("failing store: %v, woken %d", err, woken)
	}
}

// A rule that changes under a dialogue restarts it politely.
func TestRuleChangedRestarts(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2026-10-04"), route: "sms", now: start}
	d.send(msg.Inbound{Kind: msg.Choice, Choice: "check:nha-thien-tai"})
	d.bot = newBot(t, "2026-10-05")
	out := d.send(msg.Inbound{Kind: msg.Text, Text: "1"})
	if got := out.Shaped[0].Outbound.Text; !strings.Contains(got, "Quy dinh vua doi") || !strings.Contains(got, "Cau 1") {
		t.Errorf("got %q", got)
	}
}

// On a chat each reply takes over the buttons of the one before: what was asked
// cannot be answered twice.
func TestRepliesTakeOverButtons(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2026-11-25"), route: "chat", now: start}
	last := ""
	for i, typed := range []string{"menu", "hộ nghèo vay được bao nhiêu", "0"} {
		out := d.send(msg.Inbound{Kind: msg.Text, Text: typed}).Shaped[0].Outbound
		if out.Replaces != last || len(out.Choices) == 0 {
			t.Errorf("reply %d takes over %q, want %q", i, out.Replaces, last)
		}
		last = out.Key
	}
	d.route = "sms"
	if out := d.send(msg.Inbound{Kind: msg.Text, Text: "menu"}).Shaped[0].Outbound; out.Replaces != "" {
		t.Errorf("an SMS takes over %q", out.Replaces)
	}
}

// Within a check, and in danger, one may write more than the limit; not without
// end, and the notice comes once.
func TestLimitSparesChecksAndDanger(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2026-11-25"), route: "sms", now: start}
	danger := 0
	for range 100 {
		if len(d.send(msg.Inbound{Kind: msg.Text, Text: "bi ran can"}).Shaped) > 0 {
			danger++
		}
	}
	if danger != 61 { // the last one is the notice
		t.Errorf("%d replies to danger, want 61", danger)
	}
	e := &dialogue{bot: newBot(t, "2026-11-25"), route: "sms", now: start}
	for range 40 {
		e.send(msg.Inbound{Kind: msg.Text, Text: "bi ran can"})
	}
	for i, want := range []int{1, 0} { // the notice, then silence
		if got := len(e.send(msg.Inbound{Kind: msg.Text, Text: "menu"}).Shaped); got != want {
			t.Errorf("message %d after them: %d replies, want %d", i, got, want)
		}
	}
	if len(e.send(msg.Inbound{Kind: msg.Text, Text: "bi ran can"}).Shaped) != 1 {
		t.Error("danger is not answered after the notice")
	}
}
