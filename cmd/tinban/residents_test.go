package main

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"io"

	"github.com/xuri/excelize/v2"

	"tinban/course"
	"tinban/msg"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// hall is the sample town's pages.
type hall struct {
	*testing.T
	s   *service
	srv *httptest.Server
}

func newHall(t *testing.T) *hall {
	s := newSampleTown(t, time.Date(2026, 11, 26, 10, 0, 0, 0, hue))
	s.cfg.Reach = reachConfig{SMS: "0900 000 000", Telegram: "tinban_bot"}
	pages, code, err := s.openConsole(t.Context())
	if err != nil || code != "" {
		t.Fatal(code, err)
	}
	h := &hall{t, s, httptest.NewServer(pages.Handler())}
	t.Cleanup(h.srv.Close)
	return h
}

// caller is somebody at a browser.
type caller struct {
	*hall
	http.Client
}

func (h *hall) as(id staff.ID) *caller {
	h.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.Fatal(err)
	}
	c := &caller{h, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if status, _ := c.post("/vao", url.Values{"ten": {string(id)}, "mat_khau": {samplePassword}}); status != http.StatusSeeOther {
		h.Fatalf("%s could not sign in: %d", id, status)
	}
	return c
}

func (c *caller) get(path string) (int, string) { return c.call(http.MethodGet, path, "", nil) }

