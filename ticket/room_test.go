package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

var hue = time.FixedZone("", 7*60*60)

// room is a store with staff in it, and a clock the test moves.
type room struct {
	*testing.T
	store *bolt.Store
	now   time.Time
	n     int
}

var everybody = map[staff.ID]staff.Terms{
	"an":   {Name: "An", Role: staff.Officer, Communes: []string{"a-luoi-3"}},
	"binh": {Name: "Bình", Role: staff.Officer, Communes: []string{"a-luoi-3"}},
	"chi":  {Name: "Chi", Role: staff.Leader, Communes: []string{"a-luoi-3"}},
	"dao":  {Name: "Đào", Role: staff.Officer, Communes: []string{"a-luoi-4"}},
	"xem":  {Name: "Xem", Role: staff.Viewer, Communes: []string{"a-luoi-3"}},
}

func newRoom(t *testing.T) *room {
	r := &room{T: t, now: time.Date(2026, 11, 27, 9, 0, 0, 0, hue)}
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return r.now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r.store = s
	for id, terms := range everybody {
		r.update(func(rd store.Reader) (store.Changes, error) {
			_, c, err := staff.Add(rd, staff.Step{By: staff.Operator, At: r.now, Today: []string{"a-luoi-3", "a-luoi-4"}}, id, terms)
			return c, err
		})
	}
	return r
}

func (r *room) update(do func(store.Reader) (store.Changes, error)) {
	r.Helper()
	if err := r.store.Update(r.Context(), do); err != nil {
		r.Fatal(err)
	}
}

func (r *room) view(do func(store.Reader) error) {
	r.Helper()
	if err := r.store.View(r.Context(), do); err != nil {
		r.Fatal(err)
	}
}

// resident is somebody who wrote once.
func (r *room) resident(number string) (id store.ContactID) {
	r.Helper()
	r.n++
	in := msg.Inbound{Gateway: "sms", From: msg.Address("sms:+84" + number), Ref: fmt.Sprint("hello", r.n), Kind: msg.Text}
	_, err := r.store.Receive(r.Context(), in, func(s store.Snapshot) (store.WriteSet, error) {
		id = s.Contact.ID
		return store.WriteSet{Contact: &s.Contact}, nil
	})
	if err != nil {
		r.Fatal(err)
	}
	return id
}

// file hands a question over.
func (r *room) file(a ticket.Ask) (tk ticket.Ticket, fresh bool) {
	r.Helper()
	r.n++
	seed := fmt.Sprint("sms\x00", r.n)
	a.Promise, a.Channel = true, msg.SMS
	if a.Kind == "" {
		a.Kind = ticket.Question
	}
	if a.Normal == "" {
		a.Normal = a.Text
	}
	r.update(func(rd store.Reader) (c store.Changes, err error) {
		tk, fresh, c, err = ticket.File(rd, a, seed, ticket.Calendar{}, r.now)
		return c, err
	})
	return tk, fresh
}

// work does a step as somebody and returns its error.
func (r *room) work(by staff.ID, do func(ticket.Work) (store.Changes, error)) error {
	return r.store.Update(context.Background(), func(rd store.Reader) (store.Changes, error) {
		a, err := staff.Get(rd, by)
		if err != nil {
			return store.Changes{}, err
		}
		return do(ticket.Work{Read: rd, By: a.Actor(), At: r.now})
	})
}

func (r *room) answer(by staff.ID, code ticket.Code) error {
	return r.work(by, func(w ticket.Work) (store.Changes, error) {
		_, c, err := w.Answer(code, ticket.Reply{Text: "Mời bà con đến xã.", Own: true})
		return c, err
	})
}

func (r *room) get(code ticket.Code) (tk ticket.Ticket) {
	r.Helper()
	r.view(func(rd store.Reader) (err error) { tk, err = ticket.Get(rd, code); return err })
	return tk
}

func (r *room) list(by staff.ID) (codes []ticket.Code) {
	r.Helper()
	r.view(func(rd store.Reader) error {
		a, err := staff.Get(rd, by)
		if err != nil {
			return err
		}
		lines, err := ticket.List(rd, a.Actor(), r.now)
		for _, l := range lines {
			codes = append(codes, l.Code)
		}
		return err
	})
	return codes
}

