package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"tinban/bot"
)

// inScope counts lines that should be answered.
type inScope struct {
	N       int `json:"n"`
	Right   int `json:"right"`   // answered at once with the label
	Offered int `json:"offered"` // asked back with it among the choices
	Missed  int `json:"missed"`  // asked back without it
	Wrong   int `json:"wrong"`   // answered at once with another
	Unknown int `json:"unknown"`
}

// outOfScope counts lines that should be refused.
type outOfScope struct {
	N         int `json:"n"`
	Refused   int `json:"refused"`
	Right     int `json:"right"` // answered with a label that is also fine
	AskedBack int `json:"asked_back"`
	Wrong     int `json:"wrong"`
}

// confusion is one label taken for another: answered with it at once, or offered
// it first.
type confusion struct {
	Label  string `json:"label"`
	Got    string `json:"got"`
	N      int    `json:"n"`
	AtOnce int    `json:"at_once"`
}

// lineResult is what became of one line; its text is left out.
type lineResult struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Kind    string `json:"kind"`
	Got     string `json:"got"`
	Fine    bool   `json:"fine"`    // answered, or refused, as it should be
	Offered bool   `json:"offered"` // asked back with the right choice
}

type fileCounts struct {
	InScope    inScope             `json:"in_scope"`
	OutOfScope outOfScope          `json:"out_of_scope"`
	Families   map[string]*inScope `json:"families"`
	Labels     map[string]*inScope `json:"labels"`
	Confused   []confusion         `json:"confused"` // the most frequent first
	Lines      []lineResult        `json:"lines"`
}

// count adds one line and what became of it.
func (c *fileCounts) count(l evalLine, o bot.Outcome) {
	kind, ok := verdictKind(o), append([]string{l.Label}, l.AlsoOK...)
	c.note(l, o, kind, ok)
	if l.Label == outOfScopeLabel {
		c.OutOfScope.count(kind, slices.Contains(l.AlsoOK, baseLabel(o.Label)))
		return
	}
	offered := slices.ContainsFunc(o.Choices, func(f bot.Offer) bool { return slices.Contains(ok, baseLabel(f.Label)) })
	for _, s := range []*inScope{&c.InScope, at(c.Families, l.Family), at(c.Labels, l.Label)} {
		s.count(kind, slices.Contains(ok, baseLabel(o.Label)), offered)
	}
}

// note keeps what became of the line, and which label it was taken for.
func (c *fileCounts) note(l evalLine, o bot.Outcome, kind string, ok []string) {
	r := lineResult{ID: l.ID, Label: l.Label, Kind: kind, Got: baseLabel(o.Label)}
	if kind == bot.KindAskBack && len(o.Choices) > 0 {
		r.Got = baseLabel(o.Choices[0].Label)
	}
	if kind == bot.KindUnknown {
		r.Got = outOfScopeLabel
	}
	offered := slices.ContainsFunc(o.Choices, func(f bot.Offer) bool { return slices.Contains(ok, baseLabel(f.Label)) })
	r.Fine = kind != bot.KindAskBack && slices.Contains(ok, r.Got)
	r.Offered = kind == bot.KindAskBack && offered
	c.Lines = append(c.Lines, r)
	if slices.Contains(ok, r.Got) {
		return
	}
	i := slices.IndexFunc(c.Confused, func(f confusion) bool { return f.Label == l.Label && f.Got == r.Got })
	if i < 0 {
		i = len(c.Confused)
		c.Confused = append(c.Confused, confusion{Label: l.Label, Got: r.Got})
	}
	c.Confused[i].N++
	if kind == bot.KindAnswer {
		c.Confused[i].AtOnce++
	}
	slices.SortStableFunc(c.Confused, func(a, b confusion) int { return cmp.Or(b.N-a.N, b.AtOnce-a.AtOnce) })
}

// baseLabel is the label of an answer's id: "label/variant" is one of the label's.
func baseLabel(id string) string {
	label, _, _ := strings.Cut(id, "/")
	return label
}

func at(m map[string]*inScope, key string) *inScope {
	if m[key] == nil {
		m[key] = &inScope{}
	}
	return m[key]
}

func (s *inScope) count(kind string, right, offered bool) {
	s.N++
	switch {
	case kind == bot.KindUnknown:
		s.Unknown++
	case kind == bot.KindAskBack && offered:
		s.Offered++
	case kind == bot.KindAskBack:
		s.Missed++
	case right:
		s.Right++
	default:
		s.Wrong++
	}
}

func (s *outOfScope) count(kind string, right bool) {
	s.N++
	switch {
	case kind == bot.KindUnknown:
		s.Refused++
	case kind == bot.KindAskBack:
		s.AskedBack++
	case right:
		s.Right++
	default:
		s.Wrong++
	}
}

// shown is how many confusions are printed.
const shown = 10

func printConfusions(out io.Writer, c *fileCounts) {
	for i, f := range c.Confused {
		if i == shown {
			break
		}
		fmt.Fprintf(out, "  confused: %-28s taken for %-28s %3d, at once %2d\n", f.Label, f.Got, f.N, f.AtOnce)
	}
}
