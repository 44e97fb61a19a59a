package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/sms/text"
)

// A course is written in one message, a line for each thing, as on a paper
// form: "Số chỗ: 30". What is sent once stays, so that a mistake costs one line
// and not the whole form.

// formField is one line of the form.
type formField struct {
	id    locales.ID // as the form says it
	names []string   // as people also write it, without marks
	shown func(d *desk, p course.Plan) string
	// read takes a value into a plan. wrong is what it should be, for who wrote it.
	read func(d *desk, p *course.Plan, value string) (wrong locales.ID)
	rare bool // not on the form while it is empty
}

// formFields are filled at start because they lead back to the desk.
var formFields []formField

func init() {
	words := func(of func(*course.Plan) *string) (func(*desk, course.Plan) string, func(*desk, *course.Plan, string) locales.ID) {
		return func(_ *desk, p course.Plan) string { return *of(&p) },
			func(_ *desk, p *course.Plan, v string) locales.ID { *of(p) = v; return "" }
	}
	day := func(of func(*course.Plan) *time.Time, shift time.Duration) (func(*desk, course.Plan) string, func(*desk, *course.Plan, string) locales.ID) {
		return func(_ *desk, p course.Plan) string { return wholeDay(*of(&p), shift) },
			func(d *desk, p *course.Plan, v string) locales.ID { return d.formDay(of(p), shift, v) }
	}
	add := func(id locales.ID, rare bool, shown func(*desk, course.Plan) string, read func(*desk, *course.Plan, string) locales.ID, names ...string) {
		formFields = append(formFields, formField{id, names, shown, read, rare})
	}
	name, _ := words(func(p *course.Plan) *string { return &p.Name })
	setName := func(_ *desk, p *course.Plan, v string) locales.ID { p.Name, p.Trade = v, ""; return "" } // the name says the trade
	short, setShort := words(func(p *course.Plan) *string { return &p.Short })
	length, setLength := words(func(p *course.Plan) *string { return &p.Length })
	place, setPlace := words(func(p *course.Plan) *string { return &p.Place })
	opens, setOpens := day(func(p *course.Plan) *time.Time { return &p.Opens }, 0)
	closes, setCloses := day(func(p *course.Plan) *time.Time { return &p.Closes }, 24*time.Hour) // the last day counts
	starts, setStarts := day(func(p *course.Plan) *time.Time { return &p.Starts }, lessonsAt)
	add(locales.DeskFieldName, false, name, setName, "ten", "lop")
	add(locales.DeskFieldShort, true, short, setShort, "ten ngan")
	add(locales.DeskFieldLength, false, length, setLength, "thoi gian", "hoc trong", "hoc may lau")
	add(locales.DeskFieldPlace, false, place, setPlace, "noi", "dia diem", "hoc o", "hoc o dau")
	add(locales.DeskFieldSeats, false, seatsShown, (*desk).formSeats, "cho", "so nguoi", "so hoc vien")
	add(locales.DeskFieldCommunes, false, func(d *desk, p course.Plan) string { return d.bot.namesOf(p.Communes) }, (*desk).formCommunes, "xa", "danh cho xa", "cac xa")
	add(locales.DeskFieldOpens, true, opens, setOpens, "ghi ten tu ngay", "mo ghi ten")
	add(locales.DeskFieldCloses, false, closes, setCloses, "ghi ten den ngay", "han ghi ten", "han")
	add(locales.DeskFieldStarts, false, starts, setStarts, "hoc tu", "ngay hoc", "khai giang", "bat dau")
}

// lessonsAt is when lessons begin where nobody says more than a day.
const lessonsAt = 7 * time.Hour

// form reads the lines of a form on top of what is known. unread are the lines
// that were not understood, with the reason where there is one.
func (d *desk) form(p course.Plan, typed string) (_ course.Plan, unread []string) {
	for i, line := range strings.FieldsFunc(typed, func(r rune) bool { return r == '\n' || r == ';' }) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		name, value, labelled := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !labelled && i == 0 && p.Name == "" {
			name, value = formFields[0].names[0], line // most begin with the name
		}
		at := slices.IndexFunc(formFields, func(f formField) bool { return d.names(f, plain(name)) })
		if at < 0 {
			unread = append(unread, line)
			continue
		}
		if value == "" {
			continue // left open, as on paper
		}
		if wrong := formFields[at].read(d, &p, value); wrong != "" {
			unread = append(unread, line+" ("+d.say(wrong, nil)+")")
		}
	}
	return p, unread
}

func (d *desk) names(f formField, typed string) bool {
	return typed == plain(d.say(f.id, nil)) || slices.Contains(f.names, typed)
}

var firstNumber = regexp.MustCompile(`\d+`)

func seatsShown(_ *desk, p course.Plan) string {
	if p.Seats == 0 {
		return ""
	}
	return strconv.Itoa(p.Seats)
}

func (d *desk) formSeats(p *course.Plan, v string) locales.ID {
	n, err := strconv.Atoi(firstNumber.FindString(v))
	if err != nil {
		return locales.DeskFormNumber
	}
	p.Seats = n
	return ""
}

// formCommunes takes one or several of the account's communes, by their names
// of today or of before.
func (d *desk) formCommunes(p *course.Plan, v string) locales.ID {
	own := d.communes()
	var list []string
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == '+' || r == '/' }) {
		before := len(list)
		for _, f := range places(d.know.Places.Find(part)) {
			if now := d.lib.CommuneOn(f.ID, d.on); now != nil && slices.Contains(own, now.ID) {
				list = append(list, now.ID)
			}
		}
		if len(list) == before {
			return locales.DeskFormCommune
		}
	}
	slices.Sort(list)
	p.Communes = slices.Compact(list)
	return ""
}

// formDay reads a day, with or without its year: "15/12". One that has passed
// is a mistake. shift is where in the day, or behind it, the moment lies.
func (d *desk) formDay(to *time.Time, shift time.Duration, v string) (wrong locales.ID) {
	now := d.snap.Now.In(course.Zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, course.Zone)
	found := timeDate.FindStringSubmatch(strings.ToLower(text.Strip(v)))
	if found == nil {
		return locales.DeskFormDay
	}
	day, ok := dateOf(found, today)
	switch {
	case !ok:
		return locales.DeskFormDay
	case day.Before(today):
		return locales.DeskFormPast
	}
	*to = day.Add(shift)
	return ""
}

// formMissing are the lines a course cannot do without.
func (d *desk) formMissing(p course.Plan) (list []string) {
	for _, f := range formFields {
		if slices.Contains(neededFields, f.id) && f.shown(d, p) == "" {
			list = append(list, d.say(f.id, nil))
		}
	}
	return list
}

var neededFields = []locales.ID{locales.DeskFieldName, locales.DeskFieldSeats, locales.DeskFieldCommunes}

// formLines is a plan as the form it can be written with.
func (d *desk) formLines(p course.Plan) string {
	var lines []string
	for _, f := range formFields {
		if v := f.shown(d, p); v != "" || !f.rare {
			lines = append(lines, strings.TrimSpace(d.say(f.id, nil)+": "+v))
		}
	}
	return strings.Join(lines, "\n")
}

func wholeDay(at time.Time, shift time.Duration) string {
	if at.IsZero() {
		return ""
	}
	return at.Add(-shift).In(course.Zone).Format("02/01/2006")
}
