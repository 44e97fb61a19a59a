package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/sms/smstest"
)

// The peers are Bot API servers that others wrote, each in a process of its
// own: telegram-test-api, which plays the resident's side too, and tg-mock,
// which is made from the API's description. What they lack, such as holding a
// poll, the far side of kit_test.go has.

// checked holds every call that goes to a peer against the description too.
type checked struct {
	t   *testing.T
	far *far // notes the calls that were answered
}

func (c *checked) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	raw, _ := io.ReadAll(body)
	form, _ := http.NewRequest("POST", "/", bytes.NewReader(raw))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_ = form.ParseForm()
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	for _, fault := range c.far.spec.faults(method, form.PostForm) {
		c.t.Errorf("%s: %s", method, fault)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	c.far.mu.Lock()
	defer c.far.mu.Unlock()
	c.far.calls = append(c.far.calls, made{method, form.PostForm, time.Now()})
	return res, err
}

// ask posts JSON to a peer's own side and decodes what it says into said.
func ask(t *testing.T, url string, tell, said any) {
	t.Helper()
	b, err := json.Marshal(tell)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(url, "application/json", bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	if res.StatusCode > 299 {
		t.Fatalf("%s: %s %s", url, res.Status, raw)
	}
	if said != nil {
		if err := json.Unmarshal(raw, said); err != nil {
			t.Fatalf("%s: %v in %s", url, err, raw)
		}
	}
}

// talking is a channel that runs against a peer.
func talking(t *testing.T, cfg Config, api string) *bench {
	cfg.URL = api
	wire := &checked{t: t}
	cfg.Client = &http.Client{Transport: wire}
	b := newBench(t, cfg)
	wire.far = b.far
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := b.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { stop(); <-ended })
	return b
}

// came waits for the n-th message and gives it.
func (b *bench) came(t *testing.T, n int, kind msg.Kind) msg.Inbound {
	t.Helper()
	smstest.Eventually(t, fmt.Sprintf("message %d", n), func() bool { return len(b.sink.got()) >= n })
	in := b.sink.got()[n-1]
	if in.Kind != kind || in.From != resident {
		t.Fatalf("message %d is %s", n, plainly([]msg.Inbound{in}))
	}
	return in
}

func (b *bench) sends(t *testing.T, out msg.Outbound) {
	t.Helper()
	if _, err := b.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
}

// The dialogue both peers play: a question, an answer with buttons, one of
// them pressed, and the next answer takes the buttons away.
func question() msg.Outbound {
	out := to("Vay vốn & học nghề:\nMức vay <50 triệu.", msg.Button{Key: "ask:loan.interest", Label: "Lãi suất"}, msg.Button{Key: "home", Label: "Về đầu"})
	out.Key = "q1"
	return out
}

func answer() msg.Outbound {
	out := to("Lãi 0,5 %/tháng.")
	out.Key, out.Replaces = "q2", "q1"
	return out
}

var person = map[string]any{"id": 5550123, "is_bot": false, "first_name": "Hồ"}
var chat = map[string]any{"id": 5550123, "type": "private", "first_name": "Hồ"}

func TestTelegramTestAPI(t *testing.T) {
	smstest.Needs(t, "node", "telegram-test-api")
	port := smstest.FreePort(t)
	api := smstest.Serve(t, port, "node", "../peers/telegram.js", fmt.Sprint(port))
	t.Run("polling", func(t *testing.T) {
		b := talking(t, Config{}, api)
		playTestAPI(t, b, api)
		// It knows no setMyCommands: that must not stand in the way.
		if b.log() != "" {
			t.Errorf("the log says: %s", b.log())
		}
	})
	t.Run("webhook", func(t *testing.T) {
		mux := http.NewServeMux()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		// It shows no secret, so that a door before ours does.
		server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
			mux.ServeHTTP(w, r)
		})}
		go func() { _ = server.Serve(l) }()
		defer server.Close()
		public := "http://" + l.Addr().String()
		b := talking(t, Config{Secret: secret, Public: public}, api)
		b.Mount(mux)
		smstest.Eventually(t, "the webhook", func() bool { return len(b.far.made("setWebhook")) > 0 })
		playTestAPI(t, b, api)
	})
}

