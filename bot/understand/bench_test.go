package understand

import (
	"flag"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

var otherExamples = flag.String("examples", ownExamples, "examples to compare approaches on: '== label' lines, each followed by its examples")

// BenchmarkRead reports the median and the 99th percentile of reading messages
// typed in every bad way.
func BenchmarkRead(b *testing.B) {
	m := model(b)
	var texts []string
	r := shuffler(5)
	for _, n := range noises {
		for _, e := range examples(b) {
			texts = append(texts, n.make(strings.ToLower(clean(e.Text)), &r))
		}
	}
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		m.Read(texts[i%len(texts)])
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds())/1000, "p99-µs")
	b.ReportAllocs()
}

func BenchmarkLoadModel(b *testing.B) {
	stored, err := model(b).MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := LoadModel(stored); err != nil {
			b.Fatal(err)
		}
	}
}

// approach is one way to rank, seen through the evidence it may use.
type approach struct {
	name string
	// normalise is how the words are made.
	normalise func(*lexicon, string) []word
	// show leaves of the evidence what the approach has.
	show func(evidence) evidence
}

var approaches = []approach{
	{"letters: nearest examples", normalise, func(e evidence) evidence {
		return evidence{near: e.near, next: e.next, mean: e.mean, outside: e.outside, talk: e.talk}
	}},
	{"linear, words as typed", asTyped, onlyLinear},
	{"linear, normalised", normalise, onlyLinear},
	{"linear + topic + novelty", normalise, func(e evidence) evidence {
		e.near, e.next, e.mean, e.topicNear = 0, 0, 0, 0
		return e
	}},
	{"all together", normalise, func(e evidence) evidence { return e }},
}

func onlyLinear(e evidence) evidence {
	return evidence{linear: e.linear, outside: e.outside, talk: e.talk}
}

func asTyped(_ *lexicon, typed string) []word { return split(typed) }

// BenchmarkApproaches compares ways to rank, in one run on folds of the examples
// with near-duplicates kept together, on held-out lines as written and typed badly
// (each kind of noise in turn). The metrics are percent of those lines. Run it with
//
//	go test ./bot/understand -run '^$' -bench Approaches -benchtime 1x -args -examples FILE
func BenchmarkApproaches(b *testing.B) {
	list, err := readExamples(*otherExamples)
	if err != nil {
		b.Fatal(err)
	}
	s, err := newSet(list)
	if err != nil {
		b.Fatal(err)
	}
	for _, a := range approaches {
		for _, noisy := range []bool{false, true} {
			name := a.name
			if noisy {
				name += ", noisy"
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					a.measure(b, s, noisy)
				}
			})
		}
	}
}

func (a approach) measure(b *testing.B, s *set, noisy bool) {
	var shown []trial
	r := shuffler(9)
	s.normalise = a.normalise
	for held, m := range s.foldModels() {
		sc := m.pool.Get().(*scratch)
		for _, i := range held {
			typed := s.typed[i]
			if noisy {
				typed = noises[i%len(noises)].make(strings.ToLower(typed), &r)
			}
			t := m.trial(a.normalise(m.lexicon, typed), s.owner[i], sc)
			for l := range t.evidence {
				t.evidence[l] = a.show(t.evidence[l])
			}
			shown = append(shown, t)
		}
	}
	weights := fitBlend(shown)
	var c counts
	for _, t := range shown {
		c.add(s.labels, weights.chances(t), t.label)
	}
	c.report(b)
}

// counts is how held-out lines came out.
type counts struct {
	inside, top, right, offered, wrong, outside, outsideWrong int
	loss                                                      float64
}

func (c *counts) add(labels []string, p []float32, label int) {
	c.loss -= math.Log(float64(p[label]) + 1e-9)
	ranked := (&Model{labels: labels}).top(p)
	d := Reading{Ranked: ranked}.Decide()
	met := slices.Contains(d.Labels, labels[label])
	if labels[label] == OutOfScope {
		c.outside++
		if d.Kind == Answer {
			c.outsideWrong++
		}
		return
	}
	c.inside++
	if ranked[0].Label == labels[label] {
		c.top++
	}
	switch {
	case d.Kind == Answer && met:
		c.right++
	case d.Kind == Answer:
		c.wrong++
	case d.Kind == AskBack && met:
		c.offered++
	}
}

func (c *counts) report(b *testing.B) {
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percent(c.top, c.inside), "first-%")
	b.ReportMetric(percent(c.right, c.inside), "right-%")
	b.ReportMetric(percent(c.right+c.offered, c.inside), "right+offered-%")
	b.ReportMetric(percent(c.wrong, c.inside), "wrong-%")
	b.ReportMetric(percent(c.outsideWrong, c.outside), "outside-wrong-%")
	b.ReportMetric(c.loss/float64(c.inside+c.outside), "loss")
}
