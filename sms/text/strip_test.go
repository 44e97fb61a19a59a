package text_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"tinban/sms/text"
)

const (
	lower = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
	upper = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)

func TestStripEveryLetter(t *testing.T) {
	letters := []rune(lower + upper)
	if len(letters) != 134 {
		t.Fatalf("the table has %d letters, want 134", len(letters))
	}
	for _, r := range letters {
		for _, form := range []string{string(r), norm.NFD.String(string(r))} {
			got := text.Strip(form)
			if len(got) != 1 || got[0] >= 0x80 {
				t.Errorf("Strip(%+q) = %q, want one ASCII letter", form, got)
			}
			small := strings.ContainsRune(lower, r)
			if small != (got == strings.ToLower(got)) {
				t.Errorf("Strip(%q) = %q changed the case", form, got)
			}
		}
	}
}

func TestStrip(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"sentence", "Hộ nghèo được vay tối đa 100 triệu đồng.", "Ho ngheo duoc vay toi da 100 trieu dong."},
		{"capitals", "ĐƯỜNG ỔI", "DUONG OI"},
		{"decomposed", norm.NFD.String("Chuyển đổi Nghề"), "Chuyen doi Nghe"},
		{"quotes", "“nhà” ‘ở’ «xã»", `"nha" 'o' "xa"`},
		{"dashes", "2021–2025 — xã", "2021-2025 - xa"},
		{"dots", "còn…", "con..."},
		{"bullet", "• Một\n• Hai", "- Mot\n- Hai"},
		{"hard blank and tab", "5\u00a0triệu\tđồng", "5 trieu dong"},
		{"money", "1.500₫ 2.000đ", "1.500d 2.000d"},
		{"area", "30m² 30㎡ 3×4", "30m2 30m2 3x4"},
		{"fraction", "1½ năm, ½", "1 1/2 nam, 1/2"},
		{"tick and cross", "✓ Hộ nghèo\n✗ Ở riêng", "+ Ho ngheo\n- O rieng"},
		{"emoji between words", "chào 😀 bà con", "chao ba con"},
		{"emoji without blanks", "nhà🏠đất", "nha dat"},
		{"emoji first", "🏠 Nhà ở", "Nha o"},
		{"emoji last", "Nhà ở 🏠\nxã 🙏🏽", "Nha o\nxa"},
		{"emoji family", "nhà 👨‍👩‍👧 ở", "nha o"},
		{"emoji before a stop", "chào😀.", "chao."},
		{"only emoji", "😀😀", ""},
		{"other script", "xã 你好 A Lưới", "xa A Luoi"},
		{"double blanks are the writer's", "a  b", "a  b"},
		{"lines", "một\r\nhai\rba\n\nbốn", "mot\nhai\nba\n\nbon"},
		{"control characters", "a\x00b\x1bc\u202ed\u200b", "abcd"},
		{"broken bytes", "xã \xff\xfe ở", "xa o"},
		{"backtick", "`a`", "'a'"},
		{"gsm signs stay", "5€ [1] £2 ~", "5€ [1] £2 ~"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Strip(tt.in); got != tt.want {
				t.Errorf("Strip(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzStrip(f *testing.F) {
	for _, s := range []string{
		lower + upper, norm.NFD.String(lower), "😀 a 😀", "a\r\n\tb", "½¾㎡①ﬁＡ", "`^{}", "\xff", "a\u0301\u0301",
		"你 好", "\u202eabc\u2066", "  😀  ", "\u1fef", "ÅΩ€", "✗ ✓",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Strip(s)
		if enc, _ := text.Units(got); enc != text.GSM7 {
			t.Errorf("Strip(%q) = %q is not GSM-7", s, got)
		}
		if again := text.Strip(got); again != got {
			t.Errorf("Strip(%q) = %q, again %q", s, got, again)
		}
		if strings.Count(got, "\n") < strings.Count(s, "\n") {
			t.Errorf("Strip(%q) = %q lost a line", s, got)
		}
	})
}

func BenchmarkStrip(b *testing.B) {
	s := strings.Repeat("Hộ nghèo được vay vốn ở Ngân hàng Chính sách xã hội. ", 8)
	for b.Loop() {
		text.Strip(s)
	}
}
