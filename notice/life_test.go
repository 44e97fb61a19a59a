package notice

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// A notice from its draft to its report.
func TestLife(t *testing.T) {
	v := newVillage(t)
	v.who(30, hongThuong, false, person.Meetings)
	v.who(15, hongThuong, true, person.Meetings, person.Courses)
	v.who(7, hongThuong, true, person.Courses)
	v.who(9, nextDoor, false, person.Meetings)

	n := v.submitted(aMeeting())
	if n.State != Submitted || !IsCode(n.Code) || !n.Until.Equal(time.Date(2026, 6, 13, 8, 0, 0, 0, Hue)) {
		t.Fatalf("submitted: %+v", n)
	}
	v.clock = v.clock.Add(time.Hour)
	step := v.take(v.approve(binh, n))
	if n = step.Notice; n.State != Counting || !n.Start.Equal(v.clock.Add(5*time.Minute)) {
		t.Fatalf("approved: %s, starts %v", n.State, n.Start)
	}
	if to := tellsTo(step, locales.NoticeTellCounting); !slices.Equal(to, []staff.ID{"binh", "lan"}) {
		t.Errorf("told of the countdown: %v", to)
	}

	if n = v.wait(n.ID, 4*time.Minute); n.State != Counting || len(v.sent) != 0 {
		t.Fatalf("a minute before its start: %s, %d sent", n.State, len(v.sent))
	}
	if n = v.wait(n.ID, time.Minute); n.State != First {
		t.Fatalf("at its start: %s", n.State)
	}
	v.deliver()
	if len(v.sent) != 20 {
		t.Fatalf("%d are first", len(v.sent))
	}
	if n = v.wait(n.ID, time.Minute); n.State != Held {
		t.Fatalf("once they have it: %s", n.State)
	}
	v.wait(n.ID, 90*time.Second)
	if len(v.sent) != 20 {
		t.Fatalf("%d sent while it is held", len(v.sent))
	}
	n = v.until(n.ID, Done)
	if len(v.sent) != 45 || len(v.took) != 45 {
		t.Errorf("%d messages to %d people", len(v.sent), len(v.took))
	}
	p := v.progress(n.ID)
	p.Notice = Notice{}
	want := Progress{Chosen: 45, Chat: 15, SMS: 30, Parts: 30, Cost: 30 * 350}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	did := []string{"lan notice.draft", "lan notice.test", "lan notice.submit", "binh notice.approve", "service notice.begin", "service notice.end"}
	if got := v.logged(n.ID); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(did))) {
		t.Errorf("the log: %v, want %v", got, did)
	}
	for _, o := range v.sent {
		if o.Lane != msg.Broadcast || o.Group != string(n.ID) || o.Anytime || !o.Expires.Equal(n.Until) {
			t.Fatalf("sent as %+v", o)
		}
	}
}

// What each phone shows, letter by letter.
func TestForms(t *testing.T) {
	b := board(t)
	n := Notice{ID: "abc", Code: "4821", Content: aMeeting()}
	n.Kind = Meeting
	f := b.Forms(n, hongThuong)
	want := Forms{
		Chat: "📢 UBND xã A Lưới 3\n\n" + meetingText + "\n\nMã tin: 4821. Nghi tin giả thì nhắn 4821 vào đây.",
		Buttons: []msg.Button{
			{Key: "come:abc", Label: "Tôi sẽ đến"}, {Key: "nask:abc", Label: "Hỏi thêm"}, {Key: "stopwhich:meeting", Label: "Thôi nhận tin"},
		},
		Bare:      "📢 UBND xã A Lưới 3\n\n" + meetingText + "\n\nMã tin: 4821. Nghi tin giả thì nhắn 4821 vào đây.\nMuốn thôi nhận tin: nhắn HUY.",
		Brandname: "[A LUOI] Xa A Luoi 3: 8h thu Bay 13/6 hop dan tai nha van hoa thon Can Sam ve lop nghe. Moi nha 1 nguoi. HUY: 0912 000 171. Ma 4821",
		TwoWay:    "Xa A Luoi 3: 8h thu Bay 13/6 hop dan tai nha van hoa thon Can Sam ve lop nghe. Moi nha 1 nguoi. Thoi nhan: soan HUY. Ma 4821",
		Speaker: "Thưa bà con xã A Lưới 3. 8 giờ thứ Bảy ngày 13 tháng 6 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề. Mỗi nhà 1 người.\n\n" +
			"Xin đọc lại. 8 giờ thứ Bảy ngày 13 tháng 6 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề. Mỗi nhà 1 người.\n\n" +
			"Bà con vừa nghe tin của Ủy ban xã A Lưới 3.",
	}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := len(f.Brandname); got > 160 {
		t.Errorf("the SMS has %d letters", got)
	}
	n.Kind, n.Corrected, n.Code, n.Text = Correction, "4821", "4907", "họp dân đổi sang 14h Chủ nhật 14/6, vẫn ở nhà văn hóa thôn Căn Sâm"
	f = b.Forms(n, hongThuong)
	if want := "[A LUOI] DINH CHINH tin ma 4821: hop dan doi sang 14h Chu nhat 14/6, van o nha van hoa thon Can Sam. Xin loi ba con. Ma 4907"; f.Brandname != want {
		t.Errorf("the correction: %q", f.Brandname)
	}
	n.Kind = Emergency
	if f = b.Forms(n, hongThuong); !strings.HasPrefix(f.TwoWay, "KHAN. Xa A Luoi 3: ") || len(f.Buttons) != 1 {
		t.Errorf("the emergency: %q, %v", f.TwoWay, f.Buttons)
	}
}

