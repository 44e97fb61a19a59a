package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tinban/staff"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hiddenFields are what a page would send again.
func hiddenFields(page string) url.Values {
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		v.Add(m[1], m[2])
	}
	return v
}

// What is typed into a form whose session has ended goes through the sign-in,
// a wrong password included, and is done when its author presses once more.
func TestTypedTextOutlivesTheSession(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	o.clock = o.clock.Add(staff.SessionIdle + time.Minute)
	const name = "Lớp đan lát mây tre"
	late := lan.post("/lop/moi", url.Values{"ten": {name}, "cho": {"20"}, "xa": {"a-luoi-3"}, "mat_khau": {"bi mat"}})
	if late.status != http.StatusUnauthorized || !strings.Contains(late.body, name) || strings.Contains(late.body, "bi mat") {
		t.Fatalf("%d %s", late.status, late.body)
	}
	sign := hiddenFields(late.body)
	sign.Set("ten", "lan")
	sign.Set("mat_khau", "khong phai mat khau")
	wrong := lan.post("/vao", sign)
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, name) {
		t.Fatalf("after a wrong password: %d %s", wrong.status, wrong.body)
	}
	sign = hiddenFields(wrong.body)
	sign.Set("ten", "lan")
	sign.Set("mat_khau", password)
	again := lan.post("/vao", sign)
	if again.status != http.StatusOK || !strings.Contains(again.body, `action="/lop/moi"`) {
		t.Fatalf("after the sign-in: %d %s", again.status, again.body)
	}
	if list := lan.get("/lop"); strings.Contains(list.body, name) {
		t.Error("it was done before anybody pressed")
	}
	lan.follow("/lop/moi", hiddenFields(again.body))
	if list := lan.get("/lop"); !strings.Contains(list.body, name) {
		t.Error("it is lost")
	}
}

// Nobody else's address is carried, and no file.
func TestOnlyOwnFormsAreCarried(t *testing.T) {
	o := newOffice(t)
	got := o.stranger().post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}, "giu_den": {"https://evil.example/x"}, "giu.a": {"b"}})
	if got.to != "/viec" {
		t.Errorf("%d, to %q: %s", got.status, got.to, got.body)
	}
	file := o.stranger().call(http.MethodPost, "/nguoi-nhan/danh-sach", strings.NewReader("--x--"), http.Header{"Content-Type": {"multipart/form-data; boundary=x"}})
	if file.status != http.StatusUnauthorized || strings.Contains(file.body, carriedPath) {
		t.Errorf("%d %s", file.status, file.body)
	}
}

// A first administrator keeps the code when the passwords differ, hears where a
// wrong one is, and finds what to do first.
func TestFirstSteps(t *testing.T) {
	o := newEmptyOffice(t, "CFHJKLMNP")
	b := o.stranger()
	form := func(code, again string) url.Values {
		return url.Values{"ma": {code}, "ten": {"an"}, "ho_ten": {"Hồ Văn An"}, "mat_khau": {password}, "lan_hai": {again}}
	}
	if got := b.post("/bat-dau", form("CFH-JKL-MNP", "khac hoan toan")); !strings.Contains(got.body, `value="CFH-JKL-MNP"`) {
		t.Error("the code has to be typed again")
	}
	if got := b.post("/bat-dau", form("CFH-JKL-MNR", password)); !strings.Contains(got.body, "máy chủ") {
		t.Errorf("a wrong code: %s", got.body)
	}
	first := b.follow("/bat-dau", form("CFH-JKL-MNP", password))
	for _, want := range []string{`href="/nguoi-dung"`, "Đi thử một vòng", "Chưa bật sao lưu"} {
		if !strings.Contains(first.body, want) {
			t.Errorf("the first page does not show %q", want)
		}
	}
	if strings.Contains(first.body, "Hơn một ngày") {
		t.Error("a service without copies says that its last is old")
	}
}
