package store

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"time"

	"tinban/msg"
)

// Shelf names a kind of record that a room keeps: "person", "notice", …
// What a record says is its room's own affair; the store finds, pages,
// forgets and sweeps by what stands beside the body.
type Shelf string

// Name is what a record is called.
type Name struct {
	Shelf Shelf
	ID    string // at most 120 bytes, without a zero byte
}

// Record is one thing a room keeps.
type Record struct {
	Name
	// Owner is whose it is: it is forgotten with them. "" is nobody's; one who
	// is no contact is refused with ErrNotFound, since nothing would ever
	// forget it.
	Owner ContactID
	Body  []byte
	// Keys are what the record is found under, each at most 160 bytes and
	// without a zero byte. Find reads them in byte order.
	Keys    []string
	Expires time.Time // Sweep removes it after this; zero stays
}

// ErrTaken is returned when an address or an id already belongs to another
// contact.
var ErrTaken = errors.New("store: taken by another contact")

// Reader reads from one consistent state. It is valid only within the call it
// was given to, and answers with an error afterwards; what it returns may be
// kept.
type Reader interface {
	// Get returns ErrNotFound for a record there is not.
	Get(shelf Shelf, id string) (Record, error)
	// Find calls yield for each record of a shelf with a key that begins with
	// prefix, in the order of keys and then ids, once for each such key, from
	// the first one after the place it was told to start; "" is the
	// beginning. place is where to go on after this record. It ends when
	// yield returns false.
	Find(shelf Shelf, prefix, after string, yield func(place string, r Record) bool) error
	// Own returns the records of a shelf that belong to a contact.
	Own(shelf Shelf, owner ContactID) ([]Record, error)
	// Contact returns ErrNotFound for one there is not.
	Contact(id ContactID) (Contact, Session, error)
	// Address returns ErrNotFound for a contact there is not.
	Address(id ContactID) (msg.Address, error)
	// Lookup returns ErrNotFound for an address nobody has.
	Lookup(a msg.Address) (ContactID, error)
	// Tally counts the messages of a group by what became of them.
	Tally(group string) (Tally, error)
	// Group pages through a group's recipients in the order of their ids.
	Group(group string, after ContactID, n int) ([]Recipient, error)
}

// Tally is what became of a group, each recipient counted once by the last
// message to them. A contact that was forgotten keeps counting; nothing leads
// from here to anybody.
type Tally struct {
	Waiting int
	Rows    []TallyRow // by route, status and code
}

// TallyRow counts messages of one fate.
type TallyRow struct {
	Route    string
	Status   msg.Status
	Code     string // why it failed
	Messages int
	Parts    int
	Cost     int // đồng
}

// Recipient is one message of a group.
type Recipient struct {
	Contact ContactID
	Key     string
	Route   string
	Status  msg.Status // empty while it waits
	Code    string
}

// Changes is what a decision changes beside the contact it is about.
type Changes struct {
	Put      []Record // whole: what is not given is gone
	Drop     []Name
	Contacts []ForContact
	Events   []Event
}

// ForContact is a write set for a contact by its id.
type ForContact struct {
	ID ContactID
	// Address, when given, makes the contact if there is none with this ID;
	// ErrTaken if the address has another contact.
	Address msg.Address
	Set     WriteSet // its own Changes must be empty
}

// Add joins changes decided one after the other.
func (c *Changes) Add(more Changes) {
	c.Put = append(c.Put, more.Put...)
	c.Drop = append(c.Drop, more.Drop...)
	c.Contacts = append(c.Contacts, more.Contacts...)
	c.Events = append(c.Events, more.Events...)
}

// Shelves is where rooms keep their records.
type Shelves interface {
	// View reads.
	View(ctx context.Context, read func(Reader) error) error
	// Update applies what decide returns, whole or not at all, to the state
	// decide saw. decide runs beside others, and again when what it read has
	// changed meanwhile; it must not keep its Reader. An error of decide is
	// returned as it is and changes nothing.
	Update(ctx context.Context, decide func(Reader) (Changes, error)) error
}

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewContactID draws 80 random bits: an id says nothing about the address.
func NewContactID() ContactID {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return ContactID(idEncoding.EncodeToString(b[:]))
}

// Empty is a Reader of nothing, for decisions without a store.
type Empty struct{}

var _ Reader = Empty{}

// Get implements Reader.
func (Empty) Get(Shelf, string) (Record, error) { return Record{}, ErrNotFound }

// Find implements Reader.
func (Empty) Find(Shelf, string, string, func(string, Record) bool) error { return nil }

// Own implements Reader.
func (Empty) Own(Shelf, ContactID) ([]Record, error) { return nil, nil }

// Contact implements Reader.
func (Empty) Contact(ContactID) (Contact, Session, error) { return Contact{}, Session{}, ErrNotFound }

// Address implements Reader.
func (Empty) Address(ContactID) (msg.Address, error) { return "", ErrNotFound }

// Lookup implements Reader.
func (Empty) Lookup(msg.Address) (ContactID, error) { return "", ErrNotFound }

// Tally implements Reader.
func (Empty) Tally(string) (Tally, error) { return Tally{}, nil }

// Group implements Reader.
func (Empty) Group(string, ContactID, int) ([]Recipient, error) { return nil, nil }
