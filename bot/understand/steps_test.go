package understand

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// lexiconOf makes a lexicon from a few lines of ordinary Vietnamese.
func lexiconOf(lines ...string) *lexicon {
	lex := newLexicon(64)
	for _, line := range lines {
		lex.add(normalise(nil, clean(line)))
	}
	return lex
}

func TestSteps(t *testing.T) {
	lex := lexiconOf(
		"hộ nghèo có được hỗ trợ làm nhà ở không", "hỗ trợ nhà ở", "điều kiện vay vốn", "đăng ký học nghề ở đâu", "muốn đăng ký học may",
		"được vay bao nhiêu tiền", "vay tiền nuôi bò", "học sinh sinh viên", "hồ sơ gồm giấy gì", "muốn đăng ký", "có được vay không",
		"nhà nước cho tiền", "đi làm nước ngoài", "lãi suất bao nhiêu", "lãi suất vay",
	)
	tests := []struct{ step, in, want string }{
		{"long letters", "khônggggg nhaaaaà ơiiii 1000 50000", "không nhaà ơi 1000 50000"},
		{"raw Telex", "dduwowcj vay tieenf khoong", "được vay tiền không"},
		{"raw Telex", "nhaf nuwowcs hoox trowj", "nhà nước hỗ trợ"},
		{"raw Telex", "xin visa online facebook", "xin visa online facebook"},
		{"raw Telex", "vay vốn nhaf", "vay vốn nhà"},
		{"raw VNI", "d9u7o7c5 vay tie62n kho6ng", "được vay tiền không"},
		{"raw VNI", "dự án da4 ở xã", "dự án da4 ở xã"},
		{"tone placement", "hòa thúy khoẻ qúy gìơ thuở", "hoà thuý khoẻ quý giờ thuở"},
		{"official abbreviations", "nhcsxh tk&vv xklđ bhyt ubnd", "ngân hàng chính sách xã hội tiết kiệm và vay vốn xuất khẩu lao động bảo hiểm y tế ủy ban nhân dân"},
		{"teen spelling", "e hok bit j dc ko r", "em không biết gì được không rồi"},
		{"teen spelling", "vs ntn bnhiu", "với như thế nào bao nhiêu"},
		{"numbers and money", "50tr 100 củ 2tr5 20k 3 th", "50 triệu 100 triệu 2 triệu 5 20 nghìn 3 tháng"},
		{"numbers and money", "1.500.000đ 35t", "1.500.000 đồng 35 tuổi"},
		{"joined words", "hotronhao hộnghèo", "ho tro nha o hộ nghèo"},
		{"joined words", "hỗtrợ nhàở", "hỗ trợ nhà ở"},
		{"joined words", "vietcombank nghiêng", "vietcombank nghiêng"},
		{"abbreviations with two readings", "dk hoc nghe", "đăng ký hoc nghe"},
		{"abbreviations with two readings", "co dk vay ko", "co được vay ko"},
		{"abbreviations with two readings", "ht nha o", "hỗ trợ nha o"},
		{"typos", "vat tien nuoi bo", "vay tien nuoi bo"},
		{"typos", "hooc nghe", "hoc nghe"},
		{"typos", "dawng ky hocj nghe", "dang ky hoc nghe"},
		{"typos", "python grab zalo", "python grab zalo"},
		{"Huế words", "răng mới được vay rứa", "sao mới được vay thế"},
		{"Huế words", "đau răng, mô hình chi phí vô cùng", "đau răng mô hình chi phí vô cùng"},
		{"Huế words", "can giay chi rua", "can giấy gì thế"},
		{"Huế words", "nho chi giup o xa", "nho chi giup o xa"},
		{"Huế words", "cần chi nữa o", "cần gì nữa cô"},
		{"typos", "vay rứa", "vay rứa"},
		{"Huế words", "o mo cho hoc nghe", "ở đâu cho hoc nghe"},
		{"Huế words", "chừ tui mần răng", "bây giờ tôi làm sao"},
		{"Huế words", "mo hinh chi nhanh", "mo hinh chi nhanh"},
	}
	tested := map[string]bool{}
	for _, test := range tests {
		for _, s := range steps {
			if s.name != test.step {
				continue
			}
			tested[s.name] = true
			if got := join(s.apply(lex, split(test.in))); got != test.want {
				t.Errorf("%s: %q became %q, want %q", test.step, test.in, got, test.want)
			}
		}
	}
	for _, s := range steps {
		if !tested[s.name] {
			t.Errorf("step %q has no line in this table", s.name)
		}
	}
}

