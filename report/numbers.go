package report

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

const dayShelf store.Shelf = "day"

// rolledID names the record that says up to when events have been counted.
const rolledID = "rolled"

// Count is how many events of a day looked alike. Like the events, it leads to
// nobody.
type Count struct {
	Channel msg.ChannelKind `json:"ch,omitempty"`
	Commune string          `json:"co,omitempty"`
	Label   string          `json:"l,omitempty"`
	Outcome string          `json:"o,omitempty"`
	Verdict string          `json:"v,omitempty"`
	N       int             `json:"n"`
}

// Day is what a day's events come to.
type Day struct {
	On     string         `json:"on"` // 2026-06-10, by the clock of the place
	Counts []Count        `json:"c"`
	Failed map[string]int `json:"f,omitempty"` // criteria of checks that were not met
}

// settle is how old an event must be to be counted: a message that was decided
// earlier may be stored a moment later.
const settle = time.Minute

// rollMost bounds one run; the next goes on.
const rollMost = 20000

// Events is where Roll reads.
type Events interface {
	store.Shelves
	store.Records
}

// Roll counts the events since its last run into their days, so that a page
// about a year reads days and not events. more says that some are left.
func Roll(ctx context.Context, s Events, now time.Time) (more bool, err error) {
	from, err := rolled(ctx, s)
	if err != nil {
		return false, err
	}
	to := now.Add(-settle).Truncate(time.Second)
	days, to, more, err := gather(ctx, s, from, to, now.Location())
	if err != nil || !to.After(from) {
		return false, err
	}
	return more, s.Update(ctx, func(r store.Reader) (store.Changes, error) { return add(r, from, to, days) })
}

var errRolled = errors.New("report: somebody else counts these events")

func rolled(ctx context.Context, s store.Shelves) (at time.Time, err error) {
	err = s.View(ctx, func(r store.Reader) error {
		at, err = rolledAt(r)
		return err
	})
	return at, err
}

func rolledAt(r store.Reader) (at time.Time, err error) {
	rec, err := r.Get(dayShelf, rolledID)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return at, err
	}
	return at, at.UnmarshalText(rec.Body)
}

// gather counts events from one moment up to another, or up to a whole second
// before it when there are too many.
func gather(ctx context.Context, s Events, from, to time.Time, zone *time.Location) (map[string]*tally, time.Time, bool, error) {
	days := map[string]*tally{}
	n, more := 0, false
	var last time.Time // the second of the last one counted
	err := s.Events(ctx, from, func(e store.Event) bool {
		if !e.At.Before(to) {
			return false
		}
		second := e.At.Truncate(time.Second)
		if n >= rollMost && second.After(last) {
			to, more = second, true
			return false
		}
		n, last = n+1, second
		on := e.At.In(zone).Format(time.DateOnly)
		if days[on] == nil {
			days[on] = &tally{counts: map[Count]int{}, failed: map[string]int{}}
		}
		days[on].take(e)
		return true
	})
	return days, to, more, err
}

// tally is a day while it is counted.
type tally struct {
	counts map[Count]int
	failed map[string]int
}

func (t *tally) take(e store.Event) {
	t.counts[Count{Channel: e.Channel, Commune: e.Commune, Label: e.Label, Outcome: e.Outcome, Verdict: e.Verdict}]++
	for _, f := range e.Failed {
		t.failed[f]++
	}
}

// add joins what was gathered to what is there.
func add(r store.Reader, from, to time.Time, days map[string]*tally) (c store.Changes, err error) {
	at, err := rolledAt(r)
	if err != nil {
		return c, err
	}
	if !at.Equal(from) {
		return c, errRolled
	}
	for _, on := range slices.Sorted(maps.Keys(days)) {
		d, err := dayOf(r, on)
		if err != nil {
			return c, err
		}
		d.add(days[on])
		rec, err := d.record()
		if err != nil {
			return c, err
		}
		c.Put = append(c.Put, rec)
	}
	body, err := to.UTC().MarshalText()
	c.Put = append(c.Put, store.Record{Name: store.Name{Shelf: dayShelf, ID: rolledID}, Body: body})
	return c, err
}

func (d *Day) add(more *tally) {
	sums := more.counts
	for _, was := range d.Counts {
		n := was.N
		was.N = 0
		sums[was] += n
	}
	d.Counts = d.Counts[:0]
	for c, n := range sums {
		c.N = n
		d.Counts = append(d.Counts, c)
	}
	slices.SortFunc(d.Counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Commune, b.Commune), cmp.Compare(a.Outcome, b.Outcome),
			cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Verdict, b.Verdict))
	})
	if d.Failed == nil {
		d.Failed = map[string]int{}
	}
	for f, n := range more.failed {
		d.Failed[f] += n
	}
}

func (d Day) record() (store.Record, error) {
	b, err := json.Marshal(d)
	return store.Record{Name: store.Name{Shelf: dayShelf, ID: d.On}, Body: b, Keys: []string{"on/" + d.On}}, err
}

func dayOf(r store.Reader, on string) (Day, error) {
	rec, err := r.Get(dayShelf, on)
	if errors.Is(err, store.ErrNotFound) {
		return Day{On: on}, nil
	}
	if err != nil {
		return Day{}, err
	}
	var d Day
	return d, json.Unmarshal(rec.Body, &d)
}

// FirstDay is the day of the first event there is; empty before it.
func FirstDay(r store.Reader) (on string, err error) {
	err = r.Find(dayShelf, "on/", "", func(_ string, rec store.Record) bool {
		on = rec.ID
		return false
	})
	return on, err
}

// Days returns the days there are between two, both included, oldest first.
func Days(r store.Reader, from, to string) (list []Day, err error) {
	var bad error
	err = r.Find(dayShelf, "on/", "on/"+from, func(_ string, rec store.Record) bool {
		var d Day
		if bad = json.Unmarshal(rec.Body, &d); bad != nil || d.On > to {
			return false
		}
		list = append(list, d)
		return true
	})
	return list, errors.Join(err, bad)
}
