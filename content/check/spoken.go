package check

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How fast a village loudspeaker is read: plainly, for people who speak
// Vietnamese as a second language.
const (
	syllablesPerSecond = 2.5
	pauseSeconds       = 0.4 // after a sentence
)

// Seconds is how long a text takes to read aloud, with its figures spoken.
func Seconds(text string) float64 {
	pauses := len(sentences(strings.TrimSpace(text))) - 1
	return float64(syllables(Spoken(text)))/syllablesPerSecond + pauseSeconds*float64(pauses)
}

// syllables counts them: each is written apart.
func syllables(spoken string) (n int) {
	inside := false
	for _, r := range spoken {
		letter := !notLetter(r)
		if letter && !inside {
			n++
		}
		inside = letter
	}
	return n
}

// figure is whatever is spoken otherwise than it is written, in the order it
// is tried: days, months, phone numbers, hours, numbers, abbreviations, signs.
var figure = regexp.MustCompile(`^(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|\d{1,2}/\d{1,2}` +
	`|0\d{1,3}(?:[ .]?\d{2,4}){1,3}|1[89]00(?:[ .]?\d{2,4}){1,2}` +
	`|\d{1,2}h\d{2}\b|\d+(?:\.\d{3})*(?:,\d+)?(?: ?(?:%|m²|m2|km²|km|kg|ha|m))?` +
	`|\p{Lu}{2,}|/|[–-])`)

// Spoken is a text as it is read aloud: "0,52%" becomes "không phẩy năm mươi
// hai phần trăm", a day and a sum are said in words, a phone number digit by
// digit. Names of documents are said as they can be.
func Spoken(text string) string {
	var b strings.Builder
	at := 0
	for from := nextFigure(text, 0); from < len(text); from = nextFigure(text, max(at, from+1)) {
		m := figure.FindString(text[from:])
		if m == "" {
			continue
		}
		b.WriteString(text[at:from])
		at = from + len(m)
		b.WriteString(spokenFigure(text[:from], m, text[at:]))
	}
	b.WriteString(text[at:])
	return b.String()
}

// nextFigure is where the next figure may begin. Most of a text is words.
func nextFigure(text string, from int) int {
	capital := -1 // where one stood just before
	for i, r := range text[from:] {
		switch {
		case '0' <= r && r <= '9' || r == '/' || r == '-' || r == '–':
			return from + i
		case !unicode.IsUpper(r):
			capital = -1
		case capital >= 0:
			return capital
		default:
			capital = from + i
		}
	}
	return len(text)
}

// spokenFigure says one figure; what stands around it can change it.
func spokenFigure(before, s, after string) string {
	switch {
	case s == "/":
		return spokenSlash(after)
	case s == "-" || s == "–":
		return spokenDash(before, s, after)
	case !unicode.IsDigit(rune(s[0])):
		return spokenShort(before, s, after)
	case strings.Contains(s, "/"):
		return spokenDay(before, s)
	case strings.Contains(s, "h") && unicode.IsDigit(rune(s[len(s)-1])):
		hour, minutes, _ := strings.Cut(s, "h")
		return spokenAmount(hour, "") + " giờ " + spokenAmount(minutes, "")
	case byDigit(before, s):
		return digitByDigit(s)
	}
	return spokenAmount(s, after)
}

// spokenSlash: "đồng/người/tháng" is so much for one of each.
func spokenSlash(after string) string {
	if r, _ := utf8.DecodeRuneInString(after); unicode.IsLower(r) {
		return " một "
	}
	return " "
}

func spokenDash(before, s, after string) string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	if unicode.IsDigit(last) && unicode.IsDigit(next) {
		return " đến "
	}
	return s
}

// abbreviations are said in full.
var abbreviations = map[string]string{
	"UBND": "ủy ban nhân dân", "HĐND": "hội đồng nhân dân", "BHYT": "bảo hiểm y tế", "BHXH": "bảo hiểm xã hội",
	"THCS": "trung học cơ sở", "THPT": "trung học phổ thông", "CCCD": "căn cước công dân", "SMS": "ét em ét",
}

var letterNames = map[rune]string{
	'A': "a", 'Ă': "á", 'Â': "ớ", 'B': "bê", 'C': "xê", 'D': "dê", 'Đ': "đê", 'E': "e", 'Ê': "ê", 'G': "giê", 'H': "hát",
	'I': "i", 'K': "ca", 'L': "lờ", 'M': "mờ", 'N': "nờ", 'O': "o", 'Ô': "ô", 'Ơ': "ơ", 'P': "pê", 'Q': "quy", 'R': "rờ",
	'S': "sờ", 'T': "tê", 'U': "u", 'Ư': "ư", 'V': "vê", 'X': "xờ", 'Y': "i",
}