func (r *room) equal(what string, got, want any) {
	r.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (r *room) refused(err error, id locales.ID) {
	r.Helper()
	var no *msg.Refusal
	if !errors.As(err, &no) || no.Code != string(id) {
		r.Errorf("got %v, want the refusal %s", err, id)
	}
}

func TestFiledOnce(t *testing.T) {
	r := newRoom(t)
	ann := r.resident("911111111")
	first, fresh := r.file(ticket.Ask{Contact: ann, Commune: "a-luoi-3", Text: "con tôi khuyết tật có được học nghề không"})
	if !fresh || first.Due.Format(time.DateTime) != "2026-12-01 17:00:00" || first.State != ticket.Open {
		t.Errorf("filed %+v", first)
	}
	again, fresh := r.file(ticket.Ask{Contact: ann, Commune: "a-luoi-3", Text: "Con toi khuyet tat co duoc hoc nghe khong?"})
	if fresh || again.Code != first.Code {
		t.Errorf("the same question got %s, after %s", again.Code, first.Code)
	}
	if other, fresh := r.file(ticket.Ask{Contact: ann, Text: "vay vốn làm nhà ở đâu"}); !fresh || other.Code == first.Code {
		t.Error("another question was taken for the same")
	}
	if _, fresh := r.file(ticket.Ask{Contact: r.resident("922222222"), Text: first.Text}); !fresh {
		t.Error("somebody else's question was taken for the same")
	}
	if err := r.answer("an", first.Code); err != nil {
		t.Fatal(err)
	}
	if _, fresh := r.file(ticket.Ask{Contact: ann, Text: first.Text}); !fresh {
		t.Error("an answered question cannot be asked anew")
	}
}

func TestOnlySoManyWait(t *testing.T) {
	r := newRoom(t)
	ann := r.resident("911111111")
	for n := range 8 {
		r.file(ticket.Ask{Contact: ann, Text: fmt.Sprint("câu hỏi về việc ", 'a'+n)})
	}
	err := r.store.Update(t.Context(), func(rd store.Reader) (store.Changes, error) {
		_, _, c, err := ticket.File(rd, ticket.Ask{Kind: ticket.Question, Contact: ann, Text: "thêm", Normal: "thêm"}, "x", ticket.Calendar{}, r.now)
		return c, err
	})
	r.refused(err, locales.TicketTooMany)
}

// Numbers of papers are not kept, whatever was written.
func TestPapersAreHidden(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Text: "CCCD 046123456789, số cũ 191234567, gọi 0912345678"})
	r.equal("text", r.get(tk.Code).Text, "CCCD …, số cũ …, gọi 0912345678")
}

func TestCommunes(t *testing.T) {
	r := newRoom(t)
	three, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "một"})
	four, _ := r.file(ticket.Ask{Contact: r.resident("922222222"), Commune: "a-luoi-4", Text: "hai"})
	shared, _ := r.file(ticket.Ask{Contact: r.resident("933333333"), Text: "ba"})
	sorted := func(codes ...ticket.Code) []ticket.Code { slices.Sort(codes); return codes }
	r.equal("an sees", sorted(r.list("an")...), sorted(three.Code, shared.Code))
	r.equal("dao sees", sorted(r.list("dao")...), sorted(four.Code, shared.Code))
	r.refused(r.answer("an", four.Code), staff.RefusedCommune)
	r.refused(r.answer("xem", three.Code), staff.RefusedRole)
	if err := r.answer("dao", shared.Code); err != nil {
		t.Error(err)
	}
	r.refused(r.answer("an", "A0000"), locales.TicketNone)
}

// Two officers answer at once: one of them does, the other is told who did.
func TestTwoAnswerAtOnce(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "một"})
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 5 {
		for _, by := range []staff.ID{"an", "binh"} {
			wg.Go(func() {
				err := r.answer(by, tk.Code)
				if err == nil {
					won.Add(1)
					return
				}
				var no *msg.Refusal
				if !errors.As(err, &no) || no.Code != string(locales.TicketDone) || no.Vars["Name"] == "" {
					t.Errorf("the other was told %v", err)
				}
			})
		}
	}
	wg.Wait()
	r.equal("answers taken", won.Load(), 1)
	r.equal("answers kept", len(r.get(tk.Code).Said), 1)
}

// What a colleague took is theirs for a while.
func TestTaken(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "một"})
	take := func(w ticket.Work) (store.Changes, error) { _, c, err := w.Take(tk.Code); return c, err }
	if err := r.work("an", take); err != nil {
		t.Fatal(err)
	}
	r.refused(r.answer("binh", tk.Code), locales.TicketTaken)
	r.now = r.now.Add(2 * time.Hour)
	if err := r.answer("binh", tk.Code); err != nil {
		t.Error(err)
	}
}

