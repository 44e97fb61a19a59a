package course

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"tinban/locales"
	"tinban/store"
)

const wishShelf store.Shelf = "wish"

// maxWish bounds what is kept of the words of a wish.
const maxWish = 60

// Wish is a trade somebody would learn that nobody offers where they live. It
// holds no name: it counts once a contact, and goes with it.
type Wish struct {
	Contact store.ContactID `json:"-"`
	Trade   string          `json:"trade"`
	Words   string          `json:"words"` // as they said it
	Commune string          `json:"commune"`
	Band    string          `json:"band,omitempty"` // of age
	Sex     string          `json:"sex,omitempty"`  // "f", "m" or not given
	Tell    bool            `json:"tell,omitempty"` // when there is a course; they agreed
	At      time.Time       `json:"at"`
	Expires time.Time       `json:"expires"`
}

func wishID(who store.ContactID, trade string) string { return string(who) + "/" + trade }

func (w Wish) record() (store.Record, error) {
	b, err := json.Marshal(w)
	at := w.Trade + "/" + w.Commune
	keys := []string{"all/" + at}
	if w.Tell {
		keys = append(keys, "want/"+at)
	}
	return store.Record{
		Name: store.Name{Shelf: wishShelf, ID: wishID(w.Contact, w.Trade)}, Owner: w.Contact, Body: b, Keys: keys, Expires: w.Expires,
	}, err
}

func wish(rec store.Record) (w Wish, err error) {
	err = json.Unmarshal(rec.Body, &w)
	w.Contact = rec.Owner
	return w, err
}

// Wishes lists the wishes of a contact.
func Wishes(r store.Reader, who store.ContactID) (list []Wish, err error) {
	recs, err := r.Own(wishShelf, who)
	for _, rec := range recs {
		w, bad := wish(rec)
		list, err = append(list, w), errors.Join(err, bad)
	}
	return list, err
}

// AllWishes calls yield for each wish there is, by trade and commune.
func AllWishes(r store.Reader, yield func(Wish) bool) error {
	var bad error
	err := r.Find(wishShelf, "all/", "", func(_ string, rec store.Record) bool {
		w, err := wish(rec)
		if bad = err; err != nil {
			return false
		}
		return yield(w)
	})
	return errors.Join(err, bad)
}

// mostWishes is how many trades one contact may wish for: more is a joke, and
// would outweigh a village.
const mostWishes = 8

// Hope writes a wish down, or changes what was said of it before.
func Hope(r store.Reader, w Wish, now time.Time) (store.Changes, error) {
	var changes store.Changes
	mine, err := Wishes(r, w.Contact)
	if err != nil {
		return changes, err
	}
	again := slices.ContainsFunc(mine, func(o Wish) bool { return o.Trade == w.Trade })
	if !again && len(mine) >= mostWishes {
		return changes, refuse(locales.CourseManyWishes, map[string]any{"Max": mostWishes})
	}
	w.Words, w.At, w.Expires = clip(line(w.Words), maxWish), now, now.AddDate(0, keepMonths, 0)
	rec, err := w.record()
	changes.Put = []store.Record{rec}
	return changes, err
}

// Hopeful finds at most n people who want to know of a course, and what changes
// once they do. With none left, the course stops asking.
func Hopeful(r store.Reader, now time.Time, n int) (c Course, list []Wish, changes store.Changes, err error) {
	found := false
	if err = each(r, "tell", func(k Course) bool {
		c, found = k, k.Takes(now)
		return !found
	}); err != nil || !found {
		return c, nil, changes, err
	}
	for _, commune := range c.Communes {
		more, err := hoping(r, c.Trade, commune, n-len(list))
		if err != nil {
			return c, nil, changes, err
		}
		list = append(list, more...)
	}
	for _, w := range list {
		w.Tell = false // once
		rec, bad := w.record()
		changes.Put, err = append(changes.Put, rec), errors.Join(err, bad)
	}
	if len(list) < n {
		c.Telling = false
		rec, bad := c.record()
		changes.Put, err = append(changes.Put, rec), errors.Join(err, bad)
	}
	return c, list, changes, err
}

func hoping(r store.Reader, trade, commune string, n int) (list []Wish, err error) {
	if n <= 0 {
		return nil, nil
	}
	var bad error
	err = r.Find(wishShelf, "want/"+trade+"/"+commune, "", func(_ string, rec store.Record) bool {
		w, err := wish(rec)
		if bad = err; err != nil {
			return false
		}
		if w.Commune == commune {
			list = append(list, w)
		}
		return len(list) < n
	})
	return list, errors.Join(err, bad)
}

// Cell counts wishes that are alike.
type Cell struct {
	Trade   string // id
	Title   string // what it is called
	Commune string
	Band    string // of age; empty is not given
	Sex     string // "f", "m"; empty is not given
	N       int
}

// Demand counts what people would learn, by trade, commune, age and sex: the
// trade that most want first.
func Demand(r store.Reader) (cells []Cell, err error) {
	counts, titles, total := map[Cell]int{}, map[string]string{}, map[string]int{}
	err = AllWishes(r, func(w Wish) bool {
		if titles[w.Trade] == "" {
			titles[w.Trade] = w.Title()
		}
		counts[Cell{Trade: w.Trade, Commune: w.Commune, Band: w.Band, Sex: w.Sex}]++
		total[w.Trade]++
		return true
	})
	for cell, n := range counts {
		cell.N, cell.Title = n, titles[cell.Trade]
		cells = append(cells, cell)
	}
	slices.SortFunc(cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(total[b.Trade], total[a.Trade]), cmp.Compare(a.Trade, b.Trade), cmp.Compare(a.Commune, b.Commune),
			cmp.Compare(a.Band, b.Band), cmp.Compare(a.Sex, b.Sex))
	})
	return cells, err
}

// Title is what the trade is called.
func (w Wish) Title() string {
	if name, ok := TradeName(w.Trade); ok {
		return name
	}
	return w.Words
}
