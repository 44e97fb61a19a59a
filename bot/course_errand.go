package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/store"
)

// courseBatch bounds one run of the errand.
const courseBatch = 50

// courseErrand tells what is due: invitations, reminders, ends; then offers
// free seats; then tells who wished for a trade that a course has opened. One
// kind a run: each rests on what the one before left.
func courseErrand(b *Bot, r store.Reader, now time.Time) (store.Changes, error) {
	say, changes, err := course.Due(r, now, courseBatch)
	if err != nil || len(changes.Put) > 0 {
		return changes, b.tellCourse(r, &changes, say, err)
	}
	if _, changes, err = course.Fill(r, now, courseBatch); err != nil || len(changes.Put) > 0 {
		return changes, err
	}
	c, list, changes, err := course.Hopeful(r, now, courseBatch)
	if err != nil {
		return changes, err
	}
	return changes, b.tellHopeful(r, &changes, c, list, now)
}

func (b *Bot) tellCourse(r store.Reader, changes *store.Changes, say []course.Say, err error) error {
	for _, s := range say {
		if err != nil {
			return err
		}
		key := courseKey(s.Code, string(s.What), s.Since.UTC().String(), s.Deadline.UTC().String())
		err = b.tellOf(r, changes, telling{to: s.Contact, key: key, lane: msg.Notice, due: s.At}, func(t *turn) { t.sayCourse(s) })
	}
	return err
}

// tellOf adds one message. Somebody who is gone is not told, and does not keep
// the others from it.
func (b *Bot) tellOf(r store.Reader, changes *store.Changes, what telling, say func(*turn)) error {
	to, err := b.tell(r, what, say)
	if notFound(err) {
		return nil
	}
	changes.Contacts = append(changes.Contacts, to)
	return err
}

// courseKey names one message about one thing: the same on every run.
func courseKey(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00")) // a hash never fails
	}
	return "c" + hex.EncodeToString(h.Sum(nil)[:12])
}

// sayCourse is the message for a step.
func (t *turn) sayCourse(s course.Say) {
	vars := locales.Vars{
		"Name": t.personOf(s.Registration).Name, "Code": s.Code, "Title": s.Course.Called(), "Day": t.startDay(s.Course),
		"Place": s.Course.Place, "Until": courseHour(s.Deadline),
	}
	r := &reply{}
	switch s.What {
	case course.ToInvite:
		r.body, r.choices = t.say(locales.CourseInvite, vars), t.inviteChoices(s.Registration)
	case course.ToRemind:
		r.body, r.choices = t.say(locales.CourseRemind, vars), t.inviteChoices(s.Registration)
	case course.ToExpire:
		r.body = t.say(locales.CourseExpired, vars)
	case course.ToMove:
		r.body = t.say(locales.CourseMoved, vars)
	case course.ToStart:
		r.body = t.say(locales.CourseBegins, vars)
	case course.ToChange:
		r.body = t.say(locales.CourseNewDay, vars)
	default:
		return
	}
	if len(r.choices) > 0 && t.sms() {
		r.foot = t.say(locales.CourseInviteFoot, vars)
	}
	r.must = len(r.choices)
	t.answerWith("course", r)
}

func (t *turn) inviteChoices(g course.Registration) []choice {
	return []choice{
		{"ctake:" + g.Code, t.say(locales.CourseTake, nil)}, {"clater:" + g.Code, t.say(locales.CourseLater, nil)}, {"cback:" + g.Code, t.say(locales.CourseGiveUp, nil)},
	}
}

// tellHopeful tells those who wished for a trade. Who stopped the news is not
// told.
func (b *Bot) tellHopeful(r store.Reader, changes *store.Changes, c course.Course, list []course.Wish, now time.Time) error {
	for _, w := range list {
		contact, _, err := r.Contact(w.Contact)
		if err != nil && !notFound(err) {
			return err
		}
		if err != nil || contact.NewsStopped {
			continue
		}
		what := telling{to: w.Contact, key: courseKey(c.ID, w.Trade, string(w.Contact)), lane: msg.Notice, due: course.Daylight(now)}
		err = b.tellOf(r, changes, what, func(t *turn) {
			t.answerWith("course", &reply{
				body: t.say(locales.CourseNews, locales.Vars{
					"Commune": t.lib.CommuneName(w.Commune, t.on), "Title": c.Called(), "Day": courseDay(c.Starts),
				}), must: 1, choices: []choice{{"course:" + c.ID, t.say(locales.CourseJoinThis, nil)}},
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
