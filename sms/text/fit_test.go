package text_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"tinban/sms/text"
)

const tiep = "Soạn TIEP để xem tiếp."

func TestFit(t *testing.T) {
	line := func(n int, s string) string { return strings.TrimSpace(strings.Repeat(s+" ", n)) }
	for _, tt := range []struct {
		name, head, body, tail string
		parts                  int
		marks                  bool
		shown, rest            string
	}{
		{"all fits", "Vay vốn", "Hộ nghèo được vay.", "1.Hỏi thêm 0.Về đầu", 1, false,
			"Vay von\nHo ngheo duoc vay.\n1.Hoi them 0.Ve dau", ""},
		{"marks kept", "Vay vốn", "Hộ nghèo được vay.", "", 1, true, "Vay vốn\nHộ nghèo được vay.", ""},
		{"nothing", "", "", "", 2, false, "", ""},
		{"at a sentence", "Vay vốn", line(12, "Nhà mình được vay."), "0.Về đầu", 1, false,
			"Vay von\n" + line(6, "Nha minh duoc vay.") + " Soan TIEP de xem tiep.\n0.Ve dau", line(6, "Nhà mình được vay.")},
		{"marks cost room", "", line(12, "Nhà mình được vay."), "", 1, true,
			line(2, "Nhà mình được vay.") + " Soạn TIEP để xem tiếp.", line(10, "Nhà mình được vay.")},
		{"at a word", "", line(40, "gỗ"), "", 1, true, line(15, "gỗ") + "… Soạn TIEP để xem tiếp.", line(25, "gỗ")},
		{"a figure keeps its unit", "", line(15, "bò") + " 50 triệu đồng " + line(30, "bò"), "", 1, true,
			line(15, "bò") + "… Soạn TIEP để xem tiếp.", "50 triệu đồng " + line(30, "bò")},
		{"a colon keeps its list", "", line(6, "Nhà mình được vay.") + " Được xét:\n" + line(6, "- Hộ nghèo có tên trong danh sách."), "", 1, false,
			line(6, "Nha minh duoc vay.") + " Soan TIEP de xem tiep.", "Được xét:\n" + line(6, "- Hộ nghèo có tên trong danh sách.")},
		{"no part for the body", line(25, "dài dài"), line(20, "Nhà mình."), "", 2, false,
			line(25, "dai dai") + "\n" + line(8, "Nha minh.") + " Soan TIEP de xem tiep.", line(12, "Nhà mình.")},
		{"zero parts are one", "", "Xã", "", 0, false, "Xa", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shown, rest := text.Fit(tt.head, tt.body, tt.tail, tiep, tt.parts, tt.marks)
			if shown != tt.shown {
				t.Errorf("shown\n%q, want\n%q", shown, tt.shown)
			}
			if rest != tt.rest {
				t.Errorf("rest\n%q, want\n%q", rest, tt.rest)
			}
		})
	}
}

// A list number must not hang at the end of what is shown.
func TestFitListNumbers(t *testing.T) {
	body := "Cần các điều sau: 1. Đang ở A Lưới. 2. Có tên trong danh sách của xã. 3. Là hộ ở riêng từ lâu. 4. Chưa được giúp làm nhà."
	for pad := range 120 {
		shown, rest := text.Fit(strings.Repeat("a", pad), body, "", tiep, 1, false)
		before, _, cut := strings.Cut(shown, " Soan TIEP")
		if !cut {
			continue
		}
		words := strings.Fields(before)
		if last := strings.TrimRight(words[len(words)-1], ".…"); last != "" && strings.Trim(last, "0123456789") == "" {
			t.Errorf("pad %d: ends in a number: %q | %q", pad, before, rest)
		}
	}
}

