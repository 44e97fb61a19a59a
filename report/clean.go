package report

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// What a cell and a sheet's name may hold, in UTF-16 units, as Excel counts.
const (
	maxCell  = 32767
	maxSheet = 31
)

// maxSlug bounds each part of a file's name, so that three of them and a
// folder stay within what Windows opens.
const maxSlug = 60

// breaks makes one kind of line break of all, and blanks of tabs.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// Text is s as a cell may hold it: composed, without what cannot be seen or
// turns the direction of writing, lines ended by \n alone, no longer than a
// cell. Doing it twice changes nothing.
func Text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = breaks.Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || invisible(r)) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(cut(strings.TrimSpace(norm.NFC.String(s)), maxCell))
}

// line is Text on one line: a name, a village.
func line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }

// invisible holds for characters that change what a reader sees without being
// seen (directions, zero widths, tags), and for those XML cannot carry.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r == '\uFFFE' || r == '\uFFFF' || unicode.Is(unicode.Co, r)
}

// cut keeps as many characters as fit in n UTF-16 units.
func cut(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

// formulaLike holds for a text some program would calculate: the sign may
// stand after blanks, and may be the wide one of Asian keyboards.
func formulaLike(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || invisible(r) })
	return strings.IndexAny(s, "=+-@＝＋－＠") == 0
}

// inert is a text as a CSV file holds it. In a workbook a cell's kind says
// that it is text; here only a mark before it does. A text that bears the mark
// already gets another, so that taking one off gives back what was typed.
func inert(s string) string {
	if formulaLike(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// uninert takes the mark off again.
func uninert(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formulaLike(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return s
}

// sheetName makes a name of a sheet. Apostrophes are left out, because they
// end the name where a formula quotes it.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, line(s))
	return strings.TrimSpace(cut(strings.Join(strings.Fields(s), " "), maxSheet))
}

// slug is a text as part of a file's name: small letters without marks,
// digits, and single hyphens. So it names no folder and no device.
func slug(s string) string {
	strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	plain, _, err := transform.String(strip, strings.ToLower(Text(s)))
	if err != nil {
		return ""
	}
	words := strings.FieldsFunc(strings.ReplaceAll(plain, "đ", "d"), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	all := strings.Join(words, "-")
	return strings.Trim(all[:min(len(all), maxSlug)], "-")
}

// fileName joins what a file is, of what, where and when.
func fileName(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if s := slug(p); s != "" {
			kept = append(kept, s)
		}
	}
	return path.Base(strings.Join(kept, "_"))
}

// phoneLike is what may be a phone number, or that of an identity card,
// however its digits are parted.
var phoneLike = regexp.MustCompile(`(?:\+?84|\b0)(?:[ .\-]?\d){8,11}\b`)

// masked is a text somebody typed, without the numbers of people.
func masked(s string) string { return phoneLike.ReplaceAllString(s, "(số đã che)") }

// local is a phone number as people here write it.
func local(number string) string {
	if rest, ok := strings.CutPrefix(number, "+84"); ok {
		return "0" + rest
	}
	return line(number)
}
