package bolt

import (
	"strings"

	"tinban/msg"
	"tinban/store"
)

// groupKey is group ⋅ 0 ⋅ ID.
func groupKey(group string, id store.ContactID) []byte {
	return append(append([]byte(group), 0), id...)
}

// fate is where in a group's tally a message counts.
type fate struct {
	group, route string
	status       msg.Status // empty while it waits
	code         string
}

// sum is what is counted of messages of one fate.
type sum = store.Spent

// counts is what one message adds to a tally.
type counts struct {
	fate
	parts, cost int
}

// maxCode bounds what a gateway can put into a key.
const maxCode = 64

func (f fate) key() []byte {
	return []byte(strings.Join([]string{f.group, field(f.route), field(string(f.status)), field(f.code)}, "\x00"))
}

// field is text that cannot end the field of a key before its time.
func field(text string) string {
	return strings.ReplaceAll(text[:min(len(text), maxCode)], "\x00", "")
}

// count adds n messages of one fate, or takes them away. A page of recipients
// changes the same few tallies over and over: they are put once, by tally.
func (t *txn) count(c counts, n int) {
	if t.counted == nil {
		t.counted = map[fate]sum{}
	}
	t.wrote = true
	by := t.counted[c.fate]
	by.Messages += n
	by.Parts += n * max(c.parts, 0)
	by.Cost += n * max(c.cost, 0)
	t.counted[c.fate] = by
}

// tally puts what an op has counted.
func (t *txn) tally() error {
	for f, by := range t.counted {
		key := f.key()
		sum, err := readSpent(t.get(inTallies, key))
		if err != nil {
			return err
		}
		sum.Messages = max(sum.Messages+by.Messages, 0)
		sum.Parts = max(sum.Parts+by.Parts, 0)
		sum.Cost = max(sum.Cost+by.Cost, 0)
		if sum.Messages == 0 {
			err = t.del(inTallies, key)
		} else {
			err = t.put(inTallies, key, t.keep(putSpent(t.fresh(), sum)))
		}
		if err != nil {
			return err
		}
	}
	clear(t.counted)
	return nil
}

// becomes moves a contact's message of a group from one fate to another, if it
// is the one that counts: the last that was sent to them.
func (t *txn) becomes(id store.ContactID, key string, was, is counts) {
	if was.group == "" || string(t.get(inGroups, groupKey(was.group, id))) != key {
		return
	}
	t.count(was, -1)
	t.count(is, 1)
}

func asWaiting(o msg.Outbound) counts {
	return counts{fate{group: o.Group, route: o.Route}, o.Parts, 0}
}

func (s settled) counts() counts {
	return counts{fate{group: s.group, route: s.route, status: s.status, code: s.code}, s.parts, s.cost}
}

// joinGroup notes a contact's message under its group, in the place of the one
// before it, if there is one.
func (t *txn) joinGroup(id store.ContactID, o msg.Outbound) error {
	if o.Group == "" {
		return nil
	}
	key := groupKey(o.Group, id)
	if before := t.get(inGroups, key); before != nil {
		was, known, err := t.fateOf(id, string(before))
		if err != nil {
			return err
		}
		if known {
			t.count(was, -1)
		}
	}
	t.count(asWaiting(o), 1)
	return t.put(inGroups, key, []byte(o.Key))
}

// fateOf says how far a contact's message got.
func (t *txn) fateOf(id store.ContactID, key string) (c counts, known bool, err error) {
	return fateIn(func(kind byte) []byte { return t.get(inContacts, ownNamed(nil, id, kind, key)) }, key)
}

// fateIn reads a fate from the record of a kind that there is.
func fateIn(record func(kind byte) []byte, key string) (c counts, known bool, err error) {
	if v := record(kindSettled); v != nil {
		s, err := readSettled(v)
		return s.counts(), true, err
	}
	v := record(kindOut)
	if len(v) < dueLen {
		return counts{}, false, nil
	}
	o, err := readOutbound(key, v[dueLen:])
	return asWaiting(o), true, err
}

// leaveGroup takes a message that nobody will send any more out of its group:
// it counts as failed, and nothing leads to its contact.
func (t *txn) leaveGroup(id store.ContactID, o msg.Outbound) error {
	if o.Group == "" {
		return nil
	}
	gone := asWaiting(o)
	gone.status, gone.code = msg.Failed, "forgotten"
	t.becomes(id, o.Key, asWaiting(o), gone)
	return t.unlinkGroup(o.Group, id, o.Key)
}

// unlinkGroup deletes what leads from a group to a message, unless it has come
// to lead to another.
func (t *txn) unlinkGroup(group string, id store.ContactID, key string) error {
	in := groupKey(group, id)
	if group == "" || string(t.get(inGroups, in)) != key {
		return nil
	}
	return t.del(inGroups, in)
}

// Tally implements store.Reader.
func (r *reading) Tally(group string) (sum store.Tally, err error) {
	if r.t == nil {
		return sum, errEnded
	}
	prefix := groupKey(group, "")
	err = r.scan(inTallies, prefix, prefix, func(k, v []byte) (bool, error) {
		s, err := readSpent(v)
		name := strings.Split(string(k[len(prefix):]), "\x00")
		if err != nil || len(name) != 3 {
			return false, errDamaged
		}
		if name[1] == "" {
			sum.Waiting += s.Messages
			return true, nil
		}
		sum.Rows = append(sum.Rows, store.TallyRow{
			Route: name[0], Status: msg.Status(name[1]), Code: name[2], Messages: s.Messages, Parts: s.Parts, Cost: s.Cost,
		})
		return true, nil
	})
	return sum, err
}

// Group implements store.Reader.
func (r *reading) Group(group string, after store.ContactID, n int) (list []store.Recipient, err error) {
	if r.t == nil {
		return nil, errEnded
	}
	if n <= 0 {
		return nil, nil
	}
	prefix := groupKey(group, "")
	from := prefix
	if after != "" {
		from = append(groupKey(group, after), 0)
	}
	err = r.scan(inGroups, from, prefix, func(k, v []byte) (bool, error) {
		to := store.Recipient{Contact: store.ContactID(k[len(prefix):]), Key: string(v)}
		f, _, err := fateIn(func(kind byte) []byte { return r.get(inContacts, ownNamed(nil, to.Contact, kind, to.Key)) }, to.Key)
		to.Route, to.Status, to.Code = f.route, f.status, f.code
		list = append(list, to)
		return len(list) < n, err
	})
	return list, err
}
