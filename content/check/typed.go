package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tinban/content"
	"tinban/sms/text"
)

// hard are words of offices, which a resident should not have to know.
var hard = []string{
	"thụ hưởng", "đối tượng", "hồ sơ theo quy định", "không đủ điều kiện", "theo quy định của pháp luật",
	"căn cứ vào", "quy định tại", "nêu trên", "nói trên", "triển khai", "giải ngân", "tín chấp", "thẩm định", "đề xuất",
}

// numbers and units, written out: a figure in words is a figure too.
var (
	numbers = words("một hai ba bốn năm sáu bảy tám chín mười mươi chục trăm nghìn ngàn vạn triệu tỷ tỉ nửa")
	units   = words("đồng năm tháng ngày tuần giờ tuổi phần mét lần m m² m2 ha kg ki-lô km %")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// gapMark stands for a reference, so that the words around it do not meet.
const gapMark = "\uFFFC"

var (
	reference  = regexp.MustCompile(`\{[^{}]*\}`)
	listNumber = regexp.MustCompile(`(?m)^\s*[0-9]{1,2}\. `)
	digits     = regexp.MustCompile(`[0-9][0-9.,/%]*`)
)

// typed is what was written by hand in a text.
func typed(s string) string {
	return listNumber.ReplaceAllString(reference.ReplaceAllString(norm.NFC.String(s), gapMark), "")
}

func typedDigits(j *judge) {
	for _, s := range j.texts {
		if d := digits.FindString(typed(s.text)); d != "" {
			j.add(s.at, "%s: the figure %q is typed: write it as a value of a fact and refer to it, as {FACT.key}", s.of, d)
		}
	}
}

func numberWords(j *judge) {
	for _, s := range j.texts {
		if pair := figureInWords(typed(s.text)); pair != "" {
			j.add(s.at, "%s: the figure %q is typed in words: refer to a value of a fact, as {FACT.key}", s.of, pair)
		}
	}
}

// figureInWords is the first number word that stands right before a unit.
func figureInWords(s string) string {
	fields := strings.Fields(strings.ToLower(s))
	for i := 1; i < len(fields); i++ {
		unit := strings.TrimRight(fields[i], ".,;:!?)\"")
		if !numbers[fields[i-1]] || !units[unit] {
			continue
		}
		if unit != "phần" {
			return fields[i-1] + " " + unit
		}
		if i+1 < len(fields) && strings.HasPrefix(fields[i+1], "trăm") {
			return fields[i-1] + " phần trăm"
		}
	}
	return ""
}

// dung looks at everything that may be said, the registers too: without marks
// the word means right, use, stop and do not.
func dung(j *judge) {
	for _, s := range j.texts {
		if saysDung(s.text) {
			j.add(s.at, "%s: %s", s.of, noDung)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Documents)) {
		if d := j.lib.Documents[id]; saysDung(d.Name) || saysDung(d.Short) {
			j.add(d, "document %q: %s", id, noDung)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Names)) {
		if n := j.lib.Names[id]; saysDung(n.Long) || saysDung(n.Short) {
			j.add(n, "name %q: %s", id, noDung)
		}
	}
	j.eachFact(func(f *content.Fact) {
		for _, key := range slices.Sorted(maps.Keys(f.Values)) {
			if saysDung(f.Values[key]) {
				j.add(f, "fact %q, value %q: %s", f.ID, key, noDung)
			}
		}
	})
}

const noDung = `without marks it says "dung", which can be read in many ways: choose another word`

func saysDung(s string) bool {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	return slices.Contains(strings.FieldsFunc(strings.ToLower(text.Strip(reference.ReplaceAllString(s, " "))), notLetter), "dung")
}

func hardWords(j *judge) {
	for _, s := range j.texts {
		plain := onlyWords(s.text)
		for _, w := range hard {
			if strings.Contains(plain, " "+w+" ") {
				j.add(s.at, "%s: %q is an office word: say it as one says it at home", s.of, w)
			}
		}
	}
}

// onlyWords is a text in lower case with its marks, one blank around each word.
func onlyWords(text string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r)
	}), " ") + " "
}

