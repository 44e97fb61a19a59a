package bot

import (
	"slices"
	"strings"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
	"tinban/store"
)

// The desk is where staff work with notices and courses from their own Telegram
// account: they write one, read it on their phone, ask for approval, approve,
// take it back, and see how far it came. What is decided is decided in notice
// and in course; here is what is said, and what the next text is for.

// deskState is what the desk waits for.
type deskState struct {
	Await   string       `json:"w"`           // what the next text is
	At      time.Time    `json:"t"`           // since when
	Notice  notice.ID    `json:"n,omitempty"` // of which notice
	Version int          `json:"v,omitempty"` // as its editor saw it
	Commune string       `json:"c,omitempty"` // for whom a new one is
	Topic   person.Topic `json:"o,omitempty"`
	Kind    notice.Kind  `json:"k,omitempty"`
	Hash    string       `json:"h,omitempty"` // of what an approver was shown
	Reason  string       `json:"r,omitempty"` // of an emergency
	Text    string       `json:"x,omitempty"`
	Wrong   int          `json:"e,omitempty"` // codes that did not fit
	Course  string       `json:"l,omitempty"` // being changed
	Plan    *course.Plan `json:"p,omitempty"` // of a course, as far as it was said
}

// What the desk may wait for.
const (
	awaitCommune    = "commune"
	awaitText       = "text"
	awaitEdit       = "edit"
	awaitTime       = "time"
	awaitCode       = "code"
	awaitWhy        = "why"
	awaitFix        = "fix"
	awaitNight      = "night"
	awaitRemark     = "remark"
	awaitCourse     = "course"
	awaitUrgent     = "urgent"
	awaitUrgentWhy  = awaitUrgent + "why"
	awaitUrgentText = awaitUrgent + "text"
	awaitUrgentCode = awaitUrgent + "code"
)

// patience is how long the desk waits for a text: what is typed the next day
// is a question again.
const patience = 2 * time.Hour

// desk is one of staff at work.
type desk struct {
	*turn
	who staff.Account
}

// deskActions are what its buttons do, and deskTexts what it does with the
// text it waited for. They are filled at start because they lead back here.
var (
	deskActions map[string]func(d *desk, arg string)
	deskTexts   map[string]func(d *desk, typed string)
)

// deskTalk is the desk's share of the conversation. Its texts and commands are
// looked at before anything else, by turn.desk.
func deskTalk() talk {
	deskActions = map[string]func(*desk, string){
		"dcommune": (*desk).kinds, "dkind": (*desk).kind, "dtopic": (*desk).topic,
		"dtest": (*desk).test, "dedit": (*desk).rewrite, "dtime": (*desk).askTime, "dwhen": (*desk).setTime, "dsubmit": (*desk).submit,
		"dcsee": (*desk).seeCourse, "dcopen": (*desk).openCourse, "dcclose": (*desk).closeCourse, "dcedit": (*desk).editCourse,
		"dsee": (*desk).see, "dend": (*desk).end, "dretry": (*desk).retry, "dnight": (*desk).askNight,
		string(notice.AskApprove): (*desk).askCode, string(notice.AskReturn): (*desk).askWhy, string(notice.AskCancel): (*desk).cancel,
		string(notice.AskPause): (*desk).pause, string(notice.AskResume): (*desk).resume, string(notice.AskCorrect): (*desk).askFix,
		string(notice.AskReview): (*desk).askRemark, string(notice.AskReport): (*desk).see,
	}
	deskTexts = map[string]func(*desk, string){
		awaitCommune: (*desk).communeTyped, awaitText: (*desk).write, awaitEdit: (*desk).edit, awaitTime: (*desk).timeTyped,
		awaitCourse: (*desk).courseForm, awaitCode: (*desk).approve, awaitWhy: (*desk).giveBack, awaitFix: (*desk).correct, awaitNight: (*desk).atNight,
		awaitRemark: (*desk).review, awaitUrgentWhy: (*desk).urgentWhy, awaitUrgentText: (*desk).urgentText, awaitUrgentCode: (*desk).urgentSend,
	}
	actions := map[string]func(*turn, string) bool{}
	for verb, do := range deskActions {
		actions[verb] = func(t *turn, arg string) bool {
			if d, ok := t.atDesk(); ok {
				t.st.Desk = nil
				do(d, arg)
			}
			return true
		}
	}
	return talk{actions: actions}
}

// deskButton reports whether a button is of the desk.
func deskButton(key string) bool {
	verb, _, _ := strings.Cut(key, ":")
	return deskActions[verb] != nil
}

// atDesk is the account of whoever writes. Who is none, or none any more, is
// told so.
func (t *turn) atDesk() (*desk, bool) {
	if t.in.Chat == "" && t.caps.Kind == msg.Chat && t.bot.cfg.Notices != nil {
		if a, ok := t.account(); ok {
			return &desk{t, a}, true
		}
	}
	t.st.Desk = nil
	t.answerWith("desk", &reply{body: t.say(locales.DeskNotStaff, nil)})
	return nil, false
}

// staffing: the message is work at the desk, of somebody who may. Nothing is
// read for anybody else's message. It is not counted like a resident's: a
// notice that has to be taken back cannot wait for the next hour.
func (t *turn) staffing() bool {
	if t.caps.Kind != msg.Chat || t.in.Chat != "" || t.bot.cfg.Notices == nil {
		return false
	}
	return (t.st.Desk != nil || deskButton(t.in.Choice) || t.in.Kind == msg.Text && deskCommand(t.command0()) != nil) && t.officer()
}

