package understand

// step is one small change on the way from what was typed to ordinary
// Vietnamese. Steps are pure; the lexicon may be nil.
type step struct {
	name  string
	apply func(*lexicon, []word) []word
}

// steps is the normaliser. The order matters: letters before words, single
// words before their neighbours; joined words come apart before shorthand is
// written out, for it may be among them; typos are mended last, so that only what
// nothing else explains counts as one.
var steps = []step{
	{"long letters", squeezeLong},
	{"raw Telex", telex},
	{"raw VNI", vni},
	{"tone placement", placeTones},
	{"numbers and money", numbers},
	{"joined words", joined},
	{"official abbreviations", abbreviations},
	{"teen spelling", teen},
	{"abbreviations with two readings", ambiguous},
	{"Huế words", dialect},
	{"typos", typos},
}

// normalise runs the steps over cleaned text.
func normalise(lex *lexicon, typed string) []word {
	words := split(typed)
	for _, s := range steps {
		words = s.apply(lex, words)
	}
	return words
}

// squeezeLong shortens letters held down: "khônggggg" → "không".
func squeezeLong(_ *lexicon, words []word) []word {
	for i, w := range words {
		words[i].text = squeeze(w.text)
	}
	return words
}

func squeeze(s string) string {
	run, last, long := 0, rune(-1), false
	for _, r := range s {
		if r == last {
			run++
			long = long || run >= 3 && (r < '0' || r > '9')
			continue
		}
		run, last = 1, r
	}
	if !long {
		return s
	}
	out := make([]rune, 0, len(s))
	rs := []rune(s)
	for i := 0; i < len(rs); {
		j := i
		for j < len(rs) && rs[j] == rs[i] {
			j++
		}
		keep := j - i
		if keep >= 3 && (rs[i] < '0' || rs[i] > '9') {
			keep = 1
		}
		out = append(out, rs[i:i+keep]...)
		i = j
	}
	return string(out)
}

// placeTones brings "hòa" and "hoà", and tones on the wrong vowel, to one form.
func placeTones(_ *lexicon, words []word) []word {
	for i, w := range words {
		if isASCII(w.text) {
			continue
		}
		if base, tone := toneless(w.text); tone != 0 && isSyllable(w.text) {
			words[i].text = withTone(base, tone)
		}
	}
	return words
}
