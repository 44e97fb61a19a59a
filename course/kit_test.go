package course

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

// room is this room on a real file, with a clock of its own.
type room struct {
	*testing.T
	store *bolt.Store
	now   time.Time
	n     int
}

func newRoom(t *testing.T) *room {
	f := &room{T: t, now: today}
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return f.now }))
	if err != nil {
		t.Fatal(err)
	}
	f.store = s
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

var (
	trainer = staff.Actor{ID: "mai", Role: staff.Training}
	officer = staff.Actor{ID: "lan", Role: staff.Officer, Communes: []string{"a-luoi-3"}}
	viewer  = staff.Actor{ID: "xem", Role: staff.Viewer}
)

// do applies what decide returns.
func (f *room) do(decide func(store.Reader) (store.Changes, error)) error {
	return f.store.Update(context.Background(), decide)
}

func (f *room) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// refused wants a refusal in these words.
func (f *room) refused(err error, id locales.ID) {
	f.Helper()
	var no *msg.Refusal
	if !errors.As(err, &no) || no.Code != string(id) {
		f.Fatalf("%v, want %s", err, id)
	}
}

func plan(seats int) Plan {
	return Plan{
		Name: "Kỹ thuật nuôi và phòng bệnh cho bò, lợn, gà", Short: "Nuôi bò, lợn, gà", Trade: "nuôi bò", Length: "3 tháng",
		Place: "nhà văn hóa thôn Căn Sâm", Seats: seats, Communes: []string{"a-luoi-3"},
		Starts: time.Date(2026, 7, 1, 7, 0, 0, 0, Zone),
	}
}

// open makes a course that takes people.
func (f *room) open(p Plan) Course {
	f.Helper()
	var c Course
	f.ok(f.do(func(r store.Reader) (changes store.Changes, err error) {
		c, changes, err = New(r, trainer, p, f.now)
		return changes, err
	}))
	return f.set(c.ID, Open)
}

func (f *room) set(id string, s State) (c Course) {
	f.Helper()
	f.ok(f.do(func(r store.Reader) (changes store.Changes, err error) {
		c, changes, err = Set(r, trainer, id, s, f.now)
		return changes, err
	}))
	return c
}

// phone makes a contact.
func (f *room) phone() store.ContactID {
	f.Helper()
	f.n++
	id := store.NewContactID()
	f.ok(f.do(func(store.Reader) (store.Changes, error) {
		return store.Changes{Contacts: []store.ForContact{{ID: id, Address: msg.Address(fmt.Sprintf("sms:+849%08d", f.n))}}}, nil
	}))
	return id
}

func entry(course string, who store.ContactID, name string, year int, seed string) Entry {
	return Entry{Course: course, Seed: seed, Channel: "sms", Person: person.Person{
		Contact: who, Name: name, Year: year, Village: "A Ka", Commune: "a-luoi-3", Consent: person.Consent{How: "sms"},
	}}
}

func (f *room) register(e Entry) (p Place, err error) {
	err = f.do(func(r store.Reader) (changes store.Changes, err error) {
		p, changes, err = Register(r, e, f.now)
		return changes, err
	})
	return p, err
}

// join registers somebody with a phone of their own.
func (f *room) join(course, name string) Place {
	f.Helper()
	f.n++
	p, err := f.register(entry(course, f.phone(), name, 1995, fmt.Sprint("s", f.n)))
	f.ok(err)
	return p
}

// errand does what is due, and offers free seats, as the bot does each minute.
func (f *room) errand() (said []string) {
	f.Helper()
	for {
		n := 0
		f.ok(f.do(func(r store.Reader) (store.Changes, error) {
			say, changes, err := Due(r, f.now, 50)
			n = len(changes.Put)
			for _, s := range say {
				said = append(said, string(s.What)+" "+s.Code+" "+s.At.In(Zone).Format("02/01 15:04"))
			}
			return changes, err
		}))
		if n > 0 {
			continue
		}
		f.ok(f.do(func(r store.Reader) (store.Changes, error) {
			moved, changes, err := Fill(r, f.now, 50)
			n = len(moved)
			return changes, err
		}))
		if n == 0 {
			return said
		}
	}
}

func (f *room) is(code string) (g Registration) {
	f.Helper()
	f.ok(f.store.View(context.Background(), func(r store.Reader) (err error) {
		g, err = Registered(r, code)
		return err
	}))
	return g
}

func (f *room) rows(course string) (rows []Row) {
	f.Helper()
	f.ok(f.store.View(context.Background(), func(r store.Reader) (err error) {
		rows, err = People(r, course)
		return err
	}))
	return rows
}

func (f *room) invite(course string, codes ...string) []Registration {
	f.Helper()
	var list []Registration
	f.ok(f.do(func(r store.Reader) (changes store.Changes, err error) {
		list, changes, err = Invite(r, trainer, course, codes, 0, f.now)
		return changes, err
	}))
	return list
}

func (f *room) answer(do func(store.Reader, store.ContactID, string, time.Time) (Registration, store.Changes, error), g Registration) error {
	return f.do(func(r store.Reader) (store.Changes, error) {
		_, changes, err := do(r, g.Contact, g.Code, f.now)
		return changes, err
	})
}

func (f *room) course(id string) (c Course) {
	f.Helper()
	f.ok(f.store.View(context.Background(), func(r store.Reader) (err error) {
		c, err = Get(r, id)
		return err
	}))
	return c
}
