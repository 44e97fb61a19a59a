package console

import (
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// coursesPage is the courses of an actor's communes.
type coursesPage struct {
	Query string
	Lines []courseLine
	All   int
	May   bool
}

// courseLine is one course with how full it is.
type courseLine struct {
	course.Course
	Shown course.State
	Taken int
}

func (q *request) courses() (answer, error) {
	p := coursesPage{Query: q.r.URL.Query().Get("q"), May: staff.May(q.actor(), staff.EditCourse) == nil}
	err := q.view(func(r store.Reader) error {
		all, err := course.All(r)
		if err != nil {
			return err
		}
		for _, c := range all {
			if staff.May(q.actor(), staff.ReadCourses) != nil || !q.seesOne(c.Communes) {
				continue
			}
			p.All++
			if !matches(p.Query, c.Name, c.Place) {
				continue
			}
			line, err := lineOf(r, c)
			if err != nil {
				return err
			}
			p.Lines = append(p.Lines, line)
		}
		return nil
	})
	return show("lop", locales.NavCourses, p), err
}

func lineOf(r store.Reader, c course.Course) (l courseLine, err error) {
	l.Course = c
	if l.Shown, err = course.Shown(r, c); err == nil {
		l.Taken, err = course.Taken(r, c.ID)
	}
	return l, err
}

// seesOne: at least one of the communes is the actor's.
func (q *request) seesOne(communes []string) bool {
	for _, c := range communes {
		if q.sees(c) {
			return true
		}
	}
	return false
}

// courseForm is a course that is being written.
type courseForm struct {
	ID                    string
	Version               int
	Plan                  course.Plan
	Communes              []option
	Opens, Closes, Starts string
	Within                int // hours to answer an invitation
	Wrong                 string
}

func (q *request) newCourse() (answer, error) {
	return show("lop-sua", locales.TitleNewCourse, q.courseForm(courseForm{Plan: course.Plan{Seats: 30, Communes: q.actor().Communes}})), nil
}

func (q *request) courseForm(f courseForm) courseForm {
	for _, o := range q.communeOptions(f.Plan.Communes) {
		if q.actor().Everywhere() || contains(q.actor().Communes, o.Value) || o.On {
			f.Communes = append(f.Communes, o)
		}
	}
	f.Opens, f.Closes, f.Starts = q.inputDay(f.Plan.Opens, 0), q.inputDay(f.Plan.Closes, -1), q.inputDay(f.Plan.Starts, 0)
	f.Within = int(f.Plan.Within.Hours())
	return f
}

// inputDay is a day as a browser writes it; a first moment that is too late
// is shown as the last day.
func (q *request) inputDay(at time.Time, shift int) string {
	if at.IsZero() {
		return ""
	}
	return at.In(q.c.cfg.Zone).AddDate(0, 0, shift).Format(time.DateOnly)
}

func (q *request) typedDay(name string, shift int) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, q.r.PostFormValue(name), q.c.cfg.Zone)
	if err != nil {
		return time.Time{}
	}
	return at.AddDate(0, 0, shift)
}

// lessonsAt is when lessons begin where nobody says more than a day.
const lessonsAt = 7 * time.Hour

// typedPlan is the form on top of what the plan was.
func (q *request) typedPlan(p course.Plan) course.Plan {
	_ = q.r.ParseForm() // a form that cannot be read is empty, and refused as such
	f := func(name string) string { return strings.TrimSpace(q.r.PostFormValue(name)) }
	p.Name, p.Short, p.Length, p.Place = f("ten"), f("ngan"), f("dai"), f("noi")
	p.Seats, p.Days, p.Communes = number(f("cho")), number(f("buoi")), q.r.PostForm["xa"]
	p.Opens, p.Closes, p.Starts = q.typedDay("mo", 0), q.typedDay("dong", 1), q.typedDay("hoc", 0)
	if !p.Starts.IsZero() {
		p.Starts = p.Starts.Add(lessonsAt)
	}
	p.Within = time.Duration(number(f("han"))) * time.Hour
	p.Trade = course.TradeOf(p.Name).ID
	return p
}

func (q *request) saveCourse() (answer, error) {
	id := q.r.PathValue("id")
	f := courseForm{ID: id, Version: number(q.r.PostFormValue("ban"))}
	var c course.Course
	err := q.update(func(r store.Reader) (changes store.Changes, err error) {
		was := course.Course{}
		if id != "" {
			if was, err = course.Get(r, id); err != nil {
				return changes, err
			}
		}
		f.Plan = q.typedPlan(was.Plan)
		if id == "" {
			c, changes, err = course.New(r, q.actor(), f.Plan, q.now)
		} else {
			c, changes, err = course.Edit(r, q.actor(), id, f.Version, f.Plan, q.now)
		}
		return changes, err
	})
	if words, refused := q.refusal(err); refused {
		f.Wrong = words
		return answer{page: "lop-sua", title: locales.TitleNewCourse, data: q.courseForm(f), status: unprocessable}, nil
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/lop/"+c.ID, locales.SaidSaved)
}

func (q *request) editCourse() (answer, error) {
	f := courseForm{ID: q.r.PathValue("id")}
	err := q.view(func(r store.Reader) error {
		c, err := course.Get(r, f.ID)
		if err != nil {
			return err
		}
		f.Plan, f.Version = c.Plan, c.Version
		return staff.May(q.actor(), staff.EditCourse, c.Communes...)
	})
	return show("lop-sua", locales.TitleEditCourse, q.courseForm(f)), err
}

// demandPage is what people would learn.
type demandPage struct {
	Trades   []trade
	May      bool // export it
	Purposes []option
}

// trade is one group of wishes, with what may be told of it.
type trade struct {
	Title    string
	N        int
	Communes []bar
	Bands    []bar
	Few      bool
}

func (q *request) demand() (answer, error) {
	p := demandPage{May: staff.May(q.actor(), staff.ExportList) == nil}
	err := q.view(func(r store.Reader) error {
		cells, err := course.Demand(r)
		p.Trades = q.trades(cells)
		return err
	})
	p.Purposes = purposes()
	return show("nhu-cau", locales.NavDemand, p), err
}

func (q *request) trades(cells []course.Cell) (list []trade) {
	at := map[string]int{}
	for _, c := range cells {
		if !q.sees(c.Commune) {
			continue
		}
		i, ok := at[c.Trade]
		if !ok {
			i, at[c.Trade] = len(list), len(list)
			list = append(list, trade{Title: c.Title})
		}
		t := &list[i]
		t.N += c.N
		t.Communes = addBar(t.Communes, q.placeOr(c.Commune), c.N)
		t.Bands = addBar(t.Bands, q.bandOf(c), c.N)
	}
	for i := range list {
		list[i].Few = list[i].N < report.Few
	}
	return list
}

func (q *request) placeOr(commune string) string {
	if commune == "" {
		return q.say(locales.StatsNoCommune, nil)
	}
	return q.communeName(commune)
}

func (q *request) bandOf(c course.Cell) string {
	if c.Band == "" && c.Sex == "" {
		return q.say(locales.NotGiven, nil)
	}
	sex := ""
	if c.Sex != "" {
		sex = " " + q.say(locales.ID("sex_"+c.Sex), nil)
	}
	return c.Band + sex
}

func addBar(bars []bar, label string, n int) []bar {
	for i := range bars {
		if bars[i].Label == label {
			bars[i].N += n
			return bars
		}
	}
	return append(bars, bar{label, n})
}
