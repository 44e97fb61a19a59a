package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tinban/locales"
	"tinban/msg"
	"tinban/notice"
	"tinban/person"
	"tinban/staff"
)

// begin asks what a new notice is about, and for which commune where an
// account has several. Without its slash the word is also a resident's, and
// so it is for staff who write none.
func (d *desk) begin(slash bool) bool {
	if err := staff.May(d.who.Actor(), staff.WriteNotice); err != nil && !slash {
		return false
	}
	if !d.may(staff.WriteNotice) {
		return true
	}
	switch own := d.communes(); {
	case len(own) == 0:
		d.refused(&msg.Refusal{Code: string(locales.NoticeNoCommune), Vars: locales.Vars{"Name": strings.Join(d.who.Communes, ", ")}}, nil)
	case len(own) == 1:
		d.kinds(own[0])
	default:
		d.askCommune(locales.DeskCommune)
	}
	return true
}

// communes are those of today that the account is for.
func (d *desk) communes() []string {
	own := d.who.Communes
	if len(own) == 0 {
		own = d.lib.Communes(d.on)
	}
	return slices.DeleteFunc(slices.Clone(own), func(id string) bool {
		_, today := d.bot.cfg.Notices.Commune(id)
		return !today
	})
}

// askCommune shows communes as buttons where they are few; their names can
// always be typed.
func (d *desk) askCommune(how locales.ID) {
	r := &reply{body: d.say(how, nil)}
	if own := d.communes(); len(own) <= mostPlaces {
		for _, id := range own {
			r.choices = append(r.choices, choice{"dcommune:" + id, d.called(id)})
		}
	}
	d.await(awaitCommune, deskState{}, r)
}

// called is a commune of today as notices name it.
func (d *desk) called(commune string) string { return d.bot.namesOf([]string{commune}) }

// communeTyped takes one commune by its name, of today or of before. Several
// are for the pages.
func (d *desk) communeTyped(string) {
	own := d.communes()
	var hit []string
	for _, p := range places(d.know.Places.Find(d.reading.Typed)) {
		if now := d.lib.CommuneOn(p.ID, d.on); now != nil && slices.Contains(own, now.ID) && !slices.Contains(hit, now.ID) {
			hit = append(hit, now.ID)
		}
	}
	if len(hit) != 1 {
		d.askCommune(locales.DeskCommuneAgain)
		return
	}
	d.kinds(hit[0])
}

// kinds asks what a notice for a commune is about.
func (d *desk) kinds(commune string) {
	if !d.may(staff.WriteNotice, commune) {
		return
	}
	r := &reply{body: d.say(locales.DeskKind, locales.Vars{"Commune": d.called(commune)}), choices: []choice{
		{"dkind:meeting@" + commune, d.say(locales.DeskMeeting, nil)}, {"dkind:course@" + commune, d.say(locales.DeskCourse, nil)},
		{"dkind:other@" + commune, d.say(locales.DeskOther, nil)},
	}}
	if staff.May(d.who.Actor(), staff.SendEmergency, commune) == nil {
		r.choices = append(r.choices, choice{"dkind:urgent@" + commune, d.say(locales.DeskUrgent, nil)})
	}
	d.answer(r)
}

// otherTopics are what a notice may be about that is neither a meeting nor a
// class.
var otherTopics = []person.Topic{person.Housing, person.Loans, person.Overseas, person.New}

func (d *desk) kind(arg string) {
	kind, commune, _ := strings.Cut(arg, "@")
	if !d.may(staff.WriteNotice, commune) {
		return
	}
	switch kind {
	case "meeting":
		d.askText(deskState{Commune: commune, Kind: notice.Meeting, Topic: person.Meetings})
	case "course":
		d.askText(deskState{Commune: commune, Kind: notice.Course, Topic: person.Courses})
	case "urgent":
		d.askUrgentWhy(commune)
	default:
		r := &reply{body: d.say(locales.DeskTopic, locales.Vars{"Commune": d.called(commune)})}
		for _, x := range otherTopics {
			r.choices = append(r.choices, choice{"dtopic:" + string(x) + "@" + commune, d.say(topicNames[x], nil)})
		}
		d.answer(r)
	}
}

func (d *desk) topic(arg string) {
	topic, commune, _ := strings.Cut(arg, "@")
	if d.may(staff.WriteNotice, commune) {
		d.askText(deskState{Commune: commune, Kind: notice.Other, Topic: person.Topic(topic)})
	}
}

func (d *desk) askText(s deskState) {
	d.await(awaitText, s, &reply{body: d.say(locales.DeskWrite, nil)})
}

// longest text that can become two SMS, and what is refused without keeping
// it, in letters.
const longest = 600

// fits refuses a text that is far too long, and goes on waiting.
func (d *desk) fits(typed string) bool {
	s := *d.st.Desk
	if n := utf8.RuneCountInString(typed); n > longest {
		d.await(s.Await, s, &reply{body: d.say(locales.DeskLong, locales.Vars{"N": n, "Max": longest})})
		return false
	}
	return true
}

// write makes a draft of the text that was waited for.
func (d *desk) write(typed string) {
	if !d.fits(typed) {
		return
	}
	s, now := d.st.Desk, d.snap.Now
	c := notice.Content{Communes: []string{s.Commune}, Kind: s.Kind, Topic: s.Topic, Text: typed}
	step, set, err := d.bot.cfg.Notices.Draft(d.snap.Records, d.who.Actor(), c, notice.Seed(d.who.ID, typed, now), now)
	if _, ok := d.done(step, set, err, nil); ok {
		d.preview(step.Notice)
	}
}

// editable are the states in which a text may change.
var editable = []notice.State{notice.Drafted, notice.Tested, notice.Submitted, notice.Approved, notice.Counting, notice.Returned}

// rewrite asks for the whole text again; a part of one cannot be judged.
func (d *desk) rewrite(id string) {
	n, ok := d.open(id, staff.WriteNotice)
	if ok && d.ready(n, editable...) {
		d.await(awaitEdit, deskState{Notice: n.ID, Version: n.Version}, &reply{body: d.say(locales.DeskRewrite, locales.Vars{"Text": n.Text})})
	}
}

func (d *desk) edit(typed string) {
	if !d.fits(typed) {
		return
	}
	s := *d.st.Desk
	n, ok := d.open(string(s.Notice), staff.WriteNotice)
	if !ok {
		return
	}
	c := n.Content
	c.Text, c.Filled = typed, nil
	step, set, err := d.bot.cfg.Notices.Edit(d.snap.Records, d.who.Actor(), n.ID, s.Version, c, d.snap.Now)
	if _, ok := d.done(step, set, err, &n); ok {
		d.preview(step.Notice)
	}
}
