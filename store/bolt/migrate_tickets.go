package bolt

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"tinban/store"
)

// asked is a question that a resident handed over, as formats up to 3 kept it.
type asked struct {
	at, answered                          time.Time
	channel, commune, label, text, answer string
}

func readAsked(v []byte) (asked, error) {
	r := reader{rest: v}
	q := asked{at: r.time(), channel: r.text(), commune: r.text(), label: r.text(), text: r.text(), answer: r.text(), answered: r.time()}
	return q, r.err()
}

// questionsToTickets gives what residents handed over to the room that keeps
// it now, as a record of the shelf "ticket", and drops the buckets there were
// for it.
func questionsToTickets(tx *bbolt.Tx) error {
	contacts, questions := tx.Bucket([]byte("contacts")), tx.Bucket([]byte("questions"))
	var made []store.Record
	var gone [][]byte
	err := questions.ForEach(func(code, contact []byte) error {
		key := ownNamed(nil, store.ContactID(contact), kindQuestion, string(code))
		v := contacts.Get(key)
		if v == nil {
			return nil
		}
		q, err := readAsked(v)
		if err != nil {
			return err
		}
		rec, err := q.ticket(string(code), store.ContactID(contact))
		made, gone = append(made, rec), append(gone, key)
		return err
	})
	if err != nil {
		return err
	}
	for _, key := range gone {
		if err := contacts.Delete(key); err != nil {
			return err
		}
	}
	for _, rec := range made {
		if err := shelveRecord(tx, rec); err != nil {
			return err
		}
	}
	return errors.Join(tx.DeleteBucket([]byte("questions")), tx.DeleteBucket([]byte("open")))
}

// How long the room keeps a ticket: after its answer, and without one.
const (
	ticketAnswered = 30 * 24 * time.Hour
	ticketOpen     = 180 * 24 * time.Hour
)

// ticket is the question as its room writes one. No day was promised for it.
func (q asked) ticket(code string, owner store.ContactID) (store.Record, error) {
	type said struct {
		At   time.Time `json:"at"`
		By   string    `json:"by"`
		What string    `json:"what"`
		Text string    `json:"text"`
	}
	body := struct {
		Kind    string    `json:"kind"`
		Commune string    `json:"commune,omitempty"`
		Label   string    `json:"label,omitempty"`
		Text    string    `json:"text"`
		Normal  string    `json:"normal"`
		Channel string    `json:"channel"`
		Asked   time.Time `json:"asked"`
		State   string    `json:"state"`
		Said    []said    `json:"said,omitempty"`
		Ended   time.Time `json:"ended,omitzero"`
	}{"question", "", q.label, q.text, q.text, q.channel, q.at, "open", nil, q.answered}
	if strings.HasPrefix(q.commune, "a-luoi-") {
		body.Commune = q.commune // one of today's; of the others nobody would see it
	}
	at := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05") }
	rec := store.Record{Name: store.Name{Shelf: "ticket", ID: code}, Owner: owner, Keys: []string{"asked/" + at(q.at)}}
	if rec.Expires = q.at.Add(ticketOpen); !q.answered.IsZero() {
		body.State, body.Said = "answered", []said{{q.answered, "operator", "answer", q.answer}}
		rec.Expires = q.answered.Add(ticketAnswered)
	} else {
		rec.Keys = append(rec.Keys, "live/"+body.Commune+"/"+at(time.Time{}))
	}
	var err error
	rec.Body, err = json.Marshal(body)
	return rec, err
}

// shelveRecord writes a record and what leads to it, as txn.putRecord does.
func shelveRecord(tx *bbolt.Tx, rec store.Record) error {
	puts := []struct {
		bucket     string
		key, value []byte
	}{
		{"records", recordKey(rec.Shelf, rec.ID), putRecord(nil, rec)},
		{"contacts", ownedKey(rec.Owner, rec.Name), nil},
		{"expiring", expiringKey(rec), nil},
	}
	for _, k := range rec.Keys {
		puts = append(puts, struct {
			bucket     string
			key, value []byte
		}{"found", foundKey(rec.Name, k), nil})
	}
	for _, p := range puts {
		if err := tx.Bucket([]byte(p.bucket)).Put(slices.Clone(p.key), p.value); err != nil {
			return err
		}
	}
	return nil
}
