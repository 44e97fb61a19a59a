package bot

import (
	"slices"
	"strings"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
)

// What somebody writes in the middle of this dialogue that is no answer to it:
// they leave it, look at what is kept, or ask something. A question is
// answered, and what the dialogue waits for is put behind the answer, so that
// the digits on the phone stay good and nobody believes to be on a list.

// step is what a step of this dialogue does with a message: what is no answer
// to it is seen to as well.
func step(own func(*turn) bool) func(*turn) bool {
	return func(t *turn) bool {
		if t.st.Course == nil || t.in.Kind != msg.Text {
			return own(t)
		}
		return t.leaves() || t.looks() || t.anotherCourse() || own(t) || t.aside()
	}
}

// leaveSpelt are the words that leave, each the ways it is typed: with other
// marks it is something else ("thời", "bò").
var leaveSpelt = map[string][]string{
	"thoi": {"thôi"}, "khong": {"không"}, "ko": nil, "k": nil, "bo": {"bỏ"}, "huy": {"hủy", "huỷ"},
}

// besideLeave may stand beside them.
var besideLeave = []string{
	"toi", "tui", "em", "minh", "con", "muon", "hoc", "ghi", "ten", "dang", "ky", "ki", "nua", "lop", "nay", "nghe", "dau", "a", "nhe", "de", "sau", "luc", "khac", "vay", "lai", "di",
}

// saysLeave: the whole message says that it shall end, and how many words it
// takes.
func (t *turn) saysLeave() (words int, ok bool) {
	typed := strings.Fields(strings.ToLower(strings.Trim(t.reading.Typed, " .!")))
	for _, w := range typed {
		bare := plain(w)
		spelt, leave := leaveSpelt[bare]
		switch {
		case w == "dừng", leave && (w == bare || slices.Contains(spelt, w)):
			ok = true
		case leave || !slices.Contains(besideLeave, bare):
			return 0, false
		}
	}
	return len(typed), ok
}

// registering: a name is about to be put on a list.
func (t *turn) registering() bool {
	steps := []string{pendingConsent, pendingLine, pendingFix, pendingNumber, pendingGuardian, pendingGrown, pendingCourseOK}
	return t.st.Course != nil && t.st.Course.Course != "" && slices.Contains(steps, t.st.Pending)
}

// leaves ends the dialogue where it is asked to. A bare "no" is the answer
// where yes or no was asked.
func (t *turn) leaves() bool {
	n, ok := t.saysLeave()
	asked := []string{pendingConsent, pendingGrown, pendingCourseOK, pendingNumber}
	if !ok || n == 1 && t.yesOrNo() == "no" && plain(t.reading.Typed) != "thoi" && slices.Contains(asked, t.st.Pending) {
		return false
	}
	if t.st.Pending == pendingWisher {
		return t.wishEnd() // the trade is counted, the age may be left out
	}
	t.leaveCourse("")
	return true
}

// leaveCourse says that nobody was put down.
func (t *turn) leaveCourse(more string) {
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.answerWith("course", &reply{body: join(" ", t.say(locales.CourseLeft, nil), more), buttons: []choice{t.home()}})
}

// cancelsCourse hears HUY inside a registration, where it means this one and
// not the news, and says how to stop those.
func (t *turn) cancelsCourse() bool {
	if _, ok := t.saysLeave(); !ok || !t.registering() {
		return false
	}
	more := ""
	if _, subscribed := t.subscriber(); subscribed {
		more = t.say(locales.CourseLeftNews, nil)
	}
	t.leaveCourse(more)
	return true
}

// looks shows what is kept, and goes on.
func (t *turn) looks() bool {
	if t.st.Pending == pendingList || !slices.Contains([]string{"xem", "xem thong tin", "thong tin cua toi", "du lieu cua toi", "xem du lieu", "xem du lieu cua toi"}, t.command0()) {
		return false
	}
	before := t.st
	return t.inBetween(func() {
		t.showMine()
		t.st = before
	})
}

// aside answers a question of its own. Danger, commands and topics are not
// asides: they leave the dialogue, as ever. The age of somebody whose wish is
// counted is not worth asking for twice.
func (t *turn) aside() bool {
	if t.resumed || t.st.Pending == "" || t.st.Pending == pendingWisher || t.isCommand() || t.isTopic() || t.reading.Plain == "" || t.lib.UrgentOn(t.reading.Typed, t.on) != nil {
		return false
	}
	if letters := strings.Trim(t.reading.Plain, "0123456789 "); letters == "" || t.reading.Digits != nil {
		return t.asideDigit()
	}
	if c, ok := t.courseOf(t.st.Course.Course); ok && course.AsksWhen(t.reading.Typed) {
		return t.inBetween(func() { t.answerWith("course", &reply{body: t.courseWhen(c)}) })
	}
	if t.courseCodeHeard() {
		return true
	}
	return t.inBetween(func() { t.question() })
}

