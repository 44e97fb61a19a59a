package storetest

import (
	"bytes"
	"fmt"
	"time"

	"tinban/msg"
	"tinban/store"
)

var keeperTests = map[string]func(*fixture){
	"an address is in the contact index only":            addressInOnePlace,
	"forget leaves nothing behind":                       forgetAll,
	"forget in a write set still sends its last words":   forgetLastWords,
	"a stranger may be forgotten":                        forgetStranger,
	"one who is forgotten while a message is on its way": forgetClaimed,
	"one who writes again after being forgotten is new":  forgetThenAgain,
	"sweep removes what is too old, and only that":       sweepAges,
	"sweep goes through many":                            sweepMany,
	"sweep forgets who asked something long ago":         sweepIdle,
}

// secret is a word nobody else uses.
const secret = "bí-mật-của-ann"

// tellAll stores something of ann's in every kind of record there is.
func (f *fixture) tellAll() store.ContactID {
	f.Helper()
	now := f.clock.time()
	out := append(reply("sent", "claimed", "waits"), notice("waits too")...)
	for i := range out {
		out[i].Text += secret
		out[i].Choices = []msg.Button{{Key: "c", Label: secret}}
	}
	f.tell(ann, store.WriteSet{
		Contact: &store.Contact{Commune: secret},
		Session: &store.Session{State: []byte(secret), Updated: now, Expires: now.Add(time.Hour)},
		Out:     out,
		Lines:   []store.Line{{At: now, Dir: store.In, Text: secret}},
		Events:  []store.Event{{Label: "stays"}},
	})
	f.equal("claimed", f.claimKeys(2), []string{"sent", "claimed"})
	f.settle(store.Settlement{Key: "sent", Status: msg.Sent, Ref: "g-" + secret})
	return f.id(ann)
}

// holds says how many records hold any of the words.
func (f *fixture) holds(withIndex bool, words ...string) (n int) {
	f.Helper()
	records, index := f.h.Records(f.T, f.store)
	if len(records) == 0 {
		f.Fatal("the harness returned no records")
	}
	if withIndex {
		records = append(records, index...)
	}
	for _, r := range records {
		for _, w := range words {
			if bytes.Contains(r, []byte(w)) {
				n++
			}
		}
	}
	return n
}

func addressInOnePlace(f *fixture) {
	in := f.inbound(ann)
	in.Ref = ann.Bare() + ":77" // as some gateways have it
	_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
		return store.WriteSet{Out: reply("k")}, nil
	})
	f.ok(err)
	f.claim(1)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})
	f.tellAll()
	f.equal("records with the address", f.holds(false, ann.Bare()), 0)
	if f.holds(true, ann.Bare()) == 0 {
		f.Fatal("the contact index does not hold the address: this suite looks in the wrong place")
	}
}

// gone fails when anything of ann's is left.
func (f *fixture) gone(id store.ContactID) {
	f.Helper()
	f.equal("records that tell of the contact", f.holds(true, ann.Bare(), secret, string(id)), 0)
	f.equal("transcript", f.transcript(id), []string(nil))
	f.equal("new again", f.look(ann).New, true)
}

func forgetAll(f *fixture) {
	id := f.tellAll()
	f.tell(binh, store.WriteSet{Out: reply("binh's")})
	if f.holds(true, secret) == 0 {
		f.Fatal("the secret is nowhere: this suite looks in the wrong place")
	}
	f.ok(f.store.Forget(f.Context(), id))
	f.gone(id)
	f.waiting(1)
	f.equal("claimed", f.claimKeys(9), []string{"binh's"})
	f.equal("events", f.events(time.Time{}), []string{"stays"})
	f.settle(store.Settlement{Key: "claimed", Status: msg.Sent, Ref: "g2"}) // too late, and harmless
	f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: "g-" + secret, Status: msg.Delivered}))
	f.gone(id)
	f.ok(f.store.Forget(f.Context(), id))
	f.ok(f.store.Forget(f.Context(), ""))
	f.reopen()
	f.gone(id)
	f.equal("binh is known", f.look(binh).New, false)
}

func forgetLastWords(f *fixture) {
	id := f.tellAll()
	f.tell(ann, store.WriteSet{
		Forget: true, Out: reply("bye", "bye2"), Events: []store.Event{{Label: "forgotten"}},
		Contact: &store.Contact{Commune: secret}, Lines: []store.Line{{Text: secret}},
		Session: &store.Session{State: []byte(secret), Expires: f.clock.time().Add(time.Hour)},
	})
	f.reopen()
	f.equal("records with what was said", f.holds(true, secret), 0)
	f.waiting(2)
	got := f.claim(9)
	if len(got) != 2 || got[0].To != ann || got[1].To != ann {
		f.Fatalf("%d claimed of the last words", len(got))
	}
	f.settle(store.Settlement{Key: "bye", Status: msg.Sent, Ref: "g1"})
	if f.holds(true, ann.Bare()) == 0 {
		f.Fatal("the address went before the last message")
	}
	f.settle(store.Settlement{Key: "bye2", RetryAt: f.clock.time()})
	got = f.claim(9)
	if len(got) != 1 || got[0].To != ann {
		f.Fatalf("%d claimed at the second try", len(got))
	}
	f.settle(store.Settlement{Key: "bye2", Status: msg.Failed, Gone: true})
	f.gone(id)
	f.equal("events", f.events(time.Time{}), []string{"stays", "forgotten"})
}

