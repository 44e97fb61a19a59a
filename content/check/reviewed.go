package check

import (
	"fmt"
	"time"

	"tinban/content"
	"tinban/eligibility"
)

// reviews looks whether somebody has held each record against its source.
func reviews(j *judge) {
	reviewed := func(at placed, of string, r content.Review) {
		if r.By == "" || r.On.IsZero() {
			j.add(at, "%s chưa có người soát: thêm \"reviewed: {by: …, on: …}\"", of)
		}
	}
	j.eachFact(func(f *content.Fact) { reviewed(f, fmt.Sprintf("dữ kiện %q", f.ID), f.Reviewed) })
	j.eachAnswer(func(a *content.Answer) {
		reviewed(a, fmt.Sprintf("câu trả lời %q", a.ID), a.Reviewed)
		if a.ReviewMonths <= 0 {
			j.add(a, "câu trả lời %q không ghi mấy tháng phải soát lại: thêm \"review_months:\"", a.ID)
		}
	})
	j.eachRule(func(r *content.Rule) {
		reviewed(r, fmt.Sprintf("quy tắc %q", r.ID), r.Reviewed)
		if r.ReviewMonths <= 0 {
			j.add(r, "quy tắc %q không ghi mấy tháng phải soát lại: thêm \"review_months:\"", r.ID)
		}
	})
}

// stamps finds facts that were changed after somebody approved them.
func stamps(j *judge) {
	j.eachFact(func(f *content.Fact) {
		if f.Hash != "" && f.Hash != f.Stamp() {
			j.add(f, "dữ kiện %q đã bị sửa sau khi duyệt: so lại với văn bản, rồi chạy tinban facts approve %s", f.ID, f.ID)
		}
	})
}

// Overdue lists what should have been looked at again by a day. It is apart
// from Run because it changes from day to day without a change in the content.
func Overdue(l *content.Library, on eligibility.Date) content.Problems {
	j := &judge{lib: l}
	due := func(at placed, of string, p content.Period, r content.Review, months int) {
		if months <= 0 || r.On.IsZero() || (!p.To.IsZero() && p.To.Before(on)) {
			return
		}
		if day := afterMonths(r.On.Date, months); day.Before(on) {
			j.add(at, "%s đã quá hạn soát lại ngày %s: so lại với văn bản, rồi ghi ngày mới vào \"reviewed:\"", of, day)
		}
	}
	j.eachAnswer(func(a *content.Answer) {
		due(a, fmt.Sprintf("câu trả lời %q", a.ID), a.Period, a.Reviewed, a.ReviewMonths)
	})
	j.eachRule(func(r *content.Rule) {
		due(r, fmt.Sprintf("quy tắc %q", r.ID), r.Period, r.Reviewed, r.ReviewMonths)
	})
	for _, id := range sortedKeys(l.Answers) {
		last := l.Answers[id][len(l.Answers[id])-1]
		if l.AnswerOn(id, on) == nil && !last.To.IsZero() && last.To.Before(on) {
			j.add(last, "câu trả lời %q đã hết ngày %s, hôm nay không còn bản nào: viết bản cho những ngày sau", id, last.To)
		}
	}
	return sorted(j.found)
}

func afterMonths(d eligibility.Date, months int) eligibility.Date {
	return eligibility.FromTime(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0))
}
