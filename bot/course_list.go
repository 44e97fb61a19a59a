package bot

import (
	"strconv"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// What is open where somebody lives, and where that is.

// courses lists what takes people where this contact lives, from one on.
func (t *turn) courses(from string) bool {
	if t.in.Chat != "" {
		t.answerWith("course", &reply{body: t.say(locales.CoursePrivate, nil), buttons: []choice{t.home()}})
		return true
	}
	t.newCourse(courseState{})
	home := t.homeCommune()
	switch {
	case !t.anyCourse():
		t.noCourse(home)
	case home == "":
		t.askCoursePlace(t.say(locales.CoursesWhere, nil))
	default:
		n, _ := strconv.Atoi(from)
		t.listCourses("", home, n)
	}
	return true
}

// coursesPage is how many courses one message lists.
const coursesPage = 6

func (t *turn) openCourses(commune string) []course.Course {
	list, err := course.OpenIn(t.snap.Records, commune, t.snap.Now)
	t.take(store.Changes{}, err)
	return list
}

func (t *turn) listCourses(before, commune string, from int) {
	list := t.openCourses(commune)
	if len(list) == 0 {
		t.noCourse(commune)
		t.reply.body = join(t.gap(), before, t.reply.body)
		return
	}
	r := &reply{body: join(t.gap(), before, t.say(locales.CoursesHere, locales.Vars{"Commune": t.lib.CommuneName(commune, t.on)}))}
	page := list[min(from, len(list)):min(from+coursesPage, len(list))]
	for _, c := range page {
		r.choices = append(r.choices, choice{"course:" + c.ID, t.courseLabel(c)})
	}
	if next := from + len(page); next < len(list) {
		r.choices = append(r.choices, choice{"courses:" + strconv.Itoa(next), t.say(locales.CourseMore, nil)})
	}
	r.choices = append(r.choices, choice{"wish", t.say(locales.CourseOther, nil)})
	r.must = len(r.choices)
	r.buttons = []choice{t.home()}
	t.answerWith("courses", r)
	t.st.Pending = pendingList
}

// mostLabel is the longest text of a button.
const mostLabel = 40

func (t *turn) courseLabel(c course.Course) string {
	label := t.say(locales.CourseLabel, locales.Vars{"Title": c.Called(), "Length": c.Length})
	if len([]rune(label)) > mostLabel {
		label = c.Called()
	}
	return label
}

// noCourse says so, and asks what there should be.
func (t *turn) noCourse(commune string) {
	name := ""
	if commune != "" {
		name = t.lib.CommuneName(commune, t.on)
	}
	r := &reply{body: t.say(locales.CoursesNone, locales.Vars{"Commune": name}), must: 1,
		choices: []choice{{"wish", t.say(locales.CourseOther, nil)}}, buttons: []choice{t.home()}}
	if rule := t.lib.RuleOn(trainingRule, t.on); rule != nil && rule.Holds(t.on) {
		r.choices = append(r.choices, choice{"check:" + trainingRule, t.say(locales.CourseHelp, nil)})
	}
	t.answerWith("courses", r)
}

// What the library calls learning a trade.
const (
	trainingRule  = "hoc-nghe"
	trainingGroup = "training"
	whichCourses  = "training.register/nghe-nao"
)

// askCoursePlace asks where somebody lives.
func (t *turn) askCoursePlace(body string) {
	t.joining().Place = true
	r := &reply{body: body, buttons: []choice{t.home()}}
	if today := t.lib.Communes(t.on); len(today) <= mostPlaces {
		for _, id := range today {
			r.choices = append(r.choices, choice{"courseat:" + id, t.lib.Commune(id).Name})
		}
	}
	r.must = len(r.choices)
	t.answerWith("courses", r)
	t.st.Pending = pendingCourses
}

// coursePlace goes on with a commune: to what is open, or to a wish.
func (t *turn) coursePlace(id string) bool {
	now := t.communeNow(id)
	if now == nil {
		return false
	}
	t.st.Commune, t.st.Pending = id, ""
	if wish := t.joining().Wish; len(wish) > 0 {
		return t.wishIs(wish)
	}
	if trade := t.joining().Trade; trade != "" {
		return t.showTrade(trade, now.ID)
	}
	t.listCourses(t.placeLine(id), now.ID, 0)
	return true
}

// coursePlaceTyped reads a commune's name, and asks which when it is not sure.
func (t *turn) coursePlaceTyped() bool {
	if t.in.Kind != msg.Text || t.reading.Digits != nil || t.isCommand() {
		return false
	}
	found := places(t.know.Places.Find(t.reading.Typed))
	switch {
	case len(found) == 0 && t.asksSomething():
		return false
	case len(found) == 0:
		t.askCoursePlace(t.say(locales.PlaceAgain, nil))
	case found[0].Exact && (len(found) == 1 || !found[1].Exact), len(found) == 1 && t.offeredPlace(found[0]):
		return t.coursePlace(found[0].ID)
	default:
		t.whichCoursePlace(found)
	}
	return true
}

// offeredPlace: the same was typed again after "is it this?".
func (t *turn) offeredPlace(f understand.Found) bool {
	return len(t.st.Menu) == 1 && t.st.Menu[0] == "courseat:"+f.ID
}

func (t *turn) whichCoursePlace(found []understand.Found) {
	r := t.whichPlace(found, "courseat:")
	if len(found) == 1 {
		r.body = t.say(locales.IsItPlace, locales.Vars{"Name": found[0].Text})
		r.choices = []choice{{"courseat:" + found[0].ID, t.say(locales.Yes, nil)}}
	}
	r.must, r.buttons = len(r.choices), []choice{t.home()}
	t.answerWith("courses", r)
	t.st.Pending = pendingCourses
}

// coursesInstead lists what is open instead of an answer that can only say who
// knows.
func (t *turn) coursesInstead(a *content.Answer) bool {
	return a != nil && a.ID == whichCourses && t.anyCourse() && t.courses("")
}

func (t *turn) anyCourse() bool {
	open, err := course.AnyOpen(t.snap.Records, t.snap.Now)
	t.take(store.Changes{}, err)
	return open
}

// withCourses adds to what follows an answer: the way back to signing up, and
// behind what is said about learning a trade the courses there are, or a wish.
func (t *turn) withCourses(a *content.Answer, choices []choice) []choice {
	var first []choice
	if j := t.st.Course; j != nil && j.Agreed && t.st.Pending != "" {
		first = t.courseOffer("cgo")
	}
	switch lb := t.lib.Label(a.Label()); {
	case lb == nil || lb.Group != trainingGroup:
	case t.anyCourse():
		first = append(first, t.courseOffer("courses")...)
	default:
		choices = append(choices, t.courseOffer("wish")...)
	}
	return append(first, choices...)
}

// courseOffer is one of these choices, by what it does.
func (t *turn) courseOffer(action string) []choice {
	label, ok := map[string]locales.ID{"cgo": locales.CourseGoOn, "courses": locales.CourseList, "wish": locales.CourseOther}[action]
	if !ok {
		return nil
	}
	return []choice{{action, t.say(label, nil)}}
}
