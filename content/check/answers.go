package check

import (
	"maps"
	"slices"

	"tinban/eligibility"
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
				j.add(a, "câu trả lời %q hết ngày %s mà không có bản tiếp theo: viết bản cho những ngày sau", id, a.To)
			case shift(a.To.Date, 1).Before(versions[i+1].From.Date):
				j.add(a, "câu trả lời %q bỏ trống từ ngày %s đến trước ngày %s: sửa ngày để hai bản liền nhau", id, shift(a.To.Date, 1), versions[i+1].From)
			}
		}
	}
}

// answerStart: what people ask, they may ask about any day the library knows.
// Its first day is the one on which most answers begin.
func answerStart(j *judge) {
	starts := map[eligibility.Date]int{}
	for _, versions := range j.lib.Answers {
		starts[versions[0].From.Date]++
	}
	first := eligibility.Date{}
	for day, n := range starts {
		if n > starts[first] || n == starts[first] && day.Before(first) {
			first = day
		}
	}
	for _, id := range sortedKeys(j.lib.Answers) {
		if a := j.lib.Answers[id][0]; a.From.Date != first {
			j.add(a, "câu trả lời %q bắt đầu từ ngày %s, các câu khác từ ngày %s: sửa ngày, hoặc viết bản cho những ngày còn thiếu", id, a.From, first)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
