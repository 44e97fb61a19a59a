package person

import (
	"errors"
	"strings"
	"time"

	"tinban/store"
)

// How long news go to somebody nobody has heard of, and how long a yes holds.
const (
	KeepSilent   = 180 * 24 * time.Hour
	ConsentYears = 2
	AnswerWithin = 14 * 24 * time.Hour // of being asked; after it the news end
)

// Question is what a subscriber is asked when nobody wrote for long.
type Question string

// The questions.
const (
	NoQuestion Question = ""
	AskInUse   Question = "in use"  // is the number still theirs?
	AskAgain   Question = "consent" // do they still agree?
)

const dueDay = "2006-01-02"

func dueKey(at time.Time) string { return duePrefix + at.UTC().Format(dueDay) }

const duePrefix = "due/"

// next is when a subscriber who was last heard of then is looked at.
func (s Subscriber) next(seen time.Time) time.Time {
	if seen.Before(s.Consent.At) {
		seen = s.Consent.At
	}
	silent, again := seen.Add(KeepSilent), s.Consent.At.AddDate(ConsentYears, 0, 0)
	if again.Before(silent) {
		return again
	}
	return silent
}

// Due lists at most n subscribers it is time to look at, the longest due
// first.
func Due(r store.Reader, now time.Time, n int) (list []Subscriber, err error) {
	last, bad := dueKey(now), error(nil)
	err = r.Find(subscriberShelf, duePrefix, "", func(place string, rec store.Record) bool {
		if day, _, _ := strings.Cut(place, "\x00"); day > last || len(list) == n {
			return false
		}
		var s Subscriber
		if s, bad = subscriber(rec); bad != nil {
			return false
		}
		list = append(list, s)
		return true
	})
	return list, errors.Join(err, bad)
}

// Review looks at a subscriber: whether to ask something, and what changes.
// It always changes something, so that the same one is not due again today.
func Review(r store.Reader, s Subscriber, now time.Time) (Question, store.Changes, error) {
	contact, _, err := r.Contact(s.Contact)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return NoQuestion, store.Changes{}, err
	}
	ask := s.judge(contact, now)
	if ask == ended || err != nil {
		c, err := End(r, s.Contact)
		return NoQuestion, c, err
	}
	s.Asked, s.Look = time.Time{}, s.next(contact.Seen)
	if ask != NoQuestion {
		s.Asked, s.Look = now, now.Add(AnswerWithin)
	}
	c, err := put(s)
	return ask, c, err
}

// ended: the news end, and nobody is asked.
const ended Question = "ended"

func (s Subscriber) judge(c store.Contact, now time.Time) Question {
	agreed := now.Before(s.Consent.At.AddDate(ConsentYears, 0, 0))
	heard := now.Before(s.next(c.Seen))
	switch {
	case c.NewsStopped:
		return ended
	case heard:
		return NoQuestion // they wrote: that is an answer
	case !s.Asked.IsZero():
		return ended // silence is no consent
	case c.Unreachable:
		return ended
	case !agreed:
		return AskAgain
	}
	return AskInUse
}

// Waits is the question a subscriber has not answered yet.
func (s Subscriber) Waits() Question {
	switch {
	case s.Asked.IsZero():
		return NoQuestion
	case s.Asked.Before(s.Consent.At.AddDate(ConsentYears, 0, 0)):
		return AskInUse
	}
	return AskAgain
}

// StillTheirs notes a yes to the question that waits.
func StillTheirs(s Subscriber, agreed Consent) (store.Changes, error) {
	if s.Waits() == AskAgain {
		s.Consent = agreed
	}
	s.Asked, s.Look = time.Time{}, s.next(agreed.At)
	return put(s)
}
