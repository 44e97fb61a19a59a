package storetest

import (
	"fmt"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

var groupTests = map[string]func(*fixture){
	"each of a group counts once, by what became of it":    groupCounts,
	"a receipt moves one on":                               groupReceipts,
	"a new try under a new key takes the old one's place":  groupRetries,
	"a message that takes a waiting one's place":           groupOvertakes,
	"the same key again is the same message":               groupSameKey,
	"another route takes over with what it counts":         groupFailover,
	"what expires has failed":                              groupExpires,
	"the forgotten keep counting, and nothing leads there": groupForgotten,
	"swept messages keep counting":                         groupSwept,
	"recipients page by page":                              groupPages,
	"groups do not mix":                                    groupsApart,
	"any code of a gateway can be counted":                 groupCodes,
	"not before it is due":                                 notBeforeDue,
	"lanes in their order, behind ten thousand":            laneOrder,
}

// cast enters contacts and sends each a message of a group under its number.
func (f *fixture) cast(group string, n int) (ids []store.ContactID) {
	f.Helper()
	var c store.Changes
	for i := range n {
		id := store.NewContactID()
		ids = append(ids, id)
		c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: msg.Address(fmt.Sprint("sms:", group, "/", i)),
			Set: store.WriteSet{Out: []msg.Outbound{broadcast(group, fmt.Sprint(group, i))}}})
	}
	f.ok(f.change(c))
	return ids
}

func broadcast(group, key string) msg.Outbound {
	return msg.Outbound{Key: key, Route: gate, Lane: msg.Broadcast, Text: "news", Parts: 2, Group: group}
}

func (f *fixture) tally(group string) (t store.Tally) {
	f.Helper()
	f.read(func(r store.Reader) (err error) { t, err = r.Tally(group); return err })
	return t
}

func (f *fixture) recipients(group string) (list []store.Recipient) {
	f.Helper()
	f.read(func(r store.Reader) (err error) { list, err = r.Group(group, "", 1000); return err })
	return list
}

func (f *fixture) fate(group string, id store.ContactID) store.Recipient {
	f.Helper()
	for _, r := range f.recipients(group) {
		if r.Contact == id {
			return r
		}
	}
	return store.Recipient{}
}

func (f *fixture) receipt(ref string, status msg.Status) {
	f.Helper()
	f.ok(f.store.Receipt(f.Context(), msg.Receipt{Route: gate, Ref: ref, Status: status, At: f.clock.time()}))
}

func groupCounts(f *fixture) {
	f.equal("of none", f.tally("news"), store.Tally{})
	ids := f.cast("news", 5)
	f.equal("at first", f.tally("news"), store.Tally{Waiting: 5})
	f.claim(4)
	f.equal("claimed", f.tally("news"), store.Tally{Waiting: 5})
	f.settle(
		store.Settlement{Key: "news0", Status: msg.Sent, Ref: "g0", Cost: 700},
		store.Settlement{Key: "news1", Status: msg.Sent, Ref: "g1", Cost: 700},
		store.Settlement{Key: "news2", Status: msg.Failed, Code: "30003"},
		store.Settlement{Key: "news3", RetryAt: f.clock.time()})
	f.reopen()
	f.equal("settled", f.tally("news"), store.Tally{Waiting: 2, Rows: []store.TallyRow{
		{Route: gate, Status: msg.Failed, Code: "30003", Messages: 1, Parts: 2},
		{Route: gate, Status: msg.Sent, Messages: 2, Parts: 4, Cost: 1400},
	}})
	f.equal("sent", f.fate("news", ids[0]), store.Recipient{Contact: ids[0], Key: "news0", Route: gate, Status: msg.Sent})
	f.equal("failed", f.fate("news", ids[2]), store.Recipient{Contact: ids[2], Key: "news2", Route: gate, Status: msg.Failed, Code: "30003"})
	f.equal("waiting", f.fate("news", ids[4]), store.Recipient{Contact: ids[4], Key: "news4", Route: gate})
}

func groupReceipts(f *fixture) {
	f.cast("news", 3)
	f.claim(3)
	f.receipt("g2", msg.Delivered) // before it is settled
	for i := range 3 {
		f.settle(store.Settlement{Key: fmt.Sprint("news", i), Status: msg.Sent, Ref: fmt.Sprint("g", i), Cost: 100})
	}
	row := func(s msg.Status, n int) store.TallyRow {
		return store.TallyRow{Route: gate, Status: s, Messages: n, Parts: 2 * n, Cost: 100 * n}
	}
	f.equal("one came early", f.tally("news").Rows, []store.TallyRow{row(msg.Delivered, 1), row(msg.Sent, 2)})
	f.receipt("g0", msg.Delivered)
	f.receipt("g0", msg.Delivered)
	f.receipt("g0", msg.Sent)
	f.receipt("g1", msg.Failed)
	f.equal("all have come", f.tally("news").Rows, []store.TallyRow{row(msg.Delivered, 2), row(msg.Failed, 1)})
}

