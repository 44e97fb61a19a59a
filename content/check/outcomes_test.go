package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outcomeFaults are replacements in the sound library's rules, each with all
// that must be said about it.
var outcomeFaults = []struct{ name, old, instead, want string }{
	{"result for nobody", `options: [ngheo], long`, `options: [], long`, `rules/loan.yaml:3: quy tắc "vay-1" có câu results cho các lựa chọn khác của "dien_ho" mà thiếu cho "ngheo": viết thêm, hoặc thêm lựa chọn ấy vào một câu` + "\n" +
		noFigure + "\n" +
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1 không dành cho lựa chọn nào: ghi "options:"`},
	{"result for an answer that is none", `options: [ngheo], long`, `options: [ngheo, giau], long`,
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1 dành cho "giau", mà câu hỏi "dien_ho" không có lựa chọn ấy: sửa lại`},
	{"result for several", `options: [ngheo], long`, `options: [khong, ngheo], long`, ``},
	{"result for others", `options: [ngheo], long`, `options: [khong_ro], long`, `rules/loan.yaml:3: quy tắc "vay-1" có câu results cho các lựa chọn khác của "dien_ho" mà thiếu cho "ngheo": viết thêm, hoặc thêm lựa chọn ấy vào một câu` + "\n" +
		noFigure + "\n" +
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1 dành cho [khong_ro] mà nói dữ kiện "LOAN-01", là dữ kiện về [ngheo]: nói dữ kiện của họ`},
	{"words for others", `options: [ngheo], long: "Lãi {LOAN-01.nam}."`, `options: [ngheo], long: "Hộ khác: lãi {LOAN-01.nam}."`,
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1 dành cho [ngheo] mà nói về [khong]: sửa options hoặc sửa lời`},
	{"no result at all", `      - {question: dien_ho, options: [ngheo], long: "Lãi {LOAN-01.nam}.", short: "Lãi {LOAN-01.nam}."}`, ``, noFigure},
	{"no figure is known", `benefit: {long: "Vay để làm ăn.", short`, `benefit: {long: "Lãi bao nhiêu thì hỏi ngân hàng.", short`, ``},
	{"result without a figure", `long: "Lãi {LOAN-01.nam}.", short: "Lãi {LOAN-01.nam}."`, `long: "Lãi thấp.", short: "Lãi thấp."`, noFigure},
	{"reason of another fact", `long: "Hỏi trưởng thôn.", short: "Hỏi thôn."`, `long: "Hỏi {ADM-08.mot}.", short: "Hỏi thôn."`,
		`rules/loan.yaml:3: quy tắc "vay-1", điều kiện "ho" nói dữ kiện "ADM-08" mà không dựa vào nó: thêm vào "facts:", hoặc sửa lời`},
	{"short of another fact", `short: "Lãi {LOAN-01.nam}."`, `short: "Lãi {ADM-08.mot}."`,
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1: bản ngắn nói {ADM-08.mot} còn bản dài nói dữ kiện khác hoặc không nói: viết hai bản như nhau`},
	{"short with another figure of the fact", `short: "Lãi {LOAN-01.nam}."`, `short: "Lãi {LOAN-01.thang}."`, ``},
}

const noFigure = `rules/loan.yaml:3: quy tắc "vay-1" có kết quả "likely" mà không nói được bao nhiêu: thêm con số vào benefit, hoặc vào results cho từng lựa chọn, hoặc viết là chưa có con số`

func TestWhatIsToldForAnAnswer(t *testing.T) {
	for _, tt := range outcomeFaults {
		t.Run(tt.name, func(t *testing.T) {
			got := Run(broken(t, rules, tt.old, tt.instead), lessons)
			if diff := cmp.Diff(tt.want, got.Error()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestWhoIsNamed(t *testing.T) {
	q := realLibrary(t).Questions["dien_ho"]
	tests := []struct{ text, want string }{
		{"Hộ nghèo vay với lãi thấp.", "ngheo"},
		{"Hộ cận nghèo vay tối đa.", "can_ngheo"},
		{"Hộ mới thoát cận nghèo", "moi_thoat"},
		{"Hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo", "can_ngheo moi_thoat ngheo"},
		{"Không có ai thì thôi.", ""},
		{"Lãi {LOAN-01.nam}.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(named(q, tt.text), " "); got != tt.want {
			t.Errorf("%q names %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestStrayFigure(t *testing.T) {
	long := []string{"LOAN-01.nam", "LOAN-02.toi_da", "past:HOU-01.het", "name:huyen"}
	tests := []struct {
		ref  string
		want bool
	}{
		{"LOAN-01.nam", false},
		{"LOAN-01.thang", false},
		{"LOAN-02.nam", true}, // the long text takes it from another fact
		{"LOAN-03.phi", true},
		{"past:HOU-01.het", false},
		{"past:HOU-02.het", true},
		{"name:nhcsxh", false},
		{"xa", false},
	}
	for _, tt := range tests {
		if got := stray(tt.ref, long); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.ref, got, tt.want)
		}
	}
}
