package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tinban/course"
	"tinban/eligibility"
	"tinban/person"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// exporting is a running service with a course, and a terminal beside it.
type exporting struct {
	*testing.T
	s    *service
	data string
}

func newExporting(t *testing.T) *exporting {
	cfg := defaults()
	cfg.Addr = "127.0.0.1:0"
	data, err := os.MkdirTemp("", "tb") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(data) })
	cfg.Data = data
	s, err := newService(cfg, eligibility.Date{}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	x := &exporting{t, s, data}
	x.fill()
	running(t, s)
	return x
}

// fill makes lan, a course and two people in it.
func (x *exporting) fill() {
	x.Helper()
	now := x.s.cfg.now()
	trainer := staff.Actor{ID: "mai", Role: staff.Training}
	var id string
	steps := []func(store.Reader) (store.Changes, error){
		func(r store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(r, staff.Step{By: staff.Operator, At: now, Today: desk{s: x.s}.communes()}, "lan",
				staff.Terms{Name: "Nguyễn Thị Lan", Role: staff.Officer, Communes: []string{"a-luoi-3"}})
			return c, err
		},
		func(r store.Reader) (store.Changes, error) {
			c, changes, err := course.New(r, trainer, course.Plan{Name: "Nuôi bò", Seats: 5, Communes: []string{"a-luoi-3"}, Starts: now.AddDate(0, 1, 0)}, now)
			id = c.ID
			return changes, err
		},
		func(r store.Reader) (store.Changes, error) {
			_, changes, err := course.Set(r, trainer, id, course.Open, now)
			return changes, err
		},
	}
	for _, name := range []string{"Kăn Thị Hoa", "=1+1"} {
		steps = append(steps, func(r store.Reader) (store.Changes, error) {
			_, changes, err := course.Assist(r, trainer, course.Entry{Course: id, Seed: name, Person: person.Person{
				Name: name, Year: 1990, Commune: "a-luoi-3", Phone: "+84912000123", Consent: person.Consent{How: "paper", Witness: "mai"},
			}}, now)
			return changes, err
		})
	}
	for _, step := range steps {
		if err := x.s.store.Update(x.Context(), step); err != nil {
			x.Fatal(err)
		}
	}
}

// types is somebody at the terminal: what they pipe in, and what comes out.
func (x *exporting) types(in []byte, args ...string) ([]byte, error) {
	x.Helper()
	var out bytes.Buffer
	w := world{getenv: func(string) string { return "" }, in: bytes.NewReader(in), out: &out, err: &out}
	ctx, stop := context.WithCancel(x.Context())
	defer stop()
	err := runThere(ctx, w, append(args, "--data", x.data))
	return out.Bytes(), err
}

// course is the id of the only course.
func (x *exporting) course() (id string) {
	x.Helper()
	if err := x.s.store.View(x.Context(), func(r store.Reader) error {
		all, err := course.All(r)
		id = all[0].ID
		return err
	}); err != nil {
		x.Fatal(err)
	}
	return id
}