func (c *caller) post(path string, form url.Values) (int, string) {
	return c.call(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends a file, and fields beside it.
func (c *caller) upload(name string, file []byte, fields map[string]string) (int, string) {
	c.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			c.Fatal(err)
		}
	}
	if file != nil {
		part, err := w.CreateFormFile("tep", name)
		if err == nil {
			_, err = part.Write(file)
		}
		if err != nil {
			c.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		c.Fatal(err)
	}
	return c.call(http.MethodPost, "/nguoi-nhan/danh-sach", w.FormDataContentType(), &body)
}

func (c *caller) call(method, path, kind string, body io.Reader) (int, string) {
	c.Helper()
	req, err := http.NewRequestWithContext(c.Context(), method, c.srv.URL+path, body)
	if err != nil {
		c.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := c.Do(req)
	if err != nil {
		c.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func (h *hall) view(read func(store.Reader) error) {
	h.Helper()
	if err := h.s.store.View(h.Context(), read); err != nil {
		h.Fatal(err)
	}
}

func (h *hall) shows(status, want int, body string, words ...string) {
	h.Helper()
	if status != want {
		h.Fatalf("status %d, want %d\n%s", status, want, body)
	}
	for _, w := range words {
		if !strings.Contains(body, w) {
			h.Errorf("%q is not in\n%s", w, body)
		}
	}
}

// subscriberOf is who has a number, if they take news.
func (h *hall) subscriberOf(a msg.Address) (s person.Subscriber, ok bool) {
	h.view(func(r store.Reader) error {
		id, err := r.Lookup(a)
		if err != nil {
			return nil //nolint:nilerr // nobody has it
		}
		s, err = person.SubscriberOf(r, id)
		ok = err == nil
		return nil
	})
	return s, ok
}

// Everybody who may see the pages sees them, in both languages; nobody else.
func TestResidentsPagesByRole(t *testing.T) {
	h := newHall(t)
	for id, may := range map[staff.ID]bool{"lan": true, "binh": true, "tam": true, "quan": true, "yen": false, "vui": false} {
		c := h.as(id)
		for _, lang := range []string{"vi", "en"} {
			c.post("/tieng", url.Values{"lang": {lang}, "den": {"/viec"}})
			for _, path := range []string{"/nguoi-nhan", "/nguoi-nhan/to/hong-thuong", "/du-lieu"} {
				status, body := c.get(path)
				if want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[may]; status != want {
					t.Errorf("%s %s %s: %d, want %d", id, lang, path, status, want)
				}
				if may && !strings.Contains(body, `lang="`+lang+`"`) {
					t.Errorf("%s %s: not in %s", id, path, lang)
				}
			}
		}
		_, body := c.get("/nguoi-nhan")
		if got := strings.Contains(body, `action="/nguoi-nhan/ho"`); got != (id == "lan") {
			t.Errorf("%s: may enter people: %v", id, got)
		}
	}
}

func TestHouseholdIsEntered(t *testing.T) {
	h := newHall(t)
	lan := h.as("lan")
	form := url.Values{"so": {"0900 000 901"}, "xa": {"a-luoi-3"}, "chu_de": {"meeting", "loan"}, "cach": {"spoken"}}
	status, body := lan.post("/nguoi-nhan/ho", form)
	h.shows(status, http.StatusUnprocessableEntity, body, "Chưa đánh dấu", `value="0900 000 901"`, `aria-invalid="true"`)
	form.Set("dong_y", "1")
	form.Set("so", "12")
	status, body = lan.post("/nguoi-nhan/ho", form)
	h.shows(status, http.StatusUnprocessableEntity, body, `value="12"`)
	form.Set("so", "0900 000 901")
	form.Set("xa", "a-luoi-1")
	if status, _ = lan.post("/nguoi-nhan/ho", form); status != http.StatusForbidden {
		t.Errorf("a household of another commune: %d", status)
	}
	form.Set("xa", "a-luoi-3")
	if _, there := h.subscriberOf("sms:+84900000901"); there {
		t.Fatal("a refused household takes news")
	}
	if status, _ = lan.post("/nguoi-nhan/ho", form); status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	s, there := h.subscriberOf("sms:+84900000901")
	if !there || s.Commune != "a-luoi-3" || !s.Takes(person.Loans) || s.Takes(person.Housing) || s.Consent.How != "spoken" || s.Consent.Witness != "lan" {
		t.Errorf("entered: %v %+v", there, s)
	}
	form.Set("chu_de", "housing")
	if status, _ = lan.post("/nguoi-nhan/ho", form); status != http.StatusSeeOther {
		t.Fatalf("again: %d", status)
	}
	if _, body = lan.get("/nguoi-nhan"); !strings.Contains(body, "nhận tin từ trước") {
		t.Error("nobody is told that they take news already")
	}
	if s, _ = h.subscriberOf("sms:+84900000901"); s.Takes(person.Housing) {
		t.Error("what they chose was written over")
	}
	if status, _ = h.as("binh").post("/nguoi-nhan/ho", form); status != http.StatusForbidden {
		t.Errorf("a leader entered somebody: %d", status)
	}
}

const listHead = "so_dien_thoai,xa,chu_de,dong_y\n"

func TestListIsPreviewedAndEntered(t *testing.T) {
	h := newHall(t)
	lan := h.as("lan")
	list := listHead + "0900000911,A Lưới 3,họp dân,giấy 20/11/2026 lan\n0900000912,Hồng Thượng,tất cả,miệng 20/11/2026 lan\n0900000001,A Lưới 3,họp dân,giấy 20/11/2026 lan\n12,A Lưới 3,họp dân,giấy 20/11/2026 lan\n"
	status, body := lan.upload("x.csv", []byte(list), nil)
	h.shows(status, http.StatusOK, body, "4 dòng: 2 nhà sẽ được ghi, 1 nhà đã nhận tin từ trước, 1 dòng sai", "Dòng 5:", `name="bo" value="1"`)
	if _, there := h.subscriberOf("sms:+84900000911"); there {
		t.Fatal("a preview entered somebody")
	}
	between := func(a, b string) string {
		_, rest, _ := strings.Cut(body, a)
		v, _, _ := strings.Cut(rest, b)
		return strings.ReplaceAll(v, "&#43;", "+")
	}
	fields := map[string]string{"dau": between(`name="dau" value="`, `"`), "danh_sach": between(`name="danh_sach" value="`, `"`)}
	status, body2 := lan.upload("", nil, fields)
	h.shows(status, http.StatusUnprocessableEntity, body2, "Còn 1 dòng sai")
	fields["bo"] = "1"
	other := map[string]string{"dau": "khac", "danh_sach": fields["danh_sach"], "bo": "1"}
	status, body2 = lan.upload("", nil, other)
	h.shows(status, http.StatusUnprocessableEntity, body2, "khác tệp vừa xem")
	if status, body2 = lan.upload("", nil, fields); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body2)
	}
	for _, a := range []msg.Address{"sms:+84900000911", "sms:+84900000912"} {
		if s, there := h.subscriberOf(a); !there || s.Commune != "a-luoi-3" {
			t.Errorf("%v: %v %+v", a, there, s)
		}
	}
	status, body = lan.upload("x.csv", []byte(list), nil)
	h.shows(status, http.StatusOK, body, "đã nhập xong từ trước")
}

// A row of another commune is a wrong row, by its number; the others can be
// entered, and its officers can enter the rest from the same file.
func TestListOfTwoCommunes(t *testing.T) {
	h := newHall(t)
	list := []byte(listHead + "0900000913,A Lưới 3,họp dân,giấy 20/11/2026 lan\n0900000914,A Lưới 1,họp dân,giấy 20/11/2026 lan\n")
	lan := h.as("lan")
	status, body := lan.upload("x.csv", list, nil)
	h.shows(status, http.StatusOK, body, "Dòng 3: xã A Lưới 1 không phải xã của anh chị", "1 nhà sẽ được ghi")
	ref := strings.SplitN(strings.SplitN(body, `name="dau" value="`, 2)[1], `"`, 2)[0]
	if status, body := lan.upload("x.csv", list, map[string]string{"dau": ref, "bo": "1"}); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body)
	}
	if _, there := h.subscriberOf("sms:+84900000913"); !there {
		t.Error("the officer's own row was not entered")
	}
	if _, there := h.subscriberOf("sms:+84900000914"); there {
		t.Error("an officer entered somebody of another commune")
	}
	h.view(func(r store.Reader) error {
		p, err := registry{s: h.s}.ReadList(r, staff.Actor{ID: "xa", Role: staff.Officer, Communes: []string{"a-luoi-1"}}, list)
		if len(p.Fresh) != 1 || p.Done() || p.Begun() {
			t.Errorf("what is left for the other commune: %+v", p)
		}
		return err
	})
}

