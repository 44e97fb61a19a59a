package console

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/staff"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed assets
var assetFiles embed.FS

// page is one parsed file with the layout around it, in each language.
type page struct{ in map[string]*template.Template }

// frame is what every template gets.
type frame struct {
	Title   string
	Path    string
	Account staff.Account // zero on a page without an account
	Nav     []link
	Lang    string
	Today   string
	Said    string // what has just been done
	// Training: nothing reaches residents.
	Training bool
	Page     any
}

// link is one place to go.
type link struct {
	To, Label string
	Here      bool
	More      bool // behind "more" on a phone
	Last      bool // … and on a wide screen
}

// parsePages reads layout.html, parts.html and each page.
func parsePages(c *Console) (map[string]*page, error) {
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*page{}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".html")
		if base == "layout" || base == "parts" {
			continue
		}
		p := &page{in: map[string]*template.Template{}}
		for lang := range c.cfg.Say {
			t, err := template.New("layout.html").Funcs(c.funcs(lang)).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html", name)
			if err != nil {
				return nil, fmt.Errorf("console: page %s: %w", base, err)
			}
			if err := escapes(t); err != nil {
				return nil, fmt.Errorf("console: page %s: %w", base, err)
			}
			p.in[lang] = t
		}
		pages[base] = p
	}
	return pages, nil
}

// escapes makes html/template look at every context now rather than when the
// page is first shown; a template is never changed after that, so a copy is
// looked at.
func escapes(t *template.Template) error {
	trial, err := t.Clone()
	if err != nil {
		return err
	}
	var bad *template.Error
	if err := trial.Execute(io.Discard, frame{}); errors.As(err, &bad) {
		return err
	}
	return nil // it needs its own data to go further, and shows no other fault
}

// funcs are the words a template may use.
func (c *Console) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"say":     func(id string, vars ...any) string { return c.cfg.Say.In(lang).Say(locales.ID(id), pairs(vars)) },
		"when":    func(t time.Time) string { return c.when(t) },
		"day":     func(t time.Time) string { return t.In(c.cfg.Zone).Format("02/01/2006") },
		"iso":     func(t time.Time) string { return t.In(c.cfg.Zone).Format(time.RFC3339) },
		"commune": func(id string) string { return c.library().CommuneName(id, eligibility.FromTime(c.cfg.Now())) },
		"dong":    dong,
		"number":  grouped,
		"picture": picture,
		"lasting": func(d time.Duration) string { return lasting(c.cfg.Say.In(lang), d) },
		"list":    func(items ...any) []any { return items },
		"pair":    func(items ...any) map[string]any { return pairs(items) },
	}
}

func (c *Console) library() *content.Library { return c.cfg.Knowledge().Library }

// when is a moment as an officer says it.
func (c *Console) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(c.cfg.Zone).Format("15:04 02/01/2006")
}

// pairs makes the fields of a text from name, value, name, value, …
func pairs(items []any) locales.Vars {
	v := locales.Vars{}
	for i := 0; i+1 < len(items); i += 2 {
		v[fmt.Sprint(items[i])] = items[i+1]
	}
	return v
}

// grouped writes 50400 as 50.400.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

func dong(n int) string { return grouped(n) + " đ" }

// render writes a page, or the part of it that htmx asked for.
func (c *Console) render(q *request, a answer) {
	p := c.pages[a.page]
	if p == nil {
		c.cfg.Log.Error("there is no such page", "page", a.page)
		http.Error(q.w, "500", http.StatusInternalServerError)
		return
	}
	name := "layout.html"
	if a.part != "" {
		name = a.part
	}
	var out bytes.Buffer
	if err := p.in[q.lang].ExecuteTemplate(&out, name, c.frame(q, a)); err != nil {
		c.cfg.Log.Error("a page could not be made", "page", a.page, "err", err)
		http.Error(q.w, q.say(locales.ErrBroken, nil), http.StatusInternalServerError)
		return
	}
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.w.WriteHeader(max(a.status, http.StatusOK))
	_, _ = out.WriteTo(q.w) // the reader has gone; there is nobody to tell
}

func (c *Console) frame(q *request, a answer) frame {
	f := frame{
		Title: q.say(a.title, nil), Path: q.r.URL.Path, Account: q.account, Lang: q.lang,
		Today: q.now.In(c.cfg.Zone).Format("02/01/2006"), Page: a.data, Training: c.cfg.Training,
	}
	if q.account.ID != "" {
		f.Nav = q.nav()
		f.Said = q.takeSaid()
	}
	return f
}

// inBar is how many places the bar of a phone shows beside "more", and inRow
// that of a wide screen.
const (
	inBar = 4
	inRow = 9
)

// nav are the places an account may go to, in the order of a day.
func (q *request) nav() (links []link) {
	for _, n := range []struct {
		to    string
		label locales.ID
		needs staff.Action
	}{
		{"/viec", locales.NavToday, ""},
		{"/hoi", locales.NavTickets, staff.ReadTickets},
		{"/tin", locales.NavNotices, staff.ReadNotices},
		{"/lop", locales.NavCourses, staff.ReadCourses},
		{"/nhu-cau", locales.NavDemand, staff.ReadNumbers},
		{"/thong-ke", locales.NavStats, staff.ReadNumbers},
		{"/nguoi-nhan", locales.NavResidents, staff.ShowPerson},
		{"/du-lieu", locales.NavResident, staff.ShowPerson},
		{"/kenh", locales.NavChannels, staff.ReadSystem},
		{"/suc-khoe", locales.NavHealth, staff.ReadSystem},
		{"/nguoi-dung", locales.NavUsers, staff.ManageStaff},
		{"/nhat-ky", locales.NavLog, staff.ReadLog},
	} {
		if n.needs == "" || staff.May(q.actor(), n.needs) == nil {
			links = append(links, link{n.to, q.say(n.label, nil), strings.HasPrefix(q.r.URL.Path, n.to), len(links) >= inBar, len(links) >= inRow})
		}
	}
	if q.c.cfg.Try {
		links = append(links, link{To: "/thu/", Label: q.say(locales.NavTry, nil), More: true, Last: len(links) >= inRow})
	}
	return links
}

// assetHandler serves the style sheet and the scripts; their names carry no
// version, so that a browser asks each time and is told "unchanged".
func assetHandler() http.Handler {
	files := http.FileServerFS(assetFiles)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=3600")
		files.ServeHTTP(w, r)
	})
}
