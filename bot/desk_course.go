package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Courses at the desk: staff write one down, open it, and see how full it is.
// Names are never shown here; they are on the pages.

// newCourse asks for the form of a course. Without its slash the words are
// also a resident's.
func (d *desk) newCourse(slash bool) bool {
	if err := staff.May(d.who.Actor(), staff.EditCourse); err != nil && !slash {
		return false
	}
	if !d.may(staff.EditCourse) {
		return true
	}
	p := course.Plan{}
	if own := d.communes(); len(own) == 1 {
		p.Communes = own
	}
	d.await(awaitCourse, deskState{Plan: &p}, &reply{body: d.say(locales.DeskCourseForm, locales.Vars{"Text": d.formLines(p)})})
	return true
}

// courseForm takes the form, or the lines of it that were missing. It goes on
// asking until there is a course.
func (d *desk) courseForm(typed string) {
	s := *d.st.Desk
	p, unread := d.form(*s.Plan, typed)
	s.Plan = &p
	if said := d.formTrouble(p, unread); said != "" {
		d.await(s.Await, s, &reply{body: said})
		return
	}
	c, set, err := d.keepCourse(s, p)
	if words, no := d.formRefused(err); no {
		d.await(s.Await, s, &reply{body: words})
		return
	}
	if !d.refused(err, nil) {
		d.take(set, nil)
		d.courseCard(c, keptWords(c))
	}
}

// formTrouble says what of a form is wrong or missing; "" is nothing.
func (d *desk) formTrouble(p course.Plan, unread []string) string {
	var said []string
	if len(unread) > 0 {
		said = append(said, d.say(locales.DeskFormUnread, locales.Vars{"List": strings.Join(unread, "\n")}))
	}
	if missing := d.formMissing(p); len(missing) > 0 {
		said = append(said, d.say(locales.DeskFormMissing, locales.Vars{"List": strings.Join(missing, ", ")}))
	}
	if len(said) == 0 {
		return ""
	}
	return join("\n", join("\n", said...), d.say(locales.DeskFormAgain, nil))
}

func keptWords(c course.Course) locales.ID {
	if c.State == course.Draft {
		return locales.DeskCourseKept
	}
	return locales.DeskCourseMended
}

// mendable are refusals of a plan that a line of the form mends.
var mendable = []locales.ID{
	locales.CourseBadName, locales.CourseBadShort, locales.CourseBadWords, locales.CourseBadSeats, locales.CourseBadDays, locales.CourseFewSeats,
}

// formRefused puts the courses' own refusals of a plan beside the form: who
// wrote it can mend the line.
func (d *desk) formRefused(err error) (said string, ok bool) {
	var no *msg.Refusal
	if !errors.As(err, &no) || !slices.Contains(mendable, locales.ID(no.Code)) {
		return "", false
	}
	return join("\n", d.say(locales.ID(no.Code), no.Vars), d.say(locales.DeskFormAgain, nil)), true
}

// keepCourse writes a new course down, or changes one.
func (d *desk) keepCourse(s deskState, p course.Plan) (course.Course, store.Changes, error) {
	if s.Course == "" {
		return course.New(d.snap.Records, d.who.Actor(), p, d.snap.Now)
	}
	return course.Edit(d.snap.Records, d.who.Actor(), s.Course, s.Version, p, d.snap.Now)
}

// courseCard shows a course as it is kept, with what can be done about it.
func (d *desk) courseCard(c course.Course, head locales.ID) {
	people, next, err := course.Room(d.snap.Records, c)
	if err != nil {
		panic(err) // as take does
	}
	shown, err := course.Shown(d.snap.Records, c)
	if err != nil {
		panic(err) // as take does
	}
	said := []string{d.say(head, locales.Vars{"Title": c.Called(), "State": d.say(stateNames[shown], nil)}), d.formLines(c.Plan)}
	if c.State != course.Draft {
		said = append(said, d.say(locales.DeskCoursePeople, locales.Vars{"N": people, "Max": c.Seats, "Next": max(next-1, 0)}))
	}
	d.answer(&reply{body: join("\n\n", said...), choices: d.courseNext(c), stays: true})
}

