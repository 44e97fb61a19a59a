package notice

import (
	"cmp"
	"slices"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
)

// Board is what the room is told about the place it works in. It holds no
// state: one Board is shared by everybody who decides.
type Board struct {
	// Say speaks the language notices are written in.
	Say *locales.Localizer
	// Commune names a commune of today; ok is false for one there is not.
	Commune func(id string) (name string, ok bool)
	// Routes are the gateways there are.
	Routes []Route
	// Brand is the registered name that stands in an SMS nobody can answer, and
	// Number the one people answer to instead.
	Brand, Number string
	// Ours are the phone numbers and sites a notice may name without a question.
	Ours []string
	// Budget is what a commune's notices may cost in a month, in đồng; 0 is no
	// limit.
	Budget int
	// Marked reports a do-not-send mark; nil is nobody's.
	Marked func(r store.Reader, id store.ContactID) (bool, error)

	Undo    time.Duration // in which nothing is queued; 5 min
	Hold    time.Duration // for the first few to speak up; 3 min
	CoolOff time.Duration // before the only one there is agrees to their own text; 15 min
	Few     int           // who come first; 20
}

// Route is one gateway.
type Route struct {
	Name string
	msg.Caps
}

// Pace of what goes out.
const (
	undoFor    = 5 * time.Minute
	holdFor    = 3 * time.Minute
	coolOffFor = 15 * time.Minute
	firstFew   = 20
	// fullQueue of one notice: what waits could no longer be taken back.
	fullQueue = 1000
	// shelfLife of news that names no day.
	shelfLife = 48 * time.Hour
)

func (b *Board) undo() time.Duration    { return cmp.Or(b.Undo, undoFor) }
func (b *Board) hold() time.Duration    { return cmp.Or(b.Hold, holdFor) }
func (b *Board) coolOff() time.Duration { return cmp.Or(b.CoolOff, coolOffFor) }
func (b *Board) few() int               { return cmp.Or(b.Few, firstFew) }

// Hue is the clock of the people who read: Việt Nam has one, without summer
// time.
var Hue = time.FixedZone("+07", 7*60*60)

// The hours in which nobody is disturbed.
const (
	evening = 20
	morning = 7
)

// Quiet reports whether at lies in the quiet hours.
func Quiet(at time.Time) bool {
	h := at.In(Hue).Hour()
	return h >= evening || h < morning
}

// Awake is at, or the next morning when at lies in the quiet hours.
func Awake(at time.Time) time.Time {
	if !Quiet(at) {
		return at
	}
	t := at.In(Hue)
	day := t.Day()
	if t.Hour() >= evening {
		day++
	}
	return time.Date(t.Year(), t.Month(), day, morning, 0, 0, 0, Hue)
}

// brandname is the cheapest route that shows our name and takes free text.
func (b *Board) brandname() (Route, bool) {
	return b.cheapest(func(r Route) bool { return r.Kind == msg.SMS && r.Class == msg.Brandname })
}

// Named reports whether an SMS goes out under our name.
func (b *Board) Named() bool { _, ok := b.brandname(); return ok }

func (b *Board) cheapest(fits func(Route) bool) (best Route, ok bool) {
	for _, r := range b.Routes {
		if r.Templates || r.Class == msg.Trial || !fits(r) {
			continue
		}
		if !ok || r.PricePerPart < best.PricePerPart {
			best, ok = r, true
		}
	}
	return best, ok
}

func (b *Board) named(name string) (Route, bool) {
	i := slices.IndexFunc(b.Routes, func(r Route) bool { return r.Name == name })
	if i < 0 || b.Routes[i].Templates {
		return Route{}, false
	}
	return b.Routes[i], true
}

// routeOf is the way to a contact that last came by a route. SMS goes by name
// where there is one, else the way the contact itself came, else by any number
// of ours.
func (b *Board) routeOf(came string, chat bool) (Route, bool) {
	own, ok := b.named(came)
	if ok && own.Class == msg.Trial {
		return own, true
	}
	if chat {
		if ok && own.Kind == msg.Chat {
			return own, true
		}
		return b.cheapest(func(r Route) bool { return r.Kind == msg.Chat })
	}
	if brand, ok := b.brandname(); ok {
		return brand, true
	}
	if ok && own.Kind == msg.SMS {
		return own, true
	}
	return b.cheapest(func(r Route) bool { return r.Kind == msg.SMS })
}

// Step is what a decision led to, for whoever asked for it.
type Step struct {
	Notice Notice
	Tell   []Tell  // who of staff must hear of it
	Checks []Check // what an officer should look at
	More   bool    // Pump has more to do at once
}

// Ask is a button under what staff are told.
type Ask string

// What staff can do about a notice they are told of.
const (
	AskApprove Ask = "napprove"
	AskReturn  Ask = "nreturn"
	AskCancel  Ask = "ncancel"
	AskPause   Ask = "npause"
	AskResume  Ask = "nresume"
	AskCorrect Ask = "ncorrect"
	AskReview  Ask = "nreview"
	AskReport  Ask = "nreport"
)

// Tell is what one of staff must hear.
type Tell struct {
	To     staff.ID
	Key    string // chosen before the first try; the same on every run
	Text   locales.ID
	Vars   locales.Vars
	Asks   []Ask
	Notice ID
	Urgent bool // not held back until the morning
}

// tell says the same to several, each once.
func (s *Step) tell(n Notice, text locales.ID, urgent bool, vars locales.Vars, asks []Ask, to ...staff.ID) {
	slices.Sort(to)
	for _, id := range slices.Compact(to) {
		if id == "" || id == service {
			continue
		}
		s.Tell = append(s.Tell, Tell{
			To: id, Key: tellKey(n, text, id), Text: text, Vars: vars, Asks: asks, Notice: n.ID, Urgent: urgent,
		})
	}
}

// service is who did what no member of staff did.
const service staff.ID = "service"
