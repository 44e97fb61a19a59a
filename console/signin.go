package console

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// signInForm is what somebody typed, but for the password.
type signInForm struct {
	Name  string
	To    string
	Carry carried
	Wrong string
}

func (q *request) signInPage() (answer, error) {
	if q.account.ID != "" {
		return goTo("/viec"), nil
	}
	if first, err := q.firstRun(); err != nil || first {
		return goTo("/bat-dau"), err
	}
	return show("vao", locales.TitleSignIn, signInForm{To: ownPath(q.r.URL.Query().Get("den"))}), nil
}

// signIn checks a name and a password. Whatever is wrong with them, it takes
// as long and says the same.
func (q *request) signIn() (answer, error) {
	form := signInForm{Name: strings.TrimSpace(q.r.PostFormValue("ten")), To: ownPath(q.r.PostFormValue("den")), Carry: carriedBy(q.r)}
	if !q.c.limit.allow(q.r) {
		return q.signInAgain(form, q.say(locales.ErrTooOften, nil), http.StatusTooManyRequests), nil
	}
	id := staff.ID(strings.ToLower(form.Name))
	no, err := q.try(id, q.r.PostFormValue("mat_khau"), strings.TrimSpace(q.r.PostFormValue("ma")))
	if err != nil {
		return answer{}, err
	}
	if no != nil {
		return q.signInAgain(form, q.c.cfg.Say.In(q.lang).Refusal(no), http.StatusUnprocessableEntity), nil
	}
	if err := q.open(id); err != nil || form.Carry.Path == "" {
		return goTo(form.To), err
	}
	return show("gui-lai", locales.TitleResume, form.Carry), nil
}

func (q *request) signInAgain(form signInForm, words string, status int) answer {
	form.Wrong = words
	return answer{page: "vao", title: locales.TitleSignIn, data: form, status: status}
}

// try compares a password, which is slow, and then decides.
func (q *request) try(id staff.ID, password, code string) (no *msg.Refusal, err error) {
	t, err := q.compared(id, password)
	if err != nil {
		return nil, err
	}
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		no, c, err = staff.CheckPassword(r, t, code, q.now)
		return c, err
	})
	return no, err
}

// compared is a password held against an account's, or against nobody's.
func (q *request) compared(id staff.ID, password string) (staff.Try, error) {
	account := staff.Account{ID: id}
	err := q.view(func(r store.Reader) error {
		found, err := staff.Get(r, id)
		if err == nil {
			account = found
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return staff.Try{}, err
	}
	defer q.c.limit.hash()()
	return staff.TryPassword(account, password)
}

// open begins a session, always a new one: a token from before a sign-in opens
// nothing after it.
func (q *request) open(id staff.ID) error {
	seed, err := staff.NewSeed(rand.Reader)
	if err != nil {
		return err
	}
	var token string
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		token, c, err = staff.OpenSession(r, id, device(q.r.UserAgent()), seed, q.now)
		return c, err
	})
	if err == nil {
		q.cookie(sessionCookie, token, int(staff.SessionLife.Seconds()))
	}
	return err
}

// device is what a browser says it is, in two words.
func device(agent string) string {
	pick := func(names ...string) string {
		for _, n := range names {
			if strings.Contains(agent, n) {
				return n
			}
		}
		return "?"
	}
	return pick("Edg", "Firefox", "Chrome", "Safari") + ", " + pick("Android", "iPhone", "Windows", "Mac", "Linux")
}

func (q *request) signOut() (answer, error) {
	err := q.update(func(r store.Reader) (store.Changes, error) { return staff.Revoke(r, q.actor(), q.session.ID, q.now) })
	q.cookie(sessionCookie, "", 0)
	return goTo("/vao"), err
}

// codeForm is somebody with a one-time code.
type codeForm struct {
	Name, Full string
	Code       string
	Wrong      string
	First      bool // the first administrator
}

// firstRun reports whether nobody can sign in yet.
func (q *request) firstRun() (bool, error) {
	if q.c.cfg.Setup == "" {
		return false, nil
	}
	var all []staff.Account
	err := q.view(func(r store.Reader) (err error) {
		all, err = staff.All(r)
		return err
	})
	return len(all) == 0, err
}

func (q *request) codePage() (answer, error) {
	first, err := q.firstRun()
	return show("bat-dau", locales.TitleCode, codeForm{First: first}), err
}

// takeCode sets a first or a forgotten password by a one-time code.
func (q *request) takeCode() (answer, error) {
	first, err := q.firstRun()
	if err != nil {
		return answer{}, err
	}
	form := codeForm{Name: strings.TrimSpace(q.r.PostFormValue("ten")), Full: strings.TrimSpace(q.r.PostFormValue("ho_ten")), First: first}
	code, password := q.r.PostFormValue("ma"), q.r.PostFormValue("mat_khau")
	status := http.StatusUnprocessableEntity
	switch {
	case !q.c.limit.allow(q.r):
		form.Wrong, status = q.say(locales.ErrTooOften, nil), http.StatusTooManyRequests
	case password != q.r.PostFormValue("lan_hai"):
		form.Wrong, form.Code = q.say(locales.PasswordsDiffer, nil), code // it is still good
	case first:
		err = q.setUp(form, code, password)
	default:
		err = q.redeem(staff.ID(strings.ToLower(form.Name)), code, password)
	}
	var no *msg.Refusal
	if errors.As(err, &no) {
		form.Wrong = q.c.cfg.Say.In(q.lang).Refusal(no)
	} else if err != nil {
		return answer{}, err
	}
	if form.Wrong != "" {
		return answer{page: "bat-dau", title: locales.TitleCode, data: form, status: status}, nil
	}
	return q.done("/viec?lan-dau=1", locales.SaidWelcome)
}

// setUp makes the first administrator, with the code that was printed when the
// service started.
func (q *request) setUp(form codeForm, code, password string) error {
	if typed, _ := staff.ReadCode(code); subtle.ConstantTimeCompare([]byte(typed), []byte(q.c.cfg.Setup)) != 1 {
		return &msg.Refusal{Code: string(locales.CodeFirstWrong)}
	}
	id := staff.ID(strings.ToLower(form.Name))
	hashed, err := q.hashed(staff.Account{ID: id, Name: form.Full}, password)
	if err != nil {
		return err
	}
	err = q.update(func(r store.Reader) (store.Changes, error) {
		return staff.First(r, id, form.Full, hashed, q.now)
	})
	if err != nil {
		return err
	}
	return q.open(id)
}

// redeem sets a password by a code that an administrator gave.
func (q *request) redeem(id staff.ID, code, password string) error {
	account := staff.Account{ID: id}
	err := q.view(func(r store.Reader) error {
		found, err := staff.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil // as if the code were wrong
		}
		account = found
		return err
	})
	if err != nil {
		return err
	}
	hashed, err := q.hashed(account, password)
	if err != nil {
		return err
	}
	var no *msg.Refusal
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		no, c, err = staff.RedeemPassword(r, code, hashed, q.now)
		return c, err
	})
	if err != nil {
		return err
	}
	if no != nil {
		return no
	}
	return q.open(id)
}

// hashed makes a password's hash, a few at a time.
func (q *request) hashed(a staff.Account, password string) (staff.Hashed, error) {
	defer q.c.limit.hash()()
	return staff.NewPassword(a, password, staff.Params)
}

// todaysCommunes are the ids of the communes there are.
func (q *request) todaysCommunes() []string {
	return q.c.library().Communes(eligibility.FromTime(q.now.In(q.c.cfg.Zone)))
}
