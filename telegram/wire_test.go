package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tinban/msg"
)

// onWire is a channel to a real server on a real connection.
func onWire(t *testing.T, handler http.HandlerFunc) (*bench, *httptest.Server) {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newBench(t, Config{URL: server.URL + "/", Client: server.Client()}), server
}

func why(t *testing.T, err error) msg.SendError {
	t.Helper()
	var w *msg.SendError
	if !errors.As(err, &w) {
		t.Fatalf("%v is no SendError", err)
	}
	unleaked(t, fmt.Sprintf("%v %+v %#v", err, err, err))
	return *w
}

func TestNobodyThere(t *testing.T) {
	b, server := onWire(t, nil)
	server.Close()
	_, err := b.Send(t.Context(), to("vay vốn bí mật"))
	if got := why(t, err); got != (msg.SendError{Kind: msg.Transient, Code: "unreachable"}) {
		t.Errorf("%+v", got)
	}
}

// What was handed over and not answered may have been sent.
func TestHandedOverAndNotAnswered(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"hung up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"no end":  func(w http.ResponseWriter, r *http.Request) { _ = r.ParseForm(); <-r.Context().Done() },
		"half a body": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			fmt.Fprint(w, `{"ok"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := onWire(t, handler)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			_, err := b.Send(ctx, to("vay vốn bí mật"))
			if got := why(t, err); got.Kind != msg.Ambiguous {
				t.Errorf("%+v", got)
			}
		})
	}
}

// A call that found no free connection in time never left.
func TestNoConnectionInTime(t *testing.T) {
	busy := make(chan struct{}, 1)
	b, server := onWire(t, func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		busy <- struct{}{}
		<-r.Context().Done()
	})
	server.Client().Transport.(*http.Transport).MaxConnsPerHost = 1
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _, _ = b.Send(ctx, to("a")) }()
	<-busy
	other, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	out := to("b")
	out.To = "telegram:6"
	_, err := b.Send(other, out)
	if got := why(t, err); got.Kind != msg.Transient {
		t.Errorf("%+v", got)
	}
}

// The token must not follow a redirect to whoever sent it.
func TestRedirectIsNotFollowed(t *testing.T) {
	var followed atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Store(true) }))
	defer elsewhere.Close()
	b, _ := onWire(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	_, err := b.Send(t.Context(), to("a"))
	if got := why(t, err); got.Code != "not_telegram" || followed.Load() {
		t.Errorf("%+v, followed: %v", got, followed.Load())
	}
}

// The client's timeout is for other calls than waiting for updates.
func TestPollOutlastsTheClientsTimeout(t *testing.T) {
	held := make(chan bool, 9)
	b, _ := onWire(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/getUpdates") {
			fmt.Fprint(w, `{"ok":true,"result":{"id":1,"username":"tinban_bot"}}`)
			return
		}
		_ = r.ParseForm()
		select {
		case <-r.Context().Done():
			held <- false
		case <-time.After(400 * time.Millisecond):
			held <- true
			fmt.Fprint(w, `{"ok":true,"result":[]}`)
		}
	})
	again := b.cfg
	again.Client = &http.Client{Timeout: 100 * time.Millisecond}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = New(again).Run(ctx) }()
	if !<-held {
		t.Error("the poll was cut off")
	}
}

// TestTheTokenDoesNotLeak first shows that it would: what the library says of
// a broken connection holds the whole address.
func TestTheTokenDoesNotLeak(t *testing.T) {
	b, server := onWire(t, nil)
	server.Close()
	bot := b.bot
	if _, err := bot.MakeRequest("getMe", nil); err == nil || !strings.Contains(err.Error(), token) {
		t.Fatalf("the library no longer leaks: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_ = b.Run(ctx)
	_, err := b.Send(t.Context(), to("vay vốn bí mật"))
	why(t, err)
	err = b.Test(t.Context())
	if err == nil || b.lines("not reachable") != 1 {
		t.Errorf("%v; the log says: %s", err, b.log())
	}
	unleaked(t, fmt.Sprint(err))
}
