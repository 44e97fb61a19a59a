package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/store/bolt"
)

// The road benchmarks take one inbound message through reading, deciding,
// shaping and the commit. "bare" beside them writes the very keys and values
// the road wrote, grouped the same way, without any of it.

const (
	benchRoute    = "sim-sms"
	benchContacts = 2000
)

// road is a bot on a store of its own, with contacts that are in a check.
type road struct {
	bot  *bot.Bot
	path string
	db   *bolt.Store
	n    atomic.Int64
	now  func() time.Time // a second passes between two messages, so that nobody meets the limit
}

func newRoad(b *testing.B) *road {
	b.Helper()
	spareCollector(os.Getenv)
	know, err := loadKnowledge("")
	if err != nil {
		b.Fatal(err)
	}
	say, err := locales.Load()
	if err != nil {
		b.Fatal(err)
	}
	r := &road{path: filepath.Join(b.TempDir(), "tinban.db")}
	begin := time.Now()
	r.now = func() time.Time { return begin.Add(time.Duration(r.n.Load()) * time.Second) }
	if r.db, err = bolt.Open(r.path, bolt.Clock(r.now)); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = r.db.Close() })
	day, err := eligibility.ParseDate("2024-05-15")
	if err != nil {
		b.Fatal(err)
	}
	caps := msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true}
	r.bot = bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: r.db, Say: say, AsOf: day, Now: r.now,
		Caps: func(string) (msg.Caps, bool) { return caps, true },
	})
	r.write(b, 64, benchContacts, func(int) string { return "NHA" })
	return r
}

// write sends n messages from so many writers and returns how long each took.
func (r *road) write(b *testing.B, writers, n int, text func(i int) string) []time.Duration {
	return inParallel(b, writers, n, func(i int) error {
		seq := r.n.Add(1)
		return r.bot.Receive(b.Context(), msg.Inbound{
			Gateway: benchRoute, From: msg.Address(fmt.Sprintf("sms:+8490%07d", seq%benchContacts)),
			Ref: fmt.Sprint(seq), Kind: msg.Text, Text: text(i), At: time.Now(),
		})
	})
}

func inParallel(b *testing.B, writers, n int, call func(i int) error) []time.Duration {
	b.Helper()
	took := make([]time.Duration, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				start := time.Now()
				if err := call(i); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(start)
			}
		})
	}
	wg.Wait()
	return took
}

func rates(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msgs/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func digit(i int) string { return fmt.Sprint(1 + i%3) }

var benchQuestions = []string{
	"ho ngheo vay dc bao nhieu tien", "răng mới được hỗ trợ làm nhà rứa", "đi xuất khẩu lao động tốn bao nhiêu",
	"hoc nghe co mat tien ko", "mức phạt nồng độ cồn", "lai vay ho can ngheo may phan tram",
}

func mixed(i int) string {
	if i%2 == 0 {
		return digit(i)
	}
	return benchQuestions[i/2%len(benchQuestions)]
}

func BenchmarkRoad(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		for _, kind := range []struct {
			name string
			text func(int) string
		}{{"digits", digit}, {"mixed", mixed}} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, writers), func(b *testing.B) {
				r := newRoad(b)
				b.ResetTimer()
				took := r.write(b, writers, b.N, kind.text)
				b.StopTimer()
				rates(b, took)
			})
		}
		b.Run(fmt.Sprintf("bare/%d", writers), func(b *testing.B) { benchBare(b, writers) })
	}
	b.Run("update/1", benchUpdate)
}

// pair is one key and value with the bucket it lies in.
type pair struct {
	bucket     string
	key, value []byte
}

// written runs digits through a road and reads back every key and value it
// left, shared out over the messages as they were written: what is ordered by
// time in that order, the rest, whose keys are drawn at random, in any.
func written(b *testing.B, n int) [][]pair {
	b.Helper()
	r := newRoad(b)
	r.write(b, 64, n, digit)
	if err := r.db.Close(); err != nil {
		b.Fatal(err)
	}
	db, err := bbolt.Open(r.path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	out := make([][]pair, n)
	random := rand.New(rand.NewPCG(1, 2))
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error {
			rows := rowsOf(string(name), bucket)
			if s := string(name); s != "due" && s != "events" {
				random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			}
			for i, row := range rows {
				at := i * n / len(rows)
				out[at] = append(out[at], row)
			}
			return nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func rowsOf(name string, bucket *bbolt.Bucket) (rows []pair) {
	_ = bucket.ForEach(func(k, v []byte) error {
		rows = append(rows, pair{name, slices.Clone(k), slices.Clone(v)})
		return nil
	})
	return rows
}

func putAll(tx *bbolt.Tx, pairs []pair) error {
	for _, p := range pairs {
		bucket, err := tx.CreateBucketIfNotExists([]byte(p.bucket))
		if err != nil {
			return err
		}
		if err := bucket.Put(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}

func openBare(b *testing.B) *bbolt.DB {
	b.Helper()
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, NoFreelistSync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// grouped is one writer that takes all that waits and commits it at once.
func grouped(db *bbolt.DB) (put func([]pair) error, stop func()) {
	type job struct {
		rows []pair
		done chan error
	}
	jobs := make(chan job, 256)
	go func() {
		for first := range jobs {
			group := []job{first}
			for len(jobs) > 0 && len(group) < 256 {
				group = append(group, <-jobs)
			}
			err := db.Update(func(tx *bbolt.Tx) error {
				for _, j := range group {
					if err := putAll(tx, j.rows); err != nil {
						return err
					}
				}
				return nil
			})
			for _, j := range group {
				j.done <- err
			}
		}
	}()
	put = func(rows []pair) error {
		done := make(chan error, 1)
		jobs <- job{rows, done}
		return <-done
	}
	return put, func() { close(jobs) }
}

// benchBare commits the rows of the road in the same groups.
func benchBare(b *testing.B, writers int) {
	rows := written(b, b.N)
	put, stop := grouped(openBare(b))
	b.ResetTimer()
	took := inParallel(b, writers, b.N, func(i int) error { return put(rows[i]) })
	b.StopTimer()
	stop()
	rates(b, took)
}

// benchUpdate is one bare Update after the other.
func benchUpdate(b *testing.B) {
	rows := written(b, b.N)
	db := openBare(b)
	b.ResetTimer()
	took := inParallel(b, 1, b.N, func(i int) error {
		return db.Update(func(tx *bbolt.Tx) error { return putAll(tx, rows[i]) })
	})
	b.StopTimer()
	rates(b, took)
}

// BenchmarkColdStart is from nothing to a service that takes messages.
func BenchmarkColdStart(b *testing.B) {
	for range b.N {
		cfg := defaults()
		cfg.Data = b.TempDir()
		s, err := newService(cfg, eligibility.Date{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.store.Ready(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := s.store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
