package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/msg"
	"tinban/sms/smstest"
	"tinban/sms/text"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// configured is a service's configuration as an operator of ours writes it.
func configured(t *testing.T, lines string) config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tinban.yaml")
	lines = fmt.Sprintf("addr: 127.0.0.1:%d\ndata: %s\n%s", smstest.FreePort(t), t.TempDir(), lines)
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := readConfig(path, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// receiptBook is a store that notes which messages were said to have arrived.
type receiptBook struct {
	store.Store
	mu      sync.Mutex
	arrived map[string]bool
}

// Receipt implements store.Outbox.
func (b *receiptBook) Receipt(ctx context.Context, r msg.Receipt) error {
	err := b.Store.Receipt(ctx, r)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil && r.Status == msg.Delivered {
		b.arrived[r.Ref] = true
	}
	return err
}

func (b *receiptBook) refs() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return sortedKeys(b.arrived)
}

// resident is somebody at an operator who talks to the service, and a dialogue
// in the terminal that is told the same.
type resident struct {
	*testing.T
	operator *smstest.Operator
	service  *service
	book     *receiptBook
	terminal *terminal
	heard    int
}

const residentNumber = "84912345678"

// atOperator runs a service behind Kannel, which is behind an operator.
func atOperator(t *testing.T) *resident {
	t.Helper()
	const secret = "0123456789abcdef"
	operator := smstest.StartOperator(t)
	cfg := configured(t, fmt.Sprintf(`public: https://tinban.example.vn
gateways:
  - {name: kannel, type: kannel, url: 'http://127.0.0.1:13013', user: %s, password: %s, secret: %s, from: %q}
`, smstest.User, secret, secret, smstest.Number))
	cfg.Gateways[0].URL = smstest.StartKannel(t, operator, cfg.Gateways[0].Back, secret)
	s, err := newServing(cfg, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	book := &receiptBook{Store: s.store, arrived: map[string]bool{}}
	s.store = book
	running(t, s)
	term, err := openTerminal("sms", "", eligibility.Date{})
	if err != nil {
		t.Fatal(err)
	}
	return &resident{T: t, operator: operator, service: s, book: book, terminal: term}
}

// writes sends a text in these parts, and compares what comes back with what
// the terminal says.
func (r *resident) writes(order []int, parts ...string) bot.Decision {
	r.Helper()
	d := r.terminal.turn(strings.Join(parts, ""))
	r.operator.Say(r.T, residentNumber, order, parts...)
	if len(d.Shaped) == 0 {
		r.Fatal("the terminal says nothing")
	}
	for _, s := range d.Shaped {
		r.hears(s.Outbound.Text)
	}
	return d
}

// hears waits for the next message and holds it against a text, and its parts
// against our count of them.
func (r *resident) hears(want string) {
	r.Helper()
	r.heard++
	smstest.Eventually(r.T, "an answer at the operator", func() bool { return len(r.operator.All("message")) >= r.heard })
	got := r.operator.All("message")[r.heard-1]
	if got.Text != want || got.To != residentNumber || got.From != smstest.Number {
		r.Errorf("message %d is %q, the terminal says %q", r.heard, got.Text, want)
	}
	counted := text.Split(want)
	if len(got.Parts) != len(counted.Parts) || (got.Coding == 8) != (counted.Encoding == text.UCS2) {
		r.Errorf("message %d went in %d parts of coding %d; %d in %s were counted", r.heard, len(got.Parts), got.Coding, len(counted.Parts), counted.Encoding)
	}
}

// marked reports how the last message went: with marks it is UCS-2.
func (r *resident) marked() bool { return r.operator.All("message")[r.heard-1].Coding == 8 }

// Vietnamese questions travel SMPP → Kannel → service → Kannel → SMPP, and
// what arrives is to the letter what "tinban ask" and "tinban chat" show.
func TestServiceBehindAnOperator(t *testing.T) {
	r := atOperator(t)
	first, second := "hộ nghèo vay ", "được bao nhiêu?"
	if d := r.writes([]int{1, 0}, first, second); d.Outcome.Answer == "" || r.marked() {
		t.Errorf("%+v, with marks: %v", d.Outcome, r.marked())
	}
	r.writes(nil, "CO DAU")
	if r.writes([]int{1, 0}, first, second); !r.marked() || len(r.operator.All("message")[r.heard-1].Parts) < 2 {
		t.Errorf("the answer with marks is %+v", r.operator.All("message")[r.heard-1])
	}

	r.writes(nil, "KHONG DAU")
	d := r.writes(nil, "NHA")
	for n := 0; d.Outcome.Verdict == "" || d.Outcome.Verdict == eligibility.Ended; n++ {
		if n == 15 {
			t.Fatal("fifteen digits lead to no verdict")
		}
		d = r.writes(nil, "1")
	}
	t.Logf("after %d messages the verdict is %s", r.heard, d.Outcome.Verdict)
	if n := len(r.operator.All("message")); n != r.heard {
		t.Errorf("%d messages came, %d were answers", n, r.heard)
	}
	r.handsOver()
	r.isDelivered()
}

// handsOver asks for a person. The code follows from the message, which is
// another one in the terminal.
func (r *resident) handsOver() {
	r.Helper()
	d := r.terminal.turn("9")
	said, code := d.Shaped[0].Outbound.Text, d.Changes.Put[0].ID
	r.operator.Say(r.T, residentNumber, nil, "9")
	var open []ticket.Ticket
	smstest.Eventually(r.T, "a question that waits for a person", func() (ok bool) {
		open = tickets(r.T, r.service)
		return len(open) == 1
	})
	if !strings.Contains(said, code) {
		r.Fatalf("the terminal says %q, without %s", said, code)
	}
	r.hears(strings.ReplaceAll(said, code, string(open[0].Code)))
}

// tickets are all there are.
func tickets(t *testing.T, s *service) (list []ticket.Ticket) {
	t.Helper()
	if err := s.store.View(t.Context(), func(r store.Reader) error {
		list = nil
		return ticket.Each(r, func(tk ticket.Ticket) bool { list = append(list, tk); return true })
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// isDelivered waits until every message is settled by its receipt, in the
// store as well.
func (r *resident) isDelivered() {
	r.Helper()
	settled(r.T, r.service)
	defer func() { r.Logf("%d receipts for %d messages", len(r.book.refs()), r.heard) }()
	smstest.Eventually(r.T, "a receipt for each message", func() bool { return len(r.book.refs()) == r.heard })
	open := tickets(r.T, r.service)
	for _, ref := range r.book.refs() { // Kannel's ref is our key
		status, _, _, err := r.book.Store.(*bolt.Store).Outcome(r.Context(), open[0].Owner, ref)
		if err != nil || status != msg.Delivered {
			r.Errorf("a message with a receipt is %q, %v", status, err)
		}
	}
}
