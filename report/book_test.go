package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tinban/locales"
)

// part is the text of a part of a workbook.
func partOf(t testing.TB, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	b, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAWorkbookKeepsToTheConventions(t *testing.T) {
	file := xlsxOf(t, sampleBook(t, 40))
	f := opened(t, file)
	if diff := cmp.Diff([]string{"DS Nuôi bò", "Tổng hợp", "Ghi chú"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets, -want +got\n%s", diff)
	}
	list := partOf(t, file, "xl/worksheets/sheet1.xml")
	for what, want := range map[string]string{
		"a head that stays":          `<pane activePane="bottomLeft" state="frozen" topLeftCell="A2" ySplit="1">`,
		"filters":                    `<autoFilter ref="$A$1:$M$41">`,
		"one page wide":              `<pageSetUpPr fitToPage="true">`,
		"A4 across":                  `<pageSetup fitToHeight="0" fitToWidth="1" orientation="landscape" paperSize="9">`,
		"a drop-down":                `<formula1>"Đã ghi tên,Đang chờ,Đã mời,Nhận lời"</formula1>`,
		"where it stands":            `sqref="K2:K41" type="list"`,
		"page numbers":               `Trang &amp;P/&amp;N`,
		"what may not be done":       `Không chuyển tiếp&amp;C`,
		"no green corner at numbers": `numberStoredAsText="true"`,
		"the hidden column last":     `customWidth="1" hidden="1"/></cols>`,
		"the first column first":     `<cols><col min="1" max="1"`,
	} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %s: %s", what, want)
		}
	}
	if strings.Contains(list, "mergeCell") || strings.Contains(list, "<f>") {
		t.Error("the list has merged cells or formulas")
	}
	var printed bool
	for _, n := range f.GetDefinedName() {
		printed = printed || n.Name == "_xlnm.Print_Titles" && n.RefersTo == "'DS Nuôi bò'!$1:$1"
	}
	if !printed {
		t.Errorf("the head is not printed on each page: %+v", f.GetDefinedName())
	}
	if fonts := partOf(t, file, "xl/styles.xml"); strings.Contains(fonts, "Calibri") || !strings.Contains(fonts, fontName) {
		t.Error("another letter than Times New Roman is set")
	}
	if !strings.Contains(partOf(t, file, "xl/worksheets/sheet2.xml"), "<drawing") {
		t.Error("the summary has no chart")
	}
}

// What a file says of itself names nobody.
func TestAWorkbookNamesNobodyOutsideItsSheets(t *testing.T) {
	file := xlsxOf(t, sampleBook(t, 3))
	p, err := opened(t, file).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Ghi tên lớp: Nuôi bò" || p.Creator != "Tin Bản" || p.LastModifiedBy != "Tin Bản" || p.Created != "2026-06-10T02:30:00Z" {
		t.Errorf("%+v", p)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		if text := partOf(t, file, part.Name); strings.Contains(text, "Nguyễn") || strings.Contains(text, "Kăn") || strings.Contains(text, "0912") {
			t.Errorf("%s names somebody", part.Name)
		}
	}
}

// Whatever was typed is text in a cell, and cells are as they should be.
func TestCellsHoldWhatWasTyped(t *testing.T) {
	people := samplePeople(len(attacks) + 6)
	f := opened(t, xlsxOf(t, sampleBook(t, len(people))))
	rows, err := f.GetRows("DS Nuôi bò", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{headNo, headCode, headName, headYear, headSex, headVillage, headCommune, headPhone, headChannel, headAt, headStatus, headNote, headStamp}, rows[0]); diff != "" {
		t.Fatalf("heads, -want +got\n%s", diff)
	}
	for i, p := range people {
		got := rows[i+1]
		if got[1] != p.Code || got[2] != line(p.Name) || got[11] != line(p.Note) || got[7] != "0"+strings.TrimPrefix(p.Phone, "+84") {
			t.Errorf("row %d is %q", i+1, got)
		}
	}
	list := partOf(t, xlsxOf(t, sampleBook(t, len(people))), "xl/worksheets/sheet1.xml")
	cells := regexp.MustCompile(`<c r="([A-Z])(\d+)"[^>]*?( t="\w+")?>`).FindAllStringSubmatch(list, -1)
	for _, c := range cells {
		number := c[1] == "A" || c[1] == "D" || c[1] == "J"
		if c[2] != "1" && c[3] != "" && number || c[3] != "" && c[3] != ` t="inlineStr"` || c[3] == "" && c[1] == "C" {
			t.Errorf("cell %s", c[0])
		}
	}
	for _, cell := range []string{"B2", "C2", "F2", "H2", "K2", "L2", "M2"} { // as text, so that editing makes no formula
		id, err := f.GetCellStyle("DS Nuôi bò", cell)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := f.GetStyle(id); err != nil || s.NumFmt != asText {
			t.Errorf("%s has the format %+v, %v", cell, s, err)
		}
	}
	if shown, err := f.GetCellValue("DS Nuôi bò", "J2"); err != nil || shown != "10/06/2026 09:30" {
		t.Errorf("the day is shown as %q, %v", shown, err)
	}
}

