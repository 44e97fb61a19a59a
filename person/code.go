package person

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

const codeShelf store.Shelf = "code"

// Bounds of a code by SMS: it proves that a phone is theirs, and costs the
// phone's owner nothing but a look.
const (
	codeLife  = 10 * time.Minute
	codeTries = 3
	codePause = 24 * time.Hour // one SMS a day to a number, whoever asks
	codesADay = 3              // numbers one contact may ask for
)

// What begins the id of other records than a phone's: how many codes a contact
// asked for, and the code that stands for one that was not sent.
const (
	countPrefix = "by/"
	decoyPrefix = "decoy/"
)

// Refusals of a code, as IDs of texts.
const (
	RefusedCodeDay  = "refuse_code_day"  // too many asked for today
	RefusedCodeOld  = "refuse_code_old"  // over, or never asked for
	RefusedCodeMore = "refuse_code_more" // wrong, and may be tried again
)

// code is one that was sent to a phone. It is not written down: it is computed
// from the seed with a key that is kept elsewhere.
type code struct {
	By    store.ContactID `json:"by"`
	Seed  string          `json:"seed"`
	At    time.Time       `json:"at"`
	Tries int             `json:"tries,omitempty"`
	Decoy bool            `json:"decoy,omitempty"` // nothing was sent: no code is right
}

// asked counts what one contact asked for.
type asked struct {
	At []time.Time `json:"at"`
}

func codeRecord(id string, owner store.ContactID, v any, now time.Time) (store.Record, error) {
	b, err := json.Marshal(v)
	return store.Record{
		Name: store.Name{Shelf: codeShelf, ID: id}, Owner: owner, Body: b, Expires: now.Add(codePause),
	}, err
}

func readCode(r store.Reader, id string, v any) error {
	if id == "" {
		return nil
	}
	rec, err := r.Get(codeShelf, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(rec.Body, v)
}

// Sent is what became of a request for a code.
type Sent struct {
	Code string          // to be sent; empty when none is
	To   store.ContactID // whose code TryCode is to be asked about; empty when none is sent
}

// NewCode makes a code for the phone of a contact, asked for by another
// contact. None is sent when the phone had one today, or when nobody has that
// number, for which to is empty. Whoever asks must not see the difference: what
// they type is then tried against a decoy. seed differs from one request to the
// next.
func (m *Marker) NewCode(r store.Reader, by, to store.ContactID, seed string, now time.Time) (s Sent, c store.Changes, err error) {
	var before asked
	if err := readCode(r, countPrefix+string(by), &before); err != nil {
		return s, c, err
	}
	before.At = slices.DeleteFunc(before.At, func(t time.Time) bool { return now.Sub(t) >= codePause })
	if m == nil || len(before.At) >= codesADay {
		return s, c, &msg.Refusal{Code: RefusedCodeDay}
	}
	before.At = append(before.At, now)
	var last code
	if err := readCode(r, string(to), &last); err != nil {
		return s, c, err
	}
	fresh, id, owner := code{By: by, Seed: seed, At: now}, string(to), to
	if to == "" || to == by || now.Sub(last.At) < codePause {
		fresh.Decoy, id, owner = true, decoyPrefix+string(by), by
	} else {
		s = Sent{m.code(seed), to}
	}
	count, err := codeRecord(countPrefix+string(by), by, before, now)
	if err != nil {
		return s, c, err
	}
	rec, err := codeRecord(id, owner, fresh, now)
	c.Put = []store.Record{count, rec}
	return s, c, err
}

// TryCode holds what was typed against the code sent to a phone. A refusal
// comes with changes too: the try is counted.
func (m *Marker) TryCode(r store.Reader, by, to store.ContactID, typed string, now time.Time) (c store.Changes, err error) {
	id, owner := string(to), to
	if to == "" {
		id, owner = decoyPrefix+string(by), by
	}
	var sent code
	if err := readCode(r, id, &sent); err != nil {
		return c, err
	}
	if m == nil || sent.By != by || by == "" || now.Sub(sent.At) > codeLife || sent.Tries >= codeTries {
		return c, &msg.Refusal{Code: RefusedCodeOld}
	}
	sent.Tries++
	switch {
	case !sent.Decoy && subtle.ConstantTimeCompare([]byte(m.code(sent.Seed)), []byte(typed)) == 1:
		sent.Tries = codeTries // it serves once; that it was sent is kept for a day
	case sent.Tries < codeTries:
		err = &msg.Refusal{Code: RefusedCodeMore, Vars: map[string]any{"N": codeTries - sent.Tries}}
	default:
		err = &msg.Refusal{Code: RefusedCodeOld}
	}
	rec, bad := codeRecord(id, owner, sent, sent.At)
	if bad != nil {
		return c, bad
	}
	c.Put = []store.Record{rec}
	return c, err
}
