package understand

// most is how many meanings a reading lists.
const most = 5

// Read says what text may mean. It accepts any bytes.
func (m *Model) Read(text string) Reading {
	r := Reading{Typed: clean(text)}
	r.Plain = plain(r.Typed)
	r.Digits = digits(r.Typed)
	words := normalise(m.lexicon, r.Typed)
	r.Normal = join(words)
	if len(words) == 0 {
		return r
	}
	sc := m.pool.Get().(*scratch)
	defer m.pool.Put(sc)
	m.rank(words, sc)
	m.doubtHomographs(words, sc)
	r.Ranked = m.top(sc.logits)
	return r
}

// top picks the likeliest labels, best first; equal ones in label order.
func (m *Model) top(p []float32) []Meaning {
	ranked := make([]Meaning, 0, most+1)
	for l, v := range p {
		i := len(ranked)
		for i > 0 && ranked[i-1].P < float64(v) {
			i--
		}
		if i >= most {
			continue
		}
		ranked = append(ranked, Meaning{})
		copy(ranked[i+1:], ranked[i:])
		ranked[i] = Meaning{m.labels[l], float64(v)}
		ranked = ranked[:min(len(ranked), most)]
	}
	return ranked
}
