package understand

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTrainIsReproducible(t *testing.T) {
	first, err := Train(examples(t))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := model(t).MarshalBinary()
	b, _ := first.MarshalBinary()
	if !bytes.Equal(a, b) {
		t.Fatal("the same examples gave two different models")
	}
	if got := first.Fingerprint(); got != Fingerprint(examples(t)) {
		t.Errorf("the model says it was trained on %s", got)
	}
	other := append([]Example{{Label: "greeting", Text: "hê lô"}}, examples(t)...)
	if Fingerprint(other) == first.Fingerprint() {
		t.Error("another example should give another fingerprint")
	}
}

func TestStoredModelReadsTheSame(t *testing.T) {
	b, err := model(t).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := LoadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Fingerprint() != model(t).Fingerprint() {
		t.Error("the fingerprint was lost")
	}
	for _, e := range examples(t) {
		if diff := cmp.Diff(model(t).Read(e.Text), loaded.Read(e.Text)); diff != "" {
			t.Fatalf("%q: %s", e.Text, diff)
		}
	}
}

func TestLoadModelRefusesDamage(t *testing.T) {
	b, err := model(t).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 1, len(magic), len(magic) + 3, len(b) / 3, len(b) - 1} {
		if _, err := LoadModel(b[:cut]); err == nil {
			t.Errorf("the first %d of %d bytes were taken for a model", cut, len(b))
		}
	}
	if _, err := LoadModel(append(slices.Clone(b), 0)); err == nil {
		t.Error("a byte too many was not noticed")
	}
}

func TestTrainRefuses(t *testing.T) {
	for name, list := range map[string][]Example{
		"nothing":    nil,
		"one label":  {{Label: "a", Text: "một"}, {Label: "a", Text: "hai"}},
		"no label":   {{Text: "một"}, {Label: "a", Text: "hai"}},
		"empty text": {{Label: "a", Text: " "}, {Label: "b", Text: "hai"}},
	} {
		if _, err := Train(list); err == nil {
			t.Errorf("%s: should be refused", name)
		}
	}
}

func TestReadIsSafeForConcurrentUse(t *testing.T) {
	m := model(t)
	want := m.Read("vay tien nuoi bo lai bao nhieu")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, e := range examples(t)[:60] {
				m.Read(e.Text)
				if got := m.Read("vay tien nuoi bo lai bao nhieu"); !cmp.Equal(got, want) {
					t.Error("another reading in between changed this one")
					return
				}
			}
		})
	}
	group.Wait()
}

func TestReadBadInput(t *testing.T) {
	m := model(t)
	for name, text := range map[string]string{
		"empty": "", "blank": " \t\n", "emoji": "🙂🙂", "bytes": "\xff\xfe\xed\xa0\x80", "control": "\x00\x01\x02",
		"long": strings.Repeat("hỗ trợ nhà ở ", 8000), "one word": strings.Repeat("hotronhao", 12000), "marks": strings.Repeat("\u0301", 500),
		"rtl": "\u202eمرحبا שלום", "phone": "0912345678", "english": "how do I get a loan for my house", "chinese": "你好吗",
		"digits": strings.Repeat("1 ", 5000), "mixed": strings.Repeat("a1", 3000), "half": "nh\xe1",
	} {
		start := time.Now()
		r := m.Read(text)
		if d := time.Since(start); d > 200*time.Millisecond {
			t.Errorf("%s took %v", name, d)
		}
		checkReading(t, r)
	}
}

