package bot

import (
	"fmt"
	"strings"

	"tinban/locales"
	"tinban/person"
	"tinban/store"
)

// everything is what every room keeps of this contact, a short line each.
func (t *turn) everything() (lines []string) {
	for _, k := range talks {
		if k.shows != nil {
			lines = append(lines, k.shows(t)...)
		}
	}
	return lines
}

// shownNews is this room's share of it.
func (t *turn) shownNews() (lines []string) {
	if s, ok := t.subscriber(); ok {
		lines = append(lines, t.say(locales.MineNews, locales.Vars{
			"Commune": t.lib.CommuneName(s.Commune, t.on), "List": t.topicList(s.Topics),
			"Day": t.dayOf(s.Consent.At), "How": t.say(agreedBy(s.Consent.How), nil),
		}))
	}
	if l, ok := t.linked(); ok {
		id := locales.MineLinkedPhone
		if t.sms() {
			id = locales.MineLinkedChat
		}
		lines = append(lines, t.say(id, locales.Vars{"Day": t.dayOf(l.Consent.At)}))
	}
	return lines
}

// agreedBy says how somebody agreed.
func agreedBy(how string) locales.ID {
	switch how {
	case "paper":
		return locales.AgreedPaper
	case "spoken":
		return locales.AgreedSpoken
	case "sms":
		return locales.AgreedSMS
	}
	return locales.AgreedChat
}

// showMine shows everything that is kept about whoever asks, in words, and what
// can be done about it.
func (t *turn) showMine() {
	lines := t.everything()
	others := len(lines) > len(t.shownNews())
	if t.contact.NewsStopped {
		lines = append(lines, t.say(locales.MineStopped, nil))
	}
	if t.contact.Marks || t.contact.Lang != "" {
		lines = append(lines, t.say(locales.MineChoice, nil))
	}
	if c := t.communeNow(t.contact.Commune); c != nil {
		lines = append(lines, t.say(locales.MinePlace, locales.Vars{"Commune": t.lib.CommuneName(c.ID, t.on)}))
	}
	lines = append(lines, t.say(locales.MineTalk, nil))
	t.st = state{Commune: t.st.Commune}
	r := &reply{body: t.say(locales.MineHead, nil) + t.list(lines), tail: t.say(locales.MineRights, nil)}
	if others && t.shared() {
		r.tail = join(t.gap(), t.say(locales.MineMasked, nil), r.tail)
	}
	r.choices = []choice{{"news", t.say(locales.NewsTitle, nil)}, {"erase", t.say(locales.Erase, nil)}}
	switch _, linked := t.linked(); {
	case linked:
		r.choices = append(r.choices, choice{"unlink", t.say(locales.Unlink, nil)})
	case !t.sms() && t.in.Chat == "":
		r.choices = append(r.choices, choice{"link", t.say(locales.LinkTitle, nil)})
	}
	r.must = len(r.choices)
	r.buttons = []choice{t.person(), t.home()}
	t.answerWith("mine", r)
}

// list writes lines under each other, or on an SMS within the text: "(1) …;
// (2) …". Digits with a dot would be taken for choices.
func (t *turn) list(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		switch {
		case !t.sms():
			b.WriteString("\n• " + l)
		case i == 0:
			fmt.Fprintf(&b, " (1) %s", l)
		default:
			fmt.Fprintf(&b, "; (%d) %s", i+1, l)
		}
	}
	if t.sms() {
		b.WriteString(".")
	}
	return b.String()
}

// askForget says what would go before anything goes.
func (t *turn) askForget() bool {
	lines := t.everything()
	t.st.Check, t.st.News = nil, nil
	r := &reply{body: t.say(locales.AskForget, nil), choices: []choice{{"forget:yes", t.say(locales.ForgetYes, nil)}}}
	if len(lines) > 0 {
		r.body = t.say(locales.EraseList, locales.Vars{"N": len(lines), "List": t.list(lines)})
	}
	if _, linked := t.linked(); linked {
		r.body = join(" ", r.body, t.say(locales.EraseOther, nil))
	}
	if _, subscribed := t.subscriber(); subscribed {
		r.choices = append(r.choices, choice{"erasenews", t.say(locales.EraseNews, nil)})
	}
	r.choices = append(r.choices, choice{"home", t.say(locales.ForgetNo, nil)})
	r.must = len(r.choices)
	t.answerWith("forget", r)
	t.st.Pending = pendingForget
	return true
}

// forget deletes everything, and says what stays: a mark, if there were news
// that somebody might try to send again.
func (t *turn) forget() {
	c, marked, err := t.bot.cfg.Marks.Forgetting(t.snap.Records, t.contact, t.in.From, t.snap.Now)
	t.take(c, err)
	t.set.Forget = true
	t.st = state{}
	id := locales.Forgotten
	if marked {
		id = locales.ForgottenMarked
	}
	t.answerWith("forgotten", &reply{body: t.say(id, nil)})
}

// eraseNews takes back the yes to news and keeps the rest.
func (t *turn) eraseNews() {
	t.stopAll()
	t.st.Pending = ""
	t.answerWith("opt_out", &reply{body: t.say(locales.ErasedNews, nil), buttons: []choice{t.home()}})
}

// linked is the other contact of the same person, if there is one.
func (t *turn) linked() (person.Link, bool) {
	l, err := person.LinkOf(t.snap.Records, t.contact.ID)
	if notFound(err) {
		return l, false
	}
	if err != nil {
		panic(err) // as take does
	}
	return l, true
}

// Kept is what every room keeps of a contact, in a language, for staff who may
// see it.
func (b *Bot) Kept(r store.Reader, id store.ContactID, lang string) ([]string, error) {
	contact, session, err := r.Contact(id)
	if err != nil {
		return nil, err
	}
	contact.Lang = lang
	return b.turnWithout(r, contact, session, "").everything(), nil
}
