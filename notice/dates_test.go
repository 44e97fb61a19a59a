package notice

import (
	"testing"
	"time"
)

// wednesday 10/6/2026, nine in the morning.
var wednesday = time.Date(2026, 6, 10, 9, 0, 0, 0, Hue)

// What is said of the days in a text: the texts' ids, and the day that is
// meant. Everything but the year is read as people write it.
func TestDays(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string // id of what is wrong, or the days meant
	}{
		{"8h thứ Bảy 13/6 họp dân", "thứ Bảy 13/6=2026-06-13"},
		{"8h thứ Bảy 15/6 họp dân", "notice_wrong_weekday"},
		{"8h thu bay 15/6 hop dan", "notice_wrong_weekday"},
		{"8h thu bay 13/6 hop dan", "thứ Bảy 13/6=2026-06-13"},
		{"8h thứ 7 ngày 13/6", "thứ Bảy 13/6=2026-06-13"},
		{"8h thứ 7, ngày 14/6", "notice_wrong_weekday"},
		{"thứ Bảy, ngày 13 tháng 6 năm 2026", "thứ Bảy 13/6/2026=2026-06-13"},
		{"thứ Bảy ngày 14 tháng 6", "notice_wrong_weekday"},
		{"chủ nhật 14/6", "Chủ nhật 14/6=2026-06-14"},
		{"Chủ Nhật 13/6", "notice_wrong_weekday"},
		{"CN 14/6", "Chủ nhật 14/6=2026-06-14"},
		{"cn 15/6", "notice_wrong_weekday"},
		{"t7 13/6", "thứ Bảy 13/6=2026-06-13"},
		{"T7 (13/6)", "thứ Bảy 13/6=2026-06-13"},
		{"thứ Bảy tuần này 13/6", "thứ Bảy 13/6=2026-06-13"},
		{"thứ Bảy tuần sau, 13/6", "thứ Bảy 13/6=2026-06-13"},
		{"thứ Bảy tới (20/6)", "thứ Bảy 20/6=2026-06-20"},
		{"13/6 (thứ Bảy)", "thứ Bảy 13/6=2026-06-13"},
		{"ngày 15/6, thứ Bảy", "notice_wrong_weekday"},
		{"13/6 là thứ Bảy", "thứ Bảy 13/6=2026-06-13"},
		{"thứ Hai 15/6 và thứ Sáu 19/6", "thứ Hai 15/6=2026-06-15 thứ Sáu 19/6=2026-06-19"},
		{"thứ Hai 15/6, thứ Sáu 20/6", "notice_wrong_weekday"},
		{"thứ Hai và thứ Tư 15/6 và 17/6", "15/6=2026-06-15 17/6=2026-06-17"},
		{"từ thứ Hai 15/6 đến thứ Sáu 19/6", "thứ Hai 15/6=2026-06-15 thứ Sáu 19/6=2026-06-19"},
		{"từ 13-15/6", "15/6=2026-06-15"},
		{"thứ Bảy 13-6", "thứ Bảy 13/6=2026-06-13"},
		{"thứ Bảy 14.6", "notice_wrong_weekday"},
		{"ngày 13.6", "13/6=2026-06-13"},
		{"ngày 31/6", "notice_no_such_day"},
		{"ngày 31 tháng 4", "notice_no_such_day"},
		{"ngày 30/2", "notice_no_such_day"},
		{"ngày 29/2/2027", "notice_no_such_day"},
		{"ngày 32/6", "notice_no_such_day"},
		{"ngày 12/13/2026", "notice_no_such_day"},
		{"ngày 15 tháng Sáu", "15/6=2026-06-15"},
		{"ngày 5 tháng mười một", "5/11=2026-11-05"},
		{"13/6/2025", "notice_past_day"},
		{"thứ Sáu 13/6/2025", "notice_past_day"},
		{"ngày 9/6/2026", "notice_past_day"},
		{"ngày 13/6/26", "13/6/2026=2026-06-13"},
		{"ngày 9/6", "notice_next_year"},
		{"ngày 5/1", "5/1=2027-01-05"},
		{"thứ Ba 5/1", "thứ Ba 5/1=2027-01-05"},
		{"thứ Tư 10/6", "thứ Tư 10/6=2026-06-10"},
		{"15/5 âm lịch, thứ Bảy", "15/5 ☾"},
		{"ngày 15/5 (âm lịch)", "15/5 ☾"},
		{"rằm 15/5 AL", "15/5 ☾"},
		{"mùng 5 tháng 5", "5/5 ☾"},
		{"mỗi nhà đóng 1.500 đồng", ""},
		{"từ 8-10 người", ""},
		{"theo Kế hoạch 171/KH-UBND", ""},
		{"gọi 0234 3878 123", ""},
		{"tháng 6/2026", ""},
		{"50/60 hộ đã nhận", ""},
		{"thu hai mươi nghìn", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got := ""
			for _, c := range days(Content{Kind: Other, Text: tt.text}, wednesday) {
				if got == "" {
					got = string(c.Text)
				}
			}
			if got == "" {
				for i, m := range mentions(tt.text) {
					if i > 0 {
						got += " "
					}
					if got += m.says(); m.lunar {
						got += " ☾"
						continue
					}
					day, _ := m.on(wednesday)
					got += "=" + day.Format("2006-01-02")
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHours(t *testing.T) {
	for text, want := range map[string]string{
		"8h thứ Bảy":            "08:00",
		"8 giờ 30 thứ Bảy":      "08:30",
		"8h30, họp":             "08:30",
		"8g sáng":               "08:00",
		"2h chiều":              "14:00",
		"7 giờ tối":             "19:00",
		"7 giờ rưỡi":            "07:30",
		"14:30 tại UBND":        "14:30",
		"lúc 14h.":              "14:00",
		"25h thứ Bảy":           "wrong",
		"8h75":                  "wrong",
		"14h sáng":              "wrong",
		"trong 24 giờ":          "",
		"sau 2 giờ":             "",
		"48h":                   "",
		"8 hộ, 3 gia đình":      "",
		"8 người, gọi 0912 345": "",
	} {
		got := ""
		for _, h := range hoursOf(text) {
			got = "wrong"
			if h.real() {
				got = h.at(dayOf(wednesday)).Format("15:04")
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestUntil(t *testing.T) {
	for _, tt := range []struct {
		kind Kind
		text string
		want string
	}{
		{Meeting, "8h thứ Bảy 13/6 họp dân", "2026-06-13 08:00"},
		{Meeting, "họp dân thứ Bảy 13/6", "2026-06-13 20:00"},
		{Course, "Ghi tên trước 15/6. Lớp mở 8h ngày 22/6.", "2026-06-22 20:00"},
		{Other, "Bà con nhớ tiêm phòng cho bò.", ""},
	} {
		got := ""
		if at := until(Content{Kind: tt.kind, Text: tt.text}, wednesday); !at.IsZero() {
			got = at.Format("2006-01-02 15:04")
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}
