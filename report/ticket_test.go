package report

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sampleTickets() (list []Ticket) {
	at := export().At
	for i := range 12 {
		k := Ticket{
			Code: fmt.Sprintf("A%03d", i), At: at.Add(-time.Hour * time.Duration(30+i)), Commune: fmt.Sprintf("A Lưới %d", i%2+1), Channel: "sms",
			Kind: []string{"question", "callback"}[i%3%2], Text: attacks[i], State: "open", Due: at.Add(time.Hour),
		}
		switch i % 4 {
		case 1:
			k.State, k.Answered, k.Answer, k.Source = "answered", at, "Ra ủy ban xã.", "Theo cán bộ xã"
		case 2:
			k.Due = at.Add(-time.Hour)
		case 3:
			k.Due = time.Time{}
		}
		list = append(list, k)
	}
	return list
}

func TestTickets(t *testing.T) {
	b, err := Tickets(export(), sampleTickets())
	if err != nil {
		t.Fatal(err)
	}
	var got []any
	for _, row := range b.list.rows[:4] {
		got = append(got, row[b.list.at(headOnTime)])
	}
	if diff := cmp.Diff([]any{waiting, inTime, late, nil}, got); diff != "" {
		t.Errorf("in time, -want +got\n%s", diff)
	}
	if b.Name != "cau-hoi_a-luoi-3_2026-06-10" || b.Rows != 12 {
		t.Errorf("%s, %d rows", b.Name, b.Rows)
	}
	file := xlsxOf(t, b)
	if shown, err := opened(t, file).GetCellValue("Câu hỏi", "G2"); err != nil || shown != Text(attacks[0]) {
		t.Errorf("the question is %q, %v", shown, err)
	}
}

// Numbers of people are masked; sums of money and dates are not.
func TestNumbersInQuestionsAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"goi toi 0912345678 nhe": "goi toi (số đã che) nhe", "0912.345.678": "(số đã che)", "+84 912 345 678": "(số đã che)",
		"cccd 046201001234": "cccd (số đã che)", "vay 50.000.000 đồng ngày 10-06-2026, 100000000": "vay 50.000.000 đồng ngày 10-06-2026, 100000000",
	} {
		if got := masked(in); got != want {
			t.Errorf("masked(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAnsweredLateIsLate(t *testing.T) {
	now := export().At
	k := Ticket{Due: now.Add(-time.Hour), Answered: now.Add(-time.Minute)}
	if got := k.onTime(now); got != late {
		t.Error(got)
	}
}
