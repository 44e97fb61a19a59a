package bolt

import (
	"bytes"
	"time"

	"tinban/msg"
	"tinban/store"
)

// Each record's fields are listed once, in put… and read… beside each other.
// New fields go to the end of both.

func putContact(b []byte, c store.Contact, s store.Session) []byte {
	b = putText(b, c.Route)
	b = putText(b, c.Commune)
	b = putBits(b, c.Marks, c.NewsStopped, c.Unreachable)
	b = putTime(b, c.HourStart)
	b = putUint(b, uint64(max(c.HourCount, 0)))
	b = putTime(b, c.Created)
	b = putTime(b, c.Seen)
	b = putText(b, s.State)
	b = putTime(b, s.Updated)
	b = putTime(b, s.Expires)
	return putText(b, c.Lang)
}

func readContact(id store.ContactID, v []byte) (store.Contact, store.Session, error) {
	r := reader{rest: v}
	c := store.Contact{ID: id, Route: r.text(), Commune: r.text()}
	bits := r.uint()
	c.Marks, c.NewsStopped, c.Unreachable = bits&1 != 0, bits&2 != 0, bits&4 != 0
	c.HourStart, c.HourCount = r.time(), int(r.uint())
	c.Created, c.Seen = r.time(), r.time()
	// The state is handed to deciders, which may keep it: a copy.
	s := store.Session{State: bytes.Clone(r.bytes()), Updated: r.time(), Expires: r.time()}
	if len(s.State) == 0 {
		s = store.Session{}
	}
	c.Lang = r.text()
	return c, s, r.err()
}

func putLines(b []byte, lines []store.Line) []byte {
	b = putUint(b, uint64(len(lines)))
	for _, l := range lines {
		b = putTime(b, l.At)
		b = putText(b, l.Dir)
		b = putText(b, l.Text)
	}
	return b
}

func readLines(v []byte) ([]store.Line, error) {
	r := reader{rest: v}
	lines := make([]store.Line, r.count())
	for i := range lines {
		lines[i] = store.Line{At: r.time(), Dir: store.Direction(r.text()), Text: r.text()}
	}
	return lines, r.err()
}

func putEvent(b []byte, e store.Event) []byte {
	b = putTime(b, e.At)
	b = putText(b, e.Channel)
	b = putText(b, e.Commune)
	b = putText(b, e.Label)
	b = putText(b, e.Outcome)
	b = putText(b, e.Verdict)
	b = putUint(b, uint64(len(e.Failed)))
	for _, f := range e.Failed {
		b = putText(b, f)
	}
	return b
}

func readEvent(v []byte) (store.Event, error) {
	r := reader{rest: v}
	e := store.Event{At: r.time(), Channel: msg.ChannelKind(r.text()), Commune: r.text(),
		Label: r.text(), Outcome: r.text(), Verdict: r.text()}
	for range r.count() {
		e.Failed = append(e.Failed, r.text())
	}
	return e, r.err()
}

func putSample(b []byte, s store.Sample) []byte {
	return putText(putText(putTime(b, s.At), s.Label), s.Text)
}

func readSample(v []byte) (store.Sample, error) {
	r := reader{rest: v}
	s := store.Sample{At: r.time(), Label: r.text(), Text: r.text()}
	return s, r.err()
}

func putOutbound(b []byte, o msg.Outbound) []byte {
	b = putText(b, o.Route)
	b = putText(b, o.Lane)
	b = putText(b, o.Text)
	b = putTime(b, o.Expires)
	b = putBits(b, o.AskContact, o.InPlace)
	b = putText(b, o.Replaces)
	b = putUint(b, uint64(len(o.Choices)))
	for _, c := range o.Choices {
		b = putText(b, c.Key)
		b = putText(b, c.Label)
	}
	b = putTime(putUint(b, uint64(max(o.Parts, 0))), o.Due)
	return putBits(putText(b, o.Group), o.Anytime)
}

func putSpent(b []byte, s store.Spent) []byte {
	return putUint(putUint(putUint(b, uint64(s.Messages)), uint64(s.Parts)), uint64(s.Cost))
}

func readSpent(v []byte) (store.Spent, error) {
	r := reader{rest: v}
	s := store.Spent{Messages: int(r.uint()), Parts: int(r.uint()), Cost: int(r.uint())}
	return s, r.err()
}

func readOutbound(key string, v []byte) (msg.Outbound, error) {
	r := reader{rest: v}
	o := msg.Outbound{Key: key, Route: r.text(), Lane: msg.Lane(r.text()), Text: r.text(), Expires: r.time()}
	bits := r.uint()
	o.AskContact, o.InPlace = bits&1 != 0, bits&2 != 0
	o.Replaces = r.text()
	for range r.count() {
		o.Choices = append(o.Choices, msg.Button{Key: r.text(), Label: r.text()})
	}
	o.Parts = int(r.uint())
	o.Due, o.Group, o.Anytime = r.time(), r.text(), r.uint()&1 != 0
	return o, r.err()
}

// settled is what is left of a message once it is not to be sent any more:
// no text.
type settled struct {
	status      msg.Status
	at          time.Time
	route, ref  string
	code, group string
	parts, cost int
}

func putSettled(b []byte, s settled) []byte {
	b = putText(b, s.status)
	b = putTime(b, s.at)
	b = putText(b, s.route)
	b = putText(b, s.ref)
	b = putText(putText(b, s.code), s.group)
	return putUint(putUint(b, uint64(max(s.parts, 0))), uint64(max(s.cost, 0)))
}

func readSettled(v []byte) (settled, error) {
	r := reader{rest: v}
	s := settled{status: msg.Status(r.text()), at: r.time(), route: r.text(), ref: r.text(), code: r.text(), group: r.text()}
	s.parts, s.cost = int(r.uint()), int(r.uint())
	return s, r.err()
}

// state is what is known of a message's tries.
type state struct {
	tries    uint64
	doubtful bool
}

func putState(b []byte, s state) []byte {
	return putBits(putUint(b, s.tries), s.doubtful)
}

func (r *reader) state() state {
	return state{tries: r.uint(), doubtful: r.uint()&1 != 0}
}
