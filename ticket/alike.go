package ticket

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tinban/store"
)

// alikeEnough is the share of words that two questions of a topic have in
// common when they ask the same, little words left out.
const alikeEnough = 0.5

// little words say nothing about what is asked.
var little = wordSet(`co duoc khong la thi ma cho toi minh nha em con anh chi ba cac nhung va voi o a oi nhe nhi the nao
	gi sao bao nhieu khi gio hay hoac xin hoi cua ve de se da dang roi neu muon can phai bi hien nay ay do nay kia vay rua mo rang chi`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// wordsOf are the words of a text that say something, without marks, each
// once, in order of the alphabet. A text of little words only keeps them.
func wordsOf(text string) []string {
	all := strings.FieldsFunc(bare(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return little[w] })
	if len(words) == 0 {
		words = all
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// bare is a text in small letters without marks.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ' || r == 'Đ':
			return 'd'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// likeness is the share of words two texts have in common.
func likeness(a, b []string) float64 {
	common := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}

// groupable are the kinds that one answer can serve for several people: a
// check and a call are somebody's own.
func (t Ticket) groupable() bool { return t.Kind == Question || t.Kind == Complaint }

// asksLike reports whether two tickets seem to ask the same.
func (t Ticket) asksLike(o Ticket) bool {
	return t.Code != o.Code && t.near(o) && likeness(wordsOf(t.Normal), wordsOf(o.Normal)) >= alikeEnough
}

// near: two tickets may ask the same. Of a question nobody could place the
// words alone decide.
func (t Ticket) near(o Ticket) bool {
	return t.groupable() && o.groupable() && (t.Label == o.Label || t.Label == "" || o.Label == "")
}

// members are the live tickets answered together with this one, itself first.
func members(r store.Reader, t Ticket) (list []Ticket, err error) {
	head := t
	if t.Head != "" {
		if head, err = Get(r, t.Head); err != nil {
			return []Ticket{t}, nil //nolint:nilerr // the one it was put with has gone: it stands alone
		}
	}
	list = []Ticket{t}
	if head.Code != t.Code && head.Live() {
		list = append(list, head)
	}
	err = find(r, "head/"+string(head.Code)+"/", func(m Ticket) bool {
		if m.Code != t.Code && m.Live() {
			list = append(list, m)
		}
		return true
	})
	return list, err
}
