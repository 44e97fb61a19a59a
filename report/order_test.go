package report

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
	"tinban/ticket"
)

// room is a course, and who wants to be in it, on a real file.
type room struct {
	testing.TB
	store  *bolt.Store
	now    time.Time
	n      int
	course string
}

var (
	trainer = staff.Actor{ID: "mai", Role: staff.Training}
	officer = staff.Actor{ID: "lan", Role: staff.Officer, Communes: []string{"a-luoi-3"}}
)

func newRoom(t testing.TB) *room {
	w := &room{TB: t, now: export().At}
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return w.now }))
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.do(func(r store.Reader) (store.Changes, error) {
		c, changes, err := course.New(r, trainer, course.Plan{
			Name: "Nuôi bò", Seats: 2, Communes: []string{"a-luoi-3", "a-luoi-4"}, Starts: w.now.AddDate(0, 1, 0),
		}, w.now)
		w.course = c.ID
		return changes, err
	})
	w.do(func(r store.Reader) (store.Changes, error) {
		_, changes, err := course.Set(r, trainer, w.course, course.Open, w.now)
		return changes, err
	})
	return w
}

func (w *room) update(decide func(store.Reader) (store.Changes, error)) error {
	return w.store.Update(context.Background(), decide)
}

func (w *room) do(decide func(store.Reader) (store.Changes, error)) {
	w.Helper()
	if err := w.update(decide); err != nil {
		w.Fatal(err)
	}
}

func (w *room) view(read func(store.Reader) error) error {
	return w.store.View(context.Background(), read)
}

// contact makes one.
func (w *room) contact(address msg.Address) store.ContactID {
	w.Helper()
	id := store.NewContactID()
	w.do(func(store.Reader) (store.Changes, error) {
		return store.Changes{Contacts: []store.ForContact{{ID: id, Address: address}}}, nil
	})
	return id
}

// joins registers somebody, and returns the code.
func (w *room) joins(who store.ContactID, name, commune, phone string) (code string) {
	w.Helper()
	w.n++
	w.do(func(r store.Reader) (store.Changes, error) {
		p, changes, err := course.Register(r, course.Entry{Course: w.course, Seed: fmt.Sprint(w.n), Channel: "sms", Person: person.Person{
			Contact: who, Name: name, Year: 1990, Village: "A Ka", Commune: commune, Phone: phone, Consent: person.Consent{How: "sms"},
		}}, w.now)
		code = p.Code
		return changes, err
	})
	return code
}

var communeNames = map[string]string{"a-luoi-3": "A Lưới 3", "a-luoi-4": "A Lưới 4"}

func (w *room) order(by staff.Actor) Order {
	w.Helper()
	say, err := locales.New("vi")
	if err != nil {
		w.Fatal(err)
	}
	return Order{By: by, At: w.now, Purpose: Purpose{Code: "call"}, Called: func(id string) string { return communeNames[id] }, Say: say}
}

func (w *room) list(o Order) (b Book, err error) {
	err = w.view(func(r store.Reader) error {
		b, err = o.Course(r, w.course)
		return err
	})
	return b, err
}

// column is what a list holds under a head.
func (b Book) column(head string) (cells []any) {
	for _, row := range b.list.rows {
		cells = append(cells, row[b.list.at(head)])
	}
	return cells
}

