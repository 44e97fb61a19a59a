package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/simulator"
	"tinban/sms/text"
)

func TestReceive(t *testing.T) {
	noon := time.Date(2026, 11, 25, 5, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, body string
		want       msg.Inbound
	}{
		{"sms", `{"phone":"sms","kind":"text","text":"NHÀ"}`,
			msg.Inbound{Gateway: "sim-sms", From: smsTo, Kind: msg.Text, Text: "NHÀ"}},
		{"nothing typed", `{"phone":"sms","kind":"text"}`,
			msg.Inbound{Gateway: "sim-sms", From: smsTo, Kind: msg.Text}},
		{"chat", `{"phone":"chat","kind":"text","text":"a\nb"}`,
			msg.Inbound{Gateway: "sim-chat", From: chatTo, Kind: msg.Text, Text: "a\nb"}},
		{"button", `{"phone":"chat","kind":"choice","choice":"housing.what"}`,
			msg.Inbound{Gateway: "sim-chat", From: chatTo, Kind: msg.Choice, Choice: "housing.what"}},
		{"sticker", `{"phone":"chat","kind":"media"}`,
			msg.Inbound{Gateway: "sim-chat", From: chatTo, Kind: msg.Media}},
		{"start", `{"phone":"chat","kind":"started"}`,
			msg.Inbound{Gateway: "sim-chat", From: chatTo, Kind: msg.Started}},
		{"half a surrogate", `{"phone":"chat","kind":"text","text":"\ud83d"}`,
			msg.Inbound{Gateway: "sim-chat", From: chatTo, Kind: msg.Text, Text: "\ufffd"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink := &box{}
			sim := newSimulator(t, simulator.Config{Sink: sink.receive, Now: func() time.Time { return noon }})
			b := browse(t, sim)
			refs := map[string]bool{}
			for range 2 {
				if answer := b.do(t, "POST", "/send", pairID, tt.body); answer.StatusCode != http.StatusNoContent {
					t.Fatalf("send: %s", answer.Status)
				}
			}
			for _, in := range sink.in {
				if in.Ref == "" || refs[in.Ref] {
					t.Errorf("ref %q is not new", in.Ref)
				}
				refs[in.Ref] = true
				in.Ref = ""
				want := tt.want
				want.At, want.To, want.Chat = noon, "sim", "sim-"+pairID
				if diff := cmp.Diff(want, in); diff != "" {
					t.Errorf("inbound (-want +got):\n%s", diff)
				}
			}
			if at := b.events(t, pairID).next(t).Entries[0].At; at != "12:00" {
				t.Errorf("the phone's clock says %s, want 12:00", at)
			}
		})
	}
}

func TestSendPageErrors(t *testing.T) {
	long := strings.Repeat("a", 17<<10)
	for _, tt := range []struct {
		name, id, body string
		status         int
		words          string
		header         []string
	}{
		{"not json", pairID, `xin chào`, 400, "không đọc được", nil},
		{"empty", pairID, ``, 400, "không đọc được", nil},
		{"two values", pairID, `{"phone":"sms","kind":"text"}{}`, 400, "không đọc được", nil},
		{"unknown field", pairID, `{"phone":"sms","kind":"text","admin":true}`, 400, "không đọc được", nil},
		{"oversize", pairID, `{"phone":"sms","kind":"text","text":"` + long + `"}`, 413, "16 kB", nil},
		{"unknown phone", pairID, `{"phone":"fax","kind":"text","text":"a"}`, 404, "Không có máy này", nil},
		{"no pair", "", `{"phone":"sms","kind":"text","text":"a"}`, 404, "Không có máy này", nil},
		{"made-up pair", "../../etc", `{"phone":"sms","kind":"text","text":"a"}`, 404, "Không có máy này", nil},
		{"photo by sms", pairID, `{"phone":"sms","kind":"media"}`, 400, "không gửi được loại tin", nil},
		{"button by sms", pairID, `{"phone":"sms","kind":"choice","choice":"a"}`, 400, "không gửi được loại tin", nil},
		{"long choice", pairID, `{"phone":"chat","kind":"choice","choice":"` + long[:65] + `"}`, 400, "không gửi được loại tin", nil},
		{"own number", pairID, `{"phone":"chat","kind":"contact"}`, 400, "không gửi được loại tin", nil},
		{"from another site", pairID, `{"phone":"sms","kind":"text","text":"a"}`, 403, "chính trang này", []string{"Sec-Fetch-Site", "cross-site"}},
		{"from another origin", pairID, `{"phone":"sms","kind":"text","text":"a"}`, 403, "chính trang này", []string{"Origin", "https://example.org"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink := &box{}
			b := browse(t, newSimulator(t, simulator.Config{Sink: sink.receive}))
			answer := b.do(t, "POST", "/send", tt.id, tt.body, tt.header...)
			if answer.StatusCode != tt.status {
				t.Errorf("status %d, want %d", answer.StatusCode, tt.status)
			}
			if words := said(t, answer); !strings.Contains(words, tt.words) {
				t.Errorf("it says %q, want %q", words, tt.words)
			}
			if len(sink.in) != 0 {
				t.Errorf("it was taken all the same: %v", sink.in)
			}
		})
	}
}

