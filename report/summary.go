package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

const summarySheet = "Tổng hợp"

// summary is the second sheet: blocks of figures one below the other, most of
// them formulas over the list, each with the value it has now.
type summary struct {
	rows   []summaryRow
	wide   int // columns of the widest block
	charts []chart
}

type summaryRow struct {
	look  look
	label string
	cells []figure
}

// look is how a row of the summary looks.
type look int

const (
	plainRow look = iota
	titleRow
	headRow
	totalRow
	noteRow
)

// figure is a value, and the formula that keeps it true.
type figure struct {
	formula string
	value   any
}

// chart draws rows first to last of a block's first column.
type chart struct {
	title       string
	first, last int
}

func (s *summary) add(l look, label string, cells ...figure) {
	s.rows = append(s.rows, summaryRow{l, label, cells})
	s.wide = max(s.wide, len(cells)+1)
}

func (s *summary) next() int { return len(s.rows) + 1 }

// cond is what a cell of a list must be for its row to count.
type cond struct {
	head string
	op   string // "=", ">=" or "<="
	want any    // string or int
}

func (c cond) holds(got any) bool {
	if c.op == "=" {
		return got == c.want
	}
	n, ok := got.(int)
	return ok && (c.op == ">=" && n >= c.want.(int) || c.op == "<=" && n <= c.want.(int))
}

// formula is the pair COUNTIFS takes. Quotes and the signs that stand for
// other letters are taken as they are written.
func (c cond) formula(t *table) string {
	want := strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`).Replace(fmt.Sprint(c.want))
	return fmt.Sprintf(`%s,"%s%s"`, t.all(c.head), c.op, want)
}

// part is a row or a column of a block: what counts there.
type part struct {
	label string
	conds []cond
}

func is(head, label string) part { return part{label, []cond{{head, "=", label}}} }

// counted is how many rows fulfil all conditions, by formula and now.
func counted(t *table, conds ...cond) figure {
	var pairs []string
	left := t.rows
	for _, c := range conds {
		pairs = append(pairs, c.formula(t))
		at := t.at(c.head)
		var hold [][]any
		for _, row := range left {
			if c.holds(row[at]) {
				hold = append(hold, row)
			}
		}
		left = hold
	}
	return figure{"COUNTIFS(" + strings.Join(pairs, ",") + ")", len(left)}
}

// block counts a list by rows and columns, with what fits none of them, so
// that each sum is the list's.
type block struct {
	title      string
	rows, cols []part
	rest       string // the column of what fits no other; without columns there is none
	chart      string
}

func (s *summary) block(t *table, b block) {
	heads := []figure{{value: "Tổng"}}
	for _, c := range b.cols {
		heads = append(heads, figure{value: c.label})
	}
	if len(b.cols) > 0 {
		heads = append(heads, figure{value: b.rest})
	}
	s.add(headRow, b.title, heads...)
	first := s.next()
	for _, r := range b.rows {
		s.add(plainRow, r.label, b.line(s.next(), counted(t, r.conds...), func(c part) figure {
			return counted(t, append(r.conds[:len(r.conds):len(r.conds)], c.conds...)...)
		})...)
	}
	last, total := s.next()-1, s.next()+1
	// no row lacks a code
	sum := b.line(total, figure{fmt.Sprintf("COUNTA(%s)-1", t.all(headCode)), len(t.rows)}, func(c part) figure {
		return counted(t, c.conds...)
	})
	s.add(plainRow, "Khác, không ghi", b.line(total-1, s.left(sum, 0, first, last), nil, s.lefts(sum, first, last)...)...)
	s.add(totalRow, "Tổng", sum...)
	if b.chart != "" && last >= first {
		s.charts = append(s.charts, chart{b.chart, first, last})
	}
	s.add(noteRow, "")
}

// line is a row's figures: all of it, each column, and what is left of all.
func (b block) line(at int, all figure, count func(part) figure, given ...figure) []figure {
	cells := append([]figure{all}, given...)
	if count != nil {
		for _, c := range b.cols {
			cells = append(cells, count(c))
		}
	}
	if len(b.cols) == 0 {
		return cells
	}
	rest, formula := all.value.(int), fmt.Sprintf("B%d", at)
	for i, c := range cells[1:] {
		rest -= c.value.(int)
		formula += fmt.Sprintf("-%s%d", letterOf(i+3), at)
	}
	return append(cells, figure{formula, rest})
}

// left is what the rows between do not count of a sum.
func (s *summary) left(sum []figure, i, first, last int) figure {
	l, n := letterOf(i+2), sum[i].value.(int)
	for _, row := range s.rows[first-1 : last] {
		n -= row.cells[i].value.(int)
	}
	if last < first {
		return figure{fmt.Sprintf("%s%d", l, last+2), n}
	}
	return figure{fmt.Sprintf("%s%d-SUM(%s%d:%s%d)", l, last+2, l, first, l, last), n}
}

// lefts is left for each column but the first and the rest.
func (s *summary) lefts(sum []figure, first, last int) (cells []figure) {
	for i := 1; i < len(sum)-1; i++ {
		cells = append(cells, s.left(sum, i, first, last))
	}
	return cells
}

func letterOf(col int) string {
	name, err := excelize.ColumnNumberToName(col)
	if err != nil {
		panic(err) // a few columns: cannot fail
	}
	return name
}
