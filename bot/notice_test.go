package bot

import (
	"slices"
	"testing"
)

// A code, with the words people put around it, and what is none.
func TestCodeAsked(t *testing.T) {
	for text, want := range map[string]string{
		"4821":                      "4821",
		"ma 4821":                   "4821",
		"ma tin 4821":               "4821",
		"tin 4821":                  "4821",
		"kiem tra ma 4821":          "4821",
		"kt 4821":                   "4821",
		"4821 co that khong":        "4821",
		"tin 4821 that hay gia":     "4821",
		"4821 la tin gi":            "4821",
		"48211":                     "",
		"482":                       "",
		"4821 4907":                 "",
		"nam 2019 toi tach ho":      "",
		"vay 5000 duoc khong":       "",
		"nha toi so 4821":           "",
		"4821 nguoi":                "",
		"hoi 4821 la so dien thoai": "",
	} {
		got := ""
		if m := codeAsked.FindStringSubmatch(text); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// The words that stop a notice are whole messages, as they are compared.
func TestWrongWords(t *testing.T) {
	for _, w := range wrongWords {
		if plain(w) != w {
			t.Errorf("%q is never met: it is compared as %q", w, plain(w))
		}
	}
	for _, w := range []string{"sai", "nham", "sai roi", "nham roi"} {
		if !slices.Contains(wrongWords, w) {
			t.Errorf("%q does not count", w)
		}
	}
	for _, w := range []string{"khong", "co", "sai lam gi the", "dung", "xa nham", "quang nham"} {
		if slices.Contains(wrongWords, w) {
			t.Errorf("%q counts", w)
		}
	}
}
