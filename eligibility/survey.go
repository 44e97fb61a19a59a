package eligibility

import "maps"

// Survey asks the questions of several programmes together, each once: "what
// is there for my household?". It is over when no question can change any
// verdict, or after Max questions; what is open then stays need_info, with the
// question that would settle it.
type Survey struct {
	Rules []*Rule
	Max   int // 0 is no limit
}

// Next is the question that is expected to spare the most questions over all
// programmes:
//
//	gain(q) = Σ over rules of V(s) − Σ p(a)·V(s+a), per cost
//
// with V each rule's own expected number of questions. A question two rules
// share counts twice, so shared ones come first; one that only a rule already
// settled would need gains nothing and is never asked. Last questions (never
// kept) wait until no other gains anything.
func (s Survey) Next(c Case) (question string, ok bool) {
	if s.Max > 0 && len(c.Answers) >= s.Max {
		return "", false
	}
	best, gain := "", 0.0
	for _, last := range []bool{false, true} {
		for _, q := range s.open(c) {
			if q.Last != last {
				continue
			}
			if g := s.gain(c, q); g > gain+1e-9 {
				best, gain = q.ID, g
			}
		}
		if best != "" {
			return best, true
		}
	}
	return "", false
}

// open lists the questions that some rule would ask now, in the order of the
// rules, each once.
func (s Survey) open(c Case) (out []*Question) {
	seen := map[string]bool{}
	for _, r := range s.Rules {
		id, ok := r.Next(c)
		if !ok || seen[id] {
			continue
		}
		seen[id] = true
		for _, q := range r.Questions {
			if q.ID == id {
				out = append(out, q)
			}
		}
	}
	return out
}

func (s Survey) gain(c Case, q *Question) float64 {
	now, after := 0.0, 0.0
	for _, r := range s.Rules {
		v := r.Expected(c)
		if v == 0 {
			continue
		}
		now += v
		for _, o := range q.Options {
			after += o.Prior * r.Expected(c.with(q.ID, o.Key))
		}
	}
	return (now - after) / cost(q)
}

// with is the case after one more answer.
func (c Case) with(question, key string) Case {
	answers := maps.Clone(c.Answers)
	if answers == nil {
		answers = map[string]string{}
	}
	answers[question] = key
	c.Answers = answers
	return c
}

// surveyTail is the share of households below which Expected follows a branch
// no further and counts it as going on to Max.
const surveyTail = 1e-4

// Expected is how many questions a survey asks on average, if the priors hold
// and answers are independent.
func (s Survey) Expected(c Case) float64 { return s.expected(c, 1) }

func (s Survey) expected(c Case, share float64) float64 {
	id, ok := s.Next(c)
	if !ok {
		return 0
	}
	if share < surveyTail {
		return float64(max(1, s.Max-len(c.Answers)))
	}
	n := 1.0
	for _, o := range s.question(id).Options {
		if o.Prior > 0 {
			n += o.Prior * s.expected(c.with(id, o.Key), share*o.Prior)
		}
	}
	return n
}

func (s Survey) question(id string) *Question {
	for _, r := range s.Rules {
		for _, q := range r.Questions {
			if q.ID == id {
				return q
			}
		}
	}
	return nil
}
