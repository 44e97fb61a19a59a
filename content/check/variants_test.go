package check

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tinban/eligibility"
)

// One label with three answers in which nothing is wrong.
const amountAnswers = `schema: tinban/1
answers:
  - id: loan.amount
    title: "Vay được bao nhiêu"
    from: 2026-01-01
    long: "Hỏi ngân hàng."
    short: "Hỏi ngân hàng."
    loud: "Hỏi ngân hàng."
    asks: ["vay được bao nhiêu tiền", "mức vay là mấy"]
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
  - id: loan.amount/lam-nha
    title: "Vay làm nhà"
    from: 2026-01-01
    long: "Hỏi xã."
    short: "Hỏi xã."
    loud: "Hỏi xã."
    words: ["làm nhà", "sửa nhà"]
    asks: ["vay làm nhà được mấy", "sua nha vay bao nhieu", "làm nhà vay tối đa", "tui muốn làm nhà vay mấy", "vay sửa nhà"]
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
  - id: loan.amount/nuoi-bo
    title: "Vay nuôi bò"
    from: 2026-01-01
    long: "Hỏi tổ."
    short: "Hỏi tổ."
    loud: "Hỏi tổ."
    words: ["nuôi bò", "mua bò"]
    asks: ["vay nuôi bò được mấy", "mua bo vay bao nhieu", "nuôi bò vay tối đa", "tui muốn mua bò vay mấy", "vay mua bò"]
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
`

// variantFaults are replacements in that label, each with all that must be
// said about it.
var variantFaults = []struct{ name, old, instead, want string }{
	{"nothing wrong", "", "", ""},
	{"no base", "id: loan.amount\n", "id: loan.amount/chung\n    words: [\"mức vay\", \"tiền vay\"]\n",
		`answers/amount.yaml:3: câu trả lời "loan.amount/chung" chỉ có 2 câu hỏi ở "asks:", ít nhất 5: thêm câu người dân hay hỏi` + "\n" +
			`answers/amount.yaml:3: nhãn "loan.amount" có câu trả lời "loan.amount/chung" mà không có câu trả lời chung: viết một câu trả lời mã "loan.amount", không có "words:"`},
	{"base with words", `asks: ["vay được bao nhiêu`, `words: ["mức vay"]` + "\n    " + `asks: ["vay được bao nhiêu`,
		`answers/amount.yaml:3: câu trả lời "loan.amount" là câu chung của nhãn mà lại có "words:": bỏ đi, hoặc đặt mã "loan.amount/…"`},
	{"base that begins later", "from: 2026-01-01", "from: 2026-02-01",
		`answers/amount.yaml:3: câu trả lời "loan.amount" bắt đầu từ ngày 2026-02-01, các câu khác từ ngày 2026-01-01: sửa ngày, hoặc viết bản cho những ngày còn thiếu` + "\n" +
			`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha" có hiệu lực ngày 2026-01-01 mà câu chung "loan.amount" thì không: sửa ngày của câu chung` + "\n" +
			`answers/amount.yaml:22: câu trả lời "loan.amount/nuoi-bo" có hiệu lực ngày 2026-01-01 mà câu chung "loan.amount" thì không: sửa ngày của câu chung`},
	{"one phrase", `words: ["làm nhà", "sửa nhà"]`, `words: ["nhà"]`,
		`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha" chỉ có 1 cụm từ ở "words:", ít nhất 2: thêm lời người dân hay nói`},
	{"four questions", `, "vay sửa nhà"]`, `]`,
		`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha" chỉ có 4 câu hỏi ở "asks:", ít nhất 5: thêm câu người dân hay hỏi`},
	{"phrase twice", `words: ["làm nhà", "sửa nhà"]`, `words: ["làm nhà", "sửa nhà", "Sua nha"]`,
		`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha": cụm từ "Sua nha" ghi hai lần (bỏ dấu thì giống nhau): bỏ một`},
	{"empty phrase", `words: ["làm nhà", "sửa nhà"]`, `words: ["làm nhà", "sửa nhà", "?"]`,
		`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha": "words:" có cụm từ trống: bỏ đi`},
	{"phrase of two answers", `words: ["nuôi bò", "mua bò"]`, `words: ["nuôi bò", "mua bò", "làm nhá"]`,
		`answers/amount.yaml:22: câu trả lời "loan.amount/nuoi-bo": cụm từ "làm nhá" cũng là của "loan.amount/lam-nha": chỉ để ở một câu trả lời`},
	{"question of another answer", `"vay sửa nhà"]`, `"vay mua bò cái"]`,
		`answers/amount.yaml:12: câu trả lời "loan.amount/lam-nha": câu hỏi mẫu "vay mua bò cái" hợp với "loan.amount/nuoi-bo" hơn: sửa câu hỏi, hoặc thêm cụm từ của nó vào "words:"`},
	{"question of the base for a variant", `"mức vay là mấy"]`, `"mức vay là mấy", "vay nuôi bò mấy triệu"]`,
		`answers/amount.yaml:3: câu trả lời "loan.amount": câu hỏi mẫu "vay nuôi bò mấy triệu" hợp với "loan.amount/nuoi-bo" hơn: sửa câu hỏi, hoặc thêm cụm từ của nó vào "words:"`},
	{"question of another label", `"mức vay là mấy"]`, `"mức vay là mấy", "bao nhieu lai vay"]`,
		`examples/loan.interest.yaml:1: câu mẫu "lãi vay bao nhiêu" gần như "bao nhieu lai vay" của nhãn "loan.amount": chỉ để ở một nhãn`},
	{"an example of another label", `"mức vay là mấy"]`, `"mức vay là mấy", "Lãi vay bao nhiêu?"]`,
		`answers/amount.yaml:3: câu trả lời "loan.amount": câu hỏi mẫu "Lãi vay bao nhiêu?" cũng nằm ở nhãn "loan.interest": chỉ để ở một nhãn`},
	{"the same question of two labels", `"mức vay là mấy"]`, `"mức vay là mấy", "Lãi suất thế nào"]`,
		`answers/loan.yaml:3: câu trả lời "loan.interest": câu hỏi mẫu "lãi suất thế nào" gần như "Lãi suất thế nào" của nhãn "loan.amount": chỉ để ở một nhãn`},
	{"question of two labels", `"mức vay là mấy"]`, `"mức vay là mấy", "lai suat the nao"]`,
		`answers/loan.yaml:3: câu trả lời "loan.interest": câu hỏi mẫu "lãi suất thế nào" gần như "lai suat the nao" của nhãn "loan.amount": chỉ để ở một nhãn`},
}

