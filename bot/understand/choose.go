package understand

import (
	"slices"
	"strings"
	"sync"
)

// Option is one possible answer to a question: its label first, then other
// wordings.
type Option struct {
	Key   string
	Words []string
}

// hedges make a reply unsure; only an option that itself says so may match them.
var hedges = [][]string{
	{"khong", "ro"}, {"khong", "biet"}, {"khong", "chac"}, {"khong", "nho"}, {"chua", "ro"}, {"chua", "biet"}, {"chua", "chac"},
	{"hinh", "nhu"}, {"co", "le"}, {"chac", "la"}, {"co", "khi"}, {"hay", "la"}, {"hoac"}, {"hay"}, {"neu"}, {"quen"}, {"chac"},
	{"khong", "hieu"}, {"la", "sao"}, {"la", "gi"}, {"the", "nao"}, {"tai", "sao"}, {"vi", "sao"}, {"bao", "nhieu"},
	{"o", "dau"}, {"khi", "nao"}, {"bao", "gio"}, {"bao", "lau"}, {"lam", "sao"}, {"khong", "sao"},
	{"muon", "hoi"}, {"cho", "hoi"}, {"xin", "hoi"}, {"di", "hoi"}, {"de", "hoi"}, {"hoi", "lai"}, {"hoi", "xa"}, {"hoi", "da"},
}

// denials turn the word behind them around.
var denials = map[string]bool{"khong": true, "chua": true, "chang": true, "cha": true, "chớ": true, "dau": true}

// mereWords say yes or no and not of what. A wording made of them alone answers
// only when nothing but courtesies stands beside it: "không sao tôi ký" holds a
// "không" and means yes.
var mereWords = wordSet(`không có chưa rồi đã phải được muốn cần ai người thuộc bị chẳng`)

// courtesies may stand beside any answer and change nothing.
var courtesies = wordSet(`dạ ạ a vâng ừ ờ à ok oke ơi nha nhé nhe nhen nghe hen nè đó đấy đây chứ mà thì là rồi cả luôn thưa
	em anh chị cô chú bác o con cháu tôi tui tao mình chúng bà nhà gia đình cán bộ bạn`)

func wordSet(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w], m[strip(w)] = true, true
	}
	return m
}

// span is where an option's wording was met in the reply.
type span struct{ option, from, to int }

// Choose maps a reply in words to one of options. It is sure only when exactly
// one option is met, nothing denies it, nothing hedges and a mere yes or no is
// all that was said; when it is not sure, key is the best guess or "". A bare
// "dung" (đúng, dừng, đừng…) is never sure.
func Choose(text string, options []Option) (key string, sure bool) {
	reply := normalise(nil, clean(text))
	spans, hedged, denied := spoken(reply, options)
	met := optionsOf(spans)
	if len(met) != 1 {
		return "", false
	}
	doubt := hedged || denied || ambiguousDung(reply, spans) || shares(reply, spans, options) || saysMore(reply, spans)
	return options[met[0]].Key, !doubt
}

// Met lists the options a reply speaks of, in their order, to ask back which.
func Met(text string, options []Option) []string {
	spans, _, _ := spoken(normalise(nil, clean(text)), options)
	var keys []string
	for _, o := range optionsOf(spans) {
		keys = append(keys, options[o].Key)
	}
	return keys
}

// spoken finds what of the options a reply speaks of, and whether it doubts or
// denies it.
func spoken(reply []word, options []Option) (spans []span, hedged, denied bool) {
	spans = meet(reply, options)
	spans = slices.DeleteFunc(spans, func(s span) bool { return covered(s, spans) })
	hedged = hedgedOutside(reply, spans)
	spans, denied = dropDenied(reply, spans)
	return spans, hedged, denied
}

func optionsOf(spans []span) []int {
	var met []int
	for _, s := range spans {
		met = append(met, s.option)
	}
	slices.Sort(met)
	return slices.Compact(met)
}

// saysMore: all that was met is a yes or a no, and the reply goes on.
func saysMore(reply []word, spans []span) bool {
	for _, s := range spans {
		if slices.ContainsFunc(reply[s.from:s.to], func(w word) bool { return !mereWords[w.text] }) {
			return false
		}
	}
	for at, w := range reply {
		within := slices.ContainsFunc(spans, func(s span) bool { return s.from <= at && at < s.to })
		if !within && !courtesies[w.text] && !deniedDau(reply, at) {
			return true
		}
	}
	return false
}

