package ticket

import (
	"slices"
	"time"

	"tinban/staff"
	"tinban/store"
)

// oldest is how long ago the question of an answer that is still kept may have
// been asked.
const oldest = keepOpen + keepAnswered

// Done lists what was answered, or is not for us, of what an actor may see: the
// one that ended last first, and before them those whose answer was not clear.
func Done(r store.Reader, by staff.Actor, now time.Time) (list []Ticket, err error) {
	if err := staff.May(by, staff.ReadTickets); err != nil {
		return nil, err
	}
	for day := now.UTC(); len(list) < mostListed && now.Sub(day) < oldest; day = day.AddDate(0, 0, -1) {
		err = find(r, "asked/"+day.Format(time.DateOnly), func(t Ticket) bool {
			if (!t.Live() || t.Unclear()) && see(by, t) == nil {
				list = append(list, t)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Ticket) int {
		if a.Ended.IsZero() != b.Ended.IsZero() {
			return last(a.Ended.IsZero(), b.Ended.IsZero())
		}
		return b.Ended.Compare(a.Ended)
	})
	return list[:min(len(list), mostListed)], nil
}

// Unclear reports whether a ticket waits because its answer was not clear to
// who asked.
func (t Ticket) Unclear() bool {
	if !t.Live() || t.Check != nil && len(t.Check.Left()) > 0 {
		return false
	}
	i := slices.IndexFunc(t.Said, func(s Said) bool { return s.What == Answer })
	return i >= 0 && slices.ContainsFunc(t.Said[i:], func(s Said) bool { return s.What == Added })
}
