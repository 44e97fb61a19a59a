package check

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"tinban/content"
	"tinban/eligibility"
)

// plainRule reads a rule as staff wrote it and decides it once more. It shares no
// code with the engine and never looks at what was compiled: the properties and
// the mutants are held against it.
type plainRule struct {
	lib       *content.Library
	rule      *content.Rule
	questions []*content.Question // those the criteria read, by id
	commune   int                 // the commune question, or -1
	root      *part
	places    []int // what one step in each question adds to a position
	size      int   // of all combinations, "not asked" included
}

// part is a criterion. A leaf has a truth for each answer of its question; the
// first answer is "not asked".
type part struct {
	id     string
	op     string // all, any, not or leaf
	kids   []*part
	asks   int
	truths []eligibility.Truth
}

// outcome is what a case comes to, and why.
type outcome struct {
	Verdict        eligibility.Verdict
	Gate, Redirect string
	Unmet, Unknown []string
}

func (o outcome) is(other outcome) bool {
	return o.Verdict == other.Verdict && o.Gate == other.Gate && o.Redirect == other.Redirect &&
		slices.Equal(o.Unmet, other.Unmet) && slices.Equal(o.Unknown, other.Unknown)
}

func newPlain(lib *content.Library, r *content.Rule) *plainRule {
	p := &plainRule{lib: lib, rule: r, commune: -1, size: 1}
	ids := map[string]bool{}
	each(r.Criteria, func(c *content.Criterion) { ids[c.Question] = true })
	delete(ids, "")
	for i, id := range slices.Sorted(maps.Keys(ids)) {
		q := lib.Questions[id]
		p.questions = append(p.questions, q)
		p.places = append(p.places, p.size)
		p.size *= len(q.Options) + 1
		if q.Kind == eligibility.KindCommune {
			p.commune = i
		}
	}
	p.root = &part{op: "all", kids: p.parts(r.Criteria)}
	return p
}

func (p *plainRule) parts(cs []content.Criterion) (out []*part) {
	for i := range cs {
		out = append(out, p.part(&cs[i]))
	}
	return out
}

func (p *plainRule) part(c *content.Criterion) *part {
	switch {
	case len(c.All) > 0:
		return &part{id: c.ID, op: "all", kids: p.parts(c.All)}
	case len(c.Any) > 0:
		return &part{id: c.ID, op: "any", kids: p.parts(c.Any)}
	case c.Not != nil:
		return &part{id: c.ID, op: "not", kids: []*part{p.part(c.Not)}}
	}
	leaf := &part{id: c.ID, op: "leaf", truths: []eligibility.Truth{eligibility.Unknown}}
	leaf.asks = slices.IndexFunc(p.questions, func(q *content.Question) bool { return q.ID == c.Question })
	for _, o := range p.questions[leaf.asks].Options {
		truth := eligibility.Unknown
		if slices.Contains(c.Met, o.Key) && !o.Unknown {
			truth = eligibility.Met
		}
		if slices.Contains(c.Unmet, o.Key) && !o.Unknown {
			truth = eligibility.Unmet
		}
		leaf.truths = append(leaf.truths, truth)
	}
	return leaf
}

// digit is what question q is answered with at a position: 0 is "not asked",
// else the number of the option.
func (p *plainRule) digit(at, q int) int { return at / p.places[q] % (len(p.questions[q].Options) + 1) }

// key is the option a position gives to question q, or "".
func (p *plainRule) key(at, q int) string {
	if d := p.digit(at, q); d > 0 {
		return p.questions[q].Options[d-1].Key
	}
	return ""
}

func (p *plainRule) answers(at int) map[string]string {
	out := map[string]string{}
	for q := range p.questions {
		if key := p.key(at, q); key != "" {
			out[p.questions[q].ID] = key
		}
	}
	return out
}

var turned = map[eligibility.Truth]eligibility.Truth{
	eligibility.Met: eligibility.Unmet, eligibility.Unmet: eligibility.Met, eligibility.Unknown: eligibility.Unknown,
}

// truth is Kleene's: of Unmet < Unknown < Met an all is the least, an any the
// greatest.
func (p *plainRule) truth(c *part, at int) eligibility.Truth {
	if c.op == "leaf" {
		return c.truths[p.digit(at, c.asks)]
	}
	met, unmet := 0, 0
	for _, k := range c.kids {
		switch p.truth(k, at) {
		case eligibility.Met:
			met++
		case eligibility.Unmet:
			unmet++
		}
	}
	none, every := met == 0 && unmet == len(c.kids), unmet == 0 && met == len(c.kids)
	switch {
	case c.op == "not" && every, c.op == "all" && unmet > 0, c.op == "any" && none:
		return eligibility.Unmet
	case c.op == "not" && none, c.op == "all" && every, c.op == "any" && met > 0:
		return eligibility.Met
	}
	return eligibility.Unknown
}

// blame lists the leaves below c that made it what it is.
func (p *plainRule) blame(c *part, at int) (leaves []string) {
	if c.op == "leaf" {
		return []string{c.id}
	}
	want := p.truth(c, at)
	if c.op == "not" {
		want = turned[want]
	}
	for _, k := range c.kids {
		if p.truth(k, at) == want {
			leaves = append(leaves, p.blame(k, at)...)
		}
	}
	return leaves
}