func TestTemplates(t *testing.T) {
	b := board(t)
	for _, name := range Templates {
		got, err := b.Fill(Filled{Template: name, Time: "8h", Day: "thứ Bảy 13/6", Place: "nhà văn hóa thôn Căn Sâm", About: "lớp nghề nuôi bò."})
		if err != nil || !strings.Contains(got, "lớp nghề nuôi bò.") || !strings.Contains(got, "thứ Bảy 13/6") || strings.Contains(got, "..") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		n := Notice{Content: Content{Communes: []string{hongThuong}, Topic: person.Meetings, Kind: Meeting, Text: got}, Code: "4821"}
		if err := Worst(b.TextChecks(n, wednesday)); err != nil {
			t.Errorf("%s: its text is refused: %v", name, err)
		}
		if parts := Parts(b.Forms(n, hongThuong).TwoWay); parts > 2 {
			t.Errorf("%s takes %d SMS", name, parts)
		}
	}
	_, err := b.Fill(Filled{Template: MeetingForm, Day: "13/6", Place: "UBND xã", About: "lớp nghề"})
	if codeOf(err) != string(locales.NoticeFieldMissing) {
		t.Errorf("without its time: %v", err)
	}
	if _, err := b.Fill(Filled{Template: "party"}); codeOf(err) != string(locales.NoticeNoTemplate) {
		t.Errorf("an unknown template: %v", err)
	}
}

// Every step in every state: allowed, or refused with the state it is in.
func TestStates(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	steps := map[string]func(Notice) decide{
		"edit": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) {
				return v.Edit(r, lan, n.ID, n.Version, n.Content, v.clock)
			}
		},
		"test": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, n.ID, v.clock) }
		},
		"submit":  func(n Notice) decide { return v.submit(lan, n.ID) },
		"approve": func(n Notice) decide { return v.approve(binh, n) },
		"return": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) {
				return v.Return(r, binh, n.ID, "ghi rõ nơi", v.clock)
			}
		},
		"pause": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) { return v.Pause(r, lan, n.ID, v.clock) }
		},
		"resume": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, lan, n.ID, v.clock) }
		},
		"cancel": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, lan, n.ID, v.clock) }
		},
		"correct": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) {
				return v.Correct(r, lan, n.ID, "họp dân đổi sang 14h Chủ nhật 14/6", "", "s", v.clock)
			}
		},
		"retry": func(n Notice) decide {
			return func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, lan, n.ID, v.clock) }
		},
	}
	may := map[State]string{
		Drafted:   "edit test cancel",
		Tested:    "edit test submit cancel",
		Submitted: "edit approve return cancel",
		Approved:  "edit cancel",
		Counting:  "edit cancel",
		First:     "pause cancel correct",
		Held:      "pause cancel correct",
		Sending:   "pause cancel correct",
		Done:      "correct",
		Returned:  "edit test cancel",
		Paused:    "resume cancel correct",
		Cancelled: "correct",
	}
	base := v.submitted(aMeeting())
	for state, allowed := range may {
		n := base
		n.State, n.Hash = state, v.hash(n)
		if state == Drafted || state == Returned {
			n.Tested = ""
		}
		if slices.Contains(running, state) || state == Done || state == Paused || state == Cancelled {
			n.Begun = v.clock
		}
		v.must(v.store.Update(t.Context(), func(store.Reader) (c store.Changes, err error) { return c, n.keep(&c) }))
		var got []string
		for _, name := range []string{"edit", "test", "submit", "approve", "return", "pause", "resume", "cancel", "correct", "retry"} {
			_ = v.store.View(t.Context(), func(r store.Reader) error {
				if _, _, err := steps[name](n)(r); err == nil {
					got = append(got, name)
				} else if !strings.HasPrefix(codeOf(err), "notice_") {
					t.Errorf("%s when %s: %v", name, state, err)
				}
				return nil
			})
		}
		if s := strings.Join(got, " "); s != allowed {
			t.Errorf("%s allows %q, want %q", state, s, allowed)
		}
	}
	if len(may) != len(stateNames) {
		t.Errorf("%d states tried of %d", len(may), len(stateNames))
	}
}

