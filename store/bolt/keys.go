package bolt

import (
	"crypto/sha256"
	"encoding/binary"
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
	inQuestions
	inOpen
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
	inSent: []byte("sent"), inQuestions: []byte("questions"), inOpen: []byte("open"),
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
	kindQuestion = 'q'
	kindRecord   = 'r'
	kindSettled  = 's'
)

const (
	idLen   = 16
	hashLen = 16
	dueLen  = 1 + 8 + 8 // lane, time, seq
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

// dueKey orders what waits: replies first, then the oldest.
func dueKey(b []byte, lane msg.Lane, at time.Time, seq uint64) []byte {
	return timed(append(b[:0], laneRank(lane)), at, seq)
}

const (
	rankReply     = 1
	rankNotice    = 2
	rankBroadcast = 3
)

func laneRank(l msg.Lane) byte {
	switch l {
	case msg.Reply:
		return rankReply
	case msg.Broadcast:
		return rankBroadcast
	}
	return rankNotice
}

// openKey orders unanswered questions by age.
func openKey(at time.Time, id store.QuestionID) []byte {
	return append(binary.BigEndian.AppendUint64(nil, keyTime(at)), id...)
}