var stateNames = map[course.State]locales.ID{
	course.Draft: locales.DeskStateDraft, course.Open: locales.DeskStateOpen, course.Full: locales.DeskStateFull,
	course.Closed: locales.DeskStateClosed, course.Done: locales.DeskStateDone,
}

// courseNext is what the account can do about a course now.
func (d *desk) courseNext(c course.Course) (list []choice) {
	if staff.May(d.who.Actor(), staff.EditCourse, c.Communes...) != nil {
		return nil
	}
	add := func(verb string, label locales.ID, states ...course.State) {
		if slices.Contains(states, c.State) {
			list = append(list, choice{verb + ":" + c.ID, d.say(label, nil)})
		}
	}
	add("dcopen", locales.DeskCourseOpen, course.Draft)
	add("dcopen", locales.DeskCourseReopen, course.Closed)
	add("dcedit", locales.DeskEdit, course.Draft, course.Open, course.Closed)
	add("dcclose", locales.DeskCourseClose, course.Open)
	return list
}

// courseAt loads the course of a button.
func (d *desk) courseAt(id string) (c course.Course, ok bool) {
	c, err := course.Get(d.snap.Records, id)
	if notFound(err) {
		d.answer(&reply{body: d.say(locales.DeskCourseGone, nil)})
		return c, false
	}
	return c, !d.refused(err, nil)
}

func (d *desk) seeCourse(id string) {
	if c, ok := d.courseAt(id); ok && d.may(staff.ReadCourses) {
		d.courseCard(c, locales.DeskCourseIs)
	}
}

func (d *desk) openCourse(id string)  { d.setCourse(id, course.Open, locales.DeskCourseOpened) }
func (d *desk) closeCourse(id string) { d.setCourse(id, course.Closed, locales.DeskCourseClosed) }

func (d *desk) setCourse(id string, to course.State, said locales.ID) {
	c, set, err := course.Set(d.snap.Records, d.who.Actor(), id, to, d.snap.Now)
	if !d.refused(err, nil) {
		d.take(set, nil)
		d.courseCard(c, said)
	}
}

// editCourse shows the form as it is and takes the lines that change.
func (d *desk) editCourse(id string) {
	if c, ok := d.courseAt(id); ok && d.may(staff.EditCourse, c.Communes...) {
		d.await(awaitCourse, deskState{Plan: &c.Plan, Course: id, Version: c.Version},
			&reply{body: d.say(locales.DeskCourseEdit, locales.Vars{"Text": d.formLines(c.Plan)})})
	}
}

// courseList shows the courses of the account's communes that are not over,
// those that begin last first.
func (d *desk) courseList(slash bool) bool {
	if !slash {
		return false // a resident's words
	}
	if !d.may(staff.ReadCourses) {
		return true
	}
	all, err := course.All(d.snap.Records)
	if err != nil {
		panic(err) // as take does
	}
	own := d.communes()
	all = slices.DeleteFunc(all, func(c course.Course) bool {
		return c.State == course.Done || !slices.ContainsFunc(c.Communes, func(id string) bool { return slices.Contains(own, id) })
	})
	slices.SortStableFunc(all, func(a, b course.Course) int { return b.Starts.Compare(a.Starts) })
	if len(all) == 0 {
		d.answer(&reply{body: d.say(locales.DeskCoursesNone, nil)})
		return true
	}
	r := &reply{}
	lines := []string{d.say(locales.DeskCourses, nil)}
	for i, c := range all[:min(len(all), shownNotices)] {
		r.choices = append(r.choices, choice{"dcsee:" + c.ID, strconv.Itoa(i+1) + ". " + c.Called()})
		people, _, err := course.Room(d.snap.Records, c)
		if err != nil {
			panic(err) // as take does
		}
		lines = append(lines, d.say(locales.DeskCourseLine, locales.Vars{
			"I": i + 1, "Title": c.Called(), "Commune": d.bot.namesOf(c.Communes), "State": d.say(stateNames[c.State], nil), "N": people, "Max": c.Seats,
		}))
	}
	r.body = strings.Join(lines, "\n")
	d.answer(r)
	return true
}
