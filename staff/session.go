package staff

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/msg"
	"tinban/store"
)

const sessionShelf store.Shelf = "staff-session"

// How long a session lasts.
const (
	SessionIdle = 30 * time.Minute
	SessionLife = 12 * time.Hour
	// TouchEvery spares the store a write for every page.
	TouchEvery = time.Minute
)

// RefusedSession says that a session has ended.
const RefusedSession = "session_over"

// Session is somebody signed in on the pages.
type Session struct {
	ID      string    `json:"-"` // names it in a list; it opens nothing
	Account ID        `json:"of"`
	Label   string    `json:"label,omitempty"` // what it is on: "Chrome, Android"
	Opened  time.Time `json:"opened"`
	Seen    time.Time `json:"seen"`
}

// sessionID is how a token is kept: whoever reads the store cannot use it.
func sessionID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ends is when a session ends if nothing comes.
func (s Session) ends() time.Time {
	idle, life := s.Seen.Add(SessionIdle), s.Opened.Add(SessionLife)
	if idle.Before(life) {
		return idle
	}
	return life
}

func (s Session) record() (store.Record, error) {
	b, err := json.Marshal(s)
	return store.Record{
		Name: store.Name{Shelf: sessionShelf, ID: s.ID}, Body: b,
		Keys: []string{sessionsOf(s.Account)}, Expires: s.ends(),
	}, err
}

func sessionsOf(id ID) string { return "of/" + string(id) + "/" }

// longestLabel is how much of a label is kept, in runes.
const longestLabel = 60

// OpenSession begins a session of who passed CheckPassword. token is the only
// thing that opens it, and is kept nowhere.
func OpenSession(r store.Reader, id ID, label string, seed Seed, now time.Time) (token string, c store.Changes, err error) {
	a, err := Get(r, id)
	if err == nil && a.Disabled {
		err = refuse(RefusedDisabled, string(id))
	}
	if err != nil {
		return "", c, err
	}
	token = base64.RawURLEncoding.EncodeToString(seed[:])
	if label = strings.ToValidUTF8(label, ""); utf8.RuneCountInString(label) > longestLabel {
		label = string([]rune(label)[:longestLabel])
	}
	rec, err := Session{ID: sessionID(token), Account: id, Label: label, Opened: now, Seen: now}.record()
	if err != nil {
		return "", c, err
	}
	c.Put = append(c.Put, rec)
	err = Log(r, &c, Entry{At: now, By: id, Did: "staff.signin", On: "staff/" + string(id)})
	return token, c, err
}

// Resume is the session of a token and who is in it, with the rights they have
// now. The refusal is a *msg.Refusal.
func Resume(r store.Reader, token string, now time.Time) (s Session, a Account, err error) {
	s, err = session(r, sessionID(token), now)
	if err == nil {
		a, err = Get(r, s.Account)
	}
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Disabled {
		err = &msg.Refusal{Code: RefusedSession}
	}
	return s, a, err
}

// session returns store.ErrNotFound for one that has ended.
func session(r store.Reader, id string, now time.Time) (s Session, err error) {
	rec, err := r.Get(sessionShelf, id)
	if err != nil {
		return s, err
	}
	s.ID = id
	if err := json.Unmarshal(rec.Body, &s); err != nil {
		return s, err
	}
	if !now.Before(s.ends()) {
		return s, store.ErrNotFound
	}
	return s, nil
}

// Touch notes that a session is in use. Within a minute it changes nothing.
func Touch(r store.Reader, token string, now time.Time) (c store.Changes, err error) {
	s, _, err := Resume(r, token, now)
	if err != nil || now.Sub(s.Seen) < TouchEvery {
		return c, err
	}
	s.Seen = now
	rec, err := s.record()
	c.Put = append(c.Put, rec)
	return c, err
}

// Sessions lists what is open of an account.
func Sessions(r store.Reader, id ID, now time.Time) (list []Session, err error) {
	var bad error
	err = r.Find(sessionShelf, sessionsOf(id), "", func(_ string, rec store.Record) bool {
		s, err := session(r, rec.ID, now)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			bad = err
		default:
			list = append(list, s)
		}
		return bad == nil
	})
	return list, errors.Join(err, bad)
}

// Revoke ends a session, of one's own or of an account one may manage.
func Revoke(r store.Reader, by Actor, id string, now time.Time) (c store.Changes, err error) {
	s, err := session(r, id, now)
	if errors.Is(err, store.ErrNotFound) {
		return c, &msg.Refusal{Code: RefusedSession}
	}
	if err == nil && by.ID != s.Account {
		_, err = managed(r, by, s.Account)
	}
	if err != nil {
		return c, err
	}
	c.Drop = append(c.Drop, store.Name{Shelf: sessionShelf, ID: id})
	err = Log(r, &c, Entry{At: now, By: by.ID, Did: "staff.signout", On: "staff/" + string(s.Account)})
	return c, err
}

// endSessions ends all of an account.
func endSessions(r store.Reader, c *store.Changes, id ID) error {
	return r.Find(sessionShelf, sessionsOf(id), "", func(_ string, rec store.Record) bool {
		c.Drop = append(c.Drop, rec.Name)
		return true
	})
}
