package notice

import (
	"strings"

	"tinban/locales"
	"tinban/msg"
)

// Template is a form to fill in, so that nothing is forgotten.
type Template string

// The templates.
const (
	MeetingForm Template = "meeting"
	CourseForm  Template = "course"
	HousingForm Template = "housing"
	LoanForm    Template = "loan"
	OtherForm   Template = "other"
)

// Templates lists them.
var Templates = []Template{MeetingForm, CourseForm, HousingForm, LoanForm, OtherForm}

// Filled is a template with what an officer put in.
type Filled struct {
	Template Template `json:"template"`
	Time     string   `json:"time,omitempty"`  // giờ: "8h"
	Day      string   `json:"day,omitempty"`   // ngày: "thứ Bảy 13/6"
	Place    string   `json:"place,omitempty"` // nơi
	About    string   `json:"about,omitempty"` // nội dung
}

// templates say, for each, its text and which fields it cannot do without.
var templates = map[Template]struct {
	text  locales.ID
	needs []string
}{
	MeetingForm: {locales.NoticeFormMeeting, []string{"time", "day", "place", "about"}},
	CourseForm:  {locales.NoticeFormCourse, []string{"day", "place", "about"}},
	HousingForm: {locales.NoticeFormHousing, []string{"day", "place", "about"}},
	LoanForm:    {locales.NoticeFormLoan, []string{"day", "place", "about"}},
	OtherForm:   {locales.NoticeFormOther, []string{"about"}},
}

func (f Filled) field(name string) string {
	switch name {
	case "time":
		return f.Time
	case "day":
		return f.Day
	case "place":
		return f.Place
	}
	return f.About
}

// fieldNames are what the fields are called to an officer.
var fieldNames = map[string]locales.ID{
	"time": locales.NoticeFieldTime, "day": locales.NoticeFieldDay,
	"place": locales.NoticeFieldPlace, "about": locales.NoticeFieldAbout,
}

// Fill makes the text of a template. A field it needs and has not is refused
// by name.
func (b *Board) Fill(f Filled) (string, error) {
	form, ok := templates[f.Template]
	if !ok {
		return "", &msg.Refusal{Code: string(locales.NoticeNoTemplate), Vars: locales.Vars{"Name": string(f.Template)}}
	}
	for _, name := range form.needs {
		if strings.TrimSpace(f.field(name)) == "" {
			return "", &msg.Refusal{Code: string(locales.NoticeFieldMissing), Vars: locales.Vars{"Name": b.Say.Say(fieldNames[name], nil)}}
		}
	}
	clean := func(s string) string { return strings.TrimRight(strings.TrimSpace(s), ".") }
	return b.Say.Say(form.text, locales.Vars{
		"Time": clean(f.Time), "Day": clean(f.Day), "Where": clean(f.Place), "Text": clean(f.About),
	}), nil
}
