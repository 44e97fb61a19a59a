package notice

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tinban/sms/text"
)

// mention is a day that a text names.
type mention struct {
	day, month, year int          // year 0: not said
	weekday          time.Weekday // as the text says
	named            bool         // it says a weekday
	lunar            bool         // by the moon: nothing here knows which day that is
	from, to         int          // where in the plain text
}

// on is the day meant: of the year that is said, else the next such day.
// real is false when there is no such day.
func (m mention) on(now time.Time) (day time.Time, real bool) {
	today := dayOf(now)
	if m.year != 0 {
		return m.in(m.year)
	}
	for year := today.Year(); year <= today.Year()+1; year++ {
		if day, real = m.in(year); real && !day.Before(today) {
			return day, true
		}
	}
	return m.in(today.Year())
}

func (m mention) in(year int) (time.Time, bool) {
	d := time.Date(year, time.Month(m.month), m.day, 0, 0, 0, 0, Hue)
	return d, d.Day() == m.day && int(d.Month()) == m.month
}

// says is the day as the text has it.
func (m mention) says() string {
	s := fmt.Sprintf("%d/%d", m.day, m.month)
	if m.year != 0 {
		s += fmt.Sprintf("/%d", m.year)
	}
	if m.named {
		return weekdays[m.weekday] + " " + s
	}
	return s
}

func dayOf(t time.Time) time.Time {
	t = t.In(Hue)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Hue)
}

// weekdays as they are written.
var weekdays = []string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// weekdayWords as they are read, without marks.
var weekdayWords = map[string]time.Weekday{
	"hai": time.Monday, "2": time.Monday, "ba": time.Tuesday, "3": time.Tuesday, "tu": time.Wednesday, "4": time.Wednesday,
	"nam": time.Thursday, "5": time.Thursday, "sau": time.Friday, "6": time.Friday, "bay": time.Saturday, "7": time.Saturday,
	"nhat": time.Sunday, "cn": time.Sunday,
}

var monthWords = []string{"", "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"}

var (
	slashed = regexp.MustCompile(`\b(\d{1,2}) ?/ ?(\d{1,2})(?: ?/ ?(\d{4}|\d{2}))?\b`)
	// dashed needs a year, or the word before it: 8-10 is mostly no day.
	dashed = regexp.MustCompile(`\b(\d{1,2})[-.](\d{1,2})(?:[-.](\d{4}))?\b`)
	worded = regexp.MustCompile(`\b(\d{1,2}) thang (\d{1,2}|muoi mot|muoi hai|muoi|mot|hai|ba|tu|nam|sau|bay|tam|chin)\b(?:,? nam (\d{4}))?`)

	weekdayWord = regexp.MustCompile(`\b(?:thu ?(hai|ba|tu|nam|sau|bay|[2-7])|chu ?(nhat)|(cn)|t([2-7]))\b`)
	sayDay      = regexp.MustCompile(`\b(?:ngay|hom|mung)[ :]*$`)
	// weekdayFirst stands between a weekday and its day, weekdayLast after it.
	weekdayFirst = regexp.MustCompile(`^[ ,.(:-]*(?:tuan nay|tuan sau|tuan toi|sap toi|toi|nay)?[ ,.(:-]*(?:tuc|la|nham)?[ ]*(?:ngay)?[ :(]*$`)
	weekdayLast  = regexp.MustCompile(`^[ ,.(-]*(?:tuc|la|nham|vao)?[ (]*$`)
	several      = regexp.MustCompile(`^[ ,]*(?:va|den|toi|hoac|hay|-|,)[ ]*$`)
	moonAfter    = regexp.MustCompile(`^[ ,]*\(?(?:nam [a-z]+ )?(?:am lich|al|a\.l)\b`)
	moonBefore   = regexp.MustCompile(`\b(?:am lich|al)[ :,]*(?:la|ngay|nham)?[ ]*$`)
)

// plainly is a text as days are looked for in it: small letters, no marks, one
// blank between words.
func plainly(s string) string { return strings.ToLower(oneLine(s)) }

