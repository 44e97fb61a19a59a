package bot

import (
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/staff"
)

// linkTalk is a member of staff linking their own chat account by the one-time
// code an admin gave them: "/ghep KQ7-MX4-TPR", or a link that begins the chat
// with the code.
func linkTalk() talk {
	return talk{
		hears: func(t *turn) bool {
			for _, word := range []string{"ghep", "start"} {
				if typed, ok := t.after(word); ok {
					return t.link(typed)
				}
			}
			return false
		},
		opens: (*turn).link,
	}
}

// link takes what was meant as a code. Anything else is no business of ours:
// "ghép đôi" is a question.
func (t *turn) link(typed string) bool {
	code, likely := staff.ReadCode(typed)
	if !likely {
		return false
	}
	t.unkept = true
	id, vars := locales.CodeWrong, locales.Vars(nil)
	switch {
	case t.sms(): // anybody with the SIM, or near the phone, would be staff
		id = locales.CodeOnChat
	case t.in.Chat != "": // the whole group would be
		id = locales.CodeAlone
	case code != "" && t.contact.ID != "":
		id, vars = t.linkBy(code)
	}
	t.answerWith("link", &reply{body: t.say(id, vars)})
	return true
}

func (t *turn) linkBy(code string) (locales.ID, locales.Vars) {
	a, no, changes, err := staff.Link(t.snap.Records, t.contact.ID, code, t.snap.Now)
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	t.set.Changes.Add(changes)
	if no != nil {
		return locales.ID(no.Code), no.Vars
	}
	t.st = state{Commune: t.st.Commune}
	return locales.Linked, locales.Vars{
		"Name": a.Name, "Title": t.say(locales.RoleName(string(a.Role)), nil), "Commune": t.communesOf(a), "Ask": t.deskWords(a),
	}
}

// communesOf names the communes an account is bound to.
func (t *turn) communesOf(a staff.Account) string {
	var names []string
	for _, id := range a.Communes {
		names = append(names, t.lib.CommuneName(id, t.on))
	}
	if len(names) == 0 {
		return t.say(locales.AllCommunes, nil)
	}
	return strings.Join(names, ", ")
}

// deskWords are what an account can type from now on.
func (t *turn) deskWords(a staff.Account) string {
	var words []string
	for _, w := range []struct {
		do staff.Action
		id locales.ID
	}{{staff.WriteNotice, locales.LinkedNews}, {staff.AnswerTicket, locales.LinkedTickets}} {
		if staff.May(a.Actor(), w.do) == nil {
			words = append(words, t.say(w.id, nil))
		}
	}
	if len(words) == 0 {
		return t.say(locales.LinkedOnly, nil)
	}
	return strings.Join(words, " ")
}

// opened gives a link that was followed, "/start tohoc-3", to the room it
// leads to.
func (t *turn) opened() bool {
	if t.in.Kind != msg.Started || t.in.Text == "" {
		return false
	}
	for _, k := range talks {
		if k.opens != nil && k.opens(t, t.in.Text) {
			return true
		}
	}
	return false
}