func TestClean(t *testing.T) {
	tests := map[string]string{
		"":                               "",
		"  a\t\nb  ":                     "a b",
		"Nha\u0300":                      "Nhà",
		"a\x00b\x1bc":                    "a b c",
		"\u202eabc\u200b":                "abc",
		"\xff\xfe nhà":                   "nhà",
		strings.Repeat("x", 5*maxRunes):  strings.Repeat("x", maxRunes),
		strings.Repeat("ế", 10*maxRunes): strings.Repeat("ế", maxRunes),
	}
	for in, want := range tests {
		if got := clean(in); got != want {
			t.Errorf("clean(%.20q) = %.20q, want %.20q", in, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"HỦY!!": "huy", " Tiếp… ": "tiep", "Đúng": "dung", "xóa  hết, nhé": "xoa het nhe", "🙂": "",
	} {
		if got := plain(clean(in)); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNormaliseWhole(t *testing.T) {
	m := model(t)
	tests := []struct{ in, want string }{
		{"HỘ NGHÈO CÓ ĐƯỢC HỖ TRỢ LÀM NHÀ KHÔNG", "hộ nghèo có được hỗ trợ làm nhà không"},
		{"k dc vay tien lm nha ha", "không được vay tien làm nha ha"},
		{"Hộ nghèo", "hộ nghèo"},
		{"vay 50tr", "vay 50 triệu"},
		{"được ht lam nha", "được hỗ trợ lam nha"},
		{"", ""},
	}
	for _, test := range tests {
		if got := m.Read(test.in).Normal; got != test.want {
			t.Errorf("%q became %q, want %q", test.in, got, test.want)
		}
	}
}

func TestSyllables(t *testing.T) {
	for _, s := range strings.Fields("nghiêng quýnh khuya giếng gì nguyễn đường hoàng thuở yêu ủy quốc khuỷu duoc nghieng quynh uoc y gìn xoong rượu hươu") {
		if !isSyllable(s) {
			t.Errorf("%q is a syllable", s)
		}
	}
	for _, s := range strings.Fields("bcd ngh kà facebook dduwowcj nhaf tietk cac1 qo ngiêng visa") {
		if isSyllable(s) {
			t.Errorf("%q is no syllable", s)
		}
	}
}

// Every step alone takes any words: the same words give the same words, none is
// empty, and none is broken.
func FuzzSteps(f *testing.F) {
	for _, s := range []string{"hotronhao", "50tr 1.500.000đ", "d9u7o7c5 nhaf", "tk&vv dk ht hs", "răng rứa mô chi", "ggggg", "hòa qúy", "vat tien", "%"} {
		f.Add(s)
	}
	lex := lexiconOf("hộ nghèo có được hỗ trợ làm nhà ở không", "điều kiện vay vốn", "đăng ký học nghề ở đâu", "lãi suất vay bao nhiêu tiền")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range steps {
			for _, known := range []*lexicon{nil, lex} {
				words := s.apply(known, split(clean(text)))
				again := s.apply(known, split(clean(text)))
				if !slices.Equal(words, again) {
					t.Fatalf("%s: %q gives %q and %q", s.name, text, join(words), join(again))
				}
				for _, w := range words {
					if w.text == "" || !utf8.ValidString(w.text) {
						t.Fatalf("%s: %q gives the word %q", s.name, text, w.text)
					}
				}
			}
		}
	})
}
