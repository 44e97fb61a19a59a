package console

import (
	"errors"
	"net/http"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// The cookies. None says who somebody is.
const (
	sessionCookie = "tinban_phien"
	saidCookie    = "tinban_xong"
	langCookie    = "tinban_lang"
)

// cookie is one of ours; an empty value takes it away.
func (q *request) cookie(name, value string, maxAge int) {
	if value == "" {
		maxAge = -1
	}
	http.SetCookie(q.w, &http.Cookie{ //nolint:gosec // Secure wherever the service is reached by https
		Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: q.c.cfg.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// signedIn finds out who calls, and notes that the session is in use.
func (q *request) signedIn() error {
	ck, err := q.r.Cookie(sessionCookie)
	if err != nil || ck.Value == "" {
		return nil
	}
	var seen staff.Session
	err = q.view(func(r store.Reader) (err error) {
		seen, q.account, err = staff.Resume(r, ck.Value, q.now)
		return err
	})
	var no *msg.Refusal
	if errors.As(err, &no) {
		q.account = staff.Account{}
		q.cookie(sessionCookie, "", 0)
		return nil
	}
	if err != nil {
		return err
	}
	q.token, q.session = ck.Value, seen
	if q.now.Sub(seen.Seen) < staff.TouchEvery {
		return nil
	}
	err = q.update(func(r store.Reader) (store.Changes, error) { return staff.Touch(r, q.token, q.now) })
	if errors.As(err, &no) {
		return nil // it ended this moment; the next page says so
	}
	return err
}

// StaffOnly serves something beside the pages to whoever has signed in.
func (c *Console) StaffOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{c: c, w: w, r: r, now: c.cfg.Now(), lang: language(r)}
		if err := q.signedIn(); err != nil {
			c.broken(q, err)
			return
		}
		if c.admit(q, route{access: signedIn}) {
			next.ServeHTTP(w, r)
		}
	})
}

// done redirects and says there what was done.
func (q *request) done(path string, said locales.ID) (answer, error) {
	q.cookie(saidCookie, string(said), 60)
	return goTo(path), nil
}

// takeSaid is what the form before this page did, said once.
func (q *request) takeSaid() string {
	ck, err := q.r.Cookie(saidCookie)
	if err != nil || ck.Value == "" {
		return ""
	}
	q.cookie(saidCookie, "", 0)
	if words := q.say(locales.ID(ck.Value), nil); words != ck.Value {
		return words
	}
	return "" // nothing of ours
}

// otherLanguage switches between Vietnamese and English.
func (q *request) otherLanguage() (answer, error) {
	lang := locales.Own
	if q.r.PostFormValue("lang") == "en" {
		lang = "en"
	}
	q.cookie(langCookie, lang, 365*24*60*60)
	return goTo(ownPath(q.r.PostFormValue("den"))), nil
}

// language is the one chosen in the browser; Vietnamese if none was.
func language(r *http.Request) string {
	if ck, err := r.Cookie(langCookie); err == nil && ck.Value == "en" {
		return "en"
	}
	return locales.Own
}

// signInPath remembers where somebody wanted to go.
func signInPath(r *http.Request) string {
	if r.URL.Path == "/viec" {
		return "/vao"
	}
	return "/vao?den=" + ownPath(r.URL.Path)
}

// ownPath keeps a redirect within these pages.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\?#&:%\r\n\t ") {
		return "/viec"
	}
	return path
}
