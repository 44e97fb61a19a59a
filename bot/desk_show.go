package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tinban/locales"
	"tinban/notice"
	"tinban/staff"
)

// countedAtOnce is how many looks at an audience a message may take, 2000
// contacts each: a message that counts a province holds up everybody else's.
const countedAtOnce = 2

// count counts an audience, or its beginning.
func (d *desk) count(n notice.Notice) (a notice.Audience, all bool) {
	at := notice.Cursor{}
	for range countedAtOnce {
		var err error
		if at, err = d.bot.cfg.Notices.CountSome(d.snap.Records, n, at, &a, d.snap.Now); err != nil {
			panic(err) // as take does
		}
		if at.End {
			return a, true
		}
	}
	return a, false
}

// figure is a count, or what there is at least.
func (d *desk) figure(n int, all bool) string {
	if all {
		return notice.Money(n)
	}
	return d.say(locales.DeskMore, locales.Vars{"N": notice.Money(n)})
}

// preview shows what each phone will get, who gets it, what it costs, how long
// it takes, and what should be looked at first.
func (d *desk) preview(n notice.Notice) {
	a, all := d.count(n)
	p, err := d.bot.cfg.Notices.Preview(d.snap.Records, n, a, d.snap.Now)
	if err != nil {
		panic(err) // as take does
	}
	r := &reply{
		head: d.say(locales.DeskPreview, locales.Vars{"Code": n.Code}),
		body: join("\n\n", d.formWords(n), join("\n", d.audienceWords(p, all), d.leaveWords(p)), d.checkWords(p.Checks)),
	}
	id := string(n.ID)
	edit, drop := choice{"dedit:" + id, d.say(locales.DeskEdit, nil)}, choice{string(notice.AskCancel) + ":" + id, d.say(locales.DeskDrop, nil)}
	if notice.Worst(p.Checks) != nil {
		r.choices = []choice{edit, drop}
		if !n.At.IsZero() {
			r.choices = []choice{edit, d.timeChoice(n), drop}
		}
	} else {
		r.choices = []choice{{"dtest:" + id, d.say(locales.DeskTest, nil)}, edit, drop}
		if n.Kind == notice.Correction && n.Reason == "" && notice.Quiet(d.snap.Now) {
			r.choices = slices.Insert(r.choices, 1, choice{"dnight:" + id, d.say(locales.DeskNight, nil)})
		}
	}
	d.answer(r)
}

func (d *desk) timeChoice(n notice.Notice) choice {
	return choice{"dtime:" + string(n.ID), d.say(locales.DeskTime, nil)}
}

// formWords are the forms of a notice, letter by letter.
func (d *desk) formWords(n notice.Notice) string {
	f := d.bot.cfg.Notices.Forms(n, n.Communes[0])
	short := f.TwoWay
	if d.bot.cfg.Notices.Named() {
		short = f.Brandname
	}
	sms := d.say(locales.DeskBySMS, locales.Vars{"N": utf8.RuneCountInString(short), "Parts": notice.Parts(short)})
	return join("\n\n", join("\n", d.say(locales.DeskOnChat, nil), f.Chat), join("\n", sms, short))
}

func (d *desk) audienceWords(p notice.Preview, all bool) string {
	a := p.Audience
	lines := []string{d.say(locales.DeskPeople, locales.Vars{"N": d.figure(a.People, all), "Chat": notice.Money(a.Chat()), "SMS": notice.Money(a.SMS())})}
	var not []string
	for _, why := range notice.Whys {
		if k := a.Excluded[why]; k > 0 {
			not = append(not, notice.Money(k)+" "+d.say(notice.WhyName(why), nil))
		}
	}
	if len(not) > 0 {
		lines = append(lines, d.say(locales.DeskExcluded, locales.Vars{"List": strings.Join(not, ", ")}))
	}
	if a.People > 0 {
		lines = append(lines, d.say(locales.DeskCost, locales.Vars{"Cost": d.figure(a.Cost(), all), "Time": d.span(p.Takes, all)}))
	}
	return strings.Join(lines, "\n")
}

// span is a duration as people say it.
func (d *desk) span(t time.Duration, all bool) string {
	hours, minutes := int(t.Hours()), int(t.Minutes())%60
	said := d.say(locales.DeskMinutes, locales.Vars{"N": minutes})
	if hours > 0 {
		said = d.say(locales.DeskHours, locales.Vars{"Hours": notice.Money(hours), "N": minutes})
	}
	if all {
		return said
	}
	return d.say(locales.DeskMore, locales.Vars{"N": said})
}

func (d *desk) leaveWords(p notice.Preview) string {
	switch {
	case p.Notice.Kind == notice.Emergency:
		return ""
	case p.Notice.At.IsZero() && p.Leaves.Sub(d.snap.Now) < time.Hour:
		return d.say(locales.DeskAtOnce, locales.Vars{"N": int(p.Leaves.Sub(d.snap.Now).Minutes())})
	}
	return d.say(locales.DeskAtTime, locales.Vars{"Time": d.clock(p.Leaves)})
}