// spokenShort says an abbreviation, in full or letter by letter. Capital
// letters that begin or end an ordinary word are none.
func spokenShort(before, s, after string) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLetter(last) || unicode.IsLetter(next) {
		return s
	}
	if full, ok := abbreviations[s]; ok {
		return full
	}
	var names []string
	for _, r := range s {
		name, ok := letterNames[r]
		if !ok {
			return s
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// spokenDay says 01/12/2025, 12/2025 and 01/12. The word that may already
// stand before it is not said twice.
func spokenDay(before, s string) string {
	parts := strings.Split(s, "/")
	n := make([]int, len(parts))
	for i, p := range parts {
		n[i], _ = strconv.Atoi(p)
	}
	named := func(word string) string {
		if strings.HasSuffix(strings.ToLower(strings.TrimRight(before, " ")), word) {
			return ""
		}
		return word + " "
	}
	if len(parts) == 2 && len(parts[1]) == 4 {
		return named("tháng") + spokenMonth(n[0]) + " năm " + spokenNumber(n[1])
	}
	day := named("ngày") + spokenNumber(n[0]) + " tháng " + spokenMonth(n[1])
	if len(parts) == 3 {
		day += " năm " + spokenNumber(n[2])
	}
	return day
}

func spokenMonth(m int) string {
	if m == 4 {
		return "tư"
	}
	return spokenNumber(m)
}

// byDigit tells a phone number from a sum.
func byDigit(before, s string) bool {
	plain := strings.NewReplacer(" ", "", ".", "").Replace(s)
	if strings.Trim(plain, "0123456789") != "" || len(plain) < 2 {
		return false
	}
	switch {
	case plain[0] == '0':
		return true
	case len(plain) >= 8 && (strings.HasPrefix(plain, "1800") || strings.HasPrefix(plain, "1900")):
		return true
	}
	called := strings.Fields(strings.ToLower(before))
	if len(called) == 0 || len(plain) < 3 || plain != s {
		return false
	}
	switch called[len(called)-1] {
	case "số", "gọi", "đài", "thoại":
		return true
	}
	return false
}

func digitByDigit(s string) string {
	var out []string
	for _, r := range s {
		if unicode.IsDigit(r) {
			out = append(out, digitWords[r-'0'])
		}
	}
	return strings.Join(out, " ")
}

var unitWords = map[string]string{
	"%": "phần trăm", "m²": "mét vuông", "m2": "mét vuông", "km²": "ki lô mét vuông", "km": "ki lô mét", "kg": "ki lô gam",
	"ha": "héc ta", "m": "mét",
}

var amountParts = regexp.MustCompile(`^([\d.]+)(?:,(\d+))?( ?)((?:\D.*)?)$`)

// spokenAmount says a number with the unit behind it.
func spokenAmount(s, after string) string {
	m := amountParts.FindStringSubmatch(s)
	whole, err := strconv.Atoi(strings.ReplaceAll(m[1], ".", ""))
	if err != nil {
		return digitByDigit(m[1])
	}
	out := spokenNumber(whole)
	if m[2] != "" {
		out += " phẩy " + spokenDecimals(m[2])
	}
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case m[4] == "" && unicode.IsLetter(next):
		return out + " "
	case m[4] == "":
		return out
	case m[4] != "%" && unicode.IsLetter(next): // "5 mai": a word, no unit
		return out + m[3] + Spoken(m[4])
	}
	return out + " " + unitWords[m[4]]
}

// spokenDecimals: its noughts in front one by one, the rest as a number.
func spokenDecimals(s string) string {
	var out []string
	for len(s) > 1 && s[0] == '0' {
		out, s = append(out, digitWords[0]), s[1:]
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return digitByDigit(s)
	}
	return strings.Join(append(out, spokenNumber(n)), " ")
}

var (
	digitWords = strings.Fields("không một hai ba bốn năm sáu bảy tám chín")
	scaleWords = []string{"", "nghìn", "triệu", "tỷ"}
)

// spokenNumber says a whole number, three digits at a time.
func spokenNumber(n int) string {
	if n < 1000 {
		return strings.Join(hundreds(n, false), " ")
	}
	var out []string
	for scale := len(scaleWords) - 1; scale >= 0; scale-- {
		size := 1
		for range scale {
			size *= 1000
		}
		group := n / size
		n %= size
		if group == 0 {
			continue
		}
		if group >= 1000 {
			out = append(out, spokenNumber(group))
		} else {
			out = append(out, hundreds(group, len(out) > 0)...)
		}
		if scale > 0 {
			out = append(out, scaleWords[scale])
		}
	}
	return strings.Join(out, " ")
}

// hundreds says a number below 1000; in full, a missing hundred is said too.
func hundreds(n int, full bool) (out []string) {
	hundred, rest := n/100, n%100
	if hundred > 0 || full {
		out = append(out, digitWords[hundred], "trăm")
	}
	ten, one := rest/10, rest%10
	switch {
	case rest == 0 && len(out) > 0:
		return out
	case ten == 0 && len(out) > 0:
		return append(out, "linh", digitWords[one])
	case ten == 0:
		return append(out, digitWords[one])
	case ten == 1:
		out = append(out, "mười")
	default:
		out = append(out, digitWords[ten], "mươi")
	}
	switch {
	case one == 0:
		return out
	case one == 1 && ten > 1:
		return append(out, "mốt")
	case one == 5:
		return append(out, "lăm")
	}
	return append(out, digitWords[one])
}
