package person

import (
	"encoding/json"
	"errors"
	"sort"
	"time"

	"tinban/msg"
	"tinban/store"
)

const importShelf store.Shelf = "import"

// ImportPage is how many rows one transaction takes.
const ImportPage = 500

// keepImport is how long an import can be taken up again where it stopped.
const keepImport = 30 * 24 * time.Hour

// Entry is one row of a list of people who agreed on paper or aloud.
type Entry struct {
	Line    int
	Address msg.Address
	Commune string // of today
	Old     string // as they call it, where that is another
	Topics  []Topic
	Consent Consent
}

// Fault is a row that cannot be taken, and why. It never holds the row's own
// words: a list of faults may be shown, kept and printed.
type Fault struct {
	Line int
	Why  *msg.Refusal
}

// Refusals of a row, as IDs of texts.
const (
	RefusedNumber   = "import_number"   // no mobile number
	RefusedMangled  = "import_mangled"  // a number a spreadsheet has rounded
	RefusedTwice    = "import_twice"    // the same number as in row N
	RefusedPlace    = "import_place"    // no commune of that name
	RefusedCommune  = "import_commune"  // not of who enters the list
	RefusedTopic    = "import_topic"    // none, or one there is not
	RefusedConsent  = "import_consent"  // none, or without how, day and witness
	RefusedOld      = "import_old"      // too long ago, or in the future
	RefusedWitness  = "import_witness"  // nobody of staff
	RefusedMarked   = "import_marked"   // asked not to be written to
	RefusedColumns  = "import_columns"  // the first row does not name the columns
	RefusedEncoding = "import_encoding" // no UTF-8
	RefusedRow      = "import_row"      // a quote without its end, or too few columns
	RefusedLength   = "import_length"   // too many rows
)

// cursor is how far an import has come.
type cursor struct {
	Line int `json:"line"` // of the last row looked at
	New  int `json:"new"`
}

// Imported is what an import has come to so far.
type Imported struct {
	Line   int     // of the last row looked at; 0 before the first
	New    int     // people who now take news
	Faults []Fault // of the last page
}

// ImportedSoFar says how far an import has come; ref names its list.
func ImportedSoFar(r store.Reader, ref string) (i Imported, err error) {
	rec, err := r.Get(importShelf, ref)
	if errors.Is(err, store.ErrNotFound) {
		return i, nil
	}
	var at cursor
	if err == nil {
		err = json.Unmarshal(rec.Body, &at)
	}
	return Imported{Line: at.Line, New: at.New}, err
}

// Fresh holds entries against what is known: those who take news already are
// left as they chose, those who want none are faults.
func Fresh(r store.Reader, m *Marker, entries []Entry) (fresh []Entry, faults []Fault, err error) {
	for _, e := range entries {
		known, refused, err := e.known(r, m)
		switch {
		case err != nil:
			return nil, nil, err
		case refused:
			faults = append(faults, Fault{e.Line, &msg.Refusal{Code: RefusedMarked}})
		case !known:
			fresh = append(fresh, e)
		}
	}
	return fresh, faults, nil
}

func (e Entry) known(r store.Reader, m *Marker) (known, refused bool, err error) {
	if refused, err = m.Marked(r, e.Address); refused || err != nil {
		return false, refused, err
	}
	id, err := r.Lookup(e.Address)
	if errors.Is(err, store.ErrNotFound) {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	contact, _, err := r.Contact(id)
	if err != nil || contact.NewsStopped {
		return false, contact.NewsStopped, err
	}
	_, known, err = subscriberIf(r, id)
	return known, false, err
}

// Import is one page of an import: the entries after those that are done. ids
// are one new contact id an entry, drawn before, because this may run more
// than once. It changes nothing when all are done.
func Import(r store.Reader, m *Marker, ref, route string, all []Entry, ids []store.ContactID, now time.Time) (i Imported, c store.Changes, err error) {
	if i, err = ImportedSoFar(r, ref); err != nil {
		return i, c, err
	}
	page := all[sort.Search(len(all), func(k int) bool { return all[k].Line > i.Line }):]
	page = page[:min(len(page), len(ids))]
	if len(page) == 0 {
		return i, c, nil
	}
	fresh, faults, err := Fresh(r, m, page)
	if err != nil {
		return i, c, err
	}
	for k, e := range fresh {
		more, err := e.enter(r, ids[k], route)
		if err != nil {
			return i, c, err
		}
		c.Add(more)
	}
	i.Line, i.New, i.Faults = page[len(page)-1].Line, i.New+len(fresh), faults
	b, err := json.Marshal(cursor{i.Line, i.New})
	c.Put = append(c.Put, store.Record{Name: store.Name{Shelf: importShelf, ID: ref}, Body: b, Expires: now.Add(keepImport)})
	return i, c, err
}

// enter makes somebody take news, under a new id if nobody has the address.
func (e Entry) enter(r store.Reader, id store.ContactID, route string) (c store.Changes, err error) {
	has, err := r.Lookup(e.Address)
	switch {
	case err == nil:
		id = has
	case errors.Is(err, store.ErrNotFound):
		c.Contacts = []store.ForContact{{ID: id, Address: e.Address, Set: store.WriteSet{
			Contact: &store.Contact{Route: route, Commune: e.Commune},
		}}}
	default:
		return c, err
	}
	more, err := Subscribe(r, Subscriber{Contact: id, Commune: e.Commune, Old: e.Old, Topics: e.Topics, Consent: e.Consent})
	c.Add(more)
	return c, err
}
