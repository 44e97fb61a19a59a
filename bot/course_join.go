package bot

import (
	"errors"
	"strings"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// Putting a name down for a course: what it is, for whom, the yes, the name and
// what belongs to it, read back, written. A chat asks step by step; by SMS one
// line says it all.

// showCourse shows a course; whoever is on its list from this phone sees that
// first.
func (t *turn) showCourse(id string) bool {
	c, ok := t.courseOf(id)
	if !ok {
		return false
	}
	here, err := course.Here(t.snap.Records, id, t.contact.ID)
	t.take(store.Changes{}, err)
	if len(here) > 0 && t.in.Chat == "" {
		t.newCourse(courseState{Course: id})
		t.alreadyHere(c, here)
		return true
	}
	return t.startCourse(id, false)
}

// startCourse begins to sign somebody up: by SMS, where nobody is asked for
// whom, it is another when there is one already.
func (t *turn) startCourse(id string, another bool) bool {
	c, ok := t.courseOf(id)
	if !ok || t.in.Chat != "" {
		return ok && t.courses("")
	}
	t.newCourse(courseState{Course: id, Other: another})
	if !c.Takes(t.snap.Now) {
		t.answerWith("course", &reply{body: t.say(locales.CourseNotOpen, locales.Vars{"Title": c.Called()}), buttons: []choice{t.home()}})
		return true
	}
	if t.sms() {
		t.askConsent(c, t.courseFacts(c))
		return true
	}
	r := &reply{body: join("\n\n", t.courseFacts(c), t.say(locales.CourseForWhom, nil)), choices: []choice{{"cwho:me", t.say(locales.CourseForMe, nil)}}}
	for _, p := range t.people() {
		if len(r.choices) < 4 {
			r.choices = append(r.choices, choice{"cwho:" + string(p.ID), t.say(locales.CourseForThem, locales.Vars{"Name": p.Name})})
		}
	}
	r.choices = append(r.choices, choice{"cwho:other", t.say(locales.CourseForOther, nil)})
	r.must, r.buttons = len(r.choices), []choice{t.home()}
	t.answerWith("course", r)
	return true
}

// courseFacts is a course in words: what, when, where, how full.
func (t *turn) courseFacts(c course.Course) string {
	parts := []string{t.say(locales.CourseWhat, locales.Vars{"Name": c.Name, "Title": c.Called(), "Length": c.Length})}
	if !c.Starts.IsZero() {
		parts = append(parts, t.say(locales.CourseWhen, locales.Vars{"Day": courseDay(c.Starts)}))
	}
	if c.Place != "" && !t.sms() {
		parts = append(parts, t.say(locales.CourseAt, locales.Vars{"Place": c.Place}))
	}
	return join(t.gap(), append(parts, t.courseRoom(c))...)
}

// courseRoom says how many seats there are, and what is left of them.
func (t *turn) courseRoom(c course.Course) string {
	people, next, err := course.Room(t.snap.Records, c)
	t.take(store.Changes{}, err)
	if next == 0 {
		return t.say(locales.CourseSeats, locales.Vars{"Max": c.Seats, "N": people})
	}
	full := t.say(locales.CourseFull, locales.Vars{"Max": c.Seats, "N": next})
	if t.sms() {
		return full
	}
	return full + " " + t.say(locales.CourseNotYet, nil)
}

// courseFor says who is to learn.
func (t *turn) courseFor(who string) bool {
	j := t.st.Course
	if j == nil || j.Course == "" {
		return false
	}
	t.st.Course = &courseState{Course: j.Course, Other: who == "other"}
	if who != "me" && who != "other" {
		for _, p := range t.people() {
			if string(p.ID) == who {
				t.st.Course.Person, t.st.Course.Agreed = p.ID, true
			}
		}
	}
	return t.courseOn()
}

// askConsent says what is kept, why, who sees it and how long, before anything
// of it is asked.
func (t *turn) askConsent(c course.Course, before string) {
	yes, other := locales.CourseAgree, ""
	if t.joining().Other {
		yes, other = locales.CourseAgreeOther, t.say(locales.CourseConsentOther, nil)
	}
	t.joining().Course = c.ID
	t.answerWith("course", &reply{
		body: join(t.gap(), before, t.say(locales.CourseConsent, nil), other), must: 2,
		choices: []choice{{"cyes", t.say(yes, nil)}, {"cno", t.say(locales.CourseDecline, nil)}},
	})
	t.st.Pending = pendingConsent
}

// courseYesTyped reads yes or no in words.
func (t *turn) courseYesTyped() bool {
	switch t.yesOrNo() {
	case "yes":
		return t.courseAgree()
	case "no":
		return t.courseDecline()
	}
	return false
}

// yesOrNo reads a whole message that is yes or no; a bare "dung" is neither.
func (t *turn) yesOrNo() string {
	if t.in.Kind != msg.Text || t.reading.Digits != nil || len(strings.Fields(t.reading.Plain)) > 4 {
		return ""
	}
	switch strings.ToLower(strings.Trim(t.reading.Typed, " .!")) {
	case "đúng", "đúng rồi":
		return "yes"
	case "dung":
		return ""
	}
	switch t.command0() {
	case "dong y", "toi dong y", "phai", "phai roi", "co", "u", "uh", "vang", "da", "ok", "oke", "duoc", "ghi ten", "roi", "du roi", "nguoi ay dong y":
		return "yes"
	case "khong", "khong dong y", "ko", "chua", "thoi", "khong phai", "sai", "sua", "sua lai", "chua du":
		return "no"
	}
	return ""
}

func (t *turn) courseAgree() bool {
	if j := t.st.Course; j == nil || j.Course == "" {
		return false
	}
	t.st.Course.Agreed = true
	return t.courseOn()
}

func (t *turn) courseDecline() bool {
	if t.st.Course == nil {
		return false
	}
	commune := t.homeCommune()
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.answerWith("course", &reply{body: t.say(locales.CourseDeclined, locales.Vars{"Commune": t.lib.CommuneName(commune, t.on)}), buttons: []choice{t.home()}})
	return true
}

// courseOn asks for what is still missing, in the order in which least is asked
// in vain: who is too young is told before a village is asked for.
func (t *turn) courseOn() bool {
	j := t.st.Course
	if j == nil || j.Course == "" {
		return false
	}
	c, ok := t.courseOf(j.Course)
	if !ok {
		return false
	}
	t.outcome.Label = registerLabel
	switch {
	case !j.Agreed:
		t.askConsent(c, "")
	case j.Person != "":
		t.askCheck(c)
	case j.Name == "" || j.Year == 0 || t.sms() && j.Village == "":
		t.askParts("")
	case t.askAge():
	case j.Village == "":
		t.askParts("")
	case !t.sms() && j.Phone == "" && !j.NoPhone:
		t.askCourseNumber("")
	default:
		t.askCheck(c)
	}
	return true
}

// askAge asks what depends on the age, or says that it is too low; false when
// nothing does.
func (t *turn) askAge() bool {
	j := t.st.Course
	unsure := course.Unsure(j.Year, t.snap.Now)
	switch {
	case course.Young(j.Year, t.snap.Now) || j.Grown == -16:
		t.courseYoung()
	case unsure != 0 && j.Grown != unsure && j.Grown != -unsure:
		t.askGrown(unsure)
	case t.guarded() && j.Guardian == "":
		t.askGuardian("")
	default:
		return false
	}
	return true
}

// guarded: a guardian must agree.
func (t *turn) guarded() bool {
	j := t.st.Course
	return course.Guarded(j.Year, t.snap.Now) || j.Grown == -18
}

// courseYoung: nothing of a child is kept, and they are shown where to go.
func (t *turn) courseYoung() {
	office, err := t.lib.OfficeName("xa-vhxh", t.view())
	if err != nil {
		office = t.say(locales.CommuneOffice, locales.Vars{"Commune": t.lib.CommuneName(t.st.Commune, t.on)})
	}
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.unkept = true
	r := &reply{body: t.say(locales.CourseYoung, locales.Vars{"Office": office}), buttons: []choice{t.person(), t.home()}}
	if a := t.lib.AnswerOn("training.eligibility/do-tuoi", t.on); a != nil {
		r.choices = append(r.choices, choice{"ask:" + a.ID, a.Title})
	}
	t.answerWith("course_young", r)
}

// askGrown asks what the year alone does not tell.
func (t *turn) askGrown(age int) {
	t.answerWith("course", &reply{
		body: t.say(locales.CourseIsGrown, locales.Vars{"Year": t.st.Course.Year, "Max": age}), must: 2,
		choices: []choice{{"cgrown:yes", t.say(locales.CourseGrownYes, nil)}, {"cgrown:no", t.say(locales.CourseGrownNo, nil)}},
	})
	t.st.Pending = pendingGrown
}

func (t *turn) courseGrown(said string) bool {
	j := t.st.Course
	if j == nil || j.Year == 0 {
		return false
	}
	if j.Grown = course.Unsure(j.Year, t.snap.Now); said == "no" {
		j.Grown = -j.Grown
	}
	return t.courseOn()
}

func (t *turn) grownTyped() bool {
	said := t.yesOrNo()
	return said != "" && t.courseGrown(said)
}

func (t *turn) askGuardian(before string) {
	t.answerWith("course", &reply{body: join(t.gap(), before, t.say(locales.CourseAskGuardian, locales.Vars{"Name": t.st.Course.Name})), must: 1,
		choices: []choice{{"cguard", t.say(locales.CourseNotAsked, nil)}}})
	t.st.Pending = pendingGuardian
}

func (t *turn) guardianTyped() bool {
	if !t.partTyped() || course.Asks(t.reading.Typed) {
		return false
	}
	t.unkept = true
	name := course.PlausibleName(t.reading.Typed)
	if name == "" {
		t.askGuardian(t.say(locales.CourseUnclear, nil))
		return true
	}
	t.st.Course.Guardian = name
	return t.courseOn()
}

func (t *turn) courseGuardFirst() bool {
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.answerWith("course", &reply{body: t.say(locales.CourseGuardFirst, nil), buttons: []choice{t.home()}})
	return true
}

// courseRegister writes the name down.
func (t *turn) courseRegister() bool {
	j := t.st.Course
	if j == nil || !j.Agreed || j.Person == "" && (j.Name == "" || j.Year == 0) {
		return false
	}
	how := "chat"
	if t.sms() {
		how = "sms"
	}
	if !t.guarded() {
		j.Guardian = ""
	}
	commune := t.homeCommune()
	if now := t.communeNow(j.Commune); now != nil {
		commune = now.ID
	}
	place, changes, err := course.Register(t.snap.Records, course.Entry{
		Course: j.Course, Seed: t.in.Gateway + "\x00" + t.in.Ref, Channel: how,
		Person: person.Person{
			ID: j.Person, Contact: t.contact.ID, Name: j.Name, Year: j.Year, Village: j.Village, Commune: commune,
			Sex: j.Sex, Phone: j.Phone, Guardian: j.Guardian, Consent: person.Consent{How: how},
		},
	}, t.snap.Now)
	if t.courseRefused(err) {
		return true
	}
	t.take(changes, err)
	t.contact.Commune = commune
	t.registered(place)
	return true
}

// signingUp: somebody has said yes to putting a name down. A house has several
// names.
func (t *turn) signingUp() bool { return t.st.Course != nil && t.st.Course.Agreed }

// courseRefused says why not; somebody who is on the list is shown there.
func (t *turn) courseRefused(err error) bool {
	if course.IsRefused(err, locales.CourseTwice) {
		var no *msg.Refusal
		if errors.As(err, &no) {
			code, _ := no.Vars["Code"].(string)
			t.courseCard(code)
			t.reply.body = join(t.gap(), t.say(locales.CourseTwice, no.Vars), t.reply.body)
			return true
		}
	}
	if notFound(err) {
		t.menu(locales.OldButton)
		return true
	}
	return t.refused(err, "course")
}

// registered says the code, and where they stand.
func (t *turn) registered(p course.Place) {
	c, _ := t.courseOf(p.Course)
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.outcome.Label = registerLabel
	t.answerWith("registered", &reply{
		body: t.say(locales.CourseDone, locales.Vars{"Code": p.Code, "Title": c.Called(), "Ask": t.standing(c, p)}),
		buttons: []choice{
			{"cdrop:" + p.Code, t.say(locales.CourseWithdraw, nil)}, {"courses", t.say(locales.CourseAnother, nil)}, t.home(),
		},
	})
}

// standing is where somebody stands in a course that has not begun.
func (t *turn) standing(c course.Course, p course.Place) string {
	if p.Rank > 0 {
		return t.say(locales.CourseDoneWait, locales.Vars{"Max": c.Seats, "N": p.Rank})
	}
	return t.say(locales.CourseDoneSeat, locales.Vars{"Max": c.Seats})
}
