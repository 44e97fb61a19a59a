package understand

import "strings"

// letter says what a Vietnamese letter is made of: đ/ă/â… without its tone, the
// bare ASCII letter, and the tone (0 none, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng).
type letter struct {
	hatted, plain rune
	tone          int
}

var vowelRows = [...]string{
	"aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
	"oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ",
}

var plainOf = map[rune]rune{
	'ă': 'a', 'â': 'a', 'ê': 'e', 'ô': 'o', 'ơ': 'o', 'ư': 'u', 'đ': 'd',
}

// letters covers every lower-case Vietnamese letter; the zero value means "not ours".
var letters, toned = letterTables()

func letterTables() (*[0x1F00]letter, map[rune][6]rune) {
	table, rows := new([0x1F00]letter), make(map[rune][6]rune)
	for _, row := range vowelRows {
		forms := []rune(row)
		plain := forms[0]
		if p, ok := plainOf[forms[0]]; ok {
			plain = p
		}
		for tone, r := range forms {
			table[r] = letter{forms[0], plain, tone}
		}
		rows[forms[0]] = [6]rune(forms)
	}
	for r := 'a'; r <= 'z'; r++ {
		if table[r].plain == 0 {
			table[r] = letter{r, r, 0}
		}
	}
	table['đ'] = letter{'đ', 'd', 0}
	return table, rows
}

func letterOf(r rune) letter {
	if r < 0 || int(r) >= len(letters) || letters[r].plain == 0 {
		return letter{r, r, 0}
	}
	return letters[r]
}

func isVowel(hatted rune) bool {
	_, ok := toned[hatted]
	return ok
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// strip removes every mark from lower-case text: "đường" → "duong".
func strip(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		b.WriteRune(letterOf(r).plain)
	}
	return b.String()
}

// toneless takes the tone off a syllable and returns it: "đường" → "đương", 1.
func toneless(s string) (string, int) {
	if isASCII(s) {
		return s, 0
	}
	var b strings.Builder
	b.Grow(len(s))
	tone := 0
	for _, r := range s {
		l := letterOf(r)
		if l.tone != 0 {
			tone = l.tone
		}
		b.WriteRune(l.hatted)
	}
	return b.String(), tone
}

// withTone writes the tone on the vowel where the newer spelling puts it
// ("hoà", "thuý"), so that both spellings meet in one form.
func withTone(base string, tone int) string {
	if tone == 0 {
		return base
	}
	rs := []rune(base)
	at := toneVowel(rs)
	if at < 0 {
		return base
	}
	rs[at] = toned[rs[at]][tone]
	return string(rs)
}

func toneVowel(rs []rune) int {
	first, last := vowelSpan(rs)
	if first < 0 {
		return -1
	}
	for i := last; i >= first; i-- {
		if plainOf[rs[i]] != 0 {
			return i
		}
	}
	open := last == len(rs)-1
	switch n := last - first + 1; {
	case n == 1:
		return first
	case n >= 3:
		return first + 1
	case !open:
		return last
	}
	pair := string(rs[first : last+1])
	if pair == "oa" || pair == "oe" || pair == "uy" {
		return last
	}
	return first
}

// vowelSpan finds the vowels that may bear the tone; the u of "qu" and the i of
// "gi" before another vowel belong to the consonant.
func vowelSpan(rs []rune) (first, last int) {
	first, last = -1, -1
	start := 0
	if len(rs) > 2 && isVowel(rs[2]) && (rs[0] == 'q' && rs[1] == 'u' || rs[0] == 'g' && rs[1] == 'i') {
		start = 2
	}
	for i := start; i < len(rs); i++ {
		if isVowel(rs[i]) {
			if first < 0 {
				first = i
			}
			last = i
		} else if first >= 0 {
			break
		}
	}
	return first, last
}
