// Package check judges a content library that already loads: whether every
// figure comes from a fact, every text can be said on every day it holds, fits
// an SMS, is plain, and whether the rules decide their own tests as written.
//
// It stands apart from package content because it needs what a library itself
// must not: the counting of SMS, and an opinion on wording. Every judgement is
// one function in the list below and says what is wrong and what to do; none
// of them corrects anything.
package check

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"tinban/content"
	"tinban/eligibility"
)

// judgements is everything that is held against a library, in reading order.
// What stands together is done one after another, by one processor.
var judgements = [][]func(*judge){
	// What is typed.
	{typedDigits, numberWords, dung, readsOpposite, hardWords, longSentences, missingForm},
	// What is said, day by day; who looked at it.
	{references, saidFacts, derivedFigures, halls, offices, succession, reviews, stamps},
	// What has to fit.
	{titles, options, answerBudget, verdictBudget, questionBudget},
	// What the three voices of an answer say, and when.
	{aloud, voicesAgree, households, closed, answerGaps, answerStart},
	// Which answer of a label is meant.
	{variants, choices},
	// What the rules decide.
	{grounds, ruleFacts, ownFigures, verdictWords, reasons, outcomes, shortFigures, amounts, ruleTests, testedCriteria},
	// What teaches the reader.
	{exampleLines, exampleTwice, nearTwins},
	// What other languages make of it.
	{translations},
}

// Run judges a library and the lines that teach the reader. What hangs on
// today's date is for Overdue to say, so that Run says the same every day.
func Run(l *content.Library, examples []content.Example) content.Problems {
	first := newJudge(l, examples)
	first.texts = collect(first)
	judges := make([]*judge, len(judgements))
	var wg sync.WaitGroup
	for i, together := range judgements {
		j := newJudge(l, examples)
		j.texts, judges[i] = first.texts, j
		wg.Go(func() {
			for _, judgement := range together {
				judgement(j)
			}
		})
	}
	wg.Wait()
	var found content.Problems
	for _, j := range judges {
		found = append(found, j.found...)
	}
	return sorted(found)
}

func newJudge(l *content.Library, examples []content.Example) *judge {
	return &judge{
		lib: l, examples: examples, edges: edgesOf(l),
		longest: map[eligibility.Date]string{}, walked: map[*content.Rule]*walk{}, turns: map[string][]eligibility.Date{},
	}
}

// judge holds what the judgements share.
type judge struct {
	lib      *content.Library
	examples []content.Example
	edges    []eligibility.Date // days on which something begins or has ended
	texts    []saying
	plains   []string                    // the words of the texts, as far as they were needed
	longest  map[eligibility.Date]string // commune with the longest name
	walked   map[*content.Rule]*walk
	turns    map[string][]eligibility.Date // days on which what a reference names changes
	found    content.Problems
}

// placed is a record that knows where it stands.
type placed interface {
	Place() (file string, line int)
}

func (j *judge) add(at placed, format string, args ...any) {
	file, line := at.Place()
	j.found = append(j.found, content.Problem{File: file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// sorted orders problems by place and says each once.
func sorted(ps content.Problems) content.Problems {
	slices.SortStableFunc(ps, func(a, b content.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(ps)
}
