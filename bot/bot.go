// Package bot is the conversation. It turns (contact, session, message) into
// a write set: the replies, in their final form, and what to remember.
// Deciding is pure: it may be run twice, or run and thrown away, and the
// terminal, the simulator and a real phone all go through the same Decide.
package bot

import (
	"context"
	"log/slog"
	"time"

	"tinban/bot/understand"
	"tinban/content"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/store"
	"tinban/ticket"
)

// Knowledge is one content library with the reader that was trained on it.
type Knowledge struct {
	Library *content.Library
	Reader  *understand.Model
	Places  *understand.Names
}

// NewKnowledge joins a library and its reader.
func NewKnowledge(l *content.Library, reader *understand.Model) *Knowledge {
	var names []understand.Name
	for _, n := range l.PlaceNames() {
		names = append(names, understand.Name{ID: n.ID, Text: n.Text})
	}
	return &Knowledge{Library: l, Reader: reader, Places: understand.NewNames(names)}
}

// Counter counts what an operator must see; a nil one counts nothing.
type Counter interface {
	// Inbound counts one message by what became of it.
	Inbound(outcome string)
}

// Config is what a Bot needs.
type Config struct {
	// Knowledge is asked at each message, so that published content takes
	// effect without a restart.
	Knowledge func() *Knowledge
	Inbox     store.Inbox
	// Caps tells what a route can do; ok is false for an unknown route.
	Caps func(route string) (caps msg.Caps, ok bool)
	// Number reads a phone number as somebody typed it; nil reads none.
	Number func(typed string) (msg.Address, error)
	// Marks makes do-not-send marks; nil makes none.
	Marks *person.Marker
	// Notices is by what notices are shaped and sent; nil: there are none.
	Notices *notice.Board
	// Days are those staff work; the zero Calendar knows the holidays there are.
	Days  ticket.Calendar
	Say   locales.Catalogue
	Now   func() time.Time
	AsOf  eligibility.Date // the day content is read as of; zero is today
	Wake  func()           // tells the outbox that something waits
	Count Counter
	Log   *slog.Logger
}

// Bot answers messages.
type Bot struct{ cfg Config }

// New returns a Bot.
func New(cfg Config) *Bot {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Wake == nil {
		cfg.Wake = func() {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Bot{cfg}
}

// Receive implements msg.Sink. The text is read before the transaction opens;
// when Receive returns nil, the message and its reply are on disk.
func (b *Bot) Receive(ctx context.Context, in msg.Inbound) error {
	know := b.cfg.Knowledge()
	reading, parts := know.Reader.Read(in.Text), know.Reader.Split(in.Text)
	outcome := ""
	fresh, err := b.cfg.Inbox.Receive(ctx, in, func(snap store.Snapshot) (store.WriteSet, error) {
		d := b.decide(know, snap, in, reading, parts)
		outcome = d.Outcome.Kind
		return d.WriteSet, nil
	})
	if err != nil {
		b.cfg.Log.Error("message not stored", "gateway", in.Gateway, "err", err)
		return err
	}
	if !fresh {
		outcome = "repeated"
	}
	if b.cfg.Count != nil {
		b.cfg.Count.Inbound(outcome)
	}
	b.cfg.Wake()
	return nil
}

// Decide is the decision on one message without a store, for a terminal.
func (b *Bot) Decide(snap store.Snapshot, in msg.Inbound) Decision {
	know := b.cfg.Knowledge()
	return b.decide(know, snap, in, know.Reader.Read(in.Text), know.Reader.Split(in.Text))
}

// asOf is the day content is read as of.
func (b *Bot) asOf(now time.Time) eligibility.Date {
	if !b.cfg.AsOf.IsZero() {
		return b.cfg.AsOf
	}
	return eligibility.FromTime(now)
}
