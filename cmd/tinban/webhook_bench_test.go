package main

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha1" // Twilio signs with it
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"tinban/backup"
	"tinban/bot"
	"tinban/msg"
	"tinban/outbox"
	"tinban/sms"
	"tinban/store/bolt"
)

const (
	benchPublic = "https://tinban.example.vn"
	benchToken  = "benchtoken"
	benchPath   = "/gateways/" + benchRoute + "/in"
)

// signedForm is an inbound message as Twilio posts it.
func signedForm(seq int, text string) (body, signature string) {
	form := url.Values{}
	for key, value := range map[string]string{
		"MessageSid": fmt.Sprintf("SM%032d", seq), "SmsSid": fmt.Sprintf("SM%032d", seq), "AccountSid": "AC1", "ApiVersion": "2010-04-01",
		"From": fmt.Sprintf("+8490%07d", seq%benchContacts), "To": "+84900000000", "Body": text, "NumMedia": "0", "NumSegments": "1",
		"FromCountry": "VN", "ToCountry": "VN", "SmsStatus": "received",
	} {
		form.Set(key, value)
	}
	return form.Encode(), signForm(benchPublic+benchPath, form)
}

// signForm is Twilio's signature: the address and every field, in order.
func signForm(address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(benchToken))
	io.WriteString(mac, address)
	for _, key := range slices.Sorted(maps.Keys(form)) {
		io.WriteString(mac, key+form.Get(key))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// BenchmarkWebhook posts signed forms over 64 connections: to the service, and
// to the same handler with nothing behind it but one grouped commit of the rows
// the service would have written.
func BenchmarkWebhook(b *testing.B) {
	b.Run("mixed", func(b *testing.B) { benchWebhook(b, newRoad(b), mixed) })
	b.Run("digits", func(b *testing.B) { benchWebhook(b, newRoad(b), digit) })
	b.Run("bare", func(b *testing.B) {
		rows := written(b, b.N)
		put, stop := grouped(openBare(b))
		defer stop()
		var n atomic.Int64
		postAll(b, sink(func(context.Context, msg.Inbound) error { return put(rows[int(n.Add(1)-1)%len(rows)]) }), digit)
	})
}

func benchWebhook(b *testing.B, r *road, text func(int) string) {
	postAll(b, sink(func(ctx context.Context, in msg.Inbound) error {
		r.n.Add(1)
		return r.bot.Receive(ctx, in)
	}), text)
}

func postAll(b *testing.B, to msg.Sink, text func(int) string) {
	const connections = 64
	house := sms.House{Sink: to, Now: time.Now, Client: http.DefaultClient, Public: benchPublic}
	mux := http.NewServeMux()
	sms.NewTwilio(sms.TwilioConfig{Name: benchRoute, Account: "AC1", Token: benchToken, From: "+84900000000"}, house).Mount(mux)
	srv := httptest.NewServer(mux)
	defer srv.Close()
	lines := make(chan *line, connections)
	for range connections {
		l, err := dial(srv.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer l.conn.Close()
		lines <- l
	}
	requests := make([][]byte, b.N)
	for i := range b.N {
		body, signature := signedForm(1_000_000+i, text(i))
		requests[i] = fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: %s\r\nContent-Length: %d\r\n\r\n%s",
			benchPath, signature, len(body), body)
	}
	b.ResetTimer()
	took := inParallel(b, connections, b.N, func(i int) error {
		l := <-lines
		defer func() { lines <- l }()
		return l.ask(requests[i])
	})
	b.StopTimer()
	rates(b, took)
}

// line is one connection that says ready-made bytes: the client must not take
// the processors from what is measured.
type line struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(addr string) (*line, error) {
	conn, err := net.Dial("tcp", addr)
	return &line{conn, bufio.NewReader(conn)}, err
}

// ask sends a request and reads its answer, which must be a 200.
func (l *line) ask(request []byte) error {
	if _, err := l.conn.Write(request); err != nil {
		return err
	}
	status, err := l.in.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.Contains(status, " 200 ") {
		return fmt.Errorf("answered %q", status)
	}
	length := 0
	for {
		header, err := l.in.ReadString('\n')
		if err != nil {
			return err
		}
		if n, ok := strings.CutPrefix(header, "Content-Length: "); ok {
			length, _ = strconv.Atoi(strings.TrimSpace(n))
		}
		if header == "\r\n" {
			_, err := l.in.Discard(length)
			return err
		}
	}
}

// steady calls n times, so many a second, and returns how long each took.
func steady(n, perSecond int, call func(i int) error) ([]time.Duration, error) {
	took, errs := make([]time.Duration, n), make([]error, n)
	var wg sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	for i := range n {
		<-tick.C
		wg.Go(func() {
			start := time.Now()
			errs[i] = call(i)
			took[i] = time.Since(start)
		})
	}
	wg.Wait()
	return took, errors.Join(errs...)
}

// instant is a gateway that takes no time and notes when it was called.
type instant struct {
	mu   sync.Mutex
	came map[string]chan struct{}
}

func (g *instant) Caps() msg.Caps {
	return msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, Idempotent: true}
}

