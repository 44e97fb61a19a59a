package notice

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

const (
	hongThuong = "a-luoi-3"
	nextDoor   = "a-luoi-4"
)

// village is a board over a real store, with a clock the test moves and
// gateways that take everything.
type village struct {
	*testing.T
	*Board
	store *bolt.Store
	path  string
	clock time.Time
	made  int
	sent  []msg.Outbound
	took  map[store.ContactID]int // messages each contact got
	// fails says why a message is not taken; nil takes all.
	fails func(store.Delivery) string
}

// lan writes, binh approves, both in A Lưới 3. trang is of the commune next
// door, hung only reads.
var (
	lan   = staff.Actor{ID: "lan", Role: staff.Officer, Communes: []string{hongThuong}}
	binh  = staff.Actor{ID: "binh", Role: staff.Leader, Communes: []string{hongThuong}}
	trang = staff.Actor{ID: "trang", Role: staff.Leader, Communes: []string{nextDoor}}
	hung  = staff.Actor{ID: "hung", Role: staff.Viewer}
)

func say(t *testing.T) *locales.Localizer {
	t.Helper()
	l, err := locales.New(locales.Own)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var communes = map[string]string{hongThuong: "A Lưới 3", nextDoor: "A Lưới 4"}

func board(t *testing.T) *Board {
	t.Helper()
	return &Board{
		Say:     say(t),
		Commune: func(id string) (string, bool) { name, ok := communes[id]; return name, ok },
		Brand:   "A LUOI", Number: "0912 000 171",
		Routes: []Route{
			{"telegram", msg.Caps{Kind: msg.Chat, Limit: 4096, Buttons: true, Receives: true, Rate: 25}},
			{"sim", msg.Caps{Kind: msg.SMS, Limit: 2, Receives: true, Class: msg.TwoWay, PricePerPart: 350, Rate: 100.0 / 3600}},
		},
	}
}

func newVillage(t *testing.T) *village {
	t.Helper()
	v := &village{T: t, Board: board(t), clock: wednesday, took: map[store.ContactID]int{}, path: filepath.Join(t.TempDir(), "x.db")}
	v.open()
	t.Cleanup(func() { _ = v.store.Close() })
	for _, a := range []staff.Actor{lan, binh, trang, hung} {
		v.appoint(a)
	}
	return v
}

func (v *village) open() {
	s, err := bolt.Open(v.path, bolt.Clock(func() time.Time { return v.clock }))
	v.must(err)
	v.store = s
}

func (v *village) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

func (v *village) appoint(a staff.Actor) {
	v.Helper()
	v.must(v.store.Update(v.Context(), func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Add(r, staff.Step{By: staff.Operator, At: v.clock, Today: []string{hongThuong, nextDoor}}, a.ID,
			staff.Terms{Name: "Chị " + string(a.ID), Role: a.Role, Communes: a.Communes, Everywhere: a.Everywhere()})
		return c, err
	}))
}

func (v *village) disable(id staff.ID) {
	v.Helper()
	v.must(v.store.Update(v.Context(), func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Disable(r, staff.Step{By: staff.Operator, At: v.clock}, id)
		return c, err
	}))
}

// who makes people of a commune that take topics, by chat or by SMS.
func (v *village) who(n int, commune string, chat bool, topics ...person.Topic) (ids []store.ContactID) {
	v.Helper()
	for from := 0; from < n; from += 1000 {
		v.must(v.store.Update(v.Context(), func(store.Reader) (c store.Changes, err error) {
			ids = ids[:from]
			for i := from; i < min(n, from+1000); i++ {
				id, more := v.one(v.made+i, commune, chat, topics...)
				c.Add(more)
				ids = append(ids, id)
			}
			return c, nil
		}))
	}
	v.made += n
	return ids
}

