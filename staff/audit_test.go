package staff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tinban/msg"
	"tinban/store"
)

// wrote logs n entries, a minute apart, in transactions of up to three.
func (h *house) wrote(n int) {
	h.Helper()
	for i := 0; i < n; {
		var list []Entry
		for range min(3, n-i) {
			i++
			h.clock = h.clock.Add(time.Minute)
			list = append(list, Entry{At: h.clock, By: "lan", Did: "notice.write", On: fmt.Sprintf("notice/%d", i)})
		}
		h.must(h.update(func(r store.Reader) (c store.Changes, err error) {
			err = Log(r, &c, list[:1]...)
			if err == nil {
				err = Log(r, &c, list[1:]...)
			}
			return c, err
		}))
	}
}

func (h *house) verify(known map[int]string) (found Found) {
	h.Helper()
	h.must(h.store.View(h.Context(), func(r store.Reader) (err error) {
		found, err = Verify(r, known, nil)
		return err
	}))
	return found
}

// tamper changes records behind the back of Log.
func (h *house) tamper(do func(r store.Reader, c *store.Changes)) {
	h.Helper()
	h.must(h.store.Update(h.Context(), func(r store.Reader) (c store.Changes, err error) {
		do(r, &c)
		return c, nil
	}))
}

// entry reads one as it is kept.
func entry(t *testing.T, r store.Reader, seq int) (Entry, store.Record) {
	t.Helper()
	rec, err := r.Get(logShelf, entryID(seq))
	if err != nil {
		t.Fatal(err)
	}
	var e Entry
	if err := json.Unmarshal(rec.Body, &e); err != nil {
		t.Fatal(err)
	}
	return e, rec
}

// rewrite puts an entry in the place of a record.
func rewrite(c *store.Changes, e Entry, rec store.Record) {
	rec.Body, _ = json.Marshal(e)
	c.Put = append(c.Put, rec)
}

