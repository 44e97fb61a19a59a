package check

import (
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"tinban/content"
)

// The files of the sound library's translation.
const (
	enRegisters, enFacts, enAnswers, enQuestions, enRules = "en/registers.yaml", "en/facts.yaml", "en/answers.yaml", "en/questions.yaml", "en/rules.yaml"
)

// inEnglish is the sound library in English; nothing is wrong with it either.
var inEnglish = map[string]string{
	enRegisters: `schema: tinban/1
lang: en
documents:
  - {id: qd1, name: "Decision 1/QĐ-TTg", short: "Decision 1"}
  - {id: tt2, name: "Circular 2 of the Ministry of Finance", short: "Circular 2"}
offices:
  - {id: phong-huyen, name: "the district office", short: "the district office"}
  - {id: phong-xa, name: "the Economic Office of {xa}", short: "{xa} Economic Office"}
  - {id: phong-moi, name: "the new office", short: "the new office"}
names:
  - {id: nganhang, long: "the Bank for Social Policies", short: "the Policy Bank"}
notes:
  - {id: caveat, long: "Please ask the commune again.", short: "Ask the commune again."}
  - {id: debt, long: "A loan is a debt.", short: "Pay it back."}
groups:
  - {id: loan, title: "Loans"}
labels:
  - {id: loan.interest, title: "Interest on loans"}
  - {id: loan.amount, title: "How much you can borrow"}
`,
	enFacts: `schema: tinban/1
lang: en
facts:
  - {id: ADM-08, from: 2025-07-01, values: {mot: "A Niêng village"}}
`,
	enAnswers: `schema: tinban/1
lang: en
answers:
  - id: loan.interest
    title: "Interest on loans"
    from: 2026-01-01
    long: |
      A poor household pays {LOAN-01.nam}. A new house {HOU-01.moi}.
      1. See the loan group.
      2. Go to {office:phong-huyen}.
    short: "Rate {LOAN-01.nam}. A new house gets {HOU-01.moi}."
  - id: loan.interest
    title: "Interest on loans"
    from: 2026-07-01
    long: "A poor household pays {LOAN-01.nam}, that is {LOAN-01.tien}. The old {past:HOU-01.moi} has ended."
    short: "Rate {LOAN-01.nam}. Ask {name:nganhang} or {office:phong-xa}."
`,
	enQuestions: `schema: tinban/1
lang: en
questions:
  - id: dien_ho
    ask: "Which household is yours?"
    short: "Which household is yours?"
    why: "Because poor households are considered."
    unknown_help: "Ask the village head."
    options: [{key: ngheo, label: "Poor"}, {key: khong, label: "Other"}, {key: khong_ro, label: "Not sure"}]
  - id: da_vay
    ask: "Has your family borrowed?"
    short: "Borrowed yet?"
    why: "Because the group knows."
    unknown_help: "Ask the group."
    options: [{key: chua, label: "Not yet"}, {key: roi, label: "Yes"}]
`,
	enRules: `schema: tinban/1
lang: en
rules:
  - id: vay-1
    from: 2026-01-01
    title: "Poor household loan"
    gates: [{id: vung, say: {long: "Your commune must be asked.", short: "Ask the commune."}}]
    criteria:
      - id: ho
        label: "Poor household"
        say_unmet: {long: "Only for poor households.", short: "Poor households only."}
        say_unknown: {long: "Ask the village head.", short: "Ask the village."}
      - id: chua_vay
        label: "No loan yet"
        say_unknown: {long: "With a loan, ask the group.", short: "Ask the group."}
    benefit: {long: "The loan is to earn a living.", short: "To earn a living."}
    verdicts:
      likely: {long: "Your family may well get it.", short: "You may well get it."}
      need_info: {long: "No conclusion yet.", short: "No conclusion yet."}
      unlikely: {long: "Your family may not be covered.", short: "Maybe not covered."}
      ended: {long: "The programme has ended.", short: "It has ended."}
    results: [{long: "Rate {LOAN-01.nam}.", short: "Rate {LOAN-01.nam}."}]
    not_asked: [{long: "The group asks more.", short: "The group asks."}]
    next_step: {long: "See the group.", short: "See the group."}
`,
}

