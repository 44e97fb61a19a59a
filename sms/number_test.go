package sms

import (
	"errors"
	"strings"
	"testing"

	"tinban/msg"
)

func TestNumber(t *testing.T) {
	const want = msg.Address("sms:+84912345678")
	for _, typed := range []string{
		"0912345678", "+84912345678", "84912345678", "0084912345678", "912345678", " 0912.345.678 ", "0912 345 678",
		"0912-345-678", "0912\u00a0345678", "٠٩١٢٣٤٥٦٧٨",
	} {
		if got, err := Number(typed); err != nil || got != want {
			t.Errorf("Number(%q) = %q, %v", typed, string(got), err)
		}
	}
	for old, now := range moved {
		got, err := Number("0" + old + "4567890")
		if err != nil || string(got) != "sms:+84"+now+"4567890" {
			t.Errorf("0%s… became %q, %v", old, string(got), err)
		}
		if again, err := Number(got.Bare()); err != nil || again != got {
			t.Errorf("%q is not its own number: %q, %v", got.Bare(), string(again), err)
		}
	}
	for _, typed := range []string{"", "0", "091234567", "09123456789", "0212345678", "0123456789", "1900", "VIETTEL", "0912345678x", "++84912345678", "0111 4567890"} {
		if got, err := Number(typed); !errors.Is(err, ErrNumber) {
			t.Errorf("Number(%q) = %q, %v", typed, string(got), err)
		}
	}
}

// Whoever wrote is answered where they wrote from.
func TestSender(t *testing.T) {
	for from, want := range map[string]msg.Address{
		"+84912345678": "sms:+84912345678", "84912345678": "sms:+84912345678", "01694567890": "sms:+84394567890",
		"+84521123456": "sms:+84521123456", "8049": "sms:8049", "VIETTEL": "sms:VIETTEL", "+14155550100": "sms:+14155550100",
		"a\r\nb": "sms:ab",
	} {
		if got := Sender(from); got != want {
			t.Errorf("Sender(%q) = %q, want %q", from, string(got), string(want))
		}
	}
}

func FuzzSender(f *testing.F) {
	for _, s := range []string{"0912345678", "+84", "8049", "\x00", "٠"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, from string) {
		got := Sender(from)
		if got.Scheme() != "sms" || strings.ContainsAny(string(got), "\r\n") {
			t.Errorf("Sender(%q) = %q", from, string(got))
		}
		if number, err := Number(from); err == nil && Sender(number.Bare()) != number {
			t.Errorf("%q is %q, which is another number", from, string(number))
		}
	})
}
