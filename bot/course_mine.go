package bot

import (
	"slices"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// What somebody does with a registration of theirs: looks at it, takes the seat
// they were offered, gives it back, takes the name off.

// alreadyHere says who of this phone is on the list.
func (t *turn) alreadyHere(c course.Course, here []course.Registration) {
	r := &reply{body: t.say(locales.CourseHas, locales.Vars{"Name": t.personOf(here[0]).Name, "Code": here[0].Code, "Title": c.Called()})}
	code := ":" + here[0].Code
	if len(here) > 1 {
		var names []string
		for _, g := range here {
			names = append(names, t.personOf(g).Name+" ("+g.Code+")")
		}
		r.body = t.say(locales.CourseHasMany, locales.Vars{"N": len(here), "Title": c.Called(), "List": strings.Join(names, ", ")})
		code = ""
	}
	r.choices = []choice{
		{"cadd:" + c.ID, t.say(locales.CourseAddOther, nil)}, {"ccard" + code, t.say(locales.CourseLook, nil)}, {"cdrop" + code, t.say(locales.CourseWithdraw, nil)},
	}
	r.must, r.buttons = len(r.choices), []choice{t.home()}
	t.answerWith("course", r)
}

// personOf is whose registration it is.
func (t *turn) personOf(g course.Registration) person.Person {
	p, err := person.Get(t.snap.Records, g.Person)
	if !notFound(err) {
		t.take(store.Changes{}, err)
	}
	return p
}

// registrations are those of this contact.
func (t *turn) registrations() []course.Registration {
	list, err := course.Of(t.snap.Records, t.contact.ID)
	t.take(store.Changes{}, err)
	return list
}

// active are those of them that want, or have, a seat.
func (t *turn) active() []course.Registration {
	return slices.DeleteFunc(t.registrations(), func(g course.Registration) bool { return !g.Status.Active() })
}

// mineByCode is a registration of this contact and its course.
func (t *turn) mineByCode(code string) (g course.Registration, c course.Course, ok bool) {
	for _, g := range t.registrations() {
		if g.Code == code {
			c, ok := t.courseOf(g.Course)
			return g, c, ok
		}
	}
	return g, c, false
}

// courseCards shows the one registration there is, or which there are.
func (t *turn) courseCards(string) bool { return t.whose("ccard") }

// whose asks which of this phone's people is meant.
func (t *turn) whose(verb string) bool {
	list := t.registrations()
	if verb == "cdrop" {
		list = t.active()
	}
	switch len(list) {
	case 0:
		t.answerWith("course", &reply{body: t.say(locales.CourseNoneMine, nil), buttons: []choice{t.home()}})
		return true
	case 1:
		return t.act(verb + ":" + list[0].Code)
	}
	r := &reply{body: t.say(locales.CourseWhose, nil)}
	for _, g := range list[max(0, len(list)-8):] {
		r.choices = append(r.choices, choice{verb + ":" + g.Code, t.personOf(g).Name + " " + g.Code})
	}
	r.must, r.buttons = len(r.choices), []choice{t.home()}
	t.answerWith("course", r)
	return true
}

// courseCard shows a registration and what can be done with it.
func (t *turn) courseCard(code string) bool {
	if code == "" {
		return t.whose("ccard")
	}
	g, c, ok := t.mineByCode(code)
	if !ok {
		return t.notMine(code)
	}
	p := t.personOf(g)
	r := &reply{body: t.say(locales.CourseCard, locales.Vars{
		"Code": g.Code, "Name": p.Name, "Year": p.Year, "Village": t.villageName(p.Village), "Title": c.Called(), "Ask": t.statusOf(c, g),
	})}
	switch {
	case g.Status == course.Invited:
		r.choices = t.inviteChoices(g)
	case g.Status.Active():
		r.choices = []choice{{"cdrop:" + code, t.say(locales.CourseWithdraw, nil)}}
	case c.Takes(t.snap.Now):
		r.choices = []choice{{"cagain:" + code, t.say(locales.CourseRejoin, nil)}}
	}
	r.must = len(r.choices)
	r.buttons = []choice{t.home()}
	t.answerWith("course", r)
	return true
}

// statusOf is where a registration stands, in words.
func (t *turn) statusOf(c course.Course, g course.Registration) string {
	said := t.say(g.Status.Text(), nil)
	if g.Status == course.Waiting {
		rank, err := course.Rank(t.snap.Records, g)
		t.take(store.Changes{}, err)
		return t.say(locales.CourseWaitsAs, locales.Vars{"N": rank})
	}
	if g.Status == course.Invited && !g.Deadline.IsZero() {
		return t.say(locales.CourseUntil, locales.Vars{"Ask": said, "Until": courseHour(g.Deadline)})
	}
	if day := courseDay(c.Starts); day != "" && g.Status == course.Accepted {
		return said + ", " + lower(strings.TrimSuffix(t.say(locales.CourseWhen, locales.Vars{"Day": day}), "."))
	}
	return said
}

func (t *turn) notMine(code string) bool {
	t.answerWith("course", &reply{body: t.say(locales.CourseNotMine, locales.Vars{"Code": code}), buttons: []choice{t.home()}})
	return true
}

// courseDrop asks once more: a seat that is given away does not come back.
func (t *turn) courseDrop(code string) bool {
	if code == "" {
		return t.whose("cdrop")
	}
	g, c, ok := t.mineByCode(code)
	switch {
	case !ok:
		return t.notMine(code)
	case !g.Status.Active():
		return t.courseCard(code)
	}
	t.answerWith("course", &reply{
		body: t.say(locales.CourseSure, locales.Vars{"Name": t.personOf(g).Name, "Code": code, "Title": c.Called()}), must: 2,
		choices: []choice{{"cgone:" + code, t.say(locales.CourseSureYes, nil)}, {"ckeep", t.say(locales.CourseSureNo, nil)}},
	})
	return true
}

func (t *turn) courseKept() bool {
	t.answerWith("course", &reply{body: t.say(locales.CourseKept, nil), buttons: []choice{t.home()}})
	return true
}

// courseChange is one thing somebody does to a registration of theirs.
type courseChange = func(r store.Reader, who store.ContactID, code string, now time.Time) (course.Registration, store.Changes, error)

// courseStep changes a registration of this contact and says so.
func (t *turn) courseStep(code string, do courseChange, said locales.ID) bool {
	g, changes, err := do(t.snap.Records, t.contact.ID, code, t.snap.Now)
	if notFound(err) {
		return t.notMine(code)
	}
	if t.refused(err, "course") {
		return true
	}
	t.take(changes, err)
	c, _ := t.courseOf(g.Course)
	t.answerWith("course", &reply{
		body:    t.say(said, locales.Vars{"Name": t.personOf(g).Name, "Code": code, "Title": c.Called()}),
		buttons: []choice{{"courses", t.say(locales.CourseList, nil)}, t.home()},
	})
	return true
}

func (t *turn) courseGone(code string) bool {
	return t.courseStep(code, course.Withdraw, locales.CourseWithdrawn)
}

func (t *turn) courseGiveBack(code string) bool {
	return t.courseStep(code, course.Decline, locales.CourseGivenBack)
}

// courseLater gives the seat back and counts who wants the trade another time.
func (t *turn) courseLater(code string) bool {
	g, c, ok := t.mineByCode(code)
	if !ok {
		return t.notMine(code)
	}
	said := locales.CourseLaterDone
	changes, err := course.Hope(t.snap.Records, course.Wish{
		Contact: t.contact.ID, Trade: c.Trade, Words: c.Called(), Commune: g.Commune, Tell: true,
		Band: course.Band(t.personOf(g).Year, t.snap.Now), Sex: t.personOf(g).Sex,
	}, t.snap.Now)
	if course.IsRefused(err, locales.CourseManyWishes) {
		said, err = locales.CourseGivenBack, nil
	}
	t.take(changes, err)
	return t.courseStep(code, course.Decline, said)
}

// courseTake takes the seat that was offered.
func (t *turn) courseTake(code string) bool {
	g, changes, err := course.Accept(t.snap.Records, t.contact.ID, code, t.snap.Now)
	if notFound(err) {
		return t.notMine(code)
	}
	if t.refused(err, "course") {
		return true
	}
	t.take(changes, err)
	c, _ := t.courseOf(g.Course)
	remind := ""
	if g.Todo == course.ToStart {
		remind = courseDay(g.Due)
	}
	r := &reply{
		body: t.say(locales.CourseTaken, locales.Vars{
			"Name": t.personOf(g).Name, "Title": c.Called(), "Day": t.startDay(c), "Place": c.Place, "Until": remind, "Code": code,
		}), buttons: []choice{{"cdrop:" + code, t.say(locales.CourseWithdraw, nil)}, t.home()},
	}
	t.answerWith("course", r)
	return true
}

func (t *turn) startDay(c course.Course) string {
	if day := courseDay(c.Starts); day != "" {
		return day
	}
	return t.say(locales.CourseTakenDay, nil)
}

// courseRejoin puts somebody back at the end of the line.
func (t *turn) courseRejoin(code string) bool {
	p, changes, err := course.Rejoin(t.snap.Records, t.contact.ID, code, t.snap.Now)
	if t.courseRefused(err) {
		return true
	}
	t.take(changes, err)
	t.registered(p)
	return true
}

// courseCodeHeard takes "BO N2084", "NHAN N2084", and a code alone.
func (t *turn) courseCodeHeard() bool {
	words := strings.Fields(t.command0())
	if len(words) == 0 || len(words) > 3 || t.in.Kind != msg.Text {
		return false
	}
	verb := ""
	switch words[0] {
	case "bo", "nhan", "rut", "huy":
		verb, words = words[0], words[1:]
	}
	if len(words) > 1 && words[0] == "ten" {
		words = words[1:]
	}
	typed := strings.ToUpper(strings.Join(words, ""))
	if !course.CodeLike(typed) {
		return false
	}
	code, ok := course.Code(typed)
	switch {
	case !ok:
		return t.notMine(typed)
	case verb == "nhan":
		return t.courseTake(code)
	case verb != "":
		return t.courseDrop(code)
	}
	return t.courseCard(code)
}

// shownName is a name where others may read along.
func (t *turn) shownName(whole string) string {
	if t.shared() {
		return person.Masked(whole)
	}
	return whole
}

// shownCourses is what is kept for courses.
func (t *turn) shownCourses() (lines []string) {
	for _, g := range t.registrations() {
		c, _ := t.courseOf(g.Course)
		p := t.personOf(g)
		lines = append(lines, t.say(locales.CourseMine, locales.Vars{
			"Title": c.Called(), "Name": t.shownName(p.Name), "Code": g.Code, "Year": p.Year, "Village": t.villageName(p.Village),
			"Phone": maskedNumber(p.Phone), "Ask": t.statusOf(c, g), "Until": t.dayOf(g.Expires),
		}))
	}
	wishes, err := course.Wishes(t.snap.Records, t.contact.ID)
	t.take(store.Changes{}, err)
	for _, w := range wishes {
		lines = append(lines, t.say(locales.CourseMineWish, locales.Vars{"Title": w.Title(), "Until": t.dayOf(w.Expires)}))
	}
	return lines
}
