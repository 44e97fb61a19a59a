package course

import (
	"slices"
	"strconv"
	"time"
)

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// fullYear is the year that "99" or "1999" means where it is surely a year.
func fullYear(n int, now time.Time) int {
	this := now.In(Zone).Year()
	if n >= 0 && n < 100 {
		if n > this%100 {
			return 1900 + n
		}
		return 2000 + n
	}
	return n
}

// born takes a year, if somebody alive may be of it.
func (p *parsing) born(year int) bool {
	if !likelyYear(year, p.now) {
		return false
	}
	p.line.Several = p.line.Several || p.line.Year != 0 && p.line.Year != year
	if p.line.Year == 0 {
		p.line.Year = year
	}
	return true
}

// when recognises a year or an age, and how many words it takes.
func (p *parsing) when(ws []token, i int) int {
	if n := p.birth(ws, i); n > 0 {
		return n
	}
	if n := p.age(ws, i); n > 0 {
		return n
	}
	n := number(ws[i].bare)
	if papers[ws[i].bare] {
		return 1
	}
	switch {
	case n < 0 || p.current().kind == village && len(ws[i].bare) < 4:
		return 0
	case len(ws[i].bare) == 4 && p.born(n):
		return 1
	case len(ws[i].bare) == 2 && p.short == 0:
		if p.short = n; n == 0 {
			p.short = 100 // "00" is 2000
		}
		if n < 10 && n > 0 {
			p.short = 100 + n // "05" is 2005, never an age
		}
		return 1
	}
	return 0
}

// papers are words for numbers that were taken out, or that nobody asked for.
var papers = wordSet("cccd cmnd cmt sdt dt")

// birthCues are the ways to say "born in", the longest first.
var birthCues = []string{"sinh ngay", "ngay sinh", "sinh nam", "nam sinh", "sinh", "s n", "sn", "ns"}

// birth reads "sn 99", "sinh năm 1999", "sinh ngày 3 tháng 5 năm 2001".
func (p *parsing) birth(ws []token, i int) int {
	words := bareOf(ws[i:])
	if rest, ok := cutWords(words, "nam nay"); ok {
		return len(words) - len(rest)
	}
	for _, cue := range birthCues {
		rest, ok := cutWords(words, cue)
		if !ok || !p.wholeName(cue) {
			continue
		}
		for len(rest) > 1 && (rest[0] == "nam" || rest[0] == "la" || rest[0] == "ngay" || rest[0] == "thang" || smallNumber(rest)) {
			rest = rest[1:]
		}
		if n := number(rest[0]); n >= 0 && (len(rest[0]) == 2 || len(rest[0]) == 4) && p.born(fullYear(n, p.now)) {
			return len(words) - len(rest) + 1
		}
	}
	return p.namYear(ws, i)
}

// wholeName: what was read so far can be a name without the cue's words. Both
// "nam" and "sinh" are names themselves: "Hồ Văn Sinh 1995".
func (p *parsing) wholeName(cue string) bool {
	before := withoutLead(p.current().words)
	n := len(before)
	switch {
	case n == 0:
		return true
	case middleWord(before[n-1]):
		return false
	case p.current().kind != free:
		return true
	case cue == "nam sinh":
		return n > 2
	case cue == "sinh":
		return n > 1
	}
	return true
}

// smallNumber: a day or a month, because a year follows.
func smallNumber(ws []string) bool {
	n := number(ws[0])
	return n > 0 && n < 32 && (ws[1] == "thang" || ws[1] == "nam" || number(ws[1]) > 0)
}

// namYear reads "năm 1995" alone. It is also the end of a name, as in "Hồ Văn
// Năm 1995": then it belongs there.
func (p *parsing) namYear(ws []token, i int) int {
	if ws[i].bare != "nam" || i+1 >= len(ws) || len(ws[i+1].bare) != 4 {
		return 0
	}
	before := p.current().words
	woman := middleOf(before) > 0 && slices.ContainsFunc(before, func(w token) bool { return w.bare == "thi" })
	if !p.wholeName("nam") || len(before) > 0 && len(before) < 3 || len(before) == 3 && ws[i].text != "năm" && !woman {
		return 0
	}
	if !p.born(number(ws[i+1].bare)) {
		return 0
	}
	return 2
}

// age reads "25 tuổi", "25t", "tuổi 25".
func (p *parsing) age(ws []token, i int) int {
	figure, unit, n := i, i+1, 2
	if ws[i].bare == "tuoi" && p.wholeName("tuoi") {
		figure, unit = i+1, i
	}
	if max(figure, unit) >= len(ws) || ws[unit].bare != "tuoi" && ws[unit].bare != "t" {
		return 0
	}
	years := number(ws[figure].bare)
	if years < 1 || years > oldest || p.line.Year != 0 {
		return 0
	}
	p.line.Age, p.line.Year = years, p.now.In(Zone).Year()-years
	return n
}

// The two digits that can only be a year, or only an age, of somebody who
// learns a trade. What may be both is asked for.
const (
	surelyYear = 70 // 1970 … 1999
	leastAge   = 14
	mostAge    = 26 // born after this year's two digits: too young for a year
)

// twoDigits decides about "95", "05" or "19" that stood alone.
func (p *parsing) twoDigits() {
	this := p.now.In(Zone).Year()
	switch n := p.short; {
	case n >= 100:
		p.born(2000 + n - 100)
	case n >= surelyYear:
		p.born(1900 + n)
	case n >= leastAge && n <= min(mostAge, this%100):
		p.line.Age = n
		p.born(this - n)
	}
}
