package notice

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

func (v *village) count(n Notice) (a Audience) {
	v.Helper()
	v.must(v.store.View(v.Context(), func(r store.Reader) (err error) {
		a, err = v.Count(r, n, v.clock)
		return err
	}))
	all, err := v.CountAll(v.Context(), v.store, n, v.clock)
	v.must(err)
	if diff := cmp.Diff(a, all); diff != "" {
		v.Errorf("counted page by page (-at once +paged):\n%s", diff)
	}
	return a
}

// Each way not to get a notice.
func TestExcluded(t *testing.T) {
	v := newVillage(t)
	marked := v.who(1, hongThuong, false, person.Meetings)[0]
	v.Marked = func(_ store.Reader, id store.ContactID) (bool, error) { return id == marked, nil }
	n := v.draft(aMeeting())
	each := map[Why]func(id store.ContactID){
		"":          func(store.ContactID) {},
		Stopped:     func(id store.ContactID) { v.change(id, func(c *store.Contact) { c.NewsStopped = true }, nil) },
		Unreachable: func(id store.ContactID) { v.change(id, func(c *store.Contact) { c.Unreachable = true }, nil) },
		Today: func(id store.ContactID) {
			v.change(id, nil, func(s *person.Subscriber) { s.Sent = []time.Time{v.clock.Add(-2 * time.Hour)} })
		},
		Month: func(id store.ContactID) {
			v.change(id, nil, func(s *person.Subscriber) {
				for day := 1; day <= 4; day++ {
					s.Sent = append(s.Sent, time.Date(2026, 6, day, 9, 0, 0, 0, Hue))
				}
			})
		},
	}
	for _, change := range each {
		change(v.who(1, hongThuong, false, person.Meetings)[0])
	}
	// Four in the month before, and one yesterday, are not too many.
	v.change(v.who(1, hongThuong, false, person.Meetings)[0], nil, func(s *person.Subscriber) {
		s.Sent = []time.Time{
			time.Date(2026, 5, 29, 9, 0, 0, 0, Hue), time.Date(2026, 5, 30, 9, 0, 0, 0, Hue), time.Date(2026, 5, 31, 9, 0, 0, 0, Hue),
			time.Date(2026, 6, 9, 9, 0, 0, 0, Hue),
		}
	})
	v.who(1, hongThuong, false, person.Courses) // not of this audience
	want := Audience{
		People: 2, Shares: []Share{{Route: "sim", People: 2, Parts: 2, Cost: 700}}, Costs: map[string]int{hongThuong: 700},
		Excluded: map[Why]int{Stopped: 1, Unreachable: 1, Today: 1, Month: 1, Marked: 1},
	}
	if diff := cmp.Diff(want, v.count(n)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	v.Routes = v.Routes[:1]
	if a := v.count(n); a.People != 0 || a.Excluded[NoRoute] != 4 {
		t.Errorf("without a way to phones: %+v", a)
	}
}

// One person with two channels gets one message: on the chat, while it can be
// reached.
func TestOnePersonOneMessage(t *testing.T) {
	for name, tc := range map[string]struct {
		phone, chat func(*store.Contact)
		phoneSub    func(*person.Subscriber)
		chatSub     func(*person.Subscriber)
		want        []string // routes that carry one
	}{
		"both":              {want: []string{"telegram"}},
		"chat blocked":      {chat: func(c *store.Contact) { c.Unreachable = true }, want: []string{"sim"}},
		"chat stopped":      {chat: func(c *store.Contact) { c.NewsStopped = true }, want: []string{"sim"}},
		"phone stopped":     {phone: func(c *store.Contact) { c.NewsStopped = true }, want: []string{"telegram"}},
		"chat other topic":  {chatSub: func(s *person.Subscriber) { s.Topics = []person.Topic{person.Loans} }, want: []string{"sim"}},
		"chat elsewhere":    {chatSub: func(s *person.Subscriber) { s.Commune = nextDoor }, want: []string{"sim"}},
		"had one by chat":   {chatSub: func(s *person.Subscriber) { s.Sent = []time.Time{wednesday} }},
		"had one by SMS":    {phoneSub: func(s *person.Subscriber) { s.Sent = []time.Time{wednesday} }},
		"blocked after one": {chat: func(c *store.Contact) { c.Unreachable = true }, chatSub: func(s *person.Subscriber) { s.Sent = []time.Time{wednesday} }},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVillage(t)
			phone, chat := v.who(1, hongThuong, false, person.Meetings)[0], v.who(1, hongThuong, true, person.Meetings)[0]
			link := func(to store.ContactID, also func(*person.Subscriber)) func(*person.Subscriber) {
				return func(s *person.Subscriber) {
					s.Linked = to
					if also != nil {
						also(s)
					}
				}
			}
			v.change(phone, or(tc.phone), link(chat, tc.phoneSub))
			v.change(chat, or(tc.chat), link(phone, tc.chatSub))
			var got []string
			for _, s := range v.count(v.draft(aMeeting())).Shares {
				got = append(got, s.Route)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("goes by %v, want %v", got, tc.want)
			}
		})
	}
}

