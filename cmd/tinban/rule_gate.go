package main

import (
	"fmt"
	"strings"

	"tinban/content"
	"tinban/eligibility"
)

// addGates shows what the rule reads and never asks, and the review, which
// every rule with a date of review has.
func (s *sheet) addGates(t *twig) {
	for _, g := range s.rule.Gates {
		s.addGate(t, g)
	}
	for _, g := range s.rule.Compiled.Gates {
		if g.ID != content.ReviewGate {
			continue
		}
		kid := t.add("Xem lại: %s, ngày %s", s.rule.Reviewed.By, vnDay(s.rule.Reviewed.On.Date))
		if g.To.Before(s.day) {
			kid.add("quá hạn từ sau ngày %s: %s", vnDay(g.To), effect(content.Effect(g.OnFail)))
		} else {
			kid.add("phải xem lại chậm nhất ngày %s", vnDay(g.To))
		}
	}
	t.add("Thời gian của bản này: ngoài thời gian thì %q", verdictWords[eligibility.Ended])
}

var passWords = map[eligibility.Truth]string{
	eligibility.Met: "qua", eligibility.Unmet: "không qua", eligibility.Unknown: "chưa biết",
}

func (s *sheet) addGate(t *twig, g content.Gate) {
	kid := t.add("%s: %s", g.ID, gateWords(g))
	places := map[eligibility.Truth][]string{}
	for _, id := range s.lib.Communes(s.shown) {
		truth := s.passes(g, id)
		places[truth] = append(places[truth], s.lib.Commune(id).Name)
	}
	for _, truth := range []eligibility.Truth{eligibility.Met, eligibility.Unmet, eligibility.Unknown} {
		switch {
		case len(places) > 1 && len(places[truth]) > 0:
			kid.add("ngày %s: %s ở %s", vnDay(s.shown), passWords[truth], strings.Join(places[truth], ", "))
		case len(places) < 2 && s.passes(g, s.anyCommune()) == truth:
			kid.add("ngày %s: %s", vnDay(s.shown), passWords[truth])
		}
	}
	kid.add("không qua thì: %s", effect(g.OnFail))
	if g.Table != "" {
		kid.add("chưa biết thì: %s", effect(g.OnUnknown))
	}
	if len(g.Basis) > 0 {
		kid.add("căn cứ: %s", s.sources(g.Basis))
	}
	// What it says is written for the days on which it does not pass.
	if len(places[eligibility.Met]) == 0 && g.Say.Long != "" {
		kid.add("nói với bà con: %s", s.say(g.Say.Long, s.shown))
	}
}

func (s *sheet) anyCommune() string {
	if all := s.lib.Communes(s.shown); len(all) > 0 {
		return all[0]
	}
	return ""
}

func gateWords(g content.Gate) string {
	switch {
	case g.Table == "":
		return "ngày phải trong khoảng " + period(g.Period)
	case g.Equals:
		return fmt.Sprintf("bảng %q phải ghi có", g.Table)
	}
	return fmt.Sprintf("bảng %q phải ghi không", g.Table)
}

// passes reads a gate for a commune on the day shown.
func (s *sheet) passes(g content.Gate, commune string) eligibility.Truth {
	want := eligibility.Met
	if g.Table == "" {
		if g.Holds(s.shown) {
			return eligibility.Met
		}
		return eligibility.Unmet
	}
	if !g.Equals {
		want = eligibility.Unmet
	}
	switch s.lib.Lookup(g.Table, commune, s.shown) {
	case want:
		return eligibility.Met
	case eligibility.Unknown:
		return eligibility.Unknown
	}
	return eligibility.Unmet
}

func effect(e content.Effect) string {
	switch {
	case e.Verdict == eligibility.Ended:
		return verdictWords[eligibility.Ended]
	case e.Redirect != "":
		return verdictWords[eligibility.Redirect] + ": " + e.Redirect
	case e.Verdict == eligibility.Redirect:
		return verdictWords[eligibility.Redirect]
	}
	return "cao nhất là " + verdictWords[eligibility.NeedInfo]
}
