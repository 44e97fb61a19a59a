package check

import (
	"maps"
	"slices"
)

// answerGaps: once there is an answer there is one on every later day. A text
// that ends is followed by one that says that it has ended.
func answerGaps(j *judge) {
	for _, id := range sortedKeys(j.lib.Answers) {
		versions := j.lib.Answers[id]
		for i, a := range versions {
			switch {
			case a.To.IsZero():
			case i+1 == len(versions):
				j.add(a, "answer %q ends on %s and nothing follows: write what holds after it", id, a.To)
			case shift(a.To.Date, 1).Before(versions[i+1].From.Date):
				j.add(a, "answer %q has nothing to say from %s until %s: date the two versions without a gap", id, shift(a.To.Date, 1), versions[i+1].From)
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
