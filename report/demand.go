package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Demand counts people alike who want to learn a trade. The list of them holds
// numbers only: whoever wished it is in no row.
type Demand struct {
	Trade   string
	Free    bool   // the trade is called as somebody typed it
	Commune string // its name; empty is not given
	Band    string // of Bands, or not given
	Sex     string // "f", "m" or not given
	N       int
}

// hidden stands for a number from 1 to Few-1, veiled for one that would let
// the hidden one be worked out.
var hidden = fmt.Sprintf("<%d", Few)

const veiled = "ẩn"

const (
	headTrade  = "Nghề"
	headPeople = "Số người"
	headNone   = "Không ghi xã"
)

// rare stands for all trades that few people named in words of their own: the
// words could tell who they are.
const rare = "Nghề khác, mỗi nghề ít người"

// Demands is the list of trades people want to learn, the most wanted first.
func Demands(e Export, wishes []Demand) (Book, error) {
	trades := byTrade(wishes)
	if err := fits(len(trades)); err != nil {
		return Book{}, err
	}
	t := demandTable(trades, valuesOf(wishes, func(d Demand) string { return line(d.Commune) }))
	what := "Nhu cầu học nghề"
	b := Book{
		Name: fileName("nhu-cau-hoc-nghe", e.Place, day(e.At)), Rows: len(trades),
		title: what, by: e.By, at: e.At, list: t, summary: demandSummary(&t, trades),
	}
	b.notes = append(e.about(what, "Tin Bản: nghề bà con muốn học mà chưa có lớp.", b.Name, b.Rows),
		note{"Số ít", fmt.Sprintf("Dưới %d người thì ghi %s, để không đoán ra ai. Ô ghi «%s» cũng để giữ kín ô bên cạnh.", Few, hidden, veiled)},
		note{rare, fmt.Sprintf("Nghề bà con tự gọi tên mà dưới %d người thì gộp vào dòng này, không ghi lời bà con.", Few)},
		note{"Cách đếm", "Mỗi người muốn một nghề thì đếm 1 lần ở nghề đó. Một người muốn 2 nghề thì có ở 2 dòng."})
	return b, nil
}

// trade is a trade with all who wish it.
type trade struct {
	name   string
	wishes []Demand
	n      int // people
	free   bool
}

// byTrade puts wishes together, the most wanted trade first, the rare ones as
// one at the end.
func byTrade(wishes []Demand) (trades []trade) {
	var rest trade
	for _, t := range together(wishes) {
		if !t.free || t.n >= Few {
			trades = append(trades, t)
			continue
		}
		rest.name, rest.n, rest.wishes = rare, rest.n+t.n, append(rest.wishes, t.wishes...)
	}
	slices.SortFunc(trades, func(a, b trade) int { return cmp.Or(b.n-a.n, strings.Compare(a.name, b.name)) })
	if rest.n > 0 {
		trades = append(trades, rest)
	}
	return trades
}

func together(wishes []Demand) (trades []trade) {
	at := map[string]int{}
	for _, w := range wishes {
		name := line(w.Trade)
		i, ok := at[name]
		if !ok {
			i, at[name] = len(trades), len(trades)
			trades = append(trades, trade{name: name, free: w.Free})
		}
		trades[i].n += w.N
		trades[i].wishes = append(trades[i].wishes, w)
	}
	return trades
}

func demandTable(trades []trade, communes []string) table {
	t := table{sheet: "Nhu cầu học nghề", columns: []column{{head: headNo, kind: number}, {head: headTrade, kind: text}, {head: headPeople, kind: number}}}
	for _, c := range communes {
		t.columns = append(t.columns, column{head: c, kind: number})
	}
	t.columns = append(t.columns, column{head: headNone, kind: number})
	for i, tr := range trades {
		row := shown(tr.partsBy(communes, func(w Demand) string { return line(w.Commune) }))
		t.rows = append(t.rows, append([]any{i + 1, tr.name}, row...))
	}
	return t
}

// partsBy counts a trade whole, by value, and what has none of the values.
func (t trade) partsBy(values []string, of func(Demand) string) []int {
	counts := make([]int, len(values)+2)
	counts[0] = t.n
	for _, w := range t.wishes {
		i := slices.Index(values, of(w))
		if i < 0 {
			i = len(values)
		}
		counts[i+1] += w.N
	}
	return counts
}

// shown is a sum and its parts as they may be shown. Where one part alone is
// hidden it could be worked out from the sum, so another is veiled with it.
func shown(counts []int) []any {
	cells := make([]any, len(counts))
	alone, veil := 0, -1
	for i, n := range counts {
		cells[i] = n
		if n > 0 && n < Few {
			cells[i] = hidden
		}
		if i == 0 {
			continue
		}
		if cells[i] == hidden {
			alone++
		} else if n > 0 && (veil < 0 || n < counts[veil]) {
			veil = i
		}
	}
	if alone == 1 && counts[0] >= Few && veil >= 0 {
		cells[veil] = veiled
	}
	return cells
}

// demandSummary counts the trades of enough people by sex and age. Its figures
// are no formulas: the list holds no row a person could be counted from.
func demandSummary(t *table, trades []trade) (s summary) {
	var enough []trade
	visible := 0
	for _, tr := range trades {
		if tr.n >= Few {
			enough, visible = append(enough, tr), visible+tr.n
		}
	}
	s.add(titleRow, "Tổng hợp nhu cầu học nghề")
	s.add(plainRow, "Số nghề", figure{fmt.Sprintf("COUNTA(%s)-1", t.all(headTrade)), len(trades)})
	s.add(plainRow, fmt.Sprintf("Cộng các số ghi được (chưa tính ô %s)", hidden), figure{fmt.Sprintf("SUM(%s)", t.all(headPeople)), visible})
	s.add(plainRow, fmt.Sprintf("Số nghề dưới %d người", Few), figure{fmt.Sprintf(`COUNTIFS(%s,"%s")`, t.all(headPeople), "="+hidden), len(trades) - len(enough)})
	s.add(noteRow, "")
	sexes := []string{sexWords["f"], sexWords["m"]}
	s.static("Theo giới", append(slices.Clone(sexes), "Không ghi giới"), enough, func(tr trade) []int {
		return tr.partsBy(sexes, func(w Demand) string { return sexWords[w.Sex] })
	})
	if len(enough) > 0 {
		s.charts = append(s.charts, chart{"Số người muốn học, theo nghề", s.next() - 1 - len(enough), s.next() - 2})
	}
	var heads []string
	for _, band := range Bands {
		heads = append(heads, bandLabel(band))
	}
	s.static("Theo độ tuổi", append(heads, "Không ghi tuổi"), enough, func(tr trade) []int {
		return tr.partsBy(Bands, func(w Demand) string { return w.Band })
	})
	return s
}

// static is a block of fixed figures.
func (s *summary) static(title string, heads []string, trades []trade, count func(trade) []int) {
	cells := []figure{{value: "Tổng"}}
	for _, h := range heads {
		cells = append(cells, figure{value: h})
	}
	s.add(headRow, title, cells...)
	for _, tr := range trades {
		var cells []figure
		for _, c := range shown(count(tr)) {
			cells = append(cells, figure{value: c})
		}
		s.add(plainRow, tr.name, cells...)
	}
	s.add(noteRow, "")
}
