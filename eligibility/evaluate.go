package eligibility

// Evaluate judges a case. The steps are always complete, also for a programme
// that has ended, so that its old conditions can be shown on request.
func (r *Rule) Evaluate(c Case) Result {
	p := r.prepared()
	if p == nil {
		return Result{Verdict: NeedInfo}
	}
	g, commune := p.read(&c)
	now, ahead := p.stance(&c, &g, commune)
	res := Result{Steps: p.steps(&c, &g)}
	if now.way.final() {
		res.Verdict, res.Gate, res.Redirect = now.way.verdict(), now.gate, now.redirect
		return res
	}
	switch root := p.kleene(0, &g); {
	case root == Unmet:
		res.Verdict = Unlikely
	case root == Met && now.way == free:
		res.Verdict = Likely
	default:
		res.Verdict, res.Gate = NeedInfo, now.gate
	}
	res.Open = p.at(&g, now, ahead).matters != 0
	p.reasons(0, &g, &res)
	return res
}

// steps lists every leaf in the order of the rule.
func (p *plan) steps(c *Case, g *given) (steps []Step) {
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.op != opLeaf {
			continue
		}
		key, class := p.asks[n.asks].key(c)
		steps = append(steps, Step{
			ID: n.id, Truth: p.leaf(n, g),
			Question: p.asks[n.asks].ID, Answer: key, Asked: class != notAsked,
		})
	}
	return steps
}

// reasons walks down the branches that made node i what it is.
func (p *plan) reasons(i int, g *given, res *Result) {
	n, t := &p.nodes[i], p.kleene(i, g)
	switch {
	case t == Met:
	case n.op != opLeaf:
		for _, k := range n.kids {
			if p.kleene(k, g) == t {
				p.reasons(k, g, res)
			}
		}
	case t == Unmet:
		res.Unmet = append(res.Unmet, n.id)
	default:
		res.Unknown = append(res.Unknown, n.id)
	}
}
