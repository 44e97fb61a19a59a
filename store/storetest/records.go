package storetest

import (
	"fmt"
	"time"

	"tinban/store"
)

var recordTests = map[string]func(*fixture){
	"events come from a time on, oldest first":       eventsSince,
	"events stop when told, and may write meanwhile": eventsStop,
	"a transcript is its contact's, oldest first":    transcriptOwn,
}

func eventsSince(f *fixture) {
	t0 := f.clock.time()
	f.tell(ann, store.WriteSet{Events: []store.Event{{Label: "b", At: t0.Add(2 * time.Hour)}, {Label: "a", At: t0.Add(time.Hour)}}})
	f.clock.pass(3 * time.Hour)
	f.tell(binh, store.WriteSet{Events: []store.Event{{Label: "c"}, {Label: "d"}}}) // without a time: now
	f.reopen()
	f.equal("all", f.events(time.Time{}), []string{"a", "b", "c", "d"})
	f.equal("from exactly then", f.events(t0.Add(2*time.Hour)), []string{"b", "c", "d"})
	f.equal("from just after", f.events(t0.Add(2*time.Hour+1)), []string{"c", "d"})
	f.equal("from tomorrow", f.events(t0.Add(24*time.Hour)), []string(nil))
}

func eventsStop(f *fixture) {
	many := make([]store.Event, 1000)
	for i := range many {
		many[i].Label = fmt.Sprint(i)
	}
	f.tell(ann, store.WriteSet{Events: many})
	n := 0
	f.ok(f.store.Events(f.Context(), time.Time{}, func(e store.Event) bool {
		f.equal("label", e.Label, fmt.Sprint(n))
		n++
		if n == 600 {
			f.tell(binh, store.WriteSet{})
		}
		return n < 700
	}))
	f.equal("read", n, 700)
}

func transcriptOwn(f *fixture) {
	now := f.clock.time()
	line := func(text string, at time.Duration) store.Line {
		return store.Line{At: now.Add(at), Dir: store.In, Text: text}
	}
	f.tell(ann, store.WriteSet{Lines: []store.Line{line("c", 3*time.Hour), line("a", 0), line("b", time.Second)}})
	f.tell(binh, store.WriteSet{Lines: []store.Line{line("other", 0)}})
	f.tell(ann, store.WriteSet{Lines: []store.Line{line("d", 3*time.Hour)}})
	f.equal("transcript", f.transcript(f.id(ann)), []string{"a", "b", "c", "d"})
	f.equal("of nobody", f.transcript("nobody"), []string(nil))
}
