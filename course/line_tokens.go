package course

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// token is one word as it was typed, and without marks.
type token struct{ text, bare string }

var (
	paperNumber = regexp.MustCompile(`(^|\D)\d{12}(\D|$)`)
	phoneNumber = regexp.MustCompile(`(^|\D)((?:\+?84|0)(?:[ .-]?\d){9,10})(\D|$)`)
	fullDate    = regexp.MustCompile(`(^|\D)\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(\d{4}|\d{2})(\D|$)`)
	monthYear   = regexp.MustCompile(`(^|\D)\d{1,2}\s*[/.-]\s*((?:19|20)\d{2})(\D|$)`)
)

// figures takes out what is read as a whole: papers, which are dropped, a phone
// and a date.
func (p *parsing) figures(s string) string {
	s = paperNumber.ReplaceAllString(s, "$1,$2")
	if m := phoneNumber.FindStringSubmatchIndex(s); m != nil {
		p.line.Phone, _ = Phone(s[m[4]:m[5]])
		s = s[:m[4]] + "," + s[m[5]:]
	}
	for _, date := range []*regexp.Regexp{fullDate, monthYear} {
		if m := date.FindStringSubmatch(s); m != nil {
			p.born(fullYear(number(m[2]), p.now))
			s = strings.Replace(s, m[0], m[1]+","+m[3], 1)
		}
	}
	return s
}

// Phone reads a mobile number as it is kept; false when it is none.
func Phone(typed string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()+", r) {
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	for _, prefix := range []string{"84", "0"} {
		rest, ok := strings.CutPrefix(digits, prefix)
		if ok && len(rest) == 9 && strings.ContainsRune("35789", rune(rest[0])) && strings.Trim(rest, "0123456789") == "" {
			return "+84" + rest, true
		}
	}
	return "", false
}

// segments splits at commas and the like; a word splits where letters meet
// digits: "sn99", "25t".
func segments(s string) (list [][]token) {
	var words []token
	var word []rune
	flush := func() {
		if len(word) > 0 {
			text := string(word)
			words, word = append(words, token{text, fold(text)}), nil
		}
	}
	for _, r := range s {
		switch {
		case inWord(r):
			if n := len(word); n > 0 && unicode.IsDigit(word[n-1]) != unicode.IsDigit(r) {
				flush()
			}
			word = append(word, r)
		case unicode.IsSpace(r) && r != '\n', strings.ContainsRune(`:"“”`, r), r == '.' && shortForms[fold(string(word))]:
			flush()
		default:
			flush()
			list, words = append(list, words), nil
		}
	}
	flush()
	list = append(list, words)
	return slices.DeleteFunc(list, func(ws []token) bool { return len(ws) == 0 })
}

// shortForms are words whose stop ends nothing: "x.Hồng Thượng", "s.n 1999".
var shortForms = wordSet("x s n t tdp kp dc sn ns tt mr")

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’ʼ`", r)
}

func bareOf(ws []token) (out []string) {
	for _, w := range ws {
		out = append(out, w.bare)
	}
	return out
}

// cutWords takes words off the front.
func cutWords(ws []string, front string) (rest []string, ok bool) {
	want := strings.Fields(front)
	if len(ws) <= len(want) || !slices.Equal(ws[:len(want)], want) {
		return ws, false
	}
	return ws[len(want):], true
}

// title writes a name with capitals, whatever way it was typed.
func title(ws []token) string {
	var out []string
	for _, w := range ws {
		letters := []rune(strings.ToLower(w.text))
		letters[0] = unicode.ToUpper(letters[0])
		out = append(out, string(letters))
	}
	return strings.Join(out, " ")
}
