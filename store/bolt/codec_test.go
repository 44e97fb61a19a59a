package bolt

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tinban/msg"
	"tinban/store"
)

var anyTime = rapid.Custom(func(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "zero") {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(-1<<36, 1<<36).Draw(t, "sec"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).UTC()
})

var anyOutbound = rapid.Custom(func(t *rapid.T) msg.Outbound {
	s := rapid.String()
	o := msg.Outbound{Key: "k", Route: s.Draw(t, "route"), Lane: msg.Lane(s.Draw(t, "lane")), Text: s.Draw(t, "text"),
		Replaces: s.Draw(t, "replaces"), AskContact: rapid.Bool().Draw(t, "ask"), Expires: anyTime.Draw(t, "expires")}
	o.Parts, o.Due, o.Group, o.Anytime = rapid.IntRange(0, 9).Draw(t, "parts"), anyTime.Draw(t, "due"), s.Draw(t, "group"), rapid.Bool().Draw(t, "anytime")
	for range rapid.IntRange(0, 4).Draw(t, "choices") {
		o.Choices = append(o.Choices, msg.Button{Key: s.Draw(t, "key"), Label: s.Draw(t, "label")})
	}
	return o
})

var anyContact = rapid.Custom(func(t *rapid.T) store.Contact {
	s, b := rapid.String(), rapid.Bool()
	return store.Contact{ID: "id", Route: s.Draw(t, "route"), Commune: s.Draw(t, "commune"), Marks: b.Draw(t, "marks"),
		NewsStopped: b.Draw(t, "stopped"), Unreachable: b.Draw(t, "gone"), HourStart: anyTime.Draw(t, "hour"),
		HourCount: rapid.IntRange(0, 1<<30).Draw(t, "count"), Created: anyTime.Draw(t, "created"), Seen: anyTime.Draw(t, "seen")}
})

var anyRecord = rapid.Custom(func(t *rapid.T) store.Record {
	r := store.Record{Name: store.Name{Shelf: "shelf", ID: "id"}, Owner: store.ContactID(rapid.String().Draw(t, "owner")), Expires: anyTime.Draw(t, "expires")}
	for range rapid.IntRange(0, 4).Draw(t, "keys") {
		r.Keys = append(r.Keys, rapid.String().Draw(t, "key"))
	}
	if body := rapid.SliceOf(rapid.Byte()).Draw(t, "body"); len(body) > 0 {
		r.Body = body
	}
	return r
})

var anySettled = rapid.Custom(func(t *rapid.T) settled {
	s, n := rapid.String(), rapid.IntRange(0, 1<<40)
	return settled{status: msg.Status(s.Draw(t, "status")), at: anyTime.Draw(t, "at"), route: s.Draw(t, "route"), ref: s.Draw(t, "ref"),
		code: s.Draw(t, "code"), group: s.Draw(t, "group"), parts: n.Draw(t, "parts"), cost: n.Draw(t, "cost")}
})

// TestRecordsComeBackAsTheyWere also with fields of a later program behind.
func TestRecordsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		later := rapid.SliceOf(rapid.Byte()).Draw(t, "later")
		out := anyOutbound.Draw(t, "outbound")
		gotOut, err := readOutbound("k", append(putOutbound(nil, out), later...))
		if diff := cmp.Diff(out, gotOut); diff != "" || err != nil {
			t.Fatalf("outbound: %v\n%s", err, diff)
		}
		rec := anyRecord.Draw(t, "record")
		gotRec, err := readRecord(rec.Name, append(putRecord(nil, rec), later...))
		if diff := cmp.Diff(rec, gotRec); diff != "" || err != nil {
			t.Fatalf("record: %v\n%s", err, diff)
		}
		done := anySettled.Draw(t, "settled")
		gotDone, err := readSettled(append(putSettled(nil, done), later...))
		if diff := cmp.Diff(done, gotDone, cmp.AllowUnexported(settled{})); diff != "" || err != nil {
			t.Fatalf("settled: %v\n%s", err, diff)
		}
		c := anyContact.Draw(t, "contact")
		sess := store.Session{State: rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "state"), Updated: anyTime.Draw(t, "updated"), Expires: anyTime.Draw(t, "expires")}
		gotC, gotS, err := readContact("id", append(putContact(nil, c, sess), later...))
		if diff := cmp.Diff(c, gotC) + cmp.Diff(sess, gotS); diff != "" || err != nil {
			t.Fatalf("contact: %v\n%s", err, diff)
		}
	})
}

// TestShorterRecordsAreReadable: what an earlier program did not know is zero.
func TestShorterRecordsAreReadable(t *testing.T) {
	early := putText(putText(nil, "route"), "commune")
	c, s, err := readContact("id", early)
	if err != nil {
		t.Fatal(err)
	}
	want := store.Contact{ID: "id", Route: "route", Commune: "commune"}
	if diff := cmp.Diff(want, c) + cmp.Diff(store.Session{}, s); diff != "" {
		t.Error(diff)
	}
}

// FuzzReaders: damage is an error, never a panic or an endless list.
func FuzzReaders(f *testing.F) {
	f.Add(putContact(nil, store.Contact{Route: "r", HourStart: time.Now()}, store.Session{State: []byte("s")}))
	f.Add(putOutbound(nil, msg.Outbound{Text: "x", Choices: []msg.Button{{Key: "a"}, {Label: "b"}}}))
	f.Add(putLines(nil, []store.Line{{At: time.Now(), Text: "x"}}))
	f.Add(putEvent(nil, store.Event{Failed: []string{"a"}}))
	f.Add(putRecord(nil, store.Record{Owner: "o", Keys: []string{"a", "b"}, Body: []byte("c"), Expires: time.Now()}))
	f.Add(putSettled(nil, settled{status: msg.Sent, at: time.Now(), group: "g", parts: 2, cost: 700}))
	f.Add(putSpent(nil, store.Spent{Messages: 1, Parts: 2, Cost: 3}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Add(bytes.Repeat([]byte{0xff}, 20))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, v []byte) {
		o, errOut := readOutbound("k", v)
		lines, errLines := readLines(v)
		e, errEvent := readEvent(v)
		_, _, errContact := readContact("id", v)
		_, errQuestion := readAsked(v)
		_, errSettled := readSettled(v)
		rec, errRecord := readRecord(store.Name{}, v)
		_, errSample := readSample(v)
		_, errSpent := readSpent(v)
		if n := len(o.Choices) + len(lines) + len(e.Failed) + len(rec.Keys); n > 4*len(v) {
			t.Errorf("%d things read from %d bytes", n, len(v))
		}
		for _, err := range []error{errOut, errLines, errEvent, errContact, errQuestion, errSettled, errRecord, errSample, errSpent} {
			if err != nil && err != errDamaged { //nolint:errorlint // exactly this one: it shows nothing of the record
				t.Error(err)
			}
		}
	})
}

func TestKeyTimesSortAsTimesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyTime.Draw(t, "a"), anyTime.Draw(t, "b")
		ka, kb := timed(nil, a, 0), timed(nil, b, 0)
		if a.Before(b) && bytes.Compare(ka, kb) > 0 {
			t.Fatalf("%v sorts after %v", a, b)
		}
		if a.Unix() >= 0 && a.Year() < 2262 && !timeOfKey(ka).Equal(a) {
			t.Fatalf("%v came back as %v", a, timeOfKey(ka))
		}
	})
}
