package storetest

import (
	"fmt"
	"time"

	"tinban/store"
)

var recordTests = map[string]func(*fixture){
	"events come from a time on, oldest first":       eventsSince,
	"events stop when told, and may write meanwhile": eventsStop,
	"samples come from a time on, and go in time":    samplesSince,
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

// samplesSince: a sample belongs to nobody, so it outlives the one who gave it.
func samplesSince(f *fixture) {
	t0 := f.clock.time()
	f.tell(ann, store.WriteSet{Samples: []store.Sample{{Text: "a", Label: "loan.amount"}}})
	f.clock.pass(time.Hour)
	f.tell(binh, store.WriteSet{Samples: []store.Sample{{Text: "b"}, {Text: "c"}}})
	f.ok(f.store.Forget(f.Context(), f.id(ann)))
	f.reopen()
	texts := func(since time.Time) (all []string) {
		f.ok(f.store.Samples(f.Context(), since, func(s store.Sample) bool { all = append(all, s.Text+s.Label); return true }))
		return all
	}
	f.equal("all", texts(time.Time{}), []string{"aloan.amount", "b", "c"})
	f.equal("later ones", texts(t0.Add(time.Minute)), []string{"b", "c"})
	f.clock.pass(store.KeepSamples + time.Minute)
	_, err := f.store.Sweep(f.Context(), f.clock.time())
	f.ok(err)
	f.equal("after a year", texts(time.Time{}), []string(nil))
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
