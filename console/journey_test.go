package console

import (
	"net/url"
	"strings"
	"testing"

	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// An officer's day, on a phone and on a desk: a question is answered, a notice
// is written, tried and submitted, and approved by a leader in a second
// browser; a course is opened, somebody is written down, invited, and the list
// is taken.
func TestOfficersDay(t *testing.T) {
	for size, s := range sizes {
		t.Run(s.name, func(t *testing.T) {
			o := newOffice(t)
			o.furnish()
			o.reach("lan", "telegram:5550001")
			o.reach("binh", "telegram:5550002")
			o.subscribe("sms:+84900000002", "sms:+84900000003")
			lan := o.window("lan", size)
			lan.answers()
			code := lan.writes(o)
			o.window("binh", size).approves(code)
			lan.teaches()
		})
	}
}

// reach gives an account its own chat, as linking does.
func (o *office) reach(id staff.ID, address string) {
	o.Helper()
	contact := store.NewContactID()
	seed := staff.Seed{1, id[0]}
	var code string
	o.update(func(r store.Reader) (c store.Changes, err error) {
		c.Contacts = []store.ForContact{{ID: contact, Address: msg.Address(address), Set: store.WriteSet{Contact: &store.Contact{Route: "telegram"}}}}
		return c, nil
	})
	o.update(func(r store.Reader) (c store.Changes, err error) {
		code, c, err = staff.Invite(r, staff.Step{By: staff.Operator, At: o.clock}, id, staff.ForLink, seed)
		return c, err
	})
	o.update(func(r store.Reader) (store.Changes, error) {
		_, no, c, err := staff.Link(r, contact, code, o.clock)
		if no != nil {
			o.Fatal(no)
		}
		return c, err
	})
}

// subscribe makes people of A Lưới 3 take news of meetings.
func (o *office) subscribe(addresses ...string) {
	o.Helper()
	for _, a := range addresses {
		o.update(func(r store.Reader) (store.Changes, error) {
			id := store.NewContactID()
			c, err := person.Subscribe(r, person.Subscriber{Contact: id, Commune: "a-luoi-3", Topics: person.Topics, Consent: person.Consent{Version: "1", At: o.clock, How: "sms"}})
			c.Contacts = append([]store.ForContact{{ID: id, Address: msg.Address(a), Set: store.WriteSet{Contact: &store.Contact{Route: "sim"}}}}, c.Contacts...)
			return c, err
		})
	}
}

func (w *window) answers() {
	w.Helper()
	w.goes("/viec")
	w.sees("1 câu hỏi chờ")
	w.keep("day-1-today")
	w.press("1 câu hỏi")
	w.do(clickFirst("a.line"))
	w.fill("#tra_loi", "Người khuyết tật được đăng ký học nghề. Mời bà con đến Ủy ban xã.")
	w.sees("Bà con sẽ nhận") // the preview came by itself
	w.keep("day-2-answer")
	w.press("Gửi trả lời")
	w.sees("nguồn") // a source, or that it is the officer's own word
	w.press("Là ý kiến cán bộ")
	w.press("Gửi trả lời")
	w.sees("Đã gửi trả lời")
}

// writes returns the code of the notice.
func (w *window) writes(o *office) string {
	w.Helper()
	w.goes("/tin/moi")
	w.fill("#loi", "8h thứ Bảy 6/12/2026 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề.")
	w.sees("Chủ nhật") // 6/12/2026 is a Sunday
	w.keep("day-3-wrong-day")
	w.fill("#loi", "8h thứ Bảy 5/12/2026 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề.")
	w.press("Lưu nháp")
	w.sees("Đã lưu", "2 người")
	w.keep("day-4-draft")
	w.press("Gửi thử cho tôi")
	w.sees("Đã gửi thử")
	w.press("Gửi duyệt")
	w.sees("Đang chờ lãnh đạo")
	path, err := evaluate(w, "location.pathname")
	if err != nil {
		w.Fatal(err)
	}
	o.notice = strings.TrimPrefix(path, "/tin/")
	code, err := evaluate(w, "document.querySelector('main .sms').textContent")
	if err != nil {
		w.Fatal(err)
	}
	return code
}

func (w *window) approves(code string) {
	w.Helper()
	w.goes("/viec")
	w.sees("Tin chờ anh chị duyệt")
	w.keep("day-5-to-approve")
	w.do(clickFirst("a.line"))
	w.fill("#ma", "0000")
	w.press("Duyệt")
	w.sees("4 số") // the wrong code is refused in words
	w.fill("#ma", code)
	w.press("Duyệt")
	w.sees("Đã duyệt", "Chưa gửi gì")
	w.keep("day-6-countdown")
	w.press("Hủy, chưa gửi cho ai")
	w.sees("Đã hủy")
}

func (w *window) teaches() {
	w.Helper()
	w.goes("/lop/moi")
	w.fill("#ten", "Dệt zèng")
	w.fill("#cho", "20")
	w.press("Lưu")
	w.sees("Đã lưu", "Dệt zèng")
	w.press("Mở ghi tên")
	w.sees("Đang ghi tên")
	w.press("Ghi tên giúp người không có điện thoại")
	w.fill("#a1", "Kăn Thị Hoa")
	w.fill("#a2", "2001")
	w.fill("#a3", "A Ka")
	w.press("bằng lời")
	w.keep("day-7-assist")
	w.do(clickFirst("form[action$='/ghi-ho'] button"))
	w.sees("Đã ghi tên", "Kăn Thị Hoa")
	w.keep("day-8-course")
	w.do(clickFirst("tbody input[name=ma]"))
	w.press("Mời người đã chọn")
	w.sees("Đã mời")
	w.press("Xuất danh sách Excel")
	w.keep("day-9-export")
}

// The list that is taken holds who was written down, and its log says so.
func TestListIsTaken(t *testing.T) {
	o := newOffice(t)
	o.furnish()
	lan := o.as("lan")
	got := lan.post("/lop/"+o.course+"/xuat", url.Values{"muc_dich": {"call"}})
	if got.status != 200 || !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.header.Get("Content-Disposition"), ".xlsx") {
		t.Fatalf("the list: %d, %q", got.status, got.header.Get("Content-Disposition"))
	}
	if got := lan.post("/lop/"+o.course+"/xuat", nil); got.status != 422 {
		t.Errorf("without a purpose: %d", got.status)
	}
	if got := o.as("binh").get("/nhat-ky?viec=course"); !strings.Contains(got.body, "xuất danh sách") {
		t.Error("the log does not say that the list was taken")
	}
}
