package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// hands files something for somebody who writes by SMS from a number.
func (o *office) hands(number string, a ticket.Ask, said ...store.Line) string {
	o.Helper()
	code := ""
	in := msg.Inbound{Gateway: "sim", Ref: number, From: msg.Address("sms:+84" + number), Kind: msg.Text, Text: "x"}
	_, err := o.store.Receive(o.Context(), in, func(s store.Snapshot) (store.WriteSet, error) {
		a.Contact, a.Channel, a.Promise = s.Contact.ID, msg.SMS, true
		if a.Commune == "" {
			a.Commune = "a-luoi-3"
		}
		tk, _, c, err := ticket.File(s.Records, a, number, ticket.Calendar{}, o.clock)
		code = string(tk.Code)
		return store.WriteSet{Contact: &s.Contact, Changes: c, Lines: said}, err
	})
	if err != nil {
		o.Fatal(err)
	}
	return code
}

// slip is a loan check with two things nobody at home could say.
func (o *office) slip() string {
	o.Helper()
	return o.hands("900000011", ticket.Ask{Kind: ticket.Unknown, Text: "Phần đã xem.\n? Không có nợ quá hạn", Check: &ticket.Check{
		Programme: "vay-von", Rule: "vay-von-2553", Answers: map[string]string{"dien_ho": "ngheo"}, Missing: []string{"nguoi_vay", "no_qua_han"},
	}})
}

// sent are the texts that wait to go to residents.
func (o *office) sent() (texts []string) {
	o.Helper()
	due, err := o.store.Claim(o.Context(), o.clock, time.Minute, 100, nil)
	if err != nil {
		o.Fatal(err)
	}
	for _, m := range due {
		texts = append(texts, m.Text)
	}
	return texts
}

// holds reports which of the words a page lacks, and which it should.
func (o *office) holds(what string, got reply, status int, want []string, not ...string) {
	o.Helper()
	_, got.body, _ = strings.Cut(got.body, "<main")
	if got.status != status {
		o.Errorf("%s: %d, want %d", what, got.status, status)
	}
	for _, w := range want {
		if !strings.Contains(got.body, w) {
			o.Errorf("%s lacks %q:\n%s", what, w, got.body)
		}
	}
	for _, w := range not {
		if strings.Contains(got.body, w) {
			o.Errorf("%s holds %q", what, w)
		}
	}
}

// A slip is filled in: in words, nothing goes before all is there and was
// shown, and what was filled in can be filled in anew.
func TestSlipIsFilledIn(t *testing.T) {
	o := newOffice(t)
	code := o.slip()
	lan := o.as("lan")
	fill := func(form ...string) reply {
		v := url.Values{}
		for i := 0; i < len(form); i += 2 {
			v.Set(form[i], form[i+1])
		}
		return lan.post("/hoi/"+code+"/dien", v)
	}
	o.holds("the list", lan.get("/hoi"), 200, []string{"Vay vốn hộ nghèo, cận nghèo: phiếu không rõ"}, "Phần đã xem")
	if got := fill("chon", "khong"); got.status != http.StatusSeeOther {
		t.Fatalf("the first: %d %s", got.status, got.body)
	}
	o.holds("half filled", lan.get("/hoi/"+code), 200, []string{
		"Chưa gửi gì cho bà con", "Còn 1 điều nữa rồi mới gửi", "chịu ký tên vay không? Không có.", "✗ Có người lớn", "Người LAN",
	}, "nguoi_vay=", "? Có người lớn", "đang gửi")
	if got := lan.post("/hoi/"+code+"/dien-lai", url.Values{"cau": {"nguoi_vay"}}); got.status != http.StatusSeeOther {
		t.Fatalf("anew: %d %s", got.status, got.body)
	}
	fill("chon", "co")
	fact := "Nhà mình có món nợ ngân hàng nào đã quá hạn mà chưa trả không? Có."
	o.holds("the preview", fill("chon", "co"), 200, []string{fact, "Ket qua: Chua ket luan duoc", "Gửi kết quả này", `value="co" required checked`})
	o.holds("another option than was shown", fill("chon", "khong", "gui", "co"), 200, []string{"Gửi kết quả này"})
	if got := o.sent(); len(got) != 0 {
		t.Fatalf("sent before it was pressed: %q", got)
	}
	if got := fill("chon", "co", "gui", "co"); got.status != http.StatusSeeOther {
		t.Fatalf("sent: %d %s", got.status, got.body)
	}
	if got := o.sent(); len(got) != 1 || !strings.Contains(got[0], "Ket qua: Chua ket luan duoc") || strings.Contains(got[0], "no qua han: co") {
		t.Errorf("the resident gets %q", got)
	}
}

