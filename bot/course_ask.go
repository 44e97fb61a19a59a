package bot

import (
	"slices"
	"strings"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/course"
	"tinban/locales"
	"tinban/msg"
)

// The steps of signing up that are typed: a name, a year, a village, a number.

// needs is what of a person is still to be typed.
func (j *courseState) needs() (n course.Need) {
	return course.Line{Name: j.Name, Year: j.Year, Village: j.Village}.Missing(course.NeedAll)
}

// askParts asks for what is missing: all of it in one line by SMS, one after
// the other on a chat.
func (t *turn) askParts(before string) {
	j, need := t.st.Course, t.st.Course.needs()
	var body string
	switch {
	case t.sms() && need == course.NeedAll:
		body = t.say(locales.CourseAskLine, nil)
	case t.sms():
		body = t.say(locales.CourseAskRest, locales.Vars{"Name": j.Name, "List": t.partNames(need), "Ask": exampleOf(need)})
	case need&course.NeedName != 0:
		body = t.say(locales.CourseAskName, nil)
	case need&course.NeedYear != 0:
		body = t.say(locales.CourseAskYear, locales.Vars{"Name": j.Name})
	default:
		body = t.say(locales.CourseAskVillage, locales.Vars{"Name": j.Name})
	}
	t.answerWith("course", &reply{body: join(t.gap(), before, body), buttons: []choice{t.home()}})
	t.st.Pending = pendingLine
}

func (t *turn) partNames(need course.Need) string {
	var names []string
	for _, p := range []struct {
		need course.Need
		name locales.ID
	}{{course.NeedName, locales.CoursePartName}, {course.NeedYear, locales.CoursePartYear}, {course.NeedVillage, locales.CoursePartVillage}} {
		if need&p.need != 0 {
			names = append(names, t.say(p.name, nil))
		}
	}
	return strings.Join(names, ", ")
}

func exampleOf(need course.Need) string {
	var parts []string
	for i, p := range []course.Need{course.NeedName, course.NeedYear, course.NeedVillage} {
		if need&p != 0 {
			parts = append(parts, []string{"HO VAN NAM", "1995", "A KA"}[i])
		}
	}
	return strings.Join(parts, ", ")
}

// partTyped: the message may be what a step asked for. A command, the word for
// a topic, a choice, a greeting and a cry for help are not.
func (t *turn) partTyped() bool {
	if t.in.Kind != msg.Text || t.st.Course == nil || t.isCommand() || t.isTopic() || t.lib.UrgentOn(t.reading.Typed, t.on) != nil {
		return false
	}
	if d := t.reading.Decide(); d.Kind == understand.Answer && harmless[d.Labels[0]] && len(strings.Fields(t.reading.Plain)) < 3 {
		return false
	}
	return !t.oneDigit()
}

// isTopic: the whole message is one of a topic's words: NHA, VAY.
func (t *turn) isTopic() bool {
	return slices.ContainsFunc(t.lib.Groups, func(g *content.Group) bool {
		return slices.ContainsFunc(g.Words, func(w string) bool { return plain(w) == t.command0() })
	})
}

func (t *turn) oneDigit() bool { return len(t.reading.Digits) == 1 && len(t.command0()) == 1 }

// lineTyped reads a line, or the one part that was asked for.
func (t *turn) lineTyped() bool {
	switch {
	case t.digitForNothing():
		return t.lineAgain(t.say(locales.CourseUnclear, nil))
	case !t.partTyped():
		return false
	case slices.Contains(nodWords, t.command0()):
		return t.lineAgain("")
	}
	need := t.st.Course.needs()
	if need == 0 {
		need = course.NeedAll
	}
	line := course.ReadLine(t.agedLine(need), need, t.snap.Now, t.communeNames())
	if line.NotKnown && (need&course.NeedYear != 0 && line.Year == 0 || line.Missing(need) == need) {
		return t.lineNotKnown(line, need)
	}
	if line.Year == 0 && course.Asks(t.reading.Typed) {
		return false
	}
	if said, ok := t.saysEnough(line, need); !ok {
		return said != "" && t.lineAgain(said)
	}
	t.unkept = true
	t.fill(line)
	return t.courseOn()
}

// digitForNothing: there was nothing to choose.
func (t *turn) digitForNothing() bool {
	return t.oneDigit() && len(t.st.Menu) == 0 && t.st.Course != nil && strings.Contains("12345678", t.command0())
}

