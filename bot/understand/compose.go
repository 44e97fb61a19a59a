package understand

import (
	"fmt"
	"strings"
)

// Plan composes lines from what people ask about and how they ask. Such lines
// teach that the words of an aspect ("hồ sơ", "mức", "ai được") say nothing about
// the topic, and the other way round.
type Plan struct {
	// Aspects are ways to ask, each with "{}" where the topic stands.
	Aspects map[string][]string
	Topics  []PlanTopic
}

// PlanTopic is the phrases that name one topic, and the aspects under which they
// mean Label.
type PlanTopic struct {
	Label string
	How   []string
	About []string
	// Lines is how many are made of each phrase; 0 means three and one per aspect.
	Lines int
}

// Compose makes the lines of a plan. The ways to ask take turns, so that each is
// used about as often as the others.
func (p Plan) Compose() ([]Example, error) {
	var out []Example
	turn := map[string]int{}
	for i, t := range p.Topics {
		if t.Label == "" || len(t.How) == 0 || len(t.About) == 0 {
			return nil, fmt.Errorf("topic %d (%q) needs a label, how and about", i+1, t.Label)
		}
		lines := t.Lines
		if lines == 0 {
			lines = 3 + len(t.How)
		}
		for _, about := range t.About {
			for n := range lines {
				aspect := t.How[n%len(t.How)]
				ways := p.Aspects[aspect]
				if len(ways) == 0 {
					return nil, fmt.Errorf("topic %d (%q): there is no aspect %q", i+1, t.Label, aspect)
				}
				way := ways[turn[aspect]%len(ways)]
				turn[aspect]++
				out = append(out, Example{Label: t.Label, Text: strings.ReplaceAll(way, "{}", about)})
			}
		}
	}
	return out, nil
}
