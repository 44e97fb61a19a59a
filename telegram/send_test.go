package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
)

const resident = msg.Address("telegram:5550123")

func to(text string, choices ...msg.Button) msg.Outbound {
	return msg.Outbound{Key: "k", Route: "telegram", To: resident, Lane: msg.Reply, Text: text, Choices: choices}
}

func buttons(labels ...string) (choices []msg.Button) {
	for i, l := range labels {
		choices = append(choices, msg.Button{Key: fmt.Sprint("a:", i), Label: l})
	}
	return choices
}

// drawn is a keyboard as a resident sees it: rows by " / ", buttons by " | ".
func drawn(t *testing.T, markup string) string {
	t.Helper()
	if markup == "" {
		return ""
	}
	var k struct {
		Inline [][]struct {
			Text string
			Key  string `json:"callback_data"`
		} `json:"inline_keyboard"`
		Reply [][]struct {
			Text    string
			Contact bool `json:"request_contact"`
		} `json:"keyboard"`
		OneTime bool `json:"one_time_keyboard"`
	}
	if err := json.Unmarshal([]byte(markup), &k); err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range k.Inline {
		var row []string
		for _, b := range r {
			row = append(row, b.Text+"="+b.Key)
		}
		rows = append(rows, strings.Join(row, " | "))
	}
	for _, r := range k.Reply {
		row := r[0].Text
		if r[0].Contact {
			row = "(number) " + row
		}
		rows = append(rows, row)
	}
	if k.OneTime {
		rows = append(rows, "once")
	}
	return strings.Join(rows, " / ")
}

func TestSend(t *testing.T) {
	share := to("Cho số điện thoại?", buttons("Thôi")...)
	share.AskContact = true
	shareInGroup := share
	shareInGroup.To = groupA
	for name, tc := range map[string]struct {
		out      msg.Outbound
		text     string
		keyboard string
	}{
		"plain":              {to("Mức vay: 50 triệu."), "Mức vay: 50 triệu.", ""},
		"a heading":          {to("Vay vốn:\nTối đa 50 triệu."), "<b>Vay vốn:</b>\nTối đa 50 triệu.", ""},
		"a heading alone":    {to("Vay vốn:"), "Vay vốn:", ""},
		"no heading":         {to("Vay vốn\ntối đa: 50 triệu."), "Vay vốn\ntối đa: 50 triệu.", ""},
		"signs":              {to(`1 < 2 & "3" > 0 *_[a](b)_* <b>x</b> &amp;`), `1 &lt; 2 &amp; "3" &gt; 0 *_[a](b)_* &lt;b&gt;x&lt;/b&gt; &amp;amp;`, ""},
		"signs in a heading": {to("A & B:\n<c>"), "<b>A &amp; B:</b>\n&lt;c&gt;", ""},
		"broken letters":     {to("a\xffb"), "a\ufffdb", ""},
		"4096 letters":       {to(strings.Repeat("ạ", 4096)), strings.Repeat("ạ", 4096), ""},
		"4096 signs":         {to(strings.Repeat("<", 4096)), strings.Repeat("&lt;", 4096), ""},
		"one button":         {to("a?", buttons("Có")...), "a?", "Có=a:0"},
		"two short ones":     {to("a?", buttons("Có", "Không")...), "a?", "Có=a:0 | Không=a:1"},
		"three short ones":   {to("a?", buttons("Có", "Không", "Không biết")...), "a?", "Có=a:0 | Không=a:1 / Không biết=a:2"},
		"30 letters":         {to("a?", buttons(strings.Repeat("ạ", 15), strings.Repeat("ệ", 15))...), "a?", strings.Repeat("ạ", 15) + "=a:0 | " + strings.Repeat("ệ", 15) + "=a:1"},
		"31 letters":         {to("a?", buttons(strings.Repeat("ạ", 15), strings.Repeat("ệ", 16))...), "a?", strings.Repeat("ạ", 15) + "=a:0 / " + strings.Repeat("ệ", 16) + "=a:1"},
		"a key of 64 bytes":  {to("a?", msg.Button{Key: strings.Repeat("k", 64), Label: "a"}), "a?", "a=" + strings.Repeat("k", 64)},
		"a sign on a button": {to("a?", msg.Button{Key: `a"<`, Label: `<1 & 2>`}), "a?", `<1 & 2>=a"<`},
		"asks the number":    {share, "Cho số điện thoại?", "(number) Gửi số điện thoại của tôi / Thôi / once"},
		"not in a group":     {shareInGroup, "Cho số điện thoại?", "Thôi=a:0"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Config{})
			b.far.next = 41
			ref, err := b.Send(t.Context(), tc.out)
			if want := tc.out.To.Bare() + ":42"; err != nil || ref != want {
				t.Fatalf("%q, %v; want %q", ref, err, want)
			}
			form := b.far.made("sendMessage")[0].form
			if form.Get("text") != tc.text {
				t.Errorf("got  %q\nwant %q", form.Get("text"), tc.text)
			}
			if got := drawn(t, form.Get("reply_markup")); got != tc.keyboard {
				t.Errorf("got  %q\nwant %q", got, tc.keyboard)
			}
			if form.Get("chat_id") != tc.out.To.Bare() || form.Get("link_preview_options") != `{"is_disabled":true}` {
				t.Errorf("%v", form)
			}
		})
	}
}