// agedLine is what was typed; two digits are an age once that was asked for.
func (t *turn) agedLine(need course.Need) string {
	plain := strings.TrimSpace(t.reading.Plain)
	if t.st.Course.AskAge && need&course.NeedYear != 0 && len(plain) == 2 && strings.Trim(plain, "0123456789") == "" {
		return plain + " tuoi"
	}
	return t.reading.Typed
}

// lineNotKnown asks for the age of somebody whose year nobody knows. Without
// either it cannot be told whether they may sign up: then papers must.
func (t *turn) lineNotKnown(line course.Line, need course.Need) bool {
	if need&course.NeedYear == 0 {
		return t.lineAgain(t.say(locales.CourseUnclear, nil))
	}
	t.unkept = true
	t.fill(line)
	t.st.Course.AskAge = true
	t.answerWith("course", &reply{body: t.say(locales.CourseAskAge, nil), buttons: []choice{t.home()}})
	t.st.Pending = pendingLine
	return true
}

// saysEnough judges a line: what is wrong with it, or "" when it was not meant
// as one.
func (t *turn) saysEnough(line course.Line, need course.Need) (wrong string, ok bool) {
	left := line.Missing(need)
	maybe := need&course.NeedName != 0 && onlyName(line) && course.PlausibleName(t.reading.Typed) == ""
	switch {
	case line.Several:
		return t.say(locales.CourseSeveral, nil), false
	case (left == need || maybe) && t.asksSomething():
		return "", false
	case left == need || maybe:
		return t.lineUnclear(need), false
	case need&course.NeedName == 0 && left&course.NeedYear != 0 && !t.sms():
		return t.lineUnclear(need), false // one thing after the other: it is no village yet
	}
	return "", true
}

// onlyName: the words may be a name, or anything.
func onlyName(l course.Line) bool { return l.Year == 0 && l.Village == "" }

// lineUnclear says what is wrong with a line that says nothing.
func (t *turn) lineUnclear(need course.Need) string {
	if need&course.NeedName == 0 && need&course.NeedYear != 0 && len(t.reading.Digits) > 0 {
		return t.say(locales.CourseWholeYear, nil)
	}
	return t.say(locales.CourseUnclear, nil)
}

func (t *turn) lineAgain(why string) bool {
	t.unkept = true
	t.askParts(why)
	return true
}

// fill takes what a line says.
func (t *turn) fill(l course.Line) {
	j := t.st.Course
	if l.Name != "" {
		j.Name = l.Name
	}
	if l.Year != 0 {
		j.Year, j.Age, j.Grown = l.Year, l.Age, 0
	}
	if l.Village != "" {
		j.Village = l.Village
	}
	if l.Sex != "" {
		j.Sex = l.Sex
	}
	if l.Phone != "" {
		j.Phone = l.Phone
	}
	if l.Commune != "" {
		if found := t.know.Places.Find(l.Commune); len(found) > 0 && !found[0].Unnumbered {
			j.Commune = found[0].ID
		}
	}
}

// communeNames are names in a line that are no village.
func (t *turn) communeNames() (names []string) {
	for _, n := range t.lib.PlaceNames() {
		names = append(names, n.Text)
	}
	return names
}

// askCourseNumber asks for the number an officer may call: a chat has none.
func (t *turn) askCourseNumber(before string) {
	t.answerWith("course", &reply{
		body: join("\n", before, t.say(locales.CourseAskPhone, nil)), askNumber: true, must: 1,
		choices: []choice{{"cnophone", t.say(locales.CourseNoPhone, nil)}},
	})
	t.st.Pending = pendingNumber
}

// courseNumber takes the number, shared or typed.
func (t *turn) courseNumber() bool {
	if t.st.Course == nil {
		return false
	}
	typed := t.in.Kind == msg.Text
	switch {
	case typed && plain(t.reading.Typed) == plain(t.say(locales.CourseNoPhone, nil)):
		return t.courseNoPhone() // beside the button to share, choices come back as words
	case typed && (!t.partTyped() || t.asksSomething()):
		return false
	}
	t.unkept = true
	if t.bot.cfg.Number != nil {
		if a, err := t.bot.cfg.Number(t.in.Text); err == nil {
			t.st.Course.Phone = a.Bare()
			return t.courseOn()
		}
	}
	t.askCourseNumber(t.say(locales.CourseBadPhone, nil))
	return true
}

func (t *turn) courseNoPhone() bool {
	if t.st.Course == nil {
		return false
	}
	t.st.Course.NoPhone = true
	return t.courseOn()
}
