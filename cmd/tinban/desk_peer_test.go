package main

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"tinban/notice"
	"tinban/sms/smstest"
)

// townsfolk are several people on one Telegram, each in their own chat.
type townsfolk struct {
	*chatter
	s    *service
	now  func() time.Time
	seen map[int][]bubble
}

// onOneTelegram runs a service at a Telegram, in the morning of 10 June, with
// no time to undo and none to hold: that they are kept is tried elsewhere.
func onOneTelegram(t *testing.T) *townsfolk {
	t.Helper()
	smstest.Needs(t, "node", "telegram-test-api")
	port := smstest.FreePort(t)
	c := &chatter{T: t, url: smstest.Serve(t, port, "node", "../../peers/telegram.js", fmt.Sprint(port))}
	cfg := configured(t, fmt.Sprintf("telegram: {token: '%s', url: '%s'}\n", chatToken, c.url))
	began := time.Now()
	cfg.now = func() time.Time { return time.Date(2026, 6, 10, 9, 0, 0, 0, hue).Add(time.Since(began)) }
	s, err := newServing(cfg, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	s.board.Undo, s.board.Hold = time.Nanosecond, time.Nanosecond
	running(t, s)
	return &townsfolk{chatter: c, s: s, now: cfg.now, seen: map[int][]bubble{}}
}

func oneOf(id int) (from, chat map[string]any) {
	name := fmt.Sprintf("Người %d", id)
	return map[string]any{"id": id, "is_bot": false, "first_name": name}, map[string]any{"id": id, "type": "private", "first_name": name}
}

func (f *townsfolk) writes(id int, text string) {
	f.Helper()
	from, chat := oneOf(id)
	f.post("/sendMessage", map[string]any{"botToken": chatToken, "from": from, "chat": chat, "date": f.now().Unix(), "text": text}, nil)
}

// sees waits for a message that holds some words.
func (f *townsfolk) sees(id int, words string) bubble {
	f.Helper()
	var hit bubble
	smstest.Eventually(f.T, fmt.Sprintf("%q on the phone of %d", words, id), func() bool {
		var got struct{ Result []bubble }
		f.post("/getUpdates", map[string]any{"token": chatToken, "chatId": fmt.Sprint(id)}, &got)
		f.seen[id] = append(f.seen[id], got.Result...)
		for _, b := range f.seen[id] {
			if strings.Contains(b.text(), words) {
				hit = b
			}
		}
		return hit.MessageID != 0
	})
	return hit
}

// presses presses a button under a message.
func (f *townsfolk) presses(id int, under bubble, label string) {
	f.Helper()
	for _, b := range under.buttons() {
		if b.Label == label {
			from, chat := oneOf(id)
			f.post("/sendCallback", map[string]any{
				"botToken": chatToken, "from": from, "data": b.Key,
				"message": map[string]any{"message_id": under.MessageID, "chat": chat, "date": f.now().Unix()},
			}, nil)
			return
		}
	}
	f.Fatalf("no button says %q: %v", label, under.buttons())
}

// hires adds somebody to staff, who types the code that links their own chat.
func (f *townsfolk) hires(id int, account, name, role string) {
	f.Helper()
	var out strings.Builder
	for _, args := range [][]string{{"staff", "add", account, "--name", name, "--role", role, "--commune", "A Luoi 3"}, {"staff", "link", account}} {
		out.Reset()
		if err := f.s.runRoom(f.Context(), args, strings.NewReader(""), &out); err != nil {
			f.Fatal(err)
		}
	}
	code, _, _ := strings.Cut(out.String(), "\n")
	f.writes(id, "/ghep "+code)
}

// sends takes a text all the way: written, read on the writer's own phone,
// submitted, approved by the other with its code.
func (f *townsfolk) sends(writer, approver int, text string) (code string) {
	f.Helper()
	f.writes(writer, text)
	preview := f.sees(writer, text)
	_, rest, _ := strings.Cut(preview.text(), "Xem trước tin ")
	if code = rest[:4]; !notice.IsCode(code) {
		f.Fatalf("no code in %q", preview.text())
	}
	f.presses(writer, preview, "Gửi thử cho tôi")
	if test := f.sees(writer, "Bản SMS"); !strings.Contains(test.text(), "Ma "+code) {
		f.Errorf("the test by SMS is %q", test.text())
	}
	f.presses(writer, f.sees(writer, "Bản thử ở ngay trên"), "Gửi duyệt")
	f.seen[writer] = nil // what is said next is not what was said of the one before
	f.presses(approver, f.sees(approver, "xin duyệt tin "+code), "Duyệt")
	f.sees(approver, "gõ 4 số")
	f.writes(approver, code)
	f.sees(approver, "Tin "+code+" sẽ đi lúc")
	f.seen[approver] = nil
	f.sees(writer, "Tin "+code+" sẽ đi lúc")
	return code
}

// A notice and its correction, all of it on Telegram: one of staff writes and
// tests, another approves, a resident's phone has both.
func TestDeskOnTelegram(t *testing.T) {
	const lan, binh, hoa = 5550201, 5550202, 5550123
	f := onOneTelegram(t)
	f.hires(lan, "lan", "Kăn Thị Lan", "officer")
	f.hires(binh, "binh", "Nguyễn Văn Bình", "leader")
	f.writes(hoa, "tin hong thuong") // all at once: the service asks for what is new once a second
	f.sees(lan, "Đã ghép tài khoản")
	f.sees(binh, "Đã ghép tài khoản")
	f.presses(hoa, f.sees(hoa, "Nhận tin xã A Lưới 3"), "Đồng ý nhận")
	f.writes(lan, "/tin")
	f.sees(hoa, "Đã đăng ký")
	f.presses(lan, f.sees(lan, "Tin về việc gì"), "Họp dân")
	f.sees(lan, "Viết tin trong một tin nhắn")
	code := f.sends(lan, binh, "8h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề.")
	got := f.sees(hoa, "họp dân tại nhà văn hóa thôn Căn Sâm")
	if !strings.Contains(got.text(), "Mã tin: "+code) {
		t.Errorf("the resident has %q", got.text())
	}
	f.presses(hoa, got, "Tôi sẽ đến")
	f.sees(hoa, "Đã ghi là nhà mình sẽ đến")

	f.presses(lan, f.sees(lan, "Tin "+code+" đã gửi xong"), "Đính chính")
	f.sees(lan, "Viết tin đính chính")
	fix := f.sends(lan, binh, "Họp dân chuyển sang 14h Chủ nhật 14/6, vẫn ở chỗ cũ.")
	if got := f.sees(hoa, "ĐÍNH CHÍNH tin "+code); !strings.Contains(got.text(), "Mã tin: "+fix) {
		t.Errorf("the resident has %q", got.text())
	}
	f.writes(hoa, code)
	f.sees(hoa, "đã ĐÍNH CHÍNH")
}
