package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stamp is what a row showed when it left, in its hidden column. With it a row
// nobody touched is told from one that was set back, and one that somebody
// else has changed meanwhile is found. What the service notes of itself, such
// as that an invitation went out, is not in it: nobody loses a row by that.
type stamp struct{ status, note string }

func stampOf(status, note string) stamp {
	sum := sha256.Sum256([]byte(line(note)))
	return stamp{status, hex.EncodeToString(sum[:8])}
}

// The first letter keeps programs from reading a number or a date.
func (s stamp) String() string { return "v." + s.status + "." + s.note }

func readStamp(s string) (stamp, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "v.")
	parts := strings.Split(rest, ".")
	n := len(parts)
	if !ok || n < 2 {
		return stamp{}, false
	}
	return stamp{parts[n-2], parts[n-1]}, true // lists used to have a number before these
}

// MaxNote is the longest note of a registration, in letters.
const MaxNote = 200

// Row is a row of a list that came back.
type Row struct {
	Line   int // in the file, for people to find it
	Code   string
	Status string // as it is written
	Note   string
	Noted  bool // whether there is a column of notes
	stamp  string
}

// Current is what a registration is now.
type Current struct{ Code, Status, Note string }

// Change is what a row asks for.
type Change struct {
	Line     int
	Code     string
	From, To string // codes of statuses; the same where only the note changes
	Note     string // the note from now on
	Noted    bool   // whether it is another than before
}

// Trouble is why a row cannot be applied.
type Trouble string

// The troubles.
const (
	Conflict      Trouble = "conflict"  // somebody else has changed it since the list was made
	UnknownCode   Trouble = "code"      // no registration here has it
	UnknownStatus Trouble = "status"    // empty, or none of the statuses
	Twice         Trouble = "duplicate" // two rows of one code ask for different things
	NoStamp       Trouble = "stamp"     // its hidden cell is empty or was changed
	LongNote      Trouble = "note"      // longer than MaxNote
)

// Problem is a row that cannot be applied.
type Problem struct {
	Line    int
	Code    string
	Trouble Trouble
	Found   string // what is written there
}

// Preview is what would happen.
type Preview struct {
	Changes  []Change
	Problems []Problem
	Same     int // rows that ask for nothing
}

// Plan holds the rows that came back against what is kept now. It decides and
// changes nothing.
func Plan(now []Current, statuses []Status, rows []Row) (p Preview) {
	current := map[string]Current{}
	for _, c := range now {
		current[fold(c.Code)] = c
	}
	seen := map[string]Row{}
	for _, r := range rows {
		key := fold(r.Code)
		first, again := seen[key]
		seen[key] = r
		c, known := current[key]
		switch {
		case !known:
			p.Problems = append(p.Problems, Problem{r.Line, r.Code, UnknownCode, r.Code})
		case again && first.asks(r):
			p.Same++
		case again:
			p.Problems = append(p.Problems, Problem{r.Line, c.Code, Twice, r.Status})
		default:
			p.row(c, statuses, r)
		}
	}
	p.withdraw()
	return p
}

// asks reports whether two rows ask for the same.
func (r Row) asks(o Row) bool {
	return fold(r.Status) == fold(o.Status) && line(r.Note) == line(o.Note)
}

func (p *Preview) row(c Current, statuses []Status, r Row) {
	refuse := func(t Trouble, found string) {
		p.Problems = append(p.Problems, Problem{r.Line, c.Code, t, found})
	}
	was, ok := readStamp(r.stamp)
	if !ok {
		refuse(NoStamp, r.stamp)
		return
	}
	status, ok := readStatus(statuses, r.Status)
	if !ok {
		refuse(UnknownStatus, r.Status)
		return
	}
	note := line(r.Note)
	if !r.Noted {
		note = line(c.Note)
	}
	untouched := status == was.status && (!r.Noted || stampOf("", note).note == was.note)
	reached := status == c.Status && note == line(c.Note)
	switch {
	case untouched || reached:
		p.Same++
	case utf8.RuneCountInString(note) > MaxNote:
		refuse(LongNote, cut(note, 40)+"…")
	case was != stampOf(c.Status, c.Note):
		refuse(Conflict, Label(statuses, c.Status))
	default:
		p.Changes = append(p.Changes, Change{r.Line, c.Code, c.Status, status, note, note != line(c.Note)})
	}
}

// withdraw takes back the change of a code that another row contradicts.
func (p *Preview) withdraw() {
	twice := map[string]bool{}
	for _, bad := range p.Problems {
		twice[bad.Code] = twice[bad.Code] || bad.Trouble == Twice
	}
	kept := p.Changes[:0]
	for _, c := range p.Changes {
		if !twice[c.Code] {
			kept = append(kept, c)
			continue
		}
		p.Problems = append(p.Problems, Problem{c.Line, c.Code, Twice, c.To})
	}
	p.Changes = kept
}

// readStatus reads a status as people write it: with marks or without, and
// with or without the word that says it is so now.
func readStatus(statuses []Status, s string) (code string, ok bool) {
	for _, st := range statuses {
		if bare(s) == bare(st.Label) || fold(s) == fold(st.Code) {
			return st.Code, true
		}
	}
	return "", false
}

// bare is a status without marks and without "đã" or "đang" before it.
func bare(status string) string {
	s := slug(status)
	for _, now := range []string{"da-", "dang-"} {
		s = strings.TrimPrefix(s, now)
	}
	return s
}

// fold is a text as two of them are compared.
func fold(s string) string {
	return strings.Map(unicode.ToLower, line(s))
}
