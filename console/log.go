package console

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/notice"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// logPage is who did what, newest first.
type logPage struct {
	By, Kind, Since string
	Kinds           []option
	Lines           []logLine
	More            string // where the next page begins
	Names           map[staff.ID]string
	Checked         bool
	Found           staff.Found
}

// logLine is an entry in words.
type logLine struct {
	At                time.Time
	Who, Did, On, Why string
	To                string // what it became
}

// logKinds are what the log may be asked for: what was done to something, or
// what was done, to whatever it was.
var logKinds = []struct {
	name, on string
	did      []string
}{
	{name: "notice", on: "notice"},
	{name: "ticket", on: "ticket"},
	{name: "course", on: "course"},
	{name: "registration", on: "registration"},
	{name: "person", did: []string{string(staff.ShowPerson), string(staff.ShowNumber), string(staff.DeletePerson)}},
	{name: "contact", did: []string{string(staff.ImportContacts)}},
	{name: "list", did: []string{string(staff.ExportList)}},
	{name: "staff", on: "staff"},
}

// lookMost is how many entries a page looks through for what was done, which
// no index knows; "more" goes on from there.
const lookMost = 5000

func (q *request) log() (answer, error) {
	in := q.r.URL.Query()
	p := logPage{By: in.Get("ai"), Kind: in.Get("viec"), Since: in.Get("tu"), Names: map[staff.ID]string{}, Checked: in.Get("kiem") != ""}
	f := staff.Filter{By: staff.ID(p.By)}
	var did []string
	for _, k := range logKinds {
		p.Kinds = append(p.Kinds, option{k.name, q.say(locales.ID("log_on_"+k.name), nil), k.name == p.Kind})
		if k.name == p.Kind {
			f.On, did = k.on, k.did
		}
	}
	if at, err := time.ParseInLocation(time.DateOnly, p.Since, q.c.cfg.Zone); err == nil {
		f.Since = at
	}
	err := q.view(func(r store.Reader) (err error) {
		all, err := staff.All(r)
		if err != nil {
			return err
		}
		for _, a := range all {
			p.Names[a.ID] = a.Name
		}
		if p.Checked {
			if p.Found, err = staff.Verify(r, nil, nil); err != nil {
				return err
			}
		}
		return q.logLines(r, &p, f, did, in.Get("sau"))
	})
	return show("nhat-ky", locales.NavLog, p), err
}

// logLines fills a page: it looks on until there are enough of what was asked
// for.
func (q *request) logLines(r store.Reader, p *logPage, f staff.Filter, did []string, after string) error {
	for seen := 0; len(p.Lines) < pageSize && seen < lookMost; seen += pageSize {
		entries, next, err := staff.Entries(r, q.actor(), f, after, pageSize)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if len(did) > 0 && !slices.Contains(did, e.Did) {
				continue
			}
			line, err := q.logLine(r, p.Names, e)
			if err != nil {
				return err
			}
			p.Lines = append(p.Lines, line)
		}
		if p.More, after = next, next; next == "" {
			break
		}
	}
	return nil
}

func (q *request) logLine(r store.Reader, names map[staff.ID]string, e staff.Entry) (l logLine, err error) {
	l = logLine{At: e.At, Who: q.logged("log_by_"+string(e.By), string(e.By)), To: q.logTo(e), Why: q.logWhy(e)}
	if name := names[e.By]; name != "" {
		l.Who = name
	}
	l.Did = q.logged("log_did_"+strings.ReplaceAll(e.Did, ".", "_"), e.Did)
	l.On, err = q.logOn(r, names, e.On)
	return l, err
}

// logged is a text that there may not be: then it is said as it was written.
func (q *request) logged(id, written string) string {
	if words := q.say(locales.ID(id), nil); words != id {
		return words
	}
	return written
}

// logOn is what something was done to, by the name people know it by while it
// is there.
func (q *request) logOn(r store.Reader, names map[staff.ID]string, on string) (string, error) {
	kind, id, _ := strings.Cut(on, "/")
	name := id
	var err error
	switch kind {
	case "notice":
		var n notice.Notice
		if n, err = notice.Get(r, notice.ID(id)); err == nil {
			name = n.Code
		}
	case "course":
		var c course.Course
		if c, err = course.Get(r, id); err == nil {
			name = c.Name
		}
	case "staff":
		if known := names[staff.ID(id)]; known != "" {
			name = known
		}
	case "contact":
		name = id[:min(len(id), 6)]
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	if id == "" {
		return q.logged("log_all_"+kind, on), nil
	}
	text := locales.ID("log_of_" + kind)
	if words := q.say(text, locales.Vars{"Name": name}); words != string(text) {
		return words, nil
	}
	return on, nil
}

// exported is how the log keeps what a list was.
var exported = regexp.MustCompile(`^(\d+) rows(, numbers)?$`)

// logTo is what something became.
func (q *request) logTo(e staff.Entry) string {
	switch {
	case e.Did == string(staff.ExportList):
		if m := exported.FindStringSubmatch(e.To); m != nil {
			words := locales.LogRows
			if m[2] != "" {
				words = locales.LogRowsNumbers
			}
			return q.say(words, locales.Vars{"N": m[1]})
		}
	case e.Did == "course.status":
		return report.Label(report.Statuses(q.c.cfg.Say.In(q.lang)), e.To)
	case strings.HasPrefix(e.On, "staff/") && e.To != "":
		return q.appointed(e.To)
	}
	return e.To
}

// appointed says a role and where it is held.
func (q *request) appointed(to string) string {
	role, where, _ := strings.Cut(to, " ")
	places := q.say(locales.AllCommunes, nil)
	if where != "everywhere" {
		var names []string
		for _, id := range strings.Fields(where) {
			names = append(names, q.communeName(id))
		}
		places = strings.Join(names, ", ")
	}
	return q.logged("role_"+role, role) + ", " + places
}

// logWhy is the reason; what the service gave for one is said in words.
func (q *request) logWhy(e staff.Entry) string {
	if e.Did == string(staff.ExportList) {
		if p, err := report.ReadPurpose(e.Reason); err == nil {
			return p.Words()
		}
	}
	return q.logged("notice_why_"+e.Reason, e.Reason)
}
