package eligibility

import "slices"

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// classify merges, question by question, the options that every leaf reads
// alike, and turns the leaves' truths from one per option to one per class.
func (f *formula) classify() {
	for q := range f.asks {
		a := &f.asks[q]
		leaves := f.leavesOf(q)
		firsts := a.merge(leaves)
		for _, n := range leaves {
			byClass := make([]Truth, len(firsts))
			for c, o := range firsts {
				byClass[c] = n.truth[o]
			}
			n.truth = byClass
		}
		a.weigh(len(firsts))
	}
}

func (f *formula) leavesOf(q int) (leaves []*node) {
	for i := range f.nodes {
		if n := &f.nodes[i]; n.op == opLeaf && n.asks == q {
			leaves = append(leaves, n)
		}
	}
	return leaves
}

// merge gives every option its class and returns the first option of each.
func (a *asked) merge(leaves []*node) (firsts []int) {
	a.class = make([]int, len(a.Options))
	for o := range a.Options {
		c := slices.IndexFunc(firsts, func(first int) bool { return a.alike(first, o, leaves) })
		if c < 0 {
			c = len(firsts)
			firsts = append(firsts, o)
		}
		a.class[o] = c
	}
	return firsts
}

// alike keeps Inside apart from the rest: gates read the commune that comes
// with it.
func (a *asked) alike(x, y int, leaves []*node) bool {
	if a.Kind == KindCommune && (a.Options[x].Key == Inside) != (a.Options[y].Key == Inside) {
		return false
	}
	for _, n := range leaves {
		if n.truth[x] != n.truth[y] {
			return false
		}
	}
	return true
}

// weigh sums the priors by class. Without usable priors every option weighs
// the same.
func (a *asked) weigh(classes int) {
	a.weight = make([]float64, classes)
	total := 0.0
	for _, o := range a.Options {
		total += max(o.Prior, 0)
	}
	for i, o := range a.Options {
		if total > 0 {
			a.weight[a.class[i]] += max(o.Prior, 0) / total
		} else {
			a.weight[a.class[i]] += 1 / float64(len(a.Options))
		}
	}
}

// key is the option that c gives to question q, or "" if it gives none.
func (a *asked) key(c *Case) (key string, class int) {
	key = c.Answers[a.ID]
	if key == "" && a.Kind == KindCommune && c.Commune != "" {
		key = Inside
	}
	for i := range a.Options {
		if a.Options[i].Key == key {
			return key, a.class[i]
		}
	}
	return "", notAsked
}

// read turns the answers of a case into classes, and says which commune the
// gates may use: none once the resident said to live elsewhere.
func (f *formula) read(c *Case) (g given, commune string) {
	g = nothingGiven()
	commune = c.Commune
	for q := range f.asks {
		key, class := f.asks[q].key(c)
		g[q] = class
		if q == f.commune && class != notAsked && key != Inside {
			commune = ""
		}
	}
	return g, commune
}

// isInside reports whether a class is that of the Inside answer.
func (a *asked) isInside(class int) bool {
	for i := range a.Options {
		if a.Options[i].Key == Inside {
			return a.class[i] == class
		}
	}
	return false
}
