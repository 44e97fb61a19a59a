package staff

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"
	"unicode"

	"tinban/store"
)

// maxReason is the longest reason kept, in runes.
const maxReason = 200

// longNumber is seven digits or more, as people write a phone or paper number.
var longNumber = regexp.MustCompile(`\+?\p{Nd}(?:[ .()\-]{0,2}\p{Nd}){6,}`)

// tidy makes a typed reason fit to be kept for ever. Numbers go first: half a
// number that the cut left would no longer be seen as one.
func tidy(reason string) string {
	reason = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(reason, ""))
	reason = longNumber.ReplaceAllString(strings.Join(strings.Fields(reason), " "), "•••")
	if runes := []rune(reason); len(runes) > maxReason {
		return string(runes[:maxReason])
	}
	return reason
}

// The keys of an entry. "n/" goes up, for Verify; the others lead with a place
// that goes down, so that the newest is found first.
func (e Entry) keys() []string {
	place := newest(e.At) + fmt.Sprintf("%012d", int64(1e12)-int64(e.Seq))
	keys := []string{"n/" + entryID(e.Seq), "all/" + place, "by/" + string(e.By) + "/" + place}
	for i, r := range e.On + "/" {
		if r == '/' {
			keys = append(keys, onKey(e.On[:i])+place)
		}
	}
	return keys
}

// onKey is under what an entry on an object, or on one below it, is found.
func onKey(object string) string { return "on/" + object + "/:" }

// newest orders moments from the latest to the earliest.
func newest(at time.Time) string {
	return fmt.Sprintf("%019d", math.MaxInt64-at.UnixMilli())
}

// Filter says which entries are wanted; the zero Filter wants all.
type Filter struct {
	By           ID
	On           string    // an object, with what lies below it: "notice", "notice/4821"
	Since, Until time.Time // from Since on, before Until
}

// Entries pages through the log, newest first. after is where to go on, as
// returned by the page before; next is empty after the last page.
func Entries(r store.Reader, by Actor, f Filter, after string, n int) (list []Entry, next string, err error) {
	if err := May(by, ReadLog); err != nil {
		return nil, "", err
	}
	prefix := f.prefix()
	if after == "" && !f.Until.IsZero() {
		after = prefix + newest(f.Until.Add(-time.Millisecond))
	}
	var bad error
	last := after
	err = r.Find(logShelf, prefix, after, func(place string, rec store.Record) bool {
		var e Entry
		if json.Unmarshal(rec.Body, &e) != nil {
			bad = fmt.Errorf("staff: entry %s of the log cannot be read", strings.TrimLeft(rec.ID, "0"))
		}
		if bad != nil || e.At.Before(f.Since) {
			return false
		}
		if len(list) == n {
			next = last
			return false
		}
		if last = place; f.wants(e) {
			list = append(list, e)
		}
		return true
	})
	return list, next, errors.Join(err, bad)
}

// prefix is the index that leaves least to look through.
func (f Filter) prefix() string {
	switch {
	case f.By != "":
		return "by/" + string(f.By) + "/"
	case f.On != "":
		return onKey(strings.Trim(f.On, "/"))
	}
	return "all/"
}

// wants looks at what the index did not.
func (f Filter) wants(e Entry) bool {
	on := strings.Trim(f.On, "/")
	return on == "" || e.On == on || strings.HasPrefix(e.On, on+"/")
}

// Damage is how an entry is broken.
type Damage string

// The damages.
const (
	Changed    Damage = "changed"        // it says something else than when it was written
	Missing    Damage = "missing"        // it was taken out
	OutOfOrder Damage = "out of order"   // another entry stands in its place
	BeyondHead Damage = "beyond the end" // it was added past the log
)

// Found is what Verify found out.
type Found struct {
	Entries int    // that are whole, from the first on
	Hash    string // of the last of them: written down elsewhere, it shows later whether all was written anew
	Broken  int    // the number of the first broken entry; 0 if there is none
	Damage  Damage
}

// Verify walks the whole log and finds the first broken entry. progress, which
// may be nil, is told how many were looked at. Whoever can write the file can
// also write the whole chain anew; against that helps only a Hash kept
// elsewhere, which known says, by number.
func Verify(r store.Reader, known map[int]string, progress func(done, all int)) (Found, error) {
	end, err := lastOf(r, &store.Changes{})
	if err != nil {
		return Found{}, err
	}
	v := verifier{known: known, end: end}
	err = r.Find(logShelf, "n/", "", func(_ string, rec store.Record) bool {
		if progress != nil {
			progress(v.seq, end.Seq)
		}
		return v.entry(rec)
	})
	if err == nil {
		v.finish()
	}
	return v.found, err
}

type verifier struct {
	known map[int]string
	end   head
	found Found
	seq   int    // of the last entry met
	hash  string // of it
	// doubt is the entry before the one at hand, if the two do not fit. Which
	// of them was changed shows at the next.
	doubt int
}

func (v *verifier) broken(seq int, how Damage) bool {
	v.found = Found{Entries: seq - 1, Broken: seq, Damage: how}
	return false
}

// entry looks at the next one.
func (v *verifier) entry(rec store.Record) bool {
	want := v.seq + 1
	if v.doubt > 0 {
		return v.witness(rec, want)
	}
	switch {
	case rec.ID > entryID(want):
		return v.broken(want, Missing)
	case rec.ID != entryID(want):
		return v.broken(want, OutOfOrder)
	case want > v.end.Seq:
		return v.broken(want, BeyondHead)
	}
	e, how := read(rec, want)
	switch {
	case how != "":
		return v.broken(want, how)
	case e.Before != v.hash && want == 1:
		return v.broken(1, Changed)
	case e.Before != v.hash:
		v.doubt = v.seq
	}
	v.seq, v.hash = want, e.hash()
	if v.doubt > 0 {
		return true
	}
	v.found.Entries, v.found.Hash = v.seq, v.hash
	if noted, ok := v.known[v.seq]; ok && noted != v.hash {
		return v.broken(v.seq, Changed)
	}
	return true
}

// witness ends a doubt: the entry after the two stands by the later one, or by
// neither.
func (v *verifier) witness(rec store.Record, want int) bool {
	if e, how := read(rec, want); how == "" && e.Before == v.hash {
		return v.broken(v.doubt, Changed)
	}
	return v.broken(v.doubt+1, Changed)
}

// read takes an entry as it lies there. What does not read back to the same
// bytes was not written by Log.
func read(rec store.Record, want int) (e Entry, how Damage) {
	if err := json.Unmarshal(rec.Body, &e); err != nil {
		return e, Changed
	}
	if e.Seq != want {
		return e, OutOfOrder
	}
	if b, err := json.Marshal(e); err != nil || !bytes.Equal(b, rec.Body) {
		return e, Changed
	}
	return e, ""
}

// finish holds the last entry against the end of the log.
func (v *verifier) finish() {
	switch {
	case v.found.Broken > 0:
	case v.doubt > 0 && v.hash == v.end.Hash:
		v.broken(v.doubt, Changed)
	case v.doubt > 0:
		v.broken(v.doubt+1, Changed)
	case v.seq < v.end.Seq:
		v.broken(v.seq+1, Missing)
	case v.hash != v.end.Hash:
		v.broken(v.seq, Changed)
	}
}