// asideDigit is a digit of the answer given before, not of the dialogue.
func (t *turn) asideDigit() bool {
	if !t.oneDigit() {
		return false
	}
	d, action := t.reading.Digits[0], ""
	switch {
	case d > 0 && d <= len(t.st.Menu):
		action = t.st.Menu[d-1]
	case d == 9 && t.st.Asked != "":
		action = "human"
	}
	if verb, _, _ := strings.Cut(action, ":"); verb != "mean" && verb != "human" {
		return false
	}
	return t.inBetween(func() { t.act(action) })
}

// courseWhen says when and where a course is, or that it is not known yet.
func (t *turn) courseWhen(c course.Course) string {
	facts, place := t.courseFacts(c), t.say(locales.CourseNoPlace, nil)
	if c.Starts.IsZero() {
		facts = join(t.gap(), facts, t.say(locales.CourseNoDay, nil))
	}
	switch {
	case c.Place != "" && !t.sms():
		place = "" // said already
	case c.Place != "":
		place = t.say(locales.CourseAt, locales.Vars{"Place": c.Place})
	}
	return join(t.gap(), facts, place)
}

// inBetween does something else and puts the step under way behind it; not when
// that led elsewhere.
func (t *turn) inBetween(do func()) bool {
	before := t.st
	do()
	if t.reply == nil || t.st.Course != before.Course || t.st.Pending != before.Pending && t.st.Pending != "" {
		return true
	}
	said, outcome, after := t.reply, t.outcome, t.st
	if outcome.Kind == KindAskBack && t.looking() {
		return true // what is asked back is nearer than a list
	}
	if !t.sms() && slices.ContainsFunc(said.choices, func(c choice) bool { return c.action == "cgo" }) {
		return true // its button leads on
	}
	if t.stepAgain(before.Pending); t.reply == said {
		return true // the course is gone
	}
	t.behind(said, outcome.Kind)
	t.outcome = outcome
	t.st.Asked, t.st.Label, t.st.Others, t.st.Place = after.Asked, after.Label, after.Others, after.Place
	return true
}

// looking: only what is open is looked at, nothing is begun.
func (t *turn) looking() bool {
	j := t.st.Course
	return t.st.Pending == pendingList || t.st.Pending == pendingCourses && len(j.Wish) == 0 && j.Trade == ""
}

// courseBack is the way back to the step under way.
func (t *turn) courseBack() bool {
	if t.st.Course == nil || t.st.Pending == "" {
		return t.courseOn()
	}
	t.stepAgain(t.st.Pending)
	return t.reply != nil
}

// stepAgain asks once more what a step waits for.
func (t *turn) stepAgain(pending string) {
	switch pending {
	case pendingCourses:
		t.askCoursePlace(t.say(locales.CoursesWhere, nil))
	case pendingList:
		t.listCourses("", t.homeCommune(), 0)
	case pendingWish:
		t.askWish("")
	case pendingWisher:
		t.askWisher()
	default:
		t.courseOn()
	}
}

// behind puts the question just asked behind something said. Where that has
// choices of its own, of which the message is one, they are what digits mean,
// and the last leads back.
func (t *turn) behind(said *reply, kind string) {
	asked, menu := t.reply, t.st.Menu
	down := ""
	if t.registering() {
		down = t.say(locales.CourseNotDown, nil)
	}
	said.rest, said.person = "", false
	switch kind {
	case KindAskBack:
		said.choices[len(said.choices)-1] = choice{"cgo", t.say(locales.CourseBack, nil)}
		asked, menu = &reply{}, nil
		for _, c := range said.choices {
			menu = append(menu, c.action)
		}
	default:
		if kind == KindUnknown && len(said.choices) > 0 {
			said.body = t.say(locales.Unknown, nil) // without the nearest topics
		}
		said.choices, said.must = nil, 0
	}
	if t.sms() {
		body := asked.body
		if t.st.Pending == pendingConsent || t.st.Pending == pendingCourseOK {
			body = "" // it is long, and on the phone already
		}
		said.foot = join("\n", said.foot, join(" ", down, body, numberedInline(asked.choices)))
	} else {
		said.body = join("\n\n", said.body, join(" ", down, asked.body))
		said.buttons, said.askNumber = append(asked.choices, asked.buttons...), asked.askNumber
	}
	t.reply, t.st.Menu, t.st.Rest = said, menu, ""
}
