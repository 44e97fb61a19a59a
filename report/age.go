package report

import (
	"fmt"
	"strconv"
	"strings"
)

// Bands are the ages people are counted by, those of courses: the year of the
// list less the year of birth, so that nobody's birthday need be known.
var Bands = []string{"16-24", "25-34", "35-49", "50+"}

// bandLabel is a band in words.
func bandLabel(band string) string {
	if from, ok := strings.CutSuffix(band, "+"); ok {
		return "Từ " + from + " tuổi"
	}
	return strings.ReplaceAll(band, "-", "–") + " tuổi"
}

// bandParts counts a column of years by age.
func bandParts(year int) (parts []part) {
	for _, band := range Bands {
		from, to, ended := strings.Cut(strings.TrimSuffix(band, "+"), "-")
		conds := []cond{{headYear, "<=", year - age(from)}}
		born := fmt.Sprintf("sinh %d về trước", year-age(from))
		if ended {
			conds = append(conds, cond{headYear, ">=", year - age(to)})
			born = fmt.Sprintf("sinh %d–%d", year-age(to), year-age(from))
		}
		parts = append(parts, part{bandLabel(band) + ", " + born, conds})
	}
	return parts
}

func age(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err) // a band is two numbers
	}
	return n
}
