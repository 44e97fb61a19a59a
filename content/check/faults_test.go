package check

import "strings"

// The files of the sound library.
const (
	facts, registers, labels = "facts.yaml", "registers.yaml", "labels.yaml"
	answers, asked, rules    = "answers/loan.yaml", "questions.yaml", "rules/loan.yaml"
)

var long = strings.Repeat("lúa ngô khoai sắn ", 17)

// faults are replacements in the sound library, each with all that must be
// said about it.
var faults = []struct{ name, file, old, instead, want string }{
	{"typed digits", answers, `Mức cũ {past`, `Mức 40 cũ {past`,
		`answers/loan.yaml:16: answer "loan.interest", long: the figure "40" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"typed digits in a list", answers, `1. Gặp tổ`, `1. Gặp 2 tổ`,
		`answers/loan.yaml:3: answer "loan.interest", long: the figure "2" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"typed digits in a rule", rules, `"Tổ sẽ hỏi thêm."`, `"Tổ sẽ hỏi 3 câu."`,
		`rules/loan.yaml:3: rule "vay-1", not_asked 1, long: the figure "3" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"typed digits in an option", asked, `label: "Chưa"`, `label: "Chưa, từ 2019"`,
		`questions.yaml:13: question "da_vay", option "chua": the figure "2019" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"typed digits in a note", registers, `long: "Xin hỏi lại xã."`, `long: "Xin hỏi lại 1 lần."`,
		`registers.yaml:17: note "caveat", long: the figure "1" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"number in words", answers, `tức {LOAN-01.tien}`, `tức năm triệu đồng`,
		`answers/loan.yaml:16: answer "loan.interest", long: the figure "triệu đồng" is typed in words: refer to a value of a fact, as {FACT.key}`},
	{"percent in words", answers, `tức {LOAN-01.tien}`, `tức sáu phần trăm`,
		`answers/loan.yaml:16: answer "loan.interest", long: the figure "sáu phần trăm" is typed in words: refer to a value of a fact, as {FACT.key}`},
	{"dung", answers, `Gặp tổ vay vốn.`, `Gặp đúng tổ vay vốn.`,
		`answers/loan.yaml:3: answer "loan.interest", long: ` + noDung},
	{"dung in a value", facts, `tho: "từ xã"`, `tho: "sử dụng"`,
		`facts.yaml:3: fact "LOAN-01", value "tho": ` + noDung},
	{"dung in a document's name", registers, `của Bộ Tài chính`, `của Bộ Xây dựng`,
		`registers.yaml:4: document "tt2": ` + noDung},
	{"dung in a name", registers, `short: "Ngân hàng Chính sách"`, `short: "Nhà băng Dũng"`,
		`registers.yaml:15: name "nganhang": ` + noDung},
	{"reads as its opposite", answers, `Gặp tổ vay vốn.`, `Chớ gặp tổ vay vốn.`,
		`answers/loan.yaml:3: answer "loan.interest", long: "chớ" without marks reads as "cho": write "không nên"`},
	{"hard word", rules, `"Chỉ cho hộ nghèo."`, `"Chỉ cho đối tượng nghèo."`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho", say_unmet, long: "đối tượng" is an office word: say it as one says it at home`},
	{"long sentence", answers, `Gặp tổ vay vốn.`, `Gặp tổ trồng ` + strings.Repeat("lúa ngô khoai sắn ", 6) + `nữa.`,
		`answers/loan.yaml:3: answer "loan.interest", long: a sentence has 28 words, 25 is the most: cut it in two (Gặp tổ trồng lúa ngô…)`},
	{"no short text", rules, `short: "Gặp tổ."`, `short: ""`,
		`rules/loan.yaml:3: rule "vay-1", next_step has no short text: write it`},
	{"no long text", answers, `long: "Hộ nghèo vay với lãi {LOAN-01.nam}, tức {LOAN-01.tien}. Mức cũ {past:HOU-01.moi} đã hết."`, `long: ""`,
		`answers/loan.yaml:16: answer "loan.interest" has no long text: write it`},

	{"fact not in force", answers, `Mức cũ {past:HOU-01.moi}`, `Mức {HOU-01.moi}`,
		`answers/loan.yaml:16: answer "loan.interest", long: fact "HOU-01" has no version for this on 2026-07-01: date the text, or refer to it as {past:…} or {next:…}`},
	{"fact never past", answers, `{past:HOU-01.moi}`, `{past:LOAN-01.nam}`,
		`answers/loan.yaml:16: answer "loan.interest", long: fact "LOAN-01" has no version for this on 2026-07-01: date the text, or refer to it as {past:…} or {next:…}`},
	{"fact ends inside the version", facts, `to: 2026-06-30`, `to: 2026-05-31`,
		`answers/loan.yaml:3: answer "loan.interest", short: fact "HOU-01" has no version for this on 2026-06-01: date the text, or refer to it as {past:…} or {next:…}`},
	{"no such value", answers, `tức {LOAN-01.tien}`, `tức {LOAN-01.vang}`,
		`answers/loan.yaml:16: answer "loan.interest", long: fact "LOAN-01" has no value "vang": correct the key or add the value`},
	{"no such document", answers, `Mức cũ`, `Theo {doc:qd9}, mức cũ`,
		`answers/loan.yaml:16: answer "loan.interest", long: there is no document "qd9": correct the id or add it to documents.yaml`},
	{"only the short form", answers, `{name:nganhang}`, `{name:nhabang}`,
		`answers/loan.yaml:16: answer "loan.interest", short: there is no name "nhabang": correct the id or add it to names.yaml`},
	{"said without a section", facts, `section: "Điều 1"`, `section: ""`,
		`facts.yaml:3: fact "LOAN-01" is said and names no document or section: give "doc:" and "section:"`},
	{"said with low confidence", facts, `confidence: medium`, `confidence: low`,
		`facts.yaml:15: fact "HOU-01" is said with low confidence: find a better source, or say that no figure is known`},
	{"derived from nothing", facts, `from: [LOAN-01.thang]`, `from: [LOAN-01.quy]`,
		`facts.yaml:3: fact "LOAN-01", derived "tien" is computed from "LOAN-01.quy", which does not exist: correct the reference`},
	{"sum not shown", facts, `how: "10.000.000 x 0,52%"`, `how: ""`,
		`facts.yaml:3: fact "LOAN-01", derived "tien" does not say how it was computed: give "from:" and "how:"`},
	{"hall without a fact", registers, `hall: ADM-08.mot`, `hall: ADM-08.hai`,
		`registers.yaml:11: commune "a-luoi-1", hall: fact "ADM-08" has no value "hai": correct the key or add the value`},
	{"nobody in the office of an answer", answers, `office: phong-huyen`, `office: phong-moi`,
		`answers/loan.yaml:3: answer "loan.interest": office "phong-moi" has nobody in office on 2026-01-01: date its successor`},
	{"nobody in the office of a rule", rules, `office: phong-xa`, `office: phong-moi`,
		`rules/loan.yaml:3: rule "vay-1": office "phong-moi" has nobody in office on 2026-01-01: date its successor`},

	{"fact not reviewed", facts, `reviewed: {by: "biên tập", on: 2026-11-25}`, `reviewed: {by: "", on: 2026-11-25}`,
		`facts.yaml:3: fact "LOAN-01" has not been reviewed: add "reviewed: {by: …, on: …}"`},
	{"answer not reviewed", answers, `reviewed: {by: "biên tập", on: 2026-11-25}`, `reviewed: {by: "biên tập"}`,
		`answers/loan.yaml:3: answer "loan.interest" has not been reviewed: add "reviewed: {by: …, on: …}"`},
	{"rule reviewed for ever", rules, `review_months: 6`, `review_months: 0`,
		`rules/loan.yaml:3: rule "vay-1" does not say how long its review holds: add "review_months:"`},
	{"changed since approved", facts, `hash: ""`, `hash: "0123456789ab"`,
		`facts.yaml:3: fact "LOAN-01" was changed since it was approved: hold it against its source, then run tinban facts approve LOAN-01`},

	{"long title", labels, `title: "Vay được bao nhiêu"`, `title: "Nhà mình vay được nhiều nhất là bao nhiêu tiền"`,
		`labels.yaml:6: label "loan.amount": the title has 46 letters, 40 is the most: shorten it`},
	{"no title", labels, `title: "Vay được bao nhiêu"`, `title: ""`,
		`labels.yaml:6: label "loan.amount" has no title: give it one`},
	{"long option", asked, `label: "Hộ khác"`, `label: "Hộ không có tên trong danh sách của xã"`,
		`questions.yaml:3: question "dien_ho", option "khong": the label has 38 letters, 1 to 34 are right: rewrite it`},
	{"too many options", asked, `- {key: roi, label: "Rồi", prior: 0.4}`, manyOptions(),
		`questions.yaml:13: question "da_vay" has 10 options, 9 is the most: join some`},
	{"long answer", answers, `Lãi {LOAN-01.thang}. Hỏi`, `Lãi {LOAN-01.thang}. Trồng ` + strings.ReplaceAll(long[:len(long)-1], "sắn lúa", "sắn. Lúa") + `. Hỏi`,
		`answers/loan.yaml:16: answer "loan.interest": on 2026-07-01 the SMS has 474 letters, 306 is the most: shorten the short text`},
	{"long verdict", rules, `short: "Có khả năng được vay."`, `short: "` + strings.Repeat("Có khả năng được vay. ", 8) + `"`,
		`rules/loan.yaml:3: rule "vay-1", verdict "likely", short: it has 175 letters without marks, 160 is the most: shorten it`},
	{"long question", asked, `short: "Nhà mình là hộ nào?"`, `short: "` + strings.Repeat("Nhà mình là hộ nào? ", 9) + `"`,
		`questions.yaml:3: question "dien_ho": in a check it has 312 letters with its options, 306 is the most: shorten it or the labels`},
	{"long reason to ask", asked, `why: "Vì đã vay thì hỏi tổ."`, `why: "` + strings.Repeat("Vì đã vay thì hỏi tổ. ", 13) + `"`,
		`questions.yaml:13: question "da_vay": after why it has 333 letters with its options, 306 is the most: shorten it or the labels`},

	{"gap between versions", answers, `from: 2026-07-01`, `from: 2026-07-05`,
		`answers/loan.yaml:3: answer "loan.interest" has nothing to say from 2026-07-01 until 2026-07-05: date the two versions without a gap`},
	{"last version ends", answers, "from: 2026-07-01\n", "from: 2026-07-01\n    to: 2026-12-31\n",
		`answers/loan.yaml:16: answer "loan.interest" ends on 2026-12-31 and nothing follows: write what holds after it`},

	{"criterion without a document", rules, `basis: [{doc: qd1, section: "Điều 1"}]`, `basis: []`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho" names no document: add "basis:"`},
	{"criterion without a fact", rules, `facts: [LOAN-01]`, `facts: []`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho" rests on no fact: add "facts:"`},
	{"criterion without a label", rules, `label: "Chưa vay"`, `label: ""`,
		`rules/loan.yaml:3: rule "vay-1", criterion "chua_vay" has no label: say in a few words what it asks for`},
	{"gate without a document", rules, `basis: [{doc: qd1, section: "Điều 5"}]`, `basis: []`,
		`rules/loan.yaml:3: rule "vay-1", gate "vung" names no document: add "basis:"`},
	{"fact of another time", rules, `facts: [LOAN-01]`, `facts: [HOU-01]`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho": fact "HOU-01" is not in force on 2026-07-01: name the fact of that time, or end the rule`},
	{"fact that may not decide", rules, `facts: [LOAN-01]`, `facts: [NV-01]`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho": fact "NV-01" may not decide (use: unverified, confidence: low): find a better one`},
	{"verdict without words", rules, `      ended: {long: "Chương trình đã hết.", short: "Đã hết."}` + "\n", "",
		`rules/loan.yaml:3: rule "vay-1" can come to "ended" and has no words for it: add them under "verdicts:"`},
	{"verdict that never comes", rules, `      ended: {`, `      redirect: {long: "Xem chỗ khác.", short: "Chỗ khác."}` + "\n      ended: {",
		`rules/loan.yaml:3: rule "vay-1" never comes to "redirect": look at its criteria and gates, or take the words out`},
	{"no without a reason", rules, `say_unmet: {long: "Chỉ cho hộ nghèo.", short: "Chỉ hộ nghèo."}`, `say_unmet: {}`,
		`rules/loan.yaml:3: rule "vay-1", criterion "ho" can be unmet and does not say why: add "say_unmet:"`},
	{"unclear without help", rules, `say_unknown: {long: "Đã vay thì hỏi tổ.", short: "Hỏi tổ."}`, `say_unknown: {}`,
		`rules/loan.yaml:3: rule "vay-1", criterion "chua_vay" can be unknown and does not say what to do: add "say_unknown:"`},
	{"gate without a reason", rules, `say: {long: "Xã mình phải hỏi lại.", short: "Hỏi lại xã."}`, `say: {}`,
		`rules/loan.yaml:3: rule "vay-1", gate "vung" can decide and does not say why: add "say:"`},

	{"test wants another verdict", rules, `verdict: unlikely, unmet`, `verdict: need_info, unmet`,
		`rules/loan.yaml:3: rule "vay-1", test "hộ khác": the verdict is "unlikely", the test wants "need_info": correct the rule or the test`},
	{"test wants another reason", rules, `unmet: [ho]`, `unmet: [chua_vay]`,
		`rules/loan.yaml:3: rule "vay-1", test "hộ khác": unmet is [ho], the test wants [chua_vay]: correct the rule or the test`},
	{"test wants another unknown", rules, `unknown: [chua_vay]`, `unknown: []`,
		`rules/loan.yaml:3: rule "vay-1", test "đã vay": unknown is [chua_vay], the test wants []: correct the rule or the test`},
	{"test forgets the gate", rules, `unknown: [], gate: vung`, `unknown: []`,
		`rules/loan.yaml:3: rule "vay-1", test "ngoài vùng": the gate is "vung", the test wants "": correct the rule or the test`},
	{"test allows too little", rules, `verdict: need_info, max_asked: 2`, `verdict: need_info, max_asked: 1`,
		`rules/loan.yaml:3: rule "vay-1", test "chưa hỏi": 2 questions can follow, the test allows 1: correct the rule or the test`},
	{"test gives what is not asked", rules, `given: {dien_ho: khong}`, `given: {dien_ho: giau}`,
		`rules/loan.yaml:3: rule "vay-1", test "hộ khác": the rule asks no question "dien_ho" with the option "giau": correct the rule or the test` + "\n" +
			`rules/loan.yaml:3: rule "vay-1": no test has criterion "ho" unmet: add one`},
	{"rule without tests", rules, sound[rules][strings.Index(sound[rules], "    tests:"):], "",
		`rules/loan.yaml:3: rule "vay-1" has no tests: write the cases it must decide`},
	{"criterion not tested", rules, `given: {dien_ho: ngheo, da_vay: roi}, verdict: need_info, unknown: [chua_vay]`, `given: {dien_ho: ngheo, da_vay: chua}, verdict: likely`,
		`rules/loan.yaml:3: rule "vay-1": no test has criterion "chua_vay" unknown: add one`},
}

// manyOptions is nine options where one was.
func manyOptions() string {
	var b strings.Builder
	for _, key := range strings.Fields("roi b c d e g h i k") {
		b.WriteString("- {key: " + key + ", label: \"Khác " + key + "\", prior: 0.0444}\n      ")
	}
	return strings.TrimRight(b.String(), " \n")
}
