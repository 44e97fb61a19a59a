package bot

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"tinban/locales"
	"tinban/msg"
	"tinban/person"
	"tinban/store"
)

// stillHour is when people are asked, on the day after the night in which it
// was found out.
const stillHour = 8

// ReviewSubscribers looks at a page of those who have not been heard of for
// long: it asks, or ends what nobody confirmed. asked counts the questions,
// looked the subscribers; 0 means that nobody is left for today.
func (b *Bot) ReviewSubscribers(r store.Reader, now time.Time, page int) (c store.Changes, asked, looked int, err error) {
	due, err := person.Due(r, now, page)
	for _, s := range due {
		ask, more, err := person.Review(r, s, now)
		if err != nil {
			return c, asked, looked, err
		}
		c.Add(more)
		if looked++; ask == person.NoQuestion {
			continue
		}
		to, err := b.askStill(r, s, ask, now)
		if err != nil {
			return c, asked, looked, err
		}
		asked++
		c.Contacts = append(c.Contacts, to)
	}
	return c, asked, looked, err
}

func (b *Bot) askStill(r store.Reader, s person.Subscriber, ask person.Question, now time.Time) (store.ForContact, error) {
	sum := sha256.Sum256([]byte(string(s.Contact) + now.Format(time.DateOnly)))
	morning := time.Date(now.Year(), now.Month(), now.Day(), stillHour, 0, 0, 0, now.Location())
	what := telling{to: s.Contact, key: "still" + hex.EncodeToString(sum[:12]), lane: msg.Notice, due: morning}
	return b.tell(r, what, func(t *turn) { t.askStill(s, ask) })
}

// askStill says nothing that a stranger with an old number should not read. A
// yes that is too old is asked for as the first time.
func (t *turn) askStill(s person.Subscriber, ask person.Question) {
	if ask == person.AskAgain {
		t.st = state{Commune: t.st.Commune, News: &newsState{Place: cmp.Or(s.Old, s.Commune), Topics: s.Topics, Shown: true}}
		t.askAgree(join(t.gap(), t.say(locales.StillAgree, nil), t.consentWords(true)))
		return
	}
	t.answerWith("still", &reply{
		body: t.say(locales.StillAsk, locales.Vars{"Commune": t.lib.CommuneName(s.Commune, t.on)}), must: 2,
		choices: []choice{{"still:yes", t.say(locales.StillYes, nil)}, {"still:no", t.say(locales.StillNo, nil)}},
	})
}

// waits: the contact was asked and has not answered.
func (t *turn) waits() bool {
	s, ok := t.subscriber()
	return ok && s.Waits() != person.NoQuestion
}

// still takes the answer, by button or digit. It may come when the dialogue
// that asked is long forgotten.
func (t *turn) still(answer string) bool {
	s, ok := t.subscriber()
	if !ok {
		t.startNews(newsState{}) // too late: it has ended, and can begin anew
		return true
	}
	if answer != "yes" {
		t.take(person.End(t.snap.Records, t.contact.ID))
		t.contact.NewsStopped = true // a no holds against any list, too
		t.answerOrAskOn("still", t.say(locales.StillEnded, nil))
		return true
	}
	t.take(person.StillTheirs(s, t.agreement(locales.NewsConsentVersion)))
	t.answerOrAskOn("still", t.say(locales.StillGoes, locales.Vars{"Commune": t.lib.CommuneName(s.Commune, t.on)}))
	return true
}

// longestYes is longer than any yes or no, in bytes.
const longestYes = 24

// stillTyped takes "1", "2", yes and no days after the question, when the
// dialogue it began is long forgotten.
func (t *turn) stillTyped() bool {
	if len(t.st.Menu) > 0 || t.running() || t.st.Pending != "" || len(t.reading.Plain) > longestYes {
		return false
	}
	var answer string
	switch yes, sure := t.yesNo(); {
	case len(t.reading.Digits) == 1 && t.reading.Digits[0] == 1, sure && yes:
		answer = "yes"
	case len(t.reading.Digits) == 1 && t.reading.Digits[0] == 2, sure:
		answer = "no"
	default:
		return false
	}
	return t.waits() && t.still(answer)
}
