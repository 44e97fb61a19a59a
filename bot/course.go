package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// courseState is what a dialogue about vocational courses has so far. It holds
// a name only between the yes to keep it and the code of the registration.
type courseState struct {
	Course   string    `json:"c,omitempty"` // being signed up for
	Other    bool      `json:"o,omitempty"` // for somebody else in the house
	Person   person.ID `json:"i,omitempty"` // somebody already known
	Agreed   bool      `json:"a,omitempty"`
	Name     string    `json:"n,omitempty"`
	Year     int       `json:"y,omitempty"`
	Age      int       `json:"g,omitempty"` // given instead of the year
	Village  string    `json:"v,omitempty"`
	Commune  string    `json:"w,omitempty"` // where they live, if it was said
	Sex      string    `json:"s,omitempty"`
	Phone    string    `json:"p,omitempty"`
	NoPhone  bool      `json:"np,omitempty"`
	Guardian string    `json:"gu,omitempty"`
	Grown    int       `json:"gr,omitempty"` // 16 or 18: they are; -16 or -18: not yet
	Place    bool      `json:"pl,omitempty"` // a commune is asked for, to see what is open
	Wish     []string  `json:"wi,omitempty"` // ids of trades
}

// What Pending may say.
const (
	pendingCourses  = "courses"      // a commune
	pendingConsent  = "courseyes"    // yes or no to keeping a name
	pendingLine     = "courseline"   // name, year, village
	pendingFix      = "coursefix"    // the same, put right
	pendingNumber   = "coursenumber" // a phone number
	pendingGuardian = "courseguard"  // a guardian's name
	pendingGrown    = "coursegrown"  // yes or no
	pendingCourseOK = "courseok"     // yes or no to what was read
	pendingWish     = "wish"         // a trade
	pendingWisher   = "wisher"       // year of birth and sex
)

// courseTalk is the conversation about vocational courses.
func courseTalk() talk {
	list := func(t *turn) bool { return t.courses("") }
	return talk{
		actions: map[string]func(*turn, string) bool{
			"courses":  (*turn).courses,
			"courseat": (*turn).coursePlace,
			"course":   (*turn).showCourse,
			"cwho":     (*turn).courseFor,
			"cyes":     func(t *turn, _ string) bool { return t.courseAgree() },
			"cno":      func(t *turn, _ string) bool { return t.courseDecline() },
			"cgrown":   (*turn).courseGrown,
			"cguard":   func(t *turn, _ string) bool { return t.courseGuardFirst() },
			"cnophone": func(t *turn, _ string) bool { return t.courseNoPhone() },
			"cgo":      func(t *turn, _ string) bool { return t.courseOn() },
			"cok":      func(t *turn, _ string) bool { return t.courseRegister() },
			"cfix":     (*turn).courseFix,
			"cadd":     func(t *turn, id string) bool { return t.startCourse(id, true) },
			"cmine":    (*turn).courseCards,
			"ccard":    (*turn).courseCard,
			"cdrop":    (*turn).courseDrop,
			"cgone":    (*turn).courseGone,
			"ckeep":    func(t *turn, _ string) bool { return t.courseKept() },
			"ctake":    (*turn).courseTake,
			"clater":   (*turn).courseLater,
			"cback":    (*turn).courseGiveBack,
			"cagain":   (*turn).courseRejoin,
			"wish":     func(t *turn, _ string) bool { return t.askWish("") },
			"wtell":    (*turn).wishTell,
			"wskip":    func(t *turn, _ string) bool { return t.wishEnd() },
		},
		commands: map[string]func(*turn) bool{
			"nghe": list, "lop": list, "lop nghe": list, "cac lop nghe": list, "xem lop nghe": list, "lop dang mo": list, "lop nghe dang mo": list,
			"lop dang ghi ten": list, "co lop nao dang mo khong": list, "co lop nao khong": list, "dang ky lop nghe": list, "dang ky hoc nghe": list,
			"ghi ten hoc nghe": list, "dk hoc nghe": list, "ghi ten": list, "co lop nghe chi khong": list, "co lop nghe nao khong": list, "co lop nghe gi khong": list,
			"ma cua toi": func(t *turn) bool { return t.courseCards("") },
		},
		pending: map[string]func(*turn) bool{
			pendingCourses: (*turn).coursePlaceTyped, pendingConsent: (*turn).courseYesTyped, pendingLine: (*turn).lineTyped, pendingFix: (*turn).fixTyped,
			pendingNumber: (*turn).courseNumber, pendingGuardian: (*turn).guardianTyped, pendingGrown: (*turn).grownTyped,
			pendingCourseOK: (*turn).courseOKTyped, pendingWish: (*turn).wishTyped, pendingWisher: (*turn).wisherTyped,
		},
		hears:  func(t *turn) bool { return t.courseNumbered() || t.courseCodeHeard() },
		opens:  (*turn).opensCourse,
		shows:  (*turn).shownCourses,
		errand: courseErrand,
	}
}

