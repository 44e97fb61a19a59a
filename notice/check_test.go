package notice

import (
	"slices"
	"testing"

	"tinban/locales"
	"tinban/person"
	"tinban/store"
)

// Checks on words, beside the days of TestDays.
func TestTextChecks(t *testing.T) {
	b := board(t)
	b.Ours = []string{"0234 3878 123", "hue.gov.vn"}
	for _, tt := range []struct {
		kind     Kind
		text     string
		severity Severity
		want     locales.ID // of the first of this severity; empty for none
	}{
		{Meeting, meetingText, Refuse, ""},
		{Meeting, meetingText, Warn, ""},
		{Meeting, "thứ Bảy 13/6 họp dân tại hội trường", Refuse, locales.NoticeNoHour},
		{Meeting, "8h họp dân tại hội trường", Refuse, locales.NoticeNoDay},
		{Meeting, "8h thứ Bảy họp dân tại hội trường", Warn, locales.NoticeOnlyWeekday},
		{Meeting, "8h thứ Bảy 13/6 họp dân về lớp nghề", Warn, locales.NoticeNoPlace},
		{Meeting, "8h75 thứ Bảy 13/6 họp dân tại hội trường", Refuse, locales.NoticeWrongHour},
		{Other, "Bà con đừng chuyển tiền cho ai.", Refuse, locales.NoticeReadsWrong},
		{Other, "Bà con chớ chuyển tiền cho ai.", Refuse, locales.NoticeReadsWrong},
		{Other, "Nhớ đến đúng giờ.", Refuse, locales.NoticeReadsWrong},
		{Other, "Đúng 8 giờ thì bắt đầu.", Refuse, locales.NoticeReadsWrong},
		{Other, "Bà con dừng nộp tiền.", Refuse, locales.NoticeReadsWrong},
		{Other, "Ba con dung chuyen tien.", Refuse, locales.NoticeReadsWrong},
		{Other, "Nội dung: xây dựng nhà, sử dụng vốn tín dụng.", Refuse, ""},
		{Other, "Noi dung: xay dung nha.", Refuse, ""},
		{Other, "Mời các hộ nghèo đến nhận gạo.", Refuse, locales.NoticePoverty},
		{Other, "Hộ cận nghèo và hộ mới thoát nghèo được vay.", Refuse, locales.NoticePoverty},
		{Other, "Moi cac ho ngheo den nhan gao.", Refuse, locales.NoticePoverty},
		{Other, "Chương trình giảm nghèo có lớp nghề mới.", Refuse, ""},
		{Other, "Hỏi thêm: 0912 345 678.", Warn, locales.NoticeNotOurs},
		{Other, "Hỏi thêm: 0912 000 171.", Warn, ""},
		{Other, "Hỏi thêm: 0912000171.", Warn, ""},
		{Other, "Hỏi xã: 02343878123.", Warn, ""},
		{Other, "Xem tại bit.ly/abc", Warn, locales.NoticeNotOurs},
		{Other, "Xem tại https://aluoi.hue.gov.vn/tin", Warn, ""},
		{Other, "Xem tại zalo.me/0912345678", Warn, locales.NoticeNotOurs},
		{Other, "Nop 1.500.000 dong truoc 15/6.", Warn, locales.NoticeNoMarks},
		{Other, "Nộp 1.500.000 đồng trước 15/6.", Warn, ""},
		{Other, "Ngày mai phun thuốc muỗi ở thôn Căn Sâm.", Warn, locales.NoticeWhichDay},
		{Other, "Chiều nay cắt điện từ 14h.", Warn, locales.NoticeWhichDay},
		{Other, "Ngày mai 11/6 phun thuốc muỗi ở thôn Căn Sâm.", Warn, ""},
		{Other, "Từ trước tới nay xã vẫn làm vậy.", Warn, ""},
		{Other, long(250), Refuse, ""},
		{Other, long(330), Refuse, locales.NoticeLong},
	} {
		n := Notice{Code: "4821", Content: Content{Communes: []string{hongThuong}, Topic: person.Meetings, Kind: tt.kind, Text: tt.text}}
		got := locales.ID("")
		for _, c := range b.TextChecks(n, wednesday) {
			if c.Severity == tt.severity && got == "" {
				got = c.Text
			}
			if said := b.Say.Say(c.Text, c.Vars); said == string(c.Text) {
				t.Errorf("%s has no words", c.Text)
			}
		}
		if got != tt.want {
			t.Errorf("%q: %s %q, want %q", tt.text, tt.severity, got, tt.want)
		}
	}
}

