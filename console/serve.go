package console

import (
	"errors"
	"mime"
	"net/http"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Bounds of what may be posted.
const (
	maxForm   = 256 << 10
	maxUpload = 8 << 20
)

// serve is the way of every request: who is it, may they, do it, show it.
func (c *Console) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{c: c, w: w, r: r, now: c.cfg.Now(), lang: language(r)}
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		}
		if err := q.signedIn(); err != nil {
			c.broken(q, err)
			return
		}
		if !c.admit(q, rt) {
			return
		}
		got, err := rt.do(q)
		if err != nil {
			c.refuse(q, err)
			return
		}
		c.give(q, got)
	})
}

func bodyLimit(r *http.Request) int64 {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		return maxUpload
	}
	return maxForm
}

// admit turns away who may not open the route.
func (c *Console) admit(q *request, rt route) bool {
	switch {
	case rt.access == anybody:
		return true
	case q.account.ID == "":
		if q.r.Method == http.MethodGet && q.r.Header.Get("HX-Request") == "" {
			http.Redirect(q.w, q.r, signInPath(q.r), http.StatusSeeOther)
			return false
		}
		if late(q.r) {
			c.signInFirst(q)
			return false
		}
		c.fail(q.w, q.r, http.StatusUnauthorized, locales.ErrSignIn)
		return false
	case rt.access == allowed && staff.May(q.actor(), rt.needs) != nil:
		c.fail(q.w, q.r, http.StatusForbidden, locales.ErrNotYours)
		return false
	}
	return true
}

// refuse says why something was not done.
func (c *Console) refuse(q *request, err error) {
	var no *msg.Refusal
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &no):
		status := http.StatusUnprocessableEntity
		if notTheirs(no) {
			status = http.StatusForbidden
		}
		c.explain(q, status, q.c.cfg.Say.In(q.lang).Refusal(no))
	case errors.As(err, &large):
		c.fail(q.w, q.r, http.StatusRequestEntityTooLarge, locales.ErrTooLarge)
	case errors.Is(err, store.ErrNotFound):
		c.fail(q.w, q.r, http.StatusNotFound, locales.ErrNotFound)
	default:
		c.broken(q, err)
	}
}

// broken is a fault of ours: logged with its cause, shown without it.
func (c *Console) broken(q *request, err error) {
	c.cfg.Log.Error("a page failed", "pattern", q.r.Pattern, "err", err)
	c.fail(q.w, q.r, http.StatusInternalServerError, locales.ErrBroken)
}

// fail shows an error page.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, status int, id locales.ID) {
	q := &request{c: c, w: w, r: r, now: c.cfg.Now(), lang: language(r)}
	_ = q.signedIn() // for the frame only
	c.explain(q, status, q.say(id, nil))
}

func (c *Console) explain(q *request, status int, words string) {
	c.give(q, answer{page: "error", title: locales.ErrTitle, status: status, data: words})
}

// give writes an answer.
func (c *Console) give(q *request, a answer) {
	switch {
	case a.to != "":
		http.Redirect(q.w, q.r, a.to, http.StatusSeeOther)
	case a.file != nil:
		q.w.Header().Set("Content-Type", a.file.kind)
		q.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.file.name}))
		_, _ = q.w.Write(a.file.body) // the reader has gone; there is nobody to tell
	default:
		c.render(q, a)
	}
}
