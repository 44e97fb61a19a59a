package course

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// Five hundred people register at once for thirty seats: thirty get one, the
// others wait in the order of coming, and no code is given twice. Each
// registers as a message does: decided beside the others, and again when one of
// them was first.
func TestFiveHundredForThirtySeats(t *testing.T) {
	f := newRoom(t)
	c := f.open(plan(30))
	const people = 500
	places := make([]Place, people)
	errs := make([]error, people)
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			in := msg.Inbound{Gateway: "sms", Ref: fmt.Sprint(i), From: msg.Address(fmt.Sprintf("sms:+8491%07d", i)), Kind: msg.Text}
			_, errs[i] = f.store.Receive(context.Background(), in, func(s store.Snapshot) (store.WriteSet, error) {
				who := person.Person{Contact: s.Contact.ID, Name: fmt.Sprintf("Hồ Văn %d", i), Year: 1990, Commune: "a-luoi-3", Consent: person.Consent{How: "sms"}}
				p, changes, err := Register(s.Records, Entry{Course: c.ID, Seed: "sms:" + in.Ref, Person: who, Channel: "sms"}, f.now)
				places[i] = p
				return store.WriteSet{Contact: &s.Contact, Changes: changes}, err
			})
		})
	}
	all.Wait()
	f.ok(errors.Join(errs...))

	codes, ranks, seats := map[string]bool{}, map[int]bool{}, 0
	for _, p := range places {
		codes[p.Code] = true
		if p.Status == Interested {
			seats++
			continue
		}
		ranks[p.Rank] = true
	}
	if len(codes) != people || seats != 30 {
		t.Errorf("%d codes, %d seats", len(codes), seats)
	}
	if got := slices.Sorted(maps.Keys(ranks)); len(got) != 470 || got[0] != 1 || got[469] != 470 {
		t.Errorf("%d ranks from %d", len(got), got[0])
	}
	rows := f.rows(c.ID)
	for i, row := range rows {
		want := max(0, i-29)
		if row.Order != i+1 || row.Rank != want || (row.Status == Interested) != (want == 0) {
			t.Fatalf("row %d: order %d, rank %d, %s", i, row.Order, row.Rank, row.Status)
		}
	}
	if len(rows) != people {
		t.Errorf("%d rows", len(rows))
	}
}
