package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"tinban/content"
)

// fileOf stands for the file of a label's examples; the lines themselves do
// not know where they were.
type fileOf string

// Place is the top of the file.
func (f fileOf) Place() (string, int) { return fmt.Sprintf("examples/%s.yaml", string(f)), 1 }

// exampleLines finds lines that teach nothing.
func exampleLines(j *judge) {
	for _, e := range j.examples {
		at := fileOf(e.Label)
		switch {
		case e.Label == "":
			j.add(fileOf("?"), "câu mẫu %q không có nhãn: ghi nhãn", e.Text)
		case j.lib.Label(e.Label) == nil:
			j.add(at, "câu mẫu %q có nhãn %q, mà không có nhãn ấy: sửa nhãn, hoặc thêm nhãn", e.Text, e.Label)
		case strings.TrimSpace(e.Text) == "":
			j.add(at, "có câu mẫu trống: bỏ đi")
		}
	}
}

// asked is the answers by the questions they name, which teach the reader too.
func (j *judge) asked() map[content.Example]*content.Answer {
	out := map[content.Example]*content.Answer{}
	j.eachAnswer(func(a *content.Answer) {
		for _, q := range a.Asks {
			out[content.Example{Label: a.Label(), Text: strings.TrimSpace(q)}] = a
		}
	})
	return out
}

// exampleTwice finds lines that teach two things at once. Two questions of
// answers are for nearTwins to tell.
func exampleTwice(j *judge) {
	first, asked := map[string]content.Example{}, j.asked()
	for _, e := range j.examples {
		key := plain(e.Text)
		if other, twice := first[key]; twice && other.Label != e.Label && key != "" {
			if a := asked[e]; a == nil {
				j.add(fileOf(e.Label), "câu mẫu %q cũng nằm ở nhãn %q: chỉ để ở một nhãn", e.Text, other.Label)
			} else if asked[other] == nil {
				j.add(a, "câu trả lời %q: câu hỏi mẫu %q cũng nằm ở nhãn %q: chỉ để ở một nhãn", a.ID, e.Text, other.Label)
			}
			continue
		}
		first[key] = e
	}
}

// plain is a line without case, punctuation and spare blanks. Marks stay: they
// can tell two meanings apart.
func plain(s string) string {
	out, gap := make([]byte, 0, len(s)), false
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '.', ',', '!', '?', ';', ':', '"', '\'', '(', ')':
			gap = len(out) > 0
			continue
		}
		if gap {
			out, gap = append(out, ' '), false
		}
		out = utf8.AppendRune(out, unicode.ToLower(r))
	}
	return string(out)
}
