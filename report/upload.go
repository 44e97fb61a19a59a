package report

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"tinban/locales"
	"tinban/msg"
)

// Bounds of a file that comes back. A list of MaxRows is far below them.
const (
	maxFile     = 16 << 20  // as it is sent
	maxUnpacked = 128 << 20 // all its parts together
	maxParts    = 500
	maxLines    = MaxRows + 1000
	maxHeadRow  = 20  // a title may have been written above the heads
	maxColumns  = 200 // of a row; ours are 13
)

// ReadBack reads the rows of a course's list that somebody changed: a workbook
// or a CSV file, as Excel or LibreOffice saved it, its columns in any order.
// What cannot be read is refused in words (a *msg.Refusal).
func ReadBack(r io.ReaderAt, size int64) ([]Row, error) {
	if size > maxFile {
		return nil, tooBig()
	}
	start := make([]byte, min(size, 8))
	if _, err := r.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch kindOf(start) {
	case newWorkbook:
		return readWorkbook(r, size)
	case oldWorkbook:
		return nil, refused(locales.ReportOldFile)
	}
	return readCSV(io.NewSectionReader(r, 0, size))
}

// fileKind is what a file is by its first bytes.
type fileKind int

const (
	textFile fileKind = iota
	newWorkbook
	oldWorkbook // OLE: .xls, or any with a password
)

func kindOf(start []byte) fileKind {
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return newWorkbook
	case bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")):
		return oldWorkbook
	}
	return textFile
}

func tooBig() error { return refused(locales.ReportTooBig, "Max", MaxRows) }

// broken turns what a library says of a bad file into words; what is said in
// words already stays.
func broken(err error) error {
	var said *msg.Refusal
	if err == nil || errors.As(err, &said) {
		return err
	}
	return refused(locales.ReportBroken)
}

// layout is where the columns of a list stand that came back.
type layout struct{ code, status, note, stamp int }

// needed are the heads without which nothing can be read.
var needed = []string{headCode, headStatus, headStamp}

// findLayout looks at a row as the one of the heads.
func findLayout(row []string) (l layout, missing []string) {
	at := func(head string) int {
		return slices.IndexFunc(row, func(s string) bool { return fold(s) == fold(head) })
	}
	for _, head := range needed {
		if at(head) < 0 {
			missing = append(missing, head)
		}
	}
	return layout{at(headCode), at(headStatus), at(headNote), at(headStamp)}, missing
}

// reader takes a list's lines one by one: first the heads, then the rows.
type reader struct {
	heads   bool
	layout  layout
	missing []string // of the row that came nearest to being the heads
	rows    []Row
	unmark  func(string) string
}

func newReader(unmark func(string) string) *reader { return &reader{missing: needed, unmark: unmark} }

// line takes a line of a file; it returns false when there is no need of more.
func (r *reader) line(n int, cells []string) (bool, error) {
	if len(cells) > maxColumns {
		cells = cells[:maxColumns]
	}
	if !r.heads {
		l, missing := findLayout(cells)
		if len(missing) < len(r.missing) {
			r.missing = missing
		}
		r.layout, r.heads = l, len(missing) == 0
		return r.heads || n < maxHeadRow, nil
	}
	at := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.Clone(cells[i])
	}
	row := Row{n, line(r.unmark(at(r.layout.code))), line(at(r.layout.status)), line(at(r.layout.note)), r.layout.note >= 0, at(r.layout.stamp)}
	// What another program saved has no marks of ours: the note may be just as
	// it left.
	if was, ok := readStamp(row.stamp); !ok || was.note != stampOf("", row.Note).note {
		row.Note = line(r.unmark(row.Note))
	}
	if row.Code == "" && row.Status == "" && row.stamp == "" {
		return true, nil // empty, or a remark below the list
	}
	r.rows = append(r.rows, row)
	if len(r.rows) > MaxRows {
		return false, tooBig()
	}
	return true, nil
}

// done is what was read.
func (r *reader) done() ([]Row, error) {
	switch {
	case r.heads:
		return r.rows, nil
	case len(r.missing) < len(needed):
		return nil, refused(locales.ReportNoColumns, "Name", strings.Join(r.missing, ", "))
	}
	return nil, refused(locales.ReportNotAList)
}

// decoded is a text file as UTF-8: with a byte order mark or without, or
// UTF-16 as Excel's "Unicode text".
func decoded(r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return "", err
	}
	if bytes.HasPrefix(b, []byte{0xFF, 0xFE}) || bytes.HasPrefix(b, []byte{0xFE, 0xFF}) {
		if b, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b); err != nil {
			return "", refused(locales.ReportNotAList)
		}
	}
	b = bytes.TrimPrefix(b, []byte(byteOrderMark))
	switch {
	case bytes.IndexByte(b, 0) >= 0:
		return "", refused(locales.ReportNotAList)
	case !utf8.Valid(b):
		return "", refused(locales.ReportNotUTF8)
	}
	return string(b), nil
}
