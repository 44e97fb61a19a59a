package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// references renders every text on every day it may be said, in both forms.
// Only the first day that fails is told.
func references(j *judge) {
	for _, s := range j.texts {
		if err := j.firstFailure(s); err != nil {
			j.add(s.at, "%s: %v", s.of, err)
		}
	}
}

func (j *judge) firstFailure(s saying) error {
	if !strings.Contains(s.text, "{") {
		return nil
	}
	for _, day := range j.changing(s.days, s.text) {
		for _, v := range j.views(s, day) {
			if _, err := j.lib.Render(s.text, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// saidFacts holds every fact that a text says to what a said fact needs: a
// source that can be shown, and enough support.
func saidFacts(j *judge) {
	said := map[string]bool{}
	for _, s := range j.texts {
		for _, ref := range content.References(s.text) {
			if id, ok := factOf(ref); ok {
				said[id] = true
			}
		}
	}
	for _, id := range j.communes()[1:] {
		hall, _, _ := strings.Cut(j.lib.Commune(id).Hall, ".")
		said[hall] = true
	}
	j.eachFact(func(f *content.Fact) {
		if !said[f.ID] || (f.Use != content.Say && f.Use != content.SayCaveat) {
			return
		}
		if f.Doc == "" || f.Section == "" {
			j.add(f, "dữ kiện %q được nói ra mà không ghi văn bản hoặc điều mục: ghi \"doc:\" và \"section:\"", f.ID)
		}
		if f.Hash == "" {
			j.add(f, "dữ kiện %q được nói ra mà chưa duyệt: so với văn bản, rồi chạy tinban facts approve %s", f.ID, f.ID)
		}
		if f.Confidence == content.Low {
			j.add(f, "dữ kiện %q được nói ra mà chưa chắc (confidence: low): tìm nguồn chắc hơn, hoặc viết là chưa có con số", f.ID)
		}
	})
}

// factOf is the fact a reference names, if it names one.
func factOf(ref string) (id string, ok bool) {
	kind, rest, found := strings.Cut(ref, ":")
	if !found {
		rest = ref
	} else if kind != "past" && kind != "next" {
		return "", false
	}
	id, _, ok = strings.Cut(rest, ".")
	return id, ok
}

// derivedFigures looks whether what a figure was computed from exists, and
// whether the sum is shown.
func derivedFigures(j *judge) {
	j.eachFact(func(f *content.Fact) {
		for _, key := range slices.Sorted(maps.Keys(f.Derived)) {
			d := f.Derived[key]
			if len(d.From) == 0 || d.How == "" {
				j.add(f, "dữ kiện %q, con số tính ra %q không ghi cách tính: ghi \"from:\" và \"how:\"", f.ID, key)
			}
			for _, ref := range d.From {
				if !j.exists(ref) {
					j.add(f, "dữ kiện %q, con số tính ra %q tính từ %q, mà không có giá trị ấy: sửa lại", f.ID, key, ref)
				}
			}
		}
	})
}

func (j *judge) exists(ref string) bool {
	id, key, _ := strings.Cut(ref, ".")
	return slices.ContainsFunc(j.lib.Facts[id], func(f *content.Fact) bool { _, ok := f.Value(key); return ok })
}

// succession: the day after an office or a commune ends, the one that follows
// it is there.
func succession(j *judge) {
	for _, id := range sortedKeys(j.lib.Offices) {
		o := j.lib.Offices[id]
		if o.To.IsZero() || o.Successor == "" {
			continue
		}
		if next := shift(o.To.Date, 1); j.lib.OfficeOn(id, next) == nil {
			j.add(o, "cơ quan %q hết ngày %s mà ngày %s nơi thay %q chưa có hoặc cũng đã hết: sửa ngày, hoặc ghi nơi thay khác", id, o.To, next, o.Successor)
		}
	}
	for _, id := range j.communes()[1:] {
		c := j.lib.Commune(id)
		if c.To.IsZero() || c.Successor == "" {
			continue
		}
		next := shift(c.To.Date, 1)
		if after := j.lib.CommuneOn(id, next); after == nil || !after.Holds(next) {
			j.add(c, "xã %q hết ngày %s mà ngày %s xã thay %q chưa có hoặc cũng đã hết: sửa ngày, hoặc ghi xã thay khác", id, c.To, next, c.Successor)
		}
	}
}

// halls looks whether the address of each commune can be said.
func halls(j *judge) {
	for _, id := range j.communes()[1:] {
		c := j.lib.Commune(id)
		if c.Hall == "" {
			continue
		}
		s := saying{text: "{" + c.Hall + "}", long: true, days: j.within(c.Period)}
		if err := j.firstFailure(s); err != nil {
			j.add(c, "xã %q, trụ sở (hall): %v", id, err)
		}
	}
}

// offices looks whether somebody is in the office people are sent to, on every
// day they are sent.
func offices(j *judge) {
	sent := func(at placed, of, office string, days []eligibility.Date) {
		if office == "" {
			return
		}
		if err := j.firstFailure(saying{text: "{office:" + office + "}", long: true, days: days}); err != nil {
			j.add(at, "%s: %v", of, err)
		}
	}
	j.eachAnswer(func(a *content.Answer) {
		sent(a, fmt.Sprintf("câu trả lời %q", a.ID), a.Office, j.within(a.Period))
	})
	j.eachRule(func(r *content.Rule) {
		sent(r, fmt.Sprintf("quy tắc %q", r.ID), r.Office, j.within(r.Period))
	})
}
