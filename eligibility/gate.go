package eligibility

import "slices"

// way is what the gates together do to a check.
type way uint8

const (
	free way = iota
	capped
	redirected
	ended
	ways
)

func (w way) final() bool { return w >= redirected }

func (w way) verdict() Verdict {
	if w == ended {
		return Ended
	}
	return Redirect
}

// way reads an effect. One that says nothing caps: a gate that did not pass
// must never look as if it had.
func (e Effect) way() way {
	switch {
	case e.Verdict == Ended:
		return ended
	case e.Verdict == Redirect || e.Redirect != "":
		return redirected
	}
	return capped
}

// ruling is the gates' decision and the gate that made it.
type ruling struct {
	way      way
	gate     string
	redirect string
}

// rule lets the strongest gate win, and of equals the first.
func rule(gates []*Gate, c *Case, commune string) (out ruling) {
	for _, g := range gates {
		effect, passes := g.effect(c, commune)
		if w := effect.way(); !passes && w > out.way {
			out = ruling{way: w, gate: g.ID, redirect: effect.Redirect}
		}
	}
	return out
}

func (g *Gate) effect(c *Case, commune string) (e Effect, passes bool) {
	switch g.value(c, commune) {
	case Met:
		return Effect{}, true
	case Unmet:
		return g.OnFail, false
	}
	return g.OnUnknown, false
}

// value is whether the gate passes.
func (g *Gate) value(c *Case, commune string) Truth {
	if g.Table == "" {
		return g.window(c.On)
	}
	if c.Tables == nil {
		return Unknown
	}
	t := c.Tables.Lookup(g.Table, commune, c.On)
	if g.Equals {
		return t
	}
	return t.negated()
}

func (g *Gate) window(on Date) Truth {
	switch {
	case on.IsZero():
		return Unknown
	case on.Between(g.From, g.To):
		return Met
	}
	return Unmet
}

// allGates is the rule's gates and, last, its own validity.
func (r *Rule) allGates() []*Gate {
	gates := r.Gates[:len(r.Gates):len(r.Gates)]
	if r.ValidFrom.IsZero() && r.ValidTo.IsZero() {
		return gates
	}
	return append(gates, &Gate{
		ID: ValidityGate, From: r.ValidFrom, To: r.ValidTo, OnFail: Effect{Verdict: Ended},
	})
}

// stance is what the gates say now, and what asking for the commune can bring
// (nil: nothing). A gate that only might end or redirect is for now a cap.
func (p *plan) stance(c *Case, g *given, commune string) (ruling, *prospect) {
	if p.commune < 0 || g[p.commune] != notAsked || c.Tables == nil {
		return rule(p.gates, c, commune), nil
	}
	firm, waiting := p.split(c)
	now := rule(firm, c, "")
	if len(waiting) == 0 || now.way.final() {
		return now, nil
	}
	ahead := p.prospect(c, firm, waiting)
	if ahead.settled() {
		return rule(p.gates, c, ""), nil
	}
	if now.way == free {
		now = ruling{way: capped, gate: waiting[0].ID}
	}
	return now, &ahead
}

// split sets the gates that wait for the commune apart from the rest.
func (p *plan) split(c *Case) (firm, waiting []*Gate) {
	firm = p.gates
	for i, g := range p.gates {
		switch {
		case g.Table != "" && g.value(c, "") == Unknown:
			if waiting == nil {
				firm = slices.Clone(p.gates[:i])
			}
			waiting = append(waiting, g)
		case waiting != nil:
			firm = append(firm, g)
		}
	}
	return firm, waiting
}

// prospect is what asking for the commune can bring: the share of communes for
// each way, and the way that is left if the answer is not Inside.
type prospect struct {
	share [ways]float64
	rest  way
}

// settled reports that asking for the commune changes nothing.
func (p prospect) settled() bool { return p.share[p.rest] == 1 }

// prospect weighs every commune alike, if the tables know which there are.
func (p *plan) prospect(c *Case, firm, waiting []*Gate) prospect {
	out := prospect{rest: rule(p.gates, c, "").way}
	lister, ok := c.Tables.(Lister)
	if !ok {
		out.guess(rule(firm, c, "").way, waiting)
		return out
	}
	communes := lister.Communes(c.On)
	if len(communes) == 0 {
		out.share[out.rest] = 1
		return out
	}
	for _, id := range communes {
		out.share[rule(p.gates, c, id).way]++
	}
	for w := range out.share {
		out.share[w] /= float64(len(communes))
	}
	return out
}

// guess serves tables that cannot list communes: half of them pass, the other
// half is shared out among the ways the waiting gates can fail.
func (p *prospect) guess(floor way, waiting []*Gate) {
	p.share[floor] += 0.5
	for _, g := range waiting {
		p.share[max(floor, g.OnFail.way())] += 0.5 / float64(len(waiting))
	}
}
