package eligibility

import (
	"math"
	"slices"
)

// priorSlack is how far the priors of a question may be from summing to 1.
const priorSlack = 0.005

func (v *validator) question(q *Question) {
	if q == nil {
		v.add(PartQuestion, "", "để trống: viết vào hoặc bỏ đi")
		return
	}
	if q.ID == "" {
		v.add(PartQuestion, "", "không có mã: ghi mã")
	} else if v.questions[q.ID] != nil {
		v.add(PartQuestion, q.ID, "ghi hai lần: bỏ một")
	}
	v.questions[q.ID] = q
	if math.IsNaN(q.Cost) || math.IsInf(q.Cost, 0) || q.Cost < 0 {
		v.add(PartQuestion, q.ID, "cost là %v: ghi số lớn hơn 0, hoặc bỏ đi", q.Cost)
	}
	if len(q.Options) < 2 {
		v.add(PartQuestion, q.ID, "có %d lựa chọn: cần ít nhất hai", len(q.Options))
	}
	v.options(q)
	v.kind(q)
}

func (v *validator) options(q *Question) {
	sum, seen := 0.0, map[string]bool{}
	for _, o := range q.Options {
		if o.Key == "" {
			v.add(PartQuestion, q.ID, "có lựa chọn không có key: ghi key")
		} else if seen[o.Key] {
			v.add(PartQuestion, q.ID, "hai lựa chọn cùng key %q: đổi tên một", o.Key)
		}
		seen[o.Key] = true
		if math.IsNaN(o.Prior) || o.Prior < 0 || o.Prior > 1 {
			v.add(PartQuestion, q.ID, "prior của %q là %v: ghi số từ 0 đến 1", o.Key, o.Prior)
		}
		sum += o.Prior
	}
	if math.IsNaN(sum) || math.Abs(sum-1) > priorSlack {
		v.add(PartQuestion, q.ID, "các prior cộng lại là %.3g: sửa cho tròn 1", sum)
	}
}

func (v *validator) kind(q *Question) {
	switch q.Kind {
	case "", KindChoice:
		return
	case KindCommune:
	default:
		v.add(PartQuestion, q.ID, "kind là %q: ghi %q hoặc %q", q.Kind, KindChoice, KindCommune)
		return
	}
	for _, key := range []string{Inside, Outside} {
		if !hasOption(q, key) {
			v.add(PartQuestion, q.ID, "câu hỏi về xã cần lựa chọn %q: thêm vào", key)
		}
	}
	for _, o := range q.Options {
		if o.Unknown == (o.Key == Inside || o.Key == Outside) {
			v.add(PartQuestion, q.ID, "câu hỏi về xã chỉ có %q, %q và các lựa chọn chưa rõ: xem lại %q", Inside, Outside, o.Key)
		}
	}
	for id, other := range v.questions {
		if other.Kind == KindCommune && id != q.ID {
			v.add(PartQuestion, q.ID, "quy tắc còn câu hỏi về xã khác là %q: giữ một câu", id)
		}
	}
}

func hasOption(q *Question, key string) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Key == key })
}

// criterion checks c and what is below it.
func (v *validator) criterion(c *Criterion, depth int) {
	if c == nil {
		v.add(PartCriterion, "", "để trống: viết vào hoặc bỏ đi")
		return
	}
	v.nodes++
	if v.nodes == maxNodes+1 {
		v.add(PartRule, v.rule.ID, "có hơn %d điều kiện: chia ra", maxNodes)
	}
	if depth > maxDepth || v.nodes > maxNodes {
		if depth > maxDepth {
			v.add(PartCriterion, c.ID, "lồng nhau sâu hơn %d lớp: xem nó có chứa chính nó không", maxDepth)
		}
		return
	}
	if n := shapes(c); n != 1 {
		v.add(PartCriterion, c.ID, "có %d trong các mục question, all, any, not: chỉ ghi một", n)
	}
	if c.When != nil {
		v.leaf(c.ID, c.When)
	}
	for _, kid := range slices.Concat(c.All, c.Any) {
		v.criterion(kid, depth+1)
	}
	if c.Not != nil {
		v.criterion(c.Not, depth+1)
	}
}

func (v *validator) leaf(id string, w *When) {
	if id == "" {
		v.add(PartCriterion, "", "điều kiện cần câu hỏi %q không có mã: ghi mã", w.Question)
	} else if slices.Contains(v.leaves, id) {
		v.add(PartCriterion, id, "mã này đã có: chọn mã khác")
	}
	v.leaves = append(v.leaves, id)
	v.used[w.Question] = true
	q := v.questions[w.Question]
	if q == nil {
		v.add(PartCriterion, id, "cần câu hỏi %q mà quy tắc không có: thêm câu hỏi hoặc sửa tên", w.Question)
		return
	}
	if len(w.Met) == 0 && len(w.Unmet) == 0 {
		v.add(PartCriterion, id, "không lựa chọn nào làm nó đạt hay không đạt: ghi lựa chọn vào met hoặc unmet")
	}
	v.list(id, q, w.Met, nil)
	v.list(id, q, w.Unmet, w.Met)
}

// list checks one list of options; other is the list they must not be in too.
func (v *validator) list(id string, q *Question, keys, other []string) {
	for i, key := range keys {
		at := slices.IndexFunc(q.Options, func(o Option) bool { return o.Key == key })
		switch {
		case at < 0:
			v.add(PartCriterion, id, "%q không phải lựa chọn của %s: sửa key", key, q.ID)
		case q.Options[at].Unknown:
			v.add(PartCriterion, id, "%q nghĩa là chưa rõ, không quyết được gì: bỏ đi", key)
		case slices.Contains(keys[:i], key):
			v.add(PartCriterion, id, "%q ghi hai lần: bỏ một", key)
		case slices.Contains(other, key):
			v.add(PartCriterion, id, "%q nằm ở cả met và unmet: chọn một", key)
		}
	}
}