// Wherever a question may be forwarded, it goes; then the list says where.
func TestForwarded(t *testing.T) {
	o := newOffice(t)
	o.asks()
	lan, path := o.as("lan"), "/hoi/"+o.ticket
	o.holds("a wrong place", lan.post(path+"/chuyen", url.Values{"loi": {"phòng tư pháp"}, "ly_do": {"vì lý do này"}}), 422,
		[]string{"phòng tư pháp", `value="vì lý do này"`, "<details open><summary>Chuyển nơi khác"})
	page := ticketPage{}
	o.signed("lan", func(q *request) {
		q.r.SetPathValue("code", o.ticket)
		if err := q.view(func(r store.Reader) error { return q.loadTicket(r, &page) }); err != nil {
			t.Fatal(err)
		}
	})
	if len(page.Places) != 4 || len(page.Offices) < 10 {
		t.Fatalf("%d communes and %d offices to choose from", len(page.Places), len(page.Offices))
	}
	for _, to := range append(page.Offices, page.Places...) {
		o.signed("lan", func(q *request) {
			err := q.view(func(r store.Reader) error {
				_, _, err := q.c.cfg.Bot.Tickets(r, q.actor()).Forward(ticket.Code(o.ticket), to.Value, "vì")
				return err
			})
			if err != nil {
				t.Errorf("forwarded to %s: %v", to.Label, err)
			}
		})
	}
	lan.post(path+"/chuyen", url.Values{"loi": {"cong-an-xa"}, "ly_do": {"vì"}})
	o.holds("at an office", lan.get(path), 200, []string{"Đã chuyển tới công an xã A Lưới 3", "chuyển nơi khác, lý do"})
	got := lan.follow(path+"/chuyen", url.Values{"loi": {"a-luoi-1"}, "ly_do": {"nhà ở đó"}})
	o.holds("in another commune", got, 200, []string{"Đã chuyển tới xã A Lưới 1"}, "Chưa làm được")
}

// signed is a request by somebody.
func (o *office) signed(who staff.ID, do func(*request)) {
	o.Helper()
	r, err := http.NewRequestWithContext(o.Context(), http.MethodGet, "/", nil)
	if err != nil {
		o.Fatal(err)
	}
	a := o.actor(who)
	do(&request{c: o.c, r: r, now: o.clock, lang: "vi", account: staff.Account{ID: a.ID, Role: a.Role, Communes: a.Communes}})
}

