package console

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"tinban/course"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// coursePage is one course with its people.
type coursePage struct {
	courseLine
	Status   string
	Query    string
	Rows     []courseRow
	Choose   int  // how many "all" would tick
	All      bool // they are ticked
	People   int
	Waiting  int
	Free     int // have a seat and are not invited
	Statuses []report.Status
	Purposes []option
	Paper    int // invited, without a phone
	Today    string
	MayEdit  bool
	MayName  bool // see names
	MayTake  bool // export
	Preview  *report.Preview
	Problems []string
	File     string // of the preview, to be sent once more
	Wrong    string
	Step     string // that was refused: what was typed for it stays
	Typed    person.Person
	Set      course.Setting
}

// courseRow is a line of the list, with its status in words.
type courseRow struct {
	course.Row
	Is string
	On bool // ticked
}

// Called is a status in words.
func (p coursePage) Called(status string) string { return report.Label(p.Statuses, status) }

func (q *request) course() (answer, error) { return q.courseWith(coursePage{}) }

func (q *request) courseWith(p coursePage) (answer, error) {
	p.Status, p.Query, p.All = q.r.FormValue("xem"), q.r.FormValue("q"), q.r.FormValue("chon") != ""
	err := q.view(func(r store.Reader) error { return q.loadCourse(r, &p) })
	if err != nil {
		return answer{}, err
	}
	a := show("lop-mot", locales.TitleCourse, p)
	if p.Wrong != "" {
		a.status = unprocessable
	}
	return a, nil
}

func (q *request) loadCourse(r store.Reader, p *coursePage) error {
	c, err := course.Get(r, q.r.PathValue("id"))
	if err != nil {
		return err
	}
	if !q.seesOne(c.Communes) {
		return staff.May(q.actor(), staff.ReadCourses, c.Communes...)
	}
	if p.courseLine, err = lineOf(r, c); err != nil {
		return err
	}
	p.Statuses, p.Today = report.Statuses(q.c.cfg.Say.In(q.lang)), q.now.In(q.c.cfg.Zone).Format("2006-01-02")
	may := func(do staff.Action) bool { return staff.May(q.actor(), do) == nil }
	p.MayEdit, p.MayName, p.MayTake = staff.May(q.actor(), staff.EditCourse, c.Communes...) == nil, may(staff.ManagePeople), may(staff.ExportList)
	p.Purposes = purposes()
	if !p.MayName {
		return nil
	}
	rows, err := course.People(r, c.ID)
	if err != nil {
		return err
	}
	q.pick(p, rows)
	return nil
}

// purposes are what a list may be wanted for.
func purposes() (list []option) {
	for _, x := range report.Purposes {
		list = append(list, option{Value: x.Code, Label: x.Label})
	}
	return list
}

// pick keeps the rows that are asked for, of the actor's communes.
func (q *request) pick(p *coursePage, rows []course.Row) {
	for _, row := range rows {
		if row.Status == course.Interested { // who all is invited says the course, not the reader
			p.Free++
		}
		if !q.sees(row.Commune) {
			continue
		}
		p.People++
		if row.Rank > 0 {
			p.Waiting++
		}
		if row.Status == course.Invited && row.Paper() {
			p.Paper++
		}
		if (p.Status != "" && string(row.Status) != p.Status) || !matches(p.Query, row.Who.Name, row.Who.Village, row.Code) {
			continue
		}
		// Who gave back a seat is ticked with the others only when asked for.
		common := p.Status != "" || row.Status.Active()
		if common {
			p.Choose++
		}
		on := p.All && common || contains(q.r.PostForm["ma"], row.Code)
		p.Rows = append(p.Rows, courseRow{row, p.Called(string(row.Status)), on})
	}
}

