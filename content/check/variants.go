package check

import (
	"slices"
	"strings"
	"unicode"

	"tinban/content"
	"tinban/eligibility"
	"tinban/sms/text"
)

// The fewest words and questions by which a variant can be told from the
// others of its label.
const (
	minWords = 2
	minAsks  = 5
)

// variants looks whether the answers of a label can be told apart: one base,
// and words that mean one answer each.
func variants(j *judge) {
	for label, ids := range j.answersByLabel() {
		base := j.lib.Answers[label]
		if len(base) == 0 {
			j.add(j.lib.Answers[ids[0]][0], "nhãn %q có câu trả lời %q mà không có câu trả lời chung: viết một câu trả lời mã %q, không có \"words:\"", label, ids[0], label)
		}
		for _, a := range base {
			if len(a.Words) > 0 {
				j.add(a, "câu trả lời %q là câu chung của nhãn mà lại có \"words:\": bỏ đi, hoặc đặt mã %q", label, label+"/…")
			}
		}
		owner := map[string]string{}
		for _, id := range ids {
			if id != label {
				j.variant(label, id)
			}
			j.ownWords(id, owner)
		}
	}
}

func (j *judge) answersByLabel() map[string][]string {
	out := map[string][]string{}
	for _, id := range sortedKeys(j.lib.Answers) {
		label := j.lib.Answers[id][0].Label()
		out[label] = append(out[label], id)
	}
	return out
}

// variant holds one variant to its words, its questions and the days on which
// the base answer can stand in for it.
func (j *judge) variant(label, id string) {
	versions := j.lib.Answers[id]
	if n := len(distinct(versions, func(a *content.Answer) []string { return a.Words })); n < minWords {
		j.add(versions[0], "câu trả lời %q chỉ có %d cụm từ ở \"words:\", ít nhất %d: thêm lời người dân hay nói", id, n, minWords)
	}
	if n := len(distinct(versions, asksOf)); n < minAsks {
		j.add(versions[0], "câu trả lời %q chỉ có %d câu hỏi ở \"asks:\", ít nhất %d: thêm câu người dân hay hỏi", id, n, minAsks)
	}
	for _, a := range versions {
		days := j.within(a.Period)
		if i := slices.IndexFunc(days, func(d eligibility.Date) bool { return j.lib.AnswerOn(label, d) == nil }); i >= 0 && len(j.lib.Answers[label]) > 0 {
			j.add(a, "câu trả lời %q có hiệu lực ngày %s mà câu chung %q thì không: sửa ngày của câu chung", id, days[i], label)
		}
	}
}

func asksOf(a *content.Answer) []string { return a.Asks }

// distinct lists what the versions of an answer give, each once: versions
// repeat each other.
func distinct(versions []*content.Answer, of func(*content.Answer) []string) (out []string) {
	for _, a := range versions {
		for _, s := range of(a) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// ownWords finds a phrase that stands for two answers of a label, or twice for
// one.
func (j *judge) ownWords(id string, owner map[string]string) {
	for _, a := range j.lib.Answers[id] {
		seen := map[string]bool{}
		for _, w := range a.Words {
			key := bagless(w)
			switch {
			case key == "":
				j.add(a, "câu trả lời %q: \"words:\" có cụm từ trống: bỏ đi", id)
			case seen[key]:
				j.add(a, "câu trả lời %q: cụm từ %q ghi hai lần (bỏ dấu thì giống nhau): bỏ một", id, w)
			case owner[key] != "" && owner[key] != id:
				j.add(a, "câu trả lời %q: cụm từ %q cũng là của %q: chỉ để ở một câu trả lời", id, w, owner[key])
			default:
				owner[key] = id
			}
			seen[key] = true
		}
	}
}

// choices puts every question that an answer names through the choice among
// the answers of its label: it must come to this one.
func choices(j *judge) {
	for label, ids := range j.answersByLabel() {
		if len(ids) == 1 {
			continue
		}
		days := j.choiceDays(ids)
		for _, id := range ids {
			versions := j.lib.Answers[id]
			for _, ask := range distinct(versions, asksOf) {
				for _, day := range days {
					a := j.lib.AnswerOn(id, day)
					if a == nil {
						continue
					}
					if got := j.lib.Choose(label, ask, day); got == nil || got.ID != id {
						j.add(a, "câu trả lời %q: câu hỏi mẫu %q hợp với %q hơn: sửa câu hỏi, hoặc thêm cụm từ của nó vào \"words:\"", id, ask, chosen(got))
						break
					}
				}
			}
		}
	}
}

func chosen(a *content.Answer) string {
	if a == nil {
		return "-"
	}
	return a.ID
}

// choiceDays is one day for each set of the answers that hold together: only
// the set changes what is chosen.
func (j *judge) choiceDays(ids []string) (days []eligibility.Date) {
	var sets []string
	for _, id := range ids {
		for _, a := range j.lib.Answers[id] {
			var set strings.Builder
			for _, other := range ids {
				if j.lib.AnswerOn(other, a.From.Date) != nil {
					set.WriteString(other + " ")
				}
			}
			if !slices.Contains(sets, set.String()) {
				sets = append(sets, set.String())
				days = append(days, a.From.Date)
			}
		}
	}
	return days
}

// nearTwins finds a question that is one answer's own and, but for marks and
// the order of words, also stands under another label: no reader can tell them
// apart.
func nearTwins(j *judge) {
	first := map[string]content.Example{}
	for _, id := range sortedKeys(j.lib.Answers) {
		versions := j.lib.Answers[id]
		label := versions[0].Label()
		for _, q := range distinct(versions, asksOf) {
			key := bagOf(q)
			if other, known := first[key]; known && other.Label != label && key != "" {
				j.add(versions[0], "câu trả lời %q: câu hỏi mẫu %q gần như %q của nhãn %q: chỉ để ở một nhãn", id, q, other.Text, other.Label)
				continue
			}
			first[key] = content.Example{Label: label, Text: q}
		}
	}
	asked := j.asked()
	for _, e := range j.examples {
		if asked[e] != nil {
			continue
		}
		key := bagOf(e.Text)
		if other, known := first[key]; known && other.Label != e.Label && key != "" && plain(other.Text) != plain(e.Text) {
			j.add(fileOf(e.Label), "câu mẫu %q gần như %q của nhãn %q: chỉ để ở một nhãn", e.Text, other.Text, other.Label)
		}
	}
}

// bagOf is the words of a line without marks, in order of the alphabet.
func bagOf(s string) string {
	words := bareWords(s)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// bagless is a phrase without marks.
func bagless(s string) string { return strings.Join(bareWords(s), " ") }

func bareWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(text.Strip(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
