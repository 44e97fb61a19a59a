package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShown(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   []any
	}{
		{[]int{0, 0}, []any{0, 0}},
		{[]int{4, 4, 0}, []any{"<5", "<5", 0}},
		{[]int{12, 6, 6, 0}, []any{12, 6, 6, 0}},
		{[]int{12, 8, 4, 0}, []any{12, "ẩn", "<5", 0}},
		{[]int{20, 9, 7, 4}, []any{20, 9, "ẩn", "<5"}},
		{[]int{12, 6, 3, 3}, []any{12, 6, "<5", "<5"}},
		{[]int{5, 4, 1}, []any{5, "<5", "<5"}},
	} {
		if diff := cmp.Diff(c.want, shown(c.counts)); diff != "" {
			t.Errorf("%v, -want +got\n%s", c.counts, diff)
		}
	}
}

// No number of 1 to 4 people is shown, nor can it be worked out from a sum.
func TestFewAreNeverFoundOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 7).Draw(t, "parts")
		counts := append([]int{0}, parts...)
		for _, n := range parts {
			counts[0] += n
		}
		unknown, few := 0, false
		for i, c := range shown(counts) {
			n, known := c.(int)
			if known && n > 0 && n < Few {
				t.Fatalf("%v shows %d", counts, n)
			}
			if i > 0 && !known {
				unknown++
				few = few || counts[i] < Few
			}
		}
		if few && unknown < 2 && counts[0] >= Few {
			t.Fatalf("%v is %v: what is hidden can be worked out", counts, shown(counts))
		}
	})
}

func wishes() []Demand {
	return []Demand{
		{"Nuôi gà", false, "A Lưới 1", "16-24", "f", 4}, {"Nuôi gà", false, "A Lưới 1", "16-24", "m", 2},
		{"Nuôi gà", false, "A Lưới 2", "25-34", "m", 3}, {"Nuôi gà", false, "", "", "", 5},
		{"May mặc", false, "A Lưới 2", "50+", "f", 2},
		{"=lam banh o nha chi Hoa", true, "A Lưới 2", "50+", "f", 4}, {"nặn tượng", true, "A Lưới 2", "", "f", 1},
		{"=đan gùi", true, "A Lưới 1", "50+", "", 6},
	}
}

func TestDemandHoldsNumbersOnly(t *testing.T) {
	b, err := Demands(export(), wishes())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{
		{1, "Nuôi gà", 14, 6, "<5", "ẩn"}, {2, "=đan gùi", 6, 6, 0, 0}, {3, "May mặc", "<5", 0, "<5", 0},
		{4, rare, 5, 0, 5, 0},
	}
	if diff := cmp.Diff(want, b.list.rows); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	file := xlsxOf(t, b)
	for _, sheet := range []string{"1", "2", "3"} {
		text := partOf(t, file, "xl/worksheets/sheet"+sheet+".xml")
		if strings.Contains(text, "Hoa") || strings.Contains(text, "tượng") || sheet == "2" && strings.Contains(text, "May mặc") {
			t.Errorf("sheet %s tells of few people", sheet)
		}
	}
	if b.Name != "nhu-cau-hoc-nghe_a-luoi-3_2026-06-10" || !strings.Contains(string(csvOf(t, b)), `"'=đan gùi"`) {
		t.Errorf("%s\n%s", b.Name, csvOf(t, b))
	}
}
