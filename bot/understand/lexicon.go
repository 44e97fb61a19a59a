package understand

import (
	"math"
	"strings"
)

// start and stop stand before the first and after the last word of a message.
const (
	start = "^"
	stop  = "$"
)

// lexicon is what the examples teach the normaliser: which syllables are used
// and which follow each other, both without marks. A nil lexicon knows nothing.
type lexicon struct {
	count map[string]int32
	pairs map[uint64]int32
}

func newLexicon(size int) *lexicon {
	return &lexicon{make(map[string]int32, size), make(map[uint64]int32, 8*size)}
}

func (l *lexicon) add(words []word) { l.addBare(bareText(words)) }

func (l *lexicon) addBare(text string) {
	before := start
	for s := range strings.SplitSeq(text, " ") {
		l.count[s]++
		l.pairs[pairKey(before, s)]++
		before = s
	}
	l.pairs[pairKey(before, stop)]++
}

// known says that bare is a word: a syllable in use, or something else that more
// than one example has. What one example alone has may be its own slip.
func (l *lexicon) known(bare string) bool {
	if l == nil {
		return false
	}
	n := l.count[bare]
	return n > 1 || n == 1 && bareSyllables[bare]
}

func (l *lexicon) pair(a, b string) int32 {
	if l == nil || a == "" || b == "" {
		return 0
	}
	return l.pairs[pairKey(a, b)]
}

// usualReading is how much the first of several readings is ahead: a little more
// than one chance meeting of two words.
const usualReading = 0.7

// choose picks the phrase that fits best between two unmarked neighbours: how
// often its first word follows the one before, and what share of the uses of its
// last word goes on with the one after.
func (l *lexicon) choose(before, after string, phrases []string) int {
	if l == nil {
		return 0
	}
	best, at := math.Inf(-1), 0
	for i, phrase := range phrases {
		first, last := ends(strip(phrase))
		fit := math.Log(float64(l.pair(before, first)) + 0.5)
		fit += math.Log((float64(l.pair(last, after)) + 0.5) / (float64(l.count[last]) + 5))
		if i == 0 {
			fit += usualReading
		}
		if fit > best {
			best, at = fit, i
		}
	}
	return at
}

func ends(phrase string) (first, last string) {
	first, last = phrase, phrase
	for i := 0; i < len(phrase); i++ {
		if phrase[i] == ' ' {
			if len(first) == len(phrase) {
				first = phrase[:i]
			}
			last = phrase[i+1:]
		}
	}
	return first, last
}

const (
	fnvStart = 14695981039346656037
	fnvPrime = 1099511628211
)

func hashString(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

func pairKey(a, b string) uint64 {
	return hashString((hashString(fnvStart, a)^' ')*fnvPrime, b)
}
