package telegram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
)

var noNetwork = reply{err: &net.OpError{Op: "dial", Err: errors.New("no route to api.telegram.org/bot" + token)}}

// lines counts what the log was told of a thing.
func (b *bench) lines(about string) int { return strings.Count(b.log(), about) }

func (b *bench) offsets() (offsets []string) {
	for _, c := range b.far.made("getUpdates") {
		offsets = append(offsets, c.form.Get("offset"))
	}
	return offsets
}

func TestPolling(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.gets(wrote(300, 1, "một"), wrote(301, 2, "hai"))
		go func() {
			time.Sleep(90 * time.Second)
			b.far.gets(wrote(302, 3, "ba"))
		}()
		b.run(5 * time.Minute)
		if got := b.sink.texts(); !cmp.Equal(got, []string{"một", "hai", "ba"}) {
			t.Errorf("%q", got)
		}
		want := []string{"", "302", "302", "303", "303", "303", "303", "303"}
		if got := b.offsets(); !cmp.Equal(got[:len(want)-1], want[:len(want)-1]) || len(got) > len(want) {
			t.Errorf("asked with %q", got)
		}
		form := b.far.made("getUpdates")[0].form
		if form.Get("timeout") != "50" || form.Get("allowed_updates") != `["message","callback_query","my_chat_member"]` {
			t.Errorf("%v", form)
		}
		if b.log() != "" {
			t.Errorf("an ordinary day is no news: %s", b.log())
		}
	})
}

// A process that dies between the two leaves the update with Telegram.
func TestStoredBeforeItIsConfirmed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.gets(wrote(300, 1, "một"), wrote(301, 2, "hai"), wrote(302, 3, "ba"))
		var mu sync.Mutex
		calls := 0
		b.cfg.Sink = sinkFunc(func(ctx context.Context, in msg.Inbound) error {
			mu.Lock()
			calls++
			broken := calls >= 2 && calls <= 4
			mu.Unlock()
			if broken {
				return errors.New("disk full")
			}
			return b.sink.Receive(ctx, in)
		})
		b.run(2 * time.Minute)
		if got := b.sink.texts(); !cmp.Equal(got, []string{"một", "hai", "ba"}) {
			t.Errorf("%q", got)
		}
		if got := b.offsets()[:5]; !cmp.Equal(got, []string{"", "301", "301", "301", "303"}) {
			t.Errorf("asked with %q", got)
		}
		if b.lines("could not be stored") != 1 || b.lines("works again") != 1 {
			t.Errorf("the log says: %s", b.log())
		}
	})
}

type sinkFunc func(context.Context, msg.Inbound) error

func (f sinkFunc) Receive(ctx context.Context, in msg.Inbound) error { return f(ctx, in) }

// kept is an Offset that lasts, like a file.
type kept struct {
	mu   sync.Mutex
	next int
	err  error
}

func (k *kept) Load(context.Context) (int, error) { return k.next, k.err }

func (k *kept) Save(_ context.Context, next int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		k.next = next
	}
	return k.err
}

func TestRestart(t *testing.T) {
	for name, offset := range map[string]Offset{"kept": &kept{}, "in memory": nil, "not to be kept": &kept{err: errors.New("disk full")}} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{Offset: offset})
				b.far.gets(wrote(300, 1, "một"))
				// It is stopped while its first poll's updates are being stored.
				ctx, stop := context.WithCancel(t.Context())
				b.cfg.Sink = sinkFunc(func(ctx context.Context, in msg.Inbound) error {
					defer stop()
					return b.sink.Receive(ctx, in)
				})
				_ = b.Run(ctx)
				again := New(b.cfg)
				again.cfg.Sink = b.sink
				b.far.gets(wrote(301, 2, "hai"))
				ctx, stop = context.WithTimeout(t.Context(), time.Minute)
				defer stop()
				_ = again.Run(ctx)
				if got := b.sink.texts(); !cmp.Equal(got, []string{"một", "hai"}) {
					t.Errorf("%q", got)
				}
				settle()
			})
		})
	}
}

func TestOffsetIsKept(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := &kept{next: 300}
		b := newBench(t, Config{Offset: k})
		b.far.gets(wrote(300, 1, "một"), wrote(305, 2, "hai"))
		b.run(time.Minute)
		if b.offsets()[0] != "300" || k.next != 306 {
			t.Errorf("asked with %q, kept %d", b.offsets(), k.next)
		}
	})
}

// After a week of silence Telegram's numbers begin anew, and may be lower.
func TestNumbersBeginAnew(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{Offset: &kept{next: 900000}})
		b.far.gets(wrote(17, 1, "một"), wrote(18, 2, "hai"))
		go func() {
			time.Sleep(time.Minute)
			b.far.gets(wrote(19, 3, "ba"))
		}()
		b.run(3 * time.Minute)
		if got := b.sink.texts(); !cmp.Equal(got, []string{"một", "hai", "ba"}) {
			t.Errorf("%q", got)
		}
		if n := len(b.offsets()); n > 8 {
			t.Errorf("%d polls in three minutes", n)
		}
	})
}

