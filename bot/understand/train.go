package understand

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
)

// Fingerprint names a set of examples in their order; a stored model is up to
// date exactly when its fingerprint is that of today's examples.
func Fingerprint(examples []Example) string {
	h := sha256.New()
	fmt.Fprintf(h, "understand/%d\n", formatVersion)
	for _, e := range examples {
		fmt.Fprintf(h, "%d:%s%d:%s", len(e.Label), e.Label, len(e.Text), e.Text)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Train learns a model. The same examples in the same order give the same
// model, byte for byte.
func Train(examples []Example) (*Model, error) {
	set, err := newSet(examples)
	if err != nil {
		return nil, err
	}
	m := set.fit(set.all())
	m.blend = fitBlend(set.trials())
	m.print = Fingerprint(examples)
	return m, nil
}

// set is the examples made ready for learning.
type set struct {
	labels []string
	names  []string
	owner  []int
	typed  []string
	fold   []int
	// normalise makes words of typed text; comparisons of approaches change it.
	normalise func(*lexicon, string) []word
}

// folds is how many parts the examples are cut into to see how the model does on
// lines it has not learnt.
const folds = 4

func newSet(examples []Example) (*set, error) {
	s := &set{normalise: normalise}
	number := map[string]int{}
	for i, e := range examples {
		typed := clean(e.Text)
		if e.Label == "" || typed == "" {
			return nil, fmt.Errorf("example %d: label and text must not be empty", i+1)
		}
		if len(split(typed)) == 0 {
			continue // only emoji or marks: nothing to learn, and Read ranks nothing for it
		}
		s.names = append(s.names, e.Label)
		if _, ok := number[e.Label]; !ok {
			number[e.Label] = 0
			s.labels = append(s.labels, e.Label)
		}
		s.typed = append(s.typed, typed)
	}
	if len(s.labels) < 2 {
		return nil, errors.New("at least two labels with examples are needed")
	}
	slices.Sort(s.labels)
	for i, label := range s.labels {
		number[label] = i
	}
	for _, name := range s.names {
		s.owner = append(s.owner, number[name])
	}
	s.fold = s.deal()
	return s, nil
}

func (s *set) all() []int {
	index := make([]int, len(s.typed))
	for i := range index {
		index[i] = i
	}
	return index
}

// alike is the similarity above which two examples are told from one another
// only by chance; they go into the same fold, or the folds would flatter.
const alike = 0.5

// deal puts every example into a fold, near-duplicates together.
func (s *set) deal() []int {
	texts := make([]string, len(s.typed))
	owner := make([]int, len(s.typed))
	for i, t := range s.typed {
		texts[i] = bareText(normalise(nil, t))
	}
	nb := newNeighbours(texts, owner, 1)
	sc := nb.scratch()
	group := s.all()
	for i, t := range texts {
		nb.compare(t, &sc)
		for j, like := range sc.sims[:i] {
			if like > alike {
				group[i] = min(group[i], group[j])
			}
		}
	}
	r := shuffler(7)
	order := r.perm(len(texts))
	fold := make([]int, len(texts))
	for i := range fold {
		fold[i] = order[group[i]] % folds
	}
	return fold
}

// fit learns from the chosen examples; the blend is left for later.
func (s *set) fit(index []int) *Model {
	first := newLexicon(2048)
	for _, i := range index {
		first.add(s.normalise(nil, s.typed[i]))
	}
	m := &Model{labels: s.labels}
	var e extractor
	samples := make([]sample, len(index))
	owner := make([]int, len(index))
	count := make([]float64, len(s.labels))
	for k, i := range index {
		words := s.normalise(first, s.typed[i])
		samples[k] = newSample(&e, words)
		owner[k] = s.owner[i]
		count[owner[k]]++
		m.texts = append(m.texts, bareText(words))
		m.owner = append(m.owner, owner[k])
	}
	weight := make([]float32, len(count))
	for l, c := range count {
		weight[l] = float32(math.Pow(usual/max(c, 1), evening))
	}
	m.linear = fitLinear(s.labels, samples, owner, weight)
	m.prepare()
	return m
}

// trials reads every example with a model that has not seen its fold.
func (s *set) trials() []trial {
	var trials []trial
	for held, m := range s.foldModels() {
		sc := m.pool.Get().(*scratch)
		for _, i := range held {
			trials = append(trials, m.trial(s.normalise(m.lexicon, s.typed[i]), s.owner[i], sc))
		}
	}
	return trials
}

// foldModels gives for each fold its examples and a model learnt from the others.
func (s *set) foldModels() iter.Seq2[[]int, *Model] {
	return func(yield func([]int, *Model) bool) {
		for f := range folds {
			var train, held []int
			for i, g := range s.fold {
				if g == f {
					held = append(held, i)
				} else {
					train = append(train, i)
				}
			}
			if len(held) > 0 && len(train) > 0 && !yield(held, s.fit(train)) {
				return
			}
		}
	}
}

func (m *Model) trial(words []word, label int, sc *scratch) trial {
	common := m.measure(words, sc)
	t := trial{label: label}
	for l := range m.labels {
		t.evidence = append(t.evidence, m.evidence(common, l, sc))
	}
	return t
}
