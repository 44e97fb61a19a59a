package eligibility

import "math/bits"

// maxNodes is how many criteria, groups included, a rule may have: one bit each.
const maxNodes = 64

// maxDepth stops a criterion that contains itself.
const maxDepth = 32

type op uint8

const (
	opLeaf op = iota
	opAll
	opAny
)

// outcome is what a part of the formula has come to.
type outcome uint8

const (
	open  outcome = iota // a question not asked yet bears on it
	met                  // decided
	unmet                // decided
	vague                // no question is left and it stays unknown
	gone                 // decided earlier, without weight for its group
)

// node is a criterion with every not pushed down to the leaves, so that only
// all, any and leaves remain.
type node struct {
	op    op
	id    string
	kids  []int
	asks  int     // leaf: the question
	truth []Truth // leaf: by answer class of that question
	bit   uint64  // leaf: still open; group: one of its parts stays unknown
	mask  uint64  // its own bit and those below
}

// asked is a question as the planner sees it: options that no criterion tells
// apart are one class.
type asked struct {
	*Question
	class  []int     // by option
	weight []float64 // by class; sums to 1
	cost   float64
}

// formula is the criteria of a rule, ready to be worked on. Node 0 is the root.
type formula struct {
	nodes   []node
	asks    []asked
	commune int // the commune question, or -1
}

// given holds the answer class of every question, or notAsked.
type given [maxNodes]int

const notAsked = -1

func nothingGiven() (g given) {
	for i := range g {
		g[i] = notAsked
	}
	return g
}

// newFormula returns nil for criteria that Validate would refuse and that
// cannot be worked on.
func newFormula(r *Rule) *formula {
	f := &formula{commune: -1}
	if len(r.Questions) > maxNodes {
		return nil
	}
	byID := make(map[string]int, len(r.Questions))
	for i, q := range r.Questions {
		if q == nil {
			return nil
		}
		byID[q.ID] = i
		f.asks = append(f.asks, asked{Question: q, cost: cost(q)})
		if q.Kind == KindCommune {
			f.commune = i
		}
	}
	if _, ok := f.add(r.Criteria, byID, false, 0); !ok {
		return nil
	}
	f.classify()
	return f
}

func cost(q *Question) float64 {
	if q.Cost > 0 {
		return q.Cost
	}
	return 1
}

// add appends c and what is below it, turned round if negated.
func (f *formula) add(c *Criterion, byID map[string]int, negated bool, depth int) (int, bool) {
	if c == nil || depth > maxDepth || shapes(c) != 1 {
		return 0, false
	}
	if c.Not != nil {
		return f.add(c.Not, byID, !negated, depth+1)
	}
	if len(f.nodes) == maxNodes {
		return 0, false
	}
	i := len(f.nodes)
	f.nodes = append(f.nodes, node{id: c.ID, bit: 1 << i, mask: 1 << i})
	if c.When != nil {
		return i, f.addLeaf(i, c.When, byID, negated)
	}
	group, kids := opAll, c.All
	if len(kids) == 0 {
		group, kids = opAny, c.Any
	}
	if negated {
		group = opAll + opAny - group
	}
	f.nodes[i].op = group
	for _, kid := range kids {
		k, ok := f.add(kid, byID, negated, depth+1)
		if !ok {
			return 0, false
		}
		f.nodes[i].kids = append(f.nodes[i].kids, k)
		f.nodes[i].mask |= f.nodes[k].mask
	}
	return i, true
}

// shapes counts how many of the four forms a criterion has.
func shapes(c *Criterion) (n int) {
	for _, has := range []bool{c.When != nil, len(c.All) > 0, len(c.Any) > 0, c.Not != nil} {
		if has {
			n++
		}
	}
	return n
}

// addLeaf records the truth of every option; classify makes classes of them.
func (f *formula) addLeaf(i int, w *When, byID map[string]int, negated bool) bool {
	q, ok := byID[w.Question]
	if !ok {
		return false
	}
	n := &f.nodes[i]
	n.asks = q
	for _, o := range f.asks[q].Options {
		t := w.truth(o)
		if negated {
			t = t.negated()
		}
		n.truth = append(n.truth, t)
	}
	return true
}

func (w *When) truth(o Option) Truth {
	switch {
	case o.Unknown:
		return Unknown
	case contains(w.Unmet, o.Key): // a key in both lists must not look met
		return Unmet
	case contains(w.Met, o.Key):
		return Met
	}
	return Unknown
}

// kleene is the truth of node i, by the textbook.
func (f *formula) kleene(i int, g *given) Truth {
	n := &f.nodes[i]
	if n.op == opLeaf {
		return f.leaf(n, g)
	}
	decisive, result := Unmet, Met
	if n.op == opAny {
		decisive, result = Met, Unmet
	}
	for _, k := range n.kids {
		switch f.kleene(k, g) {
		case decisive:
			return decisive
		case Unknown:
			result = Unknown
		}
	}
	return result
}

func (f *formula) leaf(n *node, g *given) Truth {
	if class := g[n.asks]; class != notAsked {
		return n.truth[class]
	}
	return Unknown
}

// whole is the formula before any answer: every leaf open.
func (f *formula) whole() (left uint64) {
	for i := range f.nodes {
		if f.nodes[i].op == opLeaf {
			left |= f.nodes[i].bit
		}
	}
	return left
}

// settle works the answers into what is left of node i and returns what it has
// come to and what is left then. This is the planner's form of kleene: what is
// decided is dropped, so that states which can only go on alike are equal.
func (f *formula) settle(i int, left uint64, g *given) (outcome, uint64) {
	n := &f.nodes[i]
	if left&n.mask == 0 {
		return gone, left
	}
	if n.op == opLeaf {
		return f.settleLeaf(n, left, g)
	}
	decisive, neutral := unmet, met
	if n.op == opAny {
		decisive, neutral = met, unmet
	}
	foggy, more := left&n.bit != 0, false
	for _, k := range n.kids {
		var o outcome
		switch o, left = f.settle(k, left, g); o {
		case decisive:
			return decisive, left &^ n.mask
		case vague:
			foggy = true
		case open:
			more = true
		}
	}
	switch {
	case more && foggy:
		return open, left | n.bit
	case more:
		return open, left
	case foggy:
		return vague, left &^ n.mask
	}
	return neutral, left &^ n.mask
}

func (f *formula) settleLeaf(n *node, left uint64, g *given) (outcome, uint64) {
	class := g[n.asks]
	if class == notAsked {
		return open, left
	}
	left &^= n.bit
	switch n.truth[class] {
	case Met:
		return met, left
	case Unmet:
		return unmet, left
	}
	return vague, left
}

// openQuestions is the set of questions that what is left still reads.
func (f *formula) openQuestions(left uint64) (set uint64) {
	for ; left != 0; left &= left - 1 {
		n := &f.nodes[bits.TrailingZeros64(left)]
		if n.op == opLeaf {
			set |= 1 << n.asks
		}
	}
	return set
}
