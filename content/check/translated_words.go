package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tinban/content"
)

// tongue is what can be told about a language without reading it.
type tongue struct {
	numbers, units map[string]bool
	swapped        bool        // the point and the comma of a number change places
	scales         [][2]string // either side holds its word exactly if the other does
	spans          [][2]string // what the original counts the translation counts
}

var tongues = map[string]tongue{
	"en": {
		numbers: words("one two three four five six seven eight nine ten twelve twenty fifty hundred thousand million billion half"),
		units: words("dong year years month months week weeks day days hour hours time times percent per metre metres m² km kg " +
			"hundred thousand million billion %"),
		swapped: true,
		scales:  [][2]string{{"triệu", "million"}, {"tỷ", "billion"}, {"nghìn", "thousand"}, {"%", "%"}, {"m²", "m²"}, {"km", "km"}},
		spans:   [][2]string{{"năm", "year"}, {"tháng", "month"}, {"ngày", "day"}, {"tuần", "week"}, {"giờ", "hour"}},
	},
}

// figureInWords is the first number word that stands right before a unit.
func (t tongue) figureInWords(s string) string {
	fields := strings.Fields(strings.ToLower(s))
	for i := 1; i < len(fields); i++ {
		if unit := strings.TrimRight(fields[i], `.,;:!?)"`); t.numbers[fields[i-1]] && t.units[unit] {
			return fields[i-1] + " " + unit
		}
	}
	return ""
}

var (
	number = regexp.MustCompile(`[0-9]+(?:[.,/][0-9]+)*`)
	span   = regexp.MustCompile(`(?:[0-9] |/)(\p{L}+)`)
)

// sameFigure reports whether a translated value counts as many of the same as
// its original.
func (t tongue) sameFigure(own, to string) bool {
	nums := number.FindAllString(to, -1)
	for i := range nums {
		if t.swapped {
			nums[i] = strings.NewReplacer(".", ",", ",", ".").Replace(nums[i])
		}
	}
	if !slices.Equal(number.FindAllString(own, -1), nums) {
		return false
	}
	for _, s := range t.scales {
		if strings.Contains(own, s[0]) != strings.Contains(to, s[1]) {
			return false
		}
	}
	for _, m := range span.FindAllStringSubmatch(own, -1) {
		for _, s := range t.spans {
			if m[1] == s[0] && !strings.Contains(to, s[1]) {
				return false
			}
		}
	}
	return true
}

// untouched reports whether a text still is the original. A text of names
// only is the same in both languages, but for its first word: that has a
// capital letter anyway.
func untouched(own, to string) bool {
	if own != to {
		return false
	}
	plain := content.WithoutReferences(to)
	first := strings.FieldsFunc(plain, notLetter)
	return markedWord(plain) != "" || len(first) > 0 && marked(first[0])
}

// markedWord is the first word with marks that is no name. Names begin with a
// capital letter: A Lưới, Hồ Chí Minh.
func markedWord(s string) string {
	for _, w := range strings.FieldsFunc(s, notLetter) {
		if marked(w) && !unicode.IsUpper([]rune(w)[0]) {
			return w
		}
	}
	return ""
}

func marked(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r > unicode.MaxASCII }) >= 0
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }
