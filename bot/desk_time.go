package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"tinban/notice"
	"tinban/sms/text"
)

var (
	timeHour = regexp.MustCompile(`\b(\d{1,2}) ?(?:h|gio|g|:) ?(\d{2})?( ruoi)?(?:\s|$)`)
	timeDate = regexp.MustCompile(`\b(?:ngay |hom )?(\d{1,2}) ?[/-] ?(\d{1,2})(?: ?[/-] ?(\d{4}))?\b`)
	timePart = regexp.MustCompile(`\b(sang|trua|chieu|toi)\b`)
	timeDay  = regexp.MustCompile(`\b(?:ngay |hom )?(nay|mai|mot|kia)\b`)
	timeWeek = regexp.MustCompile(`\b(?:thu ?(hai|ba|tu|nam|sau|bay|[2-7])|t([2-7])|(chu nhat|cn))\b(?: (?:nay|toi|tuan nay))?`)
	timeFill = regexp.MustCompile(`\b(?:luc|vao|hen|gui|di|tin|ngay|nhe|nha|buoi|hom|khoang)\b|[.,;()]`)
	atOnce   = regexp.MustCompile(`^(?:gui |di )?(?:ngay|ngay bay gio|bay gio|luon|ngay lap tuc|som nhat)(?: (?:nhe|nha|di))?$`)
)

// when reads a time as somebody types it: "17h30", "7h sáng mai", "8h 13/6",
// "15h thứ Sáu", "ngay". Zero is as soon as may be. What holds anything else
// is no time. One of today that has passed is tomorrow's: the answer says the
// day, so that a wrong guess is seen.
func when(typed string, now time.Time) (at time.Time, ok bool) {
	rest := strings.Join(strings.Fields(strings.ToLower(text.Strip(typed))), " ")
	if atOnce.MatchString(rest) {
		return time.Time{}, true
	}
	cut := func(form *regexp.Regexp) (found []string) {
		if at := form.FindStringSubmatchIndex(rest); at != nil {
			found = form.FindStringSubmatch(rest)
			rest = rest[:at[0]] + " " + rest[at[1]:]
		}
		return found
	}
	hm := cut(timeHour)
	date, week := cut(timeDate), cut(timeWeek)
	part, day := cut(timePart), cut(timeDay)
	rest = timeFill.ReplaceAllString(rest, "")
	if hm == nil || strings.TrimSpace(rest) != "" {
		return at, false
	}
	since, ok := hourOf(hm, part)
	if !ok {
		return at, false
	}
	today := now.In(notice.Hue)
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, notice.Hue)
	switch {
	case date != nil:
		today, ok = dateOf(date, today)
		return today.Add(since), ok
	case week != nil:
		today = today.AddDate(0, 0, (int(weekdayOf(week))-int(today.Weekday())+7)%7)
		if !today.Add(since).After(now) {
			today = today.AddDate(0, 0, 7)
		}
	case day != nil:
		today = today.AddDate(0, 0, map[string]int{"nay": 0, "mai": 1, "mot": 2, "kia": 2}[day[1]])
	case !today.Add(since).After(now):
		today = today.AddDate(0, 0, 1)
	}
	return today.Add(since), true
}

// hourOf is the time of day: "5h chiều" is 17h.
func hourOf(hm, part []string) (since time.Duration, ok bool) {
	h, _ := strconv.Atoi(hm[1])
	m, _ := strconv.Atoi(hm[2])
	if hm[3] != "" {
		m = 30
	}
	switch {
	case part == nil:
	case part[1] == "sang" && h > 11:
		return 0, false
	case h < 12 && (part[1] == "chieu" || part[1] == "toi") || h < 5 && part[1] == "trua":
		h += 12
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, h < 24 && m < 60
}

// soon is how far a date may lie in the next year before it is one that has
// passed.
const soon = 60 * 24 * time.Hour

// dateOf is a date of this year, or of the next where that is near.
func dateOf(d []string, today time.Time) (time.Time, bool) {
	day, _ := strconv.Atoi(d[1])
	month, _ := strconv.Atoi(d[2])
	year, said := today.Year(), d[3] != ""
	if said {
		year, _ = strconv.Atoi(d[3])
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, notice.Hue)
	real := at.Day() == day && int(at.Month()) == month
	if next := at.AddDate(1, 0, 0); real && !said && at.Before(today) && next.Sub(today) < soon {
		at = next
	}
	return at, real
}

var weekWords = map[string]time.Weekday{
	"hai": time.Monday, "2": time.Monday, "ba": time.Tuesday, "3": time.Tuesday, "tu": time.Wednesday, "4": time.Wednesday,
	"nam": time.Thursday, "5": time.Thursday, "sau": time.Friday, "6": time.Friday, "bay": time.Saturday, "7": time.Saturday,
}

func weekdayOf(found []string) time.Weekday {
	if found[3] != "" {
		return time.Sunday
	}
	return weekWords[found[1]+found[2]]
}
