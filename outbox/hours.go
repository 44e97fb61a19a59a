package outbox

import (
	"time"

	"tinban/msg"
)

// Night is the hours between two times of day, in which nobody is disturbed:
// Night(20*time.Hour, 7*time.Hour, hue) begins at 20:00 and ends at 07:00.
func Night(from, to time.Duration, in *time.Location) func(time.Time) bool {
	return func(at time.Time) bool {
		h, m, s := at.In(in).Clock()
		clock := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
		if from <= to {
			return from <= clock && clock < to
		}
		return clock >= from || clock < to
	}
}

func (o *Outbox) night(at time.Time) bool { return o.cfg.Quiet != nil && o.cfg.Quiet(at) }

// nightly says what waits for the morning. It waits where it is, under the
// time it was due: nothing is written for it, so that a clock that is wrong
// for an hour does not put anything off for a day, and in the morning it goes
// out in its order, at the pace of its gateway and behind every reply.
func nightly(l msg.Lane, anytime bool) bool { return l != msg.Reply && !anytime }
