package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"tinban/content"
)

// surgeon goes through a rule and comes past every place where it could be
// spoilt. It spoils the one that is picked; with none picked it only counts.
type surgeon struct {
	lib       *content.Library
	programme string
	questions []node // spoilt too: a question may lose its "I do not know"
	tables    []node
	pick, met int
	kind      string
	what      string
}

// here is true at the picked place only, so that at most one fault is made.
func (s *surgeon) here(kind, format string, args ...any) bool {
	s.met++
	if s.met-1 != s.pick {
		return false
	}
	s.kind, s.what = kind, fmt.Sprintf(format, args...)
	return true
}

// spoil comes past every place of one rule.
func (s *surgeon) spoil(r node) {
	s.dates(r, "rule")
	s.gates(r)
	s.criteria(r, "criteria")
	s.pairs(r)
	s.results(r)
	s.figures(r, r["id"].(string))
	if most, ok := r["max_questions"].(uint64); ok && s.here("max_questions lowered", "from %d", most) {
		r["max_questions"] = most - 1
	}
}

// The moves of a date, from the smallest.
var moves = []struct{ years, months, days int }{{0, 0, -1}, {0, 0, 1}, {0, -1, 0}, {0, 1, 0}, {-1, 0, 0}, {1, 0, 0}}

// dates moves and drops the two ends of a period.
func (s *surgeon) dates(r node, of string) {
	for _, end := range []string{"from", "to"} {
		day, err := time.Parse(time.DateOnly, fmt.Sprint(r[end]))
		if err != nil {
			continue
		}
		for _, m := range moves {
			if s.here(of+" date moved", "%s %s by %d-%d-%d", end, r[end], m.years, m.months, m.days) {
				r[end] = day.AddDate(m.years, m.months, m.days).Format(time.DateOnly)
			}
		}
		if s.here(of+" date dropped", "%s %s", end, r[end]) {
			delete(r, end)
		}
	}
}

func (s *surgeon) gates(r node) {
	for i, g := range nodes(r["gates"]) {
		id := g["id"]
		s.dates(g, "gate")
		if _, ok := g["equals"]; ok && s.here("gate: equals flipped", "%s", id) {
			g["equals"] = !g["equals"].(bool)
		}
		s.effects(g)
		s.rows(g["table"])
		if s.here("gate dropped", "%s", id) {
			r["gates"] = withoutItem(r["gates"], i)
		}
	}
}

// effects changes what a gate does.
func (s *surgeon) effects(g node) {
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(s.lib.Rules)), func(id string) bool { return id == s.programme })
	for _, when := range []string{"on_fail", "on_unknown"} {
		e, _ := g[when].(node)
		caps, ends, goes := node{"cap": "need_info"}, node{"verdict": "ended"}, node{"verdict": "redirect", "redirect": others[0]}
		swap := func(kind string, to node) {
			if s.here(kind, "%s, %s", g["id"], when) {
				g[when] = to
			}
		}
		switch {
		case e["redirect"] != nil:
			away := slices.DeleteFunc(slices.Clone(others), func(id string) bool { return id == e["redirect"] })
			swap("gate: redirect changed", node{"verdict": "redirect", "redirect": away[0]})
			swap("gate: redirect to cap", caps)
			swap("gate: redirect to nothing", nil)
		case e["cap"] != nil:
			swap("gate: cap to nothing", nil)
			swap("gate: cap to ended", ends)
			swap("gate: cap to redirect", goes)
		case e["verdict"] != nil:
			swap("gate: ended to nothing", nil)
			swap("gate: ended to cap", caps)
		default:
			swap("gate: nothing to cap", caps)
			swap("gate: nothing to ended", ends)
		}
	}
}

// rows spoils the table a gate reads.
func (s *surgeon) rows(table any) {
	for _, t := range s.tables {
		if t["id"] != table {
			continue
		}
		for _, row := range nodes(t["rows"]) {
			s.dates(row, "table row")
			if s.here("table row turned", "%s %v", table, row["from"]) {
				row["value"] = !row["value"].(bool)
			}
		}
	}
}

// criteria goes down the tree of conditions.
func (s *surgeon) criteria(in node, list string) {
	for i, c := range nodes(in[list]) {
		id := c["id"]
		for _, group := range []string{"any", "all"} {
			s.criteria(c, group)
			if c[group] != nil && s.here("any for all", "%s", id) {
				c[map[string]string{"any": "all", "all": "any"}[group]] = c[group]
				delete(c, group)
			}
		}
		if not, ok := c["not"].(node); ok {
			inner := node{"not": []any{not}}
			s.criteria(inner, "not")
			if s.here("not dropped", "%s", id) {
				clear(c)
				maps.Copy(c, not)
			}
		}
		if c["question"] != nil {
			s.leaf(c)
		}
		if s.here("criterion dropped", "%s", id) {
			in[list] = withoutItem(in[list], i)
		}
	}
}

