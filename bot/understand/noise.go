package understand

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// noise is one way people's typing differs from print, applied to lower-case
// text. Training tries the reader on lines written so, and the tests hold the
// normaliser to taking it off again.
type noise struct {
	name string
	make func(text string, r *shuffler) string
}

var noises = []noise{
	{"no marks", func(s string, _ *shuffler) string { return strip(s) }},
	{"decomposed", func(s string, _ *shuffler) string { return norm.NFD.String(s) }},
	{"capitals", func(s string, _ *shuffler) string { return strings.ToUpper(s) }},
	{"old tone places", func(s string, _ *shuffler) string { return eachWord(s, oldTone) }},
	{"raw Telex", func(s string, _ *shuffler) string { return eachWord(s, asTelex) }},
	{"raw VNI", func(s string, _ *shuffler) string { return eachWord(s, asVNI) }},
	{"joined", func(s string, _ *shuffler) string { return strings.ReplaceAll(strip(s), " ", "") }},
	{"pairs joined", joinPairs},
	{"slips", slipOnce},
	{"shorthand", shorthandOf},
}

func eachWord(s string, change func(string) string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = change(w)
	}
	return strings.Join(words, " ")
}

// oldTone writes "hoà" as "hòa".
func oldTone(s string) string {
	for from, to := range map[string]string{"oà": "òa", "oá": "óa", "oả": "ỏa", "oạ": "ọa", "oã": "õa", "uý": "úy", "uỷ": "ủy", "uỵ": "ụy", "oè": "òe", "oẻ": "ỏe"} {
		if cut, ok := strings.CutSuffix(s, from); ok && !strings.HasSuffix(cut, "q") {
			return cut + to
		}
	}
	return s
}

func asTelex(s string) string {
	return asKeys(s, map[rune]string{'ă': "aw", 'â': "aa", 'ê': "ee", 'ô': "oo", 'ơ': "ow", 'ư': "uw", 'đ': "dd"}, " fsrxj")
}

func asVNI(s string) string {
	return asKeys(s, map[rune]string{'ă': "a8", 'â': "a6", 'ê': "e6", 'ô': "o6", 'ơ': "o7", 'ư': "u7", 'đ': "d9"}, " 21345")
}

func asKeys(s string, keys map[rune]string, tones string) string {
	if end := strings.TrimRight(s, "?!.,:;"); end != s {
		return asKeys(end, keys, tones) + s[len(end):]
	}
	base, tone := toneless(s)
	var b strings.Builder
	for _, r := range base {
		if k, ok := keys[r]; ok {
			b.WriteString(k)
			continue
		}
		b.WriteRune(r)
	}
	if tone > 0 {
		b.WriteByte(tones[tone])
	}
	return b.String()
}

func joinPairs(s string, r *shuffler) string {
	words := strings.Fields(s)
	if len(words) < 2 {
		return s
	}
	i := r.next(len(words) - 1)
	words[i] += words[i+1]
	return strings.Join(append(words[:i+1], words[i+2:]...), " ")
}

// slipOnce doubles, drops, swaps or replaces one letter of one longer word.
func slipOnce(s string, r *shuffler) string {
	words := strings.Fields(strip(s))
	for range 10 {
		i := r.next(len(words))
		w := words[i]
		if len(w) < 4 {
			continue
		}
		at := 1 + r.next(len(w)-2)
		switch r.next(3) {
		case 0:
			words[i] = w[:at] + string(w[at]) + w[at:]
		case 1:
			words[i] = w[:at] + w[at+1:]
		default:
			words[i] = w[:at] + string(w[at+1]) + string(w[at]) + w[at+2:]
		}
		break
	}
	return strings.Join(words, " ")
}

func shorthandOf(s string, _ *shuffler) string {
	return strings.NewReplacer("không", "ko", "được", "dc", "như thế nào", "ntn", "với", "vs", "ngân hàng chính sách", "nhcs",
		"xuất khẩu lao động", "xklđ", "bao nhiêu", "bnhiu", "người", "ng", "hỗ trợ", "ht").Replace(s)
}
