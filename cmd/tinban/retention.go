package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tinban/store"
)

// What must not be kept any longer is asked about and deleted at night, when
// nobody writes; then the store is made small, so that nothing of it is left
// on the disk either.
const (
	nightHour, nightMinute = 2, 30
	// nightEnds: a night that was missed is not made up for by day, when
	// people write, unless the one before was missed too.
	nightEnds  = 5
	missedDays = 2
	// reviewPage is how many subscribers one transaction looks at, and
	// askedANight how many are asked at most: the rest is asked the next
	// nights, so that a list of thousands entered on one day does not go out
	// on one day.
	reviewPage  = 100
	askedANight = 500
)

// nightShelf holds which night was the last.
const nightShelf store.Shelf = "night"

const nightID = "last"

// retention does the night's work when it is due.
func (s *service) retention(ctx context.Context) error {
	now := s.cfg.now().In(hue)
	due, err := s.nightDue(ctx, now)
	if !due || err != nil {
		return err
	}
	asked, err := s.reviewSubscribers(ctx)
	if err != nil {
		return fmt.Errorf("looking for subscriptions nobody uses: %w", err)
	}
	gone, err := s.store.Sweep(ctx, now)
	if err != nil {
		return fmt.Errorf("deleting old records: %w", err)
	}
	// Noted before the longest part: one that fails, on a full disk, must not
	// be tried again each minute.
	if err := s.nightDone(ctx, now); err != nil {
		return err
	}
	before, after, err := s.store.Compact(ctx)
	if err != nil {
		return fmt.Errorf("making the store small, to be tried again tomorrow night: %w", err)
	}
	s.log.Info("the night's work is done", "asked", asked, "deleted", gone, "bytes_before", before, "bytes_after", after)
	return nil
}

func (s *service) nightDone(ctx context.Context, now time.Time) error {
	return s.store.Update(ctx, func(store.Reader) (store.Changes, error) {
		return store.Changes{Put: []store.Record{{Name: store.Name{Shelf: nightShelf, ID: nightID}, Body: []byte(now.Format(time.DateOnly))}}}, nil
	})
}

// nightDue: it is night, and this night's work has not been done; or it has
// been missed for days.
func (s *service) nightDue(ctx context.Context, now time.Time) (due bool, err error) {
	begins := time.Date(now.Year(), now.Month(), now.Day(), nightHour, nightMinute, 0, 0, hue)
	if now.Before(begins) {
		return false, nil
	}
	err = s.store.View(ctx, func(r store.Reader) error {
		rec, err := r.Get(nightShelf, nightID)
		if errors.Is(err, store.ErrNotFound) {
			due = now.Hour() < nightEnds // a new store is in no hurry
			return nil
		}
		if err != nil {
			return err
		}
		last, err := time.ParseInLocation(time.DateOnly, string(rec.Body), hue)
		missed := now.Sub(last) >= missedDays*24*time.Hour
		due = now.Format(time.DateOnly) != string(rec.Body) && (now.Hour() < nightEnds || missed)
		return err
	})
	return due, err
}

// reviewSubscribers goes through those it is time to look at, page by page.
func (s *service) reviewSubscribers(ctx context.Context) (asked int, err error) {
	for asked < askedANight {
		n, looked := 0, 0
		err := s.store.Update(ctx, func(r store.Reader) (c store.Changes, err error) {
			c, n, looked, err = s.bot.ReviewSubscribers(r, s.cfg.now(), min(reviewPage, askedANight-asked))
			return c, err
		})
		if asked += n; err != nil || looked == 0 {
			return asked, err
		}
	}
	return asked, nil
}
