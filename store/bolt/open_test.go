package bolt

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"tinban/msg"
	"tinban/store"
)

var update = flag.Bool("update", false, "write the newest testdata/v….db anew; only before its format is released")

func open(t *testing.T, path string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(path, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func tempFile(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "tinban.db")
}

func TestOpenNewFileIsItsOwnersAlone(t *testing.T) {
	path := tempFile(t)
	open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
}

func TestOpenSecondTimeSaysWhatToDo(t *testing.T) {
	path := tempFile(t)
	open(t, path)
	start := time.Now()
	_, err := Open(path)
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v to say so", took)
	}
	if err == nil || !strings.Contains(err.Error(), "another tinban: stop that one first") {
		t.Errorf("got %v", err)
	}
}

func TestOpenWhatIsNoStore(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a store ", 4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	writeVersion(t, newer, 99)
	for _, tc := range []struct{ path, says string }{
		{text, "restore it from a backup"},
		{dir, "cannot be opened"},
		{filepath.Join(dir, "missing", "x.db"), "cannot be opened"},
		{newer, "start the newer tinban"},
	} {
		_, err := Open(tc.path)
		if err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: got %v, want %q", tc.path, err, tc.says)
		}
	}
}

func writeVersion(t *testing.T, path string, version uint64) {
	t.Helper()
	s := open(t, path)
	err := s.db().Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketNames[inMeta]).Put(keyVersion, putUint(nil, version))
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

// fixtureTime is when everything in the fixtures happened.
var fixtureTime = time.Date(2026, 11, 25, 1, 2, 3, 4, time.UTC)

const fixtureAddress msg.Address = "sms:+84900000001"

func fixtureClock() time.Time { return fixtureTime }

func fixtureOut(key string) msg.Outbound {
	return msg.Outbound{Key: key, Route: "simulator-sms", Lane: msg.Reply, Text: "Xin chào", Parts: 1,
		Choices: []msg.Button{{Key: "1", Label: "Nhà ở"}}, Expires: fixtureTime.Add(time.Hour)}
}

func fixtureSet() store.WriteSet {
	return store.WriteSet{
		Contact: &store.Contact{Route: "simulator-sms", Commune: "a-luoi-1", Marks: true, HourStart: fixtureTime, HourCount: 1},
		Session: &store.Session{State: []byte("state"), Updated: fixtureTime, Expires: fixtureTime.Add(48 * time.Hour)},
		Out:     []msg.Outbound{fixtureOut("sent"), fixtureOut("claimed"), fixtureOut("waits")},
		Lines:   []store.Line{{At: fixtureTime, Dir: store.In, Text: "nha"}, {At: fixtureTime, Dir: store.Out, Text: "Xin chào"}},
		Events:  []store.Event{{At: fixtureTime, Channel: msg.SMS, Label: "housing.support_level", Outcome: "answer", Failed: []string{"x"}}},
		Samples: []store.Sample{{At: fixtureTime, Label: "loan.amount", Text: "vay bao nhiêu"}},
	}
}

func fixtureInbound() msg.Inbound {
	return msg.Inbound{Gateway: "simulator-sms", From: fixtureAddress, Ref: "1", Kind: msg.Text}
}

// What came with format 3: records, contacts that somebody entered, groups.
const (
	fixtureOther msg.Address     = "sms:+84900000002"
	fixtureID    store.ContactID = "abcdefghijklmnop"
	fixtureShelf store.Shelf     = "course"
	fixtureLater                 = 2 * time.Hour
)

func fixtureNews(group string, due time.Time) msg.Outbound {
	return msg.Outbound{Key: group + "/1", Route: "simulator-sms", Lane: msg.Broadcast, Text: "Tin mới", Parts: 2, Group: group, Due: due, Anytime: true}
}

