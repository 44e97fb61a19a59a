package staff

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"tinban/msg"
	"tinban/store"
	"tinban/store/bolt"
)

// cheap hashes at once; what it costs is not what these tests are about.
var cheap = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 16}

var today = []string{"a-luoi-1", "a-luoi-2", "a-luoi-3"}

// house is a store with nobody in it and a clock that stands still.
type house struct {
	*testing.T
	store *bolt.Store
	path  string
	clock time.Time
	drawn byte
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, clock: time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC)}
	h.path = filepath.Join(t.TempDir(), "x.db")
	s, err := bolt.Open(h.path, bolt.Clock(func() time.Time { return h.clock }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h.store = s
	return h
}

// update applies a decision, made twice as a store may.
func (h *house) update(decide func(store.Reader) (store.Changes, error)) error {
	return h.store.Update(h.Context(), func(r store.Reader) (store.Changes, error) {
		_, _ = decide(r)
		return decide(r)
	})
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused holds an error against the code of a refusal; "" is none.
func (h *house) refused(what string, err error, code string) {
	h.Helper()
	if got := codeOf(err); got != code {
		h.Errorf("%s: refused %q (%v), want %q", what, got, err, code)
	}
}

func codeOf(err error) string {
	var no *msg.Refusal
	switch {
	case errors.As(err, &no):
		return no.Code
	case err != nil:
		return err.Error()
	}
	return ""
}

func (h *house) step(by Actor) Step { return Step{By: by, At: h.clock, Today: today} }

// seed is another one each time.
func (h *house) seed() (s Seed) {
	h.drawn++
	for i := range s {
		s[i] = h.drawn*31 + byte(i)*7
	}
	return s
}

func (h *house) tryAdd(by Actor, id ID, t Terms) (m Managed, err error) {
	err = h.update(func(r store.Reader) (c store.Changes, err error) {
		m, c, err = Add(r, h.step(by), id, t)
		return c, err
	})
	return m, err
}

func (h *house) add(id ID, role Role, communes ...string) Account {
	h.Helper()
	m, err := h.tryAdd(Operator, id, Terms{"Người " + string(id), role, communes, len(communes) == 0})
	h.must(err)
	return m.Account
}

func (h *house) change(by Actor, id ID, edit func(*Terms)) (m Managed, err error) {
	t := h.get(id).Terms()
	edit(&t)
	err = h.update(func(r store.Reader) (c store.Changes, err error) {
		m, c, err = Change(r, h.step(by), id, t)
		return c, err
	})
	return m, err
}

type switching func(store.Reader, Step, ID) (Managed, store.Changes, error)

func (h *house) turn(by Actor, id ID, do switching) (m Managed, err error) {
	err = h.update(func(r store.Reader) (c store.Changes, err error) {
		m, c, err = do(r, h.step(by), id)
		return c, err
	})
	return m, err
}

func (h *house) get(id ID) (a Account) {
	h.Helper()
	h.must(h.store.View(h.Context(), func(r store.Reader) (err error) {
		a, err = Get(r, id)
		return err
	}))
	return a
}

func (h *house) invite(by Actor, id ID, p Purpose) (code string, err error) {
	seed := h.seed()
	err = h.update(func(r store.Reader) (c store.Changes, err error) {
		code, c, err = Invite(r, h.step(by), id, p, seed)
		return c, err
	})
	return code, err
}

func (h *house) code(id ID, p Purpose) string {
	h.Helper()
	code, err := h.invite(Operator, id, p)
	h.must(err)
	return code
}

// verdict keeps what a decision changes, whatever it says.
func (h *house) verdict(decide func(store.Reader) (*msg.Refusal, store.Changes, error)) string {
	h.Helper()
	var no *msg.Refusal
	h.must(h.update(func(r store.Reader) (c store.Changes, err error) {
		no, c, err = decide(r)
		return c, err
	}))
	if no == nil {
		return ""
	}
	return no.Code
}

func (h *house) link(contact store.ContactID, typed string) string {
	h.Helper()
	return h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) {
		_, no, c, err := Link(r, contact, typed, h.clock)
		return no, c, err
	})
}

// linked is the account a contact is linked to.
func (h *house) linked(contact store.ContactID) (id ID) {
	h.Helper()
	h.must(h.store.View(h.Context(), func(r store.Reader) error {
		a, ok, err := ByContact(r, contact)
		if ok {
			id = a.ID
		}
		return err
	}))
	return id
}

// file is everything that is kept, and what was not yet written over.
func (h *house) file() []byte {
	h.Helper()
	b, err := os.ReadFile(h.path)
	h.must(err)
	return b
}

// log are the entries, oldest first.
func (h *house) log() (list []Entry) {
	h.Helper()
	h.must(h.store.View(h.Context(), func(r store.Reader) error {
		newest, _, err := Entries(r, Operator, Filter{}, "", 1000)
		for i := len(newest) - 1; i >= 0; i-- {
			list = append(list, newest[i])
		}
		return err
	}))
	return list
}

// did are the steps logged from a number on.
func (h *house) did(from int) (list []string) {
	h.Helper()
	for _, e := range h.log()[from:] {
		list = append(list, string(e.By)+" "+e.Did+" "+e.On)
	}
	return list
}
