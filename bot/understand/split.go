package understand

import (
	"regexp"
	"slices"
	"strings"
)

// Between two questions stand a question mark, a new line or words that ask anew;
// "và" and "còn" join much else as well.
var (
	asksAnew  = regexp.MustCompile(`(?i)[?;\n]+|(?:^|[\s,.])(?:(?:và|va|với|voi|rồi|roi)\s+)?(?:(?:cho|xin)(?:\s+(?:tôi|toi|em|mình|minh|tui))?\s+(?:hỏi|hoi)(?:\s+(?:thêm|them|luôn|luon|nữa|nua))?|(?:hỏi|hoi)\s+(?:thêm|them)|với lại|voi lai|ngoài ra|ngoai ra|thêm nữa|them nua)[\s,:]`)
	listed    = regexp.MustCompile(`(?i)\s*[,;+&/\n]\s*(?:(?:và|va)\s+)?|\s+(?:và|va)\s+`)
	maybeAnew = regexp.MustCompile(`(?i)[\s,.]+(?:và|va|còn|con|rồi|roi)\s`)
)

const (
	fewestWords = 3    // of a question
	mostParts   = 3    // that are looked at
	plainly     = 0.95 // how sure both sides of a mere "và" must be
	mostOfTopic = 3    // words of a part that only names a topic
	inTopic     = 0.75 // how sure the topic of such a part must be
)

// Split reads a message that clearly holds more than one question: every part
// would be answered on its own, each with another label. It gives nil for any
// other message, which Read should read whole.
func (m *Model) Split(text string) []Reading {
	text = cleanLines(text)
	if parts := m.questions(asksAnew.Split(text, -1), 0); len(parts) > 1 {
		return parts
	}
	for n, at := range maybeAnew.FindAllStringIndex(text, mostParts) {
		if n == mostParts {
			break
		}
		parts := m.questions([]string{text[:at[0]], text[at[1]:]}, plainly)
		if len(parts) > 1 && parts[0].asks() && parts[1].asks() {
			return parts
		}
	}
	return m.listOfTopics(text)
}

// listOfTopics reads a message that only names topics: "vay vốn, học nghề". A
// part is too short to say more, so it counts as the likeliest of its topic.
// Who is poor is no topic beside another: "hộ nghèo, vay vốn" is one question.
func (m *Model) listOfTopics(text string) (parts []Reading) {
	pieces := saying(listed.Split(text, -1))
	if len(pieces) < 2 || len(pieces) > mostParts {
		return nil
	}
	seen := map[string]bool{}
	for _, piece := range pieces {
		if words := plain(piece); len(strings.Fields(words)) > mostOfTopic || strings.Contains(words, "ngheo") {
			return nil
		}
		r := m.Read(piece)
		topic, p := r.topic()
		if p < inTopic || seen[topic] {
			return nil
		}
		seen[topic] = true
		r.Ranked = []Meaning{{r.Ranked[0].Label, 1}}
		parts = append(parts, r)
	}
	return parts
}

// topic is what the likeliest label is about, and how likely it is that the
// message is about that at all; nothing for small talk and what is not ours.
func (r Reading) topic() (topic string, p float64) {
	if len(r.Ranked) == 0 || r.Ranked[0].Label == OutOfScope || smallTalk[r.Ranked[0].Label] {
		return "", 0
	}
	topic, _, _ = strings.Cut(r.Ranked[0].Label, ".")
	for _, meaning := range r.Ranked {
		if of, _, _ := strings.Cut(meaning.Label, "."); of == topic {
			p += meaning.P
		}
	}
	return topic, p
}

// saying leaves out the pieces without a word.
func saying(pieces []string) []string {
	return slices.DeleteFunc(slices.Clone(pieces), func(p string) bool { return len(strings.Fields(plain(p))) == 0 })
}

// cleanLines cleans text line by line, so that the ends of lines stay.
func cleanLines(text string) string {
	if len(text) > 8*maxRunes {
		text = text[:8*maxRunes]
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = clean(line)
	}
	return strings.Join(lines, "\n")
}

// questions reads the pieces of a message; nil unless each that says anything is
// a question of its own.
func (m *Model) questions(pieces []string, least float64) []Reading {
	pieces = saying(pieces)
	if len(pieces) < 2 {
		return nil
	}
	var parts []Reading
	seen := map[string]bool{}
	for _, piece := range pieces {
		r := m.Read(piece)
		if len(parts) == mostParts || !r.isQuestion(least) {
			return nil
		}
		label := r.Ranked[0].Label
		if seen[label] {
			return nil
		}
		seen[label] = true
		parts = append(parts, r)
	}
	return parts
}

// isQuestion says that r would be answered and is no small talk.
func (r Reading) isQuestion(least float64) bool {
	if len(strings.Fields(r.Normal)) < fewestWords || len(r.Ranked) == 0 {
		return false
	}
	best := r.Ranked[0]
	return r.Decide().Kind == Answer && best.P >= least && best.Label != OutOfScope && !smallTalk[best.Label]
}

// asking words make a question of a part that only "và" sets off.
var asking = regexp.MustCompile(`\b(bao nhieu|bao lau|bao gio|dau|nao|gi|khong|may|sao|ai|chua)\b`)

func (r Reading) asks() bool { return asking.MatchString(strip(r.Normal)) }
