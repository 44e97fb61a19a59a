package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain holds what stands in an SMS for a sign that has no form there. A tick
// and a cross become + and -, since losing a cross turns a sentence around.
var plain = map[rune]string{
	'đ': "d", 'Đ': "D", '₫': "d", 'ð': "d", 'Ð': "D",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '`': "'", '´': "'", 'ʼ': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '″': `"`, '«': `"`, '»': `"`,
	'‹': "'", '›': "'",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-",
	'•': "-", '·': "-", '▪': "-", '●': "-", '◦': "-", '‣': "-",
	'…': "...", '×': "x", '÷': "/", '⁄': "/", '±': "+-", '≤': "<=", '≥': ">=", '≠': "khac",
	'→': "->", '⇒': "=>", '←': "<-", '≈': "~",
	'✓': "+", '✔': "+", '✅': "+", '☑': "+", '✗': "-", '✘': "-", '❌': "-", '☒': "-",
	'©': "(c)", '®': "(r)",
	'\t': " ", '\f': "\n", '\v': "\n", '\r': "\n", '\u0085': "\n", '\u2028': "\n", '\u2029': "\n",
}

// bare holds the letter under the marks for the Latin blocks, so that the
// common case is one look into an array.
var bare [0x1F00]byte

func init() {
	for r := rune(0xC0); int(r) < len(bare); r++ {
		base := []rune(norm.NFD.String(string(r)))[0]
		if base != r && base < 0x80 {
			bare[r] = byte(base)
		}
	}
}

// Strip writes s without Vietnamese marks and with every sign in its GSM-7
// form. What has none (emoji, other scripts) is left out and leaves no double
// blank behind; new lines stay. Stripping twice is stripping once.
func Strip(s string) string {
	if isPlain(s) {
		return s
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	w := &stripper{out: make([]byte, 0, len(s))}
	for _, r := range s {
		w.rune(r)
	}
	if w.gap {
		w.trim()
	}
	return string(w.out)
}

// isPlain: most of what is stripped was stripped before.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && (c < ' ' || c >= 0x7F || c == '`') {
			return false
		}
	}
	return true
}

// stripper remembers whether something was left out just before, because only
// then may it touch the blanks around.
type stripper struct {
	out []byte
	gap bool
}

func (w *stripper) rune(r rune) {
	if r == '\n' || r >= ' ' && r < 0x7F && r != '`' {
		w.char(r)
		return
	}
	if form, ok := plain[r]; ok {
		w.text(form)
		return
	}
	switch {
	case int(r) < len(bare) && bare[r] != 0:
		w.char(rune(bare[r]))
	case septets(r) > 0:
		w.char(r)
	case unicode.IsSpace(r):
		w.char(' ')
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
		// Loose marks, joiners, direction marks: nobody sees them missing.
	default:
		w.compatible(r)
	}
}

// compatible tries the everyday form of a fancy character (² → 2, ㎡ → m2,
// ｈ → h) and drops what has none. A fraction stands apart from the figure
// before it: 1½ is not 11/2.
func (w *stripper) compatible(r rune) {
	form := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFKD.String(string(r)))
	fraction := strings.ReplaceAll(form, "⁄", "/")
	for _, c := range fraction {
		if c >= 0x7F || c < ' ' || septets(c) == 0 {
			w.drop()
			return
		}
	}
	if fraction != form && w.inWord() {
		w.char(' ')
	}
	w.text(fraction)
}

func (w *stripper) text(form string) {
	for _, c := range form {
		w.char(c)
	}
}

// drop notes a gap and leaves at most one blank in front of it.
func (w *stripper) drop() {
	w.gap = true
	if n := len(w.out); n > 0 && w.out[n-1] == ' ' {
		w.trim()
		w.out = append(w.out, ' ')
	}
}

func (w *stripper) trim() {
	for n := len(w.out); n > 0 && w.out[n-1] == ' '; n-- {
		w.out = w.out[:n-1]
	}
}

func (w *stripper) char(c rune) {
	if w.gap {
		if c == ' ' && w.atBlank() {
			return
		}
		switch {
		case c == '\n':
			w.trim()
		case c != ' ' && w.inWord() && isWord(c):
			w.out = append(w.out, ' ')
		}
		w.gap = c == ' '
	}
	w.out = append(w.out, string(c)...)
}

// atBlank says that another blank would be one too many.
func (w *stripper) atBlank() bool {
	n := len(w.out)
	return n == 0 || w.out[n-1] == ' ' || w.out[n-1] == '\n'
}

func (w *stripper) inWord() bool {
	n := len(w.out)
	return n > 0 && isWord(rune(w.out[n-1]))
}

func isWord(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
