package understand

import (
	"slices"
	"strings"
	"testing"
)

func TestDigits(t *testing.T) {
	tests := []struct {
		in   string
		want []int
	}{
		{"1", []int{1}},
		{" 1 5 2 ", []int{1, 5, 2}},
		{"1,5,2", []int{1, 5, 2}},
		{"1.5", []int{1, 5}},
		{"1)", []int{1}},
		{"0", []int{0}},
		{"12", []int{12}},
		{"1️⃣", []int{1}},
		{"2018", nil},
		{"0912345678", nil},
		{"0912 345 678", nil},
		{"1 a", nil},
		{"", nil},
		{"...", nil},
		{strings.Repeat("1 ", maxChoices+1), nil},
	}
	for _, test := range tests {
		if got := digits(clean(test.in)); !slices.Equal(got, test.want) {
			t.Errorf("digits(%q) = %v, want %v", test.in, got, test.want)
		}
	}
}

func TestPicks(t *testing.T) {
	tests := []struct {
		in, lead string
		want     []int
		several  bool
	}{
		{"so 1", "", []int{1}, false},
		{"số 1", "", []int{1}, false},
		{"cau 1", "", []int{1}, false},
		{"chon 2", "", []int{2}, false},
		{"chọn số 2 ạ", "", []int{2}, false},
		{"2 nhe", "", []int{2}, false},
		{"1 nhe em", "", []int{1}, false},
		{"em chọn 1", "", []int{1}, false},
		{"mot", "", []int{1}, false},
		{"Một ạ", "", []int{1}, false},
		{"so hai", "", []int{2}, false},
		{"so sau", "", []int{6}, false},
		{"sáu", "", []int{6}, false},
		{"so1", "", []int{1}, false},
		{"1 va 3", "", []int{1, 3}, true},
		{"1 hay 3", "", []int{1, 3}, true},
		{"xa 3", "xã", []int{3}, false},
		{"xã ba", "xã", []int{3}, false},
		{"so 0", "", nil, false},
		{"xa 3", "", nil, false},
		{"sau", "", nil, false},
		{"bay", "", nil, false},
		{"3 nam", "", nil, false},
		{"ba năm", "", nil, false},
		{"ba nam", "", nil, false},
		{"2 con", "", nil, false},
		{"2 em", "", nil, false},
		{"2 nhà", "", nil, false},
		{"50tr", "", nil, false},
		{"so 2018", "", nil, false},
		{"so 0912345678", "", nil, false},
		{"không phải số 1", "", nil, false},
		{"năm 2019", "", nil, false},
		{"số", "", nil, false},
		{"dạ", "", nil, false},
		{"", "", nil, false},
	}
	for _, test := range tests {
		if got, several := Picks(test.in, test.lead); !slices.Equal(got, test.want) || several != test.several {
			t.Errorf("Picks(%q) = %v, %v, want %v, %v", test.in, got, several, test.want, test.several)
		}
	}
}

func FuzzDigits(f *testing.F) {
	for _, s := range []string{"1 5 2", "1.5", "2018", "9999999999999999999999", "٣", "1️⃣", "-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range digits(clean(s)) {
			if n < 0 || n > 999 {
				t.Fatalf("%q gives the choice %d", s, n)
			}
		}
	})
}
