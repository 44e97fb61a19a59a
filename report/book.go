package report

import (
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"tinban/staff"
)

// Export is what a list is made for, and by whom.
type Export struct {
	Title   string    // what it is a list of: the course's name
	Place   string    // the commune's name, when all of it is of one
	By      string    // the account's id
	Name    string    // … and whose it is
	At      time.Time // in the zone the list is to be read in
	Purpose Purpose
	Filter  string // what was chosen, in words; empty is all
	Phones  bool   // with the column of phone numbers
}

// Book is a list ready to be written.
type Book struct {
	// Name is how its file should be called, without the ending.
	Name string
	// Rows is how many it lists.
	Rows int

	title   string // of the document and on each page
	by      string
	at      time.Time
	list    table
	summary summary
	notes   []note
	entry   staff.Entry
}

// nowhere is a folder there is not: what the library would put into a
// temporary file stays in memory, so that no name is left on a disk.
const nowhere = "/dev/null/tinban"

const notesSheet = "Ghi chú"

// XLSX writes the workbook.
func (b Book) XLSX(w io.Writer) error {
	f := excelize.NewFile(excelize.Options{TmpDir: nowhere})
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		return err
	}
	if err := b.describe(f); err != nil {
		return err
	}
	for i, name := range []string{b.list.sheet, summarySheet, notesSheet} {
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if err := b.page(f, name); err != nil {
			return err
		}
	}
	for _, write := range []func(*excelize.File, styles) error{b.writeList, b.writeSummary, b.writeNotes} {
		if err := write(f, s); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// describe sets what a file says of itself: no person is named there.
func (b Book) describe(f *excelize.File) error {
	at := b.at.UTC().Format(time.RFC3339)
	return f.SetDocProps(&excelize.DocProperties{
		Title: b.title, Creator: "Tin Bản", LastModifiedBy: "Tin Bản", Created: at, Modified: at, Language: "vi-VN",
	})
}

// fitPage makes a sheet one page wide. A filter unsets it, so it comes after.
func fitPage(f *excelize.File, sheet string) error {
	fit, high := true, float64(rowHeight)
	return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit, CustomHeight: &fit, DefaultRowHeight: &high})
}

// page sets how a sheet is printed: A4 across, one page wide, and what stands
// at its head and foot.
func (b Book) page(f *excelize.File, sheet string) error {
	paper, across, one, high := 9, "landscape", 1, 0
	if sheet == summarySheet {
		high = 1 // a chart is not cut in two
	}
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &across, FitToWidth: &one, FitToHeight: &high}); err != nil {
		return err
	}
	side, top, head := 0.4, 0.75, 0.35 // inches
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &head, Footer: &head,
	}); err != nil {
		return err
	}
	font := `&"` + fontName + `,Regular"`
	return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddHeader: `&L&"` + fontName + `,Bold"` + printed(b.title) + `&R` + font + "Xuất " + b.at.Format("02/01/2006 15:04"),
		OddFooter: `&L&"` + fontName + `,Bold"Không chuyển tiếp&C` + font + `Trang &P/&N&R` + font + printed(b.by),
	})
}

// printed is a text at a page's head, where & begins a code. Head and foot
// hold 255 characters together with their codes.
func printed(s string) string {
	var out []rune
	for _, r := range cut(line(s), 70) {
		if r == '&' {
			out = append(out, '&')
		}
		out = append(out, r)
	}
	return string(out)
}