func long(n int) string {
	s := "Bà con nhớ "
	for len(oneLine(s)) < n {
		s += "rào vườn và "
	}
	return s + "hết."
}

// Nearly the same text within a week is asked about, once it has left.
func TestAgain(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	n := v.approved(aMeeting())
	checks := func(c Content) (ids []locales.ID) {
		v.must(v.store.View(t.Context(), func(r store.Reader) error {
			list, err := v.Checks(r, Notice{ID: "x", Code: "1234", Content: c}, nil, v.clock)
			for _, x := range list {
				ids = append(ids, x.Text)
			}
			return err
		}))
		return ids
	}
	c := aMeeting()
	c.Kind, c.Text = Meeting, "8h thứ Bảy 13/6 họp dân tại nhà văn hóa thôn Căn Sâm về lớp nghề mới. Mỗi nhà 1 người."
	if slices.Contains(checks(c), locales.NoticeAgain) {
		t.Error("one that has not left is nobody's news")
	}
	v.until(n.ID, Done)
	if !slices.Contains(checks(c), locales.NoticeAgain) {
		t.Error("the same again is not asked about")
	}
	other := c
	other.Text = "14h Chủ nhật 14/6 tiêm phòng cho bò ở thôn Căn Sâm, tại sân nhà ông trưởng thôn."
	if slices.Contains(checks(other), locales.NoticeAgain) {
		t.Error("something else is taken for the same")
	}
	v.clock = v.clock.AddDate(0, 0, 8)
	if slices.Contains(checks(c), locales.NoticeAgain) {
		t.Error("a week later it is still asked about")
	}
}

func TestDraftRefused(t *testing.T) {
	v := newVillage(t)
	draft := func(c Content) decide {
		return func(r store.Reader) (Step, store.Changes, error) { return v.Draft(r, lan, c, "s", v.clock) }
	}
	with := func(f func(*Content)) Content { c := aMeeting(); f(&c); return c }
	v.refused("to nowhere", locales.NoticeWhere, draft(with(func(c *Content) { c.Communes = nil })))
	v.refused("without words", locales.NoticeEmpty, draft(with(func(c *Content) { c.Text = " \n" })))
	v.refused("about nothing", locales.NoticeNoTopic, draft(with(func(c *Content) { c.Topic = "" })))
	v.refused("about what nobody takes", locales.NoticeNoTopic, draft(with(func(c *Content) { c.Topic = "party" })))
	gone := lan
	gone.Communes = []string{hongThuong, "hong-thuong"}
	v.refused("to a commune of before", locales.NoticeNoCommune, func(r store.Reader) (Step, store.Changes, error) {
		return v.Draft(r, gone, with(func(c *Content) { c.Communes = []string{"hong-thuong"} }), "s", v.clock)
	})
	// A draft with mistakes is kept; it is only not submitted.
	n := v.tested(with(func(c *Content) { c.Text = "8h thứ Bảy 15/6 họp dân tại hội trường" }))
	v.refused("with a wrong day", locales.NoticeWrongWeekday, v.submit(lan, n.ID))
}

