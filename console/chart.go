package console

import "tinban/report"

// Charts are of our own making: the pages allow no style attributes, which
// chart libraries write. Words and numbers stand beside a bar as text of the
// page, so that they keep their size on a phone; the bar alone is drawn.

// bar is one number under a label.
type bar struct {
	Label string
	N     int
}

// Few reports whether a number is not shown: so few people may be told apart.
func (b bar) Few() bool { return b.N > 0 && b.N < report.Few }

// chart is bars with their places.
type chart struct {
	Bars   []placed
	Most   int
	Height int
	Width  int
}

// placed is a bar in the drawing: in percent of a row, or in its units.
type placed struct {
	bar
	X, Y, Length int
}

// The measures of a drawing of columns.
const (
	columnsWide = 600
	columnsTall = 180
)

// newRows makes bars that lie, at most so many. What is not shown as a number
// is not shown by its length either.
func newRows(bars []bar, most int) (c chart) {
	for _, b := range bars[:min(len(bars), most)] {
		c.Most = max(c.Most, b.N, report.Few)
	}
	for _, b := range bars[:min(len(bars), most)] {
		n := b.N
		if b.Few() {
			n = report.Few
		}
		c.Bars = append(c.Bars, placed{bar: b, Length: scaled(n, c.Most, 100)})
	}
	return c
}

// newColumns makes bars that stand, one beside the other.
func newColumns(bars []bar) chart {
	c := chart{Width: columnsWide, Height: columnsTall}
	for _, b := range bars {
		c.Most = max(c.Most, b.N)
	}
	for i, b := range bars {
		tall := scaled(b.N, c.Most, columnsTall)
		c.Bars = append(c.Bars, placed{b, i * (columnsWide / len(bars)), columnsTall - tall, tall})
	}
	return c
}

// ColumnWidth is how wide a column is, with a gap beside it.
func (c chart) ColumnWidth() int {
	if len(c.Bars) == 0 {
		return 0
	}
	return max(columnsWide/len(c.Bars)-2, 1)
}

// scaled keeps what is not nothing visible.
func scaled(n, most, longest int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return max(n*longest/most, 2)
}

// First is the label of the first bar.
func (c chart) First() string {
	if len(c.Bars) == 0 {
		return ""
	}
	return c.Bars[0].Label
}

// Last is the label of the last bar.
func (c chart) Last() string {
	if len(c.Bars) == 0 {
		return ""
	}
	return c.Bars[len(c.Bars)-1].Label
}
