package main

import (
	"slices"
	"testing"
)

// The embedded reader tells two questions in one message from one with "và" in it.
func TestTwoQuestionsInOneMessage(t *testing.T) {
	know, err := loadKnowledge("")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"Hộ nghèo được vay bao nhiêu và lãi suất bao nhiêu?":                  {"loan.amount", "loan.interest"},
		"cho em hỏi điều kiện đi nhật, với lại chi phí đi nhật hết bao nhiêu": {"overseas.eligibility", "overseas.cost"},
		"lam nha duoc bao nhieu tien, con hoc nghe dang ky o dau":             {"housing.amount", "training.register"},
		"sửa nhà được bao nhiêu tiền\nvay vốn sinh viên cần giấy gì":          {"housing.amount", "loan.student"},
		"điều kiện và mức hỗ trợ làm nhà":                                     nil,
		"vợ và con tôi có được cấp thẻ bảo hiểm y tế không":                   nil,
		"Mức cho vay và thời hạn trả nợ đối với sinh viên":                    nil,
		"tôi là hộ nghèo. vay vốn nuôi bò được bao nhiêu?":                    nil,
		"lãi suất vay hộ nghèo bao nhiêu, cảm ơn":                             nil,
	} {
		var got []string
		for _, r := range know.Reader.Split(text) {
			got = append(got, r.Ranked[0].Label)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is split into %v, want %v", text, got, want)
		}
	}
}

// On questions of one thing each, hardly any is taken for two.
func TestOneQuestionStaysWhole(t *testing.T) {
	know, err := loadKnowledge("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"own", "measure"} {
		lines, err := readEval("../../content/eval/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		split := 0
		for _, l := range lines {
			if know.Reader.Split(l.Text) != nil {
				split++
			}
		}
		if split*100 > len(lines) {
			t.Errorf("%s: %d of %d questions are split", name, split, len(lines))
		}
	}
}
