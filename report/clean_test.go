package report

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"Hồ Thị Lê":                  "Hồ Thị Lê",
		norm.NFD.String("Hồ Thị Lê"): "Hồ Thị Lê",
		" hai\r\ndòng\rba ":          "hai\ndòng\nba",
		"a\x00b\x1bc\u202ed\u200be":  "abcde",
		"tab\tgiữa":                  "tab giữa",
		"\ufeff x \xff":              "x \uFFFD",
		"=1+1":                       "=1+1",
		strings.Repeat("𝄞", 20000):   strings.Repeat("𝄞", 16383),
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%.40q) = %.40q, want %.40q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) || len(utf16.Encode([]rune(got))) > maxCell {
			t.Errorf("Text(%q) = %q cannot be a cell", s, got)
		}
		if again := Text(got); again != got {
			t.Errorf("Text(%q) = %q, and again %q", s, got, again)
		}
		if back := uninert(inert(got)); back != got {
			t.Errorf("%q comes back from a CSV file as %q", got, back)
		}
		if in := inert(got); formulaLike(in) {
			t.Errorf("inert(%q) = %q", got, in)
		}
		if n := sheetName(s); strings.ContainsAny(n, `:\/?*[]'`) || len(utf16.Encode([]rune(n))) > maxSheet {
			t.Errorf("sheetName(%q) = %q", s, n)
		}
		if n := slug(s); strings.Trim(n, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(n) > maxSlug {
			t.Errorf("slug(%q) = %q", s, n)
		}
	})
}

// Every attack is either marked in a CSV file, or was none.
func TestInert(t *testing.T) {
	harmless := []string{`"=1+1"`, "a,b;c\td", "_x003D_1+1", "_x000D_", "<f>1+1</f>", "]]><f>1</f>", "&#61;1+1"}
	for _, s := range attacks {
		marked := strings.HasPrefix(inert(s), "'")
		if marked == slices.Contains(harmless, s) {
			t.Errorf("inert(%q) = %q", s, inert(s))
		}
	}
}

func TestNamesOfSheetsAndFiles(t *testing.T) {
	for in, want := range map[string]string{
		"DS Nuôi bò":                             "DS Nuôi bò",
		"DS May [A]: quần/áo?*\\'":               "DS May A quần áo",
		"DS 'Sửa xe'":                            "DS Sửa xe",
		"DS " + strings.Repeat("dài ", 20):       "DS dài dài dài dài dài dài dài",
		"DS \u202e=HYPERLINK(\"x\")":             `DS =HYPERLINK("x")`,
		"DS " + strings.Repeat("\U0001F404", 31): "DS " + strings.Repeat("\U0001F404", 14),
	} {
		if got := sheetName(in); got != want {
			t.Errorf("sheetName(%q) = %q, want %q", in, got, want)
		}
	}
	for _, c := range []struct {
		title, place, want string
	}{
		{"Nuôi bò", "A Lưới 3", "lop-nuoi-bo_a-luoi-3_2026-06-10"},
		{"Đan lát – dệt Zèng", "", "lop-dan-lat-det-zeng_2026-06-10"},
		{"../../etc/passwd", `..\C:\x`, "lop-etc-passwd_c-x_2026-06-10"},
		{"CON", "\x00/", "lop-con_2026-06-10"},
		{"…", "…", "lop_2026-06-10"},
	} {
		e := export()
		e.Title, e.Place = c.title, c.place
		b, err := Course(e, sampleStatuses, samplePeople(1))
		if err != nil || b.Name != c.want {
			t.Errorf("the file of %q in %q is %q (%v), want %q", c.title, c.place, b.Name, err, c.want)
		}
	}
}

func TestNumbersAsTheyAreWrittenHere(t *testing.T) {
	for in, want := range map[string]string{"+84912345678": "0912345678", "0912345678": "0912345678", "": "", "0912 345 678": "0912 345 678"} {
		if got := local(in); got != want {
			t.Errorf("local(%q) = %q, want %q", in, got, want)
		}
	}
}
