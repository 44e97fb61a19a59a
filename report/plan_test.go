package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"tinban/locales"
)

// set writes cells of the list: "K2", "Đã mời", …
func set(pairs ...string) func(*excelize.File, string) error {
	return func(f *excelize.File, sheet string) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := f.SetCellStr(sheet, pairs[i], pairs[i+1]); err != nil {
				return err
			}
		}
		return nil
	}
}

// A list that was saved without a change asks for nothing, whatever stands in
// it.
func TestAnUntouchedListAsksForNothing(t *testing.T) {
	people := samplePeople(len(attacks) + 5)
	for i := range people {
		people[i].Note = " dòng một\r\ndòng hai\t" + people[i].Note
	}
	b, err := Course(export(), sampleStatuses, people)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"xlsx": xlsxOf(t, b), "saved again": edited(t, xlsxOf(t, b), set()), "csv": csvOf(t, b),
	} {
		p := Plan(current(people), sampleStatuses, readBack(t, file))
		if diff := cmp.Diff(Preview{Same: len(people)}, p); diff != "" {
			t.Errorf("%s, -want +got\n%s", name, diff)
		}
	}
}

func TestPlan(t *testing.T) {
	people := samplePeople(12)
	for i := range people {
		people[i].Status, people[i].Note = "interested", ""
	}
	b, err := Course(export(), sampleStatuses, people)
	if err != nil {
		t.Fatal(err)
	}
	file := edited(t, xlsxOf(t, b), func(f *excelize.File, sheet string) error {
		if err := set(
			"K2", "Đã mời", "L2", "=gọi\nlại", // a status and a note
			"L3", "nhắn", // a note
			"K4", " ĐÃ   MỜI ", // as somebody types it
			"K5", "Bỏ", // no status
			"K6", "", // none
			"B7", "N99999", // no such code
			"K8", "Đã mời", // changed by somebody else
			"K9", "Đã mời", // changed by somebody else to the same
			"M11", "", // the hidden column was emptied
			"K12", "Nhận lời", "M12", "v.3", // … or spoilt
			"K13", "Đã mời", // twice: see below
		)(f, sheet); err != nil {
			return err
		}
		return f.SetSheetRow(sheet, "A14", &[]any{99, "N00011", "x", 1, "", "", "", "", "", "", "Nhận lời", "", stampOf("interested", "").String()})
	})
	now := current(people)
	now[6].Status = "accepted"
	now[7].Status = "invited"
	now[8].Status = "waiting" // and nobody touched the row
	got := Plan(now, sampleStatuses, readBack(t, file))
	slices.SortFunc(got.Problems, func(a, b Problem) int { return a.Line - b.Line })
	want := Preview{
		Changes: []Change{
			{2, "N00000", "interested", "invited", "=gọi lại", true},
			{3, "N00001", "interested", "interested", "nhắn", true},
			{4, "N00002", "interested", "invited", "", false},
		},
		Problems: []Problem{
			{5, "N00003", UnknownStatus, "Bỏ"}, {6, "N00004", UnknownStatus, ""}, {7, "N99999", UnknownCode, "N99999"},
			{8, "N00006", Conflict, "Nhận lời"}, {11, "N00009", NoStamp, ""}, {12, "N00010", NoStamp, "v.3"},
			{13, "N00011", Twice, "invited"}, {14, "N00011", Twice, "Nhận lời"},
		},
		Same: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What somebody does to a sheet besides: rows and columns in another order,
// some hidden, some added, a title above, rows left out, a row twice.
func TestAListThatWasRearranged(t *testing.T) {
	people := samplePeople(8)
	file := edited(t, xlsxOf(t, sampleBook(t, 8)), func(f *excelize.File, sheet string) error {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		if err := f.DeleteSheet("Tổng hợp"); err != nil {
			return err
		}
		if _, err := f.NewSheet("Của tôi"); err != nil {
			return err
		}
		if err := f.SetCellStr("Của tôi", "A1", "Danh sách lớp nuôi bò, in ngày 11/6"); err != nil {
			return err
		}
		for i, r := range rows[:7] {
			slices.Reverse(r)
			line := append([]string{"thêm", "", r[0]}, r[1:]...)
			if i == 1 {
				line[4] = "Nhận lời"
			}
			if err := f.SetSheetRow("Của tôi", fmt.Sprintf("A%d", 3+(7-i)%7), &line); err != nil {
				return err
			}
		}
		if err := f.SetColVisible("Của tôi", "C:E", false); err != nil {
			return err
		}
		if err := f.SetRowVisible("Của tôi", 5, false); err != nil {
			return err
		}
		return f.DeleteSheet(sheet)
	})
	p := Plan(current(people), sampleStatuses, readBack(t, file))
	want := Preview{Changes: []Change{{9, "N00000", "interested", "accepted", line(people[0].Note), false}}, Same: 5}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// CSV as programs here save it.
func TestCSVOfOtherPrograms(t *testing.T) {
	people := samplePeople(len(attacks))
	ours := string(csvOf(t, sampleBook(t, len(people))))
	plain := strings.TrimPrefix(ours, byteOrderMark)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(parted(plain, '\t'))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"ours": ours, "without a mark": plain, "lines of Unix": strings.ReplaceAll(plain, "\r\n", "\n"),
		"semicolons": parted(plain, ';'), "Unicode text": wide,
	} {
		p := Plan(current(people), sampleStatuses, readBack(t, []byte(file)))
		if len(p.Changes) != 0 || len(p.Problems) != 0 || p.Same != len(people) {
			t.Errorf("%s: %+v", name, p)
		}
		changed := strings.Replace(file, "Đã ghi tên", "Nhận lời", 1)
		if name == "Unicode text" {
			continue
		}
		if p := Plan(current(people), sampleStatuses, readBack(t, []byte(changed))); len(p.Changes) != 1 || p.Changes[0].To != "accepted" {
			t.Errorf("%s, changed: %+v", name, p)
		}
	}
}

// parted writes CSV with another separator, all of it quoted.
func parted(s string, sep byte) string {
	var out bytes.Buffer
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
			out.WriteByte('"')
		case s[i] == ',' && !quoted:
			out.WriteByte(sep)
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// A status is read as people write it; what is none is not guessed.
func TestAStatusIsReadAsPeopleWriteIt(t *testing.T) {
	for written, want := range map[string]string{
		"Đã mời": "invited", "mời": "invited", "da moi": "invited", "  ĐÃ   MỜI.": "invited", "invited": "invited",
		"Ghi tên": "interested", "Chờ": "waiting", "dang cho": "waiting", "Nhận lời": "accepted", "đã nhận lời": "accepted",
		"": "", "Đã": "", "?": "", "mời lại": "", "Chờ mời": "",
	} {
		if got, _ := readStatus(sampleStatuses, written); got != want {
			t.Errorf("%q is read as %q, want %q", written, got, want)
		}
	}
}

// No two statuses of the service are one without marks and small words.
func TestStatusesStayApart(t *testing.T) {
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, s := range Statuses(say.In(locales.Own)) {
		if other, ok := seen[bare(s.Label)]; ok {
			t.Errorf("%s and %s are one", s.Label, other)
		}
		seen[bare(s.Label)] = s.Label
	}
}

func TestStatusOfARowNobodyTouched(t *testing.T) {
	for _, written := range []string{"v.invited.ff", "v.3.invited.ff", " v.invited.ff "} {
		if s, ok := readStamp(written); !ok || s != (stamp{"invited", "ff"}) {
			t.Errorf("%q is read as %+v", written, s)
		}
	}
	if _, ok := readStamp("3.invited.ff"); ok {
		t.Error("anything is a stamp")
	}
}
