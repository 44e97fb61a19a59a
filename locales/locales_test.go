package locales

import (
	"strings"
	"testing"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"unicode"
)

func TestVietnameseIsComplete(t *testing.T) {
	if _, err := New("vi"); err != nil {
		t.Fatal(err)
	}
}

func TestMissingAndLeftOverTextsAreFound(t *testing.T) {
	l, err := New("vi")
	if err != nil {
		t.Fatal(err)
	}
	delete(l.has, Menu)
	l.has["nobody.says.this"] = true
	err = l.complete()
	for _, want := range []string{`no text for "menu"`, `text "nobody.says.this" has no ID`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("complete() = %v, want it to name %s", err, want)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	if _, err := New("xx"); err == nil {
		t.Error("New(xx) succeeded without a catalogue")
	}
}

func TestShortTextsAreForSMSOnly(t *testing.T) {
	l, err := New("vi")
	if err != nil {
		t.Fatal(err)
	}
	if long, short := l.Say(Welcome, nil), l.SaySMS(Welcome, nil); len(short) >= len(long) {
		t.Errorf("SMS welcome is not shorter: %q", short)
	}
	if l.Say(Thanks, nil) != l.SaySMS(Thanks, nil) {
		t.Error("a text without a short form must be the same on SMS")
	}
	got := l.Say(HandedOver, Vars{"Code": "A4173", "Office": "Ủy ban xã"})
	if !strings.Contains(got, "A4173") || strings.Contains(got, "<no value>") {
		t.Errorf("fields not filled in: %q", got)
	}
}

// The syllable "dung" has three meanings without marks; no text of ours may
// leave a resident to guess which.
func TestNoTextSaysDung(t *testing.T) {
	l, err := New("vi")
	if err != nil {
		t.Fatal(err)
	}
	strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	for _, id := range IDs {
		plain, _, err := transform.String(strip, strings.ReplaceAll(strings.ToLower(l.Say(id, Vars{"Until": "x"})), "đ", "d"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if w == "dung" {
				t.Errorf("%s says %q", id, l.Say(id, nil))
			}
		}
	}
}
