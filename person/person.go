// Package person is who can be reached and who has given a name: contacts who
// take news, people who want something of the service, what each of them
// agreed to, for how long it is kept, and how all of it is shown and deleted.
// It has a room of its own because consent is asked, proved and taken back in
// one place, whatever it was given for.
//
// A contact is an address; a person is a name. A phone is shared: several
// people belong to one contact, and somebody without a phone to none.
package person

import (
	"encoding/json"
	"errors"
	"time"

	"tinban/store"
)

const (
	subscriberShelf store.Shelf = "subscriber"
	personShelf     store.Shelf = "person"
)

// Topic is a kind of news somebody may choose.
type Topic string

// The topics.
const (
	Meetings Topic = "meeting"  // Họp dân
	Courses  Topic = "course"   // Lớp nghề
	Housing  Topic = "housing"  // Nhà ở
	Loans    Topic = "loan"     // Vay vốn
	Overseas Topic = "overseas" // Làm việc nước ngoài
	New      Topic = "new"      // any programme that begins
)

// Topics lists them.
var Topics = []Topic{Meetings, Courses, Housing, Loans, Overseas, New}

// Consent is what somebody agreed to.
type Consent struct {
	Version string    `json:"version"` // of the text that was shown
	At      time.Time `json:"at"`
	How     string    `json:"how"`               // "sms", "chat", "paper" or "spoken"
	Witness string    `json:"witness,omitempty"` // staff id, when somebody else wrote it down
}

// Subscriber is a contact that takes news.
type Subscriber struct {
	Contact store.ContactID `json:"-"`
	Commune string          `json:"commune"`       // id of a commune of today
	Old     string          `json:"old,omitempty"` // id of the old name they gave
	Topics  []Topic         `json:"topics"`        // at least one
	Consent Consent         `json:"consent"`
	Chat    bool            `json:"chat,omitempty"`   // by chat, else by SMS
	Linked  store.ContactID `json:"linked,omitempty"` // the same person's other contact
	Sent    []time.Time     `json:"sent,omitempty"`   // broadcasts of the last 31 days, at most ten
	Asked   time.Time       `json:"asked,omitzero"`   // when they were asked whether the number is still theirs
	Look    time.Time       `json:"look,omitzero"`    // when it is looked at next; see Due
}

// Takes reports whether a topic was chosen.
func (s Subscriber) Takes(t Topic) bool {
	for _, x := range s.Topics {
		if x == t {
			return true
		}
	}
	return false
}

// Record is how a subscriber is kept: under its commune, in the order of ids,
// so that an audience is read page by page, and under the day of the next look
// at it.
func (s Subscriber) Record() (store.Record, error) {
	if s.Look.IsZero() {
		s.Look = s.next(time.Time{})
	}
	b, err := json.Marshal(s)
	return store.Record{
		Name: store.Name{Shelf: subscriberShelf, ID: string(s.Contact)}, Owner: s.Contact, Body: b,
		Keys: []string{"commune/" + s.Commune + "/", dueKey(s.Look)},
	}, err
}

// SubscriberOf returns store.ErrNotFound for a contact that takes no news.
func SubscriberOf(r store.Reader, id store.ContactID) (Subscriber, error) {
	rec, err := r.Get(subscriberShelf, string(id))
	if err != nil {
		return Subscriber{}, err
	}
	return subscriber(rec)
}

func subscriber(rec store.Record) (s Subscriber, err error) {
	err = json.Unmarshal(rec.Body, &s)
	s.Contact = store.ContactID(rec.ID)
	return s, err
}

// Subscribers calls yield for each subscriber of a commune, from the place
// after on; place is where to go on.
func Subscribers(r store.Reader, commune, after string, yield func(place string, s Subscriber) bool) error {
	var bad error
	err := r.Find(subscriberShelf, "commune/"+commune+"/", after, func(place string, rec store.Record) bool {
		s, err := subscriber(rec)
		if bad = err; err != nil {
			return false
		}
		return yield(place, s)
	})
	return errors.Join(err, bad)
}

// ID names a person.
type ID string

// Person is somebody who gave a name, for one purpose they agreed to.
type Person struct {
	ID       ID              `json:"-"`
	Contact  store.ContactID `json:"-"` // whose phone; empty for somebody without one
	Name     string          `json:"name"`
	Year     int             `json:"year"` // of birth
	Village  string          `json:"village,omitempty"`
	Commune  string          `json:"commune,omitempty"`
	Sex      string          `json:"sex,omitempty"`   // "f", "m" or not given
	Phone    string          `json:"phone,omitempty"` // where it differs from the contact's address
	Guardian string          `json:"guardian,omitempty"`
	Consent  Consent         `json:"consent"`
	Expires  time.Time       `json:"expires"` // kept no longer than this
}

// Record is how a person is kept; it goes with its contact.
func (p Person) Record() (store.Record, error) {
	b, err := json.Marshal(p)
	return store.Record{
		Name: store.Name{Shelf: personShelf, ID: string(p.ID)}, Owner: p.Contact, Body: b,
		Keys: []string{"commune/" + p.Commune + "/"}, Expires: p.Expires,
	}, err
}

// Get returns store.ErrNotFound for a person there is not.
func Get(r store.Reader, id ID) (Person, error) {
	rec, err := r.Get(personShelf, string(id))
	if err != nil {
		return Person{}, err
	}
	return decode(rec)
}

// Of lists the people of a contact.
func Of(r store.Reader, id store.ContactID) (list []Person, err error) {
	recs, err := r.Own(personShelf, id)
	for _, rec := range recs {
		p, bad := decode(rec)
		list, err = append(list, p), errors.Join(err, bad)
	}
	return list, err
}

func decode(rec store.Record) (p Person, err error) {
	err = json.Unmarshal(rec.Body, &p)
	p.ID, p.Contact = ID(rec.ID), rec.Owner
	return p, err
}
