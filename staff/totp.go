package staff

import (
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"tinban/msg"
	"tinban/store"
)

// The second step: six digits of an app on the phone, new every 30 seconds.
const (
	stepSeconds = 30
	stepIssuer  = "Tin Bản"
)

// RefusedStep says that the digits are not those of now.
const RefusedStep = "totp_wrong"

// stepOf finds to which step a code belongs: this one or one beside it, for
// clocks that are not quite right.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / stepSeconds
	for step = at - 1; step <= at+1; step++ {
		if hotp.Validate(code, uint64(step), secret) {
			return step, true
		}
	}
	return 0, false
}

// BeginTOTP draws a secret for the second step of who showed the password. url
// is what the app reads, as a QR code. Nothing is asked for before ConfirmTOTP.
func BeginTOTP(r store.Reader, t Try, seed Seed, now time.Time) (url string, no *msg.Refusal, c store.Changes, err error) {
	e, no, err := enter(r, t, now)
	if err != nil || no != nil {
		return "", no, e.changes, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: stepIssuer, AccountName: string(t.id), Secret: seed[:20], Period: stepSeconds})
	if err != nil {
		return "", nil, c, err
	}
	e.account.Pending = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(seed[:20])
	rec, err := e.account.record()
	e.changes.Put = append(e.changes.Put, rec)
	return key.URL(), nil, e.changes, err
}

// ConfirmTOTP begins to ask for the second step once a code shows that the app
// has the secret.
func ConfirmTOTP(r store.Reader, id ID, code string, now time.Time) (no *msg.Refusal, c store.Changes, err error) {
	a, err := Get(r, id)
	if err != nil {
		return nil, c, err
	}
	step, ok := stepOf(a.Pending, strings.TrimSpace(code), now)
	if a.Pending == "" || !ok || a.Disabled {
		return &msg.Refusal{Code: RefusedStep}, c, nil
	}
	a.TOTP, a.Pending, a.Step = a.Pending, "", step
	c, err = a.put(r, Entry{At: now, By: id, Did: "staff.totp"})
	return nil, c, err
}
