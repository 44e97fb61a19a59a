package bolt

import (
	"bytes"
	"hash/maphash"
)

// seen is what a decision made beside has read. The writer asks it whether the
// same would be read now: that costs a few looks where to decide again costs
// all of the thinking, and holds up everybody.
type seen struct {
	shelved uint64 // how often records had changed when it began to read
	ranges  []seenRange
}

// seenRange is what was read of a bucket from a key on, as a sum.
type seenRange struct {
	in           bucket
	from, prefix []byte // prefix is nil where one key was asked for
	n            int
	ended        bool // there was no more
	sum          uint64
}

var sumSeed = maphash.MakeSeed()

// got notes one key that was asked for.
func (s *seen) got(b bucket, key, v []byte) {
	if s == nil {
		return
	}
	s.ranges = append(s.ranges, seenRange{in: b, from: bytes.Clone(key), sum: sumOf(v)})
}

// sumOf tells a key without a value from one that is not there.
func sumOf(v []byte) uint64 {
	if v == nil {
		return 0
	}
	return maphash.Bytes(sumSeed, v) | 1
}

// begin notes that keys are read one after the other.
func (s *seen) begin(b bucket, from, prefix []byte) walk {
	if s == nil {
		return walk{}
	}
	s.ranges = append(s.ranges, seenRange{in: b, from: bytes.Clone(from), prefix: bytes.Clone(prefix)})
	return walk{s, len(s.ranges) - 1}
}

// walk is a range that is being read, while others may be, too.
type walk struct {
	of *seen
	at int
}

func (w walk) add(k, v []byte) {
	if w.of != nil {
		w.of.ranges[w.at].add(k, v)
	}
}

func (w walk) toTheEnd() {
	if w.of != nil {
		w.of.ranges[w.at].ended = true
	}
}

func (r *seenRange) add(k, v []byte) {
	r.n++
	r.sum = r.sum*31 + maphash.Bytes(sumSeed, k)
	r.sum = r.sum*31 + maphash.Bytes(sumSeed, v)
}

// holds says whether a transaction shows the same.
func (s *seen) holds(t *txn) bool {
	for i := range s.ranges {
		r := &s.ranges[i]
		if r.ofRecords() && s.shelved == t.s.shelved {
			continue
		}
		if !r.holds(t) {
			return false
		}
	}
	return true
}

// ofRecords says whether only a change of a record can change what was read.
func (r *seenRange) ofRecords() bool {
	return r.in == inRecords || r.in == inFound ||
		r.in == inContacts && len(r.from) > idLen && r.from[idLen] == kindRecord
}

func (r *seenRange) holds(t *txn) bool {
	if r.prefix == nil {
		return sumOf(t.get(r.in, r.from)) == r.sum
	}
	now := seenRange{}
	c := t.in(r.in).Cursor()
	k, v := c.Seek(r.from)
	for ; now.n < r.n && k != nil && bytes.HasPrefix(k, r.prefix); k, v = c.Next() {
		now.add(k, v)
	}
	more := k != nil && bytes.HasPrefix(k, r.prefix)
	return now.n == r.n && now.sum == r.sum && (!r.ended || !more)
}
