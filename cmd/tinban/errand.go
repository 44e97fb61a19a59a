package main

import (
	"context"
	"time"
)

// everyMinute does what is due without anybody writing: deadlines, reminders,
// the next page of a notice.
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
	return s.bot.RunErrands(ctx, s.store)
}