// shown is a message as telegram-test-api keeps it.
type shown struct {
	MessageID int
	Message   struct {
		Text        string
		ReplyMarkup struct {
			Rows [][]struct {
				Text string
				Key  string `json:"callback_data"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
	}
}

func playTestAPI(t *testing.T, b *bench, url string) {
	base := len(b.sink.got())
	ask(t, url+"/sendMessage", map[string]any{"botToken": token, "from": person, "chat": chat, "date": time.Now().Unix(), "text": "vay vốn bí mật"}, nil)
	if in := b.came(t, base+1, msg.Text); in.Text != "vay vốn bí mật" || in.To != "@TestNameBot" {
		t.Errorf("%s", plainly([]msg.Inbound{in}))
	}
	ask(t, url+"/sendCommand", map[string]any{
		"botToken": token, "from": person, "chat": chat, "date": time.Now().Unix(), "text": "/start abc",
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": 6}},
	}, nil)
	b.came(t, base+2, msg.Started)

	b.sends(t, question())
	var got struct{ Result []shown }
	ask(t, url+"/getUpdates", map[string]any{"token": token, "chatId": "5550123"}, &got)
	if len(got.Result) == 0 {
		t.Fatal("the resident sees nothing")
	}
	asked := got.Result[len(got.Result)-1]
	if asked.Message.Text != "<b>Vay vốn &amp; học nghề:</b>\nMức vay &lt;50 triệu." {
		t.Fatalf("the resident sees %+v", got)
	}
	button := asked.Message.ReplyMarkup.Rows[0][0]
	ask(t, url+"/sendCallback", map[string]any{
		"botToken": token, "from": person, "data": button.Key,
		"message": map[string]any{"message_id": asked.MessageID, "chat": chat, "date": time.Now().Unix()},
	}, nil)
	if in := b.came(t, base+3, msg.Choice); in.Choice != "ask:loan.interest" {
		t.Errorf("%s", plainly([]msg.Inbound{in}))
	}
	b.sends(t, answer())
	smstest.Eventually(t, "the buttons are gone", func() bool {
		var history struct{ Result []shown }
		ask(t, url+"/getUpdatesHistory", map[string]any{"token": token}, &history)
		for _, m := range history.Result {
			if m.MessageID == asked.MessageID {
				return strings.HasPrefix(m.Message.Text, "<b>Vay") && len(m.Message.ReplyMarkup.Rows) == 0
			}
		}
		return false
	})
}

func TestTGMock(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "tg-mock")
	if out, err := exec.Command("go", "build", "-o", bin, "github.com/watzon/tg-mock/cmd/tg-mock").CombinedOutput(); err != nil {
		smstest.Missing(t, fmt.Sprintf("tg-mock cannot be built: %v\n%s", err, out))
	}
	port := smstest.FreePort(t)
	api := smstest.Serve(t, port, bin, "-port", fmt.Sprint(port), "-faker-seed", "7")
	url := api + "/__control"
	// Its own getMe tells any name: this one is ours.
	ask(t, url+"/scenarios", map[string]any{"method": "getMe", "response_data": map[string]any{"username": "tinban_bot", "id": botID, "is_bot": true}}, nil)
	b := talking(t, Config{}, api)
	if err := b.Test(t.Context()); err != nil && !strings.Contains(err.Error(), "cannot be polled") {
		t.Errorf("%v", err) // it makes up a webhook, too
	}

	ask(t, url+"/updates", map[string]any{"message": map[string]any{"message_id": 71, "from": person, "chat": chat, "date": time.Now().Unix(), "text": "vay vốn bí mật"}}, nil)
	if in := b.came(t, 1, msg.Text); in.Text != "vay vốn bí mật" || in.To != "@tinban_bot" {
		t.Errorf("%s", plainly([]msg.Inbound{in}))
	}
	b.sends(t, question())
	at, known := b.sent.get("q1")
	if !known {
		t.Fatal("where the question stands is not known")
	}
	ask(t, url+"/updates", map[string]any{"callback_query": map[string]any{
		"id": "c1", "from": person, "chat_instance": "1", "data": "ask:loan.interest",
		"message": map[string]any{"message_id": at.message, "chat": chat, "date": time.Now().Unix()},
	}}, nil)
	if in := b.came(t, 2, msg.Choice); in.Choice != "ask:loan.interest" {
		t.Errorf("%s", plainly([]msg.Inbound{in}))
	}
	// Its edit is refused: it must not matter.
	ask(t, url+"/scenarios", map[string]any{"method": "editMessageReplyMarkup", "times": 1, "response": map[string]any{"error_code": 400, "description": "Bad Request: message is not modified"}}, nil)
	b.sends(t, answer())
	smstest.Eventually(t, "the courtesies", func() bool {
		return len(b.far.made("editMessageReplyMarkup")) == 1 && len(b.far.made("answerCallbackQuery")) == 1
	})

	for _, tc := range []struct {
		response map[string]any
		want     msg.SendError
	}{
		{map[string]any{"error_code": 403, "description": "Forbidden: bot was blocked by the user"}, msg.SendError{Kind: msg.Gone, Code: "blocked"}},
		{map[string]any{"error_code": 400, "description": "Bad Request: chat not found"}, msg.SendError{Kind: msg.Rejected, Code: "no_chat"}},
		{map[string]any{"error_code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}, msg.SendError{Kind: msg.Throttled, RetryAfter: time.Second, Code: "http_429", Narrow: true}},
	} {
		ask(t, url+"/scenarios", map[string]any{"method": "sendMessage", "times": 1, "response": tc.response}, nil)
		_, err := b.Send(t.Context(), answer())
		if got := why(t, err); got != tc.want {
			t.Errorf("%+v, want %+v", got, tc.want)
		}
	}
	time.Sleep(1100 * time.Millisecond) // as long as it asked for
	b.sends(t, answer())
	// What was read is confirmed: it holds nothing any more.
	smstest.Eventually(t, "all is confirmed", func() bool {
		res, err := http.Get(url + "/state")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, _ := io.ReadAll(res.Body)
		return strings.Contains(string(raw), `"updates_pending":0`)
	})
}
