package course

import (
	"slices"
	"strings"
)

// Words of a line that name nobody and no place: "I do not know", a question,
// an oath. Each of them could be read as a name, because any word can.

// unknowing begins "I do not know", whatever follows.
var unknowing = func() (list []string) {
	for _, no := range strings.Fields("khong ko k kg hong hok chua chang") {
		list = append(list, no+" biet", no+" nho", no+" ro")
	}
	return append(list, "quen roi", "quen mat", "quen nam", "quen ngay", "quen tuoi")
}()

// rude are oaths as they are typed without marks, and laughter. What is also a
// name (Lớn, Các, Cu) is not among them.
var rude = []string{
	"dm", "dmm", "dcm", "dkm", "dit me", "dit con me", "du ma", "du me", "vl", "vcl", "vkl", "cc", "cmm", "clgt", "con cac", "con me may",
	"me may", "cha may", "do ngu", "ngu the", "ngu vai", "do cho", "im di", "haha", "hihi", "hehe", "alo", "test", "fuck", "shit",
}

// dropEmpty ends each part where it stops to say anything.
func (p *parsing) dropEmpty() {
	for i := range p.chunks {
		c := &p.chunks[i]
		ws := bareOf(c.words)
		if phraseIn(ws, rude) >= 0 || phraseIn(ws, asking) >= 0 && phraseIn(ws, unknowing) < 0 || !spoken(c) {
			c.words = nil
			continue
		}
		if at := phraseIn(ws, unknowing); at >= 0 {
			p.line.NotKnown = true
			c.words = c.words[:at]
		}
	}
	p.chunks = slices.DeleteFunc(p.chunks, func(c chunk) bool { return len(c.words) == 0 })
}

// phraseIn is where the first of the phrases begins, or -1.
func phraseIn(ws, phrases []string) int {
	for at := range ws {
		for _, phrase := range phrases {
			want := strings.Fields(phrase)
			if at+len(want) <= len(ws) && slices.Equal(ws[at:at+len(want)], want) {
				return at
			}
		}
	}
	return -1
}

// spoken: some word can be said aloud; "xx" or "bcd" cannot. Figures are the
// names of villages.
func spoken(c *chunk) bool {
	return slices.ContainsFunc(c.words, func(w token) bool {
		return number(w.bare) >= 0 || strings.ContainsAny(w.bare, "aeiouy")
	})
}
