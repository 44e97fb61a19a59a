package person

import (
	"errors"
	"slices"
	"time"

	"tinban/store"
)

// Subscribe makes a contact take news as they agreed to it. What they took
// before is replaced; what was sent to them still counts.
func Subscribe(r store.Reader, s Subscriber) (c store.Changes, err error) {
	was, taken, err := subscriberIf(r, s.Contact)
	if err != nil {
		return c, err
	}
	link, _, err := linkIf(r, s.Contact)
	if err != nil {
		return c, err
	}
	if taken {
		s.Sent = was.Sent
	}
	s.Linked, s.Asked, s.Look = link.Other, time.Time{}, s.next(s.Consent.At)
	return put(s)
}

// put keeps a subscriber as it is.
func put(s Subscriber) (c store.Changes, err error) {
	rec, err := s.Record()
	c.Put = []store.Record{rec}
	return c, err
}

// Unsubscribe ends what a contact takes, and with it the record of it: what
// they had agreed to is returned, in case it was a mistake. taken is false
// when there was nothing to end.
func Unsubscribe(r store.Reader, id store.ContactID) (was Subscriber, taken bool, c store.Changes, err error) {
	was, taken, err = subscriberIf(r, id)
	if taken {
		c.Drop = []store.Name{{Shelf: subscriberShelf, ID: string(id)}}
	}
	return was, taken, c, err
}

// Without ends one topic of what a subscriber takes; with its last topic it
// ends altogether.
func Without(r store.Reader, s Subscriber, topic Topic) (store.Changes, error) {
	s.Topics = slices.DeleteFunc(slices.Clone(s.Topics), func(t Topic) bool { return t == topic })
	if len(s.Topics) == 0 {
		_, _, c, err := Unsubscribe(r, s.Contact)
		return c, err
	}
	return put(s)
}

// subscriberIf returns a subscriber, if there is one.
func subscriberIf(r store.Reader, id store.ContactID) (s Subscriber, ok bool, err error) {
	s, err = SubscriberOf(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return s, false, nil
	}
	return s, err == nil, err
}
