package console

import (
	"crypto/rand"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// hidden is a field of a form that nobody types.
func (r reply) hidden(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(r.body)
	if m == nil {
		t.Fatalf("no field %q in\n%s", name, r.body)
	}
	return m[1]
}

// shows and hides look for words of a page.
func (b *browser) shows(got reply, words ...string) {
	b.Helper()
	for _, w := range words {
		if !strings.Contains(html.UnescapeString(got.body), w) {
			b.Errorf("%d, without %q", got.status, w)
		}
	}
}

func (b *browser) hides(got reply, words ...string) {
	b.Helper()
	for _, w := range words {
		if strings.Contains(html.UnescapeString(got.body), w) {
			b.Errorf("%d, with %q", got.status, w)
		}
	}
}

// all are the notices there are.
func (o *office) all() (list []notice.Notice) {
	o.Helper()
	o.update(func(r store.Reader) (c store.Changes, err error) {
		list, err = notice.Recent(r, "", 100)
		return c, err
	})
	return list
}

// decided takes a step of a notice, as another room would.
func (o *office) decided(do func(r store.Reader) (notice.Step, store.Changes, error)) (n notice.Notice) {
	o.Helper()
	o.update(func(r store.Reader) (store.Changes, error) {
		step, c, err := do(r)
		n = step.Notice
		return c, err
	})
	return n
}

const meeting = "8h thứ Bảy 5/12/2026 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề."

func meetingForm() url.Values {
	return url.Values{"xa": {"a-luoi-3"}, "chu_de": {"meeting"}, "loi": {meeting}}
}

// drafted is a notice of somebody, through the pages: of a form of its own,
// unless it is given one.
func (b *browser) drafted(form url.Values) (path string) {
	b.Helper()
	if !form.Has("phieu") {
		form.Set("phieu", rand.Text())
	}
	got := b.post("/tin", form)
	if got.status != 303 {
		b.Fatalf("a draft: %d %s", got.status, got.body)
	}
	return got.to
}

// submitted is one that waits for a leader, tested on lan's phone.
func (o *office) submitted(by staff.ID, form url.Values) (path string) {
	o.Helper()
	b := o.as(by)
	path = b.drafted(form)
	for _, step := range []string{"/thu", "/gui-duyet"} {
		if got := b.post(path+step, nil); got.status != 303 {
			o.Fatalf("%s: %d %s", step, got.status, got.body)
		}
	}
	return path
}

// An emergency is shown before it leaves: to how many, for how much, and letter
// by letter. However often the form comes in, one leaves.
func TestUrgentIsConfirmedAndSentOnce(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002", "sms:+84900000003")
	lan := o.as("lan")
	compose := lan.get("/tin/moi?khan=1")
	form := url.Values{"khan": {"1"}, "xa": {"a-luoi-3"}, "loi": {"Nước lũ lên nhanh ở cầu A Lưới. Bà con không qua cầu."}, "phieu": {compose.hidden(t, "phieu")}}
	if got := lan.post("/tin", form); got.status != 422 {
		t.Errorf("without a reason: %d", got.status)
	}
	seen := lan.post("/tin/xem", form)
	lan.shows(seen, "KHAN. Xa A Luoi 3", "Tin khẩn gửi đi ngay") // before a reason is typed, and still an emergency
	form.Set("ly_do", "Lũ trên sông")
	ask := lan.post("/tin", form)
	lan.shows(ask, "Gửi cho 2 người, 700 đ", "KHAN. Xa A Luoi 3: Nuoc lu len nhanh", "Vì sao khẩn: Lũ trên sông", "Chưa gửi gì")
	if n := len(o.all()); n != 0 {
		t.Fatalf("%d left before it was confirmed", n)
	}
	form.Set("dau", ask.hidden(t, "dau"))
	var wg sync.WaitGroup
	replies := make([]reply, 4)
	for i := range replies {
		wg.Go(func() { replies[i] = lan.post("/tin", form) })
	}
	wg.Wait()
	all := o.all()
	if len(all) != 1 || all[0].State != notice.Sending {
		t.Fatalf("%d emergencies", len(all))
	}
	for _, r := range replies {
		if r.to != "/tin/"+string(all[0].ID) {
			t.Errorf("a second press led to %d %q", r.status, r.to)
		}
	}
	lan.shows(lan.get(replies[0].to), "Đã gửi tin khẩn")
	lan.shows(ask, "Ma "+all[0].Code) // as it was shown
	lan.shows(o.as("binh").get(replies[0].to), "Vì sao khẩn: Lũ trên sông", "Nhận xét về tin khẩn này")
	form.Set("loi", "Nước rút rồi.")
	if got := lan.post("/tin", form); got.status != 200 {
		t.Errorf("other words than were shown: %d", got.status)
	}
}

// A draft that is saved twice is one; other words in the same form are another.
func TestDraftIsSavedOnce(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	form := meetingForm()
	form.Set("phieu", lan.get("/tin/moi").hidden(t, "phieu"))
	path := lan.drafted(form)
	o.clock = o.clock.Add(5 * time.Second)
	if again := lan.drafted(form); again != path || len(o.all()) != 1 {
		t.Errorf("again: %s, %d notices", again, len(o.all()))
	}
	form.Set("loi", meeting+" Có nước uống.")
	if other := lan.drafted(form); other == path {
		t.Error("other words led to the first")
	}
}

// What cannot be meant is refused in words, and all that was typed is there.
func TestComposeRefusesInWords(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	for name, c := range map[string]struct {
		typed url.Values
		shows []string
	}{
		"a template and a text":  {url.Values{"mau": {"meeting"}, "gio": {"8h"}, "loi": {"Lời riêng."}}, []string{"vừa chọn mẫu vừa tự viết", `value="8h"`, "Lời riêng.</textarea>"}},
		"fields and no template": {url.Values{"viec": {"lớp nghề"}, "loi": {""}}, []string{"chưa chọn mẫu", `value="lớp nghề"`}},
		"a time that is past":    {url.Values{"luc": {"2026-11-24T08:00"}}, []string{"8h ngày 24/11 đã qua", `value="2026-11-24T08:00"`, meeting}},
		"no time at all":         {url.Values{"luc": {"sáng mai"}}, []string{"“sáng mai” không đọc được", meeting}},
	} {
		t.Run(name, func(t *testing.T) {
			form := meetingForm()
			for k, v := range c.typed {
				form[k] = v
			}
			got := lan.post("/tin", form)
			if got.status != 422 {
				t.Errorf("%d, want it refused", got.status)
			}
			lan.shows(got, c.shows...)
		})
	}
	if n := len(o.all()); n != 0 {
		t.Errorf("%d were saved", n)
	}
	by := lan.drafted(url.Values{"xa": {"a-luoi-3"}, "chu_de": {"meeting"}, "mau": {"meeting"}, "gio": {"8h"}, "ngay": {"thứ Bảy 5/12"}, "noi": {"nhà văn hóa"}, "viec": {"lớp nghề"}})
	lan.shows(lan.get(by+"/sua"), `name="loi" maxlength="1000" aria-describedby="loi-hint"></textarea>`) // the words of a template are not typed
}

// What is cancelled leaves never; what waits leaves when it is said to,
// however often the page is looked at.
func TestNoticeTimes(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002")
	o.reach("lan", "telegram:5550001")
	o.clock = time.Date(2026, 11, 25, 22, 0, 0, 0, hue)
	path := o.submitted("lan", meetingForm())
	binh, code := o.as("binh"), o.all()[0].Code
	page := binh.get(path)
	binh.shows(page, "Duyệt, gửi lúc 07:00 26/11/2026")
	binh.hides(page, "gửi sau 5 phút")
	got := binh.follow(path+"/duyet", url.Values{"ma": {code}})
	binh.hides(got, "Còn 5 phút để hủy")
	binh.shows(got, "Đã duyệt. Tin đợi đến giờ gửi")
	binh.follow(path+"/huy", nil)
	page = binh.get(path + "/nguoi")
	binh.hides(page, "Tin sẽ đi lúc", "ời máy lúc")
	binh.shows(page, "Soạn lại từ tin này")

	o.clock = time.Date(2026, 11, 26, 9, 0, 0, 0, hue)
	path = o.submitted("lan", url.Values{"xa": {"a-luoi-3"}, "chu_de": {"meeting"}, "loi": {"14h thứ Bảy 5/12/2026 họp phụ nữ tại hội trường."}})
	binh = o.as("binh") // a night later
	binh.shows(binh.get(path), "Duyệt, gửi sau 5 phút")
	binh.follow(path+"/duyet", url.Values{"ma": {o.all()[0].Code}})
	o.clock = o.clock.Add(2 * time.Minute)
	binh.shows(binh.get(path+"/nguoi"), "Rời máy lúc 09:05 26/11/2026")
}

// A writer changes or cancels what waits for a leader, throws a draft away, and
// begins anew with the words of what is cancelled.
func TestWriterMayThinkAgain(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002")
	o.reach("lan", "telegram:5550001")
	path := o.submitted("lan", meetingForm())
	lan := o.as("lan")
	page := lan.get(path)
	lan.shows(page, path+"/sua", path+"/huy", "Đang chờ lãnh đạo xã duyệt")
	lan.follow(path+"/huy", nil)
	draft := lan.drafted(meetingForm())
	lan.shows(lan.get(draft), "Bỏ bản nháp", draft+"/huy")
	page = lan.follow(draft+"/huy", nil)
	again := "/tin/moi?tu=" + strings.TrimPrefix(draft, "/tin/")
	lan.shows(page, again)
	page = lan.get(again)
	lan.shows(page, meeting+"</textarea>", `value="a-luoi-3" checked`)
	if got := o.as("xa").get(again); got.status == 200 {
		t.Error("another commune's officer reads it")
	}
}

// Who has no Telegram linked reads every form on the page, says so, and may
// submit; the leader sees how it was read.
func TestReadOnThePage(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002")
	lan := o.as("lan")
	path := lan.drafted(meetingForm())
	page := lan.get(path)
	lan.hides(page, "Gửi thử cho tôi")
	lan.shows(page, "Ghi đã đọc bản thử")
	hash := page.hidden(t, "dau")
	if got := lan.post(path+"/doc", url.Values{"dau": {hash}}); got.status != 422 {
		t.Errorf("without the tick: %d", got.status)
	}
	lan.shows(lan.follow(path+"/doc", url.Values{"dau": {hash}, "da_doc": {"1"}}), "đã đọc thử trên trang", "Gửi duyệt")
	lan.follow(path+"/gui-duyet", nil)
	binh := o.as("binh")
	binh.shows(binh.get(path), "chưa nhận trên máy")
	binh.shows(binh.get("/nhat-ky"), "notice.read")
	o.reach("lan", "telegram:5550001")
	lan.shows(lan.get(lan.drafted(meetingForm())), "Gửi thử cho tôi")
}

// A leader is told that somebody else approves what they wrote, before they
// press anything.
func TestOwnTextIsNotOffered(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002")
	o.reach("binh", "telegram:5550002")
	o.update(func(r store.Reader) (store.Changes, error) {
		step := staff.Step{By: staff.Operator, At: o.clock, Today: []string{"a-luoi-3"}}
		_, c, err := staff.Add(r, step, "minh", staff.Terms{Name: "Người MINH", Role: staff.Leader, Communes: []string{"a-luoi-3"}})
		return c, err
	})
	path := o.submitted("binh", meetingForm())
	binh := o.as("binh")
	page := binh.get(path)
	binh.hides(page, path+"/duyet")
	binh.shows(page, "người khác duyệt", "Người MINH")
}

// A notice and its correction lead to each other.
func TestCorrectionIsLinked(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	actor := o.actor("lan")
	o.subscribe("sms:+84900000002")
	n := o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return o.c.cfg.Board.Emergency(r, actor, notice.Content{Communes: []string{"a-luoi-3"}, Text: "Cầu hỏng.", Reason: "lũ"}, "s", o.clock)
	})
	path := "/tin/" + string(n.ID)
	form := url.Values{"loi": {"Cầu đi được rồi."}, "phieu": {lan.get(path).hidden(t, "phieu")}}
	fix := lan.post(path+"/dinh-chinh", form).to
	if again := lan.post(path+"/dinh-chinh", form).to; again != fix || len(o.all()) != 2 {
		t.Errorf("pressed twice: %s and %s", fix, again)
	}
	lan.shows(lan.get(path), fix)
	lan.shows(lan.get(fix), path, n.Code)
}

