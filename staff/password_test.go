package staff

import (
	"errors"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"tinban/msg"
)

func TestGoodPassword(t *testing.T) {
	a := Account{ID: "lan-al3", Name: "Kăn Thị Lan"}
	for plain, want := range map[string]string{
		goodWords:                 "",
		"bắp nướng chấm muối":     "",
		"Tr0ng-nha-c0-9-bo":       "",
		"abc-98237-XkQ":           "",
		"123456789a":              RefusedCommon,
		"":                        RefusedShort,
		"ngan qua!":               RefusedShort,
		strings.Repeat("ă", 10):   RefusedCommon, // letters are counted, not bytes; and it is one letter
		strings.Repeat("ab ", 34): RefusedShort,  // too long
		"qwertyuiop":              RefusedCommon,
		"QwertyUiop":              RefusedCommon,
		"matkhau123456":           RefusedCommon,
		"Mật khẩu 2026!":          RefusedCommon,
		"!!password!!":            RefusedCommon,
		"anhyeuemanhyeuem":        RefusedCommon,
		"abababababab":            RefusedCommon,
		"0912000123":              RefusedCommon, // a phone number
		"10/06/2026-10/06":        RefusedCommon,
		"lan-al3-2026":            RefusedOwn,
		"kanthilan1980":           RefusedOwn,
		"Kăn Thị Lan 80":          RefusedOwn,
		"xin chao lan-al3":        RefusedOwn,
		"lan1980-1980":            RefusedOwn,
	} {
		_, err := NewPassword(a, plain, cheap)
		if got := codeOf(err); got != want {
			t.Errorf("%q: %q, want %q", plain, got, want)
		}
	}
	var no *msg.Refusal
	_, err := NewPassword(a, "ngan", cheap)
	if !errors.As(err, &no) || no.Vars["N"] != 10 {
		t.Errorf("the refusal does not say how long: %v", err)
	}
}

// The list is long enough to matter and written as it is compared.
func TestCommonList(t *testing.T) {
	if len(common) < 200 {
		t.Errorf("%d common passwords, want 200", len(common))
	}
	for w := range common {
		if w != folded(w) {
			t.Errorf("%q would never be met; write %q", w, folded(w))
		}
	}
}

// A name there is not, an account without a password and a disabled one are
// compared with something of the same cost, and never let in.
func TestNobodyCostsTheSame(t *testing.T) {
	params, _, _, err := argon2id.DecodeHash(noOne)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Params, params); diff != "" {
		t.Errorf("what nobody costs, -Params +noOne\n%s", diff)
	}
	h, err := NewPassword(Account{ID: "lan"}, goodWords, cheap)
	if err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		of   Account
		want string // compared with
	}{
		"nobody":      {Account{ID: "khong-co"}, ""},
		"no password": {Account{ID: "lan", Name: "Lan"}, ""},
		"disabled":    {Account{ID: "lan", Password: h.hash, Disabled: true}, h.hash},
	} {
		try, err := TryPassword(tt.of, goodWords)
		if err != nil || try.right || try.hash != tt.want {
			t.Errorf("%s: %v %v", what, try, err)
		}
	}
}

// Two keyboards write one letter in two ways.
func TestMarksComposed(t *testing.T) {
	words := "bắp nướng chấm muối"
	h, err := NewPassword(Account{ID: "lan"}, norm.NFD.String(words), cheap)
	if err != nil {
		t.Fatal(err)
	}
	for name, typed := range map[string]string{"composed": norm.NFC.String(words), "decomposed": norm.NFD.String(words)} {
		try, err := TryPassword(Account{ID: "lan", Password: h.hash}, typed)
		if err != nil || !try.right {
			t.Errorf("%s: %v %v", name, try.right, err)
		}
	}
}