func TestColumnsThatAreNotWanted(t *testing.T) {
	e, people := export(), samplePeople(5)
	e.Phones = false
	for i := range people {
		people[i].Sex = ""
	}
	b, err := Course(e, sampleStatuses, people)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"xlsx": []byte(partOf(t, xlsxOf(t, b), "xl/worksheets/sheet1.xml")), "csv": csvOf(t, b)} {
		if s := string(file); strings.Contains(s, headPhone) || strings.Contains(s, "0910") || strings.Contains(s, "+8491") || strings.Contains(s, headSex+"<") {
			t.Errorf("%s has phone numbers or an empty column of sexes", name)
		}
	}
	if rows := readBack(t, xlsxOf(t, b)); len(rows) != 5 || len(Plan(current(people), sampleStatuses, rows).Problems) != 0 {
		t.Errorf("it comes back as %+v", rows)
	}
}

func TestTheNotesSayWhoAndWhatFor(t *testing.T) {
	f := opened(t, xlsxOf(t, sampleBook(t, 3)))
	rows, err := f.GetRows(notesSheet)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows {
		if r[0] != "" {
			got[r[0]] = r[1]
		}
	}
	for head, want := range map[string]string{
		"Người xuất": "Nguyễn Thị Lan (lan)", "Lúc xuất": "10/06/2026 09:30", "Mục đích": "Gọi xác nhận", "Số dòng": "3",
		"Tên tệp": "lop-nuoi-bo_a-luoi-3_2026-06-10.xlsx", "Lọc": "Tất cả", "Các tình trạng": "Đã ghi tên: trong số chỗ, chưa mời",
	} {
		if got[head] != want {
			t.Errorf("%s is %q, want %q", head, got[head], want)
		}
	}
}

func TestCSV(t *testing.T) {
	people := samplePeople(len(attacks) + 2)
	file := string(csvOf(t, sampleBook(t, len(people))))
	body, marked := strings.CutPrefix(file, "\xef\xbb\xbf")
	if !marked || strings.Count(file, "\r\n") != len(people)+1 || !strings.HasSuffix(file, "\r\n") {
		t.Fatalf("%.80q", file)
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range people {
		got := rows[i+1]
		if got[2] != inert(line(p.Name)) || formulaLike(got[2]) || got[9] != p.At.Format("2006-01-02 15:04") {
			t.Errorf("row %d is %q", i+1, got)
		}
		if !strings.HasPrefix(got[7], "0910 ") {
			t.Errorf("row %d has the number %q, which a program takes for a number", i+1, got[7])
		}
	}
	if diff := cmp.Diff(13, len(rows[0])); diff != "" {
		t.Error(diff)
	}
}

func TestTooLongAndEmptyListsAreRefused(t *testing.T) {
	e := export()
	_, err := Course(e, sampleStatuses, make([]Person, MaxRows+1))
	if got := code(err); got != string(locales.ReportTooLong) {
		t.Errorf("a long list: %s", got)
	}
	for name, make := range map[string]func() error{
		"course":  func() error { _, err := Course(e, sampleStatuses, nil); return err },
		"demand":  func() error { _, err := Demands(e, nil); return err },
		"tickets": func() error { _, err := Tickets(e, nil); return err },
	} {
		if got := code(make()); got != string(locales.ReportEmpty) {
			t.Errorf("an empty list, %s: %s", name, got)
		}
	}
}

// A course of any name makes a workbook that can be opened.
func TestAnyTitleMakesAWorkbook(t *testing.T) {
	for _, title := range append(attacks, "a'b", "[x]", "&P &D &\"x\"", "", strings.Repeat("dài ", 100), "Tổng hợp", "Ghi chú") {
		e := export()
		e.Title, e.By, e.Name = title, title, title
		b, err := Course(e, sampleStatuses, samplePeople(2))
		if err != nil {
			t.Fatal(err)
		}
		if rows := readBack(t, xlsxOf(t, b)); len(rows) != 2 {
			t.Errorf("%q comes back with %d rows", title, len(rows))
		}
	}
}

// A long list needs no file beside it: the library makes one from 16 MB on, and
// there is no folder where it would.
func TestNothingIsLeftOnADisk(t *testing.T) {
	if f, err := os.CreateTemp(nowhere, "excelize-"); err == nil {
		t.Errorf("%s can be written", f.Name())
	}
	file := xlsxOf(t, sampleBook(t, 24_000))
	if n := len(partOf(t, file, "xl/worksheets/sheet1.xml")); n < excelize.StreamChunkSize {
		t.Errorf("a list of %d bytes shows nothing", n)
	}
}

func TestPurpose(t *testing.T) {
	for in, want := range map[string]Purpose{
		"Gọi xác nhận": {Code: "call"}, "call": {Code: "call"}, "  gọi xác nhận ": {Code: "call"}, "Khác: họp xét lớp": {"other", "họp xét lớp"},
		"Trình duyệt lớp: 0912345678": {Code: "approve"}, "other:x\x00y": {"other", "xy"},
	} {
		if got, err := ReadPurpose(in); err != nil || got != want {
			t.Errorf("ReadPurpose(%q) = %+v, %v", in, got, err)
		}
	}
	for in, want := range map[string]locales.ID{
		"": locales.ReportPurpose, "xem": locales.ReportPurpose, "Khác": locales.ReportPurposeWords, "Khác:": locales.ReportPurposeWords,
		"Khác: gọi 0912.345.678": locales.ReportPurposeNumber, "Khác: " + strings.Repeat("a", maxMore+1): locales.ReportPurposeLong,
	} {
		if _, err := ReadPurpose(in); code(err) != string(want) {
			t.Errorf("ReadPurpose(%.30q): %v, want %s", in, err, want)
		}
	}
	if got := (Purpose{"other", "họp"}).Reason() + "|" + (Purpose{Code: "call"}).Reason(); got != "other: họp|call" {
		t.Error(got)
	}
}