// One answer serves all who were put together; who is alone stays alone.
func TestAnsweredTogether(t *testing.T) {
	r := newRoom(t)
	var codes []ticket.Code
	for i, text := range []string{"bò bệnh thì gọi thú y ở đâu", "bo benh goi thu y o dau", "Bò nhà tôi bệnh, gọi thú y đâu?", "vay vốn nuôi bò ở đâu"} {
		tk, _ := r.file(ticket.Ask{Contact: r.resident(fmt.Sprint("91111111", i)), Commune: "a-luoi-3", Label: "production.vet", Text: text})
		codes = append(codes, tk.Code)
	}
	r.view(func(rd store.Reader) error {
		a, _ := staff.Get(rd, "an")
		alike, err := ticket.Alike(rd, a.Actor(), r.get(codes[0]))
		if len(alike) != 2 {
			t.Errorf("%d seem alike, want 2", len(alike))
		}
		return err
	})
	if err := r.work("an", func(w ticket.Work) (store.Changes, error) {
		_, c, err := w.Group(codes[0], codes[1], codes[2])
		return c, err
	}); err != nil {
		t.Fatal(err)
	}
	if got := r.list("an"); len(got) != 2 || got[0] != codes[0] {
		t.Errorf("listed %v, want %s with its two first, then %s", got, codes[0], codes[3])
	}
	if err := r.answer("an", codes[2]); err != nil { // any of them
		t.Fatal(err)
	}
	for i, want := range []ticket.State{ticket.Answered, ticket.Answered, ticket.Answered, ticket.Open} {
		r.equal("state of "+string(codes[i]), r.get(codes[i]).State, want)
	}
}

func TestUnclearOpensAgain(t *testing.T) {
	r := newRoom(t)
	ann := r.resident("911111111")
	tk, _ := r.file(ticket.Ask{Contact: ann, Commune: "a-luoi-3", Text: "một"})
	if err := r.answer("an", tk.Code); err != nil {
		t.Fatal(err)
	}
	r.now = r.now.AddDate(0, 0, 5)
	r.update(func(rd store.Reader) (store.Changes, error) {
		_, c, err := ticket.Say(rd, tk.Code, ticket.More{Contact: ann, Text: "đến xã gặp ai", Promise: true}, ticket.Calendar{}, r.now)
		return c, err
	})
	got := r.get(tk.Code)
	if got.State != ticket.Open || !got.Due.After(r.now) || len(got.Said) != 2 || !got.Ended.IsZero() {
		t.Errorf("after more was asked: %+v", got)
	}
	if err := r.store.View(t.Context(), func(rd store.Reader) error {
		_, _, err := ticket.Say(rd, tk.Code, ticket.More{Contact: "somebody", Text: "x"}, ticket.Calendar{}, r.now)
		return err
	}); !ticket.None(err) {
		t.Errorf("somebody else's ticket: %v", err)
	}
}

// stages are what is due over time, once each, whatever the hour of the run.
func TestStages(t *testing.T) {
	r := newRoom(t)
	r.now = time.Date(2026, 11, 27, 20, 0, 0, 0, hue) // Friday evening
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "một"})
	var seen []string
	for end := r.now.AddDate(0, 0, 7); r.now.Before(end); r.now = r.now.Add(10 * time.Minute) {
		r.update(func(rd store.Reader) (store.Changes, error) {
			due, c, err := ticket.Due(rd, ticket.Calendar{}, r.now, 10)
			for _, d := range due {
				seen = append(seen, string(d.Stage)+r.now.Format(" 02 15:04"))
			}
			return c, err
		})
	}
	r.equal("stages", seen, []string{"announce 30 07:30", "remind 30 16:30", "escalate 02 07:30"})
	if got := r.get(tk.Code); !got.Late || !got.Next.IsZero() || got.State != ticket.Open {
		t.Errorf("afterwards %+v", got)
	}
	if err := r.answer("an", tk.Code); err != nil {
		t.Error("a late ticket cannot be answered:", err)
	}
}

// The list begins with what is urgent, then late, then asked by most.
func TestListOrder(t *testing.T) {
	r := newRoom(t)
	file := func(n int, text string) ticket.Code {
		tk, _ := r.file(ticket.Ask{Contact: r.resident(fmt.Sprint("91111111", n)), Commune: "a-luoi-3", Label: "x", Text: text})
		return tk.Code
	}
	late := file(1, "câu cũ nhất")
	r.now = r.now.AddDate(0, 0, 6)
	alone, many, more, urgent := file(2, "xin giấy tờ"), file(3, "trâu chết rét"), file(4, "trâu chết vì rét"), file(5, "có người dọa đánh")
	if err := r.work("an", func(w ticket.Work) (store.Changes, error) { _, c, err := w.Hurry(urgent); return c, err }); err != nil {
		t.Fatal(err)
	}
	got := r.list("an")
	if got[0] != urgent || got[1] != late || got[4] != alone || !slices.Contains(got[2:4], many) || !slices.Contains(got[2:4], more) {
		t.Errorf("listed %v; urgent %s, late %s, alike %s %s, alone %s", got, urgent, late, many, more, alone)
	}
}

