package bot

import (
	"slices"
	"strings"

	"tinban/locales"
	"tinban/notice"
	"tinban/staff"
)

// see shows how far a notice is, with what can be done about it.
func (d *desk) see(id string) {
	n, ok := d.open(id, staff.ReadNotices)
	if !ok {
		return
	}
	said := []string{d.stateWords(n)}
	if n.Out() {
		said = append(said, d.progressWords(n))
	} else {
		said = append(said, n.Text)
	}
	d.answer(&reply{body: join("\n\n", said...), choices: d.next(n)})
}

// stateWords say how far a notice is, and why it stands still.
func (d *desk) stateWords(n notice.Notice) string {
	said := d.say(locales.DeskIs, locales.Vars{"Code": n.Code, "Commune": d.bot.namesOf(n.Communes), "State": d.say(notice.StateName(n.State), nil)})
	switch {
	case n.State == notice.Approved || n.State == notice.Counting:
		said = join("\n", said, d.say(locales.DeskAtTime, locales.Vars{"Time": d.clock(n.Start)}))
	case n.Why != "":
		said = join("\n", said, d.say(locales.DeskBecause, locales.Vars{"Reason": d.say(notice.WhyName(n.Why), nil)}))
	case n.Remark != "":
		said = join("\n", said, d.say(locales.DeskBecause, locales.Vars{"Reason": strings.TrimRight(n.Remark, ".")}))
	}
	return said
}

// progressWords are honest numbers: handed over is not read.
func (d *desk) progressWords(n notice.Notice) string {
	p := d.progress(n)
	lines := []string{d.say(locales.DeskProgress, locales.Vars{
		"Max": notice.Money(p.Chosen), "Chat": notice.Money(p.Chat), "SMS": notice.Money(p.SMS), "N": notice.Money(p.Waiting), "Failed": notice.Money(p.Failed),
	})}
	var why []string
	for _, f := range p.Failures {
		why = append(why, notice.Money(f.N)+" "+d.say(f.Text, nil))
	}
	if len(why) > 0 {
		lines = append(lines, d.say(locales.DeskFailures, locales.Vars{"List": strings.Join(why, ", ")}))
	}
	for _, x := range []struct {
		id locales.ID
		n  int
	}{{locales.DeskArrived, p.Arrived}, {locales.DeskComing, p.Coming}, {locales.DeskWrongSaid, p.Wrong}} {
		if x.n > 0 {
			lines = append(lines, d.say(x.id, locales.Vars{"N": notice.Money(x.n)}))
		}
	}
	if p.Cost > 0 {
		lines = append(lines, d.say(locales.DeskSpent, locales.Vars{"Cost": notice.Money(p.Cost)}))
	}
	return strings.Join(lines, "\n")
}

func (d *desk) progress(n notice.Notice) notice.Progress {
	p, err := d.bot.cfg.Notices.Progress(d.snap.Records, n.ID)
	if err != nil {
		panic(err) // as take does
	}
	return p
}

// handed is how many a notice has been sent to.
func (d *desk) handed(n notice.Notice) string {
	p := d.progress(n)
	return notice.Money(p.Chat + p.SMS)
}

// shownNotices is how many a list shows.
const shownNotices = 6

// list shows the last notices of the account's communes. A code behind the
// command is another way to one of them.
func (d *desk) list(slash bool) bool {
	if err := staff.May(d.who.Actor(), staff.ReadNotices); err != nil && !slash {
		return false
	}
	if !d.may(staff.ReadNotices) {
		return true
	}
	from := d.who.Communes
	if len(from) == 0 {
		from = []string{""}
	}
	var all []notice.Notice
	for _, c := range from {
		some, err := notice.Recent(d.snap.Records, c, shownNotices)
		if err != nil {
			panic(err) // as take does
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b notice.Notice) int { return b.Created.Compare(a.Created) })
	d.show(all, locales.DeskList, locales.DeskListNone)
	return true
}

