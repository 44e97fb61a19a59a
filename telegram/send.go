package telegram

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

const (
	maxKey  = 64 // bytes of a button's key
	rowRoom = 30 // letters of two buttons side by side
)

// place is where a message stands.
type place struct {
	chat    int64
	message int
}

// Send implements the outbox's Sender. Telegram knows no keys: a call whose
// end is not known may have been taken, and cannot be looked up.
func (c *Channel) Send(ctx context.Context, out msg.Outbound) (ref string, err error) {
	chat, params, why := c.compose(out)
	if why != nil {
		return "", why
	}
	if left, narrow := c.calm.left(strconv.FormatInt(chat, 10), c.cfg.Now()); left > 0 {
		return "", &msg.SendError{Kind: msg.Throttled, RetryAfter: left, Code: "http_429", Narrow: narrow}
	}
	if !c.pace.wait(ctx, chat, c.cfg.Now()) {
		return "", &msg.SendError{Kind: msg.Transient, Code: "pace"}
	}
	at, failed := c.put(ctx, chat, out, params)
	if failed != nil && failed.movedTo != 0 && failed.movedTo != chat {
		c.moved.put(chat, failed.movedTo)
		at, failed = c.post(ctx, failed.movedTo, params)
	}
	if failed != nil {
		return "", &failed.SendError
	}
	if len(out.Choices) > 0 {
		c.sent.put(out.Key, at)
	}
	c.tidy(out.Replaces, at)
	return strconv.FormatInt(at.chat, 10) + ":" + strconv.Itoa(at.message), nil
}

// put shows a message: in the place of another, where it is to and that can
// still be changed, else below.
func (c *Channel) put(ctx context.Context, chat int64, out msg.Outbound, params tgbotapi.Params) (place, *refusal) {
	if at, ok := c.sent.get(out.Replaces); ok && out.InPlace && at.chat == chat {
		why := c.change(ctx, at, params)
		if why == nil || why.Kind != msg.Rejected {
			return at, why
		}
	}
	return c.post(ctx, chat, params)
}

// change writes a message over. It may be done twice: then it stands as it
// should, and Telegram says so.
func (c *Channel) change(ctx context.Context, at place, params tgbotapi.Params) *refusal {
	with := maps.Clone(params)
	with["chat_id"], with["message_id"] = strconv.FormatInt(at.chat, 10), strconv.Itoa(at.message)
	_, why := c.call(ctx, "editMessageText", with)
	if why != nil && why.Code == unchanged {
		return nil
	}
	return why
}

// post makes the call for one message.
func (c *Channel) post(ctx context.Context, chat int64, params tgbotapi.Params) (place, *refusal) {
	params["chat_id"] = strconv.FormatInt(chat, 10)
	raw, why := c.call(ctx, "sendMessage", params)
	if why != nil {
		return place{}, why
	}
	var got struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal(raw, &got) != nil || got.ID == 0 {
		return place{}, &refusal{SendError: msg.SendError{Kind: msg.Ambiguous, Code: "no_id"}}
	}
	return place{chat, got.ID}, nil
}

// tidy takes the buttons off a question that was answered, unless what came
// after stands in its place.
func (c *Channel) tidy(key string, after place) {
	at, ok := c.sent.get(key)
	if key == "" || !ok || at == after {
		return
	}
	c.courtesy("editMessageReplyMarkup", tgbotapi.Params{
		"chat_id": strconv.FormatInt(at.chat, 10), "message_id": strconv.Itoa(at.message), "reply_markup": `{"inline_keyboard":[]}`,
	})
}

// compose makes the call's parameters, or says why Telegram would not take
// the message.
func (c *Channel) compose(out msg.Outbound) (chat int64, params tgbotapi.Params, why *msg.SendError) {
	chat, err := strconv.ParseInt(out.To.Bare(), 10, 64)
	text := strings.ToValidUTF8(out.Text, "\uFFFD")
	code := ""
	switch {
	case err != nil || chat == 0 || out.To.Scheme() != "telegram":
		code = "address"
	case strings.TrimSpace(text) == "":
		code = "empty"
	case utf8.RuneCountInString(text) > c.Caps().Limit:
		code = "too_long"
	case !showable(out.Choices):
		code = "button"
	}
	if code != "" {
		return 0, nil, &msg.SendError{Kind: msg.Rejected, Code: code}
	}
	if now, ok := c.moved.get(chat); ok {
		chat = now
	}
	params = tgbotapi.Params{"text": markup(text), "parse_mode": tgbotapi.ModeHTML, "link_preview_options": `{"is_disabled":true}`}
	if k := c.keyboard(out, chat > 0); k != nil {
		b, _ := json.Marshal(k) // strings and slices of them
		params["reply_markup"] = string(b)
	}
	return chat, params, nil
}

func showable(choices []msg.Button) bool {
	for _, b := range choices {
		if b.Key == "" || len(b.Key) > maxKey || !utf8.ValidString(b.Key) || strings.TrimSpace(b.Label) == "" {
			return false
		}
	}
	return true
}

// markup is the text as HTML: every sign stands for itself, and a first line
// that ends with a colon is a heading.
func markup(text string) string {
	head, rest, more := strings.Cut(text, "\n")
	if more && strings.HasSuffix(head, ":") {
		return "<b>" + escape(head) + "</b>\n" + escape(rest)
	}
	return escape(text)
}

func escape(s string) string { return tgbotapi.EscapeText(tgbotapi.ModeHTML, s) }

// The keyboards, as far as we use them. The library's own write fields that
// Telegram no longer knows.
type (
	inlineKeyboard struct {
		Rows [][]inlineButton `json:"inline_keyboard"`
	}
	inlineButton struct {
		Text string `json:"text"`
		Key  string `json:"callback_data"`
	}
	replyKeyboard struct {
		Rows    [][]replyButton `json:"keyboard"`
		Resize  bool            `json:"resize_keyboard"`
		OneTime bool            `json:"one_time_keyboard"`
	}
	replyButton struct {
		Text    string `json:"text"`
		Contact bool   `json:"request_contact,omitempty"`
	}
)

// keyboard is what stands under a message; nil is nothing. A message has one
// keyboard only: where a number is asked for, the choices stand beside it by
// their words, and come back as typed. A group is asked for no number.
func (c *Channel) keyboard(out msg.Outbound, private bool) any {
	if out.AskContact && private {
		k := replyKeyboard{Resize: true, OneTime: true, Rows: [][]replyButton{{{c.cfg.Share, true}}}}
		for _, b := range out.Choices {
			k.Rows = append(k.Rows, []replyButton{{Text: b.Label}})
		}
		return k
	}
	if len(out.Choices) == 0 {
		return nil
	}
	return inlineKeyboard{rows(out.Choices)}
}

// rows gives each button a row, or two short ones one together: a label that
// is cut off cannot be read.
func rows(choices []msg.Button) (rows [][]inlineButton) {
	for i := 0; i < len(choices); i++ {
		row := []inlineButton{{choices[i].Label, choices[i].Key}}
		if i+1 < len(choices) && letters(choices[i])+letters(choices[i+1]) <= rowRoom {
			i++
			row = append(row, inlineButton{choices[i].Label, choices[i].Key})
		}
		rows = append(rows, row)
	}
	return rows
}

func letters(b msg.Button) int { return utf8.RuneCountInString(b.Label) }
