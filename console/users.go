package console

import (
	"crypto/rand"
	"errors"
	"strings"

	"tinban/locales"
	"tinban/staff"
	"tinban/store"
)

// usersPage is who works here.
type usersPage struct {
	Query string
	Users []staff.Account
	All   int
	May   bool // change them
}

func (q *request) users() (answer, error) {
	p := usersPage{Query: q.r.URL.Query().Get("q"), May: staff.May(q.actor(), staff.ManageStaff) == nil}
	err := q.view(func(r store.Reader) error {
		all, err := staff.List(r, q.actor())
		p.All = len(all)
		for _, a := range all {
			if matches(p.Query, string(a.ID), a.Name) {
				p.Users = append(p.Users, a)
			}
		}
		return err
	})
	return show("nguoi-dung", locales.NavUsers, p), err
}

// userPage is one account, or a new one.
type userPage struct {
	New      bool
	ID       string
	Terms    staff.Terms
	Reason   string
	Account  staff.Account
	Sessions []staff.Session
	Roles    []staff.Role
	Communes []option
	Code     string // a one-time code, shown once
	CodeFor  staff.Purpose
	Wrong    string
	Lost     lost // what is asked once more before it is done
}

// lost is communes that would have nobody left to approve, and by what.
type lost struct {
	By       string // "doi" or "khoa": the form that is sent once more
	Communes []string
}

// Sure is what a form brings back when it was asked about these communes.
func (l lost) Sure() string { return strings.Join(l.Communes, " ") }

// option is one thing to tick or choose.
type option struct {
	Value, Label string
	On           bool
}

func (q *request) communeOptions(chosen []string) (list []option) {
	for _, id := range q.todaysCommunes() {
		list = append(list, option{id, q.communeName(id), contains(chosen, id)})
	}
	return list
}

func (q *request) userForm(p userPage) userPage {
	p.Roles, p.Communes = staff.Roles, q.communeOptions(p.Terms.Communes)
	return p
}

func (q *request) newUser() (answer, error) {
	return show("nguoi-dung-mot", locales.TitleNewUser, q.userForm(userPage{New: true, Terms: staff.Terms{Role: staff.Officer}})), nil
}

func (q *request) user() (answer, error) {
	p := userPage{ID: q.r.PathValue("id")}
	err := q.view(func(r store.Reader) (err error) { return q.loadUser(r, &p) })
	return show("nguoi-dung-mot", locales.TitleUser, q.userForm(p)), err
}

func (q *request) loadUser(r store.Reader, p *userPage) (err error) {
	if p.Account, err = staff.Get(r, staff.ID(p.ID)); err != nil {
		return err
	}
	p.Terms = p.Account.Terms()
	p.Sessions, err = staff.Sessions(r, p.Account.ID, q.now)
	return err
}

// typedTerms is what was typed into the form.
func (q *request) typedTerms() staff.Terms {
	_ = q.r.ParseForm() // a form that cannot be read is empty, and refused as such
	return staff.Terms{
		Name: strings.TrimSpace(q.r.PostFormValue("ho_ten")), Role: staff.Role(q.r.PostFormValue("vai")),
		Communes: q.r.PostForm["xa"], Everywhere: q.r.PostFormValue("moi_xa") != "",
	}
}

func (q *request) step() staff.Step {
	return staff.Step{By: q.actor(), At: q.now, Reason: q.r.PostFormValue("ly_do"), Today: q.todaysCommunes()}
}

func (q *request) addUser() (answer, error) {
	p := userPage{New: true, ID: strings.ToLower(strings.TrimSpace(q.r.PostFormValue("ten"))), Terms: q.typedTerms()}
	err := q.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := staff.Add(r, q.step(), staff.ID(p.ID), p.Terms)
		return c, err
	})
	if words, ok := q.refusal(err); ok {
		p.Wrong = words
		return answer{page: "nguoi-dung-mot", title: locales.TitleNewUser, data: q.userForm(p), status: unprocessable}, nil
	}
	if err != nil {
		return answer{}, err
	}
	return q.showCode(staff.ID(p.ID), staff.ForPassword)
}

