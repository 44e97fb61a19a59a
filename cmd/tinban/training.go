package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"tinban/console"
	"tinban/msg"
	"tinban/outbox"
	"tinban/simulator"
	"tinban/staff"
	"tinban/store"
)

// A service may be tried with real gateways before residents know of it. In
// training, a gateway is called for members of staff only, in the chat they
// linked; all else is settled as if it had been sent. Everything before the
// gateway goes its real road, so that what is learned is what is used later.

// reachConfig is where residents reach the service, as pages and posters say
// it.
type reachConfig struct {
	SMS      string `yaml:"sms"`      // the number; notices.number if not given
	Telegram string `yaml:"telegram"` // the bot's name, without @
}

func (c reachConfig) validate() (errs []error) {
	if strings.Trim(c.SMS, "+0123456789 .") != "" {
		errs = append(errs, fmt.Errorf("reach: sms %q is no number; write it as 0912 345 678", c.SMS))
	}
	if strings.Trim(c.Telegram, botLetters) != "" {
		errs = append(errs, fmt.Errorf("reach: telegram %q is no bot's name; write it as tinban_bot", c.Telegram))
	}
	return errs
}

const botLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// trainees says whether an address is that of a member of staff.
type trainees func(context.Context, msg.Address) (bool, error)

// trainee is a gateway that is called for staff only.
type trainee struct {
	outbox.Sender
	staff trainees
}

// Send implements outbox.Sender.
func (t trainee) Send(ctx context.Context, out msg.Outbound) (string, error) {
	theirs, err := t.staff(ctx, out.To)
	switch {
	case err != nil:
		return "", &msg.SendError{Kind: msg.Transient, Code: "training"}
	case theirs:
		return t.Sender.Send(ctx, out)
	}
	return trainingRef(out.Key), nil
}

// lookingTrainee is one whose gateway can be asked.
type lookingTrainee struct {
	trainee
	outbox.Looker
}

// Lookup implements outbox.Looker: what is not sent was never there.
func (t lookingTrainee) Lookup(ctx context.Context, out msg.Outbound) (ref string, found bool, err error) {
	if theirs, err := t.staff(ctx, out.To); err != nil || !theirs {
		return "", false, err
	}
	return t.Looker.Lookup(ctx, out)
}

// trainingRef marks what was not sent; no gateway gives such a ref.
func trainingRef(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "training-" + hex.EncodeToString(sum[:8])
}

// inTraining puts a gateway behind the question who is written to.
func inTraining(s outbox.Sender, staff trainees) outbox.Sender {
	t := trainee{s, staff}
	if looker, ok := s.(outbox.Looker); ok {
		return lookingTrainee{t, looker}
	}
	return t
}

// isStaff reports whether an address is the linked chat of an account in use.
func (s *service) isStaff(ctx context.Context, a msg.Address) (theirs bool, err error) {
	err = s.store.View(ctx, func(r store.Reader) error {
		id, err := r.Lookup(a)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		_, theirs, err = staff.ByContact(r, id)
		return err
	})
	return theirs, err
}

// trying is the two phones on a page, for staff of a real service.
func (c config) trying() bool { return c.Training || c.TryPage }

// tryPhone is one of them. It stands apart: no message of a resident moves to
// it when a gateway is down.
type tryPhone struct{ *simulator.Phone }

// Caps implements outbox.Sender.
func (p tryPhone) Caps() msg.Caps {
	caps := p.Phone.Caps()
	caps.Class, caps.PricePerPart = msg.Trial, 0 // nobody pays for them
	return caps
}

// newTryPhones makes the phones; s is asked when somebody types on one.
func newTryPhones(s func() *service, c config) *simulator.Simulator {
	banner := ""
	if c.Training {
		banner = "Chế độ tập: tin chỉ tới cán bộ"
	}
	return simulator.New(simulator.Config{
		Sink: func(ctx context.Context, in msg.Inbound) error { return s().bot.Receive(ctx, in) },
		Now:  now, PricePerPart: c.PricePerPart, Banner: banner,
	})
}

func tryChannels(sim *simulator.Simulator) []channel {
	return []channel{{sim.SMS().Route(), tryPhone{sim.SMS()}}, {sim.Chat().Route(), tryPhone{sim.Chat()}}}
}

// mountTry serves the phones to who has signed in.
func (s *service) mountTry(pages *console.Console) {
	if s.phones == nil {
		return
	}
	s.mux.Handle("/thu/", pages.StaffOnly(http.StripPrefix("/thu", s.phones.Handler())))
}
