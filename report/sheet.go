package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// writeList streams the rows: what surrounds them is set first, because a
// stream's sheet cannot be opened again.
func (b Book) writeList(f *excelize.File, s styles) error {
	t := b.list
	last, err := excelize.CoordinatesToCellName(len(t.columns), len(t.rows)+1)
	if err != nil {
		return err
	}
	if err := t.frame(f, last); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(t.sheet)
	if err != nil {
		return err
	}
	widths := t.widths()
	if err := t.fit(w, widths); err != nil {
		return err
	}
	head := make([]any, len(t.columns))
	for i, c := range t.columns {
		head[i] = excelize.Cell{StyleID: s.head, Value: c.head}
	}
	if err := w.SetRow("A1", head, excelize.RowOpts{Height: headHeight}); err != nil {
		return err
	}
	cells := make([]excelize.Cell, len(t.columns))
	values := make([]any, len(t.columns))
	for n, row := range t.rows {
		for i, v := range row {
			cells[i] = excelize.Cell{StyleID: s.cells[t.columns[i].kind], Value: v}
			values[i] = &cells[i]
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), values, excelize.RowOpts{Height: t.height(row, widths)}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// frame keeps the head in sight and on every printed page, and sets filters,
// choices and what need not be warned of.
func (t *table) frame(f *excelize.File, last string) error {
	if err := f.SetPanes(t.sheet, &excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
	}); err != nil {
		return err
	}
	if err := f.AutoFilter(t.sheet, "A1:"+last, nil); err != nil {
		return err
	}
	if err := fitPage(f, t.sheet); err != nil {
		return err
	}
	if err := f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: "'" + t.sheet + "'!$1:$1", Scope: t.sheet,
	}); err != nil {
		return err
	}
	if err := f.AddIgnoredErrors(t.sheet, "A1:"+last, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	for _, c := range t.columns {
		if c.kind != choice {
			continue
		}
		if err := t.offer(f, c); err != nil {
			return err
		}
	}
	return nil
}

// offer makes a column's cells a choice, and says in words when somebody types
// something else.
func (t *table) offer(f *excelize.File, c column) error {
	l := t.letter(c.head)
	dv := excelize.NewDataValidation(false)
	dv.SetSqref(fmt.Sprintf("%s2:%s%d", l, l, len(t.rows)+1))
	if err := dv.SetDropList(c.choices); err != nil {
		return err
	}
	dv.SetError(excelize.DataValidationErrorStyleStop, c.head, "Xin bấm mũi tên bên phải ô rồi chọn một tình trạng có sẵn.")
	return f.AddDataValidation(t.sheet, dv)
}

// fit sets the widths, the last column first: the library puts each before the
// ones it has, and columns must stand in order.
func (t *table) fit(w *excelize.StreamWriter, widths []float64) error {
	for i := len(t.columns) - 1; i >= 0; i-- {
		if err := w.SetColWidth(i+1, i+1, widths[i]); err != nil {
			return err
		}
		if !t.columns[i].hidden {
			continue
		}
		if err := w.SetColVisible(i+1, i+1, false); err != nil {
			return err
		}
	}
	return nil
}

// lineHeight is the height of a line, in points; rowHeight leaves it some air.
const (
	lineHeight  = 15.6
	rowHeight   = 18
	headHeight  = 34 // two lines
	titleHeight = 24
	mostHeight  = 400 // Excel's limit is 409
)

// height is that of a row whose long texts break, or 0 for the usual one:
// Excel fits rows by itself when it opens a file, LibreOffice does not.
func (t *table) height(row []any, widths []float64) float64 {
	lines := 1
	for i, v := range row {
		if s, ok := v.(string); ok && t.columns[i].kind == long {
			lines = max(lines, linesOf(s, widths[i]))
		}
	}
	if lines == 1 {
		return 0
	}
	return min(float64(lines)*lineHeight+4, mostHeight)
}

// linesOf is how many lines a text takes in a column. A letter is about as wide
// as a digit, and a word that does not fit goes down whole.
func linesOf(s string, width float64) (n int) {
	for l := range strings.SplitSeq(s, "\n") {
		n += 1 + int(float64(utf8.RuneCountInString(l))/width)
	}
	return n
}
