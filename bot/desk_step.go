package bot

import (
	"errors"
	"slices"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// may reports whether the account may do something, and refuses it if not.
func (d *desk) may(do staff.Action, communes ...string) bool {
	return !d.refused(staff.May(d.who.Actor(), do, communes...), nil)
}

// refused says why a step was not done, with what can be done instead.
func (d *desk) refused(err error, n *notice.Notice) bool {
	var no *msg.Refusal
	r := &reply{}
	switch {
	case err == nil:
		return false
	case notFound(err):
		r.body = d.say(locales.DeskGone, nil)
	case errors.As(err, &no):
		r.body = d.say(locales.ID(no.Code), no.Vars)
	default:
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	if n != nil && no != nil && no.Code != staff.RefusedRole && no.Code != staff.RefusedCommune {
		r.choices = d.next(*n)
	}
	d.answer(r)
	return true
}

// open loads the notice of a button for a step that needs a right to it.
func (d *desk) open(id string, do staff.Action) (n notice.Notice, ok bool) {
	n, err := notice.Get(d.snap.Records, notice.ID(id))
	return n, !d.refused(err, nil) && d.may(do, n.Communes...)
}

// ready refuses a step that the notice's state does not allow.
func (d *desk) ready(n notice.Notice, states ...notice.State) bool {
	if slices.Contains(states, n.State) {
		return true
	}
	return !d.refused(&msg.Refusal{Code: string(locales.NoticeWrongState), Vars: locales.Vars{
		"Code": n.Code, "Now": d.say(notice.StateName(n.State), nil),
	}}, &n)
}

// done takes what a step changed and tells the others. what is told to whoever
// took it is returned: it is part of the answer.
func (d *desk) done(step notice.Step, c store.Changes, err error, n *notice.Notice) (mine *notice.Tell, ok bool) {
	if d.refused(err, n) {
		return nil, false
	}
	var own []msg.Outbound
	c.Contacts = slices.DeleteFunc(c.Contacts, func(to store.ForContact) bool {
		if to.ID == d.contact.ID { // it is sent with the answer, before it
			own = append(own, to.Set.Out...)
		}
		return to.ID == d.contact.ID
	})
	d.set.Out = append(d.set.Out, own...)
	d.take(c, nil)
	d.take(d.bot.TellStaff(d.snap.Records, step.Tell, d.contact.ID))
	for i := range step.Tell {
		if step.Tell[i].To == d.who.ID {
			mine = &step.Tell[i]
		}
	}
	return mine, true
}

// told is the answer that says what the notice room has to tell.
func (d *desk) told(x *notice.Tell) *reply {
	r := &reply{body: d.say(x.Text, x.Vars), stays: true}
	for _, ask := range x.Asks {
		r.choices = append(r.choices, choice{string(ask) + ":" + string(x.Notice), d.say(askNames[ask], nil)})
	}
	return r
}
