package report

import (
	"archive/zip"
	"bytes"
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
