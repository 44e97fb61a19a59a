package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Person is a row of a course's list.
type Person struct {
	Code    string // what staff and resident call the registration
	Name    string
	Year    int    // of birth; 0 is not given
	Sex     string // "f", "m" or not given
	Village string
	Commune string    // its name
	Phone   string    // +84… or as it was written
	Channel string    // "sms", "chat", "paper" or "spoken"
	Status  string    // code of a Status
	Note    string    // of the officers
	At      time.Time // when they put their name down
}

// Status is what a registration can be.
type Status struct{ Code, Label, Means string }

// The heads of the columns. A list that comes back is read by them.
const (
	headNo      = "STT"
	headCode    = "Mã"
	headName    = "Họ tên"
	headYear    = "Năm sinh"
	headSex     = "Giới"
	headVillage = "Thôn"
	headCommune = "Xã"
	headPhone   = "Điện thoại"
	headChannel = "Kênh"
	headAt      = "Ngày ghi tên"
	headStatus  = "Tình trạng"
	headNote    = "Ghi chú cán bộ"
	headStamp   = "Dấu máy (giữ nguyên)"
)

var sexWords = map[string]string{"f": "Nữ", "m": "Nam"}

var channelWords = map[string]string{"sms": "Tin nhắn", "chat": "Telegram", "paper": "Ghi hộ, phiếu giấy", "spoken": "Ghi hộ, nói miệng"}

// Course is the list of a course.
func Course(e Export, statuses []Status, people []Person) (Book, error) {
	if err := fits(len(people)); err != nil {
		return Book{}, err
	}
	t := peopleTable(e, statuses, people)
	sexes := slices.ContainsFunc(people, func(p Person) bool { return p.Sex != "" })
	if !sexes {
		t.drop(headSex)
	}
	if !e.Phones {
		t.drop(headPhone)
	}
	what := "Ghi tên lớp: " + line(e.Title)
	b := Book{
		Name: fileName("lop-"+slug(e.Title), e.Place, day(e.At)), Rows: len(people),
		title: what, by: e.By, at: e.At, list: t, summary: peopleSummary(&t, e, statuses, people, sexes),
	}
	b.notes = append(e.about(what, "Tin Bản: bà con tự ghi tên, hoặc nhờ cán bộ ghi hộ và đã đồng ý.", b.Name, b.Rows), wayBack(statuses)...)
	return b, nil
}

func peopleTable(e Export, statuses []Status, people []Person) table {
	var labels []string
	for _, s := range statuses {
		labels = append(labels, s.Label)
	}
	t := table{sheet: sheetName("DS " + e.Title), columns: []column{
		{head: headNo, kind: number}, {head: headCode, kind: text}, {head: headName, kind: text}, {head: headYear, kind: number},
		{head: headSex, kind: text}, {head: headVillage, kind: text}, {head: headCommune, kind: text}, {head: headPhone, kind: phone},
		{head: headChannel, kind: text}, {head: headAt, kind: moment}, {head: headStatus, kind: choice, choices: labels},
		{head: headNote, kind: long}, {head: headStamp, kind: text, hidden: true},
	}}
	for i, p := range people {
		var year any
		if p.Year != 0 {
			year = p.Year
		}
		t.rows = append(t.rows, []any{
			i + 1, line(p.Code), cellText(line(p.Name)), year, cellText(sexWords[p.Sex]), cellText(line(p.Village)),
			cellText(line(p.Commune)), cellText(local(p.Phone)), cellText(channelWords[p.Channel]), cellTime(p.At, e.At.Location()),
			cellText(Label(statuses, p.Status)), cellText(line(p.Note)), stampOf(p.Status, p.Note).String(),
		})
	}
	return t
}

func peopleSummary(t *table, e Export, statuses []Status, people []Person, sexes bool) (s summary) {
	var cols []part
	if sexes {
		cols = []part{is(headSex, sexWords["f"]), is(headSex, sexWords["m"])}
	}
	const rest = "Không ghi giới"
	var byStatus []part
	for _, st := range statuses {
		byStatus = append(byStatus, is(headStatus, st.Label))
	}
	s.add(titleRow, "Tổng hợp: "+line(e.Title))
	s.add(plainRow, "Đang hiện ở trang đầu, sau khi lọc", figure{fmt.Sprintf("SUBTOTAL(103,%s)-1", t.all(headCode)), len(people)})
	s.add(noteRow, "")
	s.block(t, block{"Theo xã", partsOf(headCommune, people, func(p Person) string { return line(p.Commune) }), cols, rest, "Số người theo xã"})
	s.block(t, block{"Theo tình trạng", byStatus, cols, rest, ""})
	s.block(t, block{"Theo độ tuổi", bandParts(e.At.Year()), cols, rest, ""})
	return s
}

// partsOf is a part for each value there is of a column, in order.
func partsOf[R any](head string, rows []R, of func(R) string) (parts []part) {
	for _, v := range valuesOf(rows, of) {
		parts = append(parts, is(head, v))
	}
	return parts
}

// valuesOf are the different values of rows, in order, without the empty one.
func valuesOf[R any](rows []R, of func(R) string) []string {
	seen := map[string]bool{}
	for _, r := range rows {
		seen[of(r)] = true
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

// Label is a status in words, its code where it is none of these.
func Label(statuses []Status, code string) string {
	for _, s := range statuses {
		if strings.EqualFold(s.Code, code) {
			return s.Label
		}
	}
	return code
}
