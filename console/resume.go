package console

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"tinban/locales"
)

// A session ends after half an hour without a click, and an answer to a hard
// question takes longer to write. What was typed into the form that came too
// late travels through the sign-in, and is sent only when its author, who sees
// it again, presses once more.

// carried is a form on its way through the sign-in.
type carried struct {
	Path   string // where it was to go; "" is none
	Fields []field
}

type field struct{ Name, Value string }

// Shown are the texts that somebody wrote, rather than chose.
func (c carried) Shown() (list []string) {
	for _, f := range c.Fields {
		if strings.Contains(strings.TrimSpace(f.Value), " ") {
			list = append(list, f.Value)
		}
	}
	return list
}

// The fields of the sign-in that carry a form.
const (
	carriedPath   = "giu_den"
	carriedPrefix = "giu."
)

// neverCarried are fields that hold a secret.
var neverCarried = []string{"mat_khau", "lan_hai", "cu", "moi", "ma"}

// late reports whether a form came after its session had ended, and can be
// carried on. A file cannot, nor what a script sent.
func late(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && kind == "application/x-www-form-urlencoded" && r.Header.Get("HX-Request") == "" && ownPath(r.URL.Path) == r.URL.Path
}

// signInFirst asks for the sign-in and keeps the form.
func (c *Console) signInFirst(q *request) {
	if err := q.r.ParseForm(); err != nil {
		c.refuse(q, err)
		return
	}
	form := signInForm{To: "/viec", Carry: carried{Path: q.r.URL.Path}}
	for name, values := range q.r.PostForm {
		for _, v := range values {
			if !slices.Contains(neverCarried, name) {
				form.Carry.Fields = append(form.Carry.Fields, field{name, v})
			}
		}
	}
	form.Carry.sort()
	c.give(q, q.signInAgain(form, q.say(locales.ResumeOver, nil), http.StatusUnauthorized))
}

// sort gives the fields one order, whatever the map's was.
func (c *carried) sort() {
	slices.SortStableFunc(c.Fields, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
}

// carriedBy is the form that a sign-in carries.
func carriedBy(r *http.Request) (c carried) {
	if path := r.PostFormValue(carriedPath); path == "" || ownPath(path) != path {
		return c
	}
	c.Path = r.PostFormValue(carriedPath)
	for name, values := range r.PostForm {
		name, ok := strings.CutPrefix(name, carriedPrefix)
		for _, v := range values {
			if ok && !slices.Contains(neverCarried, name) {
				c.Fields = append(c.Fields, field{name, v})
			}
		}
	}
	c.sort()
	return c
}
