package bot_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tinban/bot"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
	"tinban/store/bolt"
)

// bureau is a bot on a real store with a board of notices: Lan writes, Bình
// approves, both in A Lưới 3 and both on a chat. A test moves the clock.
type bureau struct {
	*testing.T
	store *bolt.Store
	bot   *bot.Bot
	board *notice.Board
	clock time.Time
	n     int
	shown map[msg.Address][]msg.Button // last shown to each
}

const (
	lan  = msg.Address("chat:1")
	binh = msg.Address("chat:2")
)

// catalogue is read once for all of them.
var catalogue = sync.OnceValues(locales.Load)

func newBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{T: t, clock: time.Date(2026, 6, 10, 9, 0, 0, 0, notice.Hue), shown: map[msg.Address][]msg.Button{}}
	now := func() time.Time { return b.clock }
	s, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	say, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	know := knowledge(t)
	b.store = s
	b.board = &notice.Board{Say: say.In(locales.Own), Commune: func(id string) (string, bool) {
		return "A Lưới " + id[len(id)-1:], strings.HasPrefix(id, "a-luoi-")
	}}
	for name, c := range caps {
		b.board.Routes = append(b.board.Routes, notice.Route{Name: name, Caps: c})
	}
	b.bot = bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: s, Say: say, Now: now, Notices: b.board,
		Caps: func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
	})
	b.hire("lan", "Kăn Thị Lan", staff.Officer, lan)
	b.hire("binh", "Nguyễn Văn Bình", staff.Leader, binh)
	return b
}

func (b *bureau) update(decide func(store.Reader) (store.Changes, error)) {
	b.Helper()
	if err := b.store.Update(b.Context(), decide); err != nil {
		b.Fatal(err)
	}
}

// hire adds an account of A Lưới 3 and links a chat to it.
func (b *bureau) hire(id staff.ID, name string, role staff.Role, at msg.Address) {
	b.Helper()
	step := staff.Step{By: staff.Operator, At: b.clock, Today: []string{"a-luoi-3"}}
	b.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Add(r, step, id, staff.Terms{Name: name, Role: role, Communes: []string{"a-luoi-3"}})
		return c, err
	})
	code := ""
	b.update(func(r store.Reader) (c store.Changes, err error) {
		code, c, err = staff.Invite(r, step, id, staff.ForLink, staff.Seed{byte(len(id)), id[0]})
		return c, err
	})
	b.writes(at, "/ghep "+code)
}

// people subscribes so many to news of meetings by SMS.
func (b *bureau) people(n int) {
	b.Helper()
	b.update(func(store.Reader) (c store.Changes, err error) {
		for i := range n {
			id := store.ContactID(fmt.Sprintf("%s%05d", strings.Repeat("a", 11), i))
			rec, err := person.Subscriber{
				Contact: id, Commune: "a-luoi-3", Topics: []person.Topic{person.Meetings}, Consent: person.Consent{Version: "news-1", At: b.clock, How: "paper", Witness: "lan"},
			}.Record()
			if err != nil {
				return c, err
			}
			c.Put = append(c.Put, rec)
			c.Contacts = append(c.Contacts, store.ForContact{ID: id, Address: msg.Address(fmt.Sprintf("sms:+849120%05d", i)), Set: store.WriteSet{Contact: &store.Contact{Route: "sms"}}})
		}
		return c, nil
	})
}

// receives sends one message and returns the last thing said to whoever sent
// it.
func (b *bureau) receives(in msg.Inbound) string {
	b.Helper()
	b.n++
	if in.Gateway == "" {
		in.Gateway = "chat"
	}
	in.Ref, in.At = fmt.Sprint(b.n), b.clock
	if err := b.bot.Receive(b.Context(), in); err != nil {
		b.Fatal(err)
	}
	return b.sent()[in.From]
}

// sent takes what waits and returns what each was told last.
func (b *bureau) sent() map[msg.Address]string {
	b.Helper()
	last := map[msg.Address]string{}
	due, err := b.store.Claim(b.Context(), b.clock.Add(time.Second), time.Minute, 100, nil)
	if err != nil {
		b.Fatal(err)
	}
	var done []store.Settlement
	for _, d := range due {
		done = append(done, store.Settlement{Key: d.Key, Status: msg.Sent, Ref: d.Key})
		last[d.To] = d.Text
		if len(d.Choices) > 0 {
			b.shown[d.To] = d.Choices
		}
	}
	if err := b.store.Settle(b.Context(), done); err != nil {
		b.Fatal(err)
	}
	return last
}

