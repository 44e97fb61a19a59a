package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tinban/course"
	"tinban/locales"
	"tinban/person"
)

// What was read of somebody is shown before it is kept, and put right until it
// is agreed to.

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