// A server that does not hold polls, or gives the same again and again, costs
// a poll a second.
func TestNoHotLoop(t *testing.T) {
	same := reply{status: 200, body: `{"ok":true,"result":[` + wrote(300, 1, "một") + `]}`}
	for name, r := range map[string]reply{
		"empty at once":  ok([]int{}),
		"the same again": same,
		"no numbers":     {status: 200, body: `{"ok":true,"result":[null,5,{"update_id":"x"},{}]}`},
		"no list":        ok(true),
		"nothing":        {status: 200, body: `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{})
				b.far.says("getUpdates", func(made) reply { return r })
				b.run(time.Minute)
				offsets := b.offsets()
				if n := len(offsets); n < 2 || n > 62 {
					t.Errorf("%d polls in a minute", n)
				}
				if last := offsets[len(offsets)-1]; last != "" && r.body != same.body {
					t.Errorf("nothing has moved the offset to %s", last)
				}
			})
		})
	}
}

func TestAnotherProcessPolls(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.gets(wrote(300, 1, "một"))
		b.far.first("getUpdates", 4, no(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", ""))
		b.run(3 * time.Minute)
		if len(b.sink.got()) != 1 {
			t.Errorf("%d stored", len(b.sink.got()))
		}
		if b.lines("another process polls") != 1 || b.lines("works again") != 1 || b.lines("\n") != 2 {
			t.Errorf("the log says: %s", b.log())
		}
		calls := b.far.made("getUpdates")
		for i := range 4 {
			if gap := calls[i+1].at.Sub(calls[i].at); gap < 10*time.Second || gap > 16*time.Second {
				t.Errorf("asked again after %v", gap)
			}
		}
	})
}

// TestTwoPollers: both get every update in turn, each is stored once.
func TestTwoPollers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		var mu sync.Mutex
		var last context.CancelFunc // ends the poll that another one takes over from
		b.far.says("getUpdates", func(c made) reply {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			mu.Lock()
			if last != nil {
				last()
			}
			last = cancel
			mu.Unlock()
			r := b.far.poll(ctx, c.form)
			if r.err != nil {
				return no(409, "Conflict: terminated by other getUpdates request", "")
			}
			return r
		})
		other := New(b.cfg)
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
		defer stop()
		go func() { _ = other.Run(ctx) }()
		go func() {
			for i := range 50 {
				time.Sleep(7 * time.Second)
				b.far.gets(wrote(300+i, 1+i, fmt.Sprint(i)))
			}
		}()
		b.run(10 * time.Minute)
		if got := b.sink.got(); len(got) != 50 {
			t.Errorf("%d of 50 stored", len(got))
		}
		if n := b.lines("another process polls"); n < 1 || n > 80 {
			t.Errorf("said %d times", n)
		}
	})
}

func TestMenuOfCommands(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{})
		b.far.first("setMyCommands", 2, no(500, "Internal Server Error", ""))
		b.run(2 * time.Hour)
		calls := b.far.made("setMyCommands")
		if len(calls) != 3 || !strings.Contains(calls[2].form.Get("commands"), `{"command":"menu","description":"Về các mục chính"}`) {
			t.Errorf("%d calls: %v", len(calls), calls)
		}
	})
}

// A service that was told to poll takes its own webhook back; one that
// somebody else has set stays.
func TestWebhookBeforePolling(t *testing.T) {
	for name, tc := range map[string]struct {
		set     string
		removed int
	}{
		"ours":      {"https://tinban.example.vn/gateways/telegram/webhook", 1},
		"another's": {"https://other.example.vn/hook", 0},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				b := newBench(t, Config{Public: "https://tinban.example.vn"})
				b.far.gets(wrote(300, 1, "một"))
				b.far.says("getWebhookInfo", func(made) reply { return ok(map[string]any{"url": tc.set}) })
				b.far.says("getUpdates", func(made) reply {
					if len(b.far.made("deleteWebhook")) > 0 {
						return reply{}
					}
					return no(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", "")
				})
				b.run(10 * time.Minute)
				if len(b.far.made("deleteWebhook")) != tc.removed || len(b.sink.got()) != tc.removed {
					t.Errorf("removed %d times, %d stored", len(b.far.made("deleteWebhook")), len(b.sink.got()))
				}
				if b.lines("set a webhook") != 1 {
					t.Errorf("the log says: %s", b.log())
				}
			})
		})
	}
}

func TestWebhookIsSetOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{Secret: secret, Public: "https://tinban.example.vn"})
		b.far.first("setWebhook", 3, noNetwork)
		b.run(time.Hour)
		calls := b.far.made("setWebhook")
		if len(calls) != 4 || len(b.far.made("getUpdates")) != 0 {
			t.Fatalf("%d calls, %d polls", len(calls), len(b.far.made("getUpdates")))
		}
		form := calls[3].form
		if form.Get("url") != "https://tinban.example.vn/gateways/telegram/webhook" || form.Get("secret_token") != secret || form.Get("allowed_updates") != kinds {
			t.Errorf("%v", form)
		}
	})
}

func TestWebhookAddressIsRefused(t *testing.T) {
	bubble(t, func(t *testing.T) {
		b := newBench(t, Config{Secret: secret, Public: "http://192.168.1.2"})
		b.far.says("setWebhook", func(made) reply {
			return no(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "")
		})
		b.run(time.Hour)
		if n := len(b.far.made("setWebhook")); b.lines("address for the webhook is refused") != 1 || n > 7 {
			t.Errorf("%d calls, the log says: %s", n, b.log())
		}
	})
}