// again sends a contact of a group another message.
func (f *fixture) again(group string, id store.ContactID, key string) {
	f.Helper()
	f.ok(f.change(store.Changes{Contacts: []store.ForContact{{ID: id, Set: store.WriteSet{Out: []msg.Outbound{broadcast(group, key)}}}}}))
}

func groupRetries(f *fixture) {
	id := f.cast("news", 2)[0]
	f.claim(2)
	f.settle(store.Settlement{Key: "news0", Status: msg.Failed, Code: "x", Ref: "g0"}, store.Settlement{Key: "news1", Status: msg.Sent, Ref: "g1"})
	f.again("news", id, "retry")
	sent := store.TallyRow{Route: gate, Status: msg.Sent, Messages: 1, Parts: 2}
	f.equal("tried again", f.tally("news"), store.Tally{Waiting: 1, Rows: []store.TallyRow{sent}})
	f.equal("recipient", f.fate("news", id), store.Recipient{Contact: id, Key: "retry", Route: gate})
	f.equal("recipients", len(f.recipients("news")), 2)
	f.claim(1)
	f.settle(store.Settlement{Key: "retry", Status: msg.Sent, Ref: "g2"})
	sent.Messages, sent.Parts = 2, 4
	f.equal("sent at last", f.tally("news"), store.Tally{Rows: []store.TallyRow{sent}})
	f.receipt("g0", msg.Delivered) // of the one whose place was taken
	f.equal("a late word on the first", f.tally("news"), store.Tally{Rows: []store.TallyRow{sent}})
}

// groupOvertakes: both go out, the last one counts.
func groupOvertakes(f *fixture) {
	id := f.cast("news", 1)[0]
	f.again("news", id, "second")
	f.equal("both wait", f.tally("news"), store.Tally{Waiting: 1})
	f.equal("claimed", f.claimKeys(9), []string{"news0", "second"})
	f.settle(store.Settlement{Key: "news0", RetryAt: f.clock.time(), Route: "elsewhere"})
	f.claim(1)
	f.settle(store.Settlement{Key: "news0", Status: msg.Failed, Code: "x"})
	f.equal("the first failed", f.tally("news"), store.Tally{Waiting: 1})
	f.settle(store.Settlement{Key: "second", Status: msg.Sent})
	f.equal("the second was sent", f.tally("news"), store.Tally{Rows: []store.TallyRow{{Route: gate, Status: msg.Sent, Messages: 1, Parts: 2}}})
}

func groupSameKey(f *fixture) {
	id := f.cast("news", 1)[0]
	f.again("news", id, "news0")
	f.equal("waiting", f.tally("news"), store.Tally{Waiting: 1})
	f.claim(1)
	f.settle(store.Settlement{Key: "news0", Status: msg.Sent})
	f.again("news", id, "news0")
	f.waiting(0)
	f.equal("sent", f.tally("news"), store.Tally{Rows: []store.TallyRow{{Route: gate, Status: msg.Sent, Messages: 1, Parts: 2}}})
}

func groupFailover(f *fixture) {
	id := f.cast("news", 1)[0]
	want := f.claim(1)[0]
	f.settle(store.Settlement{Key: "news0", RetryAt: f.clock.time(), Route: "elsewhere"})
	f.equal("waiting", f.tally("news"), store.Tally{Waiting: 1})
	f.equal("route", f.fate("news", id).Route, "elsewhere")
	want.Route, want.Tries = "elsewhere", 1
	f.equal("claimed", f.claim(1), []store.Delivery{want})
	f.settle(store.Settlement{Key: "news0", Status: msg.Sent, Ref: "g", Cost: 5})
	f.equal("sent", f.tally("news"), store.Tally{Rows: []store.TallyRow{{Route: "elsewhere", Status: msg.Sent, Messages: 1, Parts: 2, Cost: 5}}})
}

func groupExpires(f *fixture) {
	o := broadcast("news", "k")
	o.Expires = f.clock.time().Add(time.Minute)
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{o}})
	f.clock.pass(time.Hour)
	f.equal("claimed", f.claimKeys(9), []string(nil))
	f.equal("tally", f.tally("news"), store.Tally{Rows: []store.TallyRow{{Route: gate, Status: msg.Failed, Code: "expired", Messages: 1, Parts: 2}}})
}

func groupForgotten(f *fixture) {
	ids := f.cast("news", 4)
	f.claim(3)
	f.settle(store.Settlement{Key: "news0", Status: msg.Sent, Ref: "g0", Cost: 9})
	f.again("news", ids[1], "second") // the first is under way, the second waits
	for _, id := range ids[:3] {
		f.ok(f.store.Forget(f.Context(), id))
		f.equal("records that tell of it", f.holds(true, string(id)), 0)
	}
	want := store.Tally{Waiting: 1, Rows: []store.TallyRow{
		{Route: gate, Status: msg.Failed, Code: "forgotten", Messages: 2, Parts: 4},
		{Route: gate, Status: msg.Sent, Messages: 1, Parts: 2, Cost: 9},
	}}
	f.equal("tally", f.tally("news"), want)
	f.equal("recipients", f.recipients("news"), []store.Recipient{{Contact: ids[3], Key: "news3", Route: gate}})
	f.settle(store.Settlement{Key: "news1", Status: msg.Sent}, store.Settlement{Key: "news2", Status: msg.Failed}) // too late, and harmless
	f.receipt("g0", msg.Delivered)
	f.equal("tally later", f.tally("news"), want)

	f.tell("sms:9", store.WriteSet{Forget: true, Out: []msg.Outbound{broadcast("news", "last word")}})
	f.equal("tally with a last word", f.tally("news"), want)
	f.equal("recipients", len(f.recipients("news")), 1)
}

