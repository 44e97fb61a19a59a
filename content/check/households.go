package check

import (
	"slices"
	"strings"

	"tinban/content"
)

// householdQuestion asks which list a household is on. Most figures are for
// one of its answers and not for the next.
const householdQuestion = "dien_ho"

// households looks whether a figure stands behind the households it is for:
// "cận nghèo" before the rate of a poor one is a family told the wrong rate.
// Who a fact is for, its statement says; where either side names nobody there
// is nothing to hold.
func households(j *judge) {
	q := j.lib.Questions[householdQuestion]
	if q == nil {
		return
	}
	about, called := map[string][]string{}, wordingsOf(q)
	j.eachFact(func(f *content.Fact) { about[f.ID] = called.in(f.Statement) })
	j.eachAnswer(func(a *content.Answer) {
		for _, voice := range []struct{ name, text string }{{"bản dài", a.Long}, {"bản ngắn", a.Short}, {"bản loa", a.Loud}} {
			for _, sentence := range sentences(voice.text) {
				for _, ref := range content.References(sentence) {
					id, _ := factOf(ref)
					if len(about[id]) == 0 {
						continue
					}
					who := spokenTo(called, sentence, ref)
					forThem := func(key string) bool { return slices.Contains(about[id], key) }
					if len(who) > 0 && !slices.ContainsFunc(who, forThem) {
						j.add(a, "câu trả lời %q, %s: nói với %s mà {%s} là con số của %s: nói con số của họ, hoặc sửa lời",
							a.ID, voice.name, list(who), ref, list(about[id]))
					}
				}
			}
		}
	})
}

// spokenTo is the households named before a figure: since the last figure or
// semicolon, or else in the sentence so far.
func spokenTo(called wordings, sentence, ref string) []string {
	before, _, _ := strings.Cut(sentence, "{"+ref+"}")
	if who := called.in(before[strings.LastIndexAny(before, ";}")+1:]); len(who) > 0 {
		return who
	}
	return called.in(before)
}
