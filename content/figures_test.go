package content

import "testing"

func TestFiguresInEnglish(t *testing.T) {
	tests := []struct{ own, en string }{
		{"40 triệu đồng", "40 million dong"},
		{"1,5 triệu đồng", "1.5 million dong"},
		{"4 triệu đồng/tháng", "4 million dong a month"},
		{"1 tỷ đồng", "1 billion dong"},
		{"260.000 đồng", "260,000 dong"},
		{"50.000 đồng/ngày", "50,000 dong a day"},
		{"1.500.000 đồng/người/tháng", "1,500,000 dong a person a month"},
		{"6,24%/năm", "6.24% a year"},
		{"khoảng 0,66%/tháng", "about 0.66% a month"},
		{"130%", "130%"},
		{"120 tháng", "120 months"},
		{"1 tháng", "1 month"},
		{"11 tháng", "11 months"},
		{"1 ngày làm việc", "1 working day"},
		{"7 ngày làm việc", "7 working days"},
		{"18 tuổi", "18 years"},
		{"từ đủ 18 tuổi", "from the age of 18"},
		{"3 lần", "3 times"},
		{"một lần", "once"},
		{"ít nhất 3 năm", "at least 3 years"},
		{"ít nhất 30 m²", "at least 30 m²"},
		{"dưới 3 tháng", "under 3 months"},
		{"trên 200 triệu đồng", "more than 200 million dong"},
		{"tối đa 1 lần", "at most 1 time"},
		{"từ 20 năm trở lên", "20 years or more"},
		{"từ 15 km", "15 km or more"},
		{"không mất tiền", "free"},
		{"Mẫu 01/TD", "Form 01/TD"},
		{"Mẫu số 01", "Form 01"},
		// What has no form is for a translator; a day is written one way.
		{"01/12/2025", "01/12/2025"},
		{"từ 01/12/2025", "từ 01/12/2025"},
		{"từ xã", "từ xã"},
		{"19001075", "19001075"},
		{"70% dự toán", "70% dự toán"},
		{"12 tháng lương cơ sở", "12 tháng lương cơ sở"},
	}
	for _, tt := range tests {
		if got := inEnglish(tt.own); got != tt.en {
			t.Errorf("%q: got %q, want %q", tt.own, got, tt.en)
		}
	}
}

// The same figure is read back whatever its separators.
func TestSeparatorsChangePlaces(t *testing.T) {
	for _, s := range []string{"1.500.000", "0,52", "40", "1.234,5"} {
		if got := swapSeparators(swapSeparators(s)); got != s {
			t.Errorf("%q changed twice is %q", s, got)
		}
	}
}
