package staff

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"tinban/msg"
	"tinban/store"
)

// try compares a password, outside of any decision.
func (h *house) try(id ID, password string) Try {
	h.Helper()
	a := Account{ID: id}
	h.must(h.store.View(h.Context(), func(r store.Reader) error {
		found, err := Get(r, id)
		if err == nil {
			a = found
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return nil
	}))
	t, err := TryPassword(a, password)
	h.must(err)
	return t
}

func (h *house) signIn(id ID, password, code string) string {
	h.Helper()
	t := h.try(id, password)
	return h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return CheckPassword(r, t, code, h.clock) })
}

// member is an account with a password.
func (h *house) member(id ID, role Role, communes ...string) Account {
	h.Helper()
	h.add(id, role, communes...)
	if no := h.redeem(id, h.code(id, ForPassword), goodWords); no != "" {
		h.Fatal(no)
	}
	return h.get(id)
}

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	h.add("moi", Officer, "a-luoi-3") // never chose one
	h.member("cu", Officer, "a-luoi-3")
	_, err := h.turn(Operator, "cu", Disable)
	h.must(err)
	for what, tt := range map[string]struct {
		id       ID
		password string
		want     string
	}{
		"right":                   {"lan", goodWords, ""},
		"wrong":                   {"lan", otherWords, RefusedSignIn},
		"empty":                   {"lan", "", RefusedSignIn},
		"a name there is not":     {"khong-co", goodWords, RefusedSignIn},
		"a name as an attack":     {ID(strings.Repeat("x\x00/", 100)), goodWords, RefusedSignIn},
		"without a password":      {"moi", "", RefusedSignIn},
		"disabled":                {"cu", goodWords, RefusedSignIn},
		"the password of nothing": {"moi", goodWords, RefusedSignIn},
	} {
		if no := h.signIn(tt.id, tt.password, ""); no != tt.want {
			t.Errorf("%s: %q, want %q", what, no, tt.want)
		}
	}
}

func TestLockout(t *testing.T) {
	for name, id := range map[string]ID{"an account": "lan", "a name there is not": "khong-co"} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.member("lan", Officer, "a-luoi-3")
			from := len(h.log())
			wrong := func(after time.Duration) string {
				h.clock = h.clock.Add(after)
				return h.signIn(id, otherWords, "")
			}
			for i, after := range []time.Duration{0, time.Minute, time.Minute, time.Minute} {
				if no := wrong(after); no != RefusedSignIn {
					t.Fatalf("wrong %d: %q", i+1, no)
				}
			}
			if no := wrong(12 * time.Minute); no != RefusedSignIn { // the first is 15 minutes old
				t.Fatalf("the fifth, late: %q", no)
			}
			if no := wrong(0); no != RefusedLocked {
				t.Fatalf("five within 15 minutes: %q", no)
			}
			if no := h.signIn(id, goodWords, ""); no != RefusedLocked {
				t.Errorf("right, while locked: %q", no)
			}
			if no := wrong(15*time.Minute - time.Second); no != RefusedLocked {
				t.Errorf("at the end of the lock: %q", no)
			}
			want := map[ID]string{"lan": "", "khong-co": RefusedSignIn}[id]
			h.clock = h.clock.Add(time.Second) // the tries while locked did not count
			if no := h.signIn(id, goodWords, ""); no != want {
				t.Errorf("after the lock: %q", no)
			}
			var logged []string
			if id == "lan" {
				logged = []string{"lan staff.locked staff/lan"}
			}
			if diff := cmp.Diff(logged, h.did(from)); diff != "" {
				t.Errorf("log, -want +got\n%s", diff)
			}
		})
	}
}

func TestLockSaysHowLong(t *testing.T) {
	l := lock{Until: time.Unix(1000, 0)}
	for left, want := range map[time.Duration]int{15 * time.Minute: 15, 61 * time.Second: 2, time.Minute: 1, time.Second: 1} {
		if got := l.refusal(l.Until.Add(-left)).Vars["N"]; got != want {
			t.Errorf("%v left: %v minutes, want %d", left, got, want)
		}
	}
}

