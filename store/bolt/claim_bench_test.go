package bolt

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"tinban/msg"
	"tinban/store"
)

// BenchmarkClaimWithoutRoom: a claim passes over a hundred thousand messages
// for which there is no room as it passes over none.
func BenchmarkClaimWithoutRoom(b *testing.B) {
	for _, waiting := range []int{0, 1000, 100_000} {
		b.Run(fmt.Sprint(waiting), func(b *testing.B) {
			s, err := Open(filepath.Join(b.TempDir(), "tinban.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = s.Close() })
			for from := 0; from < waiting; from += 1000 {
				if err := s.Update(b.Context(), func(store.Reader) (store.Changes, error) { return newsTo(from, 1000), nil }); err != nil {
					b.Fatal(err)
				}
			}
			none := func(store.Queue) (string, int) { return "", 0 }
			b.ResetTimer()
			for range b.N {
				if got, err := s.Claim(b.Context(), time.Now(), time.Minute, 64, none); err != nil || len(got) > 0 {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}

// newsTo is a page of a notice to n people nobody knew before.
func newsTo(from, n int) (c store.Changes) {
	for i := from; i < from+n; i++ {
		out := msg.Outbound{Key: fmt.Sprint("news-", i), Route: "slow", Lane: msg.Broadcast, Group: "news", Text: benchReply, Parts: 2}
		c.Contacts = append(c.Contacts, store.ForContact{
			ID: store.NewContactID(), Address: msg.Address(fmt.Sprintf("sms:+8493%07d", i)), Set: store.WriteSet{Out: []msg.Outbound{out}},
		})
	}
	return c
}