func TestSendIsRefusedBeforehand(t *testing.T) {
	other := to("a")
	other.To = "sms:+84912345678"
	named := to("a")
	named.To = "telegram:@ubnd"
	for name, tc := range map[string]struct {
		out  msg.Outbound
		code string
	}{
		"not a chat":        {other, "address"},
		"a name":            {named, "address"},
		"empty":             {to(" \n"), "empty"},
		"4097 letters":      {to(strings.Repeat("a", 4097)), "too_long"},
		"a key of 65 bytes": {to("a?", msg.Button{Key: strings.Repeat("k", 65), Label: "a"}), "button"},
		"66 in 22 letters":  {to("a?", msg.Button{Key: strings.Repeat("ạ", 22), Label: "a"}), "button"},
		"no key":            {to("a?", msg.Button{Label: "a"}), "button"},
		"no label":          {to("a?", msg.Button{Key: "a", Label: " "}), "button"},
		"a broken key":      {to("a?", msg.Button{Key: "\xff", Label: "a"}), "button"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Config{})
			_, err := b.Send(t.Context(), tc.out)
			var why *msg.SendError
			if !errors.As(err, &why) || *why != (msg.SendError{Kind: msg.Rejected, Code: tc.code}) {
				t.Errorf("%v", err)
			}
			if len(b.far.calls) != 0 {
				t.Errorf("%v", b.far.calls)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	page := func(status int, header ...string) reply {
		r := reply{status: status, body: "<html>" + token + "</html>", header: http.Header{}}
		for i := 0; i+1 < len(header); i += 2 {
			r.header.Set(header[i], header[i+1])
		}
		return r
	}
	late := no(429, "Too Many Requests: retry later", "")
	late.header = http.Header{"Retry-After": {"9"}}
	for name, tc := range map[string]struct {
		said reply
		want msg.SendError
	}{
		"quiet":            {no(429, "Too Many Requests: retry after 30", `{"retry_after":30}`), msg.SendError{Kind: msg.Throttled, RetryAfter: 30 * time.Second, Code: "http_429", Narrow: true}},
		"quiet, header":    {late, msg.SendError{Kind: msg.Throttled, RetryAfter: 9 * time.Second, Code: "http_429", Narrow: true}},
		"quiet, no word":   {no(429, "Too Many Requests", ""), msg.SendError{Kind: msg.Throttled, RetryAfter: time.Second, Code: "http_429", Narrow: true}},
		"quiet, a page":    {page(429, "Retry-After", "7"), msg.SendError{Kind: msg.Throttled, RetryAfter: 7 * time.Second, Code: "http_429"}},
		"quiet, for ever":  {no(429, "x", `{"retry_after":99999999999}`), msg.SendError{Kind: msg.Throttled, RetryAfter: 24 * time.Hour, Code: "http_429", Narrow: true}},
		"blocked":          {no(403, "Forbidden: bot was blocked by the user", ""), msg.SendError{Kind: msg.Gone, Code: "blocked"}},
		"deactivated":      {no(403, "Forbidden: user is deactivated", ""), msg.SendError{Kind: msg.Gone, Code: "deactivated"}},
		"never wrote":      {no(403, "Forbidden: bot can't initiate conversation with a user", ""), msg.SendError{Kind: msg.Gone, Code: "never_wrote"}},
		"kicked":           {no(403, "Forbidden: bot was kicked from the supergroup chat", ""), msg.SendError{Kind: msg.Gone, Code: "kicked"}},
		"not a member":     {no(403, "Forbidden: bot is not a member of the supergroup chat", ""), msg.SendError{Kind: msg.Gone, Code: "kicked"}},
		"forbidden":        {no(403, "Forbidden: for a reason of its own", ""), msg.SendError{Kind: msg.Rejected, Code: "http_403"}},
		"no such chat":     {no(400, "Bad Request: chat not found", ""), msg.SendError{Kind: msg.Rejected, Code: "no_chat"}},
		"too long":         {no(400, "Bad Request: message is too long", ""), msg.SendError{Kind: msg.Rejected, Code: "too_long"}},
		"bad":              {no(400, "Bad Request: vay vốn bí mật 5550123", ""), msg.SendError{Kind: msg.Rejected, Code: "http_400"}},
		"token revoked":    {no(401, "Unauthorized", ""), msg.SendError{Kind: msg.Transient, RetryAfter: 10 * time.Minute, Code: "token"}},
		"token unknown":    {no(404, "Not Found", ""), msg.SendError{Kind: msg.Transient, RetryAfter: 10 * time.Minute, Code: "token"}},
		"500":              {no(500, "Internal Server Error", ""), msg.SendError{Kind: msg.Transient, Code: "http_500"}},
		"500 without ok":   {reply{status: 500, body: `{"message":"boom"}`}, msg.SendError{Kind: msg.Transient, Code: "http_500"}},
		"502":              {no(502, "Bad Gateway", ""), msg.SendError{Kind: msg.Ambiguous, Code: "http_502"}},
		"a page of 502":    {page(502), msg.SendError{Kind: msg.Ambiguous, Code: "http_502"}},
		"a page of 503":    {page(503, "Retry-After", "20"), msg.SendError{Kind: msg.Transient, RetryAfter: 20 * time.Second, Code: "http_503"}},
		"a page of 200":    {page(200), msg.SendError{Kind: msg.Transient, RetryAfter: time.Minute, Code: "not_telegram"}},
		"a page of 403":    {page(403), msg.SendError{Kind: msg.Transient, RetryAfter: time.Minute, Code: "not_telegram"}},
		"a page of 404":    {page(404), msg.SendError{Kind: msg.Transient, RetryAfter: time.Minute, Code: "not_telegram"}},
		"a redirect":       {page(302, "Location", "https://elsewhere.example/"), msg.SendError{Kind: msg.Transient, RetryAfter: time.Minute, Code: "not_telegram"}},
		"cut off":          {reply{status: 200, body: `{"ok":true,"result":{"messa`}, msg.SendError{Kind: msg.Ambiguous, Code: "cut_off"}},
		"nothing":          {reply{status: 200, body: ``}, msg.SendError{Kind: msg.Ambiguous, Code: "cut_off"}},
		"no message":       {ok(map[string]any{"message_id": 0}), msg.SendError{Kind: msg.Ambiguous, Code: "no_id"}},
		"only true":        {ok(true), msg.SendError{Kind: msg.Ambiguous, Code: "no_id"}},
		"no network":       {noNetwork, msg.SendError{Kind: msg.Transient, Code: "unreachable"}},
		"broken off":       {reply{err: errors.New("Post https://api.telegram.org/bot" + token + "/sendMessage: EOF")}, msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}},
		"moved and closed": {no(400, "Bad Request: group chat was upgraded", `{"migrate_to_chat_id":-100}`), msg.SendError{Kind: msg.Rejected, Code: "http_400"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Config{})
			b.far.says("sendMessage", func(made) reply { return tc.said })
			_, err := b.Send(t.Context(), to("vay vốn bí mật"))
			var why *msg.SendError
			if !errors.As(err, &why) || *why != tc.want {
				t.Fatalf("got %+v, want %+v", why, tc.want)
			}
			unleaked(t, err.Error()+fmt.Sprintf("%+v %#v", err, err))
		})
	}
}