// deniedDau is the "đâu" of "chưa đâu". That of "có đâu" turns the answer around.
func deniedDau(reply []word, at int) bool {
	return at > 0 && strip(reply[at].text) == "dau" && denials[strip(reply[at-1].text)]
}

// meet finds every wording of every option as a run of words in the reply.
func meet(reply []word, options []Option) []span {
	var spans []span
	for o, option := range options {
		for _, wording := range option.Words {
			words := wordsOf(wording)
			for at := range reply {
				if len(words) > 0 && at+len(words) <= len(reply) && sameWords(reply[at:at+len(words)], words) {
					spans = append(spans, span{o, at, at + len(words)})
				}
			}
		}
	}
	return spans
}

// ofWording keeps the words of every wording met so far: they are content, so
// there are few, and they are asked for at every reply.
var ofWording sync.Map

func wordsOf(wording string) []word {
	if words, known := ofWording.Load(wording); known {
		return words.([]word)
	}
	words := normalise(nil, clean(wording))
	ofWording.Store(wording, words)
	return words
}

// sameWords compares word by word; marks count only where the reply has them.
func sameWords(typed, wording []word) bool {
	for i, t := range typed {
		if !sameWord(t.text, wording[i].text) {
			return false
		}
	}
	return true
}

func sameWord(typed, wording string) bool {
	return typed == wording || isASCII(typed) && typed == strip(wording)
}

// covered says that a longer wording contains s: "nghèo" inside "cận nghèo", "rõ"
// inside "không rõ".
func covered(s span, spans []span) bool {
	return slices.ContainsFunc(spans, func(t span) bool {
		return t.from <= s.from && s.to <= t.to && t.to-t.from > s.to-s.from
	})
}

// hedgedOutside looks for doubt that no met wording accounts for.
func hedgedOutside(reply []word, spans []span) bool {
	for at := range reply {
		for _, hedge := range hedges {
			if at+len(hedge) > len(reply) || !bareRun(reply[at:], hedge) {
				continue
			}
			inside := slices.ContainsFunc(spans, func(s span) bool { return s.from <= at && at+len(hedge) <= s.to })
			if !inside {
				return true
			}
		}
	}
	return false
}

func bareRun(words []word, run []string) bool {
	for i, s := range run {
		if strip(words[i].text) != s {
			return false
		}
	}
	return true
}

// dropDenied removes wordings right behind a "không" or "chưa". When that word
// is itself an option's ("không có"), the reply is that option; otherwise the
// reply denies something without saying what holds.
func dropDenied(reply []word, spans []span) ([]span, bool) {
	denied := false
	kept := spans[:0:0]
	for _, s := range spans {
		if s.from == 0 || !denials[strip(reply[s.from-1].text)] {
			kept = append(kept, s)
			continue
		}
		if !slices.ContainsFunc(spans, func(t span) bool { return t.to == s.from }) {
			denied = true
			kept = append(kept, s)
		}
	}
	if loose := looseDenial(reply, kept); loose {
		denied = true
	}
	return kept, denied
}

// looseDenial finds a "không" or "chưa" in no wording: "có đâu mà không".
func looseDenial(reply []word, spans []span) bool {
	for at, w := range reply {
		if s := strip(w.text); s != "khong" && s != "chua" && s != "chang" {
			continue
		}
		if !slices.ContainsFunc(spans, func(s span) bool { return s.from <= at && at < s.to }) {
			return true
		}
	}
	return false
}

func ambiguousDung(reply []word, spans []span) bool {
	for _, s := range spans {
		for _, w := range reply[s.from:s.to] {
			if w.text == "dung" {
				return true
			}
		}
	}
	return false
}

// shares says that the very words also fit another option, as typed.
func shares(reply []word, spans []span, options []Option) bool {
	for _, s := range spans {
		said := join(reply[s.from:s.to])
		for o, option := range options {
			if o == s.option {
				continue
			}
			for _, wording := range option.Words {
				if strings.EqualFold(strip(join(wordsOf(wording))), said) {
					return true
				}
			}
		}
	}
	return false
}
