package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"tinban/locales"
)

// readWorkbook reads the first sheet that has the heads.
func readWorkbook(r io.ReaderAt, size int64) ([]Row, error) {
	if err := checkParts(r, size, maxUnpacked); err != nil {
		return nil, broken(err)
	}
	f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, TmpDir: nowhere, RawCellValue: true,
	})
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	nearest := refused(locales.ReportNotAList)
	for _, sheet := range f.GetSheetList() {
		list := newReader(func(s string) string { return s })
		err := readSheet(f, sheet, list)
		if err != nil {
			return nil, broken(err)
		}
		rows, err := list.done()
		if err == nil {
			return rows, nil
		}
		if len(list.missing) < len(needed) {
			nearest = err
		}
	}
	return nil, nearest
}

func readSheet(f *excelize.File, sheet string, list *reader) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		if n > maxLines {
			return tooBig()
		}
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if more, err := list.line(n, cells); err != nil || !more {
			return err
		}
	}
	return rows.Error()
}

// AsCSV is a list as text: of a workbook the first sheet that holds anything,
// row for row; any other file as it is.
func AsCSV(file []byte) ([]byte, error) {
	switch kindOf(file) {
	case oldWorkbook:
		return nil, refused(locales.ReportOldFile)
	case textFile:
		return file, nil
	}
	if err := checkParts(bytes.NewReader(file), int64(len(file)), maxUnpacked); err != nil {
		return nil, broken(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, TmpDir: nowhere})
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		text, err := sheetText(f, sheet)
		if err != nil || len(text) > 0 {
			return text, broken(err)
		}
	}
	return nil, nil
}

// sheetText is a sheet as CSV, its lines those of the sheet; nothing when
// nothing is in it.
func sheetText(f *excelize.File, sheet string) ([]byte, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	width := 0
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if n > maxLines || len(cells) > maxColumns {
			return nil, tooBig()
		}
		for i := range cells {
			cells[i] = line(cells[i])
		}
		width = max(width, len(cells))
		if err := out.Write(append(cells, make([]string, width-len(cells))...)); err != nil {
			return nil, err
		}
	}
	out.Flush()
	if width == 0 {
		return nil, errors.Join(rows.Error(), out.Error())
	}
	return text.Bytes(), errors.Join(rows.Error(), out.Error())
}

// checkParts unpacks a file once into nothing, counting: what a part says of
// its own size is not believed, and no more than left is unpacked. It also looks at what the parts are.
func checkParts(r io.ReaderAt, size, left int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return err
	}
	if len(z.File) > maxParts {
		return tooBig()
	}
	workbook := false
	for _, part := range z.File {
		name := strings.ToLower(path.Clean(part.Name))
		switch {
		case strings.Contains(name, "vbaproject") || strings.Contains(name, "activex") || strings.Contains(name, "macrosheets"):
			return refused(locales.ReportMacros)
		case name == "xl/workbook.xml":
			workbook = true
		}
		if left, err = unpacked(part, name, left); err != nil {
			return err
		}
	}
	if !workbook {
		return refused(locales.ReportNotAList)
	}
	return nil
}

// unpacked counts a part, and returns how much is left.
func unpacked(part *zip.File, name string, left int64) (int64, error) {
	in, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	if name == "[content_types].xml" {
		return left, plainWorkbook(in, left)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(in, left+1))
	if n > left {
		return 0, tooBig()
	}
	return left - n, err
}

// plainWorkbook refuses a workbook that says it holds macros.
func plainWorkbook(in io.Reader, left int64) error {
	b, err := io.ReadAll(io.LimitReader(in, min(left, 1<<20)))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if bytes.Contains(bytes.ToLower(b), []byte("macroenabled")) {
		return refused(locales.ReportMacros)
	}
	return nil
}
