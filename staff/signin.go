package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"time"

	"tinban/msg"
	"tinban/store"
)

const lockShelf store.Shelf = "staff-lock"

// Why somebody was not let in, as IDs of texts.
const (
	RefusedSignIn   = "signin_wrong"  // never says whether the name or the password
	RefusedLocked   = "signin_locked" // for N minutes
	RefusedNeedCode = "signin_code"   // the password is right; the second step is missing
)

// lockAfter so many wrong tries within lockSpan, an account is locked for as
// long.
const (
	lockAfter = 5
	lockSpan  = 15 * time.Minute
)

// lock counts the wrong tries of an account.
type lock struct {
	Wrong []time.Time `json:"wrong,omitempty"`
	Until time.Time   `json:"until,omitzero"`
}

// lockName is where the wrong tries of an account are counted. Names there are
// not share a few places, so that nobody fills the store by making them up.
func lockName(id ID, known bool) store.Name {
	if known {
		return store.Name{Shelf: lockShelf, ID: "of/" + string(id)}
	}
	sum := sha256.Sum256([]byte(id))
	return store.Name{Shelf: lockShelf, ID: "no/" + hex.EncodeToString(sum[:])[:3]}
}

// lockOf reads a lock that still says something.
func lockOf(r store.Reader, name store.Name, now time.Time) (l lock, err error) {
	rec, err := r.Get(name.Shelf, name.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !now.Before(rec.Expires) {
		return lock{}, nil
	}
	if err == nil {
		err = json.Unmarshal(rec.Body, &l)
	}
	return l, err
}

// wrong counts one more; it may close the lock.
func (l lock) wrong(now time.Time) lock {
	recent := lock{}
	for _, at := range l.Wrong {
		if now.Sub(at) < lockSpan {
			recent.Wrong = append(recent.Wrong, at)
		}
	}
	recent.Wrong = append(recent.Wrong, now)
	if len(recent.Wrong) >= lockAfter {
		return lock{Until: now.Add(lockSpan)}
	}
	return recent
}

func (l lock) refusal(now time.Time) *msg.Refusal {
	minutes := int(math.Ceil(l.Until.Sub(now).Minutes()))
	return &msg.Refusal{Code: RefusedLocked, Vars: map[string]any{"N": minutes}}
}

// entrance is one try to come in, as far as it got.
type entrance struct {
	r       store.Reader
	now     time.Time
	account Account
	known   bool
	lock    lock
	changes store.Changes
}

// enter looks at a try's password. A right one leaves no refusal, and nothing
// is decided yet: the second step may follow.
func enter(r store.Reader, t Try, now time.Time) (e *entrance, no *msg.Refusal, err error) {
	e = &entrance{r: r, now: now}
	e.account, err = Get(r, t.id)
	if e.known = err == nil; !e.known {
		e.account = Account{ID: t.id}
		if !errors.Is(err, store.ErrNotFound) {
			return e, nil, err
		}
	}
	if e.lock, err = lockOf(r, e.lockName(), now); err != nil {
		return e, nil, err
	}
	if now.Before(e.lock.Until) { // counting on would lock its owner out for ever
		return e, e.lock.refusal(now), nil
	}
	// The password may have been changed since it was compared.
	if !t.right || !e.known || e.account.Disabled || t.hash != e.account.Password {
		no, err = e.wrong()
	}
	return e, no, err
}

func (e *entrance) lockName() store.Name { return lockName(e.account.ID, e.known) }

// wrong counts a wrong try.
func (e *entrance) wrong() (*msg.Refusal, error) {
	e.lock = e.lock.wrong(e.now)
	b, err := json.Marshal(e.lock)
	if err != nil {
		return nil, err
	}
	e.changes.Put = append(e.changes.Put, store.Record{Name: e.lockName(), Body: b, Expires: e.now.Add(lockSpan)})
	if !e.now.Before(e.lock.Until) {
		return &msg.Refusal{Code: RefusedSignIn}, nil
	}
	if e.known {
		err = Log(e.r, &e.changes, Entry{At: e.now, By: e.account.ID, Did: "staff.locked", On: "staff/" + string(e.account.ID)})
	}
	return e.lock.refusal(e.now), err
}

// CheckPassword decides on a try to sign in, with the code of the second step
// for an account that has one. What it refuses is to be kept all the same: a
// wrong try counts. Afterwards, OpenSession.
func CheckPassword(r store.Reader, t Try, code string, now time.Time) (no *msg.Refusal, c store.Changes, err error) {
	e, no, err := enter(r, t, now)
	if err != nil || no != nil {
		return no, e.changes, err
	}
	if e.account.TOTP != "" {
		if code == "" {
			return &msg.Refusal{Code: RefusedNeedCode}, c, nil
		}
		step, ok := stepOf(e.account.TOTP, code, now)
		if !ok || step <= e.account.Step {
			no, err = e.wrong()
			return no, e.changes, err
		}
		e.account.Step = step
		rec, err := e.account.record()
		if err != nil {
			return no, c, err
		}
		e.changes.Put = append(e.changes.Put, rec)
	}
	e.changes.Drop = append(e.changes.Drop, e.lockName())
	return nil, e.changes, nil
}

// SetPassword changes the password of who showed the old one, and ends all
// sessions of the account.
func SetPassword(r store.Reader, t Try, h Hashed, now time.Time) (no *msg.Refusal, c store.Changes, err error) {
	e, no, err := enter(r, t, now)
	if err != nil || no != nil {
		return no, e.changes, err
	}
	if h.of != t.id {
		return nil, c, errors.New("staff: a password made for another account")
	}
	c, err = e.account.newPassword(r, h, now)
	return nil, c, err
}

func (a Account) newPassword(r store.Reader, h Hashed, now time.Time) (store.Changes, error) {
	a.Password = h.hash
	c, err := a.put(r, Entry{At: now, By: a.ID, Did: "staff.password"})
	if err == nil {
		err = endSessions(r, &c, a.ID)
	}
	return c, err
}
