// Package eligibility judges, from answers to closed questions, whether a
// household is likely to fall under a programme, and which question to ask
// next. It is pure: it reads no file and no clock, knows no wording, and sees
// option keys, never what a resident wrote. It stands alone so that what we
// tell people about money can be proved without the rest of the service.
//
// # Three values
//
// A criterion is Met, Unmet or Unknown. "Not asked yet" and "answered, but I
// do not know" both count as Unknown; only the first may be asked. An option
// that a criterion names in neither list is Unknown too: that is how a doubtful
// case reaches an officer without code. Groups follow Kleene: an all is Unmet
// if any part is, else Unknown if any part is, else Met; any is its dual; not
// turns Met and Unmet round and keeps Unknown.
//
// # From truth to verdict
//
// Gates come first, computed and never asked: a date window or a table by
// commune. A gate that does not pass ends the check, redirects it or caps it.
// An ending beats a redirect, a redirect beats a cap, and of equals the first
// in the rule wins. Without an ending or a redirect: root Unmet is unlikely;
// root Met and no cap is likely; everything else is need_info. So a cap lowers
// likely and touches nothing else, an unknown never yields likely, and unlikely
// always rests on an answer somebody gave. A gate whose value is unknown caps
// at least, even if its author forgot to say so.
//
// The rule's own ValidFrom and ValidTo act as one more gate (ValidityGate), so
// that a closed programme cannot look open because a gate was left out.
//
// A commune not known yet leaves a gate by table open: it caps for now and the
// commune question can still change it; a gate that is sure to end or redirect
// does not wait for it. If the answers already say Unmet, then
// StopOnFirstNo decides: with it the "no" is final and nothing more is asked;
// without it the commune is asked, because a redirect would still help.
//
// # Which question next
//
// With state s (what has been answered) and V(s) the expected cost from there,
//
//	V(s) = 0                                     if no answer can change the verdict
//	V(s) = min over q of cost(q) + Σ p(a)·V(s+a) otherwise
//
// where q runs over the questions that can still matter: there is a course of
// further answers after which the answer to q changes the verdict. The author
// may narrow the choice: PinFirst questions go first in their order, and Last
// questions only when no other one matters. Priors p serve this order only,
// they never touch a verdict.
//
// The search is exact and remembers its results. It does not run over answers
// but over what is left of the formula: decided branches vanish, and parts that
// are known to stay unknown leave a single mark on their group. A conjunction
// of n questions has so at most 2·2ⁿ states, whatever the number of options.
// Beyond exactQuestions or searchLimit the conjunction rule takes over: ask the
// smallest cost/P(the check stops), and count every question that something
// still reads as one that can matter. For a plain conjunction of independent
// questions both give the same order.
package eligibility

import "sync"

// Truth is one of three values; the zero value is Unknown.
type Truth int8

// The three values.
const (
	Unknown Truth = iota
	Met
	Unmet
)

// String gives the value as a word.
func (t Truth) String() string {
	switch t {
	case Met:
		return "met"
	case Unmet:
		return "unmet"
	}
	return "unknown"
}

func (t Truth) negated() Truth {
	switch t {
	case Met:
		return Unmet
	case Unmet:
		return Met
	}
	return Unknown
}

// Verdict is what a check comes to. None of them says "entitled": only the
// commune decides that.
type Verdict string

// The verdicts.
const (
	Likely   Verdict = "likely"    // every criterion met, nothing in the way
	NeedInfo Verdict = "need_info" // something is unknown, or a gate caps
	Unlikely Verdict = "unlikely"  // an answer rules it out
	Redirect Verdict = "redirect"  // another programme serves this commune
	Ended    Verdict = "ended"     // not in force on this date
)

// The two kinds of question, and the two keys every commune question has.
const (
	KindChoice  = "choice"
	KindCommune = "commune"

	Inside  = "trong"
	Outside = "ngoai"
)

// ValidityGate is the gate id a Result carries when the date lies outside the
// rule's own ValidFrom and ValidTo and no gate of the rule said so before.
const ValidityGate = "validity"

// Option is one answer to a question.
type Option struct {
	Key     string
	Prior   float64 // how many people answer so; used for the order only
	Unknown bool    // "I do not know": answered, and unknown to every criterion
}

// Question is one thing a resident may be asked. Several rules may share one.
type Question struct {
	ID      string
	Kind    string // KindChoice or KindCommune; empty is a choice
	Options []Option
	Cost    float64 // how hard it is to answer; 0 counts as 1
	Last    bool    // never kept (ethnic origin): asked when no other matters
}

// When reads one question. An option in neither list is Unknown.
type When struct {
	Question   string
	Met, Unmet []string
}

// Criterion is a When, or a group of criteria; exactly one of the four is set.
// Leaves (a When) need an ID, groups may have one.
type Criterion struct {
	ID       string
	When     *When
	All, Any []*Criterion
	Not      *Criterion
}

// Effect is what a gate does when it does not pass.
type Effect struct {
	Verdict  Verdict // Ended or Redirect, else empty
	Redirect string  // the programme to go to; set, it implies Redirect
	Cap      Verdict // NeedInfo, else empty
}

// Gate is computed from the date and the commune, and never asked. It has
// either a window (From, To; both inclusive, zero is open) or a Table.
type Gate struct {
	ID        string
	From, To  Date
	Table     string
	Equals    bool // what the table must say for the gate to pass
	OnFail    Effect
	OnUnknown Effect
}

// Rule is one dated version of a programme's conditions. Fill it, Validate it,
// then leave it alone: after the first use it must not change, because what was
// computed from it is kept. It is safe for concurrent use, and not to be copied.
type Rule struct {
	ID, Programme      string
	ValidFrom, ValidTo Date
	Gates              []*Gate
	Criteria           *Criterion // the root
	Questions          []*Question
	StopOnFirstNo      bool
	MaxQuestions       int      // the longest check allowed; 0 is no limit
	PinFirst           []string // question ids

	once sync.Once
	plan *plan // nil when the rule cannot be used at all
}

// Tables answers what a gate asks about a commune on a day: Met is true, Unmet
// is false, Unknown is "nobody has filled this in". The commune is "" while it
// is not known; a table that holds for every commune alike should answer then
// too.
type Tables interface {
	Lookup(table, commune string, on Date) Truth
}

// Lister may be implemented by a Tables that knows which communes there are.
// Then the planner knows what asking for the commune can bring: with a table
// nobody has filled, nothing. Without it, it assumes that half of them pass.
type Lister interface {
	Communes(on Date) []string
}

// Case is what is known about one household on one day. An answer whose key the
// question does not have (any more) counts as not asked. A known Commune counts
// as the answer Inside; an explicit other answer to the commune question wins,
// and the gates then read no commune.
type Case struct {
	Answers map[string]string // question id to option key
	On      Date
	Commune string // id, or "" while not known
	Tables  Tables // nil: every table is unknown
}

// Step is one leaf criterion as it counts towards the verdict: below a Not the
// truth is already turned round.
type Step struct {
	ID       string
	Truth    Truth
	Question string
	Answer   string // option key; "" when not asked
	Asked    bool   // there is an answer, given here or known from before
}

// Result is a verdict with its reasons.
type Result struct {
	Verdict  Verdict
	Open     bool   // a question not asked yet could still change it
	Gate     string // the gate that ended, redirected or capped
	Redirect string // the programme to go to
	Steps    []Step // every leaf, in the order of the rule
	// Unmet and Unknown name the leaves the verdict rests on. A leaf whose
	// group is decided without it is in neither.
	Unmet, Unknown []string
}
