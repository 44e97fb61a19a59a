package understand

import (
	"slices"
	"testing"
)

func TestSplit(t *testing.T) {
	m := triedModel(t)
	tests := []struct {
		in     string
		labels []string // nil: one question, or none that is clear
	}{
		{"Hộ nghèo vay được bao nhiêu tiền? Đăng ký học nghề ở đâu?", []string{"loan.amount", "training.register"}},
		{"dang ky hoc nghe o dau\nlai suat vay ho ngheo bao nhieu", []string{"training.register", "loan.interest"}},
		{"lãi suất vay hộ nghèo bao nhiêu, với lại đăng ký học nghề ở đâu", []string{"loan.interest", "training.register"}},
		{"lai suat vay ho ngheo bao nhieu va cho hoi dang ky hoc nghe o dau", []string{"loan.interest", "training.register"}},
		{"lãi suất vay hộ nghèo bao nhiêu", nil},
		{"hộ nghèo và hộ cận nghèo vay lãi suất bao nhiêu", nil},
		{"lãi suất vay hộ nghèo bao nhiêu? lãi suất vay hộ nghèo mấy phần trăm?", nil},
		{"chào anh? lãi suất vay hộ nghèo bao nhiêu?", nil},
		{"vượt đèn đỏ phạt mấy? lãi suất vay hộ nghèo bao nhiêu?", nil},
		{"vay vốn, học nghề", []string{"loan.procedure", "training.support"}},
		{"vay von va hoc nghe", []string{"loan.procedure", "training.support"}},
		{"vay von, hoc nghe va nha o", []string{"loan.procedure", "training.support", "housing.eligibility"}},
		{"hộ nghèo, vay vốn", nil},
		{"chào anh, vay vốn", nil},
		{"vay vốn, nuôi bò sữa", nil},
		{"", nil},
		{"???\n\n", nil},
	}
	for _, test := range tests {
		var got []string
		for _, r := range m.Split(test.in) {
			got = append(got, r.Ranked[0].Label)
		}
		if !slices.Equal(got, test.labels) {
			t.Errorf("%q is split into %v, want %v", test.in, got, test.labels)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"lai suat bao nhieu? hoc nghe o dau", "a\nb\nc", "và và và", "\xff?\xff", "cho hỏi cho hỏi"} {
		f.Add(s)
	}
	m, err := tried()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parts := m.Split(s)
		if len(parts) == 1 || len(parts) > mostParts {
			t.Fatalf("%q is split into %d", s, len(parts))
		}
		for _, r := range parts {
			checkReading(t, r)
			if r.Decide().Kind != Answer {
				t.Fatalf("%q has a part %q that is not clear", s, r.Typed)
			}
		}
	})
}
