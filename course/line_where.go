package course

import (
	"slices"
	"strings"
)

// sureCues are words that a village follows, wherever they stand.
var sureCues = []struct {
	front string
	word  string // what is kept of them
}{
	{"to dan pho", "Tổ dân phố"}, {"tdp", "Tổ dân phố"}, {"khu pho", "Khu phố"}, {"kp", "Khu phố"},
	{"dia chi", ""}, {"thuong tru", ""}, {"cu tru", ""}, {"thon", ""},
}

// where recognises words that say that a village or a commune follows, and how
// many they are.
func (p *parsing) where(ws []token, i int) (chunk, int) {
	if i+1 >= len(ws) || !p.wholeName("") {
		return chunk{}, 0 // "Nguyễn Thị Thôn": it is their name
	}
	for _, cue := range sureCues {
		if _, ok := cutWords(bareOf(ws[i:]), cue.front); ok {
			return chunk{kind: village, word: cue.word}, len(strings.Fields(cue.front))
		}
	}
	if ws[i].bare == "to" && number(ws[i+1].bare) >= 0 {
		return chunk{kind: village, word: "Tổ"}, 1
	}
	return p.maybeWhere(ws[i].bare)
}

// maybeWhere takes words that are also parts of names, where a name stands
// before them.
func (p *parsing) maybeWhere(bare string) (chunk, int) {
	begins, inVillage := len(p.current().words) == 0, p.current().kind == village
	switch {
	case (begins || bare == "o") && placeCues[bare] && !inVillage && p.named():
		return chunk{kind: village}, 1
	case (bare == "xa" || bare == "x") && (begins || inVillage || p.named()):
		return chunk{kind: commune}, 1
	}
	return chunk{}, 0
}

// placeCues are words before a village that are also parts of names.
var placeCues = wordSet("ban lang xom dc que tai o cum")

// named: something that may be a name has been read, or none is needed.
func (p *parsing) named() bool {
	return p.need&NeedName == 0 || slices.ContainsFunc(p.chunks, func(c chunk) bool { return c.kind == free && len(c.words) > 1 })
}

// findCommune takes out what names a commune: behind "xã", or a part of its
// own. Behind a name, a bare word that is a commune is no village.
func (p *parsing) findCommune() {
	for i := 0; i < len(p.chunks); i++ {
		c := p.chunks[i]
		if c.kind == village || c.kind == free && len(p.chunks) == 1 && p.need&NeedVillage != 0 && p.need&NeedName == 0 {
			continue
		}
		name, n := p.communeIn(c.words)
		if c.kind == commune || n == len(c.words) {
			p.line.Commune = name
			p.take(i)
			i--
		}
	}
}

// communeIn is the commune that words begin with, and how many of them it takes.
func (p *parsing) communeIn(ws []token) (name string, n int) {
	for k := len(ws); k > 0; k-- {
		joined := strings.Join(bareOf(ws[:k]), "")
		for _, c := range p.communes {
			if strings.ReplaceAll(c.plain, " ", "") == joined {
				return c.text, k
			}
		}
	}
	return "", 0
}

// findVillage takes what a word for village stood before, else the first part
// that is left.
func (p *parsing) findVillage() {
	if p.need&NeedVillage == 0 {
		return
	}
	at := slices.IndexFunc(p.chunks, func(c chunk) bool { return c.kind == village })
	if at < 0 {
		at = slices.IndexFunc(p.chunks, func(c chunk) bool { return c.kind == free && letters(c.words) })
	}
	if at < 0 {
		return
	}
	c := p.take(at)
	if c.kind == free {
		c.words = withoutKind(c.words)
	}
	c.words = p.withoutCommune(c.words)
	p.line.Village = placeName(c)
}

// withoutCommune takes a commune's name off the end: "thôn 3 Hồng Hạ".
func (p *parsing) withoutCommune(ws []token) []token {
	for k := 1; k < len(ws); k++ {
		if name, n := p.communeIn(ws[k:]); n == len(ws)-k {
			p.line.Commune = name
			return ws[:k]
		}
	}
	return ws
}

func letters(ws []token) bool {
	return slices.ContainsFunc(ws, func(w token) bool { return number(w.bare) < 0 })
}

// withoutKind drops a word for village that nothing told from a name before.
func withoutKind(ws []token) []token {
	for len(ws) > 1 && (placeCues[ws[0].bare] || ws[0].bare == "thon") {
		ws = ws[1:]
	}
	return ws
}

// SaysKind reports whether a village's name says what it is: "Tổ 5". The others
// are a thôn.
func SaysKind(village string) bool {
	return village == "" || strings.HasPrefix(village, "Tổ ") || strings.HasPrefix(village, "Khu ")
}

// mostPlaceWords: the longest village has four.
const mostPlaceWords = 5

func placeName(c chunk) string {
	ws := withoutRest(c.words, 1)
	ws = ws[:min(len(ws), mostPlaceWords)]
	if c.word != "" {
		return c.word + " " + title(ws)
	}
	return title(ws)
}
