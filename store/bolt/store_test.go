package bolt

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
	"tinban/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Open: func(t *testing.T, dir string, now func() time.Time) store.Store {
			t.Helper()
			s, err := Open(filepath.Join(dir, "tinban.db"), Clock(now))
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		Records: func(t *testing.T, s store.Store) (records, contactIndex [][]byte) {
			t.Helper()
			return dump(t, s.(*Store))
		},
		Outcome: func(t *testing.T, s store.Store, id store.ContactID, key string) msg.Status {
			t.Helper()
			status, _, _, err := s.(*Store).Outcome(t.Context(), id, key)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
			return status
		},
	})
}

// dump returns every key joined with its value, bucket by bucket.
func dump(t *testing.T, s *Store) (records, contactIndex [][]byte) {
	t.Helper()
	err := s.db().View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				r := slices.Concat(k, []byte{0}, v)
				index := bytes.Equal(name, bucketNames[inAddresses]) ||
					bytes.Equal(name, bucketNames[inContacts]) && k[idLen] == kindAddress
				if index {
					contactIndex = append(contactIndex, r)
				} else {
					records = append(records, r)
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return records, contactIndex
}
