package bolt

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/store"
)

// BenchmarkCompact compacts a store of 200 MB, of which a third was deleted,
// while residents write, and says how long the longest of them waited, beside
// the longest wait in the same time without.
func BenchmarkCompact(b *testing.B) {
	s := benchStore(b)
	fillUp(b, s, 1200, 100)
	next := residents
	for b.Loop() {
		quiet := waits(b, s, &next, func(ctx context.Context) { rest(ctx, 3*time.Second) })
		var before, after int64
		start := time.Now()
		busy := waits(b, s, &next, func(ctx context.Context) {
			var err error
			if before, after, err = s.Compact(ctx); err != nil {
				b.Error(err)
			}
			s.retired.Wait() // the disk has work with the old one, too
		})
		b.ReportMetric(time.Since(start).Seconds(), "s")
		b.ReportMetric(float64(before)/1e6, "MB-before")
		b.ReportMetric(float64(after)/1e6, "MB-after")
		report(b, "quiet", quiet)
		report(b, "busy", busy)
	}
}

func report(b *testing.B, when string, took []time.Duration) {
	b.Helper()
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(float64(len(took)), when+"-msgs")
	b.ReportMetric(ms(took[len(took)/2]), when+"-p50-ms")
	b.ReportMetric(ms(took[len(took)*99/100]), when+"-p99-ms")
	b.ReportMetric(ms(took[len(took)-1]), when+"-max-ms")
}

// fillUp stores batches of a hundred records, and deletes every third.
func fillUp(b *testing.B, s *Store, batches, each int) {
	b.Helper()
	body := []byte(strings.Repeat("Nguyen Thi A, thon A Ka ", 65))
	for i := range batches {
		err := s.Update(b.Context(), func(store.Reader) (c store.Changes, err error) {
			for j := range each {
				id := fmt.Sprintf("%d/%d", j*7919%each, i*7919%batches)
				r := store.Record{Name: store.Name{Shelf: "person", ID: id}, Body: body, Keys: []string{"commune/a-luoi-3/", id}}
				c.Put = append(c.Put, r)
				if j%3 == 0 && i%3 == 2 {
					c.Drop = append(c.Drop, r.Name, store.Name{Shelf: "person", ID: fmt.Sprintf("%d/%d", j*7919%each, (i-1)*7919%batches)})
				}
			}
			return c, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// waits has eight residents write one message after the other while f runs,
// and returns how long each took, the quickest first.
func waits(b *testing.B, s *Store, next *int, f func(context.Context)) []time.Duration {
	b.Helper()
	stop := make(chan struct{})
	var mu sync.Mutex
	var took []time.Duration
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				mu.Lock()
				i := *next
				*next++
				mu.Unlock()
				start := time.Now()
				if _, err := s.Receive(b.Context(), benchInbound(i), benchDecide(i)); err != nil {
					b.Error(err)
				}
				d := time.Since(start)
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
			}
		})
	}
	f(b.Context())
	close(stop)
	writers.Wait()
	slices.Sort(took)
	return took
}
