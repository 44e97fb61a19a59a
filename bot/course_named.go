package bot

import (
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/course"
	"tinban/locales"
	"tinban/msg"
)

// What people write instead of a digit: the name of a course, a commune, "put
// my husband down too", "take the name off".

// listTyped reads a course's own name, a trade or a commune while the list is
// on the phone. A nod, and a question that has an answer, leave the list.
func (t *turn) listTyped() bool {
	if t.in.Kind != msg.Text || t.reading.Digits != nil || t.isCommand() || t.isTopic() {
		return false
	}
	if t.moreAsked() || t.dropAsked() {
		return true
	}
	if id, ok := t.wholePlace(t.reading.Typed); ok {
		return t.coursePlace(id)
	}
	asks := t.asksSomething() && !course.WantsIn(t.reading.Typed) && !course.AsksWhen(t.reading.Typed)
	if !asks && t.tradeTyped() {
		return true
	}
	if asks || t.nods() {
		t.st.Pending = ""
	}
	return false
}

// nods: the message says yes, thanks or goodbye, and asks nothing.
func (t *turn) nods() bool {
	d := t.reading.Decide()
	return slices.Contains(nodWords, t.command0()) || d.Kind == understand.Answer && harmless[d.Labels[0]]
}

// wholePlace is the commune of which a text is the name.
func (t *turn) wholePlace(typed string) (id string, ok bool) {
	found := t.know.Places.Find(typed)
	if len(found) == 0 || !found[0].Exact || !wholly(typed, found[0].Text) {
		return "", false
	}
	return found[0].ID, true
}

// tradeTyped shows the course of a trade, or says that there is none.
func (t *turn) tradeTyped() bool {
	home := t.homeCommune()
	if named := course.Named(t.reading.Typed, t.openCourses(home)); len(named) > 0 {
		return t.showNamed(named)
	}
	trade, ok := course.NamesTrade(t.reading.Typed)
	return ok && t.showTrade(trade.ID, home)
}

// showNamed shows the course that was named, or the list of those.
func (t *turn) showNamed(list []course.Course) bool {
	if len(list) == 1 {
		return t.showCourse(list[0].ID)
	}
	commune := t.homeCommune()
	r := &reply{body: t.say(locales.CoursesHere, locales.Vars{"Commune": t.lib.CommuneName(commune, t.on)}), buttons: []choice{t.home()}}
	for _, c := range list[:min(len(list), coursesPage)] {
		r.choices = append(r.choices, choice{"course:" + c.ID, t.courseLabel(c)})
	}
	r.must = len(r.choices)
	t.answerWith("courses", r)
	t.st.Pending = pendingList
	return true
}

// showTrade shows the courses of a trade in a commune, or says that there are
// none and which there are.
func (t *turn) showTrade(trade, commune string) bool {
	list := t.openCourses(commune)
	of := slices.DeleteFunc(slices.Clone(list), func(c course.Course) bool { return c.Trade != trade })
	if len(of) > 0 {
		return t.showNamed(of)
	}
	title, _ := course.TradeName(trade)
	t.joining().Trade = ""
	t.listCourses(t.say(locales.CourseNoTrade, locales.Vars{"Commune": firstUpper(t.lib.CommuneName(commune, t.on)), "Title": title}), commune, 0)
	return true
}

func firstUpper(s string) string { return strings.ToUpper(firstOf(s)) + restOf(s) }

// mostCalledWords is how long a commune or a course is behind NGHE.
const mostCalledWords = 5

// courseCalled is what stands behind NGHE: "NGHE A LUOI 3", "NGHE CHOI DOT".
func (t *turn) courseCalled(rest string) bool {
	if len(strings.Fields(rest)) > mostCalledWords || t.running() {
		return false
	}
	if id, ok := t.wholePlace(rest); ok {
		t.newCourse(courseState{})
		return t.coursePlace(id)
	}
	named := course.Named(rest, t.openCourses(t.homeCommune()))
	if len(named) == 0 || t.asksSomething() {
		return false
	}
	return t.showWanted(named)
}