// opposites are words that, once their marks are off, read as their opposite
// or as something else that changes what a family does.
var opposites = []struct{ word, reads, write string }{
	{"chớ", "cho", "không nên"},
	{"không chờ", "không cho", "càng sớm càng tốt"},
	{"không nên chờ", "không nên cho", "càng sớm càng tốt"},
	{"không thế chấp", "không thể chấp nhận", "không cần thế chấp"},
	{"phải dời", "phải đợi", "phải chuyển"},
	{"khỏi nộp", "khói, khởi", "không cần nộp"},
}

// readsOpposite looks at everything that goes out without marks.
func readsOpposite(j *judge) {
	for _, s := range j.texts {
		plain := onlyWords(s.text)
		for _, o := range opposites {
			if strings.Contains(plain, " "+o.word+" ") {
				j.add(s.at, "%s: %q without marks reads as %q: write %q", s.of, o.word, o.reads, o.write)
			}
		}
	}
}

// maxWords is the longest sentence a resident may be given.
const maxWords = 25

var sentenceEnd = regexp.MustCompile(`[.!?…]+(\s|$)|\n`)

func longSentences(j *judge) {
	for _, s := range j.texts {
		if len(s.days) == 0 {
			continue
		}
		r, err := j.lib.Render(s.text, j.views(s, s.days[0])[0])
		if err != nil {
			continue // references says so
		}
		for _, sentence := range sentenceEnd.Split(listNumber.ReplaceAllString(r.Text, ""), -1) {
			if n := len(strings.Fields(sentence)); n > maxWords {
				j.add(s.at, "%s: a sentence has %d words, %d is the most: cut it in two (%s…)", s.of, n, maxWords, begins(sentence))
			}
		}
	}
}

func begins(sentence string) string {
	return strings.Join(strings.Fields(sentence)[:5], " ")
}

// missingForm finds what is said in one length only.
func missingForm(j *judge) {
	lengths := func(at placed, of, long, short string, needed bool) {
		switch {
		case long == "" && (needed || short != ""):
			j.add(at, "%s has no long text: write it", of)
		case short == "" && (needed || long != ""):
			j.add(at, "%s has no short text: write it", of)
		}
	}
	for _, versions := range j.lib.Answers {
		for _, a := range versions {
			lengths(a, fmt.Sprintf("answer %q", a.ID), a.Long, a.Short, true)
		}
	}
	for id, n := range j.lib.Notes {
		lengths(n, fmt.Sprintf("note %q", id), n.Long, n.Short, true)
	}
	for id, q := range j.lib.Questions {
		lengths(q, fmt.Sprintf("question %q", id), q.Ask, q.Short, true)
	}
	j.eachRule(func(r *content.Rule) {
		for of, w := range wordsOf(r) {
			lengths(r, of, w.Long, w.Short, false)
		}
	})
}

// wordsOf lists the words of a rule by what they are.
func wordsOf(r *content.Rule) map[string]content.Words {
	of := fmt.Sprintf("rule %q", r.ID)
	out := map[string]content.Words{of + ", benefit": r.Benefit, of + ", next_step": r.NextStep}
	for v, w := range r.Verdicts {
		out[fmt.Sprintf("%s, verdict %q", of, v)] = w
	}
	for i, w := range r.NotAsked {
		out[fmt.Sprintf("%s, not_asked %d", of, i+1)] = w
	}
	for i, o := range r.Results {
		out[fmt.Sprintf("%s, result %d", of, i+1)] = o.Words
	}
	for _, g := range r.Gates {
		out[fmt.Sprintf("%s, gate %q", of, g.ID)] = g.Say
	}
	each(r.Criteria, func(c *content.Criterion) {
		out[fmt.Sprintf("%s, criterion %q, say_unmet", of, c.ID)] = c.SayUnmet
		out[fmt.Sprintf("%s, criterion %q, say_unknown", of, c.ID)] = c.SayUnknown
	})
	return out
}

func (j *judge) eachFact(visit func(*content.Fact)) {
	for _, id := range slices.Sorted(maps.Keys(j.lib.Facts)) {
		for _, f := range j.lib.Facts[id] {
			visit(f)
		}
	}
}

func (j *judge) eachRule(visit func(*content.Rule)) {
	for _, id := range slices.Sorted(maps.Keys(j.lib.Rules)) {
		for _, r := range j.lib.Rules[id] {
			visit(r)
		}
	}
}

func (j *judge) eachAnswer(visit func(*content.Answer)) {
	for _, id := range slices.Sorted(maps.Keys(j.lib.Answers)) {
		for _, a := range j.lib.Answers[id] {
			visit(a)
		}
	}
}
