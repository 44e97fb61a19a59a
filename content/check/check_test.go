package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/content"
	"tinban/eligibility"
)

func TestSoundLibraryHasNoProblem(t *testing.T) {
	if got := Run(broken(t, "", "", ""), lessons); len(got) != 0 {
		t.Errorf("found problems where there are none:\n%v", got)
	}
}

func TestEachJudgementFindsItsFault(t *testing.T) {
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			got := Run(broken(t, tt.file, tt.old, tt.instead), lessons)
			if diff := cmp.Diff(tt.want, got.Error()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestOrderIsTheSameEveryTime(t *testing.T) {
	lib := broken(t, rules, `facts: [LOAN-01]`, `facts: []`)
	for _, r := range lib.Rules["vay"] {
		r.Title, r.NextStep.Short, r.Benefit.Long, r.Reviewed.By = "", "", "", ""
	}
	first := Run(lib, lessons)
	if len(first) != 5 {
		t.Fatalf("%d problems, want 5:\n%v", len(first), first)
	}
	for range 20 {
		if diff := cmp.Diff(first, Run(lib, lessons)); diff != "" {
			t.Fatalf("another order:\n%s", diff)
		}
	}
}

func TestFigureInWords(t *testing.T) {
	tests := []struct{ text, want string }{
		{"vay năm năm", "năm năm"},
		{"Một lần thôi", "một lần"},
		{"lãi sáu phần trăm.", "sáu phần trăm"},
		{"mười triệu đồng, trả dần", "triệu đồng"},
		{"dưới tám m² mỗi người", "tám m²"},
		{"một phần tiền", ""},
		{"mỗi năm, mỗi tháng", ""},
		{"trước năm {name:nam_2019} ngày nào", ""},
		{"một hộ, hai nhà", ""},
		{"hỏi lần đầu", ""},
	}
	for _, tt := range tests {
		if got := figureInWords(typed(tt.text)); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestExamples(t *testing.T) {
	lib := broken(t, "", "", "")
	tests := []struct {
		name string
		add  content.Example
		want string
	}{
		{"under two labels", content.Example{Label: "loan.amount", Text: "Lãi vay, bao nhiêu?"},
			`examples/loan.amount.yaml:1: câu mẫu "Lãi vay, bao nhiêu?" cũng nằm ở nhãn "loan.interest": chỉ để ở một nhãn`},
		{"twice under one", content.Example{Label: "loan.interest", Text: "lãi vay bao nhiêu"}, ""},
		{"no such label", content.Example{Label: "loan.house", Text: "vay làm nhà"},
			`examples/loan.house.yaml:1: câu mẫu "vay làm nhà" có nhãn "loan.house", mà không có nhãn ấy: sửa nhãn, hoặc thêm nhãn`},
		{"empty", content.Example{Label: "loan.amount", Text: " "}, `examples/loan.amount.yaml:1: có câu mẫu trống: bỏ đi`},
		{"signs only", content.Example{Label: "loan.amount", Text: "???"}, ""},
		{"no label", content.Example{Text: "vay"}, `examples/?.yaml:1: câu mẫu "vay" không có nhãn: ghi nhãn`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Run(lib, append(lessons[:len(lessons):len(lessons)], tt.add))
			if diff := cmp.Diff(tt.want, got.Error()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestOverdue(t *testing.T) {
	lib := broken(t, "", "", "")
	day := func(s string) eligibility.Date {
		d, err := eligibility.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if got := Overdue(lib, day("2027-05-25")); len(got) != 0 {
		t.Errorf("overdue on the last day: %v", got)
	}
	want := `answers/loan.yaml:17: câu trả lời "loan.interest" đã quá hạn soát lại ngày 2027-05-25: so lại với văn bản, rồi ghi ngày mới vào "reviewed:"`
	if diff := cmp.Diff(want, Overdue(lib, day("2027-05-26")).Error()); diff != "" {
		t.Errorf("what has ended needs no review; -want +got\n%s", diff)
	}
}
