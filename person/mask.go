package person

import "strings"

// Masked is a name as it may stand on a phone that several people read: the
// last word, by which people call each other, and the first letter of the
// others. One word alone is shortened as well.
func Masked(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if i < len(words)-1 || i == 0 {
			words[i] = string([]rune(w)[:1]) + ".."
		}
	}
	return strings.Join(words, " ")
}