func (b *bureau) writes(who msg.Address, text string) string {
	b.Helper()
	return b.receives(msg.Inbound{From: who, Kind: msg.Text, Text: text})
}

func (b *bureau) presses(who msg.Address, key string) string {
	b.Helper()
	return b.receives(msg.Inbound{From: who, Kind: msg.Choice, Choice: key})
}

// button is the key of the button of that label, as it was last shown.
func (b *bureau) button(who msg.Address, label string) string {
	b.Helper()
	for _, x := range b.shown[who] {
		if x.Label == label {
			return x.Key
		}
	}
	b.Fatalf("no button %q is shown: %v", label, b.shown[who])
	return ""
}

func (b *bureau) clicks(who msg.Address, label string) string {
	b.Helper()
	return b.presses(who, b.button(who, label))
}

func (b *bureau) notices() (list []notice.Notice) {
	b.Helper()
	err := b.store.View(b.Context(), func(r store.Reader) (err error) {
		list, err = notice.Recent(r, "a-luoi-3", 10)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return list
}

func (b *bureau) says(said, want string) {
	b.Helper()
	if !strings.Contains(said, want) {
		b.Errorf("it says %q, want it to hold %q", said, want)
	}
}

const meetingText = "8h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm."

// submitted is a notice that waits for Bình.
func (b *bureau) submitted() notice.Notice {
	b.Helper()
	b.writes(lan, "/tin")
	b.clicks(lan, "Họp dân")
	b.writes(lan, meetingText)
	b.clicks(lan, "Gửi thử cho tôi")
	b.clicks(lan, "Gửi duyệt")
	n := b.notices()[0]
	if n.State != notice.Submitted {
		b.Fatalf("it is %s", n.State)
	}
	return n
}

// Buttons of before: pressed twice, or when all is over, they do nothing twice
// and say why.
func TestOldDeskButtons(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	b.writes(lan, "/tin")
	kind := b.button(lan, "Họp dân")
	b.presses(lan, kind)
	b.writes(lan, meetingText)
	test := b.button(lan, "Gửi thử cho tôi")
	b.presses(lan, test)
	submit := b.button(lan, "Gửi duyệt")
	b.presses(lan, submit)
	n := b.notices()[0]
	b.says(b.presses(lan, submit), "chờ duyệt")
	b.says(b.presses(lan, test), "chờ duyệt")
	agree, back := b.button(binh, "Duyệt"), b.button(binh, "Trả lại")
	b.presses(binh, agree)
	b.says(b.writes(binh, n.Code), "Bây giờ chưa gửi gì")
	b.says(b.presses(binh, agree), "đếm ngược")
	b.says(b.presses(binh, back), "đếm ngược")
	cancel := b.button(lan, "Hủy tin")
	b.says(b.presses(lan, cancel), "Chưa ai nhận gì")
	b.says(b.presses(lan, cancel), "đã hủy từ trước")
	b.says(b.presses(binh, agree), "đã hủy")
	b.says(b.presses(lan, "dedit:"+string(n.ID)), "đã hủy")
	b.says(b.presses(lan, "npause:"+string(n.ID)), "đã hủy")
	b.says(b.presses(lan, "ncorrect:"+string(n.ID)), "đã hủy")
	b.says(b.presses(lan, "dsee:nothing"), "Không còn tin này")
	if list := b.notices(); len(list) != 1 || list[0].State != notice.Cancelled {
		t.Errorf("there are %d notices, the first %s", len(list), list[0].State)
	}
}

// Whoever lost the role, or the account, is told so at any step, and what
// they typed is taken for nothing else.
func TestDeskWithoutTheRole(t *testing.T) {
	lose := map[string]func(staff.Account) staff.Account{
		"role":    func(a staff.Account) staff.Account { a.Role = staff.Viewer; return a },
		"commune": func(a staff.Account) staff.Account { a.Communes = []string{"a-luoi-4"}; return a },
		"account": func(a staff.Account) staff.Account { a.Disabled = true; return a },
	}
	steps := map[string]func(b *bureau, after func()) string{
		"a text": func(b *bureau, after func()) string {
			b.writes(lan, "/tin")
			b.clicks(lan, "Họp dân")
			after()
			return b.writes(lan, meetingText)
		},
		"a button": func(b *bureau, after func()) string {
			b.writes(lan, "/tin")
			after()
			return b.clicks(lan, "Họp dân")
		},
		"a test": func(b *bureau, after func()) string {
			b.writes(lan, "/tin")
			b.clicks(lan, "Họp dân")
			b.writes(lan, meetingText)
			after()
			return b.clicks(lan, "Gửi thử cho tôi")
		},
		"taking it back": func(b *bureau, after func()) string {
			b.submitted()
			after()
			return b.clicks(lan, "Hủy tin")
		},
	}
	for what, change := range lose {
		for where, play := range steps {
			b := newBureau(t)
			b.people(3)
			said := play(b, func() {
				b.update(func(r store.Reader) (store.Changes, error) {
					return b.rewritten(r, "lan", change)
				})
			})
			if !strings.Contains(said, "không thuộc phần việc") && !strings.Contains(said, "của xã khác") && !strings.Contains(said, "hiện không làm việc của cán bộ") {
				t.Errorf("%s, the %s lost: %q", where, what, said)
			}
			if strings.Contains(said, meetingText) {
				t.Errorf("%s, the %s lost: it shows the notice: %q", where, what, said)
			}
		}
	}
}

// rewritten changes an account behind the desk's back.
func (b *bureau) rewritten(r store.Reader, id staff.ID, change func(staff.Account) staff.Account) (store.Changes, error) {
	was, err := staff.Get(r, id)
	if err != nil {
		return store.Changes{}, err
	}
	a := change(was)
	step := staff.Step{By: staff.Operator, At: b.clock, Today: []string{"a-luoi-3", "a-luoi-4"}}
	if a.Disabled {
		_, c, err := staff.Disable(r, step, id)
		return c, err
	}
	_, c, err := staff.Change(r, step, id, staff.Terms{Name: a.Name, Role: a.Role, Communes: a.Communes})
	return c, err
}

// An approver who lost the role between the button and the code approves
// nothing.
func TestApproverWithoutTheRole(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	n := b.submitted()
	b.clicks(binh, "Duyệt")
	b.update(func(r store.Reader) (store.Changes, error) {
		return b.rewritten(r, "binh", func(a staff.Account) staff.Account { a.Role = staff.Editor; return a })
	})
	b.says(b.writes(binh, n.Code), "không thuộc phần việc")
	if n = b.notices()[0]; n.State != notice.Submitted {
		t.Errorf("it is %s", n.State)
	}
}

// Three wrong codes, and the desk stops asking; the text that was shown is the
// one that is approved.
func TestApprovalCode(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	n := b.submitted()
	b.clicks(binh, "Duyệt")
	for _, wrong := range []string{"0000", "duyệt"} {
		b.says(b.writes(binh, wrong), "không khớp")
	}
	b.says(b.writes(binh, "1"), "thôi hỏi")
	if said := b.writes(binh, n.Code); strings.Contains(said, "chưa gửi gì") {
		t.Errorf("a fourth try approves: %q", said)
	}
	if n = b.notices()[0]; n.State != notice.Submitted {
		t.Fatalf("it is %s", n.State)
	}
	b.presses(binh, "napprove:"+string(n.ID))
	b.writes(lan, "/tintuc")
	b.clicks(lan, n.Code)
	b.clicks(lan, "Sửa")
	b.writes(lan, "9h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm.")
	b.clicks(lan, "Gửi thử cho tôi")
	b.clicks(lan, "Gửi duyệt")
	b.says(b.writes(binh, n.Code), "khác bản anh chị xem")
}

// While the desk waits for a text, any text is it; but not a command, not the
// next day, and not after another room's button. /thoi leaves.
func TestDeskWaits(t *testing.T) {
	begin := func(t *testing.T) *bureau {
		b := newBureau(t)
		b.people(3)
		b.writes(lan, "/tin")
		b.clicks(lan, "Họp dân")
		return b
	}
	for _, c := range []struct {
		name, typed string
		drafts      int
	}{
		{"a question", "hộ nghèo vay được bao nhiêu?", 1}, {"the name of a commune", "Hồng Thượng", 1}, {"another code", "4821", 1},
		{"leaving", "/thoi", 0}, {"leaving in words", "thôi", 0}, {"a word that stops the news", "HUY", 0}, {"a command", "/cauhoi", 0},
		{"beginning again", "/start", 0},
	} {
		b := begin(t)
		b.writes(lan, c.typed)
		if got := len(b.notices()); got != c.drafts {
			t.Errorf("%s: %d drafts, want %d", c.name, got, c.drafts)
		}
		if b.writes(lan, "hộ nghèo vay được bao nhiêu?"); len(b.notices()) != c.drafts {
			t.Errorf("%s: the text after it is a draft", c.name)
		}
	}
	late := begin(t)
	late.clock = late.clock.Add(3 * time.Hour)
	if late.writes(lan, meetingText); len(late.notices()) != 0 {
		t.Error("what is typed three hours later is a draft")
	}
	elsewhere := begin(t)
	elsewhere.presses(lan, "home")
	if elsewhere.writes(lan, meetingText); len(elsewhere.notices()) != 0 {
		t.Error("what is typed after another button is a draft")
	}
	stop := begin(t)
	stop.writes(lan, "HUY")
	stop.says(stop.writes(lan, "HUY"), "ngừng gửi tin của xã")
}

// Two who change one draft: the second is told, and loses nothing.
func TestTwoChangeOneDraft(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	b.writes(lan, "/tin")
	b.clicks(lan, "Họp dân")
	b.writes(lan, meetingText)
	n := b.notices()[0]
	b.presses(binh, "dedit:"+string(n.ID))
	b.clicks(lan, "Sửa")
	b.writes(lan, "9h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm.")
	said := b.writes(binh, "10h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm.")
	for _, want := range []string{"Kăn Thị Lan", "9h thứ Bảy", "10h thứ Bảy"} {
		b.says(said, want)
	}
	if n = b.notices()[0]; !strings.HasPrefix(n.Text, "9h") {
		t.Errorf("it says %q", n.Text)
	}
}

// Two drafts at once have each their own buttons.
func TestTwoDrafts(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	b.writes(lan, "/tin")
	kind := b.button(lan, "Họp dân")
	b.presses(lan, kind)
	b.writes(lan, meetingText)
	first := b.button(lan, "Gửi thử cho tôi")
	b.presses(lan, kind)
	b.writes(lan, "14h Chủ nhật 14/6 họp phụ nữ tại hội trường xã.")
	b.presses(lan, first)
	list := b.notices()
	states := []notice.State{list[0].State, list[1].State}
	slices.Sort(states)
	if !slices.Equal(states, []notice.State{notice.Drafted, notice.Tested}) {
		t.Errorf("they are %v", states)
	}
	for _, n := range list {
		if n.State == notice.Tested && n.Text != meetingText {
			t.Errorf("the other one was tested: %q", n.Text)
		}
	}
}

// A button under a test counts nobody.
func TestButtonsOfATest(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	n := b.submitted()
	for _, verb := range []string{"come:", "nask:"} {
		b.says(b.presses(lan, verb+string(n.ID)), "Đây là bản thử")
	}
}

// In a group nobody is staff, and by SMS neither.
func TestDeskIsOnOnesOwnChat(t *testing.T) {
	b := newBureau(t)
	if said := b.receives(msg.Inbound{From: lan, Chat: "1", Kind: msg.Text, Text: "/tin"}); strings.Contains(said, "Tin về việc gì") {
		t.Errorf("in a group: %q", said)
	}
	said := b.receives(msg.Inbound{From: lan, Chat: "1", Kind: msg.Choice, Choice: "dkind:meeting@a-luoi-3"})
	b.says(said, "hiện không làm việc của cán bộ")
}

// Where there are no buttons digits choose, and whatever else is typed is the
// text.
func TestDeskWithoutButtons(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	plain := func(text string) string {
		return b.receives(msg.Inbound{Gateway: "plain", From: lan, Kind: msg.Text, Text: text})
	}
	b.says(plain("/tin"), "1. Họp dân")
	plain("1")
	b.says(plain(meetingText), "1. Gửi thử cho tôi")
	plain("1")
	b.says(plain("2"), "Gửi lúc nào?")
	b.says(plain("21h"), "1. 7h thứ Năm 11/6")
	b.says(plain("1"), "hẹn đi lúc 7h thứ Năm 11/6")
	plain("1")
	if n := b.notices()[0]; n.State != notice.Submitted || n.At.Hour() != 7 {
		t.Errorf("it is %s, for %v", n.State, n.At)
	}
}

// An audience too large for one message is counted to a bound, and said so;
// where money is limited the pages count the rest.
func TestLargeAudience(t *testing.T) {
	b := newBureau(t)
	b.people(4100)
	b.writes(lan, "/tin")
	b.clicks(lan, "Họp dân")
	b.says(b.writes(lan, meetingText), "hơn 4.000 người")
	b.clicks(lan, "Gửi thử cho tôi")
	b.board.Budget = 10_000_000
	b.says(b.clicks(lan, "Gửi duyệt"), "trên trang web")
	b.board.Budget = 0
	b.presses(lan, "dsubmit:"+string(b.notices()[0].ID))
	n := b.notices()[0]
	if n.State != notice.Submitted {
		t.Fatalf("it is %s", n.State)
	}
	b.says(b.lastTo(binh), "hơn 4.000 người")
}

// lastTo is the last line of somebody's transcript that we wrote.
func (b *bureau) lastTo(who msg.Address) (last string) {
	b.Helper()
	err := b.store.View(b.Context(), func(r store.Reader) error {
		id, err := r.Lookup(who)
		if err != nil {
			return err
		}
		lines, err := b.store.Transcript(b.Context(), id)
		for _, l := range lines {
			if l.Dir == store.Out {
				last = l.Text
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return last
}

// Staff at work are not held to a resident's hourly limit: what is wrong is
// taken back at once.
func TestDeskIsNotLimited(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	n := b.submitted()
	b.presses(binh, "napprove:"+string(n.ID))
	b.writes(binh, n.Code)
	for range 40 {
		b.writes(lan, "/tintuc")
	}
	b.says(b.presses(lan, "ncancel:"+string(n.ID)), "Chưa ai nhận gì")
}

// watched counts what is read of accounts.
type watched struct {
	store.Empty
	staff int
}

func (w *watched) Find(shelf store.Shelf, _, _ string, _ func(string, store.Record) bool) error {
	if shelf == "staff" {
		w.staff++
	}
	return nil
}

// The desk is looked at first, so it reads nothing for what residents write.
func TestDeskCostsResidentsNothing(t *testing.T) {
	b := newBureau(t)
	for text, reads := range map[string]bool{
		"hộ nghèo vay được bao nhiêu?": false, "1": false, "NHA": false, "TIN HONG THUONG": false, "HUY": false, "thôi": false,
		"/tin": true, "tin": true,
	} {
		for _, route := range []string{"chat", "sms"} {
			w := &watched{}
			b.bot.Decide(store.Snapshot{Now: b.clock, Contact: store.Contact{ID: "a"}, Records: w}, msg.Inbound{Gateway: route, From: "chat:9", Ref: "1", Kind: msg.Text, Text: text})
			if got := w.staff > 0; got != (reads && route == "chat") {
				t.Errorf("%q on %s: %d accounts are looked for", text, route, w.staff)
			}
		}
	}
}

// An emergency needs its code within a quarter of an hour; then it is shown
// again, with another.
func TestEmergencyWaitsForItsCode(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	ask := func() (code string) {
		b.writes(lan, "/tin")
		b.clicks(lan, "🚨 Khẩn")
		b.writes(lan, "Nước sông lên nhanh")
		said := b.writes(lan, "Bà con lên nhà văn hóa thôn ngay, nước sông đang lên.")
		_, rest, ok := strings.Cut(said, "Xem trước tin ")
		if !ok {
			t.Fatalf("no preview: %q", said)
		}
		return rest[:4]
	}
	code := ask()
	if len(b.notices()) != 0 {
		t.Fatal("it exists before its code was typed")
	}
	b.clock = b.clock.Add(20 * time.Minute)
	b.says(b.writes(lan, code), "Xem trước tin")
	if len(b.notices()) != 0 {
		t.Fatal("a code of twenty minutes ago sends it")
	}
	code = ask()
	for _, wrong := range []string{"0000", "gửi đi", "1234"} {
		b.writes(lan, wrong)
	}
	if b.writes(lan, code); len(b.notices()) != 0 {
		t.Fatal("a fourth try sends it")
	}
	code = ask()
	b.says(b.writes(lan, code), "Đang gửi TIN KHẨN "+code)
	list := b.notices()
	if len(list) != 1 || list[0].State != notice.Sending || list[0].Code != code || list[0].Reason != "Nước sông lên nhanh" {
		t.Errorf("there are %d; %+v", len(list), list)
	}
	if b.writes(lan, code); len(b.notices()) != 1 {
		t.Error("the code typed again sends it again")
	}
}

// A button that stops what is wrong stays under its message, whatever is said
// after it.
func TestStoppingButtonsStay(t *testing.T) {
	b := newBureau(t)
	b.people(3)
	n := b.submitted()
	b.clicks(binh, "Duyệt")
	b.writes(binh, n.Code) // both are told, with a button to take it back
	for _, who := range []msg.Address{lan, binh} {
		b.n++
		if err := b.bot.Receive(b.Context(), msg.Inbound{Gateway: "chat", From: who, Ref: fmt.Sprint(b.n), Kind: msg.Text, Text: "hộ nghèo vay được bao nhiêu?"}); err != nil {
			t.Fatal(err)
		}
		due, err := b.store.Claim(t.Context(), b.clock.Add(time.Second), time.Minute, 100, nil)
		if err != nil || len(due) != 1 {
			t.Fatalf("%d messages wait, %v", len(due), err)
		}
		if due[0].Replaces != "" {
			t.Errorf("an answer to %s takes over the buttons of what was told", who)
		}
		b.sent()
	}
}
