package main

import (
	"context"
	"errors"
	"time"

	"tinban/report"
)

// everyMinute does what is due without anybody writing: deadlines, reminders,
// numbers for the reports.
func (s *service) everyMinute(ctx context.Context) error {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.errands(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("what was due could not be done; trying again in a minute", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// errands is one round of it.
func (s *service) errands(ctx context.Context) error {
	return errors.Join(s.bot.RunErrands(ctx, s.store), s.moveNotices(ctx), s.count(ctx), s.retention(ctx))
}

// count brings the days' numbers up to date.
func (s *service) count(ctx context.Context) error {
	for more := true; more; {
		var err error
		if more, err = report.Roll(ctx, s.store, s.cfg.now()); err != nil {
			return err
		}
	}
	return nil
}
