package bot

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/store"
	"tinban/ticket"
)

// noticeState is the notice that the next message is about.
type noticeState struct {
	Code  string `json:"c"`
	Wrong bool   `json:"w,omitempty"` // it was said to be wrong
}

// pendingNotice: the next free text is about a notice.
const pendingNotice = "notice"

// noticeTalk is what residents say to a notice: its code, a button under it,
// or that it is wrong.
func noticeTalk() talk {
	return talk{
		actions: map[string]func(*turn, string) bool{"come": (*turn).come, "nask": (*turn).askAbout},
		pending: map[string]func(*turn) bool{pendingNotice: (*turn).aboutNotice},
		hears:   func(t *turn) bool { return t.noticeCode() || t.noticeWrong() || t.noticeAsked() || t.willCome() },
		shows:   (*turn).saidToNotices,
		errand:  (*Bot).remindReviews,
	}
}

// codeAsked is a message that is a code, with at most the words around it that
// people use: "4821", "ma tin 4821", "4821 co that khong", "bao tin gia 4821".
var codeAsked = regexp.MustCompile(`^(?:(?:kiem tra|kt|xem|hoi|bao|to giac|to cao|nghi) )?` +
	`(?:(?:ma|tin|ma tin|tin ma|ma so|tin so|tin nhan|(?:tin |tin nhan )?(?:gia|lua dao)(?: ma)?) )?(\d{4})` +
	`(?: (?:la )?(?:co )?(?:that|gia|that khong|that ko|that k|that a|gia khong|that hay gia|tin gi|la tin gi|tin gia|lua dao|lua dao khong))?$`)

// noticeCode says whether the notice with a code is genuine. While a check
// runs, only a code there is counts as one.
func (t *turn) noticeCode() bool {
	asked := codeAsked.FindStringSubmatch(t.command0())
	if asked == nil || t.bot.cfg.Notices == nil || !notice.IsCode(asked[1]) {
		return false
	}
	n, fixes, err := notice.Genuine(t.snap.Records, asked[1])
	switch {
	case err == nil:
		t.genuine(n, fixes)
	case !notFound(err):
		panic(err) // the store cannot be read: the message is not taken, and comes again
	case t.running():
		return false
	default:
		t.unknownCode(asked[1])
	}
	return true
}

// unknownCode says that no notice has a code, and what to do about a false one.
func (t *turn) unknownCode(code string) {
	r := &reply{body: t.say(locales.NoticeUnknownCode, locales.Vars{"Code": code})}
	if !t.sms() {
		r.buttons = []choice{t.person(), t.home()}
	}
	t.answerWith("code_unknown", r)
}

// genuine shows a notice as it was sent. What corrects it comes first: the
// wrong day must not be read last.
func (t *turn) genuine(n notice.Notice, fixes []notice.Notice) {
	said := t.say(locales.NoticeGenuine, t.noticeVars(n))
	if len(fixes) > 0 {
		last := fixes[0]
		for _, f := range fixes {
			if f.Begun.After(last.Begun) {
				last = f
			}
		}
		vars := t.noticeVars(last)
		vars["Old"], vars["Text"] = n.Code, last.Text
		said = join(t.gap(), t.say(locales.NoticeGenuineFixed, vars), t.say(locales.NoticeGenuineBefore, locales.Vars{"Text": n.Text}))
	} else if id, doubtful := map[notice.State]locales.ID{
		notice.Cancelled: locales.NoticeWithdrawn, notice.Paused: locales.NoticeDoubted,
	}[n.State]; doubtful {
		said = join(t.gap(), said, t.say(id, nil))
	}
	if t.running() {
		t.answerOrAskOn("code", said)
		return
	}
	t.answerWith("code", &reply{
		body:    said,
		buttons: []choice{{"nask:" + string(n.ID), t.say(locales.NoticeAskMore, nil)}, t.home()},
	})
}

func (t *turn) noticeVars(n notice.Notice) locales.Vars {
	text := n.Text
	if n.Corrected != "" {
		text = t.say(locales.NoticeCorrects, locales.Vars{"Old": n.Corrected, "Text": text})
	}
	return locales.Vars{"Commune": t.bot.namesOf(n.Communes), "Day": t.dayOf(n.Begun), "Code": n.Code, "Text": text}
}

