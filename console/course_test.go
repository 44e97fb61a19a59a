package console

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tinban/course"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// class makes an open course of A Lưới 3 with so many people and seats, and
// returns its id and their codes.
func (o *office) class(people, seats int) (id string, codes []string) {
	o.Helper()
	lan := staff.Actor{ID: "lan", Role: staff.Officer, Communes: []string{"a-luoi-3"}}
	o.update(func(r store.Reader) (store.Changes, error) {
		made, c, err := course.New(r, lan, course.Plan{Name: "Nuôi bò", Seats: seats, Communes: []string{"a-luoi-3"}, Starts: o.clock.AddDate(0, 1, 0)}, o.clock)
		id = made.ID
		return c, err
	})
	o.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := course.Set(r, lan, id, course.Open, o.clock)
		return c, err
	})
	for i := range people {
		o.update(func(r store.Reader) (store.Changes, error) {
			p, c, err := course.Assist(r, lan, course.Entry{Course: id, Seed: fmt.Sprint(i), Person: person.Person{
				Name: fmt.Sprintf("Hồ Thị %c", 'A'+i), Year: 1990, Commune: "a-luoi-3", Consent: person.Consent{How: "spoken", Witness: "lan"},
			}}, o.clock)
			codes = append(codes, p.Code)
			return c, err
		})
	}
	return id, codes
}

func (o *office) statuses(id string) (list []course.Status) {
	o.Helper()
	o.update(func(r store.Reader) (c store.Changes, err error) {
		all, err := course.List(r, id)
		for _, g := range all {
			list = append(list, g.Status)
		}
		return c, err
	})
	return list
}

func (o *office) sees(got reply, status int, words ...string) {
	o.Helper()
	if got.status != status {
		o.Fatalf("status %d, want %d\n%s", got.status, status, got.body)
	}
	for _, w := range words {
		if !strings.Contains(got.body, w) {
			o.Errorf("%q is not in\n%s", w, got.body)
		}
	}
}

