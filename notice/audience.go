package notice

import (
	"errors"
	"time"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// Why is why somebody does not get a notice, or why it stands still.
type Why string

// Why somebody does not get it.
const (
	Stopped     Why = "stopped"     // they wrote HUY
	Unreachable Why = "unreachable" // their channel takes nothing
	Today       Why = "today"       // they had one today
	Month       Why = "month"       // they had four this month
	Marked      Why = "marked"      // a do-not-send mark
	Linked      Why = "linked"      // it goes to their other channel
	NoRoute     Why = "noroute"     // no gateway of ours leads there
)

// Whys lists them, in the order they are told.
var Whys = []Why{Stopped, Unreachable, Today, Month, Marked, Linked, NoRoute}

// monthly is how many a contact takes in a month.
const monthly = 4

// candidate is one contact that a notice may be for.
type candidate struct {
	id      store.ContactID
	commune string
	sub     person.Subscriber // zero for somebody who takes no news any more
	by      Route
	why     Why // not "": they do not get it
}

// candidates reads at most look contacts of a notice's audience from a cursor
// on, and says which of them get it. next is where to go on.
func (b *Board) candidates(r store.Reader, n Notice, from Cursor, look int, now time.Time) (list []candidate, next Cursor, err error) {
	if n.Corrects != "" || n.Round > 0 {
		return b.reached(r, n, from, look)
	}
	next = from
	if next.Commune >= len(n.Communes) {
		next.End = true
		return nil, next, nil
	}
	commune := n.Communes[next.Commune]
	subs, place, err := subscribers(r, commune, next.After, look)
	next.After = place
	if len(subs) < look {
		next = Cursor{Commune: next.Commune + 1, End: next.Commune+1 >= len(n.Communes)}
	}
	for _, s := range subs {
		if err != nil {
			return nil, from, err
		}
		if n.Topic != "" && !s.Takes(n.Topic) {
			continue
		}
		c := candidate{id: s.Contact, commune: commune, sub: s}
		err = b.admit(r, n, &c, now)
		list = append(list, c)
	}
	return list, next, err
}

func subscribers(r store.Reader, commune, after string, most int) (list []person.Subscriber, place string, err error) {
	place = after
	err = person.Subscribers(r, commune, after, func(at string, s person.Subscriber) bool {
		list, place = append(list, s), at
		return len(list) < most
	})
	return list, place, err
}

// admit says by which way a subscriber gets a notice, or why not.
func (b *Board) admit(r store.Reader, n Notice, c *candidate, now time.Time) error {
	contact, _, err := r.Contact(c.id)
	if errors.Is(err, store.ErrNotFound) {
		c.why = Unreachable
		return nil
	}
	if err != nil {
		return err
	}
	if err := b.way(r, c, contact, c.sub.Chat); err != nil || c.why != "" {
		return err
	}
	sent := c.sub.Sent
	if c.sub.Linked != "" {
		other, prefers, err := b.other(r, n, c.sub)
		if err != nil {
			return err
		}
		if prefers {
			c.why = Linked
			return nil
		}
		sent = append(append([]time.Time{}, sent...), other.Sent...)
	}
	if !n.uncapped() {
		c.why = capped(sent, now)
	}
	return nil
}

// way finds the route to a contact that takes notices.
func (b *Board) way(r store.Reader, c *candidate, contact store.Contact, chat bool) (err error) {
	var ok, marked bool
	if b.Marked != nil {
		marked, err = b.Marked(r, c.id)
	}
	c.by, ok = b.routeOf(contact.Route, chat)
	switch {
	case contact.NewsStopped:
		c.why = Stopped
	case marked:
		c.why = Marked
	case contact.Unreachable:
		c.why = Unreachable
	case !ok:
		c.why = NoRoute
	}
	return err
}

// other looks at the same person's other channel: whether the notice goes
// there instead. A chat wins while it can be reached.
func (b *Board) other(r store.Reader, n Notice, s person.Subscriber) (other person.Subscriber, prefers bool, err error) {
	other, err = person.SubscriberOf(r, s.Linked)
	if errors.Is(err, store.ErrNotFound) {
		return other, false, nil
	}
	if err != nil {
		return other, false, err
	}
	contact, _, err := r.Contact(s.Linked)
	if errors.Is(err, store.ErrNotFound) {
		return other, false, nil
	}
	if err != nil || contact.NewsStopped || contact.Unreachable || !n.isFor(other) {
		return other, false, err
	}
	if _, ok := b.routeOf(contact.Route, other.Chat); !ok {
		return other, false, nil
	}
	if s.Chat != other.Chat {
		return other, other.Chat, nil
	}
	return other, s.Linked < s.Contact, nil
}

// isFor reports whether a subscriber is of a notice's audience.
func (n Notice) isFor(s person.Subscriber) bool {
	for _, c := range n.Communes {
		if c == s.Commune {
			return n.Topic == "" || s.Takes(n.Topic)
		}
	}
	return false
}

// capped says whether somebody has had enough.
func capped(sent []time.Time, now time.Time) Why {
	today, month := dayOf(now), 0
	for _, at := range sent {
		day := dayOf(at)
		if day.Equal(today) {
			return Today
		}
		if day.Year() == today.Year() && day.Month() == today.Month() {
			month++
		}
	}
	if month >= monthly {
		return Month
	}
	return ""
}

// Bounds on what is remembered of broadcasts, as Subscriber.Sent says.
const (
	keepSent = 31 * 24 * time.Hour
	mostSent = 10
)

// sentNow notes one more broadcast.
func sentNow(sent []time.Time, now time.Time) (kept []time.Time) {
	for _, at := range sent {
		if now.Sub(at) < keepSent {
			kept = append(kept, at)
		}
	}
	kept = append(kept, now.Truncate(time.Second))
	return kept[max(len(kept)-mostSent, 0):]
}

// reached pages through those a notice was sent to: of a correction, whoever
// the wrong one got out to or may still get out to; of a retry, whoever it did
// not reach.
func (b *Board) reached(r store.Reader, n Notice, from Cursor, look int) (list []candidate, next Cursor, err error) {
	group := string(n.ID)
	if n.Corrects != "" && n.Round == 0 {
		group = string(n.Corrects)
	}
	got, err := r.Group(group, store.ContactID(from.After), look)
	if err != nil {
		return nil, from, err
	}
	next = Cursor{End: len(got) < look, After: from.After}
	for _, to := range got {
		next.After = string(to.Contact)
		if failed := to.Status == msg.Failed; failed != (n.Round > 0) || n.Round > 0 && !worthRetry(to.Code) {
			continue
		}
		c := candidate{id: to.Contact, commune: n.Communes[0]}
		if err := b.admitAgain(r, to, &c, n); err != nil {
			return nil, from, err
		}
		list = append(list, c)
	}
	return list, next, nil
}

// admitAgain is admit for somebody who was sent something: by the way it went.
func (b *Board) admitAgain(r store.Reader, to store.Recipient, c *candidate, n Notice) error {
	contact, _, err := r.Contact(c.id)
	if errors.Is(err, store.ErrNotFound) {
		c.why = Unreachable
		return nil
	}
	if err != nil {
		return err
	}
	c.sub, err = person.SubscriberOf(r, c.id)
	switch {
	case err == nil && n.commune(c.sub.Commune):
		c.commune = c.sub.Commune
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	}
	went, known := b.named(to.Route)
	chat := c.sub.Chat
	if known {
		chat = went.Kind == msg.Chat
	}
	if err := b.way(r, c, contact, chat); err != nil || c.why != "" {
		return err
	}
	if known && n.Round == 0 { // a correction comes the way the wrong one came
		c.by = went
	}
	return nil
}

func (n Notice) commune(id string) bool {
	for _, c := range n.Communes {
		if c == id {
			return true
		}
	}
	return false
}
