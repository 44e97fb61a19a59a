package ticket

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"tinban/store"
)

// Code names a ticket: a letter, digits and a check digit, such as "A4173", so
// that one digit heard wrong is never somebody else's ticket.
type Code string

// codeLetters look and sound different from each other and from digits.
const codeLetters = "AEGHKMRTUVX"

// damm is the quasigroup of H. M. Damm's check digit: it finds every single
// wrong digit and every two that changed places.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

// checkDigit covers the letter, as two digits, and the digits after it.
func checkDigit(letter int, digits string) byte {
	c := damm[damm[0][letter/10]][letter%10]
	for i := range len(digits) {
		c = damm[c][digits[i]-'0']
	}
	return '0' + c
}

// Codes have three digits and a check digit, and grow by a digit when so many
// tries found one that is taken.
const (
	codeDigits  = 3
	triesLength = 8
)

// ParseCode reads a code as people type it: in small letters, with blanks. It
// is not ok for what has not the shape of one.
func ParseCode(typed string) (c Code, ok bool) {
	s := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(typed), " ", ""))
	if len(s) < 2+codeDigits || len(s) > 12 || !strings.Contains(codeLetters, s[:1]) {
		return "", false
	}
	return Code(s), strings.Trim(s[1:], "0123456789") == ""
}

// Valid reports whether the check digit fits: a code that does not was heard
// or typed wrong.
func (c Code) Valid() bool {
	if _, ok := ParseCode(string(c)); !ok {
		return false
	}
	last := len(c) - 1
	return checkDigit(strings.IndexByte(codeLetters, c[0]), string(c[1:last])) == c[last]
}

// codeOf is the code a seed leads to at one try.
func codeOf(seed string, try int) Code {
	sum := sha256.Sum256(binary.AppendUvarint([]byte("ticket\x00"+seed), uint64(try)))
	n := binary.BigEndian.Uint64(sum[:])
	letter := int(n % uint64(len(codeLetters)))
	n /= uint64(len(codeLetters))
	digits := make([]byte, codeDigits+try/triesLength)
	for i := range digits {
		digits[i] = '0' + byte(n%10)
		n /= 10
	}
	return Code(codeLetters[letter:letter+1] + string(digits) + string(checkDigit(letter, string(digits))))
}

// newCode is the first code of a seed that nobody has: the same on every run
// of one decision.
func newCode(r store.Reader, seed string) (Code, error) {
	for try := 0; ; try++ {
		c := codeOf(seed, try)
		_, err := r.Get(shelf, string(c))
		if errors.Is(err, store.ErrNotFound) {
			return c, nil
		}
		if err != nil {
			return "", err
		}
	}
}
