package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tinban/msg"
	"tinban/outbox"
)

// pacedRate is a gateway's limit, in messages a second: Telegram's for all
// chats together.
const pacedRate = 30

// metered is a gateway that notes when it was called and by what key.
type metered struct {
	caps  msg.Caps
	takes time.Duration

	mu   sync.Mutex
	at   []time.Time
	keys map[string]int
}

func (m *metered) Caps() msg.Caps { return m.caps }

func (m *metered) Send(ctx context.Context, out msg.Outbound) (string, error) {
	m.mu.Lock()
	m.at = append(m.at, time.Now())
	m.keys[out.Key]++
	n := len(m.at)
	m.mu.Unlock()
	if !nap(ctx, m.takes) {
		return "", &msg.SendError{Kind: msg.Ambiguous}
	}
	return strconv.Itoa(n), nil
}

// nap says whether it was left to sleep to its end.
func nap(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// pacing is what came of sending at a limit.
type pacing struct {
	Sent, Twice int
	Peak        int     // the most in any second
	Share       float64 // of the limit, in percent
	Took        float64 // simulated seconds
}

// measured slides a second over every send. The share is of those after the
// first few, behind whom the notice itself waits.
func (m *metered) measured() (p pacing) {
	first := 0
	for i, t := range m.at {
		for t.Sub(m.at[first]) >= time.Second {
			first++
		}
		p.Peak = max(p.Peak, i-first+1)
	}
	for _, n := range m.keys {
		p.Twice += n - 1
	}
	p.Sent = len(m.keys)
	if rest := m.at[min(loadFew, len(m.at)):]; len(rest) > 1 {
		p.Took = rest[len(rest)-1].Sub(rest[0]).Seconds()
		p.Share = 100 * float64(len(rest)-1) / p.Took / pacedRate
	}
	return p
}

// paced sends a notice to so many people through a gateway with a limit, in
// simulated time over a real store: the outbox waits as it always does, and
// the clock jumps to where its next timer ends.
func paced(ctx context.Context, path string, recipients int) (p pacing, err error) {
	g := &metered{caps: msg.Caps{Kind: msg.Chat, Limit: 4096, Class: msg.TwoWay, Rate: pacedRate}, takes: 300 * time.Millisecond, keys: map[string]int{}}
	routes := map[string]outbox.Sender{"chat": g}
	v, err := openVillage(path, workday(time.Now()), routes)
	if err != nil {
		return p, err
	}
	if err = v.settle(ctx, recipients); err == nil {
		err = v.agree(ctx)
	}
	if err == nil {
		_, err = v.broadcast(ctx, outbox.Config{Routes: routes}, time.Second)
	}
	return g.measured(), errors.Join(err, v.db.Close())
}

// playPace is a process of its own, because simulated time is lent by package
// testing, which ends the process it ran in.
func playPace(dir string, recipients int) {
	test := func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p, err := paced(t.Context(), filepath.Join(dir, "pace.db"), recipients)
			if err != nil {
				t.Fatal(err)
			}
			line, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Printf("%s\n", line)
		})
	}
	os.Args = os.Args[:1] // testing reads flags of its own
	testing.Main(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "pace", F: test}}, nil, nil)
}

func (l *load) pace(ctx context.Context) ([]figure, error) {
	n := min(l.recipients, 100_000)
	if l.quick {
		n = min(n, 3000)
	}
	l.say("a notice to %d people at %d a second, in simulated time", n, pacedRate)
	var p pacing
	if err := l.child(ctx, &p, "pace", "--dir", l.dir, "--recipients", strconv.Itoa(n)); err != nil {
		return nil, err
	}
	of := fmt.Sprintf("%d people, %s simulated", p.Sent, time.Duration(p.Took*float64(time.Second)).Round(time.Second))
	return []figure{
		{Name: "paced: share of the gateway's limit", Value: math.Round(p.Share*100) / 100, Unit: "%", Bound: 99, Note: of},
		{Name: "paced: most in any second", Value: float64(p.Peak), Bound: pacedRate, AtMost: true, Note: fmt.Sprintf("limit %d a second", pacedRate)},
		{Name: "paced: missed or doubled", Value: float64(n - p.Sent + p.Twice), AtMost: true, Note: of},
	}, nil
}
