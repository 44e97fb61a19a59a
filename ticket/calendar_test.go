package ticket

import (
	"testing"
	"time"
)

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

const written = "2006-01-02 15:04"

// An answer is due at the end of the second working day after the one on which
// it was asked.
func TestDue(t *testing.T) {
	for _, tc := range []struct{ asked, due, why string }{
		{"2026-11-23 09:00", "2026-11-26 17:00", "24/11 is a holiday since 2026"},
		{"2025-11-24 09:00", "2025-11-26 17:00", "and was none before"},
		{"2026-11-27 09:00", "2026-12-01 17:00", "Friday: over the weekend"},
		{"2026-11-27 23:59", "2026-12-01 17:00", "late in the evening counts as that day"},
		{"2026-11-28 00:01", "2026-12-01 17:00", "Saturday"},
		{"2026-11-29 12:00", "2026-12-01 17:00", "Sunday"},
		{"2026-11-30 07:00", "2026-12-02 17:00", "Monday"},
		{"2026-12-03 16:59", "2026-12-07 17:00", "Thursday"},
		{"2025-12-30 10:00", "2026-01-05 17:00", "New Year: 1 and 2/1 off"},
		{"2026-01-08 10:00", "2026-01-10 17:00", "Saturday 10/1 is worked"},
		{"2026-01-09 10:00", "2026-01-12 17:00", "and counts as the first day"},
		{"2026-02-12 10:00", "2026-02-23 17:00", "Tết 2026: 13/2, then 23/2"},
		{"2026-02-13 10:00", "2026-02-24 17:00", "the last day before Tết"},
		{"2026-02-17 08:00", "2026-02-24 17:00", "on the first day of Tết"},
		{"2026-02-20 08:00", "2026-02-24 17:00", "on its last day"},
		{"2025-01-24 10:00", "2025-02-04 17:00", "Tết 2025: nine days"},
		{"2025-01-23 10:00", "2025-02-03 17:00", "a day before it"},
		{"2025-04-04 10:00", "2025-04-09 17:00", "Hùng Kings on Monday 7/4/2025"},
		{"2026-04-24 10:00", "2026-04-29 17:00", "Hùng Kings on a Sunday: Monday off"},
		{"2026-04-28 10:00", "2026-05-04 17:00", "29/4, then 4/5"},
		{"2025-04-25 10:00", "2025-04-28 17:00", "Saturday 26/4/2025 is worked"},
		{"2025-04-29 10:00", "2025-05-06 17:00", "30/4 to 2/5 off"},
		{"2026-08-20 10:00", "2026-08-22 17:00", "Saturday 22/8/2026 is worked"},
		{"2026-08-27 10:00", "2026-09-03 17:00", "31/8 to 2/9 off"},
		{"2025-08-28 10:00", "2025-09-03 17:00", "1 and 2/9/2025 off"},
		{"2027-01-29 10:00", "2027-02-02 17:00", "well before Tết 2027"},
		{"2027-02-02 10:00", "2027-02-11 17:00", "Tết 2027: 4 to 10/2"},
		{"2027-02-05 10:00", "2027-02-12 17:00", "within it"},
		{"2027-04-15 10:00", "2027-04-20 17:00", "Hùng Kings on Friday 16/4/2027"},
		{"2027-04-29 10:00", "2027-05-05 17:00", "30/4, and 3/5 for Saturday 1/5"},
		{"2028-01-21 10:00", "2028-02-01 17:00", "Tết 2028"},
		{"2028-04-03 10:00", "2028-04-06 17:00", "Hùng Kings on Tuesday 4/4/2028"},
		{"2028-08-31 10:00", "2028-09-06 17:00", "1 and 4/9/2028 off"},
		{"2029-02-09 10:00", "2029-02-20 17:00", "Tết 2029"},
		{"2029-11-23 10:00", "2029-11-28 17:00", "24/11/2029 is a Saturday: Monday off"},
		{"2030-01-30 10:00", "2030-02-08 17:00", "Tết 2030, a day before China's"},
		{"2030-09-02 10:00", "2030-09-05 17:00", "asked on a holiday"},
		{"2024-05-15 10:00", "2024-05-17 17:00", "an ordinary week"},
		{"2031-01-01 10:00", "2031-01-03 17:00", "beyond the table: weekends only"},
	} {
		if got := (Calendar{}).Due(moment(t, tc.asked)).Format(written); got != tc.due {
			t.Errorf("asked %s: due %s, want %s: %s", tc.asked, got, tc.due, tc.why)
		}
	}
}

