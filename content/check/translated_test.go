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
      A poor household pays {LOAN-01.nam}.
      1. See the loan group.
      2. Go to {office:phong-huyen}.
    short: "Rate {LOAN-01.thang}. A new house gets {HOU-01.moi}."
  - id: loan.interest
    title: "Interest on loans"
    from: 2026-07-01
    long: "A poor household pays {LOAN-01.nam}, that is {LOAN-01.tien}. The old {past:HOU-01.moi} has ended."
    short: "Rate {LOAN-01.thang}. Ask {name:nganhang} or {office:phong-xa}."
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
		`labels.yaml:6: label "loan.amount", title is not translated into "en": write it in en/`},
	{"no title of a group", enRegisters, `title: "Loans"`, `title: ""`,
		`labels.yaml:3: group "loan", title is not translated into "en": write it in en/`},
	{"no short note", enRegisters, `, short: "Pay it back."`, "",
		`registers.yaml:18: note "debt", short is not translated into "en": write it in en/`},
	{"no office", enRegisters, `  - {id: phong-moi, name: "the new office", short: "the new office"}` + "\n", "",
		`registers.yaml:8: office "phong-moi", long is not translated into "en": write it in en/` + "\n" +
			`registers.yaml:8: office "phong-moi", short is not translated into "en": write it in en/`},
	{"no reason to ask", enQuestions, `    why: "Because the group knows."` + "\n", "",
		`questions.yaml:13: question "da_vay", why is not translated into "en": write it in en/`},
	{"no option", enQuestions, `{key: khong, label: "Other"}, `, "",
		`questions.yaml:3: question "dien_ho", option "khong" is not translated into "en": write it in en/`},
	{"no version of an answer", enAnswers, inEnglish[enAnswers][strings.LastIndex(inEnglish[enAnswers], "  - id"):], "",
		`answers/loan.yaml:16: answer "loan.interest", long is not translated into "en": write it in en/` + "\n" +
			`answers/loan.yaml:16: answer "loan.interest", short is not translated into "en": write it in en/` + "\n" +
			`answers/loan.yaml:16: answer "loan.interest", title is not translated into "en": write it in en/`},
	{"no words of a verdict", enRules, `      unlikely: {long: "Your family may not be covered.", short: "Maybe not covered."}` + "\n", "",
		`rules/loan.yaml:3: rule "vay-1", verdict "unlikely", long is not translated into "en": write it in en/` + "\n" +
			`rules/loan.yaml:3: rule "vay-1", verdict "unlikely", short is not translated into "en": write it in en/`},
	{"no words of a gate", enRules, `, short: "Ask the commune."}}]`, `}}]`,
		`rules/loan.yaml:3: rule "vay-1", gate "vung", short is not translated into "en": write it in en/`},
	{"no result", enRules, `    results: [{long: "Rate {LOAN-01.nam}.", short: "Rate {LOAN-01.nam}."}]` + "\n", "",
		`rules/loan.yaml:3: rule "vay-1", result 1, long is not translated into "en": write it in en/` + "\n" +
			`rules/loan.yaml:3: rule "vay-1", result 1, short is not translated into "en": write it in en/`},

	{"another figure", enAnswers, `pays {LOAN-01.nam}, that`, `pays {LOAN-01.thang}, that`,
		`en/answers.yaml:12: answer "loan.interest", long leaves out {LOAN-01.nam}, which the original says: say the same` + "\n" +
			`en/answers.yaml:12: answer "loan.interest", long says {LOAN-01.thang}, which the original does not: say the same`},
	{"a figure of another time", enAnswers, `The old {past:HOU-01.moi}`, `The old {next:HOU-01.moi}`,
		`en/answers.yaml:12: answer "loan.interest", long leaves out {past:HOU-01.moi}, which the original says: say the same` + "\n" +
			`en/answers.yaml:12: answer "loan.interest", long says {next:HOU-01.moi}, which the original does not: say the same` + "\n" +
			`en/answers.yaml:12: answer "loan.interest", long: fact "HOU-01" has no version for this on 2026-07-01: date the text, or refer to it as {past:…} or {next:…}`},
	{"a figure less", enRules, `short: "Rate {LOAN-01.nam}."`, `short: "Ask for the rate."`,
		`en/rules.yaml:4: rule "vay-1", result 1, short leaves out {LOAN-01.nam}, which the original says: say the same`},
	{"typed digits", enAnswers, `that is {LOAN-01.tien}`, `that is {LOAN-01.tien}, not 60,000 dong`,
		`en/answers.yaml:12: answer "loan.interest", long: the figure "60,000" is typed: write it as a value of a fact and refer to it, as {FACT.key}`},
	{"number in words", enAnswers, `has ended`, `ended two years ago`,
		`en/answers.yaml:12: answer "loan.interest", long: the figure "two years" is typed in words: refer to a value of a fact, as {FACT.key}`},
	{"a word left behind", enAnswers, `See the loan group.`, `See the tổ of A Lưới.`,
		`en/answers.yaml:4: answer "loan.interest", long still holds "tổ": translate it`},

	{"a value in Vietnamese", enFacts, `values: {mot: "A Niêng village"}`, `values: {}`, ""}, // nobody says it
	{"a said value in Vietnamese", facts, `nam: "6,24%/năm"`, `nam: "cỡ 6,24%/năm"`,
		`facts.yaml:3: fact "LOAN-01", value "nam" is said in "en" and reads "cỡ 6,24%/năm": give it in en/facts.yaml`},
	{"another number", enFacts, `A Niêng village`, `A Niêng 2 village`,
		`facts.yaml:25: fact "ADM-08", value "mot" is "thôn A Niêng" and reads "A Niêng 2 village" in "en": say the same figure in en/facts.yaml`},
	{"another scale", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: HOU-01, from: 2026-01-01, values: {moi: "40 billion dong"}}` + "\n",
		`facts.yaml:15: fact "HOU-01", value "moi" is "40 triệu đồng" and reads "40 billion dong" in "en": say the same figure in en/facts.yaml`},
	{"a comma for a point", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: LOAN-01, from: 2026-01-01, values: {tien: "52.000 dong"}}` + "\n",
		`facts.yaml:3: fact "LOAN-01", value "tien" is "52.000 đồng" and reads "52.000 dong" in "en": say the same figure in en/facts.yaml`},
	{"another span", enFacts, `facts:` + "\n", `facts:` + "\n" + `  - {id: LOAN-01, from: 2026-01-01, values: {nam: "6.24% a month"}}` + "\n",
		`facts.yaml:3: fact "LOAN-01", value "nam" is "6,24%/năm" and reads "6.24% a month" in "en": say the same figure in en/facts.yaml`},
	{"no such value", enFacts, `{mot: `, `{hai: "B village", mot: `,
		`facts.yaml:25: fact "ADM-08" has no value "hai", which "en" translates: correct the key in en/facts.yaml`},
	{"a document in Vietnamese", enRegisters, `name: "Decision 1/QĐ-TTg", `, "",
		`registers.yaml:3: document "qd1" is said in "en" and reads "Quyết định 1/QĐ-TTg": give it in en/registers.yaml`},
	{"the document of an answer", enRegisters, `, short: "Circular 2"`, `, short: "Thông tư 2"`,
		`registers.yaml:4: document "tt2" is said in "en" and reads "Thông tư 2": give it in en/registers.yaml`},
	{"a name in Vietnamese", enRegisters, `long: "the Bank for Social Policies"`, `long: "Ngân hàng"`,
		`registers.yaml:15: name "nganhang" is said in "en" and reads "Ngân hàng": give it in en/registers.yaml`},

	{"long title", enRegisters, `How much you can borrow`, `How much your family can borrow from the bank`,
		`en/registers.yaml:19: label "loan.amount": the title has 45 letters, 40 is the most: shorten it`},
	{"long option", enQuestions, `label: "Other"`, `label: "A household that is on no list here"`,
		`en/questions.yaml:4: question "dien_ho", option "khong": the label has 35 letters, 1 to 34 are right: rewrite it`},
	{"long sentence", enRules, `The loan is to earn a living.`, `The loan is ` + strings.Repeat("to earn a living ", 6) + `only.`,
		`en/rules.yaml:4: rule "vay-1", benefit, long: a sentence has 28 words, 25 is the most: cut it in two (The loan is to earn…)`},
	{"long answer", enAnswers, `Rate {LOAN-01.thang}. Ask`, `Rate {LOAN-01.thang}. ` + strings.Repeat("Grow rice and maize. ", 12) + `Ask`,
		`en/answers.yaml:12: answer "loan.interest": on 2026-07-01 the SMS has 426 letters, 306 is the most: shorten the short text`},
	{"long verdict", enRules, `You may well get it.`, strings.Repeat("You may well get it. ", 8),
		`en/rules.yaml:4: rule "vay-1", verdict "likely", short: it has 167 letters without marks, 160 is the most: shorten it`},
	{"long question", enQuestions, `short: "Which household is yours?"`, `short: "` + strings.Repeat("Which household is yours? ", 8) + `"`,
		`en/questions.yaml:4: question "dien_ho": after why it has 307 letters with its options, 306 is the most: shorten it or the labels` + "\n" +
			`en/questions.yaml:4: question "dien_ho": in a check it has 340 letters with its options, 306 is the most: shorten it or the labels`},
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
	got := Run(lib(`  - {id: loan.interest, from: 2026-07-01, title: "Interest", short: "Rate {LOAN-01.thang}. Ask {name:nganhang}."}`+"\n"), lessons)
	want := `answers/loan.yaml:16: answer "loan.interest", long is not translated into "en": write it in en/`
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
	fields := strings.NewReplacer("{{.Docs}}", "%s", "{{.Day}}", "%s", "{{.Title}}", "%s", "{{.Max}}", "%d", "{{.N}}", "%d", "{{.Ask}}", "%s")
	for lang, file := range map[string]string{"": "vi", "en": "en"} {
		data, err := os.ReadFile("../../locales/active." + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		says := map[string]string{}
		if err := yaml.Unmarshal(data, &says); err != nil {
			t.Fatal(err)
		}
		want := layout{says["source.sms"], says["more_short"], says["check_intro.sms"], says["check_question.sms"]}
		for _, s := range []*string{&want.source, &want.more, &want.intro, &want.ask} {
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
	return l
}
