package bolt

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// migrations[i] brings a file from version i to i+1. They are never changed
// once released; testdata keeps a file of each version.
var migrations = []func(*bbolt.Tx) error{
	firstBuckets,
	samplesAndSpent,
	shelves,
	questionsToTickets,
}

// firstBuckets makes the tree of the package comment.
func firstBuckets(tx *bbolt.Tx) error {
	for _, name := range []string{"meta", "refs", "addresses", "contacts", "due", "claimed", "sent", "questions", "open", "events"} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the process instead
	return tx.Bucket([]byte("meta")).Put(keySecret, secret)
}

// samplesAndSpent makes room for the questions people give us to learn from,
// and for what each month cost.
func samplesAndSpent(tx *bbolt.Tx) error {
	for _, name := range []string{"samples", "spent"} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return nil
}

// shelves makes room for what the rooms keep, and for counting messages that
// belong together; what waits is sorted by where it goes.
func shelves(tx *bbolt.Tx) error {
	for _, name := range []string{"records", "found", "expiring", "groups", "tallies"} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return sortByQueue(tx)
}

// sortByQueue moves what waits from lane ⋅ time ⋅ seq to where it waits now.
func sortByQueue(tx *bbolt.Tx) error {
	const was = 1 + 8 + 8
	moved, contacts, due := map[string][]byte{}, tx.Bucket([]byte("contacts")), tx.Bucket([]byte("due"))
	puts := map[string][]byte{}
	err := contacts.ForEach(func(k, v []byte) error {
		if len(k) <= idLen || k[idLen] != kindOut {
			return nil
		}
		if len(v) < was {
			return errDamaged
		}
		o, err := readOutbound(string(k[idLen+1:]), v[was:])
		now := dueKey(nil, o, timeOfKey(v[1:]), binary.BigEndian.Uint64(v[9:]))
		moved[string(v[:was])] = now
		puts[string(k)] = append(bytes.Clone(now), v[was:]...)
		return err
	})
	if err != nil {
		return err
	}
	for k, v := range puts {
		if err := contacts.Put([]byte(k), v); err != nil {
			return err
		}
	}
	for before, now := range moved {
		v := bytes.Clone(due.Get([]byte(before)))
		if v == nil {
			continue // somebody has it in hand
		}
		if err := errors.Join(due.Delete([]byte(before)), due.Put(now, v)); err != nil {
			return err
		}
	}
	return nil
}

// migrate brings the file to the version this program writes.
func migrate(tx *bbolt.Tx) error {
	var version uint64
	if meta := tx.Bucket(bucketNames[inMeta]); meta != nil {
		version, _ = binary.Uvarint(meta.Get(keyVersion))
	}
	if version > uint64(len(migrations)) {
		return fmt.Errorf("its format is %d and this tinban knows formats up to %d: start the newer tinban that wrote it",
			version, len(migrations))
	}
	for ; version < uint64(len(migrations)); version++ {
		if err := migrations[version](tx); err != nil {
			return fmt.Errorf("bringing it to format %d: %w", version+1, err)
		}
	}
	meta := tx.Bucket(bucketNames[inMeta])
	if now, _ := binary.Uvarint(meta.Get(keyVersion)); now == version {
		return nil
	}
	return meta.Put(keyVersion, binary.AppendUvarint(nil, version))
}
