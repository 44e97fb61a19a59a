package understand

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
)

// formatVersion changes whenever a stored model of yesterday would read
// differently today; it is part of the fingerprint.
const formatVersion = 3

var magic = []byte("tinban-understand\x03")

// Fingerprint names the examples the model was trained on.
func (m *Model) Fingerprint() string { return m.print }

// MarshalBinary writes the model; what can be rebuilt is left out.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := append([]byte(nil), magic...)
	b = putString(b, m.print)
	b = putString(b, strings.Join(m.labels, "\n"))
	b = putCount(b, len(m.texts))
	for i, t := range m.texts {
		b = putCount(b, m.owner[i])
		b = putString(b, t)
	}
	for _, v := range m.blend {
		b = putFloat(b, v)
	}
	b = m.linear.append(b)
	return m.odds.append(b), nil
}

func (m *linear) append(b []byte) []byte {
	for _, v := range m.bias {
		b = putFloat(b, v)
	}
	b = putCount(b, len(m.keys))
	for i, k := range m.keys {
		b = binary.LittleEndian.AppendUint64(b, k)
		b = putFloat(b, m.idf[i])
	}
	return m.packed.append(b)
}

func (t *packed) append(b []byte) []byte {
	for _, v := range t.scale {
		b = putFloat(b, v)
	}
	return append(b, t.weights...)
}

func putCount(b []byte, n int) []byte { return binary.AppendVarint(b, int64(n)) }

func putString(b []byte, s string) []byte { return append(putCount(b, len(s)), s...) }

func putFloat(b []byte, v float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
}

var errDamaged = errors.New("the stored model is damaged or of another version: train it again")

// LoadModel reads what MarshalBinary wrote.
func LoadModel(b []byte) (*Model, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != string(magic) {
		return nil, errDamaged
	}
	r := &reader{b: b[len(magic):]}
	m := &Model{print: r.string(), labels: strings.Split(r.string(), "\n")}
	for n := r.count(2); n > 0; n-- {
		owner := r.count(0)
		if owner >= len(m.labels) {
			r.bad = true
			break
		}
		m.owner = append(m.owner, owner)
		m.texts = append(m.texts, r.string())
	}
	for i := range m.blend {
		m.blend[i] = r.float()
	}
	m.linear = r.linear(len(m.labels))
	m.odds = r.packed(len(m.linear.keys), len(m.labels))
	if r.bad || len(r.b) != 0 || len(m.texts) == 0 {
		return nil, errDamaged
	}
	m.prepare()
	return m, nil
}

// reader takes a stored model apart; after the first lack it gives zeroes.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return make([]byte, min(max(n, 0), 8))
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

// count reads a number of things of at least size bytes each.
func (r *reader) count(size int) int {
	v, n := binary.Varint(r.b)
	if n <= 0 || v < 0 || v > math.MaxInt32 || int(v)*size > len(r.b) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) string() string { return string(r.take(r.count(1))) }

func (r *reader) float() float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(r.take(4)))
}

func (r *reader) linear(labels int) *linear {
	m := &linear{}
	for range labels {
		m.bias = append(m.bias, r.float())
	}
	n := r.count(16 + labels)
	m.rows = make(map[uint64]int, n)
	for i := range n {
		k := binary.LittleEndian.Uint64(r.take(8))
		m.rows[k] = i
		m.keys = append(m.keys, k)
		m.idf = append(m.idf, r.float())
	}
	m.packed = r.packed(n, labels)
	return m
}

func (r *reader) packed(rows, labels int) packed {
	if rows*(4+labels) > len(r.b) {
		r.bad = true
		return packed{}
	}
	t := newPacked(rows, labels)
	for i := range t.scale {
		t.scale[i] = r.float()
	}
	copy(t.weights, r.take(len(t.weights)))
	return t
}
