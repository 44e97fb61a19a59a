package console

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/report"
	"tinban/staff"
	"tinban/store"
)

// Residents is what staff do with people by their numbers. The terminal does
// it by the same functions.
type Residents interface {
	// ReadList reads a list in CSV and holds it against what is known.
	ReadList(r store.Reader, by staff.Actor, list []byte) (person.Preview, error)
	// EnterList enters a list page by page, and logs it. by is asked anew for
	// each page. Faults are those of all pages.
	EnterList(ctx context.Context, by func(store.Reader) (staff.Actor, error), p person.Preview) (person.Imported, error)
	// EnterHousehold enters one, and logs it; taken is true when it takes news
	// already.
	EnterHousehold(r store.Reader, by staff.Actor, h Household, id store.ContactID) (taken bool, c store.Changes, err error)
	// Find finds whose a number is, of whom an actor may do something.
	Find(r store.Reader, by staff.Actor, do staff.Action, number string) (Resident, error)
	// Forget deletes everything about somebody, and logs it; marked is true
	// when a do-not-send mark stays.
	Forget(r store.Reader, by staff.Actor, who Resident, reason string) (marked bool, c store.Changes, err error)
}

// Household is somebody who agreed in front of an officer.
type Household struct {
	Number  string
	Commune string // of today
	Topics  []person.Topic
	How     string // "spoken" or "paper"
	Witness string // staff id of who heard it
}

// Resident is whose a number is.
type Resident struct {
	Contact  store.Contact // zero when nothing is kept of the number
	Address  msg.Address
	Known    bool
	Communes []string // those their data belong to
}

// residentsPage is who takes news, and how more can.
type residentsPage struct {
	Counted   bool
	Census    shownCensus
	MayEnter  bool
	Posters   []poster
	Communes  []option
	Topics    []option
	Household Household
	WrongOne  string
	WrongList string
	Preview   *person.Preview
	Faults    []counted // rows by what is wrong with them, the most first
	List      string    // the list, to be sent again when it is entered
}

func (q *request) residents() (answer, error) { return q.residentsWith(residentsPage{}) }

func (q *request) residentsWith(p residentsPage) (answer, error) {
	p.MayEnter = q.c.cfg.Residents != nil && staff.May(q.actor(), staff.ImportContacts) == nil
	p.Census, p.Counted = q.census()
	for _, o := range q.communeOptions([]string{p.Household.Commune}) {
		if q.sees(o.Value) {
			o.On = o.On || len(q.actor().Communes) == 1
			p.Communes = append(p.Communes, o)
			p.Posters = append(p.Posters, poster{o.Value, o.Label, q.namesBefore(o.Value)})
		}
	}
	for _, t := range person.Topics {
		on := len(p.Household.Topics) == 0 || slices.Contains(p.Household.Topics, t)
		p.Topics = append(p.Topics, option{string(t), q.say(locales.ID("topic_"+string(t)), nil), on})
	}
	if p.Preview != nil {
		p.Faults = q.faults(p.Preview.Wrong)
	}
	a := show("nguoi-nhan", locales.NavResidents, p)
	if p.WrongOne != "" || p.WrongList != "" {
		a.status = unprocessable
	}
	return a, nil
}

// mostRows is how many rows of one fault are named.
const mostRows = 20

// faults groups rows by what is wrong with them. It names rows, never what is
// in them.
func (q *request) faults(list []person.Fault) (out []counted) {
	at := map[string]int{}
	rows := map[string][]string{}
	for _, f := range list {
		words := q.c.cfg.Say.In(q.lang).Refusal(f.Why)
		if _, ok := at[words]; !ok {
			at[words] = len(out)
			out = append(out, counted{Words: words})
		}
		out[at[words]].N++
		if len(rows[words]) < mostRows {
			rows[words] = append(rows[words], grouped(f.Line))
		}
	}
	for i, c := range out {
		more := ""
		if c.N > mostRows {
			more = ", …"
		}
		out[i].Words = q.say(locales.ResidentsRows, locales.Vars{"Rows": strings.Join(rows[c.Words], ", ") + more}) + " " + c.Words
	}
	slices.SortStableFunc(out, func(a, b counted) int { return b.N - a.N })
	return out[:min(len(out), pageSize)]
}

