package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tinban/staff"
	"tinban/store"
)

func (o *office) account(id staff.ID) (a staff.Account) {
	o.Helper()
	o.update(func(r store.Reader) (c store.Changes, err error) {
		a, err = staff.Get(r, id)
		return c, err
	})
	return a
}

// The last one who approves for a commune is locked, or given another role,
// only after it was asked about; what was typed stays.
func TestACommuneLosesItsLastApproverKnowingly(t *testing.T) {
	o := newOffice(t)
	an := o.as("an")
	terms := url.Values{"ho_ten": {"Bình Mới"}, "vai": {"officer"}, "xa": {"a-luoi-3"}, "ly_do": {"chuyển việc"}}

	asked := an.post("/nguoi-dung/binh", terms)
	o.sees(asked, 422, "không còn ai duyệt tin ở: xã A Lưới 3", "Vẫn lưu", `value="a-luoi-3"`, `value="Bình Mới"`, `value="chuyển việc"`)
	o.sees(an.post("/nguoi-dung/binh/khoa", nil), 422, "không còn ai duyệt tin ở: xã A Lưới 3", "Vẫn khóa")
	o.sees(an.post("/nguoi-dung/binh/khoa", url.Values{"chac": {"a-luoi-1"}}), 422, "Vẫn khóa") // asked about another commune
	if a := o.account("binh"); a.Disabled || a.Role != staff.Leader {
		t.Fatalf("done before it was asked about: %+v", a)
	}
	terms.Set("chac", "a-luoi-3")
	an.follow("/nguoi-dung/binh", terms)
	terms.Set("vai", "leader")
	terms.Del("chac")
	an.follow("/nguoi-dung/binh", terms)
	an.follow("/nguoi-dung/binh/khoa", url.Values{"chac": {"a-luoi-3"}})
	if a := o.account("binh"); !a.Disabled {
		t.Error("not locked though sure")
	}
	an.follow("/nguoi-dung/xa/khoa", nil) // who approves nothing is locked at once
	an.follow("/nguoi-dung/binh/khoa", url.Values{"bat": {"1"}})

	got := an.post("/nguoi-dung/an/khoa", nil)
	o.sees(got, 422, "quản trị cuối cùng")
	if strings.Contains(got.body, "Vẫn khóa") || o.account("an").Disabled {
		t.Error("the last administrator may be locked")
	}
	if got := an.get("/nguoi-dung/binh"); got.status != http.StatusOK || strings.Contains(got.body, "không còn ai duyệt") {
		t.Errorf("a page that asks nothing: %d", got.status)
	}
}
