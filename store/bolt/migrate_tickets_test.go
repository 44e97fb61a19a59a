package bolt

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tinban/store"
)

// addQuestion writes a question as formats up to 3 kept one.
func addQuestion(t *testing.T, path, code, commune string, answered time.Time) (owner store.ContactID) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		owner = store.ContactID(tx.Bucket([]byte("addresses")).Get([]byte(fixtureAddress)))
		v := putTime(nil, fixtureTime)
		for _, s := range []string{"sms", commune, "loan.amount", "vay bao nhiêu", "hỏi ngân hàng"} {
			v = putText(v, s)
		}
		return errors.Join(tx.Bucket([]byte("questions")).Put([]byte(code), []byte(owner)),
			tx.Bucket([]byte("contacts")).Put(ownNamed(nil, owner, kindQuestion, code), putTime(v, answered)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return owner
}

// What was answered before format 4 is kept as long as a ticket answered then;
// a commune of before 2025 would hide it from everybody.
func TestAnsweredQuestionsBecomeTickets(t *testing.T) {
	old, err := os.ReadFile("testdata/v3.db")
	if err != nil {
		t.Fatal(err)
	}
	path := tempFile(t)
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	answered := fixtureTime.Add(time.Hour)
	addQuestion(t, path, "K1111", "a-luoi-3", answered)
	owner := addQuestion(t, path, "M2222", "a-roang", answered)
	s := open(t, path, Clock(fixtureClock))
	for code, commune := range map[string]any{"K1111": "a-luoi-3", "M2222": nil} {
		var rec store.Record
		err := s.View(t.Context(), func(r store.Reader) (err error) { rec, err = r.Get("ticket", code); return err })
		var body map[string]any
		if err := errors.Join(err, json.Unmarshal(rec.Body, &body)); err != nil {
			t.Fatal(err)
		}
		if body["state"] != "answered" || body["commune"] != commune || rec.Owner != owner || !rec.Expires.Equal(answered.Add(ticketAnswered)) || len(rec.Keys) != 1 {
			t.Errorf("%s is %v, of %s, under %v, until %v", code, body, rec.Owner, rec.Keys, rec.Expires)
		}
	}
}