// The log says once that the token is refused, however many messages wait.
func TestRefusedTokenIsSaidOnce(t *testing.T) {
	b := newBench(t, Config{})
	b.far.says("sendMessage", func(made) reply { return no(401, "Unauthorized", "") })
	for range 3 {
		_, _ = b.Send(t.Context(), to("a"))
	}
	if b.lines("\n") != 1 || b.lines("token is refused") != 1 {
		t.Errorf("the log says: %s", b.log())
	}
}

// While Telegram wants quiet nothing is sent, nor are calls made that only
// make things nicer.
func TestQuietIsKept(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.first("sendMessage", 1, no(429, "Too Many Requests", `{"retry_after":30}`))
		send := func() *msg.SendError {
			_, err := b.Send(t.Context(), to("a"))
			var why *msg.SendError
			errors.As(err, &why)
			return why
		}
		send()
		time.Sleep(10 * time.Second)
		if why := send(); why == nil || why.Kind != msg.Throttled || why.RetryAfter != 20*time.Second {
			t.Errorf("%+v", why)
		}
		b.courtesy("answerCallbackQuery", map[string]string{"callback_query_id": "c"})
		settle()
		if len(b.far.made("sendMessage")) != 1 || len(b.far.made("answerCallbackQuery")) != 0 {
			t.Errorf("%v", b.far.calls)
		}
		time.Sleep(20 * time.Second)
		if why := send(); why != nil {
			t.Errorf("%+v", why)
		}
	})
}

