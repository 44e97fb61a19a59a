package report

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// byteOrderMark tells Excel that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// CSV writes the list alone: RFC 4180, in UTF-8 with its mark, every text
// quoted. Moments are written so that no program takes a day for a month, and
// phone numbers with gaps, so that none takes them for a number and loses the
// first 0.
func (b Book) CSV(w io.Writer) error {
	heads := make([]any, len(b.list.columns))
	for i, c := range b.list.columns {
		heads[i] = c.head
	}
	line := b.list.csvLine([]byte(byteOrderMark), heads)
	for _, row := range b.list.rows {
		if _, err := w.Write(line); err != nil {
			return err
		}
		line = b.list.csvLine(line[:0], row)
	}
	_, err := w.Write(line)
	return err
}

// csvLine adds a line to what there is.
func (t *table) csvLine(out []byte, row []any) []byte {
	for i, v := range row {
		if i > 0 {
			out = append(out, ',')
		}
		switch v := v.(type) {
		case nil:
		case string:
			if t.columns[i].kind == phone {
				v = gapped(v)
			}
			out = append(out, `"`+strings.ReplaceAll(inert(v), `"`, `""`)+`"`...)
		case time.Time:
			out = append(out, v.Format("2006-01-02 15:04")...)
		default:
			out = fmt.Append(out, v)
		}
	}
	return append(out, "\r\n"...)
}

// gapped is 0912345678 as 0912 345 678.
func gapped(number string) string {
	if len(number) != 10 || strings.Trim(number, "0123456789") != "" {
		return number
	}
	return number[:4] + " " + number[4:7] + " " + number[7:]
}
