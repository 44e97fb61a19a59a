package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// The log is in words, and each of its filters finds what it is called.
func TestTheLogIsInWords(t *testing.T) {
	o := newOffice(t)
	id, codes := o.class(2, 3)
	lan, an, binh := o.as("lan"), o.as("an"), o.as("binh")
	lan.follow("/lop/"+id+"/tinh-trang", url.Values{"ma": codes[:1], "moi": {"declined"}})
	lan.post("/lop/"+id+"/xuat", url.Values{"muc_dich": {"call"}, "so": {"1"}})
	an.follow("/nguoi-dung/vui", url.Values{"ho_ten": {"Vui"}, "vai": {"leader"}, "moi_xa": {"1"}})
	o.logs("person.show", "contact/abcdefghij", "")
	o.logs("contact.import", "import/1234", "")
	o.logs("notice.pause", "notice/mat", "complaints")
	for kind, words := range map[string][]string{
		"":             {"đăng nhập", "Tài khoản Vui: lãnh đạo duyệt tin, mọi xã"},
		"course":       {"mở ghi tên", "Lớp Nuôi bò"},
		"registration": {"đổi tình trạng", "Người ghi tên " + codes[0] + ": Đã trả chỗ"},
		"person":       {"xem dữ liệu một người", "dấu abcdef)"},
		"contact":      {"ghi người nhận tin", "Danh sách nhập 1234"},
		"list":         {"xuất danh sách", "Lớp Nuôi bò: 2 dòng, kèm số điện thoại", "Gọi xác nhận"},
		"notice":       {"Máy tự làm", "tạm ngưng gửi", "Tin mat", "nhiều người nhận nhắn lại là tin sai"},
		"staff":        {"thêm tài khoản", "Người giữ máy chủ"},
	} {
		got := binh.get("/nhat-ky?viec=" + kind)
		o.sees(got, http.StatusOK, words...)
		if raw := regexp.MustCompile(`<td>[a-z]+\.[a-z.]+</td>|everywhere|rows`).FindString(got.body); raw != "" {
			t.Errorf("%q is not in words: %s", kind, raw)
		}
	}
	if got := binh.get("/nhat-ky?viec=list").body; strings.Contains(got, "đăng nhập") {
		t.Error("a filter lets others through")
	}
}

// logs writes an entry as the service does.
func (o *office) logs(did, on, why string) {
	o.Helper()
	o.update(func(r store.Reader) (c store.Changes, err error) {
		return c, staff.Log(r, &c, staff.Entry{At: o.clock, By: "service", Did: did, On: on, Reason: why})
	})
}

// What is rare is found however much was done since.
func TestTheLogIsLookedThrough(t *testing.T) {
	o := newOffice(t)
	o.logs("list.export", "demand", "plan")
	for range 3 * pageSize {
		o.logs("staff.signin", "staff/lan", "")
	}
	o.sees(o.as("binh").get("/nhat-ky?viec=list"), http.StatusOK, "Nhu cầu học nghề", "Lập kế hoạch mở lớp")
}

// Every step that is an action has its words.
func TestEveryActionThatIsLoggedHasWords(t *testing.T) {
	say := newOffice(t).c.cfg.Say.In(locales.Own)
	for _, a := range []staff.Action{staff.ApproveNotice, staff.SendEmergency, staff.ReviewEmergency, staff.ExportList, staff.ImportContacts, staff.ShowPerson, staff.ShowNumber, staff.DeletePerson} {
		id := "log_did_" + strings.ReplaceAll(string(a), ".", "_")
		if say.Say(locales.ID(id), nil) == id {
			t.Errorf("%s has no words", a)
		}
	}
}
