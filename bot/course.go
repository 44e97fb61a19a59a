package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
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
	Trade    string    `json:"t,omitempty"`  // of the course they want, until the commune is known
	AskAge   bool      `json:"aa,omitempty"` // the age is asked for: nobody knows the year
	Heard    string    `json:"h,omitempty"`  // typed to put something right: a name, or a village
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
	pendingList     = "courselist"   // one of the courses shown
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
			"cgo":      func(t *turn, _ string) bool { return t.courseBack() },
			"cok":      func(t *turn, _ string) bool { return t.courseRegister() },
			"cfix":     (*turn).courseFix,
			"cput":     (*turn).coursePut,
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
			"nghe khac": func(t *turn) bool { return t.askWish("") }, "lop khac": list,
			"ma cua toi": func(t *turn) bool { return t.courseCards("") },
		},
		pending: map[string]func(*turn) bool{
			pendingCourses: step((*turn).coursePlaceTyped), pendingList: step((*turn).listTyped), pendingConsent: step((*turn).courseYesTyped),
			pendingLine: step((*turn).lineTyped), pendingFix: step((*turn).fixTyped), pendingNumber: step((*turn).courseNumber),
			pendingGuardian: step((*turn).guardianTyped), pendingGrown: step((*turn).grownTyped), pendingCourseOK: step((*turn).courseOKTyped),
			pendingWish: step((*turn).wishTyped), pendingWisher: step((*turn).wisherTyped),
		},
		hears: func(t *turn) bool {
			return t.courseNumbered() || t.courseCodeHeard() || t.dropAsked() || t.moreAsked() || t.joinAsked()
		},
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

// courseNumbered hears "NGHE 2": the second of what is open; and behind the
// word a commune, or the course's own name.
func (t *turn) courseNumbered() bool {
	rest, ok := t.after("nghe")
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	if !ok || t.in.Chat != "" || rest == "" {
		return false
	}
	if err != nil {
		return t.courseCalled(rest)
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
