// Package telegram is the Telegram channel: updates in, messages and buttons
// out. It uses Telegram's library for the wire format and nothing else of it:
// that library wants the network to start, loses updates in its own polling
// and prints its token, so the polling, the errors and the pace are ours.
//
// Telegram is not always reachable in Vietnam, so nothing here needs it to
// start: a Channel is made without a call, and Run keeps trying. An update is
// confirmed to Telegram only when the Sink has stored it; what comes again is
// refused there by its ref.
package telegram

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"tinban/msg"
)

// Config is what a Channel needs; Token and Sink must be given.
type Config struct {
	Token string // of the bot, as BotFather gave it
	URL   string // of the API; empty is Telegram's own
	// Secret makes Telegram call us, at Public + "/gateways/NAME/webhook";
	// without it we ask Telegram.
	Secret string
	Public string // where the world reaches this service, without a slash at the end
	Name   string // of the route; empty is "telegram"
	// Client makes the calls. Its Timeout is not used, because asking for
	// updates takes longer than any other call: each has its own.
	Client *http.Client
	Now    func() time.Time // time.Now
	Sink   msg.Sink
	Log    *slog.Logger // discards
	// Offset keeps how far the updates were read. Without one it is kept in
	// memory, and after a restart Telegram gives again what it had not seen
	// confirmed: nothing is lost, and what was stored is refused by its ref.
	Offset   Offset
	Commands []Command // the menu beside the text field; nil is DefaultCommands
	Share    string    // the button that sends one's number; empty is DefaultShare
}

// Offset is where the number of the next update is kept.
type Offset interface {
	Load(ctx context.Context) (int, error)
	Save(ctx context.Context, next int) error
}

// Command is one line of the menu: a name of small letters and _, which comes
// back as text, and what it does.
type Command struct {
	Name string `json:"command"`
	Does string `json:"description"`
}

// DefaultCommands are the commands the conversation knows, in the words of
// those who will read them.
func DefaultCommands() []Command {
	return []Command{
		{"menu", "Về các mục chính"},
		{"tiep", "Xem tiếp"},
		{"lui", "Quay lại câu trước"},
		{"huy", "Ngừng nhận tin báo"},
		{"xoa", "Xoá những gì đã lưu về tôi"},
		{"english", "English"},
	}
}

// DefaultShare is what the button says that sends one's own number.
const DefaultShare = "Gửi số điện thoại của tôi"

// Channel is one bot. It is a Sender to the outbox.
type Channel struct {
	cfg    Config
	id     int64 // of the bot: what stands before the colon of its token
	bot    tgbotapi.BotAPI
	self   atomic.Pointer[self] // once Telegram has told it
	calm   calm
	denied atomic.Bool // the token was refused, and the log says so

	pace  pace
	sent  recent[string, place] // by key: where the buttons are that an answer takes away
	moved recent[int64, int64]  // groups that became supergroups
	spare chan struct{}         // calls that may be left out
	mood  gripe                 // what the log was told of the polling
}

// most bounds what is remembered of messages and chats.
const most = 20000

// New makes a Channel; it calls nothing.
func New(cfg Config) *Channel {
	if cfg.URL == "" {
		cfg.URL = "https://api.telegram.org"
	}
	if cfg.Name == "" {
		cfg.Name = "telegram"
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Commands == nil {
		cfg.Commands = DefaultCommands()
	}
	if cfg.Share == "" {
		cfg.Share = DefaultShare
	}
	if cfg.Offset == nil {
		cfg.Offset = &memory{}
	}
	c := &Channel{cfg: cfg, bot: tgbotapi.BotAPI{Token: cfg.Token}, spare: make(chan struct{}, 32)}
	id, _, _ := strings.Cut(cfg.Token, ":")
	c.id, _ = strconv.ParseInt(id, 10, 64)
	c.bot.Client = client(cfg.Client)
	c.bot.SetAPIEndpoint(strings.ReplaceAll(strings.TrimSuffix(cfg.URL, "/"), "%", "%%") + "/bot%s/%s")
	return c
}

// client is the caller's without its timeout, and follows nowhere: a redirect
// would carry the token to whoever sent it.
func client(given *http.Client) *http.Client {
	var own http.Client
	if given != nil {
		own = *given
	}
	own.Timeout = 0
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// Name is the route's name.
func (c *Channel) Name() string { return c.cfg.Name }

// Caps says what a chat with buttons can do. About 30 messages a second are
// allowed to all chats together; we stay below.
func (c *Channel) Caps() msg.Caps {
	return msg.Caps{
		Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true,
		Class: msg.TwoWay, Receipts: msg.NoReceipts, Rate: 25,
	}
}

// memory is an Offset for one run.
type memory struct {
	mu   sync.Mutex
	next int
}

func (m *memory) Load(context.Context) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.next, nil
}

func (m *memory) Save(_ context.Context, next int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next = next
	return nil
}