func TestNumbersToCall(t *testing.T) {
	w := newRoom(t)
	phone, chat := w.contact("sms:+84912000001"), w.contact("telegram:5550001")
	linked, far := w.contact("telegram:5550002"), w.contact("sms:+84912000002")
	w.do(func(r store.Reader) (store.Changes, error) {
		return person.Join(r, linked, far, person.Consent{How: "chat"})
	})
	w.joins(phone, "Từ máy mình", "a-luoi-3", "")
	w.joins(phone, "Số khác", "a-luoi-3", "+84912000009")
	w.joins(chat, "Không có số", "a-luoi-3", "")
	w.joins(linked, "Máy đã nối", "a-luoi-3", "")
	o := w.order(officer)
	o.Phones = true
	b, err := w.list(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"0912000001", "0912000009", nil, "0912000002"}, b.column(headPhone)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestWhoMayHaveWhichList(t *testing.T) {
	w := newRoom(t)
	w.joins(w.contact("sms:+84912000001"), "A", "a-luoi-3", "")
	w.joins(w.contact("sms:+84912000002"), "B", "a-luoi-4", "")
	w.joins(w.contact("sms:+84912000003"), "C", "a-luoi-4", "")
	none := w.order(officer)
	none.Purpose = Purpose{}
	wrong := w.order(officer)
	wrong.Communes = []string{"a-luoi-4"}
	waits := w.order(trainer)
	waits.Statuses, waits.Communes = []course.Status{course.Waiting}, []string{"a-luoi-4"}
	away := w.order(trainer)
	away.Statuses = []course.Status{course.Finished}
	for name, c := range map[string]struct {
		o    Order
		want any
	}{
		"everywhere":         {w.order(trainer), []any{"A", "B", "C"}},
		"their commune":      {w.order(officer), []any{"A"}},
		"those who wait":     {waits, []any{"C"}},
		"no purpose":         {none, locales.ReportPurpose},
		"another's commune":  {wrong, locales.ID(staff.RefusedCommune)},
		"the operator":       {w.order(staff.Operator), locales.ID(staff.RefusedRole)},
		"an editor":          {w.order(staff.Actor{ID: "x", Role: staff.Editor}), locales.ID(staff.RefusedRole)},
		"a viewer":           {w.order(staff.Actor{ID: "x", Role: staff.Viewer}), locales.ID(staff.RefusedRole)},
		"nobody":             {w.order(staff.Actor{}), locales.ID(staff.RefusedRole)},
		"nobody is that far": {away, locales.ReportEmpty},
	} {
		b, err := w.list(c.o)
		var got any = locales.ID(code(err))
		if err == nil {
			got = b.column(headName)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s, -want +got\n%s", name, diff)
		}
	}
	b, err := w.list(waits)
	if err != nil || b.Name != "lop-nuoi-bo_a-luoi-4_2026-06-10" || b.notes[2].words != "xã A Lưới 4; tình trạng "+waits.Say.Say(course.Waiting.Text(), nil) {
		t.Errorf("%s %+v %v", b.Name, b.notes, err)
	}
}

// Whole numbers take a right of their own, whichever roles have it.
func TestNumbersTakeARight(t *testing.T) {
	if got := (Order{Phones: true}).rights(); !slices.Contains(got, staff.ShowNumber) {
		t.Errorf("a list with numbers takes %v", got)
	}
}

func TestAnExportIsLogged(t *testing.T) {
	w := newRoom(t)
	w.joins(w.contact("sms:+84912000001"), "Hồ Văn A", "a-luoi-3", "")
	o := w.order(officer)
	o.Phones, o.Purpose = true, Purpose{Other, "họp xét lớp"}
	b, err := w.list(o)
	if err != nil {
		t.Fatal(err)
	}
	before := len(w.log())
	w.do(b.Log)
	after := w.log()
	last := after[0]
	last.Before, last.Seq = "", 0
	want := staff.Entry{At: w.now.UTC(), By: "lan", Did: "list.export", On: "course/" + w.course, To: "1 rows, numbers", Reason: "other: họp xét lớp"}
	if diff := cmp.Diff(want, last); diff != "" || len(after) != before+1 {
		t.Errorf("%d more entries, -want +got\n%s", len(after)-before, diff)
	}
}

// log is what staff did, newest first.
func (w *room) log() (list []staff.Entry) {
	w.Helper()
	if err := w.view(func(r store.Reader) (err error) {
		list, _, err = staff.Entries(r, staff.Operator, staff.Filter{}, "", 100)
		return err
	}); err != nil {
		w.Fatal(err)
	}
	return list
}

func TestDemandOfACommune(t *testing.T) {
	w := newRoom(t)
	for i := range 6 {
		who := w.contact(msg.Address(fmt.Sprintf("sms:+8491200010%d", i)))
		w.do(func(r store.Reader) (store.Changes, error) {
			return course.Hope(r, course.Wish{Contact: who, Trade: course.TradeOf("nuôi gà").ID, Words: "nuôi gà", Commune: []string{"a-luoi-3", "a-luoi-4"}[i/5], Band: course.Band(1990, w.now), Sex: "f"}, w.now)
		})
	}
	var all, own Book
	if err := w.view(func(r store.Reader) (err error) {
		if all, err = w.order(trainer).Demand(r); err == nil {
			own, err = w.order(officer).Demand(r)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	name, _ := course.TradeName(course.TradeOf("nuôi gà").ID)
	for _, c := range []struct {
		book Book
		want []any
	}{{all, []any{1, name, 6, "ẩn", "<5", 0}}, {own, []any{1, name, 5, 5, 0}}} {
		if diff := cmp.Diff([][]any{c.want}, c.book.list.rows); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// The bands people are counted by are those of courses.
func TestBandsAreThoseOfCourses(t *testing.T) {
	if diff := cmp.Diff(course.Bands, append(Bands[:len(Bands):len(Bands)], "")); diff != "" {
		t.Errorf("-courses +here\n%s", diff)
	}
}

func TestQuestionsOfACommune(t *testing.T) {
	w := newRoom(t)
	days, err := ticket.NewCalendar(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := func(commune string, k ticket.Kind, text string) (code ticket.Code) {
		w.n++
		a := ticket.Ask{Kind: k, Contact: w.contact(msg.Address(fmt.Sprintf("sms:+8491200020%d", w.n))), Commune: commune, Text: text, Channel: msg.SMS, Promise: true}
		if k == ticket.Unknown {
			a.Check = &ticket.Check{Programme: "nha-o", Answers: map[string]string{"ho_ngheo": "co"}, Missing: []string{"nha_o"}}
		}
		w.do(func(r store.Reader) (store.Changes, error) {
			tk, _, c, err := ticket.File(r, a, fmt.Sprint(w.n), days, w.now)
			code = tk.Code
			return c, err
		})
		return code
	}
	open := file("a-luoi-3", ticket.Question, "goi toi 0912345678")
	file("a-luoi-4", ticket.Question, "xã khác")
	nowhere := file("", ticket.Callback, "Nhờ cán bộ gọi lại.")
	check := file("a-luoi-3", ticket.Unknown, "Còn thiếu một câu")
	w.do(func(r store.Reader) (store.Changes, error) {
		_, c, err := ticket.Work{Read: r, By: officer, At: w.now, Days: days}.Fill(check, "nha_o", "tam")
		return c, err
	})
	var b Book
	if err := w.view(func(r store.Reader) (err error) {
		b, err = w.order(officer).Tickets(r)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	got := map[any][]any{}
	for _, row := range b.list.rows {
		got[row[1]] = []any{row[b.list.at(headCommune)], row[b.list.at(headKind)], row[b.list.at(headQuestion)], row[b.list.at(headStatus)], row[b.list.at(headAnswer)]}
	}
	want := map[any][]any{
		string(open):    {"A Lưới 3", "Câu hỏi", "goi toi (số đã che)", "Đang chờ", nil},
		string(nowhere): {nil, "Nhờ gọi lại", "Nhờ cán bộ gọi lại.", "Đang chờ", nil},
		string(check):   {"A Lưới 3", "Phiếu còn thiếu câu trả lời", "Còn thiếu một câu", "Đã trả lời", "Đã điền vào phiếu"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if s := string(csvOf(t, b)); strings.Contains(s, "ho_ngheo") || strings.Contains(s, "nha_o") || strings.Contains(s, "0912345678") {
		t.Errorf("it tells what somebody answered:\n%s", s)
	}
}

// Every kind and state of a ticket has its words.
func TestTicketsHaveWords(t *testing.T) {
	for _, k := range []ticket.Kind{ticket.Question, ticket.Unknown, ticket.Callback, ticket.Complaint} {
		if kindWords[string(k)] == "" {
			t.Errorf("%s has none", k)
		}
	}
	for _, s := range []ticket.State{ticket.Open, ticket.Taken, ticket.AskedBack, ticket.Forwarded, ticket.Answered, ticket.OutOfScope, ticket.Closed} {
		if stateWords[string(s)] == "" {
			t.Errorf("%s has none", s)
		}
	}
}
