package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tinban/locales"
)

// repacked is a workbook with parts added or replaced.
func repacked(t testing.TB, file []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		if _, replaced := parts[part.Name]; !replaced {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range parts {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(p, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWrongFilesAreRefusedInWords(t *testing.T) {
	good := xlsxOf(t, sampleBook(t, 5))
	types := partOf(t, good, "[Content_Types].xml")
	locked := edited(t, good, func(f *excelize.File, _ string) error { return nil })
	var out bytes.Buffer
	if err := opened(t, locked).Write(&out, excelize.Options{Password: "x"}); err != nil {
		t.Fatal(err)
	}
	lost := func(cell string) []byte { return edited(t, good, set(cell, "khác")) }
	for name, c := range map[string]struct {
		file []byte
		want locales.ID
	}{
		"nothing":                   {nil, locales.ReportNotAList},
		"a letter":                  {[]byte("Kính gửi chị Lan"), locales.ReportNotAList},
		"a page":                    {[]byte("<html><table><tr><td>Mã</td></tr></table>"), locales.ReportNotAList},
		"a PDF file":                {[]byte("%PDF-1.7\n\x00\xff"), locales.ReportNotAList},
		"old Excel":                 {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 100)), locales.ReportOldFile},
		"a password":                {out.Bytes(), locales.ReportOldFile},
		"macros":                    {repacked(t, good, map[string]string{"xl/vbaProject.bin": "x"}), locales.ReportMacros},
		"macros elsewhere":          {repacked(t, good, map[string]string{"xl/other/VBAPROJECT.bin": "x"}), locales.ReportMacros},
		"macros by type":            {repacked(t, good, map[string]string{"[Content_Types].xml": strings.Replace(types, "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main", 1)}), locales.ReportMacros},
		"another zip":               {repacked(t, emptyZip(t), map[string]string{"word/document.xml": "x"}), locales.ReportNotAList},
		"half a file":               {good[:len(good)/2], locales.ReportBroken},
		"a spoilt sheet":            {repacked(t, good, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row r=\"1\"><c"}), locales.ReportNotAList},
		"no workbook inside":        {repacked(t, good, map[string]string{"xl/workbook.xml": "%"}), locales.ReportBroken},
		"no column of codes":        {lost("B1"), locales.ReportNoColumns},
		"no hidden column":          {lost("M1"), locales.ReportNoColumns},
		"CSV of another code page":  {[]byte("STT,M\xe3,T\xecnh tr\xe1ng\r\n"), locales.ReportNotUTF8},
		"CSV that lost its letters": {[]byte("STT,M?,H? t?n,T?nh tr?ng\r\n"), locales.ReportNotUTF8},
		"CSV without a column":      {[]byte("STT,Mã,Tình trạng\r\n1,N1,Đã mời\r\n"), locales.ReportNoColumns},
		"too many parts":            {repacked(t, good, many(maxParts+1)), locales.ReportTooBig},
	} {
		_, err := ReadBack(bytes.NewReader(c.file), int64(len(c.file)))
		if got := code(err); got != string(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func emptyZip(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := zip.NewWriter(&out).Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func many(n int) map[string]string {
	parts := map[string]string{}
	for i := range n {
		parts[fmt.Sprintf("xl/x%d.xml", i)] = ""
	}
	return parts
}

// A small file that unpacks to a large one is refused, whatever it says of its
// size.
func TestBombs(t *testing.T) {
	const limit = 1 << 20
	good := xlsxOf(t, sampleBook(t, 5))
	bomb := repacked(t, good, map[string]string{"xl/media/x.xml": strings.Repeat(" ", limit)})
	lying := bytes.Clone(bomb)
	for i := range len(lying) - 46 { // the sizes in the directory and before the part
		switch {
		case bytes.HasPrefix(lying[i:], []byte("PK\x01\x02")) && bytes.HasPrefix(lying[i+46:], []byte("xl/media/x.xml")):
			copy(lying[i+24:], []byte{9, 0, 0, 0})
		case bytes.HasPrefix(lying[i:], []byte("PK\x03\x04")) && bytes.HasPrefix(lying[i+30:], []byte("xl/media/x.xml")):
			copy(lying[i+22:], []byte{9, 0, 0, 0})
		}
	}
	if err := checkParts(bytes.NewReader(good), int64(len(good)), limit); err != nil {
		t.Errorf("a list of ours: %v", err)
	}
	for name, file := range map[string][]byte{"bomb": bomb, "lying": lying} {
		if err := checkParts(bytes.NewReader(file), int64(len(file)), limit); err == nil || len(file) > 30_000 {
			t.Errorf("%s of %d bytes is taken", name, len(file))
		}
	}
	if _, err := ReadBack(bytes.NewReader(lying), int64(len(lying))); err == nil {
		t.Error("a file that lies of its size is taken")
	}
}

// More rows than any list has are refused, close together or far apart, and so
// is a file too large to be one.
func TestTooManyRows(t *testing.T) {
	good := xlsxOf(t, sampleBook(t, 2))
	head := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">` +
		`<c t="str"><v>Mã</v></c><c t="str"><v>Tình trạng</v></c><c t="str"><v>` + headStamp + `</v></c></row>`
	const row, end = `<c t="str"><v>N1</v></c></row>`, `</sheetData></worksheet>`
	for name, file := range map[string][]byte{
		"close together": repacked(t, good, map[string]string{"xl/worksheets/sheet1.xml": head + strings.Repeat("<row>"+row, MaxRows+1) + end}),
		"far apart":      repacked(t, good, map[string]string{"xl/worksheets/sheet1.xml": head + `<row r="1048576">` + row + end}),
		"large":          make([]byte, maxFile+1),
		"CSV":            []byte("Mã,Tình trạng," + headStamp + "\n" + strings.Repeat("N1,x,y\n", MaxRows+1)),
	} {
		_, err := ReadBack(bytes.NewReader(file), int64(len(file)))
		if got := code(err); got != string(locales.ReportTooBig) {
			t.Errorf("%s, %d bytes: %s", name, len(file), got)
		}
	}
}

// Whatever a file holds, it is read or refused in words.
func FuzzReadBack(f *testing.F) {
	f.Add([]byte("Mã;Tình trạng;" + headStamp + "\nN1;'=x;v.1.a.b\n"))
	f.Add([]byte("Mã,Tình trạng,\"" + headStamp + "\"\r\n\"N1\n"))
	f.Add([]byte("\xff\xfeM\x00"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := ReadBack(bytes.NewReader(file), int64(len(file)))
		if err != nil && (rows != nil || !strings.HasPrefix(code(err), "report_")) {
			t.Errorf("%d rows and %v", len(rows), err)
		}
		Plan(nil, sampleStatuses, rows)
	})
}