// A workbook is read as the CSV it would be saved as.
func TestListFromExcel(t *testing.T) {
	h := newHall(t)
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"so_dien_thoai", "xa", "chu_de", "dong_y"}, {"0900 000 921", "A Lưới 3", "họp dân", "giấy 20/11/2026 lan"},
		{900000922, "A Lưới 3", "họp dân\n+ lớp nghề", "giấy 20/11/2026 lan"}, {}, {"0900000923", "A Lưới 3", "họp dân"},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	status, body := h.as("lan").upload("x.xlsx", out.Bytes(), nil)
	h.shows(status, http.StatusOK, body, "3 dòng: 2 nhà sẽ được ghi", "Dòng 5: thiếu đồng ý")
	status, body = h.as("lan").upload("x.xls", []byte("\xD0\xCF\x11\xE0xxxx"), nil)
	h.shows(status, http.StatusUnprocessableEntity, body, "Excel kiểu cũ")
	if status, body := h.as("lan").get("/nguoi-nhan/mau.csv"); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	} else if status, body = h.as("lan").upload("mau.csv", []byte(body), nil); !strings.Contains(body, "1 nhà sẽ được ghi") {
		t.Errorf("the sample is not as it must be: %d %s", status, body)
	}
}

// Files nobody would send who means well: each is refused in words, and
// nothing in them becomes part of the page.
func TestHostileFiles(t *testing.T) {
	h := newHall(t)
	lan := h.as("lan")
	evil := `<script>alert(1)</script>`
	for name, file := range map[string][]byte{
		"empty":              {},
		"binary":             bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe}, 1000),
		"a zip":              []byte("PK\x03\x04" + strings.Repeat("\x00", 500)),
		"one line":           bytes.Repeat([]byte("x"), 2<<20),
		"5 MB":               bytes.Repeat([]byte("0900000911,A Lưới 3,họp dân,giấy 20/11/2026 lan\n"), 100_000),
		"quotes":             []byte(listHead + `"0900000911,` + evil),
		"no columns":         []byte(evil + "," + evil),
		"=cmd|' /C calc'!A0": []byte("=cmd|' /C calc'!A0,xa\n"),
	} {
		status, body := lan.upload(evil+".csv", file, nil)
		if status != http.StatusUnprocessableEntity && status != http.StatusOK {
			t.Errorf("%s: status %d", name, status)
		}
		if strings.Contains(body, evil) || strings.Contains(body, "=cmd") || len(body) > 100<<10 {
			t.Errorf("%s: what is in the file stands on the page (%d bytes)", name, len(body))
		}
	}
	rows := listHead + evil + ",A Lưới 3,họp dân,giấy 20/11/2026 lan\n0900000911," + evil + ",họp dân,giấy 20/11/2026 lan\n0900000912,A Lưới 3,=1+1,giấy 20/11/2026 lan\n0900000913,A Lưới 3,họp dân,giấy 20/11/2026 " + evil + "\n"
	status, body := lan.upload(evil, []byte(rows), nil)
	h.shows(status, http.StatusOK, body, "4 dòng sai")
	if strings.Contains(body, evil) || strings.Contains(body, "=1+1") {
		t.Error("what is in a row stands on the page")
	}
	if status, _ = lan.upload("x.csv", bytes.Repeat([]byte("x"), 9<<20), nil); status != http.StatusRequestEntityTooLarge {
		t.Errorf("9 MB: %d", status)
	}
	for xa, want := range map[string]int{"a-luoi-3": http.StatusUnprocessableEntity, evil: http.StatusForbidden} {
		status, body = lan.post("/nguoi-nhan/ho", url.Values{"so": {`"><b>` + evil}, "xa": {xa}, "chu_de": {evil}, "cach": {evil}, "dong_y": {"1"}})
		h.shows(status, want, body)
		if strings.Contains(body, evil) || strings.Contains(body, `"><b>`) {
			t.Error("what was typed became part of the page")
		}
	}
}

