package bot

import (
	"testing"
	"time"

	"tinban/notice"
)

// It is Wednesday, 10 June 2026, 9:00.
func TestWhen(t *testing.T) {
	now := time.Date(2026, 6, 10, 9, 0, 0, 0, notice.Hue)
	for typed, want := range map[string]string{
		"17h30": "10/6/2026 17:30", "17:30": "10/6/2026 17:30", "17g30": "10/6/2026 17:30", "17 giờ 30": "10/6/2026 17:30",
		"7h": "11/6/2026 07:00", "9h": "11/6/2026 09:00", "9h01": "10/6/2026 09:01",
		"7h mai": "11/6/2026 07:00", "7h sáng mai": "11/6/2026 07:00", "sáng mai 7h": "11/6/2026 07:00", "mai 7 giờ rưỡi": "11/6/2026 07:30",
		"5h chiều": "10/6/2026 17:00", "5 giờ chiều nay": "10/6/2026 17:00", "1h trưa": "10/6/2026 13:00", "12h trưa": "10/6/2026 12:00",
		"7h tối mai": "11/6/2026 19:00", "8h ngày kia": "12/6/2026 08:00", "8h mốt": "12/6/2026 08:00", "7h hôm nay": "10/6/2026 07:00",
		"8h 13/6": "13/6/2026 08:00", "8h ngày 13/6": "13/6/2026 08:00", "13/6 8h": "13/6/2026 08:00", "8h 13-6": "13/6/2026 08:00",
		"8h00 13/6/2027": "13/6/2027 08:00", "8h 9/6": "9/6/2026 08:00", "8h 2/1": "2/1/2026 08:00",
		"15h thứ Sáu": "12/6/2026 15:00", "t6 15h": "12/6/2026 15:00", "8h thứ tư": "17/6/2026 08:00", "10h thứ tư": "10/6/2026 10:00",
		"8h chủ nhật": "14/6/2026 08:00", "8h thứ bảy 13/6": "13/6/2026 08:00", "hẹn lúc 17h30 nhé": "10/6/2026 17:30",
		"ngay": "now", "gửi ngay": "now", "bây giờ": "now",
		"": "", "mai": "", "13/6": "", "25h": "", "8h 31/6": "", "8h75": "", "13h sáng": "", "17h30 họp dân": "", "8h hoặc 9h": "", "để mai tính": "",
		"4821": "",
	} {
		got := ""
		if at, ok := when(typed, now); ok && at.IsZero() {
			got = "now"
		} else if ok {
			got = at.Format("2/1/2006 15:04")
		}
		if got != want {
			t.Errorf("when(%q) = %q, want %q", typed, got, want)
		}
	}
	eve := time.Date(2026, 12, 30, 9, 0, 0, 0, notice.Hue)
	if at, ok := when("8h 2/1", eve); !ok || at.Year() != 2027 {
		t.Errorf("two days before New Year 2/1 is %v, %v", at, ok)
	}
}
