package bot

import (
	"errors"
	"strings"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// What Pending may say while a phone is being linked.
const (
	pendingPhone = "linkphone" // a number is shared or typed
	pendingCode  = "linkcode"  // the code that came by SMS
)

// askLink says what a link is for, before anything about a phone is asked.
func (t *turn) askLink() {
	if t.sms() || t.in.Chat != "" {
		t.answerWith("link", &reply{body: t.say(locales.LinkOnChat, nil), buttons: []choice{t.home()}})
		return
	}
	t.answerWith("link", &reply{body: t.say(locales.LinkAsk, nil), must: 2,
		choices: []choice{{"linkyes", t.say(locales.LinkAgree, nil)}, {"linkno", t.say(locales.LinkDecline, nil)}}})
}

// askPhone asks for the number: by the button of the chat, which proves it, or
// typed, which a code by SMS then proves.
func (t *turn) askPhone(before string) {
	if t.sms() || t.in.Chat != "" {
		t.askLink()
		return
	}
	t.answerWith("link", &reply{body: join("\n", before, t.say(locales.LinkNumber, nil)), askNumber: true,
		choices: []choice{{"linkno", t.say(locales.LinkDecline, nil)}}, must: 1})
	t.st.Pending = pendingPhone
}

// phoneGiven takes the number. It stands in no transcript and no session.
func (t *turn) phoneGiven() bool {
	if t.in.Kind == msg.Text && plain(t.reading.Typed) == plain(t.say(locales.LinkDecline, nil)) {
		return t.act("linkno") // beside the button to share, choices come back as words
	}
	if t.in.Kind == msg.Text && (len(t.reading.Typed) < 4 || t.isCommand()) {
		return false
	}
	t.unkept = true
	address, err := msg.Address(""), errors.New("no numbers are read here")
	if t.bot.cfg.Number != nil {
		address, err = t.bot.cfg.Number(t.in.Text)
	}
	if err != nil {
		if t.in.Kind == msg.Text && t.asksSomething() {
			t.st.Pending, t.unkept = "", false
			return false
		}
		t.askPhone(t.say(locales.LinkBadNumber, nil))
		return true
	}
	phone, err := t.snap.Records.Lookup(address)
	if err != nil && !notFound(err) {
		panic(err) // as take does
	}
	if t.in.Kind == msg.Contact {
		t.linkShared(phone)
		return true
	}
	t.sendCode(phone)
	return true
}

// linkShared links the sender's own number, of which the chat is the witness.
func (t *turn) linkShared(phone store.ContactID) {
	t.st.Pending = ""
	if phone == "" {
		t.answerWith("link", &reply{body: t.say(locales.LinkUnknown, nil), buttons: []choice{t.home()}})
		return
	}
	t.joinPhone(phone)
}

func (t *turn) joinPhone(phone store.ContactID) {
	t.take(person.Join(t.snap.Records, t.contact.ID, phone, t.agreement(locales.LinkConsentVersion)))
	t.st.Pending, t.st.News = "", nil
	t.answerWith("link", &reply{body: t.say(locales.LinkDone, nil), buttons: []choice{t.home()}})
}

// sendCode sends a code to the phone, if it is one we know. The answer is the
// same when it is not: nobody learns here who uses this service.
func (t *turn) sendCode(phone store.ContactID) {
	key := ReplyKey(t.in.Gateway, t.in.Ref) + "c"
	sent, c, err := t.bot.cfg.Marks.NewCode(t.snap.Records, t.contact.ID, phone, key, t.snap.Now)
	if t.refused(err, "link") {
		t.st.Pending = ""
		return
	}
	t.take(c, err)
	if sent.Code != "" {
		to, err := t.bot.tell(t.snap.Records, telling{to: sent.To, key: key, lane: msg.Reply, secret: true}, func(o *turn) {
			o.answerWith("code", &reply{body: o.say(locales.LinkCode, locales.Vars{"Code": sent.Code})})
		})
		t.take(store.Changes{Contacts: []store.ForContact{to}}, err)
	}
	t.news().Phone = sent.To
	t.answerWith("link", &reply{body: t.say(locales.LinkSent, nil), choices: []choice{{"linkno", t.say(locales.LinkDecline, nil)}}, must: 1})
	t.st.Pending = pendingCode
}

// refused says why something was not done; false for any other error, and for
// none.
func (t *turn) refused(err error, kind string) bool {
	var no *msg.Refusal
	if !errors.As(err, &no) {
		return false
	}
	t.answerWith(kind, &reply{body: t.say(locales.ID(no.Code), no.Vars), buttons: []choice{t.home()}})
	return true
}

// codeTyped holds the six digits against what was sent.
func (t *turn) codeTyped() bool {
	typed := strings.ReplaceAll(t.reading.Plain, " ", "")
	if t.in.Kind != msg.Text || len(typed) != 6 || strings.Trim(typed, "0123456789") != "" {
		return false
	}
	t.unkept = true
	phone := t.news().Phone
	c, err := t.bot.cfg.Marks.TryCode(t.snap.Records, t.contact.ID, phone, typed, t.snap.Now)
	t.set.Changes.Add(c) // a wrong try counts
	pending := t.st.Pending
	if t.refused(err, "link") {
		var no *msg.Refusal
		if errors.As(err, &no) && no.Code == person.RefusedCodeMore {
			t.st.Pending = pending
		} else {
			t.st.Pending = ""
		}
		return true
	}
	t.take(store.Changes{}, err)
	t.joinPhone(phone)
	return true
}

func (t *turn) unlink() {
	t.take(person.Unlink(t.snap.Records, t.contact.ID))
	t.answerWith("link", &reply{body: t.say(locales.Unlinked, nil), buttons: []choice{t.home()}})
}