// What was answered is listed with what the resident said, and found by it.
func TestAnsweredAreListed(t *testing.T) {
	o := newOffice(t)
	clear := o.hands("900000021", ticket.Ask{Kind: ticket.Question, Text: "heo bị dịch"})
	o.hands("900000022", ticket.Ask{Kind: ticket.Question, Text: "còn chờ"})
	lan := o.as("lan")
	o.holds("nothing yet", lan.get("/hoi?xem=da-tra-loi"), 200, []string{"Chưa có câu nào được trả lời"}, "còn chờ")
	lan.follow("/hoi/"+clear+"/tra-loi", url.Values{"tra_loi": {"Mời bà con báo thú y xã."}, "y_kien": {"1"}})
	o.holds("answered", lan.get("/hoi?xem=da-tra-loi"), 200, []string{"heo bị dịch", "Mời bà con báo thú y xã.", "Người LAN", "Bà con chưa nói gì"}, "còn chờ")
	o.update(func(r store.Reader) (store.Changes, error) {
		tk, err := ticket.Get(r, ticket.Code(clear))
		if err != nil {
			return store.Changes{}, err
		}
		_, c, err := ticket.Clear(r, tk.Owner, tk.Code, o.clock)
		return c, err
	})
	o.holds("clear", lan.get("/hoi?xem=da-tra-loi&q=thu+y"), 200, []string{"heo bị dịch", "Bà con nói: Rõ"})
	o.holds("searched in vain", lan.get("/hoi?xem=da-tra-loi&q=khong-co"), 200, nil, "heo bị dịch")
	o.holds("another commune", o.as("xa").get("/hoi?xem=da-tra-loi"), 200, nil, "heo bị dịch")
	o.holds("the list to take", lan.get("/hoi"), 200, []string{`action="/hoi/xuat"`, `name="muc_dich" required`})
	o.holds("who may not take it", o.as("an").get("/hoi"), 200, nil, `action="/hoi/xuat"`)
}

// Two open the same question: the second reads who has it and until when, is
// offered nothing that would be refused, and gets it when it is given back.
func TestTakenByAColleague(t *testing.T) {
	o := newOffice(t)
	o.asks()
	lan, binh, path := o.as("lan"), o.as("binh"), "/hoi/"+o.ticket
	o.holds("taken", lan.post(path+"/nhan", url.Values{"tra_loi": {"đang viết dở"}}), 200, []string{"Anh chị đã nhận câu này", "đang viết dở", "Nhường lại"})
	o.holds("for a colleague", binh.get(path), 200, []string{"Người LAN đang trả lời câu này. Đến 11:00 25/11/2026"}, "Gửi trả lời", "hai người cùng trả lời", path+"/nhan")
	o.holds("in the list", binh.get("/hoi"), 200, []string{"Người LAN đang trả lời"})
	o.holds("what was typed meanwhile", binh.post(path+"/tra-loi", url.Values{"tra_loi": {"chữ của tôi"}, "y_kien": {"1"}}), 422, []string{"chữ của tôi"})
	lan.follow(path+"/nhuong", nil)
	o.holds("given back", binh.get(path), 200, []string{"Gửi trả lời", path + "/nhan"}, "đang trả lời câu này")
	lan.post(path+"/nhan", nil)
	o.clock = o.clock.Add(2 * time.Hour)
	o.holds("after two hours", o.as("binh").get(path), 200, []string{"Gửi trả lời"}, "đang trả lời câu này")
}

// A wish to be called: the number to dial, a call nobody took, and the end.
func TestCalledBack(t *testing.T) {
	o := newOffice(t)
	code := o.hands("900000913", ticket.Ask{Kind: ticket.Callback, Text: "Nhờ cán bộ gọi lại."})
	lan, path := o.as("lan"), "/hoi/"+code
	o.holds("without a reason", lan.post(path+"/so", nil), 422, []string{"Xin ghi lý do", "Xem số"}, "tel:")
	o.holds("the number", lan.post(path+"/so", url.Values{"ly_do": {"gọi lại"}}), 200, []string{`href="tel:0900000913">0900 000 913</a>`, `value="gọi lại"`})
	o.holds("nobody answered", lan.follow(path+"/khong-nghe", nil), 200, []string{"Phiếu vẫn chờ", "đã gọi, không nghe máy", "Đã gọi xong"})
	o.holds("called", lan.follow(path+"/goi-xong", nil), 200, []string{"Đã đóng phiếu gọi lại", "Cán bộ đã gọi cho bà con."}, "Đã gọi xong")
	if got := o.sent(); len(got) != 0 {
		t.Errorf("the resident is told %q", got)
	}
	if got := lan.post("/hoi/"+o.hands("900000914", ticket.Ask{Kind: ticket.Question, Text: "hỏi"})+"/goi-xong", nil); got.status != http.StatusNotFound {
		t.Errorf("a question ended by a call: %d", got.status)
	}
}