// Codes: four digits, no year, no leading zero, each once; found by whoever
// asks only after the notice has left.
func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for i := range codes {
		c := nthCode(i)
		if !IsCode(c) || seen[c] {
			t.Fatalf("%d is %q", i, c)
		}
		seen[c] = true
	}
	if len(seen) != 8800 {
		t.Errorf("%d codes", len(seen))
	}
	for s, want := range map[string]bool{"4821": true, "1000": true, "1899": true, "1900": false, "2026": false, "2099": false, "2100": true, "0821": false, "482": false, "48211": false, "48a1": false, "": false} {
		if IsCode(s) != want {
			t.Errorf("IsCode(%q) = %v", s, !want)
		}
	}
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	draft := func() Notice { // the same seed each time: the code is the next free one
		c := aMeeting()
		return v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Draft(r, lan, c, "s", v.clock) }).Notice
	}
	a, b := draft(), draft()
	if a.ID == b.ID || a.Code == b.Code {
		t.Errorf("two notices of one seed: %s %s, %s %s", a.ID, a.Code, b.ID, b.Code)
	}
	find := func(code string) (n Notice, err error) {
		err2 := v.store.View(t.Context(), func(r store.Reader) error {
			n, _, err = Genuine(r, code)
			return nil
		})
		v.must(err2)
		return n, err
	}
	if _, err := find(a.Code); err == nil {
		t.Error("a draft is given out as genuine")
	}
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, a.ID, v.clock) })
	v.take(v.submit(lan, a.ID))
	v.take(v.approve(binh, a))
	if _, err := find(a.Code); err == nil {
		t.Error("one that nobody has is given out as genuine")
	}
	v.until(a.ID, Done)
	if n, err := find(a.Code); err != nil || n.ID != a.ID {
		t.Errorf("%v, %v", n.ID, err)
	}
	// After 400 days the code is free, and the notice gone.
	v.clock = a.Created.Add(Keep).AddDate(0, 0, 1)
	if _, err := v.store.Sweep(t.Context(), v.clock); err != nil {
		t.Fatal(err)
	}
	if _, err := find(a.Code); err == nil {
		t.Error("it is still there after 400 days")
	}
}

// Whoever means to come is counted once, and not after it is over.
func TestComing(t *testing.T) {
	v := newVillage(t)
	people := v.who(5, hongThuong, true, person.Meetings)
	n := v.approved(aMeeting())
	come := func(id store.ContactID) error {
		return v.store.Update(t.Context(), func(r store.Reader) (c store.Changes, err error) {
			_, c, err = Come(r, n.ID, id, v.clock)
			return c, err
		})
	}
	if come(people[0]) == nil {
		t.Error("to what nobody has been called to")
	}
	v.until(n.ID, Done)
	for _, id := range []store.ContactID{people[0], people[1], people[0]} {
		v.must(come(id))
	}
	if p := v.progress(n.ID); p.Coming != 2 {
		t.Errorf("%d come", p.Coming)
	}
	v.must(v.store.Forget(t.Context(), people[1]))
	if p := v.progress(n.ID); p.Coming != 1 {
		t.Errorf("%d come after one was forgotten", p.Coming)
	}
	v.clock = n.Until.Add(1)
	if got := codeOf(come(people[2])); got != string(locales.NoticeOverNow) {
		t.Errorf("after the meeting: %q", got)
	}
}

func TestLists(t *testing.T) {
	v := newVillage(t)
	v.who(3, hongThuong, false, person.Meetings)
	var ids []ID
	for _, text := range []string{"8h thứ Bảy 13/6 họp tại hội trường A", "9h thứ Bảy 20/6 họp tại hội trường B", "10h thứ Bảy 27/6 họp tại hội trường C"} {
		v.clock = v.clock.Add(1e9)
		c := aMeeting()
		c.Text = text
		ids = append(ids, v.draft(c).ID)
	}
	v.take(func(r store.Reader) (Step, store.Changes, error) { return v.Test(r, lan, ids[1], v.clock) })
	v.take(v.submit(lan, ids[1]))
	v.must(v.store.View(t.Context(), func(r store.Reader) error {
		for commune, want := range map[string][]ID{"": {ids[2], ids[1]}, hongThuong: {ids[2], ids[1]}, nextDoor: nil} {
			list, err := Recent(r, commune, 2)
			var got []ID
			for _, n := range list {
				got = append(got, n.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("recent in %q: %v, %v", commune, got, err)
			}
		}
		list, err := Undecided(r, hongThuong)
		if err != nil || len(list) != 1 || list[0].ID != ids[1] {
			t.Errorf("undecided: %v, %v", list, err)
		}
		for _, name := range []string{string(ids[0]), v.get(ids[0]).Code} {
			if n, err := Named(r, name); err != nil || n.ID != ids[0] {
				t.Errorf("%q names %v, %v", name, n.ID, err)
			}
		}
		return nil
	}))
}
