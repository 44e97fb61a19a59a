package understand

import (
	"slices"
	"strings"
)

// maxChoices bounds what one message of digits may choose.
const maxChoices = 20

// digits reads a message that is nothing but choices: "1", "1 5 2", "1,5,2".
// A run of four or more digits is a phone number, a year or a code: not choices.
func digits(typed string) []int {
	var out []int
	n, run := 0, 0
	for _, r := range typed + " " {
		switch {
		case r >= '0' && r <= '9':
			n, run = n*10+int(r-'0'), run+1
			if run > 3 {
				return nil
			}
		case strings.ContainsRune(" .,;:/-+&()#*\u20e3", r):
			if run > 0 {
				out = append(out, n)
			}
			n, run = 0, 0
		default:
			return nil
		}
	}
	if len(out) > maxChoices {
		return nil
	}
	return out
}

// numberWords are the choices in words. The later ones are choices only behind a
// lead or with their marks: "sau" is "later", "bay" is "fly".
var numberWords = []string{"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"}

const plainNumbers = 5

// What may stand before a number that is a choice, behind it, between two, and,
// where one of these was said, beside it.
var (
	leads     = wordSet(`số câu chọn lấy mục nút bấm soạn`)
	particles = wordSet(`dạ ạ a nha nhé nhe nhen nghe đi thôi nè`)
	joiners   = wordSet(`và hay hoặc với`)
	kin       = wordSet(`em anh chị cô chú bác o ơi tôi tui mình cán bộ`)
)

// Picks reads a message that chooses by number without being digits alone:
// "số 1", "hai", "2 nhé em". One that says anything else, as "3 năm" does, is no
// choice. several says that the numbers were joined: "1 và 3". Before the number
// may also stand what lead says.
func Picks(text, lead string) (ns []int, several bool) {
	p := picking{lead: lead}
	for _, w := range normalise(nil, clean(text)) {
		if !p.number(w.text) && !p.beside(w.text) {
			return nil, false
		}
	}
	if p.related && !p.led && !p.polite || len(p.ns) > maxChoices {
		return nil, false
	}
	return p.ns, len(p.ns) > 1
}

// picking is what was read of a message so far.
type picking struct {
	lead                         string
	ns                           []int
	joined, led, polite, related bool
}

// number takes a word that is a choice; a second one only behind a joiner.
func (p *picking) number(w string) bool {
	n, plain := numberOf(w)
	if n == 0 || len(p.ns) > 0 && !p.joined || !plain && !p.led {
		return false
	}
	p.ns, p.joined = append(p.ns, n), false
	return true
}

// beside takes a word that may stand beside a choice.
func (p *picking) beside(w string) bool {
	switch {
	case joiners[w] && len(p.ns) > 0:
		p.joined = true
	case leads[w] || p.lead != "" && sameWord(w, p.lead):
		p.led = true
	case particles[w]:
		p.polite = true
	case kin[w]:
		p.related = true
	default:
		return false
	}
	return true
}

// numberOf reads one word as a choice; plain says that it needs no lead.
func numberOf(w string) (n int, plain bool) {
	if ns := digits(w); len(ns) == 1 {
		return ns[0], true
	}
	at := slices.IndexFunc(numberWords, func(number string) bool { return sameWord(w, number) })
	return at + 1, at >= 0 && (at < plainNumbers || !isASCII(w))
}