// one is a person; their id is no secret here, so that a test is the same each
// time.
func (v *village) one(i int, commune string, chat bool, topics ...person.Topic) (store.ContactID, store.Changes) {
	sum := digest("contact", fmt.Sprint(i))
	id := store.ContactID(letters.EncodeToString(sum[:10]))
	route, address := "sim", msg.Address(fmt.Sprintf("sms:+8491%07d", i))
	if chat {
		route, address = "telegram", msg.Address(fmt.Sprintf("telegram:%d", 5550000+i))
	}
	rec, err := person.Subscriber{Contact: id, Commune: commune, Topics: topics, Chat: chat, Consent: person.Consent{Version: "v1", At: v.clock, How: "paper"}}.Record()
	v.must(err)
	return id, store.Changes{
		Put:      []store.Record{rec},
		Contacts: []store.ForContact{{ID: id, Address: address, Set: store.WriteSet{Contact: &store.Contact{Route: route}}}},
	}
}

// change rewrites a contact, and what it takes.
func (v *village) change(id store.ContactID, contact func(*store.Contact), sub func(*person.Subscriber)) {
	v.Helper()
	v.must(v.store.Update(v.Context(), func(r store.Reader) (c store.Changes, err error) {
		x, _, err := r.Contact(id)
		if err != nil {
			return c, err
		}
		if contact != nil {
			contact(&x)
			c.Contacts = []store.ForContact{{ID: id, Set: store.WriteSet{Contact: &x}}}
		}
		if sub != nil {
			s, err := person.SubscriberOf(r, id)
			if err != nil {
				return c, err
			}
			sub(&s)
			rec, err := s.Record()
			if err != nil {
				return c, err
			}
			c.Put = []store.Record{rec}
		}
		return c, nil
	}))
}

// decide is one step of a notice.
type decide func(r store.Reader) (Step, store.Changes, error)

// try takes a step, decided twice as a store may.
func (v *village) try(do decide) (step Step, err error) {
	err = v.store.Update(v.Context(), func(r store.Reader) (c store.Changes, err error) {
		_, _, _ = do(r)
		step, c, err = do(r)
		return c, err
	})
	return step, err
}

func (v *village) take(do decide) Step {
	v.Helper()
	step, err := v.try(do)
	v.must(err)
	return step
}

// refused takes a step that must be refused.
func (v *village) refused(what string, want locales.ID, do decide) {
	v.Helper()
	_, err := v.try(do)
	if got := codeOf(err); got != string(want) {
		v.Errorf("%s: refused %q, want %q", what, got, want)
	}
}

func codeOf(err error) string {
	var no *msg.Refusal
	switch {
	case errors.As(err, &no):
		return no.Code
	case err != nil:
		return err.Error()
	}
	return ""
}

const meetingText = "8h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề. Mỗi nhà 1 người."

func aMeeting() Content {
	return Content{Communes: []string{hongThuong}, Topic: person.Meetings, Text: meetingText}
}

func (v *village) draft(c Content) Notice {
	v.Helper()
	return v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Draft(r, lan, c, Seed(lan.ID, c.Text, v.clock), v.clock)
	}).Notice
}

func (v *village) tested(c Content) Notice {
	v.Helper()
	n := v.draft(c)
	return v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, n.ID, v.clock) }).Notice
}

func (v *village) submit(by staff.Actor, id ID) decide {
	return func(r store.Reader) (Step, store.Changes, error) {
		n, err := Get(r, id)
		if err != nil {
			return Step{}, store.Changes{}, err
		}
		a, err := v.Count(r, n, v.clock)
		if err != nil {
			return Step{}, store.Changes{}, err
		}
		return v.Submit(r, by, id, a, v.clock)
	}
}

func (v *village) submitted(c Content) Notice {
	v.Helper()
	return v.take(v.submit(lan, v.tested(c).ID)).Notice
}

func (v *village) approve(by staff.Actor, n Notice) decide {
	return func(r store.Reader) (Step, store.Changes, error) {
		return v.Approve(r, by, n.ID, Agreement{Code: n.Code}, v.clock)
	}
}

