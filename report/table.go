package report

import (
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tinban/locales"
	"tinban/msg"
)

// MaxRows is the most rows of one list. More is asked for in parts.
const MaxRows = 50_000

// kind is what the cells of a column hold.
type kind int

const (
	number kind = iota // int
	text               // string on one line
	long               // string on as many lines as it takes
	phone              // string of digits; its first 0 is kept
	moment             // time.Time
	choice             // string, one of the column's choices
)

// column is a column of a list.
type column struct {
	head    string
	kind    kind
	hidden  bool
	choices []string
}

// table is a list: one sheet of a workbook, or a CSV file. The zero value of a
// cell is nil, and is empty.
type table struct {
	sheet   string
	columns []column
	rows    [][]any
}

// drop leaves a column out.
func (t *table) drop(head string) {
	at := t.at(head)
	t.columns = append(t.columns[:at:at], t.columns[at+1:]...)
	for i, row := range t.rows {
		t.rows[i] = append(row[:at], row[at+1:]...)
	}
}

// at is where a column stands; every head asked for is one of ours.
func (t *table) at(head string) int {
	for i, c := range t.columns {
		if c.head == head {
			return i
		}
	}
	panic("report: no column " + head)
}

// letter is a column's name in formulas.
func (t *table) letter(head string) string {
	name, err := excelize.ColumnNumberToName(t.at(head) + 1)
	if err != nil {
		panic(err) // a few columns: cannot fail
	}
	return name
}

// all refers to a whole column, so that a row written below still counts.
func (t *table) all(head string) string {
	l := t.letter(head)
	return "'" + t.sheet + "'!$" + l + ":$" + l
}

// width fits a column to what is in it, in digits of the usual letter. A
// capital or a mark takes more room than a digit, a filter's button stands
// beside the head.
func (t *table) width(i int) float64 {
	c, most := t.columns[i], 0
	for _, row := range t.rows {
		if s, ok := row[i].(string); ok {
			most = max(most, utf8.RuneCountInString(s))
		}
	}
	limit := 32
	switch c.kind {
	case number:
		most = 4
	case moment:
		most = len("10/06/2026 09:00")
	case long:
		most, limit = max(most, 28), 42 // room to write in
	}
	head := min(utf8.RuneCountInString(c.head), 10) + 4 // longer heads break
	return float64(max(min(most, limit)+3, head))
}

func (t *table) widths() []float64 {
	w := make([]float64, len(t.columns))
	for i := range w {
		w[i] = t.width(i)
	}
	return w
}

// fits refuses a list without rows, or with too many.
func fits(rows int) error {
	switch {
	case rows == 0:
		return refused(locales.ReportEmpty)
	case rows > MaxRows:
		return refused(locales.ReportTooLong, "Max", MaxRows)
	}
	return nil
}

func refused(code locales.ID, vars ...any) error {
	r := &msg.Refusal{Code: string(code), Vars: map[string]any{}}
	for i := 0; i+1 < len(vars); i += 2 {
		r.Vars[vars[i].(string)] = vars[i+1]
	}
	return r
}

// cellTime is a moment as a cell may hold it, or nothing.
func cellTime(t time.Time, in *time.Location) any {
	if t.IsZero() {
		return nil
	}
	return t.In(in).Truncate(time.Minute)
}

// cellText is a text, or nothing.
func cellText(s string) any {
	if s == "" {
		return nil
	}
	return s
}