// leaf spoils what a criterion makes of each answer.
func (s *surgeon) leaf(c node) {
	id := c["id"]
	q := s.question(c["question"])
	for _, o := range nodes(q["options"]) {
		key := o["key"]
		if o["unknown"] == true {
			s.assume(c, o)
			continue
		}
		now := "neither"
		for _, list := range []string{"met", "unmet"} {
			if slices.Contains(items(c[list]), key) {
				now = list
			}
		}
		for _, to := range []string{"met", "unmet", "neither"} {
			if to != now && s.here("option "+now+" to "+to, "%s: %s", id, key) {
				drop(c, now, key)
				put(c, to, key)
			}
		}
	}
	if len(items(c["unmet"])) > 0 && s.here("unmet dropped", "%s", id) {
		delete(c, "unmet")
	}
	if s.here("met and unmet swapped", "%s", id) {
		c["met"], c["unmet"] = items(c["unmet"]), items(c["met"])
	}
	for _, a := range items(c["met"]) {
		for _, b := range items(c["unmet"]) {
			if s.here("groups swapped", "%s: %s and %s", id, a, b) {
				drop(c, "met", a)
				drop(c, "unmet", b)
				put(c, "met", b)
				put(c, "unmet", a)
			}
		}
	}
}

// assume takes "I do not know" for an answer.
func (s *surgeon) assume(c, o node) {
	for _, list := range []string{"met", "unmet"} {
		if s.here("unknown listed as "+list, "%s: %s", c["id"], o["key"]) {
			put(c, list, o["key"])
		}
		if s.here("unknown taken as "+list, "%s: %s", c["id"], o["key"]) {
			delete(o, "unknown")
			put(c, list, o["key"])
		}
	}
}

func (s *surgeon) question(id any) node {
	i := slices.IndexFunc(s.questions, func(q node) bool { return q["id"] == id })
	return s.questions[i]
}

// pairs swaps what two criteria read.
func (s *surgeon) pairs(r node) {
	leaves := leavesOf(r["criteria"])
	for i, a := range leaves {
		for _, b := range leaves[:i] {
			if a["question"] != b["question"] && s.here("questions swapped", "%s and %s", a["id"], b["id"]) {
				a["question"], b["question"] = b["question"], a["question"]
			}
			if a["question"] == b["question"] && s.here("answers of two criteria swapped", "%s and %s", a["id"], b["id"]) {
				a["met"], b["met"], a["unmet"], b["unmet"] = b["met"], a["met"], b["unmet"], a["unmet"]
			}
		}
	}
}

func leavesOf(list any) (out []node) {
	for _, c := range nodes(list) {
		if c["question"] != nil {
			out = append(out, c)
		}
		for _, below := range []any{c["any"], c["all"], []any{c["not"]}} {
			out = append(out, leavesOf(below)...)
		}
	}
	return out
}

// results gives the sentence for one answer to another, or to nobody.
func (s *surgeon) results(r node) {
	outcomes := nodes(r["results"])
	for i, o := range outcomes {
		for _, key := range items(o["options"]) {
			if s.here("result: option dropped", "%d: %s", i, key) {
				drop(o, "options", key)
			}
		}
		if s.here("result dropped", "%d", i) {
			r["results"] = withoutItem(r["results"], i)
		}
		for k, other := range outcomes[:i] {
			if o["question"] == other["question"] && s.here("results swapped", "%d and %d", i, k) {
				o["options"], other["options"] = other["options"], o["options"]
			}
		}
	}
}

// figureRef is a reference to a value of a fact, with its tense.
var figureRef = regexp.MustCompile(`\{((?:past|next):)?([A-Z]+-\w+)\.(\w+)\}`)

// figures lets each text say the same figure of another fact.
func (s *surgeon) figures(at any, path string) {
	switch at := at.(type) {
	case node:
		for _, key := range slices.Sorted(maps.Keys(at)) {
			if text, ok := at[key].(string); ok {
				s.figure(text, path+" "+key, func(to string) { at[key] = to })
			} else if key != "tests" {
				s.figures(at[key], path+" "+key)
			}
		}
	case []any:
		for i, item := range at {
			s.figures(item, fmt.Sprintf("%s %d", path, i))
		}
	}
}

func (s *surgeon) figure(text, path string, set func(string)) {
	for _, at := range figureRef.FindAllStringSubmatchIndex(text, -1) {
		tense, id, key := "", text[at[4]:at[5]], text[at[6]:at[7]]
		if at[2] >= 0 {
			tense = text[at[2]:at[3]]
		}
		for _, other := range s.alike(id, key) {
			if s.here("figure of another fact", "%s: %s.%s to %s", path, id, key, other) {
				set(text[:at[0]] + "{" + tense + other + "." + key + "}" + text[at[1]:])
			}
		}
	}
}

// alike lists the facts of the same register that have another figure by the
// same name and may be said.
func (s *surgeon) alike(id, key string) (out []string) {
	register, _, _ := strings.Cut(id, "-")
	own, _ := s.lib.Facts[id][0].Value(key)
	for other, versions := range s.lib.Facts {
		f := versions[0]
		value, has := f.Value(key)
		if has && value != own && strings.HasPrefix(other, register+"-") && (f.Use == content.Say || f.Use == content.SayCaveat) {
			out = append(out, other)
		}
	}
	slices.Sort(out)
	return out
}

// drop and put move an answer between the lists of a criterion; in neither it
// is in no list at all.
func drop(c node, list string, key any) {
	if list != "neither" {
		c[list] = slices.DeleteFunc(slices.Clone(items(c[list])), func(k any) bool { return k == key })
	}
}

func put(c node, list string, key any) {
	if list != "neither" {
		c[list] = append(slices.Clone(items(c[list])), key)
	}
}
