package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tinban/content"
	"tinban/eligibility"
)

// MaxSeconds is how long a script may take on the village loudspeaker.
const MaxSeconds = 60

var webPattern = regexp.MustCompile(`[Hh]ttps?:|[Ww]{3}\.|[A-Za-z0-9-]+\.(?:[a-z0-9-]+\.)*(?:vn|com|net|org|gov|edu)\b`)

// listMark is the first mark of a list in a text.
func listMark(s string) string {
	if i := strings.IndexAny(s, "•▪●✓"); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		return s[i : i+size]
	}
	for line := range strings.Lines(s) {
		first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		number := strings.TrimRight(first, ".)")
		if first == "-" || first == "+" || first == "*" || number != first && number != "" && strings.Trim(number, "0123456789") == "" {
			return first
		}
	}
	return ""
}

// webAddress is the first address in a text. A full stop without a blank
// behind it or a colon before a slash is rare, and looked for first.
func webAddress(s string) string {
	for i := range len(s) - 1 {
		if s[i] == '.' && 'a' <= s[i+1] && s[i+1] <= 'z' || s[i] == ':' && s[i+1] == '/' {
			return webPattern.FindString(s)
		}
	}
	return ""
}

func bracket(s string) string {
	if i := strings.IndexAny(s, "()[]<>"); i >= 0 {
		return s[i : i+1]
	}
	return ""
}

// aloud holds what is read over the loudspeaker to what a voice can say.
func aloud(j *judge) {
	j.eachAnswer(func(a *content.Answer) {
		of := fmt.Sprintf("câu trả lời %q", a.ID)
		if a.Loud == "" {
			j.add(a, "%s không có bản loa: viết \"loud:\" để đọc trên loa thôn", of)
			return
		}
		typed := content.WithoutReferences(a.Loud)
		for _, wrong := range []struct{ what, sign string }{
			{"địa chỉ mạng", webAddress(typed)}, {"dấu gạch đầu dòng", listMark(typed)}, {"dấu ngoặc", bracket(typed)},
		} {
			if wrong.sign != "" {
				j.add(a, "%s, bản loa: có %s %q, không đọc lên được: viết thành câu", of, wrong.what, strings.TrimSpace(wrong.sign))
			}
		}
		if worst, on := j.longestAloud(a); worst > MaxSeconds {
			j.add(a, "%s, bản loa: ngày %s đọc hết %.0f giây, nhiều nhất %d: viết ngắn lại", of, on, worst, MaxSeconds)
		}
	})
}

// longestAloud is the most seconds an answer takes to read, and on which day.
func (j *judge) longestAloud(a *content.Answer) (worst float64, on eligibility.Date) {
	for _, day := range j.changing(j.within(a.Period), a.Loud) {
		before := ""
		for _, commune := range []string{"", j.longestCommune(day)} {
			text := j.shown(a.Loud, content.View{On: day, Commune: commune})
			if text == before {
				continue
			}
			before = text
			if s := Seconds(text); s > worst {
				worst, on = s, day
			}
		}
	}
	return worst, on
}

// voicesAgree: the long text is what the others are made from, so a figure
// that one of them says stands there too. A fact that was changed in one voice
// only is found by this.
func voicesAgree(j *judge) {
	j.eachAnswer(func(a *content.Answer) {
		long := factReferences(a.Long)
		for _, voice := range []struct{ name, text string }{{"tiêu đề", a.Title}, {"bản ngắn", a.Short}, {"bản loa", a.Loud}} {
			if out := without(factReferences(voice.text), long); len(out) > 0 {
				j.add(a, "câu trả lời %q: %s nói %s mà bản dài không nói: viết cho hai bản nói cùng con số", a.ID, voice.name, strings.Join(out, ", "))
			}
		}
	})
}

// endings are words that say that something is over.
var endings = []string{"đã hết", "đã ngừng", "trước đây", "cũ", "đã kết thúc", "đã xong", "không còn", "hết hạn"}

// unsaid are words by which a voice without a figure says that nobody knows
// one: it promises nothing.
var unsaid = []string{"chưa biết", "chưa rõ", "không rõ", "chưa có", "không có con số"}

// closed: a text that has only figures of the past tells of something that is
// over, and must say so in each voice, or it sounds open.
func closed(j *judge) {
	j.eachAnswer(func(a *content.Answer) {
		refs := slices.Concat(factReferences(a.Long), factReferences(a.Short), factReferences(a.Loud))
		isOpen := func(ref string) bool { return !strings.HasPrefix(ref, "{past:") }
		if len(refs) == 0 || slices.ContainsFunc(refs, isOpen) {
			return
		}
		for _, voice := range []struct{ name, text string }{{"bản dài", a.Long}, {"bản ngắn", a.Short}, {"bản loa", a.Loud}} {
			silent := len(factReferences(voice.text)) == 0 && says(voice.text, unsaid)
			if voice.text != "" && !silent && !says(voice.text, endings) {
				j.add(a, "câu trả lời %q: mọi con số đều đã hết mà %s không nói là đã hết: viết thêm \"đã hết\" hoặc \"trước đây\"", a.ID, voice.name)
			}
		}
	})
}

// says reports whether a text holds one of some phrases.
func says(text string, phrases []string) bool {
	plain := onlyWords(text)
	return slices.ContainsFunc(phrases, func(w string) bool { return strings.Contains(plain, " "+w+" ") })
}
