package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	digits = regexp.MustCompile(`[0-9][0-9.,/%]*`)
)

// typed is what was written by hand in a text.
func typed(s string) string {
	return withoutNumbering(content.ReplaceReferences(norm.NFC.String(s), gapMark))
}

// withoutNumbering takes the numbers off the lines of a list.
func withoutNumbering(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		rest := strings.TrimLeft(line, " \t")
		number := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if number == 1 || number == 2 {
			if after, numbered := strings.CutPrefix(rest[number:], ". "); numbered {
				lines[i] = after
			}
		}
	}
	return strings.Join(lines, "\n")
}

func typedDigits(j *judge) {
	for _, s := range j.texts {
		if !strings.ContainsAny(s.typed, "0123456789") {
			continue
		}
		if d := digits.FindString(s.typed); d != "" {
			j.add(s.at, "%s: chữ số %q gõ tay: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}", s.of, d)
		}
	}
}

func numberWords(j *judge) {
	for _, s := range j.texts {
		if pair := figureInWords(s.typed); pair != "" {
			j.add(s.at, "%s: con số %q viết bằng chữ: ghi thành giá trị của một dữ kiện rồi viết {MÃ.khoá}", s.of, pair)
		}
	}
}

// figureInWords is the first number word that stands right before a unit.
func figureInWords(s string) string {
	number, share := "", "" // the word before, if it is a number; the one before "phần"
	for field := range strings.FieldsSeq(s) {
		if share != "" && strings.HasPrefix(field, "trăm") {
			return share + " phần trăm"
		}
		share = ""
		unit := strings.TrimRight(field, ".,;:!?)\"")
		switch {
		case number == "" || !units[unit]:
		case unit == "phần":
			share = number
		default:
			return number + " " + unit
		}
		if number = strings.ToLower(field); !numbers[number] {
			number = ""
		}
	}
	return ""
}

// dung looks at everything that may be said, the registers too: without marks
// the word means right, use, stop and do not.
func dung(j *judge) {
	for i, s := range j.texts {
		if dungIn(j.plain(i)) {
			j.add(s.at, "%s: %s", s.of, noDung)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Documents)) {
		if d := j.lib.Documents[id]; saysDung(d.Name) || saysDung(d.Short) {
			j.add(d, "văn bản %q: %s", id, noDung)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.lib.Names)) {
		if n := j.lib.Names[id]; saysDung(n.Long) || saysDung(n.Short) {
			j.add(n, "tên riêng %q: %s", id, noDung)
		}
	}
	j.eachFact(func(f *content.Fact) {
		for _, key := range slices.Sorted(maps.Keys(f.Values)) {
			if saysDung(f.Values[key]) {
				j.add(f, "dữ kiện %q, giá trị %q: %s", f.ID, key, noDung)
			}
		}
	})
}

const noDung = `bỏ dấu thành "dung", đọc được nhiều nghĩa: chọn từ khác`

func saysDung(s string) bool { return dungIn(onlyWords(content.WithoutReferences(s))) }

// dungIn looks only at the words that end as it does.
func dungIn(plain string) bool {
	for {
		at := strings.Index(plain, "ng ")
		if at < 0 {
			return false
		}
		word := plain[strings.LastIndexByte(plain[:at], ' ')+1 : at+2]
		if begun := word[0] == 'd' || strings.HasPrefix(word, "đ"); begun && text.Strip(word) == "dung" {
			return true
		}
		plain = plain[at+2:]
	}
}

func hardWords(j *judge) {
	for i, s := range j.texts {
		for _, w := range hard {
			if strings.Contains(j.plain(i), " "+w+" ") {
				j.add(s.at, "%s: %q là từ của cơ quan: viết như lời nói ở nhà", s.of, w)
			}
		}
	}
}

// plain is the words of a text, made once.
func (j *judge) plain(i int) string {
	for len(j.plains) <= i {
		j.plains = append(j.plains, onlyWords(content.WithoutReferences(j.texts[len(j.plains)].text)))
	}
	return j.plains[i]
}