// joinAsked hears a message that asks for a place on a list and names the trade
// of a course that is open.
func (t *turn) joinAsked() bool {
	if !t.idle() || !course.WantsIn(t.reading.Typed) || t.lib.UrgentOn(t.reading.Typed, t.on) != nil {
		return false
	}
	t.noticePlace()
	named := course.Named(t.reading.Typed, t.openCourses(t.homeCommune()))
	if len(named) == 0 {
		return false
	}
	t.unkept = strings.ContainsAny(t.reading.Plain, "0123456789") // it may say more of somebody than was agreed to
	return t.showWanted(named)
}

// showWanted shows what was asked for, once it is known where they live: a
// course of another commune is not for them.
func (t *turn) showWanted(named []course.Course) bool {
	switch {
	case t.in.Chat != "":
		return t.courses("")
	case t.homeCommune() != "":
		return t.showNamed(named)
	}
	t.newCourse(courseState{Trade: named[0].Trade})
	t.askCoursePlace(t.say(locales.CoursesWhere, nil))
	return true
}

// anotherCourse hears the same in the middle of this dialogue. What holds
// figures is rather the line that was asked for.
func (t *turn) anotherCourse() bool {
	if !t.registering() || !course.WantsIn(t.reading.Typed) || strings.ContainsAny(t.reading.Plain, "0123456789") {
		return false
	}
	named := course.Named(t.reading.Typed, t.openCourses(t.homeCommune()))
	switch {
	case len(named) == 0:
		return false
	case slices.ContainsFunc(named, func(c course.Course) bool { return c.ID == t.st.Course.Course }):
		return t.courseOn()
	}
	return t.showNamed(named)
}

// idle: nothing waits for a text but the list of courses.
func (t *turn) idle() bool {
	return !t.running() && (t.st.Pending == "" || t.st.Pending == pendingList)
}

// anotherWords begin "put somebody else down too".
var anotherWords = []string{"ghi them", "ghi ten them", "dang ky them", "dang ki them", "dk them", "them nguoi", "ghi tiep cho", "ghi nua"}

// moreAsked puts another person of the house on the list that this phone was
// put on last.
func (t *turn) moreAsked() bool {
	said := t.command0()
	begins := slices.ContainsFunc(anotherWords, func(w string) bool { return said == w || strings.HasPrefix(said, w+" ") })
	if !begins || len(strings.Fields(said)) > 8 || !t.idle() {
		return false
	}
	if named := course.Named(t.reading.Typed, t.openCourses(t.homeCommune())); len(named) > 0 {
		return t.showNamed(named)
	}
	list := t.active()
	if len(list) == 0 {
		return false
	}
	if words := strings.Fields(said); slices.Contains(words, "lop") || slices.Contains(words, "nghe") {
		return t.courses("")
	}
	last := slices.MaxFunc(list, func(a, b course.Registration) int { return a.At.Compare(b.At) })
	return t.startCourse(last.Course, true)
}

// dropWords ask to be taken off a list.
var dropWords = []string{
	"bo ten", "rut ten", "xoa ten", "huy ten", "huy ghi ten", "huy dang ky", "rut khoi", "bo lop", "khong hoc nua", "khong muon hoc", "thoi khong hoc", "khong di hoc nua",
}

// dropAsked asks whose name shall be taken off. Who is on no list means
// something else.
func (t *turn) dropAsked() bool {
	said := " " + strings.NewReplacer(" ko ", " khong ", " k ", " khong ").Replace(" "+t.command0()+" ") + " "
	asks := slices.ContainsFunc(dropWords, func(w string) bool { return strings.Contains(said, " "+w+" ") })
	list := t.active()
	if !asks || len(list) == 0 || len(strings.Fields(said)) > 8 || !t.idle() || t.in.Chat != "" || strings.Contains(t.reading.Typed, "?") {
		return false
	}
	var mine []course.Course
	for _, g := range list {
		if c, ok := t.courseOf(g.Course); ok && !slices.ContainsFunc(mine, func(o course.Course) bool { return o.ID == c.ID }) {
			mine = append(mine, c)
		}
	}
	if named := course.Named(t.reading.Typed, mine); len(named) == 1 {
		of := slices.DeleteFunc(list, func(g course.Registration) bool { return g.Course != named[0].ID })
		if len(of) == 1 {
			return t.courseDrop(of[0].Code)
		}
	}
	return t.whose("cdrop")
}
