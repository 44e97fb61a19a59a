package course

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/locales"
	"tinban/store"
)

// Words in any writing are one trade; marks count where they were typed.
func TestTrades(t *testing.T) {
	for typed, want := range map[string]string{
		"nuôi gà": "nuoi-ga-vit", "nuoi ga tha vuon": "nuoi-ga-vit", "Kỹ thuật nuôi gà thả vườn": "nuoi-ga-vit", "ga tha vuon": "nuoi-ga-vit",
		"nuoi bo": "nuoi-bo-lon", "Kỹ thuật nuôi và phòng bệnh cho bò, lợn, gà": "thu-y", "det zeng": "det-zeng", "dệt dèng": "det-zeng",
		"lam choi dot": "choi-dot", "may áo": "may", "hoc may": "may", "máy tính": "may-tinh", "sua dien thoai": "may-tinh", "sửa điện": "dien",
		"dien lanh": "dien-lanh", "pha ca phe": "nau-an", "trong ca phe": "trong-rung", "lai xe b2": "lai-xe", "tho ho": "tho-xay",
		"cat toc": "toc-mong", "tieng han quoc": "ngoai-ngu", "hàn": "han-co-khi", "lam moc": "tho-moc",
	} {
		if got := TradeOf(typed).ID; got != want {
			t.Errorf("%q is %s, want %s", typed, got, want)
		}
	}
	if a, b, c := TradeOf("muốn học làm pháo hoa"), TradeOf("nghe lam phao hoa nhe"), TradeOf("lam do choi"); a.ID != b.ID || a.ID == c.ID || !a.Other {
		t.Errorf("%+v %+v %+v", a, b, c)
	}
	if strings.Contains(TradeOf("ông Hồ Văn Năm dạy").ID, "nam") {
		t.Error("an id holds what was typed")
	}
	var ids []string
	for _, x := range TradesOf("nuôi gà, dệt zèng và may áo") {
		ids = append(ids, x.ID)
	}
	if !slices.Equal(ids, []string{"nuoi-ga-vit", "det-zeng", "may"}) {
		t.Errorf("%v", ids)
	}
}

// The list of trades: each id once, each word of one trade.
func TestTradesFile(t *testing.T) {
	ids, of := map[string]bool{}, map[string]string{}
	for _, x := range trades() {
		if ids[x.ID] || x.ID == "" || x.Name == "" || len(x.Words) == 0 {
			t.Errorf("%+v", x)
		}
		ids[x.ID] = true
		for _, w := range x.Words {
			if other := of[w]; other != "" {
				t.Errorf("%q is of %s and %s", w, other, x.ID)
			}
			of[w] = x.ID
			if strings.Contains(" "+plain(x.Name)+" ", " dung ") {
				t.Errorf("%s says %q, which has three meanings without marks", x.ID, x.Name)
			}
		}
	}
}

func (f *room) hope(w Wish) error {
	return f.do(func(r store.Reader) (store.Changes, error) { return Hope(r, w, f.now) })
}

// A wish counts once a phone, goes with it, and is counted by what was given.
func TestDemand(t *testing.T) {
	f := newRoom(t)
	a, b := f.phone(), f.phone()
	f.ok(f.hope(Wish{Contact: a, Trade: "may", Words: "may áo", Commune: "a-luoi-1"}))
	f.ok(f.hope(Wish{Contact: a, Trade: "may", Words: "hoc may", Commune: "a-luoi-1", Band: "25-34", Sex: "f"}))
	f.ok(f.hope(Wish{Contact: b, Trade: "may", Words: "may", Commune: "a-luoi-1", Band: "25-34", Sex: "f"}))
	f.ok(f.hope(Wish{Contact: b, Trade: "det-zeng", Words: "det zeng", Commune: "a-luoi-1"}))
	demand := func() (cells []Cell) {
		f.ok(f.store.View(t.Context(), func(r store.Reader) (err error) {
			cells, err = Demand(r)
			return err
		}))
		return cells
	}
	want := []Cell{{"may", "May", "a-luoi-1", "25-34", "f", 2}, {"det-zeng", "Dệt zèng", "a-luoi-1", "", "", 1}}
	if diff := cmp.Diff(want, demand()); diff != "" {
		t.Error(diff)
	}
	f.ok(f.store.Forget(t.Context(), b))
	if got := demand(); len(got) != 1 || got[0].N != 1 {
		t.Errorf("%+v", got)
	}
	for i := range mostWishes - 1 {
		f.ok(f.hope(Wish{Contact: a, Trade: string(rune('a' + i)), Commune: "a-luoi-1"}))
	}
	f.refused(f.hope(Wish{Contact: a, Trade: "z", Commune: "a-luoi-1"}), locales.CourseManyWishes)
}

// Who wished for a trade and agreed is told once of its course.
func TestHopefulAreToldOnce(t *testing.T) {
	f := newRoom(t)
	var told []store.ContactID
	for _, w := range []Wish{
		{Trade: "nuoi-bo-lon", Commune: "a-luoi-3", Tell: true},
		{Trade: "nuoi-bo-lon", Commune: "a-luoi-3", Tell: true},
		{Trade: "nuoi-bo-lon", Commune: "a-luoi-3"},             // did not want to be told
		{Trade: "nuoi-bo-lon", Commune: "a-luoi-1", Tell: true}, // lives elsewhere
		{Trade: "may", Commune: "a-luoi-3", Tell: true},
	} {
		w.Contact = f.phone()
		f.ok(f.hope(w))
	}
	f.open(plan(5))
	for range 5 {
		f.ok(f.do(func(r store.Reader) (store.Changes, error) {
			_, list, changes, err := Hopeful(r, f.now, 1)
			for _, w := range list {
				told = append(told, w.Contact)
			}
			return changes, err
		}))
	}
	if slices.Sort(told); len(told) != 2 || told[0] == told[1] {
		t.Errorf("%d were told", len(told))
	}
}

// One digit wrong, or two swapped, is nobody's code.
func TestCodes(t *testing.T) {
	code, err := newCode(store.Empty{}, "seed")
	if err != nil || len(code) != 5 {
		t.Fatal(code, err)
	}
	if got, ok := Code(" n " + strings.ToLower(code[1:])); !ok || got != code {
		t.Errorf("%s is read as %s", code, got)
	}
	digits := code[1:]
	for i := range digits {
		for d := byte('0'); d <= '9'; d++ {
			if wrong := "N" + digits[:i] + string(d) + digits[i+1:]; wrong != code {
				if _, ok := Code(wrong); ok {
					t.Errorf("%s is taken for a code", wrong)
				}
			}
		}
		if i > 0 && digits[i] != digits[i-1] {
			if _, ok := Code("N" + digits[:i-1] + string(digits[i]) + string(digits[i-1]) + digits[i+1:]); ok {
				t.Error("swapped digits are taken for a code")
			}
		}
	}
	for _, typed := range []string{"N12", "A4173", "N12a45", "4821", "N"} {
		if _, ok := Code(typed); ok || CodeLike(typed) {
			t.Errorf("%q is like a code", typed)
		}
	}
}
