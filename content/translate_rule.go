package content

import (
	"maps"
	"slices"
)

func rulesIn(l *Library, t *translation) map[string][]*Rule {
	out := map[string][]*Rule{}
	known := map[version]bool{}
	for programme, versions := range l.Rules {
		for _, r := range versions {
			c := *r
			v := version{r.ID, r.From.Date}
			known[v] = true
			if tr := t.rules[v]; tr != nil {
				// What a translation lacks, check finds; what it has too much of is
				// a sentence somebody dropped from the rule, or put in another order.
				if len(tr.Results) > len(r.Results) || len(tr.NotAsked) > len(r.NotAsked) {
					l.report(tr.at, "quy tắc %q có %d câu results và %d câu not_asked, bản dịch có %d và %d: dịch từng câu, theo thứ tự",
						r.ID, len(r.Results), len(r.NotAsked), len(tr.Results), len(tr.NotAsked))
				}
				mergeRule(&c, tr)
			}
			out[programme] = append(out[programme], &c)
		}
	}
	for v, tr := range t.rules {
		if !known[v] {
			l.report(tr.at, "bản dịch này dịch quy tắc %q từ %s, mà không có bản ấy: sửa mã hoặc \"from:\"", v.id, v.from)
		}
	}
	return out
}

func (w *Words) or(to Words) {
	or(&w.Long, to.Long)
	or(&w.Short, to.Short)
}

func mergeRule(own, to *Rule) {
	or(&own.Title, to.Title)
	own.Benefit.or(to.Benefit)
	own.NextStep.or(to.NextStep)
	own.at = to.at
	own.Verdicts = maps.Clone(own.Verdicts)
	for v, words := range own.Verdicts {
		words.or(to.Verdicts[v])
		own.Verdicts[v] = words
	}
	own.Gates = slices.Clone(own.Gates)
	for i := range own.Gates {
		for _, g := range to.Gates {
			if g.ID == own.Gates[i].ID {
				own.Gates[i].Say.or(g.Say)
			}
		}
	}
	// Sentences without an id are translated in their order.
	own.Results, own.NotAsked = slices.Clone(own.Results), slices.Clone(own.NotAsked)
	for i := range min(len(own.Results), len(to.Results)) {
		own.Results[i].or(to.Results[i].Words)
	}
	for i := range min(len(own.NotAsked), len(to.NotAsked)) {
		own.NotAsked[i].or(to.NotAsked[i])
	}
	own.Criteria = mergeCriteria(own.Criteria, to.Criteria)
}

// mergeCriteria finds a criterion's translation by its id, however deep the
// own one lies.
func mergeCriteria(own, to []Criterion) []Criterion {
	own = slices.Clone(own)
	for i := range own {
		c := &own[i]
		for _, tr := range to {
			if tr.ID == c.ID {
				or(&c.Label, tr.Label)
				c.SayUnmet.or(tr.SayUnmet)
				c.SayUnknown.or(tr.SayUnknown)
			}
		}
		c.Any, c.All = mergeCriteria(c.Any, to), mergeCriteria(c.All, to)
		if c.Not != nil {
			not := mergeCriteria([]Criterion{*c.Not}, to)[0]
			c.Not = &not
		}
	}
	return own
}
