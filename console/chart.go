package console

// Charts are SVG of our own making: the pages allow no style attributes, which
// chart libraries write, and a bar is a rectangle.

// bar is one number under a label.
type bar struct {
	Label string
	N     int
}

// chart is bars with their places, in units of the drawing.
type chart struct {
	Bars   []placed
	Most   int
	Height int
	Width  int
	Rest   int // bars that were left out
}

// placed is a bar in the drawing.
type placed struct {
	bar
	X, Y, Length int
}

// The drawing's measures.
const (
	rowHeight   = 28
	barFrom     = 210 // where bars begin, right of their labels
	barLongest  = 330
	chartWidth  = 600
	columnsTall = 120
)

// newChart lays out rows, at most so many; 0 makes columns instead.
func newChart(bars []bar, most int) chart {
	c := chart{Width: chartWidth}
	for _, b := range bars {
		c.Most = max(c.Most, b.N)
	}
	if most == 0 {
		c.columns(bars)
		return c
	}
	if len(bars) > most {
		c.Rest, bars = len(bars)-most, bars[:most]
	}
	for i, b := range bars {
		c.Bars = append(c.Bars, placed{b, barFrom, i * rowHeight, scaled(b.N, c.Most, barLongest)})
	}
	c.Height = len(bars) * rowHeight
	return c
}

func (c *chart) columns(bars []bar) {
	c.Height = columnsTall + 24
	if len(bars) == 0 {
		return
	}
	wide := chartWidth / len(bars)
	for i, b := range bars {
		tall := scaled(b.N, c.Most, columnsTall)
		c.Bars = append(c.Bars, placed{b, i * wide, columnsTall - tall, tall})
	}
}

// ColumnWidth is how wide a column is, with a gap beside it.
func (c chart) ColumnWidth() int {
	if len(c.Bars) == 0 {
		return 0
	}
	return max(chartWidth/len(c.Bars)-2, 1)
}

// scaled keeps what is not nothing visible.
func scaled(n, most, longest int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return max(n*longest/most, 2)
}

// Last is the label of the last bar.
func (c chart) Last() string {
	if len(c.Bars) == 0 {
		return ""
	}
	return c.Bars[len(c.Bars)-1].Label
}