func TestSinkFails(t *testing.T) {
	sink := &box{err: errors.New("the store is closed: secret")}
	b := browse(t, newSimulator(t, simulator.Config{Sink: sink.receive}))
	answer := b.do(t, "POST", "/send", pairID, `{"phone":"sms","kind":"text","text":"NHA"}`)
	if answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", answer.StatusCode)
	}
	if words := said(t, answer); words != "Chưa gửi được, thử lại." {
		t.Errorf("it says %q", words)
	}
	if e := b.events(t, pairID).next(t).Entries; len(e) != 1 || !e[0].Failed {
		t.Errorf("the line is not marked: %+v", e)
	}
}

// The stream tells what happens while it is open, and a button that is pressed
// shows as its words.
func TestEventsLive(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	s := b.events(t, pairID)
	if first := s.next(t); !first.Whole || len(first.Entries) != 0 {
		t.Fatalf("first event %+v, want an empty whole", first)
	}
	xss := `<img src=x onerror=alert(1)>`
	send(t, sim.Chat(), msg.Outbound{Key: "k", To: chatTo, Text: xss, Choices: []msg.Button{{Key: "y", Label: "Có"}}})
	if e := s.next(t).Entries[0]; e.Mine || e.Text != xss || e.Phone != "chat" {
		t.Errorf("arrived as %+v", e)
	}
	b.do(t, "POST", "/send", pairID, `{"phone":"chat","kind":"choice","choice":"y"}`)
	if e := s.next(t).Entries[0]; e.Chosen != "y" {
		t.Errorf("the button is not marked: %+v", e)
	}
	if e := s.next(t).Entries[0]; !e.Mine || e.Text != "Có" {
		t.Errorf("the answer shows as %+v", e)
	}
	b.do(t, "POST", "/send", pairID, `{"phone":"chat","kind":"choice","choice":"gone"}`)
	if e := s.next(t).Entries[0]; e.Text != "(nút cũ)" {
		t.Errorf("an old button shows as %+v", e)
	}
	other := b.events(t, "fedcba9876543210").next(t)
	if len(other.Entries) != 0 {
		t.Errorf("another browser sees %+v", other.Entries)
	}
	b.do(t, "POST", "/send", pairID, `{"phone":"sms","kind":"text","text":"`+strings.Repeat("ạ", 3000)+`"}`)
	if e := s.next(t).Entries[0]; len([]rune(e.Text)) != 2001 {
		t.Errorf("a long text keeps %d letters on the screen, want 2001", len([]rune(e.Text)))
	}
}

// A page that takes nothing is cut off and holds nobody up.
func TestSlowPage(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	s := b.events(t, pairID)
	s.next(t)
	for i := range 2000 {
		send(t, sim.Chat(), msg.Outbound{Key: string(rune(0x4000 + i)), To: chatTo, Text: strings.Repeat("ạ", 4000)})
	}
	seen := 0
	for s.lines.Scan() {
		if strings.HasPrefix(s.lines.Text(), "data: ") {
			seen++
		}
	}
	if seen == 0 || seen >= 2000 {
		t.Errorf("saw %d of 2000 before the end, want some but not all", seen)
	}
	if again := b.events(t, pairID).next(t); !again.Whole || len(again.Entries) != 200 {
		t.Errorf("coming back shows %d lines, want 200", len(again.Entries))
	}
}

func TestEventsRefused(t *testing.T) {
	sim := newSimulator(t, simulator.Config{})
	b := browse(t, sim)
	if answer := b.do(t, "GET", "/events", "", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("without a pair: %s", answer.Status)
	}
	open := b.events(t, pairID)
	open.next(t)
	sim.Close()
	for open.lines.Scan() {
		if strings.HasPrefix(open.lines.Text(), "data:") {
			t.Errorf("an event after the end: %s", open.lines.Text())
		}
	}
	if answer := b.do(t, "GET", "/events", pairID, ""); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("after the end: %s", answer.Status)
	}
}

