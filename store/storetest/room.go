package storetest

import (
	"fmt"
	"slices"
	"time"

	"tinban/msg"
	"tinban/store"
)

var roomTests = map[string]func(*fixture){
	"what there is no room for stays where it is":    roomBounds,
	"a full queue holds up no other":                 roomOfOthers,
	"what lapsed takes its share of the room":        roomOfLapsed,
	"urgent ones are a queue of their own":           roomOfUrgent,
	"put back without a time it keeps its old place": oldPlace,
	"what waits is counted lane by lane":             waitingByLane,
}

// out is one message of a queue; its key begins with what tells the queue.
func out(key string, lane msg.Lane, route, group string) msg.Outbound {
	return msg.Outbound{Key: key, Lane: lane, Route: route, Group: group, Text: "word " + key}
}

// room claims with a bound for some queues and none for others.
func (f *fixture) room(n int, of map[store.Queue]int, rest int) (keys []string) {
	f.Helper()
	got, err := f.store.Claim(f.Context(), f.clock.time(), lease, n, func(q store.Queue) (string, int) {
		if n, known := of[q]; known {
			return fmt.Sprint(q), n
		}
		return "rest", rest
	})
	f.ok(err)
	for _, d := range got {
		keys = append(keys, d.Key)
	}
	return keys
}

func roomBounds(f *fixture) {
	var set []msg.Outbound
	for i := range 5 {
		set = append(set, out(fmt.Sprint("a", i), msg.Broadcast, "slow", "news"))
	}
	f.tell(ann, store.WriteSet{Out: set})
	queue := store.Queue{Lane: msg.Broadcast, Route: "slow", Group: "news"}
	f.equal("no room", f.room(9, map[store.Queue]int{queue: 0}, 9), []string(nil))
	f.equal("room for two", f.room(9, map[store.Queue]int{queue: 2}, 9), []string{"a0", "a1"})
	f.equal("room for more than is asked", f.room(1, map[store.Queue]int{queue: 5}, 0), []string{"a2"})
	f.equal("no bound", f.claimKeys(9), []string{"a3", "a4"})
	f.waiting(5)
}

// roomOfOthers: the queues are told apart by lane, route and group, and among
// those with room the older message goes first.
func roomOfOthers(f *fixture) {
	for _, o := range []msg.Outbound{
		out("full1", msg.Broadcast, "slow", "news"), out("full2", msg.Broadcast, "slow", "news"),
		out("other-group", msg.Broadcast, "slow", "class"), out("other-route", msg.Broadcast, "fast", "news"),
		out("other-lane", msg.Notice, "slow", "news"), out("reply", msg.Reply, "slow", ""),
	} {
		f.tell(ann, store.WriteSet{Out: []msg.Outbound{o}})
		f.clock.pass(time.Second)
	}
	full := map[store.Queue]int{{Lane: msg.Broadcast, Route: "slow", Group: "news"}: 0}
	f.equal("with room", f.room(9, full, 3), []string{"reply", "other-lane", "other-group"})
	f.equal("the share is used up", f.room(9, full, 0), []string(nil))
	f.equal("the rest", f.claimKeys(9), []string{"full1", "full2", "other-route"})
}

func roomOfLapsed(f *fixture) {
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{
		out("a", msg.Broadcast, "slow", "news"), out("b", msg.Broadcast, "slow", "news"), out("c", msg.Broadcast, "slow", "news"),
	}})
	f.claim(2)
	f.clock.pass(2 * lease)
	queue := store.Queue{Lane: msg.Broadcast, Route: "slow", Group: "news"}
	f.equal("no room", f.room(9, map[store.Queue]int{queue: 0}, 9), []string(nil))
	f.equal("room for one", f.room(9, map[store.Queue]int{queue: 1}, 9), []string{"a"})
	f.equal("room for the others", f.room(9, map[store.Queue]int{queue: 2}, 9), []string{"b", "c"})
}

func roomOfUrgent(f *fixture) {
	urgent := out("urgent", msg.Broadcast, "slow", "flood")
	urgent.Anytime = true
	f.tell(ann, store.WriteSet{Out: []msg.Outbound{out("plain", msg.Broadcast, "slow", "flood"), urgent}})
	queue := store.Queue{Lane: msg.Broadcast, Route: "slow", Group: "flood"}
	f.equal("with room", f.room(9, map[store.Queue]int{queue: 0}, 9), []string{"urgent"})
	oldest, err := f.store.Oldest(f.Context(), msg.Broadcast)
	f.ok(err)
	f.equal("the oldest", oldest.Equal(f.clock.time()), true)
}

func oldPlace(f *fixture) {
	f.tell(ann, store.WriteSet{Out: reply("first")})
	f.clock.pass(time.Second)
	f.tell(ann, store.WriteSet{Out: reply("second", "third")})
	f.clock.pass(time.Minute)
	f.claim(3)
	f.settle(store.Settlement{Key: "third", Untried: true}, store.Settlement{Key: "first", Untried: true}, store.Settlement{Key: "second", Untried: true, Route: "elsewhere"})
	f.reopen()
	got := f.claim(9)
	if len(got) != 3 || got[1].Route != "elsewhere" || slices.ContainsFunc(got, func(d store.Delivery) bool { return d.Tries != 0 || d.Doubtful }) {
		f.Fatalf("put back as %+v", got)
	}
	f.equal("order", []string{got[0].Key, got[1].Key, got[2].Key}, []string{"first", "second", "third"})
}

func waitingByLane(f *fixture) {
	urgent := out("u", msg.Broadcast, "g", "")
	urgent.Anytime = true
	f.tell(ann, store.WriteSet{Out: append(reply("r1", "r2"), out("n", msg.Notice, "g", "x"), out("b", msg.Broadcast, "g", "x"), urgent)})
	f.claim(1)
	for want, lanes := range map[int][]msg.Lane{2: {msg.Reply}, 1: {msg.Notice}, 3: {msg.Notice, msg.Broadcast}, 5: nil} {
		n, err := f.store.Waiting(f.Context(), lanes...)
		f.ok(err)
		f.equal(fmt.Sprintf("waiting in %v", lanes), n, want)
	}
	f.settle(store.Settlement{Key: "r1", Status: msg.Sent})
	n, err := f.store.Waiting(f.Context(), msg.Reply)
	f.ok(err)
	f.equal("waiting replies", n, 1)
}
