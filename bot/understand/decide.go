package understand

// Kind is what to do with a reading.
type Kind string

// The three things one can do with a message.
const (
	Answer  Kind = "answer"
	AskBack Kind = "ask_back"
	Unknown Kind = "unknown"
)

// Decision is what to do and with which labels: one to answer, two or three to
// ask back, up to three nearest ones when the message is not understood.
type Decision struct {
	Kind   Kind
	Labels []string
}

// What each outcome costs the person who asked, relative to one another.
const (
	costWrong   = 10.0
	costAsk     = 1.0
	costUnknown = 3.0
	costBother  = 1.0 // asking back about something we have no answer for: no more than asking at all
	costMissed  = 4.0 // asking back without the right choice: asked, then unknown
)

// Decide takes the way with the lowest expected cost.
func (r Reading) Decide() Decision {
	choices, inScope, outside := r.choices()
	if len(choices) == 0 {
		return Decision{Kind: Unknown}
	}
	best := choices[0].P
	covered := 0.0
	for _, c := range choices {
		covered += c.P
	}
	answer := costWrong * (1 - best)
	ask := costAsk*covered + costMissed*(1-covered-outside) + costBother*outside
	unknown := costUnknown * (1 - outside)
	switch {
	case answer <= ask && answer <= unknown:
		return Decision{Answer, []string{choices[0].Label}}
	case ask <= unknown && len(choices) > 1:
		return Decision{AskBack, names(choices)}
	case len(choices) == 1 && ask <= unknown && len(inScope) > 1:
		return Decision{AskBack, names(inScope[:2])}
	}
	return Decision{Unknown, names(inScope[:min(3, len(inScope))])}
}

// choices are the two or three in-scope meanings worth offering.
func (r Reading) choices() (offered, inScope []Meaning, outside float64) {
	for _, m := range r.Ranked {
		if m.Label == OutOfScope {
			outside = m.P
			continue
		}
		inScope = append(inScope, m)
	}
	for i, m := range inScope {
		if i == 3 || i == 2 && m.P < 0.03 {
			break
		}
		offered = append(offered, m)
	}
	return offered, inScope, outside
}

func names(meanings []Meaning) []string {
	labels := make([]string, len(meanings))
	for i, m := range meanings {
		labels[i] = m.Label
	}
	return labels
}
