package understand

import (
	"flag"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	otherExamples = flag.String("examples", ownExamples, "examples to compare approaches on: '== label' lines, each followed by its examples, or what \"tinban eval --lines\" prints")
	heldOut       = flag.String("measure", "", "questions with labels to measure the approaches on, as \"tinban eval\" takes them")
)

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
	// typed says that words are taken as typed.
	typed bool
	// show leaves of the evidence what the approach has.
	show func(evidence) evidence
	// careful fits the blend on the folds alone.
	careful bool
}

var approaches = []approach{
	{name: "letters: nearest examples", show: func(e evidence) evidence {
		return evidence{near: e.near, next: e.next, mean: e.mean, outside: e.outside, talk: e.talk, beside: e.beside, brief: e.brief}
	}},
	{name: "odds of features", show: func(e evidence) evidence {
		return evidence{odds: e.odds, outside: e.outside, talk: e.talk, beside: e.beside, brief: e.brief}
	}},
	{name: "linear, words as typed", typed: true, show: onlyLinear},
	{name: "linear", show: onlyLinear},
	{name: "linear + letters", show: func(e evidence) evidence { e.odds = 0; return e }},
	{name: "linear + odds", show: func(e evidence) evidence {
		e.near, e.next, e.mean, e.topicNear = 0, 0, 0, 0
		return e
	}},
	{name: "all, sure as the folds allow", careful: true, show: func(e evidence) evidence { return e }},
	{name: "all together", show: func(e evidence) evidence { return e }},
}

func onlyLinear(e evidence) evidence {
	return evidence{linear: e.linear, outside: e.outside, talk: e.talk, beside: e.beside, brief: e.brief}
}

func asTyped(_ *lexicon, typed string) []word { return split(typed) }

// BenchmarkApproaches compares ways to rank in one run: on a fold of the examples,
// near-duplicates kept together, and on held-out questions as written and typed
// badly (each kind of noise in turn). The metrics are percent of those lines. Run
// it with
//
//	go run ./cmd/tinban eval --lines > lines.jsonl
//	go test ./bot/understand -run '^$' -bench Approaches -benchtime 1x -args -examples lines.jsonl -measure content/eval/measure.jsonl
func BenchmarkApproaches(b *testing.B) {
	list, err := readExamples(*otherExamples)
	if err != nil {
		b.Fatal(err)
	}
	var questions []question
	if *heldOut != "" {
		if questions, err = readQuestions(*heldOut); err != nil {
			b.Fatal(err)
		}
	}
	tables := map[bool]*evidences{}
	for _, a := range approaches {
		b.Run(a.name, func(b *testing.B) {
			for b.Loop() {
				if tables[a.typed] == nil {
					tables[a.typed] = gather(b, list, questions, a.typed)
				}
				a.measure(b, tables[a.typed])
			}
		})
	}
}

// evidences is what all approaches over the same words are fitted and measured on.
type evidences struct {
	labels       []string
	apart, fold  []trial
	clear, badly []trial // the held-out questions
	also         [][]string
}

func gather(b *testing.B, list []Example, questions []question, typed bool) *evidences {
	s, err := newSet(list)
	if err != nil {
		b.Fatal(err)
	}
	if typed {
		s.normalise = asTyped
	}
	all := &evidences{labels: s.labels}
	for _, t := range s.trials() {
		if t.weight == 1 {
			all.apart = append(all.apart, t)
		} else {
			all.fold = append(all.fold, t)
		}
	}
	if all.fold == nil {
		all.fold, all.apart = all.apart, nil
	}
	m := s.fit(s.all())
	sc := m.pool.Get().(*scratch)
	r := shuffler(9)
	for i, q := range questions {
		label := slices.Index(s.labels, q.Label)
		noisy := noises[i%len(noises)].make(strings.ToLower(clean(q.Text)), &r)
		all.clear = append(all.clear, m.trial(s.normalise(m.lexicon, clean(q.Text)), label, 1, sc))
		all.badly = append(all.badly, m.trial(s.normalise(m.lexicon, clean(noisy)), label, 1, sc))
		all.also = append(all.also, q.AlsoOK)
	}
	return all
}

func (a approach) measure(b *testing.B, all *evidences) {
	fit := append(slices.Clone(all.apart), all.fold...)
	if a.careful {
		fit = slices.Clone(all.fold)
		for i := range fit {
			fit[i].weight = 1
		}
	}
	weights := fitBlend(a.seen(fit))
	report := func(what string, trials []trial, also [][]string) {
		var c counts
		for i, t := range a.seen(trials) {
			var ok []string
			if also != nil {
				ok = also[i]
			}
			c.add(all.labels, weights.chances(t), t.label, ok)
		}
		c.report(b, what)
	}
	b.ReportMetric(0, "ns/op")
	report("fold", all.fold, nil)
	if len(all.clear) > 0 {
		report("clear", all.clear, all.also)
		report("badly", all.badly, all.also)
	}
}

// seen shows the approach what it may see of the evidence.
func (a approach) seen(trials []trial) []trial {
	out := make([]trial, len(trials))
	for i, t := range trials {
		out[i] = trial{label: t.label, weight: t.weight, evidence: make([]evidence, len(t.evidence))}
		for l, e := range t.evidence {
			out[i].evidence[l] = a.show(e)
		}
	}
	return out
}

// counts is how held-out lines came out.
type counts struct {
	inside, top, right, offered, wrong, outside, outsideWrong int
	loss                                                      float64
}

func (c *counts) add(labels []string, p []float32, label int, also []string) {
	c.loss -= math.Log(float64(p[label]) + 1e-9)
	ranked := (&Model{labels: labels}).top(p)
	d := Reading{Ranked: ranked}.Decide()
	ok := append([]string{labels[label]}, also...)
	met := slices.ContainsFunc(d.Labels, func(l string) bool { return slices.Contains(ok, l) })
	if labels[label] == OutOfScope {
		c.outside++
		if d.Kind == Answer && !met {
			c.outsideWrong++
		}
		return
	}
	c.inside++
	if slices.Contains(ok, ranked[0].Label) {
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

func (c *counts) report(b *testing.B, what string) {
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	b.ReportMetric(percent(c.top, c.inside), what+"-first-%")
	b.ReportMetric(percent(c.right, c.inside), what+"-right-%")
	b.ReportMetric(percent(c.right+c.offered, c.inside), what+"-right+offered-%")
	b.ReportMetric(percent(c.wrong, c.inside), what+"-wrong-%")
	b.ReportMetric(percent(c.outsideWrong, c.outside), what+"-outside-wrong-%")
	b.ReportMetric(c.loss/float64(c.inside+c.outside), what+"-loss")
}
