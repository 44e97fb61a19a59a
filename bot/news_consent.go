package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tinban/bot/understand"
	"tinban/eligibility"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

func notFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

// topicNames are what topics are called.
var topicNames = map[person.Topic]locales.ID{
	person.Meetings: locales.TopicMeeting, person.Courses: locales.TopicCourse, person.Housing: locales.TopicHousing,
	person.Loans: locales.TopicLoan, person.Overseas: locales.TopicOverseas, person.New: locales.TopicNew,
}

// fewTopics is how many are named one by one where an SMS has little room.
const fewTopics = 2

// topicList names topics within a sentence.
func (t *turn) topicList(topics []person.Topic) string {
	if len(topics) == len(person.Topics) {
		return t.say(locales.NewsAll, nil)
	}
	var names []string
	for _, x := range topics {
		names = append(names, lower(t.say(topicNames[x], nil)))
	}
	return strings.Join(names, ", ")
}

// suggested is what is chosen before anybody chose: everything, but on a chat,
// where it is one tap to change, what the dialogue was about.
func (t *turn) suggested() []person.Topic {
	lb := t.lib.Label(t.st.Label)
	if t.sms() || lb == nil {
		return slices.Clone(person.Topics)
	}
	topic, ok := topicsOf[lb.Group]
	if !ok {
		return slices.Clone(person.Topics)
	}
	return union([]person.Topic{person.Meetings, person.New}, []person.Topic{topic})
}

// newsConsent says what is kept, why, for how long and how to stop, and asks.
// Until the yes nothing is kept.
func (t *turn) newsConsent() {
	n := t.news()
	s, subscribed := t.subscriber()
	switch {
	case n.Topics == nil && subscribed:
		n.Topics = s.Topics
	case n.Topics == nil:
		n.Topics = t.suggested()
	}
	moves := t.moves(s, subscribed)
	t.askAgree(join(t.gap(), t.placeLine(n.Place), moves, t.consentWords(moves != "")))
	n.Shown = true
}

// newsChosen asks again after a change of topics, without saying all of it
// once more: it stands just above.
func (t *turn) newsChosen() {
	n := t.news()
	switch {
	case !n.Shown:
		t.newsConsent()
	case len(n.Topics) == 0:
		t.askAgree(t.say(locales.NewsNone, nil))
	default:
		t.askAgree(t.chosenWords())
	}
}

func (t *turn) chosenWords() string {
	n := t.news()
	return t.say(locales.NewsChosen, locales.Vars{"Commune": t.lib.CommuneName(n.Place, t.on), "List": t.topicList(n.Topics)})
}

// askAgree offers the yes and the no. On a chat the topics stand above them,
// to be turned on and off.
func (t *turn) askAgree(body string) {
	r := &reply{body: body}
	if t.sms() {
		r.choices = []choice{
			{"newsyes", t.say(locales.NewsAgree, nil)}, {"newsno", t.say(locales.NewsDecline, nil)}, {"newspick", t.say(locales.NewsPick, nil)},
		}
	} else {
		r.choices = append(t.topicChoices(),
			choice{"newsyes", t.say(locales.NewsAgree, nil)}, choice{"newsno", t.say(locales.NewsDecline, nil)})
	}
	if t.news().Guess {
		r.choices = append(r.choices, choice{"newsagain", t.say(locales.AnotherPlace, nil)})
	}
	r.must = len(r.choices)
	t.answerWith("news", r)
	t.st.Pending = pendingAgree
}

// consentWords is the text whose version is recorded with a yes. Where an SMS
// has no room for the topics, it says how many: they were just chosen.
func (t *turn) consentWords(long bool) string {
	n := t.news()
	list, some := t.topicList(n.Topics), len(n.Topics)
	if t.sms() && some > 1 && some < len(person.Topics) && (long || some > fewTopics) {
		list = t.say(locales.NewsSome, locales.Vars{"N": len(n.Topics)})
	}
	return t.say(locales.NewsConsent, locales.Vars{"Commune": t.lib.CommuneName(n.Place, t.on), "List": list})
}

// moves says that the news of another commune end with the yes.
func (t *turn) moves(s person.Subscriber, subscribed bool) string {
	if now := t.communeNow(t.news().Place); !subscribed || now == nil || now.ID == s.Commune {
		return ""
	}
	return t.say(locales.NewsMoves, locales.Vars{"Commune": t.lib.CommuneName(s.Commune, t.on)})
}

// topicChoices are the topics, each with whether it is chosen.
func (t *turn) topicChoices() (list []choice) {
	for _, x := range person.Topics {
		box := "☐ "
		if slices.Contains(t.news().Topics, x) {
			box = "☑ "
		}
		list = append(list, choice{"newstopic:" + string(x), box + t.say(topicNames[x], nil)})
	}
	return list
}

