package staff

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"tinban/store"
)

const accountShelf store.Shelf = "staff"

// Account is one member of staff.
type Account struct {
	ID       ID       `json:"id"`
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Communes []string `json:"communes,omitempty"` // empty is everywhere
	Disabled bool     `json:"disabled,omitempty"`
	// Contact is their own Telegram account, once linked.
	Contact store.ContactID `json:"contact,omitempty"`
	Lang    string          `json:"lang,omitempty"`
	Created time.Time       `json:"created"`

	// Password is an argon2id hash, for the pages; empty until they set one.
	Password string `json:"password,omitempty"`
	TOTP     string `json:"totp,omitempty"`     // secret of their second step, once confirmed
	Pending  string `json:"totp_new,omitempty"` // secret that waits to be confirmed
	Step     int64  `json:"totp_step,omitempty"`
}

// Actor is the account as who does something.
func (a Account) Actor() Actor {
	if a.Disabled {
		return Actor{}
	}
	return Actor{ID: a.ID, Role: a.Role, Communes: a.Communes}
}

// Get returns store.ErrNotFound for an account there is not.
func Get(r store.Reader, id ID) (a Account, err error) {
	rec, err := r.Get(accountShelf, string(id))
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(rec.Body, &a)
}

// ByContact is the account a Telegram contact is linked to, if it is in use.
func ByContact(r store.Reader, id store.ContactID) (a Account, ok bool, err error) {
	err = each(r, "contact/"+string(id)+"/", func(found Account) bool {
		a, ok = found, !found.Disabled
		return !ok
	})
	return a, ok, err
}

// All lists the accounts by id.
func All(r store.Reader) (list []Account, err error) {
	err = each(r, "id/", func(a Account) bool {
		list = append(list, a)
		return true
	})
	return list, err
}

// WhoMay lists the accounts in use that may do something for a commune.
func WhoMay(r store.Reader, do Action, communes ...string) ([]Account, error) {
	all, err := All(r)
	return slices.DeleteFunc(all, func(a Account) bool { return May(a.Actor(), do, communes...) != nil }), err
}

func each(r store.Reader, prefix string, yield func(Account) bool) error {
	var bad error
	err := r.Find(accountShelf, prefix, "", func(_ string, rec store.Record) bool {
		var a Account
		if bad = json.Unmarshal(rec.Body, &a); bad != nil {
			return false
		}
		return yield(a)
	})
	return errors.Join(err, bad)
}

// record is how an account is kept.
func (a Account) record() (store.Record, error) {
	b, err := json.Marshal(a) //nolint:gosec // the password is a hash, and this is where it is kept
	keys := []string{"id/" + string(a.ID)}
	if a.Contact != "" {
		keys = append(keys, "contact/"+string(a.Contact)+"/")
	}
	return store.Record{Name: store.Name{Shelf: accountShelf, ID: string(a.ID)}, Body: b, Keys: keys}, err
}
