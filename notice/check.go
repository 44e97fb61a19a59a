package notice

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// Severity says what a check means for sending.
type Severity string

// The severities.
const (
	Refuse Severity = "refuse" // it cannot go out like this
	Warn   Severity = "warn"   // look again
	Note   Severity = "note"   // good to know
)

// Check is one thing an officer should look at.
type Check struct {
	Severity Severity
	Text     locales.ID
	Vars     locales.Vars
}

// Worst is the first refusal among checks, as an error; nil when it can go.
func Worst(checks []Check) error {
	for _, c := range checks {
		if c.Severity == Refuse {
			return &msg.Refusal{Code: string(c.Text), Vars: c.Vars}
		}
	}
	return nil
}

// farAhead is how far the next such day may be before a day of last week is
// the likelier meaning.
const farAhead = 300 * 24 * time.Hour

// days judges the days and hours in a text.
func days(c Content, now time.Time) (list []Check) {
	for _, m := range mentions(c.Text) {
		if !m.lunar {
			list = append(list, dayCheck(m, c.Kind, now)...)
		}
	}
	for _, h := range hoursOf(c.Text) {
		if !h.real() {
			list = append(list, Check{Refuse, locales.NoticeWrongHour, locales.Vars{"Said": h.said}})
		}
	}
	return list
}

func dayCheck(m mention, k Kind, now time.Time) []Check {
	day, real := m.on(now)
	said := locales.Vars{"Said": m.says()}
	switch {
	case !real:
		return []Check{{Refuse, locales.NoticeNoSuchDay, said}}
	case day.Before(dayOf(now)) && k == Correction: // it may name the wrong one
	case day.Before(dayOf(now)):
		return []Check{{Refuse, locales.NoticePastDay, said}}
	case m.named && day.Weekday() != m.weekday:
		near := day.AddDate(0, 0, nearest(int(m.weekday)-int(day.Weekday())))
		return []Check{{Refuse, locales.NoticeWrongWeekday, locales.Vars{
			"Said": m.says(), "Day": day.Format("2/1/2006"), "Real": weekdays[day.Weekday()],
			"Name": weekdays[m.weekday], "Now": near.Format("2/1"),
		}}}
	case m.year == 0 && !m.named && day.Sub(now) > farAhead:
		return []Check{{Warn, locales.NoticeNextYear, locales.Vars{"Said": m.says(), "Day": day.Format("2/1/2006")}}}
	}
	return nil
}

// nearest turns a distance between weekdays into the shortest way there.
func nearest(d int) int {
	switch {
	case d > 3:
		return d - 7
	case d < -3:
		return d + 7
	}
	return d
}

var (
	placeWord = regexp.MustCompile(`\b(tai|o|nha van hoa|nha rong|hoi truong|ubnd|uy ban|tru so|truong|tram|san|nha|gap nhau)\b`)
	laterDay  = regexp.MustCompile(`(?i)(hôm nay|ngày mai|ngày kia|ngày mốt|(?:sáng|trưa|chiều|tối) (?:nay|mai)|tuần sau|tuần tới|tháng sau|tháng tới)`)
)

// meeting: people who are called together must know when and where.
func meeting(c Content) (list []Check) {
	if c.Kind != Meeting {
		return nil
	}
	plain := plainly(c.Text)
	named := weekdayWord.MatchString(plain)
	switch dated := len(mentions(c.Text)) > 0; {
	case !dated && !named:
		list = append(list, Check{Severity: Refuse, Text: locales.NoticeNoDay})
	case !dated:
		list = append(list, Check{Severity: Warn, Text: locales.NoticeOnlyWeekday})
	}
	if len(hoursOf(c.Text)) == 0 {
		list = append(list, Check{Severity: Refuse, Text: locales.NoticeNoHour})
	}
	if !placeWord.MatchString(plain) {
		list = append(list, Check{Severity: Warn, Text: locales.NoticeNoPlace})
	}
	return list
}

// misread are words that say something else, or the opposite, without marks,
// and what to write in their place.
var misread = map[string]string{
	"đừng": "không", "dừng": "thôi", "đúng": "phải", "dùng": "xài", "dung": "không, thôi, phải",
	"chớ": "không",
}

