package understand

import "math"

// neighbours finds the examples whose letters are most like the message's, by
// the cosine of their letter groups. It is rebuilt from the texts when a model
// is loaded.
type neighbours struct {
	grams  gramTable
	weight []float32 // of each group, squared; 0 when too common to tell anything
	starts []int32   // the examples with group g: owners[starts[g]:starts[g+1]]
	owners []int32
	norm   []float32 // 1/length of each example
	label  []int
	share  []float32 // 1/number of examples of each label
}

// nearScratch is the working space of one search and its result per label: the
// nearest, the second nearest and the average likeness.
type nearScratch struct {
	first, second, mean []float32
	sims                []float32
	seen                []uint32 // group → number of the last search that met it
	search              uint32
}

const (
	shortestGram = 3
	longestGram  = 5
	tooCommon    = 0.04 // groups in more than this share of examples tell little and cost most
	fewEnough    = 60   // groups in no more examples than this are always kept
	strangeGram  = 4    // weight of a group no example has: it makes the message unlike them
)

// newNeighbours indexes bare texts, each with its label.
func newNeighbours(texts []string, label []int, labels int) *neighbours {
	nb := &neighbours{label: label, share: make([]float32, labels)}
	total := 0
	for _, text := range texts {
		total += longestGram * len(text)
	}
	nb.grams.grow(total / 12)
	ids := make([]int32, 0, total/2)
	bounds := make([]int, 1, len(texts)+1)
	var counts []int32
	var last []int // group → the last example that had it
	for i, text := range texts {
		eachGram(text, func(g uint32) {
			id := nb.grams.put(g)
			if int(id) == len(counts) {
				counts, last = append(counts, 0), append(last, -1)
			}
			if last[id] != i {
				last[id] = i
				counts[id]++
				ids = append(ids, id)
			}
		})
		bounds = append(bounds, len(ids))
	}
	nb.post(ids, bounds, counts)
	for _, l := range label {
		nb.share[l]++
	}
	for l, n := range nb.share {
		nb.share[l] = 1 / max(n, 1)
	}
	return nb
}

// eachGram calls take with the hash of every letter group of text, a blank at
// both ends.
func eachGram(text string, take func(uint32)) {
	padded := len(text) + 2
	at := func(i int) byte {
		if i == 0 || i == padded-1 {
			return ' '
		}
		return text[i-1]
	}
	for i := range padded {
		h := uint32(2166136261)
		for n := 1; n <= longestGram && i+n <= padded; n++ {
			h = (h ^ uint32(at(i+n-1))) * 16777619
			if n >= shortestGram {
				take(h ^ uint32(n))
			}
		}
	}
}

// post turns "groups of each example" into "examples of each group".
func (nb *neighbours) post(ids []int32, bounds []int, counts []int32) {
	n := len(bounds) - 1
	nb.weight = make([]float32, len(counts))
	nb.starts = make([]int32, len(counts)+1)
	for g, c := range counts {
		if float64(c) <= max(tooCommon*float64(n), fewEnough) {
			w := float32(math.Log(1 + float64(n)/float64(c)))
			nb.weight[g] = w * w
		}
		nb.starts[g+1] = nb.starts[g] + c
	}
	nb.owners = make([]int32, len(ids))
	nb.norm = make([]float32, n)
	fill := append([]int32(nil), nb.starts...)
	for i := range n {
		sum := float32(0)
		for _, g := range ids[bounds[i]:bounds[i+1]] {
			nb.owners[fill[g]] = int32(i)
			fill[g]++
			sum += nb.weight[g]
		}
		if sum > 0 {
			nb.norm[i] = float32(1 / math.Sqrt(float64(sum)))
		}
	}
}

func (nb *neighbours) scratch() nearScratch {
	labels := len(nb.share)
	return nearScratch{
		first: make([]float32, labels), second: make([]float32, labels), mean: make([]float32, labels),
		sims: make([]float32, len(nb.norm)), seen: make([]uint32, len(nb.weight)),
	}
}

// find measures how like text every example is, and sums up per label.
func (nb *neighbours) find(text string, sc *nearScratch) {
	length := nb.compare(text, sc)
	clear(sc.first)
	clear(sc.second)
	clear(sc.mean)
	for i, s := range sc.sims {
		if s == 0 {
			continue
		}
		s *= nb.norm[i] * length
		l := nb.label[i]
		sc.mean[l] += s * nb.share[l]
		if s > sc.first[l] {
			sc.first[l], sc.second[l] = s, sc.first[l]
		} else if s > sc.second[l] {
			sc.second[l] = s
		}
	}
}

// compare fills sc.sims with what text and each example have in common; times
// nb.norm of the example and the number returned it is their cosine.
func (nb *neighbours) compare(text string, sc *nearScratch) float32 {
	clear(sc.sims)
	sc.search++
	sum := float32(0)
	eachGram(text, func(g uint32) {
		id := nb.grams.get(g)
		if id < 0 {
			sum += strangeGram
			return
		}
		w := nb.weight[id]
		if w == 0 || sc.seen[id] == sc.search {
			return
		}
		sc.seen[id] = sc.search
		sum += w
		for _, owner := range nb.owners[nb.starts[id]:nb.starts[id+1]] {
			sc.sims[owner] += w
		}
	})
	if sum == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(sum)))
}

// gramTable numbers letter groups in the order they come: a hash table with open
// addressing, several times faster to fill than a map, and filling it is most of
// the time it takes to load a model.
type gramTable struct {
	slots []gramSlot
	n     int32
}

type gramSlot struct {
	gram uint32
	id   int32 // one more than the number; 0 means free
}

func (t *gramTable) grow(atLeast int) {
	size := 1 << 10
	for size < 2*atLeast {
		size *= 2
	}
	old := t.slots
	t.slots = make([]gramSlot, size)
	for _, s := range old {
		if s.id != 0 {
			t.slots[t.find(s.gram)] = s
		}
	}
}

func (t *gramTable) find(gram uint32) int {
	mask := len(t.slots) - 1
	i := int(gram*0x9E3779B1>>8) & mask
	for t.slots[i].id != 0 && t.slots[i].gram != gram {
		i = (i + 1) & mask
	}
	return i
}

func (t *gramTable) get(gram uint32) int32 { return t.slots[t.find(gram)].id - 1 }

func (t *gramTable) put(gram uint32) int32 {
	if int(t.n)*2 >= len(t.slots) {
		t.grow(int(t.n) * 2)
	}
	s := &t.slots[t.find(gram)]
	if s.id == 0 {
		t.n++
		*s = gramSlot{gram, t.n}
	}
	return s.id - 1
}
