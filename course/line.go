package course

import (
	"slices"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Need is what is still to be learned of a person.
type Need int

// The parts of a line.
const (
	NeedName Need = 1 << iota
	NeedYear
	NeedVillage
	NeedAll = NeedName | NeedYear | NeedVillage
)

// Line is what one message says of a person: "kan thi hoa, 2001, thon a ka".
// What it does not say is empty, and asked for: nothing is made up.
type Line struct {
	Name    string
	Year    int
	Age     int // said instead of the year, which is reckoned from it
	Village string
	Commune string // one of the names given
	Sex     string // "f", "m"
	Phone   string // +84…
	Several bool   // it seems to be about more than one person
	// NotKnown: they say that they do not know something.
	NotKnown bool
}

// Missing is what of a need the line does not say.
func (l Line) Missing(need Need) (left Need) {
	for part, said := range map[Need]bool{NeedName: l.Name != "", NeedYear: l.Year != 0, NeedVillage: l.Village != ""} {
		if need&part != 0 && !said {
			left |= part
		}
	}
	return left
}

// ReadLine reads a line as people type it: in any order, with or without
// commas and marks, an age for a year. It looks only for what is needed: when
// the name is known, words are a village. communes are names that are none.
func ReadLine(typed string, need Need, now time.Time, communes []string) Line {
	p := &parsing{now: now, need: need}
	for _, c := range communes {
		p.communes = append(p.communes, named{c, plain(c)})
	}
	for _, segment := range segments(p.figures(norm.NFC.String(typed))) {
		p.segment(segment)
	}
	p.settle()
	return p.line
}

// chunk is words that belong together.
type chunk struct {
	kind  kind
	word  string // the word for its kind where that is not thôn: "Tổ"
	words []token
}

type kind int

const (
	free kind = iota
	village
	commune
)

// named is a name as it is written and as it is compared.
type named struct{ text, plain string }

// parsing is a line being read.
type parsing struct {
	now      time.Time
	need     Need
	communes []named
	line     Line
	short    int // two digits that may be a year or an age; -1 and 0 are none
	chunks   []chunk
}

// segment reads the words between two commas.
func (p *parsing) segment(ws []token) {
	p.chunks = append(p.chunks, chunk{})
	for i := 0; i < len(ws); {
		if n := p.when(ws, i); n > 0 {
			p.chunks = append(p.chunks, chunk{})
			i += n
			continue
		}
		if c, n := p.where(ws, i); n > 0 {
			p.chunks = append(p.chunks, c)
			i += n
			continue
		}
		last := p.current()
		last.words = append(last.words, ws[i])
		i++
	}
}

// current is the chunk being read.
func (p *parsing) current() *chunk { return &p.chunks[len(p.chunks)-1] }

// settle gives each chunk its meaning.
func (p *parsing) settle() {
	p.chunks = slices.DeleteFunc(p.chunks, func(c chunk) bool { return len(c.words) == 0 })
	p.dropEmpty()
	if p.line.Year == 0 {
		p.twoDigits()
	}
	p.sexes()
	p.findCommune()
	p.findName()
	p.findVillage()
}

// sexes takes the word that stands alone for man or woman.
func (p *parsing) sexes() {
	p.chunks = slices.DeleteFunc(p.chunks, func(c chunk) bool {
		if c.kind != free {
			return false
		}
		words := bareOf(c.words)
		for _, cue := range []string{"gioi tinh", "phai", "gt"} {
			if rest, ok := cutWords(words, cue); ok {
				words = rest
			}
		}
		if len(words) != 1 || words[0] != "nam" && words[0] != "nu" {
			return false
		}
		p.line.Sex = map[string]string{"nam": "m", "nu": "f"}[words[0]]
		return true
	})
}

// unkept takes the free chunk of a place in the list out of it.
func (p *parsing) take(at int) chunk {
	c := p.chunks[at]
	p.chunks = slices.Delete(p.chunks, at, at+1)
	return c
}
