package understand

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
)

// Fingerprint names a set of examples in their order; a stored model is up to
// date exactly when its fingerprint is that of today's examples.
func Fingerprint(examples []Example) string {
	h := sha256.New()
	fmt.Fprintf(h, "understand/%d\n", formatVersion)
	for _, e := range examples {
		fmt.Fprintf(h, "%d:%s%d:%s%t", len(e.Label), e.Label, len(e.Text), e.Text, e.Trial)
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
	b := fitBlend(set.trials())
	m := set.fit(set.all())
	m.blend = b
	m.print = Fingerprint(examples)
	return m, nil
}

// set is the examples made ready for learning.
type set struct {
	labels []string
	names  []string
	owner  []int
	typed  []string
	trial  []bool // see Example.Trial
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
		s.trial = append(s.trial, e.Trial)
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
		length := nb.compare(t, &sc)
		for j, common := range sc.sims[:i] {
			if common*nb.norm[j]*length > alike {
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
	m.odds = fitOdds(m.linear, samples, owner)
	m.prepare()
	return m
}

// What the trials weigh against each other. The folds are harder than what
// people send, for no near-duplicate of a held-out line was learnt; the lines
// set apart are as people write. A little of the folds keeps the blend from
// leaning on what only those lines have in common.
const (
	foldWeight  = 0.03
	badlyTyped  = 2 // how often a line set apart is tried again, typed badly
	noiseStride = 3 // how far apart the noises of one line are
)

// trials reads lines with models that have not learnt them: the lines set apart,
// as written and typed badly, and one fold of the others; all folds when no
// line is set apart.
func (s *set) trials() []trial {
	apart, rest := s.apart()
	if len(apart) == 0 {
		return s.foldTrials(folds, 1)
	}
	m := s.fit(rest)
	sc := m.pool.Get().(*scratch)
	r := shuffler(3)
	var trials []trial
	for n, i := range apart {
		typed := s.typed[i]
		for again := range badlyTyped + 1 {
			if again > 0 {
				noisy := noises[(n+again*noiseStride)%len(noises)]
				typed = clean(noisy.make(strings.ToLower(s.typed[i]), &r))
			}
			if words := s.normalise(m.lexicon, typed); len(words) > 0 {
				trials = append(trials, m.trial(words, s.owner[i], 1, sc))
			}
		}
	}
	return append(trials, s.foldTrials(1, foldWeight)...)
}

// apart lists the lines set apart for trials and the others.
func (s *set) apart() (apart, rest []int) {
	for i, t := range s.trial {
		if t {
			apart = append(apart, i)
		} else {
			rest = append(rest, i)
		}
	}
	return apart, rest
}

// foldTrials reads the lines of the first n folds.
func (s *set) foldTrials(n int, weight float32) []trial {
	var trials []trial
	for held, m := range s.foldModels() {
		sc := m.pool.Get().(*scratch)
		for _, i := range held {
			trials = append(trials, m.trial(s.normalise(m.lexicon, s.typed[i]), s.owner[i], weight, sc))
		}
		if n--; n == 0 {
			break
		}
	}
	return trials
}

// foldModels gives for each fold its lines and a model learnt from the others;
// lines set apart are in neither.
func (s *set) foldModels() iter.Seq2[[]int, *Model] {
	_, rest := s.apart()
	return func(yield func([]int, *Model) bool) {
		for f := range folds {
			var train, held []int
			for _, i := range rest {
				if s.fold[i] == f {
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

func (m *Model) trial(words []word, label int, weight float32, sc *scratch) trial {
	common := m.measure(words, sc)
	t := trial{label: label, weight: weight}
	for l := range m.labels {
		t.evidence = append(t.evidence, m.evidence(common, l, sc))
	}
	return t
}