func (v *village) approved(c Content) Notice {
	v.Helper()
	return v.take(v.approve(binh, v.submitted(c))).Notice
}

// pump moves a notice as far as it goes now.
func (v *village) pump(id ID) Step {
	v.Helper()
	for {
		step := v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Pump(r, id, v.clock, Page) })
		if !step.More {
			return step
		}
	}
}

// wait lets time go by as the service sees it: minute by minute, or every two
// when it is long, everything that waits taken at once.
func (v *village) wait(id ID, d time.Duration) Notice {
	v.Helper()
	step := v.pump(id)
	for end := v.clock.Add(d); v.clock.Before(end); {
		v.deliver()
		pace := time.Minute
		if end.Sub(v.clock) > 30*time.Minute {
			pace *= 2
		}
		v.clock = v.clock.Add(min(pace, end.Sub(v.clock)))
		step = v.pump(id)
	}
	return step.Notice
}

// until waits until a notice is in a state.
func (v *village) until(id ID, s State) Notice {
	v.Helper()
	for range 2000 {
		if n := v.wait(id, time.Minute); n.State == s {
			return n
		}
	}
	v.Fatalf("it never becomes %s, but stays %s", s, v.get(id).State)
	return Notice{}
}

func (v *village) get(id ID) (n Notice) {
	v.Helper()
	v.must(v.store.View(v.Context(), func(r store.Reader) (err error) {
		n, err = Get(r, id)
		return err
	}))
	return n
}

// deliver takes what waits, as the gateways do; what is paused or cancelled is
// left to the gate.
func (v *village) deliver() {
	v.Helper()
	gate := NewGate(v.store, func() time.Time { return v.clock })
	for {
		due, err := v.store.Claim(v.Context(), v.clock, time.Minute, 500, nil)
		v.must(err)
		var done []store.Settlement
		for _, d := range due {
			if send, drop := gate.Ask(d.Group); !send {
				if drop {
					done = append(done, store.Settlement{Key: d.Key, Status: msg.Failed, Code: "cancelled"})
				} else {
					done = append(done, store.Settlement{Key: d.Key, RetryAt: v.clock.Add(time.Minute), Untried: true})
				}
				continue
			}
			done = append(done, v.settlement(d))
		}
		v.must(v.store.Settle(v.Context(), done))
		if len(due) == 0 {
			return
		}
	}
}

func (v *village) settlement(d store.Delivery) store.Settlement {
	if v.fails != nil {
		if code := v.fails(d); code != "" {
			return store.Settlement{Key: d.Key, Status: msg.Failed, Code: code}
		}
	}
	v.sent = append(v.sent, d.Outbound)
	v.took[d.Contact]++
	r, _ := v.named(d.Route)
	return store.Settlement{Key: d.Key, Status: msg.Sent, Ref: fmt.Sprint(len(v.sent)), Cost: d.Parts * r.PricePerPart}
}

func (v *village) progress(id ID) (p Progress) {
	v.Helper()
	v.must(v.store.View(v.Context(), func(r store.Reader) (err error) {
		p, err = v.Progress(r, id)
		return err
	}))
	return p
}

// logged lists what the log says was done to a notice.
func (v *village) logged(id ID) (did []string) {
	v.Helper()
	v.must(v.store.View(v.Context(), func(r store.Reader) error {
		list, _, err := staff.Entries(r, staff.Operator, staff.Filter{On: "notice/" + string(id)}, "", 100)
		for _, e := range list {
			did = append(did, string(e.By)+" "+e.Did)
		}
		slices.Reverse(did)
		return err
	}))
	return did
}

func tellsTo(step Step, text locales.ID) (to []staff.ID) {
	for _, x := range step.Tell {
		if x.Text == text {
			to = append(to, x.To)
		}
	}
	slices.Sort(to)
	return to
}
