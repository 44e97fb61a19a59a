package bot

import (
	"strings"

	"tinban/course"
	"tinban/locales"
)

// A trade that nobody teaches here is counted, without a name.

func (t *turn) askWish(before string) bool {
	if t.in.Chat != "" {
		return t.courses("")
	}
	t.newCourse(courseState{})
	t.answerWith("wish", &reply{body: join("\n", before, t.say(locales.WishAsk, nil)), buttons: []choice{t.home()}})
	t.st.Pending = pendingWish
	return true
}

// mostWishWords is how long the name of a trade is at most; more is a question.
const mostWishWords = 12

// wishTyped takes the words for a trade.
func (t *turn) wishTyped() bool {
	if !t.partTyped() || strings.Contains(t.reading.Typed, "?") {
		return false
	}
	trades := course.TradesOf(t.reading.Typed)
	if trades[0].Other && (t.asksSomething() || course.Asks(t.reading.Typed) || len(strings.Fields(t.reading.Plain)) > mostWishWords) {
		return false
	}
	if trades[0].Other && len(letterWords(t.reading.Plain)) == 0 {
		t.askWish(t.say(locales.WishUnclear, nil))
		return true
	}
	var ids []string
	for _, x := range trades {
		ids = append(ids, x.ID)
	}
	t.joining().Wish, t.joining().Name = ids, "" // the words are kept with the wish
	return t.wishIn(ids, t.reading.Typed)
}

// letterWords are words of more than one letter.
func letterWords(plain string) (out []string) {
	for _, w := range strings.Fields(plain) {
		if len(w) > 1 && strings.Trim(w, "0123456789") != "" {
			out = append(out, w)
		}
	}
	return out
}

// wishIs goes on with a wish once it is known where they live.
func (t *turn) wishIs(ids []string) bool { return t.wishIn(ids, t.joining().Village) }

// wishIn counts a wish, or leads to the course there is. Where somebody lives
// is asked first.
func (t *turn) wishIn(ids []string, words string) bool {
	home := t.homeCommune()
	if home == "" {
		t.joining().Village = words // until the commune is known
		t.askCoursePlace(t.say(locales.CoursesWhere, nil))
		return true
	}
	for _, c := range t.openCourses(home) {
		if c.Trade == ids[0] {
			return t.wishOpen(c, home)
		}
	}
	for _, id := range ids {
		changes, err := course.Hope(t.snap.Records, course.Wish{Contact: t.contact.ID, Trade: id, Words: words, Commune: home}, t.snap.Now)
		if t.refused(err, "wish") {
			t.st.Pending = ""
			return true
		}
		t.take(changes, err)
	}
	t.newCourse(courseState{Wish: ids})
	t.contact.Commune = home
	title := strings.Join(wishTitles(ids, words), "; ")
	t.answerWith("wish", &reply{
		body: t.say(locales.WishDone, locales.Vars{"Title": title, "Commune": t.lib.CommuneName(home, t.on)}), must: 2,
		choices: []choice{{"wtell:yes", t.say(locales.WishTell, nil)}, {"wtell:no", t.say(locales.WishQuiet, nil)}},
	})
	return true
}

func wishTitles(ids []string, words string) (titles []string) {
	for _, id := range ids {
		titles = append(titles, course.Wish{Trade: id, Words: words}.Title())
	}
	return titles
}

// wishOpen: there is a course already.
func (t *turn) wishOpen(c course.Course, home string) bool {
	t.newCourse(courseState{})
	t.answerWith("wish", &reply{
		body: t.say(locales.WishOpen, locales.Vars{"Commune": t.lib.CommuneName(home, t.on)}), must: 1,
		choices: []choice{{"course:" + c.ID, t.courseLabel(c)}}, buttons: []choice{t.home()},
	})
	return true
}

// wished are the wishes this dialogue is about, as they are kept.
func (t *turn) wished() (list []course.Wish) {
	all, err := course.Wishes(t.snap.Records, t.contact.ID)
	if err != nil {
		panic(err) // as take does
	}
	for _, w := range all {
		for _, id := range t.joining().Wish {
			if w.Trade == id {
				list = append(list, w)
			}
		}
	}
	return list
}

// changeWishes writes them again with a change.
func (t *turn) changeWishes(change func(*course.Wish)) bool {
	list := t.wished()
	for _, w := range list {
		change(&w)
		changes, err := course.Hope(t.snap.Records, w, t.snap.Now)
		t.take(changes, err)
	}
	return len(list) > 0
}

// wishTell notes whether they want to hear of a course, and asks for the age,
// which may be left out.
func (t *turn) wishTell(said string) bool {
	if t.st.Course == nil || !t.changeWishes(func(w *course.Wish) { w.Tell = said == "yes" }) {
		return false
	}
	t.askWisher()
	return true
}

func (t *turn) askWisher() {
	t.answerWith("wish", &reply{body: t.say(locales.WishWho, nil), must: 1, choices: []choice{{"wskip", t.say(locales.WishSkip, nil)}}})
	t.st.Pending = pendingWisher
}

// wisherTyped takes a year of birth and a sex; of the year only the band is
// kept.
func (t *turn) wisherTyped() bool {
	if !t.partTyped() {
		return false
	}
	line := course.ReadLine(t.reading.Typed, course.NeedYear, t.snap.Now, nil)
	if line.Year == 0 && line.Sex == "" {
		return false
	}
	t.unkept = true
	t.changeWishes(func(w *course.Wish) { w.Band, w.Sex = course.Band(line.Year, t.snap.Now), line.Sex })
	return t.wishEnd()
}

func (t *turn) wishEnd() bool {
	t.st = state{Commune: t.st.Commune, Last: t.st.Last}
	t.answerWith("wish", &reply{body: t.say(locales.WishThanks, nil), buttons: []choice{t.home()}})
	return true
}