// barrier is what stands in the way: 1 caps, 2 redirects, 3 ends.
type barrier struct {
	strength       int
	gate, redirect string
}

func (b barrier) or(other barrier) barrier {
	if other.strength > b.strength {
		return other
	}
	return b
}

// world is a day with what the tables say on it.
type world struct {
	on     eligibility.Date
	tables eligibility.Tables
}

// barrier is the strongest gate for a commune, and of equals the first. With
// firm only the gates count that do not wait for the commune.
func (p *plainRule) barrier(w world, commune string, firm bool) (b barrier) {
	reviewed := p.rule.Reviewed.On
	last := time.Date(reviewed.Year, reviewed.Month+time.Month(p.rule.ReviewMonths)+1, reviewed.Day, 0, 0, 0, 0, time.UTC)
	if p.rule.ReviewMonths > 0 && w.on.String() > last.Format(time.DateOnly) {
		b = barrier{strength: 1, gate: content.ReviewGate}
	}
	for i := range p.rule.Gates {
		g := &p.rule.Gates[i]
		if !firm || !p.waits(w, g) {
			b = b.or(shut(w, g, commune))
		}
	}
	if !inside(w.on, p.rule.Period) {
		b = b.or(barrier{strength: 3, gate: eligibility.ValidityGate})
	}
	return b
}

func inside(day eligibility.Date, p content.Period) bool {
	return day.String() >= p.From.String() && (p.To.String() == "" || day.String() <= p.To.String())
}

func (p *plainRule) waits(w world, g *content.Gate) bool {
	return p.commune >= 0 && g.Table != "" && w.tables.Lookup(g.Table, "", w.on) == eligibility.Unknown
}

func shut(w world, g *content.Gate, commune string) barrier {
	value := eligibility.Unmet
	if g.Table != "" {
		value = w.tables.Lookup(g.Table, commune, w.on)
		if !g.Equals {
			value = turned[value]
		}
	} else if inside(w.on, g.Period) {
		value = eligibility.Met
	}
	effect := g.OnFail
	switch value {
	case eligibility.Met:
		return barrier{}
	case eligibility.Unknown:
		effect = g.OnUnknown
	}
	b := barrier{strength: 1, gate: g.ID, redirect: effect.Redirect}
	if effect.Redirect != "" {
		b.strength = 2
	} else if effect.Verdict == eligibility.Ended {
		b.strength = 3
	}
	return b
}

// stance is what the gates do while the commune may still be asked: what hangs
// on it is a cap for now, unless every commune would fare alike.
func (p *plainRule) stance(w world) barrier {
	all, firm := p.barrier(w, "", false), p.barrier(w, "", true)
	waiting := slices.IndexFunc(p.rule.Gates, func(g content.Gate) bool { return p.waits(w, &g) })
	communes := p.lib.Communes(w.on)
	differs := func(id string) bool { return p.barrier(w, id, false).strength != all.strength }
	switch {
	case waiting < 0 || firm.strength > 1:
		return firm
	case !slices.ContainsFunc(communes, differs):
		return all
	case firm.strength == 1:
		return firm
	}
	return barrier{strength: 1, gate: p.rule.Gates[waiting].ID}
}

// decide is the verdict and its reasons, with b in the way.
func (p *plainRule) decide(at int, b barrier) (out outcome) {
	out.Gate, out.Redirect = b.gate, b.redirect
	switch b.strength {
	case 3:
		out.Verdict = eligibility.Ended
		return out
	case 2:
		out.Verdict = eligibility.Redirect
		return out
	}
	switch p.truth(p.root, at) {
	case eligibility.Unmet:
		out.Verdict, out.Gate, out.Unmet = eligibility.Unlikely, "", p.blame(p.root, at)
	case eligibility.Unknown:
		out.Verdict, out.Unknown = eligibility.NeedInfo, p.blame(p.root, at)
	default:
		out.Verdict = eligibility.Likely
		if b.strength == 1 {
			out.Verdict = eligibility.NeedInfo
		}
	}
	return out
}

// view is a household's side of the gates: the commune it told, if any.
type view struct {
	p       *plainRule
	commune string
	inside  int // the digit a known commune gives to its question
	unasked barrier
	known   barrier
	outside barrier
}

func (p *plainRule) view(w world, commune string) *view {
	v := &view{p: p, commune: commune, unasked: p.barrier(w, "", false), known: p.barrier(w, commune, false), outside: p.barrier(w, "", false)}
	if p.commune >= 0 {
		v.unasked = p.stance(w)
		isInside := func(o content.Option) bool { return o.Key == eligibility.Inside }
		v.inside = 1 + slices.IndexFunc(p.questions[p.commune].Options, isInside)
	}
	return v
}

// decide is the outcome at a position for this household.
func (v *view) decide(at int) outcome {
	if v.p.commune < 0 {
		return v.p.decide(at, v.known)
	}
	d := v.p.digit(at, v.p.commune)
	if d == 0 && v.commune != "" {
		d = v.inside
		at += d * v.p.places[v.p.commune]
	}
	switch d {
	case 0:
		return v.p.decide(at, v.unasked)
	case v.inside:
		return v.p.decide(at, v.known)
	}
	return v.p.decide(at, v.outside)
}

// sign writes a barrier down, with the share of communes before it.
func (b barrier) sign(share float64) string {
	return fmt.Sprintf("%s %s %d %.4f;", b.gate, b.redirect, b.strength, share)
}
