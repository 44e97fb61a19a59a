package console

import (
	"context"
	"net/http"
	"time"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// access is who may open a route at all. What belongs to a commune is asked
// again of staff.May, by the room the thing belongs to.
type access int

const (
	anybody  access = iota // no account needed
	signedIn               // any account
	allowed                // an account whose role may do route.needs
)

// route is one page or form.
type route struct {
	pattern string
	access  access
	needs   staff.Action
	do      func(*request) (answer, error)
}

// routes is every page there is.
func (c *Console) routes() []route {
	return []route{
		{"GET /{$}", anybody, "", (*request).front},
		{"POST /ma", anybody, "", (*request).checkCode},
		{"GET /rieng-tu", anybody, "", (*request).privacy},
		{"GET /vao", anybody, "", (*request).signInPage},
		{"POST /vao", anybody, "", (*request).signIn},
		{"GET /bat-dau", anybody, "", (*request).codePage},
		{"POST /bat-dau", anybody, "", (*request).takeCode},
		{"POST /tieng", anybody, "", (*request).otherLanguage},
		{"POST /ra", signedIn, "", (*request).signOut},
		{"GET /viec", signedIn, "", (*request).today},
		{"GET /thong-ke", allowed, staff.ReadNumbers, (*request).stats},
		{"GET /tin", allowed, staff.ReadNotices, (*request).notices},
		{"GET /tin/moi", allowed, staff.WriteNotice, (*request).newNotice},
		{"POST /tin/xem", allowed, staff.WriteNotice, (*request).previewNotice},
		{"POST /tin", allowed, staff.WriteNotice, (*request).saveNotice},
		{"POST /tin/{id}", allowed, staff.WriteNotice, (*request).saveNotice},
		{"GET /tin/{id}", allowed, staff.ReadNotices, (*request).notice},
		{"GET /tin/{id}/sua", allowed, staff.WriteNotice, (*request).editNotice},
		{"GET /tin/{id}/tien-do", allowed, staff.ReadNotices, (*request).noticeProgress},
		{"GET /tin/{id}/nguoi", allowed, staff.ReadNotices, (*request).noticeAudience},
		{"POST /tin/{id}/{buoc}", allowed, staff.ReadNotices, (*request).stepNotice},
		{"GET /hoi", allowed, staff.ReadTickets, (*request).tickets},
		{"GET /hoi/{code}", allowed, staff.ReadTickets, (*request).ticket},
		{"POST /hoi/{code}/xem", allowed, staff.AnswerTicket, (*request).previewTicket},
		{"POST /hoi/{code}/tra-loi", allowed, staff.AnswerTicket, (*request).answerTicket},
		{"POST /hoi/{code}/{buoc}", allowed, staff.AnswerTicket, (*request).stepTicket},
		{"POST /hoi/xuat", allowed, staff.ExportList, (*request).exportTickets},
		{"GET /lop", allowed, staff.ReadCourses, (*request).courses},
		{"GET /lop/moi", allowed, staff.EditCourse, (*request).newCourse},
		{"POST /lop/moi", allowed, staff.EditCourse, (*request).saveCourse},
		{"GET /lop/{id}", allowed, staff.ReadCourses, (*request).course},
		{"POST /lop/{id}", allowed, staff.EditCourse, (*request).saveCourse},
		{"GET /lop/{id}/sua", allowed, staff.EditCourse, (*request).editCourse},
		{"POST /lop/{id}/xuat", allowed, staff.ExportList, (*request).exportCourse},
		{"POST /lop/{id}/tai-len", allowed, staff.ManagePeople, (*request).uploadCourse},
		{"POST /lop/{id}/{buoc}", allowed, staff.ReadCourses, (*request).stepCourse},
		{"GET /nhu-cau", allowed, staff.ReadNumbers, (*request).demand},
		{"POST /nhu-cau/xuat", allowed, staff.ExportList, (*request).exportDemand},
		{"GET /nguoi-nhan", allowed, staff.ShowPerson, (*request).residents},
		{"GET /nguoi-nhan/to/{xa}", allowed, staff.ShowPerson, (*request).poster},
		{"GET /nguoi-nhan/mau.csv", allowed, staff.ImportContacts, (*request).sampleList},
		{"POST /nguoi-nhan/ho", allowed, staff.ImportContacts, (*request).enterHousehold},
		{"POST /nguoi-nhan/danh-sach", allowed, staff.ImportContacts, (*request).uploadList},
		{"GET /du-lieu", allowed, staff.ShowPerson, (*request).residentForm},
		{"POST /du-lieu", allowed, staff.ShowPerson, (*request).residentFound},
		{"POST /du-lieu/xoa", allowed, staff.DeletePerson, (*request).deleteResident},
		{"GET /toi", signedIn, "", (*request).me},
		{"POST /toi/mat-khau", signedIn, "", (*request).changePassword},
		{"POST /toi/buoc-hai/moi", signedIn, "", (*request).beginStep},
		{"POST /toi/buoc-hai", signedIn, "", (*request).confirmStep},
		{"POST /phien/thoi", signedIn, "", (*request).endSession},
		{"GET /nguoi-dung", allowed, staff.ManageStaff, (*request).users},
		{"GET /nguoi-dung/moi", allowed, staff.ManageStaff, (*request).newUser},
		{"POST /nguoi-dung/moi", allowed, staff.ManageStaff, (*request).addUser},
		{"GET /nguoi-dung/{id}", allowed, staff.ManageStaff, (*request).user},
		{"POST /nguoi-dung/{id}", allowed, staff.ManageStaff, (*request).changeUser},
		{"POST /nguoi-dung/{id}/khoa", allowed, staff.ManageStaff, (*request).switchUser},
		{"POST /nguoi-dung/{id}/ma", allowed, staff.ManageStaff, (*request).codeForUser},
		{"GET /nhat-ky", allowed, staff.ReadLog, (*request).log},
		{"GET /kenh", allowed, staff.ReadSystem, (*request).channels},
		{"GET /suc-khoe", allowed, staff.ReadSystem, (*request).health},
	}
}

// request is one call of a page by somebody.
type request struct {
	c       *Console
	w       http.ResponseWriter
	r       *http.Request
	now     time.Time
	lang    string
	account staff.Account // zero when nobody signed in
	token   string        // of the session
	session staff.Session
}

func (q *request) actor() staff.Actor { return q.account.Actor() }

func (q *request) ctx() context.Context { return q.r.Context() }

// say is a text of the service in the reader's language.
func (q *request) say(id locales.ID, vars locales.Vars) string {
	return q.c.cfg.Say.In(q.lang).Say(id, vars)
}

// view reads from the store.
func (q *request) view(read func(store.Reader) error) error { return q.c.cfg.Store.View(q.ctx(), read) }

// update changes the store, and tells the outbox.
func (q *request) update(decide func(store.Reader) (store.Changes, error)) error {
	err := q.c.cfg.Store.Update(q.ctx(), decide)
	if err == nil && q.c.cfg.Wake != nil {
		q.c.cfg.Wake()
	}
	return err
}

// answer is what a route gives back: a page, or a place to go to.
type answer struct {
	page   string // name of a file in pages
	part   string // name of a template in it, for htmx; the whole page if empty
	data   any    // what the page's template gets as .Page
	title  locales.ID
	status int    // 200 if not given
	to     string // redirect: a path of ours
	file   *file
}

// file is a download.
type file struct {
	name, kind string
	body       []byte
}

func show(page string, title locales.ID, data any) answer {
	return answer{page: page, title: title, data: data}
}

// goTo redirects after a form was taken, so that reloading repeats nothing.
func goTo(path string) answer { return answer{to: path} }
