package bot_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tinban/bot"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/sms/text"
	"tinban/store"
	"tinban/store/bolt"
)

// home is a bot on a real store, for what is kept beyond a dialogue.
type home struct {
	*testing.T
	bot *bot.Bot
	db  *bolt.Store
	now time.Time
	n   int
}

func newHome(t *testing.T) *home {
	h := &home{T: t, now: start}
	db, err := bolt.Open(filepath.Join(t.TempDir(), "x.db"), bolt.Clock(func() time.Time { return h.now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	marks, err := person.NewMarker([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	know := knowledge(t)
	h.db = db
	h.bot = bot.New(bot.Config{
		Knowledge: func() *bot.Knowledge { return know }, Inbox: db, Marks: marks, Say: say, Now: func() time.Time { return h.now },
		Caps: func(route string) (msg.Caps, bool) { c, ok := caps[route]; return c, ok },
	})
	return h
}

// sends makes somebody send something, and returns what they are told.
func (h *home) sends(route string, in msg.Inbound) (said msg.Outbound) {
	h.Helper()
	h.n++
	in.Gateway, in.Ref, in.At = route, fmt.Sprint(h.n), h.now
	if in.From == "" {
		in.From = msg.Address(route + ":1")
	}
	if err := h.bot.Receive(h.Context(), in); err != nil {
		h.Fatal(err)
	}
	due, err := h.db.Claim(h.Context(), h.now, time.Minute, 10, nil)
	if err != nil {
		h.Fatal(err)
	}
	var done []store.Settlement
	for _, d := range due {
		said = d.Outbound
		done = append(done, store.Settlement{Key: d.Key, Status: msg.Sent})
	}
	if err := h.db.Settle(h.Context(), done); err != nil {
		h.Fatal(err)
	}
	return said
}

func (h *home) types(route, what string) string {
	h.Helper()
	return h.sends(route, msg.Inbound{Kind: msg.Text, Text: what}).Text
}

func (h *home) presses(route, key string) string {
	h.Helper()
	return h.sends(route, msg.Inbound{Kind: msg.Choice, Choice: key}).Text
}

// takes is what somebody takes; nil is nothing.
func (h *home) takes(route string) (s *person.Subscriber, c store.Contact) {
	h.Helper()
	err := h.db.View(h.Context(), func(r store.Reader) error {
		id, err := r.Lookup(msg.Address(route + ":1"))
		if err != nil {
			return nil //nolint:nilerr // nobody: nothing is kept
		}
		if c, _, err = r.Contact(id); err != nil {
			return err
		}
		if found, err := person.SubscriberOf(r, id); err == nil {
			s = &found
		}
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
	return s, c
}

func TestConsentIsRecorded(t *testing.T) {
	for route, yes := range map[string]string{"sms": "1", "chat": "đồng ý", "plain": "dong y"} {
		h := newHome(t)
		h.types(route, "HUY") // a yes takes back what stopped before
		h.types(route, "TIN HONG THUONG")
		if s, _ := h.takes(route); s != nil {
			t.Fatalf("%s: taken before the yes", route)
		}
		h.types(route, yes)
		s, c := h.takes(route)
		if s == nil {
			t.Fatalf("%s: not taken after %q", route, yes)
		}
		how := string(caps[route].Kind)
		if s.Commune != "a-luoi-3" || s.Old != "hong-thuong" || s.Consent.Version != locales.NewsConsentVersion || !s.Consent.At.Equal(start) || s.Consent.How != how || s.Chat != (how == "chat") {
			t.Errorf("%s: %+v", route, s)
		}
		if c.NewsStopped || c.Commune != "a-luoi-3" {
			t.Errorf("%s: %+v", route, c)
		}
	}
}

// Only a yes is a yes.
func TestWhatIsNoYes(t *testing.T) {
	for _, said := range []string{"2", "khong", "không đồng ý", "thôi", "de toi hoi chong", "mai", "0", "9", "HUY", "dung", "XEM", "TIEP", "vay von", "?", "chac co", "khong biet"} {
		h := newHome(t)
		h.types("sms", "TIN A LUOI 3")
		h.types("sms", said)
		if s, _ := h.takes("sms"); s != nil {
			t.Errorf("%q is taken for a yes", said)
		}
	}
	h := newHome(t)
	h.types("sms", "TIN A LUOI 3")
	h.now = h.now.Add(49 * time.Hour)
	h.types("sms", "1")
	h.presses("sms", "newsyes")
	if s, _ := h.takes("sms"); s != nil {
		t.Error("a yes counts when the question is forgotten")
	}
}

// A yes to an old button does not agree to what that button never showed.
func TestOldButtonAgreesToNothingNew(t *testing.T) {
	h := newHome(t)
	h.types("chat", "TIN A LUOI 3")
	h.types("chat", "đồng ý")
	for _, before := range []string{"news", "newsmove"} {
		h.now = h.now.Add(time.Hour)
		h.presses("chat", before)
		h.presses("chat", "newsyes")
		if s, _ := h.takes("chat"); s.Commune != "a-luoi-3" || !s.Consent.At.Equal(start) {
			t.Errorf("after %s: %+v", before, s)
		}
	}
}

// Stopping works at every step there is, at once, and by every word.
func TestStopAnytime(t *testing.T) {
	before := [][]string{nil, {"TIN"}, {"TIN HONG THUONG"}, {"TIN", "1"}, {"XOA"}, {"XEM"}, {"VAY VON"}, {"NHA MINH DUOC GI"}, {"9"}, {"ho ngheo vay duoc bao nhieu"}, {"NGHE"}, {"co lop nghe chi khong"}}
	words := []string{"HUY", "tc", "Stop", "NGỪNG", "hủy"}
	h := newHome(t)
	for i, steps := range before {
		word := words[i%len(words)]
		h.now = h.now.Add(time.Hour)
		for _, typed := range append([]string{"0", "TIN A LUOI 3", "1"}, steps...) {
			h.types("sms", typed)
		}
		said := h.types("sms", word)
		if s, c := h.takes("sms"); s != nil || !c.NewsStopped {
			t.Errorf("%q after %q stops nothing", word, steps)
		}
		if !strings.HasPrefix(said, "Da ngung") {
			t.Errorf("%q after %q: %q", word, steps, said)
		}
	}
}

// Beyond the limit stopping counts, and is said.
func TestStopBeyondTheLimit(t *testing.T) {
	h := newHome(t)
	h.types("sms", "TIN A LUOI 3")
	h.types("sms", "1")
	for range 25 {
		h.types("sms", "0")
	}
	if said := h.types("sms", "HUY"); !strings.HasPrefix(said, "Da ngung") {
		t.Errorf("said %q", said)
	}
	if s, c := h.takes("sms"); s != nil || !c.NewsStopped {
		t.Error("still taken")
	}
}

func TestStopByMistake(t *testing.T) {
	h := newHome(t)
	h.types("chat", "TIN HONG HA")
	h.types("chat", "đồng ý")
	was, _ := h.takes("chat")
	h.now = h.now.Add(time.Hour)
	h.types("chat", "HUY")
	h.presses("chat", "stopundo")
	s, c := h.takes("chat")
	if s == nil || c.NewsStopped || s.Old != "hong-ha" || !s.Consent.At.Equal(was.Consent.At) || len(s.Topics) != len(was.Topics) {
		t.Errorf("put back: %+v, stopped %v; want %+v", s, c.NewsStopped, was)
	}
	h.presses("chat", "stopwhich:meeting")
	h.presses("chat", "stopno")
	if s, _ := h.takes("chat"); s == nil || len(s.Topics) != len(person.Topics) {
		t.Error("a mistake stops something")
	}
}

// The button under a notice asks which; the last topic is all of them.
func TestStopWhich(t *testing.T) {
	h := newHome(t)
	h.types("chat", "TIN A LUOI 3")
	h.types("chat", "đồng ý")
	keys := func(o msg.Outbound) (list []string) {
		for _, b := range o.Choices {
			list = append(list, b.Key)
		}
		return list
	}
	press := func(key string) []string { return keys(h.sends("chat", msg.Inbound{Kind: msg.Choice, Choice: key})) }
	if got := press("stopwhich:meeting"); !slices.Equal(got, []string{"stoptopic:meeting", "stop", "stopno"}) {
		t.Errorf("offered %v", got)
	}
	for _, x := range person.Topics {
		if s, _ := h.takes("chat"); !s.Takes(x) {
			t.Fatalf("%s is gone", x)
		}
		press("stoptopic:" + string(x))
	}
	if s, c := h.takes("chat"); s != nil || !c.NewsStopped {
		t.Error("no topic is left, but something is taken")
	}
	press("stopwhich:meeting") // by somebody who takes nothing
	if got := press("stopwhich:nothing-we-know"); len(got) > 0 && slices.Contains(got, "stoptopic:nothing-we-know") {
		t.Errorf("offered %v", got)
	}
}

// However long the names, what one agrees to by SMS is seen whole.
func TestConsentFitsAnSMS(t *testing.T) {
	know := knowledge(t)
	on := eligibility.FromTime(start)
	fits := func(said, what string) {
		t.Helper()
		m := text.Split(said)
		if m.Encoding != text.GSM7 || len(m.Parts) > 2 || strings.Contains(said, "TIEP") {
			t.Errorf("%s: %d parts\n%s", what, len(m.Parts), said)
		}
	}
	for _, lang := range []string{"TIENG VIET", "ENGLISH"} {
		for _, takes := range []string{"", "1 2", "5 6", "1 3 4 5 6"} {
			h := newHome(t)
			h.types("sms", lang)
			if takes != "" {
				for _, typed := range []string{"TIN A LUOI 1", "3", takes, "1"} {
					h.types("sms", typed)
				}
			}
			for _, id := range []string{"hong-thuy", "tt-a-luoi", "huong-phong", "a-luoi-5", "hong-trung"} {
				h.now = h.now.Add(time.Hour) // the limit is not what is tried here
				name := know.Library.Commune(id).Name
				fits(h.types("sms", "TIN "+name), fmt.Sprint(lang, takes, name, know.Library.CommuneOn(id, on).Name))
				fits(h.types("sms", "3"), "the topics")
				fits(h.types("sms", "2 3 4 5 6"), "five of them")
			}
			h.now = h.now.Add(time.Hour)
			h.types("sms", "thi tran a luoi")
			fits(h.types("sms", "6"), "a guess")
		}
	}
}

// What goes to a phone that several people share says nothing of who is poor.
func TestNoNewsTextNamesThePoor(t *testing.T) {
	say, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}

	for _, lang := range []string{"vi", "en"} {
		for _, id := range locales.IDs {
			if !strings.HasPrefix(string(id), "news") && !strings.HasPrefix(string(id), "stop") && !strings.HasPrefix(string(id), "still") &&
				!strings.HasPrefix(string(id), "mine") && !strings.HasPrefix(string(id), "latest") && !strings.HasPrefix(string(id), "link_code") {
				continue
			}
			plain := strings.ToLower(text.Strip(say.In(lang).Say(id, nil)))
			for _, word := range []string{"ngheo", "can ngheo", "poor", "poverty", "tro cap"} {
				if strings.Contains(plain, word) {
					t.Errorf("%s %s says %q", lang, id, word)
				}
			}
		}
	}
}

// "đúng" after a list of communes chooses none of them.
func TestRightIsNoCommune(t *testing.T) {
	d := &dialogue{bot: newBot(t, "2024-05-15"), route: "sms", now: start}
	for _, typed := range []string{"NHA", "1", "1", "1"} {
		d.send(msg.Inbound{Kind: msg.Text, Text: typed})
	}
	out := d.send(msg.Inbound{Kind: msg.Text, Text: "đúng"})
	if out.Outcome.Verdict != "" {
		t.Errorf("\"đúng\" is taken for the first commune of a list: %s", out.Shaped[0].Outbound.Text)
	}
}

// The words that ask for news do not take questions away from the library.
func TestWordsThatAreNoSubscription(t *testing.T) {
	for _, typed := range []string{"tin tuc giam ngheo tuan ni", "tin dung den la gi", "nhan tien tro cap o dau", "tin 4821", "co chinh sach giam ngheo chi moi khong", "tin nhan bao trung thuong co that khong"} {
		h := newHome(t)
		if said := h.types("sms", typed); strings.Contains(said, "Nhan tin") || strings.HasPrefix(said, "Nha minh o xa nao") {
			t.Errorf("%q: %s", typed, said)
		}
	}
}