func (g *instant) Send(_ context.Context, out msg.Outbound) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c := g.came[out.Key]; c != nil {
		close(c)
		delete(g.came, out.Key)
	}
	return out.Key, nil
}

// BenchmarkReply is from a question's arrival to its answer in the hands of the
// gateway, at 200 messages a second.
func BenchmarkReply(b *testing.B) {
	r := newRoad(b)
	g := &instant{came: map[string]chan struct{}{}}
	box, err := outbox.New(outbox.Config{Store: r.db, Routes: map[string]outbox.Sender{benchRoute: g}, Now: r.now})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = box.Run(ctx) }()
	defer func() { cancel(); <-done }()
	for n, err := r.db.Waiting(ctx); n > 0 && err == nil; n, err = r.db.Waiting(ctx) {
		time.Sleep(10 * time.Millisecond) // what newRoad left behind
	}
	n := max(b.N, 200)
	b.ResetTimer()
	took, err := steady(n, 200, func(i int) error {
		seq := r.n.Add(1)
		in := msg.Inbound{Gateway: benchRoute, From: msg.Address(fmt.Sprintf("sms:+8490%07d", seq%benchContacts)), Ref: fmt.Sprint(seq), Kind: msg.Text, Text: mixed(i)}
		c := make(chan struct{})
		g.mu.Lock()
		g.came[bot.ReplyKey(in.Gateway, in.Ref)] = c
		g.mu.Unlock()
		if err := r.bot.Receive(ctx, in); err != nil {
			return err
		}
		box.Wake()
		<-c
		return nil
	})
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[n*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkBackup is what accepting messages, 200 a second, costs while a copy
// of a store of 50,000 messages is made again and again, and while none is.
func BenchmarkBackup(b *testing.B) {
	r := newRoad(b)
	r.write(b, 64, 50_000, digit)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		b.Fatal(err)
	}
	accept := func(i int) error {
		seq := r.n.Add(1)
		return r.bot.Receive(b.Context(), msg.Inbound{Gateway: benchRoute, From: msg.Address(fmt.Sprintf("sms:+8490%07d", seq%benchContacts)), Ref: fmt.Sprint(seq), Kind: msg.Text, Text: mixed(i)})
	}
	for _, copying := range []bool{false, true} {
		b.Run(map[bool]string{false: "without", true: "while"}[copying], func(b *testing.B) {
			ctx, cancel := context.WithCancel(b.Context())
			copies, done := 0, make(chan struct{})
			go func() {
				defer close(done)
				for copying && ctx.Err() == nil {
					if _, err := backup.Make(ctx, r.db, filepath.Join(b.TempDir(), "copies"), []age.Recipient{id.Recipient()}, time.Now()); err == nil {
						copies++
					}
				}
			}()
			n := max(b.N, 1000)
			took, err := steady(n, 200, accept)
			cancel()
			<-done
			if err != nil {
				b.Fatal(err)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[n*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(copies), "copies")
		})
	}
}

var _ backup.Copier = (*bolt.Store)(nil)
