package check

import (
	"strings"
	"testing"
	"testing/fstest"

	"tinban/content"
)

// A small library in which nothing is wrong. Each test breaks one thing.
var sound = map[string]string{
	"facts.yaml": `schema: tinban/1
facts:
  - id: LOAN-01
    statement: "Lãi vay hộ nghèo."
    values: {nam: "6,24%/năm", thang: "0,52%/tháng", tho: "từ xã"}
    derived:
      tien: {value: "52.000 đồng", from: [LOAN-01.thang], how: "10.000.000 x 0,52%"}
    doc: qd1
    section: "Điều 1"
    from: 2026-01-01
    confidence: high
    use: caveat
    reviewed: {by: "biên tập", on: 2026-11-25}
    hash: "now"
  - id: HOU-01
    statement: "Mức cũ."
    values: {moi: "40 triệu đồng"}
    doc: qd1
    section: "Điều 2"
    from: 2026-01-01
    to: 2026-06-30
    confidence: medium
    use: say
    reviewed: {by: "biên tập", on: 2026-11-25}
    hash: "now"
  - id: ADM-08
    statement: "Trụ sở xã."
    values: {mot: "thôn A Niêng"}
    confidence: medium
    use: say
    doc: qd1
    section: "Điều 3"
    from: 2025-07-01
    reviewed: {by: "biên tập", on: 2026-11-25}
    hash: "now"
  - id: NV-01
    statement: "Chưa xác minh."
    confidence: low
    use: unverified
    reviewed: {by: "biên tập", on: 2026-11-25}
`,
	"registers.yaml": `schema: tinban/1
documents:
  - {id: qd1, name: "Quyết định 1/QĐ-TTg", short: "QĐ 1", in_hand: true}
  - {id: tt2, name: "Thông tư 2 của Bộ Tài chính", short: "TT 2", in_hand: true}
offices:
  - {id: phong-huyen, name: "Phòng huyện", short: "Phòng huyện", to: 2025-06-30, successor: phong-xa}
  - {id: phong-xa, name: "Phòng Kinh tế {xa}", short: "Phòng Kinh tế {xa}", from: 2025-07-01, fact: ADM-08}
  - {id: phong-moi, name: "Phòng mới", short: "Phòng mới", from: 2026-03-01}
communes:
  - {id: hong-kim, name: "Hồng Kim", to: 2025-06-30, successor: a-luoi-1}
  - {id: a-luoi-1, name: "A Lưới 1", from: 2025-07-01, hall: ADM-08.mot}
tables:
  - {id: vung, rows: [{from: 2026-01-01, to: 2026-06-30, value: true}, {from: 2026-07-01, value: false}]}
names:
  - {id: nganhang, long: "Ngân hàng Chính sách xã hội", short: "Ngân hàng Chính sách"}
notes:
  - {id: caveat, long: "Xin hỏi lại xã.", short: "Hỏi lại xã."}
  - {id: debt, long: "Vay là nợ phải trả.", short: "Nợ phải trả."}
`,
	"labels.yaml": `schema: tinban/1
groups:
  - {id: loan, title: "Vay vốn", menu: 1, main: loan.interest, check: vay}
labels:
  - {id: loan.interest, group: loan, title: "Lãi vay vốn", ask: phong-huyen}
  - {id: loan.amount, group: loan, title: "Vay được bao nhiêu", ask: phong-xa}
`,
	"answers/loan.yaml": `schema: tinban/1
answers:
  - id: loan.interest
    title: "Lãi vay vốn"
    from: 2026-01-01
    to: 2026-06-30
    long: |
      Hộ nghèo vay với lãi {LOAN-01.nam}. Nhà mới {HOU-01.moi}.
      1. Gặp tổ vay vốn.
      2. Đến {office:phong-huyen}.
    short: "Lãi {LOAN-01.nam}. Nhà mới được {HOU-01.moi}."
    loud: "Thưa bà con. Hộ nghèo vay với lãi {LOAN-01.nam}. Hỏi {office:phong-huyen}."
    office: phong-huyen
    notes: [debt]
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
  - id: loan.interest
    title: "Lãi vay vốn"
    from: 2026-07-01
    long: "Hộ nghèo vay với lãi {LOAN-01.nam}, tức {LOAN-01.tien}. Mức cũ {past:HOU-01.moi} đã hết."
    short: "Lãi {LOAN-01.nam}. Hỏi {name:nganhang} hoặc {office:phong-xa}."
    loud: "Thưa bà con. Hộ nghèo vay với lãi {LOAN-01.nam}. Hỏi {office:phong-xa}."
    sources: [{doc: tt2, section: "Điều 4"}]
    office: phong-xa
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
`,
	"questions.yaml": `schema: tinban/1
questions:
  - id: dien_ho
    kind: choice
    ask: "Nhà mình là hộ nào?"
    short: "Nhà mình là hộ nào?"
    why: "Vì hộ nghèo mới được xét."
    unknown_help: "Hỏi trưởng thôn."
    options:
      - {key: ngheo, label: "Hộ nghèo", prior: 0.4}
      - {key: khong, label: "Hộ khác", prior: 0.5}
      - {key: khong_ro, label: "Không rõ", prior: 0.1, unknown: true}
  - id: da_vay
    kind: choice
    ask: "Nhà mình đã vay chưa?"
    short: "Nhà mình vay chưa?"
    why: "Vì đã vay thì hỏi tổ."
    unknown_help: "Hỏi tổ."
    options:
      - {key: chua, label: "Chưa", prior: 0.6}
      - {key: roi, label: "Rồi", prior: 0.4}
`,
	"rules/loan.yaml": `schema: tinban/1
rules:
  - id: vay-1
    programme: vay
    title: "Vay hộ nghèo"
    from: 2026-01-01
    to: 2026-12-31
    office: phong-xa
    max_questions: 2
    gates:
      - id: vung
        table: vung
        equals: true
        on_fail: {cap: need_info}
        basis: [{doc: qd1, section: "Điều 5"}]
        say: {long: "Xã mình phải hỏi lại.", short: "Hỏi lại xã."}
    criteria:
      - id: ho
        label: "Hộ nghèo"
        question: dien_ho
        met: [ngheo]
        unmet: [khong]
        facts: [LOAN-01]
        basis: [{doc: qd1, section: "Điều 1"}]
        say_unmet: {long: "Chỉ cho hộ nghèo.", short: "Chỉ hộ nghèo."}
        say_unknown: {long: "Hỏi trưởng thôn.", short: "Hỏi thôn."}
      - id: chua_vay
        label: "Chưa vay"
        question: da_vay
        met: [chua]
        facts: [LOAN-01]
        basis: [{doc: qd1, section: "Điều 1"}]
        say_unknown: {long: "Đã vay thì hỏi tổ.", short: "Hỏi tổ."}
    benefit: {long: "Vay để làm ăn.", short: "Vay để làm ăn."}
    verdicts:
      likely: {long: "Nhà mình có khả năng được vay.", short: "Có khả năng được vay."}
      need_info: {long: "Chưa kết luận được.", short: "Chưa kết luận được."}
      unlikely: {long: "Có thể chưa thuộc diện này.", short: "Chưa thuộc diện này."}
      ended: {long: "Chương trình đã hết.", short: "Đã hết."}
    results:
      - {question: dien_ho, options: [ngheo], long: "Lãi {LOAN-01.nam}.", short: "Lãi {LOAN-01.nam}."}
    not_asked: [{long: "Tổ sẽ hỏi thêm.", short: "Tổ hỏi thêm."}]
    next_step: {long: "Gặp tổ.", short: "Gặp tổ."}
    reviewed: {by: "biên tập", on: 2026-11-25}
    review_months: 6
    tests:
      - {name: "hộ nghèo", as_of: 2026-03-01, given: {dien_ho: ngheo, da_vay: chua}, verdict: likely, max_asked: 0}
      - {name: "hộ khác", as_of: 2026-03-01, given: {dien_ho: khong}, verdict: unlikely, unmet: [ho], max_asked: 0}
      - {name: "không rõ", as_of: 2026-03-01, given: {dien_ho: khong_ro, da_vay: chua}, verdict: need_info, unknown: [ho]}
      - {name: "đã vay", as_of: 2026-03-01, given: {dien_ho: ngheo, da_vay: roi}, verdict: need_info, unknown: [chua_vay]}
      - {name: "chưa hỏi", as_of: 2026-03-01, given: {}, verdict: need_info, max_asked: 2}
      - {name: "ngoài vùng", as_of: 2026-08-01, given: {dien_ho: ngheo, da_vay: chua}, verdict: need_info, unknown: [], gate: vung}
      - {name: "đã hết", as_of: 2027-01-01, given: {}, verdict: ended, gate: validity, max_asked: 0}
`,
}

var lessons = []content.Example{
	{Label: "loan.interest", Text: "lãi vay bao nhiêu"},
	{Label: "loan.amount", Text: "vay được mấy"},
}

// broken loads the sound library after one replacement in one of its files.
func broken(t *testing.T, file, old, instead string) *content.Library {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range sound {
		if name == file {
			if !strings.Contains(text, old) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			text = strings.Replace(text, old, instead, 1)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := content.Load(fsys)
	if err != nil {
		t.Fatalf("the library does not load: %v", err)
	}
	return approved(l)
}

// approved stamps the facts that say "now", so that a test may change one
// without being told that its stamp is old.
func approved(l *content.Library) *content.Library {
	for _, versions := range l.Facts {
		for _, f := range versions {
			if f.Hash == "now" {
				f.Hash = f.Stamp()
			}
		}
	}
	return l
}
