package staff

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
	"time"
	"unicode"

	"tinban/msg"
	"tinban/store"
)

const codeShelf store.Shelf = "staff-code"

// Seed is what a decision may draw from. It is drawn before, because a
// decision may run more than once.
type Seed [32]byte

// NewSeed draws one.
func NewSeed(random io.Reader) (s Seed, err error) {
	_, err = io.ReadFull(random, s[:])
	return s, err
}

// Purpose is what a one-time code is for.
type Purpose string

// The purposes.
const (
	ForLink     Purpose = "link"     // to link a Telegram account
	ForPassword Purpose = "password" // to choose a password on the pages
)

var codeLife = map[Purpose]time.Duration{ForLink: 24 * time.Hour, ForPassword: 72 * time.Hour}

// maxWrong is how many wrong codes are looked at: of one account, and of one
// contact in a day.
const maxWrong = 5

// RefusedCode is said of every code that does not work, whatever the reason.
const RefusedCode = "code_wrong"

// The letters of a code. There are no vowels, no D and no W, which a
// Vietnamese keyboard turns into something else, so that a code is no word
// either; and of two that look alike there is one. Nine of them are 40 bits.
const (
	codeLetters = "CFHJKLMNPQRTVX23456789"
	codeLength  = 9
)

// alike are letters people read where a code has a digit.
var alike = strings.NewReplacer("S", "5", "Z", "2", "B", "8", "G", "6")

// Code is the one-time code a seed makes.
func (s Seed) Code() string {
	n, base, digit := new(big.Int).SetBytes(s[:]), big.NewInt(int64(len(codeLetters))), new(big.Int)
	var code [codeLength]byte
	for i := range code {
		n.DivMod(n, base, digit)
		code[i] = codeLetters[digit.Int64()]
	}
	return string(code[:])
}

// ShowCode writes a code so that it can be read aloud: "KQ7-MX4-TPR".
func ShowCode(code string) string { return code[:3] + "-" + code[3:6] + "-" + code[6:] }

// ReadCode reads a code as people type it; empty is none. likely says that one
// was meant, though it may lack a letter: words have vowels, codes have none.
func ReadCode(typed string) (code string, likely bool) {
	typed = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-–.", r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, typed)
	code = alike.Replace(typed)
	switch {
	case strings.ContainsFunc(typed, notOfCodes):
		return "", false
	case len(code) == codeLength && strings.Trim(code, codeLetters) == "":
		return code, true
	case strings.Trim(typed, "0123456789") == "":
		return "", false // a number
	}
	return "", len(typed) >= codeLength-3 && len(typed) <= codeLength+3
}

// notOfCodes are vowels, and what is neither a bare letter nor a digit.
func notOfCodes(r rune) bool {
	return strings.ContainsRune("AEIOUY", r) || r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// hashCode is how a code is kept.
func hashCode(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// kept is a one-time code as it is kept, named after its account, so that a
// new one takes the place of the one before.
type kept struct {
	Account ID     `json:"of"`
	Hash    string `json:"hash"`
	Wrong   int    `json:"wrong,omitempty"`
}

func codeName(p Purpose, id ID) store.Name {
	return store.Name{Shelf: codeShelf, ID: string(p) + "/" + string(id)}
}

func (k kept) record(p Purpose, until time.Time) (store.Record, error) {
	b, err := json.Marshal(k)
	return store.Record{
		Name: codeName(p, k.Account), Body: b, Expires: until, Keys: []string{string(p) + "/" + k.Hash},
	}, err
}

// Invite gives an account a one-time code. A code for a password takes the old
// password and second step away and ends what is open with them: it is for a
// newcomer, and for somebody whose phone or password got into other hands. For
// a link, an account may invite itself.
func Invite(r store.Reader, s Step, id ID, p Purpose, seed Seed) (code string, c store.Changes, err error) {
	a, err := invited(r, s.By, id, p)
	if err != nil {
		return "", c, err
	}
	if p == ForPassword {
		a.Password, a.TOTP, a.Pending = "", "", ""
	}
	if c, err = a.put(r, Entry{At: s.At, By: s.By.ID, Did: "staff.code." + string(p), Reason: s.Reason}); err != nil {
		return "", c, err
	}
	code = seed.Code()
	rec, err := kept{Account: id, Hash: hashCode(code)}.record(p, s.At.Add(codeLife[p]))
	c.Put = append(c.Put, rec)
	if err != nil || p != ForPassword {
		return code, c, err
	}
	c.Drop = append(c.Drop, lockName(id, true))
	err = endSessions(r, &c, id)
	return code, c, err
}

// invited is the account, if the actor may give it a code.
func invited(r store.Reader, by Actor, id ID, p Purpose) (a Account, err error) {
	if by.ID == id && p == ForLink && by.Role != "" {
		a, err = Get(r, id)
	} else {
		a, err = managed(r, by, id)
	}
	if err == nil && a.Disabled {
		err = refuse(RefusedDisabled, string(id))
	}
	return a, err
}

// RedeemPassword sets a password by a one-time code.
func RedeemPassword(r store.Reader, typed string, h Hashed, now time.Time) (no *msg.Refusal, c store.Changes, err error) {
	no = &msg.Refusal{Code: RefusedCode}
	rec, err := r.Get(codeShelf, codeName(ForPassword, h.of).ID)
	if errors.Is(err, store.ErrNotFound) {
		return no, c, nil
	}
	var k kept
	if err == nil {
		err = json.Unmarshal(rec.Body, &k)
	}
	if err != nil || k.Wrong >= maxWrong || !now.Before(rec.Expires) {
		return no, c, err
	}
	code, _ := ReadCode(typed)
	if subtle.ConstantTimeCompare([]byte(hashCode(code)), []byte(k.Hash)) == 0 {
		k.Wrong++
		rec, err = k.record(ForPassword, rec.Expires)
		c.Put = append(c.Put, rec)
		return no, c, err
	}
	a, err := Get(r, h.of)
	if err != nil || a.Disabled {
		return no, c, err
	}
	c, err = a.newPassword(r, h, now)
	c.Drop = append(c.Drop, rec.Name, lockName(a.ID, true))
	return nil, c, err
}
