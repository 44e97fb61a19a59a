package course

import (
	"os"
	"strings"
	"testing"
)

// Who asks for a place in an open course is led to it; who asks about support
// keeps the answer there is.
func TestWantsIn(t *testing.T) {
	var open []Course
	for _, name := range []string{"Nuôi bò", "Làm chổi đót", "May", "Hàn"} {
		open = append(open, Course{ID: name, Plan: Plan{Name: name, Trade: TradeOf(name).ID}})
	}
	file, err := os.ReadFile("testdata/signup.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row := range strings.Lines(string(file)) {
		typed, want, ok := strings.Cut(strings.TrimSpace(row), " => ")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		n++
		got := "-"
		if named := Named(typed, open); WantsIn(typed) && len(named) > 0 {
			got = named[0].Name
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", typed, got, want)
		}
	}
	if n < 40 {
		t.Errorf("only %d lines", n)
	}
}

func TestComplaint(t *testing.T) {
	for _, c := range []struct {
		typed string
		part  Need
		rest  string
		ok    bool
	}{
		{"sai ten roi", NeedName, "", true},
		{"tên sai rồi", NeedName, "", true},
		{"sai nam sinh", NeedYear, "", true},
		{"sua nam sinh 1991", NeedYear, "1991", true},
		{"nham thon, A Ka", NeedVillage, "A Ka", true},
		{"sai tên, phải là Hồ Thị Bưi", NeedName, "Hồ Thị Bưi", true},
		{"sai roi", 0, "", true},
		{"thoi sai roi", 0, "", true},
		{"thon", NeedVillage, "", true},
		{"thon A Ka", NeedVillage, "A Ka", false},
		{"Ho Thi Bui", 0, "Ho Thi Bui", false},
	} {
		if part, rest, ok := Complaint(c.typed); part != c.part && c.ok || rest != c.rest && c.ok || ok != c.ok {
			t.Errorf("%q: part %d, %q, %v", c.typed, part, rest, ok)
		}
	}
}

func TestNameOrVillage(t *testing.T) {
	for typed, want := range map[string]string{
		"Ho Thi Bui": "name", "Hồ Nam": "name", "Can Sam": "village", "A Ka": "village", "Pâr Nghi": "village", "A Viết Bua": "name", "Kim Son": "either", "Bua": "either",
	} {
		name, village := NameOrVillage(typed)
		got := map[[2]bool]string{{true, false}: "name", {false, true}: "village", {true, true}: "either"}[[2]bool{name, village}]
		if got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}