// A right password clears the count; another account's is its own.
func TestLockIsOfOneAccount(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	h.member("binh", Leader, "a-luoi-3")
	for range 3 {
		for range 4 {
			h.signIn("lan", otherWords, "")
		}
		if no := h.signIn("lan", goodWords, ""); no != "" {
			t.Fatalf("after four wrong: %q", no)
		}
	}
	for range 5 {
		h.signIn("lan", otherWords, "")
	}
	if no := h.signIn("binh", goodWords, ""); no != "" {
		t.Errorf("binh, while lan is locked: %q", no)
	}
	if no := h.redeem("lan", h.code("lan", ForPassword), otherWords); no != "" {
		t.Fatal(no)
	}
	if no := h.signIn("lan", otherWords, ""); no != "" {
		t.Errorf("an administrator's code opens the lock: %q", no)
	}
}

// Names there are not share a few records, however many are made up.
func TestMadeUpNamesFillNothing(t *testing.T) {
	names := map[string]bool{}
	for i := range 20000 {
		names[lockName(ID(strings.Repeat("x", i%50)+time.Unix(int64(i), 0).String()), false).ID] = true
	}
	if len(names) > 4096 {
		t.Errorf("%d records for 20000 names", len(names))
	}
}

// An account that was disabled between comparing and deciding lets nobody in.
func TestDisabledMeanwhile(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	try := h.try("lan", goodWords)
	_, err := h.turn(Operator, "lan", Disable)
	h.must(err)
	no := h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return CheckPassword(r, try, "", h.clock) })
	if no != RefusedSignIn {
		t.Errorf("the right password: %q", no)
	}
}

// A password that was changed between comparing and deciding lets nobody in.
func TestComparedWithAnOldPassword(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	try := h.try("lan", goodWords)
	if no := h.redeem("lan", h.code("lan", ForPassword), otherWords); no != "" {
		t.Fatal(no)
	}
	no := h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return CheckPassword(r, try, "", h.clock) })
	if no != RefusedSignIn {
		t.Errorf("the old password: %q", no)
	}
}

func TestSetPassword(t *testing.T) {
	h := newHouse(t)
	a := h.member("lan", Officer, "a-luoi-3")
	token := h.open("lan")
	hashed, err := NewPassword(a, otherWords, cheap)
	h.must(err)
	set := func(old string) string {
		try := h.try("lan", old)
		return h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return SetPassword(r, try, hashed, h.clock) })
	}
	if no := set("khong phai mat khau"); no != RefusedSignIn {
		t.Errorf("a wrong old one: %q", no)
	}
	if no := h.resume(token); no != "" {
		t.Errorf("a refused change ended a session: %q", no)
	}
	if no := set(goodWords); no != "" {
		t.Errorf("the right old one: %q", no)
	}
	if no := h.resume(token); no != RefusedSession {
		t.Errorf("a session from before: %q", no)
	}
	if old, now := h.signIn("lan", goodWords, ""), h.signIn("lan", otherWords, ""); old != RefusedSignIn || now != "" {
		t.Errorf("the old password %q, the new one %q", old, now)
	}
}

// A password made for one account cannot be set for another.
func TestPasswordOfAnother(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	hashed, err := NewPassword(Account{ID: "binh"}, otherWords, cheap)
	h.must(err)
	try := h.try("lan", goodWords)
	err = h.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := SetPassword(r, try, hashed, h.clock)
		return c, err
	})
	if err == nil {
		t.Error("it was set")
	}
}

