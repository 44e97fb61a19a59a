package text

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fit lays out one reply within maxParts: head (what must be shown), body,
// and tail (choices, source), each on its own line. A body that does not fit
// is cut at the end of a sentence, else between words; more, the words that
// tell how to get the rest, then follows it, and rest is what was left, with
// its marks. Give rest as the next body and leave the head away: every call
// then shows something new.
//
// With marks false everything is stripped before it is counted. When head and
// tail alone are too long, all three are cut as one text, so the budget holds
// whatever the content: an SMS too many is paid by the commune, every time.
func Fit(head, body, tail, more string, maxParts int, marks bool) (shown, rest string) {
	l := layout{maxParts: max(maxParts, 1), marks: marks}
	head, body, tail, more = clean(head), clean(body), clean(tail), clean(more)
	whole := lines(head, body, tail)
	if text, ok := l.try(whole); ok {
		return text, ""
	}
	page := func(at int) string { return lines(head, blank(ended(body[:at]), more), tail) }
	at, ok := l.cut(body, page)
	if !ok || (at == 0 && head == "") {
		return l.flow(whole, more)
	}
	return l.final(page(at)), clean(body[at:])
}

// layout is the budget one reply has to keep.
type layout struct {
	maxParts int
	marks    bool
}

func (l layout) final(s string) string {
	if l.marks {
		return norm.NFC.String(s)
	}
	return strings.TrimSpace(Strip(s))
}

func (l layout) try(s string) (string, bool) {
	s = l.final(s)
	return s, len(Split(s).Parts) <= l.maxParts
}

// flow cuts the whole text where it must be, inside a word if that is all
// there is. The words for the rest give way when they would fill the message.
func (l layout) flow(whole, more string) (shown, rest string) {
	told := func(at int) string { return blank(ended(whole[:at]), more) }
	if at, _ := l.cut(whole, told); at > 0 {
		return l.final(told(at)), clean(whole[at:])
	}
	if at, _ := l.longest(runeEnds(whole), told); at > 0 {
		return l.final(told(at)), clean(whole[at:])
	}
	bare := func(at int) string { return whole[:at] }
	at, _ := l.longest(runeEnds(whole), bare)
	return l.final(bare(at)), clean(whole[at:])
}

// cut finds how much of s the page can carry, from nothing to its last blank;
// false says that not even the page without s fits. The end of a sentence wins
// unless it would waste more than half of the room.
func (l layout) cut(s string, page func(at int) string) (int, bool) {
	word, ok := l.longest(wordEnds(s), page)
	if sentence, found := l.longest(sentenceEnds(s), page); found && sentence*2 >= word {
		return sentence, true
	}
	return word, ok
}

// longest is the last of the cuts whose page keeps the budget.
func (l layout) longest(cuts []int, page func(at int) string) (int, bool) {
	n := sort.Search(len(cuts), func(i int) bool {
		_, fits := l.try(page(cuts[i]))
		return !fits
	})
	if n == 0 {
		return 0, false
	}
	return cuts[n-1], true
}

// wordEnds gives 0 and the places before a blank where a text may be cut. A
// figure is not parted from what it counts: "50" without "triệu" is a wrong
// answer. Nor is a colon from what it announces.
func wordEnds(s string) []int {
	ends, last := []int{0}, ' '
	for i, r := range s {
		if unicode.IsSpace(r) && !unicode.IsSpace(last) && !unicode.IsDigit(last) && last != ':' && !numbers(s[:i]) {
			ends = append(ends, i)
		}
		last = r
	}
	return ends
}

// sentenceEnds keeps those word ends that close a sentence or a line.
func sentenceEnds(s string) []int {
	var ends []int
	for _, i := range wordEnds(s) {
		if i > 0 && (s[i] == '\n' || closes(s[:i])) {
			ends = append(ends, i)
		}
	}
	return ends
}

// closes says that s ends as a sentence does.
func closes(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…", last) && !numbers(s)
}

// numbers says that s ends in the number of a list ("2."), which would be
// left hanging if the text were cut behind it.
func numbers(s string) bool {
	rest, dotted := strings.CutSuffix(s, ".")
	word := rest[strings.LastIndexFunc(rest, unicode.IsSpace)+1:]
	return dotted && len(word) < 3 && strings.Trim(word, "0123456789") == ""
}

// ended trims a cut text and shows that a sentence goes on.
func ended(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || closes(s) {
		return s
	}
	return s + "…"
}

func runeEnds(s string) []int {
	ends := make([]int, 0, len(s))
	for i := range s {
		ends = append(ends, i)
	}
	return ends
}

func clean(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// blank puts the words for the rest behind what was cut, lines puts the
// pieces below each other: both cost one unit, and a new line is easier to read
// on a small screen.
func blank(pieces ...string) string { return join(" ", pieces) }
func lines(pieces ...string) string { return join("\n", pieces) }

func join(sep string, pieces []string) string {
	var kept []string
	for _, p := range pieces {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// Fits says whether head, body and tail go out whole, as Fit would lay them
// out. It is cheaper than Fit where several layouts are tried.
func Fits(head, body, tail string, maxParts int, marks bool) bool {
	l := layout{maxParts: max(maxParts, 1), marks: marks}
	_, ok := l.try(lines(clean(head), clean(body), clean(tail)))
	return ok
}
