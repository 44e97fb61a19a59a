package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"tinban/msg"
	"tinban/store"
)

var questionTests = map[string]func(*fixture){
	"open lists the oldest first":           openOldestFirst,
	"an answer is recorded and sent":        answered,
	"a question is answered once":           answeredOnce,
	"an unknown one is not found":           answerUnknown,
	"an answer that fails leaves it open":   answerFails,
	"an answer may forget the one who asks": answerForgets,
	"each has a code of its own":            ownCode,
	"the code is the one the reply names":   codeForeseen,
}

func (f *fixture) ask(from msg.Address, text string) {
	f.Helper()
	f.tell(from, store.WriteSet{Question: &store.Question{Text: text, ID: "forged", Contact: "forged", Answer: "forged", Answered: time.Unix(1, 0)}})
}

func (f *fixture) open() []store.Question {
	f.Helper()
	qs, err := f.store.Open(f.Context())
	f.ok(err)
	return qs
}

func openOldestFirst(f *fixture) {
	f.equal("none yet", len(f.open()), 0)
	for _, text := range []string{"one", "two", "three"} {
		f.ask(ann, text)
		f.clock.pass(time.Minute)
	}
	f.reopen()
	qs := f.open()
	if len(qs) != 3 {
		f.Fatalf("%d open, want 3", len(qs))
	}
	for i, text := range []string{"one", "two", "three"} {
		q := qs[i]
		if q.Text != text || q.Contact != f.id(ann) || q.ID == "forged" || q.Answer != "" || !q.Answered.IsZero() {
			f.Errorf("number %d is %+v", i, q)
		}
	}
}

func answered(f *fixture) {
	f.ask(ann, "when?")
	q := f.open()[0]
	f.clock.pass(time.Hour)
	now := f.clock.time()
	var asked store.Question
	var asker store.Contact
	f.ok(f.store.Answer(f.Context(), q.ID, "tomorrow", now, func(q store.Question, c store.Contact) (store.WriteSet, error) {
		asked, asker = q, c
		return store.WriteSet{Out: reply("k"), Lines: []store.Line{{At: now, Dir: store.Out, Text: "tomorrow"}}, Events: []store.Event{{Label: "answered"}}}, nil
	}))
	want := q
	want.Answer, want.Answered = "tomorrow", now
	f.equal("question", asked, want)
	f.equal("asker", asker.ID, q.Contact)
	f.equal("open", len(f.open()), 0)
	got := f.claim(9)
	if len(got) != 1 || got[0].To != ann {
		f.Fatalf("%d claimed", len(got))
	}
	f.equal("transcript", f.transcript(q.Contact), []string{"tomorrow"})
	f.equal("events", f.events(time.Time{}), []string{"answered"})
}

func answeredOnce(f *fixture) {
	f.ask(ann, "when?")
	q := f.open()[0]
	var good atomic.Int32
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			err := f.store.Answer(f.Context(), q.ID, "now", f.clock.time(), func(store.Question, store.Contact) (store.WriteSet, error) {
				return store.WriteSet{Out: reply("k")}, nil
			})
			switch {
			case err == nil:
				good.Add(1)
			case !errors.Is(err, store.ErrAnswered):
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.equal("answers taken", good.Load(), int32(1))
	f.waiting(1)
}

func answerUnknown(f *fixture) {
	for _, id := range []store.QuestionID{"", "A0000", "nonsense"} {
		f.is(f.store.Answer(f.Context(), id, "x", f.clock.time(), func(store.Question, store.Contact) (store.WriteSet, error) {
			f.Error("it was decided")
			return store.WriteSet{}, nil
		}), store.ErrNotFound)
	}
}

func answerFails(f *fixture) {
	f.ask(ann, "when?")
	q := f.open()[0]
	f.is(f.store.Answer(f.Context(), q.ID, "x", f.clock.time(), func(store.Question, store.Contact) (store.WriteSet, error) {
		return store.WriteSet{Out: reply("k")}, errPeek
	}), errPeek)
	f.equal("open", f.open(), []store.Question{q})
	if err := f.store.Answer(f.Context(), q.ID, "x", f.clock.time(), func(store.Question, store.Contact) (store.WriteSet, error) {
		panic("oops")
	}); err == nil {
		f.Fatal("a panic was taken for an answer")
	}
	f.equal("open", f.open(), []store.Question{q})
	f.waiting(0)
}

func answerForgets(f *fixture) {
	f.ask(ann, "when?")
	f.ok(f.store.Answer(f.Context(), f.open()[0].ID, "x", f.clock.time(), func(store.Question, store.Contact) (store.WriteSet, error) {
		return store.WriteSet{Out: reply("k"), Forget: true}, nil
	}))
	f.equal("open", len(f.open()), 0)
	f.equal("claimed", f.claimKeys(9), []string{"k"})
	f.equal("new again", f.look(ann).New, true)
}

func ownCode(f *fixture) {
	for range 300 {
		f.ask(ann, "?")
	}
	seen := map[store.QuestionID]bool{}
	for _, q := range f.open() {
		if len(q.ID) < 4 || len(q.ID) > 8 {
			f.Errorf("the code %q cannot be said aloud", q.ID)
		}
		seen[q.ID] = true
	}
	f.equal("codes", len(seen), 300)
}

// codeForeseen: residents who ask at the same moment each get the code that
// their own reply named.
func codeForeseen(f *fixture) {
	var mu sync.Mutex
	named := map[store.QuestionID]string{}
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			text := fmt.Sprint("question ", i)
			in := msg.Inbound{Gateway: gate, From: msg.Address(fmt.Sprint("sms:+8491", i)), Ref: fmt.Sprint("code", i), Kind: msg.Text}
			var code store.QuestionID
			_, err := f.store.Receive(f.Context(), in, func(s store.Snapshot) (store.WriteSet, error) {
				code = s.NextQuestion
				return store.WriteSet{Question: &store.Question{Text: text}}, nil
			})
			f.ok(err)
			mu.Lock()
			defer mu.Unlock()
			named[code] = text
		})
	}
	wg.Wait()
	f.equal("codes named", len(named), 40)
	for _, q := range f.open() {
		f.equal("question "+string(q.ID), q.Text, named[q.ID])
	}
}
