package understand

import (
	"math"
	"strings"
)

const (
	rounds       = 24
	averaged     = 10 // the last rounds, whose mean is kept
	rate         = 0.5
	decay        = 1e-4
	hidden       = 0.3  // share of a line's features that are hidden from each lesson
	rarest       = 2    // features seen less often say nothing about the next message
	evening      = 0.35 // how far labels with few examples are helped, 0 to 1
	shared       = 0.8  // how much of a lesson goes to the whole topic
	sharedAspect = 0.5  // and to the aspect, whatever the topic
	usual        = 40   // examples of a label that needs no help
)

// trainee is a linear model while it learns, in full precision.
type trainee struct {
	model   *linear
	parts   [][3]int // per label: its own, its topic's and its aspect's column
	columns int
	weights []float32
	squares []float32
	logits  []float32 // of one sample
	sums    []float32 // by column, then its slopes
}

func columnsOf(labels []string) ([][3]int, int) {
	columns := map[string]int{}
	column := func(name string) int {
		if _, ok := columns[name]; !ok {
			columns[name] = len(columns)
		}
		return columns[name]
	}
	parts := make([][3]int, len(labels))
	for i, label := range labels {
		topic, aspect, _ := strings.Cut(label, ".")
		parts[i] = [3]int{column("=" + label), column("<" + topic), column(">" + aspect)}
	}
	return parts, len(columns)
}

// newLinear gives a row to every feature that more than one sample has.
func newLinear(labels int, samples []sample) *linear {
	seen := make(map[uint64]int32)
	var order []uint64
	for _, s := range samples {
		for _, k := range s.keys {
			if seen[k] == 0 {
				order = append(order, k)
			}
			seen[k]++
		}
	}
	m := &linear{rows: make(map[uint64]int), bias: make([]float32, labels)}
	for _, k := range order {
		if seen[k] < rarest {
			continue
		}
		m.rows[k] = len(m.keys)
		m.keys = append(m.keys, k)
		m.idf = append(m.idf, idf(len(samples), int(seen[k])))
	}
	m.packed = newPacked(len(m.keys), labels)
	return m
}

func idf(n, df int) float32 {
	return float32(0.4 + math.Log(float64(n)/float64(df))/4)
}

// fitLinear learns from samples with their label numbers by AdaGrad over a fixed
// shuffle; weight balances labels with few examples. Every other round a sample
// comes without its marks, and always without some of its features, so that no
// weight leans on a few of them alone.
func fitLinear(names []string, samples []sample, labels []int, weight []float32) *linear {
	m := newLinear(len(names), samples)
	parts, columns := columnsOf(names)
	t := &trainee{model: m, parts: parts, columns: columns}
	t.weights = make([]float32, (len(m.keys)+1)*columns)
	t.squares = make([]float32, len(t.weights))
	t.logits, t.sums = make([]float32, len(names)), make([]float32, columns)
	vectors := make([][2]vector, len(samples))
	for i, s := range samples {
		vectors[i][0] = m.vector(s.keys, s.values, vector{})
		vectors[i][1] = m.vector(s.bareKeys, s.bareValues, vector{})
	}
	r := shuffler(1)
	order := r.perm(len(samples))
	var seen vector
	mean := make([]float32, len(t.weights))
	for round := range rounds {
		step := rate * (1 - 0.8*float64(round)/rounds)
		r.shuffle(order)
		for _, i := range order {
			seen = thin(vectors[i][round%2], &r, seen)
			t.learn(seen, labels[i], weight[labels[i]], float32(step))
		}
		if round >= rounds-averaged {
			for i, w := range t.weights {
				mean[i] += w / averaged
			}
		}
	}
	t.weights = mean
	t.settle()
	return m
}

func (t *trainee) learn(vec vector, label int, weight, step float32) {
	logits, sums := t.logits, t.sums
	clear(sums)
	bias := len(t.model.keys)
	add := func(row int, v float32) {
		w := t.weights[row*t.columns : (row+1)*t.columns]
		for c, x := range w {
			sums[c] += v * x
		}
	}
	add(bias, 1)
	for i, row := range vec.rows {
		add(row, vec.values[i])
	}
	for l, p := range t.parts {
		logits[l] = sums[p[0]] + sums[p[1]] + sums[p[2]]
	}
	softmax(logits)
	logits[label]--
	grads := sums
	clear(grads)
	for l, p := range t.parts {
		g := logits[l] * weight
		grads[p[0]] += g
		grads[p[1]] += g * shared
		grads[p[2]] += g * sharedAspect
	}
	t.step(bias, 1, grads, step*0.2)
	for i, row := range vec.rows {
		t.step(row, vec.values[i], grads, step)
	}
}

func (t *trainee) step(row int, v float32, grads []float32, step float32) {
	w := t.weights[row*t.columns : (row+1)*t.columns]
	q := t.squares[row*t.columns : (row+1)*t.columns]
	for c, g := range grads {
		g = g*v + decay*w[c]
		q[c] += g * g
		w[c] -= step * g / (0.3 + float32(math.Sqrt(float64(q[c]))))
	}
}

// thin leaves out a share of a vector's features and makes up for it in the
// others; it reuses into's space.
func thin(vec vector, r *shuffler, into vector) vector {
	into.rows, into.values = into.rows[:0], into.values[:0]
	for i, row := range vec.rows {
		if r.next(100) >= 100*hidden {
			into.rows = append(into.rows, row)
			into.values = append(into.values, vec.values[i]/(1-hidden))
		}
	}
	return into
}

// settle sums the three columns of each label and packs them.
func (t *trainee) settle() {
	m := t.model
	sum := make([]float32, m.labels)
	for row := 0; row <= len(m.keys); row++ {
		w := t.weights[row*t.columns : (row+1)*t.columns]
		for l, p := range t.parts {
			sum[l] = w[p[0]] + w[p[1]] + w[p[2]]
		}
		if row == len(m.keys) {
			copy(m.bias, sum)
			break
		}
		m.put(row, sum)
	}
}

// shuffler is a tiny generator whose sequence never changes with the Go release.
type shuffler uint64

func (s *shuffler) next(n int) int {
	*s += 0x9E3779B97F4A7C15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z^z>>31)>>33) % n
}

func (s *shuffler) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := s.next(i + 1)
		order[i], order[j] = order[j], order[i]
	}
}

func (s *shuffler) perm(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	s.shuffle(order)
	return order
}
