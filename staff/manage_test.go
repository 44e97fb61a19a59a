package staff

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tinban/store"
)

func TestAddRefusals(t *testing.T) {
	h := newHouse(t)
	h.add("quan-tri", Admin)
	h.add("lan", Officer, "a-luoi-3")
	bound := h.add("an", Admin, "a-luoi-3").Actor()
	good := Terms{"Nguyễn Văn Bình", Leader, []string{"a-luoi-3"}, false}
	with := func(edit func(*Terms)) Terms {
		x := good
		edit(&x)
		return x
	}
	for _, tt := range []struct {
		what string
		by   Actor
		id   ID
		with Terms
		want string
	}{
		{"an officer", h.get("lan").Actor(), "binh", good, RefusedRole},
		{"nobody", Actor{}, "binh", good, RefusedRole},
		{"a taken id", Operator, "lan", good, RefusedTaken},
		{"the operator's id", Operator, "operator", good, RefusedTaken},
		{"no id", Operator, "", good, RefusedID},
		{"capitals", Operator, "Binh", good, RefusedID},
		{"a number first", Operator, "0912000123", good, RefusedID},
		{"a slash", Operator, "a/b", good, RefusedID},
		{"a long id", Operator, ID(strings.Repeat("a", 21)), good, RefusedID},
		{"no name", Operator, "binh", with(func(t *Terms) { t.Name = "  " }), RefusedName},
		{"a number for a name", Operator, "binh", with(func(t *Terms) { t.Name = "0912 000 123" }), RefusedName},
		{"a line break's friends in a name", Operator, "binh", with(func(t *Terms) { t.Name = "Bình\u202e" }), RefusedName},
		{"a long name", Operator, "binh", with(func(t *Terms) { t.Name = strings.Repeat("ă", 61) }), RefusedName},
		{"no role", Operator, "binh", with(func(t *Terms) { t.Role = "" }), RefusedUnknownRole},
		{"a role there is not", Operator, "binh", with(func(t *Terms) { t.Role = "king" }), RefusedUnknownRole},
		{"a commune there is not", Operator, "binh", with(func(t *Terms) { t.Communes = []string{"a-luoi-3", "hong-thuong"} }), RefusedUnknownCommune},
		{"no commune", Operator, "binh", with(func(t *Terms) { t.Communes = nil }), RefusedNoCommune},
		{"a commune and everywhere", Operator, "binh", with(func(t *Terms) { t.Everywhere = true }), RefusedNoCommune},
		{"a bound admin, another commune", bound, "binh", with(func(t *Terms) { t.Communes = []string{"a-luoi-2"} }), RefusedCommune},
		{"a bound admin, everywhere", bound, "binh", with(func(t *Terms) { t.Communes, t.Everywhere = nil, true }), RefusedEverywhere},
		{"a bound admin, own commune", bound, "hoa", good, ""},
		{"the operator", Operator, "binh", good, ""},
	} {
		before := len(h.log())
		_, err := h.tryAdd(tt.by, tt.id, tt.with)
		h.refused(tt.what, err, tt.want)
		if tt.want != "" && len(h.log()) != before {
			t.Errorf("%s: a refusal was logged as if done", tt.what)
		}
	}
	got := h.get("binh")
	want := Account{ID: "binh", Name: "Nguyễn Văn Bình", Role: Leader, Communes: []string{"a-luoi-3"}, Created: h.clock}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("added, -want +got\n%s", diff)
	}
}

// An admin of one commune does not lay hands on an account of more.
func TestManageOnlyOnesOwn(t *testing.T) {
	h := newHouse(t)
	h.add("quan-tri", Admin)
	bound := h.add("an", Admin, "a-luoi-3").Actor()
	h.add("lan", Officer, "a-luoi-3")
	h.add("xa", Officer, "a-luoi-2")
	h.add("hai-xa", Officer, "a-luoi-2", "a-luoi-3")
	for id, want := range map[ID]string{
		"lan": "", "xa": RefusedCommune, "hai-xa": RefusedCommune, "quan-tri": RefusedEverywhere, "khong-co": RefusedUnknown,
	} {
		_, err := h.turn(bound, id, Disable)
		h.refused("disable "+string(id), err, want)
		_, err = h.turn(bound, id, Enable)
		h.refused("enable "+string(id), err, want)
		for _, p := range []Purpose{ForLink, ForPassword} {
			_, err = h.invite(bound, id, p)
			h.refused("invite "+string(id), err, want)
		}
		if want == "" || want == RefusedUnknown {
			continue
		}
		_, err = h.change(bound, id, func(t *Terms) { t.Communes, t.Everywhere = []string{"a-luoi-3"}, false })
		h.refused("change "+string(id), err, want)
	}
	_, err := h.change(bound, "lan", func(t *Terms) { t.Communes, t.Everywhere = nil, true })
	h.refused("set free", err, RefusedEverywhere)
	_, err = h.turn(h.get("lan").Actor(), "khong-co", Disable)
	h.refused("an officer learns not who there is", err, RefusedRole)

	var ids []ID
	h.must(h.store.View(t.Context(), func(r store.Reader) error {
		list, err := List(r, bound)
		for _, a := range list {
			ids = append(ids, a.ID)
		}
		return err
	}))
	if diff := cmp.Diff([]ID{"an", "lan"}, ids); diff != "" {
		t.Errorf("list of a bound admin, -want +got\n%s", diff)
	}
}

