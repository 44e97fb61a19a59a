package staff

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

func TestCodeLetters(t *testing.T) {
	for _, pair := range []string{"0O", "1I", "1L", "5S", "2Z", "8B", "6G"} {
		if strings.Contains(codeLetters, pair[:1]) && strings.Contains(codeLetters, pair[1:]) {
			t.Errorf("a code may hold both of %s", pair)
		}
	}
	if i := strings.IndexAny(codeLetters, "AEIOUYDW"); i >= 0 {
		t.Errorf("a keyboard with Telex makes something else of %c", codeLetters[i])
	}
	seen := map[string]bool{}
	letters := map[rune]int{}
	for range 2000 {
		seed, err := NewSeed(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		code := seed.Code()
		seen[code] = true
		for _, r := range code {
			letters[r]++
		}
		if back, likely := ReadCode(ShowCode(code)); back != code || !likely {
			t.Fatalf("%s is read as %q", ShowCode(code), back)
		}
	}
	if len(seen) != 2000 || len(letters) != len(codeLetters) {
		t.Errorf("%d codes of 2000 differ, from %d letters", len(seen), len(letters))
	}
	for r, n := range letters { // 818 each; eight deviations off
		if n < 590 || n > 1050 {
			t.Errorf("%c comes %d times in 18000", r, n)
		}
	}
}

func TestReadCode(t *testing.T) {
	for typed, want := range map[string]struct {
		code   string
		likely bool
	}{
		"CF7-HJ8-KL9":    {"CF7HJ8KL9", true},
		"cf7hj8kl9":      {"CF7HJ8KL9", true},
		" cf7 hj8 kl9. ": {"CF7HJ8KL9", true},
		"CSZ-HJB-KLG":    {"C52HJ8KL6", true}, // what looks alike
		"CF7-HJ8-KL":     {"", true},          // one too few
		"CF7-HJ8-KL99":   {"", true},
		"CD7-HW8-KL9":    {"", true}, // never drawn
		"":               {},
		"0912000123":     {},
		"912345678":      {}, // has a 1: no code, and a number
		"đôi":            {},
		"với thẻ":        {},
		"xe di hue":      {},
		"thịt lợn":       {},
		"tohoc-3":        {},
		"CF7HJ8KL9CF7HJ": {},
		"CF7?HJ8?KL9":    {},
	} {
		if code, likely := ReadCode(typed); code != want.code || likely != want.likely {
			t.Errorf("ReadCode(%q) = %q, %v, want %q, %v", typed, code, likely, want.code, want.likely)
		}
	}
}

func TestInvite(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	h.add("binh", Leader, "a-luoi-3")
	lan := h.get("lan").Actor()
	_, err := h.invite(lan, "lan", ForLink)
	h.refused("oneself, to link", err, "")
	_, err = h.invite(lan, "lan", ForPassword)
	h.refused("oneself, for a password", err, RefusedRole)
	_, err = h.invite(lan, "binh", ForLink)
	h.refused("a colleague", err, RefusedRole)
	_, err = h.invite(Actor{}, "", ForLink)
	h.refused("nobody", err, RefusedRole)
	_, err = h.invite(Operator, "khong-co", ForLink)
	h.refused("of nobody", err, RefusedUnknown)
}

// The store holds no code, only what shows that one is right.
func TestCodesAreKeptAsHashes(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	for _, p := range []Purpose{ForLink, ForPassword} {
		code := h.code("lan", p)
		if file := h.file(); bytes.Contains(file, []byte(code)) || bytes.Contains(file, []byte(ShowCode(code))) {
			t.Errorf("the code for a %s lies in the file", p)
		}
	}
}

func (h *house) redeem(id ID, typed, password string) string {
	h.Helper()
	hashed, err := NewPassword(Account{ID: id}, password, cheap)
	h.must(err)
	return h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) {
		return RedeemPassword(r, typed, hashed, h.clock)
	})
}

const (
	goodWords  = "con suoi A Nor 7 dong"
	otherWords = "nuong san o Hong Kim"
)

func TestRedeemPassword(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	code := h.code("lan", ForPassword)
	for what, tt := range map[string]struct {
		id    ID
		typed string
	}{
		"another account": {"binh", code}, "no code": {"lan", ""}, "no code at all": {"lan", "tra lai cho toi"},
	} {
		if no := h.redeem(tt.id, tt.typed, goodWords); no != RefusedCode {
			t.Errorf("%s: %q", what, no)
		}
	}
	if no := h.redeem("lan", strings.ToLower(ShowCode(code)), goodWords); no != "" {
		t.Errorf("the right code: %q", no)
	}
	if no := h.signIn("lan", goodWords, ""); no != "" {
		t.Errorf("the new password: %q", no)
	}
	if no := h.redeem("lan", code, otherWords); no != RefusedCode {
		t.Errorf("the code again: %q", no)
	}

	code = h.code("lan", ForPassword)
	if no := h.signIn("lan", goodWords, ""); no != RefusedSignIn {
		t.Errorf("the old password after a reset: %q", no)
	}
	h.clock = h.clock.Add(72 * time.Hour)
	if no := h.redeem("lan", code, goodWords); no != RefusedCode {
		t.Errorf("after 72 hours: %q", no)
	}
	h.clock = h.clock.Add(-time.Second)
	if no := h.redeem("lan", code, goodWords); no != "" {
		t.Errorf("within 72 hours: %q", no)
	}
}

func TestACodeForOneThingIsNoneForAnother(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	if no := h.link(h.contact("1"), h.code("lan", ForPassword)); no != RefusedCode {
		t.Errorf("a password's code links: %q", no)
	}
	if no := h.redeem("lan", h.code("lan", ForLink), goodWords); no != RefusedCode {
		t.Errorf("a link's code sets a password: %q", no)
	}
}

// After five wrong codes even the right one does nothing; a new one does.
func TestFiveWrongCodesOfAnAccount(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	code := h.code("lan", ForPassword)
	for range 4 {
		h.redeem("lan", "CCC-CCC-CCC", goodWords)
	}
	if no := h.redeem("lan", code, goodWords); no != "" {
		t.Errorf("after four wrong: %q", no)
	}
	code = h.code("lan", ForPassword)
	for range 5 {
		h.redeem("lan", "CCC-CCC-CCC", goodWords)
	}
	if no := h.redeem("lan", code, goodWords); no != RefusedCode {
		t.Errorf("after five wrong: %q", no)
	}
	if no := h.redeem("lan", h.code("lan", ForPassword), goodWords); no != "" {
		t.Errorf("a new code: %q", no)
	}
}
