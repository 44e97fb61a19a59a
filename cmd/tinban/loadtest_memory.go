package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"tinban/outbox"
)

// memory sends a notice to a hundredth of the people and then to all, and
// compares what lives on the heap meanwhile.
func (l *load) memory(ctx context.Context) ([]figure, error) {
	few, err := l.heapDuring(ctx, l.recipients/100)
	if err != nil {
		return nil, err
	}
	all, err := l.heapDuring(ctx, l.recipients)
	if err != nil {
		return nil, err
	}
	return []figure{
		{Name: fmt.Sprintf("live heap, %d recipients", few.n), Value: few.mib(), Unit: "MiB", Shown: true, Note: few.how()},
		{Name: fmt.Sprintf("live heap, %d recipients", all.n), Value: all.mib(), Unit: "MiB", Bound: tenth(few.mib() + heapSlack + all.table()), AtMost: true, Note: all.how()},
	}, nil
}

// What the larger one may take more: heapSlack MiB by chance, and what bbolt
// itself keeps in memory for each page that was written since the file was
// opened, and for each that is free. A record of ours for each of a million
// people would not fit in.
const (
	heapSlack = 8
	pageSize  = 4096
	pageEntry = 48 // bytes
)

// heap is the most that was alive when it was looked at.
type heap struct {
	n, looks int
	most     uint64
	file     int64 // bytes of the store in the end
	took     time.Duration
}

func (h heap) mib() float64 { return tenth(float64(h.most) / (1 << 20)) }

func tenth(x float64) float64 { return math.Round(10*x) / 10 }

// table is what bbolt may keep for the pages of the file, in MiB.
func (h heap) table() float64 { return float64(h.file/pageSize*pageEntry) / (1 << 20) }

func (h heap) how() string {
	return fmt.Sprintf("the most of %d looks after a collection, in %v", h.looks, h.took.Round(100*time.Millisecond))
}

func (l *load) heapDuring(ctx context.Context, n int) (h heap, err error) {
	l.say("what is in memory during a notice to %d people", n)
	path := filepath.Join(l.dir, "memory.db")
	defer os.Remove(path)
	g, routes := taking()
	v, err := openVillage(path, workday(time.Now()), routes)
	if err != nil {
		return h, err
	}
	if err = v.settle(ctx, n); err == nil {
		err = v.reopen(path)
	}
	if err == nil {
		err = v.agree(ctx)
	}
	if err == nil {
		watch := watchHeap(200*time.Millisecond + time.Duration(n)*time.Microsecond)
		h.took, err = v.broadcast(ctx, outbox.Config{Routes: routes}, 2*time.Millisecond)
		h.n = n
		h.looks, h.most = watch()
	}
	if info, gone := os.Stat(path); gone == nil {
		h.file = info.Size()
	}
	if got := int(g.n.Load()); err == nil && got != n {
		err = fmt.Errorf("%d of %d were sent", got, n)
	}
	return h, errors.Join(err, v.db.Close())
}

// watchHeap looks again and again until it is told to end. It reads what the
// collector found alive, not what was allocated by the time of the reading:
// on a busy machine that is a good deal more.
func watchHeap(every time.Duration) (end func() (looks int, most uint64)) {
	var done sync.WaitGroup
	stop := make(chan struct{})
	looks, most := 0, uint64(0)
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	done.Go(func() {
		for {
			runtime.GC()
			metrics.Read(alive)
			looks, most = looks+1, max(most, alive[0].Value.Uint64())
			select {
			case <-stop:
				return
			case <-time.After(every):
			}
		}
	})
	return func() (int, uint64) {
		close(stop)
		done.Wait()
		return looks, most
	}
}