// Rights are asked at every step, of the commune the notice is for.
func TestRights(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.submitted(aMeeting())
	none := staff.Actor{}
	for who, want := range map[*staff.Actor]string{&hung: staff.RefusedRole, &trang: staff.RefusedCommune, &none: staff.RefusedRole} {
		for name, do := range map[string]decide{
			"draft": func(r store.Reader) (Step, store.Changes, error) {
				return v.Draft(r, *who, aMeeting(), "s", v.clock)
			},
			"edit": func(r store.Reader) (Step, store.Changes, error) {
				return v.Edit(r, *who, n.ID, n.Version, n.Content, v.clock)
			},
			"test":    func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, *who, n.ID, v.clock) },
			"submit":  v.submit(*who, n.ID),
			"approve": v.approve(*who, n),
			"return":  func(r store.Reader) (Step, store.Changes, error) { return v.Return(r, *who, n.ID, "x", v.clock) },
			"cancel":  func(r store.Reader) (Step, store.Changes, error) { return v.Cancel(r, *who, n.ID, v.clock) },
			"pause":   func(r store.Reader) (Step, store.Changes, error) { return v.Pause(r, *who, n.ID, v.clock) },
			"resume":  func(r store.Reader) (Step, store.Changes, error) { return v.Resume(r, *who, n.ID, v.clock) },
			"correct": func(r store.Reader) (Step, store.Changes, error) {
				return v.Correct(r, *who, n.ID, "x", "", "s", v.clock)
			},
			"retry": func(r store.Reader) (Step, store.Changes, error) { return v.Retry(r, *who, n.ID, v.clock) },
			"emergency": func(r store.Reader) (Step, store.Changes, error) {
				return v.Emergency(r, *who, Content{Communes: []string{hongThuong}, Text: "x", Reason: "x"}, "s", v.clock)
			},
			"review": func(r store.Reader) (Step, store.Changes, error) { return v.Review(r, *who, n.ID, "x", v.clock) },
		} {
			v.refused(string(who.ID)+" "+name, locales.ID(want), do)
		}
	}
	// Nor may a text be moved to a commune that is not one's own.
	moved := n.Content
	moved.Communes = []string{nextDoor}
	v.refused("moved next door", staff.RefusedCommune, func(r store.Reader) (Step, store.Changes, error) {
		return v.Edit(r, lan, n.ID, n.Version, moved, v.clock)
	})
}

// Two officers edit one draft: the second hears who was first and loses
// nothing.
func TestTwoEditors(t *testing.T) {
	v := newVillage(t)
	mai := staff.Actor{ID: "mai", Role: staff.Officer, Communes: []string{hongThuong}}
	v.appoint(mai)
	n := v.draft(aMeeting())
	edit := func(by staff.Actor, text string) decide {
		c := n.Content
		c.Text = text
		return func(r store.Reader) (Step, store.Changes, error) {
			return v.Edit(r, by, n.ID, n.Version, c, v.clock)
		}
	}
	first := v.take(edit(mai, meetingText+" Nhớ mang giấy bút.")).Notice
	_, err := v.try(edit(lan, meetingText+" Có nước uống."))
	var no *msg.Refusal
	if !errors.As(err, &no) || no.Code != string(locales.NoticeChanged) {
		t.Fatalf("the second editor: %v", err)
	}
	said := v.Say.Refusal(no)
	for _, want := range []string{"Chị mai", "Nhớ mang giấy bút.", "Có nước uống."} {
		if !strings.Contains(said, want) {
			t.Errorf("the refusal does not say %q: %s", want, said)
		}
	}
	if first.Version != 2 || v.get(n.ID).Text != first.Text {
		t.Errorf("what is kept: %+v", v.get(n.ID))
	}
}

