package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"tinban/msg"
	"tinban/outbox"
)

// The kill table: a notice is sent by a process that is killed with -9 over and
// over, at random points, while this one is the far side of its gateway. A
// gateway that knows keys delivers each once, however often it is asked; one
// that does not shows how often it was asked twice.

const killRoute = "far"

// killedCaps are of a gateway without a limit: what is in flight when the
// process dies is then as much as it can be.
func killedCaps(keys bool) msg.Caps {
	return msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, Idempotent: keys}
}

// farGateway is the process' way to the far side.
type farGateway struct {
	caps   msg.Caps
	url    string
	client *http.Client
}

type farMessage struct{ Key, To, Text string }

func newFarGateway(url string, keys bool) *farGateway {
	return &farGateway{caps: killedCaps(keys), url: url, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
}

func (g *farGateway) Caps() msg.Caps { return g.caps }

func (g *farGateway) Send(ctx context.Context, out msg.Outbound) (string, error) {
	body, err := json.Marshal(farMessage{out.Key, string(out.To), out.Text})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	res, err := g.client.Do(req)
	if err != nil {
		return "", &msg.SendError{Kind: msg.Ambiguous, Code: "no_answer"}
	}
	defer res.Body.Close()
	ref, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		return "", &msg.SendError{Kind: msg.Ambiguous, Code: "cut_off"}
	}
	return string(ref), nil
}

// playSend is the process that is killed: it goes on with the notice it finds,
// and ends when everybody has it.
func playSend(ctx context.Context, w world, dir, far string, began time.Time, keys bool) error {
	routes := map[string]outbox.Sender{killRoute: newFarGateway(far, keys)}
	v, err := openVillage(filepath.Join(dir, "kill.db"), workday(began), routes)
	if err != nil {
		return err
	}
	if v.id, err = v.running(ctx); err != nil {
		return err
	}
	fmt.Fprintln(w.out, "open")
	_, err = v.broadcast(ctx, outbox.Config{Routes: routes}, time.Millisecond)
	return errors.Join(err, v.db.Close())
}

// farSide counts what it is asked to deliver.
type farSide struct {
	mu    sync.Mutex
	asked map[string][]int // by key: in which life of the process
	who   map[string]string
	text  map[string]string
	wrong int // the same key with another text or for another
	life  int
	calls int
	heard chan struct{} // a call came
}

func (f *farSide) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m farMessage
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		http.Error(w, "cut off", http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	if _, known := f.asked[m.Key]; known && (f.who[m.Key] != m.To || f.text[m.Key] != m.Text) {
		f.wrong++
	}
	f.asked[m.Key] = append(f.asked[m.Key], f.life)
	f.who[m.Key], f.text[m.Key] = m.To, m.Text
	f.calls++
	n := f.calls
	f.mu.Unlock()
	select {
	case f.heard <- struct{}{}:
	default:
	}
	time.Sleep(time.Duration(5+rand.IntN(35)) * time.Millisecond) //nolint:gosec // how long a gateway takes
	_, _ = io.WriteString(w, strconv.Itoa(n))
}

func (f *farSide) reached() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.who)
}

// next begins another life of the process.
func (f *farSide) next() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.life++
}

// toll is what the kills cost.
type toll struct {
	people, reached int
	doubled         int // people with two keys
	twice, most     int // keys asked for again, in all and after one kill
	wrong           int // another text or person under an old key
	kills           int
}

func (f *farSide) toll() (t toll) {
	f.mu.Lock()
	defer f.mu.Unlock()
	people := map[string]bool{}
	in := map[int]int{}
	for key, lives := range f.asked {
		people[f.who[key]] = true
		for _, life := range lives[:len(lives)-1] {
			t.twice++
			in[life]++
			t.most = max(t.most, in[life])
		}
	}
	t.reached, t.doubled, t.wrong = len(people), len(f.asked)-len(people), f.wrong
	return t
}

func (l *load) killed(ctx context.Context) (all []figure, err error) {
	people := 10_000
	if l.quick {
		people = 1000
	}
	for _, keys := range []bool{true, false} {
		t, err := l.killNotice(ctx, people, keys)
		if err != nil {
			return nil, err
		}
		all = append(all, t.figures(keys)...)
	}
	return all, nil
}

