package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/staff"
	"tinban/store"
)

// trialLife is how long a test is worth sending.
const trialLife = time.Hour

// TestNotice sends a notice to the phone of whoever tests it, as residents
// will get it: on a chat with the SMS below, letter by letter. Without a phone
// there is no test.
func (b *Bot) TestNotice(r store.Reader, actor staff.Actor, id notice.ID) (notice.Step, store.Changes, error) {
	a, ok, err := linkedAccount(r, actor.ID)
	if err != nil {
		return notice.Step{}, store.Changes{}, err
	}
	if !ok {
		return notice.Step{}, store.Changes{}, &msg.Refusal{Code: string(locales.NoticeNoContact)}
	}
	step, changes, err := b.cfg.Notices.Test(r, actor, id, b.cfg.Now())
	if err != nil {
		return notice.Step{}, store.Changes{}, err
	}
	set, err := b.trial(r, a, step.Notice)
	changes.Contacts = append(changes.Contacts, set)
	return step, changes, err
}

// linkedAccount is one of staff who can be told something.
func linkedAccount(r store.Reader, id staff.ID) (a staff.Account, ok bool, err error) {
	a, err = staff.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil && !a.Disabled && a.Contact != "", err
}

// trial is what is sent: the very forms, to one phone.
func (b *Bot) trial(r store.Reader, a staff.Account, n notice.Notice) (store.ForContact, error) {
	contact, _, err := r.Contact(a.Contact)
	if err != nil {
		return store.ForContact{}, err
	}
	caps, _ := b.cfg.Caps(contact.Route)
	f := b.cfg.Notices.Forms(n, n.Communes[0])
	short := f.TwoWay
	if b.cfg.Notices.Named() {
		short = f.Brandname
	}
	out := []msg.Outbound{{Text: short, Parts: notice.Parts(short)}}
	if caps.Kind == msg.Chat {
		below := b.cfg.Say.In(contact.Lang).Say(locales.NoticeTestSMS, locales.Vars{"N": notice.Parts(short), "Text": short})
		out = []msg.Outbound{{Text: f.Chat, Choices: f.Buttons}, {Text: below}}
	}
	for i := range out {
		sum := sha256.Sum256(fmt.Append(nil, "trial\x00", n.ID, "\x00", n.Version, "\x00", n.Tries, "\x00", i))
		out[i].Key, out[i].Route, out[i].Lane = "t"+hex.EncodeToString(sum[:12]), contact.Route, msg.Reply
		out[i].Expires = b.cfg.Now().Add(trialLife)
	}
	return store.ForContact{ID: a.Contact, Set: store.WriteSet{Out: out}}, nil
}
