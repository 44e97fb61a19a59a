package understand

import "testing"

// A word that may be another without its marks does not decide a message.
func TestHomographsAreNotAnswered(t *testing.T) {
	m := model(t)
	for _, text := range []string{
		"vay a", "vay thoi nhe", "the vay ha", "vay la sao", "the a", "ban oi", "ban co khoe khong", "dung roi", "dung", "no sao roi", "de lam gi", "dat qua", "thoi vay",
	} {
		r := m.Read(text)
		if d := r.Decide(); d.Kind == Answer && !smallTalk[d.Labels[0]] {
			t.Errorf("%q is answered as %v: %v", text, d.Labels, r.Ranked)
		}
	}
	for text, label := range map[string]string{
		"lai suat vay ho ngheo": "loan.interest",
		"vay von lai may":       "loan.interest",
		"dang ky hoc nghe":      "training.register",
	} {
		if r := m.Read(text); r.Ranked[0].Label != label {
			t.Errorf("%q is read as %v, want %s", text, r.Ranked, label)
		}
	}
}

func TestHomographsAreWords(t *testing.T) {
	for bare, others := range homographs {
		for _, other := range others {
			if strip(other) != bare || !isSyllable(other) {
				t.Errorf("%q is not %q with marks", other, bare)
			}
		}
	}
}
