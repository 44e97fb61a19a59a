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

// TestRecordsComeBackAsTheyWere also with fields of a later program behind.
func TestRecordsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		later := rapid.SliceOf(rapid.Byte()).Draw(t, "later")
		out := anyOutbound.Draw(t, "outbound")
		gotOut, err := readOutbound("k", append(putOutbound(nil, out), later...))
		if diff := cmp.Diff(out, gotOut); diff != "" || err != nil {
			t.Fatalf("outbound: %v\n%s", err, diff)
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
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Add(bytes.Repeat([]byte{0xff}, 20))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, v []byte) {
		o, errOut := readOutbound("k", v)
		lines, errLines := readLines(v)
		e, errEvent := readEvent(v)
		_, _, errContact := readContact("id", v)
		_, errQuestion := readQuestion("q", "c", v)
		_, errSettled := readSettled(v)
		if n := len(o.Choices) + len(lines) + len(e.Failed); n > 3*len(v) {
			t.Errorf("%d things read from %d bytes", n, len(v))
		}
		for _, err := range []error{errOut, errLines, errEvent, errContact, errQuestion, errSettled} {
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

// TestCheckDigit: no code with one wrong digit, or two that changed places,
// is a good one.
func TestCheckDigit(t *testing.T) {
	good := func(letter int, digits []byte) bool {
		n := len(digits) - 1
		return checkDigit(letter, digits[:n]) == digits[n]
	}
	rapid.Check(t, func(t *rapid.T) {
		letter := rapid.IntRange(0, len(codeLetters)-1).Draw(t, "letter")
		code := []byte(rapid.StringMatching(`[0-9]{3,6}`).Draw(t, "digits"))
		code = append(code, checkDigit(letter, code))
		if !good(letter, code) {
			t.Fatal("the code is not good")
		}
		i := rapid.IntRange(0, len(code)-1).Draw(t, "place")
		wrong := bytes.Clone(code)
		wrong[i] = '0' + byte(rapid.IntRange(0, 9).Draw(t, "digit"))
		if wrong[i] != code[i] && good(letter, wrong) {
			t.Fatalf("%s passes for %s", wrong, code)
		}
		if i > 0 {
			swapped := bytes.Clone(code)
			swapped[i-1], swapped[i] = code[i], code[i-1]
			if !bytes.Equal(swapped, code) && good(letter, swapped) {
				t.Fatalf("%s passes for %s", swapped, code)
			}
		}
	})
}
