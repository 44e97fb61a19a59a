package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/eligibility"
	"tinban/msg"
	"tinban/store"
)

var updateTown = flag.Bool("update-town", false, "write what is said into testdata/town")

// TestTown plays each script of testdata/town against the whole service on a
// real store, with a clock the script moves, and holds everything that leaves
// against what is written there. A line of a script is
//
//	# a remark
//	clock 2026-06-10 09:00          what time it is; only ever later, once anybody wrote
//	wait 3h                         time goes by, minute by minute
//	sms 0912000123: TIN HONG THUONG somebody writes by SMS
//	chat 5550123: /start            somebody writes on Telegram
//	press 5550123: Đồng ý           … presses the button of that label
//	share 5550123: 0912000123       … shares their own number
//	people 22 a-luoi-3 meeting      so many take news by SMS, from 0912100001 on
//	block 5550123: -                … blocks the bot
//	! staff list                    somebody at the terminal
//
// and what follows it, indented, is what was sent then.
func TestTown(t *testing.T) {
	scripts, err := filepath.Glob("testdata/town/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			playScript(t, path)
		})
	}
}

func playScript(t *testing.T, path string) {
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w := newTown(t)
	var said strings.Builder
	lines := bufio.NewScanner(strings.NewReader(string(script)))
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "    ") {
			continue // what was said last time
		}
		fmt.Fprintln(&said, line)
		if line != "" && !strings.HasPrefix(line, "#") {
			said.WriteString(w.step(line))
		}
	}
	if *updateTown {
		if err := os.WriteFile(path, []byte(said.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(script), said.String()); diff != "" {
		t.Errorf("%s (-script +said); go test ./cmd/tinban -run TestTown -update-town writes it:\n%s", path, diff)
	}
}

// The two channels of the town. A name is in no message, so that a script
// shows who pays for what.
const (
	townSMS  = "sms"
	townChat = "telegram"
)

type mute struct{ caps msg.Caps }

func (m mute) Caps() msg.Caps { return m.caps }

func (mute) Send(context.Context, msg.Outbound) (string, error) {
	panic("the town takes messages itself")
}

// town is a service nobody but the script moves: no goroutine runs, each
// message is taken from the store in order.
type town struct {
	*testing.T
	s       *service
	clock   time.Time
	n       int
	buttons map[msg.Address][]msg.Button // last shown to each
}

func newTown(t *testing.T) *town {
	w := &town{T: t, clock: time.Date(2026, 6, 10, 9, 0, 0, 0, hue), buttons: map[msg.Address][]msg.Button{}}
	cfg := defaults()
	cfg.Data = t.TempDir()
	cfg.now = func() time.Time { return w.clock }
	cfg.Keys.Mark = strings.Repeat("mark", 8)
	cfg.random = rand.NewChaCha8([32]byte{}) // a script's codes are the same each time
	s, err := newService(cfg, eligibility.Date{}, slog.New(slog.NewTextHandler(t.Output(), nil)),
		channel{townSMS, mute{msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, Idempotent: true, PricePerPart: cfg.PricePerPart}}},
		channel{townChat, mute{msg.Caps{Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Idempotent: true}}})
	if err != nil {
		t.Fatal(err)
	}
	w.s = s
	t.Cleanup(func() {
		if err := s.shutdown(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// step does one line and returns what was sent because of it.
func (w *town) step(line string) string {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "clock":
		at, err := time.ParseInLocation("2006-01-02 15:04", rest, hue)
		if err != nil || w.n > 0 && at.Before(w.clock) {
			w.Fatalf("%q: write a later moment as 2026-06-10 09:00; only the first may lie in the past", line)
		}
		w.clock = at
		w.minute()
	case "wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			w.Fatalf("%q: write a duration as 3h or 5m", line)
		}
		for end := w.clock.Add(d); w.clock.Before(end); {
			w.clock = w.clock.Add(time.Minute)
			w.minute()
		}
	case "people":
		w.subscribe(rest)
	case "!":
		return w.command(rest) + w.sent()
	default:
		who, said, ok := strings.Cut(rest, ": ")
		if !ok {
			w.Fatalf("%q is no step; see TestTown", line)
		}
		w.receive(w.inbound(verb, who, said))
	}
	return w.sent()
}

func (w *town) minute() {
	if err := w.s.errands(w.Context()); err != nil {
		w.Fatal(err)
	}
}

func (w *town) inbound(verb, who, said string) msg.Inbound {
	w.n++
	in := msg.Inbound{Ref: fmt.Sprint(w.n), At: w.clock, Kind: msg.Text, Text: said, Gateway: townChat, From: msg.Address("telegram:" + who)}
	switch verb {
	case "sms":
		in.Gateway, in.From = townSMS, msg.Address("sms:+84"+strings.TrimPrefix(who, "0"))
	case "chat":
	case "press":
		in.Kind, in.Text, in.Choice = msg.Choice, "", w.button(in.From, said)
	case "share":
		in.Kind = msg.Contact
	case "block":
		in.Kind, in.Text = msg.Blocked, ""
	default:
		w.Fatalf("nobody can %q; see TestTown", verb)
	}
	return in
}

func (w *town) button(who msg.Address, label string) string {
	for _, b := range w.buttons[who] {
		if strings.Contains(b.Label, label) {
			return b.Key
		}
	}
	w.Fatalf("no button %q is shown; there are %v", label, w.buttons[who])
	return ""
}

func (w *town) receive(in msg.Inbound) {
	if err := w.s.bot.Receive(w.Context(), in); err != nil {
		w.Fatal(err)
	}
}

// command runs what somebody types at the terminal, inside the service.
func (w *town) command(line string) string {
	var out strings.Builder
	if err := w.s.runRoom(w.Context(), words(line), strings.NewReader(""), &out); err != nil {
		fmt.Fprintln(&out, "✗", err)
	}
	return indent(out.String())
}

// words splits a line at blanks, but for those between quotes.
func words(line string) (list []string) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			list = append(list, part)
			continue
		}
		list = append(list, strings.Fields(part)...)
	}
	return list
}

