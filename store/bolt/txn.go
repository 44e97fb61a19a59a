package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// txn is one transaction with its buckets opened as they are needed.
type txn struct {
	s       *Store
	tx      *bbolt.Tx
	buckets [buckets]*bbolt.Bucket
	cursors [buckets]*bbolt.Cursor
	wrote   bool         // anything, in this transaction
	key     []byte       // scratch: bbolt copies keys
	arena   []byte       // values: bbolt keeps them until the commit
	counted map[fate]sum // what the op at hand adds to tallies
}

func (t *txn) begin(s *Store, tx *bbolt.Tx) {
	clear(t.counted)
	*t = txn{s: s, tx: tx, key: t.key[:0], arena: t.arena[:0], counted: t.counted}
}

func (t *txn) in(b bucket) *bbolt.Bucket {
	if t.buckets[b] == nil {
		t.buckets[b] = t.tx.Bucket(bucketNames[b])
		if b == inEvents {
			t.buckets[b].FillPercent = 0.95 // only ever appended to
		}
	}
	return t.buckets[b]
}

// get seeks with a cursor it keeps: bbolt's own Get makes one each time.
func (t *txn) get(b bucket, key []byte) []byte {
	if t.cursors[b] == nil {
		t.cursors[b] = t.in(b).Cursor()
	}
	k, v := t.cursors[b].Seek(key)
	if !bytes.Equal(k, key) {
		return nil
	}
	return v
}

func (t *txn) put(b bucket, key, value []byte) error {
	t.touch(b, key)
	return t.in(b).Put(key, value)
}

func (t *txn) del(b bucket, key []byte) error {
	t.touch(b, key)
	return t.in(b).Delete(key)
}

// touch is passed by everything that changes the file, but for seq.
func (t *txn) touch(b bucket, key []byte) {
	t.wrote = true
	if t.s.touched != nil {
		t.s.touched = t.s.touched.with(b, key)
	}
}

// seq tells apart what happens at the same time. Contacts change with every
// message, so counting there costs no page of its own.
func (t *txn) seq() (uint64, error) {
	t.wrote = true
	return t.in(inContacts).NextSequence()
}

// fresh is where the next value is built; keep takes it into the arena.
func (t *txn) fresh() []byte { return t.arena[len(t.arena):] }

func (t *txn) keep(v []byte) []byte {
	if n := len(t.arena) + len(v); n <= cap(t.arena) {
		t.arena = t.arena[:n]
	} else {
		t.arena = make([]byte, 0, 2*cap(t.arena)+4096)
	}
	return v[:len(v):len(v)]
}

// scan calls f for each key with a prefix, in order, until f returns false.
// The bucket must not change meanwhile.
func (t *txn) scan(b bucket, prefix []byte, f func(k, v []byte) (bool, error)) error {
	c := t.in(b).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		more, err := f(k, v)
		if err != nil || !more {
			return err
		}
	}
	return nil
}