func (q *request) changeUser() (answer, error) {
	terms := q.typedTerms()
	change := func(r store.Reader, s staff.Step, id staff.ID) (staff.Managed, store.Changes, error) {
		return staff.Change(r, s, id, terms)
	}
	return q.manage("doi", &terms, locales.SaidSaved, change)
}

// switchUser takes every right away, or gives them back.
func (q *request) switchUser() (answer, error) {
	if q.r.PostFormValue("bat") != "" {
		return q.manage("khoa", nil, locales.SaidEnabled, staff.Enable)
	}
	return q.manage("khoa", nil, locales.SaidDisabled, staff.Disable)
}

// errSure: a step is asked about once more before it is taken.
var errSure = errors.New("console: not yet sure")

// manage takes a step on an account. One that leaves communes without anybody
// who approves is asked about first: the form comes back with their names.
func (q *request) manage(by string, terms *staff.Terms, said locales.ID, do func(store.Reader, staff.Step, staff.ID) (staff.Managed, store.Changes, error)) (answer, error) {
	p := userPage{ID: q.r.PathValue("id")}
	err := q.update(func(r store.Reader) (store.Changes, error) {
		m, c, err := do(r, q.step(), staff.ID(p.ID))
		p.Lost = lost{by, m.Unapproved}
		if err == nil && p.Lost.Sure() != q.r.PostFormValue("chac") && len(m.Unapproved) > 0 {
			err = errSure
		}
		return c, err
	})
	words, refused := q.refusal(err)
	if refused || errors.Is(err, errSure) {
		p.Wrong = words
		return q.userAgain(p, terms)
	}
	if err != nil {
		return answer{}, err
	}
	return q.done("/nguoi-dung", said)
}

// userAgain shows an account with what was typed, and why it is not done yet.
func (q *request) userAgain(p userPage, terms *staff.Terms) (answer, error) {
	if err := q.view(func(r store.Reader) error { return q.loadUser(r, &p) }); err != nil {
		return answer{}, err
	}
	if terms != nil {
		p.Terms, p.Reason = *terms, q.r.PostFormValue("ly_do")
	}
	return answer{page: "nguoi-dung-mot", title: locales.TitleUser, data: q.userForm(p), status: unprocessable}, nil
}

func (q *request) codeForUser() (answer, error) {
	purpose := staff.ForPassword
	if q.r.PostFormValue("viec") == string(staff.ForLink) {
		purpose = staff.ForLink
	}
	return q.showCode(staff.ID(q.r.PathValue("id")), purpose)
}

// showCode draws a one-time code and shows it, this once.
func (q *request) showCode(id staff.ID, purpose staff.Purpose) (answer, error) {
	seed, err := staff.NewSeed(rand.Reader)
	if err != nil {
		return answer{}, err
	}
	p := userPage{ID: string(id), CodeFor: purpose}
	err = q.update(func(r store.Reader) (c store.Changes, err error) {
		p.Code, c, err = staff.Invite(r, q.step(), id, purpose, seed)
		return c, err
	})
	if err != nil {
		return answer{}, err
	}
	p.Code = staff.ShowCode(p.Code)
	err = q.view(func(r store.Reader) error { return q.loadUser(r, &p) })
	return show("nguoi-dung-mot", locales.TitleUser, q.userForm(p)), err
}

// endSession ends one session, of one's own or of an account one may manage.
func (q *request) endSession() (answer, error) {
	err := q.update(func(r store.Reader) (store.Changes, error) {
		return staff.Revoke(r, q.actor(), q.r.PostFormValue("phien"), q.now)
	})
	if err != nil {
		return answer{}, err
	}
	return q.done(ownPath(q.r.PostFormValue("den")), locales.SaidSessionEnded)
}
