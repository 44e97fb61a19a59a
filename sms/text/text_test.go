package text_test

import (
	_ "embed"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"tinban/sms/text"
)

// segments.json holds facts about the standard: how a text is cut by every
// implementation that does it right. The text of a case is its parts joined.
//
//go:embed testdata/segments.json
var segments []byte

func TestSplitVectors(t *testing.T) {
	var cases []struct {
		Case     string
		Encoding text.Encoding
		Parts    []string
	}
	if err := json.Unmarshal(segments, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 700 {
		t.Fatalf("only %d cases were read", len(cases))
	}
	for _, c := range cases {
		m := text.Split(strings.Join(c.Parts, ""))
		var parts []string
		for _, p := range m.Parts {
			parts = append(parts, p.Text)
		}
		if m.Encoding != c.Encoding {
			t.Errorf("%s: encoding %s, want %s", c.Case, m.Encoding, c.Encoding)
		}
		if diff := cmp.Diff(c.Parts, parts); diff != "" {
			t.Errorf("%s: parts (-want +got):\n%s", c.Case, diff)
		}
	}
}

func TestSplitBoundaries(t *testing.T) {
	a, e := strings.Repeat, "ế"
	tests := []struct {
		name, in string
		enc      text.Encoding
		units    []int
	}{
		{"empty", "", text.GSM7, []int{0}},
		{"gsm alone full", a("a", 160), text.GSM7, []int{160}},
		{"gsm one over", a("a", 161), text.GSM7, []int{153, 8}},
		{"gsm two full", a("a", 306), text.GSM7, []int{153, 153}},
		{"gsm two over", a("a", 307), text.GSM7, []int{153, 153, 1}},
		{"extension fills up", a("a", 158) + "€", text.GSM7, []int{160}},
		{"extension is one too many", a("a", 159) + "€", text.GSM7, []int{153, 8}},
		{"escape stays whole", a("a", 152) + "[" + a("a", 10), text.GSM7, []int{152, 12}},
		{"only extensions", a("^", 81), text.GSM7, []int{152, 10}},
		{"vietnamese alone full", a(e, 70), text.UCS2, []int{70}},
		{"vietnamese one over", a(e, 71), text.UCS2, []int{67, 4}},
		{"vietnamese two over", a(e, 135), text.UCS2, []int{67, 67, 1}},
		{"pair stays whole", a(e, 66) + "😀" + a(e, 5), text.UCS2, []int{66, 7}},
		{"one letter turns it all", a("a", 99) + "đ", text.UCS2, []int{67, 33}},
		{"gsm letters with marks", "à è é ù ì ò", text.GSM7, []int{11}},
		{"broken bytes", "a\xffb", text.UCS2, []int{3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := text.Split(tt.in)
			var units []int
			for _, p := range m.Parts {
				units = append(units, p.Units)
			}
			if m.Encoding != tt.enc {
				t.Errorf("encoding %s, want %s", m.Encoding, tt.enc)
			}
			if diff := cmp.Diff(tt.units, units); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			if enc, _ := text.Units(tt.in); enc != tt.enc {
				t.Errorf("Units says %s, want %s", enc, tt.enc)
			}
		})
	}
}

func TestNumbered(t *testing.T) {
	for want, labels := range map[string][]string{
		"":                          nil,
		"1.Hộ nghèo":                {"Hộ nghèo"},
		"1.Hộ nghèo 2.Hộ cận nghèo": {"Hộ nghèo", "Hộ cận nghèo"},
	} {
		if got := text.Numbered(labels); got != want {
			t.Errorf("Numbered(%q) = %q, want %q", labels, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"", "Xin chao", "Nhà ở", norm.NFD.String("hộ nghèo"), "😀", "€[]", "a\xff", "\u202e",
		strings.Repeat("a", 152) + "€", strings.Repeat("ạ", 66) + "😀ạạạạ", strings.Repeat("€", 200),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := text.Split(s)
		alone, joined := 160, 153
		if m.Encoding == text.UCS2 {
			alone, joined = 70, 67
		}
		limit := joined
		if len(m.Parts) == 1 {
			limit = alone
		}
		var back strings.Builder
		total := 0
		for _, p := range m.Parts {
			back.WriteString(p.Text)
			total += p.Units
			if p.Units > limit {
				t.Errorf("a part of %d units, limit %d", p.Units, limit)
			}
			if utf8.ValidString(s) && !utf8.ValidString(p.Text) {
				t.Errorf("a character was cut: %q", p.Text)
			}
			if _, n := text.Units(p.Text); m.Encoding == text.GSM7 && n != p.Units {
				t.Errorf("a part says %d units, has %d", p.Units, n)
			}
		}
		if back.String() != s {
			t.Errorf("joined %q, want %q", back.String(), s)
		}
		if _, n := text.Units(s); n != total {
			t.Errorf("parts have %d units, the text %d", total, n)
		}
		if len(m.Parts) == 0 || len(m.Parts) > 1 && total <= alone {
			t.Errorf("%d parts for %d units", len(m.Parts), total)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	s := strings.Repeat("Hộ nghèo được vay vốn ở Ngân hàng Chính sách xã hội. ", 8)
	for b.Loop() {
		text.Split(s)
	}
}