// A workbook comes through the socket whole, is changed, and goes back.
func TestAListThroughTheTerminal(t *testing.T) {
	x := newExporting(t)
	id := x.course()
	file, err := x.types(nil, "export", "course", id, "--as", "lan", "--purpose", "Gọi xác nhận", "--phones")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil || len(rows) != 3 || !strings.Contains(strings.Join(rows[1], "|"), "|Kăn Thị Hoa|1990|A Lưới 3|0912000123|") && !strings.Contains(strings.Join(rows[1], "|"), "|Kăn Thị Hoa|1990||A Lưới 3|0912000123|") {
		t.Fatalf("%q %v", rows, err)
	}
	status := map[string]string{}
	for i, head := range rows[0] {
		col, _ := excelize.ColumnNumberToName(i + 1)
		status[head] = col
	}
	if err := f.SetCellStr(sheet, status["Tình trạng"]+"2", "Đã nhận chỗ"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStr(sheet, status["Ghi chú cán bộ"]+"3", "hẹn thứ Hai"); err != nil {
		t.Fatal(err)
	}
	var changed bytes.Buffer
	if err := f.Write(&changed); err != nil {
		t.Fatal(err)
	}

	said, err := x.types(changed.Bytes(), "export", "apply", id, "-", "--as", "lan")
	for _, want := range []string{"interested → accepted", `note: "hẹn thứ Hai"`, "2 would change, 0 are as they were", "--yes"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("%v, without %q:\n%s", err, want, said)
		}
	}
	if said, err = x.types(changed.Bytes(), "export", "apply", id, "-", "--as", "lan", "--yes"); err != nil || string(said) != "2 changed, 0 as they were\n" {
		t.Errorf("%v\n%s", err, said)
	}
	if said, err = x.types(file, "export", "apply", id, "-", "--as", "lan", "--yes"); err != nil || string(said) != "0 changed, 2 as they were\n" {
		t.Errorf("the list as it was: %v\n%s", err, said)
	}
	if err := f.SetCellStr(sheet, status["Tình trạng"]+"2", "Học xong"); err != nil {
		t.Fatal(err)
	}
	changed.Reset()
	if err := f.Write(&changed); err != nil {
		t.Fatal(err)
	}
	said, err = x.types(changed.Bytes(), "export", "apply", id, "-", "--as", "lan", "--yes")
	if err == nil || !strings.Contains(err.Error(), "somebody has changed it since") || !strings.Contains(err.Error(), "none was") {
		t.Errorf("an old list: %v\n%s", err, said)
	}
}

func TestExportsAtTheTerminal(t *testing.T) {
	x := newExporting(t)
	id := x.course()
	file, err := x.types(nil, "export", "course", id, "--as", "lan", "--purpose", "call", "--csv")
	if err != nil || !bytes.HasPrefix(file, []byte("\xef\xbb\xbf")) || !bytes.Contains(file, []byte(`"'=1+1"`)) || bytes.Contains(file, []byte("0912")) {
		t.Errorf("%v\n%s", err, file)
	}
	if rows, err := report.ReadBack(bytes.NewReader(file), int64(len(file))); err != nil || len(rows) != 2 {
		t.Errorf("%+v, %v", rows, err)
	}
	for want, args := range map[string][]string{
		"What is the list for?":   {"export", "course", id, "--as", "lan"},
		"not part of your work":   {"export", "course", id, "--purpose", "call"},
		"export course takes one": {"export", "course", "--as", "lan", "--purpose", "call"},
		"nobody of staff":         {"export", "course", id, "--as", "ai", "--purpose", "call"},
		"There is no row":         {"export", "demand", "--as", "lan", "--purpose", "plan"},
		"no row to export":        {"export", "tickets", "--as", "lan", "--purpose", "answer"},
		"is none; choose":         {"export", "course", id, "--as", "lan", "--purpose", "call", "--status", "x"},
		"no such record":          {"export", "course", "khac", "--as", "lan", "--purpose", "call"},
		"For example":             {"export", "apply", id, "--as", "lan"},
		"neither an Excel":        {"export", "apply", id, "-", "--as", "lan"},
	} {
		out, err := x.types([]byte("no list"), args...)
		if err == nil || !strings.Contains(err.Error(), want) || len(out) > 0 {
			t.Errorf("%q: %v, want %q; %d bytes", args, err, want, len(out))
		}
	}
	said, err := x.types(nil, "audit", "list", "--on", "course")
	if n := strings.Count(string(said), "list.export"); err != nil || n != 1 || !strings.Contains(string(said), "call") || strings.Contains(string(said), "Hoa") {
		t.Errorf("%d exports are logged, %v\n%s", n, err, said)
	}
	if _, err := os.Stat(filepath.Join(x.data, "tinban.db")); err != nil {
		t.Error(err)
	}
}
