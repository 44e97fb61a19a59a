package content

import (
	"strings"
	"testing"
	"testing/fstest"

	"tinban/eligibility"
)

// sound is a small folder with nothing wrong.
var sound = map[string]string{
	"registers.yaml": `schema: tinban/1
documents: [{id: d, name: "Quyết định một", short: "QĐ"}]
offices:
  - {id: old, name: "Phòng huyện", to: 2025-06-30, successor: new}
  - {id: new, name: "Phòng {xa}", from: 2025-07-01}
communes:
  - {id: c-old, name: "Hồng Hạ", to: 2025-06-30, successor: c-new}
  - {id: c-new, name: "A Lưới 5", from: 2025-07-01}
labels: [{id: loan.interest, group: loan, title: "Lãi vay", ask: old}]
groups: [{id: loan, title: "Vay", menu: 1, main: loan.interest}]
`,
	"facts.yaml": `schema: tinban/1
facts:
  - {id: F, statement: "s", values: {nam: "6,24%/năm"}, doc: d, section: "1", from: 2025-12-01, confidence: high, use: say}
`,
	"answers.yaml": `schema: tinban/1
answers:
  - {id: loan.interest, title: "Lãi vay", from: 2026, long: "Lãi {F.nam}.", short: "Lãi {F.nam}.", office: old}
`,
	"questions.yaml": `schema: tinban/1
questions:
  - {id: q, kind: choice, ask: "Có không?", options: [{key: co, label: "Có", prior: 0.6}, {key: khong, label: "Không", prior: 0.4}]}
`,
	"rules.yaml": `schema: tinban/1
rules:
  - id: r
    programme: p
    title: "Vay"
    from: 2026-01-01
    max_questions: 1
    criteria: [{id: c, label: "Có", question: q, met: [co], unmet: [khong]}]
    results: [{question: q, options: [co], long: "a", short: "a"}]
`,
	"en/rules.yaml": `schema: tinban/1
lang: en
rules:
  - {id: r, from: 2026-01-01, title: "Loan", results: [{long: "A", short: "A"}]}
`,
}

// folder is the sound one with one file changed.
func folder(file, old, instead string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range sound {
		if name == file {
			text = strings.Replace(text, old, instead, 1)
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func day(t *testing.T, s string) eligibility.Date {
	t.Helper()
	d, err := eligibility.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoadFindsWhatIsWrong(t *testing.T) {
	for _, tc := range []struct{ name, file, old, instead, want string }{
		{"unknown field", "answers.yaml", `office: old`, `colour: red`, `answers.yaml:3: không có mục "colour"`},
		{"field twice", "answers.yaml", `office: old`, `office: old, office: new`, `answers.yaml:3: mục "office" ghi hai lần trong một chỗ: bỏ một dòng; các mục được phép ghi có trong docs/content.md`},
		{"no YAML", "answers.yaml", `office: old}`, `office: old`, `answers.yaml:3: viết sai khuôn YAML (`},
		{"no schema", "facts.yaml", `schema: tinban/1`, `schema: other`, `facts.yaml:1: schema là "other", phải là "tinban/1"`},
		{"unknown office", "answers.yaml", `office: old`, `office: none`, `answers.yaml:3: không có cơ quan "none"`},
		{"unknown document", "facts.yaml", `doc: d`, `doc: e`, `facts.yaml:3: không có văn bản "e"`},
		{"unknown use", "facts.yaml", `use: say`, `use: shout`, `dữ kiện "F": use là "shout"`},
		{"no successor", "registers.yaml", `, successor: new}`, `}`, `cơ quan "old" đã hết mà không ghi nơi nào thay`},
		{"used twice", "registers.yaml", `{id: new,`, `{id: old,`, `mã "old" ghi hai lần`},
		{"no label", "answers.yaml", `id: loan.interest`, `id: loan.other`, `câu trả lời "loan.other" không thuộc nhãn nào`},
		{"unknown option", "rules.yaml", `met: [co]`, `met: [maybe]`, `quy tắc "r": điều kiện c: "maybe" không phải lựa chọn của q`},
		{"no such day", "answers.yaml", `from: 2026,`, `from: soon,`, `answers.yaml:3: không phải là ngày: "soon"`},
		{"translation of nothing", "en/rules.yaml", `id: r,`, `id: s,`, `bản dịch này dịch quy tắc "s" từ 2026-01-01, mà không có bản ấy`},
		{"result dropped", "rules.yaml", `[{question: q, options: [co], long: "a", short: "a"}]`, `[]`, `có 0 câu results và 0 câu not_asked, bản dịch có 1 và 0`},
		{"unknown language", "en/rules.yaml", `lang: en`, `lang: xx`, `dịch vụ không nói tiếng "xx"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Load(folder(tc.file, tc.old, tc.instead))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Load = %v, want %q", err, tc.want)
			}
		})
	}
}

// What holds depends on the day: answers begin and end, offices and communes
// are followed by others, names change with the language.
func TestWhatHoldsOnADay(t *testing.T) {
	l, err := Load(folder("", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if l.AnswerOn("loan.interest", day(t, "2025-12-31")) != nil || l.AnswerOn("loan.interest", day(t, "2026-01-01")) == nil {
		t.Error("a bare year does not begin on its first day")
	}
	view := View{On: day(t, "2026-11-25"), Commune: "c-old"}
	if name, err := l.OfficeName("old", view); err != nil || name != "Phòng xã A Lưới 5" {
		t.Errorf("office %q, %v", name, err)
	}
	view.On = day(t, "2025-06-30")
	if name, err := l.OfficeName("old", view); err != nil || name != "Phòng huyện" {
		t.Errorf("office before: %q, %v", name, err)
	}
	if r := l.RuleOn("p", day(t, "2025-12-31")); r != nil {
		t.Errorf("rule %s before its first day", r.ID)
	}
	en := l.In("en")
	if got := en.Rules["p"][0].Title; got != "Loan" || l.Rules["p"][0].Title != "Vay" {
		t.Errorf("titles %q and %q", got, l.Rules["p"][0].Title)
	}
	said, err := en.Render("{F.nam} at {office:old}", View{On: day(t, "2026-11-25"), Commune: "c-new"})
	if err != nil || said.Text != "6.24% a year at Phòng A Lưới 5 commune" {
		t.Errorf("in English %q, %v", said.Text, err)
	}
}

func TestRenderRefuses(t *testing.T) {
	l, err := Load(folder("facts.yaml", "use: say", "use: internal"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"{F.nam}":      "không được nói ra",
		"{F}":          "không nói giá trị nào",
		"{G.nam}":      "không có bản nào",
		"{past:F.nam}": "không có bản nào",
		"{office:x}":   "không còn ai làm",
		"{name:x}":     "không có tên riêng",
		"{doc:x}":      "không có văn bản",
		"{what:x}":     "không thuộc loại nào",
	} {
		if _, err := l.Render(text, View{On: day(t, "2026-11-25")}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
