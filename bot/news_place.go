package bot

import (
	"tinban/bot/understand"
	"tinban/locales"
)

// newsPlaceFound takes a commune's name: at once when it is surely one, else
// it asks which.
func (t *turn) newsPlaceFound(found []understand.Found) bool {
	if found[0].Exact && (len(found) == 1 || !found[1].Exact) {
		t.news().Guess = false
		return t.newsPlace(found[0].ID)
	}
	r := t.whichPlace(found, "newsplace:")
	if len(found) == 1 {
		r.body = t.say(locales.IsItPlace, locales.Vars{"Name": found[0].Text})
		r.choices = []choice{{"newsplace:" + found[0].ID, t.say(locales.Yes, nil)}}
	}
	r.choices = append(r.choices, choice{"newsagain", t.say(locales.AnotherPlace, nil)})
	r.must = len(r.choices)
	t.news()
	t.answerWith("news", r)
	t.st.Pending = pendingPlace
	return true
}

// newsPlace goes on with a commune: to its news, or to whether to take them.
func (t *turn) newsPlace(id string) bool {
	if t.communeNow(id) == nil {
		return false
	}
	n := t.news()
	n.Place, n.Shown, t.st.Commune = id, false, id
	if n.Latest {
		t.latestNews()
		return true
	}
	t.newsConsent()
	return true
}

// placeLine says what a commune of before is called today.
func (t *turn) placeLine(id string) string {
	named, now := t.lib.Commune(id), t.communeNow(id)
	if named == nil || now == nil || named.ID == now.ID {
		return ""
	}
	return t.say(locales.PlaceKnown, locales.Vars{"Old": named.Name, "Now": now.Name})
}
