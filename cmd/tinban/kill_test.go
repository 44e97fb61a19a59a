package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/msg"
)

// The kill test runs three processes: this one (the residents), the service,
// and the far side of the wire. The service is killed with -9 under load, over
// and over. No acknowledged message may stay without its reply, and no key
// may be sent twice.

const wireRoute = "wire"

// playRole is the test binary as another process.
func playRole(role string) int {
	switch role {
	case "service":
		return playService()
	case "far":
		return playFarSide()
	case "tinban":
		ctx, stop := untilTold()
		defer stop()
		return run(ctx, os.Args, world{os.Getenv, os.Stdin, os.Stdout, os.Stderr})
	}
	return exitUsage
}

// wire is a gateway to the far side. It forgets nothing and knows keys, so
// that after a crash it can be asked.
type wire struct{ far string }

func (wire) Caps() msg.Caps {
	return msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay}
}

type wireMessage struct{ Key, Text string }

func (w wire) Send(ctx context.Context, out msg.Outbound) (string, error) {
	body, err := json.Marshal(wireMessage{out.Key, out.Text})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.far+"/send", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", &msg.SendError{Kind: msg.Ambiguous}
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", &msg.SendError{Kind: msg.Transient}
	}
	return out.Key, nil
}

func (w wire) Lookup(ctx context.Context, out msg.Outbound) (string, bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.far+"/has?key="+out.Key, nil)
	if err != nil {
		return "", false, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", false, err
	}
	defer res.Body.Close()
	return out.Key, res.StatusCode == http.StatusOK, nil
}

// playService is the service as demo and serve make it, with the wire as its
// one channel and a door for inbound messages.
func playService() int {
	ctx, stop := untilTold()
	defer stop()
	cfg := defaults()
	cfg.Addr, cfg.Data = "127.0.0.1:0", os.Getenv("TINBAN_TEST_DATA")
	s, err := newService(cfg, eligibility.Date{}, slog.New(slog.NewTextHandler(os.Stderr, nil)),
		channel{wireRoute, wire{os.Getenv("TINBAN_TEST_FAR")}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFail
	}
	s.mux.HandleFunc("POST /in", func(w http.ResponseWriter, r *http.Request) {
		var in msg.Inbound
		if json.NewDecoder(r.Body).Decode(&in) != nil || s.bot.Receive(r.Context(), in) != nil {
			http.Error(w, "not stored", http.StatusServiceUnavailable)
		}
	})
	s.mux.HandleFunc("GET /waiting", func(w http.ResponseWriter, r *http.Request) {
		n, err := s.store.Waiting(r.Context())
		fmt.Fprint(w, n, err)
	})
	if err := s.run(ctx, func() { fmt.Println(s.listener.Addr()) }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFail
	}
	return exitFine
}

// playFarSide records every key and text it is sent.
func playFarSide() int {
	var mu sync.Mutex
	sent := map[string][]string{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /send", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var m wireMessage
		if err != nil || json.Unmarshal(body, &m) != nil {
			http.Error(w, "cut off", http.StatusBadRequest)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		sent[m.Key] = append(sent[m.Key], m.Text)
	})
	mux.HandleFunc("GET /has", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if len(sent[r.FormValue("key")]) == 0 {
			http.NotFound(w, r)
		}
	})
	mux.HandleFunc("GET /all", func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		json.NewEncoder(w).Encode(sent)
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return exitFail
	}
	fmt.Println(ln.Addr())
	http.Serve(ln, mux)
	return exitFine
}

// process is one of the other two.
type process struct {
	cmd *exec.Cmd
	url string
}

func startProcess(t *testing.T, role string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "TINBAN_TEST_ROLE="+role), env...)
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		cmd.Wait()
		t.Fatalf("%s did not start: %s", role, errOut.String())
	}
	return &process{cmd, "http://" + lines.Text()}
}

// residents send messages until told to stop and remember what was
// acknowledged.
type residents struct {
	mu     sync.Mutex
	next   int
	acked  []string
	client http.Client
}

// texts cover every road a message can go: digits, a check, questions, words.
var killTexts = []string{"1", "ho ngheo vay duoc bao nhieu", "NHA", "xin chao", "muc phat nong do con", "HUY"}

func (r *residents) write(url string, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		r.mu.Lock()
		r.next++
		n := r.next
		r.mu.Unlock()
		ref := fmt.Sprintf("ref-%d", n)
		in := msg.Inbound{
			Gateway: wireRoute, From: msg.Address(fmt.Sprintf("sms:+8490%07d", n)), Ref: ref,
			Kind: msg.Text, Text: killTexts[n%len(killTexts)], At: time.Now(),
		}
		if r.send(url, in) {
			r.mu.Lock()
			r.acked = append(r.acked, ref)
			r.mu.Unlock()
		}
	}
}

func (r *residents) send(url string, in msg.Inbound) bool {
	body, err := json.Marshal(in)
	if err != nil {
		return false
	}
	res, err := r.client.Post(url+"/in", "application/json", bytes.NewReader(body))
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err == nil && res.StatusCode == http.StatusOK
}

const kills = 50

func TestKilledUnderLoad(t *testing.T) {
	far := startProcess(t, "far")
	data := t.TempDir()
	env := []string{"TINBAN_TEST_FAR=" + far.url, "TINBAN_TEST_DATA=" + data}
	r := &residents{client: http.Client{Timeout: 5 * time.Second}}
	for range kills {
		service := startProcess(t, "service", env...)
		done := make(chan struct{})
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() { r.write(service.url, done) })
		}
		time.Sleep(time.Duration(5+rand.IntN(120)) * time.Millisecond) // a random point
		if err := service.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		service.cmd.Wait()
		close(done)
		writers.Wait()
	}
	last := startProcess(t, "service", env...)
	waitUntilSent(t, last.url)
	stopInOrder(t, last)
	compare(t, r.acked, everythingSent(t, far.url))
}

func waitUntilSent(t *testing.T, url string) {
	t.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	for time.Now().Before(deadline) {
		if get(t, url+"/waiting") == "0 <nil>" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("still waiting after three minutes: %s", get(t, url+"/waiting"))
}

func stopInOrder(t *testing.T, p *process) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func everythingSent(t *testing.T, far string) map[string][]string {
	t.Helper()
	var sent map[string][]string
	if err := json.Unmarshal([]byte(get(t, far+"/all")), &sent); err != nil {
		t.Fatal(err)
	}
	return sent
}

func compare(t *testing.T, acked []string, sent map[string][]string) {
	t.Helper()
	var errs []error
	for _, ref := range acked {
		if len(sent[bot.ReplyKey(wireRoute, ref)]) == 0 {
			errs = append(errs, fmt.Errorf("%s was acknowledged and never answered", ref))
		}
	}
	for key, texts := range sent {
		if len(texts) > 1 {
			errs = append(errs, fmt.Errorf("%s was sent %d times", key, len(texts)))
		}
		if strings.TrimSpace(texts[0]) == "" {
			errs = append(errs, fmt.Errorf("%s was sent empty", key))
		}
	}
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	t.Logf("%d kills, %d messages acknowledged, %d keys sent", kills, len(acked), len(sent))
	if len(acked) < kills {
		t.Errorf("only %d messages were acknowledged: there was no load", len(acked))
	}
}
