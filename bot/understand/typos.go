package understand

import (
	"math"
	"strings"
)

// typos mends a word nobody uses when a word in use is one slip away: a
// neighbouring key, a letter doubled, missing or swapped. A word that is a
// possible syllable is changed only when its neighbours agree.
func typos(lex *lexicon, words []word) []word {
	if lex == nil {
		return words
	}
	for i, w := range words {
		bare := strip(w.text)
		if len(bare) < 2 || len(bare) > 12 || lex.known(bare) || foreign[bare] || !onlyLetters(bare) || ambiguousWords[w.text] != nil {
			continue
		}
		before, after := around(words, i)
		if mended := mend(lex, bare, before, after); mended != "" {
			words[i].text = mended
		}
	}
	return words
}

// mend returns the best word one slip away from bare, or "". A possible syllable
// and a short word need a neighbour who agrees, unless a letter is only doubled.
func mend(lex *lexicon, bare, before, after string) string {
	best, score, near, doubled := "", math.Inf(-1), false, false
	slips(bare, func(candidate []byte, cost float64) {
		n := lex.count[string(candidate)]
		if n == 0 || !lex.known(string(candidate)) {
			return
		}
		c := string(candidate)
		friends := math.Log1p(float64(lex.pair(before, c))) + math.Log1p(float64(lex.pair(c, after)))
		if s := 0.3*math.Log1p(float64(n)) + 2*friends - cost; s > score {
			best, score, near, doubled = c, s, friends > 0, cost == doubledLetter
		}
	})
	if best == "" || len(bare) < 3 {
		return ""
	}
	if isSyllable(bare) && !near || !near && !doubled && len(bare) < 5 {
		return ""
	}
	return best
}

// doubledLetter is the cheapest slip of all.
const doubledLetter = 0.2

// slips calls try with every string one slip away from s.
func slips(s string, try func(candidate []byte, cost float64)) {
	var room [16]byte
	for i := range len(s) {
		buf := append(append(room[:0], s[:i]...), s[i+1:]...)
		cost := 1.0
		if i > 0 && s[i] == s[i-1] {
			cost = doubledLetter
		}
		try(buf, cost)
	}
	for i := range len(s) - 1 {
		if s[i] != s[i+1] {
			buf := append(room[:0], s...)
			buf[i], buf[i+1] = buf[i+1], buf[i]
			try(buf, 0.5)
		}
	}
	for i := range len(s) {
		buf := append(room[:0], s...)
		for c := byte('a'); c <= 'z'; c++ {
			if c != s[i] {
				buf[i] = c
				try(buf, slipCost(s[i], c))
			}
		}
	}
	for i := range len(s) + 1 {
		buf := append(append(append(room[:0], s[:i]...), 0), s[i:]...)
		for c := byte('a'); c <= 'z'; c++ {
			buf[i] = c
			try(buf, 1)
		}
	}
}

var keyboard = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// soundAlike pairs are confused by ear rather than by thumb.
const soundAlike = "sx xs dr rd ln nl gk kg iy yi ck kc vd dv"

func slipCost(typed, meant byte) float64 {
	if strings.Contains(soundAlike, string([]byte{typed, meant})) {
		return 0.3
	}
	if keysApart(typed, meant) <= 1.5 {
		return 0.5
	}
	return 1.5
}

func keysApart(a, b byte) float64 {
	ax, ay := keyAt(a)
	bx, by := keyAt(b)
	return math.Hypot(ax-bx, ay-by)
}

func keyAt(c byte) (x, y float64) {
	for row, keys := range keyboard {
		if i := strings.IndexByte(keys, c); i >= 0 {
			return float64(i) + 0.5*float64(row), float64(row)
		}
	}
	return 99, 99
}
