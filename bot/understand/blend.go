package understand

import (
	"math"
	"slices"
)

// evidence is what the parts of the model say for one label.
type evidence struct {
	linear     float32 // logit of the linear model
	odds       float32 // log odds of its features
	near, next float32 // likeness of its nearest and second nearest example
	mean       float32 // likeness of its average example
	topic      float32 // log of the linear model's share for its whole topic
	topicNear  float32 // likeness of its topic's nearest example
	outside    bool    // the label is out_of_scope
	brief      float32 // 1/number of words: a long message leaves less doubt
	novelty    float32 // share of words no example uses
	talk       bool    // the label is small talk
	beside     float32 // share of words that small talk does not use
}

// terms is the evidence as numbers to be weighed; out_of_scope and small talk
// have some of their own.
func (e *evidence) terms() [blendSize]float32 {
	t := [blendSize]float32{e.linear, e.near, e.next, e.mean, e.topic, e.topicNear, e.odds}
	t[11] = e.linear * e.brief
	if e.outside {
		t[7], t[8], t[9] = 1, e.novelty, e.near
	}
	if e.talk {
		t[10] = 1
	}
	return t
}

const blendSize = 12

// blend weighs the evidence; its numbers are fitted on examples the parts have
// not seen, so the logits give honest probabilities.
type blend [blendSize]float32

func (b *blend) logit(e *evidence) float32 {
	sum := float32(0)
	for i, t := range e.terms() {
		sum += b[i] * t
	}
	if e.talk && e.beside > talkLimit {
		sum -= talkHeld
	}
	return sum
}

// Small talk must cover nearly the whole message: "chào bác sĩ, tôi bị sốt" is
// no greeting, however much the examples of greetings resemble it.
const (
	talkLimit = 0.34
	talkHeld  = 5
)

// trial is one held-out example: the evidence for every label and the right one.
type trial struct {
	evidence []evidence
	label    int
	weight   float32
}

// chances gives the probability of each label.
func (b *blend) chances(t trial) []float32 {
	p := make([]float32, len(t.evidence))
	for l := range t.evidence {
		p[l] = b.logit(&t.evidence[l])
	}
	softmax(p)
	return p
}

const (
	newtonSteps = 10
	ridge       = 0.5 // keeps weights of idle terms near zero
)

// fitBlend finds the weights under which the right labels of the trials are
// likeliest. The problem is convex and small, so a few Newton steps do.
func fitBlend(trials []trial) blend {
	b := blend{0: 0.5}
	loss := lossOf(&b, trials)
	for range newtonSteps {
		step := bendAt(&b, trials)
		for pace := float32(1); pace > 0.01; pace /= 2 {
			next := b
			for i := range next {
				next[i] -= pace * float32(step[i])
			}
			if l := lossOf(&next, trials); l < loss {
				b, loss = next, l
				break
			}
		}
	}
	return b
}

// lossOf is the unlikelihood of the right labels, plus the ridge.
func lossOf(b *blend, trials []trial) float64 {
	loss := 0.0
	for _, v := range b {
		loss += ridge / 2 * float64(v) * float64(v)
	}
	for _, t := range trials {
		loss -= float64(t.weight) * math.Log(float64(b.chances(t)[t.label])+1e-12)
	}
	return loss
}

// bendAt gives the Newton step at b.
func bendAt(b *blend, trials []trial) [blendSize]float64 {
	c := curve{}
	for i, v := range b {
		c.slope[i] = ridge * float64(v)
		c.bend[i][i] = ridge
	}
	for _, t := range trials {
		c.add(b.chances(t), t)
	}
	return c.solve()
}

// curve is the slope and the bend of the loss at one point; only the lower half
// of bend is filled.
type curve struct {
	slope [blendSize]float64
	bend  [blendSize][blendSize]float64
}

func (c *curve) add(p []float32, t trial) {
	var mean [blendSize]float64
	for l := range t.evidence {
		for i, x := range t.evidence[l].terms() {
			mean[i] += float64(p[l] * x)
		}
	}
	for i, x := range t.evidence[t.label].terms() {
		c.slope[i] += float64(t.weight) * (mean[i] - float64(x))
	}
	for l := range t.evidence {
		if p[l] < 1e-6 {
			continue
		}
		off := mean
		for i, x := range t.evidence[l].terms() {
			off[i] = float64(x) - mean[i]
		}
		for i, d := range off {
			for j, e := range off[:i+1] {
				c.bend[i][j] += float64(t.weight*p[l]) * d * e
			}
		}
	}
}

// solve gives bend⁻¹·slope by Cholesky's way.
func (c *curve) solve() [blendSize]float64 {
	var low [][]float64
	x := c.slope
	for i, bend := range c.bend {
		var row []float64
		for j, above := range low {
			row = append(row, (bend[j]-dot(row, above))/above[j])
		}
		diagonal := math.Sqrt(math.Max(bend[i]-dot(row, row), 1e-9))
		x[i] = (x[i] - dot(row, x[:])) / diagonal
		low = append(low, append(row, diagonal))
	}
	for i, row := range slices.Backward(low) {
		x[i] /= row[i]
		for j, v := range row[:i] {
			x[j] -= v * x[i]
		}
	}
	return x
}

// dot multiplies as far as a goes.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
