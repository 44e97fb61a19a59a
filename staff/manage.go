package staff

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"tinban/msg"
	"tinban/store"
)

// Why an account was not changed, as IDs of texts.
const (
	RefusedEverywhere     = "staff_everywhere"
	RefusedUnknown        = "staff_unknown"
	RefusedID             = "staff_bad_id"
	RefusedTaken          = "staff_taken"
	RefusedName           = "staff_bad_name"
	RefusedUnknownRole    = "staff_bad_role"
	RefusedUnknownCommune = "staff_bad_commune"
	RefusedNoCommune      = "staff_no_commune"
	RefusedLastAdmin      = "staff_last_admin"
	RefusedDisabled       = "staff_disabled"
)

func refuse(code string, name string) error {
	return &msg.Refusal{Code: code, Vars: map[string]any{"Name": name}}
}

// Step is who does something to an account, when and why.
type Step struct {
	By     Actor
	At     time.Time
	Reason string   // typed, or empty
	Today  []string // ids of today's communes
}

// Terms are what somebody is appointed to.
type Terms struct {
	Name     string
	Role     Role
	Communes []string // ids of today's communes
	// Everywhere binds to no commune. It has to be said: a list left empty by
	// mistake must not give somebody the whole district.
	Everywhere bool
}

// Terms are what an account is appointed to.
func (a Account) Terms() Terms {
	return Terms{a.Name, a.Role, slices.Clone(a.Communes), len(a.Communes) == 0}
}

