package report

import (
	"cmp"
	"maps"
	"slices"
)

// What counts as a question: a message that was meant as one, and what became
// of it. Menu digits, thanks and steps of a dialogue are not among them.
const (
	answered  = "answer"
	askedBack = "ask_back"
	unknown   = "unknown"
	judged    = "verdict" // a check that came to its end
	ended     = "ended"   // a check of a programme that is over
	handed    = "handover"
)

// Named is a number under an id.
type Named struct {
	ID string
	N  int
}

// Numbers is what a period comes to.
type Numbers struct {
	Days       int // on which anybody wrote
	Messages   int
	Questions  int // Answered + AskedBack + Unknown + Checks
	Answered   int
	AskedBack  int
	Unknown    int
	Checks     int
	HandedOver int
	ByChannel  []Named
	ByLabel    []Named // questions, the most first
	ByCommune  []Named // questions; "" is from nobody knows where
	Open       []Named // labels of what could not be answered
	Verdicts   []Named
	Failed     []Named // criteria that were not met
}

// Sum adds up days, of the communes that keep lets through.
func Sum(days []Day, keep func(commune string) bool) Numbers {
	n := Numbers{Days: len(days)}
	channel, label, commune, open, verdict, failed := sums{}, sums{}, sums{}, sums{}, sums{}, sums{}
	for _, d := range days {
		for _, c := range d.Counts {
			if !keep(c.Commune) {
				continue
			}
			channel[string(c.Channel)] += c.N
			if n.count(c) {
				label[c.Label] += c.N
				commune[c.Commune] += c.N
			}
			switch {
			case c.Outcome == unknown:
				open[c.Label] += c.N
			case c.Verdict != "":
				verdict[c.Verdict] += c.N
			}
		}
		for f, k := range d.Failed {
			failed[f] += k
		}
	}
	n.ByChannel, n.ByLabel, n.ByCommune = channel.sorted(), label.sorted(), commune.sorted()
	n.Open, n.Verdicts, n.Failed = open.sorted(), verdict.sorted(), failed.sorted()
	return n
}

// count adds one kind of event; question says whether it was one.
func (n *Numbers) count(c Count) (question bool) {
	n.Messages += c.N
	switch c.Outcome {
	case answered:
		n.Answered += c.N
	case askedBack:
		n.AskedBack += c.N
	case unknown:
		n.Unknown += c.N
	case judged, ended:
		n.Checks += c.N
	case handed:
		n.HandedOver += c.N
		return false
	default:
		return false
	}
	n.Questions += c.N
	return true
}

type sums map[string]int

// sorted lists the most first, equal ones by id.
func (s sums) sorted() (list []Named) {
	for _, id := range slices.Sorted(maps.Keys(s)) {
		list = append(list, Named{id, s[id]})
	}
	slices.SortStableFunc(list, func(a, b Named) int { return cmp.Compare(b.N, a.N) })
	return list
}

// Few is the number below which a count of people is not shown: fewer could
// be told apart.
const Few = 5
