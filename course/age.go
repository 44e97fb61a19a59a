package course

import (
	"fmt"
	"time"
)

// Ages: from youngest on people are written down; below grown a guardian
// agrees too.
const (
	youngest = 16
	grown    = 18
	oldest   = 100
)

// Ages is how old somebody of a year of birth is now: the younger age until
// their birthday, the older from it on.
func Ages(year int, now time.Time) (least, most int) {
	most = now.In(Zone).Year() - year
	return most - 1, most
}

// Young reports whether somebody is under 16 on every day of their year.
func Young(year int, now time.Time) bool {
	_, most := Ages(year, now)
	return most < youngest
}

// Unsure is the age, 16 or 18, of which the year alone does not tell whether
// they have reached it; 0 when it tells.
func Unsure(year int, now time.Time) int {
	_, most := Ages(year, now)
	if most == youngest || most == grown {
		return most
	}
	return 0
}

// Guarded reports whether somebody is under 18 on every day of their year.
func Guarded(year int, now time.Time) bool {
	_, most := Ages(year, now)
	return most < grown
}

// likelyYear reports whether somebody alive can have been born then.
func likelyYear(year int, now time.Time) bool {
	_, most := Ages(year, now)
	return most >= 0 && most <= oldest
}

// bandStarts are the ages at which a band begins.
var bandStarts = []int{16, 25, 35, 50}

// Bands are what wishes are counted by; "" is not given.
var Bands = []string{"16-24", "25-34", "35-49", "50+", ""}

// Band is the band of a year of birth; "" for none.
func Band(year int, now time.Time) string {
	_, age := Ages(year, now)
	band := ""
	for i, from := range bandStarts {
		if age < from || age > oldest {
			break
		}
		band = fmt.Sprintf("%d+", from)
		if i+1 < len(bandStarts) {
			band = fmt.Sprintf("%d-%d", from, bandStarts[i+1]-1)
		}
	}
	return band
}
