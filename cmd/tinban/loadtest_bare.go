package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// rows are all keys and values of a store, by bucket.
type rows map[string]map[string]string

// rowsIn reads them from a copy of the store as it is now.
func rowsIn(ctx context.Context, v *village) (rows, error) {
	f, err := os.CreateTemp("", "tinban-load-*.db")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(v.db.Copy(ctx, f), f.Close()); err != nil {
		return nil, err
	}
	db, err := bbolt.Open(f.Name(), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all := rows{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			in := map[string]string{}
			all[string(name)] = in
			return b.ForEach(func(k, v []byte) error { in[string(k)] = string(v); return nil })
		})
	})
	return all, err
}

// change is one row put, or deleted.
type rowChange struct {
	bucket, key, value string
	gone               bool
}

// changed is what happened between two looks.
func changed(before, after rows) (list []rowChange) {
	for _, bucket := range sortedKeys(after) {
		for k, v := range after[bucket] {
			if was, ok := before[bucket][k]; !ok || was != v {
				list = append(list, rowChange{bucket: bucket, key: k, value: v})
			}
		}
		for k := range before[bucket] {
			if _, ok := after[bucket][k]; !ok {
				list = append(list, rowChange{bucket: bucket, key: k, gone: true})
			}
		}
	}
	return list
}

// rowLife is what one recipient's message does to the store, in three steps.
type rowLife struct {
	id, key, due           string
	waits, claimed, settle []rowChange
}

const (
	idLetters = 16
	dueTail   = 16 // time and number, behind what tells the queue
)

// livesOf sorts the changes out by recipient. What names none of them, such as
// a tally, is written with each.
func livesOf(before, waits, settled rows) ([]rowLife, error) {
	var lives []rowLife
	for due, v := range waits["due"] {
		if len(v) < idLetters+2 {
			return nil, errors.New("a message that waits looks otherwise than it did")
		}
		lives = append(lives, rowLife{id: v[:idLetters], key: v[idLetters+2:], due: due})
	}
	if len(lives) == 0 {
		return nil, errors.New("nobody waits")
	}
	wait, settle := changed(before, waits), changed(waits, settled)
	for i := range lives {
		x := &lives[i]
		x.waits = x.own(wait)
		for _, c := range x.own(settle) {
			if c.bucket == "due" {
				x.claimed = append(x.claimed, c)
			} else {
				x.settle = append(x.settle, c)
			}
		}
		lease := x.due[len(x.due)-dueTail:][:8] + x.id + "\x01\x00"
		x.claimed = append(x.claimed, rowChange{bucket: "claimed", key: x.key, value: lease})
		x.settle = append(x.settle, rowChange{bucket: "claimed", key: x.key, gone: true})
		for _, c := range settle {
			if c.bucket == "tallies" || c.bucket == "spent" {
				x.settle = append(x.settle, c)
			}
		}
	}
	return lives, nil
}

func (x *rowLife) own(list []rowChange) (out []rowChange) {
	for _, c := range list {
		if strings.Contains(c.key, x.id) || strings.Contains(c.value, x.id) || c.bucket == "due" && c.key == x.due {
			out = append(out, c)
		}
	}
	return out
}

// of is the same life of somebody else.
func (x *rowLife) of(id string, n uint64) (waits, claimed, settle []rowChange) {
	var draw [32]byte
	_, _ = rand.Read(draw[:])
	due := binary.BigEndian.AppendUint64([]byte(x.due[:len(x.due)-8]), n)
	fill := strings.NewReplacer(x.id, id, x.key, hex.EncodeToString(draw[:])[:len(x.key)], x.due, string(due))
	turn := func(list []rowChange) []rowChange {
		out := make([]rowChange, len(list))
		for i, c := range list {
			out[i] = rowChange{c.bucket, fill.Replace(c.key), fill.Replace(c.value), c.gone}
			if c.bucket == "sent" {
				out[i].key = string(draw[16:])
			}
		}
		return out
	}
	return turn(x.waits), turn(x.claimed), turn(x.settle)
}

func applyRows(tx *bbolt.Tx, list []rowChange) error {
	for _, c := range list {
		b := tx.Bucket([]byte(c.bucket))
		var err error
		if c.gone {
			err = b.Delete([]byte(c.key))
		} else {
			err = b.Put([]byte(c.key), []byte(c.value))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bareJob is some rows on their way to the writer.
type bareJob struct {
	rows []rowChange
	done chan error
}

// bareWriter commits all jobs that wait together, as the store does.
func bareWriter(db *bbolt.DB, jobs <-chan bareJob) {
	for first := range jobs {
		runtime.Gosched() // those who were just answered come along, as in the store
		group := []bareJob{first}
		for len(jobs) > 0 && len(group) < 256 {
			group = append(group, <-jobs)
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			for _, j := range group {
				if err := applyRows(tx, j.rows); err != nil {
					return err
				}
			}
			return nil
		})
		for _, j := range group {
			j.done <- err
		}
	}
}

// bareBroadcast writes n lives to a copy of the base: pages of those who wait,
// and beside them as many who claim and settle as an outbox makes calls. Both
// in one commit would not survive a kill in between; atOnce writes it so all
// the same.
func bareBroadcast(ctx context.Context, base, path string, n int, lives []rowLife, atOnce bool) (took time.Duration, err error) {
	if atOnce {
		for i := range lives {
			lives[i].settle, lives[i].claimed = append(slices.Clone(lives[i].claimed), lives[i].settle...), nil
		}
	}
	if err := copyFile(base, path); err != nil {
		return 0, err
	}
	defer os.Remove(path)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, InitialMmapSize: 8 << 30, NoStatistics: true})
	if err != nil {
		return 0, err
	}
	defer db.Close()
	jobs := make(chan bareJob, 256)
	go bareWriter(db, jobs)
	put := func(list []rowChange) error {
		done := make(chan error, 1)
		jobs <- bareJob{list, done}
		return <-done
	}
	began := time.Now()
	err = bareLives(ctx, n, lives, put)
	took = time.Since(began)
	close(jobs)
	return took, err
}

func bareLives(ctx context.Context, n int, lives []rowLife, put func([]rowChange) error) error {
	type rest struct{ claimed, settle []rowChange }
	waiting := make(chan rest, 1000) // as many as a notice lets wait
	var failed atomic.Pointer[error]
	fail := func(err error) bool {
		if err != nil {
			failed.CompareAndSwap(nil, &err)
		}
		return failed.Load() != nil
	}
	var workers sync.WaitGroup
	for range bulkCalls {
		workers.Go(func() {
			for r := range waiting { // to the end, for whoever fills it
				if len(r.claimed) == 0 || !fail(put(r.claimed)) {
					fail(put(r.settle))
				}
			}
		})
	}
	for from := 0; from < n; from += 200 {
		var page []rowChange
		var then []rest
		for i := from; i < min(n, from+200); i++ {
			w, c, s := lives[i%len(lives)].of(string(residentID(i)), uint64(1<<40+i))
			page, then = append(page, w...), append(then, rest{c, s})
		}
		if fail(ctx.Err()) || fail(put(page)) {
			break
		}
		for _, r := range then {
			waiting <- r
		}
	}
	close(waiting)
	workers.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
