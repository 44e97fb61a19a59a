package understand

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var places = []Name{
	{"a-luoi-1", "A Lưới 1"}, {"a-luoi-2", "A Lưới 2"}, {"a-luoi-3", "A Lưới 3"}, {"a-luoi-4", "A Lưới 4"}, {"a-luoi-5", "A Lưới 5"},
	{"a-roang", "A Roàng"}, {"a-dot", "A Đớt"}, {"a-ngo", "A Ngo"}, {"hong-ha", "Hồng Hạ"}, {"hong-kim", "Hồng Kim"},
	{"hong-thuong", "Hồng Thượng"}, {"hong-thuy", "Hồng Thủy"}, {"huong-nguyen", "Hương Nguyên"}, {"huong-phong", "Hương Phong"},
	{"phu-vinh", "Phú Vinh"}, {"son-thuy", "Sơn Thủy"}, {"trung-son", "Trung Sơn"}, {"thi-tran", "Thị trấn A Lưới"}, {"lam-dot", "Lâm Đớt"},
	{"ky-re", "Thôn Kỳ Ré"},
}

func TestNamesFind(t *testing.T) {
	n := NewNames(places)
	tests := []struct {
		in    string
		want  []string
		exact bool
	}{
		{"A Roàng", []string{"a-roang"}, true},
		{"a roang", []string{"a-roang"}, true},
		{"aroang", []string{"a-roang"}, true},
		{"A ROANG", []string{"a-roang"}, true},
		{"xã A Roàng", []string{"a-roang"}, true},
		{"a rong", []string{"a-roang"}, false},
		{"nhà em ở a roàng", []string{"a-roang"}, true},
		{"a luoi 3", []string{"a-luoi-3"}, true},
		{"xã A Lưới 4", []string{"a-luoi-4"}, true},
		{"aluoi3", []string{"a-luoi-3"}, true},
		{"a lưới", []string{"a-luoi-1"}, false},
		{"xã A Lưới 9", []string{"a-luoi-1"}, false},
		{"nhà ở huyện a lưới", []string{"a-luoi-1"}, false},
		{"vay vốn ở a lưới thế nào", nil, false},
		{"xã hồng hạ a lưới", []string{"hong-ha"}, true},
		{"thi tran a luoi", []string{"thi-tran"}, true},
		{"nhà ở thị trấn a lưới năm nay", []string{"thi-tran"}, true},
		{"tt a luoi", []string{"thi-tran"}, true},
		{"hong thuy", []string{"hong-thuy"}, true},
		{"Hồng Thuỷ", []string{"hong-thuy"}, true},
		{"hong thuongg", []string{"hong-thuong"}, false},
		{"huong nguyem", []string{"huong-nguyen"}, false},
		{"phu vin", []string{"phu-vinh"}, false},
		{"thôn kỳ ré", []string{"ky-re"}, true},
		{"lam dot", []string{"lam-dot"}, true},
		{"có một a đợt mưa", nil, false},
		{"tôi muốn vay tiền nuôi bò", nil, false},
		{"", nil, false},
		{"12345", nil, false},
		{"🙂", nil, false},
	}
	for _, test := range tests {
		var ids []string
		found := n.Find(test.in)
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		if len(test.want) == 0 && len(ids) == 0 {
			continue
		}
		if len(ids) == 0 || len(test.want) == 0 || ids[0] != test.want[0] || found[0].Exact != test.exact || test.exact && len(ids) != 1 {
			t.Errorf("Find(%q) = %+v, want %v exact %v", test.in, found, test.want, test.exact)
		}
	}
}

// A name without its number, or with one that is none of theirs, is any of its
// neighbours and the town of that name is not meant.
func TestNamesWithoutTheirNumber(t *testing.T) {
	n := NewNames(places)
	for _, typed := range []string{"A Lưới", "a luoi", "xã a lưới", "a luoi 6", "aluoi 0", "A LUOI 12", "a lui"} {
		found := n.Find(typed)
		if len(found) != 5 {
			t.Errorf("Find(%q) = %+v, want the five", typed, found)
		}
		for _, f := range found {
			if f.Exact || !f.Unnumbered {
				t.Errorf("Find(%q) found %+v", typed, f)
			}
		}
	}
	for _, typed := range []string{"a luoi 3", "tt a luoi", "a roang 9"} {
		if found := n.Find(typed); len(found) != 1 || !found[0].Exact || found[0].Unnumbered {
			t.Errorf("Find(%q) = %+v, want one", typed, found)
		}
	}
}

func TestNamesAmbiguous(t *testing.T) {
	n := NewNames([]Name{{"1", "Hồng Thái"}, {"2", "Hồng Thai"}, {"3", "Hồng Nam"}})
	if got := n.Find("hong thai"); len(got) != 2 {
		t.Errorf("two places are written alike, got %+v", got)
	}
	if got := n.Find("Hồng Thái"); len(got) != 1 || got[0].ID != "1" {
		t.Errorf("the marks tell them apart, got %+v", got)
	}
}

// The number is the name: no mistake in the letters may turn one commune into
// its neighbour.
func TestNumbersAreNeverConfused(t *testing.T) {
	n := NewNames(places)
	rapid.Check(t, func(t *rapid.T) {
		digit := rapid.IntRange(1, 5).Draw(t, "digit")
		base := []byte("a luoi")
		at := rapid.IntRange(2, 5).Draw(t, "at")
		base[at] = byte(rapid.IntRange('a', 'z').Draw(t, "letter"))
		text := string(base) + " " + string(rune('0'+digit))
		want := "a-luoi-" + string(rune('0'+digit))
		for _, f := range n.Find(text) {
			if len(f.ID) == len(want) && f.ID[:7] == "a-luoi-" && f.ID != want {
				t.Fatalf("%q found %s", text, f.ID)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"a roang", "xã A Lưới 3", "thi tran", "\xff\xfe", "1 2 3", "xa xa xa xa"} {
		f.Add(s)
	}
	n := NewNames(places)
	f.Fuzz(func(t *testing.T, s string) {
		found := n.Find(s)
		if !slices.IsSortedFunc(found, func(a, b Found) int { return a.Distance - b.Distance }) {
			t.Fatalf("%q: not best first: %+v", s, found)
		}
	})
}
