package course

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed trades.yaml
var tradesFile []byte

// Trade is a kind of work one can learn.
type Trade struct {
	ID    string   `yaml:"id"`
	Name  string   `yaml:"name"`
	Words []string `yaml:"words"`
	// Other is a trade of nobody's list: its name is what was typed.
	Other bool `yaml:"-"`
}

// trades is the list, which a test holds against its own rules.
var trades = sync.OnceValue(func() []Trade {
	var list []Trade
	if err := yaml.UnmarshalWithOptions(tradesFile, &list, yaml.Strict()); err != nil {
		panic("course: trades.yaml: " + err.Error()) // embedded: a test reads it first
	}
	return list
})

// idle are words around a trade that name none.
var idle = wordSet(`toi tui em minh chung ba con nha muon can thich xin dang ky ghi ten cho hoc nghe lop
	lam ky thuat cach day ve cac nhung them duoc voi a nhe nha oi la co khoa nganh mot`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// hit is a trade met in a text.
type hit struct {
	trade             Trade
	from, to, letters int
}

// TradeOf is the trade a text names first by its longest words; what names none
// is a trade of its own.
func TradeOf(typed string) Trade {
	if found := tradesIn(typed); len(found) > 0 {
		slices.SortStableFunc(found, func(a, b hit) int { return b.letters - a.letters })
		return found[0].trade
	}
	return other(typed)
}

// TradesOf lists the trades a text names, in its order, the first few.
func TradesOf(typed string) (list []Trade) {
	found := tradesIn(typed)
	slices.SortStableFunc(found, func(a, b hit) int { return a.from - b.from })
	for _, h := range found {
		if !slices.ContainsFunc(list, func(t Trade) bool { return t.ID == h.trade.ID }) && len(list) < 3 {
			list = append(list, h.trade)
		}
	}
	if len(list) == 0 {
		list = []Trade{other(typed)}
	}
	return list
}

// TradeName is what a trade is called; false for one of nobody's list.
func TradeName(id string) (string, bool) {
	for _, t := range trades() {
		if t.ID == id {
			return t.Name, true
		}
	}
	return "", false
}

// otherPrefix begins the id of a trade of nobody's list.
const otherPrefix = "other-"

// knownTrade: it is an id, not words.
func knownTrade(id string) bool {
	_, ok := TradeName(id)
	return ok || strings.HasPrefix(id, otherPrefix)
}

// tradesIn finds the words of every trade. Marks count where they were typed:
// "hạn" is not "hàn".
func tradesIn(typed string) (found []hit) {
	bare, exact := words(plain(typed)), words(exactly(typed))
	for _, t := range trades() {
		for _, w := range t.Words {
			want, marked := words(plain(w)), words(exactly(w))
			if at := meets(bare, exact, want, marked); at >= 0 {
				found = append(found, hit{t, at, at + len(want), len(w)})
			}
		}
	}
	return slices.DeleteFunc(found, func(h hit) bool { return coveredBy(h, found) })
}

// coveredBy drops a word that lies in a longer one: "điện" in "điện thoại".
func coveredBy(h hit, all []hit) bool {
	return slices.ContainsFunc(all, func(o hit) bool { return o.from < h.to && h.from < o.to && o.letters > h.letters })
}

func meets(bare, exact, want, marked []string) int {
	for at := 0; at+len(want) <= len(bare); at++ {
		same := true
		for i := range want {
			typed := exact[at+i]
			same = same && bare[at+i] == want[i] && (typed == bare[at+i] || typed == marked[i])
		}
		if same {
			return at
		}
	}
	return -1
}

func words(s string) []string { return strings.Fields(s) }

// other counts a text under its own words. The id says nothing of them.
func other(typed string) Trade {
	var kept []string
	for _, w := range words(plain(typed)) {
		if !idle[w] {
			kept = append(kept, w)
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(kept, " ")))
	return Trade{ID: otherPrefix + hex.EncodeToString(sum[:6]), Name: clip(line(typed), maxWish), Other: true}
}
