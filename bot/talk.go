package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"tinban/msg"
	"tinban/sms/text"
	"tinban/store"
)

// talk is one room's share of the conversation. What it may do beside the
// question at hand is listed here, so that the order in which a message is
// looked at stays in one place.
type talk struct {
	actions  map[string]func(t *turn, arg string) bool // of buttons and digits
	commands map[string]func(t *turn) bool             // whole messages, without marks
	pending  map[string]func(t *turn) bool             // by what state.Pending says
	hears    func(t *turn) bool                        // a message of its own shape: "BO N2084"
	opens    func(t *turn, with string) bool           // a link that begins a chat: "/start tohoc-3"
	shows    func(t *turn) []string                    // what is kept of this contact, a short line each: for XEM and XOA
	errand   errand
}

// errand is what a room does when its time comes, without anybody writing. It
// is bounded: what is left over is done at the next run, in a minute.
type errand func(b *Bot, r store.Reader, now time.Time) (store.Changes, error)

// talks are filled at start because some of their actions lead back to act.
var talks []talk

func init() {
	talks = []talk{deskTalk(), noticeTalk(), linkTalk(), newsTalk(), courseTalk(), ticketTalk()}
}

// awaited gives a message to the dialogue that waits for it, before anything
// else makes sense of it: a year is no digit, a phone number no mistake.
func (t *turn) awaited() bool {
	if t.in.Kind != msg.Text && t.in.Kind != msg.Contact {
		return false
	}
	for _, k := range talks {
		if do, ok := k.pending[t.st.Pending]; ok {
			return do(t)
		}
	}
	return false
}

// heard gives a message to the room whose shape it has.
func (t *turn) heard() bool {
	if t.in.Kind != msg.Text {
		return false
	}
	for _, k := range talks {
		if k.hears != nil && k.hears(t) {
			return true
		}
	}
	return false
}

// roomCommand runs a command of a room.
func (t *turn) roomCommand() bool {
	for _, k := range talks {
		if do, ok := k.commands[t.command0()]; ok && do(t) {
			return true
		}
	}
	return false
}

// roomAction runs an action of a room.
func (t *turn) roomAction(verb, arg string) bool {
	for _, k := range talks {
		if do, ok := k.actions[verb]; ok {
			return do(t, arg)
		}
	}
	return false
}

// RunErrands does what is due in every room, one transaction a room. One that
// fails does not keep the others from theirs.
func (b *Bot) RunErrands(ctx context.Context, shelves store.Shelves) error {
	var errs []error
	for _, k := range talks {
		if k.errand == nil {
			continue
		}
		errs = append(errs, shelves.Update(ctx, func(r store.Reader) (store.Changes, error) {
			return k.errand(b, r, b.cfg.Now())
		}))
	}
	b.cfg.Wake()
	return errors.Join(errs...)
}

// telling is a message to somebody who did not just write.
type telling struct {
	to   store.ContactID
	key  string // chosen before the first try; the same on every run
	lane msg.Lane
	due  time.Time
	// secret: it stands in no transcript, is worth nothing soon, and changes
	// nothing about the dialogue there. For a code.
	secret bool
}

// secretLife is how long a secret is worth sending.
const secretLife = 10 * time.Minute

// tell shapes what say sets as the reply, for a contact, in its own language
// and channel. What is under way there goes on: digits mean the new choices
// only when no check is running.
func (b *Bot) tell(r store.Reader, what telling, say func(t *turn)) (store.ForContact, error) {
	contact, session, err := r.Contact(what.to)
	if err != nil {
		return store.ForContact{}, err
	}
	now := b.cfg.Now()
	t := b.turnWithout(r, contact, session, what.key)
	before := t.st
	if say(t); t.reply == nil {
		return store.ForContact{ID: what.to}, nil
	}
	set := store.WriteSet{}
	for _, s := range t.shape() {
		s.Outbound.Key, s.Outbound.Lane, s.Outbound.Due = what.key, what.lane, what.due
		s.Outbound.Replaces = ""
		if what.due.After(now) {
			s.Outbound.Expires = what.due.Add(replyLife)
		}
		if what.secret {
			s.Outbound.Expires = now.Add(secretLife)
			set.Out = append(set.Out, s.Outbound)
			continue
		}
		set.Out = append(set.Out, s.Outbound)
		set.Lines = append(set.Lines, store.Line{At: now, Dir: store.Out, Text: s.Outbound.Text})
	}
	if !what.secret && (before.Check == nil || before.Check.Done) {
		set.Session = t.st.save(now)
	}
	return store.ForContact{ID: what.to, Set: set}, nil
}

// turnWithout is a turn about a contact who did not just write.
func (b *Bot) turnWithout(r store.Reader, contact store.Contact, session store.Session, key string) *turn {
	now, know := b.cfg.Now(), b.cfg.Knowledge()
	caps, _ := b.cfg.Caps(contact.Route)
	return &turn{
		bot: b, know: know, lib: know.Library.In(contact.Lang), caps: caps, contact: contact, on: b.asOf(now),
		in:   msg.Inbound{Gateway: contact.Route, Ref: key},
		snap: store.Snapshot{Contact: contact, Session: session, Now: now, Records: r},
		st:   load(session),
	}
}

// words after a command's name, as they were typed: "TIN HONG THUONG".
func (t *turn) after(command string) (rest string, ok bool) {
	plain := t.command0()
	if plain != command && !strings.HasPrefix(plain, command+" ") {
		return "", false
	}
	typed := strings.Fields(t.reading.Typed)
	n := len(strings.Fields(command))
	if len(typed) < n || text.Strip(strings.Join(typed[:n], " ")) == "" {
		return "", false
	}
	return strings.Join(typed[n:], " "), true
}
