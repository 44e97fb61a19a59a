package understand

import (
	"strings"
	"testing"
)

// comesBack is the share of words that must come back from each noise, in percent.
var comesBack = map[string]float64{
	"no marks":        100,
	"decomposed":      100,
	"capitals":        100,
	"old tone places": 100,
	"raw Telex":       98,
	"raw VNI":         98,
	"joined":          93,
	"pairs joined":    95,
	"slips":           90,
	"shorthand":       97,
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
		if share < comesBack[n.name] {
			t.Errorf("%s: %.1f %% of the words came back, want %.0f; for example %q", n.name, share, comesBack[n.name], lost[:min(5, len(lost))])
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
