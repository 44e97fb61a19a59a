package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/msg"
)

const (
	token  = "700100200:AAHx-secret_of_the_bot-0123456789abc"
	secret = "Shown-when_Telegram-calls"
	botID  = 700100200
)

// private is what no log line and no error may hold, whatever happens.
var private = []string{token, "secret_of_the_bot", secret, "5550123", "84912345678", "vay vốn bí mật"}

// unleaked fails for a text that gives something away.
func unleaked(t testing.TB, said string) {
	t.Helper()
	for _, p := range private {
		if strings.Contains(said, p) {
			t.Errorf("%q is given away in: %s", p, said)
		}
	}
}

// reply is what the far side answers to one call.
type reply struct {
	status int
	body   string
	header http.Header
	err    error // instead: the wire breaks
}

func ok(result any) reply {
	b, err := json.Marshal(map[string]any{"ok": true, "result": result})
	if err != nil {
		panic(err)
	}
	return reply{status: 200, body: string(b)}
}

// no is a refusal of Telegram's; parameters is JSON, or nothing.
func no(code int, why, parameters string) reply {
	if parameters == "" {
		parameters = "{}"
	}
	return reply{status: code, body: fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q,"parameters":%s}`, code, why, parameters)}
}

type made struct {
	method string
	form   url.Values
	at     time.Time
}

// far is Telegram's end of the wire, in this process. It checks every call
// against the API's description.
type far struct {
	t    testing.TB
	spec *spec

	mu      sync.Mutex
	calls   []made
	updates []string // waiting, as JSON
	answer  map[string]func(made) reply
	next    int // message ids
}

func (f *far) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, _ := io.ReadAll(r.Body)
	form, err := url.ParseQuery(string(raw))
	method, right := strings.CutPrefix(r.URL.Path, "/bot"+token+"/")
	if err != nil || !right || r.Method != http.MethodPost {
		f.t.Errorf("a call is not well formed: %s, %v", r.URL.Path, err)
	}
	for _, fault := range f.spec.faults(method, form) {
		f.t.Errorf("%s: %s", method, fault)
	}
	call := made{method, form, time.Now()}
	f.mu.Lock()
	f.calls = append(f.calls, call)
	special := f.answer[method]
	f.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var said reply
	if special != nil {
		said = special(call)
	}
	if special == nil || said.status == 0 && said.err == nil {
		said = f.usual(r.Context(), call)
	}
	if said.err != nil {
		return nil, said.err
	}
	if said.header == nil {
		said.header = http.Header{}
	}
	return &http.Response{StatusCode: said.status, Header: said.header, Body: io.NopCloser(strings.NewReader(said.body)), Request: r}, nil
}

// usual is how Telegram answers on a good day.
func (f *far) usual(ctx context.Context, call made) reply {
	switch call.method {
	case "getMe":
		return ok(map[string]any{"id": botID, "is_bot": true, "first_name": "Tin Bản", "username": "tinban_bot"})
	case "getUpdates":
		return f.poll(ctx, call.form)
	case "sendMessage":
		f.mu.Lock()
		defer f.mu.Unlock()
		f.next++
		return ok(map[string]any{"message_id": f.next, "date": 1, "chat": map[string]any{"id": 5}})
	case "getWebhookInfo":
		return ok(map[string]any{"url": ""})
	}
	return ok(true)
}

// poll is Telegram's queue: what lies before the offset is confirmed; one
// that is far ahead of everything is answered from the head, with nothing
// dropped. It holds an empty poll as long as asked.
func (f *far) poll(ctx context.Context, form url.Values) reply {
	offset, _ := strconv.Atoi(form.Get("offset"))
	held, _ := strconv.Atoi(form.Get("timeout"))
	for end := time.Now().Add(time.Duration(held) * time.Second); ; {
		if got := f.from(offset); len(got) > 0 || !time.Now().Before(end) {
			return reply{status: 200, body: `{"ok":true,"result":[` + strings.Join(got, ",") + `]}`}
		}
		if !pause(ctx, 100*time.Millisecond) {
			return reply{err: ctx.Err()}
		}
	}
}

func (f *far) from(offset int) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.updates); n > 0 && offset <= updateID(f.updates[n-1])+10 {
		for len(f.updates) > 0 && updateID(f.updates[0]) < offset {
			f.updates = f.updates[1:]
		}
	}
	return append([]string(nil), f.updates...)
}

func updateID(raw string) int {
	var u struct {
		ID int `json:"update_id"`
	}
	if err := json.Unmarshal([]byte(raw), &u); err != nil {
		panic(err)
	}
	return u.ID
}

func (f *far) gets(updates ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.updates = append(f.updates, updates...)
}

// says sets what a method is answered; a zero reply is the usual one.
func (f *far) says(method string, answer func(made) reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer[method] = answer
}

// first answers so many calls of a method with r, the rest as usual.
func (f *far) first(method string, times int, r reply) {
	var mu sync.Mutex
	f.says(method, func(made) reply {
		mu.Lock()
		defer mu.Unlock()
		if times--; times >= 0 {
			return r
		}
		return reply{}
	})
}

func (f *far) made(method string) (calls []made) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c.method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// sink is a store as the contract has it: a repeated ref changes nothing.
type sink struct {
	mu    sync.Mutex
	seen  map[string]bool
	in    []msg.Inbound
	fails int // so many more times
	asked int
}

func (s *sink) Receive(_ context.Context, in msg.Inbound) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.fails > 0 {
		s.fails--
		return errors.New("the store is closed")
	}
	if key := in.Gateway + " " + in.Ref; !s.seen[key] {
		s.seen[key] = true
		s.in = append(s.in, in)
	}
	return nil
}

func (s *sink) got() []msg.Inbound {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]msg.Inbound(nil), s.in...)
}

func (s *sink) texts() (texts []string) {
	for _, in := range s.got() {
		texts = append(texts, in.Text)
	}
	return texts
}

// bench is a channel between a far side and a sink.
type bench struct {
	*Channel
	t    testing.TB
	far  *far
	sink *sink
	mu   sync.Mutex
	said bytes.Buffer
}

func (b *bench) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

// log is what an officer sees, so far.
func (b *bench) log() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func newBench(t testing.TB, cfg Config) *bench {
	b := &bench{t: t, sink: &sink{seen: map[string]bool{}}}
	b.far = &far{t: t, spec: theSpec(t), answer: map[string]func(made) reply{}}
	cfg.Token, cfg.Sink, cfg.Log = token, b.sink, slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if cfg.Client == nil {
		cfg.Client = &http.Client{Transport: b.far, Timeout: time.Second}
	}
	b.Channel = New(cfg)
	t.Cleanup(func() { unleaked(t, b.log()) })
	return b
}

// run runs the channel for the given time.
func (b *bench) run(d time.Duration) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), d)
	defer cancel()
	if err := b.Run(ctx); err != nil {
		b.t.Error(err)
	}
}

// knows gives the bot its name without a call.
func (b *bench) knows() *bench {
	b.self.Store(newSelf("tinban_bot"))
	return b
}

// called is Telegram calling our webhook.
func (b *bench) called(body string, header ...string) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	b.Mount(mux)
	r := httptest.NewRequest("POST", "/gateways/telegram/webhook", strings.NewReader(body))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w
}

// wrote is an update with a text in a private chat.
func wrote(update, message int, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"from":{"id":5550123,"is_bot":false,"first_name":"Hồ","last_name":"Thị"},`+
		`"chat":{"id":5550123,"type":"private"},"date":1795000000,"text":%q}}`, update, message, text)
}
