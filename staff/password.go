package staff

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"tinban/msg"
)

// Params are what a password costs to hash: 19 MB and two passes, so that a
// small machine can do it.
var Params = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// noOne is compared with where there is nobody of a name, or nobody who may
// sign in, so that this takes as long as a wrong password. Its password was
// drawn and thrown away. It has the cost of Params.
const noOne = "$argon2id$v=19$m=19456,t=2,p=1$F0UvL5lEpm82US3oyOWmZQ$ue9n++YF79nO3V9hr476At751sI3Z9MEPn7tbvNfSrk"

// Why a password was not taken, as IDs of texts.
const (
	RefusedShort  = "password_short"
	RefusedCommon = "password_common"
	RefusedOwn    = "password_own"
)

// How long a password is, in letters.
const (
	shortestPassword = 10
	longestPassword  = 100
)

// commonList holds the passwords most often found in lists that got out,
// English and Vietnamese, without marks.
//
//go:embed common.txt
var commonList string

var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(commonList) {
		m[w] = true
	}
	return m
}()

// Hashed is a password of an account that was found good. Making one is slow:
// it is done before a decision, not in it.
type Hashed struct {
	of   ID
	hash string
}

// NewPassword hashes a password for an account, of which it needs the ID and
// the name only. The refusal is a *msg.Refusal.
func NewPassword(a Account, plain string, p *argon2id.Params) (Hashed, error) {
	if err := goodPassword(a, plain); err != nil {
		return Hashed{}, err
	}
	hash, err := argon2id.CreateHash(norm.NFC.String(plain), p)
	return Hashed{a.ID, hash}, err
}

// Try is a password that somebody typed, compared with that of an account.
type Try struct {
	id    ID
	hash  string // what it was compared with
	right bool
}

// TryPassword compares. That is slow, on purpose, and the same for an account
// there is not: then a has its ID only.
func TryPassword(a Account, plain string) (Try, error) {
	t := Try{id: a.ID, hash: a.Password}
	with := a.Password
	if with == "" || a.Disabled {
		with = noOne
	}
	right, err := argon2id.ComparePasswordAndHash(norm.NFC.String(plain), with)
	t.right = right && with != noOne
	return t, err
}

// goodPassword refuses what is tried first.
func goodPassword(a Account, plain string) error {
	n := utf8.RuneCountInString(plain)
	if n < shortestPassword || n > longestPassword {
		return &msg.Refusal{Code: RefusedShort, Vars: map[string]any{"N": shortestPassword, "Max": longestPassword}}
	}
	p := folded(plain)
	core := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(core) < 3 || common[p] || common[core] || repeats(p) {
		return &msg.Refusal{Code: RefusedCommon}
	}
	id, name := folded(string(a.ID)), folded(a.Name)
	own := core == id || name != "" && strings.Contains(p, name) || len(id) >= 4 && strings.Contains(p, id)
	for _, w := range strings.Fields(a.Name) {
		own = own || core == folded(w)
	}
	if own {
		return &msg.Refusal{Code: RefusedOwn}
	}
	return nil
}

// repeats: it is one short or common thing, again and again.
func repeats(p string) bool {
	for n := 1; n <= len(p)/2; n++ {
		if len(p)%n == 0 && strings.Repeat(p[:n], len(p)/n) == p && (n <= 4 || common[p[:n]]) {
			return true
		}
	}
	return false
}

// folded is a text without marks, capitals and blanks.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.IsSpace(r):
			return -1
		case r == 'đ' || r == 'Đ':
			return 'd'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}
