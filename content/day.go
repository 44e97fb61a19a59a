package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tinban/eligibility"
)

// AnswerOn returns the version of an answer that holds on a day, or nil.
func (l *Library) AnswerOn(id string, on eligibility.Date) *Answer {
	for _, a := range l.Answers[id] {
		if a.Holds(on) {
			return a
		}
	}
	return nil
}

// RuleOn returns the version of a programme that holds on a day. When none
// does it returns the last one that held before: the engine's verdict on it
// is "ended".
func (l *Library) RuleOn(programme string, on eligibility.Date) *Rule {
	var last *Rule
	for _, r := range l.Rules[programme] {
		if r.Holds(on) {
			return r
		}
		if !r.To.IsZero() && r.To.Before(on) {
			last = r
		}
	}
	return last
}

// OfficeOn follows successors to the office that exists on a day, or nil.
func (l *Library) OfficeOn(id string, on eligibility.Date) *Office {
	for range l.Offices {
		o := l.Offices[id]
		if o == nil || o.Holds(on) {
			return o
		}
		id = o.Successor
	}
	return nil
}

// CommuneOn follows successors to the commune that exists on a day, or nil.
// Before its first day a commune answers for itself: people use new names for
// old places too.
func (l *Library) CommuneOn(id string, on eligibility.Date) *Commune {
	for range l.communes {
		c := l.communes[id]
		if c == nil || c.To.IsZero() || !c.To.Before(on) {
			return c
		}
		id = c.Successor
	}
	return nil
}

// Label returns a label by id, or nil.
func (l *Library) Label(id string) *Label { return l.labels[id] }

// Group returns a topic by id, or nil.
func (l *Library) Group(id string) *Group {
	for _, g := range l.Groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// Lookup implements eligibility.Tables.
func (l *Library) Lookup(table, commune string, on eligibility.Date) eligibility.Truth {
	t := l.Tables[table]
	if t == nil {
		return eligibility.Unknown
	}
	for _, row := range t.Rows {
		if row.Holds(on) && (row.Commune == "" || row.Commune == commune) {
			if row.Value {
				return eligibility.Met
			}
			return eligibility.Unmet
		}
	}
	return eligibility.Unknown
}

// Communes implements eligibility.Lister: the communes there are on a day.
func (l *Library) Communes(on eligibility.Date) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(l.communes)) {
		if l.communes[id].Holds(on) {
			out = append(out, id)
		}
	}
	return out
}

// Commune returns a commune of any generation by id, or nil.
func (l *Library) Commune(id string) *Commune { return l.communes[id] }

// PlaceName is one way to write a commune.
type PlaceName struct{ ID, Text string }

// PlaceNames lists every name of every generation of communes, by id.
func (l *Library) PlaceNames() []PlaceName {
	var out []PlaceName
	for _, id := range slices.Sorted(maps.Keys(l.communes)) {
		c := l.communes[id]
		out = append(out, PlaceName{id, c.Name})
		for _, other := range c.Other {
			out = append(out, PlaceName{id, other})
		}
	}
	return out
}

// Stamp is the fingerprint of what a fact says. It is written beside the
// review, so that a fact changed since it was reviewed is found.
func (f *Fact) Stamp() string {
	h := sha256.New()
	fmt.Fprintln(h, f.ID, f.Statement, f.Doc, f.Section, f.From, f.To, f.Confidence, f.Use)
	for _, k := range slices.Sorted(maps.Keys(f.Values)) {
		fmt.Fprintln(h, k, f.Values[k])
	}
	for _, k := range slices.Sorted(maps.Keys(f.Derived)) {
		d := f.Derived[k]
		fmt.Fprintln(h, k, d.Value, strings.Join(d.From, ","), d.How)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
