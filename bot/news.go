package bot

import (
	"cmp"
	"slices"
	"strings"

	"tinban/content"
	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// newsState is what a dialogue about programme news and a resident's own data
// has so far.
type newsState struct {
	Latest bool               `json:"l,omitempty"` // a commune is asked for its news, not to subscribe
	Place  string             `json:"p,omitempty"` // the commune, as it was named
	Guess  bool               `json:"g,omitempty"` // nobody named it for this
	Topics []person.Topic     `json:"t"`           // none is not the same as not asked yet
	Shown  bool               `json:"s,omitempty"` // what they agree to was said in this dialogue
	Undo   *person.Subscriber `json:"u,omitempty"` // what the last word stopped
	Phone  store.ContactID    `json:"n,omitempty"` // who was sent a code
}

// What Pending may say.
const (
	pendingPlace  = "newsplace"  // the text names a commune
	pendingTopics = "newstopics" // digits choose topics
	pendingAgree  = "newsagree"  // yes or no
)

// newsTalk is the conversation about programme news and a resident's own data.
func newsTalk() talk {
	done := func(do func(*turn)) func(*turn, string) bool {
		return func(t *turn, _ string) bool { do(t); return true }
	}
	mine := func(t *turn) bool { t.showMine(); return true }
	latest := func(t *turn) bool { return t.startNews(newsState{Latest: true}) }
	return talk{
		actions: map[string]func(*turn, string) bool{
			"news":      func(t *turn, _ string) bool { return t.startNews(newsState{}) },
			"newsnew":   (*turn).newsOfNew,
			"newsplace": (*turn).newsPlace,
			"newsagain": done(func(t *turn) { t.askNewsPlace(locales.NewsWhere) }),
			"newspick":  done((*turn).askTopics),
			"newstopic": (*turn).flipTopic,
			"newsyes":   done((*turn).agreeNews),
			"newsno":    done((*turn).declineNews),
			"newsmove":  done(func(t *turn) { t.askNewsPlace(locales.NewsWhere) }),
			"newsedit":  done((*turn).editTopics),
			"latest":    func(t *turn, _ string) bool { return latest(t) },
			"stopwhich": (*turn).stopWhich,
			"stoptopic": (*turn).stopTopic,
			"stopno":    done(func(t *turn) { t.answerWith("opt_out", &reply{body: t.say(locales.StopKept, nil)}) }),
			"stopundo":  done((*turn).stopUndo),
			"mine":      done((*turn).showMine),
			"erase":     func(t *turn, _ string) bool { return t.askForget() },
			"erasenews": done((*turn).eraseNews),
			"link":      done((*turn).askLink),
			"linkyes":   done(func(t *turn) { t.askPhone("") }),
			"linkno": done(func(t *turn) {
				t.answerWith("link", &reply{body: t.say(locales.LinkDeclined, nil), choices: []choice{t.home()}})
			}),
			"unlink": done((*turn).unlink),
			"still":  (*turn).still,
		},
		commands: map[string]func(*turn) bool{
			"xem": mine, "xem thong tin": mine, "thong tin cua toi": mine, "du lieu cua toi": mine, "xem du lieu": mine, "xem du lieu cua toi": mine,
			"tin moi": latest, "tin moi nhat": latest, "tin xa moi": latest, "xem tin": latest, "xem tin moi": latest,
			"co tin gi moi": latest, "co tin gi moi khong": latest, "co tin chi moi": latest, "co tin chi moi khong": latest,
			"co tin moi": latest, "co tin moi khong": latest, "co tin chi khong": latest, "co tin gi khong": latest,
		},
		pending: map[string]func(*turn) bool{
			pendingPlace: (*turn).newsPlaceTyped, pendingTopics: (*turn).topicsTyped, pendingAgree: (*turn).agreeTyped,
			pendingPhone: (*turn).phoneGiven, pendingCode: (*turn).codeTyped,
		},
		hears: func(t *turn) bool { return t.stillTyped() || t.subscribes() },
		shows: (*turn).shownNews,
	}
}

// take adds changes of a room to those of this message.
func (t *turn) take(c store.Changes, err error) {
	if err != nil {
		panic(err) // the store cannot be read: the message is not taken, and comes again
	}
	t.set.Changes.Add(c)
}

// subscriber is what the contact takes, if anything.
func (t *turn) subscriber() (person.Subscriber, bool) {
	s, err := person.SubscriberOf(t.snap.Records, t.contact.ID)
	if notFound(err) {
		return s, false
	}
	t.take(store.Changes{}, err)
	return s, true
}

// news is the state of this dialogue.
func (t *turn) news() *newsState {
	if t.st.News == nil {
		t.st.News = &newsState{}
	}
	return t.st.News
}

// The words that ask for news, longest first. A commune or a topic may follow;
// behind those that leave no doubt, anything may.
var (
	surelyNews = []string{"dang ky nhan tin cua xa", "dang ky nhan tin xa", "dang ky nhan tin", "dang ky tin", "dk nhan tin", "dk tin",
		"nhan tin cua xa", "nhan tin xa", "nhan tin", "tin cua xa", "tin xa"}
	maybeNews = []string{"tin"}
)

// mostNameWords is how long a name after TIN may be.
const mostNameWords = 5

// subscribes hears "TIN", "TIN HONG THUONG", "nhận tin xã A Lưới 3".
func (t *turn) subscribes() bool {
	if t.isCommand() { // "tin mới" asks for the latest
		return false
	}
	for _, word := range slices.Concat(surelyNews, maybeNews) {
		rest, ok := t.after(word)
		if !ok {
			continue
		}
		if rest == "" {
			return t.startNews(newsState{})
		}
		if topic, ok := person.TopicNamed(plain(rest)); ok {
			return t.startNews(newsState{Topics: []person.Topic{topic}})
		}
		found := places(t.know.Places.Find(rest))
		if len(found) > 0 && len(strings.Fields(rest)) <= mostNameWords {
			t.leaveFor(newsState{})
			return t.newsPlaceFound(found)
		}
		if word == maybeNews[0] || len(strings.Fields(rest)) > mostNameWords {
			return false
		}
		t.leaveFor(newsState{})
		t.askNewsPlace(locales.NewsWhereAgain)
		return true
	}
	return false
}

// leaveFor begins this dialogue; what was asked before is left.
func (t *turn) leaveFor(n newsState) {
	label, undo := t.st.Label, (*person.Subscriber)(nil)
	if t.st.News != nil {
		undo = t.st.News.Undo
	}
	n.Undo = undo
	t.st = state{Commune: t.st.Commune, Label: label, News: &n}
}

// startNews begins with what is known: what the contact takes, or where it
// lives.
func (t *turn) startNews(n newsState) bool {
	t.leaveFor(n)
	s, subscribed := t.subscriber()
	switch {
	case subscribed && n.Latest:
		return t.newsPlace(s.Commune)
	case subscribed && len(n.Topics) == 0:
		t.newsTaken(s)
	case subscribed:
		t.news().Topics = union(s.Topics, n.Topics)
		return t.newsPlace(cmp.Or(s.Old, s.Commune))
	case t.communeNow(t.st.Commune) != nil:
		t.news().Guess = true
		return t.newsPlace(t.st.Commune)
	default:
		t.askNewsPlace(locales.NewsWhere)
	}
	return true
}

func union(a, b []person.Topic) []person.Topic {
	return slices.DeleteFunc(slices.Clone(person.Topics), func(t person.Topic) bool {
		return !slices.Contains(a, t) && !slices.Contains(b, t)
	})
}

// topicsOf is what a topic of the library is called as news.
var topicsOf = map[string]person.Topic{
	"housing": person.Housing, "training": person.Courses, "job": person.Courses, "overseas": person.Overseas,
	"loan": person.Loans, "production": person.Loans,
}

// newsOfNew is "tell me when a programme begins", after one that has ended.
func (t *turn) newsOfNew(group string) bool {
	n := newsState{Topics: []person.Topic{person.New}}
	if topic, ok := topicsOf[group]; ok {
		n.Topics = union(n.Topics, []person.Topic{topic})
	}
	return t.startNews(n)
}

// newsTaken says what the contact takes, and what can be changed.
func (t *turn) newsTaken(s person.Subscriber) {
	t.st.News = &newsState{Place: cmp.Or(s.Old, s.Commune), Topics: s.Topics}
	t.answerWith("news", &reply{
		body: t.say(locales.NewsTaken, locales.Vars{"Commune": t.lib.CommuneName(s.Commune, t.on), "List": t.topicList(s.Topics), "Day": t.dayOf(s.Consent.At)}),
		must: 3,
		choices: []choice{
			{"newsedit", t.say(locales.NewsEdit, nil)}, {"newsmove", t.say(locales.NewsMove, nil)},
			{"stop", t.say(locales.NewsStop, nil)}, {"latest", t.say(locales.NewsLatest, nil)},
		},
		buttons: []choice{t.home()},
	})
}

// editTopics shows the topics again; a yes replaces what was agreed to.
func (t *turn) editTopics() {
	if s, ok := t.subscriber(); ok {
		t.news().Place, t.news().Topics = cmp.Or(s.Old, s.Commune), s.Topics
	}
	if t.sms() {
		t.askTopics()
		return
	}
	t.newsConsent()
}

// communeNow is today's commune of a name, if there is one.
func (t *turn) communeNow(id string) *content.Commune {
	if id == "" {
		return nil
	}
	return t.lib.CommuneOn(id, t.on)
}

// askNewsPlace asks where somebody lives. Today's communes can be chosen by
// their own number.
func (t *turn) askNewsPlace(how locales.ID) {
	r := &reply{body: t.say(how, nil), buttons: []choice{t.home()}}
	if today := t.lib.Communes(t.on); len(today) <= mostPlaces {
		for _, id := range today {
			r.choices = append(r.choices, choice{"newsplace:" + id, t.lib.Commune(id).Name})
		}
	}
	r.must = len(r.choices)
	t.news().Shown = false // what was said was said of another commune
	t.answerWith("news", r)
	t.st.Pending = pendingPlace
}

// elsewhere: what was typed is no answer to what was asked, but a command or a
// question of its own.
func (t *turn) elsewhere() bool {
	if t.in.Kind != msg.Text || t.reading.Digits != nil || t.isCommand() {
		return true
	}
	if t.asksSomething() {
		t.st.Pending = ""
		return true
	}
	return false
}

// isCommand: the whole message is a word with one fixed meaning.
func (t *turn) isCommand() bool {
	if _, ok := commands[t.command0()]; ok {
		return true
	}
	return slices.ContainsFunc(talks, func(k talk) bool { return k.commands[t.command0()] != nil })
}

func (t *turn) newsPlaceTyped() bool {
	found := places(t.know.Places.Find(t.reading.Typed))
	if len(found) > 0 && len(t.st.Menu) == 2 && t.st.Menu[1] == "newsagain" && found[0].ID == strings.TrimPrefix(t.st.Menu[0], "newsplace:") {
		return t.newsPlace(found[0].ID) // the same again, after "is it this?"
	}
	if len(found) > 0 {
		return t.newsPlaceFound(found)
	}
	if yes, sure := t.yesNo(); sure && t.affirms() != "" {
		if yes {
			return t.act(t.affirms())
		}
		return t.act("newsagain")
	}
	if t.elsewhere() {
		return false
	}
	t.askNewsPlace(locales.NewsWhereAgain)
	return true
}