// secret begins a second step and returns what the app on the phone gets.
func (h *house) secret(id ID, password string) (secret string) {
	h.Helper()
	try, seed := h.try(id, password), h.seed()
	var link string
	if no := h.verdict(func(r store.Reader) (no *msg.Refusal, c store.Changes, err error) {
		link, no, c, err = BeginTOTP(r, try, seed, h.clock)
		return no, c, err
	}); no != "" {
		h.Fatal(no)
	}
	u, err := url.Parse(link)
	h.must(err)
	if u.Scheme != "otpauth" || u.Query().Get("issuer") != "Tin Bản" || !strings.HasSuffix(u.Path, string(id)) {
		h.Errorf("the link %s", link)
	}
	return u.Query().Get("secret")
}

// digits are what the app shows, so much later or earlier.
func (h *house) digits(secret string, off time.Duration) string {
	h.Helper()
	code, err := totp.GenerateCode(secret, h.clock.Add(off))
	h.must(err)
	return code
}

func (h *house) confirm(id ID, code string) string {
	h.Helper()
	return h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return ConfirmTOTP(r, id, code, h.clock) })
}

func TestSecondStep(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	if no := h.confirm("lan", "000000"); no != RefusedStep {
		t.Errorf("nothing was begun: %q", no)
	}
	secret := h.secret("lan", goodWords)
	if no := h.signIn("lan", goodWords, ""); no != "" {
		t.Errorf("before it is confirmed: %q", no)
	}
	if no := h.confirm("lan", h.digits(secret, 2*time.Minute)); no != RefusedStep {
		t.Errorf("confirmed by the wrong digits: %q", no)
	}
	if no := h.confirm("lan", h.digits(secret, 0)); no != "" {
		t.Fatalf("confirm: %q", no)
	}
	h.clock = h.clock.Add(10 * time.Minute)
	for _, tt := range []struct {
		what, code, want string
	}{
		{"none", "", RefusedNeedCode},
		{"two steps early", h.digits(secret, -60*time.Second), RefusedSignIn},
		{"two steps late", h.digits(secret, 60*time.Second), RefusedSignIn},
		{"one step early", h.digits(secret, -30*time.Second), ""},
		{"the same again", h.digits(secret, -30*time.Second), RefusedSignIn},
		{"now", h.digits(secret, 0), ""},
		{"now, again", h.digits(secret, 0), RefusedSignIn},
		{"one from before", h.digits(secret, -30*time.Second), RefusedSignIn},
		{"one step late", h.digits(secret, 30*time.Second), ""},
		{"now, after a later one", h.digits(secret, 0), RefusedSignIn},
	} {
		if no := h.signIn("lan", goodWords, tt.code); no != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, no, tt.want)
		}
	}
	h.clock = h.clock.Add(10 * time.Minute)
	if no := h.signIn("lan", otherWords, h.digits(secret, 0)); no != RefusedSignIn {
		t.Errorf("the digits without the password: %q", no)
	}
}

// Six digits are soon guessed: wrong ones count as wrong passwords do.
func TestSecondStepIsNotGuessed(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	secret := h.secret("lan", goodWords)
	if no := h.confirm("lan", h.digits(secret, 0)); no != "" {
		t.Fatal(no)
	}
	h.clock = h.clock.Add(10 * time.Minute)
	bad := h.digits(secret, time.Hour)
	for range 4 {
		h.signIn("lan", goodWords, bad)
	}
	if no := h.signIn("lan", goodWords, bad); no != RefusedLocked {
		t.Errorf("the fifth: %q", no)
	}
	if no := h.signIn("lan", goodWords, h.digits(secret, 0)); no != RefusedLocked {
		t.Errorf("the right one, while locked: %q", no)
	}
}

// A phone that is lost: an administrator's code takes the second step away.
func TestResetTakesTheSecondStepAway(t *testing.T) {
	h := newHouse(t)
	h.member("lan", Officer, "a-luoi-3")
	if no := h.confirm("lan", h.digits(h.secret("lan", goodWords), 0)); no != "" {
		t.Fatal(no)
	}
	if no := h.redeem("lan", h.code("lan", ForPassword), otherWords); no != "" {
		t.Fatal(no)
	}
	if no := h.signIn("lan", otherWords, ""); no != "" {
		t.Errorf("sign in: %q", no)
	}
}