func TestReset(t *testing.T) {
	var forgotten []string
	var failure error
	sim := newSimulator(t, simulator.Config{Reset: func(_ context.Context, from msg.Address) error {
		forgotten = append(forgotten, string(from))
		return failure
	}})
	b := browse(t, sim)
	send(t, sim.SMS(), msg.Outbound{Key: "k", To: smsTo, Text: "Chao"})
	failure = errors.New("closed")
	if answer := b.do(t, "POST", "/reset", pairID, "{}"); answer.StatusCode != 503 || len(answer.Cookies()) != 0 {
		t.Errorf("a failed reset: %s, cookies %v", answer.Status, answer.Cookies())
	}
	failure, forgotten = nil, nil
	answer := b.do(t, "POST", "/reset", pairID, "{}")
	if answer.StatusCode != http.StatusNoContent || len(answer.Cookies()) != 1 || answer.Cookies()[0].Value == pairID {
		t.Errorf("reset: %s, cookies %v", answer.Status, answer.Cookies())
	}
	if diff := cmp.Diff([]string{string(smsTo), string(chatTo)}, forgotten); diff != "" {
		t.Errorf("forgotten (-want +got):\n%s", diff)
	}
	if whole := b.events(t, pairID).next(t); len(whole.Entries) != 0 || whole.Total.Parts != 0 {
		t.Errorf("the old pair still shows %+v", whole)
	}
}

func TestPage(t *testing.T) {
	banner := `Trả lời như ngày 15/5/2024 <b>`
	b := browse(t, newSimulator(t, simulator.Config{Banner: banner}))
	answer := b.do(t, "GET", "/", "", "")
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := string(body)
	if !strings.Contains(page, "Trả lời như ngày 15/5/2024 &lt;b&gt;") {
		t.Error("the banner is missing or not escaped")
	}
	csp := answer.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	c := answer.Cookies()
	if len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("cookies %v", c)
	}
	if again := b.do(t, "GET", "/", c[0].Value, ""); len(again.Cookies()) != 0 {
		t.Error("a browser that holds a pair was handed another")
	}
	for _, path := range []string{"/assets/app.js", "/assets/style.css", "/assets/icon.svg"} {
		if answer := b.do(t, "GET", path, "", ""); answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
	if answer := b.do(t, "GET", "/nowhere", "", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("/nowhere: %s", answer.Status)
	}
}

// Whatever is posted gets an answer in words or is taken as what a phone can
// send, never anything else.
func FuzzSend(f *testing.F) {
	for _, body := range []string{
		``, `{}`, `[]`, `null`, `{"phone":"sms","kind":"text","text":"NHA"}`, `{"phone":"chat","kind":"choice","choice":"a"}`,
		`{"phone":"chat","kind":"media","text":"\ud800"}`, `{"phone":"chat","kind":"blocked"}`, `{"phone":1}`, "\x00\xff",
		`{"phone":"sms","kind":"text","text":"` + strings.Repeat("ế", 6000) + `"}`,
	} {
		f.Add(body)
	}
	sink := &box{}
	sim := simulator.New(simulator.Config{Sink: sink.receive})
	handler := sim.Handler()
	f.Fuzz(func(t *testing.T, body string) {
		sink.in = nil
		r := httptest.NewRequest("POST", "/send", strings.NewReader(body))
		r.AddCookie(&http.Cookie{Name: "tinban_sim", Value: pairID})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		answer := w.Result()
		if answer.StatusCode == http.StatusNoContent {
			if len(sink.in) != 1 || sink.in[0].From != smsTo && sink.in[0].From != chatTo {
				t.Fatalf("taken as %v", sink.in)
			}
			switch sink.in[0].Kind {
			case msg.Text, msg.Choice, msg.Media, msg.Started:
			default:
				t.Fatalf("taken as %q", sink.in[0].Kind)
			}
			return
		}
		if len(sink.in) != 0 || answer.StatusCode >= 500 || said(t, answer) == "" {
			t.Fatalf("status %d, taken %d", answer.StatusCode, len(sink.in))
		}
	})
}

// What the page is made of: nothing from elsewhere, no markup out of texts, and
// no word that reads three ways without its marks.
func TestAssets(t *testing.T) {
	files, err := os.ReadDir("assets")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile("assets/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		body := strings.ReplaceAll(string(data), "http://www.w3.org/2000/svg", "")
		for _, bad := range []string{"http://", "https://", "//cdn", "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "onclick=", "style=\"", "<style"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s has %q", f.Name(), bad)
			}
		}
		if strings.Count(body, "<script") != strings.Count(body, "<script src=") {
			t.Errorf("%s has a script of its own", f.Name())
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(text.Strip(body)), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if word == "dung" {
				t.Errorf("%s has a word that reads three ways without marks", f.Name())
			}
		}
	}
}
