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

// courseOKTyped reads yes, no, or what puts right what was read back. "dung" is
// both right and stop: that is asked.
func (t *turn) courseOKTyped() bool {
	switch t.yesOrNo() {
	case "yes":
		return t.courseRegister()
	case "no":
		return t.courseFix("")
	}
	c, ok := t.courseOf(t.st.Course.Course)
	if said := strings.ToLower(strings.Trim(t.reading.Typed, " .!")); ok && (said == "dung" || said == "dung roi") {
		t.askCheck(c)
		t.reply.body = t.say(locales.CourseChoose, nil)
		return true
	}
	return t.fixTyped()
}

// fixTyped reads what is put right: what is wrong, or the right thing itself.
func (t *turn) fixTyped() bool {
	part, rest, complains := course.Complaint(t.reading.Typed)
	switch {
	case complains && rest == "":
		t.unkept = true
		return t.fixPart(part)
	case complains && part != 0:
		return t.fixWith(rest, part)
	case complains:
		return t.fixWith(rest, course.NeedAll)
	case !t.partTyped() || course.Asks(t.reading.Typed):
		return false
	}
	return t.fixWith(t.reading.Typed, course.NeedAll)
}

// fixWith takes what should be there instead.
func (t *turn) fixWith(typed string, need course.Need) bool {
	line := course.ReadLine(typed, need, t.snap.Now, t.communeNames())
	words := need == course.NeedAll && onlyName(line)
	if line.Missing(need) == need || line.Several || words && t.asksSomething() {
		return false
	}
	t.unkept = true
	t.known()
	if words {
		return t.fixNamed(line, typed)
	}
	t.fill(line)
	return t.courseOn()
}

// fixNamed takes words that came alone, as a name or a village; which of them
// is asked where it may be either.
func (t *turn) fixNamed(line course.Line, typed string) bool {
	j := t.st.Course
	switch name, village := course.NameOrVillage(typed); {
	case !village:
		t.fill(line)
	case !name:
		j.Village = line.Name
	default:
		j.Heard = line.Name
		t.answerWith("course", &reply{body: t.say(locales.CourseWhichPart, locales.Vars{"Name": j.Heard}), must: 2, choices: []choice{
			{"cput:name", t.say(locales.CourseIsName, nil)}, {"cput:village", t.say(locales.CourseIsVillage, nil)},
		}})
		t.st.Pending = pendingCourseOK
		return true
	}
	return t.courseOn()
}

// coursePut takes what was heard as the one or the other.
func (t *turn) coursePut(part string) bool {
	j := t.st.Course
	if j == nil || j.Heard == "" {
		return false
	}
	if part == "village" {
		j.Village = j.Heard
	} else {
		j.Name = j.Heard
	}
	j.Heard = ""
	return t.courseOn()
}

// known makes somebody already known somebody to be put right.
func (t *turn) known() {
	j := t.st.Course
	if j.Person == "" {
		return
	}
	p := t.drafted()
	j.Person, j.Name, j.Year, j.Village, j.Sex, j.Phone, j.Guardian = "", p.Name, p.Year, p.Village, p.Sex, p.Phone, p.Guardian
	j.NoPhone = j.Phone == ""
}

// fixPart asks again for one part, or what is wrong.
func (t *turn) fixPart(part course.Need) bool {
	name, ok := map[course.Need]string{course.NeedName: "name", course.NeedYear: "year", course.NeedVillage: "village"}[part]
	if !ok {
		return t.courseFix("")
	}
	t.known()
	t.without(name)
	return t.courseOn()
}

// without takes one part away.
func (t *turn) without(part string) {
	j := t.st.Course
	switch part {
	case "name":
		j.Name = ""
	case "year":
		j.Year, j.Age, j.Grown, j.Guardian = 0, 0, 0, ""
	case "village":
		j.Village = ""
	case "phone":
		j.Phone, j.NoPhone = "", false
	}
}

// courseFix asks again: by SMS the line, on a chat the part that is wrong.
func (t *turn) courseFix(part string) bool {
	j := t.st.Course
	if j == nil || j.Course == "" {
		return false
	}
	t.known()
	switch {
	case t.sms():
		t.answerWith("course", &reply{body: t.say(locales.CourseFixLine, nil)})
		t.st.Pending = pendingFix
		return true
	case part == "":
		t.askFix()
		return true
	}
	t.without(part)
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