func TestLastAdmin(t *testing.T) {
	h := newHouse(t)
	h.add("mot", Admin)
	h.add("xa", Admin, "a-luoi-3")
	lower := func(t *Terms) { t.Role = Viewer }
	bind := func(t *Terms) { t.Communes, t.Everywhere = []string{"a-luoi-3"}, false }

	_, err := h.turn(Operator, "mot", Disable)
	h.refused("disable the last of everything", err, RefusedLastAdmin)
	_, err = h.change(Operator, "mot", lower)
	h.refused("lower the last of everything", err, RefusedLastAdmin)
	_, err = h.change(h.get("mot").Actor(), "mot", bind)
	h.refused("bind the last of everything", err, RefusedLastAdmin)
	_, err = h.change(Operator, "mot", func(t *Terms) { t.Name = "Tên mới" })
	h.refused("rename the last", err, "")

	h.add("hai", Admin)
	_, err = h.turn(h.get("hai").Actor(), "mot", Disable)
	h.refused("disable one of two", err, "")
	_, err = h.change(Operator, "hai", lower)
	h.refused("the other is disabled", err, RefusedLastAdmin)
	_, err = h.turn(Operator, "mot", Enable)
	h.refused("enable", err, "")
	_, err = h.change(Operator, "hai", lower)
	h.refused("lower one of two", err, "")
}

// Where all admins are bound to communes, the last of them stays.
func TestLastBoundAdmin(t *testing.T) {
	h := newHouse(t)
	h.add("xa", Admin, "a-luoi-3")
	_, err := h.turn(Operator, "xa", Disable)
	h.refused("disable", err, RefusedLastAdmin)
	h.add("xa2", Admin, "a-luoi-2")
	_, err = h.turn(Operator, "xa", Disable)
	h.refused("disable one of two", err, "")
}

// A commune that loses its last approver is told of; it is not refused.
func TestUnapproved(t *testing.T) {
	h := newHouse(t)
	h.add("quan-tri", Admin)
	h.add("binh", Leader, "a-luoi-1", "a-luoi-3")
	h.add("hoa", Leader, "a-luoi-1")
	h.add("lan", Officer, "a-luoi-3")

	check := func(what string, m Managed, err error, want ...string) {
		t.Helper()
		h.must(err)
		if diff := cmp.Diff(want, m.Unapproved); diff != "" {
			t.Errorf("%s, -want +got\n%s", what, diff)
		}
	}
	m, err := h.turn(Operator, "lan", Disable)
	check("an officer never approved", m, err)
	m, err = h.change(Operator, "binh", func(t *Terms) { t.Communes = []string{"a-luoi-1"} })
	check("binh leaves a commune", m, err, "a-luoi-3")
	m, err = h.turn(Operator, "binh", Disable)
	check("hoa is left", m, err)
	m, err = h.change(Operator, "hoa", func(t *Terms) { t.Role = Viewer })
	check("hoa goes", m, err, "a-luoi-1")
	m, err = h.turn(Operator, "binh", Enable)
	check("binh comes back", m, err)
	h.add("moi-noi", Leader)
	m, err = h.turn(Operator, "moi-noi", Disable)
	check("the only one for the rest", m, err, "a-luoi-2", "a-luoi-3")
}

func TestDisabled(t *testing.T) {
	h := newHouse(t)
	h.add("quan-tri", Admin)
	h.add("lan", Officer, "a-luoi-3")
	h.add("hoa", Officer, "a-luoi-3")
	if no := h.link(h.contact("1"), h.code("lan", ForLink)); no != "" {
		t.Fatal(no)
	}
	open := h.code("lan", ForLink)
	_, err := h.turn(Operator, "lan", Disable)
	h.must(err)
	_, err = h.turn(Operator, "lan", Disable)
	h.refused("again", err, "")
	if id := h.linked(h.contact("1")); id != "" {
		t.Errorf("a disabled account is found by its contact: %s", id)
	}
	if no := h.link(h.contact("2"), open); no != RefusedCode {
		t.Errorf("a code given before: %q", no)
	}
	_, err = h.invite(Operator, "lan", ForLink)
	h.refused("invite", err, RefusedDisabled)
	h.must(h.store.View(t.Context(), func(r store.Reader) error {
		may, err := WhoMay(r, AnswerTicket, "a-luoi-3")
		if len(may) != 1 || may[0].ID != "hoa" {
			t.Errorf("who may answer: %v", may)
		}
		return err
	}))
	_, err = h.turn(Operator, "lan", Enable)
	h.must(err)
	if no := h.link(h.contact("2"), open); no != RefusedCode {
		t.Errorf("a code given before, and the account enabled again: %q", no)
	}
	if id := h.linked(h.contact("1")); id != "lan" {
		t.Errorf("enabled again, the contact leads to %q", id)
	}
}

// A commune that has gone since stays with its account through a change.
func TestCommuneOfYesterday(t *testing.T) {
	h := newHouse(t)
	h.add("lan", Officer, "a-luoi-3")
	s := h.step(Operator)
	s.Today = []string{"a-luoi-1"}
	change := func(communes ...string) error {
		return h.update(func(r store.Reader) (store.Changes, error) {
			_, c, err := Change(r, s, "lan", Terms{"Lan", Officer, communes, false})
			return c, err
		})
	}
	h.refused("kept", change("a-luoi-3"), "")
	h.refused("one more", change("a-luoi-3", "a-luoi-1", "a-luoi-3"), "")
	h.refused("another of yesterday", change("a-luoi-2"), RefusedUnknownCommune)
	if diff := cmp.Diff([]string{"a-luoi-1", "a-luoi-3"}, h.get("lan").Communes); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