// joining is the state of this dialogue.
func (t *turn) joining() *courseState {
	if t.st.Course == nil {
		t.st.Course = &courseState{}
	}
	return t.st.Course
}

// newCourse begins this dialogue anew; what was asked before is left.
func (t *turn) newCourse(s courseState) {
	t.st = state{Commune: t.st.Commune, Last: t.st.Last, Course: &s}
	t.outcome.Label = registerLabel
}

// registerLabel is what signing up counts as.
const registerLabel = "training.register"

// home is the commune of today where this contact lives, as far as anything
// tells; "" when nothing does.
func (t *turn) homeCommune() string {
	ids := []string{t.st.Commune, t.contact.Commune}
	if s, ok := t.subscriber(); ok {
		ids = append(ids, s.Commune)
	}
	for _, p := range t.people() {
		ids = append(ids, p.Commune)
	}
	for _, id := range ids {
		if now := t.communeNow(id); now != nil {
			return now.ID
		}
	}
	return ""
}

// people are those this contact put down for courses.
func (t *turn) people() []person.Person {
	list, err := person.Of(t.snap.Records, t.contact.ID)
	t.take(store.Changes{}, err)
	return slices.DeleteFunc(list, func(p person.Person) bool { return p.Consent.Version != locales.CourseConsentVersion })
}

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
	r := &reply{body: t.say(locales.WhichPlace, nil)}
	if len(found) == 1 {
		r.body = t.say(locales.IsItPlace, locales.Vars{"Name": found[0].Text})
	}
	for _, f := range found[:min(3, len(found))] {
		label := f.Text
		if len(found) == 1 {
			label = t.say(locales.Yes, nil)
		}
		r.choices = append(r.choices, choice{"courseat:" + f.ID, label})
	}
	r.must, r.buttons = len(r.choices), []choice{t.home()}
	t.answerWith("courses", r)
	t.st.Pending = pendingCourses
}

// courseNumbered hears "NGHE 2": the second of what is open.
func (t *turn) courseNumbered() bool {
	rest, ok := t.after("nghe")
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	if !ok || err != nil || t.in.Chat != "" {
		return false
	}
	home := t.homeCommune()
	list := t.openCourses(home)
	if home == "" || n < 1 || n > len(list) {
		return t.courses("")
	}
	return t.showCourse(list[n-1].ID)
}

// opensCourse is a link on a poster: "/start lop-nuoi-bo-a-luoi-3".
func (t *turn) opensCourse(with string) bool {
	id, ok := strings.CutPrefix(with, "lop-")
	return ok && t.showCourse(id)
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

// courseOf is a course that takes people now.
func (t *turn) courseOf(id string) (course.Course, bool) {
	c, err := course.Get(t.snap.Records, id)
	if notFound(err) {
		return c, false
	}
	t.take(store.Changes{}, err)
	return c, true
}

// courseDay writes a day of a course as people read it.
func courseDay(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(course.Zone).Format("02/01")
}

// courseHour is a deadline: with its hour, because it is one.
func courseHour(at time.Time) string {
	at = at.In(course.Zone)
	if at.Minute() == 0 {
		return strings.TrimPrefix(at.Format("15h ngày 02/01"), "0")
	}
	return strings.TrimPrefix(at.Format("15h04 ngày 02/01"), "0")
}
