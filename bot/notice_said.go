package bot

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"tinban/locales"
	"tinban/notice"
)

// What residents write back to the last notice they got: that it is wrong, a
// question about it, that they come. Whole messages only: whatever says more
// than these words is read as usual. Who got no notice lately means something
// else.

// How long a notice is the one that is meant.
const (
	wrongWithin = 7 * 24 * time.Hour
	askedWithin = 3 * 24 * time.Hour
	comesWithin = 14 * 24 * time.Hour
)

const (
	thisNotice = `(?:tin nhan|tin|thong bao)(?: (?:nay|do|kia|ay|vua roi|vua gui|moi gui|hom qua|hom nay|sang nay|chieu nay|cua xa|hop))*`
	wrongPart  = `(?:ngay gio|ngay|gio|thu|noi|cho|dia diem|dia chi|so|ten|lich|thong tin|noi dung)(?: hop)?`
	wrongVerb  = `(?:(?:bi|ghi|gui|noi|nhan|viet|bao|co) )?(?:sai|nham)`
	wrongEnd   = `(?: (?:roi|a|nhe|nha|oi|day|do|het|mat|lam|the|hay sao|can bo|can bo oi|cho nao do))*`
)

// wrongForms are messages that say that a notice is wrong. The first group that
// is not empty is a code, if one is named; the last a reason in free words.
var wrongForms = []*regexp.Regexp{
	// "tin 4821 sai gio", "tin nay ghi sai ngay roi"
	regexp.MustCompile(`^(?:bao (?:la )?)?(?P<about>(?:` + thisNotice + `)?(?: ?(?:ma(?: so)? )?(?P<code>\d{4}))?) ?` + wrongVerb + `(?P<part> ` + wrongPart + `)?` + wrongEnd + `$`),
	// "ngay hop sai roi", "gio trong tin nay sai"
	regexp.MustCompile(`^(?P<about>(?:` + thisNotice + `(?: (?P<code>\d{4}))? )?` + wrongPart + `(?: (?:trong|o) ` + thisNotice + `)?) ` + wrongVerb + wrongEnd + `$`),
	// "sai tin 4821", "nham tin"
	regexp.MustCompile(`^` + wrongVerb + ` (?P<about>` + thisNotice + `(?: (?P<code>\d{4}))?)` + wrongEnd + `$`),
	// "tin nay sai ngay roi, 14/6 moi la chu nhat"
	regexp.MustCompile(`^(?P<about>(?:` + thisNotice + ` (?P<code>\d{4})|(?:tin nhan|tin|thong bao) (?:nay|do|kia|ay))) ` + wrongVerb + `(?: (?P<more>.+))$`),
}

// asksWhether ends a question: "tin nay sai phai khong".
var asksWhether = regexp.MustCompile(` (?:khong|ko|k|hong|chua|gi|nao|the nao|sao)$`)

// wrongNotice is what somebody says is wrong.
type wrongNotice struct {
	code  string
	named bool // it speaks of a notice, not only of something wrong
	more  bool // and says what is the matter
}

// wrongSaid reads a message that says that a notice is wrong.
func wrongSaid(plain string) (w wrongNotice, ok bool) {
	if asksWhether.MatchString(plain) {
		return w, false
	}
	for _, form := range wrongForms {
		m := form.FindStringSubmatch(plain)
		if m == nil {
			continue
		}
		group := func(name string) string {
			if i := form.SubexpIndex(name); i >= 0 {
				return m[i]
			}
			return ""
		}
		return wrongNotice{code: group("code"), named: cmp.Or(group("about"), group("part")) != "", more: group("more") != ""}, true
	}
	return w, false
}

