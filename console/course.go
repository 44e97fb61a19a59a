package console

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"tinban/course"
	"tinban/eligibility"
	"tinban/locales"
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
	Rows     []course.Row
	People   int
	Waiting  int
	Statuses []course.Status
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
	Typed    person.Person
}

func (q *request) course() (answer, error) { return q.courseWith(coursePage{}) }

func (q *request) courseWith(p coursePage) (answer, error) {
	p.Status, p.Query = q.r.URL.Query().Get("xem"), q.r.URL.Query().Get("q")
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
	p.Statuses, p.Today = course.Statuses, q.now.In(q.c.cfg.Zone).Format("2006-01-02")
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
		if (p.Status == "" || string(row.Status) == p.Status) && matches(p.Query, row.Who.Name, row.Who.Village, row.Code) {
			p.Rows = append(p.Rows, row)
		}
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
	p := coursePage{}
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		switch step := q.r.PathValue("buoc"); step {
		case "mo", "dong", "xong":
			_, c, err = course.Set(r, q.actor(), id, map[string]course.State{"mo": course.Open, "dong": course.Closed, "xong": course.Done}[step], q.now)
		case "moi":
			said = locales.SaidInvited
			_, c, err = course.Invite(r, q.actor(), id, q.r.PostForm["ma"], 0, q.now)
		case "tinh-trang":
			var settings []course.Setting
			for _, code := range q.r.PostForm["ma"] {
				settings = append(settings, course.Setting{Code: code, Status: course.Status(q.r.PostFormValue("moi")), Note: q.r.PostFormValue("ghi")})
			}
			_, c, err = course.SetStatuses(r, q.actor(), settings, q.now)
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
		return q.courseWith(coursePage{Wrong: words})
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
		return q.courseWith(coursePage{Wrong: words, Problems: q.problems(p)})
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/lop/"+id, locales.SaidUploaded)
}

func (q *request) problems(p report.Preview) (lines []string) {
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
