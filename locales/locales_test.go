package locales

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// every language, complete: Load fails on one that is not.
func every(t *testing.T) Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLanguageIsComplete(t *testing.T) {
	if diff := cmp.Diff([]string{"en", "vi"}, slices.Sorted(maps.Keys(every(t)))); diff != "" {
		t.Errorf("languages, -want +got\n%s", diff)
	}
	for lang, l := range every(t) {
		if err := l.complete(); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

// A translation fills in the same fields and names the same commands.
func TestEveryLanguageSaysTheSame(t *testing.T) {
	c := every(t)
	same := regexp.MustCompile(`<[A-Za-z]+>|\b(TIEP|XOA|KHONG DAU|CO DAU)\b`)
	mark := fields(t)
	said := func(l *Localizer, id ID) []string {
		return slices.Compact(slices.Sorted(slices.Values(same.FindAllString(l.Say(id, mark), -1))))
	}
	for lang, l := range c {
		for _, id := range IDs {
			if strings.Contains(l.Say(id, mark), "<no value>") {
				t.Errorf("%s %s fills in a field of another name: %q", lang, id, l.Say(id, mark))
			}
			if diff := cmp.Diff(said(c[Own], id), said(l, id)); diff != "" {
				t.Errorf("%s %s says other fields or commands, -%s +%s\n%s", lang, id, Own, lang, diff)
			}
		}
	}
}

// fields are those the service's own language fills in, each marked by name.
func fields(t *testing.T) Vars {
	t.Helper()
	names, err := fs.Glob(files, "*."+Own+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	mark := Vars{}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, action := range regexp.MustCompile(`{{[^}]*}}`).FindAllString(string(text), -1) {
			for _, f := range regexp.MustCompile(`\.[A-Z][A-Za-z]*`).FindAllString(action, -1) {
				mark[f[1:]] = "<" + f[1:] + ">"
			}
		}
	}
	return mark
}

// English keeps to letters that an SMS carries at full length, but on pages.
func TestEnglishIsPlain(t *testing.T) {
	l := every(t)["en"]
	for _, id := range IDs {
		if slices.Contains(onPages(), id) {
			continue
		}
		s := l.Say(id, nil)
		if i := strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || r == '`' }); i >= 0 {
			t.Errorf("%s holds %q, which makes an SMS dear: %q", id, []rune(s[i:])[0], s)
		}
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
	for lang, l := range every(t) {
		if long, short := l.Say(Welcome, nil), l.SaySMS(Welcome, nil); len(short) >= len(long) {
			t.Errorf("%s: SMS welcome is not shorter: %q", lang, short)
		}
		if l.Say(Media, nil) != l.SaySMS(Media, nil) {
			t.Errorf("%s: a text without a short form must be the same on SMS", lang)
		}
		got := l.Say(HandedOver, Vars{"Code": "A4173", "Office": "Ủy ban xã"})
		if !strings.Contains(got, "A4173") || strings.Contains(got, "<no value>") {
			t.Errorf("%s: fields not filled in: %q", lang, got)
		}
	}
}

// The Vietnamese syllable "dung" has three meanings without marks; no text of
// ours may leave a resident to guess which.
func TestNoVietnameseTextSaysDung(t *testing.T) {
	l, err := New("vi")
	if err != nil {
		t.Fatal(err)
	}
	strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	for _, id := range IDs {
		if slices.Contains(onPages(), id) {
			continue
		}
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