// noticeWrong counts somebody who says of a notice that they got that it is
// wrong. To anybody else the words mean what they mean elsewhere; and Nhâm is
// a commune.
func (t *turn) noticeWrong() bool {
	said, ok := wrongSaid(t.command0())
	if !ok || t.bot.cfg.Notices == nil || t.running() || strings.Contains(strings.ToLower(t.reading.Typed), "nhâm") {
		return false
	}
	if said.code != "" {
		return t.codeWrong(said)
	}
	steps, changes, err := t.bot.cfg.Notices.Complain(t.snap.Records, t.contact.ID, t.snap.Now)
	t.take(changes, err)
	if len(steps) > 0 {
		t.wrongHeard(said, steps...)
		return true
	}
	had := t.had(wrongWithin)
	// "sai" after something else was said is about that.
	if len(had) == 0 || !said.named && t.snap.Session.Updated.After(had[0].Begun) {
		return false
	}
	t.complainOf(said, had[0])
	return true
}

// codeWrong takes a complaint about the notice of a code. Who did not get it
// may have heard it read out: that is for an officer, and stops nothing.
func (t *turn) codeWrong(said wrongNotice) bool {
	n, _, err := notice.Genuine(t.snap.Records, said.code)
	switch {
	case notFound(err) && !notice.IsCode(said.code):
		return false
	case notFound(err):
		t.unknownCode(said.code)
		return true
	case err != nil:
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	got, err := notice.Got(t.snap.Records, n.ID, t.contact.ID)
	switch {
	case err != nil:
		panic(err) // the same
	case got:
		t.complainOf(said, n)
	default:
		t.handInAbout(noticeState{Code: n.Code, Wrong: true})
	}
	return true
}

// complainOf notes a complaint about one notice.
func (t *turn) complainOf(said wrongNotice, n notice.Notice) {
	step, changes, err := t.bot.cfg.Notices.ComplainOf(t.snap.Records, n, t.contact.ID, t.snap.Now)
	t.take(changes, err)
	t.wrongHeard(said, step)
}

// wrongHeard tells staff, and asks what is wrong unless that was said.
func (t *turn) wrongHeard(said wrongNotice, steps ...notice.Step) {
	for _, s := range steps {
		t.take(t.bot.TellStaff(t.snap.Records, s.Tell, t.contact.ID))
	}
	about := noticeState{Code: steps[0].Notice.Code, Wrong: true}
	if said.more {
		t.handInAbout(about)
		return
	}
	t.answerWith("notice_wrong", &reply{body: t.say(locales.NoticeWrongHeard, nil)})
	t.st.Pending, t.st.Notice = pendingNotice, &about
}

// had are the notices this contact got lately, the newest first.
func (t *turn) had(within time.Duration) []notice.Notice {
	list, err := notice.Had(t.snap.Records, t.contact.ID, t.snap.Now.Add(-within))
	if err != nil {
		panic(err) // as take does
	}
	return list
}

// about is which notice a question is about.
type about int

const (
	aboutNothing about = iota
	aboutLast          // "tin nay"
	aboutMeeting       // "hop"
)

const (
	askLead = `(?:(?:da|thua|a|oi|cho hoi|cho toi hoi|toi hoi|xin hoi|hoi|can bo oi|can bo|the|vay|ma) )*`
	askEnd  = `(?: (?:vay|the|a|ha|nhi|nhe|rua|ri|ay|do|day|can bo|can bo oi|voi))*`
	meeting = `(?:(?:cuoc|buoi|sang mai|chieu mai|ngay mai|mai|chieu nay|toi nay|sang nay|di|phai di|moi|xa|thon) )*hop(?: (?:thon|dan|xa|ban|nay|do|ay|hom nay|ngay mai|sang mai|chieu mai|mai|sap toi))*`
	askWhat = `(?:(?:vao |luc |khoang |tu )*(?:may gio|luc nao|khi nao|bao gio|ngay nao|hom nao|thu may|ngay may|buoi nao)|` +
		`(?:o|tai)? ?(?:dau|mo|cho nao|noi nao)|(?:de )?(?:ban )?(?:ve )?(?:viec gi|chuyen gi|van de gi|noi dung gi|gi)|de lam gi|lam gi)`
	askLink  = `(?:(?:la|vao|thi|se|duoc|to chuc|dien ra|bat dau|moi|phai|xa|thon) )*`
	lastSays = `(?:la gi|noi gi|noi ve gi|noi ve viec gi|bao gi|ghi gi|viet gi|nghia la gi|la sao|noi viec gi|ve viec gi|ve gi|viec gi|cua ai|ai gui|tu dau|o dau ra|` +
		`(?:co |la )*(?:that|gia|chinh xac|phai cua xa|cua xa|lua dao)(?: (?:khong|ko|k|hong|a|ha|hay gia|hay khong|vay))*)`
)

// Questions about the last notice: of a meeting when, where and what for; of
// any what it says and whether it is genuine.
var (
	meetingAsked = []*regexp.Regexp{
		regexp.MustCompile(`^` + askLead + meeting + ` ` + askLink + askWhat + `(?:(?: va)? ` + askWhat + `)?` + askEnd + `$`),
		regexp.MustCompile(`^` + askLead + askWhat + ` ` + askLink + meeting + askEnd + `$`),
	}
	noticeSaid = regexp.MustCompile(`^` + askLead + `(?:tin nhan|tin|thong bao)(?: (?:nay|do|kia|ay|vua roi|vua gui|moi gui|hom qua|sang nay))+ ` +
		`(?:` + lastSays + `|` + askLink + askWhat + `)` + askEnd + `$`)
)

// lastAsked says which notice a message asks about.
func lastAsked(plain string) about {
	switch {
	case meetingAsked[0].MatchString(plain), meetingAsked[1].MatchString(plain):
		return aboutMeeting
	case noticeSaid.MatchString(plain):
		return aboutLast
	}
	return aboutNothing
}

// noticeAsked shows the last notice again to somebody who asks about it. What
// it does not say an officer can be asked.
func (t *turn) noticeAsked() bool {
	asks := lastAsked(t.command0())
	if asks == aboutNothing || t.bot.cfg.Notices == nil {
		return false
	}
	for _, n := range t.had(askedWithin) {
		if asks == aboutMeeting && !t.calls(n) {
			continue
		}
		_, fixes, err := notice.Genuine(t.snap.Records, n.Code)
		if err != nil {
			panic(err) // as take does
		}
		t.genuine(n, fixes)
		if !t.running() {
			t.st.Asked = clip(t.say(locales.NoticeAbout, locales.Vars{"Code": n.Code, "Text": t.reading.Typed}))
			t.st.Label, t.st.Others, t.reply.person = "", nil, true
		}
		return true
	}
	return false
}

// calls reports whether a notice calls to a meeting, or corrects one that did.
func (t *turn) calls(n notice.Notice) bool {
	if n.Corrects == "" {
		return n.Kind == notice.Meeting
	}
	first, err := notice.Get(t.snap.Records, n.Corrects)
	if err != nil && !notFound(err) {
		panic(err) // as take does
	}
	return first.Kind == notice.Meeting
}

// comesWords are messages that say that somebody comes.
var comesWords = regexp.MustCompile(`^(?:(?:da|vang|ok|u|uh|a) )*(?:(?:toi|em|con|chau|minh|nha toi|nha minh|nha em|gia dinh toi|ba con) )?` +
	`(?:(?:se|chac chan|nhat dinh) (?:den|co mat|di hop|toi hop|den hop|tham gia hop|du hop|den du hop)|` +
	`(?:den|di hop|den hop|du hop|tham gia hop|di) duoc|(?:co mat|se den duoc|se di duoc|den du|di hop nhe|den nhe))(?: (?:nhe|nha|a|day|roi|voi|can bo|can bo oi|ngay mai|mai))*$`)

// willCome counts somebody who writes that they come to the last meeting.
func (t *turn) willCome() bool {
	if t.bot.cfg.Notices == nil || t.running() || !comesWords.MatchString(t.command0()) {
		return false
	}
	for _, n := range t.had(comesWithin) {
		if !t.calls(n) {
			continue
		}
		return t.come(string(cmp.Or(n.Corrects, n.ID)))
	}
	return false
}
