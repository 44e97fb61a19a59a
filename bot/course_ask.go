package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
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
	if t.oneDigit() && len(t.st.Menu) == 0 && t.st.Course != nil && strings.Contains("12345678", t.command0()) {
		return t.lineAgain(t.say(locales.CourseUnclear, nil)) // there was nothing to choose
	}
	if !t.partTyped() {
		return false
	}
	j := t.st.Course
	need := j.needs()
	if need == 0 {
		need = course.NeedAll
	}
	line := course.ReadLine(t.reading.Typed, need, t.snap.Now, t.communeNames())
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
		if found := t.know.Places.Find(l.Commune); len(found) > 0 {
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

// askCheck reads back what will be written.
func (t *turn) askCheck(c course.Course) {
	p := t.drafted()
	year := fmt.Sprint(p.Year)
	if age := t.st.Course.Age; age > 0 {
		year = t.say(locales.CourseCheckAge, locales.Vars{"Year": p.Year, "N": age})
	}
	guardian := ""
	if p.Guardian != "" {
		guardian = t.say(locales.CourseGuardian, locales.Vars{"Name": p.Guardian})
	}
	t.answerWith("course", &reply{
		body: t.say(locales.CourseCheck, locales.Vars{
			"Name": p.Name, "Year": year, "Village": t.villageName(p.Village), "Phone": maskedNumber(p.Phone), "Title": c.Called(), "Ask": guardian,
		}), must: 2,
		choices: []choice{{"cok", t.say(locales.CourseOK, nil)}, {"cfix", t.say(locales.CourseFix, nil)}},
		buttons: []choice{t.home()},
	})
	t.st.Pending = pendingCourseOK
}

// drafted is the person as far as they are known.
func (t *turn) drafted() person.Person {
	j := t.st.Course
	for _, p := range t.people() {
		if p.ID == j.Person {
			return p
		}
	}
	return person.Person{Name: j.Name, Year: j.Year, Village: j.Village, Phone: j.Phone, Guardian: j.Guardian}
}

// villageName is a village in a sentence.
func (t *turn) villageName(v string) string {
	if course.SaysKind(v) {
		return strings.ToLower(firstOf(v)) + restOf(v)
	}
	return t.say(locales.CourseVillage, locales.Vars{"Name": v})
}

func firstOf(s string) string { return s[:len(s)-len(restOf(s))] }

func restOf(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[n:]
}

// maskedNumber shows enough of a number to know one's own.
func maskedNumber(phone string) string {
	rest := strings.TrimPrefix(phone, "+84")
	if len(rest) < 6 {
		return ""
	}
	return "0" + rest[:1] + "…" + rest[len(rest)-3:]
}

// courseOKTyped reads yes, no, or a line that puts right what was read back.
func (t *turn) courseOKTyped() bool {
	switch t.yesOrNo() {
	case "yes":
		return t.courseRegister()
	case "no":
		return t.courseFix("")
	}
	if !t.partTyped() || t.st.Course.Person != "" {
		return false
	}
	line := course.ReadLine(t.reading.Typed, course.NeedAll, t.snap.Now, t.communeNames())
	if line.Missing(course.NeedYear|course.NeedVillage) == course.NeedYear|course.NeedVillage {
		return false
	}
	t.unkept = true
	t.fill(line)
	return t.courseOn()
}

// fixTyped reads what is put right.
func (t *turn) fixTyped() bool {
	if !t.partTyped() {
		return false
	}
	line := course.ReadLine(t.reading.Typed, course.NeedAll, t.snap.Now, t.communeNames())
	if line.Missing(course.NeedAll) == course.NeedAll {
		return false
	}
	t.unkept = true
	t.fill(line)
	return t.courseOn()
}

// courseFix asks again: by SMS the line, on a chat the part that is wrong.
func (t *turn) courseFix(part string) bool {
	j := t.st.Course
	if j == nil || j.Course == "" {
		return false
	}
	j.Person = ""
	if t.sms() {
		t.answerWith("course", &reply{body: t.say(locales.CourseFixLine, nil)})
		t.st.Pending = pendingFix
		return true
	}
	switch part {
	case "name":
		j.Name = ""
	case "year":
		j.Year, j.Age, j.Grown, j.Guardian = 0, 0, 0, ""
	case "village":
		j.Village = ""
	case "phone":
		j.Phone, j.NoPhone = "", false
	default:
		t.askFix()
		return true
	}
	return t.courseOn()
}

func (t *turn) askFix() {
	r := &reply{body: t.say(locales.CourseFixWhich, nil)}
	for _, p := range []choice{
		{"cfix:name", t.say(locales.CoursePartName, nil)}, {"cfix:year", t.say(locales.CoursePartYear, nil)},
		{"cfix:village", t.say(locales.CoursePartVillage, nil)}, {"cfix:phone", t.say(locales.CoursePartPhone, nil)},
	} {
		p.label = strings.ToUpper(firstOf(p.label)) + restOf(p.label)
		r.choices = append(r.choices, p)
	}
	r.must = len(r.choices)
	t.answerWith("course", r)
}