// mentions lists the days a text names, in their order.
func mentions(s string) []mention {
	plain := plainly(s)
	free := []byte(plain) // what has been read is blotted out
	var list []mention
	for _, form := range []*regexp.Regexp{slashed, worded, dashed} {
		for _, at := range form.FindAllSubmatchIndex(free, -1) {
			if m, ok := mentionAt(plain, at, form == slashed); ok {
				list = append(list, m)
				for i := m.from; i < m.to; i++ {
					free[i] = '#'
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b mention) int { return a.from - b.from })
	pairWeekdays(plain, list)
	return list
}

func mentionAt(plain string, at []int, sure bool) (m mention, ok bool) {
	m = numbersAt(plain, at)
	before, after := plain[:m.from], plain[m.to:]
	m.lunar = moonAfter.MatchString(after) || moonBefore.MatchString(before) || strings.HasSuffix(before, "mung ")
	said := sayDay.MatchString(before) || followsWeekday(before) || m.year != 0
	likely := m.day >= 1 && m.day <= 31 && m.month >= 1 && m.month <= 12
	return m, said || sure && likely
}

// numbersAt reads day, month and year.
func numbersAt(plain string, at []int) mention {
	group := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return plain[at[2*i]:at[2*i+1]]
	}
	m := mention{from: at[0], to: at[1]}
	m.day, _ = strconv.Atoi(group(1))
	m.month, _ = strconv.Atoi(group(2))
	if i := slices.Index(monthWords, group(2)); i > 0 {
		m.month = i
	}
	m.year, _ = strconv.Atoi(group(3))
	if m.year > 0 && m.year < 100 {
		m.year += 2000
	}
	return m
}

func followsWeekday(before string) bool {
	all := weekdayWord.FindAllStringIndex(before, -1)
	return len(all) > 0 && weekdayFirst.MatchString(before[all[len(all)-1][1]:])
}

// pairWeekdays gives each day the weekday that stands before it, else after
// it. Where several weekdays stand in a row nobody can say whose they are.
func pairWeekdays(plain string, list []mention) {
	words := weekdayWord.FindAllStringSubmatchIndex(plain, -1)
	taken := make([]bool, len(words))
	for i := range words {
		if i > 0 && several.MatchString(plain[words[i-1][1]:words[i][0]]) {
			taken[i-1], taken[i] = true, true
		}
	}
	pair := func(fits func(m mention, word []int) bool) {
		for i := range list {
			for j, w := range words {
				if !taken[j] && !list[i].named && fits(list[i], w) {
					list[i].weekday, list[i].named, taken[j] = weekdayAt(plain, w), true, true
				}
			}
		}
	}
	pair(func(m mention, w []int) bool { return w[1] <= m.from && weekdayFirst.MatchString(plain[w[1]:m.from]) })
	pair(func(m mention, w []int) bool { return m.to <= w[0] && weekdayLast.MatchString(plain[m.to:w[0]]) })
}

func weekdayAt(plain string, w []int) time.Weekday {
	for i := 2; i < len(w); i += 2 {
		if w[i] >= 0 {
			return weekdayWords[plain[w[i]:w[i+1]]]
		}
	}
	return time.Sunday
}

// hour is a time of day that a text names.
type hour struct {
	hour, minute int
	part         string // sang, trua, chieu, toi
	said         string
}

var (
	hours    = regexp.MustCompile(`(trong |vong |sau |moi |\d)?\b(\d{1,2}) ?(?:(?:h|gio|g)(?: ?(\d{2})\b)?|:(\d{2}))(?: ?(ruoi))?(?: (sang|trua|chieu|toi))?(?:$|[^a-z0-9])`)
	overLong = 30 // from here on it is a duration
)

// hoursOf lists the times of day a text names.
func hoursOf(s string) (list []hour) {
	for _, m := range hours.FindAllStringSubmatch(plainly(s), -1) {
		if m[1] != "" {
			continue
		}
		h := hour{part: m[6], said: strings.Trim(m[0], " ,.;()")}
		h.hour, _ = strconv.Atoi(m[2])
		h.minute, _ = strconv.Atoi(m[3] + m[4])
		if m[5] != "" {
			h.minute = 30
		}
		if h.hour < overLong {
			list = append(list, h)
		}
	}
	return list
}

// real: there is such a time of day.
func (h hour) real() bool {
	return h.hour <= 24 && h.minute < 60 && (h.part != "sang" || h.hour < 12)
}

// at is the time on a day.
func (h hour) at(day time.Time) time.Time {
	n := h.hour
	if n < 12 && (h.part == "chieu" || h.part == "toi") || n < 5 && h.part == "trua" {
		n += 12
	}
	return day.Add(time.Duration(n)*time.Hour + time.Duration(h.minute)*time.Minute)
}

// until is when a text is of no more use: at the hour of the meeting it calls
// to, else at the end of the last day it names. Zero is no day at all.
func until(c Content, now time.Time) (last time.Time) {
	days := mentions(c.Text)
	for _, m := range days {
		if d, real := m.on(now); real && !m.lunar && d.After(last) {
			last = d
		}
	}
	if last.IsZero() {
		return last
	}
	if times := hoursOf(c.Text); c.Kind == Meeting && len(days) == 1 && len(times) > 0 && times[0].real() {
		return times[0].at(last)
	}
	return last.Add(evening * time.Hour)
}

// unmarked: somebody typed without marks.
func unmarked(s string) bool { return s != "" && text.Strip(s) == s }