func indent(s string) string {
	if s == "" {
		return ""
	}
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ") + "\n"
}

// sent takes what is due now, settles it, and says who got what.
func (w *town) sent() string {
	var out strings.Builder
	for {
		due, err := w.s.store.Claim(w.Context(), w.clock, time.Minute, 100, nil)
		if err != nil {
			w.Fatal(err)
		}
		if len(due) == 0 {
			return out.String()
		}
		var done []store.Settlement
		for _, d := range due {
			w.n++
			done = append(done, store.Settlement{Key: d.Key, Status: msg.Sent, Ref: fmt.Sprint(w.n), Cost: d.Parts * w.s.cfg.PricePerPart})
			out.WriteString(w.shown(d.Outbound))
		}
		if err := w.s.store.Settle(w.Context(), done); err != nil {
			w.Fatal(err)
		}
	}
}

func (w *town) shown(o msg.Outbound) string {
	head := fmt.Sprintf("→ %s %s", o.Route, o.To.Bare())
	if o.To.Scheme() == "sms" {
		head = fmt.Sprintf("→ sms 0%s (%d)", strings.TrimPrefix(o.To.Bare(), "+84"), o.Parts)
	}
	if o.Lane != msg.Reply {
		head += " " + string(o.Lane)
	}
	if o.InPlace {
		head += ", changed in place"
	}
	lines := []string{head + ":", indentBy("  ", o.Text)}
	if len(o.Choices) > 0 {
		w.buttons[o.To] = o.Choices
		var labels []string
		for _, c := range o.Choices {
			labels = append(labels, "["+c.Label+"]")
		}
		lines = append(lines, "  "+strings.Join(labels, " "))
	}
	return indent(strings.Join(lines, "\n"))
}

func indentBy(by, s string) string { return by + strings.ReplaceAll(s, "\n", "\n"+by) }
