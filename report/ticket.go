package report

import "time"

// Ticket is a row of the list of questions that people answer. It names
// nobody; but the question is as it was typed, and may.
type Ticket struct {
	Code     string
	At       time.Time
	Commune  string // its name
	Channel  string // "sms" or "chat"
	Kind     string // "question", "unknown", "callback" or "complaint"
	Text     string // as it was typed
	With     string // code of the ticket it is answered with
	State    string // "open", "taken", …
	Due      time.Time
	Answered time.Time // zero while nobody has
	Answer   string
	Source   string
}

const (
	headAsked    = "Ngày hỏi"
	headKind     = "Loại"
	headQuestion = "Câu hỏi (nguyên văn)"
	headDue      = "Hạn trả lời"
	headAnswered = "Ngày trả lời"
	headOnTime   = "Đúng hạn"
	headAnswer   = "Trả lời"
	headSource   = "Nguồn"
	headWith     = "Trả lời chung với"
)

var kindWords = map[string]string{
	"question": "Câu hỏi", "unknown": "Phiếu còn thiếu câu trả lời", "callback": "Nhờ gọi lại", "complaint": "Báo trả lời chưa khớp",
}

var stateWords = map[string]string{
	"open": "Đang chờ", "taken": "Đang viết trả lời", "asked": "Chờ bà con trả lời", "forwarded": "Đã chuyển nơi khác",
	"answered": "Đã trả lời", "out_of_scope": "Không thuộc kênh này", "closed": "Bà con đã rõ",
}

// Whether a question was answered in time.
const (
	inTime  = "Có"
	late    = "Trễ"
	waiting = "Chưa tới hạn"
)

// Tickets is the list of questions.
func Tickets(e Export, tickets []Ticket) (Book, error) {
	if err := fits(len(tickets)); err != nil {
		return Book{}, err
	}
	t := ticketTable(e, tickets)
	const what = "Câu hỏi chờ cán bộ"
	b := Book{
		Name: fileName("cau-hoi", e.Place, day(e.At)), Rows: len(tickets),
		title: what, by: e.By, at: e.At, list: t, summary: ticketSummary(&t, tickets),
	}
	b.notes = append(e.about(what, "Tin Bản: câu bà con hỏi mà máy chưa trả lời được.", b.Name, b.Rows),
		note{"Nguyên văn", "Cột «" + headQuestion + "» là lời bà con gõ. Số điện thoại đã che, nhưng có thể còn tên người. Phải xóa tên trước khi đưa vào báo cáo."},
		note{"Đúng hạn", "Có: trả lời trước hạn. Trễ: trả lời sau hạn, hoặc quá hạn mà chưa trả lời."})
	return b, nil
}

func ticketTable(e Export, tickets []Ticket) table {
	t := table{sheet: "Câu hỏi", columns: []column{
		{head: headNo, kind: number}, {head: headCode, kind: text}, {head: headAsked, kind: moment}, {head: headCommune, kind: text},
		{head: headChannel, kind: text}, {head: headKind, kind: text}, {head: headQuestion, kind: long}, {head: headWith, kind: text},
		{head: headStatus, kind: text}, {head: headDue, kind: moment}, {head: headAnswered, kind: moment}, {head: headOnTime, kind: text},
		{head: headAnswer, kind: long}, {head: headSource, kind: long},
	}}
	zone := e.At.Location()
	for i, k := range tickets {
		t.rows = append(t.rows, []any{
			i + 1, line(k.Code), cellTime(k.At, zone), cellText(line(k.Commune)), cellText(channelWords[k.Channel]), cellText(kindWords[k.Kind]),
			cellText(masked(Text(k.Text))), cellText(line(k.With)), cellText(stateWords[k.State]), cellTime(k.Due, zone), cellTime(k.Answered, zone),
			cellText(k.onTime(e.At)), cellText(Text(k.Answer)), cellText(Text(k.Source)),
		})
	}
	return t
}

func (k Ticket) onTime(now time.Time) string {
	switch {
	case k.Due.IsZero():
		return ""
	case !k.Answered.IsZero() && !k.Answered.After(k.Due):
		return inTime
	case k.Answered.IsZero() && !now.After(k.Due):
		return waiting
	}
	return late
}

func ticketSummary(t *table, tickets []Ticket) (s summary) {
	status := partsOf(headStatus, tickets, func(k Ticket) string { return stateWords[k.State] })
	punctual := []part{is(headOnTime, inTime), is(headOnTime, late), is(headOnTime, waiting)}
	s.add(titleRow, "Tổng hợp câu hỏi")
	s.add(noteRow, "")
	s.block(t, block{"Theo xã", partsOf(headCommune, tickets, func(k Ticket) string { return line(k.Commune) }), status, "Khác", "Số câu hỏi theo xã"})
	s.block(t, block{"Theo loại", partsOf(headKind, tickets, func(k Ticket) string { return kindWords[k.Kind] }), status, "Khác", ""})
	s.block(t, block{"Theo kênh", partsOf(headChannel, tickets, func(k Ticket) string { return channelWords[k.Channel] }), status, "Khác", ""})
	s.block(t, block{"Theo thời hạn, từng xã", partsOf(headCommune, tickets, func(k Ticket) string { return line(k.Commune) }), punctual, "Không có hạn", ""})
	return s
}
