package bolt

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
)

// The benchmarks store one realistic message from one of residents known
// contacts: a session, one reply, two transcript lines, one event. The bare
// ones put the same keys and values without reading or deciding anything.
const residents = 2000

var benchWriters = []int{1, 16, 64}

func benchInbound(i int) msg.Inbound {
	return msg.Inbound{Gateway: "simulator-sms", From: benchAddress(i), Ref: fmt.Sprintf("in-%d", i),
		Kind: msg.Text, Text: "1", At: time.Now()}
}

func benchAddress(i int) msg.Address {
	return msg.Address(fmt.Sprintf("sms:+8491%07d", i*7919%residents))
}

var (
	benchState = []byte(strings.Repeat("s", 150))
	benchReply = strings.Repeat("Tra loi. ", 24)
)

func benchDecide(i int) store.Decide {
	return func(snap store.Snapshot) (store.WriteSet, error) {
		c := snap.Contact
		c.Commune, c.HourCount = "a-luoi-3", c.HourCount+1
		return store.WriteSet{
			Contact: &c,
			Session: &store.Session{State: benchState, Updated: snap.Now, Expires: snap.Now.Add(48 * time.Hour)},
			Out:     []msg.Outbound{benchOut(i, snap.Now)},
			Lines:   benchLines(snap.Now),
			Events:  []store.Event{benchEvent(snap.Now)},
		}, nil
	}
}

func benchOut(i int, now time.Time) msg.Outbound {
	return msg.Outbound{Key: fmt.Sprintf("simulator-sms/in-%d/0", i), Route: "simulator-sms", Lane: msg.Reply,
		Text: benchReply, Expires: now.Add(24 * time.Hour)}
}

func benchLines(now time.Time) []store.Line {
	return []store.Line{{At: now, Dir: store.In, Text: "1"}, {At: now, Dir: store.Out, Text: benchReply}}
}

func benchEvent(now time.Time) store.Event {
	return store.Event{At: now, Channel: msg.SMS, Commune: "a-luoi-3", Label: "housing.support_level", Outcome: "check"}
}

// benchStore opens a store in which every resident has written once.
func benchStore(b *testing.B) *Store {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "tinban.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	parallel(b, 64, residents, func(i int) error {
		_, err := s.Receive(b.Context(), benchInbound(i), benchDecide(i))
		return err
	})
	return s
}

// parallel runs n calls from so many writers and returns how long each took.
func parallel(b *testing.B, writers, n int, call func(i int) error) []time.Duration {
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

func measure(b *testing.B, writers int, call func(i int) error) {
	b.ReportAllocs()
	b.ResetTimer()
	took := parallel(b, writers, b.N, call)
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msgs/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
}

func BenchmarkReceive(b *testing.B) {
	for _, w := range benchWriters {
		b.Run(fmt.Sprint(w), func(b *testing.B) {
			s := benchStore(b)
			measure(b, w, func(i int) error {
				_, err := s.Receive(b.Context(), benchInbound(residents+i), benchDecide(residents+i))
				return err
			})
		})
	}
}

// row is one key and value.
type row struct {
	in         bucket
	key, value []byte
}

// bare is what a message writes, ready to be put.
type bare []row

func (rows bare) apply(t *txn) error {
	for _, r := range rows {
		if err := t.put(r.in, r.key, r.value); err != nil {
			return err
		}
	}
	return nil
}

// bareRows builds what Receive writes for message i.
func bareRows(s *Store, ids map[msg.Address]store.ContactID, i int) bare {
	in, now := benchInbound(i), time.Now()
	id, seq := ids[in.From], uint64(1e9+3*i)
	ref, out := s.hash(in.Gateway, in.Ref), benchOut(i, now)
	c := store.Contact{Route: in.Gateway, Commune: "a-luoi-3", HourCount: 2, Created: now, Seen: now}
	sess := store.Session{State: benchState, Updated: now, Expires: now.Add(48 * time.Hour)}
	waits := putOutbound(dueKey(nil, out, now, seq), out)
	return bare{
		{inContacts, own(nil, id, kindContact), putContact(nil, c, sess)},
		{inContacts, ownTimed(nil, id, kindLines, now, seq+1), putLines(nil, benchLines(now))},
		{inContacts, ownNamed(nil, id, kindOut, out.Key), waits},
		{inDue, waits[:dueLen], append(putState([]byte(id), state{}), out.Key...)},
		{inEvents, timed(nil, now, seq+2), putEvent(nil, benchEvent(now))},
		{inRefs, ref[:], binary.BigEndian.AppendUint64(nil, keyTime(now))},
	}
}

func benchIDs(b *testing.B, s *Store) map[msg.Address]store.ContactID {
	b.Helper()
	ids := map[msg.Address]store.ContactID{}
	err := s.view(b.Context(), func(t *txn) error {
		return t.scan(inAddresses, nil, func(k, v []byte) (bool, error) {
			ids[msg.Address(k)] = store.ContactID(v)
			return true, nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	return ids
}

// BenchmarkBareGroupCommit goes through the same queue.
func BenchmarkBareGroupCommit(b *testing.B) {
	for _, w := range benchWriters {
		b.Run(fmt.Sprint(w), func(b *testing.B) {
			s := benchStore(b)
			ids := benchIDs(b, s)
			rows := make([]bare, b.N)
			for i := range rows {
				rows[i] = bareRows(s, ids, residents+i)
			}
			measure(b, w, func(i int) error { return s.do(b.Context(), rows[i]) })
		})
	}
}

// BenchmarkBareUpdate is one bbolt Update after the other.
func BenchmarkBareUpdate(b *testing.B) {
	s := benchStore(b)
	ids := benchIDs(b, s)
	rows := make([]bare, b.N)
	for i := range rows {
		rows[i] = bareRows(s, ids, residents+i)
	}
	measure(b, 1, func(i int) error {
		return s.db().Update(func(tx *bbolt.Tx) error {
			var t txn
			t.begin(s, tx)
			return rows[i].apply(&t)
		})
	})
}
