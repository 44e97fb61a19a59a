package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tinban/staff"
	"tinban/store"
)

func TestSignIn(t *testing.T) {
	o := newOffice(t)
	wrong := func(name, pass string) reply {
		return o.stranger().post("/vao", url.Values{"ten": {name}, "mat_khau": {pass}})
	}
	nobody, bad := wrong("nobody", password), wrong("lan", "sai mat khau roi")
	if nobody.status != http.StatusUnprocessableEntity || bad.status != nobody.status {
		t.Errorf("a wrong name gives %d, a wrong password %d", nobody.status, bad.status)
	}
	same := strings.NewReplacer(`value="nobody"`, "", `value="lan"`, "")
	if same.Replace(nobody.body) != same.Replace(bad.body) {
		t.Error("the page tells a wrong name from a wrong password")
	}
	lan := o.as("lan")
	if got := lan.get("/viec"); got.status != http.StatusOK || !strings.Contains(got.body, "Người LAN") {
		t.Errorf("signed in: %d", got.status)
	}
	if got := lan.post("/ra", nil); got.to != "/vao" {
		t.Errorf("signed out, sent to %q", got.to)
	}
	if got := lan.get("/viec"); got.status != http.StatusSeeOther || got.to != "/vao" {
		t.Errorf("after signing out /viec gives %d %q", got.status, got.to)
	}
}

// A session from before a sign-in opens nothing after it, and every cookie is
// kept from scripts.
func TestSessionIsNew(t *testing.T) {
	o := newOffice(t)
	b := o.stranger()
	fixed := &http.Cookie{Name: sessionCookie, Value: "chosen-by-somebody-else"}
	home, _ := url.Parse(o.srv.URL)
	b.Jar.SetCookies(home, []*http.Cookie{fixed})
	got := b.post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}})
	set := got.header.Values("Set-Cookie")
	if len(set) == 0 {
		t.Fatal("no session was given")
	}
	for _, c := range set {
		if strings.Contains(c, fixed.Value) || !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") {
			t.Errorf("cookie %q", c)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	for range 20 { // in use, it stays
		o.clock = o.clock.Add(20 * time.Minute)
		if got := lan.get("/viec"); got.status != http.StatusOK {
			t.Fatalf("a session in use ended after %v", got.status)
		}
	}
	o.clock = o.clock.Add(staff.SessionIdle + time.Minute)
	if got := lan.get("/viec"); got.status != http.StatusSeeOther {
		t.Errorf("an idle session still opens: %d", got.status)
	}
	lan = o.as("lan")
	for range 37 { // but not for ever
		o.clock = o.clock.Add(20 * time.Minute)
		lan.get("/viec")
	}
	if got := lan.get("/viec"); got.status != http.StatusSeeOther {
		t.Errorf("a session of more than %v still opens: %d", staff.SessionLife, got.status)
	}
}

func TestDisabledAtOnce(t *testing.T) {
	o := newOffice(t)
	lan := o.as("lan")
	o.as("an").follow("/nguoi-dung/lan/khoa", nil)
	if got := lan.get("/viec"); got.status != http.StatusSeeOther {
		t.Errorf("a disabled account still opens pages: %d", got.status)
	}
}

// Who tries passwords is stopped, and the right one does not help meanwhile.
func TestBruteForce(t *testing.T) {
	o := newOffice(t)
	b := o.stranger()
	for range 6 {
		b.post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {"khong phai mat khau"}})
	}
	if got := b.post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}}); got.status == http.StatusSeeOther {
		t.Error("an account that was tried six times lets its password in at once")
	}
	o.clock = o.clock.Add(16 * time.Minute)
	if got := b.post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}}); got.status != http.StatusSeeOther {
		t.Errorf("a quarter of an hour later: %d", got.status)
	}
	last := 0
	for i := range 2 * triesPerMinute { // one machine, many names
		last = b.post("/vao", url.Values{"ten": {"ten" + string(rune('a'+i))}, "mat_khau": {"khong phai mat khau"}}).status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("try %d of one machine in a minute: %d", 2*triesPerMinute, last)
	}
}

func TestRedirectsStayHere(t *testing.T) {
	o := newOffice(t)
	for _, den := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/viec?x=https://evil.example", "javascript:alert(1)", "/a b", "/%2f%2fevil", ""} {
		got := o.stranger().post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}, "den": {den}})
		if got.to != "/viec" {
			t.Errorf("den=%q leads to %q", den, got.to)
		}
		if got := o.stranger().post("/tieng", url.Values{"lang": {"en"}, "den": {den}}); got.to != "/viec" {
			t.Errorf("language, den=%q leads to %q", den, got.to)
		}
	}
	if got := o.stranger().post("/vao", url.Values{"ten": {"lan"}, "mat_khau": {password}, "den": {"/thong-ke"}}); got.to != "/thong-ke" {
		t.Errorf("den=/thong-ke leads to %q", got.to)
	}
}

// A form on another site is refused, whoever is signed in.
func TestForeignFormsAreRefused(t *testing.T) {
	o := newOffice(t)
	an := o.as("an")
	for _, from := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://evil.example"}}, {"Sec-Fetch-Site": {"same-site"}}} {
		from.Set("Content-Type", "application/x-www-form-urlencoded")
		got := an.call(http.MethodPost, "/nguoi-dung/lan/khoa", strings.NewReader(""), from)
		if got.status != http.StatusForbidden {
			t.Errorf("a form from %v gives %d", from, got.status)
		}
	}
	err := o.store.View(t.Context(), func(r store.Reader) error {
		a, err := staff.Get(r, "lan")
		if a.Disabled {
			t.Error("a foreign form disabled an account")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHeaders(t *testing.T) {
	o := newOffice(t)
	got := o.as("lan").get("/viec")
	for k, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
	} {
		if !strings.Contains(got.header.Get(k), want) {
			t.Errorf("%s: %q", k, got.header.Get(k))
		}
	}
	if csp := got.header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
		t.Errorf("CSP %q", csp)
	}
}

// The first administrator is made with the code that was printed, once.
func TestFirstRun(t *testing.T) {
	o := newOffice(t)
	empty := newEmptyOffice(t, "CFHJKLMNP")
	b := empty.stranger()
	if got := b.get("/vao"); got.to != "/bat-dau" {
		t.Errorf("a first run leads to %q", got.to)
	}
	form := url.Values{"ten": {"hoa"}, "ho_ten": {"Trần Thị Hoa"}, "mat_khau": {password}, "lan_hai": {password}, "ma": {"CFH-JKL-MNQ"}}
	if got := b.post("/bat-dau", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Trần Thị Hoa") {
		t.Errorf("a wrong code gives %d, or forgets what was typed", got.status)
	}
	form.Set("ma", "cfh-jkl-mnp")
	if got := b.follow("/bat-dau", form); got.status != http.StatusOK {
		t.Errorf("the right code gives %d", got.status)
	}
	form.Set("ten", "khac")
	if got := empty.stranger().post("/bat-dau", form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("the code works a second time: %d", got.status)
	}
	if got := o.stranger().get("/vao"); got.status != http.StatusOK {
		t.Errorf("an office with accounts asks for a set-up: %d", got.status)
	}
}