// onlyWords is a text in lower case with its marks, one blank around each word.
func onlyWords(text string) string {
	out, gap := make([]byte, 1, len(text)+2), true
	out[0] = ' '
	for _, r := range norm.NFC.String(text) {
		switch {
		case unicode.IsLetter(r):
			out, gap = utf8.AppendRune(out, unicode.ToLower(r)), false
		case !gap:
			out, gap = append(out, ' '), true
		}
	}
	if !gap {
		out = append(out, ' ')
	}
	return string(out)
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
	for i, s := range j.texts {
		for _, o := range opposites {
			if strings.Contains(j.plain(i), " "+o.word+" ") {
				j.add(s.at, "%s: %q bỏ dấu dễ đọc thành %q: viết %q", s.of, o.word, o.reads, o.write)
			}
		}
	}
}

// maxWords is the longest sentence a resident may be given.
const maxWords = 25

// sentences cuts a text at its full stops and line ends.
func sentences(s string) (out []string) {
	begin, stopped := 0, -1 // where a row of stops begins
	cut := func(end, next int) {
		if stopped >= 0 {
			end = stopped
		}
		out = append(out, s[begin:end])
		begin, stopped = next, -1
	}
	for i, r := range s {
		switch {
		case r == '.' || r == '!' || r == '?' || r == '…':
			if stopped < 0 {
				stopped = i
			}
			continue
		case r == '\n', stopped >= 0 && unicode.IsSpace(r):
			cut(i, i+utf8.RuneLen(r))
		}
		stopped = -1
	}
	if stopped >= 0 {
		cut(len(s), len(s))
	}
	return append(out, s[begin:])
}

func longSentences(j *judge) {
	for _, s := range j.texts {
		if len(s.days) == 0 {
			continue
		}
		r, err := j.lib.Render(s.text, j.views(s, s.days[0])[0])
		if err != nil {
			continue // references says so
		}
		for _, sentence := range sentences(withoutNumbering(r.Text)) {
			if strings.Count(sentence, " ")+strings.Count(sentence, "\n") < maxWords {
				continue // no more words than gaps, and one
			}
			if n := len(strings.Fields(sentence)); n > maxWords {
				j.add(s.at, "%s: có câu dài %d tiếng, nhiều nhất %d: cắt làm hai (%s…)", s.of, n, maxWords, begins(sentence))
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
			j.add(at, "%s không có bản dài: viết \"long:\"", of)
		case short == "" && (needed || long != ""):
			j.add(at, "%s không có bản ngắn: viết \"short:\"", of)
		}
	}
	for _, versions := range j.lib.Answers {
		for _, a := range versions {
			lengths(a, fmt.Sprintf("câu trả lời %q", a.ID), a.Long, a.Short, true)
		}
	}
	for id, n := range j.lib.Notes {
		lengths(n, fmt.Sprintf("lời nhắc %q", id), n.Long, n.Short, true)
	}
	for id, q := range j.lib.Questions {
		lengths(q, fmt.Sprintf("câu hỏi %q", id), q.Ask, q.Short, true)
	}
	j.eachRule(func(r *content.Rule) {
		for of, w := range wordsOf(r) {
			lengths(r, of, w.Long, w.Short, false)
		}
	})
}

// wordsOf lists the words of a rule by what they are.
func wordsOf(r *content.Rule) map[string]content.Words {
	of := fmt.Sprintf("quy tắc %q", r.ID)
	out := map[string]content.Words{of + ", benefit": r.Benefit, of + ", next_step": r.NextStep}
	for v, w := range r.Verdicts {
		out[fmt.Sprintf("%s, kết quả %q", of, v)] = w
	}
	for i, w := range r.NotAsked {
		out[fmt.Sprintf("%s, not_asked %d", of, i+1)] = w
	}
	for i, o := range r.Results {
		out[fmt.Sprintf("%s, câu thêm %d", of, i+1)] = o.Words
	}
	for _, g := range r.Gates {
		out[fmt.Sprintf("%s, chốt %q", of, g.ID)] = g.Say
	}
	each(r.Criteria, func(c *content.Criterion) {
		out[fmt.Sprintf("%s, điều kiện %q, say_unmet", of, c.ID)] = c.SayUnmet
		out[fmt.Sprintf("%s, điều kiện %q, say_unknown", of, c.ID)] = c.SayUnknown
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