func groupSwept(f *fixture) {
	id := f.cast("news", 1)[0]
	f.claim(1)
	f.settle(store.Settlement{Key: "news0", Status: msg.Sent, Ref: "g"})
	want := f.tally("news")
	f.clock.pass(store.KeepSent + time.Second)
	f.sweep(1)
	f.equal("tally", f.tally("news"), want)
	f.equal("recipients", f.recipients("news"), []store.Recipient(nil))
	f.again("news", id, "news0") // of long ago: a message like any other
	f.equal("waiting", f.tally("news").Waiting, 1)
}

func groupPages(f *fixture) {
	ids := f.cast("news", 25)
	slices.Sort(ids)
	var got []store.ContactID
	for after := store.ContactID(""); ; {
		var page []store.Recipient
		f.read(func(r store.Reader) (err error) { page, err = r.Group("news", after, 10); return err })
		if len(page) > 10 {
			f.Fatalf("%d recipients on a page of 10", len(page))
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			got = append(got, r.Contact)
		}
		after = got[len(got)-1]
		f.ok(f.store.Forget(f.Context(), after)) // the place it stands on
	}
	f.equal("recipients", got, ids)
	f.read(func(r store.Reader) error {
		for _, n := range []int{0, -1} {
			list, err := r.Group("news", "", n)
			f.ok(err)
			f.equal("a page of none", len(list), 0)
		}
		return nil
	})
}

func groupsApart(f *fixture) {
	f.cast("a", 1)
	f.cast("ab", 2)
	f.tell(ann, store.WriteSet{Out: reply("alone")})
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{broadcast("a", "both/a"), broadcast("ab", "both/ab")}})
	f.equal("a", f.tally("a"), store.Tally{Waiting: 2})
	f.equal("ab", f.tally("ab"), store.Tally{Waiting: 3})
	f.equal("recipients of a", len(f.recipients("a")), 2)
	f.equal("of no group", f.tally(""), store.Tally{})
	f.equal("recipients of no group", len(f.recipients("")), 0)
}

// groupCodes: what a gateway says must not keep a message from being settled.
func groupCodes(f *fixture) {
	f.cast("news", 2)
	f.claim(2)
	long := make([]byte, 1<<16)
	for i := range long {
		long[i] = 'x'
	}
	f.settle(store.Settlement{Key: "news0", Status: msg.Failed, Code: "a\x00b\x00c", Ref: "g"}, store.Settlement{Key: "news1", Status: msg.Failed, Code: string(long)})
	f.receipt("g", msg.Delivered) // changes nothing: it has failed
	n := 0
	for _, r := range f.tally("news").Rows {
		n += r.Messages
	}
	f.equal("counted", n, 2)
}

func notBeforeDue(f *fixture) {
	later, past := broadcast("news", "later"), broadcast("news", "past")
	later.Due, past.Due = f.clock.time().Add(time.Hour), f.clock.time().Add(-time.Hour)
	reply := reply("now", "reply later")
	reply[1].Due = later.Due
	f.tell(ann, store.WriteSet{Out: append(reply, later, past)})
	f.equal("due", f.claimKeys(9), []string{"now", "past"})
	f.clock.pass(time.Hour - time.Second)
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{broadcast("news", "sooner")}})
	f.reopen()
	f.settle()
	f.clock.pass(time.Second)
	got := f.claim(9)
	keys := make([]string, 0, len(got))
	for _, d := range got {
		if !d.Doubtful {
			keys = append(keys, d.Key)
		}
		if d.Key == "later" {
			f.equal("due", d.Due, later.Due)
		}
	}
	f.equal("an hour later", keys, []string{"reply later", "sooner", "later"})
}

func laneOrder(f *fixture) {
	for i := range 50 {
		f.cast(fmt.Sprint("g", i), 200)
	}
	f.clock.pass(time.Minute)
	f.tell(ann, store.WriteSet{Out: append(notice("n1"), reply("r1")...)})
	f.tell(ann, store.WriteSet{Out: append(notice("n2"), reply("r2")...)})
	f.equal("first", f.claimKeys(3), []string{"r1", "r2", "n1"})
	rest := f.claim(300)
	f.equal("then", rest[0].Key, "n2")
	for _, d := range rest[1:] {
		f.equal("lane of the rest", d.Lane, msg.Broadcast)
	}
	f.equal("claimed", len(rest), 300)
	f.waiting(10_004)
}
