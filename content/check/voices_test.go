package check

import "testing"

func TestWhatCannotBeReadAloud(t *testing.T) {
	for text, want := range map[string]struct{ web, list, bracket string }{
		"Thưa bà con. Lãi 0,52%.":           {},
		"Hỏi xã.Rồi về.":                    {},
		"Xem aluoi.hue.gov.vn nhé":          {web: "aluoi.hue.gov.vn"},
		"vào https://a.b":                   {web: "https:"},
		"vào www.dolab":                     {web: "www."},
		"hỏi a@hue.vn":                      {web: "hue.vn"},
		"đoạn.không dấu cách":               {},
		"Gồm:\n- một":                       {list: "-"},
		"  1. Gặp tổ.":                      {list: "1."},
		"12) Gặp tổ":                        {list: "12)", bracket: ")"},
		"Gặp tổ • hỏi":                      {list: "•"},
		"Từ 10 - 15 ngày":                   {},
		"Hộ nghèo (cả cận nghèo)":           {bracket: "("},
		"Hộ nghèo [cận nghèo":               {bracket: "["},
		"2026. Hết.":                        {list: "2026."},
		"Hai câu. Không có gì. Hết\nDòng 2": {},
	} {
		if got := webAddress(text); got != want.web {
			t.Errorf("%q holds the address %q, want %q", text, got, want.web)
		}
		if got := listMark(text); got != want.list {
			t.Errorf("%q holds the mark %q, want %q", text, got, want.list)
		}
		if got := bracket(text); got != want.bracket {
			t.Errorf("%q holds the bracket %q, want %q", text, got, want.bracket)
		}
	}
}
