package understand

import (
	"cmp"
	"slices"
	"strings"
)

// Name is a place people may write, with the id to be found by.
type Name struct{ ID, Text string }

// Found is a name met in a text. Exact means letter for letter, as far as marks
// were typed; Distance counts the slips otherwise. Unnumbered means that the name
// is told from its neighbours by a number, and that none of theirs was typed.
type Found struct {
	ID, Text   string
	Exact      bool
	Unnumbered bool
	Distance   int
}

// Names finds place names typed with mistakes, without marks, joined, or behind
// "xã", "thị trấn", "thôn".
type Names struct {
	places   []place
	longest  int                 // syllables
	numbered map[string][]string // the numbers that tell places of one key apart
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
	n := &Names{numbered: map[string][]string{}}
	for _, name := range names {
		words := withoutPrefix(placeWords(name.Text))
		p := place{name: name, words: words}
		p.key, p.number = placeKey(words)
		if p.key == "" {
			continue
		}
		n.places = append(n.places, p)
		if p.number != "" {
			n.numbered[p.key] = append(n.numbered[p.key], p.number)
		}
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

// withoutPrefix leaves alone what is nothing but prefixes: "thị trấn".
func withoutPrefix(words []string) []string {
	at := slices.IndexFunc(words, func(w string) bool { return !placePrefixes[strip(w)] })
	return words[max(at, 0):]
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
type hit struct {
	place, from, to, slips int
	unnumbered             bool
}

// mostPlaceWords bounds the search in a long message.
const mostPlaceWords = 60

// Find lists the names in text, best first: those written exactly if there are
// any, else those nearest; several when the text does not tell them apart.
func (n *Names) Find(text string) []Found {
	words := placeWords(text)
	words = words[:min(len(words), mostPlaceWords)]
	best := make(map[int]hit)
	whole := withoutPrefix(words)
	n.match(words, len(words)-len(whole), len(words), true, best)
	for from := range words {
		for to := from + 1; to <= len(words) && to-from <= n.longest+1; to++ {
			n.match(words, from, to, false, best)
		}
	}
	return n.ranked(best)
}

// towns are the words before the name of a town that is named as its district.
var towns = map[string]bool{"tran": true, "tt": true, "pho": true}

// match compares one stretch of text with every name; whole says that nothing
// else was written, which forgives more.
func (n *Names) match(text []string, from, to int, whole bool, best map[int]hit) {
	words := text[from:to]
	key, number := placeKey(words)
	if key == "" {
		return
	}
	town := from > 0 && towns[strip(text[from-1])]
	for i := range n.places {
		p := &n.places[i]
		unnumbered, ok := n.numberFits(p, number, whole, town)
		if !ok {
			continue
		}
		slips, ok := p.compare(words, key, whole)
		if !ok {
			continue
		}
		if unnumbered {
			slips++
		}
		if old, met := best[i]; !met || slips < old.slips {
			best[i] = hit{i, from, to, slips, unnumbered}
		}
	}
}

// numberFits: "A Lưới 3" is one place; "A Lưới" and "A Lưới 9" may be any of the
// five, and the town of that name only when it is called a town.
func (n *Names) numberFits(p *place, number string, whole, town bool) (unnumbered, ok bool) {
	switch {
	case p.number == number:
		return false, number != "" || town || len(n.numbered[p.key]) == 0
	case p.number == "" || !whole || town:
		return false, false
	}
	return true, !slices.Contains(n.numbered[p.key], number)
}

// compare counts the slips between the letters typed and the place's, if few
// enough.
func (p *place) compare(words []string, key string, whole bool) (int, bool) {
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
			found = append(found, Found{name.ID, name.Text, h.slips == 0, h.unnumbered, h.slips})
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