func forgetStranger(f *fixture) {
	in := f.inbound(ann)
	for range 2 {
		_, err := f.store.Receive(f.Context(), in, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Forget: true, Out: reply("bye")}, nil
		})
		f.ok(err)
	}
	got := f.claim(9)
	if len(got) != 1 || got[0].To != ann {
		f.Fatalf("%d claimed", len(got))
	}
	f.settle(store.Settlement{Key: "bye", Status: msg.Sent, Ref: "g"})
	f.gone(got[0].Contact)
}

func forgetClaimed(f *fixture) {
	id := f.tellAll()
	f.claim(9)
	f.ok(f.store.Forget(f.Context(), id))
	f.settle(store.Settlement{Key: "claimed", RetryAt: f.clock.time()}, store.Settlement{Key: "waits", Status: msg.Failed, Gone: true})
	f.clock.pass(2 * lease)
	f.equal("claimed", f.claimKeys(9), []string(nil))
	f.waiting(0)
	f.gone(id)
}

func forgetThenAgain(f *fixture) {
	old := f.tellAll()
	f.tell(ann, store.WriteSet{Forget: true, Out: reply("bye")})
	known := f.tell(ann, store.WriteSet{Out: reply("hello")})
	if !known.New || f.id(ann) == old {
		f.Fatal("the forgotten contact came back")
	}
	f.equal("claimed", f.claimKeys(9), []string{"bye", "hello"})
	f.settle(store.Settlement{Key: "bye", Status: msg.Sent, Ref: "g1"})
	f.ok(f.store.Forget(f.Context(), old))
	f.equal("still known", f.look(ann).New, false)
	f.settle(store.Settlement{Key: "hello", Status: msg.Sent, Ref: "g2"})
	f.outcome(f.id(ann), "hello", msg.Sent)
}

func (f *fixture) sweep(want int) {
	f.Helper()
	n, err := f.store.Sweep(f.Context(), f.clock.time())
	f.ok(err)
	f.equal("swept", n, want)
}

func sweepAges(f *fixture) {
	now := f.clock.time()
	f.tell(ann, store.WriteSet{
		Out: reply("k", "waits"), Events: []store.Event{{Label: "stays"}},
		Lines:   []store.Line{{At: now, Text: secret}, {At: now.Add(24 * time.Hour), Text: "a day later"}},
		Session: &store.Session{State: []byte(secret + "2"), Expires: now.Add(48 * time.Hour)},
	})
	id := f.id(ann)
	f.claim(1)
	f.settle(store.Settlement{Key: "k", Status: msg.Sent, Ref: "g"})

	f.clock.pass(48 * time.Hour)
	f.sweep(0)
	f.clock.pass(time.Second)
	f.sweep(1) // the session
	f.equal("records with the session", f.holds(true, secret+"2"), 0)

	f.clock.pass(28*24*time.Hour - time.Second)
	f.sweep(0)
	f.clock.pass(time.Second)
	f.sweep(2) // the settled message and the first line
	f.equal("transcript", f.transcript(id), []string{"a day later"})
	f.outcome(id, "k", "")
	f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: "g", Status: msg.Delivered}))
	f.outcome(id, "k", "")

	f.clock.pass(60 * 24 * time.Hour)
	f.sweep(3) // the ref, the other line, the receipt nobody waited for
	f.waiting(1)
	f.equal("events", f.events(time.Time{}), []string{"stays"})
	f.equal("still known", f.look(ann).Contact.ID, id)
	f.is(func() error { _, err := f.store.Sweep(canceled(), f.clock.time()); return err }(), canceled().Err())
}

func sweepMany(f *fixture) {
	for i := range 5 {
		lines := make([]store.Line, 600)
		for j := range lines {
			lines[j] = store.Line{At: f.clock.time().Add(time.Duration(j) * 2 * time.Minute), Text: fmt.Sprint(i)}
		}
		f.tell(ann, store.WriteSet{Lines: lines})
	}
	f.clock.pass(store.KeepTranscript + 24*time.Hour)
	f.tell(ann, store.WriteSet{Lines: []store.Line{{At: f.clock.time(), Text: "young"}}})
	f.sweep(3000)
	f.equal("transcript", f.transcript(f.id(ann)), []string{"young"})
}

func sweepIdle(f *fixture) {
	now := f.clock.time()
	long := now.Add(-store.KeepContact - time.Hour)
	for from, c := range map[msg.Address]store.Contact{
		"sms:idle": {HourStart: long}, "sms:recent": {HourStart: now.Add(-store.KeepContact + time.Hour)}, "sms:never": {},
		"sms:stopped": {HourStart: long, NewsStopped: true}, "sms:owner": {HourStart: long}, "sms:told": {HourStart: long},
	} {
		f.tell(from, store.WriteSet{Contact: &c, Session: &store.Session{}})
	}
	was := f.id("sms:idle")
	f.put(store.Record{Name: store.Name{Shelf: shelf, ID: "r"}, Owner: f.id("sms:owner"), Body: []byte("x")})
	f.tell("sms:told", store.WriteSet{Out: reply("waits")})
	f.sweep(1)
	f.gone(was)
	for from, left := range map[msg.Address]bool{"sms:idle": false, "sms:recent": true, "sms:never": true, "sms:stopped": true, "sms:owner": true, "sms:told": true} {
		f.equal(string(from)+" is kept", !f.look(from).New, left)
	}
	f.sweep(0)
}
