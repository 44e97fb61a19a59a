package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/simulator"
)

const (
	pairID = "0123456789abcdef"
	smsTo  = msg.Address("sms:sim-" + pairID)
	chatTo = msg.Address("chat:sim-" + pairID)
)

func newSimulator(t *testing.T, cfg simulator.Config) *simulator.Simulator {
	t.Helper()
	if cfg.Sink == nil {
		cfg.Sink = func(context.Context, msg.Inbound) error { return nil }
	}
	sim := simulator.New(cfg)
	t.Cleanup(sim.Close)
	return sim
}

func TestCaps(t *testing.T) {
	sim := newSimulator(t, simulator.Config{PricePerPart: 500})
	sms := msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay,
		Receipts: msg.HandsetReceipt, Idempotent: true, PricePerPart: 500}
	if diff := cmp.Diff(sms, sim.SMS().Caps()); diff != "" {
		t.Errorf("sms (-want +got):\n%s", diff)
	}
	chat := msg.Caps{Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Class: msg.TwoWay,
		Receipts: msg.HandsetReceipt, Idempotent: true}
	if diff := cmp.Diff(chat, sim.Chat().Caps()); diff != "" {
		t.Errorf("chat (-want +got):\n%s", diff)
	}
}

func TestSendIsIdempotent(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	out := msg.Outbound{Key: "k1", To: smsTo, Text: "Chao ba con"}
	first, err := sim.SMS().Send(t.Context(), out)
	if err != nil || first == "" {
		t.Fatalf("Send: %q, %v", first, err)
	}
	again, err := sim.SMS().Send(t.Context(), out)
	if err != nil || again != first {
		t.Errorf("the same key gave %q, %v, want %q", again, err, first)
	}
	out.Key = "k2"
	if other, err := sim.SMS().Send(t.Context(), out); err != nil || other == first {
		t.Errorf("another key gave %q, %v", other, err)
	}
	whole := b.events(t, pairID).next(t)
	if len(whole.Entries) != 2 {
		t.Errorf("%d messages on the phone, want 2", len(whole.Entries))
	}
	if whole.Total.Cost != 700 || whole.Total.Parts != 2 {
		t.Errorf("total %+v, want 2 parts, 700", whole.Total)
	}
}

func TestLookup(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	ref, err := sim.Chat().Send(t.Context(), msg.Outbound{Key: "k", To: chatTo, Text: "Chào"})
	if err != nil {
		t.Fatal(err)
	}
	if got, found, err := sim.Chat().Lookup(t.Context(), msg.Outbound{Key: "k"}); got != ref || !found || err != nil {
		t.Errorf("Lookup = %q, %v, %v, want %q", got, found, err, ref)
	}
	for name, p := range map[string]*simulator.Phone{"another key": sim.Chat(), "another route": sim.SMS()} {
		key := map[string]string{"another key": "x", "another route": "k"}[name]
		if _, found, err := p.Lookup(t.Context(), msg.Outbound{Key: key}); found || err != nil {
			t.Errorf("%s: found %v, %v", name, found, err)
		}
	}
}

func TestSendRefuses(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		phone *simulator.Phone
		out   msg.Outbound
		kind  msg.FailureKind
	}{
		{"a real number", t.Context(), sim.SMS(), msg.Outbound{Key: "k", To: "sms:+84900000001"}, msg.Rejected},
		{"the other phone", t.Context(), sim.SMS(), msg.Outbound{Key: "k", To: chatTo}, msg.Rejected},
		{"a bad id", t.Context(), sim.Chat(), msg.Outbound{Key: "k", To: "chat:sim-zz"}, msg.Rejected},
		{"no key", t.Context(), sim.Chat(), msg.Outbound{To: chatTo}, msg.Rejected},
		{"too long", t.Context(), sim.Chat(), msg.Outbound{Key: "k", To: chatTo, Text: strings.Repeat("ạ", 4097)}, msg.Rejected},
		{"given up", over, sim.Chat(), msg.Outbound{Key: "k", To: chatTo}, msg.Transient},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.phone.Send(tt.ctx, tt.out)
			var failure *msg.SendError
			if !errors.As(err, &failure) || failure.Kind != tt.kind {
				t.Fatalf("got %v, want %s", err, tt.kind)
			}
			if strings.Contains(err.Error(), string(tt.out.To)) {
				t.Errorf("the error shows the address: %v", err)
			}
		})
	}
	long := msg.Outbound{Key: "k", To: chatTo, Text: strings.Repeat("ạ", 4096)}
	if _, err := sim.Chat().Send(t.Context(), long); err != nil {
		t.Errorf("a text of the very limit: %v", err)
	}
}

