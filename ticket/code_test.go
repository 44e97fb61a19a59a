package ticket

import (
	"fmt"
	"strings"
	"testing"

	"tinban/store"
)

// A code with one digit or letter wrong, or with two neighbours that changed
// places, is nobody's.
func TestCheckDigitFindsMistakes(t *testing.T) {
	for n := range 400 {
		c := codeOf(fmt.Sprint("seed", n), n%30)
		if !c.Valid() {
			t.Fatalf("%s does not fit its own check digit", c)
		}
		for i := 1; i < len(c); i++ {
			for d := byte('0'); d <= '9'; d++ {
				if bad := c[:i] + Code(d) + c[i+1:]; bad != c && bad.Valid() {
					t.Errorf("%s for %s is not noticed", bad, c)
				}
			}
			if i+1 < len(c) {
				if bad := c[:i] + c[i+1:i+2] + c[i:i+1] + c[i+2:]; bad != c && bad.Valid() {
					t.Errorf("%s for %s is not noticed", bad, c)
				}
			}
		}
		for _, l := range codeLetters[:10] {
			if bad := Code(l) + c[1:]; c[0] != 'X' && bad != c && bad.Valid() {
				t.Errorf("%s for %s is not noticed", bad, c)
			}
		}
	}
}

func TestParseCode(t *testing.T) {
	for typed, want := range map[string]Code{
		"a4173": "A4173", " A 4173 ": "A4173", "A41735": "A41735", "A417": "", "B4173": "", "4173": "", "A4x73": "", "": "", "A": "",
	} {
		if got, ok := ParseCode(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", typed, got, ok, want)
		}
	}
}

// crowd has a number of codes taken.
type crowd struct {
	store.Empty
	taken map[string]bool
}

func (c crowd) Get(_ store.Shelf, id string) (store.Record, error) {
	if c.taken[id] {
		return store.Record{}, nil
	}
	return store.Record{}, store.ErrNotFound
}

// The same seed gives the same code; one that is taken is passed over, and
// codes grow when they become scarce.
func TestCodesFollowFromTheSeed(t *testing.T) {
	c := crowd{taken: map[string]bool{}}
	for n := range 4000 {
		seed := fmt.Sprint("gateway\x00", n)
		code, err := newCode(c, seed)
		if err != nil || c.taken[string(code)] || !code.Valid() || len(code) < 5 || len(code) > 8 {
			t.Fatalf("%s: %v, taken %v", code, err, c.taken[string(code)])
		}
		if again, _ := newCode(c, seed); again != code {
			t.Fatalf("%s, then %s", code, again)
		}
		c.taken[string(code)] = true
	}
	if !strings.Contains(codeLetters, "A") || codeOf("x", 0) == codeOf("x", 1) {
		t.Error("a second try leads to the same code")
	}
}