// What Telegram did not take is not laid at the operator's door.
func TestFailureNamesNoWrongChannel(t *testing.T) {
	o := newOffice(t)
	if got := o.c.cfg.Say.In(locales.Own).Say(locales.NoticeFailOther, nil); !strings.Contains(got, "Telegram") {
		t.Errorf("%q", got)
	}
}

// The list says who answers for each notice and what became of it, and shows
// those of one state.
func TestNoticeList(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002", "sms:+84900000003")
	lan, actor := o.as("lan"), o.actor("lan")
	n := o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return o.c.cfg.Board.Emergency(r, actor, notice.Content{Communes: []string{"a-luoi-3"}, Text: "Cầu hỏng.", Reason: "lũ"}, "s", o.clock)
	})
	o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return o.c.cfg.Board.Pump(r, n.ID, o.clock, notice.Page)
	})
	due, err := o.store.Claim(o.Context(), o.clock, time.Minute, 10, nil)
	if err != nil || len(due) != 2 {
		t.Fatalf("%d wait: %v", len(due), err)
	}
	if err := o.store.Settle(o.Context(), []store.Settlement{{Key: due[0].Key, Status: msg.Sent, Ref: "1", Cost: 350}}); err != nil {
		t.Fatal(err)
	}
	lan.drafted(meetingForm())
	page := lan.get("/tin")
	lan.shows(page, "Người LAN soạn", "Đã giao 1/2 người · 350 đ", meeting, "Cầu hỏng.")
	page = lan.get("/tin?trang_thai=draft")
	lan.shows(page, meeting, `value="draft" selected`)
	lan.hides(page, "Cầu hỏng.")
}

