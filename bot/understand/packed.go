package understand

import "math"

// packed holds one weight per feature and label, a byte each: a row of bytes
// shares one scale.
type packed struct {
	labels  int
	weights []byte
	scale   []float32
}

// zeroWeight is the byte that stands for nothing.
const zeroWeight = 128

func newPacked(rows, labels int) packed {
	return packed{labels, make([]byte, rows*labels), make([]float32, rows)}
}

// put packs the weights of one row.
func (t *packed) put(row int, weights []float32) {
	top := float32(0)
	for _, x := range weights {
		top = max(top, x, -x)
	}
	if top == 0 {
		top = 1
	}
	t.scale[row] = top / 127
	for l, x := range weights {
		t.weights[row*t.labels+l] = byte(math.Round(float64(x/top*127)) + zeroWeight)
	}
}

// add adds each label's weighted sum over vec.
func (t *packed) add(vec vector, sums []float32) {
	for i, row := range vec.rows {
		v := vec.values[i] * t.scale[row]
		w := t.weights[row*t.labels : (row+1)*t.labels]
		for l, x := range w {
			sums[l] += v * (float32(x) - zeroWeight)
		}
	}
}