// clock is a moment with its weekday, so that a wrong one is seen.
func (d *desk) clock(at time.Time) string {
	at = at.In(notice.Hue)
	hour := strconv.Itoa(at.Hour()) + "h"
	if at.Minute() > 0 {
		hour += at.Format("04")
	}
	names := strings.Split(d.say(locales.TicketWeekdays, nil), "|")
	return hour + " " + names[int(at.Weekday())%len(names)] + at.Format(" 2/1")
}

var checkMarks = map[notice.Severity]string{notice.Refuse: "✗ ", notice.Warn: "(!) ", notice.Note: "· "}

func (d *desk) checkWords(list []notice.Check) string {
	var lines []string
	for _, c := range list {
		if line := checkMarks[c.Severity] + d.say(c.Text, c.Vars); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// next is what the account can do about a notice now.
func (d *desk) next(n notice.Notice) (list []choice) {
	id, write := string(n.ID), staff.May(d.who.Actor(), staff.WriteNotice, n.Communes...) == nil
	add := func(ok bool, verb string, label locales.ID) {
		if ok {
			list = append(list, choice{verb + ":" + id, d.say(label, nil)})
		}
	}
	add(write && (n.State == notice.Drafted || n.State == notice.Returned), "dtest", locales.DeskTest)
	add(write && n.State == notice.Tested, "dsubmit", locales.DeskSubmit)
	add(write && n.State == notice.Tested, "dtime", locales.DeskTime)
	add(d.mayApprove(n), string(notice.AskApprove), locales.NoticeDoApprove)
	add(d.mayApprove(n) && !d.wrote(n), string(notice.AskReturn), locales.NoticeDoReturn)
	add(write && d.mayMend(n), "dedit", locales.DeskEdit)
	add(write && slices.Contains(leaving, n.State), string(notice.AskPause), locales.NoticeDoPause)
	add(write && n.State == notice.Paused, string(notice.AskResume), locales.NoticeDoResume)
	add(write && n.Out(), string(notice.AskCorrect), locales.NoticeDoCorrect)
	add(write && n.State == notice.Done && d.worthRetry(n), "dretry", locales.DeskRetry)
	add(d.mayReview(n), string(notice.AskReview), locales.NoticeDoReview)
	add(n.Out(), string(notice.AskReport), locales.NoticeDoReport)
	add(write && n.State != notice.Done && n.State != notice.Cancelled, string(notice.AskCancel), d.cancelLabel(n))
	return list
}

// leaving are the states in which messages leave or are about to.
var leaving = []notice.State{notice.First, notice.Held, notice.Sending}

func (d *desk) cancelLabel(n notice.Notice) locales.ID {
	switch n.State {
	case notice.Drafted, notice.Tested, notice.Returned:
		return locales.DeskDrop
	}
	return locales.NoticeDoCancel
}

// mayMend: the text can change, and is not what somebody is about to approve.
func (d *desk) mayMend(n notice.Notice) bool {
	switch n.State {
	case notice.Drafted, notice.Tested, notice.Returned:
		return true
	}
	return n.State == notice.Submitted && d.wrote(n)
}

func (d *desk) wrote(n notice.Notice) bool { return n.Author == d.who.ID || n.Editor == d.who.ID }

// mayApprove: somebody else's notice, or the own one where nobody else can.
func (d *desk) mayApprove(n notice.Notice) bool {
	if n.State != notice.Submitted {
		return false
	}
	if !d.wrote(n) {
		return staff.May(d.who.Actor(), staff.ApproveNotice, n.Communes...) == nil
	}
	return len(d.approvers(n)) == 0
}

// approvers are the others who may agree to a notice.
func (d *desk) approvers(n notice.Notice) []staff.Account {
	list, err := staff.WhoMay(d.snap.Records, staff.ApproveNotice, n.Communes...)
	if err != nil {
		panic(err) // as take does
	}
	return slices.DeleteFunc(list, func(a staff.Account) bool { return a.ID == n.Author || a.ID == n.Editor })
}

func (d *desk) mayReview(n notice.Notice) bool {
	return n.Kind == notice.Emergency && n.Reviewed.IsZero() && n.Author != d.who.ID &&
		staff.May(d.who.Actor(), staff.ReviewEmergency, n.Communes...) == nil
}

// worthRetry: the board would take it. Nothing is changed by asking.
func (d *desk) worthRetry(n notice.Notice) bool {
	_, _, err := d.bot.cfg.Notices.Retry(d.snap.Records, d.who.Actor(), n.ID, d.snap.Now)
	return err == nil
}