// companions are words beside which the syllable is read rightly.
var companions = []string{"nội", "xây", "sử", "tín", "áp", "tác", "vận", "công", "lợi", "chuyên", "thông", "noi", "xay", "su", "tin", "ap", "tac"}

// poverty are words that say how a household is classed. What everybody in
// the village can see on a phone says nothing of that.
var poverty = regexp.MustCompile(`\b(?:(?:ho|nha|nguoi|gia dinh|dien|ba con|dan|so ho|danh sach ho) (?:moi )?(?:can |thoat |tai )?ngheo|(?:can|thoat|tai) ngheo)\b`)

// words judges what stands in a text.
func (b *Board) words(c Content) (list []Check) {
	for _, w := range opposites(c.Text) {
		list = append(list, Check{Refuse, locales.NoticeReadsWrong, locales.Vars{"Word": w, "Name": misread[strings.ToLower(w)]}})
	}
	if w := poverty.FindString(plainly(c.Text)); w != "" {
		list = append(list, Check{Refuse, locales.NoticePoverty, locales.Vars{"Word": w}})
	}
	for _, w := range b.foreign(c.Text) {
		list = append(list, Check{Warn, locales.NoticeNotOurs, locales.Vars{"Word": w}})
	}
	if unmarked(c.Text) {
		list = append(list, Check{Severity: Warn, Text: locales.NoticeNoMarks})
	}
	if w := laterDay.FindString(c.Text); w != "" && len(mentions(c.Text)) == 0 && c.Kind != Emergency {
		list = append(list, Check{Warn, locales.NoticeWhichDay, locales.Vars{"Said": w}})
	}
	return list
}

var word = regexp.MustCompile(`\p{L}+`)

func opposites(s string) (list []string) {
	all := word.FindAllString(s, -1)
	for i, w := range all {
		low := strings.ToLower(w)
		if _, bad := misread[low]; !bad || slices.Contains(list, w) {
			continue
		}
		if low == "dung" && i > 0 && slices.Contains(companions, strings.ToLower(all[i-1])) {
			continue
		}
		list = append(list, w)
	}
	return list
}

var (
	link   = regexp.MustCompile(`(?i)\b(?:https?://\S+|www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|info|me|ly|top|xyz|site|online|shop|club|link|app|cc|gl)\b\S*)`)
	number = regexp.MustCompile(`(?:\+?84|\b0|\b1[89]00)[0-9][0-9 .-]{3,14}[0-9]\b`)
)

// foreign lists the numbers and links in a text that are not known as ours.
func (b *Board) foreign(s string) (list []string) {
	ours := append([]string{b.Number}, b.Ours...)
	for _, w := range append(link.FindAllString(s, -1), number.FindAllString(s, -1)...) {
		known := slices.ContainsFunc(ours, func(o string) bool {
			if o == "" {
				return false
			}
			if d := digits(o); d != "" && d == digits(w) {
				return true
			}
			return strings.Contains(strings.ToLower(w), strings.ToLower(o))
		})
		if !known {
			list = append(list, strings.TrimSpace(w))
		}
	}
	return list
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(s, "+84", "0", 1))
}

// maxParts an SMS of a notice may have.
const maxParts = 2

// TextChecks judges a text alone: what an officer sees while typing.
func (b *Board) TextChecks(n Notice, now time.Time) (list []Check) {
	if n.Text == "" {
		return []Check{{Severity: Refuse, Text: locales.NoticeEmpty}}
	}
	list = append(days(n.Content, now), meeting(n.Content)...)
	list = append(list, b.words(n.Content)...)
	parts := 0
	for _, c := range n.Communes {
		f := b.Forms(n, c)
		if _, named := b.brandname(); named {
			parts = max(parts, Parts(f.Brandname))
		}
		parts = max(parts, Parts(f.TwoWay))
	}
	if parts > maxParts {
		list = append(list, Check{Refuse, locales.NoticeLong, locales.Vars{"N": parts, "Max": maxParts}})
	}
	return list
}

