package ticket

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// zone is the time of the offices: seven hours ahead, without summer time.
var zone = time.FixedZone("", 7*60*60)

// When staff are at work, and when an answer is due on its day.
const (
	workBegins = 7*time.Hour + 30*time.Minute
	workEnds   = 17 * time.Hour
	dueAfter   = 2                             // working days
	remindAt   = 24*time.Hour + 30*time.Minute // staff go home at the hour at which it is due
)

// Calendar is the days staff work. The zero Calendar knows the weekends and
// the holidays of daysOff.
type Calendar struct {
	off, worked []string // announced later: they win over the table
}

// NewCalendar adds days to the table, written as 2027-02-04: days off, and
// Saturdays worked for them.
func NewCalendar(off, worked []string) (Calendar, error) {
	for _, d := range slices.Concat(off, worked) {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			return Calendar{}, fmt.Errorf("%q is no day: write it as 2027-02-04", d)
		}
	}
	return Calendar{off, worked}, nil
}

// Works reports whether the day of a moment is a working day.
func (c Calendar) Works(at time.Time) bool {
	at = at.In(zone)
	day := at.Format(time.DateOnly)
	switch year, rest := day[:4], day[5:]; {
	case slices.Contains(c.worked, day):
		return true
	case slices.Contains(c.off, day):
		return false
	case listed(daysWorked[year], rest):
		return true
	case listed(daysOff[year], rest):
		return false
	}
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
}

func listed(days, day string) bool { return slices.Contains(splitDays(days), day) }

// Due is by when what is asked now must be answered: the end of the second
// working day after today.
func (c Calendar) Due(asked time.Time) time.Time {
	day := midnight(asked)
	for left := dueAfter; left > 0; {
		if day = day.AddDate(0, 0, 1); c.Works(day) {
			left--
		}
	}
	return day.Add(workEnds)
}

// Remind is when staff are reminded of what is due: at least a day before,
// while they are at work.
func (c Calendar) Remind(due time.Time) time.Time {
	at := due.Add(-remindAt)
	day := midnight(at)
	if c.Works(day) && at.Sub(day) >= workBegins {
		return earlier(at, day.Add(workEnds))
	}
	for day = day.AddDate(0, 0, -1); !c.Works(day); {
		day = day.AddDate(0, 0, -1)
	}
	return day.Add(workEnds)
}

// late is when something due that nobody did is told of: as soon as staff are
// at work again.
func (c Calendar) late(due time.Time) time.Time { return c.Working(due.Add(time.Minute)) }

// Working is the next moment, from now on, at which staff may be written to.
func (c Calendar) Working(now time.Time) time.Time {
	day := midnight(now)
	if c.Works(day) && now.Sub(day) <= workEnds {
		return later(now, day.Add(workBegins))
	}
	for day = day.AddDate(0, 0, 1); !c.Works(day); {
		day = day.AddDate(0, 0, 1)
	}
	return day.Add(workBegins)
}

func midnight(at time.Time) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func splitDays(days string) []string { return strings.Fields(days) }
