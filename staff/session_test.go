package staff

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/store"
)

func (h *house) tryOpen(id ID, label string) (token string, err error) {
	seed := h.seed()
	err = h.update(func(r store.Reader) (c store.Changes, err error) {
		token, c, err = OpenSession(r, id, label, seed, h.clock)
		return c, err
	})
	return token, err
}

func (h *house) open(id ID) string {
	h.Helper()
	token, err := h.tryOpen(id, "Chrome, Android")
	h.must(err)
	return token
}

// resume is why a session is not resumed.
func (h *house) resume(token string) string {
	return codeOf(h.store.View(h.Context(), func(r store.Reader) error {
		_, _, err := Resume(r, token, h.clock)
		return err
	}))
}

// touch reports whether anything was written.
func (h *house) touch(token string) (wrote bool) {
	h.Helper()
	h.must(h.update(func(r store.Reader) (store.Changes, error) {
		c, err := Touch(r, token, h.clock)
		wrote = len(c.Put) > 0
		return c, err
	}))
	return wrote
}

func (h *house) sessions(id ID) (list []Session) {
	h.Helper()
	h.must(h.store.View(h.Context(), func(r store.Reader) (err error) {
		list, err = Sessions(r, id, h.clock)
		return err
	}))
	return list
}

func (h *house) revoke(by Actor, id string) error {
	return h.update(func(r store.Reader) (store.Changes, error) { return Revoke(r, by, id, h.clock) })
}

func TestSession(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	token := h.open("lan")
	if len(token) < 40 || bytes.Contains(h.file(), []byte(token)) {
		t.Errorf("the token %q is short, or lies in the file", token)
	}
	var s Session
	var a Account
	h.must(h.store.View(t.Context(), func(r store.Reader) (err error) {
		s, a, err = Resume(r, token, h.clock)
		return err
	}))
	want := Session{ID: sessionID(token), Account: "lan", Label: "Chrome, Android", Opened: h.clock, Seen: h.clock}
	if diff := cmp.Diff(want, s); diff != "" || a.Name != "Người lan" {
		t.Errorf("resumed as %s, -want +got\n%s", a.Name, diff)
	}
	for what, wrong := range map[string]string{"none": "", "another": token[1:] + "A", "the id": sessionID(token)} {
		if no := h.resume(wrong); no != RefusedSession {
			t.Errorf("%s: %q", what, no)
		}
	}
	if _, err := h.tryOpen("lan", strings.Repeat("ă", 500)); err != nil {
		t.Error(err)
	}
	if label := h.sessions("lan")[0].Label + h.sessions("lan")[1].Label; len([]rune(label)) > 60+15 {
		t.Errorf("a label of any length is kept: %q", label)
	}
}

func TestSessionIdle(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	token := h.open("lan")
	h.clock = h.clock.Add(59 * time.Second)
	if h.touch(token) {
		t.Error("a touch within the minute writes")
	}
	h.clock = h.clock.Add(time.Second)
	if !h.touch(token) {
		t.Error("a touch after a minute does not write")
	}
	h.clock = h.clock.Add(30*time.Minute - time.Second)
	if no := h.resume(token); no != "" {
		t.Errorf("just before its time: %q", no)
	}
	h.clock = h.clock.Add(time.Second)
	if no := h.resume(token); no != RefusedSession {
		t.Errorf("after half an hour: %q", no)
	}
	if len(h.sessions("lan")) != 0 {
		t.Error("an ended session is listed")
	}
	h.must(h.store.View(t.Context(), func(r store.Reader) error {
		rec, err := r.Get(sessionShelf, sessionID(token))
		if err == nil && !rec.Expires.Equal(h.clock) {
			t.Errorf("it is swept from %v on, want %v", rec.Expires, h.clock)
		}
		return err
	}))
}

func TestSessionLife(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	token := h.open("lan")
	end := h.clock.Add(12 * time.Hour)
	for h.clock.Before(end.Add(-20 * time.Minute)) {
		h.clock = h.clock.Add(20 * time.Minute)
		h.touch(token)
	}
	h.clock = end.Add(-time.Second)
	if no := h.resume(token); no != "" {
		t.Errorf("just before its end: %q", no)
	}
	h.clock = end
	if no := h.resume(token); no != RefusedSession {
		t.Errorf("after twelve hours of work: %q", no)
	}
}

func TestSessionsEndTogether(t *testing.T) {
	for what, end := range map[string]func(h *house) error{
		"disabled": func(h *house) error { _, err := h.turn(Operator, "lan", Disable); return err },
		"reset":    func(h *house) error { _, err := h.invite(Operator, "lan", ForPassword); return err },
	} {
		h := newHouse(t)
		h.add("lan", Officer, "a-luoi-3")
		h.add("lan-anh", Officer, "a-luoi-3")
		one, two, other := h.open("lan"), h.open("lan"), h.open("lan-anh")
		h.must(end(h))
		_, err := h.turn(Operator, "lan", Enable)
		h.must(err)
		if a, b := h.resume(one), h.resume(two); a != RefusedSession || b != RefusedSession {
			t.Errorf("%s: %q, %q", what, a, b)
		}
		if no := h.resume(other); no != "" {
			t.Errorf("%s: another's session ended: %q", what, no)
		}
	}
}

// The rights of a session are those of now.
func TestSessionOfADisabledAccount(t *testing.T) {
	h := newHouse(t)
	a := h.add("lan", Officer, "a-luoi-3")
	token := h.open("lan")
	a.Disabled = true // as a hand at the store may leave it, sessions and all
	h.must(h.update(func(store.Reader) (c store.Changes, err error) {
		rec, err := a.record()
		c.Put = append(c.Put, rec)
		return c, err
	}))
	if no := h.resume(token); no != RefusedSession {
		t.Errorf("resume: %q", no)
	}
	_, err := h.tryOpen("lan", "")
	h.refused("open", err, RefusedDisabled)
}

func TestRevoke(t *testing.T) {
	h := newHouse(t)
	admin := h.add("an", Admin, "a-luoi-3").Actor()
	lan := h.add("lan", Officer, "a-luoi-3").Actor()
	binh := h.add("binh", Leader, "a-luoi-2").Actor()
	h.open("lan")
	h.open("lan")
	h.open("binh")
	of := func(id ID) string { return h.sessions(id)[0].ID }
	h.refused("another's", h.revoke(lan, of("binh")), RefusedRole)
	h.refused("an admin, of another commune", h.revoke(admin, of("binh")), RefusedCommune)
	first := of("lan")
	from := len(h.log())
	h.refused("one's own", h.revoke(lan, first), "")
	h.refused("again", h.revoke(lan, first), RefusedSession)
	h.refused("an admin, of the own commune", h.revoke(admin, of("lan")), "")
	h.refused("one's own", h.revoke(binh, of("binh")), "")
	if n := len(h.sessions("lan")) + len(h.sessions("binh")); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	want := []string{"lan staff.signout staff/lan", "an staff.signout staff/lan", "binh staff.signout staff/binh"}
	if diff := cmp.Diff(want, h.did(from)); diff != "" {
		t.Errorf("log, -want +got\n%s", diff)
	}
}