// translationFaults are replacements in the translation, each with all that
// must be said about it.
var translationFaults = []struct{ name, file, old, instead, want string }{
	{"no title of a label", enRegisters, `  - {id: loan.amount, title: "How much you can borrow"}` + "\n", "",
		`labels.yaml:6: nhãn "loan.amount", tiêu đề chưa dịch sang "en": viết trong en/`},
	{"no title of a group", enRegisters, `title: "Loans"`, `title: ""`,
		`labels.yaml:3: nhóm "loan", tiêu đề chưa dịch sang "en": viết trong en/`},
	{"no short note", enRegisters, `, short: "Pay it back."`, "",
		`registers.yaml:18: lời nhắc "debt", bản ngắn chưa dịch sang "en": viết trong en/`},
	{"no office", enRegisters, `  - {id: phong-moi, name: "the new office", short: "the new office"}` + "\n", "",
		`registers.yaml:8: cơ quan "phong-moi", bản dài chưa dịch sang "en": viết trong en/` + "\n" +
			`registers.yaml:8: cơ quan "phong-moi", bản ngắn chưa dịch sang "en": viết trong en/`},
	{"no reason to ask", enQuestions, `    why: "Because the group knows."` + "\n", "",
		`questions.yaml:13: câu hỏi "da_vay", why chưa dịch sang "en": viết trong en/`},
	{"no option", enQuestions, `{key: khong, label: "Other"}, `, "",
		`questions.yaml:3: câu hỏi "dien_ho", lựa chọn "khong" chưa dịch sang "en": viết trong en/`},
	{"no version of an answer", enAnswers, inEnglish[enAnswers][strings.LastIndex(inEnglish[enAnswers], "  - id"):], "",
		`answers/loan.yaml:17: câu trả lời "loan.interest", bản dài chưa dịch sang "en": viết trong en/` + "\n" +
			`answers/loan.yaml:17: câu trả lời "loan.interest", bản ngắn chưa dịch sang "en": viết trong en/` + "\n" +
			`answers/loan.yaml:17: câu trả lời "loan.interest", tiêu đề chưa dịch sang "en": viết trong en/`},
	{"no words of a verdict", enRules, `      unlikely: {long: "Your family may not be covered.", short: "Maybe not covered."}` + "\n", "",
		`rules/loan.yaml:3: quy tắc "vay-1", kết quả "unlikely", bản dài chưa dịch sang "en": viết trong en/` + "\n" +
			`rules/loan.yaml:3: quy tắc "vay-1", kết quả "unlikely", bản ngắn chưa dịch sang "en": viết trong en/`},
	{"no words of a gate", enRules, `, short: "Ask the commune."}}]`, `}}]`,
		`rules/loan.yaml:3: quy tắc "vay-1", chốt "vung", bản ngắn chưa dịch sang "en": viết trong en/`},
	{"no result", enRules, `    results: [{long: "Rate {LOAN-01.nam}.", short: "Rate {LOAN-01.nam}."}]` + "\n", "",
		`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1, bản dài chưa dịch sang "en": viết trong en/` + "\n" +
			`rules/loan.yaml:3: quy tắc "vay-1", câu thêm 1, bản ngắn chưa dịch sang "en": viết trong en/`},

	{"another figure", enAnswers, `pays {LOAN-01.nam}, that`, `pays {LOAN-01.thang}, that`,
		`en/answers.yaml:12: câu trả lời "loan.interest", bản dài bỏ sót {LOAN-01.nam}, mà bản tiếng Việt có nói: viết cho giống` + "\n" +
			`en/answers.yaml:12: câu trả lời "loan.interest", bản dài nói {LOAN-01.thang}, mà bản tiếng Việt không nói: viết cho giống`},
	{"a figure of another time", enAnswers, `The old {past:HOU-01.moi}`, `The old {next:HOU-01.moi}`,
		`en/answers.yaml:12: câu trả lời "loan.interest", bản dài bỏ sót {past:HOU-01.moi}, mà bản tiếng Việt có nói: viết cho giống` + "\n" +
			`en/answers.yaml:12: câu trả lời "loan.interest", bản dài nói {next:HOU-01.moi}, mà bản tiếng Việt không nói: viết cho giống` + "\n" +
			`en/answers.yaml:12: câu trả lời "loan.interest", bản dài: dữ kiện "HOU-01" không có bản nào hợp với ngày 2026-07-01: chia ngày cho câu, hoặc viết {past:…} (đã hết), {next:…} (sắp tới)`},
	{"a figure less", enRules, `short: "Rate {LOAN-01.nam}."`, `short: "Ask for the rate."`,
		`en/rules.yaml:4: quy tắc "vay-1", câu thêm 1, bản ngắn bỏ sót {LOAN-01.nam}, mà bản tiếng Việt có nói: viết cho giống`},
	{"typed digits", enAnswers, `that is {LOAN-01.tien}`, `that is {LOAN-01.tien}, not 60,000 dong`,
		`en/answers.yaml:12: câu trả lời "loan.interest", bản dài: chữ số "60,000" gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"number in words", enAnswers, `has ended`, `ended two years ago`,
		`en/answers.yaml:12: câu trả lời "loan.interest", bản dài: con số "two years" viết bằng chữ: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}`},
	{"a word left behind", enAnswers, `See the loan group.`, `See the tổ of A Lưới.`,
		`en/answers.yaml:4: câu trả lời "loan.interest", bản dài còn chữ "tổ" chưa dịch: dịch nốt`},

	{"a value in Vietnamese", enFacts, `values: {mot: "A Niêng village"}`, `values: {}`, ""}, // nobody says it
	{"a said value in Vietnamese", facts, `nam: "6,24%/năm"`, `nam: "cỡ 6,24%/năm"`,
		`facts.yaml:3: dữ kiện "LOAN-01", giá trị "nam" được nói bằng tiếng "en" mà đang là "cỡ 6,24%/năm": ghi bản dịch trong en/facts.yaml`},
	{"another number", enFacts, `A Niêng village`, `A Niêng 2 village`,
		`facts.yaml:26: dữ kiện "ADM-08", giá trị "mot" là "thôn A Niêng" mà bản dịch ghi "A Niêng 2 village" ("en"): ghi cùng một con số trong en/facts.yaml`},
	{"another scale", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: HOU-01, from: 2026-01-01, values: {moi: "40 billion dong"}}` + "\n",
		`facts.yaml:15: dữ kiện "HOU-01", giá trị "moi" là "40 triệu đồng" mà bản dịch ghi "40 billion dong" ("en"): ghi cùng một con số trong en/facts.yaml`},
	{"a comma for a point", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: LOAN-01, from: 2026-01-01, values: {tien: "52.000 dong"}}` + "\n",
		`facts.yaml:3: dữ kiện "LOAN-01", giá trị "tien" là "52.000 đồng" mà bản dịch ghi "52.000 dong" ("en"): ghi cùng một con số trong en/facts.yaml`},
	{"another span", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: LOAN-01, from: 2026-01-01, values: {nam: "6.24% a month"}}` + "\n",
		`facts.yaml:3: dữ kiện "LOAN-01", giá trị "nam" là "6,24%/năm" mà bản dịch ghi "6.24% a month" ("en"): ghi cùng một con số trong en/facts.yaml`},
	{"no such value", enFacts, `{mot: `, `{hai: "B village", mot: `,
		`facts.yaml:26: dữ kiện "ADM-08" không có giá trị "hai", mà bản "en" lại dịch: sửa khoá trong en/facts.yaml`},
	{"a document in Vietnamese", enRegisters, `name: "Decision 1/QĐ-TTg", `, "",
		`registers.yaml:3: văn bản "qd1" được nói bằng tiếng "en" mà đang là "Quyết định 1/QĐ-TTg": ghi bản dịch trong en/registers.yaml`},
	{"the document of an answer", enRegisters, `, short: "Circular 2"`, `, short: "Thông tư 2"`,
		`registers.yaml:4: văn bản "tt2" được nói bằng tiếng "en" mà đang là "Thông tư 2": ghi bản dịch trong en/registers.yaml`},
	{"a name in Vietnamese", enRegisters, `long: "the Bank for Social Policies"`, `long: "Ngân hàng"`,
		`registers.yaml:15: tên riêng "nganhang" được nói bằng tiếng "en" mà đang là "Ngân hàng": ghi bản dịch trong en/registers.yaml`},

	{"long title", enRegisters, `How much you can borrow`, `How much your family can borrow from the bank`,
		`en/registers.yaml:19: nhãn "loan.amount": tiêu đề dài 45 chữ cái, nhiều nhất 40: viết ngắn lại`},
	{"long option", enQuestions, `label: "Other"`, `label: "A household that is on no list here"`,
		`en/questions.yaml:4: câu hỏi "dien_ho", lựa chọn "khong": chữ hiện ra dài 35 chữ cái, phải từ 1 đến 34: viết lại`},
	{"long sentence", enRules, `The loan is to earn a living.`, `The loan is ` + strings.Repeat("to earn a living ", 6) + `only.`,
		`en/rules.yaml:4: quy tắc "vay-1", benefit, bản dài: có câu dài 28 tiếng, nhiều nhất 25: cắt làm hai (The loan is to earn…)`},
	{"long answer", enAnswers, `Rate {LOAN-01.nam}. Ask`, `Rate {LOAN-01.nam}. ` + strings.Repeat("Grow rice and maize. ", 12) + `Ask`,
		`en/answers.yaml:12: câu trả lời "loan.interest": ngày 2026-07-01 tin SMS dài 425 chữ cái, nhiều nhất 306: viết ngắn bản ngắn lại`},
	{"long verdict", enRules, `You may well get it.`, strings.Repeat("You may well get it. ", 8),
		`en/rules.yaml:4: quy tắc "vay-1", kết quả "likely", bản ngắn: bỏ dấu còn dài 167 chữ cái, nhiều nhất 160: viết ngắn lại`},
	{"long question", enQuestions, `short: "Which household is yours?"`, `short: "` + strings.Repeat("Which household is yours? ", 8) + `"`,
		`en/questions.yaml:4: câu hỏi "dien_ho": khi xét điều kiện cùng các lựa chọn dài 340 chữ cái, nhiều nhất 306: viết ngắn câu hỏi hoặc các lựa chọn` + "\n" +
			`en/questions.yaml:4: câu hỏi "dien_ho": sau khi hỏi vì sao cùng các lựa chọn dài 307 chữ cái, nhiều nhất 306: viết ngắn câu hỏi hoặc các lựa chọn`},
}