// leaves takes a notice of lan's all the way, on a clock that runs by itself.
func (o *office) leaves(id notice.ID) (n notice.Notice) {
	o.Helper()
	for range 60 {
		o.clock = o.clock.Add(time.Minute)
		n = o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
			return o.c.cfg.Board.Pump(r, id, o.clock, notice.Page)
		})
		due, err := o.store.Claim(o.Context(), o.clock, time.Minute, 10, nil)
		if err != nil {
			o.Fatal(err)
		}
		for _, d := range due {
			if err := o.store.Settle(o.Context(), []store.Settlement{{Key: d.Key, Status: msg.Sent, Ref: d.Key}}); err != nil {
				o.Fatal(err)
			}
		}
		if n.State == notice.Done {
			return n
		}
	}
	o.Fatalf("it stays %s", n.State)
	return n
}

// Whoever asks about a code, or reads the news, sees the correction with its
// day and its code.
func TestCorrectionIsMarkedInPublic(t *testing.T) {
	o := newOffice(t)
	o.subscribe("sms:+84900000002", "sms:+84900000003")
	board, lan, binh := o.c.cfg.Board, o.actor("lan"), o.actor("binh")
	wrong := o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return board.Emergency(r, lan, notice.Content{Communes: []string{"a-luoi-3"}, Text: "Cầu hỏng.", Reason: "lũ"}, "s", o.clock)
	})
	o.leaves(wrong.ID)
	fix := o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return board.Correct(r, lan, wrong.ID, "Cầu đi được rồi.", "", "f", o.clock)
	})
	b := o.as("lan")
	path := "/tin/" + string(fix.ID)
	b.follow(path+"/doc", url.Values{"dau": {b.get(path).hidden(t, "dau")}, "da_doc": {"1"}})
	b.follow(path+"/gui-duyet", nil)
	o.decided(func(r store.Reader) (notice.Step, store.Changes, error) {
		return board.Approve(r, binh, fix.ID, notice.Agreement{Code: fix.Code}, o.clock)
	})
	o.leaves(fix.ID)
	public := o.stranger()
	public.shows(public.get("/"), "đính chính ngày 25/11/2026, mã "+fix.Code, "Đính chính tin mã "+wrong.Code)
	public.shows(public.post("/ma", url.Values{"ma": {wrong.Code}}), "đính chính ngày 25/11/2026, mã "+fix.Code)
	public.shows(public.post("/ma", url.Values{"ma": {fix.Code}}), "Đính chính tin mã "+wrong.Code)
}
