package content

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tinban/eligibility"
)

// How near a question must be to one that a variant names, and how much nearer
// than to any of another answer, before it is taken for the variant without
// one of its words.
const (
	nearEnough = 0.6
	nearerBy   = 0.1
)

// gap in a phrase stands for up to mostBetween other words: "con … khuyết tật".
const (
	gap         = "…"
	mostBetween = 3
)

// chooser tells the answers of one label apart.
type chooser struct {
	phrases []phrase
	starts  map[string][]int // phrases by their first syllable without marks
	asks    []ask
	weight  map[string]float64 // of a word or pair: the rarer the heavier
}

// phrase is words that mean one answer and no other of its label.
type phrase struct {
	id    string
	words []string
	bare  []string // without marks
	size  int      // in letters
}

// ask is a question that an answer names.
type ask struct {
	id  string
	bag bag
}

// bag is the words and pairs of a text, without marks, in order: a vector.
type bag []gram

type gram struct {
	text   string
	weight float64
}

// Choose returns the answer of a label that fits what was asked: the one whose
// words the question holds (the longest count), else the one whose own
// questions are clearly nearest, else the answer without a variant. It is nil
// when the label has no answer on that day.
func (l *Library) Choose(label, asked string, on eligibility.Date) *Answer {
	if c := l.choosers[label]; c != nil {
		for _, id := range c().choose(asked) {
			if a := l.AnswerOn(id, on); a != nil {
				return a
			}
		}
	}
	return l.AnswerOn(label, on)
}

// mostUrgent is how many syllables a cry for help has at most: a longer message
// that holds its words asks about something.
const mostUrgent = 18

// alarm is one kind of danger: what people cry, and what they say who only ask.
type alarm struct {
	answer      string
	cries, calm *chooser
}

// UrgentOn returns the answer for somebody in danger, or nil: of the first
// alarm that is cried and not calmed.
func (l *Library) UrgentOn(asked string, on eligibility.Date) *Answer {
	typed := tokens(asked)
	if len(typed) > mostUrgent {
		return nil
	}
	for _, a := range l.alarms {
		if len(a.cries.named(typed)) > 0 && len(a.calm.named(typed)) == 0 {
			return l.AnswerOn(a.answer, on)
		}
	}
	return nil
}

// Variants lists the answers of a label that hold on a day, the one without a
// variant first, then by id.
func (l *Library) Variants(label string, on eligibility.Date) (out []*Answer) {
	for _, id := range slices.Sorted(maps.Keys(l.Answers)) {
		if own, _, _ := strings.Cut(id, "/"); own != label {
			continue
		}
		if a := l.AnswerOn(id, on); a != nil {
			out = append(out, a)
		}
	}
	return out
}

// choose lists the answers that may be meant, likeliest first.
func (c *chooser) choose(asked string) []string {
	words := tokens(asked)
	if ids := c.named(words); len(ids) > 0 {
		return ids
	}
	if id := c.nearest(words); id != "" {
		return []string{id}
	}
	return nil
}