// checkReading holds what every reading promises.
func checkReading(t *testing.T, r Reading) {
	t.Helper()
	if n := len([]rune(r.Typed)); n > maxRunes {
		t.Fatalf("typed text has %d runes", n)
	}
	sum := 0.0
	for i, m := range r.Ranked {
		if math.IsNaN(m.P) || m.P < 0 || m.P > 1 || i > 0 && m.P > r.Ranked[i-1].P {
			t.Fatalf("ranking %v", r.Ranked)
		}
		sum += m.P
	}
	if sum > 1.001 || len(r.Ranked) > most {
		t.Fatalf("ranking %v adds up to %v", r.Ranked, sum)
	}
	d := r.Decide()
	n := len(d.Labels)
	if slices.Contains(d.Labels, OutOfScope) ||
		d.Kind == Answer && n != 1 || d.Kind == AskBack && (n < 2 || n > 3) || d.Kind == Unknown && n > 3 {
		t.Fatalf("decision %v", d)
	}
}

func TestReadUnderstands(t *testing.T) {
	m := model(t)
	tests := []struct{ in, label string }{
		{"lai suat vay ho ngheo bao nhieu", "loan.interest"},
		{"laix suaats vay hooj ngheof", "loan.interest"},
		{"la4i sua6t1 vay ho65 nghe2o", "loan.interest"},
		{"LÃI SUẤT VAY HỘ NGHÈO?", "loan.interest"},
		{"lãi vay hộ nghèo mấy phần trăm rứa hè", "loan.interest"},
		{"đăng ký hoc nghe o mo", "training.register"},
		{"vuot den do phat may", OutOfScope},
		{"xin chào", "greeting"},
		{"cam on nhiu nha", "thanks"},
		{"cho gap can bo", "human_agent"},
	}
	for _, test := range tests {
		if r := m.Read(test.in); r.Ranked[0].Label != test.label {
			t.Errorf("%q (%s) is read as %v, want %s", test.in, r.Normal, r.Ranked, test.label)
		}
	}
}

// Small talk inside a question is not what the question is about.
func TestSmallTalkMustCoverTheMessage(t *testing.T) {
	m := model(t)
	for _, text := range []string{
		"chào bác sĩ, con tôi bị sốt cao ba ngày rồi",
		"cảm ơn nhưng lãi suất vay hộ nghèo là bao nhiêu",
		"giúp tôi với bài toán này: hai cộng hai bằng mấy",
		"nói chuyện với mẹ chồng thế nào cho khéo",
	} {
		r := m.Read(text)
		if d := r.Decide(); d.Kind == Answer && smallTalk[d.Labels[0]] {
			t.Errorf("%q is answered as %v", text, d.Labels)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"ho ngheo co dc ho tro lam nha ko", "dduwowcj", "\xff", "1 5 2", "🙂", "nhaf", strings.Repeat("a", 700)} {
		f.Add(s)
	}
	m, err := trained()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := m.Read(s)
		checkReading(t, r)
		if again := m.Read(s); !cmp.Equal(r, again) {
			t.Fatalf("%q is read differently the second time", s)
		}
	})
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"hotronhao", "50tr", "d9u7o7c5", "tk&vv", "răng rứa", "ggggg", "quys", "giwf"} {
		f.Add(s)
	}
	m, err := trained()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lex := range []*lexicon{nil, m.lexicon} {
			for _, w := range normalise(lex, clean(s)) {
				if w.text == "" || strings.ContainsAny(w.text, " \n") && w.text != "héc ta" {
					t.Fatalf("%q gives the word %q", s, w.text)
				}
			}
		}
	})
}

// Lines set apart decide how sure the reader may be, and are learnt as well.
func TestTrialsMakeSurer(t *testing.T) {
	const text = "lãi suất vay hộ nghèo bao nhiêu"
	careful, sure := model(t).Read(text), triedModel(t).Read(text)
	if sure.Ranked[0].Label != "loan.interest" || sure.Ranked[0].P <= careful.Ranked[0].P {
		t.Errorf("tried on such lines it reads %v, otherwise %v", sure.Ranked, careful.Ranked)
	}
	list := examples(t)
	plainly := Fingerprint(list)
	list[0].Trial = true
	if Fingerprint(list) == plainly {
		t.Error("a line set apart should give another fingerprint")
	}
}