func (t toll) figures(keys bool) []figure {
	name, how := "killed, gateway with keys: ", fmt.Sprintf("%d kills, %d people", t.kills, t.people)
	if !keys {
		name = "killed, gateway without: "
	}
	all := []figure{
		{Name: name + "missed", Value: float64(t.people - t.reached), AtMost: true, Note: how},
		{Name: name + "wrong text or person", Value: float64(t.wrong), AtMost: true, Note: how},
	}
	if keys {
		return append(all, figure{Name: name + "doubled", Value: float64(t.doubled), AtMost: true,
			Note: fmt.Sprintf("%d asked for again, each under its key", t.twice)})
	}
	return append(all,
		figure{Name: name + "most doubled by a kill", Value: float64(t.most), Bound: bulkCalls, AtMost: true, Note: fmt.Sprintf("%d calls at a time", bulkCalls)},
		figure{Name: name + "doubled in all", Value: float64(t.twice + t.doubled), Bound: float64(bulkCalls * t.kills), AtMost: true, Note: how},
	)
}

// killNotice sends one notice through a process that is killed l.kills times.
func (l *load) killNotice(ctx context.Context, people int, keys bool) (t toll, err error) {
	l.say("a notice to %d people, killed %d times, keys known: %v", people, l.kills, keys)
	path := filepath.Join(l.dir, "kill.db")
	defer os.Remove(path)
	routes := map[string]outbox.Sender{killRoute: newFarGateway("", keys)}
	began := time.Now()
	v, err := openVillage(path, workday(began), routes)
	if err != nil {
		return t, err
	}
	if err = v.settle(ctx, people); err == nil {
		err = v.agree(ctx)
	}
	if err := errors.Join(err, v.db.Close()); err != nil {
		return t, err
	}
	far := &farSide{asked: map[string][]int{}, who: map[string]string{}, text: map[string]string{}, heard: make(chan struct{}, 1)}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return t, err
	}
	srv := &http.Server{Handler: far, ReadHeaderTimeout: time.Minute}
	go func() { _ = srv.Serve(ln) }()
	defer srv.Close()
	args := []string{"loadtest", "part", "send", "--dir", l.dir, "--far", "http://" + ln.Addr().String(), "--began", strconv.FormatInt(began.UnixNano(), 10), "--keys=" + strconv.FormatBool(keys)}
	kills := 0
	for ended := false; !ended; far.next() {
		if ended, err = l.oneLife(ctx, args, far, people, l.kills-kills); err != nil {
			return t, err
		}
		if !ended {
			kills++
		}
	}
	t = far.toll()
	t.people, t.kills = people, kills
	return t, nil
}

// oneLife starts the process and kills it: now and then before it has sent
// anything, else after so many calls that the kills last as long as the
// notice. With no kill left it is let live, and ends by itself.
func (l *load) oneLife(ctx context.Context, args []string, far *farSide, people, kills int) (ended bool, err error) {
	cmd := l.self(ctx, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	if kills > 0 {
		go func() {
			far.await(ctx, people, kills)
			_ = cmd.Process.Kill()
		}()
	}
	_, _ = io.Copy(io.Discard, bufio.NewReader(out))
	err = cmd.Wait()
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err()
	case cmd.ProcessState.Exited(): // by itself, with an error
		return false, fmt.Errorf("%w: %s", err, errs.Bytes())
	}
	return false, nil
}

// await waits for the moment to kill.
func (f *farSide) await(ctx context.Context, people, kills int) {
	//nolint:gosec // a random point, and no secret
	if rand.IntN(5) == 0 {
		nap(ctx, rand.N(60*time.Millisecond))
		return
	}
	had := f.reached()
	at := had + min(rand.IntN(2*(people-had)/kills+1), (people-had)/2) //nolint:gosec // as above; it must not end before
	for f.reached() < at && ctx.Err() == nil {
		select {
		case <-f.heard:
		case <-ctx.Done():
		}
	}
	nap(ctx, rand.N(4*time.Millisecond)) //nolint:gosec // as above
}
