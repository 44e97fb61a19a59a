package console

import (
	"crypto/rand"
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
	Account  staff.Account
	Sessions []staff.Session
	Roles    []staff.Role
	Communes []option
	Code     string // a one-time code, shown once
	CodeFor  staff.Purpose
	Wrong    string
	Warn     string
}

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
	p := userPage{ID: q.r.PathValue("id")}
	var managed staff.Managed
	terms := q.typedTerms()
	err := q.update(func(r store.Reader) (c store.Changes, err error) {
		managed, c, err = staff.Change(r, q.step(), staff.ID(p.ID), terms)
		return c, err
	})
	if words, ok := q.refusal(err); ok {
		return q.userAgain(p, terms, words)
	}
	if err != nil {
		return answer{}, err
	}
	if len(managed.Unapproved) > 0 {
		return q.done("/nguoi-dung", locales.StaffNoApprover)
	}
	return q.done("/nguoi-dung", locales.SaidSaved)
}

func (q *request) userAgain(p userPage, terms staff.Terms, words string) (answer, error) {
	if err := q.view(func(r store.Reader) error { return q.loadUser(r, &p) }); err != nil {
		return answer{}, err
	}
	p.Terms, p.Wrong = terms, words
	return answer{page: "nguoi-dung-mot", title: locales.TitleUser, data: q.userForm(p), status: unprocessable}, nil
}

// switchUser takes every right away, or gives them back.
func (q *request) switchUser() (answer, error) {
	id := staff.ID(q.r.PathValue("id"))
	do, said := staff.Disable, locales.SaidDisabled
	if q.r.PostFormValue("bat") != "" {
		do, said = staff.Enable, locales.SaidEnabled
	}
	err := q.update(func(r store.Reader) (store.Changes, error) {
		_, c, err := do(r, q.step(), id)
		return c, err
	})
	if err != nil {
		return answer{}, err
	}
	return q.done("/nguoi-dung", said)
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