// stepCourse is one of the things to do with a course.
func (q *request) stepCourse() (answer, error) {
	id, said := q.r.PathValue("id"), locales.SaidSaved
	seed, err := staff.NewSeed(rand.Reader)
	if err != nil {
		return answer{}, err
	}
	_ = q.r.ParseForm() // a form that cannot be read chooses nobody
	p := coursePage{Step: q.r.PathValue("buoc")}
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		switch p.Step {
		case "mo", "dong", "xong":
			_, c, err = course.Set(r, q.actor(), id, map[string]course.State{"mo": course.Open, "dong": course.Closed, "xong": course.Done}[p.Step], q.now)
		case "moi", "moi-het":
			said = locales.SaidInvited
			c, err = q.invite(r, id, p.Step == "moi-het")
		case "tinh-trang":
			p.Set = course.Setting{Status: course.Status(q.r.PostFormValue("moi")), Note: strings.TrimSpace(q.r.PostFormValue("ghi"))}
			c, err = q.setStatuses(r, p.Set)
		case "ghi-ho":
			said = locales.SaidWritten
			p.Typed = q.typedPerson()
			_, c, err = course.Assist(r, q.actor(), course.Entry{Course: id, Seed: fmt.Sprint(seed), Person: p.Typed}, q.now)
		default:
			err = store.ErrNotFound
		}
		return c, err
	})
	if words, refused := q.refusal(err); refused {
		p.Wrong = words
		return q.courseWith(p)
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/lop/"+id, said)
}

// invite invites who was ticked, or all who have a seat: as many as the page
// said there are, so that nobody more is written to than was seen.
func (q *request) invite(r store.Reader, id string, all bool) (store.Changes, error) {
	codes := q.r.PostForm["ma"]
	if all {
		codes = nil
	} else if len(codes) == 0 {
		return store.Changes{}, refuse(locales.LopNobodyChosen, nil)
	}
	invited, c, err := course.Invite(r, q.actor(), id, codes, 0, q.now)
	switch n := len(invited); {
	case err != nil:
		return c, err
	case n == 0:
		return c, refuse(locales.LopNobodyToInvite, nil)
	case all && n != number(q.r.PostFormValue("n")):
		return c, refuse(locales.LopOthersToInvite, locales.Vars{"N": n})
	}
	return c, nil
}

// setStatuses gives those who were ticked a status, a note, or both. What is
// left empty stays as it is.
func (q *request) setStatuses(r store.Reader, to course.Setting) (c store.Changes, err error) {
	codes := q.r.PostForm["ma"]
	switch {
	case len(codes) == 0:
		return c, refuse(locales.LopNobodyChosen, nil)
	case to.Status == "" && to.Note == "":
		return c, refuse(locales.LopNothingToSet, nil)
	}
	var settings []course.Setting
	for _, code := range codes {
		one := course.Setting{Code: code, Status: to.Status, Note: to.Note}
		if to.Note == "" {
			g, err := course.Registered(r, code)
			if err != nil && !errors.Is(err, store.ErrNotFound) { // which SetStatuses says in words
				return c, err
			}
			one.Note = g.Note
		}
		settings = append(settings, one)
	}
	_, c, err = course.SetStatuses(r, q.actor(), settings, q.now)
	return c, err
}

func refuse(id locales.ID, vars locales.Vars) error {
	return &msg.Refusal{Code: string(id), Vars: vars}
}

// typedPerson is somebody without a phone, and who heard them agree.
func (q *request) typedPerson() person.Person {
	f := func(name string) string { return strings.TrimSpace(q.r.PostFormValue(name)) }
	return person.Person{
		Name: f("ten"), Year: number(f("nam")), Village: f("thon"), Commune: f("xa_o"), Sex: f("gioi"), Guardian: f("giam_ho"),
		Consent: person.Consent{How: f("dong_y"), Witness: string(q.account.ID)},
	}
}

// order is who wants a list, and what for.
func (q *request) order() (o report.Order, err error) {
	lib, on := q.c.library(), eligibility.FromTime(q.now.In(q.c.cfg.Zone))
	o = report.Order{
		By: q.actor(), Name: q.account.Name, At: q.now, Phones: q.r.PostFormValue("so") != "", Say: q.c.cfg.Say.In(locales.Own),
		Called: func(id string) string {
			if c := lib.Commune(id); c != nil {
				return c.Name
			}
			return lib.CommuneName(id, on)
		},
	}
	purpose := q.r.PostFormValue("muc_dich")
	if more := strings.TrimSpace(q.r.PostFormValue("noi_ro")); purpose == report.Other && more != "" {
		purpose += ": " + more
	}
	o.Purpose, err = report.ReadPurpose(purpose)
	return o, err
}

