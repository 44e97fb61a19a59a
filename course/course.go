package course

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"tinban/store"
)

const courseShelf store.Shelf = "course"

// Zone is where days begin and end, and reminders wait for morning: Vietnam
// has one time all year.
var Zone = time.FixedZone("ICT", 7*3600)

// State is how far a course is.
type State string

// The states. Full is Open without a free seat: it is seen, never stored,
// because a seat becomes free without anybody telling the course.
const (
	Draft  State = "draft"
	Open   State = "open"
	Full   State = "full"
	Closed State = "closed" // nobody can register; those who did still learn
	Done   State = "done"
)

// Plan is what staff say about a course.
type Plan struct {
	Name     string        `json:"name"`
	Short    string        `json:"short,omitempty"` // for a small screen; the name when empty
	Trade    string        `json:"trade"`           // id of a trade, see TradeOf
	Length   string        `json:"length,omitempty"`
	Days     int           `json:"days,omitempty"` // of lessons
	Place    string        `json:"place,omitempty"`
	Seats    int           `json:"seats"`
	Communes []string      `json:"communes"`         // ids of today's communes
	Opens    time.Time     `json:"opens,omitzero"`   // for registration; zero is at once
	Closes   time.Time     `json:"closes,omitzero"`  // the first moment it is too late; zero is never
	Starts   time.Time     `json:"starts,omitzero"`  // of lessons; zero is not known yet
	Within   time.Duration `json:"within,omitempty"` // to answer an invitation
}

// Course is one course.
type Course struct {
	ID string `json:"-"`
	Plan
	State   State `json:"state"`
	Version int   `json:"version"` // of the plan: one more at each edit
	// Inviting: staff have begun to invite, so a seat that becomes free is
	// offered to the next in line with a deadline.
	Inviting bool `json:"inviting,omitempty"`
	Telling  bool `json:"telling,omitempty"` // some who wished for it may not know yet
	Last     int  `json:"last"`              // order of the last registration
}

// Called is the name on a small screen.
func (c Course) Called() string {
	if c.Short != "" {
		return c.Short
	}
	return c.Name
}

// Takes reports whether people can register now.
func (c Course) Takes(now time.Time) bool {
	return c.State == Open && !now.Before(c.Opens) && (c.Closes.IsZero() || now.Before(c.Closes))
}

// In reports whether it is for a commune.
func (c Course) In(commune string) bool { return slices.Contains(c.Communes, commune) }

// record is how a course is kept.
func (c Course) record() (store.Record, error) {
	b, err := json.Marshal(c)
	keys := []string{"id/" + c.ID}
	if c.State == Open {
		for _, commune := range c.Communes {
			keys = append(keys, "open/"+commune)
		}
	}
	if c.State == Open || c.State == Closed {
		keys = append(keys, "fill")
	}
	if c.Telling && c.State == Open {
		keys = append(keys, "tell")
	}
	return store.Record{Name: store.Name{Shelf: courseShelf, ID: c.ID}, Body: b, Keys: keys}, err
}

// Get returns store.ErrNotFound for a course there is not.
func Get(r store.Reader, id string) (Course, error) {
	rec, err := r.Get(courseShelf, id)
	if err != nil {
		return Course{}, err
	}
	return decode(rec)
}

func decode(rec store.Record) (c Course, err error) {
	err = json.Unmarshal(rec.Body, &c)
	c.ID = rec.ID
	return c, err
}

// each calls yield for the courses under a key.
func each(r store.Reader, key string, yield func(Course) (more bool)) error {
	var bad error
	err := r.Find(courseShelf, key, "", func(_ string, rec store.Record) bool {
		c, err := decode(rec)
		if bad = err; err != nil {
			return false
		}
		return yield(c)
	})
	return errors.Join(err, bad)
}

// All lists the courses by id.
func All(r store.Reader) (list []Course, err error) {
	err = each(r, "id/", func(c Course) bool {
		list = append(list, c)
		return true
	})
	return list, err
}

// OpenIn lists the courses that take people of a commune now; "" is of any.
// Those that begin first come first.
func OpenIn(r store.Reader, commune string, now time.Time) (list []Course, err error) {
	prefix := "open/"
	if commune != "" {
		prefix += commune
	}
	err = each(r, prefix, func(c Course) bool {
		again := slices.ContainsFunc(list, func(o Course) bool { return o.ID == c.ID })
		if c.Takes(now) && !again && (commune == "" || c.In(commune)) {
			list = append(list, c)
		}
		return true
	})
	slices.SortStableFunc(list, func(a, b Course) int {
		if a.Starts.IsZero() != b.Starts.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.Starts.IsZero()]
		}
		return a.Starts.Compare(b.Starts)
	})
	return list, err
}

// AnyOpen reports whether a course takes people somewhere.
func AnyOpen(r store.Reader, now time.Time) (open bool, err error) {
	err = each(r, "open/", func(c Course) bool {
		open = c.Takes(now)
		return !open
	})
	return open, err
}

// Shown is the state as people see it.
func Shown(r store.Reader, c Course) (State, error) {
	if c.State != Open {
		return c.State, nil
	}
	taken, err := Taken(r, c.ID)
	if taken >= c.Seats {
		return Full, err
	}
	return Open, err
}
