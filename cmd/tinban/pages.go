package main

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"

	"tinban/backup"
	"tinban/console"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// openConsole makes the staff pages. code is the one-time code of a first
// start, to be printed; empty when somebody can sign in already.
func (s *service) openConsole(ctx context.Context) (c *console.Console, code string, err error) {
	if code, err = s.setupCode(ctx); err != nil {
		return nil, "", err
	}
	c, err = console.New(console.Config{
		Store: s.store, Knowledge: s.know.Load, Bot: s.bot, Board: s.board, Say: s.say, Now: s.cfg.now, Zone: hue,
		Wake: s.outbox.Wake, Health: s.health, Log: s.log, Public: s.cfg.Public,
		Secure: strings.HasPrefix(s.cfg.Public, "https://"), Setup: code,
		SMS: s.cfg.Reach.SMS, Telegram: s.cfg.Reach.Telegram, Residents: registry{s: s}, Training: s.cfg.Training, Try: s.phones != nil,
	})
	return c, code, err
}

// setupCode draws a code for the first administrator, while there is nobody.
func (s *service) setupCode(ctx context.Context) (string, error) {
	var all []staff.Account
	err := s.store.View(ctx, func(r store.Reader) (err error) {
		all, err = staff.All(r)
		return err
	})
	if err != nil || len(all) > 0 {
		return "", err
	}
	seed, err := staff.NewSeed(rand.Reader)
	return seed.Code(), err
}

// health is how the service is, for the pages.
func (s *service) health(ctx context.Context) (console.Health, error) {
	now := s.cfg.now()
	h := console.Health{Started: s.started, BackupOn: s.cfg.Backup.Dir != ""}
	spent, err := s.store.Spent(ctx, now)
	if err != nil {
		return h, err
	}
	up := s.outbox.Up()
	for _, c := range s.channels {
		h.Routes = append(h.Routes, console.Route{Name: c.name, Caps: c.sender.Caps(), Up: up[c.name], Month: spent[c.name]})
	}
	for _, lane := range []msg.Lane{msg.Reply, msg.Notice, msg.Broadcast} {
		n, err := s.store.Waiting(ctx, lane)
		if err != nil {
			return h, err
		}
		h.Waiting += n
	}
	oldest, err := s.store.Oldest(ctx, msg.Reply)
	if err == nil && !oldest.IsZero() {
		h.Oldest = max(now.Sub(oldest), 0)
	}
	s.measure(&h)
	return h, err
}

// measure looks at the disk; what cannot be read is left out.
func (s *service) measure(h *console.Health) {
	if info, err := os.Stat(filepath.Join(s.cfg.Data, storeFile)); err == nil {
		h.StoreBytes = info.Size()
	}
	if !h.BackupOn {
		return
	}
	copies, err := backup.List(s.cfg.Backup.Dir)
	if err != nil || len(copies) == 0 {
		return
	}
	h.Backup, _ = backup.Made(copies[len(copies)-1])
}