func TestOnePersonsData(t *testing.T) {
	h := newHall(t)
	lan := h.as("lan")
	find := url.Values{"so": {"0900 000 003"}, "ly_do": {"bà con hỏi <b>"}}
	status, body := lan.post("/du-lieu", url.Values{"so": {"0900 000 003"}})
	h.shows(status, http.StatusUnprocessableEntity, body, "lý do")
	status, body = lan.post("/du-lieu", find)
	h.shows(status, http.StatusOK, body, "090…003", "A Lưới 3", "&lt;b&gt;")
	if strings.Contains(strings.ReplaceAll(body, `value="0900 000 003"`, ""), "0900000003") {
		t.Error("a whole number is shown to who did not ask for it")
	}
	find.Set("ca_so", "1")
	status, body = lan.post("/du-lieu", find)
	h.shows(status, http.StatusOK, body, "0900000003")
	status, body = lan.post("/du-lieu", url.Values{"so": {"0900 000 999"}, "ly_do": {"x"}})
	h.shows(status, http.StatusOK, body, "Không giữ gì")
	status, body = lan.post("/du-lieu", url.Values{"so": {"abc"}, "ly_do": {"x"}})
	h.shows(status, http.StatusUnprocessableEntity, body)
	status, body = lan.post("/du-lieu", url.Values{"so": {"0900 000 060"}, "ly_do": {"bà con đến hỏi"}})
	h.shows(status, http.StatusForbidden, body, "Nhờ cán bộ xã đó", `value="0900 000 060"`, `value="bà con đến hỏi"`)
	h.logged("lan", staff.ShowPerson, 1)
	h.logged("lan", staff.ShowNumber, 1)

	gone := url.Values{"so": {"0900 000 003"}, "ly_do": {"bà con đến xin xóa"}}
	status, body = lan.post("/du-lieu/xoa", gone)
	h.shows(status, http.StatusOK, body, "Không lấy lại được", "090…003")
	if _, there := h.subscriberOf("sms:+84900000003"); !there {
		t.Fatal("one press deleted everything")
	}
	gone.Set("chac", "1")
	status, body = lan.post("/du-lieu/xoa", gone)
	h.shows(status, http.StatusOK, body, "Đã xóa hết", "dấu không đọc được")
	if _, there := h.subscriberOf("sms:+84900000003"); there {
		t.Error("they still take news")
	}
	h.logged("lan", staff.DeletePerson, 1)
	if status, _ = h.as("tam").post("/du-lieu/xoa", gone); status != http.StatusForbidden {
		t.Errorf("who may not delete got %d", status)
	}
}

