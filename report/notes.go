package report

import (
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// note is a line of the third sheet.
type note struct{ head, words string }

// about says where a list comes from, who took it and what it may be for.
func (e Export) about(what, source, file string, rows int) []note {
	filter := e.Filter
	if filter == "" {
		filter = "Tất cả"
	}
	by := line(e.By)
	if name := line(e.Name); name != "" {
		by = fmt.Sprintf("%s (%s)", name, by)
	}
	return []note{
		{"Danh sách", what},
		{"Nguồn", source},
		{"Lọc", line(filter)},
		{"Số dòng", fmt.Sprint(rows)},
		{"Người xuất", by},
		{"Lúc xuất", e.At.Format("02/01/2006 15:04")},
		{"Mục đích", line(e.Purpose.Words())},
		{"Tên tệp", file + ".xlsx"},
		{"Không chuyển tiếp", "Danh sách này chỉ để làm việc ghi ở mục đích. Không gửi cho người khác. Xong việc thì xóa tệp."},
	}
}

// wayBack says how a list is given back.
func wayBack(statuses []Status) []note {
	notes := []note{
		{"Sửa rồi tải lên", "1. Ở trang đầu, chỉ sửa cột Tình trạng và cột Ghi chú cán bộ."},
		{"", "2. Giữ nguyên tên cột, cột Mã và cột ẩn cuối bảng. Lọc, sắp xếp, thêm cột đều được."},
		{"", "3. Lưu dạng .xlsx rồi tải lên lại. Máy cho xem trước các dòng sẽ đổi, xem xong mới ghi."},
		{"", "4. Dòng người khác đã sửa trong lúc đó thì máy báo, không ghi đè."},
	}
	for i, s := range statuses {
		head := ""
		if i == 0 {
			head = "Các tình trạng"
		}
		words := s.Label
		if s.Means != "" {
			words += ": " + s.Means
		}
		notes = append(notes, note{head, words})
	}
	return notes
}

func (b Book) writeNotes(f *excelize.File, s styles) error {
	if err := fitPage(f, notesSheet); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(notesSheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(2, 2, 100); err != nil {
		return err
	}
	if err := w.SetColWidth(1, 1, 24); err != nil {
		return err
	}
	for i, n := range b.notes {
		row := []any{excelize.Cell{StyleID: s.bold, Value: n.head}, excelize.Cell{StyleID: s.plain, Value: n.words}}
		high := 4 + lineHeight*float64(linesOf(n.words, 100))
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row, excelize.RowOpts{Height: high}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// day is a date as it stands in a file's name.
func day(t time.Time) string { return t.Format(time.DateOnly) }
