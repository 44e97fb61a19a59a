package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRunes is far beyond any honest question and bounds the work of Read.
const maxRunes = 600

// word is one syllable on its way through the steps: what it has become and
// what was typed ("" for the later syllables of an expanded abbreviation).
type word struct{ text, typed string }

// clean brings text to NFC, drops control and format characters and broken
// bytes, collapses blanks and clips.
func clean(text string) string {
	if len(text) > 8*maxRunes {
		text = text[:8*maxRunes]
	}
	text = norm.NFC.String(strings.ToValidUTF8(text, " "))
	var b strings.Builder
	b.Grow(len(text))
	blank, n := false, 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError:
			blank = true
			continue
		case unicode.Is(unicode.Cf, r) || r == '\uFE0F':
			continue
		}
		if blank && n > 0 {
			b.WriteByte(' ')
			n++
		}
		if n >= maxRunes {
			break
		}
		blank = false
		b.WriteRune(r)
		n++
	}
	return strings.TrimSuffix(b.String(), " ")
}

// plain lowers text and keeps only bare letters and digits between single blanks.
func plain(typed string) string {
	var b strings.Builder
	b.Grow(len(typed))
	blank := false
	for _, r := range typed {
		r = unicode.ToLower(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			blank = true
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(letterOf(r).plain)
	}
	return b.String()
}

// split cuts cleaned text into lower-case words. "&" and "/" stay between
// letters, "." and "," between digits: "tk&vv", "k/c", "1.500.000".
func split(typed string) []word {
	low := strings.ToLower(typed)
	words := make([]word, 0, len(low)/4+1)
	start := -1
	for i, r := range low {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || start >= 0 && inside(low, i, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words = append(words, word{low[start:i], low[start:i]})
			start = -1
		}
		if r == '%' {
			words = append(words, word{"phần", "%"}, word{"trăm", ""})
		}
	}
	if start >= 0 {
		words = append(words, word{low[start:], low[start:]})
	}
	return words
}

// inside tells whether the mark r at byte i belongs to the word around it.
func inside(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	switch r {
	case '&':
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case '.', ',':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

// join writes words back as text.
func join(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// expand replaces one word by the syllables of phrase; the first remembers what
// was typed.
func expand(out []word, w word, phrase string) []word {
	first := true
	for part := range strings.FieldsSeq(phrase) {
		if first {
			out = append(out, word{part, w.typed})
			first = false
			continue
		}
		out = append(out, word{part, ""})
	}
	return out
}

// around gives the neighbours of a word without marks, "" at the ends.
func around(words []word, i int) (before, after string) {
	if i > 0 {
		before = strip(words[i-1].text)
	}
	if i+1 < len(words) {
		after = strip(words[i+1].text)
	}
	return before, after
}
