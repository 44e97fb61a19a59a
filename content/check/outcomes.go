package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/content"
)

// outcomes looks whether the sentences of a rule that are for one answer go to
// who gave it: a near-poor family must not be told the loan of a poor one.
func outcomes(j *judge) {
	j.eachRule(func(r *content.Rule) {
		for i := range r.Results {
			o := &r.Results[i]
			of := fmt.Sprintf("quy tắc %q, câu thêm %d", r.ID, i+1)
			if len(o.Options) == 0 {
				j.add(r, "%s không dành cho lựa chọn nào: ghi \"options:\"", of)
			}
			for _, key := range o.Options {
				if !hasOption(r, o.Question, key) {
					j.add(r, "%s dành cho %q, mà câu hỏi %q không có lựa chọn ấy: sửa lại", of, key, o.Question)
				}
			}
			j.spokenOf(r, o, of)
		}
		j.left(r)
	})
}

// spokenOf finds a sentence, or a fact in it, that is about others.
func (j *judge) spokenOf(r *content.Rule, o *content.Outcome, of string) {
	q := j.lib.Questions[o.Question]
	if q == nil || len(o.Options) == 0 {
		return
	}
	others := func(text string) []string {
		keys := named(q, text)
		if slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(o.Options, key) }) {
			return nil
		}
		return keys
	}
	for _, text := range []string{o.Long, o.Short} {
		if keys := others(text); len(keys) > 0 {
			j.add(r, "%s dành cho %s mà nói về %s: sửa options hoặc sửa lời", of, list(o.Options), list(keys))
		}
		for _, ref := range content.References(text) {
			id, ok := factOf(ref)
			if versions := j.lib.Facts[id]; ok && len(versions) > 0 {
				if keys := others(versions[len(versions)-1].Statement); len(keys) > 0 {
					j.add(r, "%s dành cho %s mà nói dữ kiện %q, là dữ kiện về %s: nói dữ kiện của họ", of, list(o.Options), id, list(keys))
				}
			}
		}
	}
}

// named lists the options a text speaks of.
func named(q *content.Question, text string) []string { return wordingsOf(q).in(text) }

// wordings is what the options of a question are called, the longest first.
type wordings struct {
	phrases []string
	key     map[string]string
}

func wordingsOf(q *content.Question) wordings {
	w := wordings{key: map[string]string{}}
	for _, o := range q.Options {
		for _, phrase := range append(strings.Split(content.WithoutReferences(o.Label), ","), o.Words...) {
			phrase = onlyWords(phrase)
			if names(phrase) {
				w.key[phrase] = o.Key
			}
		}
	}
	w.phrases = slices.SortedFunc(maps.Keys(w.key), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	return w
}

// in lists the options a text speaks of, by their label or other wordings. Of
// two that overlap the longer one counts: "hộ cận nghèo" names no poor one.
func (w wordings) in(text string) (keys []string) {
	text = onlyWords(content.WithoutReferences(text))
	for _, phrase := range w.phrases {
		if strings.Contains(text, phrase) {
			text = strings.ReplaceAll(text, phrase, " "+gapMark+" ")
			keys = append(keys, w.key[phrase])
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// names tells the name of something from a mere reply.
func names(phrase string) bool {
	words := strings.Fields(phrase)
	return len(words) > 1 && !slices.Contains([]string{"có", "không", "chưa", "dạ", "rồi"}, words[0])
}

// left finds answers that may lead to likely and are told nothing while others
// are. One sentence that names who it is for may stand alone.
func (j *judge) left(r *content.Rule) {
	told, general := map[string][]string{}, map[string]bool{}
	for _, o := range r.Results {
		told[o.Question] = append(told[o.Question], o.Options...)
		if q := j.lib.Questions[o.Question]; q != nil && len(named(q, o.Long)) == 0 {
			general[o.Question] = true
		}
	}
	for _, id := range sortedKeys(told) {
		if len(told[id]) < 2 && !general[id] {
			continue
		}
		for _, o := range optionsOf(r, id) {
			if wanted(r, id, o.Key) && !slices.Contains(told[id], o.Key) {
				j.add(r, "quy tắc %q có câu results cho các lựa chọn khác của %q mà thiếu cho %q: viết thêm, hoặc thêm lựa chọn ấy vào một câu", r.ID, id, o.Key)
			}
		}
	}
}

// wanted reports whether an answer is met wherever it must be.
func wanted(r *content.Rule, question, key string) bool {
	met, missed := false, false
	each(r.Criteria, func(c *content.Criterion) {
		met = met || (c.Question == question && slices.Contains(c.Met, key))
	})
	for i := range r.Criteria {
		c := &r.Criteria[i]
		missed = missed || (c.Question == question && !slices.Contains(c.Met, key))
	}
	return met && !missed
}

// ownFigures looks whether what a condition says is what it rests on.
func ownFigures(j *judge) {
	j.eachRule(func(r *content.Rule) {
		each(r.Criteria, func(c *content.Criterion) {
			for _, text := range []string{c.Label, c.SayUnmet.Long, c.SayUnmet.Short, c.SayUnknown.Long, c.SayUnknown.Short} {
				for _, ref := range content.References(text) {
					if id, ok := factOf(ref); ok && !slices.Contains(c.Facts, id) {
						j.add(r, "quy tắc %q, điều kiện %q nói dữ kiện %q mà không dựa vào nó: thêm vào \"facts:\", hoặc sửa lời", r.ID, c.ID, id)
					}
				}
			}
		})
	})
}

// shortFigures looks whether the two lengths of a rule's words say figures of
// the same facts: with two rates in hand one of them must be wrong.
func shortFigures(j *judge) {
	j.eachRule(func(r *content.Rule) {
		words := wordsOf(r)
		for _, of := range sortedKeys(words) {
			long := content.References(words[of].Long)
			for _, ref := range content.References(words[of].Short) {
				if stray(ref, long) {
					j.add(r, "%s: bản ngắn nói {%s} còn bản dài nói dữ kiện khác hoặc không nói: viết hai bản như nhau", of, ref)
				}
			}
		}
	})
}

// stray reports whether a figure of the short text is one of a fact the long
// text does not know, or stands for one it takes from another fact.
func stray(ref string, long []string) bool {
	id, ok := factOf(ref)
	if !ok || slices.Contains(long, ref) {
		return false
	}
	known, key := false, ref[strings.LastIndex(ref, ".")+1:]
	for _, other := range long {
		of, isFact := factOf(other)
		if isFact && of != id && strings.HasSuffix(other, "."+key) {
			return true
		}
		known = known || of == id
	}
	return !known
}
