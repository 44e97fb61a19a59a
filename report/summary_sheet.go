package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// writeSummary streams the sheet; its charts are set first.
func (b Book) writeSummary(f *excelize.File, st styles) error {
	s := b.summary
	for i, c := range s.charts {
		if err := f.AddChart(summarySheet, fmt.Sprintf("%s%d", letterOf(s.wide+2), 3+i*18), c.drawn()); err != nil {
			return err
		}
	}
	if err := fitPage(f, summarySheet); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(summarySheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(2, max(2, s.wide), 14); err != nil {
		return err
	}
	if err := w.SetColWidth(1, 1, 42); err != nil {
		return err
	}
	for i, row := range s.rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row.values(st), row.opts()); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (r summaryRow) values(st styles) []any {
	label, cell := st.label, st.count
	switch r.look {
	case titleRow:
		label = st.title
	case headRow:
		label, cell = st.head, st.head
	case totalRow:
		label, cell = st.total, st.total
	case noteRow:
		label = st.plain
	}
	values := []any{excelize.Cell{StyleID: label, Value: r.label}}
	for _, c := range r.cells {
		values = append(values, excelize.Cell{StyleID: cell, Formula: c.formula, Value: c.value})
	}
	return values
}

func (r summaryRow) opts() excelize.RowOpts {
	switch r.look {
	case headRow:
		return excelize.RowOpts{Height: headHeight}
	case titleRow:
		return excelize.RowOpts{Height: titleHeight}
	}
	return excelize.RowOpts{}
}

// drawn is a chart of bars, one colour, its figures written beside them.
func (c chart) drawn() *excelize.Chart {
	off, zero := false, 0.0
	return &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name:       fmt.Sprintf("'%s'!$B$%d", summarySheet, c.first-1),
			Categories: fmt.Sprintf("'%s'!$A$%d:$A$%d", summarySheet, c.first, c.last),
			Values:     fmt.Sprintf("'%s'!$B$%d:$B$%d", summarySheet, c.first, c.last),
			Fill:       shade("2F6EA5"),
		}},
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: &excelize.Font{Family: fontName, Size: 13, Bold: true}}}},
		Legend:     excelize.ChartLegend{Position: "none"},
		PlotArea:   excelize.ChartPlotArea{ShowVal: true},
		XAxis:      excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Family: fontName, Size: 12, Color: "333333"}},
		YAxis:      excelize.ChartAxis{None: true, Minimum: &zero},
		VaryColors: &off,
		Dimension:  excelize.ChartDimension{Width: 520, Height: uint(110 + 34*(c.last-c.first+1))},
	}
}
