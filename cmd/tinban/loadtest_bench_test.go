package main

import (
	"io"
	"path/filepath"
	"testing"
	"time"

	"tinban/outbox"
)

// BenchmarkBroadcast sends a notice without a limit: one message an operation,
// from the page in which it is queued to its settling. "bare" beside it writes
// the same rows.
func BenchmarkBroadcast(b *testing.B) {
	b.Run("notice", func(b *testing.B) {
		_, routes := taking()
		v, err := openVillage(filepath.Join(b.TempDir(), "x.db"), workday(time.Now()), routes)
		if err != nil {
			b.Fatal(err)
		}
		defer v.db.Close()
		if err := v.settle(b.Context(), b.N); err != nil {
			b.Fatal(err)
		}
		if err := v.agree(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		if _, err := v.broadcast(b.Context(), outbox.Config{Routes: routes}, 2*time.Millisecond); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msgs/s")
	})
	b.Run("bare", func(b *testing.B) {
		l := &load{dir: b.TempDir(), out: io.Discard, err: io.Discard}
		base := filepath.Join(l.dir, "base.db")
		lives, err := l.template(b.Context(), base, max(b.N, 300))
		if err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		took, err := bareBroadcast(b.Context(), base, filepath.Join(l.dir, "bare.db"), b.N, lives, false)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(b.N)/took.Seconds(), "msgs/s")
	})
}