// enterHousehold enters one family that agreed in front of the officer.
func (q *request) enterHousehold() (answer, error) {
	_ = q.r.ParseForm() // a form that cannot be read is empty, and refused as such
	h := Household{
		Number: strings.TrimSpace(q.r.PostFormValue("so")), Commune: q.r.PostFormValue("xa"), How: q.r.PostFormValue("cach"), Witness: string(q.account.ID),
	}
	for _, t := range person.Topics {
		if slices.Contains(q.r.PostForm["chu_de"], string(t)) {
			h.Topics = append(h.Topics, t)
		}
	}
	if q.r.PostFormValue("dong_y") == "" {
		return q.residentsWith(residentsPage{Household: h, WrongOne: q.say(locales.ResidentsMustAgree, nil)})
	}
	id := store.NewContactID()
	var taken bool
	err := q.update(func(r store.Reader) (c store.Changes, err error) {
		taken, c, err = q.c.cfg.Residents.EnterHousehold(r, q.actor(), h, id)
		return c, err
	})
	if words, refused := q.refusal(err); refused {
		return q.residentsWith(residentsPage{Household: h, WrongOne: words})
	}
	if err != nil {
		return answer{}, err
	}
	if taken {
		return q.done("/nguoi-nhan", locales.SaidTaken)
	}
	q.c.counts.stale()
	return q.done("/nguoi-nhan", locales.SaidEntered)
}

// Bounds of an import on the pages. A longer list is for the terminal.
const (
	maxList = 4 << 20
	// shownList is the longest list that is sent along in the page, to be
	// entered with one press; a longer one is chosen again.
	shownList = 24 << 10
)

// uploadList previews a list, or enters the one that was previewed.
func (q *request) uploadList() (answer, error) {
	list, err := q.list()
	if err != nil {
		return q.listRefused(err)
	}
	var p person.Preview
	err = q.view(func(r store.Reader) (err error) {
		p, err = q.c.cfg.Residents.ReadList(r, q.actor(), list)
		return err
	})
	if err != nil {
		return q.listRefused(err)
	}
	page := residentsPage{Preview: &p}
	if len(list) <= shownList {
		page.List = base64.StdEncoding.EncodeToString(list) // a browser changes the ends of lines
	}
	switch agreed := q.r.PostFormValue("dau"); {
	case agreed == "":
		return q.residentsWith(page)
	case agreed != p.Ref:
		page.WrongList = q.say(locales.ResidentsOtherList, nil)
		return q.residentsWith(page)
	case len(p.Wrong) > 0 && !p.Begun() && number(q.r.PostFormValue("bo")) != len(p.Wrong):
		page.WrongList = q.say(locales.ResidentsLeaveOut, locales.Vars{"N": len(p.Wrong)})
		return q.residentsWith(page)
	}
	if _, err = q.c.cfg.Residents.EnterList(q.ctx(), q.actorNow, p); err != nil {
		return q.listRefused(err)
	}
	q.c.counts.stale()
	return q.done("/nguoi-nhan", locales.SaidListEntered)
}

// sampleList is a list to be filled in: a spreadsheet of this country parts
// columns by semicolons, and takes a number with gaps for a text.
func (q *request) sampleList() (answer, error) {
	commune := ""
	if own := q.actor().Communes; len(own) > 0 {
		commune = own[0]
	} else if all := q.todaysCommunes(); len(all) > 0 {
		commune = all[0]
	}
	text := "\ufeffso_dien_thoai;xa;chu_de;dong_y\r\n0900 000 123;" + q.communeName(commune) + ";họp dân + lớp nghề;giấy " +
		q.now.In(q.c.cfg.Zone).Format("2/1/2006") + " " + string(q.account.ID) + "\r\n"
	return answer{file: &file{"mau-danh-sach.csv", "text/csv; charset=utf-8", []byte(text)}}, nil
}

// actorNow is the actor with the rights they have at this moment.
func (q *request) actorNow(r store.Reader) (staff.Actor, error) {
	a, err := staff.Get(r, q.account.ID)
	return a.Actor(), err
}

func (q *request) listRefused(err error) (answer, error) {
	words, refused := q.refusal(err)
	if !refused {
		return answer{}, err
	}
	return q.residentsWith(residentsPage{WrongList: words})
}

// list is what was uploaded, or what the preview sent along.
func (q *request) list() ([]byte, error) {
	if err := q.r.ParseMultipartForm(maxUpload); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	if text := q.r.PostFormValue("danh_sach"); text != "" {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, &msg.Refusal{Code: string(locales.ResidentsNoFile)}
		}
		return data, nil
	}
	f, _, err := q.r.FormFile("tep")
	if err != nil {
		return nil, &msg.Refusal{Code: string(locales.ResidentsNoFile)}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxList+1))
	if err == nil && len(data) > maxList {
		err = &msg.Refusal{Code: string(locales.ResidentsLarge)}
	}
	if err != nil {
		return nil, err
	}
	return report.AsCSV(data)
}