func TestSMSIsShownAsItTravels(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	send(t, sim.SMS(), msg.Outbound{Key: "a", To: smsTo, Text: strings.Repeat("a", 161), Choices: []msg.Button{{Key: "x", Label: "X"}}})
	send(t, sim.SMS(), msg.Outbound{Key: "b", To: smsTo, Text: strings.Repeat("ế", 140)})
	whole := b.events(t, pairID).next(t)
	two, three := whole.Entries[0], whole.Entries[1]
	if two.Encoding != "GSM-7" || len(two.Parts) != 2 || two.Room != 153 || two.Cost != 700 || two.Over {
		t.Errorf("161 letters: %+v", two)
	}
	if two.Buttons != nil {
		t.Errorf("an SMS has buttons: %+v", two.Buttons)
	}
	if three.Encoding != "UCS-2" || len(three.Parts) != 3 || three.Room != 67 || three.Cost != 1050 || !three.Over {
		t.Errorf("140 letters with marks: %+v", three)
	}
}

func TestReplacesTakesTheButtonsOver(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	yes := []msg.Button{{Key: "y", Label: "Có"}}
	send(t, sim.Chat(), msg.Outbound{Key: "1", To: chatTo, Text: "Câu 1", Choices: yes})
	send(t, sim.Chat(), msg.Outbound{Key: "2", To: chatTo, Text: "Câu 2", Choices: yes, Replaces: "1"})
	whole := b.events(t, pairID).next(t)
	if len(whole.Entries[0].Buttons) != 0 || len(whole.Entries[1].Buttons) != 1 {
		t.Errorf("buttons %v then %v, want only the later", whole.Entries[0].Buttons, whole.Entries[1].Buttons)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	for i := range 201 {
		send(t, sim.SMS(), msg.Outbound{Key: fmt.Sprint("line", i), To: smsTo, Text: fmt.Sprint(i)})
	}
	whole := b.events(t, pairID).next(t)
	if len(whole.Entries) != 200 || whole.Entries[0].Text != "1" {
		t.Errorf("%d lines from %q, want 200 from 1", len(whole.Entries), whole.Entries[0].Text)
	}
	if whole.Total.Parts != 201 {
		t.Errorf("the total forgot what was paid: %d", whole.Total.Parts)
	}
	// A hundred pairs more push the first one off the shelf.
	for i := range 100 {
		to := msg.Address(fmt.Sprintf("sms:sim-%016x", i))
		send(t, sim.SMS(), msg.Outbound{Key: fmt.Sprint("pair", i), To: to, Text: "x"})
	}
	if whole := b.events(t, pairID).next(t); len(whole.Entries) != 0 {
		t.Errorf("the oldest pair still shows %d lines", len(whole.Entries))
	}
	if whole := b.events(t, fmt.Sprintf("%016x", 99)).next(t); len(whole.Entries) != 1 {
		t.Errorf("the newest pair shows %d lines, want 1", len(whole.Entries))
	}
}

func send(t *testing.T, p *simulator.Phone, out msg.Outbound) {
	t.Helper()
	if _, err := p.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
}
