package bot_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

// office is a bot on a real store, with one officer who has a code to link.
type office struct {
	*testing.T
	store *bolt.Store
	bot   *bot.Bot
	code  string
	n     int
}

func newOffice(t *testing.T) *office {
	t.Helper()
	now := func() time.Time { return start }
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	know := knowledge(t)
	o := &office{T: t, store: s, bot: bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: s, Say: say, Now: now,
		Caps: func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
	})}
	step := staff.Step{By: staff.Operator, At: start, Today: []string{"a-luoi-3"}}
	o.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Add(r, step, "lan", staff.Terms{Name: "Kăn Thị Lan", Role: staff.Officer, Communes: []string{"a-luoi-3"}})
		return c, err
	})
	o.update(func(r store.Reader) (c store.Changes, err error) {
		o.code, c, err = staff.Invite(r, step, "lan", staff.ForLink, staff.Seed{1, 2, 3})
		return c, err
	})
	return o
}

func (o *office) update(decide func(store.Reader) (store.Changes, error)) {
	o.Helper()
	if err := o.store.Update(o.Context(), decide); err != nil {
		o.Fatal(err)
	}
}

// write sends one message and returns what is answered, whose the contact is
// now, and what is kept of the dialogue.
func (o *office) write(in msg.Inbound) (said string, account staff.ID, transcript string) {
	o.Helper()
	o.n++
	in.Ref = strings.Repeat("r", o.n)
	if err := o.bot.Receive(o.Context(), in); err != nil {
		o.Fatal(err)
	}
	err := o.store.View(o.Context(), func(r store.Reader) error {
		id, err := r.Lookup(in.From)
		if err != nil {
			return err
		}
		a, ok, err := staff.ByContact(r, id)
		if ok {
			account = a.ID
		}
		lines, bad := o.store.Transcript(o.Context(), id)
		for _, l := range lines {
			transcript += l.Text + "\n"
			if l.Dir == store.Out {
				said = l.Text
			}
		}
		if err == nil {
			err = bad
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return said, account, transcript
}

// A code links by every way of typing it on a chat, also in the first message
// of a contact nobody knew; never by SMS, and never for a group.
func TestLink(t *testing.T) {
	for name, tt := range map[string]struct {
		in   func(code string) msg.Inbound
		want staff.ID
		says string
	}{
		"typed": {func(c string) msg.Inbound {
			return msg.Inbound{Gateway: "chat", Kind: msg.Text, Text: "ghep " + staff.ShowCode(c)}
		}, "lan", "Kăn Thị Lan"},
		"with marks, loosely": {func(c string) msg.Inbound {
			return msg.Inbound{Gateway: "chat", Kind: msg.Text, Text: "/Ghép " + strings.ToLower(c[:4]+" "+c[4:])}
		}, "lan", "cán bộ xã"},
		"by a link":          {func(c string) msg.Inbound { return msg.Inbound{Gateway: "chat", Kind: msg.Started, Text: c} }, "lan", "A Lưới 3"},
		"by a link, as text": {func(c string) msg.Inbound { return msg.Inbound{Gateway: "plain", Kind: msg.Text, Text: "/start " + c} }, "lan", "/tin"},
		"a wrong one": {func(string) msg.Inbound {
			return msg.Inbound{Gateway: "chat", Kind: msg.Text, Text: "ghep CCC-CCC-CCC"}
		}, "", "sai hoặc đã hết hạn"},
		"one too short": {func(c string) msg.Inbound { return msg.Inbound{Gateway: "chat", Kind: msg.Text, Text: "ghep " + c[1:]} }, "", "sai hoặc đã hết hạn"},
		"by SMS":        {func(c string) msg.Inbound { return msg.Inbound{Gateway: "sms", Kind: msg.Text, Text: "GHEP " + c} }, "", "Telegram"},
		"in a group": {func(c string) msg.Inbound {
			return msg.Inbound{Gateway: "chat", Kind: msg.Text, Text: "ghep " + c, Chat: "-100"}
		}, "", "riêng"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			in := tt.in(o.code)
			in.From = "telegram:5550123"
			said, account, transcript := o.write(in)
			if account != tt.want {
				t.Errorf("linked to %q, want %q", account, tt.want)
			}
			if !strings.Contains(said, tt.says) {
				t.Errorf("says %q, not %q", said, tt.says)
			}
			bare := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(transcript))
			if strings.Contains(bare, o.code[1:]) {
				t.Errorf("the code stays in the transcript: %s", transcript)
			}
		})
	}
}

// What is no code is not ours, though it begins so.
func TestLinkLeavesOrdinaryText(t *testing.T) {
	o := newOffice(t)
	for _, text := range []string{
		"ghep", "ghép hộ khẩu", "ghep 0912000123", "ghép 2 nhà làm một có được không", "ghep xe di hue", "start", "/start", "start tohoc-3",
		"GHEPCCCCCCCCC", "toi muon ghep CCC-CCC-CCC",
	} {
		if said, _, _ := o.write(msg.Inbound{Gateway: "chat", From: "telegram:1", Kind: msg.Text, Text: text}); strings.Contains(said, "quản trị") {
			t.Errorf("%q is taken for a code: %s", text, said)
		}
	}
	for _, with := range []string{"", "tohoc-3"} {
		if said, _, _ := o.write(msg.Inbound{Gateway: "chat", From: "telegram:1", Kind: msg.Started, Text: with}); !strings.Contains(said, "Chào bà con") {
			t.Errorf("/start %s: %s", with, said)
		}
	}
}
