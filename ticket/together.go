package ticket

import (
	"tinban/staff"
	"tinban/store"
)

// With lists the live tickets that are answered with one, itself left out, of
// those an actor may see.
func With(r store.Reader, by staff.Actor, t Ticket) (list []Ticket, err error) {
	all, err := members(r, t)
	if err != nil {
		return nil, err
	}
	for _, m := range all[1:] {
		if see(by, m) == nil {
			list = append(list, m)
		}
	}
	return list, nil
}

// Part takes tickets out of the groups they are in: each is answered alone.
func (w Work) Part(codes ...Code) (store.Changes, error) {
	var list []Ticket
	for _, code := range codes {
		all, err := w.parted(code)
		if err != nil {
			return store.Changes{}, err
		}
		list = append(list, all...)
	}
	return w.keepAll("part", list)
}

// parted is one ticket out of its group. When it led the group the next one
// does, so that the others stay together.
func (w Work) parted(code Code) ([]Ticket, error) {
	t, err := w.open(code)
	if err != nil {
		return nil, err
	}
	if t.Head != "" {
		t.Head = ""
		return []Ticket{t}, nil
	}
	list, err := w.together(code)
	if err != nil || len(list) == 1 {
		return nil, err
	}
	for i := range list[1:] {
		list[i+1].Head = list[1].Code
	}
	list[1].Head = ""
	return list[1:], nil
}
