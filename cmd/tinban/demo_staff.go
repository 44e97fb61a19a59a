package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/alexedwards/argon2id"

	"tinban/msg"
	"tinban/simulator"
	"tinban/staff"
	"tinban/store"
)

// samplePassword opens every account of the sample town. It is no secret: the
// start prints it.
const samplePassword = "gui tin ve ban" //nolint:gosec // of made-up people, and printed at start

// sampleStaff are the accounts, one a role.
var sampleStaff = []struct {
	id      staff.ID
	name    string
	role    staff.Role
	commune string // empty is everywhere
	chat    bool   // with Telegram linked, so that notices can be tried
	what    string
}{
	{"lan", "Kăn Thị Lan", staff.Officer, "a-luoi-3", true, "officer of A Lưới 3: answers questions, writes notices"},
	{"binh", "Nguyễn Văn Bình", staff.Leader, "a-luoi-3", true, "leader of A Lưới 3: approves notices"},
	{"tam", "Hồ Thị Tâm", staff.Training, "", true, "training: courses, and who wants to learn"},
	{"yen", "Lê Thị Yên", staff.Editor, "", false, "editor: answers in the library"},
	{"vui", "Viên Văn Vui", staff.Viewer, "", false, "viewer: numbers only"},
	{"quan", "Trần Thị Quân", staff.Admin, "", false, "administrator: accounts, channels, the log"},
}

// cheapHash: the password stands on the screen, and six good hashes would take
// longer than the rest of the start.
var cheapHash = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func (w *sampleTown) staff() {
	for i, a := range sampleStaff {
		terms := staff.Terms{Name: a.name, Role: a.role, Everywhere: a.commune == ""}
		if a.commune != "" {
			terms.Communes = []string{a.commune}
		}
		step := staff.Step{By: staff.Operator, At: w.now(), Today: w.communes()}
		w.update(func(r store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(r, step, a.id, terms)
			return c, err
		})
		code := w.invite(step, a.id, staff.ForPassword, byte(2*i))
		hashed, err := staff.NewPassword(staff.Account{ID: a.id, Name: a.name}, samplePassword, cheapHash)
		if err != nil {
			w.fail(err)
			return
		}
		w.update(func(r store.Reader) (store.Changes, error) {
			no, c, err := staff.RedeemPassword(r, code, hashed, w.now())
			if no != nil {
				return c, no
			}
			return c, err
		})
		if a.chat {
			w.receive(msg.Inbound{
				Gateway: simulator.RouteChat, From: sampleOnChat("can-bo-" + string(a.id)), Kind: msg.Text,
				Text: "/ghep " + staff.ShowCode(w.invite(step, a.id, staff.ForLink, byte(2*i+1))),
			})
		}
	}
}

func (w *sampleTown) invite(step staff.Step, id staff.ID, what staff.Purpose, seed byte) (code string) {
	w.update(func(r store.Reader) (c store.Changes, err error) {
		code, c, err = staff.Invite(r, step, id, what, staff.Seed{0: 'm', 1: seed})
		return c, err
	})
	return code
}

// actor is somebody of the sample staff.
func (w *sampleTown) actor(id staff.ID) (a staff.Actor) {
	w.fail(w.s.store.View(w.ctx, func(r store.Reader) error {
		account, err := staff.Get(r, id)
		a = account.Actor()
		return err
	}))
	return a
}

// sampleAccounts is who can sign in, as a table. Empty when the store has
// other people in it.
func (s *service) sampleAccounts(ctx context.Context) string {
	var lines []string
	_ = s.store.View(ctx, func(r store.Reader) error { // then nothing is listed
		for _, a := range sampleStaff {
			if known, err := staff.Get(r, a.id); err == nil && known.Name == a.name {
				lines = append(lines, fmt.Sprintf("  %-5s %s\n", a.id, a.what))
			}
		}
		return nil
	})
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf("everybody in the sample town is made up; the password of each account is \"%s\":\n", samplePassword) + strings.Join(lines, "")
}
