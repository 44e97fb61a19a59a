package ticket

import "testing"

func TestJudge(t *testing.T) {
	ours := func(number string) bool { return number == "02343878" || number == "0234123456" }
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"Mời bà con đến Ủy ban xã gặp chị Lan.", nil},
		{"Đối tượng thụ hưởng phải nộp đơn.", []string{"ticket_hard", "ticket_hard"}},
		{"Bà con chớ ký.", []string{"ticket_reads"}},
		{"Cách dùng thẻ.", []string{"ticket_reads"}},
		{"Cho bà con đi.", nil},
		{"Gọi 0234 123 456.", nil},
		{"Gọi số 0912.345.678 gặp anh Bình.", []string{"ticket_phone"}},
		{"Gọi +84 912 345 678.", []string{"ticket_phone"}},
		{"Năm 2026 được 50.000.000 đồng.", nil},
		{"Xem ở www.abc.vn nhé.", []string{"ticket_link"}},
		{"a b c d e f g h i k l m n o p q r s t u v x y z a b c.", []string{"ticket_long"}},
	} {
		got := Judge(tc.text, ours)
		var codes []string
		for _, w := range got {
			codes = append(codes, w.Code)
		}
		if len(codes) != len(tc.want) {
			t.Errorf("%q: %v, want %v", tc.text, codes, tc.want)
			continue
		}
		for i := range codes {
			if codes[i] != tc.want[i] {
				t.Errorf("%q: %v, want %v", tc.text, codes, tc.want)
			}
		}
	}
}

// Questions that ask the same are found alike however they are typed, and
// others of the same topic are not.
func TestAlike(t *testing.T) {
	q := func(label, text string) Ticket {
		return Ticket{Kind: Question, Code: Code(text), Label: label, Normal: text}
	}
	for _, tc := range []struct {
		a, b  string
		alike bool
	}{
		{"bò bệnh thì gọi thú y ở đâu", "bo benh goi thu y o dau", true},
		{"con tôi khuyết tật có được học nghề không", "khuyết tật học nghề được không ạ", true},
		{"làm lại giấy hộ nghèo ở đâu", "mất giấy hộ nghèo làm lại ở đâu", true},
		{"bao giờ phát gạo", "khi nào phát gạo cứu đói", true},
		{"vay tiền làm nhà", "vay tiền nuôi bò", false},
		{"lớp nghề may ở đâu", "lớp nghề hàn bao giờ mở", false},
		{"tôi muốn hỏi", "nhà tôi", false},
	} {
		if got := q("x", tc.a).asksLike(q("x", tc.b)); got != tc.alike {
			t.Errorf("%q and %q: alike %v (%.2f)", tc.a, tc.b, got, likeness(wordsOf(tc.a), wordsOf(tc.b)))
		}
	}
	if q("x", "bò bệnh").asksLike(q("y", "bò bệnh nặng")) {
		t.Error("questions of two topics seem alike")
	}
}
