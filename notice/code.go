package notice

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// A code has four digits, does not begin with 0, which a keypad phone drops,
// and is no year of today, which people write in questions.
const (
	lowestCode  = 1000
	highestCode = 9999
	firstYear   = 1900
	lastYear    = 2099
	codes       = highestCode - lowestCode + 1 - (lastYear - firstYear + 1)
)

// nthCode counts through the codes there are.
func nthCode(i int) string {
	n := lowestCode + i%codes
	if n >= firstYear {
		n += lastYear - firstYear + 1
	}
	return fmt.Sprint(n)
}

// IsCode reports whether a text has the form of a code.
func IsCode(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == "" && s[0] != '0' && (s < "1900" || s > "2099")
}

func digest(parts ...string) [32]byte { return sha256.Sum256([]byte(strings.Join(parts, "\x00"))) }

// freeCode is the first code from the seed's on that nothing has.
func freeCode(r store.Reader, seed string) (string, error) {
	sum := digest("code", seed)
	from := int(binary.BigEndian.Uint32(sum[:]) % codes)
	for i := range codes {
		code := nthCode(from + i)
		switch _, err := ByCode(r, code); {
		case errors.Is(err, store.ErrNotFound):
			return code, nil
		case err != nil:
			return "", err
		}
	}
	return "", &msg.Refusal{Code: string(locales.NoticeNoCode)}
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// freeID is an id from the seed that nothing has.
func freeID(r store.Reader, seed string) (ID, error) {
	for i := 0; ; i++ {
		id := idOf(seed, i)
		switch _, err := Get(r, id); {
		case errors.Is(err, store.ErrNotFound):
			return id, nil
		case err != nil:
			return "", err
		}
	}
}

// idOf is the nth id of a seed.
func idOf(seed string, nth int) ID {
	sum := digest("id", seed, fmt.Sprint(nth))
	return ID(letters.EncodeToString(sum[:5]))
}

// hash stands for all that goes out: the text in every form, to whom, by what,
// and when. An approval is of this and of nothing else.
func (b *Board) hash(n Notice) string {
	brand, _ := b.brandname()
	var forms []Forms
	for _, c := range n.Communes {
		forms = append(forms, b.Forms(n, c))
	}
	sealed, _ := json.Marshal(struct { // strings and times: cannot fail
		Code     string
		Content  Content
		Corrects ID
		Forms    []Forms
		Brand    string
	}{n.Code, n.Content, n.Corrects, forms, brand.Name})
	sum := sha256.Sum256(sealed)
	return hex.EncodeToString(sum[:16])
}

// deliveryKey is the same for a person however often a page is read again.
func deliveryKey(n Notice, id store.ContactID) string {
	sum := digest("notice", string(n.ID), string(id), fmt.Sprint(n.Round))
	return "n" + hex.EncodeToString(sum[:12])
}

// tellKey differs by what has happened to the notice in between: a second
// pause is told again.
func tellKey(n Notice, text locales.ID, to staff.ID) string {
	sum := digest("tell", string(n.ID), string(text), string(to), string(n.State), fmt.Sprint(n.Version, n.Round, n.Tries),
		stamp(n.Submitted), stamp(n.Resumed), stamp(n.Review))
	return "t" + hex.EncodeToString(sum[:12])
}