// desk takes what is meant for it, before anything else is made of it: a
// notice may hold any word.
func (t *turn) desk() bool {
	if t.caps.Kind != msg.Chat || t.in.Chat != "" || t.bot.cfg.Notices == nil {
		return false
	}
	if s := t.st.Desk; s != nil && t.snap.Now.Sub(s.At) > patience {
		t.st.Desk = nil
	}
	switch t.in.Kind {
	case msg.Choice:
		return t.deskPressed()
	case msg.Text:
		return t.deskTyped()
	}
	return false
}

// deskPressed leaves what is typed next to whatever a button of another room
// asks for. Its own buttons are run like all others.
func (t *turn) deskPressed() bool {
	if !deskButton(t.in.Choice) {
		t.st.Desk = nil
		return t.onTrial()
	}
	return false
}

// onTrial answers a button under a test: it counts nobody.
func (t *turn) onTrial() bool {
	verb, id, _ := strings.Cut(t.in.Choice, ":")
	if verb != "come" && verb != "nask" || !t.officer() {
		return false
	}
	n, err := notice.Get(t.snap.Records, notice.ID(id))
	if notFound(err) || err == nil && n.Out() {
		return false
	}
	t.take(store.Changes{}, err)
	t.answerWith("desk", &reply{body: t.say(locales.DeskTestOnly, nil)})
	t.last = "" // the buttons of what is under way stay where they are
	return true
}

func (t *turn) deskTyped() bool {
	slash := strings.HasPrefix(strings.TrimSpace(t.in.Text), "/")
	if s := t.st.Desk; s != nil {
		switch {
		case t.command0() == "thoi" || slices.Contains(stopWords, t.command0()):
			t.leaveDesk()
			return true
		case slash:
			t.st.Desk = nil // another command: what was begun is left
		case len(t.st.Menu) > 0 && t.reading.Digits != nil:
			return false // a choice, where there are no buttons
		default:
			if d, ok := t.atDesk(); ok {
				d.takeText(*s)
			}
			return true
		}
	}
	do := deskCommand(t.command0())
	if do == nil {
		return false
	}
	a, ok := t.account()
	if a.ID == "" || !ok && !slash {
		return false // a resident, who asks for news
	}
	if d, ok := t.atDesk(); ok {
		return do(d, slash)
	}
	return true
}

// takeText gives a text to what waited for it.
func (d *desk) takeText(s deskState) {
	if do := deskTexts[s.Await]; do != nil {
		do(d, written(d.in.Text))
		return
	}
	d.st.Desk = nil
	d.help()
}

// written is a text as it was typed, line by line, without signs nobody sees.
func written(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && (r < ' ' || r == 0x7f || r == '\uFFFD' || r == '\u200b' || r == '\ufeff') {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// await waits for a text after saying something.
func (d *desk) await(what string, s deskState, r *reply) {
	d.answer(r)
	s.Await, s.At = what, d.snap.Now
	d.st.Desk = &s
}

// answer ends a step. What another room was waiting for is left.
func (d *desk) answer(r *reply) {
	d.st.Pending, d.st.Desk = "", nil
	r.must = len(r.choices)
	d.answerWith("desk", r)
}

// leaveDesk gives up what is under way, and says how far the notice is that it
// was about. Whoever writes a word that stops the news means the desk, most
// likely; it is said how to stop the news.
func (t *turn) leaveDesk() {
	s := *t.st.Desk
	d, ok := t.atDesk()
	if !ok {
		return
	}
	r := &reply{body: d.say(locales.DeskLeft, nil)}
	n, err := notice.Get(t.snap.Records, s.Notice)
	switch {
	case err == nil:
		r = &reply{body: join("\n", r.body, d.stateWords(n)), choices: d.next(n)}
	case strings.HasPrefix(s.Await, awaitUrgent):
		r.body = d.say(locales.DeskUrgentLeft, nil)
	default:
		r.body = join(" ", r.body, d.say(locales.DeskDrafts, nil))
	}
	if t.command0() != "thoi" {
		r.body = join("\n", r.body, d.say(locales.DeskStillNews, nil))
	}
	d.answer(r)
}

// deskCommand is what a whole message means to the desk. It reports whether
// the message was for it: without its slash a word may be a resident's.
func deskCommand(plain string) func(d *desk, slash bool) bool {
	always := func(do func(*desk)) func(*desk, bool) bool {
		return func(d *desk, _ bool) bool { do(d); return true }
	}
	switch plain {
	case "tin", "soan tin", "soantin":
		return (*desk).begin
	case "tintuc", "tin tuc", "tin da gui":
		return (*desk).list
	case "duyet", "tin cho duyet":
		return (*desk).waiting
	case "molop", "mo lop", "mo lop nghe", "mo lop moi":
		return (*desk).newCourse
	case "caclop", "cac lop":
		return (*desk).courseList
	case "huongdan", "huong dan":
		return always((*desk).help)
	case "nhap", "xuat", "nhap danh sach", "xuat danh sach", "nhieuxa", "nhieu xa", "gui nhieu xa":
		return (*desk).onPages
	}
	return nil
}
