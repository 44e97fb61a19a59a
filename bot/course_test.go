package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"tinban/locales"
	"tinban/sms/text"
)

// What is said about courses fits two SMS, whatever the course and whoever the
// learner.
func TestCourseTextsFit(t *testing.T) {
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	long := locales.Vars{
		"Title": strings.Repeat("a", 30), "Name": strings.Repeat("b", 30), "Place": strings.Repeat("c", 40), "Village": "thôn " + strings.Repeat("d", 20),
		"Commune": "xã A Lưới 3", "Code": "N20847", "Day": "01/07", "Until": "10h ngày 12/06", "N": 100, "Max": 100, "Year": "2001 (25 tuổi)", "Phone": "",
		"Length": "3 tháng", "Office": "Phòng Văn hóa - Xã hội xã A Lưới 3", "List": "họ tên, năm sinh, thôn", "Ask": "Lớp có 100 chỗ, đang chờ thứ 100.",
	}
	choices := map[locales.ID][]locales.ID{
		locales.CourseInvite: {locales.CourseTake, locales.CourseLater, locales.CourseGiveUp},
		locales.CourseRemind: {locales.CourseTake, locales.CourseLater, locales.CourseGiveUp},
		locales.CourseCheck:  {locales.CourseOK, locales.CourseFix},
		locales.CourseHas:    {locales.CourseAddOther, locales.CourseLook, locales.CourseWithdraw},
		locales.CourseSure:   {locales.CourseSureYes, locales.CourseSureNo},
		locales.WishDone:     {locales.WishTell, locales.WishQuiet},
	}
	for lang, l := range say {
		for _, id := range locales.IDs {
			if ours := strings.HasPrefix(string(id), "course") || strings.HasPrefix(string(id), "wish"); !ours || id == locales.CoursePaper || strings.HasSuffix(string(id), ".sms") {
				continue
			}
			said := l.SaySMS(id, long)
			for i, c := range choices[id] {
				said += fmt.Sprintf(" %d.%s", i+1, l.SaySMS(c, long))
			}
			if id == locales.CourseInvite {
				said += " " + l.SaySMS(locales.CourseInviteFoot, long)
			}
			fits(t, lang, string(id), said)
		}
		fits(t, lang, "the consent", l.SaySMS(locales.CourseWhat, long)+" "+l.SaySMS(locales.CourseWhen, long)+" "+l.SaySMS(locales.CourseFull, long)+" "+
			l.SaySMS(locales.CourseConsent, nil)+" "+l.Say(locales.CourseConsentOther, nil)+" 1."+l.Say(locales.CourseAgreeOther, nil)+" 2."+l.Say(locales.CourseDecline, nil))
	}
}

func fits(t *testing.T, lang, what, said string) {
	t.Helper()
	if n := len(text.Split(text.Strip(said)).Parts); n > 2 {
		t.Errorf("%s %s takes %d SMS: %q", lang, what, n, said)
	}
	if strings.Contains(said, "<no value>") {
		t.Errorf("%s %s: %q", lang, what, said)
	}
}
