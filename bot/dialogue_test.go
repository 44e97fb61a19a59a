package bot_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/bot"
	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/sms/text"
	"tinban/store"
	"tinban/ticket"
)

var update = flag.Bool("update", false, "write what the bot says into the dialogues; read the difference before keeping it")

// caps are the three kinds of route: keypad phones, a chat with buttons, and
// a chat without.
var caps = map[string]msg.Caps{
	"sms":   {Kind: msg.SMS, Limit: 2, Receives: true},
	"chat":  {Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true},
	"plain": {Kind: msg.Chat, Limit: 2000, Receives: true},
}

// start is when every dialogue begins.
var start = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// dialogue is one resident and what the bot remembers of them, in memory.
type dialogue struct {
	bot     *bot.Bot
	route   string
	now     time.Time
	contact store.Contact
	session store.Session
	n       int
}

func newBot(t testing.TB, asOf string) *bot.Bot {
	t.Helper()
	know := knowledge(t)
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	cfg := bot.Config{
		Knowledge: func() *bot.Knowledge { return know },
		Caps:      func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
		Say:       say,
		Now:       func() time.Time { return start },
	}
	if asOf != "" {
		if cfg.AsOf, err = eligibility.ParseDate(asOf); err != nil {
			t.Fatal(err)
		}
	}
	return bot.New(cfg)
}

// embedded is the content built in, with its model, loaded once.
var embedded = sync.OnceValues(func() (*bot.Knowledge, error) {
	library, err := content.Load(content.Embedded())
	if err != nil {
		return nil, err
	}
	data, err := content.Model(content.Embedded())
	if err != nil {
		return nil, err
	}
	reader, err := understand.LoadModel(data)
	if err != nil {
		return nil, err
	}
	return bot.NewKnowledge(library, reader), nil
})

func knowledge(t testing.TB) *bot.Knowledge {
	t.Helper()
	know, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return know
}

func (d *dialogue) send(in msg.Inbound) bot.Decision {
	d.n++
	in.Gateway, in.Ref, in.At = d.route, fmt.Sprint(d.n), d.now
	snap := store.Snapshot{Contact: d.contact, New: d.n == 1, Now: d.now}
	if d.now.Before(d.session.Expires) {
		snap.Session = d.session
	}
	out := d.bot.Decide(snap, in)
	if out.Forget {
		d.contact, d.session = store.Contact{}, store.Session{}
	}
	if out.Contact != nil {
		d.contact = *out.Contact
	}
	if out.Session != nil {
		d.session = *out.Session
	}
	return out
}

// step runs one line of a dialogue file: "> text" is typed, ">> verb arg" is
// anything else that can happen.
func (d *dialogue) step(t *testing.T, line string) string {
	t.Helper()
	if typed, ok := strings.CutPrefix(line, "> "); ok {
		return d.show(d.send(msg.Inbound{Kind: msg.Text, Text: typed}))
	}
	verb, arg, _ := strings.Cut(strings.TrimPrefix(line, ">> "), " ")
	switch verb {
	case "press":
		return d.show(d.send(msg.Inbound{Kind: msg.Choice, Choice: arg}))
	case "media", "started", "contact", "blocked", "unblocked":
		return d.show(d.send(msg.Inbound{Kind: msg.Kind(verb)}))
	case "wait":
		pause, err := time.ParseDuration(arg)
		if err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(pause)
		return ""
	}
	t.Fatalf("unknown step %q", line)
	return ""
}

func (d *dialogue) show(out bot.Decision) string {
	var b strings.Builder
	for _, s := range out.Shaped {
		fmt.Fprintln(&b, s.Outbound.Text)
		for _, c := range s.Outbound.Choices {
			fmt.Fprintf(&b, "[%s] %s\n", c.Label, c.Key)
		}
		if n := len(s.Message.Parts); n > 0 {
			fmt.Fprintf(&b, "(%d %s)\n", n, s.Message.Encoding)
		}
	}
	for _, rec := range out.Changes.Put {
		if rec.Shelf == "ticket" {
			var tk ticket.Ticket
			if err := json.Unmarshal(rec.Body, &tk); err != nil {
				panic(err)
			}
			fmt.Fprintf(&b, "-> %s for %q: %s\n", tk.Kind, tk.Commune, strings.ReplaceAll(tk.Text, "\n", " / "))
		}
	}
	return b.String()
}

// TestDialogues plays every dialogue and compares what the bot says.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialogues", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the dialogue changed (-want +got); read it, then run with -update:\n%s", diff)
			}
		})
	}
}

// play runs the lines that begin with ">" and writes the file anew.
func play(t *testing.T, script string) string {
	t.Helper()
	d := &dialogue{route: "sms", now: start}
	asOf := ""
	var out strings.Builder
	lines := bufio.NewScanner(strings.NewReader(script))
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "#"):
			fmt.Fprintln(&out, line)
			if v, ok := strings.CutPrefix(line, "# route: "); ok {
				d.route = v
			}
			if v, ok := strings.CutPrefix(line, "# as of: "); ok {
				asOf = v
			}
		case strings.HasPrefix(line, ">"):
			if d.bot == nil {
				d.bot = newBot(t, asOf)
			}
			fmt.Fprintf(&out, "\n%s\n%s", line, d.step(t, line))
		}
	}
	return out.String()
}

// Whatever is sent, an SMS reply is GSM-7 and at most two parts.
func TestEveryReplyInBudget(t *testing.T) {
	for _, typed := range []string{
		"", " ", "\x00\x01", "😀😀", "\u202eabc", "0912345678", "đồ ngu", "can you help me to get a loan for my house",
		"\xed\xa0\x80", strings.Repeat("hộ nghèo vay vốn ", 7000), "Nhà ở", "1", "9", "0", "99", "1 5 2", "?", "dung", "TIEP", "XOA", "HUY",
	} {
		d := &dialogue{bot: newBot(t, ""), route: "sms", now: start}
		out := d.send(msg.Inbound{Kind: msg.Text, Text: typed})
		if len(out.Shaped) != 1 {
			t.Errorf("%.20q: %d replies", typed, len(out.Shaped))
			continue
		}
		m := out.Shaped[0].Message
		if m.Encoding != text.GSM7 || len(m.Parts) > 2 || out.Shaped[0].Outbound.Text == "" {
			t.Errorf("%.20q: %s in %d parts: %q", typed, m.Encoding, len(m.Parts), out.Shaped[0].Outbound.Text)
		}
	}
}

func FuzzDecide(f *testing.F) {
	for _, s := range []string{"NHA", "1", "chưa", "a roang", "vay tien\xff", "\u202e", "HUY A1", "1 5 2 7 9", "?", "dung"} {
		f.Add(s, s)
	}
	b := newBot(f, "2024-05-15")
	f.Fuzz(func(t *testing.T, first, second string) {
		d := &dialogue{bot: b, route: "sms", now: start}
		for _, typed := range []string{"NHA", first, second} {
			for _, s := range d.send(msg.Inbound{Kind: msg.Text, Text: typed}).Shaped {
				if s.Message.Encoding != text.GSM7 || len(s.Message.Parts) > 2 {
					t.Errorf("%q: %d parts", typed, len(s.Message.Parts))
				}
			}
		}
	})
}
