package understand

import "strings"

// The syllables of Vietnamese are few enough to be written down as rules: an
// initial, a rhyme, a tone. They tell a Vietnamese word from Telex keys, from a
// typo, from several words run together, and from a foreign word.

var initials = strings.Fields("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")

var rhymes = strings.Fields(`
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oan oang oanh oat oay oăc oăm oăn oăng oăt oc ooc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych ynh yt yêm yên yêng yêt yêu`)

// syllables holds every possible syllable without tone but with hats;
// bareSyllables the same without any mark.
var syllables, bareSyllables = syllableTables()

func syllableTables() (hatted, bare map[string]bool) {
	hatted, bare = make(map[string]bool, 4000), make(map[string]bool, 2500)
	add := func(s string) {
		hatted[s] = true
		bare[strip(s)] = true
	}
	for _, rhyme := range rhymes {
		add(rhyme)
		for _, initial := range initials {
			if fits(initial, rhyme) {
				add(initial + rhyme)
			}
		}
	}
	for _, s := range strings.Fields("gi gin gip giêng giêt giêm giêng quôc quơ") {
		add(s)
	}
	return hatted, bare
}

// fits holds the spelling rules between initial and rhyme: c/k/q, g/gh, ng/ngh,
// "qu" swallows the glide, y stands alone or after few letters.
func fits(initial, rhyme string) bool {
	first := []rune(rhyme)[0]
	front := strings.ContainsRune("eêiy", first)
	switch initial {
	case "c", "g", "ng":
		return !front
	case "gh", "ngh":
		return front && first != 'y'
	case "k":
		return front && (first != 'y' || rhyme == "y")
	case "qu":
		return strings.ContainsRune("aăâeêiy", first) && rhyme != "ia" && !strings.HasPrefix(rhyme, "iê")
	case "gi":
		return first != 'i' && first != 'y'
	}
	only, rare := rareRhymes[rhyme]
	return (!rare || strings.Contains(only, initial)) && (first != 'y' || rhyme == "y")
}

// rareRhymes go with few initials.
var rareRhymes = map[string]string{"oong": "b c x", "ooc": "m r s", "y": "h k l m s t v"}

// isSyllable accepts a Vietnamese syllable with all, some or none of its marks.
func isSyllable(s string) bool {
	if isASCII(s) {
		return bareSyllables[s]
	}
	if tones(s) > 1 {
		return false
	}
	base, tone := toneless(s)
	if tone == 0 || !stopped(base) || tone == 2 || tone == 5 {
		return syllables[base] || tone != 0 && bareSyllables[strip(base)]
	}
	return false
}

// stopped syllables (ending in c, ch, p, t) take only the tones sắc and nặng.
func stopped(base string) bool {
	return strings.HasSuffix(base, "c") || strings.HasSuffix(base, "ch") ||
		strings.HasSuffix(base, "p") || strings.HasSuffix(base, "t")
}

// tones counts tone marks; two of them are two words.
func tones(s string) int {
	n := 0
	for _, r := range s {
		if letterOf(r).tone != 0 {
			n++
		}
	}
	return n
}
