package bolt

import (
	"bytes"
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
	parts, cost  int
}

func (f fate) key() []byte {
	return []byte(strings.Join([]string{f.group, f.route, string(f.status), f.code}, "\x00"))
}

// count adds n messages of one fate, or takes them away.
func (t *txn) count(f fate, n int) error {
	if f.group == "" {
		return nil
	}
	key := f.key()
	sum, err := readSpent(t.get(inTallies, key))
	if err != nil {
		return err
	}
	sum.Messages = max(sum.Messages+n, 0)
	sum.Parts = max(sum.Parts+n*f.parts, 0)
	sum.Cost = max(sum.Cost+n*f.cost, 0)
	if sum.Messages == 0 {
		return t.del(inTallies, key)
	}
	return t.put(inTallies, key, t.keep(putSpent(t.fresh(), sum)))
}

// becomes moves a message from one fate to another.
func (t *txn) becomes(was, is fate) error {
	if err := t.count(was, -1); err != nil {
		return err
	}
	return t.count(is, 1)
}

func waitingFate(o msg.Outbound) fate {
	return fate{group: o.Group, route: o.Route, parts: o.Parts}
}

func (s settled) fate() fate {
	return fate{group: s.group, route: s.route, status: s.status, code: s.code, parts: s.parts, cost: s.cost}
}

// joinGroup notes a contact's message under its group, in the place of the
// one before it, if there is one that failed.
func (t *txn) joinGroup(id store.ContactID, o msg.Outbound) error {
	if o.Group == "" {
		return nil
	}
	key := groupKey(o.Group, id)
	if before := t.get(inGroups, key); before != nil {
		v := t.get(inContacts, ownNamed(nil, id, kindSettled, string(before)))
		if v != nil {
			was, err := readSettled(v)
			if err != nil {
				return err
			}
			if err := t.count(was.fate(), -1); err != nil {
				return err
			}
		}
	}
	if err := t.put(inGroups, key, []byte(o.Key)); err != nil {
		return err
	}
	return t.count(waitingFate(o), 1)
}

// tally implements store.Reader.
func (t *txn) tally(group string) (sum store.Tally, err error) {
	prefix := append([]byte(group), 0)
	err = t.scan(inTallies, prefix, func(k, v []byte) (bool, error) {
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

// group implements store.Reader.
func (t *txn) group(group string, after store.ContactID, n int) (list []store.Recipient, err error) {
	prefix := groupKey(group, "")
	from := prefix
	if after != "" {
		from = append(groupKey(group, after), 0)
	}
	c := t.in(inGroups).Cursor()
	for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix) && len(list) < n; k, v = c.Next() {
		r := store.Recipient{Contact: store.ContactID(k[len(prefix):]), Key: string(v)}
		if err := t.fateOf(&r); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// fateOf fills in how far a recipient's message got.
func (t *txn) fateOf(r *store.Recipient) error {
	if v := t.get(inContacts, ownNamed(nil, r.Contact, kindSettled, r.Key)); v != nil {
		s, err := readSettled(v)
		r.Route, r.Status, r.Code = s.route, s.status, s.code
		return err
	}
	v := t.get(inContacts, ownNamed(nil, r.Contact, kindOut, r.Key))
	if len(v) < dueLen {
		return nil
	}
	o, err := readOutbound(r.Key, v[dueLen:])
	r.Route = o.Route
	return err
}

// leaveGroup takes a message that nobody will send any more out of its group:
// it counts as failed, and nothing leads to its contact.
func (t *txn) leaveGroup(id store.ContactID, o msg.Outbound) error {
	if o.Group == "" {
		return nil
	}
	gone := waitingFate(o)
	gone.status, gone.code = msg.Failed, "forgotten"
	if err := t.becomes(waitingFate(o), gone); err != nil {
		return err
	}
	return t.del(inGroups, groupKey(o.Group, id))
}
