package person_test

import (
	"fmt"
	"testing"
	"time"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

func (w *room) join(a, b store.ContactID) {
	w.Helper()
	w.does(func(r store.Reader) (store.Changes, error) {
		return person.Join(r, a, b, person.Consent{Version: "v", At: w.clock, How: "chat"})
	})
}

// other is whom a contact is linked to.
func (w *room) other(id store.ContactID) (other store.ContactID) {
	w.Helper()
	w.sees(func(r store.Reader) error {
		l, err := person.LinkOf(r, id)
		if err != nil {
			return nil //nolint:nilerr // none
		}
		other = l.Other
		return nil
	})
	return other
}

func TestLinking(t *testing.T) {
	w := newRoom(t)
	phone, chat, newer := w.writes("sms:+84912000001"), w.writes("telegram:1"), w.writes("telegram:2")
	w.takes(phone, "a-luoi-3", person.Meetings)
	w.join(chat, phone)
	if w.other(phone) != chat || w.other(chat) != phone || w.subscriber(phone).Linked != chat {
		t.Fatal("not linked on both sides, or not where an audience is read")
	}
	if w.takes(chat, "a-luoi-3", person.Meetings).Linked != phone {
		t.Error("who subscribes after being linked is not")
	}
	w.join(newer, phone)
	if w.other(phone) != newer || w.other(chat) != "" || w.subscriber(chat).Linked != "" || w.subscriber(phone).Linked != newer {
		t.Error("a new link leaves the old one behind")
	}
	w.does(func(r store.Reader) (store.Changes, error) { return person.Unlink(r, phone) })
	if w.other(phone) != "" || w.other(newer) != "" || w.subscriber(phone).Linked != "" {
		t.Error("still linked")
	}
}

// Forgetting one side lets the other go, and keeps what it takes.
func TestForgettingLetsTheOtherGo(t *testing.T) {
	w := newRoom(t)
	phone, chat := w.writes("sms:+84912000001"), w.writes("telegram:1")
	w.takes(phone, "a-luoi-3", person.Meetings)
	w.takes(chat, "a-luoi-3", person.Meetings)
	w.join(chat, phone)
	w.does(func(r store.Reader) (store.Changes, error) {
		c, _, err := w.marks.Forgetting(r, store.Contact{ID: chat}, "telegram:1", w.clock)
		c.Contacts = []store.ForContact{{ID: chat, Set: store.WriteSet{Forget: true}}}
		return c, err
	})
	if w.other(phone) != "" || w.subscriber(phone).Linked != "" {
		t.Error("the phone is linked to nobody")
	}
	w.equal("who still takes news", w.subscribed("a-luoi-3"), []store.ContactID{phone})
}

func (w *room) asks(by, to store.ContactID) (digits, refused string) {
	w.Helper()
	w.n++
	w.does(func(r store.Reader) (c store.Changes, err error) {
		s, c, bad := w.marks.NewCode(r, by, to, time.Duration(w.n).String(), w.clock)
		digits = s.Code
		if refused = refusal(bad); refused != "" {
			return c, nil
		}
		return c, bad
	})
	return digits, refused
}

func (w *room) types(by, to store.ContactID, typed string) (refused string) {
	w.Helper()
	w.does(func(r store.Reader) (store.Changes, error) {
		c, err := w.marks.TryCode(r, by, to, typed, w.clock)
		if refused = refusal(err); refused != "" {
			return c, nil
		}
		return c, err
	})
	return refused
}

func wrong(code string) string {
	b := []byte(code)
	b[0] = '0' + (b[0]-'0'+1)%10
	return string(b)
}

func TestCode(t *testing.T) {
	w := newRoom(t)
	phone, chat, stranger := w.writes("sms:+84912000001"), w.writes("telegram:1"), w.writes("telegram:2")
	code, _ := w.asks(chat, phone)
	if len(code) != 6 {
		t.Fatalf("code %q", code)
	}
	if got := w.types(stranger, phone, code); got != person.RefusedCodeOld {
		t.Errorf("somebody else uses it: %q", got)
	}
	if got := w.types(chat, phone, wrong(code)); got != person.RefusedCodeMore {
		t.Errorf("a slip: %q", got)
	}
	if got := w.types(chat, phone, code); got != "" {
		t.Errorf("the right code: %q", got)
	}
	if got := w.types(chat, phone, code); got != person.RefusedCodeOld {
		t.Errorf("a second time: %q", got)
	}
}

func TestCodeIsOverAfterThreeTries(t *testing.T) {
	w := newRoom(t)
	phone, chat := w.writes("sms:+84912000001"), w.writes("telegram:1")
	code, _ := w.asks(chat, phone)
	for i, want := range []string{person.RefusedCodeMore, person.RefusedCodeMore, person.RefusedCodeOld} {
		if got := w.types(chat, phone, wrong(code)); got != want {
			t.Errorf("try %d: %q", i+1, got)
		}
	}
	if got := w.types(chat, phone, code); got != person.RefusedCodeOld {
		t.Errorf("the right one after three wrong ones: %q", got)
	}
}

func TestCodeIsOverAfterTenMinutes(t *testing.T) {
	w := newRoom(t)
	phone, chat := w.writes("sms:+84912000001"), w.writes("telegram:1")
	code, _ := w.asks(chat, phone)
	w.clock = w.clock.Add(10*time.Minute + time.Second)
	if got := w.types(chat, phone, code); got != person.RefusedCodeOld {
		t.Errorf("after ten minutes: %q", got)
	}
}

// A phone gets one code a day, whoever asks, and who asks is told no
// difference between a phone that had one, one that is not known, and one that
// gets one.
func TestOneCodeADay(t *testing.T) {
	w := newRoom(t)
	phone, chat, stranger := w.writes("sms:+84912000001"), w.writes("telegram:1"), w.writes("telegram:2")
	w.asks(chat, phone)
	if code, no := w.asks(stranger, phone); code != "" || no != "" {
		t.Errorf("a second one: %q %q", code, no)
	}
	if code, no := w.asks(stranger, ""); code != "" || no != "" {
		t.Errorf("for nobody: %q %q", code, no)
	}
	for i, want := range []string{person.RefusedCodeMore, person.RefusedCodeMore, person.RefusedCodeOld} {
		if got := w.types(stranger, "", "123456"); got != want {
			t.Errorf("try %d of a code that was never sent: %q, want %q as of one that was", i+1, got, want)
		}
	}
	w.clock = w.clock.Add(24 * time.Hour)
	if code, _ := w.asks(stranger, phone); code == "" {
		t.Error("none the day after")
	}
}

func TestCodesAreFewForWhoeverAsks(t *testing.T) {
	w := newRoom(t)
	chat := w.writes("telegram:1")
	for i := range 3 {
		if _, no := w.asks(chat, w.writes(phoneOf(i))); no != "" {
			t.Errorf("number %d: %q", i+1, no)
		}
	}
	if _, no := w.asks(chat, w.writes("sms:+84912000009")); no != person.RefusedCodeDay {
		t.Errorf("a fourth: %q", no)
	}
	w.clock = w.clock.Add(24 * time.Hour)
	if _, no := w.asks(chat, w.writes("sms:+84912000009")); no != "" {
		t.Errorf("the day after: %q", no)
	}
}

func phoneOf(i int) msg.Address { return msg.Address(fmt.Sprintf("sms:+849120%05d", i+1)) }

// Nothing opens a decoy: not even the code it would have had.
func TestDecoyHasNoCode(t *testing.T) {
	w := newRoom(t)
	phone, chat, stranger := w.writes("sms:+84912000001"), w.writes("telegram:1"), w.writes("telegram:2")
	code := ""
	for _, ask := range []struct{ by, to store.ContactID }{{chat, phone}, {stranger, ""}} {
		w.does(func(r store.Reader) (store.Changes, error) {
			s, c, err := w.marks.NewCode(r, ask.by, ask.to, "the same seed", w.clock)
			if s.Code != "" {
				code = s.Code
			}
			return c, err
		})
	}
	if got := w.types(stranger, "", code); got != person.RefusedCodeMore {
		t.Errorf("a decoy is opened: %q", got)
	}
}