// What Telegram says to one chat holds up no other, until it says so to a
// second: then it means the bot.
func TestQuietOfOneChat(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		busy := map[string]bool{"7001": true}
		b.far.says("sendMessage", func(c made) reply {
			if busy[c.form.Get("chat_id")] {
				return no(429, "Too Many Requests: retry after 30", `{"retry_after":30}`)
			}
			return reply{}
		})
		send := func(chat msg.Address, want *msg.SendError) {
			t.Helper()
			out := to("a")
			out.To = chat
			_, err := b.Send(t.Context(), out)
			var why *msg.SendError
			errors.As(err, &why)
			if diff := cmp.Diff(want, why); diff != "" {
				t.Errorf("to %s (-want +got):\n%s", chat.Bare(), diff)
			}
		}
		wait := func(d time.Duration, narrow bool) *msg.SendError {
			return &msg.SendError{Kind: msg.Throttled, RetryAfter: d, Code: "http_429", Narrow: narrow}
		}
		send("telegram:7001", wait(30*time.Second, true))
		send("telegram:7002", nil)
		time.Sleep(10 * time.Second)
		send("telegram:7001", wait(20*time.Second, true))
		busy["7002"] = true
		send("telegram:7002", wait(30*time.Second, false))
		send("telegram:7003", wait(30*time.Second, false))
		if n := len(b.far.made("sendMessage")); n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
		time.Sleep(30 * time.Second)
		clear(busy)
		for _, chat := range []msg.Address{"telegram:7001", "telegram:7002", "telegram:7003"} {
			send(chat, nil)
		}
	})
}

