package report

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"tinban/locales"
)

// readCSV reads text parted by commas, semicolons (Excel where the comma is
// the decimal mark, as here) or tabs.
func readCSV(file io.Reader) ([]Row, error) {
	s, err := decoded(file)
	if err != nil {
		return nil, err
	}
	if spoiled(s) {
		return nil, refused(locales.ReportNotUTF8)
	}
	in := csv.NewReader(strings.NewReader(s))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = separator(s), -1, true, true
	list := newReader(uninert)
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return list.done()
		}
		if err != nil {
			return nil, broken(err)
		}
		n, _ := in.FieldPos(0)
		if more, err := list.line(n, cells); err != nil || !more {
			return nil, firstOf(err, list)
		}
	}
}

// firstOf is the error, or why no heads were found.
func firstOf(err error, list *reader) error {
	if err == nil {
		_, err = list.done()
	}
	return err
}

// separator is what parts the first line's cells most often.
func separator(s string) rune {
	first, _, _ := strings.Cut(s, "\n")
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// spoiled holds for a list whose heads lost their letters: Excel's plain "CSV"
// writes ? for what its old code page lacks.
func spoiled(s string) bool {
	first, _, _ := strings.Cut(s, "\n")
	return strings.Contains(first, "M?") && strings.Contains(first, "?ng")
}
