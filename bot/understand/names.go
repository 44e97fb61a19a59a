package understand

import (
	"cmp"
	"slices"
	"strings"
)

// Name is a place people may write, with the id to be found by.
type Name struct{ ID, Text string }

// Found is a name met in a text. Exact means letter for letter, as far as marks
// were typed; Distance counts the slips otherwise.
type Found struct {
	ID, Text string
	Exact    bool
	Distance int
}

// Names finds place names typed with mistakes, without marks, joined, or behind
// "xã", "thị trấn", "thôn".
type Names struct {
	places  []place
	longest int // syllables
}

type place struct {
	name   Name
	words  []string
	key    string // letters only, without marks: "aroang"
	number string // the number at the end of "A Lưới 3"
}

// placePrefixes are words that stand before a name without being part of it.
var placePrefixes = func() map[string]bool {
	m := make(map[string]bool)
	for _, s := range strings.Fields(`xa x phuong p thi tran tt thon ban lang to huyen h tinh khu vuc dia
		o em toi tui minh nha thuoc tai la cu da ben noi den ve va gia dinh chau chung`) {
		m[s] = true
	}
	return m
}()

// NewNames prepares names for finding. Names without a letter are left out.
func NewNames(names []Name) *Names {
	n := &Names{}
	for _, name := range names {
		words := withoutPrefix(placeWords(name.Text))
		p := place{name: name, words: words}
		p.key, p.number = placeKey(words)
		if p.key == "" {
			continue
		}
		n.places = append(n.places, p)
		n.longest = max(n.longest, len(words))
	}
	return n
}

func placeWords(text string) []string {
	var out []string
	for _, w := range placeTones(nil, split(clean(text))) {
		for _, run := range appendRuns(nil, w) {
			out = append(out, run.text)
		}
	}
	return out
}

func withoutPrefix(words []string) []string {
	for len(words) > 1 && placePrefixes[strip(words[0])] {
		words = words[1:]
	}
	return words
}

// placeKey joins the bare letters of words. A number at the end stands apart, for
// A Lưới 3 and A Lưới 4 are neighbours on the keyboard and not the same place.
func placeKey(words []string) (key, number string) {
	var b strings.Builder
	for i, w := range words {
		if !isNumber(w) {
			b.WriteString(strip(w))
		} else if i == len(words)-1 {
			number = strings.TrimLeft(w, "0")
		}
	}
	return b.String(), number
}

// hit is a stretch of the text that may be the name of a place.
type hit struct{ place, from, to, slips int }

// mostPlaceWords bounds the search in a long message.
const mostPlaceWords = 60

// Find lists the names in text, best first: those written exactly if there are
// any, else those nearest; several when the text does not tell them apart.
func (n *Names) Find(text string) []Found {
	words := placeWords(text)
	words = words[:min(len(words), mostPlaceWords)]
	best := make(map[int]hit)
	whole := withoutPrefix(words)
	n.match(whole, len(words)-len(whole), true, best)
	for from := range words {
		for to := from + 1; to <= len(words) && to-from <= n.longest+1; to++ {
			n.match(words[from:to], from, false, best)
		}
	}
	return n.ranked(best)
}

// match compares one stretch of words with every name; whole says that nothing
// else was written, which forgives more.
func (n *Names) match(words []string, from int, whole bool, best map[int]hit) {
	key, number := placeKey(words)
	if key == "" {
		return
	}
	for i := range n.places {
		slips, ok := n.places[i].compare(words, key, number, whole)
		if !ok {
			continue
		}
		if old, met := best[i]; !met || slips < old.slips {
			best[i] = hit{i, from, from + len(words), slips}
		}
	}
}

// compare counts the slips between what was typed and the place, if few enough.
func (p *place) compare(words []string, key, number string, whole bool) (int, bool) {
	if p.number != number && (number != "" || !whole) {
		return 0, false
	}
	limit := slipsAllowed(len(p.key), whole)
	slips := slipsBetween(key, p.key, limit)
	if slips > limit {
		return 0, false
	}
	if clash(words, p.words) {
		if !whole {
			return 0, false
		}
		slips++
	}
	if p.number != number {
		slips++ // "a luoi" alone may be any of the five
	}
	return slips, true
}

// slipsAllowed: short names must be right, long ones may be off by two; inside a
// longer message any word might be near a name, so less is forgiven.
func slipsAllowed(letters int, whole bool) int {
	switch {
	case letters < 5:
		return 0
	case letters < 7 && !whole:
		return 0
	case letters < 8 || !whole:
		return 1
	}
	return 2
}

// clash says that typed marks contradict the name's: "a đợt" is not A Đớt.
func clash(typed, name []string) bool {
	if len(typed) != len(name) {
		return false
	}
	for i, t := range typed {
		if t != name[i] && !isASCII(t) && strip(t) == strip(name[i]) {
			return true
		}
	}
	return false
}

func (n *Names) ranked(best map[int]hit) []Found {
	hits := make([]hit, 0, len(best))
	fewest := maxRunes
	for _, h := range best {
		if !inLonger(h, best) {
			hits = append(hits, h)
			fewest = min(fewest, h.slips)
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(b.to-b.from, a.to-a.from), cmp.Compare(a.place, b.place))
	})
	var found []Found
	for _, h := range hits {
		if h.slips == fewest || fewest > 0 && h.slips == fewest+1 {
			name := n.places[h.place].name
			found = append(found, Found{name.ID, name.Text, h.slips == 0, h.slips})
		}
	}
	return found
}

// inLonger drops a name that is only part of another one met at the same spot:
// "A Lưới" in "A Lưới 3".
func inLonger(h hit, best map[int]hit) bool {
	for _, other := range best {
		if other.from <= h.from && h.to <= other.to && other.to-other.from > h.to-h.from && other.slips <= h.slips {
			return true
		}
	}
	return false
}

// slipsBetween counts letters put in, left out, changed or swapped, and gives up
// beyond limit.
func slipsBetween(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || limit == 0 && a != b {
		return limit + 1
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			changed := row[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			next[j] = min(row[j]+1, next[j-1]+1, changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