func TestGroupMoved(t *testing.T) {
	b := newBench(t, Config{})
	b.far.says("sendMessage", func(c made) reply {
		if c.form.Get("chat_id") == "-55" {
			return no(400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001234567890}`)
		}
		return reply{}
	})
	out := to("a")
	out.To = "telegram:-55"
	for i, want := range []string{"-1001234567890:1", "-1001234567890:2"} {
		if ref, err := b.Send(t.Context(), out); err != nil || ref != want {
			t.Errorf("%d: %q, %v", i, ref, err)
		}
	}
	if n := len(b.far.made("sendMessage")); n != 3 {
		t.Errorf("%d calls; the old number is tried once", n)
	}
}

// An answered question loses its buttons, whatever Telegram says to that.
func TestQuestionIsReplaced(t *testing.T) {
	for name, said := range map[string]reply{
		"done":         {},
		"not modified": no(400, "Bad Request: message is not modified", ""),
		"too old":      no(400, "Bad Request: message can't be edited", ""),
		"no network":   noNetwork,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{})
				b.far.says("editMessageReplyMarkup", func(made) reply { return said })
				first := to("a?", buttons("Có", "Không")...)
				first.Key = "q1"
				second := to("b?", buttons("Có")...)
				second.Key, second.Replaces = "q2", "q1"
				third := to("c")
				third.Key, third.Replaces = "q3", "never sent"
				for _, out := range []msg.Outbound{first, second, third} {
					if _, err := b.Send(t.Context(), out); err != nil {
						t.Error(err)
					}
				}
				settle()
				edits := b.far.made("editMessageReplyMarkup")
				if len(edits) != 1 || edits[0].form.Get("message_id") != "1" || edits[0].form.Get("reply_markup") != `{"inline_keyboard":[]}` {
					t.Errorf("%v", edits)
				}
				if b.log() != "" {
					t.Errorf("the log says: %s", b.log())
				}
			})
		})
	}
}

// What only changes is shown where it stood; what can no longer be changed is
// said below, and its buttons go.
func TestChangedInPlace(t *testing.T) {
	for name, c := range map[string]struct {
		said       reply
		sends      int
		stripped   int
		wantFailed bool
	}{
		"done":       {reply{}, 1, 0, false},
		"done twice": {no(400, "Bad Request: message is not modified", ""), 1, 0, false},
		"too old":    {no(400, "Bad Request: message can't be edited", ""), 2, 1, false},
		"no network": {noNetwork, 1, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{})
				b.far.says("editMessageText", func(made) reply { return c.said })
				first := to("☑ Họp dân", buttons("☑", "Đồng ý")...)
				first.Key = "q1"
				second := to("☐ Họp dân", buttons("☐", "Đồng ý")...)
				second.Key, second.Replaces, second.InPlace = "q2", "q1", true
				if _, err := b.Send(t.Context(), first); err != nil {
					t.Fatal(err)
				}
				ref, err := b.Send(t.Context(), second)
				settle()
				changes := b.far.made("editMessageText")
				if len(changes) != 1 || changes[0].form.Get("message_id") != "1" || changes[0].form.Get("text") != "☐ Họp dân" || !strings.Contains(changes[0].form.Get("reply_markup"), "☐") {
					t.Errorf("%v", changes)
				}
				if n := len(b.far.made("sendMessage")); n != c.sends || (err != nil) != c.wantFailed {
					t.Errorf("%d messages, ref %q, %v", n, ref, err)
				}
				if n := len(b.far.made("editMessageReplyMarkup")); n != c.stripped {
					t.Errorf("buttons were taken away %d times", n)
				}
			})
		})
	}
}

// Courtesies never pile up behind a network that is stuck.
func TestCourtesiesAreLeftOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.says("answerCallbackQuery", func(made) reply {
			time.Sleep(time.Minute)
			return reply{}
		})
		for range 100 {
			b.courtesy("answerCallbackQuery", map[string]string{"callback_query_id": "c"})
		}
		settle()
		if n := len(b.far.made("answerCallbackQuery")); n != cap(b.spare) {
			t.Errorf("%d calls at once", n)
		}
		time.Sleep(2 * time.Minute)
	})
}

func TestCaps(t *testing.T) {
	want := msg.Caps{Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Class: msg.TwoWay, Receipts: msg.NoReceipts, Rate: 25}
	if c := newBench(t, Config{}); c.Caps() != want || c.Name() != "telegram" {
		t.Errorf("%+v", c.Caps())
	}
}

// FuzzMarkup: whatever is written, a reader sees exactly that.
func FuzzMarkup(f *testing.F) {
	for _, s := range []string{"", "a:\nb", "<b>a</b>", "&lt;", "a < b && c > d", "A & B:\n<i>:", "\n:\n", "&amp;amp;", "`*_[]()"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		seen, err := readHTML(markup(s))
		if err != nil {
			t.Fatal(err)
		}
		if seen != s {
			// The reader of the test knows more names for signs than Telegram.
			t.Fatalf("%q is seen as %q", s, seen)
		}
		if html.UnescapeString(escape(s)) != s {
			t.Fatalf("%q", s)
		}
	})
}