// What the configuration says wins over the table.
func TestCalendarFromConfiguration(t *testing.T) {
	c, err := NewCalendar([]string{"2027-02-11"}, []string{"2027-02-04"})
	if err != nil {
		t.Fatal(err)
	}
	for day, works := range map[string]bool{"2027-02-11 09:00": false, "2027-02-04 09:00": true, "2027-02-05 09:00": false} {
		if c.Works(moment(t, day)) != works {
			t.Errorf("%s: works %v, want %v", day, !works, works)
		}
	}
	if _, err := NewCalendar([]string{"11/2/2027"}, nil); err == nil {
		t.Error("11/2/2027 was taken for a day")
	}
}

// Every day of the table lies in its year, and is a day on which offices would
// work but for it: a mistyped one would lie on a weekend as often as not.
func TestDaysOffAreWorkingDays(t *testing.T) {
	for year, days := range daysOff {
		for _, day := range splitDays(days) {
			at, err := time.Parse(time.DateOnly, year+"-"+day)
			if err != nil || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
				t.Errorf("%s-%s is no working day: %v", year, day, err)
			}
		}
	}
	for year, days := range daysWorked {
		for _, day := range splitDays(days) {
			if at, err := time.Parse(time.DateOnly, year+"-"+day); err != nil || at.Weekday() != time.Saturday {
				t.Errorf("%s-%s is no Saturday: %v", year, day, err)
			}
		}
	}
}

// Staff are reminded at least a day before, in working hours, and never after.
func TestRemindInWorkingHours(t *testing.T) {
	for _, tc := range []struct{ due, remind string }{
		{"2026-12-01 17:00", "2026-11-30 16:30"},
		{"2026-11-30 17:00", "2026-11-27 17:00"}, // Monday: on Friday
		{"2026-02-23 17:00", "2026-02-13 17:00"}, // after Tết: before it
		{"2026-01-12 17:00", "2026-01-10 17:00"}, // the Saturday that is worked
	} {
		if got := (Calendar{}).Remind(moment(t, tc.due)).Format(written); got != tc.remind {
			t.Errorf("due %s: reminded %s, want %s", tc.due, got, tc.remind)
		}
	}
	days := Calendar{}
	for at := moment(t, "2026-01-01 00:00"); at.Year() < 2027; at = at.Add(7 * time.Hour) {
		due := days.Due(at)
		remind := days.Remind(due)
		if due.Sub(remind) < 24*time.Hour || !days.Working(remind).Equal(remind) {
			t.Errorf("due %v: reminded %v", due, remind)
		}
	}
}

func TestWorkingIsTheNextMomentAtWork(t *testing.T) {
	for _, tc := range []struct{ now, at string }{
		{"2026-11-27 09:12", "2026-11-27 09:12"},
		{"2026-11-27 05:00", "2026-11-27 07:30"},
		{"2026-11-27 17:00", "2026-11-27 17:00"},
		{"2026-11-27 17:01", "2026-11-30 07:30"},
		{"2026-11-28 10:00", "2026-11-30 07:30"},
		{"2026-02-13 20:00", "2026-02-23 07:30"},
	} {
		if got := (Calendar{}).Working(moment(t, tc.now)).Format(written); got != tc.at {
			t.Errorf("%s: %s, want %s", tc.now, got, tc.at)
		}
	}
}