// Somebody who takes news of one commune and has a person in a course of
// another: its officer sees and deletes that, and is told where the rest is.
func TestDataOfTwoCommunes(t *testing.T) {
	h := newHall(t)
	const number = "sms:+84900000060"
	other, _ := h.subscriberOf(number)
	if other.Commune == "" || other.Commune == sampleHome {
		t.Fatalf("this phone is of %q: this tries nothing", other.Commune)
	}
	var code string
	err := h.s.store.Update(t.Context(), func(r store.Reader) (c store.Changes, err error) {
		all, err := course.All(r)
		for _, k := range all {
			if k.Name == "Dệt zèng" {
				var p course.Place
				p, c, err = course.Register(r, course.Entry{Course: k.ID, Seed: "hai xã", Channel: "sms", Person: person.Person{
					Contact: other.Contact, Name: "Hồ Thị Xa", Year: 1990, Village: "A Ka", Commune: sampleHome,
				}}, h.s.cfg.now())
				code = p.Code
			}
		}
		return c, err
	})
	if err != nil || code == "" {
		t.Fatal(code, err)
	}
	lan := h.as("lan")
	form := url.Values{"so": {"0900 000 060"}, "ly_do": {"bà con đến xin xóa"}}
	status, body := lan.post("/du-lieu", form)
	h.shows(status, http.StatusOK, body, "Lớp Dệt zèng, mã "+code+": Đã ghi tên", "Hồ Thị Xa", "Phần còn lại thuộc")
	if strings.Contains(body, "Họp dân") || strings.Contains(body, "nhắn tin") && strings.Contains(body, "họp dân") {
		t.Error("what another commune keeps is shown")
	}
	status, body = lan.post("/du-lieu/xoa", form)
	h.shows(status, http.StatusOK, body, "Phần của xã khác vẫn còn")
	form.Set("chac", "1")
	status, body = lan.post("/du-lieu/xoa", form)
	h.shows(status, http.StatusOK, body, "Đã xóa phần của xã anh chị", "Phần còn lại thuộc")
	if _, there := h.subscriberOf(number); !there {
		t.Error("what another commune keeps was deleted")
	}
	h.view(func(r store.Reader) error {
		if _, err := course.Registered(r, code); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the registration is still there: %v", err)
		}
		people, err := person.Of(r, other.Contact)
		for _, p := range people {
			if p.Commune == sampleHome {
				t.Errorf("%+v is still there", p)
			}
		}
		return err
	})
	h.logged("lan", staff.ShowPerson, 1)
	h.logged("lan", staff.DeletePerson, 1)
}

// logged counts the entries of what somebody did.
func (h *hall) logged(by staff.ID, did staff.Action, want int) {
	h.Helper()
	n := 0
	h.view(func(r store.Reader) error {
		list, _, err := staff.Entries(r, staff.Operator, staff.Filter{By: by, On: "contact"}, "", 100)
		for _, e := range list {
			if e.Did == string(did) {
				n++
			}
			if strings.Contains(fmt.Sprint(e), "0900") {
				h.Errorf("the log holds a number: %+v", e)
			}
		}
		return err
	})
	if n != want {
		h.Errorf("%s did %s %d times in the log, want %d", by, did, n, want)
	}
}

func TestPoster(t *testing.T) {
	h := newHall(t)
	lan := h.as("lan")
	status, body := lan.get("/nguoi-nhan/to/hong-thuong")
	h.shows(status, http.StatusOK, body, "TIN HONG THUONG", "0900 000 000", "@tinban_bot", "data:image/png;base64,", "0 9 0 0")
	if len(body) > 60<<10 {
		t.Errorf("the poster weighs %d bytes", len(body))
	}
	for _, path := range []string{"/nguoi-nhan/to/a-luoi-1", "/nguoi-nhan/to/hue"} {
		if status, _ := lan.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
