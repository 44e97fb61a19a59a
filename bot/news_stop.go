package bot

import (
	"slices"
	"strings"

	"tinban/course"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
)

// The whole messages that stop notices. A bare "dung" is not among them:
// without marks it may also mean "right" or "do not".
var stopWords = []string{"huy", "tc", "stop", "ngung", "huy tin", "ngung tin", "tu choi"}

// optOut stops notices at once, whatever is going on, without a question. It
// never stops replies, and what is going on goes on.
func (t *turn) optOut() bool {
	if t.in.Kind != msg.Text {
		return false
	}
	t.outcome.Label = "unsubscribe"
	if topic, ok := t.stopsTopic(); ok {
		return t.stopTopic(string(topic))
	}
	if t.isOptOut(t.command0()) {
		if !t.cancelsCourse() {
			t.stopNews()
		}
		return true
	}
	t.outcome.Label = ""
	return false
}

// isOptOut takes a stop word, or HUY with one short name after it ("HUY A1",
// "HUY HONG HA"). A longer sentence that begins so is a question.
func (t *turn) isOptOut(plain string) bool {
	if slices.Contains(stopWords, plain) {
		return true
	}
	name, ok := strings.CutPrefix(plain, "huy ")
	if !ok {
		return false
	}
	if course.CodeLike(strings.ReplaceAll(name, " ", "")) {
		return false // a name on the list of a course
	}
	if !strings.Contains(name, " ") {
		return len(name) <= 6
	}
	found := t.know.Places.Find(name)
	return len(found) > 0 && (found[0].Exact || found[0].Unnumbered) && len(name) <= len(found[0].Text)+4
}

// stopsTopic hears "HUY HOP DAN". A word that could also be the name of all
// news ("HUY NHA") is a topic only for somebody who takes it.
func (t *turn) stopsTopic() (person.Topic, bool) {
	for _, word := range []string{"huy tin ", "huy ", "ngung tin ", "ngung "} {
		name, ok := strings.CutPrefix(t.command0(), word)
		if !ok {
			continue
		}
		topic, ok := person.TopicNamed(name)
		if !ok {
			continue
		}
		s, subscribed := t.subscriber()
		return topic, subscribed && s.Takes(topic) || !t.isOptOut(t.command0())
	}
	return "", false
}

// stopAll ends all news. What was taken is remembered with the dialogue, in
// case it was a mistake.
func (t *turn) stopAll() (was person.Subscriber, taken bool) {
	was, taken, c, err := person.Unsubscribe(t.snap.Records, t.contact.ID)
	t.take(c, err)
	t.contact.NewsStopped = true
	return was, taken
}

// stopNews ends all news and says so once.
func (t *turn) stopNews() {
	was, taken := t.stopAll()
	said := t.say(locales.Stopped, nil)
	if taken {
		said = t.say(locales.NewsStopped, locales.Vars{"Commune": t.lib.CommuneName(was.Commune, t.on)})
	}
	if t.otherTakes() {
		said = join(" ", said, t.say(locales.StopElsewhere, nil))
	}
	t.afterStop(said, t.say(locales.StoppedInCheck, nil), was, taken)
}

// otherTakes reports whether the same person's other contact takes news.
func (t *turn) otherTakes() bool {
	l, linked := t.linked()
	if !linked {
		return false
	}
	_, err := person.SubscriberOf(t.snap.Records, l.Other)
	if err != nil && !notFound(err) {
		panic(err) // as take does
	}
	return err == nil
}

// stopTopic ends one topic, by its name or by a button under a notice.
func (t *turn) stopTopic(name string) bool {
	topic := person.Topic(name)
	called, ok := topicNames[topic]
	if !ok {
		return false
	}
	s, subscribed := t.subscriber()
	vars := locales.Vars{"Name": lower(t.say(called, nil)), "List": t.topicList(s.Topics)}
	switch {
	case !subscribed:
		t.answerOrAskOn("opt_out", t.say(locales.StopNothing, nil))
	case !s.Takes(topic):
		t.answerOrAskOn("opt_out", t.say(locales.StopNotTaken, vars))
	case len(s.Topics) == 1:
		t.stopNews()
	default:
		t.take(person.Without(t.snap.Records, s, topic))
		left := slices.DeleteFunc(slices.Clone(s.Topics), func(x person.Topic) bool { return x == topic })
		vars["List"] = t.topicList(left)
		said := t.say(locales.StopOne, vars)
		t.afterStop(said, said, s, true)
	}
	return true
}

