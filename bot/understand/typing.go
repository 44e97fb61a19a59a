package understand

import "strings"

// telex decodes words left in raw Telex ("dduwowcj" → "được"). A single odd
// word is decoded only when the result is known; when a good part of the
// message is Telex, all of it is.
func telex(lex *lexicon, words []word) []word {
	return decodeRaw(lex, words, telexWord)
}

// vni decodes raw VNI ("d9u7o7c5" → "được") by the same caution: "DA4" is a project.
func vni(lex *lexicon, words []word) []word {
	return decodeRaw(lex, words, vniWord)
}

func decodeRaw(lex *lexicon, words []word, decode func(string) (string, bool)) []word {
	var first [24]string
	decoded := first[:0]
	hits := 0
	for _, w := range words {
		s := ""
		if isASCII(w.text) && !plainWord(lex, w.text) {
			if d, ok := decode(w.text); ok {
				s = d
				hits++
			}
		}
		decoded = append(decoded, s)
	}
	if hits == 0 {
		return words
	}
	sure := hits >= 2 && hits*4 >= len(words)
	for i, s := range decoded {
		if s != "" && (sure || lex.known(strip(s)) && len(words[i].text) > 2) {
			words[i].text = s
		}
	}
	return words
}

// plainWord says that s needs no decoding: an unmarked syllable, a shorthand, a
// foreign word.
func plainWord(lex *lexicon, s string) bool {
	return bareSyllables[s] || shorthand(s) || foreign[s] || lex.known(s)
}

// foreign words look like typing errors and are none.
var foreign = func() map[string]bool {
	m := make(map[string]bool)
	for _, s := range strings.Fields(`visa sos fax box taxi sms sim wifi tivi internet online offline email gmail
		app web website facebook fb zalo messenger tiktok youtube google iphone samsung android virus covid vaccine
		vnpost viettel vinaphone mobifone vietcombank agribank vietinbank bidv vnpay momo atm pin
		python java windows word excel office laptop macbook game pubg gmat ielts toeic world cup
		bitcoin forex shopee lazada grab world for her far how sir are you what the this is as who
		start stop help menu ok oke okay hello hi bye alo thanks thank text sex`) {
		m[s] = true
	}
	return m
}()

// longestTyped is the longest syllable in raw keys, with some to spare.
const longestTyped = 16

// keys is a syllable while its raw keys are applied.
type keys struct {
	letters []rune
	tone    int
	used    bool // a key did something
	vowel   bool // a vowel has come, so that s, f, r, x, j are tones
}

// telexWord applies the Telex keys inside one ASCII word; false when no key was
// used or the result is no syllable.
func telexWord(s string) (string, bool) {
	if len(s) > longestTyped {
		return "", false
	}
	var room [longestTyped]rune
	k := keys{letters: room[:0]}
	for _, r := range s {
		k.telex(r)
	}
	return syllableFrom(string(k.letters), k.tone, k.used)
}

func (k *keys) telex(r rune) {
	at, hat := k.hatAt(r)
	switch {
	case r == 'w':
		k.horn()
		k.vowel = true
	case k.vowel && strings.ContainsRune("fsrxj", r):
		k.tone, k.used = strings.IndexRune(" fsrxj", r), true
	case r == 'd' && len(k.letters) > 0 && k.letters[0] == 'd' && (len(k.letters) == 1 || k.vowel):
		k.letters[0], k.used = 'đ', true
	case hat:
		k.letters[at], k.used = hatOf[r], true
	default:
		k.vowel = k.vowel || isVowel(r) && (r != 'u' || string(k.letters) != "q")
		k.letters = append(k.letters, r)
	}
}

var hatOf = map[rune]rune{'a': 'â', 'e': 'ê', 'o': 'ô'}

// hatAt finds the vowel that a repeated a, e or o puts a hat on, typed at once or
// at the end of the word ("vieetj", "vietej").
func (k *keys) hatAt(r rune) (int, bool) {
	if hatOf[r] == 0 {
		return 0, false
	}
	for i := len(k.letters) - 1; i >= 0; i-- {
		if k.letters[i] == r {
			return i, i == len(k.letters)-1 || !isVowel(k.letters[len(k.letters)-1])
		}
		if isVowel(k.letters[i]) {
			return 0, false
		}
	}
	return 0, false
}

// horn makes ơ, ư or ă of the last vowel that can take it, ươ of uo, ưa of ua; a
// w on its own is ư.
func (k *keys) horn() {
	k.used = true
	out := k.letters
	i := len(out) - 1
	for i >= 0 && !strings.ContainsRune("oơau", out[i]) {
		i--
	}
	if i < 0 {
		k.letters = append(out, 'ư')
		return
	}
	afterU := i > 0 && out[i-1] == 'u' && (i < 2 || out[i-2] != 'q')
	switch {
	case out[i] == 'o':
		out[i] = 'ơ'
		if afterU {
			out[i-1] = 'ư'
		}
	case out[i] == 'a' && afterU:
		out[i-1] = 'ư'
	case out[i] == 'a':
		out[i] = 'ă'
	case out[i] == 'u' && (i == 0 || out[i-1] != 'ư'):
		out[i] = 'ư'
	}
}

// vniMarks are the digits that mark a letter: 6 hat, 8 breve, 9 đ.
var vniMarks = map[rune]string{'6': "aâeêoô", '8': "aă", '9': "dđ"}

// vniWord applies VNI digits inside one ASCII word.
func vniWord(s string) (string, bool) {
	if len(s) > longestTyped || len(s) < 2 || s[0] < 'a' || s[0] > 'z' {
		return "", false
	}
	var room [longestTyped]rune
	k := keys{letters: room[:0]}
	for _, r := range s {
		if !k.vni(r) {
			return "", false
		}
	}
	return syllableFrom(string(k.letters), k.tone, k.used)
}

// vni applies one key; false when it has nothing to act on.
func (k *keys) vni(r rune) bool {
	switch {
	case r >= '1' && r <= '5':
		k.tone, k.used = [...]int{2, 1, 3, 4, 5}[r-'1'], true
	case r == '7':
		k.horn()
	case vniMarks[r] != "":
		k.used = true
		return markLast(k.letters, []rune(vniMarks[r]))
	case r < 'a' || r > 'z':
		return false
	default:
		k.letters = append(k.letters, r)
	}
	return true
}

// markLast replaces the last letter that pairs names by its marked form.
func markLast(letters, pairs []rune) bool {
	for i := len(letters) - 1; i >= 0; i-- {
		for j := 0; j < len(pairs); j += 2 {
			if letters[i] == pairs[j] {
				letters[i] = pairs[j+1]
				return true
			}
		}
	}
	return false
}

func syllableFrom(base string, tone int, used bool) (string, bool) {
	if !used || !syllables[base] && !bareSyllables[strip(base)] {
		return "", false
	}
	s := withTone(base, tone)
	return s, isSyllable(s)
}
