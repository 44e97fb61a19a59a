package simulator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"tinban/msg"
	"tinban/simulator"
	"tinban/sms/text"
)

// browser is a client without a screen: it holds a pair by its cookie.
type browser struct{ url string }

func browse(t *testing.T, sim *simulator.Simulator) browser {
	t.Helper()
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(func() {
		sim.Close()
		server.Close()
	})
	return browser{server.URL}
}

type shown struct {
	ID       int64
	Phone    string
	Mine     bool
	Kind     msg.Kind
	Text, At string
	Failed   bool
	Encoding string
	Parts    []text.Part
	Room     int
	Cost     int
	Over     bool
	Buttons  []msg.Button
	Chosen   string
}

type told struct {
	Whole   bool
	Entries []shown
	Total   struct{ Parts, Cost int }
}

type stream struct{ lines *bufio.Scanner }

func (b browser) do(t *testing.T, method, path, id, body string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if id != "" {
		r.AddCookie(&http.Cookie{Name: "tinban_sim", Value: id})
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
	})
	return answer
}

func (b browser) events(t *testing.T, id string) stream {
	t.Helper()
	answer := b.do(t, "GET", "/events", id, "")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("events: %s %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 8<<20)
	return stream{lines}
}

func (s stream) next(t *testing.T) told {
	t.Helper()
	for s.lines.Scan() {
		data, ok := strings.CutPrefix(s.lines.Text(), "data: ")
		if !ok {
			continue
		}
		var u told
		if err := json.Unmarshal([]byte(data), &u); err != nil {
			t.Fatal(err)
		}
		return u
	}
	t.Fatalf("the stream ended: %v", s.lines.Err())
	return told{}
}

// said is the error the page would show.
func said(t *testing.T, answer *http.Response) string {
	t.Helper()
	var body struct{ Error string }
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		t.Fatalf("%s without words: %v", answer.Status, err)
	}
	return body.Error
}

// box is a Sink that keeps what it got.
type box struct {
	mu  sync.Mutex
	in  []msg.Inbound
	err error
}

func (b *box) receive(_ context.Context, in msg.Inbound) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.in = append(b.in, in)
	return b.err
}
