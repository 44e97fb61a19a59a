package course

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"tinban/store"
)

// A code is what staff and residents call a registration: N, three digits or
// more, and a check digit, so that one digit heard wrong, or two swapped, is
// never somebody else's name.

// damm is a table in which no digit and no swap of two goes unseen.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

func checkDigit(digits string) byte {
	at := byte('0')
	for i := range len(digits) {
		at = damm[at-'0'][digits[i]-'0']
	}
	return at
}

// The first codes have three digits. A code that is taken gives way to the
// next few, then to a longer one: a short code stays short as long as there are
// some.
const (
	codeDigits = 3
	codeTries  = 16
)

// newCode is a code nobody has. The same seed makes the same one as long as
// nobody takes it.
func newCode(r store.Reader, seed string) (string, error) {
	sum := sha256.Sum256([]byte(seed))
	n := binary.BigEndian.Uint64(sum[:])
	for try := uint64(0); ; try++ {
		digits, size := make([]byte, codeDigits+try/codeTries), uint64(1)
		for range digits {
			size *= 10
		}
		for i, left := len(digits)-1, (n+try)%size; i >= 0; i, left = i-1, left/10 {
			digits[i] = '0' + byte(left%10)
		}
		code := "N" + string(digits) + string(checkDigit(string(digits)))
		if _, err := r.Get(registrationShelf, code); errors.Is(err, store.ErrNotFound) {
			return code, nil
		} else if err != nil {
			return "", err
		}
	}
}

// Code reads a code as somebody typed it; false when it is none, or one that
// was heard or typed wrong.
func Code(typed string) (code string, ok bool) {
	code = strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	if !CodeLike(code) {
		return "", false
	}
	last := len(code) - 1
	return code, checkDigit(code[1:last]) == code[last]
}

// CodeLike reports whether something has the shape of a code.
func CodeLike(s string) bool {
	digits, ok := strings.CutPrefix(strings.ToUpper(s), "N")
	return ok && len(digits) > codeDigits && len(digits) < 12 && strings.Trim(digits, "0123456789") == ""
}
