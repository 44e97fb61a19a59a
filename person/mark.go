package person

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tinban/msg"
	"tinban/store"
)

const (
	markShelf store.Shelf = "mark"
	// probeID is a mark of no address: it tells whose key the marks are of.
	probeID = "probe"
	probed  = "tinban/mark"
)

// Marker makes do-not-send marks: what is left of an address whose owner had
// everything deleted, so that nobody enters it again. A mark is an HMAC with a
// key that is kept outside the database. Whoever has only the database, or a
// copy of it, cannot try all phone numbers until one fits. A nil Marker marks
// nothing.
type Marker struct{ key []byte }

// minKey is the shortest key in bytes.
const minKey = 32

// NewMarker returns a Marker with a key.
func NewMarker(key []byte) (*Marker, error) {
	if len(key) < minKey {
		return nil, fmt.Errorf("person: the key of the marks has %d bytes; it needs %d at least", len(key), minKey)
	}
	return &Marker{key}, nil
}

func (m *Marker) hash(parts ...string) []byte {
	h := hmac.New(sha256.New, m.key)
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00")) // a hash never fails
	}
	return h.Sum(nil)
}

func (m *Marker) name(a msg.Address) store.Name {
	return store.Name{Shelf: markShelf, ID: hex.EncodeToString(m.hash("mark", string(a)))}
}

// mark is what is kept with it: nothing that tells one from another.
type mark struct {
	Month string `json:"month"`
}

// Mark leaves a mark for an address. It belongs to nobody and stays until the
// address subscribes again.
func (m *Marker) Mark(a msg.Address, now time.Time) (c store.Changes, err error) {
	if m == nil {
		return c, nil
	}
	b, err := json.Marshal(mark{now.Format("2006-01")})
	c.Put = []store.Record{{Name: m.name(a), Body: b}}
	return c, err
}

// Lift takes the mark of an address away.
func (m *Marker) Lift(a msg.Address) (c store.Changes) {
	if m != nil {
		c.Drop = []store.Name{m.name(a)}
	}
	return c
}

// Marked reports whether an address has a mark.
func (m *Marker) Marked(r store.Reader, a msg.Address) (bool, error) {
	if m == nil {
		return false, nil
	}
	_, err := r.Get(markShelf, m.name(a).ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Probe notes whose key the marks are of. strange is true when they are of
// another: then none of them is recognised, and the old key must be brought
// back.
func (m *Marker) Probe(r store.Reader) (strange bool, c store.Changes, err error) {
	mine := hex.EncodeToString(m.hash(probed))
	rec, err := r.Get(markShelf, probeID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, c, err
	}
	if string(rec.Body) == mine {
		return false, c, nil
	}
	if err == nil {
		return true, c, nil
	}
	c.Put = []store.Record{{Name: store.Name{Shelf: markShelf, ID: probeID}, Body: []byte(mine)}}
	return false, c, nil
}

// codeSpace is how many codes there are: six digits.
const codeSpace = 1_000_000

// code is a number nobody can foretell without the key, the same each time a
// decision is run.
func (m *Marker) code(seed string) string {
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(m.hash("code", seed))%codeSpace)
}