// waiting shows what the account has to decide on: notices to approve, and
// emergencies to review.
func (d *desk) waiting(slash bool) bool {
	if err := staff.May(d.who.Actor(), staff.ApproveNotice); err != nil && !slash {
		return false
	}
	if !d.may(staff.ApproveNotice) {
		return true
	}
	var all []notice.Notice
	for _, c := range d.communes() {
		some, err := notice.Undecided(d.snap.Records, c)
		if err != nil {
			panic(err) // as take does
		}
		all = append(all, some...)
	}
	urgent, err := notice.Unreviewed(d.snap.Records)
	if err != nil {
		panic(err) // as take does
	}
	all = append(all, urgent...)
	mine := func(n notice.Notice) bool { return d.mayApprove(n) || d.mayReview(n) }
	d.show(slices.DeleteFunc(all, func(n notice.Notice) bool { return !mine(n) }), locales.DeskWaiting, locales.DeskWaitingNone)
	return true
}

// show lists notices, each once, as buttons.
func (d *desk) show(all []notice.Notice, head, none locales.ID) {
	if len(all) == 0 {
		d.answer(&reply{body: d.say(none, nil)})
		return
	}
	lines := []string{d.say(head, nil)}
	r := &reply{}
	for _, n := range all {
		see := choice{"dsee:" + string(n.ID), n.Code}
		if slices.Contains(r.choices, see) || len(r.choices) == shownNotices {
			continue
		}
		r.choices = append(r.choices, see)
		lines = append(lines, d.say(locales.DeskLine, locales.Vars{
			"Code": n.Code, "Day": n.Created.In(notice.Hue).Format("2/1"), "State": d.say(notice.StateName(n.State), nil), "Title": briefly(n.Text),
		}))
	}
	r.body = strings.Join(lines, "\n")
	d.answer(r)
}

// briefly is the beginning of a text, in one line.
func briefly(s string) string {
	const most = 60
	if r := []rune(strings.Join(strings.Fields(s), " ")); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return strings.Join(strings.Fields(s), " ")
}

// help lists what the account can do from here.
func (d *desk) help() {
	a := d.who
	lines := []string{d.say(locales.DeskHelp, locales.Vars{
		"Name": a.Name, "Title": d.say(locales.RoleName(string(a.Role)), nil), "Commune": d.communesOf(a),
	})}
	may := func(do staff.Action) bool { return staff.May(a.Actor(), do) == nil }
	for _, x := range []struct {
		ok bool
		id locales.ID
	}{
		{may(staff.WriteNotice), locales.DeskHelpWrite}, {may(staff.WriteNotice), locales.DeskHelpNews},
		{may(staff.ReadNotices) && !may(staff.WriteNotice), locales.DeskHelpRead}, {may(staff.ApproveNotice), locales.DeskHelpApprove},
		{may(staff.EditCourse), locales.DeskHelpCourse}, {may(staff.ReadCourses), locales.DeskHelpCourses},
		{may(staff.AnswerTicket), locales.DeskHelpTickets}, {may(staff.WriteNotice), locales.DeskHelpLeave}, {true, locales.DeskHelpPages},
	} {
		if x.ok {
			lines = append(lines, d.say(x.id, nil))
		}
	}
	d.answer(&reply{body: strings.Join(lines, "\n")})
}

// onPages says where what cannot be done from here is done. Without its slash
// the word may be a question of the same person.
func (d *desk) onPages(slash bool) bool {
	if slash {
		d.answer(&reply{body: d.say(locales.DeskOnPages, nil)})
	}
	return slash
}

// mend is how to go on with a notice that came back.
func (t *turn) mend(x notice.Tell) []choice {
	switch x.Text {
	case locales.NoticeTellReturned, locales.NoticeTellUnfit, locales.NoticeTellEdited:
		return []choice{{"dsee:" + string(x.Notice), t.say(locales.DeskSee, nil)}}
	}
	return nil
}
