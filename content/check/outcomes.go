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
			of := fmt.Sprintf("rule %q, result %d", r.ID, i+1)
			if len(o.Options) == 0 {
				j.add(r, "%s is for no answer: name its options", of)
			}
			for _, key := range o.Options {
				if !hasOption(r, o.Question, key) {
					j.add(r, "%s is for %q, which is no option of %q: correct it", of, key, o.Question)
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
			j.add(r, "%s is for %s and speaks of %s: correct its options or its words", of, list(o.Options), list(keys))
		}
		for _, ref := range content.References(text) {
			id, ok := factOf(ref)
			if versions := j.lib.Facts[id]; ok && len(versions) > 0 {
				if keys := others(versions[len(versions)-1].Statement); len(keys) > 0 {
					j.add(r, "%s is for %s and says fact %q, which is about %s: say the one that is about them", of, list(o.Options), id, list(keys))
				}
			}
		}
	}
}

// named lists the options a text speaks of, by their label or other wordings.
// Of two that overlap the longer one counts: "hộ cận nghèo" names no poor one.
func named(q *content.Question, text string) (keys []string) {
	phrases := map[string]string{}
	for _, o := range q.Options {
		for _, phrase := range append(strings.Split(content.WithoutReferences(o.Label), ","), o.Words...) {
			phrase = onlyWords(phrase)
			if names(phrase) {
				phrases[phrase] = o.Key
			}
		}
	}
	text = onlyWords(content.WithoutReferences(text))
	longest := slices.SortedFunc(maps.Keys(phrases), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	for _, phrase := range longest {
		if strings.Contains(text, phrase) {
			text = strings.ReplaceAll(text, phrase, " "+gapMark+" ")
			keys = append(keys, phrases[phrase])
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
				j.add(r, "rule %q has a result for other answers to %q and none for %q: write it, or add the option to one", r.ID, id, o.Key)
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
						j.add(r, "rule %q, criterion %q says fact %q and does not rest on it: add it to \"facts:\" or correct the text", r.ID, c.ID, id)
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
					j.add(r, "%s: the short text says {%s} and the long one another fact or none: say the same in both", of, ref)
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
