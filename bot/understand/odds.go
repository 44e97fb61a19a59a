package understand

import "math"

// smoothing is how many imagined uses a feature begins with, spread as it is
// spread over all labels: a feature seen once proves little.
const smoothing = 150

// fitOdds is naive Bayes: for each feature of m how much likelier it is in lines
// of a label than in all others. It does not learn how features go together, so
// it errs elsewhere than the linear model and is surer where many small signs
// agree; the blend hears both.
func fitOdds(m *linear, samples []sample, owner []int) packed {
	uses := make([]float32, len(m.keys)*m.labels)
	ofLabel := make([]float32, m.labels)
	ofAll := float32(0)
	for i, s := range samples {
		for j, k := range s.keys {
			v := s.values[j]
			ofLabel[owner[i]] += v
			ofAll += v
			if row, ok := m.rows[k]; ok {
				uses[row*m.labels+owner[i]] += v
			}
		}
	}
	t := newPacked(len(m.keys), m.labels)
	logs := make([]float32, m.labels)
	for row := range m.keys {
		counts := uses[row*m.labels : (row+1)*m.labels]
		sum := float32(0)
		for _, c := range counts {
			sum += c
		}
		usual := smoothing * (sum + 1) / (ofAll + 1)
		for l, c := range counts {
			here := (c + usual) / (ofLabel[l] + smoothing)
			elsewhere := (sum - c + usual) / (ofAll - ofLabel[l] + smoothing)
			logs[l] = float32(math.Log(float64(here / elsewhere)))
		}
		t.put(row, logs)
	}
	return t
}
