package understand

import (
	"math"
	"strings"
	"sync"
)

// Model ranks meanings. It is a linear model, the odds of single features and an
// index of the examples; what each says is weighed by a few learnt numbers so that the result is a
// probability. It is safe for concurrent use.
type Model struct {
	print  string
	labels []string
	texts  []string // the examples, normalised and without marks
	owner  []int    // their labels
	linear *linear
	odds   packed // over the linear model's features
	blend  blend

	// made from the above
	lexicon  *lexicon
	near     *neighbours
	topic    []int           // label → number of its topic
	outside  int             // number of out_of_scope, or -1
	talk     []bool          // label → is small talk
	talkWord map[string]bool // the words examples of small talk use
	pool     sync.Pool
}

// addressWords go with any small talk: whom one speaks to, and how.
const addressWords = "anh chi em ban oi a nhe nha da vang ad admin shop minh toi moi nguoi co chu bac ong ba cho voi nhi ok bot thay cau hi luon a nao nay do roi"

// scratch is the working space of one reading.
type scratch struct {
	extractor extractor
	vector    vector
	logits    []float32
	odds      []float32
	asRead    []float32 // shares before a homograph was read otherwise
	near      nearScratch
	topicSum  []float32
	topicNear []float32
}

// prepare builds what is not stored.
func (m *Model) prepare() {
	m.outside = -1
	m.talk = make([]bool, len(m.labels))
	m.topic = make([]int, len(m.labels))
	topics := map[string]int{}
	for i, label := range m.labels {
		if label == OutOfScope {
			m.outside = i
		}
		m.talk[i] = smallTalk[label]
		topic, _, _ := strings.Cut(label, ".")
		if _, ok := topics[topic]; !ok {
			topics[topic] = len(topics)
		}
		m.topic[i] = topics[topic]
	}
	var index sync.WaitGroup
	index.Go(func() { m.near = newNeighbours(m.texts, m.owner, len(m.labels)) })
	m.lexicon = newLexicon(2048)
	m.talkWord = make(map[string]bool)
	for s := range strings.FieldsSeq(addressWords) {
		m.talkWord[s] = true
	}
	for i, text := range m.texts {
		m.lexicon.addBare(text)
		if m.talk[m.owner[i]] {
			for s := range strings.SplitSeq(text, " ") {
				m.talkWord[s] = true
			}
		}
	}
	index.Wait()
	m.pool.New = func() any { return m.newScratch(len(topics)) }
}

func (m *Model) newScratch(topics int) *scratch {
	return &scratch{
		logits: make([]float32, len(m.labels)), odds: make([]float32, len(m.labels)), near: m.near.scratch(),
		topicSum: make([]float32, topics), topicNear: make([]float32, topics),
	}
}

// rank fills sc.logits with the probability of each label.
func (m *Model) rank(words []word, sc *scratch) {
	e := m.measure(words, sc)
	for l := range sc.logits {
		own := m.evidence(e, l, sc)
		sc.logits[l] = m.blend.logit(&own)
	}
	softmax(sc.logits)
}

// measure asks the linear model and the examples about words; it returns the
// evidence that is the same for every label.
func (m *Model) measure(words []word, sc *scratch) evidence {
	keys, values := sc.extractor.extract(words)
	sc.vector = m.linear.vector(keys, values, sc.vector)
	m.linear.score(sc.vector, sc.logits)
	clear(sc.odds)
	m.odds.add(sc.vector, sc.odds)
	m.near.find(bareText(words), &sc.near)
	m.byTopic(sc)
	return m.strangeness(sc.extractor.bare)
}

func (m *Model) evidence(e evidence, l int, sc *scratch) evidence {
	topic := m.topic[l]
	e.linear, e.odds = sc.logits[l], sc.odds[l]
	e.near, e.next, e.mean = sc.near.first[l], sc.near.second[l], sc.near.mean[l]
	e.topic, e.topicNear = sc.topicSum[topic], sc.topicNear[topic]
	e.outside, e.talk = l == m.outside, m.talk[l]
	return e
}

// byTopic gathers what all labels of a topic say together: the topic is often
// plain when the aspect is not.
func (m *Model) byTopic(sc *scratch) {
	clear(sc.topicSum)
	clear(sc.topicNear)
	top := sc.logits[0]
	for _, x := range sc.logits {
		top = max(top, x)
	}
	for l, topic := range m.topic {
		sc.topicSum[topic] += float32(math.Exp(float64(sc.logits[l] - top)))
		sc.topicNear[topic] = max(sc.topicNear[topic], sc.near.first[l])
	}
	for topic, x := range sc.topicSum {
		sc.topicSum[topic] = float32(math.Log(float64(x) + 1e-9))
	}
}

// strangeness tells how many words are new, and how many are no small talk; one
// such word may be a slip or a name.
func (m *Model) strangeness(bare []string) evidence {
	unknown, beside := 0, 0
	for _, s := range bare {
		if s != numberWord && m.lexicon.count[s] == 0 {
			unknown++
		}
		if !m.talkWord[s] {
			beside++
		}
	}
	n := float32(max(len(bare), 1))
	return evidence{brief: 1 / n, novelty: float32(unknown) / n, beside: float32(max(beside-1, 0)) / n}
}

func bareText(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strip(w.text))
	}
	return b.String()
}