func fixtureChanges() store.Changes {
	return store.Changes{
		Put: []store.Record{
			{Name: store.Name{Shelf: fixtureShelf, ID: "1"}, Body: []byte("{}"), Keys: []string{"open/a", "trade/may"}},
			{Name: store.Name{Shelf: fixtureShelf, ID: "2"}, Owner: fixtureID, Body: []byte("{}"), Keys: []string{"open/b"}, Expires: fixtureTime.Add(time.Hour)},
		},
		Contacts: []store.ForContact{{ID: fixtureID, Address: fixtureOther, Set: store.WriteSet{
			Contact: &store.Contact{Route: "simulator-sms"},
			Out:     []msg.Outbound{fixtureNews("news", time.Time{}), fixtureNews("later", fixtureTime.Add(fixtureLater))},
		}}},
	}
}

// writeShelves stores what came with format 3.
func writeShelves(t *testing.T, s *Store) {
	t.Helper()
	err := s.Update(t.Context(), func(store.Reader) (store.Changes, error) { return fixtureChanges(), nil })
	_, claimErr := s.Claim(t.Context(), fixtureTime, time.Minute, 1, nil)
	settleErr := s.Settle(t.Context(), []store.Settlement{{Key: "news/1", Status: msg.Sent, Ref: "g0", Cost: 700}})
	if err := errors.Join(err, claimErr, settleErr); err != nil {
		t.Fatal(err)
	}
}

func checkShelves(t *testing.T, s *Store) {
	t.Helper()
	want := fixtureChanges().Put
	var found, own []store.Record
	var tally store.Tally
	var group []store.Recipient
	err := s.View(t.Context(), func(r store.Reader) (err error) {
		errFind := r.Find(fixtureShelf, "open/", "", func(_ string, rec store.Record) bool { found = append(found, rec); return true })
		own, err = r.Own(fixtureShelf, fixtureID)
		var errTally, errGroup error
		tally, errTally = r.Tally("news")
		group, errGroup = r.Group("news", "", 9)
		return errors.Join(err, errFind, errTally, errGroup)
	})
	same(t, "records", found, want, err)
	same(t, "owned", own, want[1:])
	same(t, "tally", tally, store.Tally{Rows: []store.TallyRow{{Route: "simulator-sms", Status: msg.Sent, Messages: 1, Parts: 2, Cost: 700}}})
	same(t, "group", group, []store.Recipient{{Contact: fixtureID, Key: "news/1", Route: "simulator-sms", Status: msg.Sent}})
	later := fixtureNews("later", fixtureTime.Add(fixtureLater))
	later.To = fixtureOther
	got, err := s.Claim(t.Context(), later.Due, time.Minute, 9, nil)
	same(t, "what was due later", got, []store.Delivery{{Outbound: later, Contact: fixtureID}}, err)
	n, err := s.Sweep(t.Context(), later.Due)
	same(t, "swept", n, 1, err)
}

// writeFixture makes a file with a record of every kind, without the room to
// grow that a working file has.
func writeFixture(t *testing.T, path string) {
	t.Helper()
	s, ctx := open(t, tempFile(t), Clock(fixtureClock)), t.Context()
	writeShelves(t, s)
	_, err := s.Receive(ctx, fixtureInbound(), func(store.Snapshot) (store.WriteSet, error) { return fixtureSet(), nil })
	_, claimErr := s.Claim(ctx, fixtureTime, time.Minute, 2, nil)
	settleErr := s.Settle(ctx, []store.Settlement{{Key: "sent", Status: msg.Sent, Ref: "g1"}})
	small, openErr := bbolt.Open(path, 0o600, nil)
	if err := errors.Join(err, claimErr, settleErr, openErr); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(bbolt.Compact(small, s.db(), 0), small.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestFixtures opens a file of each format as the program of its time wrote it.
func TestFixtures(t *testing.T) {
	if *update {
		path := filepath.Join("testdata", fmt.Sprintf("v%d.db", len(migrations)))
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		writeFixture(t, path)
	}
	for version := 1; version <= len(migrations); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			old, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("v%d.db", version)))
			if err != nil {
				t.Fatal(err)
			}
			path := tempFile(t)
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, path, Clock(fixtureClock))
			checkFixture(t, s, version)
			var samples []store.Sample
			err = s.Samples(t.Context(), time.Time{}, func(x store.Sample) bool { samples = append(samples, x); return true })
			var want []store.Sample // format 1 had none
			if version > 1 {
				want = fixtureSet().Samples
			}
			same(t, "samples", samples, want, err)
			if version > 2 {
				checkShelves(t, s)
			}
		})
	}
}

