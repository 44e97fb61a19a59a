package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"tinban/store"
)

const logShelf store.Shelf = "log"

// headID names the record that says which entry is the last.
const headID = "head"

// Entry is one step somebody took. It holds ids only: no name, number or text
// of a resident, so that it can be kept when they are forgotten.
type Entry struct {
	Seq    int       `json:"n"`
	At     time.Time `json:"t"`
	By     ID        `json:"by"`
	Did    string    `json:"did"`          // an Action, or a step of one: "notice.approve"
	On     string    `json:"on"`           // what it was done to: "notice/4821"
	To     string    `json:"to,omitempty"` // what it became, in ids: "leader a-luoi-3"
	Reason string    `json:"why,omitempty"`
	// Before is the hash of the entry before, so that none can be changed or
	// taken out unseen.
	Before string `json:"before"`
}

// hash stands for an entry with all those before it.
func (e Entry) hash() string {
	b, _ := json.Marshal(e) // strings, a number and a time: cannot fail
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// head is the end of the log.
type head struct {
	Seq  int    `json:"n"`
	Hash string `json:"hash"`
}

func entryID(seq int) string { return fmt.Sprintf("%012d", seq) }

// Log adds entries to what changes. Entries already added to c are followed.
// A reason is typed by people: numbers in it are masked, and it is cut.
func Log(r store.Reader, c *store.Changes, entries ...Entry) error {
	last, err := lastOf(r, c)
	if err != nil {
		return err
	}
	for _, e := range entries {
		e.Seq, e.Before, e.At = last.Seq+1, last.Hash, e.At.UTC().Truncate(time.Millisecond)
		e.By, e.Did, e.On, e.To, e.Reason = ID(clean(string(e.By))), clean(e.Did), clean(e.On), clean(e.To), tidy(e.Reason)
		last = head{e.Seq, e.hash()}
		if err := keep(c, entryID(e.Seq), e, e.keys()...); err != nil {
			return err
		}
	}
	for i := range c.Put { // one head: the last
		if c.Put[i].Name == (store.Name{Shelf: logShelf, ID: headID}) {
			c.Put = append(c.Put[:i], c.Put[i+1:]...)
			break
		}
	}
	return keep(c, headID, last)
}

// clean keeps what reads back as it was written.
func clean(id string) string { return strings.ToValidUTF8(id, "") }

func keep(c *store.Changes, id string, v any, keys ...string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.Put = append(c.Put, store.Record{Name: store.Name{Shelf: logShelf, ID: id}, Body: b, Keys: keys})
	return nil
}

// lastOf is the head as it will be once c is applied.
func lastOf(r store.Reader, c *store.Changes) (last head, err error) {
	for _, rec := range c.Put {
		if rec.Shelf == logShelf && rec.ID == headID {
			return last, json.Unmarshal(rec.Body, &last)
		}
	}
	rec, err := r.Get(logShelf, headID)
	if errors.Is(err, store.ErrNotFound) {
		return head{}, nil
	}
	if err != nil {
		return head{}, err
	}
	return last, json.Unmarshal(rec.Body, &last)
}
