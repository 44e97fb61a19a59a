package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tinban/eligibility"
	"tinban/locales"
	"tinban/notice"
	"tinban/store"
)

// noticeConfig is how notices are shaped, paid and approved.
type noticeConfig struct {
	// Brand is the registered name that must stand in an SMS sent under it, and
	// Number the one people answer to, since nobody can answer a name.
	Brand  string `yaml:"brand"`
	Number string `yaml:"number"`
	// Ours are numbers and sites a notice may name without a question.
	Ours []string `yaml:"ours"`
	// Budget is what the notices of one commune may cost in a month, in đồng;
	// 0 is no limit.
	Budget int `yaml:"budget_per_commune"`
	// CoolOff is how long the only one who can approve waits with their own
	// text; 15m if not given.
	CoolOff time.Duration `yaml:"cooling_off"`
}

func (c noticeConfig) validate(gateways []gatewayConfig) (errs []error) {
	for _, g := range gateways {
		if g.caps(0).Class == "brandname" && !g.Templates && (c.Brand == "" || c.Number == "") {
			errs = append(errs, fmt.Errorf("notices: gateway %q sends under a name; give brand, as it is registered, and number, where people answer", g.Name))
		}
	}
	if c.Budget < 0 {
		errs = append(errs, errors.New("notices: budget_per_commune is below zero; give đồng, or 0 for no limit"))
	}
	if c.CoolOff < 0 {
		errs = append(errs, errors.New("notices: cooling_off is below zero; 15m is usual"))
	}
	return errs
}

// board is by what notices are shaped and sent here.
func (s *service) newBoard(channels []channel) *notice.Board {
	c := s.cfg.Notices
	b := &notice.Board{
		Say: s.say.In(locales.Own), Commune: s.communeOfToday,
		Brand: c.Brand, Number: c.Number, Ours: c.Ours, Budget: c.Budget, CoolOff: c.CoolOff,
		Marked: s.marked,
	}
	for _, ch := range channels {
		b.Routes = append(b.Routes, notice.Route{Name: ch.name, Caps: ch.sender.Caps()})
	}
	return b
}

// communeOfToday names a commune there is.
func (s *service) communeOfToday(id string) (string, bool) {
	lib := s.know.Load().Library
	now := lib.CommuneOn(id, eligibility.FromTime(s.cfg.now()))
	if now == nil || now.ID != id {
		return "", false
	}
	return now.Name, true
}

// marked reports a do-not-send mark on a contact's address.
func (s *service) marked(r store.Reader, id store.ContactID) (bool, error) {
	a, err := r.Address(id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return s.marks.Marked(r, a)
}

const (
	// pagesAtOnce bounds what one notice queues before the next has its turn.
	pagesAtOnce = 10
	// noticePause is between two looks at what waits, when something is being
	// sent, and noticeRest when not.
	noticePause = 100 * time.Millisecond
	noticeRest  = time.Second
)

// sendNotices moves the notices under way until the service stops.
func (s *service) sendNotices(ctx context.Context) error {
	for {
		busy, err := s.pumpNotices(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("a notice could not go on; trying again", "err", err)
		}
		rest := noticeRest
		if busy && err == nil {
			rest = noticePause
		}
		t := time.NewTimer(rest)
		select {
		case <-ctx.Done():
			t.Stop()
			return nil
		case <-t.C:
		}
	}
}

// moveNotices is one round of it, for the errands.
func (s *service) moveNotices(ctx context.Context) error {
	_, err := s.pumpNotices(ctx)
	return err
}

// pumpNotices moves each notice by what it can do now. busy says that one of
// them is being sent. One that fails does not hold up the others.
func (s *service) pumpNotices(ctx context.Context) (busy bool, err error) {
	var ids []notice.ID
	err = s.store.View(ctx, func(r store.Reader) (err error) {
		ids, err = notice.Running(r)
		return err
	})
	for _, id := range ids {
		sending, bad := s.pumpNotice(ctx, id)
		busy, err = busy || sending, errors.Join(err, bad)
	}
	return busy, err
}

func (s *service) pumpNotice(ctx context.Context, id notice.ID) (sending bool, err error) {
	for range pagesAtOnce {
		var step notice.Step
		err := s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
			if step, c, err = s.board.Pump(r, id, s.cfg.now(), notice.Page); err != nil {
				return c, err
			}
			tells, err := s.bot.TellStaff(r, step.Tell, "")
			c.Add(tells)
			return c, err
		})
		if err != nil {
			return false, fmt.Errorf("notice %s: %w", id, err)
		}
		if sending = step.Notice.State == notice.Sending || step.Notice.State == notice.First; !step.More {
			return sending, nil
		}
		s.outbox.Wake()
	}
	return true, nil
}
