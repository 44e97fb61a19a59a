package bolt

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"io"
	"math"
	"time"

	"tinban/msg"
	"tinban/store"
)

// bucket numbers the buckets, so that a transaction opens each at most once.
type bucket int

const (
	inMeta bucket = iota
	inRefs
	inAddresses
	inContacts
	inDue
	inClaimed
	inSent
	inEvents
	inSamples
	inSpent
	inRecords
	inFound
	inExpiring
	inGroups
	inTallies
	buckets
)

var bucketNames = [buckets][]byte{
	inMeta: []byte("meta"), inRefs: []byte("refs"), inAddresses: []byte("addresses"),
	inContacts: []byte("contacts"), inDue: []byte("due"), inClaimed: []byte("claimed"),
	inSent:   []byte("sent"),
	inEvents: []byte("events"), inSamples: []byte("samples"),
	inSpent: []byte("spent"), inRecords: []byte("records"), inFound: []byte("found"),
	inExpiring: []byte("expiring"), inGroups: []byte("groups"), inTallies: []byte("tallies"),
}

var (
	keyVersion = []byte("version")
	keySecret  = []byte("secret")
	keyProbe   = []byte("probe")
)

// The kinds of record under a contact.
const (
	kindAddress  = 'a'
	kindContact  = 'c'
	kindLines    = 'l'
	kindOut      = 'o'
	kindQuestion = 'q' // until format 4
	kindRecord   = 'r'
	kindSettled  = 's'
)

const (
	idLen   = 16
	hashLen = 16

	trackLen = 1 + 8            // rank, hash of route and group
	dueLen   = trackLen + 8 + 8 // and time, seq
)

// hash stands for two strings without showing them.
func (s *Store) hash(a, b string) [hashLen]byte {
	buf := make([]byte, 0, 160)
	buf = append(buf, s.secret...)
	buf = binary.AppendUvarint(buf, uint64(len(a)))
	buf = append(append(buf, a...), b...)
	sum := sha256.Sum256(buf)
	return [hashLen]byte(sum[:hashLen])
}

// keyTime clamps a time to what fits a key.
func keyTime(t time.Time) uint64 {
	switch {
	case t.Before(time.Unix(0, 0)):
		return 0
	case t.Unix() >= math.MaxInt64/int64(time.Second):
		return math.MaxInt64
	}
	return uint64(t.UnixNano())
}

func timeOfKey(b []byte) time.Time {
	return time.Unix(0, int64(binary.BigEndian.Uint64(b))).UTC()
}

// own is the key of a contact's only record of a kind.
func own(b []byte, id store.ContactID, kind byte) []byte {
	return append(append(b[:0], id...), kind)
}

// ownNamed is the key of a contact's record of a kind with a name.
func ownNamed[T ~string](b []byte, id store.ContactID, kind byte, name T) []byte {
	return append(own(b, id, kind), name...)
}

// ownTimed is the key of a contact's record of a kind at a time.
func ownTimed(b []byte, id store.ContactID, kind byte, at time.Time, seq uint64) []byte {
	return timed(own(b, id, kind), at, seq)
}

// timed appends a time and the seq that tells equal times apart.
func timed(b []byte, at time.Time, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, keyTime(at)), seq)
}

// track is where a message stands among those due: its rank, then a hash of
// its route and group. Those of one track lie together, the oldest first, so
// that what has no room is passed over as a whole. Two tracks of one hash
// would only share their room.
type track [trackLen]byte

// past is a key behind all of a track.
func (q track) past() []byte {
	return binary.BigEndian.AppendUint64(q[:trackLen:trackLen], math.MaxUint64)
}

// dueKey is where a message waits.
func dueKey(b []byte, o msg.Outbound, at time.Time, seq uint64) []byte {
	h := fnv.New64a()
	_, _ = io.WriteString(h, o.Route+"\x00"+o.Group) // never fails
	return timed(h.Sum(append(b[:0], rank(o))), at, seq)
}

// The ranks, the most urgent first. Those that do not mind the hour stand
// apart: at night the others are passed over.
const (
	rankReply           = 1
	rankNoticeAtOnce    = 2
	rankNotice          = 3
	rankBroadcastAtOnce = 4
	rankBroadcast       = 5
)

func rank(o msg.Outbound) byte {
	ranks := ranksOf(o.Lane)
	if o.Anytime {
		return ranks[0]
	}
	return ranks[len(ranks)-1]
}

func ranksOf(l msg.Lane) []byte {
	switch l {
	case msg.Reply:
		return []byte{rankReply}
	case msg.Broadcast:
		return []byte{rankBroadcastAtOnce, rankBroadcast}
	}
	return []byte{rankNoticeAtOnce, rankNotice}
}
