package understand

import "testing"

func TestLeaves(t *testing.T) {
	for _, typed := range []string{
		"thoi", "Thôi", "thôi ạ", "thoi nha em", "bo qua", "bo qua di", "dung lai", "dừng lại", "ngung lai di", "xong", "nghi", "nghỉ", "khoi",
		"khong lam nua", "không làm nữa đâu", "thoi khong hoi nua", "thoi khong kiem tra nua", "ko hoi nua", "toi khong muon tra loi",
		"khong tra loi dau", "dung hoi nua", "đừng hỏi nữa", "khoi hoi", "thoi dung hoi nua", "khong can hoi nua", "khong muon tra loi nua",
		"de khi khac", "thoi de sau nhe", "khong xem nua", "thoat", "ket thuc", "khong can nua", "thoi khong xem them nua",
	} {
		if !Leaves(typed) {
			t.Errorf("%q asks for no more questions", typed)
		}
	}
	for _, typed := range []string{
		"", "khong", "khong co", "khong sao toi ky", "thoi khong", "thoi co", "khong biet", "co", "1", "nua", "xong roi", "xong nghia vu", "toi nghi la co",
		"dựng lại", "thời", "bo qua cau nay", "tra loi", "hoi nua", "khong hoc nua", "khong vay nua", "thoi nha toi ngheo", "khong lam",
		"khong hieu", "dung roi", "lam nua", "khong tra het no",
	} {
		if Leaves(typed) {
			t.Errorf("%q says something else", typed)
		}
	}
}

func FuzzLeaves(f *testing.F) {
	for _, s := range []string{"thôi", "khong hoi nua", "\xff", "không không không"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if Leaves(s) && Leaves(s+" 1") {
			t.Fatalf("%q with a choice behind it is no mere stop", s)
		}
	})
}