// named lists the answers one of whose phrases was used, the longest first.
func (c *chooser) named(typed []string) (ids []string) {
	var hits []int
	for at, w := range typed {
		for _, i := range c.starts[bare(w)] {
			if c.phrases[i].begins(typed[at:]) {
				hits = append(hits, i)
			}
		}
	}
	slices.SortFunc(hits, func(a, b int) int {
		return cmp.Or(cmp.Compare(c.phrases[b].size, c.phrases[a].size), cmp.Compare(a, b))
	})
	for _, i := range hits {
		if id := c.phrases[i].id; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// begins reports whether what was typed begins with the phrase. Marks count
// where they were typed: "mai tang" may be "mai táng", "mai tặng" may not.
func (p phrase) begins(typed []string) bool {
	for i, w := range p.words {
		if w == gap {
			return phrase{words: p.words[i+1:], bare: p.bare[i+1:]}.follows(typed[i:])
		}
		if i >= len(typed) || typed[i] != w && typed[i] != p.bare[i] {
			return false
		}
	}
	return true
}

// follows reports whether the phrase begins after a few words at most.
func (p phrase) follows(typed []string) bool {
	for skipped := range min(mostBetween, len(typed)) + 1 {
		if p.begins(typed[skipped:]) {
			return true
		}
	}
	return false
}

// nearest is the answer whose own question is nearest, if it clearly is.
func (c *chooser) nearest(words []string) string {
	asked := newBag(words).weighed(c.weight)
	best, second, id := 0.0, 0.0, ""
	for _, a := range c.asks {
		near := asked.dot(a.bag)
		switch {
		case near > best && a.id == id:
			best = near
		case near > best:
			best, second, id = near, best, a.id
		case a.id != id:
			second = max(second, near)
		}
	}
	if best < nearEnough || best < second+nearerBy {
		return ""
	}
	return id
}

// dot is how near two bags are, between 0 and 1.
func (b bag) dot(other bag) (sum float64) {
	for i, j := 0, 0; i < len(b) && j < len(other); {
		switch cmp.Compare(b[i].text, other[j].text) {
		case 0:
			sum += b[i].weight * other[j].weight
			i, j = i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return sum
}

// newBag lists the words and pairs of a text, each once.
func newBag(words []string) bag {
	out := make([]string, 0, 2*len(words))
	before := ""
	for i, w := range words {
		w = bare(w)
		out = append(out, w)
		if i > 0 {
			out = append(out, before+" "+w)
		}
		before = w
	}
	slices.Sort(out)
	out = slices.Compact(out)
	b := make(bag, len(out))
	for i, g := range out {
		b[i].text = g
	}
	return b
}

// weighed is the bag as a vector of length 1; what no answer's question holds
// weighs as little as can be.
func (b bag) weighed(weight map[string]float64) bag {
	length := 0.0
	for i, g := range b {
		w, known := weight[g.text]
		if !known {
			w = 1
		}
		b[i].weight = w
		length += w * w
	}
	for i := range b {
		b[i].weight /= math.Sqrt(length)
	}
	return b
}

// tokens is a text in small letters, syllable by syllable.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// phraseTokens is the tokens of a phrase and its gaps.
func phraseTokens(words string) (out []string) {
	for i, piece := range strings.Split(words, gap) {
		if i > 0 {
			out = append(out, gap)
		}
		out = append(out, tokens(piece)...)
	}
	return out
}

// bare is a syllable without its marks.
func bare(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case int(r) < len(bareLetter) && bareLetter[r] != 0:
			out = append(out, bareLetter[r])
		case !unicode.Is(unicode.Mn, r):
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// bareLetter is the letter under the marks, for the small letters that have
// some.
var bareLetter = func() (letters [0x1F00]byte) {
	for r := rune(0xC0); int(r) < len(letters); r++ {
		if base := norm.NFD.String(string(r)); base[0] < 0x80 && base != string(r) {
			letters[r] = base[0]
		}
	}
	letters['đ'] = 'd'
	return letters
}()

// linkChoice gathers, label by label, what tells its answers apart; it learns
// a label only when it is first asked, so that starting does not wait for it.
// A label with one answer has nothing to choose.
func (l *Library) linkChoice() {
	for _, u := range l.Urgent {
		l.alarms = append(l.alarms, alarm{u.Answer, naming(u.Answer, u.Words), naming(u.Answer, u.Unless)})
	}
	ids := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(l.Answers)) {
		label, _, _ := strings.Cut(id, "/")
		ids[label] = append(ids[label], id)
	}
	l.choosers = make(map[string]func() *chooser, len(ids))
	for label, of := range ids {
		l.choosers[label] = sync.OnceValue(func() *chooser { return l.newChooser(of) })
	}
}

func (l *Library) newChooser(ids []string) *chooser {
	c := &chooser{weight: map[string]float64{}, starts: map[string][]int{}}
	for _, id := range ids {
		words, asks := map[string]bool{}, map[string]bool{}
		for _, a := range l.Answers[id] {
			c.learn(id, a, words, asks)
		}
	}
	c.weigh()
	return c
}

// learn takes in what one version says that it is asked by; versions repeat
// each other.
func (c *chooser) learn(id string, a *Answer, words, asks map[string]bool) {
	for _, w := range a.Words {
		if !words[w] {
			words[w] = true
			c.name(id, w)
		}
	}
	for _, q := range a.Asks {
		if asks[q] {
			continue
		}
		asks[q] = true
		b := newBag(tokens(q))
		for _, g := range b {
			c.weight[g.text]++
		}
		c.asks = append(c.asks, ask{id, b})
	}
}

// naming is a chooser of one answer that knows nothing but its phrases.
func naming(id string, phrases []string) *chooser {
	c := &chooser{starts: map[string][]int{}}
	for _, words := range phrases {
		c.name(id, words)
	}
	return c
}

// name adds a phrase that means an answer.
func (c *chooser) name(id, words string) {
	p := phraseTokens(words)
	if len(p) == 0 {
		return
	}
	without := make([]string, len(p))
	for i, syllable := range p {
		without[i] = bare(syllable)
	}
	c.starts[without[0]] = append(c.starts[without[0]], len(c.phrases))
	c.phrases = append(c.phrases, phrase{id, p, without, len([]rune(strings.Join(p, "")))})
}

// weigh turns counts into weights and the questions into vectors.
func (c *chooser) weigh() {
	n := float64(len(c.asks))
	for g, count := range c.weight {
		c.weight[g] = math.Log(1 + n/count)
	}
	for _, a := range c.asks {
		a.bag.weighed(c.weight)
	}
}