func TestVerify(t *testing.T) {
	change := func(seq int, edit func(*Entry)) func(*testing.T, store.Reader, *store.Changes) {
		return func(t *testing.T, r store.Reader, c *store.Changes) {
			e, rec := entry(t, r, seq)
			edit(&e)
			rewrite(c, e, rec)
		}
	}
	drop := func(seqs ...int) func(*testing.T, store.Reader, *store.Changes) {
		return func(_ *testing.T, _ store.Reader, c *store.Changes) {
			for _, seq := range seqs {
				c.Drop = append(c.Drop, store.Name{Shelf: logShelf, ID: entryID(seq)})
			}
		}
	}
	for name, tt := range map[string]struct {
		tamper func(*testing.T, store.Reader, *store.Changes)
		broken int
		how    Damage
	}{
		"nothing":                   {func(*testing.T, store.Reader, *store.Changes) {}, 0, ""},
		"who":                       {change(4, func(e *Entry) { e.By = "binh" }), 4, Changed},
		"what, of the first":        {change(1, func(e *Entry) { e.Did = "notice.read" }), 1, Changed},
		"when, of the last":         {change(10, func(e *Entry) { e.At = e.At.Add(time.Millisecond) }), 10, Changed},
		"why, of the last but one":  {change(9, func(e *Entry) { e.Reason = "x" }), 9, Changed},
		"the hash, of one between":  {change(5, func(e *Entry) { e.Before = strings.Repeat("0", 64) }), 5, Changed},
		"the hash, of the first":    {change(1, func(e *Entry) { e.Before = "0" }), 1, Changed},
		"the hash, of the last":     {change(10, func(e *Entry) { e.Before = "0" }), 10, Changed},
		"the number":                {change(6, func(e *Entry) { e.Seq = 7 }), 6, OutOfOrder},
		"one taken out":             {drop(6), 6, Missing},
		"the first taken out":       {drop(1), 1, Missing},
		"the last taken out":        {drop(10), 10, Missing},
		"several taken out":         {drop(8, 3, 4), 3, Missing},
		"all taken out but the end": {drop(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 1, Missing},
		"two exchanged": {func(t *testing.T, r store.Reader, c *store.Changes) {
			a, recA := entry(t, r, 3)
			b, recB := entry(t, r, 4)
			rewrite(c, b, recA)
			rewrite(c, a, recB)
		}, 3, OutOfOrder},
		"one put in between": {func(t *testing.T, r store.Reader, c *store.Changes) {
			e, rec := entry(t, r, 3)
			rec.ID, rec.Keys = entryID(3)+"x", []string{"n/" + entryID(3) + "x"}
			rewrite(c, e, rec)
		}, 4, OutOfOrder},
		"one added past the end": {func(t *testing.T, r store.Reader, c *store.Changes) {
			e, rec := entry(t, r, 10)
			e.Before, e.Seq = e.hash(), 11
			rec.ID, rec.Keys = entryID(11), e.keys()
			rewrite(c, e, rec)
		}, 11, BeyondHead},
		"the end moved back": {func(t *testing.T, r store.Reader, c *store.Changes) {
			e, _ := entry(t, r, 7)
			if err := keep(c, headID, head{7, e.hash()}); err != nil {
				t.Fatal(err)
			}
		}, 8, BeyondHead},
		"the end taken out": {func(_ *testing.T, _ store.Reader, c *store.Changes) {
			c.Drop = append(c.Drop, store.Name{Shelf: logShelf, ID: headID})
		}, 1, BeyondHead},
		"a field added to the bytes": {func(t *testing.T, r store.Reader, c *store.Changes) {
			_, rec := entry(t, r, 2)
			rec.Body = append(bytes.TrimSuffix(rec.Body, []byte("}")), `,"x":1}`...)
			c.Put = append(c.Put, rec)
		}, 2, Changed},
		"bytes that are nothing": {func(t *testing.T, r store.Reader, c *store.Changes) {
			_, rec := entry(t, r, 2)
			rec.Body = []byte("?")
			c.Put = append(c.Put, rec)
		}, 2, Changed},
		"two changed": {func(t *testing.T, r store.Reader, c *store.Changes) {
			for _, seq := range []int{3, 8} {
				e, rec := entry(t, r, seq)
				e.By = "binh"
				rewrite(c, e, rec)
			}
		}, 3, Changed},
		"one changed with all after it": {func(t *testing.T, r store.Reader, c *store.Changes) {
			last := ""
			for seq := 3; seq <= 10; seq++ {
				e, rec := entry(t, r, seq)
				if seq == 3 {
					e.By = "binh"
				} else {
					e.Before = last
				}
				rewrite(c, e, rec)
				last = e.hash()
			}
		}, 10, Changed}, // the end stands for all of them
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.wrote(10)
			h.tamper(func(r store.Reader, c *store.Changes) { tt.tamper(t, r, c) })
			found := h.verify(nil)
			if found.Broken != tt.broken || found.Damage != tt.how {
				t.Errorf("found %d %q, want %d %q", found.Broken, found.Damage, tt.broken, tt.how)
			}
			whole := tt.broken - 1
			if tt.broken == 0 {
				whole = 10
			}
			if found.Entries != whole {
				t.Errorf("%d entries are whole, want %d", found.Entries, whole)
			}
		})
	}
}

// Who writes the whole chain anew, with its end, is found by what was noted
// elsewhere only.
func TestVerifyAgainstWhatIsKnown(t *testing.T) {
	h := newHouse(t)
	h.wrote(5)
	noted := h.verify(nil)
	if noted.Entries != 5 || len(noted.Hash) != 64 {
		t.Fatalf("%+v", noted)
	}
	h.wrote(3)
	known := map[int]string{5: noted.Hash}
	if found := h.verify(known); found.Broken != 0 || found.Entries != 8 {
		t.Errorf("an untouched log: %+v", found)
	}
	h.tamper(func(r store.Reader, c *store.Changes) {
		last := ""
		for seq := 1; seq <= 8; seq++ {
			e, rec := entry(t, r, seq)
			e.Before = last
			if seq == 2 {
				e.By = "binh"
			}
			rewrite(c, e, rec)
			last = e.hash()
		}
		h.must(keep(c, headID, head{8, last}))
	})
	if found := h.verify(nil); found.Broken != 0 {
		t.Errorf("the chain itself is whole: %+v", found)
	}
	if found := h.verify(known); found.Broken != 5 || found.Damage != Changed {
		t.Errorf("held against what was noted: %+v", found)
	}
}

func TestVerifyAnEmptyLog(t *testing.T) {
	if found := newHouse(t).verify(nil); found != (Found{}) {
		t.Errorf("%+v", found)
	}
}