func TestVariantFaults(t *testing.T) {
	for _, tt := range variantFaults {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for name, text := range sound {
				fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "    short: \"Lãi {LOAN-01.nam}. Nhà", "    asks: [\"lãi suất thế nào\"]\n    short: \"Lãi {LOAN-01.nam}. Nhà"))}
			}
			if !strings.Contains(amountAnswers, tt.old) {
				t.Fatalf("the label does not hold %q", tt.old)
			}
			fsys["answers/amount.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(amountAnswers, tt.old, tt.instead, 1))}
			lib := loaded(t, fsys)
			asks, err := lib.Examples()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, Run(lib, append(lessons[:len(lessons):len(lessons)], asks...)).Error()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// An answer whose last version has ended answers nothing today.
func TestAnswerOfTodayIsNoneThatEnded(t *testing.T) {
	lib := broken(t, answers, "from: 2026-07-01\n", "from: 2026-07-01\n    to: 2026-12-31\n")
	want := `answers/loan.yaml:17: câu trả lời "loan.interest" đã hết ngày 2026-12-31, hôm nay không còn bản nào: viết bản cho những ngày sau`
	for day, wanted := range map[eligibility.Date]string{{Year: 2026, Month: 12, Day: 31}: "", {Year: 2027, Month: 1, Day: 1}: want} {
		if diff := cmp.Diff(wanted, Overdue(lib, day).Error()); diff != "" {
			t.Errorf("%s: -want +got\n%s", day, diff)
		}
	}
}