// Checks judges all of a notice. Without an audience that has been counted,
// nothing is said of people and money.
func (b *Board) Checks(r store.Reader, n Notice, a *Audience, now time.Time) ([]Check, error) {
	list := b.TextChecks(n, now)
	for _, c := range n.Communes {
		if _, ok := b.Commune(c); !ok {
			list = append(list, Check{Refuse, locales.NoticeNoCommune, locales.Vars{"Name": c}})
		}
	}
	list = append(list, b.timing(n, now)...)
	again, err := b.again(r, n, now)
	if err != nil || a == nil {
		return append(list, again...), err
	}
	money, err := b.money(r, n, *a, now)
	if a.People == 0 {
		list = append(list, Check{Severity: Refuse, Text: locales.NoticeNobody})
	}
	return append(append(list, money...), again...), err
}

// timing judges when it would leave.
func (b *Board) timing(n Notice, now time.Time) (list []Check) {
	at := b.start(n, now)
	if n.Kind == Emergency {
		return nil
	}
	if !n.anytime() && Quiet(laterOf(n.At, now.Add(b.undo()))) {
		list = append(list, Check{Note, locales.NoticeAtSeven, locales.Vars{"Day": at.Format("2/1")}})
	}
	if !n.Until.IsZero() && at.After(n.Until) {
		list = append(list, Check{Refuse, locales.NoticeTooLate, locales.Vars{"Time": clock(at), "Until": clock(n.Until)}})
	}
	return list
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// clock is a moment as it is said: "9h05 ngày 10/6".
func clock(t time.Time) string {
	t = t.In(Hue)
	said := fmt.Sprintf("%dh", t.Hour())
	if t.Minute() > 0 {
		said += t.Format("04")
	}
	return said + t.Format(" ngày 2/1")
}

// Money writes đồng as people do: 50.400.
func Money(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// Nearly the same text twice in a week is mostly a mistake.
const (
	sameFor   = 7 * 24 * time.Hour
	alike     = 0.7
	lookAtMax = 100
)

// again finds a notice of the last days that says nearly the same.
func (b *Board) again(r store.Reader, n Notice, now time.Time) (list []Check, err error) {
	if n.Kind == Correction {
		return nil, nil
	}
	for _, c := range n.Communes {
		seen := 0
		err = each(r, "commune/"+c+"/", func(x Notice) bool {
			if seen++; seen > lookAtMax || now.Sub(x.Created) > sameFor {
				return false
			}
			if x.ID == n.ID || !x.Out() || likeness(x.Text, n.Text) < alike {
				return true
			}
			list = []Check{{Warn, locales.NoticeAgain, locales.Vars{"Code": x.Code, "Day": x.Begun.In(Hue).Format("2/1")}}}
			return false
		})
		if err != nil || list != nil {
			return list, err
		}
	}
	return nil, nil
}

// likeness is how many of the words of two texts they share.
func likeness(a, b string) float64 {
	has := map[string]int{}
	for _, w := range strings.Fields(plainly(a)) {
		has[w] |= 1
	}
	for _, w := range strings.Fields(plainly(b)) {
		has[w] |= 2
	}
	both := 0
	for _, in := range has {
		if in == 3 {
			both++
		}
	}
	if len(has) == 0 {
		return 0
	}
	return float64(both) / float64(len(has))
}

// money holds what it would cost against what a commune has left this month.
// What saves people, or puts right what was wrong, is not stopped by it.
func (b *Board) money(r store.Reader, n Notice, a Audience, now time.Time) (list []Check, err error) {
	if b.Budget <= 0 {
		return nil, nil
	}
	severity := Refuse
	if n.uncapped() {
		severity = Warn
	}
	for _, c := range n.Communes {
		spent, err := b.Spent(r, c, now)
		if err != nil {
			return nil, err
		}
		if spent+a.Costs[c] > b.Budget {
			name, _ := b.Commune(c)
			list = append(list, Check{severity, locales.NoticeOverBudget, locales.Vars{
				"Commune": name, "Cost": Money(a.Costs[c]), "N": Money(max(b.Budget-spent, 0)), "Max": Money(b.Budget),
			}})
		}
	}
	return list, nil
}
