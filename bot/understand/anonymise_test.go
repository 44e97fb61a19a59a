package understand

import (
	"regexp"
	"strings"
	"testing"
)

func TestAnonymise(t *testing.T) {
	keep := []string{"A Lưới", "Hồng Vân", "Nguyễn Tri Phương"}
	for in, want := range map[string]string{
		"nhà tôi ở A Lưới 3 vay được bao nhiêu":                "nhà tôi ở A Lưới 3 vay được bao nhiêu",
		"gọi tôi số 0912 345 678 nhé":                          "gọi tôi số [số] nhé",
		"cccd 046085001234 của vợ":                             "cccd [số] của vợ",
		"tôi tên là Hồ Văn Nam, ở Hồng Vân, muốn vay 50 triệu": "tôi tên là [tên] ở Hồng Vân, muốn vay 50 triệu",
		"toi ten ho van nam o hong van muon vay von":           "toi ten [tên] o hong van muon vay von",
		"con tôi là Lê Thị Mai học lớp 10":                     "con tôi là [tên] học lớp 10",
		"cho hỏi chị Kan Lịch còn nhận đơn không":              "cho hỏi chị [tên] còn nhận đơn không",
		"nhắn qua nam@example.vn hoặc www.example.vn":          "nhắn qua [địa chỉ] hoặc [địa chỉ]",
		"năm 2018 tách hộ thì được không":                      "năm 2018 tách hộ thì được không",
		"Quỳnh Thị Hoa và Hồ Thị Thanh Nga cùng đi":            "Quỳnh Thị Hoa và [tên] cùng đi",
		"":  "",
		"?": "?",
	} {
		if got := Anonymise(in, keep); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func FuzzAnonymise(f *testing.F) {
	for _, s := range []string{"tên", "tên là", "toi ten\xff", "0912345678", "a@b", "ông A", "ten ten ten"} {
		f.Add(s)
	}
	phone := regexp.MustCompile(`0[35789][0-9]{8}`)
	f.Fuzz(func(t *testing.T, s string) {
		got := Anonymise(s, nil)
		if phone.MatchString(got) {
			t.Errorf("%q keeps a number: %q", s, got)
		}
		if strings.Contains(got, "@") && strings.Contains(got, ".vn") && strings.Contains(s, " a@b.vn ") {
			t.Errorf("%q keeps an address: %q", s, got)
		}
	})
}
