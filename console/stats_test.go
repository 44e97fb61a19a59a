package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tinban/msg"
	"tinban/report"
	"tinban/store"
)

// asked has people of a commune ask so many questions on a day.
func (o *office) asked(at time.Time, commune string, n int) {
	o.Helper()
	before := o.clock
	o.clock = at
	for i := range n {
		_, err := o.store.Receive(o.Context(), msg.Inbound{Gateway: "sim", Ref: fmt.Sprint(at, commune, i), From: "sms:+84900000001", Kind: msg.Text, Text: "x"}, func(store.Snapshot) (store.WriteSet, error) {
			return store.WriteSet{Changes: store.Changes{Events: []store.Event{{At: at, Channel: msg.SMS, Commune: commune, Label: "housing", Outcome: "answer"}}}}, nil
		})
		if err != nil {
			o.Fatal(err)
		}
	}
	o.clock = before
}

// counted has the service count what was asked.
func (o *office) counted() *office {
	o.Helper()
	if _, err := report.Roll(o.Context(), o.store, o.clock); err != nil {
		o.Fatal(err)
	}
	return o
}

// Words of a chart are text of the page, which no drawing makes small; few
// people are not counted out; a week is needed before days are drawn.
func TestChartsCanBeRead(t *testing.T) {
	o := newOffice(t)
	o.asked(o.clock.AddDate(0, 0, -2), "a-luoi-3", 20)
	o.asked(o.clock.AddDate(0, 0, -2), "a-luoi-2", 3)
	got := o.counted().as("vui").get("/thong-ke")
	o.sees(got, http.StatusOK, "Cần ít nhất 7 ngày", "xã A Lưới 3: <b>20</b>", "xã A Lưới 2: <b>ít hơn 5</b>", `<rect width="100%"`, `<rect width="25%"`)
	if strings.Contains(got.body, "<text") || strings.Contains(got.body, "viewBox") {
		t.Error("words are drawn, or days too early")
	}

	o = newOffice(t)
	o.asked(o.clock.AddDate(0, 0, -6), "a-luoi-3", 4)
	o.asked(o.clock.AddDate(0, 0, -2), "a-luoi-3", 23)
	vui := o.counted().as("vui")
	got = vui.get("/thong-ke?ngay=7")
	o.sees(got, http.StatusOK, "viewBox", "từ 19/11 đến 25/11", "Ngày nhiều nhất: 23 câu")
	if strings.Contains(got.body, "Cần ít nhất 7 ngày") || strings.Contains(got.body, "<text") {
		t.Error("a week is not enough, or words are drawn")
	}
	o.sees(vui.get("/thong-ke?ngay=365"), http.StatusOK, "Mỗi cột là 7 ngày")
}
