package notice

import (
	"context"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Share is what goes by one route.
type Share struct {
	Route  string
	Chat   bool
	People int
	Parts  int
	Cost   int // đồng
}

// Audience is how many a notice is for. It holds counts and no people, so it
// is as small for a province as for a village.
type Audience struct {
	People   int
	Shares   []Share
	Excluded map[Why]int
	Costs    map[string]int // by commune, in đồng
}

// Chat and SMS count the people by what they read it on.
func (a Audience) Chat() int { return a.sum(true) }

// SMS counts those who read it as an SMS.
func (a Audience) SMS() int { return a.sum(false) }

func (a Audience) sum(chat bool) (n int) {
	for _, s := range a.Shares {
		if s.Chat == chat {
			n += s.People
		}
	}
	return n
}

// Parts and Cost are of all routes together.
func (a Audience) Parts() (n int) {
	for _, s := range a.Shares {
		n += s.Parts
	}
	return n
}

// Cost is in đồng.
func (a Audience) Cost() (n int) {
	for _, s := range a.Shares {
		n += s.Cost
	}
	return n
}

func (a *Audience) add(c candidate, f Forms) {
	if c.why != "" {
		if a.Excluded == nil {
			a.Excluded = map[Why]int{}
		}
		a.Excluded[c.why]++
		return
	}
	_, _, parts := f.form(c.by)
	share := a.share(c.by)
	share.People++
	share.Parts += parts
	share.Cost += parts * c.by.PricePerPart
	if a.Costs == nil {
		a.Costs = map[string]int{}
	}
	a.Costs[c.commune] += parts * c.by.PricePerPart
	a.People++
}

func (a *Audience) share(r Route) *Share {
	for i := range a.Shares {
		if a.Shares[i].Route == r.Name {
			return &a.Shares[i]
		}
	}
	a.Shares = append(a.Shares, Share{Route: r.Name, Chat: r.Kind == msg.Chat})
	return &a.Shares[len(a.Shares)-1]
}

// countPage is how many contacts one look reads.
const countPage = 2000

// CountSome counts a part of an audience: at most countPage contacts from a
// cursor on. It is added to what has been counted.
func (b *Board) CountSome(r store.Reader, n Notice, from Cursor, a *Audience, now time.Time) (next Cursor, err error) {
	list, next, err := b.candidates(r, n, from, countPage, now)
	forms := map[string]Forms{}
	for _, c := range list {
		f, ok := forms[c.commune]
		if !ok {
			f = b.Forms(n, c.commune)
			forms[c.commune] = f
		}
		a.add(c, f)
	}
	return next, err
}

// Count counts an audience in one look: for a commune, not for a country.
func (b *Board) Count(r store.Reader, n Notice, now time.Time) (a Audience, err error) {
	for at := (Cursor{}); !at.End && err == nil; {
		at, err = b.CountSome(r, n, at, &a, now)
	}
	return a, err
}

// CountAll counts an audience of any size, a page a transaction.
func (b *Board) CountAll(ctx context.Context, s store.Shelves, n Notice, now time.Time) (a Audience, err error) {
	for at := (Cursor{}); !at.End && err == nil; {
		err = s.View(ctx, func(r store.Reader) (err error) {
			at, err = b.CountSome(r, n, at, &a, now)
			return err
		})
	}
	return a, err
}

// Pace that routes without a limit of their own keep in a guess, in messages
// a second. A SIM takes 30 to 200 an hour.
const (
	chatPace = 25.0
	simPace  = 100.0 / 3600
	namePace = 10.0
)

// Takes guesses how long it takes until all have it, the first few and the
// wait for them included, quiet hours not.
func (b *Board) Takes(n Notice, a Audience) time.Duration {
	var longest time.Duration
	for _, s := range a.Shares {
		r, _ := b.named(s.Route)
		pace := r.Rate
		switch {
		case pace > 0:
		case r.Kind == msg.Chat:
			pace = chatPace
		case r.Class == msg.Brandname:
			pace = namePace
		default:
			pace = simPace
		}
		longest = max(longest, time.Duration(float64(s.People)/pace*float64(time.Second)))
	}
	if n.Kind != Emergency {
		longest += b.undo() + b.hold()
	}
	return longest.Round(time.Minute)
}