// afterStop confirms, and lets whatever was going on go on. A dialogue about
// taking news is over, and a list of courses asks for nothing.
func (t *turn) afterStop(said, inCheck string, was person.Subscriber, taken bool) {
	mine := slices.Contains([]string{pendingPlace, pendingTopics, pendingAgree, pendingList}, t.st.Pending)
	switch {
	case t.running():
		t.askOn(inCheck)
		t.outcome.Kind = "opt_out"
	case t.st.Pending != "" && !mine:
		t.answerOrAskOn("opt_out", t.say(locales.StoppedGoOn, nil))
		t.last = "" // its buttons stay where they are
	default:
		t.st = state{Commune: t.st.Commune, Last: t.st.Last}
		t.answerWith("opt_out", &reply{body: said})
	}
	if taken {
		t.news().Undo = &was
		t.reply.buttons = append(t.reply.buttons, choice{"stopundo", t.say(locales.StopMistake, nil)})
	}
}

// stopWhich asks under a notice which news are meant: one digit is cheaper
// than news lost by mistake. which is the topic of the notice.
func (t *turn) stopWhich(which string) bool {
	s, subscribed := t.subscriber()
	if !subscribed {
		t.stopNews()
		return true
	}
	r := &reply{body: t.say(locales.StopWhich, nil)}
	if name, ok := topicNames[person.Topic(which)]; ok && s.Takes(person.Topic(which)) && len(s.Topics) > 1 {
		r.choices = append(r.choices, choice{"stoptopic:" + which, t.say(locales.StopOnly, locales.Vars{"Name": lower(t.say(name, nil))})})
	}
	r.choices = append(r.choices, choice{"stop", t.say(locales.StopEverything, nil)}, choice{"stopno", t.say(locales.StopMistake, nil)})
	r.must = len(r.choices)
	if t.running() {
		t.st.Check = nil
	}
	t.answerWith("opt_out", r)
	return true
}

// stopUndo puts back what the last word stopped.
func (t *turn) stopUndo() {
	if t.st.News == nil || t.st.News.Undo == nil {
		t.startNews(newsState{})
		return
	}
	was := *t.st.News.Undo
	was.Contact = t.contact.ID // it is not written with the rest
	t.take(person.Subscribe(t.snap.Records, was))
	t.contact.NewsStopped = false
	t.st.News.Undo = nil
	t.answerOrAskOn("news", t.say(locales.StopUndone, locales.Vars{"Commune": t.lib.CommuneName(was.Commune, t.on)}))
}

// ambiguousDung asks which of its three meanings was meant, unless the marks
// tell.
func (t *turn) ambiguousDung() bool {
	yes, ask := t.affirms(), locales.AskDung
	switch strings.ToLower(strings.Trim(t.reading.Typed, " .!")) {
	case "dừng":
		return t.act("stop")
	case "đúng", "đúng rồi":
		switch {
		case yes != "":
			return t.act(yes)
		case !t.running():
			return t.nodded()
		}
		ask = locales.AskDungMarked
	case "đừng":
		ask = locales.AskDungMarked
	}
	choices := []choice{{"stop", t.say(locales.DungStop, nil)}}
	switch {
	case yes != "":
		choices = append(choices, choice{yes, t.say(locales.DungYes, nil)})
	case t.running():
		choices = append(choices, choice{"resume", t.say(locales.DungResume, nil)})
	}
	choices = append(choices, choice{"home", t.say(locales.DungOther, nil)})
	t.answerWith("dung", &reply{body: t.say(ask, nil), choices: choices, must: len(choices)})
	return true
}

// affirmed are the actions that a yes to the last question means. Deleting is
// not among them: that takes its digit.
var affirmed = []string{"newsyes", "linkyes", "still:yes", "cyes", "cok", "cgrown:yes"}

// affirms is what a yes means now; empty when nothing was asked that takes
// one.
func (t *turn) affirms() string {
	menu := t.st.Menu
	if len(menu) == 2 && (menu[1] == "noplace" || menu[1] == "newsagain") {
		return menu[0] // "is it this?"
	}
	for _, action := range menu {
		if slices.Contains(affirmed, action) {
			return action
		}
	}
	return ""
}

// confirming: the last message asked "is it this commune?".
func (t *turn) confirming() bool { return len(t.st.Menu) == 2 && t.st.Menu[1] == "noplace" }