func or(f func(*store.Contact)) func(*store.Contact) {
	if f == nil {
		return func(*store.Contact) {}
	}
	return f
}

// The way to each: by name where free text may go by name, the cheapest; else
// the way they came; else any.
func TestRoutes(t *testing.T) {
	chat := Route{"telegram", msg.Caps{Kind: msg.Chat, Buttons: true}}
	sim := Route{"sim", msg.Caps{Kind: msg.SMS, Class: msg.TwoWay, PricePerPart: 350}}
	sim2 := Route{"sim2", msg.Caps{Kind: msg.SMS, Class: msg.TwoWay, PricePerPart: 250}}
	brand := Route{"brand", msg.Caps{Kind: msg.SMS, Class: msg.Brandname, PricePerPart: 400}}
	cheap := Route{"cheap", msg.Caps{Kind: msg.SMS, Class: msg.Brandname, PricePerPart: 200}}
	forms := Route{"forms", msg.Caps{Kind: msg.SMS, Class: msg.Brandname, Templates: true, PricePerPart: 1}}
	for _, tt := range []struct {
		routes []Route
		came   string
		chat   bool
		want   string
	}{
		{[]Route{chat, sim, sim2}, "sim", false, "sim"},
		{[]Route{chat, sim, sim2}, "sim2", false, "sim2"},
		{[]Route{chat, sim, sim2}, "gone", false, "sim2"},
		{[]Route{chat, sim, sim2}, "", false, "sim2"},
		{[]Route{chat, sim, brand, cheap, forms}, "sim", false, "cheap"},
		{[]Route{chat, sim, forms}, "sim", false, "sim"},
		{[]Route{chat, forms}, "forms", false, ""},
		{[]Route{chat, sim}, "telegram", true, "telegram"},
		{[]Route{chat, sim}, "", true, "telegram"},
		{[]Route{sim}, "telegram", true, ""},
		{[]Route{chat}, "sim", false, ""},
	} {
		b := &Board{Routes: tt.routes}
		if got, _ := b.routeOf(tt.came, tt.chat); got.Name != tt.want {
			t.Errorf("came by %q of %v: goes by %q, want %q", tt.came, tt.routes, got.Name, tt.want)
		}
	}
}

func TestTakes(t *testing.T) {
	b := board(t)
	b.Routes = append(b.Routes, Route{"free", msg.Caps{Kind: msg.SMS, Class: msg.TwoWay}})
	for _, tt := range []struct {
		a    Audience
		want time.Duration
	}{
		{Audience{Shares: []Share{{Route: "telegram", Chat: true, People: 25 * 60}}}, 9 * time.Minute},
		{Audience{Shares: []Share{{Route: "telegram", Chat: true, People: 25}, {Route: "sim", People: 200}}}, 2*time.Hour + 8*time.Minute},
		{Audience{Shares: []Share{{Route: "free", People: 100}}}, time.Hour + 8*time.Minute},
	} {
		if got := b.Takes(Notice{Content: Content{Kind: Meeting}}, tt.a); got != tt.want {
			t.Errorf("%+v takes %v, want %v", tt.a.Shares, got, tt.want)
		}
	}
}

// At most one broadcast a day and four a month, whatever is sent.
func TestCapsHold(t *testing.T) {
	v := newVillage(t)
	id := v.who(1, hongThuong, false, person.Courses)[0]
	var got []int
	for day := 10; day <= 16; day++ {
		v.clock = time.Date(2026, 6, day, 9, 0, 0, 0, Hue)
		if day == 16 {
			v.clock = time.Date(2026, 7, 1, 9, 0, 0, 0, Hue)
		}
		for _, about := range []string{"Lớp nuôi bò mở cửa, hỏi cán bộ.", "Thợ may cần người học việc, gọi chị Hoa."} {
			n := v.tested(Content{Communes: []string{hongThuong}, Topic: person.Courses, Text: about})
			if n, err := v.try(v.submit(lan, n.ID)); err == nil {
				v.take(v.approve(binh, n.Notice))
				v.until(n.Notice.ID, Done)
			} else if codeOf(err) != string(locales.NoticeNobody) {
				t.Fatal(err)
			}
		}
		got = append(got, v.took[id])
	}
	if want := []int{1, 2, 3, 4, 4, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("by day: %v, want %v", got, want)
	}
}