func (o *office) same(what string, got, want any) {
	o.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		o.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Without a tick nobody is invited and nothing is changed; all are invited
// only by the button that says how many they are, and while they are so many.
func TestNobodyIsInvitedByMistake(t *testing.T) {
	o := newOffice(t)
	id, codes := o.class(4, 3)
	lan := o.as("lan")
	path := "/lop/" + id
	o.sees(lan.get(path), http.StatusOK, "Chọn tất cả (4)", "Mời mọi người có chỗ (3)")
	o.sees(lan.post(path+"/moi", nil), 422, "Chưa chọn ai")
	o.sees(lan.post(path+"/tinh-trang", url.Values{"moi": {"declined"}}), 422, "Chưa chọn ai")
	o.sees(lan.post(path+"/tinh-trang", url.Values{"ma": codes}), 422, "Chưa có gì để đổi")
	o.sees(lan.post(path+"/moi-het", url.Values{"n": {"2"}}), 422, "nay có 3 người")
	o.same("after refusals", o.statuses(id), "[interested interested interested waiting]")

	lan.follow(path+"/moi", url.Values{"ma": codes[:1]})
	o.same("one was ticked", o.statuses(id), "[invited interested interested waiting]")
	lan.follow(path+"/tinh-trang", url.Values{"ma": codes[:1], "moi": {"accepted"}})
	o.sees(lan.post(path+"/moi", url.Values{"ma": codes[:1]}), 422, "đã được mời từ trước")
	lan.follow(path+"/moi", url.Values{"ma": codes[:2]})
	o.same("who has accepted is not asked again", o.statuses(id), "[accepted invited interested waiting]")
	lan.follow(path+"/moi-het", url.Values{"n": {"1"}})
	o.same("all", o.statuses(id), "[accepted invited invited waiting]")
}

// What was ticked and typed stays when something is refused.
func TestARefusedCoursePageKeepsWhatWasTyped(t *testing.T) {
	o := newOffice(t)
	id, codes := o.class(4, 3)
	lan := o.as("lan")
	ticked := func(got reply) (n int) { return strings.Count(got.body, `" checked><span class="hidden">`) }

	got := lan.post("/lop/"+id+"/moi", url.Values{"ma": codes, "q": {"Hồ"}})
	o.sees(got, 422, "Lớp chỉ có 3 chỗ", `value="Hồ"`)
	o.same("ticks after too many", ticked(got), 4)
	got = lan.post("/lop/"+id+"/tinh-trang", url.Values{"ma": codes[2:], "moi": {"accepted"}, "ghi": {"đã gọi"}})
	o.sees(got, 422, "Lớp chỉ có 3 chỗ", `<option value="accepted" selected>Đã nhận chỗ`, `value="đã gọi"`, "<details open><summary>Đổi tình trạng")
	o.same("ticks after a status", ticked(got), 2)
	o.same("ticks of all", ticked(lan.get("/lop/"+id+"?chon=het")), 4)
	o.same("ticks of one status", ticked(lan.get("/lop/"+id+"?chon=het&xem=waiting")), 1)

	child := url.Values{"ten": {"Kăn Em"}, "nam": {"2016"}, "thon": {"A Ka"}, "xa_o": {"a-luoi-3"}, "gioi": {"f"}, "dong_y": {"paper"}}
	o.sees(lan.post("/lop/"+id+"/ghi-ho", child), 422, "<details open><summary>Ghi tên giúp", `value="Kăn Em"`, `value="2016"`, `value="A Ka"`,
		`<option value="f" selected>`, `value="paper" checked`)
}

// A status that is given to many leaves each their own note.
func TestAStatusLeavesTheNotes(t *testing.T) {
	o := newOffice(t)
	id, codes := o.class(2, 3)
	lan := o.as("lan")
	lan.follow("/lop/"+id+"/tinh-trang", url.Values{"ma": codes[:1], "ghi": {"gọi buổi tối"}})
	lan.follow("/lop/"+id+"/tinh-trang", url.Values{"ma": codes, "moi": {"declined"}})
	o.sees(lan.get("/lop/"+id), http.StatusOK, "gọi buổi tối")
	o.same("statuses", o.statuses(id), "[declined declined]")
}

// upload sends a file to a page.
func (b *browser) upload(path, name string, file []byte, fields map[string]string) reply {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			b.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("tep", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return b.call(http.MethodPost, path, &body, http.Header{"Content-Type": {w.FormDataContentType()}})
}

// The words of the page are those of the file, and a word that is none is
// answered with those there are.
func TestOneSetOfStatusWords(t *testing.T) {
	o := newOffice(t)
	id, _ := o.class(1, 3)
	lan := o.as("lan")
	list := lan.post("/lop/"+id+"/xuat", url.Values{"muc_dich": {"call"}, "csv": {"1"}}).body
	page := lan.get("/lop/" + id).body
	if !strings.Contains(list, "Đã ghi tên") || !strings.Contains(page, "<td>Đã ghi tên") {
		t.Fatalf("the page and the file say a status in different words\n%s\n%s", list, page)
	}
	for _, written := range []string{"Nhận chỗ", "da nhan cho", "Đã nhận chỗ"} {
		got := lan.upload("/lop/"+id+"/tai-len", "x.csv", []byte(strings.ReplaceAll(list, "Đã ghi tên", written)), nil)
		o.sees(got, http.StatusOK, "<td>Đã nhận chỗ</td>")
	}
	got := lan.upload("/lop/"+id+"/tai-len", "x.csv", []byte(strings.ReplaceAll(list, "Đã ghi tên", "Đồng ý")), nil)
	o.sees(got, http.StatusOK, "ghi một trong các chữ này: Đã ghi tên, Đang chờ", "(Đồng ý)")
	if words := strings.Count(got.body, "một trong các chữ"); words != 1 {
		t.Errorf("the words are named %d times", words)
	}
	if !slices.Equal(o.statuses(id), []course.Status{course.Interested}) {
		t.Error("a preview changed something")
	}
}
