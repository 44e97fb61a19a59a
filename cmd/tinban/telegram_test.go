package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/msg"
	"tinban/sms/smstest"
)

// bubble is one of our messages as telegram-test-api keeps it.
type bubble struct {
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

// text is what a resident reads: without the markup of the heading.
func (b bubble) text() string {
	return html.UnescapeString(strings.NewReplacer("<b>", "", "</b>", "").Replace(b.Message.Text))
}

func (b bubble) buttons() (out []msg.Button) {
	for _, row := range b.Message.ReplyMarkup.Rows {
		for _, button := range row {
			out = append(out, msg.Button{Key: button.Key, Label: button.Text})
		}
	}
	return out
}

// chatter is somebody on Telegram who talks to the service, and a dialogue in
// the terminal that is told the same.
type chatter struct {
	*testing.T
	url      string
	terminal *terminal
	seen     []bubble
}

const chatToken = "123456:TelegramOfTheTests"

// onTelegram runs a service at a Telegram.
func onTelegram(t *testing.T) (*chatter, *service) {
	t.Helper()
	smstest.Needs(t, "node", "telegram-test-api")
	port := smstest.FreePort(t)
	c := &chatter{T: t, url: smstest.Serve(t, port, "node", "../../peers/telegram.js", fmt.Sprint(port))}
	s, _ := startServing(t, configured(t, fmt.Sprintf("telegram: {token: '%s', url: '%s'}\n", chatToken, c.url)))
	var err error
	if c.terminal, err = openTerminal("telegram", "", eligibility.Date{}); err != nil {
		t.Fatal(err)
	}
	return c, s
}

// post tells telegram-test-api what a resident does, or asks what is there.
func (c *chatter) post(path string, tell map[string]any, said any) {
	c.Helper()
	body, err := json.Marshal(tell)
	if err != nil {
		c.Fatal(err)
	}
	res, err := http.Post(c.url+path, "application/json", bytes.NewReader(body)) //nolint:noctx // a test
	if err != nil {
		c.Fatal(err)
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusOK || said != nil && json.Unmarshal(raw, said) != nil {
		c.Fatalf("%s: %s %s", path, res.Status, raw)
	}
}

func chatterIs() (from, chat map[string]any) {
	return map[string]any{"id": 5550123, "is_bot": false, "first_name": "Hồ"}, map[string]any{"id": 5550123, "type": "private", "first_name": "Hồ"}
}

// writes sends a text and compares what comes back.
func (c *chatter) writes(text string) bot.Decision {
	c.Helper()
	from, chat := chatterIs()
	c.post("/sendMessage", map[string]any{"botToken": chatToken, "from": from, "chat": chat, "date": time.Now().Unix(), "text": text}, nil)
	return c.sees(c.terminal.turn(text))
}

// presses finds the button by its words under the last message.
func (c *chatter) presses(label string) bot.Decision {
	c.Helper()
	last := c.seen[len(c.seen)-1]
	for _, b := range last.buttons() {
		if b.Label == label {
			from, chat := chatterIs()
			c.post("/sendCallback", map[string]any{
				"botToken": chatToken, "from": from, "data": b.Key,
				"message": map[string]any{"message_id": last.MessageID, "chat": chat, "date": time.Now().Unix()},
			}, nil)
			return c.sees(c.terminal.send(msg.Inbound{Kind: msg.Choice, Choice: b.Key}))
		}
	}
	c.Fatalf("no button says %q: %+v", label, last.buttons())
	return bot.Decision{}
}

// sees waits for as many messages as the terminal shows, and compares texts
// and buttons.
func (c *chatter) sees(d bot.Decision) bot.Decision {
	c.Helper()
	if len(d.Shaped) == 0 {
		c.Fatal("the terminal says nothing")
	}
	before := len(c.seen)
	smstest.Eventually(c.T, "an answer on Telegram", func() bool {
		var got struct{ Result []bubble }
		c.post("/getUpdates", map[string]any{"token": chatToken, "chatId": "5550123"}, &got)
		c.seen = append(c.seen, got.Result...)
		return len(c.seen) >= before+len(d.Shaped)
	})
	for i, s := range d.Shaped {
		got := c.seen[before+i]
		if got.text() != s.Outbound.Text {
			c.Errorf("Telegram shows %q, the terminal %q", got.text(), s.Outbound.Text)
		}
		if fmt.Sprint(got.buttons()) != fmt.Sprint(s.Outbound.Choices) {
			c.Errorf("Telegram shows the buttons %v, the terminal %v", got.buttons(), s.Outbound.Choices)
		}
	}
	return d
}

// A question, its answer with buttons, "this is not what I asked", and a check
// by buttons, through the whole service: what stands on Telegram is what
// "tinban chat" shows.
func TestServiceOnTelegram(t *testing.T) {
	c, s := onTelegram(t)
	d := c.writes("hộ nghèo vay được bao nhiêu?")
	if d.Outcome.Answer == "" {
		t.Fatalf("no answer: %+v", d.Outcome)
	}
	c.presses("Không phải câu tôi hỏi")

	c.writes("hộ nghèo vay được bao nhiêu?")
	d = c.presses("Kiểm tra nhà mình")
	for n := 0; d.Outcome.Verdict == ""; n++ {
		if n == 15 {
			t.Fatal("fifteen buttons lead to no verdict")
		}
		d = c.presses(d.Shaped[0].Outbound.Choices[0].Label)
	}
	t.Logf("after %d messages the verdict is %s", len(c.seen), d.Outcome.Verdict)
	settled(t, s)
	var more struct{ Result []bubble }
	if c.post("/getUpdates", map[string]any{"token": chatToken, "chatId": "5550123"}, &more); len(more.Result) > 0 {
		t.Errorf("nobody asked for %+v", more.Result)
	}
}
