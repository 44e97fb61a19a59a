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
