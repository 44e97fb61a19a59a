package bolt

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"tinban/msg"
	"tinban/store"
)

// change applies a write set to its contact.
func (t *txn) change(p *party, ws store.WriteSet) error {
	if err := validate(ws); err != nil {
		return err
	}
	var err error
	if ws.Forget {
		err = t.forgetBut(p, ws.Out)
	} else {
		err = t.remember(p, ws)
	}
	if err != nil {
		return err
	}
	for _, o := range ws.Out {
		if ws.Forget {
			o.Group = "" // nothing is noted of what becomes of a last word
		}
		if err := t.enqueue(p, o); err != nil {
			return err
		}
	}
	for _, e := range ws.Events {
		if err := t.record(p, e); err != nil {
			return err
		}
	}
	for _, s := range ws.Samples {
		if err := t.sample(p, s); err != nil {
			return err
		}
	}
	if ws.Forget {
		ws.Changes.Put = slices.DeleteFunc(slices.Clone(ws.Changes.Put), func(r store.Record) bool { return r.Owner == p.id })
	}
	return t.shelve(ws.Changes)
}

// maxKey is far below what bbolt takes for a key, and far above any key of ours.
const maxKey = 512

func validate(ws store.WriteSet) error {
	for _, o := range ws.Out {
		if o.Key == "" || len(o.Key) > maxKey {
			return errors.New("store: an outbound message needs a key of at most 512 bytes")
		}
		if len(o.Group) > maxID || strings.ContainsRune(o.Group, 0) {
			return errors.New("store: the group of an outbound message is out of bounds")
		}
	}
	return nil
}

// forgetBut forgets a contact but for the address its last messages need.
func (t *txn) forgetBut(p *party, last []msg.Outbound) error {
	if err := t.forget(p.id); err != nil || len(last) == 0 {
		return err
	}
	return t.putAddress(p)
}

func (t *txn) putAddress(p *party) error {
	t.key = own(t.key, p.id, kindAddress)
	return t.put(inContacts, t.key, []byte(p.address))
}

// remember writes what a decision keeps of its contact.
func (t *txn) remember(p *party, ws store.WriteSet) error {
	if p.isNew {
		p.contact.Created = p.now
		if err := t.put(inAddresses, []byte(p.address), []byte(p.id)); err != nil {
			return err
		}
		if err := t.putAddress(p); err != nil {
			return err
		}
	}
	if err := t.save(p, ws); err != nil {
		return err
	}
	return t.transcribe(p, ws.Lines)
}

// save writes the contact and its session, which share a record: every
// message changes both. One that only gets a message stays as it is.
func (t *txn) save(p *party, ws store.WriteSet) error {
	if ws.Contact == nil && ws.Session == nil && !p.isNew && !p.wrote {
		return nil
	}
	c, sess := p.contact, p.session
	if ws.Contact != nil {
		c = *ws.Contact
		c.Created, c.Seen = p.contact.Created, p.contact.Seen
		c.Route = cmp.Or(c.Route, p.contact.Route)
	}
	if ws.Session != nil {
		sess = *ws.Session
	}
	t.key = own(t.key, p.id, kindContact)
	return t.put(inContacts, t.key, t.keep(putContact(t.fresh(), c, sess)))
}

// spread is how far apart lines of one record may lie, so that a record can
// go as a whole when its lines are due.
const spread = time.Minute

// transcribe writes a message's lines, as a rule into one record.
func (t *txn) transcribe(p *party, lines []store.Line) error {
	for len(lines) > 0 {
		first := lines[0].At
		n := 1
		for n < len(lines) && lines[n].At.Sub(first).Abs() < spread {
			n++
		}
		seq, err := t.seq()
		if err != nil {
			return err
		}
		t.key = ownTimed(t.key, p.id, kindLines, first, seq)
		if err := t.put(inContacts, t.key, t.keep(putLines(t.fresh(), lines[:n]))); err != nil {
			return err
		}
		lines = lines[n:]
	}
	return nil
}

// record writes an event; the one without a time happened now.
func (t *txn) record(p *party, e store.Event) error {
	if e.At.IsZero() {
		e.At = p.now
	}
	return t.putTimed(inEvents, e.At, putEvent(t.fresh(), e))
}

func (t *txn) sample(p *party, s store.Sample) error {
	if s.At.IsZero() {
		s.At = p.now
	}
	return t.putTimed(inSamples, s.At, putSample(t.fresh(), s))
}

func (t *txn) putTimed(b bucket, at time.Time, record []byte) error {
	seq, err := t.seq()
	if err != nil {
		return err
	}
	t.key = timed(t.key[:0], at, seq)
	return t.put(b, t.key, t.keep(record))
}
