package understand

import "testing"

func TestChoose(t *testing.T) {
	done := []Option{{"yes", []string{"rồi", "có rồi", "đã"}}, {"no", []string{"chưa", "chưa có"}}, {"unknown", []string{"không rõ", "không biết"}}}
	yesno := []Option{{"yes", []string{"có", "đúng", "phải", "dạ có"}}, {"no", []string{"không", "không có", "không phải", "sai"}}, {"unknown", []string{"không rõ", "không biết", "không nhớ"}}}
	poor := []Option{{"poor", []string{"hộ nghèo", "nghèo"}}, {"near", []string{"hộ cận nghèo", "cận nghèo"}}, {"left", []string{"hộ mới thoát nghèo", "mới thoát nghèo", "thoát nghèo"}}, {"none", []string{"không thuộc loại nào", "không phải"}}, {"unknown", []string{"không rõ"}}}
	tests := []struct {
		in      string
		options []Option
		key     string
		sure    bool
	}{
		{"chua", done, "no", true},
		{"Chưa ạ", done, "no", true},
		{"roi", done, "yes", true},
		{"r", done, "yes", true},
		{"chua co", done, "no", true},
		{"chưa rõ", done, "no", false},
		{"ko bit", done, "unknown", true},
		{"chưa hay rồi", done, "", false},
		{"có", yesno, "yes", true},
		{"co", yesno, "yes", true},
		{"k", yesno, "no", true},
		{"hông có", yesno, "no", true},
		{"không", yesno, "no", true},
		{"không rõ", yesno, "unknown", true},
		{"khong ro nua", yesno, "unknown", true},
		{"hình như có", yesno, "yes", false},
		{"có không", yesno, "", false},
		{"không biết", yesno, "unknown", true},
		{"đúng rồi", yesno, "yes", true},
		{"dung", yesno, "yes", false},
		{"dung roi", yesno, "yes", false},
		{"DUNG", yesno, "yes", false},
		{"dừng", yesno, "", false},
		{"hộ nghèo", poor, "poor", true},
		{"ho ngheo", poor, "poor", true},
		{"nhà tui hộ nghèo", poor, "poor", true},
		{"hộ cận nghèo", poor, "near", true},
		{"ho can ngheo", poor, "near", true},
		{"hcn", poor, "near", true},
		{"mới thoát nghèo năm ngoái", poor, "left", true},
		{"không phải hộ nghèo", poor, "none", false},
		{"không phải", poor, "none", true},
		{"hộ nghèo hay cận nghèo", poor, "", false},
		{"chưa nghèo", poor, "poor", false},
		{"khong ro", poor, "unknown", true},
		{"nghèo là sao", poor, "poor", false},
		{"", poor, "", false},
		{"bò", poor, "", false},
	}
	for _, test := range tests {
		key, sure := Choose(test.in, test.options)
		if sure != test.sure || sure && key != test.key {
			t.Errorf("Choose(%q) = %q, %v; want %q, %v", test.in, key, sure, test.key, test.sure)
		}
	}
}

// Pairs that differ by one small word and lead to opposite answers.
func TestChooseNeverTakesTheOpposite(t *testing.T) {
	pairs := [][2]string{{"chưa", "rồi"}, {"không", "có"}, {"hộ nghèo", "hộ cận nghèo"}, {"không", "không rõ"}, {"được", "không được"}}
	frames := []string{"%", "dạ %", "% ạ", "nhà tui % mà", "% nha", "%..."}
	for _, pair := range pairs {
		options := []Option{{"a", []string{pair[0]}}, {"b", []string{pair[1]}}}
		for i, said := range pair {
			for _, frame := range frames {
				for _, text := range []string{said, strip(said)} {
					reply := replaceOne(frame, text)
					key, sure := Choose(reply, options)
					if sure && key != options[i].Key {
						t.Errorf("Choose(%q) is sure of %q", reply, key)
					}
					if !sure && frame == "%" {
						t.Errorf("Choose(%q) should be sure", reply)
					}
				}
			}
		}
	}
}

func replaceOne(frame, text string) string {
	for i := range frame {
		if frame[i] == '%' {
			return frame[:i] + text + frame[i+1:]
		}
	}
	return frame
}

func FuzzChoose(f *testing.F) {
	for _, s := range []string{"chua", "không rõ", "dung", "\xff", "có không có không"} {
		f.Add(s, "rồi", "chưa")
	}
	f.Fuzz(func(t *testing.T, reply, a, b string) {
		key, sure := Choose(reply, []Option{{"a", []string{a}}, {"b", []string{b}}})
		if sure && key == "" {
			t.Fatalf("sure of nothing for %q", reply)
		}
	})
}
