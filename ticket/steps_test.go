package ticket_test

import (
	"testing"
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
	"tinban/ticket"
)

// step does something as somebody and fails the test when it is refused.
func (r *room) step(by staff.ID, do func(ticket.Work) (store.Changes, error)) {
	r.Helper()
	if err := r.work(by, do); err != nil {
		r.Fatal(err)
	}
}

// Who took a question has it for two hours, or until they give it back.
func TestGiveBack(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "hỏi"})
	take := func(w ticket.Work) (store.Changes, error) { _, c, err := w.Take(tk.Code); return c, err }
	give := func(w ticket.Work) (store.Changes, error) { _, c, err := w.GiveBack(tk.Code); return c, err }
	r.step("an", take)
	got := r.get(tk.Code)
	if until := got.HeldUntil(r.now); !until.Equal(r.now.Add(2*time.Hour)) || !got.HeldFrom("chi", r.now) || got.HeldFrom("an", r.now) || got.HeldFrom("chi", until) {
		t.Errorf("it is kept until %v", until)
	}
	r.refused(r.work("chi", take), locales.TicketTaken) // the rights know no taking away
	r.refused(r.work("chi", give), locales.TicketTaken)
	r.step("an", give)
	if got := r.get(tk.Code); got.State != ticket.Open || got.Taker != "" {
		t.Errorf("given back: %s, %q", got.State, got.Taker)
	}
	r.step("chi", take)
	r.step("chi", func(w ticket.Work) (store.Changes, error) {
		_, c, err := w.Forward(tk.Code, ticket.Move{Office: "x", Reason: "vì"})
		return c, err
	})
	r.step("an", take)
	r.step("an", give)
	if got := r.get(tk.Code).State; got != ticket.Forwarded {
		t.Errorf("a forwarded one is %s after it was given back", got)
	}
}

// A call that was made ends the wish for it; one that nobody took is noted.
func TestCalled(t *testing.T) {
	r := newRoom(t)
	who := r.resident("911111111")
	call, _ := r.file(ticket.Ask{Kind: ticket.Callback, Contact: who, Commune: "a-luoi-3", Text: "gọi"})
	other, _ := r.file(ticket.Ask{Contact: who, Commune: "a-luoi-3", Text: "hỏi"})
	called := func(code ticket.Code) error {
		return r.work("an", func(w ticket.Work) (store.Changes, error) { _, c, err := w.Called(code, "Đã gọi."); return c, err })
	}
	r.step("an", func(w ticket.Work) (store.Changes, error) { _, c, err := w.NotReached(call.Code); return c, err })
	if got := r.get(call.Code); got.State != ticket.Open || got.Last(ticket.Missed) == nil {
		t.Errorf("nobody took the call: %s, %+v", got.State, got.Said)
	}
	if err := called(other.Code); !ticket.None(err) {
		t.Errorf("a question ended by a call: %v", err)
	}
	if err := called(call.Code); err != nil || r.get(call.Code).State != ticket.Answered || r.get(call.Code).Last(ticket.Answer).Text != "Đã gọi." {
		t.Errorf("called: %v, %+v", err, r.get(call.Code))
	}
}

// One is taken out of a group; when it led the group the others stay together.
func TestPart(t *testing.T) {
	r := newRoom(t)
	var codes []ticket.Code
	for _, n := range []string{"911111111", "922222222", "933333333", "944444444"} {
		tk, _ := r.file(ticket.Ask{Contact: r.resident(n), Commune: "a-luoi-3", Text: "bò bỏ ăn"})
		codes = append(codes, tk.Code)
	}
	with := func(code ticket.Code) int {
		n := 0
		r.view(func(rd store.Reader) error {
			list, err := ticket.With(rd, staff.Actor{ID: "an", Role: staff.Officer, Communes: []string{"a-luoi-3"}}, r.get(code))
			n = len(list)
			return err
		})
		return n
	}
	part := func(code ticket.Code) {
		t.Helper()
		r.step("an", func(w ticket.Work) (store.Changes, error) { return w.Part(code) })
	}
	r.step("an", func(w ticket.Work) (store.Changes, error) {
		_, c, err := w.Group(codes[0], codes[1:]...)
		return c, err
	})
	r.equal("together", []int{with(codes[0]), with(codes[3])}, []int{3, 3})
	part(codes[3])
	r.equal("without one", []int{with(codes[0]), with(codes[3])}, []int{2, 0})
	part(codes[0])
	r.equal("without the first", []int{with(codes[0]), with(codes[1]), with(codes[2])}, []int{0, 1, 1})
	part(codes[0]) // it is alone already
}

// What was filled in can be taken back until the resident is told.
func TestUnfill(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Kind: ticket.Unknown, Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "phiếu", Check: &ticket.Check{
		Programme: "nha-o", Rule: "nha-o-da5", Missing: []string{"tach_ho", "da_ho_tro_nha"},
	}})
	unfill := func() error {
		return r.work("an", func(w ticket.Work) (store.Changes, error) { _, c, err := w.Unfill(tk.Code, "tach_ho"); return c, err })
	}
	r.refused(unfill(), locales.TicketNotMissing)
	r.step("an", func(w ticket.Work) (store.Changes, error) {
		_, c, err := w.Fill(tk.Code, "tach_ho", "tu_2020")
		return c, err
	})
	if err := unfill(); err != nil {
		t.Fatal(err)
	}
	r.equal("left", r.get(tk.Code).Check.Left(), []string{"tach_ho", "da_ho_tro_nha"})
}

// What was answered is listed with what the resident said: first what was not
// clear, then the last answer; of the own communes only.
func TestDone(t *testing.T) {
	r := newRoom(t)
	var codes []ticket.Code
	for i, commune := range []string{"a-luoi-3", "a-luoi-3", "a-luoi-3", "a-luoi-4"} {
		who := r.resident("91111111" + string(rune('0'+i)))
		tk, _ := r.file(ticket.Ask{Contact: who, Commune: commune, Text: "hỏi"})
		codes = append(codes, tk.Code)
		r.now = r.now.Add(26 * time.Hour)
		if i == 2 {
			continue // nobody answered
		}
		by := map[string]staff.ID{"a-luoi-3": "an", "a-luoi-4": "dao"}[commune]
		if err := r.answer(by, tk.Code); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			r.update(func(rd store.Reader) (store.Changes, error) {
				_, c, err := ticket.Say(rd, tk.Code, ticket.More{Contact: who, Text: "chưa rõ"}, ticket.Calendar{}, r.now)
				return c, err
			})
		}
	}
	var got []ticket.Code
	r.view(func(rd store.Reader) error {
		list, err := ticket.Done(rd, staff.Actor{ID: "an", Role: staff.Officer, Communes: []string{"a-luoi-3"}}, r.now)
		for _, tk := range list {
			got = append(got, tk.Code)
		}
		return err
	})
	r.equal("answered", got, []ticket.Code{codes[0], codes[1]})
}