// Putting together and taking out say what they did and keep what is typed;
// those that ask alike are one row of the list.
func TestGrouped(t *testing.T) {
	o := newOffice(t)
	one := o.hands("900000031", ticket.Ask{Kind: ticket.Question, Text: "heo bị dịch thì báo ai", Normal: "heo bi dich thi bao ai"})
	two := o.hands("900000032", ticket.Ask{Kind: ticket.Question, Text: "heo bị dịch báo ai", Normal: "heo bi dich bao ai"})
	lan := o.as("lan")
	list := lan.get("/hoi")
	o.holds("alike", list, 200, []string{"2 người hỏi cùng ý", "1 câu cùng ý", "SMS · hỏi "})
	if n := strings.Count(list.body, `<li class="card">`); n != 1 {
		t.Errorf("%d rows", n)
	}
	path := "/hoi/" + one
	typed := url.Values{"tra_loi": {"đang viết dở"}, "nguon": {"QĐ 1"}, "y_kien": {"1"}}
	o.holds("nothing chosen", lan.post(path+"/gom", typed), 422, []string{"Chưa chọn câu nào", "đang viết dở"})
	typed["phieu"] = []string{two}
	o.holds("put together", lan.post(path+"/gom", typed), 200, []string{"Đã gom thêm 1 câu: " + two, "đang viết dở", "QĐ 1", "Gửi cho tất cả"})
	o.holds("seen from the other", lan.get("/hoi/"+two), 200, []string{"Trả lời cùng với", one, "Gửi cho tất cả"})
	o.holds("taken out", lan.post(path+"/tach", typed), 200, []string{"Đã bỏ ra: " + two, "đang viết dở"}, "Gửi cho tất cả")
}

// Of what a phone wrote, only the day before the question and since is shown.
func TestOldTalkIsNotShown(t *testing.T) {
	o := newOffice(t)
	at := func(hours int) time.Time { return o.clock.Add(time.Duration(hours) * time.Hour) }
	code := o.hands("900000041", ticket.Ask{Kind: ticket.Question, Text: "hỏi"},
		store.Line{At: at(-25), Dir: store.Out, Text: "Mời chị Hoa đi học"}, store.Line{At: at(-23), Dir: store.In, Text: "hôm qua"}, store.Line{At: at(0), Dir: store.In, Text: "hôm nay"})
	o.holds("the talk", o.as("lan").get("/hoi/"+code), 200, []string{"hôm qua", "hôm nay"}, "chị Hoa")
}

// A refusal is shown before it is sent; an answer of the library is put into
// what is being written, with its source.
func TestShownFirst(t *testing.T) {
	o := newOffice(t)
	code := o.hands("900000051", ticket.Ask{Kind: ticket.Question, Text: "ai được vay", Label: "loan.eligibility"})
	lan, path := o.as("lan"), "/hoi/"+code
	page := ticketPage{}
	o.signed("lan", func(q *request) {
		q.r.SetPathValue("code", code)
		if err := q.view(func(r store.Reader) error { return q.loadTicket(r, &page) }); err != nil {
			t.Fatal(err)
		}
	})
	if len(page.Nearest) == 0 || page.Nearest[0].Source == "" || len(page.Sources) == 0 {
		t.Fatalf("nothing to use again: %+v", page.Nearest)
	}
	o.holds("used again", lan.post(path+"/xem", url.Values{"tra_loi": {"Chào bà con."}, "dung": {"0"}}), 200, []string{">Chào bà con.\n", "value=\"" + page.Nearest[0].Source + "\""})
	o.holds("shown", lan.post(path+"/ngoai", nil), 200, []string{"viec nay can bo khong tra loi duoc o day", "Từ chối lịch sự"})
	if got := o.sent(); len(got) != 0 {
		t.Fatalf("refused at once: %q", got)
	}
	lan.follow(path+"/ngoai", url.Values{"gui": {"1"}})
	if got := o.sent(); len(got) != 1 {
		t.Errorf("the refusal: %q", got)
	}
}