func TestSoundTranslationHasNoProblem(t *testing.T) {
	if got := Run(brokenIn(t, "", "", ""), lessons); len(got) != 0 {
		t.Errorf("found problems where there are none:\n%v", got)
	}
}

func TestTranslationFaults(t *testing.T) {
	for _, tt := range translationFaults {
		t.Run(tt.name, func(t *testing.T) {
			got := Run(brokenIn(t, tt.file, tt.old, tt.instead), lessons)
			if diff := cmp.Diff(tt.want, got.Error()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// An answer outside the menu may stay as it is; translated by half it may not.
func TestTopicsOutsideTheMenu(t *testing.T) {
	lib := func(instead string) *content.Library {
		fsys := folder(t, enAnswers, inEnglish[enAnswers][strings.LastIndex(inEnglish[enAnswers], "  - id"):], instead)
		fsys[labels].Data = []byte(strings.Replace(sound[labels], "menu: 1", "menu: 0", 1))
		return loaded(t, fsys)
	}
	if got := Run(lib(""), lessons); len(got) != 0 {
		t.Errorf("an answer outside the menu was asked for:\n%v", got)
	}
	got := Run(lib(`  - {id: loan.interest, from: 2026-07-01, title: "Interest", short: "Rate {LOAN-01.nam}. Ask {name:nganhang}."}`+"\n"), lessons)
	want := `answers/loan.yaml:17: câu trả lời "loan.interest", bản dài chưa dịch sang "en": viết trong en/`
	if diff := cmp.Diff(want, got.Error()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestNamesAreNoWordsLeftBehind(t *testing.T) {
	for text, want := range map[string]string{
		"the commune of A Lưới, 195 Hồ Chí Minh road": "",
		"Decree 338/2025/NĐ-CP":                       "",
		"at least 30 m²":                              "",
		"See the thôn of A Roàng":                     "thôn",
		"Quảng Phú village, đường":                    "đường",
	} {
		if got := markedWord(text); got != want {
			t.Errorf("markedWord(%q) = %q, want %q", text, got, want)
		}
	}
}

// What is measured here is what the service says.
func TestLayoutsAreThoseOfTheService(t *testing.T) {
	fields := strings.NewReplacer("{{.Docs}}", "%s", "{{.Day}}", "%s", "{{.Until}}", "%s", "{{.Title}}", "%s", "{{.Max}}", "%d", "{{.N}}", "%d", "{{.Ask}}", "%s")
	for lang, file := range map[string]string{"": "vi", "en": "en"} {
		data, err := os.ReadFile("../../locales/active." + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		says := map[string]string{}
		if err := yaml.Unmarshal(data, &says); err != nil {
			t.Fatal(err)
		}
		source, rest, _ := strings.Cut(says["source.sms"], "{{if .Until}}")
		until, end, _ := strings.Cut(rest, "{{end}}")
		want := layout{source + end, until, says["more_short"], says["check_intro.sms"], says["check_question.sms"]}
		for _, s := range []*string{&want.source, &want.until, &want.more, &want.intro, &want.ask} {
			*s = fields.Replace(*s)
		}
		if diff := cmp.Diff(want, layouts[lang], cmp.AllowUnexported(layout{})); diff != "" {
			t.Errorf("%s: -locales +check\n%s", file, diff)
		}
	}
}

// brokenIn loads the sound library and its translation after one replacement
// in one of their files.
func brokenIn(t *testing.T, file, old, instead string) *content.Library {
	t.Helper()
	return loaded(t, folder(t, file, old, instead))
}

func folder(t *testing.T, file, old, instead string) fstest.MapFS {
	t.Helper()
	files := maps.Clone(sound)
	maps.Copy(files, inEnglish)
	if file != "" && !strings.Contains(files[file], old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	files[file] = strings.Replace(files[file], old, instead, 1)
	fsys := fstest.MapFS{}
	for name, text := range files {
		if name != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fsys
}

func loaded(t *testing.T, fsys fstest.MapFS) *content.Library {
	t.Helper()
	l, err := content.Load(fsys)
	if err != nil {
		t.Fatalf("the library does not load: %v", err)
	}
	return approved(l)
}
