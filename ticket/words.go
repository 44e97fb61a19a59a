package ticket

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tinban/locales"
	"tinban/msg"
)

// hard are words of offices, with how people say it at home.
var hard = []struct{ word, say string }{
	{"thụ hưởng", "được nhận"}, {"đối tượng", "người, hộ"}, {"hồ sơ theo quy định", "giấy tờ cần nộp"},
	{"không đủ điều kiện", "có thể chưa thuộc diện này"}, {"theo quy định của pháp luật", "theo luật"},
	{"căn cứ vào", "theo"}, {"quy định tại", "ghi ở"}, {"nêu trên", "vừa nói"}, {"nói trên", "vừa nói"},
	{"triển khai", "làm, mở"}, {"giải ngân", "phát tiền vay"}, {"tín chấp", "vay không cần thế chấp"},
	{"thẩm định", "xem xét"}, {"đề xuất", "xin"}, {"khẩn trương", "làm sớm"}, {"kịp thời", "sớm"},
}

// opposites are words that, once their marks are off, read as something else
// that changes what a family does.
var opposites = []struct{ word, reads, write string }{
	{"chớ", "cho", "không nên"},
	{"không chờ", "không cho", "càng sớm càng tốt"},
	{"không nên chờ", "không nên cho", "càng sớm càng tốt"},
	{"không thế chấp", "không thể chấp nhận", "không cần thế chấp"},
	{"phải dời", "phải đợi", "phải chuyển"},
	{"khỏi nộp", "khói, khởi", "không cần nộp"},
	{"đừng", "dùng, đúng", "không nên"},
	{"dừng", "dùng, đúng", "ngừng, thôi"},
	{"dùng", "đúng, đừng", "xài, lấy"},
	{"đúng", "dùng, đừng", "phải, chính"},
}

// mostWords is the longest sentence a resident may be given.
const mostWords = 25

var (
	phones = regexp.MustCompile(`(?:\+84 ?|\b0)[0-9][0-9 .]{6,12}[0-9]\b`)
	links  = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.|\b[a-z0-9-]+\.(?:com|vn|net|org|info|top|xyz)\b`)
)

// Judge looks at an officer's answer before residents get it: what of it they
// would not know, or would read as something else once the marks are off, or
// might be a trap. ours says which phone numbers are known to be an office's.
// Each warning is a text of the service with its fields.
func Judge(text string, ours func(number string) bool) (warnings []*msg.Refusal) {
	warn := func(id locales.ID, vars locales.Vars) {
		warnings = append(warnings, &msg.Refusal{Code: string(id), Vars: vars})
	}
	words := onlyWords(text)
	for _, h := range hard {
		if strings.Contains(words, " "+h.word+" ") {
			warn(locales.TicketHard, locales.Vars{"Word": h.word, "Say": h.say})
		}
	}
	for _, o := range opposites {
		if strings.Contains(words, " "+o.word+" ") {
			warn(locales.TicketReads, locales.Vars{"Word": o.word, "Reads": o.reads, "Say": o.write})
		}
	}
	for _, n := range phones.FindAllString(text, -1) {
		if n = onlyDigits(n); ours == nil || !ours(n) {
			warn(locales.TicketPhone, locales.Vars{"Number": n})
		}
	}
	if l := links.FindString(text); l != "" {
		warn(locales.TicketLink, locales.Vars{"Link": l})
	}
	if n := longest(text); n > mostWords {
		warn(locales.TicketLong, locales.Vars{"N": n, "Max": mostWords})
	}
	return warnings
}

// onlyWords is a text in small letters with its marks, one blank around each
// word.
func onlyWords(text string) string {
	fields := strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) })
	return " " + strings.Join(fields, " ") + " "
}

// onlyDigits is a phone number as it is dialled at home.
func onlyDigits(s string) string {
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if rest, ok := strings.CutPrefix(d, "84"); ok && strings.HasPrefix(strings.TrimSpace(s), "+") {
		return "0" + rest
	}
	return d
}

// longest counts the words of the longest sentence.
func longest(text string) (most int) {
	ends := func(r rune) bool { return strings.ContainsRune(".!?…\n;", r) }
	for _, s := range strings.FieldsFunc(text, ends) {
		most = max(most, len(strings.Fields(s)))
	}
	return most
}
