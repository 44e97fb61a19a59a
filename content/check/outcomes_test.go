package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outcomeFaults are replacements in the sound library's rules, each with all
// that must be said about it.
var outcomeFaults = []struct{ name, old, instead, want string }{
	{"result for nobody", `options: [ngheo], long`, `options: [], long`, noFigure + "\n" +
		`rules/loan.yaml:3: rule "vay-1" has a result for other answers to "dien_ho" and none for "ngheo": write it, or add the option to one` + "\n" +
		`rules/loan.yaml:3: rule "vay-1", result 1 is for no answer: name its options`},
	{"result for an answer that is none", `options: [ngheo], long`, `options: [ngheo, giau], long`,
		`rules/loan.yaml:3: rule "vay-1", result 1 is for "giau", which is no option of "dien_ho": correct it`},
	{"result for several", `options: [ngheo], long`, `options: [khong, ngheo], long`, ``},
	{"result for others", `options: [ngheo], long`, `options: [khong_ro], long`, noFigure + "\n" +
		`rules/loan.yaml:3: rule "vay-1" has a result for other answers to "dien_ho" and none for "ngheo": write it, or add the option to one` + "\n" +
		`rules/loan.yaml:3: rule "vay-1", result 1 is for [khong_ro] and says fact "LOAN-01", which is about [ngheo]: say the one that is about them`},
	{"words for others", `options: [ngheo], long: "Lãi {LOAN-01.nam}."`, `options: [ngheo], long: "Hộ khác: lãi {LOAN-01.nam}."`,
		`rules/loan.yaml:3: rule "vay-1", result 1 is for [ngheo] and speaks of [khong]: correct its options or its words`},
	{"no result at all", `      - {question: dien_ho, options: [ngheo], long: "Lãi {LOAN-01.nam}.", short: "Lãi {LOAN-01.nam}."}`, ``, noFigure},
	{"no figure is known", `benefit: {long: "Vay để làm ăn.", short`, `benefit: {long: "Lãi bao nhiêu thì hỏi ngân hàng.", short`, ``},
	{"result without a figure", `long: "Lãi {LOAN-01.nam}.", short: "Lãi {LOAN-01.nam}."`, `long: "Lãi thấp.", short: "Lãi thấp."`, noFigure},
	{"reason of another fact", `long: "Hỏi trưởng thôn.", short: "Hỏi thôn."`, `long: "Hỏi {ADM-08.mot}.", short: "Hỏi thôn."`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho" says fact "ADM-08" and does not rest on it: add it to "facts:" or correct the text`},
	{"short of another fact", `short: "Lãi {LOAN-01.nam}."`, `short: "Lãi {ADM-08.mot}."`,
		`rules/loan.yaml:3: rule "vay-1", result 1: the short text says {ADM-08.mot} and the long one another fact or none: say the same in both`},
	{"short with another figure of the fact", `short: "Lãi {LOAN-01.nam}."`, `short: "Lãi {LOAN-01.thang}."`, ``},
}

const noFigure = `rules/loan.yaml:3: rule "vay-1" comes to "likely" and does not say how much it is: add the figure to the benefit or to a result for each answer, or say that none is known`

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