// A ticket goes with the one who asked, and some time after its answer.
func TestKeptNoLonger(t *testing.T) {
	r := newRoom(t)
	ann, bo := r.resident("911111111"), r.resident("922222222")
	hers, _ := r.file(ticket.Ask{Contact: ann, Commune: "a-luoi-3", Text: "một", Phone: "+84911111111"})
	his, _ := r.file(ticket.Ask{Contact: bo, Commune: "a-luoi-3", Text: "hai"})
	if err := r.store.Forget(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if err := r.answer("an", his.Code); err != nil {
		t.Fatal(err)
	}
	r.refused(r.answer("an", hers.Code), locales.TicketNone)
	rec := func(tk ticket.Ticket) (rec store.Record) {
		r.view(func(rd store.Reader) (err error) { rec, err = rd.Get("ticket", string(tk.Code)); return err })
		return rec
	}
	r.equal("kept until", rec(his).Expires.Sub(r.now), 30*24*time.Hour)
	for _, k := range rec(his).Keys {
		if len(k) > 60 {
			t.Errorf("key %q", k)
		}
	}
}

// A check is completed answer by answer; only what is missing can be filled.
func TestFill(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Kind: ticket.Unknown, Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "phiếu", Check: &ticket.Check{
		Programme: "nha-o", Rule: "nha-o-da5", Answers: map[string]string{"dien_ho": "ngheo"}, Missing: []string{"tach_ho", "da_ho_tro_nha"},
	}})
	fill := func(question, option string) error {
		return r.work("an", func(w ticket.Work) (store.Changes, error) {
			_, c, err := w.Fill(tk.Code, question, option)
			return c, err
		})
	}
	r.refused(fill("dien_ho", "khong"), locales.TicketNotMissing)
	if err := fill("tach_ho", "truoc_2019"); err != nil || r.get(tk.Code).State != ticket.Open {
		t.Errorf("half filled: %v, %s", err, r.get(tk.Code).State)
	}
	r.refused(fill("tach_ho", "tu_2020"), locales.TicketNotMissing)
	if err := fill("da_ho_tro_nha", "chua"); err != nil || r.get(tk.Code).State != ticket.Answered {
		t.Errorf("filled: %v, %s", err, r.get(tk.Code).State)
	}
	r.equal("answers", r.get(tk.Code).Check.All(), map[string]string{"da_ho_tro_nha": "chua", "dien_ho": "ngheo", "tach_ho": "truoc_2019"})
}

// Every step is in the log by ids, with nothing of what was asked or said.
func TestLogged(t *testing.T) {
	r := newRoom(t)
	tk, _ := r.file(ticket.Ask{Contact: r.resident("911111111"), Commune: "a-luoi-3", Text: "một bí mật"})
	steps := []func(ticket.Work) (store.Changes, error){
		func(w ticket.Work) (store.Changes, error) { _, c, err := w.Take(tk.Code); return c, err },
		func(w ticket.Work) (store.Changes, error) {
			_, c, err := w.AskBack(tk.Code, "bí mật")
			return c, err
		},
		func(w ticket.Work) (store.Changes, error) {
			_, c, err := w.Forward(tk.Code, ticket.Move{Office: "x", Reason: "bí mật"})
			return c, err
		},
		func(w ticket.Work) (store.Changes, error) {
			_, c, err := w.Number(tk.Code, "gọi lại")
			return c, err
		},
		func(w ticket.Work) (store.Changes, error) { _, c, err := w.Refuse(tk.Code); return c, err },
	}
	for _, s := range steps {
		if err := r.work("an", s); err != nil {
			t.Fatal(err)
		}
	}
	var did []string
	r.view(func(rd store.Reader) error {
		list, _, err := staff.Entries(rd, staff.Actor{Role: staff.Admin}, staff.Filter{}, "", 50)
		for _, e := range list {
			if e.On == "ticket/"+string(tk.Code) {
				did = append(did, e.Did+" "+e.Reason)
			}
		}
		return err
	})
	slices.Reverse(did)
	r.equal("log", did, []string{"ticket.take ", "ticket.ask ", "ticket.forward ", "person.number gọi lại", "ticket.out_of_scope "})
}
