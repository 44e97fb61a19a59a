package understand

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What stands in place of what could tell a person.
const (
	hiddenNumber  = "[số]"
	hiddenAddress = "[địa chỉ]"
	hiddenName    = "[tên]"
)

var (
	// longNumber is a phone, a paper or an account: six digits or more, however
	// they are set apart. Sums of money are shorter or end in words.
	longNumber = regexp.MustCompile(`\+?[0-9](?:[ .-]?[0-9]){5,}`)
	webAddress = regexp.MustCompile(`(?i)\S+@\S+|(?:https?://|www\.)\S+|@\w+`)
)

// introduces are words that a name follows, whatever case it is typed in.
var introduces = [][]string{
	{"ten", "la"}, {"ten", "toi", "la"}, {"toi", "ten", "la"}, {"toi", "ten"}, {"tui", "ten"}, {"em", "ten"}, {"con", "ten"},
	{"chau", "ten"}, {"ho", "ten"}, {"ho", "va", "ten"}, {"ten"},
}

// titles are words before a name that is typed with capital letters.
var titles = []string{"ông", "bà", "anh", "chị", "em", "cháu", "chú", "bác", "cô", "dì", "cậu", "mợ", "thầy", "chồng", "vợ", "con", "mẹ", "cha", "bố", "mạ", "ba", "là"}

// longest name in syllables.
const longestName = 4

// Anonymise takes out of a question what could tell who asked it: numbers,
// addresses and names. It would rather hide too much than too little; keep
// lists proper names that tell nobody, such as communes.
func Anonymise(s string, keep []string) string {
	s = webAddress.ReplaceAllString(clean(s), hiddenAddress)
	s = longNumber.ReplaceAllString(s, hiddenNumber)
	words := strings.Fields(s)
	for at := 0; at < len(words); at++ {
		if from, to := nameAt(words, at, keep); to > from {
			words = slices.Replace(words, from, to, hiddenName)
			at = from
		}
	}
	return strings.Join(words, " ")
}

// nameAt finds a name that the words at a place introduce.
func nameAt(words []string, at int, keep []string) (from, to int) {
	for _, cue := range introduces {
		if from = at + len(cue); from < len(words) && bareWords(words[at:from], cue) && !harmless(words[from:], keep) {
			return from, from + nameLength(words[from:], false)
		}
	}
	if at > 0 && capital(words[at]) && !harmless(words[at:], keep) && (slices.Contains(titles, strings.ToLower(words[at-1])) || fullName(words[at:])) {
		return at, at + nameLength(words[at:], true)
	}
	return 0, 0
}

func bareWords(words, cue []string) bool {
	for i, c := range cue {
		if strings.Trim(plain(words[i]), " ") != c {
			return false
		}
	}
	return true
}

// fullName: three words or more with capital letters in the middle of a line.
func fullName(words []string) bool {
	n := 0
	for n < len(words) && capital(words[n]) {
		n++
	}
	return n >= 3
}

func capital(w string) bool {
	r := []rune(w)
	return len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1])
}

// nameLength is how many words a name goes on for: capitals while there are
// any, else up to the first word that no name holds.
func nameLength(words []string, capitals bool) int {
	n := 0
	capitals = capitals || capital(words[0])
	for n < len(words) && n < longestName {
		if capitals && !capital(words[n]) || !capitals && n > 0 && !nameLike(words[n]) {
			break
		}
		n++
		if strings.ContainsAny(words[n-1], ",.;:!?") {
			break
		}
	}
	return n
}

// notNames are the words with which a sentence goes on after a name.
var notNames = strings.Fields("toi tui em con chau o la muon can co duoc xin hoi nha ho thuoc dang bi vay sinh tuoi thon xa va thi ma cho khong k ko dc")

func nameLike(w string) bool { return !slices.Contains(notNames, plain(w)) && w != hiddenNumber }

func harmless(words, keep []string) bool {
	here := strings.ToLower(strings.Join(words[:min(len(words), longestName)], " "))
	return slices.ContainsFunc(keep, func(k string) bool { return strings.HasPrefix(here, strings.ToLower(k)) })
}
