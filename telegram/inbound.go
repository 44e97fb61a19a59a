package telegram

import (
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

// kinds are the updates we ask for.
const kinds = `["message","callback_query","my_chat_member"]`

// update is the part of Telegram's that we know. What else comes, an edited
// message for example, leaves all three nil.
type update struct {
	ID      int                         `json:"update_id"`
	Message *message                    `json:"message"`
	Press   *tgbotapi.CallbackQuery     `json:"callback_query"`
	Member  *tgbotapi.ChatMemberUpdated `json:"my_chat_member"`
}

// message adds what people can send since the library was written.
type message struct {
	tgbotapi.Message
	Story     json.RawMessage `json:"story"`
	PaidMedia json.RawMessage `json:"paid_media"`
	Checklist json.RawMessage `json:"checklist"`
}

// parse reads one update. A field of another type than expected costs that
// field only: Telegram may change what we do not use.
func parse(raw []byte) (update, error) {
	var u update
	err := json.Unmarshal(raw, &u)
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) {
		err = nil
	}
	return u, err
}

// inGroup: only what is addressed to the bot counts, and for that its name
// must be known.
func (u update) inGroup() bool {
	return u.Message != nil && u.Message.Chat != nil && !u.Message.Chat.IsPrivate()
}

// inbound is what an update means to the house; ok is false for nothing.
func (c *Channel) inbound(u update) (in msg.Inbound, ok bool) {
	switch {
	case u.Message != nil:
		in, ok = c.written(u.Message)
	case u.Press != nil:
		in, ok = pressed(u.Press)
	case u.Member != nil:
		in, ok = membership(u.Member)
	}
	in.Gateway, in.To = c.cfg.Name, c.handle()
	now := c.cfg.Now()
	if in.At.IsZero() || in.At.After(now.Add(24*time.Hour)) {
		in.At = now
	}
	return in, ok
}

func address(chat int64) msg.Address {
	return msg.Address("telegram:" + strconv.FormatInt(chat, 10))
}

func stamp(date int) time.Time {
	if date <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(date), 0)
}

// written is a message somebody wrote; in a group only what is addressed to
// the bot counts.
func (c *Channel) written(m *message) (in msg.Inbound, ok bool) {
	if !m.personal() {
		return in, false
	}
	chat := strconv.FormatInt(m.Chat.ID, 10)
	in = msg.Inbound{From: address(m.Chat.ID), Ref: chat + ":" + strconv.Itoa(m.MessageID), At: stamp(m.Date)}
	mine := m.Chat.IsPrivate()
	if !mine {
		in.Chat, mine = chat, m.answers(c.id)
	}
	text, command, mine := c.addressed(cmp.Or(m.Text, m.Caption), mine)
	in.Text = text
	return c.classed(in, m, command), mine && (m.Text != "" || m.Caption != "" || m.carries())
}

// personal leaves out what channels and other bots write: two machines
// answering each other do not stop.
func (m *message) personal() bool {
	if m.Chat == nil || m.Chat.ID == 0 || m.MessageID == 0 || m.From == nil || m.From.IsBot || m.SenderChat != nil {
		return false
	}
	return m.Chat.IsPrivate() || m.Chat.IsGroup() || m.Chat.IsSuperGroup()
}

// answers reports whether it is a reply to what the bot wrote.
func (m *message) answers(bot int64) bool {
	to := m.ReplyToMessage
	return to != nil && to.From != nil && to.From.ID == bot
}

// classed says of what kind a message is.
func (c *Channel) classed(in msg.Inbound, m *message, command string) msg.Inbound {
	own := m.Contact != nil && m.Contact.UserID == m.From.ID && m.Contact.PhoneNumber != "" && m.Chat.IsPrivate()
	switch {
	case own:
		in.Kind, in.Text = msg.Contact, "+"+strings.TrimPrefix(m.Contact.PhoneNumber, "+")
	case m.carries() || m.Text == "":
		in.Kind = msg.Media
	case command == "start":
		in.Kind = msg.Started
	default:
		in.Kind = msg.Text
	}
	return in
}

// carries reports whether there is something besides text. A message that
// carries nothing we know, such as a new chat background, is not answered.
func (m *message) carries() bool {
	return m.pictured() || m.Audio != nil || m.Voice != nil || m.Document != nil || m.Contact != nil || m.Dice != nil ||
		m.Game != nil || m.Poll != nil || m.Venue != nil || m.Location != nil || m.Checklist != nil
}

func (m *message) pictured() bool {
	return m.Animation != nil || m.Photo != nil || m.Sticker != nil || m.Video != nil || m.VideoNote != nil ||
		m.Story != nil || m.PaidMedia != nil
}

// pressed is a button. Its message may be one that Telegram no longer shows,
// or none at all.
func pressed(p *tgbotapi.CallbackQuery) (in msg.Inbound, ok bool) {
	if p.ID == "" || p.From == nil || p.From.IsBot || p.Data == "" {
		return in, false
	}
	in = msg.Inbound{Kind: msg.Choice, From: address(p.From.ID), Ref: p.ID, Choice: p.Data}
	if m := p.Message; m != nil && m.Chat != nil && m.Chat.ID != 0 {
		in.From = address(m.Chat.ID)
		if m.Chat.IsGroup() || m.Chat.IsSuperGroup() {
			in.Chat = strconv.FormatInt(m.Chat.ID, 10)
		}
	}
	return in, true
}

// membership is somebody who blocked the bot, or takes it back. Who may write
// in a group is not ours to follow.
func membership(m *tgbotapi.ChatMemberUpdated) (in msg.Inbound, ok bool) {
	status := m.NewChatMember.Status
	in = msg.Inbound{From: address(m.Chat.ID), At: stamp(m.Date)}
	in.Ref = strings.Join([]string{strconv.FormatInt(m.Chat.ID, 10), strconv.Itoa(m.Date), status}, ":")
	switch status {
	case "kicked":
		in.Kind = msg.Blocked
	case "member":
		in.Kind = msg.Unblocked
	}
	return in, in.Kind != "" && m.Chat.IsPrivate() && m.Chat.ID != 0
}