func checkFixture(t *testing.T, s *Store, version int) {
	t.Helper()
	ctx := t.Context()
	fresh, err := s.Receive(ctx, fixtureInbound(), func(store.Snapshot) (store.WriteSet, error) { return store.WriteSet{}, nil })
	if err != nil || fresh {
		t.Errorf("the ref: fresh %v, %v", fresh, err)
	}
	want := fixtureSet()
	var known store.Snapshot
	in := fixtureInbound()
	in.Ref = "2"
	_, err = s.Receive(ctx, in, func(snap store.Snapshot) (store.WriteSet, error) { known = snap; return store.WriteSet{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	id := known.Contact.ID
	want.Contact.ID, want.Contact.Created, want.Contact.Seen = id, fixtureTime, fixtureTime
	same(t, "contact", known.Contact, *want.Contact)
	same(t, "session", known.Session, *want.Session)
	lines, err := s.Transcript(ctx, id)
	same(t, "transcript", lines, want.Lines, err)
	var events []store.Event
	err = s.Events(ctx, time.Time{}, func(e store.Event) bool { events = append(events, e); return true })
	same(t, "events", events, want.Events, err)
	if version < 4 {
		checkTicket(t, s, id)
	}
	status, ref, _, err := s.Outcome(ctx, id, "sent")
	same(t, "outcome", []string{string(status), ref}, []string{"sent", "g1"}, err)
	got, err := s.Claim(ctx, fixtureTime, time.Minute, 9, nil)
	claimed, waits := fixtureOut("claimed"), fixtureOut("waits")
	claimed.To, waits.To = fixtureAddress, fixtureAddress
	if version == 1 {
		claimed.Parts, waits.Parts = 0, 0 // parts were not counted then
	}
	same(t, "deliveries", got, []store.Delivery{
		{Outbound: claimed, Contact: id, Tries: 1, Doubtful: true}, {Outbound: waits, Contact: id},
	}, err)
}

// checkTicket: what was handed over before format 4 is a ticket now, without
// what there was for it.
func checkTicket(t *testing.T, s *Store, id store.ContactID) {
	t.Helper()
	var own, live []store.Record
	err := s.View(t.Context(), func(r store.Reader) (err error) {
		own, err = r.Own("ticket", id)
		return errors.Join(err, r.Find("ticket", "live/", "", func(_ string, rec store.Record) bool { live = append(live, rec); return true }))
	})
	same(t, "tickets found", live, own, err)
	if len(own) != 1 {
		t.Fatalf("%d tickets", len(own))
	}
	same(t, "ticket", string(own[0].Body), `{"kind":"question","label":"human_agent","text":"hỏi cán bộ","normal":"hỏi cán bộ","channel":"sms",`+
		`"asked":"2026-11-25T01:02:03.000000004Z","state":"open"}`)
	same(t, "kept until", own[0].Expires, fixtureTime.Add(ticketOpen))
	err = s.db().View(func(tx *bbolt.Tx) error {
		for _, name := range []string{"questions", "open"} {
			if tx.Bucket([]byte(name)) != nil {
				t.Errorf("the bucket %q is still there", name)
			}
		}
		return tx.Bucket(bucketNames[inContacts]).ForEach(func(k, _ []byte) error {
			if len(k) > idLen && k[idLen] == kindQuestion {
				t.Errorf("an old question is left")
			}
			return nil
		})
	})
	same(t, "left", nil, nil, err)
}

func same(t *testing.T, what string, got, want any, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