// Managed is an account as it is now.
type Managed struct {
	Account Account
	// Unapproved are the communes in which somebody could approve before, and
	// nobody can now. That is allowed, but must be told.
	Unapproved []string
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,19}$`)

// Add makes an account. It cannot sign in before it got a code: see Invite.
func Add(r store.Reader, s Step, id ID, t Terms) (Managed, store.Changes, error) {
	if err := mayManage(s.By, t.Communes); err != nil {
		return Managed{}, store.Changes{}, err
	}
	if !idForm.MatchString(string(id)) {
		return Managed{}, store.Changes{}, refuse(RefusedID, string(id))
	}
	_, err := Get(r, id)
	if err == nil || id == Operator.ID {
		return Managed{}, store.Changes{}, refuse(RefusedTaken, string(id))
	}
	if !errors.Is(err, store.ErrNotFound) {
		return Managed{}, store.Changes{}, err
	}
	a := Account{ID: id, Created: s.At}
	if err := a.appoint(t, s.Today); err != nil {
		return Managed{}, store.Changes{}, err
	}
	return settle(r, s, a, "staff.add", a.appointed())
}

// Change gives an account other terms. They are given whole: begin with
// Account.Terms.
func Change(r store.Reader, s Step, id ID, t Terms) (Managed, store.Changes, error) {
	a, err := managed(r, s.By, id)
	if err == nil {
		err = mayManage(s.By, t.Communes)
	}
	if err == nil {
		err = a.appoint(t, s.Today)
	}
	if err != nil {
		return Managed{}, store.Changes{}, err
	}
	return settle(r, s, a, "staff.change", a.appointed())
}

// Disable takes every right away at once, and ends sessions and codes.
func Disable(r store.Reader, s Step, id ID) (Managed, store.Changes, error) {
	a, err := managed(r, s.By, id)
	if err != nil || a.Disabled {
		return Managed{Account: a}, store.Changes{}, err
	}
	a.Disabled = true
	m, c, err := settle(r, s, a, "staff.disable", "")
	if err != nil {
		return m, c, err
	}
	c.Drop = append(c.Drop, codeName(ForLink, id), codeName(ForPassword, id))
	err = endSessions(r, &c, id)
	return m, c, err
}

// Enable gives an account back what it had.
func Enable(r store.Reader, s Step, id ID) (Managed, store.Changes, error) {
	a, err := managed(r, s.By, id)
	if err != nil || !a.Disabled {
		return Managed{Account: a}, store.Changes{}, err
	}
	a.Disabled = false
	return settle(r, s, a, "staff.enable", a.appointed())
}

// List lists the accounts an actor may manage.
func List(r store.Reader, by Actor) ([]Account, error) {
	if err := May(by, ManageStaff); err != nil {
		return nil, err
	}
	all, err := All(r)
	return slices.DeleteFunc(all, func(a Account) bool { return mayManage(by, a.Communes) != nil }), err
}

// mayManage is May for an account bound to communes. One bound to none is not
// nobody's, as a question without a commune is, but of the whole district.
func mayManage(by Actor, communes []string) error {
	if err := May(by, ManageStaff, communes...); err != nil {
		return err
	}
	if len(communes) == 0 && !by.Everywhere() {
		return &msg.Refusal{Code: RefusedEverywhere}
	}
	return nil
}

// managed is an account that an actor may manage.
func managed(r store.Reader, by Actor, id ID) (Account, error) {
	if err := May(by, ManageStaff); err != nil {
		return Account{}, err // before it shows who there is
	}
	a, err := Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return a, refuse(RefusedUnknown, string(id))
	}
	if err != nil {
		return a, err
	}
	return a, mayManage(by, a.Communes)
}

// appoint checks terms and takes them on.
func (a *Account) appoint(t Terms, today []string) error {
	name := strings.Join(strings.Fields(t.Name), " ")
	if !properName(name) {
		return &msg.Refusal{Code: RefusedName}
	}
	if !slices.Contains(Roles, t.Role) {
		return refuse(RefusedUnknownRole, string(t.Role))
	}
	if t.Everywhere != (len(t.Communes) == 0) {
		return &msg.Refusal{Code: RefusedNoCommune}
	}
	communes := slices.Compact(slices.Sorted(slices.Values(t.Communes)))
	for _, c := range communes {
		// One that has gone since stays until somebody takes it away.
		if !slices.Contains(today, c) && !slices.Contains(a.Communes, c) {
			return refuse(RefusedUnknownCommune, c)
		}
	}
	a.Name, a.Role, a.Communes = name, t.Role, communes
	return nil
}

// longestName is how long a name may be, in runes.
const longestName = 60

func properName(s string) bool {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	return strings.ContainsFunc(s, unicode.IsLetter) && !strings.ContainsFunc(s, odd) && len([]rune(s)) <= longestName
}

// appointed are an account's terms as the log keeps them: without the name.
func (a Account) appointed() string {
	if len(a.Communes) == 0 {
		return string(a.Role) + " everywhere"
	}
	return string(a.Role) + " " + strings.Join(a.Communes, " ")
}

// settle keeps an account in its new form, if the house stays in order.
func settle(r store.Reader, s Step, a Account, did, to string) (Managed, store.Changes, error) {
	before, err := All(r)
	if err != nil {
		return Managed{}, store.Changes{}, err
	}
	after := slices.DeleteFunc(slices.Clone(before), func(b Account) bool { return b.ID == a.ID })
	after = append(after, a)
	if lost(before, after, Account.manages) || lost(before, after, Account.managesAll) {
		return Managed{}, store.Changes{}, &msg.Refusal{Code: RefusedLastAdmin}
	}
	m := Managed{Account: a}
	for _, commune := range s.Today {
		if lost(before, after, func(a Account) bool { return May(a.Actor(), ApproveNotice, commune) == nil }) {
			m.Unapproved = append(m.Unapproved, commune)
		}
	}
	c, err := a.put(r, Entry{At: s.At, By: s.By.ID, Did: did, To: to, Reason: s.Reason})
	return m, c, err
}

// lost: somebody could, and now nobody can.
func lost(before, after []Account, can func(Account) bool) bool {
	return slices.ContainsFunc(before, can) && !slices.ContainsFunc(after, can)
}

func (a Account) manages() bool    { return May(a.Actor(), ManageStaff) == nil }
func (a Account) managesAll() bool { return a.manages() && a.Actor().Everywhere() }

// put keeps an account, with an entry of what was done to it.
func (a Account) put(r store.Reader, e Entry) (c store.Changes, err error) {
	rec, err := a.record()
	if err != nil {
		return c, err
	}
	c.Put = append(c.Put, rec)
	e.On = "staff/" + string(a.ID)
	err = Log(r, &c, e)
	return c, err
}
