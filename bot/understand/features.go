package understand

import (
	"slices"
	"strings"
)

// A feature is the hash of something seen in a message. Each kind starts its
// hash differently, so that the word "vay" and the sound "vay" stay apart.
const (
	startBare   = fnvStart ^ 0x1111
	startPair   = fnvStart ^ 0x2222
	startMarked = fnvStart ^ 0x3333
	startSound  = fnvStart ^ 0x4444
	startTyped  = fnvStart ^ 0x5555
	startIdeas  = fnvStart ^ 0x6666
	startSkip   = fnvStart ^ 0x7777
)

// numberWord stands for every number: which one it is says little about what is
// asked.
const numberWord = "#"

// sample is a message's features, as typed and with its marks taken off.
type sample struct {
	keys, bareKeys     []uint64
	values, bareValues []float32
}

func newSample(e *extractor, words []word) sample {
	var s sample
	keys, values := e.extract(words)
	s.keys, s.values = slices.Clone(keys), slices.Clone(values)
	bare := make([]word, len(words))
	for i, w := range words {
		bare[i] = word{strip(w.text), w.typed}
	}
	keys, values = e.extract(bare)
	s.bareKeys, s.bareValues = slices.Clone(keys), slices.Clone(values)
	return s
}

// extractor turns words into features; one is reused for many messages.
type extractor struct {
	bare  []string
	ideas []uint64
	keys  []uint64
	vals  []float32
}

// extract lists the features of words with their kind's weight, duplicates
// removed. The slices are valid until the next call.
func (e *extractor) extract(words []word) ([]uint64, []float32) {
	e.bare, e.ideas, e.keys, e.vals = e.bare[:0], e.ideas[:0], e.keys[:0], e.vals[:0]
	for _, w := range words {
		s := strip(w.text)
		if isNumber(s) {
			s = numberWord
		}
		e.bare = append(e.bare, s)
	}
	for i, w := range words {
		e.single(w, e.bare[i])
		e.around(i)
	}
	e.concepts()
	return e.keys, e.vals
}

func (e *extractor) put(key uint64, value float32) {
	if !slices.Contains(e.keys, key) {
		e.keys = append(e.keys, key)
		e.vals = append(e.vals, value)
	}
}

func (e *extractor) single(w word, bare string) {
	e.put(hashString(startBare, bare), 1)
	if !isASCII(w.text) {
		e.put(hashString(startMarked, w.text), 0.7)
	}
	e.put(hashSound(startSound, bare), 0.3)
	if w.typed != "" && w.typed != w.text {
		if typed := strip(w.typed); typed != bare {
			e.put(hashString(startTyped, typed), 0.6)
		}
	}
}

func (e *extractor) around(i int) {
	before := start
	if i > 0 {
		before = e.bare[i-1]
	}
	e.put(pairKey2(startPair, before, e.bare[i]), 0.8)
	if i+1 == len(e.bare) {
		e.put(pairKey2(startPair, e.bare[i], stop), 0.8)
	}
	if i > 1 {
		e.put(pairKey2(startSkip, e.bare[i-2], e.bare[i]), 0.4)
	}
}

func pairKey2(start uint64, a, b string) uint64 {
	return hashString((hashString(start, a)^' ')*fnvPrime, b)
}

// concepts adds the ideas a message touches, and each two of them together.
func (e *extractor) concepts() {
	for i := range e.bare {
		h := uint64(fnvStart)
		for n := 0; n < longestConcept && i+n < len(e.bare); n++ {
			if n > 0 {
				h = (h ^ ' ') * fnvPrime
			}
			h = hashString(h, e.bare[i+n])
			if id, ok := concepts[h]; ok && !slices.Contains(e.ideas, id) {
				e.ideas = append(e.ideas, id)
			}
		}
	}
	slices.Sort(e.ideas)
	if len(e.ideas) > 12 {
		e.ideas = e.ideas[:12]
	}
	for i, a := range e.ideas {
		e.put(a^startIdeas, 1.2)
		for _, b := range e.ideas[:i] {
			e.put((a*fnvPrime)^b, 0.5)
		}
	}
}

// hashSound hashes a syllable by how it sounds to a careless ear: s/x, ch/tr,
// d/gi/r, l/n, final n/ng and t/c fall together.
func hashSound(h uint64, bare string) uint64 {
	head, rest := soundHead(bare)
	h = (h ^ uint64(head)) * fnvPrime
	switch {
	case strings.HasSuffix(rest, "ng"), strings.HasSuffix(rest, "nh"):
		rest = rest[:len(rest)-1]
	case strings.HasSuffix(rest, "ch"):
		rest = rest[:len(rest)-2] + "t"
	case strings.HasSuffix(rest, "c"):
		rest = rest[:len(rest)-1] + "t"
	}
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		if c == 'y' {
			c = 'i'
		}
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

func soundHead(s string) (byte, string) {
	for _, p := range [...]struct {
		spelled string
		sound   byte
	}{
		{"ngh", 'N'}, {"ng", 'N'}, {"gh", 'g'}, {"gi", 'z'}, {"ch", 'C'}, {"tr", 'C'}, {"nh", 'J'}, {"kh", 'K'},
		{"th", 'T'}, {"ph", 'F'}, {"qu", 'Q'}, {"d", 'z'}, {"r", 'z'}, {"x", 's'}, {"s", 's'}, {"k", 'k'}, {"c", 'k'},
		{"l", 'l'}, {"n", 'l'}, {"f", 'F'},
	} {
		if strings.HasPrefix(s, p.spelled) && len(s) > len(p.spelled) {
			return p.sound, s[len(p.spelled):]
		}
	}
	return 0, s
}
