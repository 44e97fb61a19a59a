package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"tinban/msg"
	"tinban/outbox"
)

// bulkCalls is how many calls an outbox makes at a time for broadcasts: five
// eighths of 64.
const bulkCalls = 40

// atOnce is a gateway that takes everything at once.
type atOnce struct {
	caps msg.Caps
	n    atomic.Int64
}

func (g *atOnce) Caps() msg.Caps { return g.caps }

func (g *atOnce) Send(context.Context, msg.Outbound) (string, error) {
	return strconv.FormatInt(g.n.Add(1), 10), nil
}

func taking() (*atOnce, map[string]outbox.Sender) {
	g := &atOnce{caps: msg.Caps{Kind: msg.Chat, Limit: 4096, Class: msg.TwoWay}}
	return g, map[string]outbox.Sender{"chat": g}
}

// rate sends a notice without a limit, and beside it writes what that wrote,
// bare: the same keys and values in the same three steps a message (it waits,
// it is claimed, it is settled), each on disk before the next.
func (l *load) rate(ctx context.Context) ([]figure, error) {
	n := min(l.recipients, 100_000)
	if l.quick {
		n = min(n, 5000)
	}
	l.say("a notice to %d people without a limit, and the same rows bare", n)
	base := filepath.Join(l.dir, "base.db")
	lives, err := l.template(ctx, base, n)
	if err != nil {
		return nil, err
	}
	var ours, bare, strict []float64
	for round := range 3 { // one after the other, so that all meet the same weather
		path := filepath.Join(l.dir, fmt.Sprintf("rate-%d.db", round))
		a, err := l.unlimited(ctx, base, path, n)
		if err != nil {
			return nil, err
		}
		b, err := bareBroadcast(ctx, base, path, n, slices.Clone(lives), false)
		if err != nil {
			return nil, err
		}
		c, err := bareBroadcast(ctx, base, path, n, slices.Clone(lives), true)
		if err != nil {
			return nil, err
		}
		ours, bare, strict = append(ours, perSecond(n, a)), append(bare, perSecond(n, b)), append(strict, perSecond(n, c))
		l.say("round %d: %.0f a second, bare %.0f, bare and claimed and settled at once %.0f", round+1, ours[round], bare[round], strict[round])
	}
	a, b, c := median(ours), median(bare), median(strict)
	how := "%.0f of %.0f messages a second, %d people, middle of 3"
	return []figure{
		{Name: "unlimited: share of bare group-committed writes", Value: math.Round(1000*a/b) / 10, Unit: "%", Bound: 50, Note: fmt.Sprintf(how, a, b, n)},
		{Name: "… of those with a message's last two steps in one", Value: math.Round(1000*a/c) / 10, Unit: "%", Shown: true, Note: fmt.Sprintf(how, a, c, n)},
	}, nil
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

func median(all []float64) float64 {
	return percentile(all, 50)
}

// unlimited sends a notice on a copy of the base.
func (l *load) unlimited(ctx context.Context, base, path string, n int) (took time.Duration, err error) {
	if err := copyFile(base, path); err != nil {
		return 0, err
	}
	defer os.Remove(path)
	g, routes := taking()
	v, err := openVillage(path, workday(time.Now()), routes)
	if err != nil {
		return 0, err
	}
	if err = v.agree(ctx); err == nil {
		took, err = v.broadcast(ctx, outbox.Config{Routes: routes}, 2*time.Millisecond)
	}
	if got := int(g.n.Load()); err == nil && got != n {
		err = fmt.Errorf("%d of %d were sent", got, n)
	}
	return took, errors.Join(err, v.db.Close())
}

// template makes the base, and learns from the first few recipients what one
// of them writes.
func (l *load) template(ctx context.Context, base string, n int) (lives []rowLife, err error) {
	_, routes := taking()
	v, err := openVillage(base, workday(time.Now()), routes)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(v.settle(ctx, n), v.db.Close()); err != nil {
		return nil, err
	}
	path := filepath.Join(l.dir, "template.db")
	defer os.Remove(path)
	if err := copyFile(base, path); err != nil {
		return nil, err
	}
	if v, err = openVillage(path, workday(time.Now()), routes); err != nil {
		return nil, err
	}
	before, waits, settled, err := threeLooks(ctx, v, routes)
	if err := errors.Join(err, v.db.Close()); err != nil {
		return nil, err
	}
	return livesOf(before, waits, settled)
}

// threeLooks are the store's rows before anybody waits, while the first few
// do, and when they are settled.
func threeLooks(ctx context.Context, v *village, routes map[string]outbox.Sender) (before, waits, settled rows, err error) {
	v.board.Few = 200
	if err = v.agree(ctx); err != nil {
		return
	}
	if before, err = rowsIn(ctx, v); err != nil {
		return
	}
	some, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err = v.pump(some, time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		return nil, nil, nil, errors.Join(err, errors.New("nobody waits"))
	}
	if waits, err = rowsIn(ctx, v); err != nil {
		return
	}
	o, stop, err := v.sending(ctx, outbox.Config{Routes: routes})
	if err != nil {
		return
	}
	for n := 1; n > 0 && err == nil; n, err = v.db.Waiting(ctx) {
		o.Wake()
		time.Sleep(time.Millisecond)
	}
	if err = errors.Join(err, stop()); err != nil {
		return
	}
	settled, err = rowsIn(ctx, v)
	return
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