// Any edit after a test, a submission or an approval asks for all of it again.
func TestEditAsksAgain(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	c := n.Content
	c.Text += " Có nước uống."
	step := v.take(func(r store.Reader) (Step, store.Changes, error) {
		return v.Edit(r, lan, n.ID, n.Version, c, v.clock)
	})
	if to := tellsTo(step, locales.NoticeTellEdited); !slices.Equal(to, []staff.ID{"binh"}) {
		t.Errorf("told of the edit: %v", to)
	}
	if n = v.wait(n.ID, 20*time.Minute); n.State != Drafted || len(v.sent) != 0 {
		t.Fatalf("after the edit: %s, %d sent", n.State, len(v.sent))
	}
	v.refused("submitted untested", locales.NoticeUntested, v.submit(lan, n.ID))

	n = v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, n.ID, v.clock) }).Notice
	n = v.take(v.submit(lan, n.ID)).Notice
	v.refused("another text than shown", locales.NoticeNotThisText, func(r store.Reader) (Step, store.Changes, error) {
		return v.Approve(r, binh, n.ID, Agreement{n.Code, "another"}, v.clock)
	})
	v.refused("another code", locales.NoticeWrongCode, func(r store.Reader) (Step, store.Changes, error) {
		return v.Approve(r, binh, n.ID, Agreement{"1234", v.hash(n)}, v.clock)
	})
	// A name that is registered meanwhile changes every SMS.
	v.Routes = append(v.Routes, Route{"brand", msg.Caps{Kind: msg.SMS, Limit: 2, Class: msg.Brandname, PricePerPart: 250}})
	v.refused("by another way than tested", locales.NoticeNotThisText, v.approve(binh, n))
}

// Every field of what goes out is locked.
func TestHash(t *testing.T) {
	b := board(t)
	base := Notice{Code: "4821", Content: aMeeting()}
	base.Kind = Meeting
	seen := map[string]string{b.hash(base): "itself"}
	for name, change := range map[string]func(*Notice, *Board){
		"text":    func(n *Notice, _ *Board) { n.Text += "!" },
		"code":    func(n *Notice, _ *Board) { n.Code = "4822" },
		"topic":   func(n *Notice, _ *Board) { n.Topic = person.Courses },
		"commune": func(n *Notice, _ *Board) { n.Communes = []string{nextDoor} },
		"more":    func(n *Notice, _ *Board) { n.Communes = []string{hongThuong, nextDoor} },
		"kind":    func(n *Notice, _ *Board) { n.Kind = Other },
		"time":    func(n *Notice, _ *Board) { n.At = wednesday.Add(time.Hour) },
		"reason":  func(n *Notice, _ *Board) { n.Reason = "mưa lớn" },
		"brand":   func(_ *Notice, b *Board) { b.Brand = "ALUOI" },
		"number":  func(_ *Notice, b *Board) { b.Number = "0912 000 172" },
		"renamed": func(_ *Notice, b *Board) { b.Commune = func(string) (string, bool) { return "A Lưới Ba", true } },
		"route": func(_ *Notice, b *Board) {
			b.Routes = append(b.Routes, Route{"brand", msg.Caps{Kind: msg.SMS, Class: msg.Brandname}})
		},
	} {
		n, other := base, board(t)
		change(&n, other)
		h := other.hash(n)
		if was, ok := seen[h]; ok {
			t.Errorf("%s hashes like %s", name, was)
		}
		seen[h] = name
	}
	later := base
	later.State, later.Version, later.Begun = Sending, 4, wednesday
	if b.hash(later) != b.hash(base) {
		t.Error("how far it is changes what was agreed to")
	}
}
