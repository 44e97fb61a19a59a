package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// step is a place in a check: a question with where each answer leads, or,
// without a question, a verdict. Ways that go on alike share their step.
type step struct {
	number   int // from 1, in an order in which ways only lead on; 0 for a verdict
	depth    int // the most questions asked before
	question *content.Question
	branches []branch
	verdict  eligibility.Verdict
	redirect string
	likely   bool // some answers from here lead to likely
}

// branch is the answers that lead to one step.
type branch struct {
	answers []string
	to      *step
}

// walk follows the engine through every answer. It asks the engine alone, so
// that what is shown is what happens.
type walk struct {
	*sheet
	known map[string]*step
}

// steps returns the first step of a check that begins with nothing known.
func (s *sheet) steps() *step {
	w := walk{s, map[string]*step{}}
	return w.from(eligibility.Case{On: s.shown, Tables: s.lib})
}

func (w *walk) from(c eligibility.Case) *step {
	id, ok := w.rule.Compiled.Next(c)
	if !ok {
		res := w.rule.Compiled.Evaluate(c)
		return w.share(step{verdict: res.Verdict, redirect: res.Redirect, likely: res.Verdict == eligibility.Likely})
	}
	out := step{question: w.lib.Questions[id]}
	for _, a := range w.answers(out.question, c) {
		to := w.from(a.then)
		out.likely = out.likely || to.likely
		i := slices.IndexFunc(out.branches, func(b branch) bool { return b.to == to })
		if i < 0 {
			out.branches = append(out.branches, branch{to: to})
			i = len(out.branches) - 1
		}
		out.branches[i].answers = append(out.branches[i].answers, a.labels...)
	}
	return w.share(out)
}

// share returns the one step that goes on like s.
func (w *walk) share(s step) *step {
	key := fmt.Sprint(s.verdict, s.redirect)
	if s.question != nil {
		key = s.question.ID
		for _, b := range s.branches {
			key += fmt.Sprintf(" %q>%p", b.answers, b.to)
		}
	}
	if w.known[key] == nil {
		w.known[key] = &s
	}
	return w.known[key]
}

// reply is answers that the rule cannot tell apart, and the case after them.
type reply struct {
	labels []string
	then   eligibility.Case
}

func (w *walk) answers(q *content.Question, c eligibility.Case) (out []reply) {
	seen := map[string]int{}
	for _, o := range q.Options {
		if q.Kind == eligibility.KindCommune && o.Key == eligibility.Inside {
			out = append(out, w.places(w.label(o), c)...)
			continue
		}
		then := c
		then.Answers = maps.Clone(c.Answers)
		if then.Answers == nil {
			then.Answers = map[string]string{}
		}
		then.Answers[q.ID] = o.Key
		read := w.reading(q.ID, o.Key)
		i, ok := seen[read]
		if !ok {
			i = len(out)
			seen[read] = i
			out = append(out, reply{then: then})
		}
		out[i].labels = append(out[i].labels, w.label(o))
	}
	return out
}

// reading is what the criteria make of one answer.
func (w *walk) reading(question, option string) (key string) {
	res := w.rule.Compiled.Evaluate(eligibility.Case{Answers: map[string]string{question: option}, On: w.shown})
	for _, s := range res.Steps {
		if s.Question == question {
			key += s.Truth.String() + " "
		}
	}
	return key
}

// places are the answers to the commune question that lie inside: one, or one
// for each way the gates take the communes.
func (w *walk) places(label string, c eligibility.Case) (out []reply) {
	names := map[string][]string{}
	var order []string
	for _, id := range w.lib.Communes(w.shown) {
		read := ""
		for _, g := range w.rule.Gates {
			read += w.passes(g, id).String() + " "
		}
		if names[read] == nil {
			order = append(order, read)
			then := c
			then.Commune = id
			out = append(out, reply{then: then})
		}
		names[read] = append(names[read], w.lib.Commune(id).Name)
	}
	for i, read := range order {
		out[i].labels = []string{label + ": " + strings.Join(names[read], ", ")}
	}
	if len(out) == 1 {
		out[0].labels = []string{label}
	}
	return out
}

// inOrder numbers the questions so that every way leads to a higher number,
// the first answers first, and returns them.
func (s *step) inOrder() []*step {
	var out []*step
	seen := map[*step]bool{}
	var visit func(*step)
	visit = func(s *step) {
		if s.question == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, b := range slices.Backward(s.branches) {
			visit(b.to)
		}
		out = append(out, s)
	}
	visit(s)
	slices.Reverse(out)
	for i, s := range out {
		s.number = i + 1
		for _, b := range s.branches {
			b.to.depth = max(b.to.depth, s.depth+1)
		}
	}
	return out
}

// addSteps shows the way through the questions, and how long it is.
func (s *sheet) addSteps(t *twig) {
	root := s.steps()
	all := root.inOrder()
	kid := t.add("Hỏi: %s", s.length(all))
	if root.question == nil {
		kid.add("→ %s", root.leads())
	}
	for _, st := range all {
		q := kid.add("%s", s.title(st))
		if note := st.note(root); note != "" {
			q.text += " (" + note + ")"
		}
		for _, b := range st.branches {
			q.add("%s → %s", strings.Join(b.answers, "; "), b.to.leads())
		}
	}
}

// title is a question with its number.
func (s *sheet) title(st *step) string {
	return fmt.Sprintf("Bước %d. %s", st.number, s.say(st.question.Ask, s.shown))
}

// length says how many questions there are to answer.
func (s *sheet) length(all []*step) string {
	if len(all) == 0 {
		return "không câu nào"
	}
	longest := 0
	for _, st := range all {
		longest = max(longest, st.depth+1)
	}
	mean := s.rule.Compiled.Expected(eligibility.Case{On: s.shown, Tables: s.lib})
	return fmt.Sprintf("trung bình %s câu, nhiều nhất %d câu (tỉ lệ trả lời là ước chừng, chỉ để xếp thứ tự)", decimal(mean, 2), longest)
}

func (s *step) leads() string {
	switch {
	case s.question != nil:
		return fmt.Sprintf("bước %d", s.number)
	case s.redirect != "":
		return verdictWords[s.verdict] + ": " + s.redirect
	}
	return verdictWords[s.verdict]
}

// note says what can no longer be reached: why a question comes up twice.
func (s *step) note(root *step) string {
	if root.likely && !s.likely {
		return "từ đây không còn \"có khả năng\""
	}
	return ""
}
