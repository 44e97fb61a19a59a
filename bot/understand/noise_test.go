package understand

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// noise is one way people's typing differs from print; each is applied to lower
// case text. floor is the share of words that must come back, in percent.
type noise struct {
	name  string
	make  func(text string, r *shuffler) string
	floor float64
}

var noises = []noise{
	{"no marks", func(s string, _ *shuffler) string { return strip(s) }, 100},
	{"decomposed", func(s string, _ *shuffler) string { return norm.NFD.String(s) }, 100},
	{"capitals", func(s string, _ *shuffler) string { return strings.ToUpper(s) }, 100},
	{"old tone places", func(s string, _ *shuffler) string { return eachWord(s, oldTone) }, 100},
	{"raw Telex", func(s string, _ *shuffler) string { return eachWord(s, asTelex) }, 98},
	{"raw VNI", func(s string, _ *shuffler) string { return eachWord(s, asVNI) }, 98},
	{"joined", func(s string, _ *shuffler) string { return strings.ReplaceAll(strip(s), " ", "") }, 93},
	{"pairs joined", joinPairs, 95},
	{"slips", slipOnce, 90},
	{"shorthand", shorthandOf, 97},
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

// TestNoiseComesOff writes the examples in every bad way and counts the words
// that are read as if they had been written well.
func TestNoiseComesOff(t *testing.T) {
	m := model(t)
	for _, n := range noises {
		r := shuffler(3)
		back, all := 0, 0
		var lost []string
		for _, e := range examples(t) {
			text := strings.ToLower(clean(e.Text))
			want := strings.Fields(bareText(normalise(m.lexicon, text)))
			got := strings.Fields(bareText(normalise(m.lexicon, clean(n.make(text, &r)))))
			all += len(want)
			hit := common(want, got)
			back += hit
			if hit < len(want) {
				lost = append(lost, strings.Join(got, " "))
			}
		}
		share := 100 * float64(back) / float64(all)
		t.Logf("%-16s %.1f %%", n.name, share)
		if share < n.floor {
			t.Errorf("%s: %.1f %% of the words came back, want %.0f; for example %q", n.name, share, n.floor, lost[:min(5, len(lost))])
		}
	}
}

// common is the length of the longest common subsequence.
func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// Marks that were typed come back as well, not only the letters.
func TestMarksComeBack(t *testing.T) {
	for _, n := range noises {
		if n.name != "raw Telex" && n.name != "raw VNI" && n.name != "decomposed" && n.name != "capitals" {
			continue
		}
		wrong, all := 0, 0
		for _, e := range examples(t) {
			text := strings.ToLower(clean(e.Text))
			want := strings.Fields(join(normalise(model(t).lexicon, text)))
			got := strings.Fields(join(normalise(model(t).lexicon, clean(n.make(text, nil)))))
			all += len(want)
			wrong += len(want) - common(want, got)
		}
		if wrong*100 > all*2 {
			t.Errorf("%s: %d of %d words lost their marks", n.name, wrong, all)
		}
	}
}