// Following the rest to its end shows every word once, in order, within the
// budget of every message.
func TestFitFollowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zàếộđ]{1,9}`), 1, 300).Draw(t, "words")
		parts := rapid.IntRange(1, 3).Draw(t, "parts")
		marks := rapid.Bool().Draw(t, "marks")
		rest := strings.Join(words, " ")
		head := "Nhà ở"
		var seen []string
		for steps := 0; rest != ""; steps++ {
			if steps > len(words) {
				t.Fatal("the rest never ends")
			}
			var shown string
			shown, rest = text.Fit(head, rest, "", tiep, parts, marks)
			if n := len(text.Split(shown).Parts); n > parts {
				t.Fatalf("%d parts, want at most %d", n, parts)
			}
			seen = append(seen, strings.Fields(body(shown, head, "", rest, marks))...)
			head = ""
		}
		want := strings.Fields(form(strings.Join(words, " "), marks))
		if strings.Join(seen, " ") != strings.Join(want, " ") {
			t.Fatalf("seen %q, want %q", seen, want)
		}
	})
}

func form(s string, marks bool) string {
	if marks {
		return norm.NFC.String(s)
	}
	return text.Strip(s)
}

// body takes head, tail and the words for the rest off a message again.
func body(shown, head, tail, rest string, marks bool) string {
	shown = strings.TrimPrefix(shown, form(head, marks))
	shown = strings.TrimSuffix(shown, form(tail, marks))
	if rest != "" {
		shown = strings.TrimSuffix(strings.TrimSpace(shown), form(tiep, marks))
		shown = strings.TrimSuffix(strings.TrimSpace(shown), form("…", marks))
	}
	return shown
}

func FuzzFit(f *testing.F) {
	long := strings.Repeat("Hộ nghèo được vay vốn. ", 30)
	f.Add("Nhà ở", long, "1.Có 2.Không", tiep, 2, false)
	f.Add("Nhà ở", long, "1.Có 2.Không", tiep, 1, true)
	f.Add(long, "x", long, tiep, 1, false)
	f.Add("", strings.Repeat("a", 400), "", tiep, 1, false)
	f.Add("", strings.Repeat("😀", 90), "", strings.Repeat("b", 300), 1, true)
	f.Add("", "1. 2. 3. \xff \u0301", "\n", "", -4, true)
	f.Fuzz(func(t *testing.T, head, body, tail, more string, maxParts int, marks bool) {
		maxParts = min(maxParts, 8)
		shown, rest := text.Fit(head, body, tail, more, maxParts, marks)
		if n := len(text.Split(shown).Parts); n > max(maxParts, 1) {
			t.Fatalf("%d parts, want at most %d", n, maxParts)
		}
		if rest == "" {
			for _, piece := range []string{head, body, tail} {
				if !strings.Contains(letters(shown), letters(form(piece, marks))) {
					t.Fatalf("%q is not in %q", piece, shown)
				}
			}
			return
		}
		// What is shown of the whole and what is left make the whole again.
		whole := letters(norm.NFC.String(head + body + tail))
		left := letters(rest)
		if !strings.Contains(whole, left) {
			t.Fatalf("rest %q is not of the text", rest)
		}
		taken := letters(form(head, marks)) + letters(form(body, marks)) + letters(form(tail, marks))
		for _, r := range letters(form(rest, marks)) {
			if !strings.ContainsRune(taken, r) {
				t.Fatalf("rest %q has %q of its own", rest, r)
			}
		}
		if len(letters(shown))+len(letters(form(rest, marks))) < len(letters(form(head+" "+body+" "+tail, marks))) {
			t.Fatalf("lost something:\nshown %q\nrest  %q", shown, rest)
		}
	})
}

// letters leaves blanks away, which a cut may take.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func BenchmarkFit(b *testing.B) {
	long := strings.Repeat("Hộ nghèo được vay vốn ở Ngân hàng Chính sách xã hội. ", 30)
	for b.Loop() {
		text.Fit("Vay vốn", long, "1.Hỏi thêm 2.Về đầu", tiep, 2, false)
	}
}

func TestFitsAgreesWithFit(t *testing.T) {
	body := strings.Repeat("Hộ nghèo được vay vốn. ", 20)
	for n := 0; n <= len(body); n += 7 {
		cut := strings.ToValidUTF8(body[:n], "")
		_, rest := text.Fit("Vay vốn:", cut, "1.Hỏi thêm", "Soạn TIEP.", 2, false)
		if got := text.Fits("Vay vốn:", cut, "1.Hỏi thêm", 2, false); got != (rest == "") {
			t.Errorf("%d letters: Fits = %v, Fit leaves %d letters", n, got, len(rest))
		}
	}
}
