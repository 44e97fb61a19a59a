package sms

import (
	"errors"
	"strings"

	"tinban/msg"
)

// moved are the prefixes of eleven-digit numbers and what they became between
// September 2018 and June 2019. Phone books still hold the old ones.
var moved = map[string]string{
	"120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
	"123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
	"162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
	"186": "56", "188": "58", "199": "59",
}

// ErrNumber is a text that is no Vietnamese mobile number.
var ErrNumber = errors.New("not a Vietnamese mobile number; write it as 0912345678")

// Number reads a mobile number as somebody typed it: with or without 0, 84 or
// +84, dots and blanks, and with the prefixes of before 2018. It is strict,
// because a person can be asked to type again.
func Number(typed string) (msg.Address, error) {
	national, ok := national(digitsOf(typed))
	if !ok {
		return "", ErrNumber
	}
	return msg.Address("sms:+84" + national), nil
}

// Sender is the address a message came from, as a provider names it. It never
// fails: whoever wrote is answered, a new range of numbers and a short code
// too, which is kept as it is.
func Sender(from string) msg.Address {
	if address, err := Number(from); err == nil {
		return address
	}
	return msg.Address("sms:" + strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, from))
}

// digitsOf keeps digits only, those of other scripts as well; letters make it
// no number.
func digitsOf(typed string) string {
	var b strings.Builder
	for _, r := range strings.TrimPrefix(strings.TrimSpace(typed), "+") {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '\u0660' && r <= '\u0669':
			b.WriteRune('0' + r - '\u0660')
		case strings.ContainsRune(" .-()\u00a0", r):
		default:
			return ""
		}
	}
	return b.String()
}

// national is the nine digits behind +84, in today's numbering.
func national(digits string) (string, bool) {
	for _, prefix := range []string{"0084", "84", "0"} {
		rest, cut := strings.CutPrefix(digits, prefix)
		if !cut {
			continue
		}
		if n, ok := mobile(rest); ok {
			return n, true
		}
	}
	return mobile(digits)
}

func mobile(n string) (string, bool) {
	if len(n) == 10 {
		now, ok := moved[n[:3]]
		if !ok {
			return "", false
		}
		n = now + n[3:]
	}
	return n, len(n) == 9 && strings.ContainsRune("35789", rune(n[0]))
}
