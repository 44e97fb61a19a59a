package understand

import (
	"math"
	"slices"
	"strings"
)

const (
	longestSyllable = 7 // "nghieng"
	longestJoined   = 160
	mendable        = 2 // what a piece may cost where one slip explains the word as well
)

// joined cuts words that were run together: "hotronhao" → "ho tro nha o". Only
// what is no syllable is cut, or a syllable nobody uses that falls into two
// words often seen side by side.
func joined(lex *lexicon, words []word) []word {
	out := words
	copied := false
	for i, w := range words {
		before, after := around(words, i)
		parts := cut(lex, w.text, before, after)
		if parts == nil {
			if copied {
				out = append(out, w)
			}
			continue
		}
		if !copied {
			out = append(make([]word, 0, len(words)+16), words[:i]...)
			copied = true
		}
		for j, p := range parts {
			typed := ""
			if j == 0 {
				typed = w.typed
			}
			out = append(out, word{p, typed})
		}
	}
	return out
}

// cut takes s apart, or returns nil; before and after are its bare neighbours.
func cut(lex *lexicon, s, before, after string) []string {
	if len(s) < 4 || foreign[s] || shorthand(s) {
		return nil
	}
	bare := strip(s)
	if len(bare) > longestJoined || lex.known(bare) || !onlyLetters(bare) {
		return nil
	}
	single := isSyllable(s)
	if single && lex == nil {
		return nil
	}
	most := 7.5 // two tones in one word are two words
	if tones(s) < 2 {
		most = mostCost(lex, bare, before, after)
	}
	ends, cost := segment(lex, bare)
	if ends == nil || single && len(ends) != 2 || cost > most*float64(len(ends)) {
		return nil
	}
	return pieces(s, ends)
}

// mostCost is what a piece may cost on average. Where a word may as well be
// mistyped as joined, its parts must be known to go together.
func mostCost(lex *lexicon, bare, before, after string) float64 {
	switch {
	case lex == nil || len(bare) > longestSyllable+1:
		return 7.5
	case mend(lex, bare, before, after) != "":
		return mendable
	case bareSyllables[bare]:
		return 3
	case len(bare) > longestSyllable:
		return 7.5
	}
	return 5
}

// shorthand says that s is an abbreviation or a teen spelling.
func shorthand(s string) bool {
	return teenWords[s] != "" || officialWords[s] != "" || ambiguousWords[s] != nil
}

// pieces slices s, which may bear marks, at rune positions.
func pieces(s string, ends []int) []string {
	parts := make([]string, 0, len(ends))
	next, rune, start := 0, 0, 0
	for i := range s {
		if rune == ends[next] {
			parts = append(parts, s[start:i])
			start = i
			next++
		}
		rune++
	}
	return append(parts, s[start:])
}

func onlyLetters(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// cuts is, for each place in a word and each length of the syllable that ends
// there, the cheapest way to come so far.
type cuts [][longestSyllable + 1]struct {
	cost   float64
	before int // length of the syllable before
}

// segment finds the cheapest way to read bare as syllables, by known words and
// known neighbours; it returns where each syllable ends.
func segment(lex *lexicon, bare string) ([]int, float64) {
	best := make(cuts, len(bare)+1)
	for i := range best {
		for j := range best[i] {
			best[i][j].cost = math.Inf(1)
		}
	}
	best[0][0].cost = 0
	for at := range len(bare) {
		for length := 1; length <= longestSyllable && at+length <= len(bare); length++ {
			best.extend(lex, bare, at, length)
		}
	}
	return best.ends()
}

// extend tries the syllable of the given length at the given place.
func (c cuts) extend(lex *lexicon, bare string, at, length int) {
	piece := bare[at : at+length]
	own, ok := pieceCost(lex, piece)
	if !ok {
		return
	}
	to := &c[at+length][length]
	for before, way := range c[at] {
		cost := way.cost + own
		if before > 0 && !math.IsInf(cost, 1) && lex.pair(bare[at-before:at], piece) > 0 {
			cost -= 2
		}
		if cost < to.cost {
			to.cost, to.before = cost, before
		}
	}
}

// ends walks back from the end of the word along the cheapest way.
func (c cuts) ends() ([]int, float64) {
	at, length := len(c)-1, 0
	for l := range c[at] {
		if c[at][l].cost < c[at][length].cost {
			length = l
		}
	}
	cost := c[at][length].cost
	if math.IsInf(cost, 1) {
		return nil, cost
	}
	var ends []int
	for at > 0 {
		ends = append(ends, at)
		at, length = at-length, c[at][length].before
	}
	slices.Reverse(ends)
	return ends, cost
}

// singles are the words of one letter: ở, y (tế), A (Lưới).
const singles = "oya"

// pieceCost is low for words in use, high for syllables merely possible.
func pieceCost(lex *lexicon, piece string) (float64, bool) {
	if len(piece) == 1 && strings.Contains(singles, piece) {
		return 5, lex.known(piece)
	}
	if len(piece) > 1 && lex.known(piece) {
		return 5 - math.Min(2.5, math.Log1p(float64(lex.count[piece]))/2), true
	}
	if len(piece) > 1 && ambiguousWords[piece] != nil {
		return 6.5, true
	}
	if len(piece) > 1 && (shorthand(piece) || hueWords[piece] != "") {
		return 5.5, true
	}
	if piece == "k" {
		return 7, true // không, the one shorthand so common that it is met inside
	}
	if len(piece) > 1 && bareSyllables[piece] {
		return 8, true
	}
	return 0, false
}
