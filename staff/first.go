package staff

import (
	"time"

	"tinban/msg"
	"tinban/store"
)

// First makes the first account, an administrator with a password, while there
// is none. Whoever calls it has seen the code that the service printed.
func First(r store.Reader, id ID, name string, h Hashed, now time.Time) (store.Changes, error) {
	all, err := All(r)
	if err != nil {
		return store.Changes{}, err
	}
	if len(all) > 0 {
		return store.Changes{}, &msg.Refusal{Code: RefusedCode}
	}
	m, c, err := Add(r, Step{By: Operator, At: now}, id, Terms{Name: name, Role: Admin, Everywhere: true})
	if err != nil {
		return store.Changes{}, err
	}
	if h.of != id {
		return store.Changes{}, refuse(RefusedUnknown, string(id))
	}
	m.Account.Password = h.hash
	rec, err := m.Account.record()
	c.Put = append(c.Put, rec) // after the one of Add, so that it counts
	return c, err
}
