package understand

import "strings"

// maxChoices bounds what one message of digits may choose.
const maxChoices = 20

// digits reads a message that is nothing but choices: "1", "1 5 2", "1,5,2".
// A run of four or more digits is a phone number, a year or a code: not choices.
func digits(typed string) []int {
	var out []int
	n, run := 0, 0
	for _, r := range typed + " " {
		switch {
		case r >= '0' && r <= '9':
			n, run = n*10+int(r-'0'), run+1
			if run > 3 {
				return nil
			}
		case strings.ContainsRune(" .,;:/-+&()#*\u20e3", r):
			if run > 0 {
				out = append(out, n)
			}
			n, run = 0, 0
		default:
			return nil
		}
	}
	if len(out) > maxChoices {
		return nil
	}
	return out
}