func TestVerifyTellsHowFarItIs(t *testing.T) {
	h := newHouse(t)
	h.wrote(4)
	var told []string
	h.must(h.store.View(t.Context(), func(r store.Reader) error {
		_, err := Verify(r, nil, func(done, all int) { told = append(told, fmt.Sprintf("%d/%d", done, all)) })
		return err
	}))
	if diff := cmp.Diff([]string{"0/4", "1/4", "2/4", "3/4"}, told); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestEntries(t *testing.T) {
	h := newHouse(t)
	day := func(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }
	for i, e := range []Entry{
		{At: day(1), By: "lan", On: "notice/1"},
		{At: day(2), By: "binh", On: "notice/1"},
		{At: day(3), By: "lan", On: "notice/12"},
		{At: day(2).Add(time.Hour), By: "lan", On: "course/a/people/N1"}, // the clock went back
		{At: day(4).Add(-time.Millisecond), By: "lan", On: "notice/1"},
		{At: day(4), By: "binh", On: "course/a"},
		{At: day(4), By: "lan", On: "notice"},
	} {
		e.Did = "x"
		h.must(h.update(func(r store.Reader) (c store.Changes, err error) {
			err = Log(r, &c, e)
			return c, err
		}))
		if found := h.verify(nil); found.Entries != i+1 {
			t.Fatalf("after %d: %+v", i+1, found)
		}
	}
	for name, tt := range map[string]struct {
		Filter
		want []int
	}{
		"all, by time":       {Filter{}, []int{7, 6, 5, 3, 4, 2, 1}},
		"by":                 {Filter{By: "binh"}, []int{6, 2}},
		"by nobody":          {Filter{By: "bin"}, nil},
		"on one":             {Filter{On: "notice/1"}, []int{5, 2, 1}},
		"on a kind":          {Filter{On: "notice"}, []int{7, 5, 3, 2, 1}},
		"on a kind, slashed": {Filter{On: "/notice/"}, []int{7, 5, 3, 2, 1}},
		"below one":          {Filter{On: "course/a"}, []int{6, 4}},
		"no half a word":     {Filter{On: "notice/12/x"}, nil},
		"both":               {Filter{By: "lan", On: "notice/1"}, []int{5, 1}},
		"since":              {Filter{Since: day(3)}, []int{7, 6, 5, 3}},
		"a day":              {Filter{Since: day(3), Until: day(4)}, []int{5, 3}},
		"until":              {Filter{Until: day(2)}, []int{1}},
		"a day, by, on":      {Filter{By: "lan", On: "course", Since: day(2), Until: day(3)}, []int{4}},
	} {
		for _, size := range []int{100, 1, 2} {
			if diff := cmp.Diff(tt.want, h.page(tt.Filter, size)); diff != "" {
				t.Errorf("%s, %d a page, -want +got\n%s", name, size, diff)
			}
		}
	}
	err := h.store.View(t.Context(), func(r store.Reader) error {
		_, _, err := Entries(r, Actor{ID: "lan", Role: Officer}, Filter{}, "", 10)
		return err
	})
	h.refused("an officer reads the log", err, RefusedRole)
}

// page reads everything, so many at a time.
func (h *house) page(f Filter, size int) (seqs []int) {
	h.Helper()
	for after := ""; ; {
		var next string
		h.must(h.store.View(h.Context(), func(r store.Reader) error {
			list, place, err := Entries(r, Operator, f, after, size)
			next = place
			if len(list) > size {
				h.Errorf("%d on a page of %d", len(list), size)
			}
			for _, e := range list {
				seqs = append(seqs, e.Seq)
			}
			return err
		}))
		if next == "" {
			return seqs
		}
		after = next
	}
}

func TestTidyReason(t *testing.T) {
	for typed, want := range map[string]string{
		"bà con hỏi lại":                        "bà con hỏi lại",
		"gọi 0912000123 hỏi":                    "gọi ••• hỏi",
		"gọi 0912 000 123 hỏi":                  "gọi ••• hỏi",
		"gọi 0912.000.123, +84 912-000-123":     "gọi •••, •••",
		"gọi (0912) 000-123":                    "gọi (•••",
		"CCCD 046090001234.":                    "CCCD •••.",
		"số ９１２０００１２３":                          "số •••",
		"quyết định 702, ngày 22/7/2024":        "quyết định 702, ngày 22/7/2024",
		"6 số: 123456":                          "6 số: 123456",
		"7 số: 1234567":                         "7 số: •••",
		"  hai\n\tdòng\u202e ":                  "hai dòng",
		strings.Repeat("ă", 300):                strings.Repeat("ă", 200),
		strings.Repeat("a", 196) + "0912000123": strings.Repeat("a", 196) + "•••",
		"sai\xff":                               "sai",
	} {
		if got := tidy(typed); got != want {
			t.Errorf("tidy(%q) = %q, want %q", typed, got, want)
		}
	}
}

// Whatever is typed as a name, a reason or a label, no entry of the log holds
// it, nor a number, a code or a password.
func TestLogHoldsIDsOnly(t *testing.T) {
	h := newHouse(t)
	h.add("quan-tri", Admin)
	admin := h.get("quan-tri").Actor()
	const name, renamed, number = "Kăn Thị Hoa", "Hồ Thị Mai", "0912000123"
	reason := "theo lời " + number
	step := func() Step { s := h.step(admin); s.Reason = reason; return s }
	managed := func(do func(store.Reader) (Managed, store.Changes, error)) {
		h.Helper()
		h.must(h.update(func(r store.Reader) (store.Changes, error) { _, c, err := do(r); return c, err }))
	}
	managed(func(r store.Reader) (Managed, store.Changes, error) {
		return Add(r, step(), "lan", Terms{name, Officer, []string{"a-luoi-3"}, false})
	})
	managed(func(r store.Reader) (Managed, store.Changes, error) {
		return Change(r, step(), "lan", Terms{renamed, Leader, []string{"a-luoi-3"}, false})
	})
	managed(func(r store.Reader) (Managed, store.Changes, error) { return Disable(r, step(), "lan") })
	managed(func(r store.Reader) (Managed, store.Changes, error) { return Enable(r, step(), "lan") })

	phone, other := h.contact(number), h.contact("5550123")
	secrets := []string{h.code("lan", ForLink)}
	h.link(phone, "CCC-CCC-CCC")
	h.link(phone, secrets[0])
	h.link(other, h.code("lan", ForLink))
	secrets = append(secrets, h.code("lan", ForPassword))
	h.redeem("lan", "CCC-CCC-CCC", goodWords)
	h.redeem("lan", secrets[1], goodWords)
	h.signIn("lan", number, "")
	secret := h.secret("lan", goodWords)
	h.confirm("lan", h.digits(secret, 0))
	h.signIn("lan", goodWords, h.digits(secret, 30*time.Second))
	token, err := h.tryOpen("lan", "máy của "+renamed)
	h.must(err)
	h.must(h.revoke(h.get("lan").Actor(), sessionID(token)))
	hashed, err := NewPassword(h.get("lan"), otherWords, cheap)
	h.must(err)
	try := h.try("lan", goodWords)
	h.verdict(func(r store.Reader) (*msg.Refusal, store.Changes, error) { return SetPassword(r, try, hashed, h.clock) })
	for range 5 {
		h.signIn("lan", number, "")
	}

	words := append(secrets, name, renamed, number, strings.TrimPrefix(number, "0"), "Kan Thi", goodWords, otherWords,
		secret, token, string(phone), string(other), hashed.hash, h.get("lan").Password, "máy của")
	n := 0
	h.must(h.store.View(t.Context(), func(r store.Reader) error {
		return r.Find(logShelf, "n/", "", func(_ string, rec store.Record) bool {
			n++
			all := rec.ID + string(rec.Owner) + strings.Join(rec.Keys, " ") + string(rec.Body)
			for _, w := range words {
				if strings.Contains(strings.ToLower(all), strings.ToLower(w)) {
					t.Errorf("an entry holds %q: %s", w, all)
				}
			}
			return true
		})
	}))
	did := map[string]bool{}
	for _, e := range h.log() {
		did[e.Did] = true
	}
	for _, want := range strings.Fields(`staff.add staff.change staff.disable staff.enable staff.code.link staff.code.password
		staff.link staff.password staff.totp staff.signin staff.signout staff.locked`) {
		if !did[want] {
			t.Errorf("%s was not logged", want)
		}
	}
	if i := slices.IndexFunc(h.log(), func(e Entry) bool { return e.Did == "staff.change" }); i < 0 || h.log()[i].To != "leader a-luoi-3" || h.log()[i].Reason != "theo lời •••" {
		t.Errorf("the change is logged as %+v", h.log()[i])
	}
	if found := h.verify(nil); found.Entries != n || found.Broken != 0 {
		t.Errorf("%d entries, verified %+v", n, found)
	}
}