// flipTopic turns one topic on or off, by button.
func (t *turn) flipTopic(name string) bool {
	x, n := person.Topic(name), t.st.News
	if _, ok := topicNames[x]; !ok || n == nil || t.communeNow(n.Place) == nil {
		return false
	}
	if slices.Contains(n.Topics, x) {
		n.Topics = slices.DeleteFunc(n.Topics, func(y person.Topic) bool { return y == x })
	} else {
		n.Topics = union(n.Topics, []person.Topic{x})
	}
	if t.sms() || len(n.Topics) == 0 {
		t.newsChosen()
		return true
	}
	t.newsConsent() // all of it: it takes the place of what was read before
	t.reply.inPlace = true
	return true
}

// askTopics asks for topics by digits, several at once.
func (t *turn) askTopics() {
	if t.st.News == nil || t.communeNow(t.st.News.Place) == nil {
		t.startNews(newsState{})
		return
	}
	r := &reply{body: t.say(locales.NewsWhich, nil)}
	for _, x := range person.Topics {
		r.choices = append(r.choices, choice{"newstopic:" + string(x), t.say(topicNames[x], nil)})
	}
	r.must = len(r.choices)
	t.answerWith("news", r)
	t.st.Pending = pendingTopics
}

// topicsTyped takes "1 3" as the topics wanted, and no others.
func (t *turn) topicsTyped() bool {
	var chosen []person.Topic
	for _, d := range t.reading.Digits {
		if d < 1 || d > len(person.Topics) {
			return false
		}
		chosen = append(chosen, person.Topics[d-1])
	}
	if x, ok := person.TopicNamed(t.command0()); ok {
		chosen = []person.Topic{x}
	}
	switch {
	case len(chosen) > 0:
		t.news().Topics = union(chosen, nil)
		t.newsChosen()
		return true
	case t.elsewhere():
		return false
	}
	t.askTopics()
	return true
}

// agreeTyped takes yes and no in words. Anything else is no yes.
func (t *turn) agreeTyped() bool {
	key, sure := understand.Choose(t.reading.Typed, []understand.Option{
		{Key: "newsyes", Words: []string{"đồng ý", "phải", "có", "ừ", "vâng", "dạ", "ok", "nhận", "nhận tin"}},
		{Key: "newsno", Words: []string{"không", "không đồng ý", "không nhận", "thôi"}},
	})
	switch {
	case sure:
		return t.act(key)
	case t.elsewhere():
		return false
	}
	t.askAgree(join(" ", t.say(locales.NotAnOption, nil), t.chosenWords()))
	return true
}

// agreeNews keeps what was agreed to.
func (t *turn) agreeNews() {
	n := t.st.News
	switch {
	case n == nil && t.waits():
		t.still("yes")
		return
	case n == nil || t.communeNow(n.Place) == nil || t.contact.ID == "":
		t.startNews(newsState{}) // the question is too old to be agreed to
		return
	case len(n.Topics) == 0 || !n.Shown:
		t.newsChosen()
		return
	}
	now := t.communeNow(n.Place)
	s := person.Subscriber{
		Contact: t.contact.ID, Commune: now.ID, Topics: n.Topics, Chat: !t.sms(), Consent: t.agreement(locales.NewsConsentVersion),
	}
	if n.Place != now.ID {
		s.Old = n.Place
	}
	t.take(person.Subscribe(t.snap.Records, s))
	t.take(t.bot.cfg.Marks.Lift(t.in.From), nil)
	t.contact.NewsStopped, t.contact.Commune = false, now.ID
	t.st.News, t.st.Pending = nil, ""
	t.outcome.Label = "news"
	r := &reply{body: t.say(locales.NewsDone, locales.Vars{"Commune": t.lib.CommuneName(now.ID, t.on)}), buttons: []choice{t.home()}}
	if _, linked := t.linked(); !linked && !t.sms() && t.in.Chat == "" {
		r.buttons = []choice{{"link", t.say(locales.LinkTitle, nil)}, t.home()}
	}
	t.answerWith("news", r)
}

// agreement is a yes given here and now.
func (t *turn) agreement(version string) person.Consent {
	return person.Consent{Version: version, At: t.snap.Now, How: string(t.caps.Kind)}
}

// declineNews is a no: nothing is kept, and what was taken stays as it was,
// unless the no is to whether it may go on.
func (t *turn) declineNews() {
	if t.waits() {
		t.still("no")
		t.st.News, t.st.Pending = nil, ""
		return
	}
	t.st.News, t.st.Pending = nil, ""
	t.answerWith("news", &reply{body: t.say(locales.NewsDeclined, nil), buttons: []choice{t.home()}})
}

// dayOf writes the day of a moment.
func (t *turn) dayOf(at time.Time) string {
	return vnDay(eligibility.FromTime(at.In(t.snap.Now.Location())))
}

// shared: others may read over a shoulder, or own the phone.
func (t *turn) shared() bool { return t.caps.Kind == msg.SMS || t.in.Chat != "" }
