package bolt

import (
	"encoding/binary"
	"errors"
	"time"
)

// Records are fields in a fixed order: numbers as varints, texts with their
// length in front. A record only ever grows at its end: a reader takes what
// is missing for zero and leaves what it does not know, so that files written
// by yesterday's program stay readable without rewriting them.

// errDamaged says that a record is not what was written.
var errDamaged = errors.New("store: a record is damaged; restore the file from a backup")

func putUint(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

func putText[T ~string | ~[]byte](b []byte, v T) []byte {
	return append(putUint(b, uint64(len(v))), v...)
}

// putTime writes seconds and nanoseconds, so that no year is out of reach.
// The zero time is one byte.
func putTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return putUint(b, 0)
	}
	b = putUint(b, uint64(t.Nanosecond())+1)
	return binary.AppendVarint(b, t.Unix())
}

// putBits packs yes-or-no fields; new ones join at the end.
func putBits(b []byte, bits ...bool) []byte {
	var v uint64
	for i, on := range bits {
		if on {
			v |= 1 << i
		}
	}
	return putUint(b, v)
}

// reader takes fields back in the order they were put.
type reader struct {
	rest    []byte
	damaged bool
}

func (r *reader) uint() uint64 {
	if len(r.rest) == 0 {
		return 0
	}
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// bytes points into the record; who keeps it must copy it.
func (r *reader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	v := r.rest[:n:n]
	r.rest = r.rest[n:]
	return v
}

func (r *reader) text() string { return string(r.bytes()) }

func (r *reader) time() time.Time {
	nano := r.uint()
	if nano == 0 {
		return time.Time{}
	}
	sec, n := binary.Varint(r.rest)
	if n <= 0 || nano > uint64(time.Second) {
		r.fail()
		return time.Time{}
	}
	r.rest = r.rest[n:]
	return time.Unix(sec, int64(nano-1)).UTC()
}

// count reads how many follow, never more than there are bytes left.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) fail() { r.rest, r.damaged = nil, true }

func (r *reader) err() error {
	if r.damaged {
		return errDamaged
	}
	return nil
}