// hand draws a list, logs that it was taken, and only then hands it out.
func (q *request) hand(draw func(report.Order, store.Reader) (report.Book, error)) (answer, error) {
	o, err := q.order()
	if err != nil {
		return answer{}, err
	}
	var book report.Book
	err = q.view(func(r store.Reader) (err error) {
		book, err = draw(o, r)
		return err
	})
	if err == nil {
		err = q.update(book.Log)
	}
	if err != nil {
		return answer{}, err
	}
	var out bytes.Buffer
	if q.r.PostFormValue("csv") != "" {
		err = book.CSV(&out)
		return answer{file: &file{book.Name + ".csv", "text/csv; charset=utf-8", out.Bytes()}}, err
	}
	err = book.XLSX(&out)
	return answer{file: &file{book.Name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes()}}, err
}

func (q *request) exportCourse() (answer, error) {
	a, err := q.hand(func(o report.Order, r store.Reader) (report.Book, error) { return o.Course(r, q.r.PathValue("id")) })
	if words, refused := q.refusal(err); refused {
		return q.courseWith(coursePage{Wrong: words, Step: "xuat"})
	}
	return a, err
}

func (q *request) exportDemand() (answer, error) { return q.hand(report.Order.Demand) }

func (q *request) exportTickets() (answer, error) { return q.hand(report.Order.Tickets) }

// uploadCourse previews a list that came back, or does what it asks for.
func (q *request) uploadCourse() (answer, error) {
	body, err := q.uploaded("tep")
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return answer{}, err
	}
	if err != nil {
		return q.courseWith(coursePage{Wrong: q.say(locales.NoFile, nil)})
	}
	rows, err := report.ReadBack(bytes.NewReader(body), int64(len(body)))
	if words, refused := q.refusal(err); refused {
		return q.courseWith(coursePage{Wrong: words})
	}
	if err != nil {
		return answer{}, err
	}
	id := q.r.PathValue("id")
	o := report.Order{By: q.actor(), Name: q.account.Name, At: q.now, Say: q.c.cfg.Say.In(locales.Own), Called: q.communeName}
	if q.r.FormValue("lam") == "" {
		p := coursePage{Preview: &report.Preview{}}
		err = q.view(func(r store.Reader) (err error) {
			*p.Preview, err = o.Back(r, id, rows)
			return err
		})
		p.Problems = q.problems(*p.Preview)
		if words, refused := q.refusal(err); refused {
			p.Wrong = words
		} else if err != nil {
			return answer{}, err
		}
		return q.courseWith(p)
	}
	var p report.Preview
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		p, c, err = o.Apply(r, id, rows)
		return c, err
	})
	if words, refused := q.refusal(err); refused {
		return q.courseWith(coursePage{Wrong: words, Preview: &p, Problems: q.problems(p)})
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/lop/"+id, locales.SaidUploaded)
}

func (q *request) problems(p report.Preview) (lines []string) {
	if slices.ContainsFunc(p.Problems, func(bad report.Problem) bool { return bad.Trouble == report.UnknownStatus }) {
		var words []string
		for _, s := range report.Statuses(q.c.cfg.Say.In(locales.Own)) {
			words = append(words, s.Label)
		}
		lines = append(lines, q.say(locales.ListStatuses, locales.Vars{"Words": strings.Join(words, ", ")}))
	}
	for _, bad := range p.Problems {
		lines = append(lines, q.say(locales.ListTrouble, locales.Vars{
			"Line": bad.Line, "Code": bad.Code, "Why": q.say(locales.ID("trouble_"+string(bad.Trouble)), nil), "Found": bad.Found,
		}))
	}
	return lines
}

// uploaded is a file of a form, within the limit of every upload.
func (q *request) uploaded(field string) ([]byte, error) {
	f, _, err := q.r.FormFile(field)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
