package understand

import "math"

// linear is a softmax regression over features. Weights are learnt for the
// label, for what stands before its dot and for what stands after it, so that
// "loan.interest" and "loan.amount" teach each other what a loan is, and every
// "….procedure" what asking for a procedure sounds like; they are kept summed.
type linear struct {
	packed
	rows map[uint64]int
	keys []uint64 // in row order
	idf  []float32
	bias []float32
}

const (
	sharpness = 1   // length of a message's vector
	strange   = 0.3 // weight of a feature the model does not know
)

// vector is a message in the model's own rows.
type vector struct {
	rows   []int
	values []float32
}

// vector maps features to rows, weighs them and scales the whole to sharpness;
// it reuses into's space.
func (m *linear) vector(keys []uint64, vals []float32, into vector) vector {
	rows, out := into.rows[:0], into.values[:0]
	sum := 0.0
	for i, k := range keys {
		row, ok := m.rows[k]
		if !ok {
			sum += strange * float64(vals[i]) * float64(vals[i])
			continue
		}
		v := vals[i] * m.idf[row]
		rows, out = append(rows, row), append(out, v)
		sum += float64(v) * float64(v)
	}
	if sum > 0 {
		scale := float32(sharpness / math.Sqrt(sum))
		for i := range out {
			out[i] *= scale
		}
	}
	return vector{rows, out}
}

// score puts each label's logit into logits.
func (m *linear) score(vec vector, logits []float32) {
	copy(logits, m.bias)
	m.add(vec, logits)
}

func softmax(logits []float32) {
	top := logits[0]
	for _, x := range logits {
		top = max(top, x)
	}
	sum := float32(0)
	for i, x := range logits {
		logits[i] = float32(math.Exp(float64(x - top)))
		sum += logits[i]
	}
	for i := range logits {
		logits[i] /= sum
	}
}
