package eligibility

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	got, err := ParseDate("2024-05-15")
	if err != nil || got != during {
		t.Errorf("got %v, %v", got, err)
	}
	for _, s := range []string{"", "2024", "2024-5-15", "15-05-2024", "2024-02-30", "2024-05-15T00:00:00Z", " 2024-05-15"} {
		if d, err := ParseDate(s); err == nil || !d.IsZero() {
			t.Errorf("%q: got %v, %v", s, d, err)
		}
	}
}

func TestFromTimeKeepsTheZone(t *testing.T) {
	hue := time.FixedZone("+07", 7*60*60)
	evening := time.Date(2025, 12, 31, 18, 0, 0, 0, time.UTC)
	if got := FromTime(evening.In(hue)); got != day(2026, 1, 1) {
		t.Errorf("got %v, want the new year that has begun there", got)
	}
}

func TestBetween(t *testing.T) {
	from, to := day(2022, 9, 8), day(2025, 12, 31)
	tests := []struct {
		on, from, to Date
		want         bool
	}{
		{from, from, to, true},
		{to, from, to, true},
		{day(2022, 9, 7), from, to, false},
		{day(2022, 8, 30), from, to, false},
		{day(2026, 1, 1), from, to, false},
		{day(1990, 1, 1), Date{}, to, true},
		{day(2090, 1, 1), from, Date{}, true},
		{day(2026, 1, 1), Date{}, to, false},
		{during, Date{}, Date{}, true},
	}
	for _, tt := range tests {
		if got := tt.on.Between(tt.from, tt.to); got != tt.want {
			t.Errorf("%v in [%v, %v]: %t", tt.on, tt.from, tt.to, got)
		}
	}
	if s := (Date{}).String(); s != "" {
		t.Errorf("no date is %q", s)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-05-15", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "", "2024-1-1", "+024-01-01", "2024-05-15\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q reads as %v", s, d)
		}
		next := FromTime(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC))
		if !d.Before(next) || !next.After(d) || d.Before(d) {
			t.Errorf("%v and the day after, %v, are out of order", d, next)
		}
	})
}