// namesOf are communes as a notice names them.
func (b *Bot) namesOf(ids []string) string {
	var names []string
	for _, id := range ids {
		if name, ok := b.cfg.Notices.Commune(id); ok {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// come counts somebody who means to come, without a name.
func (t *turn) come(id string) bool {
	n, changes, err := notice.Come(t.snap.Records, notice.ID(id), t.contact.ID, t.snap.Now)
	var no *msg.Refusal
	switch {
	case errors.As(err, &no):
		t.answerOrAskOn("notice", t.say(locales.ID(no.Code), no.Vars))
		return true
	case notFound(err):
		return false
	}
	t.take(changes, err)
	t.answerOrAskOn("coming", t.say(locales.NoticeComing, locales.Vars{"Code": n.Code}))
	t.last = "" // the buttons of what is under way stay where they are
	return true
}

// askAbout takes a question about a notice to the officers of its commune.
func (t *turn) askAbout(id string) bool {
	n, err := notice.Get(t.snap.Records, notice.ID(id))
	if notFound(err) || err == nil && !n.Out() {
		return false
	}
	t.take(store.Changes{}, err)
	t.answerWith("notice", &reply{body: t.say(locales.NoticeAskNow, locales.Vars{"Code": n.Code}), buttons: []choice{t.home()}})
	t.st.Pending, t.st.Notice = pendingNotice, &noticeState{Code: n.Code}
	return true
}

// aboutNotice hands over what is written about a notice, with its code. A
// command, a digit or another code is none of it.
func (t *turn) aboutNotice() bool {
	s := t.st.Notice
	t.st.Notice, t.st.Pending = nil, ""
	_, command := commands[t.command0()]
	_, wrong := wrongSaid(t.command0())
	if s == nil || t.in.Kind != msg.Text || command || t.reading.Digits != nil || t.reading.Plain == "" ||
		codeAsked.MatchString(t.command0()) || wrong || lastAsked(t.command0()) != aboutNothing {
		return false
	}
	t.handInAbout(*s)
	return true
}

// handInAbout hands over what is typed about a notice, with its code.
func (t *turn) handInAbout(s noticeState) {
	d := draft{Kind: ticket.Question, Text: t.say(locales.NoticeAbout, locales.Vars{"Code": s.Code, "Text": t.reading.Typed}), Asked: t.reading.Typed}
	if s.Wrong {
		d.Kind = ticket.Complaint
	}
	t.handIn(d)
}

// saidToNotices is what is kept of what a contact said to notices.
func (t *turn) saidToNotices() (lines []string) {
	coming, wrong, err := notice.Said(t.snap.Records, t.contact.ID)
	t.take(store.Changes{}, err)
	for _, x := range []struct {
		id    locales.ID
		codes []string
	}{{locales.NoticeMineComing, coming}, {locales.NoticeMineWrong, wrong}} {
		if len(x.codes) > 0 {
			lines = append(lines, t.say(x.id, locales.Vars{"List": strings.Join(x.codes, ", ")}))
		}
	}
	return lines
}

// TellStaff shapes what staff must hear of a notice, but not for the contact
// that just did it. Who has linked no Telegram account is told on the pages.
func (b *Bot) TellStaff(r store.Reader, list []notice.Tell, but store.ContactID) (c store.Changes, err error) {
	for _, x := range list {
		set, told, err := b.tellStaff(r, x, but)
		if err != nil {
			return store.Changes{}, err
		}
		if told {
			c.Contacts = append(c.Contacts, set)
		}
	}
	return c, nil
}

// tellStaff shapes one of them.
func (b *Bot) tellStaff(r store.Reader, x notice.Tell, but store.ContactID) (set store.ForContact, told bool, err error) {
	to, ok, err := linkedAccount(r, x.To)
	if err != nil || !ok || to.Contact == but {
		return set, false, err
	}
	lane := msg.Notice
	if x.Urgent {
		lane = msg.Reply
	}
	set, err = b.tell(r, telling{to: to.Contact, key: x.Key, lane: lane}, func(t *turn) {
		said := &reply{body: t.say(x.Text, x.Vars), stays: true}
		for _, ask := range x.Asks {
			said.choices = append(said.choices, choice{string(ask) + ":" + string(x.Notice), t.say(askNames[ask], nil)})
		}
		said.choices = append(said.choices, t.mend(x)...)
		said.must = len(said.choices)
		t.answerWith("staff", said)
	})
	if notFound(err) {
		return set, false, nil
	}
	return set, err == nil, err
}

// askNames are the labels of what staff can do.
var askNames = map[notice.Ask]locales.ID{
	notice.AskApprove: locales.NoticeDoApprove, notice.AskReturn: locales.NoticeDoReturn, notice.AskCancel: locales.NoticeDoCancel,
	notice.AskPause: locales.NoticeDoPause, notice.AskResume: locales.NoticeDoResume, notice.AskCorrect: locales.NoticeDoCorrect,
	notice.AskReview: locales.NoticeDoReview, notice.AskReport: locales.NoticeDoReport,
}

// remindReviews tells of emergencies nobody has looked at in time.
func (b *Bot) remindReviews(r store.Reader, now time.Time) (store.Changes, error) {
	if b.cfg.Notices == nil {
		return store.Changes{}, nil
	}
	step, changes, err := b.cfg.Notices.Remind(r, now)
	if err != nil {
		return store.Changes{}, err
	}
	tells, err := b.TellStaff(r, step.Tell, "")
	changes.Add(tells)
	return changes, err
}
