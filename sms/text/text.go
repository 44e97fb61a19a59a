// Package text turns a text of ours into what an SMS can carry: marks taken
// off, the encoding counted, the parts a phone receives, and what is left over
// when a text is longer than we are willing to pay for.
//
// It is pure and knows no channel, so that a preview, a check on content and
// the message that is really sent all come from the same counting.
package text

import (
	"fmt"
	"strings"
)

// Encoding is how an SMS carries its characters.
type Encoding string

// The two encodings: seven bits a character for the GSM default alphabet,
// sixteen as soon as one character is outside it.
const (
	GSM7 Encoding = "GSM-7"
	UCS2 Encoding = "UCS-2"
)

// Part is one SMS of a message. Units are septets under GSM-7 and UTF-16
// units under UCS-2.
type Part struct {
	Text  string `json:"text"`
	Units int    `json:"units"`
}

// Message is a text as it goes over the air.
type Message struct {
	Encoding Encoding `json:"encoding"`
	Parts    []Part   `json:"parts"`
}

// Limits gives the units of a message that stands alone and those of each
// part of a longer one, which loses room to the header that joins them.
func (e Encoding) Limits() (alone, joined int) {
	if e == GSM7 {
		return 160, 153
	}
	return 70, 67
}

// cost is what one character takes. Under GSM-7 the extension table costs an
// escape more; under UCS-2 a character above the basic plane is a pair.
func (e Encoding) cost(r rune) int {
	switch {
	case e == GSM7:
		return septets(r)
	case r > 0xFFFF:
		return 2
	}
	return 1
}

// Units says in which encoding s goes out and how many units it takes.
func Units(s string) (Encoding, int) {
	enc, n := GSM7, 0
	for _, r := range s {
		c := septets(r)
		if c == 0 {
			enc = UCS2
			break
		}
		n += c
	}
	if enc == GSM7 {
		return enc, n
	}
	n = 0
	for _, r := range s {
		n += enc.cost(r)
	}
	return enc, n
}

// Split cuts s into the parts a gateway sends. The parts joined are s again;
// an empty text is one empty part, because that is what would be sent and
// paid. Nothing is normalised here: a decomposed text costs what it costs.
func Split(s string) Message {
	enc, n := Units(s)
	alone, limit := enc.Limits()
	if n <= alone {
		return Message{enc, []Part{{s, n}}}
	}
	m := Message{Encoding: enc, Parts: make([]Part, 0, n/limit+1)}
	from, used := 0, 0
	for i, r := range s {
		// A character is taken whole or left for the next part: half an
		// escape or half a surrogate pair shows as rubbish.
		c := enc.cost(r)
		if used+c > limit {
			m.Parts = append(m.Parts, Part{s[from:i], used})
			from, used = i, 0
		}
		used += c
	}
	m.Parts = append(m.Parts, Part{s[from:], used})
	return m
}

// Numbered writes choices the way a keypad answers them: "1.Nhà ở 2.Học nghề".
func Numbered(labels []string) string {
	var b strings.Builder
	for i, label := range labels {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d.%s", i+1, label)
	}
	return b.String()
}
